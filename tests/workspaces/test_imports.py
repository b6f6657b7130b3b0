"""What an import takes in, refuses, corrects, reverses."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import FactKey
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.workspaces.imports import (
    import_activity,
    import_facts,
    import_organisation,
    reverse,
)
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace
from small_workspace import ACTIVITY, FACTS, ORGANISATION, empty_workspace, small_workspace, written

HEADCOUNT = FactKey("workforce.headcount", "hefei", Period.year(2022))


def state(workspace: Workspace) -> dict[str, bytes]:
    """Every file of a workspace, as bytes; lock files are not part of it."""
    return {
        str(path.relative_to(workspace.folder)): path.read_bytes()
        for path in sorted(workspace.folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def value(workspace: Workspace) -> object:
    fact = Workspace(workspace.folder).facts.current(HEADCOUNT)
    return fact.value if fact else None


def test_what_is_imported_counts(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    assert len(workspace.facts) == 5
    assert [file.rows for file in workspace.activity_files()] == [3]
    assert [entity.id for entity in workspace.organisation] == ["group", "hefei", "penang"]
    again = Workspace(workspace.folder)
    assert list(again.facts) == list(workspace.facts)
    assert [entry.action for entry in again.entries] == ["start", "import", "import", "import"]


@pytest.mark.parametrize(
    ("imported", "name", "text"),
    [
        (import_facts, "more.csv", FACTS.replace("2022", "2021")),
        (import_activity, "more.csv", ACTIVITY.replace("2022", "2021")),
        (import_organisation, "more.csv", ORGANISATION + "xian,X,西,site,group,CN,1\n"),
    ],
)
def test_a_trial_run_changes_nothing(tmp_path: Path, imported, name: str, text: str) -> None:
    workspace = small_workspace(tmp_path)
    before = state(workspace)
    result = imported(workspace, written(tmp_path, name, text), dry_run=True)
    assert result.entry is None
    assert result.rows == len(text.splitlines()) - 1
    assert state(workspace) == before


@pytest.mark.parametrize(
    ("imported", "text", "words"),
    [
        (import_facts, FACTS, "this file was imported on"),
        (import_activity, ACTIVITY, "this file was imported on"),
        (import_facts, FACTS.replace("100", "101"), "has a value already"),
        (import_facts, FACTS.replace("hefei", "hefai").replace("2022", "2021"), "hefei"),
        (import_facts, FACTS.replace("headcount", "headcnt"), "workforce.headcount"),
        (import_facts, FACTS.replace("gender", "colour"), "has no dimension 'colour'"),
        (import_facts, FACTS.replace("1e4 CNY", "kWh"), "kWh"),
        (import_activity, ACTIVITY.replace("hefei", "hefai"), "hefei"),
        (import_activity, ACTIVITY + "\n", "stands already in row 2 of 'energy.csv'"),
        (import_activity, ACTIVITY.replace("kWh", "kwhh"), "kwhh"),
        (import_activity, "", "the file is empty"),
        (import_facts, "", "the file is empty"),
        (import_organisation, "", "the file is empty"),
        (import_organisation, ORGANISATION.replace("site,group", "site,grp"), "'grp'"),
        (import_organisation, ORGANISATION.replace("penang", "xian"), "with data are missing: pen"),
    ],
)
def test_what_is_wrong_is_named_and_changes_nothing(
    tmp_path: Path, imported, text: str, words: str
) -> None:
    workspace = small_workspace(tmp_path)
    before = state(workspace)
    with pytest.raises(CrossfootError, match=r"bad\.csv") as caught:
        imported(workspace, written(tmp_path, "bad.csv", text))
    assert words in str(caught.value)
    assert state(workspace) == before
    assert len(workspace.facts) == 5


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path)
    for imported in (import_facts, import_activity, import_organisation):
        with pytest.raises(CrossfootError, match="no such file"):
            imported(workspace, tmp_path / "absent.csv")


def test_a_correction_needs_a_reason_and_becomes_the_next_version(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    text = "metric,entity,period,value,unit\nworkforce.headcount,hefei,2022,104,person\n"
    corrected = written(tmp_path, "corrected.csv", text)
    with pytest.raises(CrossfootError, match="--reason"):
        import_facts(workspace, corrected, reason="  ")
    result = import_facts(workspace, corrected, reason="four people were counted at the office")
    assert [fact.value for fact in result.corrected] == [Decimal(104)]
    versions = [fact.version for fact in Workspace(workspace.folder).facts.of(HEADCOUNT)]
    assert versions == [fact.version for fact in workspace.facts.of(HEADCOUNT)] == [1, 2]
    assert value(workspace) == Decimal(104)
    assert result.entry is not None
    assert result.entry.reason == "four people were counted at the office"


def test_a_published_value_stands_beside_the_entered_one(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    head, row = "metric,entity,period,value,unit,basis", "workforce.headcount,hefei,2022,99,person"
    text = f"{head}\n{row},published\n"
    result = import_facts(workspace, written(tmp_path, "report.csv", text))
    assert result.corrected == ()
    assert value(workspace) == Decimal(100)


def test_rows_of_one_file_are_not_corrections_of_each_other(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path)
    twice = FACTS + "workforce.headcount,hefei,2022,,101,person\n"
    with pytest.raises(CrossfootError, match="row 7"):
        import_facts(workspace, written(tmp_path, "twice.csv", twice))


def test_a_reversed_import_counts_no_more_and_can_be_repeated(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    entry = workspace.imported("facts")[0]
    with pytest.raises(CrossfootError, match="needs a reason"):
        reverse(workspace, entry.sha256[:12], " ")
    reverse(workspace, entry.sha256[:12], "wrong year")
    assert value(workspace) is None
    assert len(workspace.facts) == 0
    import_facts(workspace, tmp_path / "facts.csv")
    assert value(workspace) == Decimal(100)
    reverse(workspace, workspace.imported("activity")[0].sha256, "wrong year")
    assert workspace.activity_files() == ()
    import_activity(workspace, tmp_path / "energy.csv")
    assert len(Workspace(workspace.folder).activity_files()) == 1


@pytest.mark.parametrize("sha256", ["", "zz", "0"])
def test_a_reversal_names_one_import(tmp_path: Path, sha256: str) -> None:
    workspace = empty_workspace(tmp_path)
    with pytest.raises(CrossfootError, match="no import that stands"):
        reverse(workspace, sha256, "a reason")


def test_a_reversed_correction_gives_the_earlier_value_back(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    text = "metric,entity,period,value,unit\nworkforce.headcount,hefei,2022,104,person\n"
    result = import_facts(workspace, written(tmp_path, "new.csv", text), reason="recounted")
    reverse(workspace, result.sha256, "recounted wrongly")
    assert value(workspace) == Decimal(100)


def test_the_organisation_can_be_replaced(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    larger = ORGANISATION.replace("Hefei plant", "Hefei works") + "xian,Xian,西安,site,group,CN,1\n"
    import_organisation(workspace, written(tmp_path, "larger.csv", larger))
    for seen in (workspace, Workspace(workspace.folder)):
        assert seen.organisation["hefei"].name.en == "Hefei works"
        assert "xian" in seen.organisation


def test_the_organisation_may_come_from_a_workbook(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for line in ORGANISATION.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "organisation.xlsx")
    workspace = small_workspace(tmp_path)
    import_organisation(workspace, tmp_path / "organisation.xlsx")
    assert "penang" in Workspace(workspace.folder).organisation


def test_sheets_of_one_workbook_are_imports_of_their_own(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, quantity in (("north", 1000), ("south", 3000)):
        sheet = book.create_sheet(title)
        sheet.append(["site", "activity", "quantity", "unit", "start", "end", "source"])
        row = ["hefei", "electricity.grid", quantity, "kWh", "2021-01-01", "2021-12-31", title]
        sheet.append(row)
    book.save(tmp_path / "two.xlsx")
    workspace = small_workspace(tmp_path)
    with pytest.raises(CrossfootError, match="--sheet 'north'"):
        import_activity(workspace, tmp_path / "two.xlsx")
    for title in ("north", "south"):
        entry = import_activity(workspace, tmp_path / "two.xlsx", sheet=title).entry
        assert entry is not None
        assert entry.sheet == title
        with pytest.raises(CrossfootError, match="this file was imported on"):
            import_activity(workspace, tmp_path / "two.xlsx", sheet=title)
    shutil.rmtree(workspace.folder / "ledger")
    files = Workspace(workspace.folder).activity_files()
    assert [(file.sheet, file.rows) for file in files] == [("", 3), ("north", 1), ("south", 1)]
    assert len({file.parquet for file in files}) == 3
    with pytest.raises(CrossfootError, match="--sheet: north, south"):
        reverse(workspace, files[1].sha256, "wrong")
    reverse(workspace, files[1].sha256, "wrong", sheet="south")
    left = Workspace(workspace.folder).activity_files()
    assert [file.sheet for file in left] == ["", "north"]


def test_two_organisations_are_one_too_many(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    written(workspace.folder, "organisation.csv", ORGANISATION)
    with pytest.raises(CrossfootError, match="two organisations"):
        _ = Workspace(workspace.folder).organisation


def test_an_altered_or_missing_copy_is_noticed(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    kept = workspace.evidence(workspace.imported("facts")[0])
    kept.write_text(kept.read_text().replace("100", "900"))
    with pytest.raises(CrossfootError, match=r"'facts\.csv' is gone or was altered"):
        _ = Workspace(workspace.folder).facts
    kept.unlink()
    with pytest.raises(CrossfootError, match="restore it from a backup"):
        _ = Workspace(workspace.folder).facts


def test_a_workspace_can_be_moved(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    facts, rows = list(workspace.facts), workspace.activity_files()[0].parquet.read_bytes()
    shutil.move(workspace.folder, tmp_path / "elsewhere")
    moved = Workspace(tmp_path / "elsewhere")
    assert list(moved.facts) == facts
    assert moved.activity_files()[0].parquet.read_bytes() == rows
    assert [entity.id for entity in moved.organisation] == ["group", "hefei", "penang"]


def test_a_lost_ledger_file_is_made_anew(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    ledger = workspace.activity_files()[0].parquet
    rows = ledger.read_bytes()
    shutil.rmtree(workspace.folder / "ledger")
    assert Workspace(workspace.folder).activity_files()[0].parquet.read_bytes() == rows


def test_files_laid_by_hand_count_as_they_are(tmp_path: Path) -> None:
    """A bare folder: settings, and tables in `facts/` and `activity/`, and nothing else."""
    folder = tmp_path / "bare"
    written(folder, "crossfoot.toml", "[report]\nyear = 2022\n")
    written(folder, "organisation.csv", ORGANISATION)
    written(folder / "facts", "people.csv", FACTS)
    written(folder / "facts", ".hidden.csv", "no table")
    written(folder / "facts", "notes.txt", "no table")
    written(folder / "activity", "energy.csv", ACTIVITY)
    workspace = Workspace(folder)
    assert len(workspace.facts) == 5
    assert [file.name for file in workspace.activity_files()] == ["activity/energy.csv"]
    assert [file.name for _, file in workspace.fact_files()] == ["facts/people.csv"]
    written(folder / "facts", "people.csv", FACTS.replace(",100,", ",110,"))
    assert value(workspace) == Decimal(110)


def test_a_mistake_in_a_laid_file_names_the_file(tmp_path: Path) -> None:
    workspace = empty_workspace(tmp_path)
    written(workspace.folder / "facts", "people.csv", FACTS.replace("person", "kWh", 1))
    with pytest.raises(CrossfootError, match=r"facts/people\.csv, row 3"):
        _ = workspace.facts


@pytest.mark.parametrize(
    ("year", "date", "refused"),
    [
        (None, "2033", True),  # a slip of the pen
        (None, "2023", False),  # the year after the last one shown: data that came early
        (2022, "2021", True),
        (2022, "2022", False),
    ],
)
def test_rows_of_another_time_are_refused(
    tmp_path: Path, year: int | None, date: str, refused: bool
) -> None:
    settings = Settings(entity="group", company=Text("G", "G"), year=2022, first_year=2021)
    workspace = Workspace.start(tmp_path / "dated", settings)
    activity, facts = tmp_path / "activity.csv", tmp_path / "facts.csv"
    activity.write_text(
        "site,activity,quantity,unit,start,end\n"
        f"group,electricity.grid,5,kWh,{date}-01-01,{date}-01-31\n"
    )
    facts.write_text(f"metric,entity,period,value,unit\nwater.use,group,{date}-01,7,m^3\n")
    for path, take_in in ((activity, import_activity), (facts, import_facts)):
        if refused:
            with pytest.raises(CrossfootError, match=f"{date}.* imported for"):
                take_in(workspace, path, year=year)
        else:
            assert take_in(workspace, path, year=year).entry is not None
    kinds = [entry.kind for entry in workspace.entries]
    assert kinds == (["workspace"] if refused else ["workspace", "activity", "facts"])
