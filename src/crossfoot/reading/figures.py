"""Tables to figures: each value with its metric, breakdown, year and unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import dimensions
from crossfoot.quantities.rounding import CONTEXT
from crossfoot.reading.concepts import AGE, SITE, read_terms
from crossfoot.reading.figure import Figure, Unrecognised
from crossfoot.reading.header import unit_in_head, unit_of_all
from crossfoot.reading.headings import compact
from crossfoot.reading.label_context import Context
from crossfoot.reading.lexicon import lexicon
from crossfoot.reading.marks import split_marks
from crossfoot.reading.matching import Match, NoMatch, recognise
from crossfoot.reading.named_parts import NamedParts, find_named_parts
from crossfoot.reading.notes import Definition, read_definition
from crossfoot.reading.numbers import PrintedNumber
from crossfoot.reading.printed_units import PrintedUnit, read_unit
from crossfoot.reading.table import Column, ReportTable, Role, Row, TableKind, Value
from crossfoot.reading.variants import UP_TO_NOW

_YEAR_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:\s?年)?")
_PERCENT_TITLE = re.compile(
    r"^(?:percentage|percent|proportion|share|占比|比例|百分比)(?:\s?\(?%\)?)?$", re.IGNORECASE
)
_PLAIN_TITLE = re.compile(
    r"^(?:number|amount|total amount|quantity|value|data|total|volume|performance|results?|"
    r"数量|数值|数据|人数|合计|总计|总数|all|overall|整体|全部)$",
    re.IGNORECASE,
)
#: "Direct emissions - tCO2e": a unit that the label ends in
_UNIT_BEHIND = re.compile(
    r"\s+[-–—,/]\s*(?:t ?CO ?[2₂]-?e?|kWh|MWh|GJ|kg|tonnes?|m3|m³|RMB|HK\$|%)$", re.IGNORECASE
)
#: what a label puts below the line of its unit: "per RMB 10,000 of revenue", "每百万元营收"
_BELOW = re.compile(
    r"\bper\s+(?:each\s+)?([^()（）]{1,40})|[每单](?:位)?([^()（）每]{1,16}?)(?:的|之)?"
    r"(?=(?:温室|碳|能源|能耗|用|耗|综合|废|有害|无害|危险|排放|密度|强度|$))",
    re.IGNORECASE,
)
#: "Scope 1 and 2 emissions −25%": what is aimed at
_GOAL = re.compile(r"\s[-−–+]\s?\d+(?:\.\d+)?\s?[%％]\s*$")
#: a column of what is aimed at
_AIM = re.compile(r"(?:[\w ]{0,12}\s)?target\b|goal\b|目标", re.IGNORECASE)
_DIVISORS = re.compile(r"/\S*(?:\[[A-Z]{3}\]|\[length\])")
_COUNTED = frozenset(("person", "case", "count", "person_time"))
#: what rows that name a group of people alone are of
_RATES = frozenset(("leave_company", "hire", "train", "injury", "fatality"))
#: words of names of companies that are also words of labels
_TRADE = re.compile(
    r"(?:group|holdings?|technolog|science|energy|power|electr|new|north|south|east|west|china|"
    r"limited|company|corporation|industr|material|environment|international|global|co|ltd|inc|"
    r"manufactur|batter|solar|auto|bank|food|water|green|health|medical|chemical|steel|paper)\w*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What all rows of a table have in common."""

    table: ReportTable
    year: int | None
    last: int | None
    dated: bool
    definitions: tuple[Definition, ...]
    money: PrintedUnit | None
    names: frozenset[str]
    units: tuple[str, ...]
    parts: NamedParts


def read_figures(
    tables: Iterable[ReportTable], year: int | None, company: str = ""
) -> tuple[list[Figure], list[Unrecognised]]:
    """The figures of all tables with figures, and the values that were not recognised.

    Args:
        tables: the tables of a report.
        year: the report's year, for columns that name none.
        company: name of the company, whose words say nothing about a figure.
    """
    figures: list[Figure] = []
    unknown: list[Unrecognised] = []
    kpi = [table for table in tables if table.kind is TableKind.KPI]
    money = _usual_money(kpi)
    names = name_words(company)
    for table in kpi:
        definitions = tuple(d for line, text in table.notes if (d := read_definition(line, text)))
        named = _named_year(table)
        dated = named is not None or bool(table.years)
        around = _Surroundings(
            *(table, named or year, year, dated, definitions, money, names),
            units=_units(table),
            parts=find_named_parts(table),
        )
        for row in table.data_rows:
            _read_row(row, around, figures, unknown)
    return figures, unknown


