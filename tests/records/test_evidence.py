from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.evidence import subjects as registry
from crossfoot.records.evidence.actions.add import AddEvidence, retention
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.actions.delete import DeleteEvidence
from crossfoot.records.evidence.actions.describe import DescribeEvidence
from crossfoot.records.evidence.actions.detach import Detach
from crossfoot.records.evidence.actions.revise import ReviseEvidence
from crossfoot.records.evidence.models import Document, File, Revision, Use
from crossfoot.records.evidence.queries import documents, evidence_of, evidence_of_all, same_content
from crossfoot.records.evidence.receiving import plain_name, receive
from crossfoot.records.evidence.sniffing import media_of, preview_of
from crossfoot.records.evidence.store import sweep
from crossfoot.records.evidence.subjects import Subject
from crossfoot.records.journal.models import Entry
from crossfoot.records.journal.verify import verify
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from crossfoot.workspaces.stored import sweep as sweep_workspace
from evidences import PDF, PNG, TREE, sent, stored

pytestmark = pytest.mark.django_db

LOCKED = {"2"}


@pytest.fixture
def folder(tmp_path: Path, settings, root, monkeypatch) -> Path:
    settings.WORKSPACE = tmp_path
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)

    def cells(ids):
        units = {"1": "hefei", "2": "hefei", "3": "penang"}
        return {i: Subject(units[i], f"cell {i}", "", i in LOCKED) for i in ids if i in units}

    monkeypatch.setitem(registry._KINDS, "cell", cells)
    return tmp_path


def test_a_file_is_kept_under_the_hash_of_its_bytes(folder, root) -> None:
    document = AddEvidence(sent(PDF), "hefei", kind="invoice").do(root)
    name = f"{hashlib.sha256(PDF).hexdigest()}.pdf"
    assert stored(folder) == [name]
    assert (folder / "evidence" / "documents" / name).read_bytes() == PDF
    assert list((folder / ".incoming").iterdir()) == []
    assert (document.title, document.kept_until) == ("may.pdf", retention(timezone.now().date()))
    assert Entry.objects.get(stream="evidence").subject == f"evidence:{document.pk}"


def test_the_same_bytes_are_kept_once_and_recognised_by_those_who_may_read(folder, root) -> None:
    first = AddEvidence(sent(PDF), "hefei").do(root)
    second = AddEvidence(sent(PDF, "copy.pdf"), "penang").do(root)
    assert (File.objects.count(), len(stored(folder))) == (1, 1)
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert same_content(sha256, ["hefei"], root) == first
    assert same_content(sha256, ["penang"], root) == second
    assert same_content(sha256, ["cells"], root) is None


def test_a_file_beyond_the_limit_leaves_nothing(folder, settings) -> None:
    settings.EVIDENCE_MEGABYTES = 1
    receive([b"x" * (1 << 20)], "fits.bin").drop()
    with pytest.raises(CrossfootError, match="larger than 1 MB"):
        receive([b"x" * (1 << 20), b"x"], "big.bin")
    assert list((folder / ".incoming").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "media", "preview"),
    [
        (PDF, "application/pdf", "pdf"),
        (PNG, "image/png", "image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "octet-stream", ""),
        (b"<!DOCTYPE html><script>alert(1)</script>", "octet-stream", ""),
        (b"\xef\xbb\xbf\n<html>", "octet-stream", ""),
        (b"kWh;1200\n", "text/plain", ""),
    ],
)
def test_content_alone_says_what_a_file_is(folder, content, media, preview) -> None:
    found = media_of(sent(content, "invoice.pdf").path).name
    assert found.endswith(media)
    assert preview_of(found) == preview


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"\x7fELF", b"#!/bin/sh\n"])
def test_programs_are_refused(folder, root, content) -> None:
    with pytest.raises(CrossfootError, match="program"):
        AddEvidence(sent(content, "may.pdf"), "hefei").do(root)
    assert Document.objects.count() == 0
    assert stored(folder) == []


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.pdf", "b.pdf"),
        ("a\x00\n.pdf", "a.pdf"),
        ("", "file"),
    ],
)
def test_a_name_is_no_path(name, plain) -> None:
    assert plain_name(name) == plain


def test_a_refused_action_leaves_no_file(folder, person) -> None:
    owner = person(Role.DATA_OWNER, "hefei")
    for action in (
        AddEvidence(sent(PDF), "penang"),
        AddEvidence(sent(PDF), "hefei", kind="joke"),
        AddEvidence(sent(b""), "hefei"),
    ):
        with pytest.raises(CrossfootError):
            action.do(owner)
    assert stored(folder) == []
    assert AddEvidence(sent(PDF), "hefei").do(owner).unit.code == "hefei"


