"""Other views of the same sums: ISO 14064-1, scope 3, the largest sources, balances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from crossfoot.calculation.balances import Balance, balances
from crossfoot.calculation.scope3 import FILE_NAME as JUDGEMENTS
from crossfoot.calculation.scope3 import CategoryState, categories, read_judgements
from crossfoot.calculation.uncertainty import Source, Uncertain, of_totals
from crossfoot.calculation.uncertainty_statements import FILE_NAME as STATEMENTS
from crossfoot.calculation.uncertainty_statements import Statements, read_statements
from crossfoot.calculation.views import IsoRow, iso_totals, iso_view
from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.fact import FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.units import convert, same_dimension
from crossfoot.records.overview.inventory.asked import TOTALS, Selection
from crossfoot.records.overview.inventory.figures import cells
from crossfoot.records.overview.inventory.kept import Tables
from crossfoot.records.overview.store import Numbers


@dataclass(frozen=True, slots=True)
class Scope3:
    """The fifteen categories.

    Attributes:
        states: what is known of each; empty where the statements contradict the rows.
        problems: why they do.
    """

    states: Sequence[CategoryState]
    problems: Sequence[Problem] = ()


def iso(tables: Tables, asked: Selection) -> tuple[list[IsoRow], dict[str, dict[str, int]]]:
    """The subcategories of ISO 14064-1, and the totals of its categories by each method."""
    rows = iso_view(cells(tables, asked), "")
    return rows, iso_totals(rows)


def scope3(known: Sequence[Source], folder: Path) -> Scope3:
    """The categories of scope 3, with what `scope3.csv` of the workspace states of them."""
    path = folder / JUDGEMENTS
    try:
        judged = read_judgements(path) if path.is_file() else {}
        return Scope3(categories(known, judged, statements(folder) or Statements()))
    except CrossfootError as error:
        return Scope3(categories(known, {}, Statements()), error.problems)


def statements(folder: Path) -> Statements | None:
    """What `uncertainty.csv` of the workspace states; None where there is none that can be read."""
    path = folder / STATEMENTS
    try:
        return read_statements(path) if path.is_file() else None
    except CrossfootError:
        return None


def uncertainty(known: Sequence[Source], folder: Path) -> Mapping[str, Uncertain]:
    """The half width of the 95 % interval of each total, as far as it is stated."""
    stated = statements(folder)
    return {} if stated is None else of_totals(known, [name for name, *_ in TOTALS], stated)


def balances_of(numbers: Numbers, unit: str, year: int) -> list[Balance]:
    """Balances of electricity, energy, water and waste, from the figures of a unit."""
    stored = numbers.of(unit, (), (Period.year(year),), "")
    facts, variant = FactSet(each.fact for each in stored), numbers.said("variant") or ""

    def value_of(metric: str, unit_: str) -> Decimal | None:
        key = FactKey(metric, unit, Period.year(year))
        metric_ = catalogue().get(metric)
        has_formula = metric_ is not None and metric_.formula is not None
        fact = facts.current(key, has_formula, variant)
        if fact is None or not fact.is_number or not same_dimension(fact.unit, unit_):
            return None
        return convert(fact.number, fact.unit, unit_)

    return list(balances(value_of))
