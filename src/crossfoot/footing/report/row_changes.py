"""Changes stated in words against the row of a table that their number stands in.

The row need not be recognised: "1.86 t per tonne of steel, 2.1 % less than last year" is of the
row that has 1.86 for the year and shares a word with the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.report.titles import stems
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.table import Row
from crossfoot.reading.two_languages import halves

if TYPE_CHECKING:
    from crossfoot.reading.changes import Change

_YEAR_BEFORE = re.compile(
    r"year[- ]on[- ]year|\byoy\b|y-o-y|(?:than|with|to|over|from) (?:that (?:of|in) )?(?:the )?"
    r"(?:previous|prior|last|preceding) year|同比|按年|比上年|较上年|较去年|比去年|与上年相比",
    re.IGNORECASE,
)
#: the year before by its number: "32.4% less than in 2023", "较2023年"
_THAN = re.compile(
    r"(?:than|compared (?:with|to)|over|from)(?: that (?:of|in))?(?: in)? "
    r"(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_THAN_ZH = re.compile(r"(?:较|比|相比|相较于?|与)(?P<year>(?:19|20)\d\d)年")
#: what a row and a sentence need not share: units in brackets, articles, time, the company
_OUTSIDE = re.compile(r"[(（][^()（）]*[)）]")
_NO_PART = re.compile(
    r"\b(?:the|our|its|total|overall|annual|amount of|company['’]s|group['’]s)\b|"
    r"^(?:(?:19|20)\d\d年度?|公司|集团|本公司|本集团|全年|报告期内?|年度)+",
)
_INSIDE = re.compile(r"[(（]([^()（）]{4,60})[)）]")
#: a Chinese name of four signs tells a row, as an English one of two words does
_SHORTEST_NAME = 4
#: nothing but a unit may stand between a number and what it changed by
_APART = 34
_BREAK = re.compile(r"\d|[;；。]|\. |\band\b|\bwhile\b|其中|而|[、]")
#: "to 6,842.3", "至6,842.3"
_REACHED = re.compile(r"\s*(?:to|at|至|到|为)\s*([\d,]+(?:\.\d+)?)", re.IGNORECASE)
_DIGITS_REACHED = 4
_AROUND = 80
_FEWEST_DIGITS = 3
_FEWEST_WORDS = 2
_HUNDRED = Decimal(100)


def change_against_a_row(context: ReportContext) -> Iterator[ReportFinding]:
    """A change in words that the two years of the row with its number do not give."""
    year = context.report.year
    if year is None:
        return
    rows = _rows(context, year)
    for change in context.report.changes:
        text = context.lines[change.line - 1]
        at = text.find(change.text)
        if at < 0 or change.points or not change.qualifier.is_exact:
            continue
        near = text[max(at - 12, 0) : at + len(change.text) + 30]
        named = _THAN.search(text[at : at + len(change.text) + 30])
        tied = _YEAR_BEFORE.search(near) or (named and int(named["year"]) == year - 1)
        said = _number_before(text, at) if tied else None
        # "fell by 14.8% to 6,842.3 tonnes": the number of the year says which year was before
        said = said or _number_reached(text, at + len(change.text))
        if said is None:
            continue
        first = max(min(said.start, at) - _AROUND, 0)
        words = set(stems(text[first : said.start]))
        meant = [
            (row, before, after)
            for row, before, after in rows.get(said.value.normalize(), ())
            if len(words & set(stems(row.path))) >= _FEWEST_WORDS
        ]
        if not meant or any(_fits(change, before, after) for _, before, after in meant):
            continue
        yield _finding(context, change, *meant[0])


def change_of_a_named_row(context: ReportContext) -> Iterator[ReportFinding]:
    """A change in words of what a row is called, that the years of the row do not give.

    The row need not be one of the catalogue: its own label stands before the change.
    """
    year = context.report.year
    if year is None:
        return
    named: dict[str, list[tuple[Row, Part, Part]]] = {}
    for rows in _rows(context, year, fewest=1).values():
        for each in rows:
            label = each[0].label
            for name in {
                n for half in (label, *halves(label), *_inside(each[0])) for n in _names(half)
            }:
                named.setdefault(name, []).append(each)
    for change in context.report.changes:
        text = context.lines[change.line - 1]
        at = text.find(change.text)
        if at < 0 or change.points or not change.qualifier.is_exact:
            continue
        near = text[max(at - 16, 0) : at + len(change.text) + 30]
        than = _THAN.search(near) or _THAN_ZH.search(near)
        if than and int(than["year"]) != year - 1:
            continue
        if not than and not _YEAR_BEFORE.search(near):
            continue
        meant = next((named[name] for name in _names(change.label) if name in named), [])
        if len(_name(change.label)) < _SHORTEST_NAME or not meant:
            continue
        if any(_fits(change, before, after) for _, before, after in meant):
            continue
        yield _finding(context, change, *meant[0])


def _name(label: str) -> str:
    """A label as two places may spell it: without the year, articles and brackets."""
    bare = _OUTSIDE.sub(" ", label.rpartition(" > ")[2].casefold())
    return compact(_NO_PART.sub(" ", bare))


def _names(label: str) -> tuple[str, ...]:
    """The name of a label, and the same in another order: "electricity purchased"."""
    name = _name(label)
    words = _NO_PART.sub(" ", _OUTSIDE.sub(" ", label.casefold())).split()
    return (name, "&".join(sorted(words))) if label.isascii() and len(words) > 1 else (name,)


def _inside(row: Row) -> list[str]:
    """What the bracket of a label calls its row: "Indirect energy (purchased electricity)".

    Emissions in brackets say what they come from, and that changes otherwise.
    """
    if "co2" in row.unit.casefold() or "co₂" in row.unit.casefold():
        return []
    return [name for name in _INSIDE.findall(row.label) if not read_unit(name)]


def _rows(
    context: ReportContext, year: int, fewest: int = _FEWEST_DIGITS
) -> dict[Decimal, list[tuple[Row, Part, Part]]]:
    """The rows with a number for the year and the one before, by the number of the year."""
    found: dict[Decimal, list[tuple[Row, Part, Part]]] = {}
    for table in context.data_tables():
        for row in table.data_rows:
            cells = {
                value.head.year: Part(
                    row,
                    value.text.strip(),
                    value.printed.number,
                    value.printed.scale.scaleb(-value.printed.decimals),
                )
                for value in row.values
                if value.head is not None
                and value.printed is not None
                and value.printed.qualifier.is_exact
            }
            before, after = cells.get(year - 1), cells.get(year)
            if before is None or after is None or before.low <= 0:
                continue
            digits = len(str(after.value.normalize().as_tuple().digits).split(","))
            if digits >= fewest:
                found.setdefault(after.value.normalize(), []).append((row, before, after))
    return found


def _number_before(text: str, at: int) -> Number | None:
    """The number that a change is of: right before it, with nothing but its unit between."""
    plain = re.sub(r"\*{1,3}", "", text)
    if plain != text:
        return None
    known = [n for n in numbers_in(text) if n.start < at and n.unit != "%"]
    if not known:
        return None
    last = known[-1]
    digits = re.match(r"[\d,]+(?:\.\d+)?", text[last.start :])
    between = text[last.start + len(digits[0]) : at] if digits else ""
    if digits is None or len(between) > _APART or _BREAK.search(between):
        return None
    # the digits as printed, whatever scale word follows: the table has a unit of its own
    value = Decimal(digits[0].replace(",", ""))
    return Number(
        value, last.printed, last.unit, last.step, last.qualifier, last.start, last.sentence
    )


def _number_reached(text: str, at: int) -> Number | None:
    """The number that a change led to, right behind it; one of several digits."""
    match = _REACHED.match(text, at)
    if match is None or sum(sign.isdigit() for sign in match[1]) < _DIGITS_REACHED:
        return None
    found = next((n for n in numbers_in(text) if n.start >= match.start(1)), None)
    if found is None or found.start != match.start(1):
        return None
    return replace(found, value=Decimal(match[1].replace(",", "")))


def _fits(change: Change, before: Part, after: Part) -> bool:
    half = Decimal(1).scaleb(-change.decimals) / 2
    low = (after.low / before.high - 1) * _HUNDRED
    high = (after.high / before.low - 1) * _HUNDRED
    return change.percent - half <= high and low <= change.percent + half


def _finding(
    context: ReportContext, change: Change, row: Row, before: Part, after: Part
) -> ReportFinding:
    gives = (after.value / before.value - 1) * _HUNDRED
    places = max(change.decimals, 1)
    opposite = (gives > 0) != (change.percent > 0)
    far = abs(gives - change.percent) > max(abs(change.percent) / 2, Decimal(2))
    return ReportFinding(
        Kind.PERCENT_CHANGE_MISMATCH,
        Severity.ERROR if opposite or far else Severity.WARNING,
        context.metric_at(row.line) or row.label,
        Text(
            f"{row.label}: the text states a change of {number(change.percent)}%, "
            f"the table gives {number(gives, places)}%.",
            f"{row.label}：文中称变化{number(change.percent)}%，"
            f"而表中变化为{number(gives, places)}%。",
        ),
        (change.text.strip(), before.text, after.text),
        (change.line, row.line),
        f"{before.text} -> {after.text}: {number(gives, places)}%",
    )
