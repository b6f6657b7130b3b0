"""What rooms below the records say, in the language of the reader.

Rooms without pages speak English; `words/spoken.tsv`, and for rows of files that of the ledger,
have the same sentences in Chinese. What stands in neither, or is Chinese already, is left as it is.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from crossfoot.languages import Language
from crossfoot.records.ledger.said import said


def spoken(text: str, language: Language) -> str:
    """A sentence.

    >>> spoken("'metrics' is missing", "zh")
    "缺少 'metrics'"
    """
    if language == "en" or not text:
        return text
    for pattern, chinese in _sentences():
        found = pattern.fullmatch(text)
        if found:
            return chinese.format(**found.groupdict())
    return said(text, language)


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those that vary least first, so that a general one takes nothing from a particular one."""
    path = Path(__file__).with_name("words") / "spoken.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    pairs.sort(key=lambda pair: (pair[0].count("{"), -len(pair[0])))
    return tuple((_pattern(english), chinese) for english, chinese in pairs)


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w)\}", english)
    made = [re.escape(part) if i % 2 == 0 else f"(?P<{part}>.+?)" for i, part in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)
