"""The shipped figures of three published reports against the independent reading of them."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.examples.published import (
    PublishedReport,
    facts_of,
    index_of,
    published_report,
    published_reports,
)
from crossfoot.examples.published.report import SLUGS
from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.provenance import Printed
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import dimension
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import round_half_away
from crossfoot.quantities.units import convert, is_known_unit, same_dimension

CHINESE = re.compile("[\u4e00-\u9fff]")

TEXTS = {
    "alphaess-2022": "000_0d3b5eab962579bf.txt",
    "calb-2023": "001_ac22aff87c0c2ef9.txt",
    "kstar-2023": "003_36d4d96119a59219.txt",
}

#: powers of ten between a printed unit and the unit of the catalogue; every other unit is the same
#: size, checked by the values themselves
SCALES = {
    ("RMB", "1e4 CNY"): -4,
    ("RMB thousand", "1e4 CNY"): -1,
    ("RMB million", "1e4 CNY"): 2,
    ("RMB billion", "1e4 CNY"): 5,
    ("GWh", "kWh"): 6,
    ("MWh", "kWh"): 3,
    ("million kWh", "kWh"): 6,
    ("million kWh/year", "kWh"): 6,
    ("kg", "t"): -3,
    ("kgCO2", "t CO2e"): -3,
    ("million tCO2", "t CO2e"): 6,
    ("million tce", "tce"): 6,
    ("tons/kWh", "t/MWh"): 3,
    ("thousand person-times", "person_time"): 3,
    ("thousand times", "count"): 3,
}


#: the reference names the line two below the sentence that says it
LINES = {("product.carbon_footprints", "1164"): "1162"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(fact: Fact) -> Printed:
    assert isinstance(fact.provenance, Printed)
    return fact.provenance


def one(slug: str, metric: str, line: int, year: int) -> Fact:
    found = [
        fact
        for fact in facts_of(slug)
        if fact.metric == metric
        and printed(fact).line == line
        and fact.period == Period.year(year)
        and not fact.dimensions
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("slug", "facts", "entries"),
    [("alphaess-2022", 143, 47), ("calb-2023", 487, 165), ("kstar-2023", 188, 116)],
)
def test_no_figure_and_no_index_row_is_lost(slug: str, facts: int, entries: int) -> None:
    assert len(facts_of(slug)) == facts
    assert len(index_of(slug)) == entries


@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_is_that_of_the_reference(shared: Path, slug: str) -> None:
    """reference/facts/<slug>.csv, row by row."""
    wanted = rows(shared / "reference/facts" / f"{slug}.csv")
    for fact, row in zip(facts_of(slug), wanted, strict=True):
        assert fact.metric == row["metric_id"]
        assert str(fact.dimensions) == ";".join(sorted(row["dimensions"].split(";")))
        assert str(fact.period).replace("/", "-") == row["year"]
        assert fact.number == Decimal(row["value"])
        assert fact.qualifier == row["qualifier"].replace("approx", "approximate")
        assert fact.context == row["context"]
        assert fact.basis is Basis.PUBLISHED
        line = LINES.get((fact.metric, row["line"]), row["line"])
        assert printed(fact).line == int(line)


@pytest.mark.parametrize("slug", SLUGS)
def test_decimals_are_those_of_the_print_after_conversion(shared: Path, slug: str) -> None:
    """Half a unit of the last printed digit is half a unit of the decimal stated."""
    wanted = rows(shared / "reference/facts" / f"{slug}.csv")
    for fact, row in zip(facts_of(slug), wanted, strict=True):
        scale = SCALES.get((row["reported_unit"], fact.unit), 0)
        assert Decimal(row["reported_value"]).scaleb(scale) == fact.number, row
        digits = row["reported_value"].partition(".")[2]
        assert fact.decimals == len(digits) - scale, row
        assert round_half_away(fact.number, fact.decimals) == fact.number


def test_values_follow_from_the_print_by_the_units_alone() -> None:
    """A second way, without the reference: the printed unit converted, where it is one.

    CALB prints its safety expenditure in "RMB100,0000"; the note says it is read as RMB 10,000.
    """
    checked: Counter[str] = Counter()
    differing = set()
    for slug in SLUGS:
        for fact in facts_of(slug):
            number, _, unit = printed(fact).as_printed.partition(" ")
            if is_known_unit(unit) and same_dimension(unit, fact.unit):
                checked[unit] += 1
                if convert(Decimal(number), unit, fact.unit) != abs(fact.number):
                    differing.add((fact.metric, unit))
    assert differing == {("safety.investment", "RMB100,0000")}
    assert checked.total() > 450
    assert {"RMB", "RMB billion", "GWh", "kg", "kgCO2e/kWh", "tCO2e"} <= set(checked)


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_called_printed_stands_on_the_line(shared: Path, slug: str) -> None:
    """The report's own text; a number may have thousands separators there."""
    lines = (shared / "reports" / TEXTS[slug]).read_text(encoding="utf-8").split("\n")
    for fact in facts_of(slug):
        shown, place = printed(fact).as_printed, printed(fact).line
        if not shown:
            assert re.search("stated in words|counted from the names", fact.note), fact.key
            continue
        assert place is not None
        text = re.sub(r"(?<=\d),(?=\d)", "", lines[place - 1]).lower()
        number = re.match(r"[\d.]+", shown)
        wanted = number.group() if number else shown.removeprefix("a ")
        assert re.search(rf"(?<![\d.]){re.escape(wanted)}(?!\d|\.\d)", text), (fact.key, shown)


