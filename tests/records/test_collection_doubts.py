"""What does not agree among the figures of a unit, before they are approved."""

from __future__ import annotations

import pytest
from django.test import Client

from campaigns import HEADCOUNT, cell, crew, opened, plant, put, request, template
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.collection.doubts import doubts
from crossfoot.records.collection.models import Cell, Kind
from crossfoot.records.collection.templates import Line

pytestmark = pytest.mark.django_db

TRAINED = "training.persons"
ASKED = template(
    Line(
        HEADCOUNT,
        breakdowns=(
            "gender=female",
            "gender=male",
            "age_group=under_30",
            "age_group=30-50",
            "age_group=over_50",
        ),
    ),
    Line(TRAINED, breakdowns=("gender=female", "gender=male")),
)


@pytest.fixture
def people(person):
    plant()
    found = crew(person)
    opened(found.manager, ("hefei", "yibin"), asks=ASKED)
    return found


def enter(people, metric: str, values: dict[str, str], unit: str = "hefei") -> None:
    for breakdown, value in values.items():
        at = Cell.objects.get(
            request__unit__code=unit, metric=metric, dimensions__endswith=f"={breakdown}"
        )
        put(people.owner, at, value)


STAFF = {"female": "40", "male": "61", "under_30": "20", "30-50": "60", "over_50": "21"}


def test_women_and_men_are_as_many_as_young_and_old(people) -> None:
    enter(people, HEADCOUNT, STAFF)
    workforce = request("workforce")
    assert doubts(workforce) == ()
    enter(people, HEADCOUNT, {"male": "16"})  # digits exchanged
    (found,) = doubts(workforce)
    assert found.severity == "warning"
    assert "101" in found.arithmetic
    assert "56" in found.arithmetic
    # another site has its own figures, and nothing to do with it
    assert doubts(request("workforce", "yibin")) == ()


def test_figures_of_another_request_of_the_unit_count(people) -> None:
    enter(people, HEADCOUNT, STAFF)
    enter(people, TRAINED, {"female": "45", "male": "50"})
    (found,) = doubts(request("training"))
    assert found.arithmetic == "45 / 40 = 1.125 > 1"
    assert doubts(request("workforce")) == doubts(request("training"))
    put(people.owner, cell(request("training"), TRAINED), kind=Kind.NONE)
    assert doubts(request("training")) == ()


@pytest.mark.parametrize(
    ("language", "heading", "says"),
    [("en", "What does not agree", "more persons"), ("zh-hans", "数据勾稽问题", "受训人数多于")],
)
def test_the_page_says_so_to_whoever_enters_reviews_and_approves(
    people, language: str, heading: str, says: str
) -> None:
    enter(people, HEADCOUNT, STAFF)
    enter(people, TRAINED, {"female": "45", "male": "50"})
    for person in (people.owner, people.reviewer, people.approver):
        client = Client()
        client.force_login(person.user, PATH)
        client.cookies["crossfoot_language"] = language
        for topic, shown in (("training", True), ("workforce", True)):
            page = client.get(f"/requests/{request(topic).pk}").content.decode()
            assert (heading in page) is shown
            assert (says in page) is shown
        page = client.get(f"/requests/{request('training', 'yibin').pk}").content.decode()
        assert heading not in page
