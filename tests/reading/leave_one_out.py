"""How a published report is read without the spellings that only this report has.

For each of the three reports beside the checkout, every spelling of the lexicon is taken away that
the tables of this report use and nobody else is known to: not the two other reports, not the titles
of the standards in `crossfoot.standards`, and, where a folder is given, not the tables of other
companies in it (Markdown or text files). What is left reads the report, and the figures of its data
tables are counted as in reading_score.py. The rules and the labels stay, so this measures the
words alone. Run as a script:

    python tests/reading/leave_one_out.py [FOLDER]
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from crossfoot.reading.concepts import AGE, SITE
from crossfoot.reading.reader import read_report
from crossfoot.reading.report import ReadReport
from reading_score import REPORTS, Score, score, spellings_in, spellings_of, text_of, without

STANDARDS = Path(__file__).parents[2] / "src" / "crossfoot" / "standards" / "data"
_TITLES = ("title_en", "title_zh", "aliases")
_CELLS = re.compile(r"[|\t]")
Spellings = set[tuple[str, str]]


def standard_titles() -> Iterator[str]:
    """The titles of disclosures, groups and standards, in both languages."""
    for path in sorted(STANDARDS.glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                for title in _TITLES:
                    yield from (row.get(title) or "").split(";")


def cells_of(folder: Path) -> Iterator[str]:
    """The cells of all tables in a folder."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".md", ".txt")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            yield from _CELLS.split(line)


def left_out(
    reports: dict[str, ReadReport], folder: str, elsewhere: Spellings
) -> tuple[int, Score]:
    """How many spellings are taken away, and how the report is read without them."""
    used = {name: spellings_in(report) for name, report in reports.items()}
    others = set[tuple[str, str]]().union(*(used[name] for name in used if name != folder))
    gone = {s for s in used[folder] - others - elsewhere if not s[0].startswith((AGE, SITE))}
    with without(gone):
        return len(gone), score(read_report(text_of(folder)), folder)


def rows_of(elsewhere: Iterable[tuple[str, Spellings]]) -> Iterator[str]:
    reports = {folder: read_report(text_of(folder)) for folder in REPORTS}
    for folder, report in reports.items():
        full = score(report, folder)
        yield f"{folder}: all spellings, {full.figures}/{full.all_figures}, misread {full.misread}"
        for name, spellings in elsewhere:
            count, found = left_out(reports, folder, spellings)
            share = found.figures / found.all_figures
            yield (
                f"{folder}: without {count} spellings that are not in {name}, "
                f"{found.figures}/{found.all_figures} ({share:.0%}), misread {found.misread}"
            )


def main() -> None:
    standards = spellings_of(standard_titles())
    elsewhere = [("the two others", set[tuple[str, str]]()), ("these and the standards", standards)]
    if len(sys.argv) > 1:
        public = spellings_of(cells_of(Path(sys.argv[1])))
        elsewhere.append(("these, the standards and the tables of others", standards | public))
    for row in rows_of(elsewhere):
        sys.stdout.write(f"{row}\n")


if __name__ == "__main__":
    main()
