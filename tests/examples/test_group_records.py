from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crossfoot.examples.build import EXAMPLES, build
from crossfoot.examples.group.meters import METERS
from crossfoot.examples.group.records import PEOPLE, PROGRESS

MAKE = """
import json, sys
from pathlib import Path
from crossfoot.examples.group.records import fill_records
seen = []
people, password = fill_records(Path(sys.argv[1]), lambda *done: seen.append(done))
from crossfoot.records.accounts.models import User
from crossfoot.records.collection.models import Request
from crossfoot.records.assurance.models import Inquiry
from crossfoot.records.assurance.sample_models import SampleLine
from crossfoot.records.collection.models import Cell
from crossfoot.records.evidence.models import Use
from crossfoot.records.evidence.queries import evidence_of
from crossfoot.records.evidence.models import File
from crossfoot.records.evidence.store import path_of
from crossfoot.records.ledger.models import Meter, MeterReading
from crossfoot.records.overview.models import Audited, Draft
from crossfoot.records.collection.models import Approval
import pdfplumber
from crossfoot.quantities.periods import Period
from crossfoot.records.register.cells import cells_of
from crossfoot.records.register.models import Entry
from crossfoot.runs.run import run_workspace
from crossfoot.workspaces.workspace import Workspace
facts = run_workspace(Workspace(Path(sys.argv[1]))).facts
def stated(metric):
    (fact,) = facts.select(metric, "qingheng", Period.year(2023), {})
    return int(fact.number)
def counted(metric):
    return int(cells_of(metric, Period.year(2023)).at((), ()).value)
registers = {}
for entry in Entry.objects.all():
    registers.setdefault(entry.register, []).append(entry.state)
inquiries = [each.state for each in Inquiry.objects.all()]
def bill(site):
    cell = Cell.objects.select_related("current").get(
        request__unit__code=site, metric="energy.electricity.purchased")
    (proof,) = evidence_of(cell.current.reference)
    with pdfplumber.open(path_of(File.objects.get(sha256=proof.sha256))) as pdf:
        text = pdf.pages[0].extract_text()
    return [site, f"{cell.current.value:,.1f} kWh" in text]
states = {}
for request in Request.objects.select_related("unit"):
    states.setdefault(request.unit.code, set()).add(request.state)
print(json.dumps({
    "people": [each.email for each in people],
    "come_in": [u.check_password(password) for u in User.objects.all()],
    "states": {unit: sorted(found) for unit, found in states.items()},
    "seen": seen,
    "password": password,
    "counts": {
        "meters": Meter.objects.count(),
        "readings": MeterReading.objects.count(),
        "inquiries": {state: inquiries.count(state) for state in set(inquiries)},
        "tested": [SampleLine.objects.exclude(result="").count(), SampleLine.objects.count()],
        "audited": Audited.objects.count(),
        "drafts": Draft.objects.count(),
        "corrected": Approval.objects.exclude(reason="").count(),
        "proofs": Use.objects.filter(ended_at=None).count(),
    },
    "registers": registers,
    "titles": list(Entry.objects.filter(register="safety_hazard").values_list("title", flat=True)),
    "complaints": {
        metric: [counted(register), stated(metric)] for metric, register in (
            ("complaints.count", "complaints_received"),
            ("complaints.resolved", "complaints_resolved"),
        )
    },
    "bill": bill("hefei"),
    "other_bill": bill("yibin"),
}))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("demo") / "group"
    build(EXAMPLES[0], folder)
    hidden = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "CROSSFOOT_WORKSPACE")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment["XDG_CONFIG_HOME"] = str(folder.parent / "config")
    done = subprocess.run(
        [sys.executable, "-c", MAKE, str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    found["environment"] = environment
    return folder, found


def run(made: tuple[Path, dict], *arguments: str) -> subprocess.CompletedProcess[str]:
    folder, found = made
    return subprocess.run(
        [sys.executable, "-m", "crossfoot", *arguments, "--workspace", str(folder)],
        env=found["environment"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_everybody_of_the_demo_comes_in_with_the_password(made) -> None:
    found = made[1]
    assert len(found["people"]) == len(found["come_in"]) == len(PEOPLE)
    assert all(found["come_in"])
    assert found["seen"][-1] == [len(PROGRESS), len(PROGRESS)]


def test_the_password_is_kept_nowhere(made) -> None:
    folder, found = made
    for path in folder.rglob("*"):
        if path.is_file():
            assert found["password"].encode() not in path.read_bytes(), path


def test_the_campaign_stands_in_the_middle_of_its_work(made) -> None:
    states = made[1]["states"]
    assert states["hefei"] == ["locked"]
    assert states["changzhou"] == ["approved"]
    assert "returned" in states["yibin"]
    assert states["huizhou"] == ["submitted"]
    assert states["shanghai"] == ["draft"]


def test_pages_of_proof_have_something_to_show(made) -> None:
    """Bills, meters and an assurer at work; a bill says what was entered, but for one."""
    counts = made[1]["counts"]
    assert counts["meters"] == len(METERS)
    assert counts["readings"] == sum(len(meter.readings) for meter in METERS)
    assert counts["inquiries"] == {"asked": 1, "answered": 1}
    assert counts["tested"] == [1, 2]
    assert counts["proofs"] > 15
    assert counts["audited"] == 4
    assert (counts["drafts"], counts["corrected"]) == (1, 1)  # so that "What changed" has a line
    assert made[1]["bill"] == ["hefei", True]
    assert made[1]["other_bill"] == ["yibin", False]


def test_the_journal_is_proved_and_the_report_finds_what_was_planted_alone(made) -> None:
    assert run(made, "verify").returncode == 0
    checked = json.loads(run(made, "check", "--format", "json").stdout)
    severities = [finding["severity"] for finding in checked["findings"]]
    assert severities.count("error") == 3
    assert severities.count("warning") == 0


def test_a_locked_figure_is_a_fact_that_says_who_approved_it(made) -> None:
    asked = ("facts", "--metric", "water.use", "--entity", "hefei", "--year", "2024")
    (fact,) = json.loads(run(made, *asked, "--format", "json").stdout)["facts"]
    assert (fact["period"], fact["basis"]) == ("2024-01", "entered")
    assert "Sun Hao" in fact["source"]


def test_registers_hold_what_the_report_says_and_what_happened_until_today(made) -> None:
    found = made[1]
    for metric, (counted, stated) in found["complaints"].items():
        assert counted == stated, metric
    states = found["registers"]["safety_hazard"]
    assert {state: states.count(state) for state in set(states)} == {
        "reported": 2, "reviewed": 3, "rectified": 1, "closed": 3,
    }  # fmt: skip
    assert all(found["titles"])
    assert found["registers"]["whistleblowing_case"] == ["received"]
    assert len(found["registers"]["product_file"]) == 3
