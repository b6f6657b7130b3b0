"""Rates and totals of EFRAG's template for VSME by the formulas of the catalogue."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from crossfoot.calculation.consolidation import over_sites
from crossfoot.calculation.formulas import apply_formulas
from crossfoot.facts.entities import Entity, Organisation
from crossfoot.facts.fact import Dimensions, Fact, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.units import convert

pytestmark = pytest.mark.shared

YEAR = Period.year(2024)


@pytest.fixture(scope="module")
def template(shared: Path) -> dict[str, Any]:
    text = (shared / "reference/cases/efrag_vsme_template_cases.json").read_text("utf-8")
    return {case["id"]: case for case in json.loads(text)["cases"]}


def stated(figure: str, value: float | Decimal, entity: str = "acme") -> Fact:
    """A fact from a figure such as "workforce.headcount|gender=female"."""
    metric, _, dimensions = figure.partition("|")
    unit = catalogue()[metric].unit
    number = Decimal(str(value))
    return Fact(metric, entity, YEAR, number, unit, Dimensions.parse(dimensions))


def computed(figure: str, inputs: dict[str, Any]) -> Decimal:
    facts = FactSet(stated(name, value) for name, value in inputs.items())
    metric, _, dimensions = figure.partition("|")
    key = FactKey(metric, "acme", YEAR, Dimensions.parse(dimensions))
    found = FactSet(apply_formulas(catalogue(), facts)).current(key, True)
    assert found is not None
    return found.number


@pytest.mark.parametrize("case", ["base_total", "target_total"])
def test_total_of_the_three_scopes(template: dict[str, Any], case: str) -> None:
    """EFRAG VSME template, base year and target: scope 1 + 2 + 3."""
    inputs = template[case]["inputs"]
    total = computed(
        "ghg.total_value_chain",
        {
            "ghg.scope1": inputs["S1"],
            "ghg.scope2.location": inputs["S2"],
            "ghg.scope3": inputs["S3"],
        },
    )
    assert total == template[case]["expected"]


def test_intensity_of_turnover(template: dict[str, Any]) -> None:
    """EFRAG VSME template 1.3.0, facts snapshot: t per unit of currency, here per 10,000."""
    inputs = template["intensity_1.3.0"]["inputs"]
    intensity = computed(
        "ghg.intensity.revenue_value_chain",
        {
            "ghg.scope1": inputs["S1"],
            "ghg.scope2.location": inputs["S2"],
            "ghg.scope3": inputs["S3"],
            "finance.revenue": convert(
                Decimal(inputs["turnover_EUR"]), "CNY", catalogue()["finance.revenue"].unit
            ),
        },
    )
    each = convert(intensity, catalogue()["ghg.intensity.revenue_value_chain"].unit, "t CO2e/CNY")
    expected = template["intensity_1.3.0"]["expected"]
    assert float(each) == pytest.approx(expected, abs=template["intensity_1.3.0"]["tolerance"])


def test_accident_rate_of_none(template: dict[str, Any]) -> None:
    """EFRAG VSME template: no accident in 302,000 hours is a rate of zero, not of nothing."""
    inputs = template["trir"]["inputs"]
    rate = computed(
        "safety.injury_rate.per_200000_hours",
        {
            "safety.injuries.recordable": inputs["accidents"],
            "safety.hours_worked": inputs["hours_per_fte"] * inputs["employees"],
        },
    )
    assert rate == template["trir"]["expected"]


def test_waste_in_total(template: dict[str, Any]) -> None:
    """EFRAG VSME template 1.3.0: 7,951,200 kg, of which 7,850,000 kg are not hazardous."""
    nonhazardous = Decimal(template["nonhaz_mass_1.3.0"]["expected"]) / 1000
    whole = Decimal(template["waste_total_1.3.0"]["expected"]) / 1000
    total = computed(
        "waste.generated",
        {
            "waste.nonhazardous.generated": nonhazardous,
            "waste.hazardous.generated": whole - nonhazardous,
        },
    )
    assert convert(total, "t", "kg") == template["waste_total_1.3.0"]["expected"]


def test_coverage_is_weighted_by_heads(template: dict[str, Any]) -> None:
    """EFRAG VSME template, collective bargaining: 140 of 151, here as two sites of 100 and 51.

    98 of 100 and 42 of 51 are 98 % and 82.35 %; their plain mean would be 90.18 %, not 92.72 %.
    """
    inputs = template["cba"]["inputs"]
    assert inputs == {"covered": 98 + 42, "employees": 100 + 51}
    organisation = Organisation(
        [
            Entity("group", Text("Group", "集团"), "group"),
            Entity("north", Text("North", ""), parent="group"),
            Entity("south", Text("South", ""), parent="group"),
        ]
    )
    facts = FactSet(
        [
            stated("workforce.collective_agreement_rate", 98, "north"),
            stated("workforce.headcount", 100, "north"),
            stated("workforce.collective_agreement_rate", Decimal(4200) / 51, "south"),
            stated("workforce.headcount", 51, "south"),
        ]
    )
    sums = FactSet(facts.plus(over_sites(catalogue(), facts, organisation)))
    rate = sums.current(FactKey("workforce.collective_agreement_rate", "group", YEAR))
    assert rate is not None
    case = template["cba"]
    assert float(rate.number) / 100 == pytest.approx(case["expected"], abs=case["tolerance"])
