"""The calendar of duties holds what assurers wait for, besides the requests of campaigns."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from crossfoot.records.accounts.models import User
from crossfoot.records.assurance.actions.ask import Ask
from crossfoot.records.assurance.actions.step import Answer
from crossfoot.records.roles import Role
from crossfoot.web.views.collection.feeds import calendar_of
from desks import collected, desk

pytestmark = pytest.mark.django_db


def events(user: User) -> list[dict[str, str]]:
    text = calendar_of(user, "https://esg.example").replace("\r\n ", "")
    found = []
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL):
        lines = (line.split(":", 1) for line in block.split("\r\n") if line)
        found.append({name.partition(";")[0]: said for name, said in lines})
    return found


def test_questions_stand_in_the_calendar_until_they_are_answered(person) -> None:
    at = desk(person)
    collected(at, {"hefei": "600"})
    due = timezone.now().date() + timedelta(days=5)
    asked = Ask(at.engagement.pk, "Meter; photo, please", "hefei", due).do(at.assurer)
    at.owner.user.language = "zh"
    at.owner.user.save()
    [event] = [each for each in events(at.owner.user) if each["UID"].startswith("inquiry")]
    assert event["UID"] == f"inquiry-{asked.pk}@crossfoot"
    assert date.fromisoformat(event["DTSTART"]) == due
    assert event["SUMMARY"] == "hefei · 鉴证方问询: Meter\\; photo\\, please"
    assert event["URL"] == f"https://esg.example/assurance/requests/{asked.pk}"
    elsewhere = person(Role.DATA_OWNER, "penang")
    viewer = person(Role.VIEWER)
    for other in (elsewhere, viewer):
        assert not [each for each in events(other.user) if each["UID"].startswith("inquiry")]
    Answer(asked.pk, "here").do(at.owner)
    assert not [each for each in events(at.owner.user) if each["UID"].startswith("inquiry")]
