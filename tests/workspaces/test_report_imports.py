"""Published reports into a workspace: what is loaded, with which place, and what is not."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Basis
from crossfoot.facts.provenance import Printed
from crossfoot.languages import Text
from crossfoot.reading.reader import read_report
from crossfoot.workspaces.imports import reverse
from crossfoot.workspaces.published import is_report
from crossfoot.workspaces.report_imports import import_report, load_reports
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace

REPORT = """Gizmo Co., Ltd.

Sustainability report 2023

Emissions

In 2023, Scope 1 GHG emissions were 125 t CO2e.

Indicator\tUnit\t2022\t2023\t2030
Scope 1 GHG emissions\tt CO2e\t90\t100\t50
Gadgets of the third kind\tbushel\t7\t8\t9

Annex

Indicator\tUnit\t2022\t2023
Scope 1 GHG emissions\tt CO2e\t90\t101
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "gizmo-2023.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    settings = Settings(entity="gizmo", company=Text("Gizmo Co., Ltd.", ""), year=2023)
    return Workspace.start(tmp_path / "workspace", settings)


def scope1(workspace: Workspace) -> list[tuple[int, str, int | None]]:
    found = []
    for fact in workspace.facts.select(metric="ghg.scope1"):
        assert isinstance(fact.provenance, Printed)
        found.append((fact.period.start.year, str(fact.value), fact.provenance.line))
    return sorted(found)


def test_each_fact_names_file_line_and_label(workspace: Workspace, file: Path) -> None:
    result = import_report(workspace, file)
    assert result.entry is not None
    for facts in (workspace.facts, Workspace(workspace.folder).facts):  # and when read anew
        assert len(facts) == result.rows
        for fact in facts:
            assert fact.basis is Basis.PUBLISHED
            assert fact.entity == "gizmo"
            assert isinstance(fact.provenance, Printed)
            assert fact.provenance.sha256 == sha256(file.read_bytes()).hexdigest()
            assert fact.provenance.document == "Gizmo Co., Ltd. report 2023"
    (fact,) = [f for f in facts if f.value == Decimal(101)]
    assert isinstance(fact.provenance, Printed)
    assert fact.provenance.line == 16
    assert fact.provenance.label == "Scope 1 GHG emissions"
    assert fact.provenance.as_printed == "101 t CO2e"


def test_both_places_of_a_conflict_are_kept_and_told(workspace: Workspace, file: Path) -> None:
    result = import_report(workspace, file)
    values = scope1(workspace)
    assert {(2023, "100", 10), (2023, "101", 16)} <= set(values)
    assert {(2022, "90", 10), (2022, "90", 16)} <= set(values)
    (told,) = [w for w in result.warnings if "different values" in w.what]
    assert "ghg.scope1 · gizmo · 2023" in told.what
    assert "2022" not in told.what


def test_targets_and_what_no_metric_was_found_for_are_left_out(
    workspace: Workspace, file: Path
) -> None:
    result = import_report(workspace, file)
    assert all(year <= 2023 for year, _, _ in scope1(workspace))
    assert any(w.what.endswith("rows of tables, 2") for w in result.warnings)
    (told,) = [each for each in read_report(file).unrecognised if "target" in each.reason]
    assert (told.label, told.printed) == ("Scope 1 GHG emissions", ("50",))
    assert not [f for f in workspace.facts if f.value in (Decimal(7), Decimal(8))]


def test_a_table_counts_before_a_sentence(workspace: Workspace, file: Path) -> None:
    one_table = REPORT.partition("\nAnnex")[0]
    file.write_text(one_table.replace("125", "100.4"), encoding="utf-8")
    import_report(workspace, file)
    (key,) = [k for k in workspace.facts.keys("ghg.scope1") if k.period.start.year == 2023]
    first = workspace.facts.of(key)[0]
    assert first.context == "table"
    assert first.value == 100


def test_one_entry_in_the_journal_and_the_file_as_evidence(
    workspace: Workspace, file: Path
) -> None:
    before = len(workspace.entries)
    entry = import_report(workspace, file).entry
    assert entry is not None
    assert len(workspace.entries) == before + 1
    assert (entry.action, entry.kind, entry.file) == ("import", "report", file.name)
    assert workspace.evidence(entry).read_bytes() == file.read_bytes()


def test_the_same_file_is_not_taken_twice_under_any_name(
    workspace: Workspace, file: Path, tmp_path: Path
) -> None:
    import_report(workspace, file)
    copy = tmp_path / "copy.txt"
    copy.write_bytes(file.read_bytes())
    with pytest.raises(CrossfootError, match="was imported"):
        import_report(workspace, copy)
    assert len(workspace.imported("report")) == 1


def test_a_trial_changes_nothing(workspace: Workspace, file: Path) -> None:
    def names() -> list[str]:
        return sorted(str(path) for path in workspace.folder.rglob("*"))

    before = names()
    result = import_report(workspace, file, dry_run=True)
    assert result.rows > 0
    assert result.entry is None
    assert names() == before
    assert not len(workspace.facts)


@pytest.mark.parametrize("which", ["file", "rows"])
def test_altered_evidence_is_refused(workspace: Workspace, file: Path, which: str) -> None:
    entry = import_report(workspace, file).entry
    assert entry is not None
    path = workspace.evidence(entry) if which == "file" else workspace.rows_read(entry)
    path.write_bytes(path.read_bytes().replace(b"101", b"102"))
    with pytest.raises(CrossfootError, match="gone or was altered"):
        _ = Workspace(workspace.folder).facts


