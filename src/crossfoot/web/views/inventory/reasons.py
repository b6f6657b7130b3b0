"""Why a factor was chosen or is missing, in the language of the reader, piece by piece."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from crossfoot.languages import Language
from crossfoot.web.spoken import spoken

_FILE = Path(__file__).parents[2] / "words" / "factor_reasons.tsv"

#: what may stand before a piece: a method, or the name of a factor set
_BEFORE = {
    "location-based: ": "基于位置：",
    "market-based: ": "基于市场：",
    "of the rest: ": "其余部分：",
    "passed over ": "未采用",
}
_SET = re.compile(r"(?P<name>[\w.-]+): (?P<rest>.+)", re.DOTALL)


def reason_words(text: str, language: Language) -> str:
    """A reason or rule; pieces that nothing is known of stay as they are.

    >>> reason_words("mine: it is per t, the row is in L: needs density", "zh")
    'mine：因子单位为t，数据单位为L：需要密度'
    >>> reason_words("ipcc2006, no time of validity stated; CN holds CN-AH", "zh")
    'ipcc2006，未注明有效期；CN包含CN-AH'
    """
    if language == "en":
        return text
    return "；".join(_piece(each) for each in text.split("; "))


def _piece(text: str) -> str:
    for before, chinese in _BEFORE.items():
        if text.startswith(before):
            return chinese + _piece(text.removeprefix(before))
    for pattern, chinese in _pieces():
        if found := pattern.fullmatch(text):
            return chinese.format(**found.groupdict())
    if found := _SET.fullmatch(text):
        rest = _piece(found["rest"])
        if rest != found["rest"]:
            return f"{found['name']}：{rest}"
    return spoken(text, "zh")


@cache
def _pieces() -> tuple[tuple[re.Pattern[str], str], ...]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((_pattern(english), chinese) for english, chinese in pairs)


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w)\}", english)
    made = [re.escape(part) if i % 2 == 0 else f"(?P<{part}>.+?)" for i, part in enumerate(parts)]
    return re.compile("".join(made), re.DOTALL)
