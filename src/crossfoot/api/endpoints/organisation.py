"""Units of the organisation, as they were on a day and as that was known."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status

from crossfoot.api.bearer import CHANGE_ORGANISATION, READ, person_of
from crossfoot.api.description import FILE
from crossfoot.api.problems import MissingError
from crossfoot.facts.entities import Entity, FinancialControl, Organisation
from crossfoot.languages import Text
from crossfoot.records.organisation.actions.close_unit import CloseUnit
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.as_of import entity_of, organisation_on, states
from crossfoot.records.organisation.export import as_csv
from crossfoot.records.organisation.models import UnitState
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Duty

router = Router()


class UnitOf(Schema):
    """What holds of a unit."""

    code: str
    name_en: str
    name_zh: str
    kind: str = "site"
    parent: str = ""
    region: str = ""
    equity: Decimal = Decimal(1)
    operational_control: bool = True
    financial_control: FinancialControl = FinancialControl.FULL

    @classmethod
    def of(cls, entity: Entity) -> UnitOf:
        """From the room of facts."""
        return cls(
            code=entity.id,
            name_en=entity.name.en,
            name_zh=entity.name.zh,
            kind=entity.kind,
            parent=entity.parent,
            region=entity.region,
            equity=entity.equity,
            operational_control=entity.operational_control,
            financial_control=entity.financial_control,
        )

    @property
    def entity(self) -> Entity:
        """For an action."""
        return Entity(
            id=self.code,
            name=Text(self.name_en, self.name_zh),
            kind=self.kind,
            parent=self.parent,
            region=self.region,
            equity=self.equity,
            operational_control=self.operational_control,
            financial_control=self.financial_control,
        )


class UnitStateOf(UnitOf):
    """What holds of a unit from a day on, to the day before another."""

    valid_from: date
    valid_to: date | None
    recorded_at: datetime

    @classmethod
    def of_row(cls, row: UnitState) -> UnitStateOf:
        """From a row with its unit and parent."""
        return cls(
            **UnitOf.of(entity_of(row)).dict(),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            recorded_at=row.recorded_at,
        )


class UnitChange(UnitOf):
    """What holds of a unit for some days."""

    valid_from: date
    valid_to: date | None = None
    reason: str = ""


class Closing(Schema):
    """The end of a unit."""

    day: date
    reason: str


class Tree(Schema):
    """The whole organisation from a day on."""

    units: list[UnitOf]
    day: date
    reason: str = ""


class TreeChange(Schema):
    """What taking it changed: codes."""

    set: list[str]
    closed: list[str]


@router.get(
    "/organisation", response=list[UnitOf], summary="Units on a day, as known on a day", auth=READ
)
def units(request: HttpRequest, on: date | None = None, known: date | None = None) -> list[UnitOf]:
    """The units that the person may read, parents first; today's as known now unless asked."""
    return [UnitOf.of(each) for each in _units(request, on, known)]


@router.put(
    "/organisation",
    response=TreeChange,
    summary="The whole organisation from a day on",
    auth=CHANGE_ORGANISATION,
)
def put_tree(request: HttpRequest, tree: Tree) -> TreeChange:
    """What differs is set, what is not named is closed; days before stay as they were."""
    organisation = Organisation([unit.entity for unit in tree.units], where="units")
    done = ImportOrganisation(organisation, tree.day).do(person_of(request), tree.reason)
    return TreeChange(set=list(done.set), closed=list(done.closed))


@router.get(
    "/organisation.csv",
    summary="The organisation as a file",
    auth=READ,
    openapi_extra=FILE,
)
def export(request: HttpRequest, on: date | None = None, known: date | None = None) -> HttpResponse:
    """What `GET /organisation` answers, in the columns of an import."""
    response = HttpResponse(as_csv(_units(request, on, known)), content_type="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="organisation.csv"'
    return response


@router.get(
    "/organisation/units/{code}",
    response=list[UnitStateOf],
    summary="What held of a unit, and when",
    auth=READ,
)
def states_of(request: HttpRequest, code: str) -> list[UnitStateOf]:
    """All that stands recorded of the unit, in the order of days."""
    found = list(states().filter(unit__code=code).order_by("valid_from"))
    if not found or not person_of(request).may(Duty.READ, code):
        raise MissingError
    return [UnitStateOf.of_row(row) for row in found]


@router.put(
    "/organisation/units/{code}",
    response=UnitOf,
    summary="Set a unit for some days",
    auth=CHANGE_ORGANISATION,
)
def put_unit(request: HttpRequest, code: str, unit: UnitChange) -> UnitOf:
    """Add the unit, or change what holds of it during the days."""
    if unit.code != code:
        raise MissingError
    span = Span(unit.valid_from, unit.valid_to)
    SetUnit(unit.entity, span).do(person_of(request), unit.reason)
    return UnitOf.of(unit.entity)


@router.post(
    "/organisation/units/{code}/close",
    response={204: None},
    summary="Close a unit",
    auth=CHANGE_ORGANISATION,
)
def close(request: HttpRequest, code: str, closing: Closing) -> Status[None]:
    """From the day on it is there no more, nor is what stands below it."""
    CloseUnit(code, closing.day).do(person_of(request), closing.reason)
    return Status(204, None)


def _units(request: HttpRequest, on: date | None, known: date | None) -> list[Entity]:
    """Units that the person may read, parents first."""
    moment = datetime.combine(known, time.max, UTC) if known else None
    tree = organisation_on(on or timezone.now().date(), moment)
    seen = person_of(request).units(Duty.READ, tree)
    return [each for each in tree.below(tree.root.id) if each.id in seen]
