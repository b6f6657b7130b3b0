"""Which fact is printed for a figure, with which decimals, labels and changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crossfoot.facts.fact import NO_DIMENSIONS, Basis, Dimensions, Fact, FactKey
from crossfoot.languages import Text
from crossfoot.metrics.dimensions import dimensions as dimension_table
from crossfoot.metrics.dimensions import member_label
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reports.model import Cell, Change
from crossfoot.reports.numbers import places_beside, places_of
from crossfoot.reports.report_input import ReportInput
from crossfoot.reports.words import word

#: bounds ("more than 20") say nothing about a change
_COMPARABLE = (Qualifier.EXACT, Qualifier.APPROXIMATE)

PERCENT = "percent"


class Figures:
    """The facts of a report, asked by metric, period and breakdown."""

    def __init__(self, given: ReportInput) -> None:
        self.given = given
        self.facts = given.facts
        self.catalogue = given.catalogue

    def fact(
        self,
        metric: Metric,
        period: Period,
        breakdown: Dimensions = NO_DIMENSIONS,
        entity: str = "",
    ) -> Fact | None:
        """The current fact about a figure; of the reporting entity where none is named."""
        key = FactKey(metric.id, entity or self.given.reporting_entity, period, breakdown)
        return self.facts.current(
            key, formula=metric.formula is not None, variant=self.given.variant
        )

    def printed(self, fact: Fact) -> Fact | None:
        """The published fact beside a computed one."""
        if fact.basis is not Basis.COMPUTED:
            return None
        published = self.facts.of(fact.key, Basis.PUBLISHED)
        numbers = [candidate for candidate in published if candidate.is_number]
        return max(numbers, key=lambda candidate: candidate.decimals or 0, default=None)

    def cell(
        self,
        metric: Metric,
        period: Period,
        breakdown: Dimensions = NO_DIMENSIONS,
        entity: str = "",
    ) -> Cell | None:
        """The printed value of a figure, without footnotes."""
        fact = self.fact(metric, period, breakdown, entity)
        if fact is None:
            return None
        return Cell(fact, self.places(fact, metric) if fact.is_number else 0)

    def places(self, fact: Fact, metric: Metric) -> int:
        """Decimals of a value: its own where it was printed before, else those of its row."""
        if not self._is_free(fact) or fact.period not in self.given.periods:
            return places_of(fact, self.printed(fact))
        row = (
            self.fact(metric, period, fact.dimensions, fact.entity) for period in self.given.periods
        )
        return places_beside(fact, (each for each in row if each and self._is_free(each)))

    def _is_free(self, fact: Fact) -> bool:
        """Whether nobody has printed the value before."""
        return fact.is_number and fact.decimals is None and self.printed(fact) is None

    def breakdowns(self, metric: Metric, period: Period) -> tuple[Dimensions, ...]:
        """The breakdowns that have a fact in a period, in the order of the facts."""
        return tuple(
            key.dimensions
            for key in self.facts.keys(metric.id)
            if key.entity == self.given.reporting_entity and key.period == period
        )

    def entity_name(self, entity: str) -> Text:
        """Name of an entity; of a site that only the facts know, made from its id."""
        organisation = self.given.organisation
        if organisation is not None and entity in organisation:
            return organisation[entity].name
        return member_label("site", entity)

    def member(self, dimension: str, member: str) -> Text:
        """What a report calls a member of a breakdown."""
        if dimension in ("site", "entity"):
            return self.entity_name(member)
        return member_label(dimension, member)

    def members(self, breakdown: Dimensions) -> Text:
        """The members of a breakdown in words."""
        members = [self.member(key, member) for key, member in breakdown.items()]
        return Text(
            ", ".join(member.en for member in members), "、".join(member.zh for member in members)
        )


def member_order(dimension: str, member: str) -> tuple[int, str]:
    """Sorting key: members of the table in its order, others behind them by name."""
    known = dimension_table()
    members = list(known[dimension].members) if dimension in known else []
    return (members.index(member), "") if member in members else (len(members), member)


def change_between(earlier: Cell | None, later: Cell | None) -> Change | None:
    """A value against that of the period before; None where that says nothing.

    Changes are taken from full values, not from printed ones. A share changes by percentage
    points, anything else in percent.
    """
    if earlier is None or later is None:
        return None
    before, now = earlier.fact, later.fact
    if not (before.is_number and now.is_number) or before.unit != now.unit:
        return None
    if before.qualifier not in _COMPARABLE or now.qualifier not in _COMPARABLE:
        return None
    if now.unit == PERCENT:
        return Change(now.number - before.number, points=True)
    if not before.number or before.number < 0:
        return None
    return Change((now.number / before.number - 1) * Decimal(100))


def period_label(period: Period) -> Text:
    """What a column is called: `2023`, or first and last month of a fiscal year."""
    first, last = period.start, period.end
    if period.is_year and first.month == 1:
        return word("period.year", year=str(first.year))
    if period.month_count and period.month_count % 12 == 0 and first.month == 1:
        return word("period.years", first=str(first.year), last=str(last.year))
    if period.month_count == 1:
        return _month(first)
    return word("period.months", first=_month(first), last=_month(last))


def _month(day: date) -> Text:
    # 2023-07 in English, 2023年7月 in Chinese
    number = Text(f"{day.month:02d}", str(day.month))
    return word("period.month", year=str(day.year), month=number)
