"""Publishing: what stands in the way, what an edition holds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crossfoot.cli import crossfoot as program
from crossfoot.footing.finding import Severity
from crossfoot.languages import Text
from crossfoot.reports.writing.standing import Explanation, explained, obstacles
from crossfoot.workspaces.workspace import Workspace

FACTS = """metric,entity,period,value,unit,dimensions
finance.revenue,group,2022,62500,1e4 CNY,
finance.revenue,group,2023,80000,1e4 CNY,
workforce.headcount,group,2023,120,person,
workforce.headcount,group,2023,54,person,gender=female
workforce.headcount,group,2023,66,person,gender=male
"""

AWARDS = "title_en,title_zh,issuer_en,issuer_zh\nPrize,奖,Town,市\n"

EN = "# People\n\nWe are {value}`workforce.headcount`.\n"
ZH = "# 员工\n\n我们有{value}`workforce.headcount`。\n"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(program, list(arguments), standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result.return_value, result.output


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "ws"
    run("init", str(folder), "--name", "Acme", "--name-zh", "安诺", "--year", "2023")
    (folder / "facts").mkdir(exist_ok=True)
    (folder / "facts" / "facts.csv").write_text(FACTS, encoding="utf-8")
    for name, text in (("en/10-people.md", EN), ("zh/10-people.md", ZH)):
        path = folder / "report" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats are tested elsewhere; here one small file stands for them."""

    def write(
        model: object, _books: object, out: Path, *_rest: object, **_more: object
    ) -> list[Path]:
        (out / "en").mkdir()
        (out / "en" / "index.html").write_text(f"draft: {model.is_draft}", encoding="utf-8")  # type: ignore[attr-defined]
        return [out / "en" / "index.html"]

    monkeypatch.setattr("crossfoot.reports.write.write_reports", write)


def test_nothing_is_published_unapproved(workspace):
    code, said = run("publish", "--workspace", str(workspace))
    assert code == 1
    assert "Approvals (2)" in said
    assert "crossfoot approve" in said
    assert not (workspace / "published").exists()


