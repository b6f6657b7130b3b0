"""The checks on the figures of three published reports, against what others found in them.

The reference lists what is wrong in each report (`findings.csv`) and which relations hold
(`clean.csv`), by line. Only what stands in the mapped figures can be found here; wording, labels
and headings are for the reader of the whole document.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from crossfoot.calculation.formulas import evaluate
from crossfoot.examples.published.loading import facts_of
from crossfoot.facts.fact import Basis, Fact, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.footing.checks import CHECKS, foot
from crossfoot.footing.context import Context
from crossfoot.footing.finding import Finding, Severity
from crossfoot.footing.formulas import inputs_beside, result
from crossfoot.footing.precision import reach
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from footing_cases import lines

pytestmark = pytest.mark.shared

SLUGS = ("alphaess-2022", "calb-2023", "kstar-2023")

WITHIN_REACH = {
    "table arithmetic",
    "same metric twice",
    "formula in report",
    "catalogue formula",
    "plausibility range",
}

#: what stands in words, labels or headings and not in a figure, case by case
IN_WORDS_ALONE = {
    "AE-F12": "the label says number, the unit says per cent; the fact is a share",
    "AE-F13": "the label says number, the unit says per cent; the fact is a share",
    "AE-F14": "group titles say numbers of employees; the facts are shares",
    "AE-F15": "two rows have one name; as facts they are two metrics",
    "AE-F16": "the words 'every year'; the amounts agree",
    "CB-F18": "group titles are exchanged",
    "CB-F21": "the label says rate, the fact is the number of deaths",
    "KS-F14": "the words 'employees covered'; the fact is printed in person-times",
    "KS-F16": "measured efficiencies of one product are not among the figures",
    "KS-F25": "one number under three names",
    "KS-F26": "the words 'national and industry standards'",
}

NEAR = (
    {
        "sum_mismatch",
        "parts_exceed_total",
        "ratio_mismatch",
        "rounding_or_truncation",
        "percent_change_mismatch",
    },
    {
        "conflicting_values",
        "transposition",
        "unit_scale",
        "implausible_magnitude",
        "contradiction_in_text",
        "duplicate_label",
    },
    {
        "impossible_value",
        "unit_scale",
        "implausible_magnitude",
        "parts_exceed_total",
        "rounding_or_truncation",
        "ratio_mismatch",
    },
)


@cache
def facts(slug: str) -> FactSet:
    return FactSet(facts_of(slug))


@cache
def found(slug: str) -> tuple[Finding, ...]:
    return tuple(foot(facts(slug), catalogue()))


def rows(shared: Path, slug: str, name: str) -> list[dict[str, str]]:
    with (shared / "reference" / "checks" / slug / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def within_reach(shared: Path, slug: str) -> list[dict[str, str]]:
    golden = rows(shared, slug, "findings.csv")
    return [row for row in golden if row["detectable_by"] in WITHIN_REACH]


def numbers(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"\d+", text)}


def answers(finding: Finding, golden: dict[str, str]) -> bool:
    """Whether a finding says what the reference says: a near kind, on one of the lines."""
    kind = golden["kind"]
    near = finding.kind == kind or any(finding.kind in near and kind in near for near in NEAR)
    place = any(abs(a - b) <= 1 for a in lines(finding) for b in numbers(golden["lines"]))
    serious = finding.severity is not Severity.NOTE or golden["severity"] == "note"
    return near and place and serious


def answered(slug: str, golden: list[dict[str, str]]) -> set[str]:
    """The golden findings found, each by a finding of its own."""
    taken: set[int] = set()
    hit: set[str] = set()
    severities = ("error", "warning", "note")
    for row in sorted(golden, key=lambda row: severities.index(row["severity"])):
        fitting = [
            (str(f.kind) == row["kind"], len(lines(f) & numbers(row["lines"])), -n)
            for n, f in enumerate(found(slug))
            if n not in taken and len(lines(f)) <= 12 and answers(f, row)
        ]
        if fitting:
            taken.add(-max(fitting)[2])
            hit.add(row["id"])
    return hit


@pytest.mark.parametrize("slug", SLUGS)
def test_what_figures_can_show_is_found(shared, slug):
    golden = within_reach(shared, slug)
    missed = {row["id"] for row in golden} - answered(slug, golden)
    assert missed <= set(IN_WORDS_ALONE), missed - set(IN_WORDS_ALONE)


def test_recall_over_all_three(shared):
    """All that rules can reach, but for what stands in words alone: 53 of 64."""
    golden = {slug: within_reach(shared, slug) for slug in SLUGS}
    hit = {id_ for slug, each in golden.items() for id_ in answered(slug, each)}
    wanted = {row["id"] for each in golden.values() for row in each}
    assert (len(hit), len(wanted)) == (53, 64)
    assert wanted - hit == set(IN_WORDS_ALONE)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_error_within_reach_is_found(shared, slug):
    golden = within_reach(shared, slug)
    errors = {row["id"] for row in golden if row["severity"] == "error"}
    assert errors <= answered(slug, golden)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_relation_that_holds_is_flagged(shared, slug):
    """A finding on the lines of a clean relation must be one that the reference lists as well."""
    golden = rows(shared, slug, "findings.csv")
    clean = rows(shared, slug, "clean.csv")
    for finding in found(slug):
        place = lines(finding)
        holding = [row["id"] for row in clean if place and place <= numbers(row["lines"])]
        if holding:
            assert any(answers(finding, row) for row in golden), (holding, finding.message.en)


@pytest.mark.parametrize("slug", SLUGS)
def test_errors_and_warnings_are_true(shared, slug):
    """Each was read; each is one that the reference lists, too."""
    golden = rows(shared, slug, "findings.csv")
    for finding in found(slug):
        if finding.severity is not Severity.NOTE:
            assert any(answers(finding, row) for row in golden), finding.message.en


@pytest.mark.parametrize("slug", SLUGS)
def test_notes_are_few(slug):
    notes = [finding for finding in found(slug) if finding.severity is Severity.NOTE]
    assert len(notes) <= len(facts(slug)) / 15


@pytest.mark.parametrize(
    ("slug", "comparisons"), [("alphaess-2022", 9), ("calb-2023", 64), ("kstar-2023", 15)]
)
def test_every_formula_with_printed_inputs_is_compared(slug, comparisons):
    """A printed result that is further from its formula than its own rounding is a finding.

    The number of comparisons is pinned, so that none is lost silently; of every other printed
    result with a formula it was looked up which input the report does not print.
    """
    known = facts(slug)
    context = Context(known.plus(evaluate(catalogue(), known)), catalogue())
    flagged = [fact for finding in found(slug) for fact in finding.facts]
    compared = 0
    for metric in context.metrics():
        for key in context.keys(metric.id) if metric.formula else ():
            if metric.formula.is_share and not key.dimensions:
                continue
            for fact in context.stated(key):
                inputs = inputs_beside(context, metric, fact)
                if inputs is None:
                    continue
                compared += 1
                exact = all(each.qualifier.is_exact for each in (fact, *inputs.values()))
                off = abs(result(metric, inputs) - fact.number)
                rounding = reach(fact) + abs(fact.number) * Decimal("0.0001")
                if exact and off > rounding:
                    assert any(each is fact for each in flagged), str(fact.key)
    assert compared == comparisons


@pytest.mark.parametrize("slug", SLUGS)
def test_findings_are_readable_in_both_languages(slug):
    for finding in found(slug):
        assert finding.facts
        assert finding.check in {check.__name__ for check in CHECKS}
        assert finding.message.en.strip() == finding.message.en
        assert re.search(r"[\u4e00-\u9fff]", finding.message.zh), finding.message
        assert not re.search(r"[\u4e00-\u9fff]", finding.message.en), finding.message
        assert not re.search(r"[A-Za-z\u4e00-\u9fff]{4,}", finding.arithmetic), finding.arithmetic
        assert len(lines(finding)) <= 12


@pytest.mark.parametrize("slug", SLUGS)
def test_errors_come_first(slug):
    order = [list(Severity).index(finding.severity) for finding in found(slug)]
    assert order == sorted(order)


def test_a_planted_mistake_in_a_clean_table_is_found():
    """The relations that hold are looked at: one changed digit in each is reported."""
    whole = facts("calb-2023")
    year = Period.year(2023)
    for metric in ("workforce.headcount", "waste.nonhazardous.generated", "suppliers.count"):
        key = FactKey(metric, "calb", year)
        parts = [f for f in whole.select(metric=metric, period=year) if len(f.dimensions) == 1]
        part = next(f for f in parts if f.context == "annex" and f.number > 3)
        changed = FactSet(_with(fact, part, part.number - 2) for fact in whole)
        before = {finding.message.en for finding in found("calb-2023")}
        new = [f for f in foot(changed, catalogue()) if f.message.en not in before]
        assert any(each.key == key for finding in new for each in finding.facts), metric


def _with(fact: Fact, part: Fact, value: Decimal) -> Fact:
    same_place = fact.key == part.key and fact.basis is Basis.PUBLISHED
    return replace(fact, value=value, provenance=fact.provenance) if same_place else fact
