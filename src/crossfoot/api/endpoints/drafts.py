"""Findings, audited figures, drafts, and what changed since one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from crossfoot.api.bearer import READ, RUN_CAMPAIGNS, person_of
from crossfoot.api.endpoints.overview import period_of, seen
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.languages import Language
from crossfoot.records.messages import language
from crossfoot.records.overview.actions.keep_draft import KeepDraft
from crossfoot.records.overview.actions.state_audited import StateAudited
from crossfoot.records.overview.audited import TieOut, tie_outs
from crossfoot.records.overview.changes import Cause, Changed, causes, changes
from crossfoot.records.overview.drafts import draft_numbers
from crossfoot.records.overview.fresh import kept_numbers
from crossfoot.records.overview.gaps import gaps_of
from crossfoot.records.overview.models import Draft
from crossfoot.records.overview.store import Found, Stored

router = Router()


class FindingOf(Schema):
    """Something that does not foot."""

    severity: str
    kind: str
    metric: str
    message: str
    arithmetic: str

    @classmethod
    def of(cls, found: Found, said: Language) -> FindingOf:
        """From a finding of the kept numbers."""
        return cls(
            severity=found.severity,
            kind=found.kind,
            metric=found.metric,
            message=found.message[said],
            arithmetic=found.arithmetic,
        )


class TieOutOf(Schema):
    """A figure that is used against the audited one."""

    metric: str
    state: str = Field(description="agrees, differs, not_audited or not_used.")
    used: Decimal | None
    audited: Decimal | None
    difference: Decimal | None
    source: str

    @classmethod
    def of(cls, found: TieOut) -> TieOutOf:
        """From the room of records."""
        return cls(
            metric=found.metric.id,
            state=found.state,
            used=found.used.fact.number if found.used else None,
            audited=found.audited.value if found.audited else None,
            difference=found.difference,
            source=found.audited.source if found.audited else "",
        )


class NewAudited(Schema):
    """An audited figure; an empty value takes it back, a correction needs `why`."""

    unit: str
    period: str
    metric: str
    value: str
    typed_unit: str = ""
    source: str = ""
    why: str = ""


class NewDraft(Schema):
    """A draft to be kept."""

    name: str


class DraftOf(Schema):
    """All figures of one moment."""

    id: int
    name: str
    run: str
    as_of: datetime
    sha256: str
    at: datetime

    @classmethod
    def of(cls, row: Draft) -> DraftOf:
        """From a row."""
        return cls(
            id=row.pk, name=row.name, run=row.run, as_of=row.as_of, sha256=row.sha256, at=row.at
        )


class CauseOf(Schema):
    """Why a figure changed."""

    why: str = Field(
        description="corrected, approved, file, new, gone, factor, rows or method (calculation)."
    )
    metric: str
    unit: str
    period: str
    dimensions: dict[str, str]
    then: Decimal | str | None
    now: Decimal | str | None
    entry: str
    detail: str

    @classmethod
    def of(cls, cause: Cause) -> CauseOf:
        """From the room of records."""
        fact = cause.about.fact
        return cls(
            why=str(cause.why),
            metric=fact.metric,
            unit=fact.entity,
            period=str(fact.period),
            dimensions=dict(fact.dimensions),
            then=_value(cause.then),
            now=_value(cause.now),
            entry=cause.entry,
            detail=cause.detail,
        )


class ChangeOf(Schema):
    """A figure that is another one now."""

    metric: str
    then: Decimal | str | None
    now: Decimal | str | None
    difference: Decimal | None
    causes: list[CauseOf]

    @classmethod
    def of(cls, changed: Changed, found: list[Cause]) -> ChangeOf:
        """From the room of records."""
        return cls(
            metric=changed.about.fact.metric,
            then=_value(changed.then),
            now=_value(changed.now),
            difference=changed.difference,
            causes=[CauseOf.of(each) for each in found],
        )


@router.get("/findings", response=Page[FindingOf], summary="What does not foot", auth=READ)
def findings(request: HttpRequest, which: Which, unit: str) -> Page[FindingOf]:
    """Findings about a unit and those below it, errors first."""
    person = person_of(request)
    seen(person, unit)
    with kept_numbers(Path(settings.WORKSPACE)) as (numbers, _):
        start = which.after or 0
        found = gaps_of(person, numbers, unit).findings(which.limit + 1, start)
    items = [FindingOf.of(each, language()) for each in found[: which.limit]]
    return Page[FindingOf](
        items=items, next=start + which.limit if len(found) > which.limit else None
    )


@router.get("/audited", response=list[TieOutOf], summary="Audited figures", auth=READ)
def audited(request: HttpRequest, unit: str, period: str) -> list[TieOutOf]:
    """Revenue, headcount and the like of a unit, each against the audited figure."""
    seen(person_of(request), unit)
    asked = period_of(period)
    with kept_numbers(Path(settings.WORKSPACE)) as (numbers, _):
        return [TieOutOf.of(each) for each in tie_outs(numbers, unit, asked)] if numbers else []


@router.post(
    "/audited", response={201: None}, summary="State an audited figure", auth=RUN_CAMPAIGNS
)
def state_audited(request: HttpRequest, new: NewAudited) -> Status[None]:
    """A further version of it, where there is one already."""
    person = person_of(request)
    seen(person, new.unit)
    StateAudited(
        new.unit,
        new.metric,
        period_of(new.period),
        new.value,
        new.typed_unit,
        new.source,
        new.why,
    ).do(person)
    return Status(201, None)


@router.get("/drafts", response=Page[DraftOf], summary="Drafts", auth=READ)
def drafts(request: HttpRequest, which: Which) -> Page[DraftOf]:
    """Moments whose figures were kept, the first first."""
    rows, more = piece_of(Draft.objects.all(), which)
    return Page[DraftOf](items=[DraftOf.of(row) for row in rows], next=more)


@router.post("/drafts", response={201: DraftOf}, summary="Keep a draft", auth=RUN_CAMPAIGNS)
def keep(request: HttpRequest, new: NewDraft) -> Status[DraftOf]:
    """All figures as they are kept now."""
    return Status(201, DraftOf.of(KeepDraft(new.name).do(person_of(request))))


@router.get(
    "/drafts/{int:draft}/changes",
    response=list[ChangeOf],
    summary="What changed since a draft",
    auth=READ,
)
def changed(request: HttpRequest, draft: int, unit: str, period: str) -> list[ChangeOf]:
    """Whole figures of a unit and period that differ, with their causes."""
    units = seen(person_of(request), unit)
    found = Draft.objects.filter(pk=draft).first()
    asked, folder = period_of(period), Path(settings.WORKSPACE)
    if found is None:
        raise MissingError
    with draft_numbers(folder, found) as then, kept_numbers(folder) as (now, _):
        if then is None or now is None:
            raise MissingError
        return [
            ChangeOf.of(
                each,
                [why for why in causes(then, now, each) if why.about.fact.entity in units],
            )
            for each in changes(then, now, unit, asked)
        ]


def _value(stored: Stored | None) -> Decimal | str | None:
    return stored.fact.value if stored is not None else None
