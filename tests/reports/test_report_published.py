"""The three published reports, rebuilt from their facts."""

from __future__ import annotations

import csv
import re

import pytest

from book_cases import data_in, pages_in, write_site
from crossfoot.calculation.formulas import evaluate
from crossfoot.calculation.trace import trace
from crossfoot.documents.place import Place
from crossfoot.examples.published.loading import facts_of, index_of
from crossfoot.examples.published.report import published_report
from crossfoot.facts.provenance import Printed
from crossfoot.facts.selection import FactSet
from crossfoot.footing.finding import Kind
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.reports.build import build_report
from crossfoot.reports.html.page import Page
from crossfoot.reports.model import Report
from crossfoot.reports.report_input import ReportInput
from crossfoot.reports.stated_index import StatedEntry

SLUGS = ("alphaess-2022", "calb-2023", "kstar-2023")


def rebuilt(slug: str) -> Report:
    about, known = published_report(slug), catalogue()
    facts = FactSet(facts_of(slug))
    facts = facts.plus(evaluate(known, facts))
    stated: dict[str, tuple[StatedEntry, ...]] = {}
    for entry in index_of(slug):
        row = StatedEntry(entry.code, entry.locations, place=Place(line=entry.line))
        stated[entry.standard] = (*stated.get(entry.standard, ()), row)
    return build_report(
        ReportInput(
            company=about.company,
            title=about.title,
            period=Period.year(about.year),
            facts=facts,
            catalogue=known,
            entity=about.entity,
            first_period=Period.year(about.first_year),
            stated=stated,
            trace=lambda fact: trace(fact, known),
        )
    )


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {slug: rebuilt(slug) for slug in SLUGS}


def printed(report: Report, metric: str, breakdown: str = "") -> list[str]:
    page = Page(report, "en", ("en",))
    return [
        page.value(cell)
        for cell in report.cells()
        if cell.fact.metric == metric and str(cell.fact.dimensions) == breakdown
    ]


@pytest.mark.parametrize(
    ("slug", "metric", "value"),
    [
        ("alphaess-2022", "ghg.scope2.location", "1,435.5587"),
        ("alphaess-2022", "ghg.scope2_share", "93.88"),
        ("alphaess-2022", "ghg.intensity.revenue", "0.0086"),
        ("alphaess-2022", "ghg.total", "1,529.22"),
        ("calb-2023", "ghg.total", "959,271.21"),
        ("kstar-2023", "energy.comprehensive", "7,246.07"),
    ],
)
def test_known_figures_are_printed_to_the_last_digit(reports, slug, metric, value):
    assert value in printed(reports[slug], metric)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_figure_of_the_annex_is_lost(reports, slug):
    """Every figure of a year in the table's reach stands in a table."""
    report = reports[slug]
    reach = {period for table in report.tables() for period in table.periods}
    shown = {cell.fact.key for cell in report.cells()}
    facts = [f for f in facts_of(slug) if f.context == "annex" and f.period in reach]
    assert facts
    assert {fact.key for fact in facts} <= shown


@pytest.mark.parametrize("slug", SLUGS)
def test_published_values_are_printed_as_they_were(reports, slug):
    page = Page(reports[slug], "en", ("en",))
    for cell in reports[slug].cells():
        if cell.fact.basis != "published" or not cell.fact.is_number:
            continue
        digits = re.sub(r"[^\d.]", "", page.value(cell))
        number, decimals = abs(cell.fact.number), cell.fact.decimals
        printed = f"{number:f}" if decimals is None else f"{number:.{max(0, decimals)}f}"
        if isinstance(cell.fact.provenance, Printed) and cell.fact.unit == "1e4 CNY":
            # 300,000 yuan are 30.00 in this unit, not 30.0000
            whole = "." not in cell.fact.provenance.as_printed
            printed = re.sub(r"(\.\d\d)0+$", r"\1", printed) if whole else printed
        assert digits == printed


@pytest.mark.parametrize("slug", SLUGS)
def test_every_printed_number_has_a_lineage_that_ends_in_the_report(reports, slug, tmp_path):
    folder = write_site(reports[slug], tmp_path, ("en",)) / "en"
    text = "\n".join(pages_in(folder).values())
    data = data_in(folder, "lineage")
    title = published_report(slug).title.en
    links = set(re.findall(r'href="#(why/[^"]+)"', text))
    assert links
    assert links == set(data["roots"])

    def leaves(number: int):
        node = data["nodes"][number]
        if not node[5]:
            yield node
        for child in node[5]:
            yield from leaves(child)

    for root in data["roots"].values():
        for leaf in leaves(root["node"]):
            assert leaf[4].startswith(title), leaf


@pytest.mark.shared
@pytest.mark.parametrize(
    ("slug", "codes"),
    [
        ("alphaess-2022", {"302-3", "302-5", "303-4", "305-5"}),
        ("calb-2023", {"2-8", "302-2", "305-6", "401-3"}),
        ("kstar-2023", {"2-21", "405-2"}),
    ],
)
def test_index_rows_without_a_figure_are_found_as_a_reader_found_them(reports, slug, codes, shared):
    """reference/checks/<report>/findings.csv, kind index_without_content."""
    with (shared / "reference" / "checks" / slug / "findings.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "index_without_content"]
    assert all(any(code in row["metric"] for row in rows) for code in codes)
    found = {
        finding.metric.removeprefix("GRI ")
        for finding in reports[slug].findings
        if finding.kind is Kind.INDEX_WITHOUT_CONTENT
    }
    assert codes <= found
