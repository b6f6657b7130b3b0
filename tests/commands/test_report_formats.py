"""`crossfoot report` in all its forms, and the pages that `crossfoot index` knows after it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """The small workspace with a chapter of its own, to be changed."""
    import shutil

    folder = tmp_path / "own"
    shutil.copytree(small, folder)
    chapters = folder / "report" / "en"
    chapters.mkdir(parents=True)
    (chapters / "10-energy.md").write_text(
        "---\nid: energy\nanswers: [GRI 2-1]\n---\n# Energy\n\nWe save.\n", encoding="utf-8"
    )
    return folder


def page_of(crossfoot, folder: Path) -> int | None:
    """The page of the chapter in the index of GRI, under the code that it answers."""
    answer = crossfoot("index", "gri", "--format", "json", "--workspace", folder)
    [row] = [row for row in json.loads(answer.out)["rows"] if row["code"] == "2-1"]
    [place] = [place for place in row["locations"] if place["chapter"] == "Energy"]
    return place["page"]


def test_all_forms_are_written_and_pages_of_places_are_known(crossfoot, own: Path) -> None:
    assert page_of(crossfoot, own) is None
    answer = crossfoot("report", "--workspace", own)
    assert answer.code in (0, 1), answer.err
    exports = own / "exports"
    for language in ("en", "zh"):
        for name in (f"{language}/index.html", f"report.{language}.pdf"):
            assert f"Wrote {exports / name}" in answer.out.replace("\n", "")
            assert (exports / name).is_file()
    assert (exports / "en" / "energy.html").is_file()  # the chapter
    assert not (exports / "zh" / "energy.html").exists()  # without one: the short book
    assert page_of(crossfoot, own) == 3  # behind cover and contents
    # what has changed since stands on no known page
    chapter = own / "report" / "en" / "10-energy.md"
    chapter.write_text(chapter.read_text() + "\nWe save more.\n", encoding="utf-8")
    assert page_of(crossfoot, own) is None


def test_progress_goes_up_to_all_and_never_back(small: Path, tmp_path: Path) -> None:
    from crossfoot.reports.from_run import report_model
    from crossfoot.reports.write import books_of, write_reports
    from crossfoot.runs.run import run_workspace
    from crossfoot.workspaces.workspace import Workspace

    model = report_model(run_workspace(Workspace(small)))
    told: list[tuple[int, int]] = []
    write_reports(
        model,
        books_of(model, small),
        tmp_path,
        ("en",),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]
    assert told == sorted(told)
    assert len({total for _, total in told}) == 1
    assert len(set(told)) > 4