def test_a_printed_unit_smaller_than_the_catalogue_gives_more_decimals() -> None:
    payment = one("alphaess-2022", "finance.share_based_payment", 1766, 2020)
    assert (payment.number, payment.decimals, payment.unit) == (Decimal("132.02"), 4, "1e4 CNY")
    assert printed(payment).as_printed == "1320200 RMB"


def test_a_printed_unit_larger_than_the_catalogue_gives_negative_decimals() -> None:
    saved = next(f for f in facts_of("alphaess-2022") if f.metric == "energy.saved")
    assert (saved.number, saved.decimals) == (Decimal(1_440_000), -4)
    assert saved.estimated


def test_simulated_and_estimated_values_say_so() -> None:
    solar = [f for f in facts_of("alphaess-2022") if f.metric == "energy.renewable.self_consumed"]
    assert [fact.simulated for fact in solar] == [True, True]
    simulated = Counter(fact.metric for slug in SLUGS for fact in facts_of(slug) if fact.simulated)
    assert simulated == {
        "energy.renewable.self_consumed": 2,
        "product.avoided.electricity": 1,
        "product.avoided.coal": 1,
        "product.avoided.emissions": 1,
    }
    estimated = Counter(fact.metric for slug in SLUGS for fact in facts_of(slug) if fact.estimated)
    assert estimated == {"energy.saved": 1, "water.saved": 2}


def test_contradicting_values_stand_side_by_side() -> None:
    """CALB prints the scope 2 emissions of 2022 with two digits exchanged (L825, L1560)."""
    body = one("calb-2023", "ghg.scope2.location", 825, 2022)
    annex = one("calb-2023", "ghg.scope2.location", 1560, 2022)
    assert (body.number, annex.number) == (Decimal("450953.34"), Decimal("450935.34"))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_fits_the_metric_catalogue(slug: str) -> None:
    metrics = catalogue()
    for fact in facts_of(slug):
        assert fact.metric in metrics, fact.key
        metric = metrics[fact.metric]
        assert fact.unit == metric.unit, fact.key
        assert set(fact.dimensions) <= {*metric.dimensions, "site", "entity"}, fact.key


@pytest.mark.parametrize("slug", SLUGS)
def test_every_breakdown_is_labelled_in_both_languages(slug: str) -> None:
    report = published_report(slug)
    for fact in facts_of(slug):
        for key, member in fact.dimensions.items():
            label = report.sites[member] if key == "site" else dimension(key).label(member)
            assert label.en, (key, member)
            assert CHINESE.search(label.zh) or key == "standard", (key, member)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_index_row_is_that_of_the_reference(shared: Path, slug: str) -> None:
    """reference/checks/<slug>/index.csv; a row without a code manages a topic."""
    wanted = rows(shared / "reference/checks" / slug / "index.csv")
    for entry, row in zip(index_of(slug), wanted, strict=True):
        assert entry.code == (row["code"] or "3-3")
        assert entry.standard == row["standard"].split()[0].lower()
        assert row["standard"].endswith(entry.group)
        assert entry.locations == tuple(place for place in row["locations"].split(";") if place)
        assert entry.line == int(row["line"])
        assert (entry.status == "not_reported") == (row["location"] == "N/A")
        assert (entry.status == "answered") == bool(entry.locations)


@pytest.mark.parametrize("report", published_reports(), ids=SLUGS)
def test_what_is_known_of_a_report(shared: Path, report: PublishedReport) -> None:
    text = (shared / "reports" / TEXTS[report.slug]).read_bytes()
    assert hashlib.sha256(text).hexdigest() == report.text_sha256
    assert text.count(b"\n") == report.text_lines
    facts = facts_of(report.slug)
    assert {fact.entity for fact in facts} == {report.entity}
    assert {printed(fact).document for fact in facts} == {report.title.en}
    assert all(0 < (printed(fact).line or 0) <= report.text_lines for fact in facts)
    whole_years = [fact.period.start.year for fact in facts if fact.period.month_count == 12]
    assert (min(whole_years), max(whole_years)) == (report.first_year, report.year)
    assert {entry.standard for entry in index_of(report.slug)} == set(report.standards)
    assert CHINESE.search(report.company.zh)
    assert set(report.sites) == {
        fact.dimensions["site"] for fact in facts if "site" in fact.dimensions
    }


def test_the_document_column_names_the_report() -> None:
    for report in published_reports():
        assert {row["document"] for row in rows(report.facts_file)} == {report.title.en}


def test_an_unknown_report_is_refused_with_a_suggestion() -> None:
    with pytest.raises(CrossfootError, match=r"'calb-2022'\. did you mean calb-2023\?"):
        facts_of("calb-2022")
