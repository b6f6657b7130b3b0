"""The form of a new campaign."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.actions.open_campaign import OpenCampaign
from crossfoot.records.collection.copying import asked_by
from crossfoot.records.collection.models import Campaign
from crossfoot.records.collection.templates import own_templates
from crossfoot.records.collection.visible import Visible
from crossfoot.records.known import known_figures
from crossfoot.records.messages import language, problem
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.organisation.fiscal import first_month_of, fiscal_period, is_fiscal
from crossfoot.records.roles import Duty
from crossfoot.web.forms import day_of

_FIELDS = ("template", "name", "period", "due", "instructions")


def given(request: HttpRequest, seen: Visible) -> dict[str, Any]:
    """What the form says; what is usual, or what the copied campaign was, where nothing yet."""
    today = timezone.now().date()
    due = max(date(today.year, 2, 28), today + timedelta(weeks=4))
    usual = {"period": str(today.year - 1), "due": due.isoformat(), "template": "annual"}
    number = request.POST.get("copy") or request.GET.get("copy", "")
    copied = seen.campaigns.filter(pk=int(number)).first() if number.isdecimal() else None
    units: list[str] = []
    if copied is not None:
        usual = _next(copied)
        units = asked_by(copied)
    found: dict[str, Any] = {name: request.POST.get(name, usual.get(name, "")) for name in _FIELDS}
    found["units"] = request.POST.getlist("unit") or units
    found["copy"] = str(copied.pk) if copied is not None else ""
    return found


def _next(copied: Campaign) -> dict[str, str]:
    """The same for the period after, due as long after it."""
    period = copied.period.next()
    return {
        "period": str(period),
        "due": (period.end + (copied.due - copied.end)).isoformat(),
        "template": copied.template,
        "instructions": copied.words[language()],
    }


def units(person: Person) -> list[dict[str, Any]]:
    """Units that the person may ask, in the order of the tree, with their depth."""
    tree = Visible(person).organisation
    if tree is None:
        return []
    may = person.units(Duty.RUN_CAMPAIGNS, tree)
    depths: dict[str, int] = {}
    found = []
    for entity in tree.below(tree.root.id):
        depths[entity.id] = depth = depths.get(entity.parent, -1) + 1
        if entity.id in may:
            found.append(
                {
                    "code": entity.id,
                    "name": entity.name[language()],
                    "kind": entity.kind,
                    "depth": depth,
                }
            )
    return found


def action(given: dict[str, Any]) -> OpenCampaign:
    """The action that the form asks for.

    Raises:
        CrossfootError: a field cannot be read.
    """
    template = own_templates().get(given["template"])
    if template is None:
        raise CrossfootError(problem(Text("there is no such template", "没有该模板")))
    period, due = _period(given["period"], given["units"]), day_of(given["due"])
    if due is None:
        raise CrossfootError(problem(Text("there is no due day", "缺少截止日期")))
    return OpenCampaign(
        template=template,
        name=given["name"],
        period=period,
        units=tuple(given["units"]),
        due=due,
        instructions=_instructions(given),
        known=known_figures(given["units"], [line.metric for line in template.lines]),
        like=int(given["copy"]) if given["copy"] else None,
    )


def _instructions(given: dict[str, Any]) -> Text | str:
    """What was typed; in both languages where it is what the copied campaign said."""
    copied = Campaign.objects.filter(pk=given["copy"]).first() if given["copy"] else None
    if copied is not None and given["instructions"].split() == copied.words[language()].split():
        return copied.words
    return str(given["instructions"])


def _period(text: str, units: list[str]) -> Period:
    """A period as it was typed; one of a fiscal year is that of the units.

    Raises:
        CrossfootError: it is none, or the fiscal years of the units differ.
    """
    try:
        if not is_fiscal(text):
            return Period.parse(text)
        today = timezone.now().date()
        month = first_month_of(units, today, organisation_on(today))
        return fiscal_period(text, month)
    except ValueError as error:
        raise CrossfootError(
            problem(
                Text("{text} is no period", "{text} 不是期间"),
                remedy=Text(
                    "write 2024, 2024-Q2, 2024-04 or FY2024",
                    "请填写 2024、2024-Q2、2024-04 或 FY2024",
                ),
                text=repr(text),
            )
        ) from error
