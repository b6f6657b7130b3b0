"""Figures, boundaries, templates, people and chats by a program: what pages do with them."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from campaigns import WATER, crew, opened
from crossfoot.records.accounts.models import User
from crossfoot.records.collection.models import Cell
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from test_api import Program
from test_grid_excel import AT, HEADING
from test_pages import TREE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree(root) -> None:
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)


def filled_with(content: bytes, value: str) -> bytes:
    """The template with a value in its first row, as another program fills it."""
    book = load_workbook(io.BytesIO(content))
    book.worksheets[1].cell(HEADING + 1, AT["value"]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_versions_and_history_of_a_figure_are_told(person) -> None:
    people = crew(person)
    campaign = opened(people.manager)
    owner = Program(people.owner)
    found = owner.get(f"requests?campaign={campaign.pk}&unit=hefei&topic=water").json()
    (request,) = found["items"]
    cell = Cell.objects.get(request=request["id"], metric=WATER).pk
    at = f"requests/{request['id']}"
    for version, value in enumerate(("5", "6")):
        change = {"cell": cell, "version": version, "value": value, "comment": f"c{value}"}
        assert owner.post(f"{at}/cells", {"changes": [change]}).status_code == 200
    assert owner.get(f"cells/{cell}").json()["value"] == "6"
    versions = owner.get(f"cells/{cell}/versions").json()
    assert [(each["version"], each["value"], each["via"]) for each in versions] == [
        (2, "6", "api"),
        (1, "5", "api"),
    ]
    assert owner.post(f"{at}/comments", {"text": "why six?", "cell": cell}).status_code == 201
    assert owner.post("requests/steps/submit", {"requests": [request["id"]]}).status_code == 200
    history = owner.get(f"{at}/history").json()
    assert [(each["state"], each["text"], each["cell"]) for each in history] == [
        ("submitted", "", None),
        ("", "why six?", cell),
    ]
    stranger = Program(person(Role.DATA_OWNER, "penang"))
    for path in (f"cells/{cell}", f"cells/{cell}/versions", f"{at}/history"):
        assert stranger.get(path).status_code == 404
    waiting = Program(people.reviewer).get("tasks?turn=review").json()["items"]
    assert request["id"] in {each["id"] for each in waiting}
    due = owner.get(f"duties?month={campaign.due}").json()["items"]
    assert [each["campaign"] for each in due] == [campaign.pk]


def test_a_template_is_fetched_looked_at_and_taken(person, settings, tmp_path: Path) -> None:
    settings.WORKSPACE = tmp_path
    people = crew(person)
    campaign = opened(people.manager)
    owner = Program(people.owner)
    found = owner.get(f"requests?campaign={campaign.pk}&unit=hefei&topic=water").json()
    number = found["items"][0]["id"]
    at = f"requests/{number}/template.xlsx"
    content = owner.get(at).content
    assert content.startswith(b"PK")
    filled = filled_with(content, "12.5")

    def send(**about: str):
        return owner.client.post(
            f"/api/v1/{at}", {**about, "file": SimpleUploadedFile("t.xlsx", filled)}
        )

    looked = send(look="true")
    assert looked.status_code == 200, looked.content
    (change,) = looked.json()["changes"]
    assert (change["value"], looked.json()["written"]) == ("12.5", False)
    assert not Cell.objects.filter(pk=change["cell"], version__gt=0).exists()
    assert send().json()["written"] is True
    assert owner.get(f"cells/{change['cell']}").json()["value"] == "12.5"
    broken = SimpleUploadedFile("t.xlsx", b"nothing")
    assert owner.client.post(f"/api/v1/{at}", {"file": broken}).status_code == 400


def test_a_boundary_is_set_and_prints_its_note(person) -> None:
    people = crew(person)
    campaign = opened(people.manager, units=("hefei", "penang"))
    manager = Program(people.manager)
    at = f"campaigns/{campaign.pk}/boundaries"
    out = {"metric": WATER, "unit": "penang", "outside": True, "reason": "leased"}
    (set_now,) = manager.post(at, out).json()
    assert set_now["left_out"] == [{"unit": "penang", "reason": "leased"}]
    assert "1 of 2" in set_now["note"]
    assert set_now in manager.get(at).json()
    assert Program(people.owner).post(at, out).status_code == 403
    assert manager.post(at, {**out, "reason": ""}).status_code == 400
    (back,) = manager.post(at, {**out, "outside": False}).json()
    assert (back["left_out"], back["note"]) == ([], "")


def test_people_are_invited_again_found_and_forgotten(person) -> None:
    keeper = Program(person(Role.ADMINISTRATOR))
    first = keeper.post("people", {"email": "wang@example.org", "name": "Wang"}).json()
    at = f"people/{first['person']}"
    again = keeper.post(f"{at}/invite").json()
    assert again["person"] == first["person"]
    assert again["token"] != first["token"]
    found = keeper.get("people?text=wang").json()["items"]
    assert [each["id"] for each in found] == [first["person"]]
    assert keeper.get("people?active=true&text=wang").json()["items"] == []
    assert keeper.get(at).json()["email"] == "wang@example.org"
    assert keeper.post(f"{at}/forget?reason=asked").status_code == 204
    assert "wang" not in User.objects.get(pk=first["person"]).email


def test_chats_are_added_tried_and_removed(person, monkeypatch) -> None:
    keeper = Program(person(Role.ADMINISTRATOR))
    chat = {
        "name": "Team",
        "format": "slack",
        "address": "https://hooks.slack.com/services/T/B/x",
        "secret": "hidden",
    }
    made = keeper.post("chats", chat)
    assert made.status_code == 201, made.content
    assert set(made.json()) == {"id", "name", "format", "language"}
    at = f"chats/{made.json()['id']}"
    assert keeper.post(f"{at}/try").status_code == 204
    assert [each["name"] for each in keeper.get("chats").json()["items"]] == ["Team"]
    assert keeper.send("DELETE", at).status_code == 204
    assert keeper.get("chats").json()["items"] == []
    assert keeper.send("DELETE", at).status_code == 404


def test_ones_own_tokens_and_how_one_is_told(person) -> None:
    li = person(Role.VIEWER)
    program, second = Program(li), Program(li)
    listed = program.get("me/tokens").json()["items"]
    assert {each["id"] for each in listed} == {program.made.token.pk, second.made.token.pk}
    assert "crossfoot_" not in program.get("me/tokens").content.decode()
    foreign = Program(person(Role.VIEWER)).made.token.pk
    assert program.send("DELETE", f"me/tokens/{foreign}").status_code == 404
    assert program.send("DELETE", f"me/tokens/{second.made.token.pk}").status_code == 204
    assert second.get("me").status_code == 401
    assert program.get("me/telling").json() == {"email": True}
    assert program.send("PUT", "me/telling", {"email": False}).json() == {"email": False}
    assert program.get("me/telling").json() == {"email": False}


def test_the_organisation_is_exported_and_a_unit_tells_its_days(person) -> None:
    program = Program(person(Role.ADMINISTRATOR))
    text = program.get("organisation.csv").content.decode()
    codes = [line.split(",")[0] for line in text.splitlines()]
    assert codes[0] == "id"
    assert set(codes[1:]) == {unit["code"] for unit in program.get("organisation").json()}
    change = {
        "code": "hefei",
        "name_en": "H",
        "name_zh": "合",
        "parent": "cells",
        "valid_from": "2024-01-01",
    }
    assert program.send("PUT", "organisation/units/hefei", change).status_code == 200
    spans = [
        (each["valid_from"], each["valid_to"])
        for each in program.get("organisation/units/hefei").json()
    ]
    assert spans == [("2020-01-01", "2024-01-01"), ("2024-01-01", None)]
    assert program.get("organisation/units/nowhere").status_code == 404
