"""One amount in two sentences: digits exchanged, or a power of ten apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.precision import exchanged_digits
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.report.titles import stems
from crossfoot.footing.wording import number
from crossfoot.languages import Text

#: in Chinese, signs before a number that name it, and pairs of them that two names share
_NAME_ZH, _FEWEST_PAIRS = 12, 2
_ANY_SENTENCE = frozenset(("公司", "全年", "年度", "共有", "累计", "投入", "达到", "报告", "告期"))
#: numbers are compared over so many lines, and with so many that follow
_NEAR_LINES, _MOST_NEAR = 40, 200
#: bound for files that are no reports
_MOST_NUMBERS = 4000
_WORDS_AROUND = 90
#: words that two sentences on one amount share
_SAME_WORDS = 3


def sentence_against_sentence(context: ReportContext) -> Iterator[ReportFinding]:
    """Two statements of one amount that differ by a power of ten, or by two exchanged digits."""
    numbers = [
        (line, text, found)
        for line, text in context.prose()
        for found in numbers_in(text)
        if found.unit and found.unit not in ("%", "money") and found.value >= 1000
        if not found.is_year
    ][:_MOST_NUMBERS]
    for at, (line, text, one) in enumerate(numbers):
        yield from _exchanged_later(numbers, at)
        for other_line, other_text, other in _behind(numbers, at + 1, line):
            if _noun(one) != _noun(other) or not _noun(one) or one.value == other.value:
                continue
            if one.value.normalize().as_tuple().digits != other.value.normalize().as_tuple().digits:
                continue
            if not _of_one_thing(text, one, other_text, other):
                continue
            times = number(max(one.value, other.value) / min(one.value, other.value))
            yield ReportFinding(
                Kind.CONFLICTING_VALUES,
                Severity.ERROR,
                _noun(one),
                Text(
                    f"{one.printed} here and {other.printed} there: one digit string, "
                    f"{times} times apart.",
                    f"此处为{one.printed}，彼处为{other.printed}：数字相同，相差{times}倍。",
                ),
                (one.printed, other.printed),
                (line, other_line),
                f"{number(one.value)} / {number(other.value)} = {one.value / other.value:f}",
            )


def _of_one_thing(text: str, one: Number, other_text: str, other: Number) -> bool:
    """Whether two numbers of one unit have words in common; in Chinese those before them."""
    if not one.unit.isascii():
        named, other_named = (
            re.sub(r"[^\u4e00-\u9fff]", "", each[max(n.start - _NAME_ZH, 0) : n.start])
            for each, n in ((text, one), (other_text, other))
        )
        pairs = {a + b for a, b in pairwise(named)} & {a + b for a, b in pairwise(other_named)}
        return len(pairs - _ANY_SENTENCE) >= _FEWEST_PAIRS
    shared = set(stems(_around(text, one))) & set(stems(_around(other_text, other)))
    return bool(shared - {_noun(one)})


def _exchanged_later(
    numbers: Sequence[tuple[int, str, Number]], at: int
) -> Iterator[ReportFinding]:
    """A later sentence with the same words and unit, and two digits of the number exchanged."""
    line, text, one = numbers[at]
    own = set(stems(_around(text, one)))
    for other_line, other_text, other in numbers[at + 1 : at + 1 + _MOST_NEAR]:
        if _noun(one) != _noun(other) or not exchanged_digits(one.value, other.value):
            continue
        shared = own & set(stems(_around(other_text, other))) - {_noun(one)[:6]}
        if len(shared) < _SAME_WORDS or other_line == line:
            continue
        yield ReportFinding(
            Kind.TRANSPOSITION,
            Severity.WARNING,
            _noun(one),
            Text(
                f"{one.printed} here and {other.printed} there, in the same words; two digits "
                "changed places.",
                f"此处为{one.printed}，彼处为{other.printed}，表述相同；有两位数字互换。",
            ),
            (one.printed, other.printed),
            (line, other_line),
            f"{number(one.value)} ≠ {number(other.value)}",
        )


def _behind(
    numbers: Sequence[tuple[int, str, Number]], start: int, line: int
) -> Iterator[tuple[int, str, Number]]:
    """The numbers of the lines that follow within some distance."""
    for at in range(start, min(start + _MOST_NEAR, len(numbers))):
        if numbers[at][0] > line + _NEAR_LINES:
            return
        if numbers[at][0] > line:
            yield numbers[at]


def _noun(found: Number) -> str:
    return found.unit.casefold().rstrip("s")


def _around(text: str, found: Number) -> str:
    return text[max(found.start - _WORDS_AROUND, 0) : found.start + _WORDS_AROUND]
