"""What the pages of the desk share: the engagement as a person sees it, choices of forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.person import Person, grants_on
from crossfoot.records.assurance.access import assures, manages, sees, tree_of, units_within
from crossfoot.records.assurance.models import Engagement, SubjectMatter
from crossfoot.records.collection.labels import metric_title, metric_unit, unit_words
from crossfoot.records.messages import language, problem
from crossfoot.records.roles import DUTIES, Duty
from crossfoot.tables.numbers import read_number
from crossfoot.web.requests import person_of


@dataclass(frozen=True)
class Seen:
    """An engagement, and what the one who looks may do in it.

    Attributes:
        person: who looks.
        engagement: which.
        team: works on it, and it is open.
        knows: belongs to the team: may see what is material.
        manages: may change and close it, and it is open.
    """

    person: Person
    engagement: Engagement
    team: bool
    knows: bool
    manages: bool

    def drawn(self, tab: str, **more: Any) -> dict[str, Any]:
        """What every page of an engagement shows."""
        said, found = language(), self.engagement
        return {
            "engagement": found,
            "title": found.title[said],
            "standard": found.standard_title[said],
            "level": found.level_title[said],
            "period": found.period.label(said),
            "tab": tab,
            "team": self.team,
            "knows": self.knows,
            "manages": self.manages,
            **more,
        }


def seen(request: HttpRequest, number: int) -> Seen:
    """The engagement with this id.

    Raises:
        Http404: there is none, or the person may not know of it.
    """
    person = person_of(request)
    found = Engagement.objects.filter(pk=number).first()
    if found is None or not sees(person, found):
        raise Http404
    knows, runs = assures(person, found), manages(person, found)
    return Seen(person, found, knows and found.is_open, knows, runs and found.is_open)


def metric_choice(metric: str) -> dict[str, str]:
    """A metric with its title and unit in words."""
    said = language()
    return {
        "id": metric,
        "title": metric_title(metric)[said],
        "unit": unit_words(metric_unit(metric), said),
    }


def subjects_of(engagement: Engagement) -> list[dict[str, str]]:
    """The metrics that are looked at."""
    found = SubjectMatter.objects.filter(engagement=engagement, removed_at=None)
    return [metric_choice(each.metric) for each in found]


def units_of(engagement: Engagement) -> list[dict[str, Any]]:
    """The units that are looked at, in the order of the tree."""
    tree, said = tree_of(engagement), language()
    if tree is None:
        return [{"code": code, "name": code, "depth": 0} for code in engagement.units]
    depths: dict[str, int] = {}
    found = []
    for code in units_within(engagement, tree):
        depths[code] = depths.get(tree[code].parent, -1) + 1
        found.append({"code": code, "name": tree[code].name[said], "depth": depths[code]})
    return found


def names_in(engagement: Engagement) -> dict[str, str]:
    """Names of units by their code."""
    return {each["code"]: each["name"] for each in units_of(engagement)}


def people_with(duty: Duty) -> list[User]:
    """People who hold a role with a duty anywhere today, by name."""
    from django.utils import timezone

    roles = [role.value for role, duties in DUTIES.items() if duty in duties]
    holding: Iterable[Grant] = grants_on(timezone.now().date()).filter(role__in=roles)
    wanted = {each.user_id for each in holding}
    return list(User.objects.filter(pk__in=wanted, is_active=True))


def topics() -> list[dict[str, Any]]:
    """All metrics of the catalogue under their topics, those that are collected marked."""
    from crossfoot.records.collection.models import Cell

    said = language()
    collected = set(Cell.objects.order_by().values_list("metric", flat=True).distinct())
    by_topic: dict[str, list[dict[str, Any]]] = {}
    for metric in catalogue():
        row = {**metric_choice(metric.id), "collected": metric.id in collected}
        by_topic.setdefault(metric.topic, []).append(row)
    return [
        {
            "title": topic.title[said],
            "metrics": by_topic[topic.id],
            "collected": any(each["collected"] for each in by_topic[topic.id]),
        }
        for topic in catalogue().topics
        if topic.id in by_topic
    ]


def number_of(text: str, label: str) -> Decimal | None:
    """A number that was typed; None where nothing was.

    Raises:
        CrossfootError: it is none; its label is named.
    """
    if not text.strip():
        return None
    try:
        return read_number(text)
    except CrossfootError as error:
        raise CrossfootError(
            problem(Text("{text} is not a number", "{text} 不是数字"), where=label, text=repr(text))
        ) from error


def rounded(value: Fraction | Decimal | None, places: int = 3) -> Decimal | None:
    """A number as pages print it."""
    if value is None:
        return None
    exact = Fraction(value)
    scaled = exact * 10**places
    whole = int(abs(scaled) + Fraction(1, 2))  # halves away from zero
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)
