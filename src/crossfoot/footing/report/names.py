"""One count under several names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.report.titles import stems
from crossfoot.languages import Text
from crossfoot.reading.mentions import mostly_ascii

#: a count of two digits or a round one is met twice by chance
_SMALLEST = 100
_ENDS = re.compile(
    r"[.;。；]|\b(?:have|has|had|were|was|are|is|in total|and participated|in the)\b"
)
_LIST = re.compile(r",|\band\b|、|和|及")
_FEWEST_SHARED = 2
_MOST_PLACES = 30
#: numbers that are names: ISO 14001, GB/T 23331, No. 218
_NAMED = re.compile(r"(?:\b[A-Z]{2,}[A-Z/]*|\bNo\.?|#|第|号)\s?[-–]?\s?$")


def one_count_many_names(context: ReportContext) -> Iterator[ReportFinding]:
    """A count that is of these things in one sentence, and of others too in the next one."""
    seen: dict[str, list[tuple[int, str, frozenset[str]]]] = {}
    for line, text in context.prose():
        for found in numbers_in(text):
            plain = re.sub(r"\*{1,3}", "", text)
            behind = plain[found.start :]
            if not _is_count(found) or _NAMED.search(plain[: found.start]):
                continue
            phrase = _phrase(behind)
            if not _LIST.search(phrase):
                continue  # what is counted is one thing
            words = frozenset(stems(phrase)) - {str(found.value)}
            if len(words) > 1 and len(seen.get(str(found.value), ())) < _MOST_PLACES:
                seen.setdefault(str(found.value), []).append((line, phrase, words))
    for value, places in seen.items():
        for at, (line, phrase, words) in enumerate(places):
            other = next(
                (
                    each
                    for each in places[:at]
                    if len(each[2] & words) >= _FEWEST_SHARED
                    and not each[2] <= words
                    and mostly_ascii(each[1]) == mostly_ascii(phrase)  # the same in two languages
                    and not words <= each[2]
                ),
                None,
            )
            if other is None:
                continue
            yield ReportFinding(
                Kind.CONTRADICTION_IN_TEXT,
                Severity.WARNING,
                value,
                Text(
                    f"{value} is said to be “{other[1]}” and “{phrase}”.",
                    f"{value}先后被称为“{other[1]}”和“{phrase}”。",
                ),
                (other[1], phrase),
                (other[0], line),
            )
            break


def _is_count(found: Number) -> bool:
    value = found.value
    return (
        found.step == 1
        and value >= _SMALLEST
        and value % 10 != 0
        and found.unit not in ("%", "money")
        and not 1990 <= value <= 2060
        and found.qualifier.is_exact
    )


def _phrase(behind: str) -> str:
    """The nouns behind a count, up to the verb."""
    words = _ENDS.split(re.sub(r"^[\d,.]+\s*", "", behind), maxsplit=1)[0]
    return " ".join(words.split()[:16]).strip(" ,")
