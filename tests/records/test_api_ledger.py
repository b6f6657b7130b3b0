"""The ledger, meters and evidence by a program: what pages do, from arrival to reversal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crossfoot.records.jobs.running import run
from crossfoot.records.ledger.models import Batch
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from ledgers import FEBRUARY, JANUARY, OURS, OWN_NAMES, PENANG, counted, no_processes
from test_api import Program
from test_pages import TREE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(root, workspace: Path, settings, monkeypatch) -> None:
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    settings.WORKSPACE = workspace
    no_processes(monkeypatch)


def send(program: Program, *rows: tuple[str, ...], key: str = "", **about: str):
    content = "\n".join(",".join(row) for row in (OURS, *rows)).encode()
    file = SimpleUploadedFile("bills.csv", content)
    headers = {"Idempotency-Key": key} if key else {}
    return program.client.post("/api/v1/ledger/batches", {**about, "file": file}, headers=headers)


def test_a_file_goes_from_arrival_to_reversal_by_a_program(person, workspace: Path) -> None:
    program = Program(person(Role.ESG_MANAGER))
    sent = send(program, JANUARY, FEBRUARY, unit="hefei")
    assert sent.status_code == 201, sent.content
    at = f"ledger/batches/{sent.json()['id']}"
    head = program.get(f"{at}/head").json()
    assert head["headings"] == list(OURS)
    assert head["mapping"] == OWN_NAMES
    job = program.post(f"{at}/check", {"mapping": head["mapping"]})
    assert (job.status_code, job.json()["ended"]) == (202, False)
    run(job.json()["id"])
    assert program.get(f"jobs/{job.json()['id']}").json()["state"] == "done"
    assert program.get(at).json()["state"] == "checked"
    assert counted(workspace) == []
    run(program.post(f"{at}/import", {"reason": "January"}).json()["id"])
    assert program.get(at).json()["state"] == "standing"
    assert counted(workspace) == [("bills.csv", 2)]
    totals = program.get(f"{at}/totals").json()["items"]
    assert [(each["month"], each["quantity"]) for each in totals] == [
        ("2023-01-01", "1200.500000"),
        ("2023-02-01", "900.000000"),
    ]
    first = program.get(f"{at}/rows?limit=1").json()
    assert [each["quantity"] for each in first["items"]] == ["1200.5"]
    rest = program.get(f"{at}/rows?after={first['next']}").json()
    assert ([each["quantity"] for each in rest["items"]], rest["next"]) == (["900"], None)
    assert b"1200.5" in b"".join(program.get(f"{at}/file").streaming_content)
    assert [each["mapping"] for each in program.get("ledger/mappings").json()["items"]] == [
        OWN_NAMES
    ]
    assert program.post(f"{at}/reverse", {}).status_code == 400
    assert program.post(f"{at}/reverse", {"reason": "wrong"}).json()["state"] == "reversed"
    assert counted(workspace) == []


def test_what_is_wrong_with_rows_is_told_and_the_file_dropped(
    person, workspace: Path, django_capture_on_commit_callbacks
) -> None:
    program = Program(person(Role.DATA_OWNER, "hefei"))
    number = send(program, ("nowhere", *JANUARY[1:]), unit="hefei").json()["id"]
    at = f"ledger/batches/{number}"
    run(program.post(f"{at}/check", {"mapping": OWN_NAMES}).json()["id"])
    found = program.get(f"{at}/found").json()
    assert [(each["row"], "nowhere" in each["what"]) for each in found["problems"]] == [("2", True)]
    assert program.post(f"{at}/import", {}).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        assert program.send("DELETE", at).status_code == 204
    assert list((workspace / ".incoming").glob("batch-*")) == []


def test_a_batch_of_others_is_not_there(person) -> None:
    manager, owner = Program(person(Role.ESG_MANAGER)), Program(person(Role.DATA_OWNER, "hefei"))
    number = send(manager, PENANG, unit="penang").json()["id"]
    at = f"ledger/batches/{number}"
    for method, path, body in (
        ("GET", at, None),
        ("DELETE", at, None),
        ("GET", f"{at}/rows", None),
        ("GET", f"{at}/file", None),
        ("POST", f"{at}/check", {"mapping": OWN_NAMES}),
        ("POST", f"{at}/reverse", {"reason": "x"}),
    ):
        assert owner.send(method, path, body).status_code == 404, path
    assert owner.get("ledger/batches").json()["items"] == []
    assert send(owner, PENANG, unit="penang").status_code == 403
    job = manager.post(f"{at}/check", {"mapping": OWN_NAMES}).json()["id"]
    assert owner.get(f"jobs/{job}").status_code == 404
    assert owner.post(f"jobs/{job}/stop").status_code == 404
    assert manager.post(f"jobs/{job}/stop").status_code == 200


def test_a_file_sent_again_with_its_key_is_one_batch(person) -> None:
    program = Program(person(Role.ESG_MANAGER))
    first, again = (send(program, JANUARY, key="k") for _ in range(2))
    assert first.json() == again.json()
    assert again["Idempotent-Replay"] == "true"
    assert Batch.objects.count() == 1
    # as long as the other, to the byte
    other = send(program, (*JANUARY[:2], "1200.6", *JANUARY[3:]), key="k")
    assert other.status_code == 422


def test_a_meter_is_registered_read_counted_and_estimated_by_a_program(person) -> None:
    program = Program(person(Role.DATA_OWNER, "hefei"))
    about = {
        "code": "M1",
        "site": "hefei",
        "activity": "electricity.grid",
        "measure": "kWh",
        "valid_from": "2023-01-01",
        "multiplier": "10",
    }
    made = program.post("meters", about)
    assert made.status_code == 201, made.content
    at = f"meters/{made.json()['id']}"
    changed = program.send("PUT", at, {**about, "name": "main"}).json()
    assert (changed["name"], changed["id"]) == ("main", made.json()["id"])
    for day, value in (("2022-12-31", "100"), ("2023-01-31", "162")):
        assert program.post(f"{at}/readings", {"day": day, "value": value}).status_code == 201
    wrong = program.post(f"{at}/readings", {"day": "2023-02-28", "value": "170"}).json()
    withdrawn = program.post(f"{at}/readings/{wrong['id']}/withdraw", {"reason": "misread"})
    assert withdrawn.json()["withdrawn"] == "misread"
    assert program.post(f"{at}/count").status_code == 201
    (bill,) = program.get(f"{at}/bills").json()["items"]
    assert (bill["quantity"], bill["start"], bill["end"]) == ("620", "2023-01-01", "2023-01-31")
    assert program.post(f"{at}/estimates", {"month": "2023-03-15"}).status_code == 201
    # 620 in 31 days: 20 a day, so March with its 31 days comes to 620 again
    (estimate,) = program.get(f"{at}/estimates").json()
    assert (float(estimate["estimate"]), estimate["actual"]) == (620, None)
    assert program.post(f"{at}/true-up", {"batch": estimate["batch"]}).status_code == 400
    (row,) = program.get("meters/months?year=2023").json()["items"]
    states = [month["status"] for month in row["months"]]
    assert states[:4] == ["actual", "missing", "estimated", "missing"]
    other = Program(person(Role.DATA_OWNER, "penang"))
    assert other.get(at).status_code == 404
    assert other.post(f"{at}/count").status_code == 404
    assert other.get("meters").json()["items"] == []


def test_a_document_is_revised_described_used_and_deleted_by_a_program(person) -> None:
    owner, manager = Program(person(Role.DATA_OWNER, "hefei")), Program(person(Role.ESG_MANAGER))
    batch = send(owner, JANUARY, unit="hefei").json()["id"]
    content = b"%PDF-1.4 " + bytes(range(256))

    def file(path: str, more: bytes, **about: str):
        sent = {**about, "file": SimpleUploadedFile("b.pdf", content + more)}
        return owner.client.post(f"/api/v1/{path}", sent)

    number = file("evidence", b"1", unit="hefei", title="Bill").json()["id"]
    at = f"evidence/{number}"
    revised = file(f"{at}/revisions", b"2", note="signed")
    assert (revised.status_code, revised.json()["number"]) == (201, 2)
    assert [each["note"] for each in owner.get(f"{at}/revisions").json()] == ["", "signed"]
    for asked, end in (("", b"2"), ("?revision=1", b"1")):
        answer = owner.get(f"{at}/file{asked}")
        assert b"".join(answer.streaming_content) == content + end
    assert owner.get(f"{at}/file?revision=3").status_code == 404
    about = {"title": "Invoice", "kind": "invoice", "valid_until": "2030-01-01"}
    assert owner.send("PUT", at, about).json()["title"] == "Invoice"
    use = owner.post(f"{at}/uses", {"subject": f"batch:{batch}", "page": "2"}).json()
    assert [each["subject"] for each in owner.get(f"{at}/uses").json()] == [f"batch:{batch}"]
    assert manager.send("DELETE", at).status_code == 400  # it is used, and to be kept
    assert owner.send("DELETE", f"uses/{use['use']}").status_code == 204
    assert owner.get(f"{at}/uses").json() == []
    sooner = {**about, "kept_until": "2020-01-01"}
    assert owner.send("PUT", at, sooner).status_code == 400
    assert manager.send("PUT", at, sooner).status_code == 200
    assert manager.send("DELETE", f"{at}?reason=over").status_code == 204
    assert owner.get(at).status_code == 404
