"""Writing requests and cells of a campaign; called inside the transaction of an action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.rounding import CONTEXT
from crossfoot.records.accounts.models import User
from crossfoot.records.collection.actions.requests import recount
from crossfoot.records.collection.models import Campaign, Cell, Exclusion, Request
from crossfoot.records.collection.people import Candidates
from crossfoot.records.collection.templates import Line
from crossfoot.records.messages import problem
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.organisation.models import Unit
from crossfoot.records.organisation.reporting import ReportingOn
from crossfoot.records.roles import Duty


class Asking:
    """Asks units for the figures of a campaign.

    Args:
        campaign: whose template it goes by.
        known: facts from which the figures of the period before are taken.
        by: reference of who asks.
    """

    def __init__(self, campaign: Campaign, known: FactSet | None, by: str) -> None:
        self.campaign = campaign
        self.known = known or FactSet()
        self.by = by
        self.lines = [Line.from_json(kept) for kept in campaign.content]

    @cached_property
    def organisation(self) -> Organisation:
        """The units on the last day of the period."""
        return organisation_on(self.campaign.end)

    def ask(self, units: Iterable[str]) -> list[Request]:
        """Write the requests of units, each with its cells and the people nearest to it."""
        by_code = {unit.code: unit for unit in Unit.objects.filter(code__in=set(units))}
        candidates = Candidates()
        requests = [
            Request(
                campaign=self.campaign,
                unit=by_code[code],
                topic=topic,
                due=self.campaign.due,
                owner=self._nearest(candidates, code, Duty.ENTER),
                reviewer=self._nearest(candidates, code, Duty.REVIEW),
                approver=self._nearest(candidates, code, Duty.APPROVE),
            )
            for code in units
            for topic in self._topics(code)
        ]
        if not requests:
            raise CrossfootError(
                problem(
                    Text(
                        "the template asks these units for nothing", "模板未向所选单位收集任何指标"
                    ),
                    remedy=Text("choose other units, or another template", "请选择其他单位或模板"),
                )
            )
        Request.objects.bulk_create(requests, batch_size=500)
        cells = [cell for request in requests for cell in self._cells(request)]
        Cell.objects.bulk_create(cells, batch_size=500)
        recount(requests)
        asked = {(cell.request.unit.code, cell.metric) for cell in cells}
        self.exclude(self.reporting.left_out(asked))
        return requests

    def exclude(self, excluded: Mapping[str, Mapping[str, str]]) -> None:
        """Leave units out of metrics; their cells are not asked for.

        Raises:
            CrossfootError: the campaign does not ask a unit for a metric.
        """
        changed: dict[int, Request] = {}
        for metric, reasons in excluded.items():
            for code, reason in reasons.items():
                cells = list(
                    Cell.objects.filter(
                        request__campaign=self.campaign, request__unit__code=code, metric=metric
                    ).select_related("request")
                )
                if not cells:
                    raise CrossfootError(
                        problem(
                            Text("{unit} is not asked for {metric}", "未向 {unit} 收集 {metric}"),
                            unit=repr(code),
                            metric=metric,
                        )
                    )
                if all(cell.outside for cell in cells):
                    continue  # left out already
                Cell.objects.filter(pk__in=[cell.pk for cell in cells]).update(outside=True)
                Exclusion.objects.create(
                    campaign=self.campaign,
                    metric=metric,
                    unit_id=cells[0].request.unit_id,
                    reason=reason.strip(),
                    by=self.by,
                    at=timezone.now(),
                )
                changed |= {cell.request_id: cell.request for cell in cells}
        recount(changed.values())

    def _nearest(self, candidates: Candidates, unit: str, duty: Duty) -> User | None:
        return candidates.nearest(unit, duty, self.organisation)

    @cached_property
    def reporting(self) -> ReportingOn:
        """What units report otherwise than the template says."""
        return ReportingOn.day(self.campaign.end, self.organisation)

    def _lines(self, unit: str) -> list[Line]:
        kind = self.organisation[unit].kind
        return [
            line
            for line in self.lines
            if not line.kinds or kind in line.kinds or self.reporting.must(unit, line.metric)
        ]

    def _topics(self, unit: str) -> list[str]:
        """Topics that a unit is asked about, in the order of a report."""
        asked = {catalogue()[line.metric].topic for line in self._lines(unit)}
        return [topic.id for topic in catalogue().topics if topic.id in asked]

    def _cells(self, request: Request) -> list[Cell]:
        cells: list[Cell] = []
        for line in self._lines(request.unit.code):
            if catalogue()[line.metric].topic != request.topic:
                continue
            for breakdown in line.breakdowns:
                for period in line.periods(self.campaign.period):
                    cell = Cell(
                        request=request,
                        place=len(cells),
                        metric=line.metric,
                        dimensions=breakdown,
                        start=period.start,
                        end=period.end,
                        required=line.required,
                        threshold="" if line.threshold is None else str(line.threshold),
                        proof=line.evidence,
                        hint={"en": line.hint.en, "zh": line.hint.zh} if line.hint.en else {},
                    )
                    cell.before = self._before(cell)
                    cells.append(cell)
        return cells

    def _before(self, cell: Cell) -> str:
        """The same figure one period earlier, as the facts have it."""
        key = FactKey(cell.metric, cell.request.unit.code, cell.period.previous(), cell.breakdown)
        fact = self.known.current(key)
        if fact is not None and fact.is_number:
            return str(fact.number)
        found = self._of_months(key)
        return "" if found is None else str(found)

    def _of_months(self, key: FactKey) -> Decimal | None:
        """What the months of a period add up to, where it adds up and each of them is known.

        So a fiscal year, of which no fact may speak, is compared with the one before.
        """
        metric, months = catalogue().get(key.metric), key.period.month_count
        if metric is None or metric.over_periods != "sum" or months is None or months == 1:
            return None
        total = Decimal(0)
        for month in key.period.split_by_month():
            fact = self.known.current(FactKey(key.metric, key.entity, month, key.dimensions))
            if fact is None or not fact.is_number or fact.number is None:
                return None
            total = CONTEXT.add(total, fact.number)
        return total
