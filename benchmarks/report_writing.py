"""The report of the demo group in all forms and both languages: how long a person waits for it.

    python benchmarks/report_writing.py [FOLDER]

It writes the report for the first time, again, and after each of some changes, with what
`crossfoot report` does. A person waits at the terminal: the bounds on two quiet cores are 60
seconds for all of it and 20 seconds for one changed chapter. Seconds of processors, those of all
processes together, say what a busy machine hides; half of them is the least that two cores need.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from crossfoot.examples.build import EXAMPLES, build
from crossfoot.languages import LANGUAGES
from crossfoot.reports.formats import FORMATS
from crossfoot.reports.from_run import report_model
from crossfoot.reports.write import books_of, store_of, write_reports
from crossfoot.runs.run import run_workspace
from crossfoot.workspaces.workspace import Workspace

CHAPTER, LAST = "en/50-people.md", "en/60-community.md"


def write(workspace: Path) -> None:
    """What `crossfoot report` does."""
    model = report_model(run_workspace(Workspace(workspace)))
    books = books_of(model, workspace)
    out = workspace / "exports"
    write_reports(model, books, out, LANGUAGES, FORMATS, store=store_of(workspace))


def append(file: str, text: str) -> Callable[[Path], None]:
    """A change: text at the end of a file of the report folder."""

    def change(workspace: Path) -> None:
        path = workspace / "report" / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return change


def colour(workspace: Path) -> None:
    """A change: another colour of the house."""
    theme = '[colours]\nprimary = "#204060"\n'
    (workspace / "report" / "theme.toml").write_text(theme, encoding="utf-8")


def nothing(workspace: Path) -> None:
    """No change."""


CASES: dict[str, Callable[[Path], None]] = {
    "first time": nothing,
    "nothing changed": nothing,
    "one sentence of a chapter": append(LAST, "\nOne more sentence.\n"),
    "a chapter that grows by pages": append(CHAPTER, "\nA paragraph of words.\n" * 150),
    "the colours": colour,
}


def processors() -> float:
    """Seconds that processors spent on this process and those that it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(folder: Path) -> None:
    """Print a line for each case."""
    workspace = build(EXAMPLES[0], folder / "group").folder
    print("| case | seconds | of processors | against the first | load |")
    print("|---|---|---|---|---|")
    first = 0.0
    for name, change in CASES.items():
        change(workspace)
        began, used = time.perf_counter(), processors()
        write(workspace)
        seconds, work = time.perf_counter() - began, processors() - used
        first = first or work
        load = os.getloadavg()[0]
        print(
            f"| {name} | {seconds:.1f} | {work:.1f} | {work / first:.2f} | {load:.1f} |", flush=True
        )
    stored = sum(
        path.stat().st_size for path in (workspace / ".cache").rglob("*") if path.is_file()
    )
    print(f"\nprocessors {os.cpu_count()}, kept between runs {stored / 1e6:.1f} MB")


def main(arguments: list[str]) -> None:
    """Measure in a folder, or in one that is deleted afterwards."""
    if arguments:
        measure(Path(arguments[0]))
        return
    with tempfile.TemporaryDirectory() as temporary:
        measure(Path(temporary))


if __name__ == "__main__":
    main(sys.argv[1:])