def test_an_approved_report_is_published_with_its_hashes(workspace):
    (workspace / "report" / "lists").mkdir()
    (workspace / "report" / "lists" / "awards.csv").write_text(AWARDS, encoding="utf-8")
    run("approve", "people", "--by", "Li Na", "--workspace", str(workspace))
    code, _ = run("publish", "--by", "Wang Fang", "--workspace", str(workspace))
    assert code == 0
    edition = workspace / "published" / "2023-1"
    assert (edition / "en" / "index.html").read_text() == "draft: False"
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        content = (edition / entry["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert manifest["lists"] == [
        {"file": "report/lists/awards.csv", "sha256": hashlib.sha256(AWARDS.encode()).hexdigest()}
    ]
    chapters = {(c["language"], c["sha256"], c["approved_by"]) for c in manifest["chapters"]}
    assert chapters == {
        ("en", hashlib.sha256(EN.encode()).hexdigest(), "Li Na"),
        ("zh", hashlib.sha256(ZH.encode()).hexdigest(), "Li Na"),
    }
    entries = Workspace(workspace).entries
    assert [e.action for e in entries] == ["start", "approve", "approve", "publish"]
    assert (
        entries[-1].sha256 == hashlib.sha256((edition / "manifest.json").read_bytes()).hexdigest()
    )


def test_a_second_edition_leaves_the_first(workspace):
    run("approve", "--all", "--by", "Li Na", "--workspace", str(workspace))
    for _ in range(2):
        assert run("publish", "--workspace", str(workspace))[0] == 0
    assert sorted(p.name for p in (workspace / "published").iterdir()) == ["2023-1", "2023-2"]


def test_a_chapter_that_changes_loses_its_approval(workspace):
    run("approve", "--all", "--by", "Li Na", "--workspace", str(workspace))
    assert run("approve", "--workspace", str(workspace))[0] == 0
    (workspace / "report" / "en" / "10-people.md").write_text(EN + "\nMore.\n", encoding="utf-8")
    code, said = run("publish", "--workspace", str(workspace))
    assert code == 1
    assert "has changed since Li Na approved it" in said
    assert "Approvals (1)" in said
    assert run("approve", "--workspace", str(workspace))[0] == 1


@pytest.mark.parametrize(
    ("en", "group"),
    [
        ("# People\n\n{value}`workforce.headcuont`\n", "Text (1)"),
        ("# People\n\n{value}`workforce.headcount gender=male`\n", "Languages (2)"),
    ],
)
def test_a_text_that_is_wrong_stands_in_the_way(workspace, en, group):
    (workspace / "report" / "en" / "10-people.md").write_text(en, encoding="utf-8")
    run("approve", "--all", "--by", "Li Na", "--workspace", str(workspace))
    code, said = run("publish", "--workspace", str(workspace))
    assert code == 1
    assert group in said
    assert "en/10-people.md" in said


def test_figures_that_do_not_add_up_stand_in_the_way(workspace):
    path = workspace / "facts" / "facts.csv"
    path.write_text(FACTS.replace(",66,", ",77,"), encoding="utf-8")
    run("approve", "--all", "--by", "Li Na", "--workspace", str(workspace))
    code, said = run("publish", "--lang", "zh", "--workspace", str(workspace))
    assert code == 1
    assert "数据 (1)" in said
    assert "sum_mismatch workforce.headcount" in said
    assert not (workspace / "published").exists()


def test_a_failing_writer_leaves_no_edition(workspace, monkeypatch):
    def fail(*_given: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crossfoot.reports.write.write_reports", fail)
    run("approve", "--all", "--by", "Li Na", "--workspace", str(workspace))
    with pytest.raises(OSError, match="No space"):
        run("publish", "--workspace", str(workspace))
    assert list((workspace / "published").iterdir()) == []
    assert Workspace(workspace).entries[-1].action == "approve"


def test_an_explanation_settles_a_warning_and_never_an_error(small_report):
    warning = next(f for f in small_report.findings if f.severity is Severity.WARNING)
    error = next(f for f in small_report.findings if f.severity is Severity.ERROR)
    given = tuple(
        Explanation(
            str(f.kind), f.metric, "", Text("It is right.", "属实。"), "Li Na", "2024-03-01"
        )
        for f in (warning, error)
    )
    after = explained(small_report.findings, given)
    assert Severity.ERROR in {f.severity for f in after}
    settled = next(f for f in after if f.message.en.startswith(warning.message.en))
    assert settled.severity is Severity.NOTE
    assert "It is right." in settled.message.en
    assert "Li Na" in settled.message.zh


def test_an_explanation_is_about_its_metric_and_period_alone(small_report):
    warning = next(f for f in small_report.findings if f.severity is Severity.WARNING)
    reason = Text("So it is.", "如此。")
    for metric, period in (("ghg.nix", ""), (warning.metric, "1999")):
        other = Explanation(str(warning.kind), metric, period, reason, "Li Na", "2024-03-01")
        assert explained((warning,), (other,)) == (warning,)


def test_what_stands_in_the_way_is_grouped(small_report):
    from crossfoot.reports.writing.approvals import Approvals

    groups = [str(each.group) for each in obstacles(small_report, {}, Approvals())]
    assert groups == sorted(groups, key=["figures", "rows", "indices"].index)
    assert {"figures", "rows"} <= set(groups)


def test_check_names_file_and_line_of_a_text(workspace):
    path = workspace / "report" / "en" / "10-people.md"
    path.write_text(EN + "\n{value}`nix`\n", encoding="utf-8")
    code, said = run("check", "--format", "json", "--workspace", str(workspace))
    assert code == 1
    found = {(f["kind"], f["check"], f["where"]) for f in json.loads(said)["findings"]}
    assert ("unknown_metric", "writing", "report/en/10-people.md:5") in found


def test_the_starting_point_is_copied_once(workspace):
    own = workspace / "report" / "en" / "10-people.md"
    run("report", "--start", "--workspace", str(workspace))
    assert own.read_text(encoding="utf-8") == EN
    first = sorted((workspace / "report").rglob("*.md"))
    assert len(first) > 2
    assert "Copied" not in run("report", "--start", "--workspace", str(workspace))[1]
