"""Tables by site, region or segment, whose parts have names that nobody lists.

    Plant   Energy (MWh)  Water (m³)          Indicator   Unit   Linden   Ashby   Total
    Linden           410       2,950          Energy      MWh       410     380     790
    Ashby            380       3,120          Water       m³      2,950   3,120   6,070
    Total            790       6,070

What the names are of, the head above them or the caption says ("Plant", "by site": `parts.csv`);
else their numbers, where they make the column or row of the total. All names of such a table are
parts, also those that are known towns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from crossfoot.reading.concepts import AGE, SITE, read_terms
from crossfoot.reading.header import unit_in_head, year_of
from crossfoot.reading.marks import split_marks
from crossfoot.reading.table import Column, ReportTable, Role, Row
from crossfoot.reading.two_languages import halves

_PARTS = Path(__file__).parent / "synonyms" / "parts.csv"
_BY = re.compile(r"\b(?:by|per|for each)\s+([a-z][a-z /]{2,24})|[按分各]([\u4e00-\u9fff]{2,6})")
#: words that name places, plants and shops: parts of a name, and no names of metrics
_PLACES = ("place_", "province_", "mainland", "overseas", "hk_macao_taiwan", "other_region")
_KINDS = frozenset(
    ("office", "headquarters", "store", "site_count", "data_center", "domestic_region", "domestic")
) | {"segment_word", "region_word", "laboratory", "industrial"}
#: what a column of amounts may be called besides a part: a period, a limit
_NO_NAME = re.compile(
    r"(?:Q[1-4]|H[12]|[一二三四]季度|[上下]半年|\d{1,2}月|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|limit|permit|standard|budget|forecast|estimate|baseline|base year|benchmark|average|scope"
    r"|限值|标准|预算|基准|基线|目标|平均)",
    re.IGNORECASE,
)
_SLUG = re.compile(r"[^\w]+")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class NamedParts:
    """The parts of a table that are known by name.

    Attributes:
        dimension: what they are parts by: "site", "region", "segment".
        columns: names by the column of their values.
        rows: names by the line of their row; the titles of the columns are the labels there.
        totals: lines of the rows of the whole, whose labels are the titles too.
        groups: names by the line of their row, where they stand above its label.
    """

    dimension: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    totals: frozenset[int] = frozenset()
    groups: Mapping[int, str] = field(default_factory=dict)


def name_of_part(label: str) -> str:
    """The member that a name stands for, without unit; of two languages the English.

    >>> name_of_part("盐湖 Salt Lake"), name_of_part("Ashby works (t)")
    ('salt_lake', 'ashby_works')
    """
    label = split_marks(label)[0]
    both = halves(label)
    if unit := unit_in_head(label):
        label = label.replace(f"({unit})", "").replace(f"（{unit}）", "")
    elif both:
        label = both[1]
    return _SLUG.sub("_", label).strip("_").lower()


def find_named_parts(table: ReportTable) -> NamedParts:
    """The parts of a table that are known by name; none where it has no such parts."""
    heads = [c for c in table.columns if c.role is Role.VALUE]
    if not heads or not table.data_rows:
        return NamedParts()
    found = _in_groups(table)
    if not found and len(heads) >= _FEWEST:
        found = _in_columns(table, heads) or _in_rows(table, heads)
    return found or NamedParts()


def _in_groups(table: ReportTable) -> NamedParts | None:
    """Names above rows: in a column of their own, or on lines; below each stand the same rows."""
    names: dict[str, set[str]] = {}
    for row in table.data_rows:
        if row.groups and _may_be_name(row.groups[0]) and _is_unheard(row.groups[0]):
            names.setdefault(row.groups[0], set()).add(row.label)
    shared = [name for name, labels in names.items() if _stand_again(name, labels, names)]
    if len(shared) < _FEWEST:
        return None
    said = _said_by((table.columns[0].title, table.caption)) or _dimension_of(
        table.columns[0].title
    )
    lines = {
        row.line: name_of_part(row.groups[0])
        for row in table.data_rows
        if row.groups and row.groups[0] in shared
    }
    return NamedParts(said or "site", groups=lines)


def _stand_again(name: str, labels: set[str], names: Mapping[str, set[str]]) -> bool:
    """Whether a label below a name stands below another name as well."""
    return any(label and label in names[n] for n in names if n != name for label in labels)


def _in_columns(table: ReportTable, heads: Sequence[Column]) -> NamedParts | None:
    years = {head.year for head in heads}
    titles = {head.index: _without_year(head.title) for head in heads}
    named = [head for head in heads if _may_be_name(titles[head.index])]
    totals = [head for head in heads if _is_total(titles[head.index])]
    per_year = [[head for head in named if head.year == year] for year in years]
    if any(len(each) < _FEWEST for each in per_year) or len(totals) > len(years):
        return None
    if len(named) + len(totals) < len(heads):
        return None
    if not any(_is_unheard(titles[head.index]) for head in named):
        return None
    said = _said_by((table.caption, *table.section[-1:]))
    beside = [(total, [h for h in named if h.year == total.year]) for total in totals]
    summed = any(_columns_make(table, parts, total) for total, parts in beside)
    if not summed and not (said and totals):
        return None
    names = {head.index: name_of_part(titles[head.index]) for head in named}
    return NamedParts(said or "site", names)


def _without_year(title: str) -> str:
    """The words of a head in several rows, without those that are years."""
    return " / ".join(part for part in title.split(" / ") if year_of(part) is None)


def _in_rows(table: ReportTable, heads: Sequence[Column]) -> NamedParts | None:
    if any(head.year is not None or not _names_amount(head.title) for head in heads):
        return None
    labels = [c for c in table.columns if c.role is Role.LABEL and c.index < heads[0].index]
    title = labels[-1].title if labels else ""
    said = _dimension_of(title) or _said_by((table.caption, *table.section[-1:]))
    rows = [row for row in table.data_rows if row.label and not row.groups]
    totals = [row for row in rows if _is_total(row.label)]
    named = [row for row in rows if _may_be_name(row.label)]
    if len(named) < _FEWEST or len(totals) > 1 or len(named) + len(totals) < len(rows):
        return None
    if not any(_is_unheard(row.label) for row in named):
        return None
    if said != "site" and not (totals and _rows_make(named, totals[0])):
        return None
    return NamedParts(
        said or "site",
        rows={row.line: name_of_part(row.label) for row in named},
        totals=frozenset(row.line for row in totals),
    )


@cache
def _heads() -> Mapping[str, str]:
    rows = csv.DictReader(_PARTS.read_text(encoding="utf-8").splitlines())
    return {row["written"]: row["dimension"] for row in rows}


@lru_cache(maxsize=1024)
def _dimension_of(title: str) -> str:
    """What the head of a column of names says that they are: "Plant", "基地 Base"."""
    texts = (split_marks(title)[0], *halves(title))
    return next((d for text in texts if (d := _heads().get(text.casefold().strip()))), "")


def _said_by(texts: Iterable[str]) -> str:
    """What captions say that a table is cut by: "Water by site", "各基地环境数据"."""
    for text in texts:
        for found in _BY.finditer(text.lower()):
            words = (found[1] or found[2]).strip()
            for end in range(len(words), 1, -1):
                if dimension := _heads().get(words[:end].strip()):
                    return dimension
    return ""


def _is_total(title: str) -> bool:
    """Whether a title names the whole: "Total", "Group", "合计 Total"."""
    terms = read_terms(title)
    return bool(terms) and not any(term.weight for term in terms)


@lru_cache(maxsize=4096)
def _may_be_name(title: str) -> bool:
    """Whether a title may name a part: no words but unknown ones, places and kinds of places."""
    if not title or len(title) > 60 or _NO_NAME.match(title) or title[0].isdigit():
        return False
    said = [term.concept for term in read_terms(title) if term.weight]
    return bool(said) and not any(
        c and c not in _KINDS and not c.startswith((*_PLACES, SITE)) for c in said
    )


def _is_unheard(title: str) -> bool:
    """Whether a title has a word that no list holds, or that names one site."""
    said = [term.concept for term in read_terms(title) if term.weight]
    return any(not concept or concept.startswith(SITE) for concept in said)


def _names_amount(title: str) -> bool:
    """Whether the title of a column has words of a metric."""
    said = [term.concept for term in read_terms(title) if term.weight]
    return any(c and not c.startswith((AGE, SITE, *_PLACES)) for c in said)


def _columns_make(table: ReportTable, named: Sequence[Column], total: Column) -> bool:
    """Whether the columns of the names make that of the total in most rows."""
    tried = hits = 0
    for row in table.data_rows:
        by_head = _by_head(row)
        parts = [by_head[head.index] for head in named if head.index in by_head]
        if total.index in by_head and len(parts) >= _FEWEST:
            tried += 1
            hits += _add_up(parts, by_head[total.index])
    return hits > 0 and 2 * hits >= tried


def _rows_make(named: Sequence[Row], total: Row) -> bool:
    """Whether the rows of the names make that of the total in most columns."""
    rows = [_by_head(row) for row in named]
    tried = hits = 0
    for index, whole in _by_head(total).items():
        parts = [row[index] for row in rows if index in row]
        if len(parts) >= _FEWEST:
            tried += 1
            hits += _add_up(parts, whole)
    return hits > 0 and 2 * hits >= tried


def _by_head(row: Row) -> dict[int, tuple[Decimal, Decimal]]:
    """The numbers of a row with the worth of their last place, by the column of their head."""
    return {
        v.head.index: (v.printed.number, Decimal(1).scaleb(-v.printed.decimals) * v.printed.scale)
        for v in row.values
        if v.head is not None and v.printed is not None
    }


def _add_up(parts: Sequence[tuple[Decimal, Decimal]], whole: tuple[Decimal, Decimal]) -> bool:
    slack = sum((step for _, step in (*parts, whole)), Decimal(0)) / 2
    return bool(whole[0]) and abs(sum((n for n, _ in parts), Decimal(0)) - whole[0]) <= slack
