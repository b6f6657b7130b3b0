from __future__ import annotations

import re

import pytest
from django.test import Client

from campaigns import cell, crew, fill, opened, plant, put, request, through
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.collection.actions.steps import Reopen, Return, Review, Submit
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.roles import Role
from evidences import PDF, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(person, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    plant()
    found = crew(person)
    for one, name in ((found.owner, "Olga"), (found.reviewer, "Rex"), (found.approver, "Ada")):
        one.user.name = name
        one.user.save()
    opened(found.manager)
    return found


def page(person, at) -> str:
    client = Client()
    client.force_login(person.user, PATH)
    answer = client.get(f"/cells/{at.pk}")
    assert answer.status_code == 200
    return answer.content.decode()


def hands(html: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>(\w+ by)</dt><dd>(\w+)", html))


def test_a_figure_names_all_who_had_a_hand_in_it(people) -> None:
    asked = request()
    at = cell(asked)
    assert hands(page(people.manager, at)) == {}
    put(people.owner, at, "100")
    assert hands(page(people.manager, at)) == {"Entered by": "Olga"}
    Submit((asked.pk,)).do(people.owner)
    Review((asked.pk,)).do(people.reviewer)
    reviewed = {"Entered by": "Olga", "Submitted by": "Olga", "Reviewed by": "Rex"}
    assert hands(page(people.manager, at)) == reviewed
    Return((asked.pk,), why="no").do(people.approver)
    assert hands(page(people.manager, at)) == {"Entered by": "Olga"}
    through(people, asked)
    assert hands(page(people.manager, at)) == {**reviewed, "Approved by": "Ada"}


def test_a_corrected_figure_keeps_the_names_of_the_version_before(people) -> None:
    asked = request()
    at = put(people.owner, cell(asked), "100")
    through(people, asked)
    Reopen((asked.pk,), why="typo").do(people.manager)
    put(people.manager, at, "110", reason="typo")
    html = page(people.manager, at)
    assert set(hands(html)) == {"Entered by"}
    assert "Olga" not in hands(html).values()
    rows = re.findall(r"<tr><td.*?</tr>", html, re.DOTALL)
    assert ["Ada" in row for row in rows] == [False, True]


def test_a_figure_shows_its_evidence_of_all_versions(people, person) -> None:
    asked = request()
    at = put(people.owner, cell(asked), "100")
    bill = AddEvidence(sent(PDF), "hefei", "Bill of May").do(people.owner)
    Attach(at.current.reference, bill.pk, "3").do(people.owner)
    secret = AddEvidence(sent(PDF + b" "), "penang", "Secret bill").do(people.manager)
    Attach(at.current.reference, secret.pk).do(people.manager)
    put(people.owner, at, "101")
    html = page(people.owner, at)
    assert re.search(rf'href="/evidence/{bill.pk}">Bill of May</a>, page 3', html)
    assert "Secret bill" not in html
    assert "evidence of a unit that you may not read" in html
    assert "/evidence/add?subject=entry%3A" in html
    viewer = page(person(Role.VIEWER), at)
    assert "Secret bill" in viewer
    assert "/evidence/add?subject=entry" not in viewer


def test_a_figure_without_evidence_says_so(people) -> None:
    asked = request()
    fill(people.owner, asked)
    assert "No evidence was attached." in page(people.manager, cell(asked))
