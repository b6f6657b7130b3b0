"""A supplier's words: its names of sites and activities, its units, and what they mean here."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from crossfoot.records.journal.models import Entry
from crossfoot.records.ledger.heads import look
from crossfoot.records.ledger.models import Batch, BatchTotal
from crossfoot.records.ledger.values import values_of
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from crossfoot.workspaces.stored import TableFile, evidence_path, ledger_file
from crossfoot.workspaces.workspace import Workspace
from evidences import TREE
from ledgers import JANUARY, OURS, OWN_NAMES, checked, imported, no_processes, sent
from test_api import Program
from test_pages import browser

pytestmark = pytest.mark.django_db

THEIRS = ("Site", "What", "Amount", "Unit", "From", "To", "Meter")
THEIR_COLUMNS = dict(zip(OURS, THEIRS, strict=True))
FIRST = ("合肥一厂", "市电", "1200.5", "度数", "2023-01-01", "2023-01-31", "M1")
SECOND = ("合肥一厂", "市电", "900", "度数", "2023-02-01", "2023-02-28", "M1")
OTHER = ("Hefei", "柴油", "50", "L", "2023-01-01", "2023-01-31", "F1")
MEANINGS = {
    "site=合肥一厂": "hefei",
    "activity=市电": "electricity.grid",
    "unit=度数": "kWh",
    "site=Hefei": "hefei",
    "activity=柴油": "fuel.diesel.mobile",
}


@pytest.fixture
def folder(workspace: Path, settings, root, monkeypatch) -> Path:
    settings.WORKSPACE = workspace
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    no_processes(monkeypatch)
    return workspace


def rows_in(parquet: Path) -> list[tuple]:
    return duckdb.sql(f"SELECT site, activity, unit, quantity FROM '{parquet}'").fetchall()


def test_words_are_counted_and_those_that_are_not_known_come_first(folder, person) -> None:
    li = person(Role.ESG_MANAGER)
    batch = checked(
        folder, li, FIRST, SECOND, OTHER, mapping=THEIR_COLUMNS, heading=THEIRS, unit="hefei"
    )
    assert batch.state == "refused"
    found = [(each.column, each.text, each.rows, each.known) for each in values_of(batch, li)]
    assert found == [
        ("site", "合肥一厂", 2, False),
        ("site", "Hefei", 1, False),
        ("activity", "市电", 2, False),
        ("activity", "柴油", 1, False),
        ("unit", "度数", 2, False),
        ("unit", "L", 1, True),
    ]
    suggested = {each.text: each.suggested for each in values_of(batch, li)}
    assert suggested["Hefei"] == "hefei"


def test_what_words_mean_counts_and_rows_can_be_made_anew(folder, person) -> None:
    li = person(Role.ESG_MANAGER)
    batch = imported(
        folder, li, FIRST, SECOND, OTHER, mapping=THEIR_COLUMNS | MEANINGS, heading=THEIRS
    )
    assert batch.state == "standing", batch.problems
    totals = BatchTotal.objects.filter(batch=batch)
    assert {(each.site, each.activity, each.unit) for each in totals} == {
        ("hefei", "electricity.grid", "kWh"),
        ("hefei", "fuel.diesel.mobile", "L"),
    }
    said = Entry.objects.get(action="ledger.check")
    assert said.subject == batch.reference
    # the journal of the workspace keeps the meanings: without the written rows they come again
    (parquet,) = (folder / "ledger").glob("*.parquet")
    before = rows_in(parquet)
    parquet.unlink()
    (line,) = Workspace(folder).imported("activity")
    kept = evidence_path(folder, line.sha256, ".csv")
    file = TableFile(kept, line.file, line.sha256, "", 0, json.loads(line.mapping))
    assert ledger_file(folder, file, TREE) == parquet
    assert rows_in(parquet) == before
    assert {row[0] for row in before} == {"hefei"}


def test_meanings_are_remembered_with_the_columns_and_suggested_to_others(folder, person) -> None:
    li, wang = person(Role.ESG_MANAGER), person(Role.ESG_MANAGER)
    imported(folder, li, FIRST, OTHER, mapping=THEIR_COLUMNS | MEANINGS, heading=THEIRS)
    from crossfoot.records.ledger.actions.receive import ReceiveBatch

    batch = ReceiveBatch(sent(folder, SECOND, name="feb.csv", heading=THEIRS)).do(wang)
    seen = look(batch, wang)
    assert seen.remembered
    assert seen.mapping == THEIR_COLUMNS | MEANINGS
    # a file of another shape: nothing is remembered, but its words are known from before
    turned = (*reversed(THEIRS[:-1]), "Counter")
    row = (*reversed(SECOND[:-1]), "M2")
    columns = dict(zip((*reversed(OURS[:-1]), OURS[-1]), turned, strict=True))
    other = checked(folder, wang, row, mapping=columns, heading=turned, name="other.csv")
    assert {each.text: each.suggested for each in values_of(other, wang)} == {
        "合肥一厂": "hefei",
        "市电": "electricity.grid",
        "度数": "kWh",
    }


def test_words_are_said_on_the_page_and_can_be_taken_back(folder, person) -> None:
    client = browser(person(Role.DATA_OWNER, "hefei"))
    li = person(Role.DATA_OWNER, "hefei")
    batch = checked(folder, li, FIRST, OTHER, mapping=THEIR_COLUMNS, heading=THEIRS, unit="hefei")
    page = client.get(f"/ledger/{batch.pk}").content.decode()
    assert 'value="site=合肥一厂"' in page
    assert "not known" in page
    fields = {f"of-{name}": f":{heading}" for name, heading in THEIR_COLUMNS.items()}
    fields |= {"word": list(MEANINGS), "mean": list(MEANINGS.values())}
    assert client.post(f"/ledger/{batch.pk}/check", fields).status_code == 302
    from crossfoot.records.jobs.running import run

    run(Batch.objects.get(pk=batch.pk).job_id)
    batch = Batch.objects.get(pk=batch.pk)
    assert (batch.state, batch.mapping) == ("checked", THEIR_COLUMNS | MEANINGS)
    page = client.get(f"/ledger/{batch.pk}").content.decode()
    assert 'value="electricity.grid"' in page
    fields["mean"][1] = ""
    client.post(f"/ledger/{batch.pk}/check", fields)
    run(Batch.objects.get(pk=batch.pk).job_id)
    batch = Batch.objects.get(pk=batch.pk)
    assert "activity=市电" not in batch.mapping
    # an activity that nothing knows may be imported, but is said to be unknown
    assert batch.state == "checked"
    assert "Nothing is calculated from rows" in client.get(f"/ledger/{batch.pk}").content.decode()


def test_a_program_says_what_words_mean(folder, person) -> None:
    program = Program(person(Role.ESG_MANAGER))
    li = person(Role.ESG_MANAGER)
    batch = checked(folder, li, FIRST, mapping=THEIR_COLUMNS, heading=THEIRS, unit="hefei")
    words = program.get(f"ledger/batches/{batch.pk}/words").json()
    assert [(each["key"], each["rows"], each["known"]) for each in words] == [
        ("site=合肥一厂", 1, False),
        ("activity=市电", 1, False),
        ("unit=度数", 1, False),
    ]


def test_a_word_of_a_column_that_is_no_name_is_refused(folder, person) -> None:
    from crossfoot.errors import CrossfootError

    with pytest.raises(CrossfootError, match="texts of quantity cannot mean"):
        checked(folder, person(Role.ESG_MANAGER), JANUARY, mapping={**OWN_NAMES, "quantity=1": "2"})
