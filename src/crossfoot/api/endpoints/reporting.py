"""What units report whatever templates say, their fiscal years, and the whole as a workbook."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from crossfoot.api.bearer import CHANGE_ORGANISATION, READ, person_of
from crossfoot.api.description import FILE
from crossfoot.api.endpoints.people import InvitationOf
from crossfoot.api.endpoints.sheets import Filled
from crossfoot.api.files import received
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.api.units import units_of
from crossfoot.records.accounts.actions.import_whole import ImportWhole
from crossfoot.records.accounts.whole import as_workbook, read_workbook, recorded
from crossfoot.records.organisation.actions.set_fiscal_year import SetFiscalYear
from crossfoot.records.organisation.actions.set_reporting import EndReporting, SetReporting
from crossfoot.records.organisation.models import FiscalYear, Reporting
from crossfoot.records.organisation.reporting import standing
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Duty

router = Router()

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NewRule(Schema):
    """A unit must report a metric whatever its kind, or need not, for some days."""

    unit: str
    metric: str
    reports: bool
    valid_from: date
    valid_to: date | None = Field(None, description="The first day on which it holds no more.")
    reason: str = Field("", description="Why it need not; the footnote of the figure.")


class RuleOf(NewRule):
    """A rule that stands."""

    id: int

    @classmethod
    def of(cls, row: Reporting) -> RuleOf:
        """From a row with its unit."""
        return cls(
            id=row.pk,
            unit=row.unit.code,
            metric=row.metric,
            reports=row.reports,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            reason=row.reason,
        )


class FiscalYearChange(Schema):
    """From a day on the year of the unit begins in this month."""

    first_month: int = Field(ge=1, le=12)
    day: date


class FiscalYearOf(Schema):
    """When the fiscal year of a unit begins, from a day on."""

    unit: str
    first_month: int
    valid_from: date

    @classmethod
    def of(cls, row: FiscalYear) -> FiscalYearOf:
        """From a row with its unit."""
        return cls(unit=row.unit.code, first_month=row.first_month, valid_from=row.valid_from)


class TakenOf(Schema):
    """What a workbook has added, or would; tokens of invitations are told once."""

    units: list[str]
    invitations: list[InvitationOf]
    roles: int
    fiscal_years: int
    reporting: int
    written: bool


@router.get(
    "/organisation/reporting", response=Page[RuleOf], summary="Rules of reporting", auth=READ
)
def rules(request: HttpRequest, which: Which, unit: str = "", metric: str = "") -> Page[RuleOf]:
    """Those of the units that the person may read."""
    found = standing().filter(unit__code__in=units_of(person_of(request)))
    given = {"unit__code": unit, "metric": metric}
    found = found.filter(**{name: value for name, value in given.items() if value})
    rows, more = piece_of(found, which)
    return Page[RuleOf](items=[RuleOf.of(row) for row in rows], next=more)


@router.post(
    "/organisation/reporting",
    response={201: RuleOf},
    summary="Set a rule of reporting",
    auth=CHANGE_ORGANISATION,
)
def set_rule(request: HttpRequest, rule: NewRule) -> Status[RuleOf]:
    """Campaigns whose period ends in the days go by it."""
    span = Span(rule.valid_from, rule.valid_to)
    action = SetReporting(rule.unit, rule.metric, rule.reports, span, rule.reason)
    return Status(201, RuleOf.of(action.do(person_of(request))))


@router.delete(
    "/organisation/reporting/{int:rule}",
    response={204: None},
    summary="Take a rule back",
    auth=CHANGE_ORGANISATION,
)
def end_rule(request: HttpRequest, rule: int) -> Status[None]:
    """Campaigns that are open stay as they are."""
    found = standing().filter(pk=rule).first()
    if found is None or not person_of(request).may(Duty.READ, found.unit.code):
        raise MissingError
    EndReporting(rule).do(person_of(request))
    return Status(204, None)


@router.get(
    "/organisation/units/{code}/fiscal-years",
    response=list[FiscalYearOf],
    summary="Fiscal years of a unit",
    auth=READ,
)
def fiscal_years(request: HttpRequest, code: str) -> list[FiscalYearOf]:
    """Its own; without one, those of the unit above hold."""
    if not person_of(request).may(Duty.READ, code):
        raise MissingError
    found = FiscalYear.objects.filter(unit__code=code).select_related("unit")
    return [FiscalYearOf.of(row) for row in found]


@router.put(
    "/organisation/units/{code}/fiscal-years",
    response=FiscalYearOf,
    summary="Set the fiscal year of a unit",
    auth=CHANGE_ORGANISATION,
)
def set_fiscal_year(request: HttpRequest, code: str, year: FiscalYearChange) -> FiscalYearOf:
    """From a day on, for the unit and all below without one of their own."""
    action = SetFiscalYear(code, year.first_month, year.day)
    return FiscalYearOf.of(action.do(person_of(request)))


@router.get(
    "/organisation/whole.xlsx",
    summary="The whole organisation as a workbook",
    auth=CHANGE_ORGANISATION,
    openapi_extra=FILE,
)
def export_whole(request: HttpRequest) -> HttpResponse:
    """Units over time, fiscal years, reporting, people and roles; for those who keep the whole."""
    person = person_of(request)
    person.require(Duty.CHANGE_ORGANISATION)
    person.require(Duty.MANAGE_ACCOUNTS)
    response = HttpResponse(as_workbook(recorded()), content_type=_EXCEL)
    response.headers["Content-Disposition"] = 'attachment; filename="organisation.xlsx"'
    return response


@router.post(
    "/organisation/whole.xlsx",
    response=TakenOf,
    summary="Take the whole organisation from a workbook",
    auth=CHANGE_ORGANISATION,
)
def import_whole(request: HttpRequest, about: Form[Filled], file: File[UploadedFile]) -> TakenOf:
    """Units, fiscal years, reporting, people and roles; what is not named is not lost."""
    with received(request, file) as taken:
        action = ImportWhole(read_workbook(taken.path.read_bytes()))
    person = person_of(request)
    done = action.rehearse(person) if about.look else action.do(person)
    invited = [] if about.look else done.invitations
    return TakenOf(
        units=list(done.units),
        invitations=[InvitationOf(person=each.user.pk, token=each.token) for each in invited],
        roles=len(done.roles),
        fiscal_years=done.fiscal_years,
        reporting=done.reporting,
        written=not about.look,
    )
