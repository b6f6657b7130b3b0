from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from crossfoot.calculation.formulas import Calculator
from crossfoot.calculation.lines import Emission, FactorUse, Line
from crossfoot.calculation.trace import trace
from crossfoot.factors.factor import Component, Factor, GasValue
from crossfoot.facts.entities import Entity, Organisation
from crossfoot.facts.fact import Dimensions, Fact, FactKey
from crossfoot.facts.provenance import Computed, Imported, Inventoried, Printed
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period

YEAR = Period.year(2022)

GRID = Factor(
    id="china-ets/electricity.grid/CN/2022",
    set="china-ets",
    activity="electricity.grid",
    region="CN",
    unit_of_activity="kWh",
    values=(GasValue("CO2", Decimal("0.5703"), "kg/kWh"),),
    valid_from=date(2022, 1, 1),
    source="MEE notice of 2023-02-07",
    components=(Component(Text("grid loss", "网损"), Decimal("0.05"), "", "table 3"),),
)


class Lines:
    """One line of grid electricity, as often as asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[tuple[Any, Any]] = []

    def lines(self, where=None, limit=None):
        self.asked.append((where, limit))
        use = FactorUse(GRID, "the year's own factor", carried_forward=True)
        line = Line(
            row=7,
            site="nantong",
            activity="electricity.grid",
            scope="2",
            category="electricity",
            quantity=Decimal("2517199.2"),
            entered="2517199.2",
            unit="kWh",
            start=date(2022, 1, 1),
            end=date(2022, 12, 31),
            year=2022,
            share=Fraction(1),
            gwp="AR6",
            emission=Emission(use, {"CO2": 1_435_558_703_760}, {"AR6": 1_435_558_703_760}),
            file="activity.csv",
        )
        return [line] * min(limit, self.count)


def scope2() -> Fact:
    return Fact(
        "ghg.scope2.location",
        "group",
        YEAR,
        Decimal("1435.55870376"),
        "t CO2e",
        variant="operational_control/AR6",
        provenance=Inventoried("sum of the lines with scope 2", {"scope": "2"}),
    )


def test_a_computed_number_down_to_its_factor():
    revenue = Fact(
        "finance.revenue",
        "group",
        YEAR,
        Decimal("177337.96"),
        "1e4 CNY",
        provenance=Imported("finance.csv", "ab", 4, source="ledger"),
    )
    calculator = Calculator(catalogue(), FactSet([scope2(), revenue]))
    key = FactKey("ghg.scope2_intensity.revenue", "group", YEAR)
    tree = trace(
        calculator.compute(key, "operational_control/AR6").fact, catalogue(), lines=Lines(1)
    )

    shown = [(depth, node.label.en, node.source.en) for depth, node in tree.walk()]
    assert [depth for depth, _, _ in shown] == [0, 1, 2, 3, 3, 4, 1]
    assert tree.rule["zh"] == "ghg.scope2.location / finance.revenue"
    assert shown[2][1] == "Electricity from the grid · nantong · 2022"
    assert shown[3][1:] == ("activity data · electricity.grid", "activity.csv, row 7")
    assert shown[4][1:] == (
        "emission factor · CO₂",
        "MEE notice of 2023-02-07 · CN · 2022 · china-ets/electricity.grid/CN/2022 "
        "· carried forward",
    )
    assert shown[5][1] == "grid loss"
    assert shown[6][2] == "finance.csv, row 4, ledger"
    factor = tree.children[0].children[0].children[1]
    assert (factor.value, factor.unit) == (Decimal("0.5703"), "kg/kWh")
    assert "沿用最近公布值" in factor.source.zh


def test_lines_are_limited_and_the_rest_is_said():
    source = Lines(50)
    tree = trace(scope2(), lines=source, most_lines=3)
    assert len(tree.children) == 4
    assert tree.children[-1].label == Text("and further lines", "以及其他明细")
    assert source.asked == [({"scope": "2"}, 4)]


def test_without_an_inventory_a_total_is_a_leaf():
    assert trace(scope2()).children == ()


def test_the_label_names_breakdown_entity_and_period():
    organisation = Organisation([Entity("group", Text("The group", "集团"), "group")])
    fact = Fact(
        "workforce.headcount",
        "group",
        YEAR,
        Decimal(5),
        "person",
        Dimensions({"gender": "female"}),
        provenance=Printed("ESG report 2022", line=2311, page=60, as_printed="5 person"),
    )
    tree = trace(fact, catalogue(), organisation)
    title = catalogue()["workforce.headcount"].title
    assert tree.label == Text(
        f"{title.en} · Female · The group · 2022", f"{title.zh} · 女性 · 集团 · 2022"
    )
    assert tree.source.en == "ESG report 2022, page 60, line 2311, “5 person”"
    assert tree.source.zh == "ESG report 2022，第60页，第2311行，“5 person”"


def test_a_value_that_is_absent_says_why():
    nil = Fact("water.use", "group", YEAR, None, "m^3", nil_reason="missing periods: 2022-03")
    tree = trace(nil)
    assert tree.source.en == "no value: missing periods: 2022-03"
    assert tree.source.zh.startswith("无数值")


def test_json():
    part = Fact("water.use", "hefei", YEAR, Decimal("1E+3"), "m^3")
    fact = Fact(
        "water.use",
        "group",
        YEAR,
        Decimal("1E+3"),
        "m^3",
        Dimensions({"site": "a"}),
        provenance=Computed("sum over sites", (part,)),
    )
    found = trace(fact).to_json()
    assert json.loads(json.dumps(found)) == found
    assert set(found) == {
        "label",
        "metric",
        "entity",
        "period",
        "dimensions",
        "value",
        "unit",
        "qualifier",
        "rule",
        "source",
        "children",
    }
    assert found["value"] == "1000"
    assert found["rule"] == {"en": "sum over sites", "zh": "各场所合计"}
    assert found["dimensions"] == {"site": "a"}
    assert found["children"][0]["entity"] == "hefei"
    assert found["children"][0]["source"] == {"en": "source not stated", "zh": "未注明来源"}


def test_every_rule_has_a_chinese_name():
    from crossfoot.calculation import rules

    names = [value for name, value in vars(rules).items() if name.isupper() and name[0] != "_"]
    assert len(names) >= 9
    for name in names:
        assert rules.rule_text(name).zh != name