def _usual_money(tables: Sequence[ReportTable]) -> PrintedUnit | None:
    """The unit of money that a report prints, where it prints one only (malformed ones apart)."""
    printed = (read_unit(row.unit) for table in tables for row in table.data_rows if row.unit)
    found = Counter(u.unit for u in printed if u.dimension == "[CNY]" and not u.doubt)
    if len(found) != 1 or max(found.values()) < 2:
        return None
    return replace(read_unit(next(iter(found))), doubt="")


def _units(table: ReportTable) -> tuple[str, ...]:
    """Units that hold for a whole table: in the head of its labels, in its caption."""
    heads = [unit_of_all(c.title) for c in table.columns if c.role is Role.LABEL]
    known = [unit for unit in heads if unit and read_unit(unit).noun != "person"]
    return (*known, unit) if (unit := unit_of_all(table.caption)) else tuple(known)


def _named_year(table: ReportTable) -> int | None:
    """The single year that caption or section name; None where they name none."""
    for text in (table.caption, *reversed(table.section)):
        years = {int(y) for y in _YEAR_IN_TITLE.findall(text)}
        if len(years) == 1:
            return years.pop()
    return None


def name_words(company: str) -> frozenset[str]:
    """The words of a company's name that are no words of the trade.

    >>> sorted(name_words("North Star Energy Group Co., Ltd."))
    ['northstar', 'star']
    """
    words = re.findall(r"[A-Za-z][\w-]*", company)
    first = "".join(words[:2]).lower()
    own = {word.lower() for word in words if len(word) > 3 and not _TRADE.match(word)}
    return frozenset(own | ({first} if len(first) > 5 else set()))


def without_names(label: str, names: frozenset[str]) -> str:
    """A label without the words of the company's name."""
    if not names or not any(name in label.lower() for name in names):
        return label
    kept = [word for word in label.split() if word.lower().rstrip("'’s,") not in names]
    return " ".join(kept) or label


def _read_row(
    row: Row, around: _Surroundings, figures: list[Figure], unknown: list[Unrecognised]
) -> None:
    values = [value for value in row.values if value.printed is not None]
    if _GOAL.search(row.label):
        unknown.append(_unread(row, values, around, "the label states a goal"))
        return
    heads = [value.head for value in values]
    several = len({head.title for head in heads if head and head.year is None}) > 1
    parted = not several and len({_title(head) for head in heads if head}) > 1
    missed: list[Value] = []
    reason, unit_text = "", row.unit
    aimed = [value for value in values if _to_come(value, around)]
    values = [value for value in values if value not in aimed]
    found_of: list[tuple[Value, Context, Match | NoMatch]] = []
    for value in values:
        part = parted and _names_part(_title(value.head))
        context = _context(row, value, around, several or part)
        found_of.append((value, context, _as_part(recognise(context), row, value, around.parts)))
    fractions = _with_fractions(found_of)
    for value, context, found in found_of:
        unit_text = context.unit.text
        if isinstance(found, Match) and found.metric in fractions:
            found = NoMatch(f"{found.metric} is counted, and these numbers have fractions")
        if isinstance(found, Match) and value.printed is not None:
            figures.append(_figure(row, value, value.printed, found, context, around))
        else:
            missed.append(value)
            reason = "" if isinstance(found, Match) else found.reason
    if missed:
        unknown.append(_unread(row, missed, around, reason, unit_text))
    elif aimed:
        unknown.append(_unread(row, aimed, around, "the column states a target", unit_text))


def _to_come(value: Value, around: _Surroundings) -> bool:
    """Whether a column is of a year after the report's: what is aimed at."""
    head = value.head
    aimed = head is not None and bool(_AIM.match(head.title))
    later = head is not None and None not in (head.year, around.last)
    return aimed or (later and (head.year or 0) > (around.last or 0) + 1)  # type: ignore[union-attr]


