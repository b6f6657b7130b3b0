"""Annex and indices of three published reports, rebuilt from their facts by the usual commands.

Compared with an independent reading of the reports: reference/facts and reference/checks.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.examples.build import EXAMPLES, build
from crossfoot.languages import LANGUAGES, Language
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reports.from_run import content_index, report_model
from crossfoot.reports.html.page import Page
from crossfoot.reports.lineage import Lineages
from crossfoot.reports.model import Cell, Report
from crossfoot.reports.words import word
from crossfoot.runs.run import Run, run_workspace

SLUGS = ("alphaess-2022", "calb-2023", "kstar-2023")

#: location of a row that the published index answers in itself
IN_ITSELF = word("index.in_index").en

Key = tuple[str, str, str]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    folder = tmp_path_factory.mktemp("published")
    return {
        example.slug: run_workspace(build(example, folder / example.slug))
        for example in EXAMPLES
        if example.slug in SLUGS
    }


@pytest.fixture(scope="module")
def reports(runs: dict[str, Run]) -> dict[str, Report]:
    return {slug: report_model(run) for slug, run in runs.items()}


def annex(report: Report) -> dict[Key, list[Cell]]:
    """The cells of the KPI tables by metric, period and breakdown."""
    found: dict[Key, list[Cell]] = defaultdict(list)
    for table in report.tables():
        for cell in table.cells():
            period = str(cell.fact.period).replace("/", "-")
            found[cell.fact.metric, period, str(cell.fact.dimensions)].append(cell)
    return found


def number(page: Page, cell: Cell) -> Decimal | None:
    digits = re.sub(r"[^\d.]", "", page.value(cell))
    return Decimal(digits) if digits else None


def key(row: dict[str, str]) -> Key:
    return row["metric_id"], row["year"], ";".join(sorted(row["dimensions"].split(";")))


@pytest.mark.shared
@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_reference_has_its_place_in_the_annex(
    reports: dict[str, Report], shared: Path, slug: str, language: Language
) -> None:
    """Printed to the digit; where a figure has several values, the others are in its lineage."""
    report = reports[slug]
    page, cells = Page(report, language, (language,)), annex(report)
    lineages = Lineages(report, language)
    counted: Counter[str] = Counter()
    for row in rows(shared / "reference" / "facts" / f"{slug}.csv"):
        assert key(row) in cells, row
        wanted, (cell, *_) = abs(Decimal(row["value"])), cells[key(row)]
        shown = number(page, cell)
        if shown == wanted:
            counted["to the digit"] += 1
            continue
        address = lineages.add(cell)
        data = lineages.data()
        others = [data["nodes"][node][1] for node in data["roots"][address]["others"]]
        values = {Decimal(digits) for text in others if (digits := re.sub(r"[^\d.]", "", text))}
        assert wanted in values, (row, page.value(cell), others)
        decimals = len(row["value"].partition(".")[2])
        rounds = shown is not None and round_half_away(shown, decimals) == wanted
        counted["rounded in the report"] += rounds
        counted["another value of the figure"] += not rounds
    assert counted["to the digit"] > 0.9 * counted.total(), counted


@pytest.mark.shared
@pytest.mark.parametrize("slug", SLUGS)
def test_a_figure_with_another_value_says_so(
    reports: dict[str, Report], shared: Path, slug: str
) -> None:
    """What is printed instead is recomputed (then a footnote or finding tells), or is one of the
    contradicting values of the report itself."""
    report = reports[slug]
    page, cells = Page(report, "en", ("en",)), annex(report)
    told = {fact.key for finding in report.findings for fact in finding.facts}
    stated: dict[Key, set[Decimal]] = defaultdict(set)
    given = rows(shared / "reference" / "facts" / f"{slug}.csv")
    for row in given:
        stated[key(row)].add(abs(Decimal(row["value"])))
    for row in given:
        cell = cells[key(row)][0]
        shown = number(page, cell)
        places = len(row["value"].partition(".")[2])
        if shown in stated[key(row)]:
            continue
        assert shown is not None
        assert str(cell.fact.basis) == "computed", row
        near = abs(shown - abs(Decimal(row["value"]))) <= Decimal(10).scaleb(-places)
        assert near or cell.notes or cell.fact.key in told, (row, page.value(cell))


@pytest.mark.shared
@pytest.mark.parametrize("slug", SLUGS)
def test_every_row_of_the_index_has_its_code_and_its_places(
    runs: dict[str, Run], shared: Path, slug: str
) -> None:
    """A row without a code manages a topic: GRI 3-3. A row marked N/A is left out with a reason."""
    wanted: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(shared / "reference" / "checks" / slug / "index.csv"):
        wanted[row["standard"].split()[0].lower()].append(row)
    assert wanted
    for standard, expected in wanted.items():
        index = content_index(runs[slug], standard)
        by_code = {row.code: row for row in index.rows}
        places: dict[str, set[str]] = defaultdict(set)
        for row in expected:
            code = row["code"] or "3-3"
            entry = by_code[code]
            places[code] |= {place for place in row["locations"].split(";") if place}
            if row["location"] == "N/A":
                assert entry.status == "not_applicable", row
                assert entry.omission is not None
            else:
                assert entry.status == "disclosed", row
        for code, named in places.items():
            found = [each for each in by_code[code].locations if not each.anchor]
            names = {each.chapter.en for each in found} - {IN_ITSELF}
            assert names == named, code


@pytest.mark.parametrize("slug", SLUGS)
def test_the_index_names_no_place_that_the_report_does_not(runs: dict[str, Run], slug: str) -> None:
    """Rows that the report does not list lead to topics of the annex, or are gaps."""
    for standard in runs[slug].workspace.settings.standards:
        index = content_index(runs[slug], standard)
        for row in index.rows:
            if not row.stated:
                assert all(location.anchor for location in row.locations), row.code
                assert bool(row.locations) == (row.status != "gap"), row.code
