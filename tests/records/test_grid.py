"""The sheet of a request on the server: who may, what is written, what is said."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns import put, request
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.person import Person
from crossfoot.records.collection.actions.steps import Submit
from crossfoot.records.collection.models import Cell, Entry, Kind
from crossfoot.records.evidence.models import Document, Use
from crossfoot.records.roles import DUTIES, Duty, Role
from evidences import PDF
from sheets import STEAM, gas, months, sheet, steam

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path) -> None:
    settings.WORKSPACE = tmp_path


def client_of(person: Person, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(person.user, PATH)
    return client


def send(client: Client, found: Any, *changes: dict[str, Any]) -> Any:
    body = json.dumps({"changes": changes})
    return client.post(f"/requests/{found.pk}/cells", body, content_type="application/json")


def change(cell: Cell, value: str = "", **more: Any) -> dict[str, Any]:
    return {"cell": cell.pk, "version": cell.version, "value": value, **more}


def evidence(client: Client, found: Any, cell: Cell, content: bytes = PDF) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = f"/requests/{found.pk}/cells/{cell.pk}/evidence"
    return client.post(address, {"file": SimpleUploadedFile("may.pdf", content)})


# -- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("unit", ["", "cells", "penang"])
def test_every_role_on_every_address(person, role: Role | None, unit: str) -> None:
    _, found = sheet(person)
    cell = gas(found)
    client = client_of(person(role, unit))
    duties = DUTIES[role] if role else frozenset()
    near = unit != "penang"
    reads = 403 if Duty.READ not in duties else 200 if near else 404
    enters = 403 if Duty.ENTER not in duties else 200 if near else 404
    base = f"/requests/{found.pk}"
    assert client.get(f"{base}/grid").status_code == reads
    assert client.get(f"{base}/template.xlsx").status_code == reads
    assert client.get(f"{base}/upload").status_code == enters
    assert send(client, found, change(cell, "5")).status_code == enters
    assert evidence(client, found, cell).status_code == enters
    posted = client.post(f"{base}/grid", {f"version-{cell.pk}": 1, f"value-{cell.pk}": "6"})
    writes = {200: 302, 403: reads if reads != 200 else 403, 404: 404}[enters]
    assert posted.status_code == writes
    assert Entry.objects.count() == (2 if enters == 200 else 0)
    assert Document.objects.count() == (1 if enters == 200 else 0)


def test_a_reader_sees_figures_and_no_fields(person) -> None:
    people, found = sheet(person)
    put(people.owner, gas(found), "1,234.5", comment="meter 3")
    page = client_of(person(Role.VIEWER, "cells")).get(f"/requests/{found.pk}/grid")
    text = page.content.decode()
    assert ("1,234.5" in text, "meter 3" in text) == (True, True)
    assert 'name="value-' not in text
    assert "/assets/grid/" in text
    assert "main.js" not in text


def test_what_was_submitted_is_not_changed(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    for cell in Cell.objects.filter(request=found):
        put(people.owner, cell, "900")
    Submit((found.pk,)).do(people.owner)
    count = Entry.objects.count()
    refused = send(client, found, change(gas(found), "5"))
    assert refused.status_code == 409
    assert "cannot be changed" in refused.json()["problems"][0]["what"]
    assert evidence(client, found, gas(found)).status_code == 403
    assert 'name="value-' not in client.get(f"/requests/{found.pk}/grid").content.decode()
    posted = {f"version-{gas(found).pk}": 1, f"value-{gas(found).pk}": "6"}
    assert client.post(f"/requests/{found.pk}/grid", posted).status_code == 400
    assert (Entry.objects.count(), Use.objects.count()) == (count, 0)


def test_ids_of_elsewhere_are_refused(person) -> None:
    people, found = sheet(person, ("hefei", "penang"))
    client = client_of(people.owner)
    far = request("energy", "penang", found.campaign)
    foreign = gas(far)
    answer = send(client, found, change(foreign, "5"), change(gas(found), "6"))
    assert list(answer.json()["errors"]) == [str(foreign.pk)]
    assert [cell["id"] for cell in answer.json()["cells"]] == [gas(found).pk]
    assert evidence(client, found, foreign).status_code == 404
    assert client.post(f"/requests/{found.pk}/cells/99999999/evidence").status_code == 404
    for address in ("grid", "cells", "template.xlsx", "upload"):
        assert client.post(f"/requests/{far.pk}/{address}").status_code in (404, 405)
        assert client.get(f"/requests/{far.pk}/{address}").status_code in (404, 405)
    assert [entry.cell_id for entry in Entry.objects.all()] == [gas(found).pk]


def test_the_script_needs_the_token_of_the_page(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner, enforce_csrf_checks=True)
    assert send(client, found, change(gas(found), "5")).status_code == 403
    page = client.get(f"/requests/{found.pk}/grid").content.decode()
    token = re.search(r'data-grid .*?name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    body = json.dumps({"changes": [change(gas(found), "5")]})
    answer = client.post(
        f"/requests/{found.pk}/cells",
        body,
        content_type="application/json",
        headers={"X-CSRFToken": token[1]},
    )
    assert answer.status_code == 200


# -- what is written ---------------------------------------------------------------------------


def test_good_figures_are_kept_while_a_wrong_one_waits(person) -> None:
    people, found = sheet(person)
    january, february, march, *_ = months(found)
    put(people.reviewer and people.manager, february, "7")
    answer = send(
        client_of(people.owner),
        found,
        change(january, "5", unit="MWh"),
        {**change(february, "8"), "version": 0},
        change(march, "a lot"),
        change(gas(found), "1301"),
    )
    said = answer.json()
    states = {state["id"]: state for state in said["cells"]}
    assert set(states) == {january.pk, gas(found).pk}
    assert states[january.pk]["note"] == "= 5,000 kWh"
    far = states[gas(found).pk]  # 1000 the year before
    assert (far["percent"], far["exceeds"], far["status"]) == ("+30.1 %", True, "explain")
    conflict = said["conflicts"][str(february.pk)]
    assert (conflict["who"], conflict["value"], conflict["version"]) == ("Person 1", "7", 1)
    assert "not a number" in said["errors"][str(march.pk)][0]["what"]
    assert said["errors"][str(march.pk)][0]["remedy"]
    assert (said["answered"], said["asked"]) == (3, 15)
    assert [cell.current and cell.current.typed for cell in months(found)[:3]] == ["5", "7", None]


def test_nothing_is_written_where_nothing_is_said(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    assert send(client, found, change(gas(found), " ")).json()["cells"][0]["version"] == 0
    put(people.owner, gas(found), "5", comment="x")
    same = change(gas(found), "5", comment="x", answer="exact", estimated=False)
    assert send(client, found, same).json()["cells"][0]["version"] == 1
    assert Entry.objects.count() == 1


def test_a_unit_behind_the_number_counts_before_the_one_beside_it(person) -> None:
    people, found = sheet(person)
    january = months(found)[0]
    send(client_of(people.owner), found, change(january, "2 MWh", unit="GWh"))
    assert (months(found)[0].current.value, months(found)[0].current.typed_unit) == (2000, "MWh")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"changes": 5}',
        '{"changes": [5]}',
        '{"changes": [{"cell": 1}]}',
        '{"changes": [{"cell": "x", "version": 0}]}',
        '{"changes": [{"cell": 1, "version": 0, "value": 5}]}',
        '{"changes": [{"cell": 1, "version": 0, "estimated": "yes"}]}',
    ],
)
def test_what_is_not_of_the_form_is_refused(person, body: str) -> None:
    people, found = sheet(person)
    address = f"/requests/{found.pk}/cells"
    answer = client_of(people.owner).post(address, body, content_type="application/json")
    assert (answer.status_code, len(answer.json()["problems"])) == (400, 1)


def test_a_cell_that_is_named_twice_is_written_once_or_not(person) -> None:
    people, found = sheet(person)
    answer = send(client_of(people.owner), found, change(gas(found), "5"), change(gas(found), "6"))
    assert list(answer.json()["errors"]) == [str(gas(found).pk)]
    assert Entry.objects.count() == 0


# -- without a script --------------------------------------------------------------------------


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the page as it is."""
    fields: dict[str, str] = {}
    form = page[page.index("data-grid") :]
    for tag in re.findall(r"<(?:input|textarea)[^>]*>", form):
        name = re.search(r'name="([\w-]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag) and "csrf" not in name[1]:
            fields[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([\w-]+)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', options)
        first = re.search(r'value="([^"]*)"', options)
        fields[name] = (chosen or first)[1]
    return fields


@pytest.mark.parametrize("view", ["", "?view=list"])
def test_the_form_writes_what_was_changed_and_nothing_else(person, view: str) -> None:
    people, found = sheet(person)
    put(people.owner, months(found)[1], "2.5", unit="MWh", comment="meter 3", estimated=True)
    put(people.owner, months(found)[2], kind=Kind.NONE)
    client = client_of(people.owner)
    address = f"/requests/{found.pk}/grid{view}"
    sent = form_of(client.get(address).content.decode())
    assert client.post(address, sent).status_code == 302
    assert Entry.objects.count() == 2
    sent[f"value-{months(found)[0].pk}"] = "1.5"
    sent[f"value-{gas(found).pk}"] = "950"
    sent[f"comment-{gas(found).pk}"] = "bill"
    answer = client.post(address, sent)
    assert answer["Location"].endswith("saved=1")
    assert gas(found).current.comment == "bill"
    first, second, third, *_ = months(found)
    assert (second.current.estimated, second.version, third.current.kind) == (True, 1, Kind.NONE)
    assert str(first.current.value) == ("1500" if not view else "1.5")  # the row's unit is MWh


def test_the_form_says_what_is_wrong_beside_it(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    address = f"/requests/{found.pk}/grid"
    sent = form_of(client.get(address).content.decode())
    other = person(Role.DATA_OWNER, "hefei")
    put(other, steam(found), "8")
    sent |= {
        f"value-{gas(found).pk}": "a lot",
        f"value-{steam(found).pk}": "9",
        f"value-{months(found)[0].pk}": "5",
    }
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    for words in ('value="a lot"', "not a number", f"{other.user.name}: 8", 'value="9"'):
        assert words in page
    assert months(found)[0].current.typed == "5"
    again = form_of(page) | {f"value-{gas(found).pk}": "900"}
    assert client.post(address, again).status_code == 302
    assert (steam(found).current.typed, steam(found).version) == ("9", 2)


# -- evidence ----------------------------------------------------------------------------------


def test_evidence_of_an_empty_cell_is_kept_through_its_versions(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    for _ in range(2):  # the same file is the same document
        state = evidence(client, found, gas(found)).json()["cells"][0]
        assert (len(state["evidence"]), state["version"], state["status"]) == (1, 1, "missing")
    put(people.owner, gas(found), "5")
    state = evidence(client, found, gas(found), PDF + b"\n").json()["cells"][0]
    assert [each["name"] for each in state["evidence"]] == ["may.pdf", "may.pdf"]
    assert Document.objects.count() == 2
    for content in (b"", b"MZ\x90\x00" + b"\0" * 60):
        refused = evidence(client, found, gas(found), content)
        assert (refused.status_code, len(refused.json()["problems"])) == (400, 1)
    address = f"/requests/{found.pk}/cells/{gas(found).pk}/evidence"
    assert client.post(address).status_code == 400
    assert Document.objects.count() == 2


# -- size --------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_rows(person) -> None:
    people, found = sheet(person)
    client = client_of(people.owner)
    address = f"/requests/{found.pk}/grid"

    def queries() -> tuple[int, int, int]:
        counts = []
        cell = gas(found)
        for ask in (
            lambda: client.get(address),
            lambda: client.get(f"/requests/{found.pk}/template.xlsx"),
            lambda: send(client, found, change(cell, f"{900 + cell.version}")),
        ):
            with CaptureQueriesContext(connection) as caught:
                assert ask().status_code == 200
            counts.append(len(caught))
        return counts[0], counts[1], counts[2]

    put(people.owner, gas(found), "5")
    few = queries()
    for cell in months(found):
        put(people.owner, cell, "5")
        put(person(Role.DATA_OWNER, "hefei"), cell, "6")
    cells = [
        Cell(
            request=found,
            place=100 + number,
            metric=STEAM if number % 2 else "energy.fuel.diesel_volume",
            dimensions=f"facility=f{number}",
            start=found.campaign.start,
            end=found.campaign.end,
        )
        for number in range(200)
    ]
    Cell.objects.bulk_create(cells)
    assert queries() == few
    assert few[0] <= 12


def test_a_large_sheet_is_sent_as_a_form(person) -> None:
    people, found = sheet(person)
    Cell.objects.bulk_create(
        Cell(
            request=found,
            place=100 + number,
            metric="energy.fuel.diesel_volume",
            dimensions=f"facility=f{number}",
            start=found.campaign.start,
            end=found.campaign.end,
        )
        for number in range(300)
    )
    client = client_of(people.owner)
    sent = form_of(client.get(f"/requests/{found.pk}/grid").content.decode())
    assert len(sent) > 1000
    last = Cell.objects.filter(request=found).latest("place")
    sent[f"value-{last.pk}"] = "5"
    assert client.post(f"/requests/{found.pk}/grid", sent).status_code == 302
    assert [entry.cell_id for entry in Entry.objects.all()] == [last.pk]


def test_cells_of_other_requests_are_not_loaded(person, monkeypatch) -> None:
    people, found = sheet(person, ("hefei", "yibin", "penang"))
    loaded: list[int] = []
    original = Cell.from_db.__func__

    def counting(cls: Any, *args: Any) -> Any:
        loaded.append(1)
        return original(cls, *args)

    monkeypatch.setattr(Cell, "from_db", classmethod(counting))
    client_of(people.owner).get(f"/requests/{found.pk}/grid")
    assert len(loaded) == Cell.objects.filter(request=found).count()
    loaded.clear()
    send(client_of(people.owner), found, change(gas(found), "5"))
    assert len(loaded) <= 5 * Cell.objects.filter(request=found).count()
