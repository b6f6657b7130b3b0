"""kill -9 in the middle of what meters and programs write: all or nothing, and no file too many."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from crossfoot.records.accounts.actions.make_token import MakeToken
from crossfoot.records.jobs.settling import start
from crossfoot.records.journal.verify import verify
from crossfoot.records.ledger.actions.ask import AskForImport
from crossfoot.records.ledger.meter_rows import estimate_month
from crossfoot.records.ledger.meters import bills_of, months_of
from crossfoot.records.ledger.models import Batch
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Duty, Role
from evidences import TREE
from ledgers import JANUARY, OURS, checked, counted, imported, no_processes
from test_meters import Q1, bill, registered

pytestmark = pytest.mark.django_db(transaction=True)

_KILLED = """
import json, os, signal, sys
import django
django.setup()
from crossfoot.records.actions import CommandLine
from crossfoot.records.ledger import meter_rows, working
from crossfoot.records.ledger.actions import take
from crossfoot.workspaces.journal import Journal

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

where, what, given = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
if where == "before the true-up":
    working.settle_estimates = die
elif where == "before the rows count":
    take.keep_copy = die
elif where == "before the rest is estimated":
    meter_rows.estimate_month = die
elif where == "before the answer is kept":
    from crossfoot.records.accounts.models import Answered
    Answered.save_base = die

if what == "job":
    from crossfoot.records.jobs.running import run
    run(given["job"])
elif what == "estimate":
    from datetime import date
    meter_rows.estimate_month(given["meter"], date(2023, 2, 1), CommandLine())
elif what == "true-up":
    meter_rows.true_up(given["meter"], given["batch"], CommandLine())
elif what == "upload":
    from django.conf import settings
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    file = SimpleUploadedFile("bills.csv", given["content"].encode())
    Client(headers={"Authorization": "Bearer " + given["token"]}).post(
        "/api/v1/ledger/batches", {"file": file}, headers={"Idempotency-Key": "k"}
    )
"""


@pytest.fixture
def folder(workspace: Path, settings, root, monkeypatch) -> Path:
    settings.WORKSPACE = workspace
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    no_processes(monkeypatch)
    return workspace


def killed(folder: Path, environment: dict[str, str], where: str, what: str, **given) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, where, what, json.dumps(given)],
        env={**environment, "CROSSFOOT_WORKSPACE": str(folder)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


def lying(folder: Path) -> list[str]:
    """What lies of batches that do not count."""
    return [path.name for path in (folder / ".incoming").glob("batch-*")]


def test_killed_between_an_import_and_its_true_up_the_start_finishes(
    folder, root, shared_database
) -> None:
    meter = registered(root, automatic=True)
    imported(folder, root, bill("3100", "2023-01-01", "2023-01-31"))
    estimate = estimate_month(meter.pk, Q1[1], root)
    batch = checked(folder, root, bill("2950.5", "2023-02-01", "2023-02-28"))
    job = AskForImport(batch.pk).do(root)
    killed(folder, shared_database, "before the true-up", "job", job=job.pk)
    batch.refresh_from_db()
    estimate.refresh_from_db()
    assert (batch.state, estimate.state) == ("standing", "standing")
    start()
    estimate.refresh_from_db()
    assert estimate.state == "reversed"
    assert "difference +150.5" in estimate.reversal
    assert [name for name, _ in counted(folder)] == ["bills.csv", "bills.csv"]
    assert (lying(folder), verify().broken) == ([], [])


def test_killed_in_an_estimate_nothing_counts_and_nothing_is_left(
    folder, root, shared_database
) -> None:
    meter = registered(root)
    imported(folder, root, bill("3100", "2023-01-01", "2023-01-31"))
    killed(folder, shared_database, "before the rows count", "estimate", meter=meter.pk)
    assert len(counted(folder)) == 1
    Batch.objects.filter(meter=meter).update(at=timezone.now() - timedelta(hours=1))
    start()
    assert [batch.state for batch in Batch.objects.filter(meter=meter)] == ["dropped"]
    assert lying(folder) == []
    estimate_month(meter.pk, Q1[1], root)
    assert len(counted(folder)) == 2
    assert verify().broken == []


def test_killed_in_a_true_up_in_part_the_month_says_what_is_missing(
    folder, root, shared_database
) -> None:
    meter = registered(root)
    imported(folder, root, bill("3100", "2023-01-01", "2023-01-31"))
    estimate = estimate_month(meter.pk, Q1[1], root)
    imported(folder, root, bill("1400", "2023-02-01", "2023-02-14"))
    where = "before the rest is estimated"
    killed(folder, shared_database, where, "true-up", meter=meter.pk, batch=estimate.pk)
    start()
    estimate.refresh_from_db()
    assert estimate.state == "reversed"
    month = months_of(meter, bills_of([meter])[meter.pk], Q1)[1]
    assert (month.status.value, month.actual, month.estimated) == ("partial", 14, 0)
    estimate_month(meter.pk, Q1[1], root)
    month = months_of(meter, bills_of([meter])[meter.pk], Q1)[1]
    assert (month.status.value, month.actual, month.estimated) == ("estimated", 14, 14)
    assert (lying(folder), verify().broken) == ([], [])


def test_killed_while_a_program_sends_a_file_it_may_send_it_again(
    folder, root, person, shared_database
) -> None:
    li = person(Role.ESG_MANAGER)
    token = MakeToken("test", frozenset({Duty.READ, Duty.ENTER})).do(li).text
    content = "\n".join(",".join(row) for row in (OURS, JANUARY))
    where = "before the answer is kept"
    killed(folder, shared_database, where, "upload", token=token, content=content)
    assert Batch.objects.count() == 0
    start()
    assert lying(folder) == []
    file = SimpleUploadedFile("bills.csv", content.encode())
    answer = Client(headers={"Authorization": f"Bearer {token}"}).post(
        "/api/v1/ledger/batches", {"file": file}, headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code == 201, answer.content
    assert [batch.state for batch in Batch.objects.all()] == ["received"]
    assert verify().broken == []
