"""How much of a published report is read as people read it.

The counts follow the golden lists beside the checkout: tables that overlap by 80 %, index rows
with the same code, line and location, figures of the data tables with the same metric, year, value
and breakdown. Run as a script, it prints the table of docs/explanation/reading.md:

    python tests/reading/reading_score.py
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crossfoot.reading import concepts
from crossfoot.reading.matching import recognise
from crossfoot.reading.reader import read_report
from crossfoot.reading.report import ReadReport
from crossfoot.reading.table import ReportTable, TableKind

SHARED = Path(__file__).parents[2].parent / "shared"
#: folder of the golden lists, and the beginning of the name of the text
REPORTS = {"alphaess-2022": "000_", "calb-2023": "001_", "kstar-2023": "003_"}


@dataclass(frozen=True)
class Score:
    """Counts of what was read, and of what there is."""

    tables: int
    all_tables: int
    exact_tables: int
    index: int
    all_index: int
    figures: int
    all_figures: int
    misread: int
    text_figures: int
    text_confirmed: int


def text_of(folder: str) -> Path:
    return next((SHARED / "reports").glob(REPORTS[folder] + "*"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def first_line(fact: Mapping[str, str]) -> int:
    return int(re.findall(r"\d+", fact["line"])[0])


def overlap(table: ReportTable, golden: Mapping[str, str]) -> float:
    first, last = int(golden["first_line"]), int(golden["last_line"])
    inner = min(table.last_line, last) - max(table.first_line, first) + 1
    outer = max(table.last_line, last) - min(table.first_line, first) + 1
    return inner / outer


def is_exact(report: ReadReport, golden: Mapping[str, str]) -> bool:
    """Lines, years and number of data rows as in the golden list."""
    years = tuple(int(year) for year in golden["years"].split(";") if year)
    return any(
        overlap(table, golden) == 1
        and table.kind is TableKind.KPI
        and table.years in (years, ())
        and len(table.data_rows) == int(golden["data_rows"])
        for table in report.tables
    )


def index_row_read(report: ReadReport, golden: Mapping[str, str]) -> bool:
    for entry in report.index:
        same = squash(entry.code) == squash(golden["code"])
        if same and abs(entry.line - int(golden["line"])) <= 1:
            location, wanted = squash(entry.location), squash(golden["location"])
            return location == wanted or location[:24] == wanted[:24]
    return False


def figure_read(report: ReadReport, fact: Mapping[str, str]) -> bool:
    wanted = dict(part.split("=", 1) for part in fact["dimensions"].split(";") if "=" in part)
    value = float(fact["value"])
    for figure in report.figures:
        if figure.metric != fact["metric_id"] or str(figure.year) != fact["year"]:
            continue
        found = dict(figure.dimensions)
        agrees = all(found.get(key, member) == member for key, member in wanted.items())
        shared = len(wanted.keys() & found.keys()) >= min(1, len(wanted))
        if agrees and shared and abs(float(figure.value) - value) <= 1e-6 * max(1, abs(value)):
            return True
    return False


def score(report: ReadReport, folder: str) -> Score:
    checks = SHARED / "reference" / "checks" / folder
    golden = [row for row in rows(checks / "tables.csv") if row["kind"] == "kpi"]
    index = rows(checks / "index.csv")
    facts = [row for row in rows(SHARED / "reference" / "facts" / f"{folder}.csv") if row["value"]]
    spans = [(int(row["first_line"]), int(row["last_line"])) for row in golden]
    annex = [f for f in facts if any(a <= first_line(f) <= b for a, b in spans)]
    known = {(f["metric_id"], f["year"], first_line(f)) for f in annex}
    lines = {first_line(f) for f in annex}
    in_tables = [f for f in report.figures if f.context == "table" and f.line in lines]
    in_text = [f for f in report.figures if f.context == "text"]
    confirmed = [
        f
        for f in in_text
        if any(
            g["metric_id"] == f.metric
            and g["year"] == str(f.year)
            and abs(float(g["value"]) - float(f.value)) <= 1e-6 * max(1, abs(float(f.value)))
            for g in facts
        )
    ]
    return Score(
        tables=sum(any(overlap(t, g) >= 0.8 for t in report.tables) for g in golden),
        all_tables=len(golden),
        exact_tables=sum(is_exact(report, g) for g in golden),
        index=sum(index_row_read(report, g) for g in index),
        all_index=len(index),
        figures=sum(figure_read(report, f) for f in annex),
        all_figures=len(annex),
        misread=sum((f.metric, str(f.year), f.line) not in known for f in in_tables),
        text_figures=len(in_text),
        text_confirmed=len(confirmed),
    )


def spellings_in(report: ReadReport) -> set[tuple[str, str]]:
    """The spellings, with their concepts, that the table labels of a report use."""
    texts = {
        text
        for table in report.tables
        if table.kind is TableKind.KPI
        for text in (
            table.caption,
            *table.section,
            *(column.title for column in table.columns),
            *(part for row in table.data_rows for part in (row.label, *row.groups)),
        )
    }
    return spellings_of(texts)


def spellings_of(texts: Iterable[str]) -> set[tuple[str, str]]:
    """The spellings, with their concepts, that texts use."""
    return {(t.concept, t.text) for text in texts for t in concepts.read_terms(text) if t.concept}


@contextmanager
def without(spellings: set[tuple[str, str]]) -> Iterator[None]:
    """Recognition as it would be, had nobody known these spellings."""
    full = concepts._spellings()

    def pruned(branch: concepts.Trie, words: tuple[str, ...]) -> concepts.Trie:
        kept: concepts.Trie = {}
        for word, below in branch.items():
            if isinstance(below, dict):
                kept[word] = pruned(below, (*words, word))
            elif not all((part, " ".join(words)) in spellings for part in below.split("+")):
                kept[word] = below
        return kept

    smaller = pruned(full, ())
    original = concepts._spellings
    concepts._spellings = lambda: smaller  # type: ignore[assignment]
    forget()
    try:
        yield
    finally:
        concepts._spellings = original
        forget()


def forget() -> None:
    """Forget what was recognised with other spellings."""
    for known in (concepts.read_terms, concepts._part, concepts.parts_as_terms):
        known.cache_clear()
    concepts.brackets_as_terms.cache_clear()
    recognise.cache_clear()


def main() -> None:
    reports = {folder: read_report(text_of(folder)) for folder in REPORTS}
    for folder, report in reports.items():
        sys.stdout.write(f"{folder} {score(report, folder)}\n")


if __name__ == "__main__":
    main()