def test_revisions_stay_and_a_use_stays_with_its_own(folder, root) -> None:
    document = AddEvidence(sent(PDF), "hefei", "May").do(root)
    Attach("cell:1", document.pk, "3").do(root)
    ReviseEvidence(document.pk, sent(PNG, "may.png"), "scanned anew").do(root)
    Attach("cell:1", document.pk, "1").do(root)
    assert [(p.number, p.page, p.name) for p in evidence_of("cell:1")] == [
        (1, "3", "may.pdf"),
        (2, "1", "may.png"),
    ]
    with pytest.raises(CrossfootError, match="same as"):
        ReviseEvidence(document.pk, sent(PNG)).do(root)


def test_to_attach_twice_is_no_mistake(folder, root) -> None:
    document = AddEvidence(sent(PDF), "hefei").do(root)
    assert Attach("cell:1", document.pk).do(root) == Attach("cell:1", document.pk).do(root)
    assert Use.objects.count() == 1


def test_what_proves_many_subjects_is_one_query(folder, root) -> None:
    for number in range(4):
        document = AddEvidence(sent(PDF + bytes([number])), "hefei").do(root)
        Attach(f"cell:{1 + number % 3}", document.pk).do(root)
    with CaptureQueriesContext(connection) as queries:
        found = evidence_of_all(["cell:1", "cell:2", "cell:3", "cell:4"])
    assert len(queries) == 1
    assert {subject: len(proofs) for subject, proofs in found.items()} == {
        "cell:1": 2,
        "cell:2": 1,
        "cell:3": 1,
    }


@pytest.mark.parametrize("subject", ["cell:9", "nothing:1", "cell", ""])
def test_only_what_is_known_is_proved(folder, root, subject) -> None:
    document = AddEvidence(sent(PDF), "hefei").do(root)
    with pytest.raises(CrossfootError, match="nothing to prove"):
        Attach(subject, document.pk).do(root)


def test_people_attach_to_their_own_figures_what_they_may_read(folder, root, person) -> None:
    hefei, penang = (
        AddEvidence(sent(PDF), unit, kind="invoice").do(root).pk for unit in ("hefei", "penang")
    )
    owner = person(Role.DATA_OWNER, "hefei")
    assert Attach("cell:1", hefei).do(owner).subject == "cell:1"
    for subject, document in (("cell:3", hefei), ("cell:1", penang)):
        with pytest.raises(NotAllowedError):
            Attach(subject, document).do(owner)
    viewer = person(Role.VIEWER)
    with pytest.raises(NotAllowedError):
        Attach("cell:1", hefei).do(viewer)
    with pytest.raises(NotAllowedError):
        Detach(Use.objects.get().pk).do(viewer)


def test_what_proves_a_locked_figure_stays(folder, root) -> None:
    document = AddEvidence(sent(PDF), "hefei", kept_until=date(2020, 1, 1)).do(root)
    free, locked = (Attach(f"cell:{number}", document.pk).do(root) for number in (1, 2))
    with pytest.raises(CrossfootError, match="locked figures rest on it: cell 2"):
        DeleteEvidence(document.pk).do(root)
    with pytest.raises(CrossfootError, match="cell 2 is locked"):
        Detach(locked.pk).do(root)
    Detach(free.pk).do(root)
    assert [proof.subject for proof in evidence_of("cell:1") + evidence_of("cell:2")] == ["cell:2"]


@pytest.mark.django_db(transaction=True)
def test_deletion_comes_after_retention_and_takes_only_what_nobody_has(folder, root) -> None:
    today = timezone.now().date()
    kept = AddEvidence(sent(PDF), "hefei", kept_until=today).do(root)
    with pytest.raises(CrossfootError, match="kept until"):
        DeleteEvidence(kept.pk).do(root)
    over = AddEvidence(sent(PDF), "hefei", kept_until=today - timedelta(1)).do(root)
    ReviseEvidence(over.pk, sent(PNG)).do(root)
    assert len(stored(folder)) == 2
    DeleteEvidence(over.pk).do(root, reason="retention is over")
    assert stored(folder) == [f"{hashlib.sha256(PDF).hexdigest()}.pdf"]
    assert {revision.file for revision in Revision.objects.filter(document=over)} == {None}
    entry = Entry.objects.get(action="evidence.delete")
    assert (entry.reason, list(documents(["hefei"], root))) == ("retention is over", [kept])
    assert verify().broken == []
    with pytest.raises(CrossfootError, match="no such document"):
        DeleteEvidence(over.pk).do(root)


