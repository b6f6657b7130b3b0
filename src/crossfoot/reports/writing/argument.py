"""What stands in a reference: `ghg.scope1 year=2022 gender=female unit=kt bare`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.problem import WritingProblem

_PART = re.compile(r'(?:[^\s"]|"[^"]*")+|"')


def _parts(text: str) -> list[str]:
    """The parts of an argument; blanks within quotation marks belong to a part."""
    return [part.replace('"', "") for part in _PART.findall(text)]


@dataclass(frozen=True, slots=True)
class Argument:
    """A name, `key=value` options and single words, in any order behind the name.

    Attributes:
        name: the first word: id of a metric, a list, a chart.
        options: what the keys are set to.
        words: the single words.
    """

    name: str
    options: Mapping[str, str]
    words: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Argument:
        """Read an argument.

        >>> Argument.parse("ghg.scope1 year=2022 bare").options["year"]
        '2022'
        >>> Argument.parse('certificates standard="ISO 14001"').options["standard"]
        'ISO 14001'

        Raises:
            WritingProblem: a key has no value, or stands twice.
        """
        name, *rest = _parts(text) or [""]
        options: dict[str, str] = {}
        words = []
        for part in rest:
            key, equals, value = part.partition("=")
            if not equals:
                words.append(part)
            elif not key or not value or key in options:
                raise WritingProblem(WritingKind.BAD_OPTION, option=part)
            else:
                options[key] = value
        return cls(name, MappingProxyType(options), tuple(words))
