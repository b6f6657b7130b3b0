"""Make the example workspaces, by the same imports that a user calls."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.examples import published
from crossfoot.examples.group import files as group_files
from crossfoot.examples.group.governance import GROUP
from crossfoot.examples.group.sites import DATA, YEARS
from crossfoot.languages import Text
from crossfoot.workspaces.imports import import_activity, import_facts, import_organisation
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace

#: a file that marks a folder as built by the demo, so that only such a folder is built anew
MARK = ".crossfoot-example"


@dataclass(frozen=True)
class Example:
    """One example workspace.

    Attributes:
        slug: name of its folder.
        title: what it is, in both languages.
        make: fills a new folder and returns the workspace.
    """

    slug: str
    title: Text
    make: Callable[[Path], Workspace]


def build(example: Example, folder: Path) -> Workspace:
    """Build an example workspace; one that the demo built before is replaced.

    Raises:
        CrossfootError: the folder holds something that the demo did not build.
    """
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise CrossfootError(
                Problem(
                    f"{folder} was not built by the demo",
                    why="building it anew would delete what is in it",
                    remedy="choose another folder: crossfoot demo OTHER",
                )
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("built by `crossfoot demo`; built anew each time\n")
    return example.make(folder)


def _demo_group(folder: Path) -> Workspace:
    settings = Settings(
        entity=GROUP,
        company=Text("Qingheng Energy Storage Group", "青衡储能集团"),
        title=Text("ESG report 2023", "2023年环境、社会及管治报告"),
        year=YEARS[-1],
        first_year=YEARS[0],
        standards=("gri", "hkex", "tcfd", "ifrs-s2", "sse", "szse"),
        factors=("factors/own-factors.csv", "china-ets", "china-mee", "ipcc2006", "gbt2589"),
        notes=(
            Text(
                "An invented company: every figure of this report is made up.",
                "本公司为虚构：本报告所有数字均为示例。",
            ),
        ),
    )
    workspace = Workspace.start(folder, settings)
    shutil.copyfile(DATA / "own-factors.csv", folder / "factors" / "own-factors.csv")
    import_organisation(workspace, DATA / "organisation.csv")
    for name in ("index.csv", "scope3.csv", "base_year.toml", "verification.csv"):
        shutil.copyfile(DATA / name, folder / name)
    _copy_report(folder / "report")
    with tempfile.TemporaryDirectory() as scratch:
        for path in group_files.write_activity(Path(scratch)):
            import_activity(workspace, path)
        for path in group_files.write_facts(Path(scratch)):
            import_facts(workspace, path)
    return workspace


def _copy_report(folder: Path) -> None:
    """The group's report as its author has it: chapters in both languages, lists."""
    shutil.copytree(DATA / "report", folder, dirs_exist_ok=True)


def _published(slug: str, folder: Path) -> Workspace:
    report = published.published_report(slug)
    settings = Settings(
        entity=report.entity,
        company=report.company,
        title=report.title,
        year=report.year,
        first_year=report.first_year,
        source=report.title.en,
        standards=report.standards,
    )
    workspace = Workspace.start(folder, settings)
    import_facts(workspace, report.facts_file)
    shutil.copyfile(report.index_file, folder / "index.csv")
    return workspace


EXAMPLES: tuple[Example, ...] = (
    Example(
        "group",
        Text("Qingheng Energy Storage Group (invented)", "青衡储能集团（虚构）"),
        _demo_group,
    ),
    *(
        Example(report.slug, report.title, partial(_published, report.slug))
        for report in published.published_reports()
    ),
)
