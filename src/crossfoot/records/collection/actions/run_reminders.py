"""Send the reminders of a day: each once, however often this runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Action, Actor, CommandLine, Done, NotAllowedError
from crossfoot.records.collection.models import Reminded, Request
from crossfoot.records.collection.notices import tell_many, whose_turn
from crossfoot.records.collection.people import Candidates
from crossfoot.records.collection.reminders import LONGEST, Rule
from crossfoot.records.collection.workflow import OPEN, State
from crossfoot.records.collection.working_days import WorkingDays, working_days
from crossfoot.records.messages import problem
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty

#: states in which somebody is waited for
_WAITING = (*OPEN, State.SUBMITTED, State.REVIEWED)

#: notice of each sort of mark
_KINDS = {
    "before": "collection.reminder",
    "due": "collection.reminder",
    "after": "collection.overdue",
    "escalated": "collection.escalated",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is due to be told.

    Attributes:
        request: of which.
        mark: which of the rule.
        kind: the notice; empty where it is passed over, as a later one is told.
        to: whom; None where there is nobody.
    """

    request: Request
    mark: str
    kind: str
    to: User | None


@dataclass(frozen=True)
class RunReminders(Action[int]):
    """Tell whoever is waited for, and managers of what is overdue; the result is how many notices.

    Attributes:
        day: the day; what was missed on days before is told now, the latest of it.
    """

    verb = "collection.run_reminders"
    stream = "collection"
    day: date

    def check(self, by: Actor) -> None:
        """The program itself, by its timer or the command line."""
        if not isinstance(by, CommandLine):
            raise NotAllowedError(
                problem(
                    Text("reminders of the day are sent by the program", "每日提醒由系统自动发送"),
                    remedy=Text("remind on the page of the campaign", "请在填报任务页面催办"),
                )
            )

    def change(self, by: Actor) -> Done[int]:
        """Note each reminder, and tell."""
        found = list(due_reminders(self.day))
        now = timezone.now()
        Reminded.objects.bulk_create(
            Reminded(
                request=each.request,
                due=each.request.due,
                mark=each.mark,
                to=each.to.reference if each.kind and each.to else "",
                at=now,
            )
            for each in found
        )
        told = [(each.to, each.request, each.kind) for each in found if each.kind and each.to]
        count = tell_many(told)
        content = {"day": self.day.isoformat(), "reminders": len(told), "notices": count}
        return Done(count, "collection", content)


def remind_of(day: date, by: CommandLine) -> int:
    """Send the reminders of a day; nothing is written where there is none.

    Raises:
        CrossfootError: the days off of the workspace cannot be read.
    """
    return RunReminders(day).do(by) if any(True for _ in due_reminders(day)) else 0


def due_reminders(day: date) -> Iterator[Reminder]:
    """What is to be told on a day and was not told yet; nothing on days off."""
    from django.conf import settings

    calendar = working_days(Path(settings.WORKSPACE))
    if not calendar.is_worked(day):
        return
    near = timedelta(days=2 * LONGEST)
    waiting = Request.objects.filter(
        campaign__closed_at=None,
        state__in=[state.value for state in _WAITING],
        due__gte=day - near,
        due__lte=day + near,
    ).select_related("campaign", "unit", "owner", "reviewer", "approver")
    requests = list(waiting.order_by("id"))
    sent: dict[int, set[str]] = {}
    for each in Reminded.objects.filter(request__in=requests).select_related("request"):
        if each.due == each.request.due:
            sent.setdefault(each.request_id, set()).add(each.mark)
    managers = _Managers(day)
    marks: dict[tuple[int, date], list[str]] = {}  # the same for all requests of a day
    for request in requests:
        key = (request.campaign_id, request.due)
        if key not in marks:
            marks[key] = _passed(request, day, calendar)
        yield from _of(request, marks[key], sent.get(request.pk, set()), managers)


class _Managers:
    """Who runs the campaigns of a unit; roles and tree are read once."""

    def __init__(self, day: date) -> None:
        self._candidates = Candidates()
        try:
            self._organisation = organisation_on(day)
        except CrossfootError:
            self._organisation = None  # type: ignore[assignment]
        self._found: dict[int, User | None] = {}

    def of(self, request: Request) -> User | None:
        """The nearest one; who opened the campaign where there is none."""
        if request.unit_id not in self._found:
            self._found[request.unit_id] = (
                self._candidates.nearest(request.unit.code, Duty.RUN_CAMPAIGNS, self._organisation)
                if self._organisation is not None
                else None
            )
        return self._found[request.unit_id] or _opener(request)


def _passed(request: Request, day: date, calendar: WorkingDays) -> list[str]:
    """The marks of a request's due day that have come since its campaign was opened."""
    rule = Rule.from_json(request.campaign.reminders)
    opened = request.campaign.opened_at.date()
    return [mark for at, mark in rule.marks(request.due, calendar) if opened <= at <= day]


def _of(
    request: Request, marks: list[str], sent: set[str], managers: _Managers
) -> Iterator[Reminder]:
    """The reminders of one request that were not sent yet."""
    passed = [mark for mark in marks if mark not in sent]
    if not passed:
        return
    to = whose_turn(request) or managers.of(request)
    plain = [mark for mark in passed if not mark.startswith("escalated")]
    for mark in plain:
        sort = mark.split()[0]
        # the due day is that of submitting: whoever reviews is told once it is over
        told = mark == plain[-1] and (request.is_open or sort == "after")
        yield Reminder(request, mark, _KINDS[sort] if told else "", to)
    for mark in passed:
        if mark not in plain:
            yield Reminder(request, mark, _KINDS["escalated"], managers.of(request))


def _opener(request: Request) -> User | None:
    reference = request.campaign.opened_by
    number = reference.removeprefix("user:")
    return User.objects.filter(pk=int(number)).first() if number.isdecimal() else None
