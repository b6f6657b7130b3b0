"""Long work: how far it has come, and how it is stopped."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from crossfoot.api.bearer import person_of
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.api.units import units_of
from crossfoot.records.accounts.person import Person
from crossfoot.records.jobs.actions.stop import StopJob
from crossfoot.records.jobs.alive import state_of
from crossfoot.records.jobs.models import ENDED, Job, State
from crossfoot.records.jobs.queries import jobs_of, may_see
from crossfoot.records.jobs.told import progress_of
from crossfoot.records.roles import Duty

router = Router()


class JobOf(Schema):
    """Long work; ask again until it has `ended`."""

    id: int
    kind: str
    subject: str
    label: str
    state: State
    ended: bool
    done: int
    total: int
    message: str
    by: str
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, job: Job) -> JobOf:
        """From a row; a job whose process died is seen to be broken."""
        state = state_of(job)
        done, total = progress_of(job)
        return cls(
            id=job.pk,
            kind=job.kind,
            subject=job.subject,
            label=job.label,
            state=state,
            ended=state in ENDED,
            done=done,
            total=total,
            message=job.message,
            by=job.by,
            created_at=job.created_at,
            ended_at=job.ended_at,
        )


@router.get("/jobs", response=Page[JobOf], summary="Jobs")
def jobs(request: HttpRequest, which: Which, subject: str = "") -> Page[JobOf]:
    """One's own, and those of the units that one manages; of one subject ("batch:3") if asked."""
    found = jobs_of(person_of(request), _managed(person_of(request)))
    rows, more = piece_of(found.filter(subject=subject) if subject else found, which)
    return Page[JobOf](items=[JobOf.of(row) for row in rows], next=more)


@router.get("/jobs/{int:job}", response=JobOf, summary="A job")
def one(request: HttpRequest, job: int) -> JobOf:
    """How far it has come."""
    return JobOf.of(_seen(request, job))


@router.post("/jobs/{int:job}/stop", response=JobOf, summary="Stop a job")
def stop(request: HttpRequest, job: int) -> JobOf:
    """It ends at the next moment at which it tells its progress; nothing is half done."""
    _seen(request, job)
    return JobOf.of(StopJob(job).do(person_of(request)))


def _seen(request: HttpRequest, number: int) -> Job:
    found = Job.objects.filter(pk=number).first()
    if found is None or not may_see(person_of(request), found):
        raise MissingError
    return found


def _managed(person: Person) -> frozenset[str]:
    if not person.may_somewhere(Duty.RUN_CAMPAIGNS):
        return frozenset()
    return units_of(person, Duty.RUN_CAMPAIGNS)
