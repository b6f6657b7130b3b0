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
from crossfoot.records.collection.models import Cell, Request
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


def test_a_campaign_is_widened_moved_closed_and_opened_again(person) -> None:
    people = crew(person)
    campaign = opened(people.manager)
    manager = Program(people.manager)
    at = f"campaigns/{campaign.pk}"
    added = manager.post(f"{at}/units", {"units": ["penang"], "due": "2025-03-01"})
    assert added.status_code == 201, added.content
    assert {(each["unit"], each["due"]) for each in added.json()} == {("penang", "2025-03-01")}
    assert manager.post(f"{at}/units", {"units": ["penang"]}).status_code == 400
    moved = manager.post(f"{at}/due", {"due": "2025-04-01"}).json()["requests"]
    due = {each["due"] for each in manager.get(f"requests?campaign={campaign.pk}").json()["items"]}
    assert (due, moved > 0) == ({"2025-04-01"}, True)
    early = manager.post(f"{at}/close")
    assert (early.status_code, "not approved yet" in early.content.decode()) == (400, True)
    Request.objects.filter(campaign=campaign).update(state="approved")
    assert manager.post(f"{at}/close").status_code == 204
    assert manager.post(f"{at}/due", {"due": "2025-05-01"}).status_code == 400
    assert manager.post(f"{at}/reopen", {}).status_code == 400
    assert manager.post(f"{at}/reopen", {"reason": "late bill"}).status_code == 204
    assert Program(people.owner).post(f"{at}/close").status_code == 403


def test_a_template_is_written_read_and_retired(person, settings, tmp_path: Path) -> None:
    settings.WORKSPACE = tmp_path
    manager = Program(person(Role.ESG_MANAGER))
    known = manager.get("templates").json()[0]["id"]
    text = manager.get(f"templates/{known}").json()["text"]
    made = manager.send("PUT", "templates/our-own", {"text": text, "note": "first"})
    assert (made.status_code, made.json()["version"]) == (200, 1), made.content
    late = manager.send("PUT", "templates/our-own", {"text": text})
    assert (late.status_code, "meanwhile" in late.content.decode()) == (400, True)
    assert manager.send("PUT", "templates/our-own", {"text": text, "seen": 1}).status_code == 200
    versions = manager.get("templates/our-own/versions").json()
    assert [each["note"] for each in versions] == ["first", ""]
    assert "our-own" in {each["id"] for each in manager.get("templates").json()}
    assert manager.send("DELETE", "templates/our-own").status_code == 204
    assert manager.get("templates/our-own").status_code == 404
    for name in ("..", "%2e%2e%2fsecret", "nothing"):
        assert manager.get(f"templates/{name}").status_code == 404


def test_rules_of_reporting_and_fiscal_years_are_set_and_taken_back(person) -> None:
    program = Program(person(Role.ESG_MANAGER))
    rule = {
        "unit": "hefei",
        "metric": WATER,
        "reports": False,
        "valid_from": "2024-01-01",
        "reason": "leased",
    }
    made = program.post("organisation/reporting", rule)
    assert made.status_code == 201, made.content
    assert program.get("organisation/reporting?unit=hefei").json()["items"] == [made.json()]
    other = Program(person(Role.DATA_OWNER, "penang"))
    assert other.get("organisation/reporting").json()["items"] == []
    at = f"organisation/reporting/{made.json()['id']}"
    assert program.send("DELETE", at).status_code == 204
    assert program.send("DELETE", at).status_code == 404
    years = "organisation/units/hefei/fiscal-years"
    assert program.send("PUT", years, {"first_month": 13, "day": "2024-04-01"}).status_code == 422
    assert program.send("PUT", years, {"first_month": 4, "day": "2024-04-01"}).status_code == 200
    assert [each["first_month"] for each in program.get(years).json()] == [4]
    assert other.get(years).status_code == 404


def test_the_whole_goes_out_and_comes_back_as_a_workbook(person, settings, tmp_path: Path) -> None:
    settings.WORKSPACE = tmp_path
    keeper = Program(person(Role.ADMINISTRATOR))
    book = load_workbook(io.BytesIO(keeper.get("organisation/whole.xlsx").content))
    sheet = book["people"]
    heading = [cell.value for cell in sheet[1]]
    row = dict.fromkeys(heading, "") | {"email": "new@example.org", "name": "New"}
    sheet.append([row[name] for name in heading])
    stream = io.BytesIO()
    book.save(stream)

    def send(**about: str):
        file = SimpleUploadedFile("w.xlsx", stream.getvalue())
        sent = {**about, "file": file}
        return keeper.client.post("/api/v1/organisation/whole.xlsx", sent)

    looked = send(look="true")
    assert (looked.status_code, looked.json()["written"]) == (200, False), looked.content
    assert not User.objects.filter(email="new@example.org").exists()
    (invited,) = send().json()["invitations"]
    assert User.objects.get(email="new@example.org").pk == invited["person"]
    assert send().json()["invitations"] == []


def test_the_calendar_has_an_address_that_is_told_once(person) -> None:
    program = Program(person(Role.DATA_OWNER, "hefei"))
    first, second = (program.post("me/feed", {}).json()["path"] for _ in range(2))
    assert first != second
    assert program.client.get(first).status_code == 404
    assert program.client.get(second).status_code == 200
    assert program.post("me/feed", {"on": False}).json() == {"path": ""}
    assert program.client.get(second).status_code == 404
