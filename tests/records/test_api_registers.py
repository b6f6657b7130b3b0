"""Registers for programs: who sees what, steps, two writers, sealed entries, lists, figures."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.models import DutyOpened, Entry
from crossfoot.records.roles import Duty, Role
from registers_kept import complaint, has_role, organisation
from test_api import Program

pytestmark = pytest.mark.django_db

ALL = "registers/customer_complaint/entries"


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


@pytest.fixture
def desk(person) -> Program:
    """A program of the after-sales desk, with the duty to enter."""
    return Program(has_role(person(Role.DATA_OWNER, "E"), "after_sales", "E"))


def test_an_entry_is_opened_once_changed_by_one_and_moved(desk) -> None:
    sent = {"values": complaint(), "external_id": "crm-1"}
    made = desk.post(ALL, sent, Idempotency_Key="a")
    assert made.status_code == 201, made.content
    assert desk.post(ALL, sent, Idempotency_Key="a").json() == made.json()
    assert desk.post(ALL, sent).status_code == 400  # the name is taken
    assert Entry.objects.count() == 1
    key = made.json()["key"]
    read = desk.get(f"entries/{key}")
    said = read.json()
    assert (said["state"], said["revision"], said["source"]) == ("received", 1, "api")
    assert said["values"]["category"] == "product"
    assert said["dues"][0]["deadline"].startswith("2024-03-01T10:00")
    assert said["dues"][0]["over"] is True
    assert read["ETag"].startswith('"1-')
    changed = desk.send("PATCH", f"entries/{key}", {"changes": {"note": "x"}, "revision": 1})
    assert changed.json()["revision"] == 2
    stale = {"changes": {"note": "y"}, "revision": 1}
    assert desk.send("PATCH", f"entries/{key}", stale).status_code == 409
    tag = read["ETag"]
    assert desk.send("PATCH", f"entries/{key}", {"changes": {}}, If_Match=tag).status_code == 412
    wrong = desk.send("PATCH", f"entries/{key}", {"changes": {}}, If_Match='"x"')
    assert wrong.status_code == 412
    (edit,) = desk.get(f"entries/{key}/changes").json()
    assert (edit["revision"], edit["after"]) == (2, {"note": "x"})
    step = next(each for each in said["steps"] if not each["against"])
    assert desk.post(f"entries/{key}/steps/nothing", {}).status_code == 403
    needed = dict.fromkeys(step["missing"], "2024-03-01T09:30")
    moved = desk.post(f"entries/{key}/steps/{step['key']}", {"changes": needed})
    assert moved.status_code in (200, 400), moved.content
    bad = desk.send("PATCH", f"entries/{key}", {"changes": {"category": "nonsense"}})
    assert (bad.status_code, bool(bad.json()["problems"][0]["where"])) == (400, True)


def test_what_others_handle_is_not_there(desk, person) -> None:
    key = desk.post(ALL, {"values": complaint()}).json()["key"]
    for other in (
        has_role(person(Role.DATA_OWNER, "F"), "after_sales", "F"),
        person(Role.ADMINISTRATOR),
        person(Role.VIEWER),
    ):
        program = Program(other)
        for path in ("", "/changes", "/comments", "/files/1"):
            assert program.get(f"entries/{key}{path}").status_code == 404
        listed = program.get(ALL)
        assert listed.status_code == 404 or listed.json()["items"] == []
    reads = Program(desk.made.token.user and _again(desk), frozenset({Duty.READ}))
    assert reads.get(f"entries/{key}").status_code == 200
    for method, path, body in (
        ("POST", ALL, {"values": complaint()}),
        ("PATCH", f"entries/{key}", {"changes": {"note": "x"}}),
        ("POST", f"entries/{key}/comments", {"text": "x"}),
    ):
        assert reads.send(method, path, body).status_code == 403


def _again(program: Program):
    from crossfoot.records.accounts.person import Person

    return Person(program.made.token.user, "test")


def test_programs_read_and_move_nothing_that_is_sealed(person) -> None:
    officer = has_role(person(Role.ESG_MANAGER), "compliance")
    values = {
        "entity": "E",
        "channel": "letter",
        "anonymous": "yes",
        "summary": "Bid",
        "subjects": [],
    }
    entry = OpenEntry("whistleblowing_case", values).do(officer)
    for by in (officer, person(Role.ADMINISTRATOR)):
        program = Program(by)
        for path in (
            f"entries/{entry.key}",
            f"entries/{entry.key}/changes",
            f"entries/{entry.key}/comments",
            "registers/whistleblowing_case/entries",
            "registers/whistleblowing_case/figures?metric=x&period=2024",
        ):
            assert program.get(path).status_code == 404, path
        assert "Bid" not in program.get("register-overdue?days=366").content.decode()
        assert "Bid" not in program.get("register-readings").content.decode()
    program = Program(officer)
    sealed = "registers/whistleblowing_case/entries"
    assert program.post(sealed, {"values": values}).status_code == 404
    change = {"changes": {"note": "x"}}
    assert program.send("PATCH", f"entries/{entry.key}", change).status_code == 404


def test_lists_are_found_sorted_and_come_in_pieces(desk) -> None:
    for number in range(5):
        category = "safety" if number % 2 else "product"
        values = complaint(category=category, customer=f"C{number}", description=f"灯光{number}")
        assert desk.post(ALL, {"values": values}).status_code == 201
    numbers = [row["ref_no"] for row in desk.get(ALL).json()["items"]]
    assert numbers == sorted(numbers, reverse=True)
    for order in ("", "&order=customer", "&order=-customer"):
        seen, after = [], ""
        while True:
            piece = desk.get(f"{ALL}?limit=2{order}{after}").json()
            seen += [row["values"]["customer"] for row in piece["items"]]
            if piece["next"] is None:
                break
            after = f"&after={piece['next']}"
        assert sorted(seen) == [f"C{number}" for number in range(5)]
        if order:
            assert seen == sorted(seen, reverse="-" in order)
    found = desk.get(ALL, data={"filter": 'category = "safety"'}).json()["items"]
    assert {row["values"]["customer"] for row in found} == {"C1", "C3"}
    assert len(desk.get(ALL, data={"search": "灯光"}).json()["items"]) == 5
    assert len(desk.get(ALL, data={"search": "灯光3"}).json()["items"]) == 1
    assert desk.get(ALL, data={"filter": "nonsense ="}).status_code == 400
    assert desk.get(ALL, data={"order": "nonsense"}).status_code == 400
    asked = []
    for limit in (1, 5):
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"{ALL}?limit={limit}")
        asked.append(len(queries))
    assert asked[0] == asked[1], asked


def test_lists_of_personal_registers_are_journaled(person) -> None:
    program = Program(has_role(person(Role.VIEWER), "hr"))
    assert program.get("registers/worker/entries").status_code == 200
    kept = Written.objects.filter(action="register.take_out", subject="registers:worker")
    assert kept.count() == 1


def test_a_file_is_sent_for_a_field_and_read_by_who_reads_the_entry(
    desk, person, settings, tmp_path
) -> None:
    settings.WORKSPACE = tmp_path
    file = SimpleUploadedFile("b.pdf", b"%PDF-1.4 " + bytes(200))
    sent = desk.client.post(
        "/api/v1/registers/customer_complaint/files", {"unit": "S", "file": file}
    )
    assert sent.status_code == 201, sent.content
    number = sent.json()["id"]
    key = desk.post(ALL, {"values": complaint(evidence=[str(number)])}).json()["key"]
    read = desk.get(f"entries/{key}/files/{number}")
    assert b"".join(read.streaming_content).startswith(b"%PDF")
    assert desk.get(f"entries/{key}/files/{number + 1}").status_code == 404
    other = Program(has_role(person(Role.DATA_OWNER, "F"), "after_sales", "F"))
    assert other.get(f"entries/{key}/files/{number}").status_code == 404


def test_figures_count_the_units_that_are_read(desk, person) -> None:
    desk.post(ALL, {"values": complaint()})
    definition = desk.get("registers/customer_complaint").json()
    metric = next(each["name"] for each in definition["metrics"] if each["unit"] != "percent")
    path = f"registers/customer_complaint/figures?metric={metric}&period=2024"
    part = desk.get(path).json()
    assert part["partial"] is True
    assert [each["value"] for each in part["cells"]] == ["1"]
    whole = Program(person(Role.ESG_MANAGER)).get(path).json()
    assert whole["partial"] is False
    assert whole["cells"][0]["value"] == "1"
    assert desk.get(path.replace("period=2024", "period=soon")).status_code == 400
    assert Program(person(Role.ADMINISTRATOR)).get(path).status_code == 404
    approve = {"metric": metric, "period": "2024", "unit": "S"}
    assert desk.post("register-approvals", approve).status_code == 403
    approver = person(Role.APPROVER, "E")
    assert Program(approver, frozenset({Duty.READ})).post(
        "register-approvals", approve
    ).status_code in (401, 403)
    approves = Program(approver, frozenset({Duty.APPROVE}))  # it may not enter, and needs not
    done = approves.post("register-approvals", approve)
    assert done.status_code == 201, done.content
    assert [each["value"] for each in done.json() if not each["dimensions"]] == ["1"]


def test_a_task_is_done_by_the_role_that_owes_it(desk, person) -> None:
    from datetime import date

    row = DutyOpened.objects.create(
        register="customer_complaint",
        recurrence="x",
        starts_on=date(2024, 1, 1),
        due_on=date(2024, 1, 31),
        per="S",
        unit="S",
        role="after_sales",
    )
    other = Program(has_role(person(Role.DATA_OWNER, "F"), "after_sales", "F"))
    assert other.get("register-duties").json()["items"] == []
    assert other.post(f"register-duties/{row.pk}/done").status_code == 404
    assert [each["id"] for each in desk.get("register-duties").json()["items"]] == [row.pk]
    assert desk.post(f"register-duties/{row.pk}/done").json()["done_at"]
    assert desk.post(f"register-duties/{row.pk}/done").status_code == 404