def _unread(
    row: Row, values: Sequence[Value], around: _Surroundings, reason: str, unit: str = ""
) -> Unrecognised:
    heads = [value.head for value in row.values if value.printed is not None]
    label = row.path or " / ".join(head.title for head in heads if head)
    printed = tuple(value.text for value in values)
    return Unrecognised(label, row.line, printed, unit or row.unit, reason, around.table.id)


def _context(row: Row, value: Value, around: _Surroundings, several: bool) -> Context:
    table = around.table
    title = _title(value.head)
    label, groups, loose = row.label, row.groups, row.loose_groups
    if row.line in around.parts.groups:
        groups = groups[1:]
    if not label or row.line in around.parts.rows or row.line in around.parts.totals:
        label, _ = split_marks(title)
    elif value.head is not None and value.head.index in around.parts.columns:
        title = ""
    elif title and several and not _PLAIN_TITLE.match(title) and not _PERCENT_TITLE.match(title):
        groups = (*groups, title)
        if any(term.weight for term in read_terms(title)):
            label = f"{label} - {title}"
    elif title and not _PLAIN_TITLE.match(title):
        loose = (*loose, title)
    unit = divided(label, _unit(row, value, around))
    remark = ""
    if unit.doubt and around.money is not None and unit.dimension == around.money.dimension:
        remark = f"{unit.text}: {unit.doubt}; read as the other money of the report"
        unit = replace(around.money, text=unit.text, doubt=remark)
    shared = table.columns[0].title if table.columns else ""
    if around.parts.rows:
        shared = ""  # the head of names
    if _names_metric(shared) and row.label:
        groups = (shared, *groups)
    definition = _definition(row, around.definitions)
    label = without_names(_without_unit(label, unit), around.names)
    around_texts = tuple(dict.fromkeys((table.caption, *table.section[-1:], shared)))
    return Context(label, groups, loose, around_texts, definition, unit)


def _as_part(found: Match | NoMatch, row: Row, value: Value, parts: NamedParts) -> Match | NoMatch:
    """What was found, as the figure of the part that its column or row names."""
    at = value.head.index if value.head is not None else None
    name = parts.rows.get(row.line) or parts.groups.get(row.line, "")
    name = name or (parts.columns.get(at, "") if at is not None else "")
    if not name or isinstance(found, NoMatch):
        return found
    metric, has = catalogue()[found.metric], dict(found.dimensions)
    key = next((k for k in (parts.dimension, "segment", "site") if metric.allows(k)), "")
    if not key or key in has or (key in dimensions() and not dimensions()[key].open):
        return NoMatch(f"{found.metric} has no parts by {parts.dimension}")
    return replace(found, dimensions=tuple(sorted((*found.dimensions, (key, name)))))


def _with_fractions(found: Sequence[tuple[Value, Context, Match | NoMatch]]) -> set[str]:
    """The metrics of a row that count one by one, where most numbers have fractions.

    No unit says that they count; hours or shares, perhaps, in a column whose head was lost.
    """
    by_metric: dict[str, list[bool]] = {}
    for value, context, match in found:
        counts = isinstance(match, Match) and match.unit.unit in _COUNTED
        if counts and not context.unit and value.printed is not None:
            assert isinstance(match, Match)  # noqa: S101 - it counts
            by_metric.setdefault(match.metric, []).append(value.printed.number % 1 != 0)
    return {metric for metric, has in by_metric.items() if 2 * sum(has) > len(has)}


def _names_part(title: str) -> bool:
    """Whether the title of a column names members alone: "Male", "Under 30"."""
    said = [term.concept for term in read_terms(title) if term.weight]
    naming = lexicon().naming
    return bool(said) and all(c in naming or c.startswith((AGE, SITE)) for c in said)


def _names_metric(title: str) -> bool:
    """Whether the head of the labels says what all rows are of: "Turnover rate"."""
    said = read_terms(title)
    return any(term.concept in _RATES for term in said)


