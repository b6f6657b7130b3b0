"""An engagement with its people, as the tests of the assurer's desk share it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns import ELECTRICITY, WATER, cell, fill, opened, plant, put, request, through
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Person
from crossfoot.records.assurance.actions.draw_sample import DrawSample
from crossfoot.records.assurance.actions.open_engagement import OpenEngagement
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.assurance.population import Source
from crossfoot.records.assurance.sample_models import Sample
from crossfoot.records.assurance.sampling import Method, Plan
from crossfoot.records.collection.actions.steps import Approve, Reopen, Review, Submit
from crossfoot.records.roles import Role

START, END = date(2024, 1, 1), date(2024, 12, 31)


@dataclass
class Desk:
    """Who does what: one person per duty, all on the whole organisation."""

    manager: Person
    owner: Person
    reviewer: Person
    approver: Person
    assurer: Person
    engagement: Engagement


def desk(person: Callable[..., Person], **more: Any) -> Desk:
    """A group with two metrics to be assured."""
    plant()
    people = {
        "manager": person(Role.ESG_MANAGER),
        "owner": person(Role.DATA_OWNER),
        "reviewer": person(Role.REVIEWER),
        "approver": person(Role.APPROVER),
        "assurer": person(Role.ASSURER),
    }
    made = engaged(people["manager"], people["assurer"], **more)
    return Desk(**people, engagement=made)


def engaged(by: Person, assurer: Person, **more: Any) -> Engagement:
    wanted: dict[str, Any] = {
        "name": Text("Report 2024", "2024 年报告"),
        "standard": "isae3000",
        "level": "limited",
        "start": START,
        "end": END,
        "metrics": (ELECTRICITY, WATER),
        "team": (assurer.user.pk,),
    }
    return OpenEngagement(**{**wanted, **more}).do(by)


def collected(at: Desk, values: dict[str, str], topic: str = "energy") -> None:
    """Approved electricity of some units."""
    campaign = opened(at.manager, units=tuple(values))
    for unit, value in values.items():
        asked = request(topic, unit, campaign)
        fill(at.owner, asked, value)
        through(at, asked, lock=False)


def corrected(at: Desk, unit: str, value: str, why: str = "meter misread") -> None:
    """A late correction of the electricity of a unit, approved."""
    asked = request("energy", unit)
    Reopen((asked.pk,), why=why).do(at.manager)
    asked.refresh_from_db()
    put(at.owner, cell(asked, ELECTRICITY), value, reason=why, explanation=why)
    for step, by in ((Submit, at.owner), (Review, at.reviewer), (Approve, at.approver)):
        step((asked.pk,)).do(by)


def drawn(at: Desk, method: Method = Method.RANDOM, size: int = 2, **more: Any) -> Sample:
    wanted: dict[str, Any] = {
        "engagement": at.engagement.pk,
        "source": Source.ENTRIES,
        "name": ELECTRICITY,
        "plan": Plan(method, size, "lantern"),
    }
    return DrawSample(**{**wanted, **more}).do(at.assurer)


#: electricity of the sites that was collected, as the tests of the desk add it up
VALUES = {"hefei": "600", "yibin": "300", "penang": "100"}