def test_only_a_manager_shortens_retention(folder, person) -> None:
    owner, manager = person(Role.DATA_OWNER, "hefei"), person(Role.ESG_MANAGER, "hefei")
    document = AddEvidence(sent(PDF), "hefei").do(owner)
    later, sooner = document.kept_until + timedelta(1), document.kept_until - timedelta(1)
    DescribeEvidence(document.pk, "May", "invoice", None, later).do(owner)
    with pytest.raises(CrossfootError, match="less long"):
        DescribeEvidence(document.pk, "May", "invoice", None, sooner).do(owner)
    DescribeEvidence(document.pk, "May", "invoice", None, sooner).do(manager)
    with pytest.raises(NotAllowedError):
        DeleteEvidence(document.pk).do(owner)


def test_documents_are_found_and_those_that_expire(folder, root) -> None:
    days = [date(2026, 1, 31), date(2026, 3, 31), None]
    for number, day in enumerate(days):
        file = sent(PDF + bytes([number]), f"bill-{number}.pdf")
        AddEvidence(file, "hefei", f"Title {number}", "certificate", day).do(root)
    AddEvidence(sent(PNG), "penang", "Elsewhere").do(root)
    titles = lambda **query: [d.title for d in documents(["hefei"], root, **query)]  # noqa: E731
    assert titles() == ["Title 2", "Title 1", "Title 0"]
    assert titles(text="bill-1") == ["Title 1"]
    assert titles(text="title 2") == ["Title 2"]
    assert titles(kind="invoice") == []
    assert titles(expiring_by=date(2026, 2, 28)) == ["Title 0"]
    assert titles(expiring_by=date(2026, 4, 1)) == ["Title 0", "Title 1"]
    assert documents([], root).count() == 0


# -- what a crash leaves behind ----------------------------------------------------------------


def age(path: Path) -> None:
    os.utime(path, (time.time() - 4000,) * 2)


@pytest.mark.django_db(transaction=True)
def test_orphans_are_swept_and_named_files_are_not(folder, root) -> None:
    AddEvidence(sent(PDF), "hefei").do(root)
    place = folder / "evidence" / "documents"
    orphan, young = place / f"{'a' * 64}.pdf", place / f"{'b' * 64}.pdf"
    part = folder / ".incoming" / "c.partial"
    for path in (orphan, young, part):
        path.write_bytes(b"%PDF-")
    for path in (orphan, part, *place.glob("*.pdf")):
        if path != young:
            age(path)
    assert sorted(sweep()) == sorted([orphan.name, part.name])
    assert stored(folder) == sorted([young.name, f"{hashlib.sha256(PDF).hexdigest()}.pdf"])


def test_imports_of_files_leave_documents_alone(folder, root) -> None:
    AddEvidence(sent(PDF), "hefei").do(root)
    for path in (folder / "evidence").rglob("*"):
        age(path)
    age(folder / "evidence" / "documents")
    sweep_workspace(folder, ())
    assert len(stored(folder)) == 1


_KILLED = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from django.db import connection
from django.conf import settings
from crossfoot.records.actions import CommandLine
from crossfoot.records.evidence import store
from crossfoot.records.evidence.actions import add
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.journal import append

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

where = sys.argv[1]
if where == "before the rename":
    store.put = add.put = die
elif where == "after the rename":
    real = add.put
    add.put = lambda *a: (real(*a), die())
elif where == "before the commit":
    from crossfoot.records import actions
    actions.append = die
add.AddEvidence(receive([b"%PDF-1.7 killed"], "k.pdf"), "hefei").do(CommandLine())
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["before the rename", "after the rename", "before the commit"])
def test_killed_anywhere_nothing_is_half_there(folder, root, shared_database, where) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, where],
        env={**shared_database, "CROSSFOOT_WORKSPACE": str(folder)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert (Document.objects.count(), File.objects.count()) == (0, 0)
    for path in (*(folder / "evidence").rglob("*.pdf"), *(folder / ".incoming").iterdir()):
        age(path)
    assert len(sweep()) == 1
    assert stored(folder) == []
    AddEvidence(sent(b"%PDF-1.7 killed"), "hefei").do(root)
    assert len(stored(folder)) == 1
