"""Figures of registers that were approved: as facts, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import NO_DIMENSIONS, Basis, Dimensions, Fact
from crossfoot.facts.provenance import Computed
from crossfoot.metrics.catalogue import Catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.units import convert
from crossfoot.records.actions import Actor
from crossfoot.records.register.cells import rollup_of
from crossfoot.records.register.library import active
from crossfoot.records.register.models import ApprovedFigure, Entry
from crossfoot.records.register.queries import readable
from crossfoot.registers.bounds import UNSURE
from crossfoot.registers.library import Library
from crossfoot.registers.metrics import CatalogueTie, RegisterMetric
from crossfoot.registers.rollups.cells import Cell
from crossfoot.registers.rollups.figures import hidden_cells

#: words of registers that the catalogue says otherwise
_QUALIFIERS = {"approx": Qualifier.APPROXIMATE, "up_to": Qualifier.APPROXIMATE}
#: registers whose small cells nobody publishes
_PEOPLE = "personal"
#: numbers of entries that the lineage of a figure names
_NAMED = 12
_SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that can be approved.

    Attributes:
        metric: of the register.
        by: names of its breakdowns.
        key: members, one per breakdown.
        cell: value, entries, qualifier.
        catalogue: id in the catalogue; empty where it has none.
        dimensions: of the catalogue.
    """

    metric: RegisterMetric
    by: tuple[str, ...]
    key: tuple[str, ...]
    cell: Cell
    catalogue: str = ""
    dimensions: Dimensions = NO_DIMENSIONS


def figures_of(metric: RegisterMetric, period: Period, unit: str) -> list[Figure]:
    """A metric of a unit and period with the breakdowns that the catalogue asks for.

    Of people, cells that rest on fewer than five, and those that would give them away, are left
    out. A metric that the catalogue does not have is one figure without breakdowns.

    Raises:
        CrossfootError: it cannot be counted: amounts in several currencies.
    """
    found: list[Figure] = []
    for tie in metric.catalogue or (CatalogueTie(""),):
        found += _of_tie(metric, tie, period, unit)
    places = {(each.catalogue, each.dimensions, each.by, each.key): each for each in found}
    return list(places.values())


def _of_tie(
    metric: RegisterMetric, tie: CatalogueTie, period: Period, unit: str
) -> Iterator[Figure]:
    rollup = rollup_of(period, unit, with_ids=True)
    fixed = tuple(tie.of)
    for dimension, name in (("", ""), *tie.dimensions.items()):
        by = (*fixed, name) if name else fixed
        hidden = (
            hidden_cells(rollup, metric.name, by)
            if by and active()[metric.register].access.level in (_SEALED, _PEOPLE)
            else frozenset()
        )
        cells = rollup.cells(metric.name, by)
        keys = list(cells.values) or ([()] if not by else [])
        for key in keys:
            members = dict(zip(by, key, strict=True))
            if key in hidden or any(members[one] != wanted for one, wanted in tie.of.items()):
                continue
            if name and not members[name]:
                continue  # those that do not say
            named = {dimension: members[name]} if name else {}
            dimensions = Dimensions({**tie.fixed, **named})
            yield Figure(metric, by, key, cells.at(by, key), tie.metric, dimensions)


def latest() -> QuerySet[ApprovedFigure]:
    """Approvals that no later one restates."""
    return ApprovedFigure.objects.filter(restated_by=None)


@dataclass(frozen=True, slots=True)
class Changed:
    """An approved figure that would be another one today.

    Attributes:
        approved: as it was approved.
        now: as it is counted today; None where nothing is counted any more.
    """

    approved: ApprovedFigure
    now: Decimal | None


def changed(register: str) -> list[Changed]:
    """Approved figures of a register that late entries or corrections have changed.

    Raises:
        CrossfootError: one cannot be counted any more.
    """
    found = []
    for row in latest().filter(register=register, metric__in=active().metrics):
        by = tuple(row.dims.split(",")) if row.dims else ()
        key = tuple(row.key.split("\t")) if by else ()
        rollup = rollup_of(Period(row.start, row.end), row.unit)
        now = rollup.cells(row.metric, by).at(by, key).value
        before = Decimal(row.value) if row.value else None
        if now != before:
            found.append(Changed(row, now))
    return found


def entries_behind(by: Actor, approved: ApprovedFigure) -> tuple[QuerySet[Entry], int]:
    """The entries that an approved figure counted and that a reader may see, and how many others.

    Args:
        by: who asks.
        approved: the figure; its entries were frozen when it was approved.
    """
    seen = readable(by, approved.register).filter(key__in=approved.entries)
    return seen, len(approved.entries) - seen.count()


# -- facts ---------------------------------------------------------------------------------------


def register_facts(
    catalogue: Catalogue, organisation: Organisation, before: Iterable[Fact] = ()
) -> tuple[Fact, ...]:
    """Every approved figure that the catalogue has and does not compute, each correction a version.

    Args:
        catalogue: gives metrics their units.
        organisation: leaves out units that it does not have; its root stands for the whole.
        before: facts of others: a figure that they have too is corrected by that of the register.
    """
    versions = {fact.key: fact.version for fact in before}
    library, found = active(), []
    for row in ApprovedFigure.objects.exclude(catalogue="").order_by("id"):
        fact = _fact(row, catalogue, organisation, library)
        if fact is None:
            continue
        versions[fact.key] = versions.get(fact.key, 0) + 1
        found.append(replace(fact, version=versions[fact.key]))
    return tuple(found)


def _fact(
    row: ApprovedFigure, catalogue: Catalogue, organisation: Organisation, library: Library
) -> Fact | None:
    metric = catalogue.get(row.catalogue)
    unit = row.unit or organisation.root.id
    if metric is None or metric.formula is not None or unit not in organisation:
        return None
    known = library.metrics.get(row.metric)
    value = Decimal(row.value) if row.value else None
    if value is not None and known is not None:
        with suppress(CrossfootError):  # a number of things by another name stays as it is
            value = convert(value, known.unit, metric.unit)
    return Fact(
        metric=row.catalogue,
        entity=unit,
        period=Period(row.start, row.end),
        value=value,
        unit=metric.unit,
        dimensions=Dimensions.parse(row.dimensions),
        basis=Basis.ENTERED,
        qualifier=_qualifier(row.qualifier),
        estimated=row.basis in UNSURE,
        nil_reason="" if value is not None else row.nil or "none in this period",
        provenance=Computed(_rule(row, library)),
    )


def _qualifier(word: str) -> Qualifier:
    if word in _QUALIFIERS:
        return _QUALIFIERS[word]
    return Qualifier(word) if word in set(Qualifier) else Qualifier.EXACT


def _rule(row: ApprovedFigure, library: Library) -> str:
    """The formula with the entries that it counted, as lineage prints it in every language.

    Entries of sealed registers are counted, not named; `entries_behind` gives a reader those that
    he may see.
    """
    definition = library.get(row.register)
    title = f"{definition.title.en} {definition.title.zh}" if definition else row.register
    formula = library.metrics[row.metric].text if row.metric in library.metrics else row.metric
    many = len(row.entries)
    head = f"{formula} · {title}: {many}"
    if definition is None or definition.access.level in (_SEALED, _PEOPLE):
        return head
    named = Entry.objects.filter(key__in=row.entries[:_NAMED]).order_by("id")
    numbers = list(named.values_list("ref_no", flat=True))
    return f"{head} ({', '.join(numbers)}{', …' if many > _NAMED else ''})"