def divided(label: str, unit: PrintedUnit) -> PrintedUnit:
    """The unit of a rate whose label says what it is divided by: "t" of "per RMB million".

    >>> from crossfoot.reading.printed_units import read_unit
    >>> divided("Waste per RMB million of revenue", read_unit("t")).unit
    't/(1e6*CNY)'
    >>> divided("Waste per vehicle", read_unit("t")).unit
    't'
    """
    below = _BELOW.search(label)
    if below is None or not unit or "/" in unit.unit or unit.dimension == "dimensionless":
        return unit
    whole = read_unit(f"{unit.text}/{below[1] or below[2]}".strip())
    if not whole or not _DIVISORS.search(whole.dimension):
        return unit
    return whole


def _title(head: Column | None) -> str:
    """The words of a column's title, without year and unit."""
    if head is None:
        return ""
    title = _YEAR_IN_TITLE.sub("", head.title)
    if head.unit:
        title = title.replace(f"({head.unit})", "").replace(f"（{head.unit}）", "")
    return title.strip(" /-–").removesuffix(" Year").removesuffix("Year").strip()


def _unit(row: Row, value: Value, around: _Surroundings) -> PrintedUnit:
    """The unit of a value: of its row, its cell, its column, its groups or its table."""
    candidates = [row.unit, value.printed.unit if value.printed else ""]
    if value.head is not None:
        candidates.append(value.head.unit)
        if _PERCENT_TITLE.match(_title(value.head)):
            candidates.append("%")
    if value.printed is not None and value.printed.unit.startswith(("%", "％")):
        candidates.insert(0, "%")
    above = (*row.groups, *row.loose_groups)
    candidates += [unit_in_head(group) for group in reversed(above)]
    candidates += around.units
    for text in candidates:
        if text and (unit := read_unit(text)):
            return unit
    return PrintedUnit(row.unit)


def _without_unit(label: str, unit: PrintedUnit) -> str:
    bare = label.replace(f"({unit.text})", "").replace(f"（{unit.text}）", "").strip()
    bare = _UNIT_BEHIND.sub("", bare)
    return bare or label


def _definition(row: Row, definitions: Sequence[Definition]) -> str:
    """The denominator that a note gives for a row of that label and marks."""
    for definition in definitions:
        same = compact(definition.label) == compact(row.label)
        if same and definition.marks == row.marks and definition.denominator:
            return f"per {definition.denominator}"
    return ""


def _figure(
    row: Row,
    value: Value,
    printed: PrintedNumber,
    match: Match,
    context: Context,
    around: _Surroundings,
) -> Figure:
    head = value.head
    year = head.year if head is not None and head.year is not None else around.year
    number, step = in_metric_unit(printed, match)
    metric, undated = match.metric, ""
    if not around.dated and metric in UP_TO_NOW:
        metric, undated = UP_TO_NOW[metric], "no year is printed: read as the count up to now"
    remark = "; ".join(part for part in (match.unit.remark, context.unit.doubt, undated) if part)
    return Figure(
        metric=metric,
        label=_shown_label(row, context, around.parts),
        dimensions=match.dimensions,
        year=year,
        value=number,
        unit=match.unit.unit,
        step=step,
        qualifier=printed.qualifier,
        line=row.line,
        context="table",
        printed=value.text,
        printed_unit=context.unit.text,
        score=match.score,
        reason=match.reason,
        remark=remark,
        table=around.table.id,
        column=value.column,
        section=around.table.section,
    )


def _shown_label(row: Row, context: Context, parts: NamedParts) -> str:
    """The label of a figure; in a row that names a part the title of its column comes first."""
    if row.line in parts.rows or row.line in parts.totals:
        return f"{context.label} > {row.label}"
    return row.path if row.label else " > ".join((*row.groups, context.label))


def in_metric_unit(printed: PrintedNumber, match: Match) -> tuple[Decimal, Decimal]:
    """A printed number in the metric's unit, and the worth of its last printed place."""
    factor = match.unit.factor
    number = CONTEXT.multiply(printed.number, factor)
    step = CONTEXT.multiply(Decimal(1).scaleb(-printed.decimals) * printed.scale, factor)
    return number, step
