"""Number formats of workbooks: a stored number as its cell shows it.

The tolerance of a check comes from the digits that are printed, so 0.4567 in a cell that shows
"45.7%" is 45.7 %. Source: ECMA-376, part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

#: formats that a file names by number alone
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);(#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);(#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<skipped>[_*].)|\[\$(?P<currency>[^\]\-]*)[^\]]*\]|'
    r"(?P<bracket>\[[^\]]*\])|(?P<digits>[0#?][0#?,]*(?:\.[0#?,]*)?|\.[0#?,]+)|(?P<percent>%)|"
    r"(?P<plain>[-+$()/:!^&'~{}<>=¥€£ ]|[^\x00-\x7f])|(?P<other>.)",
    re.DOTALL,
)
#: a cell in the format "General" shows at most so many characters
_GENERAL_WIDTH = 11


@dataclass(frozen=True, slots=True)
class _Section:
    """What a format says of positive numbers, of negative ones, or of zero."""

    before: str
    after: str
    decimals: int
    optional: int
    digits: bool
    grouped: bool
    exponent: int  # thousands left out and percent, as a power of ten


def shown_number(value: Decimal, code: str) -> str:
    """A number as a cell of that format shows it.

    >>> shown_number(Decimal("0.4567"), "0.0%"), shown_number(Decimal("1234.5"), "#,##0")
    ('45.7%', '1,235')
    >>> shown_number(Decimal("-5"), '#,##0_);(#,##0)'), shown_number(Decimal("3"), '0"年"')
    ('(5)', '3年')
    >>> shown_number(Decimal("1234567"), "#,##0.0,"), shown_number(Decimal("0.333333333333333"), "")
    ('1,234.6', '0.333333333')

    Args:
        value: the number.
        code: the format; "" and what is no format of plain numbers stand for "General".
    """
    sections = _sections(code)
    if not sections or code.strip().casefold() in ("", "general", "@"):
        return _general(value)
    at = 0 if value > 0 or len(sections) == 1 else 1 if value < 0 else min(2, len(sections) - 1)
    if value == 0 and len(sections) == 2:
        at = 0
    section = sections[at]
    if section is None:
        return _general(value)
    number = abs(value).scaleb(section.exponent)
    text = ""
    if section.digits:
        number = number.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
        text = format(number, ",f" if section.grouped else "f")
        for _ in range(section.optional):
            text = text.removesuffix("0")
        text = text.removesuffix(".") if "." in text else text
    sign = "-" if value < 0 and at == 0 and (number or not section.digits) else ""
    return f"{sign}{section.before}{text}{section.after}".strip()


def _general(value: Decimal) -> str:
    """As wide as "General" allows; larger numbers keep their whole digits."""
    text = format(value.normalize(), "f")
    if "." not in text or len(text.lstrip("-")) <= _GENERAL_WIDTH:
        return text
    whole = len(text.lstrip("-").partition(".")[0])
    places = max(_GENERAL_WIDTH - whole - 1, 0)
    if abs(value) < Decimal("0.0001"):  # shown with an exponent: its digits are not decimals
        return text
    return format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize(), "f")


@cache
def _sections(code: str) -> tuple[_Section | None, ...]:
    pieces: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code[:255]):
        if token[0] == ";":
            pieces.append([])
        else:
            pieces[-1].append(token)
    return tuple(_section(piece) for piece in pieces[:3])


def _section(tokens: list[re.Match[str]]) -> _Section | None:
    """A section; None where it formats dates, fractions or powers of ten."""
    before, after, digits, exponent = "", "", "", 0
    for token in tokens:
        kind = token.lastgroup
        if kind == "other":
            return None
        if kind == "digits":
            digits += token[0]
            continue
        if kind == "percent":
            exponent += 2
        if kind == "plain" and token[0] == "/":
            return None
        text = {
            "quoted": token["quoted"],
            "escaped": token["escaped"],
            "currency": token["currency"],
            "percent": "%",
            "plain": token["plain"],
        }.get(kind or "", "")
        if digits:
            after += text or ""
        else:
            before += text or ""
    whole, _, decimals = digits.partition(".")
    exponent -= 3 * (len(digits) - len(digits.rstrip(",")))
    bare = decimals.rstrip(",")
    return _Section(
        before=before,
        after=after,
        decimals=len(bare),
        optional=len(bare) - len(bare.rstrip("#?")),
        digits=bool(set(digits) & set("0#?")) and (whole + decimals).strip("?") != "",
        grouped="," in whole.rstrip(","),
        exponent=exponent,
    )
