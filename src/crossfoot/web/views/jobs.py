"""Long work: how far it has come, and how it is stopped."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.person import Person
from crossfoot.records.jobs.actions.stop import StopJob
from crossfoot.records.jobs.alive import state_of
from crossfoot.records.jobs.kinds import name_of
from crossfoot.records.jobs.models import ENDED, Job
from crossfoot.records.jobs.queries import jobs_of, may_see
from crossfoot.records.jobs.told import progress_of
from crossfoot.records.messages import language
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty
from crossfoot.web.listing import listed, names_of
from crossfoot.web.requests import person_of
from crossfoot.web.words import Words


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """One's own, and those of the units that one manages."""
    person = person_of(request)
    page = listed(request, jobs_of(person, _managed(person)))
    names = names_of((job.by for job in page.rows), Words(language())["command_line"])
    rows = [{**shown(job), "who": names[job.by]} for job in page.rows]
    return render(request, "jobs/list.html", {"rows": rows, "page": page})


@require_GET
def job(request: HttpRequest, number: int) -> HttpResponse:
    """A job, with its bar."""
    return render(request, "jobs/job.html", {"job": shown(_job(request, number))})


@require_GET
def state(request: HttpRequest, number: int) -> HttpResponse:
    """How far it has come, for the script that moves the bar."""
    seen = shown(_job(request, number))
    return JsonResponse({name: seen[name] for name in _SAID})


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """Ask it to stop."""
    seen = _job(request, number)
    try:
        StopJob(number).do(person_of(request))
    except CrossfootError as error:
        said = {"job": shown(seen), "problems": error.problems}
        return render(request, "jobs/job.html", said, status=400)
    return HttpResponseRedirect(reverse("job", args=[number]))


#: keys of the words for how a job stands
_STATES = {
    "waiting": "job_waiting",
    "running": "job_running",
    "done": "job_done",
    "failed": "job_failed",
    "stopped": "job_stopped",
    "broken": "job_broken",
}

_SAID = ("state", "state_name", "done", "total", "percent", "message", "address", "ended")


def shown(job: Job) -> dict[str, Any]:
    """A job as a page shows it."""
    state = state_of(job)
    words = Words(language())
    done, total = progress_of(job)
    percent = min(100, done * 100 // total) if total else 0
    return {
        "number": job.pk,
        "name": name_of(job)[language()],
        "label": job.label,
        "state": state.value,
        "state_name": words[_STATES[state.value]],
        "done": done,
        "total": total,
        "percent": 100 if state == "done" else percent,
        "message": job.message or (words["job_broken_hint"] if state == "broken" else ""),
        "address": job.address,
        "ended": state in ENDED,
        "at": job.created_at,
        "stop_asked": job.stop_asked,
    }


def _job(request: HttpRequest, number: int) -> Job:
    found = Job.objects.filter(pk=number).first()
    if found is None or not may_see(person_of(request), found):
        raise Http404
    return found


def _managed(person: Person) -> frozenset[str]:
    if not person.may_somewhere(Duty.RUN_CAMPAIGNS):
        return frozenset()
    try:
        organisation = organisation_on(timezone.now().date())
    except CrossfootError:
        return frozenset()
    return person.units(Duty.RUN_CAMPAIGNS, organisation)
