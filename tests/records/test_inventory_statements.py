"""What is stated beside the rows is filled in on pages, and the calculation reads it."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns import crew
from crossfoot.calculation.base_year import read_policy
from crossfoot.calculation.scope3 import read_judgements
from crossfoot.calculation.uncertainty_statements import read_statements
from crossfoot.calculation.verification import read_verifications
from crossfoot.records.evidence.models import Revision
from crossfoot.records.journal.models import Entry
from crossfoot.records.overview import fresh
from crossfoot.records.roles import Role
from crossfoot.web.views.inventory import inquiry
from crossfoot.workspaces.stated_imports import import_stated
from crossfoot.workspaces.workspace import Workspace
from evidences import PDF
from inventories_kept import browser, by_hand, made, milligrams, page, started, table
from test_api import Program

pytestmark = pytest.mark.django_db

OWNERSHIP = "/inventory/statements/ownership"
UNCERTAINTY = "/inventory/statements/uncertainty"


@pytest.fixture
def folder(tmp_path, settings, person, monkeypatch) -> Path:
    monkeypatch.setattr(fresh, "begin", lambda folder: None)
    monkeypatch.setattr(inquiry, "begin", lambda folder: None)
    found = started(tmp_path)
    settings.WORKSPACE = found
    return found


@pytest.fixture
def client(folder, person):
    return browser(crew(person).manager)


def send(client, kind: str, number: int = 0, expected: int = 302, **cells: object):
    """Send the form as the page drew it."""
    address = f"/inventory/statements/{kind}"
    version = page(client, address).context["version"]
    answer = client.post(address, {"version": version, "number": number, **cells})
    assert answer.status_code == expected, answer.context["problems"]
    return answer


def rows(client, kind: str) -> list[list[str]]:
    (shown,) = [page(client, f"/inventory/statements/{kind}").context["table"]]
    return [[cell.text for cell in row] for row in shown.rows]


def test_a_base_year_is_stated_with_its_events_and_restored(client, folder) -> None:
    answer = client.get("/inventory/statements/base-year?row=1")
    assert answer.status_code == 404
    answer = send(client, "base-year", 0, 400, date="2023-04-01", trigger="error", reason="slip")
    assert "base year first" in answer.context["problems"][0].what
    send(client, "base-year", -1, year="2022", threshold="5", why="chosen by the board")
    event = {"date": "2023-04-15", "trigger": "acquisition", "site": "penang", "activity": ""}
    send(client, "base-year", **event, reason="bought", why="told by the board")
    policy = read_policy(folder / "base_year.toml")
    assert (policy.year, policy.threshold) == (2022, Decimal("0.05"))
    assert [(each.site, each.reason) for each in policy.events] == [("penang", "bought")]
    before = (folder / "base_year.toml").read_bytes()
    for wrong in ({"date": "2023-02-30"}, {"trigger": "weather"}, {"date": ""}):
        send(client, "base-year", 0, 400, **{**event, "reason": "x", **wrong})
    assert (folder / "base_year.toml").read_bytes() == before
    version = page(client, "/inventory/statements/base-year").context["version"]
    stale = {"version": "0" * 64, "number": 1, "remove": "1"}
    assert client.post("/inventory/statements/base-year", stale).status_code == 400
    assert client.post("/inventory/statements/base-year", {**stale, "version": version}).url
    assert not read_policy(folder / "base_year.toml").events
    shown = page(client, "/inventory/statements/base-year").context
    wanted = hashlib.sha256(before).hexdigest()
    assert [each.version == wanted for each in shown["changes"]] == [False, True, False]
    back = {"version": shown["version"], "wanted": wanted, "why": "the event stands"}
    assert client.post("/inventory/statements/base-year", back).status_code == 302
    assert (folder / "base_year.toml").read_bytes() == before
    entries = Entry.objects.filter(subject="statements:base-year").order_by("id")
    assert [each.action.partition(".")[2] for each in entries] == [
        "state_row", "state_row", "state_row", "restore_statements",
    ]  # fmt: skip
    assert [each.reason for each in entries] == [
        "chosen by the board", "told by the board", "", "the event stands",
    ]  # fmt: skip


def test_categories_are_judged_as_the_file_says(client, folder) -> None:
    made(folder)
    cells = {"category": "14", "status": "excluded", "reason": "no franchises"}
    send(client, "scope-3", 0, 400, **{**cells, "reason": ""})
    send(client, "scope-3", 0, 400, **{**cells, "category": "6"})  # which has rows
    send(client, "scope-3", **cells)
    more = {"category": "6", "status": "included", "coverage": "85", "method": "distance_based"}
    send(client, "scope-3", **more)
    judged = read_judgements(folder / "scope3.csv")
    assert (judged[14].reason, judged[6].coverage) == ("no franchises", Decimal(85))
    shown = table(client, "/inventory/scope-3", "scope3").rows
    assert [row[1].text for row in (shown[5], shown[13])] == ["included", "not relevant"]


def test_who_holds_what_changes_the_totals_of_its_days(client, folder, person) -> None:
    """Penang is held from 1 May: its air travel of April and meters before are no longer inside."""
    whole = made(folder)
    assert milligrams(table(client, "/inventory", "totals").foot[0][1]) == by_hand()
    send(client, "ownership", entity="penang", start="2023-05-01", arrangement="subsidiary")
    send(client, "ownership", 0, 400, entity="penang", start="2023-06-01")  # overlaps
    send(client, "ownership", 0, 400, entity="group", start="2023-06-01")  # nobody holds it
    made(whole)
    months = [f"2023-{month:02d}" for month in (1, 2, 3, 4)]
    outside = sum(by_hand(site="penang", month=month) for month in months)
    found = milligrams(table(client, "/inventory", "totals").foot[0][1])
    assert outside
    assert found == by_hand() - outside
    owner = browser(person(Role.DATA_OWNER, "cells"))
    assert not rows(owner, "ownership")  # it is another company's
    assert owner.post(OWNERSHIP, {"version": "", "number": 0}).status_code == 403
    assert "penang" in rows(client, "ownership")[0]


def test_a_verified_figure_is_set_against_that_of_now(client, folder) -> None:
    made(folder)
    tonnes = Decimal(by_hand(site="hefei", scope="1")).scaleb(-9)
    cells = {
        "entity": "hefei", "period": "2023", "scopes": ["scope1"], "verifier": "B Ltd",
        "standard": "ISO 14064-3:2019", "level": "limited", "opinion": "unmodified",
    }  # fmt: skip
    send(client, "verification", 0, **cells, stated=str(tonnes))
    more = {**cells, "standard": "ISAE 3410", "materiality": "5", "uncorrected": "1"}
    send(client, "verification", 0, **more, stated="12.5")
    first, second = page(client, "/inventory/statements/verification").context["table"].rows
    assert milligrams(first[2]) == milligrams(second[2]) == by_hand(site="hefei", scope="1")
    assert [row[3].text for row in (first, second)] == [
        "as verified", "differs from what was verified",
    ]  # fmt: skip
    assert "more than material" in second[3].note  # 8 % of 12.5 t


def test_a_file_that_was_imported_is_replaced_by_an_import(client, folder, tmp_path) -> None:
    path = tmp_path / "verification.csv"
    head = "entity,period,scopes,verifier,standard,level,opinion,issued"
    path.write_text(f"{head}\nhefei,2022,scope1,A Ltd,ISAE 3410,limited,unmodified,2023-03-01\n")
    import_stated(Workspace(folder), path, "verification")
    cells = {
        "entity": "hefei", "period": "2023", "scopes": ["scope1", "scope2_market"],
        "verifier": "B Ltd", "standard": "ISO 14064-3:2019", "level": "reasonable",
        "opinion": "modified", "materiality": "5", "stated": "12.5", "uncorrected": "0.25",
        "misstatements": "a meter was read late",
    }  # fmt: skip
    send(client, "verification", 0, 400, **{**cells, "misstatements": ""})
    send(
        client, "verification", 0, 400, **{**cells, "scopes": ["scope2_location", "scope2_market"]}
    )
    file = SimpleUploadedFile("statement.pdf", PDF)
    send(client, "verification", 0, **cells, file=file)
    counting = Workspace(folder).stated("verification", "verification.csv")
    first, second = read_verifications(counting, ["hefei"])
    assert (first.verifier, second.verifier) == ("A Ltd", "B Ltd")
    assert (second.scopes, second.is_material) == (("scope1", "scope2_market"), False)
    revision = Revision.objects.get()
    assert second.evidence == f"statement.pdf · {hashlib.sha256(PDF).hexdigest()[:16]}"
    shown = page(client, "/inventory/statements/verification").context["table"].rows[1]
    assert f"/evidence/{revision.document_id}" in [cell.address for cell in shown]
    assert len(Workspace(folder).imported("verification")) == 2
    shown = page(client, "/inventory/statements/verification").context
    back = {"version": shown["version"], "wanted": shown["changes"][-1].version}
    assert client.post("/inventory/statements/verification", back).status_code == 302
    counting = Workspace(folder).stated("verification", "verification.csv")
    assert [each.verifier for each in read_verifications(counting, ["hefei"])] == ["A Ltd"]


def test_the_first_statement_that_matches_stands_first(client, folder) -> None:
    send(client, "uncertainty", activity="*", of="factor", percent="10")
    special = {"activity": "electricity.*", "of": "factor", "pedigree": "2;1;3;1;2"}
    send(client, "uncertainty", 0, 400, **special, percent="5")  # one of the two
    send(client, "uncertainty", **special, place=1)
    stated = read_statements(folder / "uncertainty.csv")
    assert [each.activity for each in stated.given] == ["electricity.*", "*"]
    found = stated.of_factor("electricity.grid", "hefei", "grid")
    assert found is not None
    assert found.pedigree == "2;1;3;1;2"
    for number, status in ((2, 302), (1, 302), (1, 404)):
        version = page(client, UNCERTAINTY).context["version"]
        sent = {"version": version, "number": number, "remove": "1"}
        assert client.post(UNCERTAINTY, sent).status_code == status
    assert not (folder / "uncertainty.csv").exists()


def test_programs_state_the_same(folder, person) -> None:
    manager = crew(person).manager
    program = Program(manager)
    address = "inventory/statements/scope-3"
    said = program.get(address).json()
    assert (said["version"], said["rows"], said["changes"]) == ("", [], [])
    cells = {"category": "14", "status": "excluded", "reason": "none"}
    row = {"version": "", "number": 0, "cells": cells, "reason": "checked"}
    made_ = program.post(address, row).json()
    assert made_["rows"][0]["cells"]["reason"] == "none"
    assert program.post(address, row, Idempotency_Key="x").status_code == 400
    second = {"version": made_["version"], "number": 1, "cells": None}
    assert program.post(address, second).json()["rows"] == []
    back = {"version": "", "wanted": made_["version"]}
    assert program.post(f"{address}/restore", back).json()["version"] == made_["version"]
    assert program.get("inventory/statements/weather").status_code == 404
    owner = Program(person(Role.DATA_OWNER, "cells"))
    assert owner.post(address, {**row, "version": made_["version"]}).status_code == 403
    assert owner.get(address).json()["changes"] == []
