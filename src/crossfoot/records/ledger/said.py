"""What the checks of a file say, in the language of the reader.

`crossfoot.tables` speaks English; `said.tsv` has the same sentences in Chinese. A sentence that is
not there is shown as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from crossfoot.languages import Language

#: what the checks add to a problem of several rows
_MORE = re.compile(r"(.*) \(and (\d+) more rows?\)", re.DOTALL)


def said(text: str, language: Language) -> str:
    """A sentence of the checks.

    >>> said("quantity '-5' is below 0 (and 3 more rows)", "zh")
    "quantity '-5' 小于 0（另有 3 行）"
    """
    if language == "en" or not text:
        return text
    several = _MORE.fullmatch(text)
    if several:
        return f"{said(several[1], language)}（另有 {several[2]} 行）"
    for pattern, chinese in _sentences():
        found = pattern.fullmatch(text)
        if found:
            return chinese.format(**found.groupdict())
    return text


def rows_said(rows: Iterable[Mapping[str, str]], language: Language) -> list[dict[str, str]]:
    """Problems as rows of a table, in a language."""
    spoken = ("what", "why", "remedy")
    return [
        {name: said(text, language) if name in spoken else text for name, text in row.items()}
        for row in rows
    ]


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those that vary least first, so that a general one does not take what another says better."""
    lines = Path(__file__).with_name("said.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    pairs.sort(key=lambda pair: (pair[0].count("{"), -len(pair[0])))
    return tuple((_pattern(english), chinese) for english, chinese in pairs)


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w)\}", english)
    made = [re.escape(part) if i % 2 == 0 else f"(?P<{part}>.+?)" for i, part in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)