def test_a_reversed_report_counts_no_more(workspace: Workspace, file: Path) -> None:
    result = import_report(workspace, file)
    reverse(workspace, result.sha256[:8], "the wrong report")
    assert not len(Workspace(workspace.folder).facts)
    import_report(workspace, file)  # and may come again
    assert len(Workspace(workspace.folder).facts) == result.rows


def test_a_report_of_a_later_year_or_without_figures_is_refused(
    workspace: Workspace, file: Path
) -> None:
    file.write_text(REPORT.replace("2023", "2024"), encoding="utf-8")
    with pytest.raises(CrossfootError, match="the workspace reports 2023"):
        import_report(workspace, file)
    file.write_text("Gizmo Co., Ltd.\n\nSustainability report 2023\n\nWe care.\n", "utf-8")
    with pytest.raises(CrossfootError, match="no figure was recognised"):
        import_report(workspace, file)
    assert len(workspace.entries) == 1


def test_a_report_of_another_company_is_loaded_with_a_word(
    workspace: Workspace, file: Path
) -> None:
    assert not [w for w in import_report(workspace, file).warnings if "is of" in w.what]
    file.write_text(REPORT.replace("Gizmo", "Widget"), encoding="utf-8")
    (told,) = [w for w in import_report(workspace, file).warnings if "is of" in w.what]
    assert "Widget Co., Ltd." in told.what


def test_an_entity_that_is_not_there(workspace: Workspace, file: Path) -> None:
    with pytest.raises(CrossfootError, match="'mars'"):
        import_report(workspace, file, entity="mars")


def test_a_workspace_is_started_from_reports(file: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "gizmo-2022.txt"
    earlier.write_text(
        "Gizmo Co., Ltd.\n\nSustainability report 2022\n\nIndicator\tUnit\t2021\t2022\n"
        "Scope 1 GHG emissions\tt CO2e\t70\t90\n",
        encoding="utf-8",
    )
    files = [earlier, file]
    folder = tmp_path / "new"
    load_reports(folder, files, [read_report(path) for path in files])
    workspace = Workspace(folder)
    assert (workspace.root, workspace.settings.year) == ("gizmo", 2023)
    assert workspace.settings.company.en == "Gizmo Co., Ltd."
    assert workspace.settings.years == (2021, 2022, 2023)
    assert [entry.kind for entry in workspace.entries] == ["workspace", "report", "report"]
    assert {(2021, "70", 6), (2022, "90", 6), (2023, "100", 10)} <= set(scope1(workspace))


def test_what_a_later_report_restates_counts(tmp_path: Path) -> None:
    files = []
    for year, value in ((2023, 95), (2022, 90)):  # in whatever order they are named
        files.append(tmp_path / f"{year}.txt")
        text = "Gizmo Co., Ltd.\n\nSustainability report {}\n\nIndicator\tUnit\t2022\t2023\n"
        row = f"Scope 1 GHG emissions\tt CO2e\t{value}\t99\n"
        files[-1].write_text(text.format(year) + row, encoding="utf-8")
    results = load_reports(tmp_path / "new", files, [read_report(path) for path in files])
    assert [result.rows for result in results] == [2, 1]  # the report of 2022 knows no 2023
    facts = Workspace(tmp_path / "new").facts
    (key,) = [key for key in facts.keys("ghg.scope1") if key.period.start.year == 2022]
    assert {fact.value for fact in facts.of(key)} == {Decimal(95), Decimal(90)}
    current = facts.current(key)
    assert current is not None
    assert current.value == Decimal(95)


def test_reports_of_two_companies_start_nothing(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "widget.txt"
    other.write_text(REPORT.replace("Gizmo", "Widget"), encoding="utf-8")
    files = [file, other]
    with pytest.raises(CrossfootError, match="2 companies"):
        load_reports(tmp_path / "new", files, [read_report(path) for path in files])
    assert not (tmp_path / "new").exists()


def test_one_file_named_twice_starts_nothing(file: Path, tmp_path: Path) -> None:
    report = read_report(file)
    with pytest.raises(CrossfootError, match="same file"):
        load_reports(tmp_path / "new", [file, file], [report, report])
    assert not (tmp_path / "new").exists()


def test_of_several_reports_all_are_taken_or_none(
    workspace: Workspace, file: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later.txt"
    later.write_text(REPORT.replace("2023", "2025"), encoding="utf-8")
    files = [file, later]
    with pytest.raises(CrossfootError, match="2025"):
        load_reports(workspace.folder, files, [read_report(path) for path in files])
    assert not Workspace(workspace.folder).imported("report")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("facts.txt", b"metric\tperiod\tvalue\tunit\n", False),
        ("facts.txt", "\ufeff\n指标编号,期间,数值\n".encode(), False),
        ("facts.txt", "metric\tperiod\n".encode("utf-16"), False),
        ("report.txt", REPORT.encode(), True),
        ("report.txt", b"Indicator\tUnit\t2022\t2023\n", True),
        ("report.PDF", b"%PDF-1.7", True),
        ("facts.csv", b"metric,period\n", False),
        ("facts.xlsx", b"PK", False),
    ],
)
def test_a_table_of_facts_is_told_from_a_report(
    tmp_path: Path, name: str, content: bytes, expected: bool
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert is_report(path) is expected
