"""Which recognised figures the checks may rely on.

A sentence names a figure in few words, so that a number about a part is easily read as one about
the whole. What a table prints, or what only one reading explains, settles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.footing.precision import exchanged_digits, power_of_ten
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.report.rows_apart import without_parts
from crossfoot.footing.report.scopes import by_its_scopes as _by_its_scopes
from crossfoot.quantities.qualifiers import Qualifier

if TYPE_CHECKING:
    from crossfoot.reading.figure import Figure
    from crossfoot.reading.report import ReadReport

_SCOPE = re.compile(r"^\W*scope\s?(?:[123]|I{1,3})\b|^范围[一二三123]", re.IGNORECASE)
_NET = re.compile(
    r"\bremaining\b|\bnet\b|\boffset|after deduct|\bavoided\b|\bremoved\b|\bbaseline\b|"
    r"净排放|抵消|基准年",
    re.IGNORECASE,
)
_MONOXIDE = re.compile(r"mon-?oxide|一氧化碳", re.IGNORECASE)
#: carbon dioxide, and not its equivalent
_DIOXIDE = re.compile(
    r"\bCO ?[2₂](?![- ]?e|[- ]?eq)|carbon dioxide(?! ?\(?eq)|二氧化碳(?!当量)", re.IGNORECASE
)
_GAS = "gas"
#: the head of a table whose rows are levels of management, or members of a board
_MANAGERS = re.compile(
    r"^\W*(?:levels? of )?(?:management|managers|executives?|(?:supervisory |executive )?board|"
    r"directors)\b|^(?:管理(?:层|人员|职级)|董事)",
    re.IGNORECASE,
)
_STAFF = "workforce.headcount"
#: a sentence that is so many times off the table is of something else
_MANY = Decimal(3)
#: amounts that a sentence seldom states of a part without saying of which
_ENVIRONMENT = ("air.", "water.pollutants.", "waste.hazardous.generated", "ghg.scope")
_NAMED_IN_FULL = 0.97
#: digits of a number that is not another one with two of them exchanged by chance
_FEWEST_DIGITS = 4
_TOTAL = ("total", "合计", "总计", "总")
_Key = tuple[str, tuple[tuple[str, str], ...], int | None]


def settled_figures(report: ReadReport) -> list[Figure]:
    """The figures, without those that are likely to be of something else.

    Left out are, of the values in sentences, those beside another one that a table confirms, and
    those that another metric of the family has exactly; of several values of one figure in
    one row of a table, all but the total: their columns tell things apart that were not read;
    and of several rows of one table that were read as one figure, all but the whole.
    """
    by_gas = {f.table for f in report.figures if f.table and _GAS in dict(f.dimensions)}
    figures = [
        f
        for f in report.figures
        if not f.printed.startswith("+")  # a change, not an amount
        and not _of_another_gas(f)
        and not (f.table in by_gas and _of_one_gas(f))
    ]
    figures = [_by_its_scopes(f, figures, report) for f in figures]
    figures = without_parts(_without_managers(report, figures))
    groups: dict[_Key, list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.metric, figure.dimensions, figure.year), []).append(figure)
    dropped = {id(f) for f in _mixed_up(report, figures)}
    for key, group in groups.items():
        dropped |= {id(f) for f in _columns_apart(report, group)}
        rest = [f for f in group if id(f) not in dropped]
        dropped |= {id(f) for f in _unconfirmed(rest)}
        dropped |= {id(f) for f in _far_from_the_table(rest)}
        dropped |= {id(f) for f in _of_another(key, rest, figures)}
    return [figure for figure in figures if id(figure) not in dropped]


def _without_managers(report: ReadReport, figures: list[Figure]) -> list[Figure]:
    """The figures without those of a table of managers alone, where another table has all staff."""
    of_managers = {
        table.id
        for table in report.tables
        if _MANAGERS.search(table.columns[0].title if table.columns else "")
    }
    others = any(f.metric == _STAFF and f.table and f.table not in of_managers for f in figures)
    if not others:
        return figures
    return [f for f in figures if f.metric != _STAFF or f.table not in of_managers]


def _of_another_gas(figure: Figure) -> bool:
    """Whether a label names scopes and the metric is none of them, or a gas that is not counted."""
    if figure.metric.startswith(("ghg.total", "ghg.scope")) and _NET.search(figure.label):
        return True
    greenhouse = figure.metric.startswith(("ghg.", "target.", "energy."))
    if _SCOPE.search(figure.label.rpartition(" > ")[2]):
        return not greenhouse
    return greenhouse and bool(_MONOXIDE.search(figure.label))


def _of_one_gas(figure: Figure) -> bool:
    """Whether emissions are of carbon dioxide alone, as those beside them are of methane."""
    if _GAS in dict(figure.dimensions):
        return False  # the reading has told it from the others
    return figure.metric.startswith("ghg.") and bool(_DIOXIDE.search(figure.label))


def _columns_apart(report: ReadReport, group: Iterable[Figure]) -> list[Figure]:
    rows: dict[tuple[str, int], list[Figure]] = {}
    for figure in group:
        if figure.table and figure.column is not None:
            rows.setdefault((figure.table, figure.line), []).append(figure)
    found = []
    for (table, _), figures in rows.items():
        if len({figure.value for figure in figures}) < 2:
            continue
        titles = {c.index: c.title.casefold() for c in report.table(table).columns}
        found += [f for f in figures if not titles.get(f.column or 0, "").startswith(_TOTAL)]
    return found


def _mixed_up(report: ReadReport, figures: Iterable[Figure]) -> Iterator[Figure]:
    """Figures of a sentence that has the number of the table too, as another number.

    "143 patents: 112 for inventions" says what the table says; which is which was mixed up.
    """
    tables: dict[tuple[str, int | None], set[Decimal]] = {}
    for figure in figures:
        if figure.table and not figure.dimensions:
            tables.setdefault((figure.metric, figure.year), set()).add(figure.value)
    beside: dict[int, list[Number]] = {}
    for figure in figures:
        known = tables.get((figure.metric, figure.year), set())
        if figure.table or not known:
            continue
        if figure.line not in beside:
            beside[figure.line] = numbers_in((report.unwrapped or report.lines)[figure.line - 1])
        there = {n.value for n in beside[figure.line]} & known
        whole_is_part = figure.dimensions and figure.value in known
        if whole_is_part or (not figure.dimensions and there and figure.value not in known):
            yield figure


def _unconfirmed(group: list[Figure]) -> list[Figure]:
    """Values in sentences that differ, where a table confirms another of them."""
    tables = [figure for figure in group if figure.table]
    texts = [figure for figure in group if not figure.table]
    confirmed = [t for t in texts if any(agree(t, other) for other in tables)]
    if not confirmed:
        return []
    return [t for t in texts if t not in confirmed and not _mistyped(t, tables)]


def _mistyped(text: Figure, tables: Iterable[Figure]) -> bool:
    """Whether a value is one of a table with two digits exchanged: no other figure is that near."""
    return any(
        text.unit == table.unit
        and len(text.value.normalize().as_tuple().digits) >= _FEWEST_DIGITS
        and exchanged_digits(text.value, table.value)
        for table in tables
    )


def _far_from_the_table(group: list[Figure]) -> list[Figure]:
    """Values in sentences many times those of the tables, and no slip of a unit: of a part."""
    tables = [figure.value for figure in group if figure.table and figure.value]
    return [
        figure
        for figure in group
        if tables
        and not figure.table
        and figure.value
        and not _in_its_very_words(figure)
        and all(
            max(abs(figure.value), abs(value)) > _MANY * min(abs(figure.value), abs(value))
            and not power_of_ten(figure.value, value)
            for value in tables
        )
    ]


def _in_its_very_words(figure: Figure) -> bool:
    """Whether a sentence names an amount of the environment in full, and nothing but it."""
    return figure.metric.startswith(_ENVIRONMENT) and figure.score >= _NAMED_IN_FULL


def _of_another(key: _Key, group: list[Figure], figures: Iterable[Figure]) -> list[Figure]:
    """Values in sentences that contradict a table, and are just what a sister metric is."""
    metric, _, year = key
    tables = [figure for figure in group if figure.table]
    apart = [
        figure
        for figure in group
        if not figure.table and not any(agree(figure, other) for other in tables)
    ]
    if not tables or not apart:
        return []
    family = metric.rpartition(".")[0]
    sisters = {
        figure.value
        for figure in figures
        if figure.metric != metric and figure.metric.startswith(family) and figure.year == year
    }
    return [figure for figure in apart if figure.value in sisters]


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures may be one number, within the digits printed and their qualifiers."""
    if one.unit != other.unit:
        return False
    near = (one.step + other.step) / 2
    for text in (one, other):
        if text.qualifier is Qualifier.APPROXIMATE:
            near = max(near, abs(text.value) * Decimal("0.1"))
    if Qualifier.MORE_THAN in (one.qualifier, other.qualifier):
        near = max(near, abs(one.value) * Decimal("0.25"))
    return abs(one.value - other.value) <= near
