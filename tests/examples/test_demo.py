"""The four example workspaces, as `crossfoot demo` builds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.examples.build import EXAMPLES
from crossfoot.examples.group.sites import YEARS, sites
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.selection import FactSet
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.formula import Constant, Negation, Node, Number, Operation, Reference
from crossfoot.quantities.periods import Period
from crossfoot.quantities.units import convert, divide_units, multiply_units
from crossfoot.runs.run import Run, run_workspace
from crossfoot.workspaces.workspace import Workspace

REPORTS = ("alphaess-2022", "calb-2023", "kstar-2023")


@pytest.fixture(scope="module")
def runs(demo: Path) -> dict[str, Run]:
    return {example.slug: run_workspace(Workspace(demo / example.slug)) for example in EXAMPLES}


# -- the demo group ---------------------------------------------------------------------------


def test_the_footing_finds_the_three_planted_mistakes_and_no_other_error(
    runs: dict[str, Run],
) -> None:
    """See crossfoot.examples.group.mistakes."""
    errors = {
        (each.metric, each.facts[0].entity, str(each.facts[0].period)): each
        for each in runs["group"].findings
        if each.severity == "error"
    }
    assert errors.keys() == {
        ("waste.hazardous.generated", "yibin", "2023-09"),
        ("workforce.headcount", "changzhou", "2023"),
        ("training.hours", "qingheng", "2022"),
    }
    kinds = {metric: str(each.kind) for (metric, *_), each in errors.items()}
    assert kinds["workforce.headcount"] == "sum_mismatch"
    assert kinds["training.hours"] == "transposition"
    assert "10" in errors["workforce.headcount", "changzhou", "2023"].message.en


def test_all_three_years_are_there(runs: dict[str, Run]) -> None:
    run = runs["group"]
    assert run.inventory is not None
    assert run.inventory.is_complete, run.inventory.unresolved[:3]
    assert run.workspace.settings.years == YEARS
    for metric in (
        "ghg.total", "energy.total", "water.use", "safety.hours_worked", "workforce.headcount",
        "finance.revenue",
    ):  # fmt: skip
        for year in YEARS:
            assert run.facts.select(metric, "qingheng", Period.year(year)), (metric, year)


def test_the_group_is_the_sum_of_its_sites(runs: dict[str, Run]) -> None:
    """Electricity of 2023 by hand from the lines, against the group's scope 2 by location."""
    run = runs["group"]
    assert run.inventory is not None
    kilograms = sum(
        line.co2e_kg
        for line in run.inventory.lines({"scope": "2", "method": "location", "period": "2023"})
    )
    group = run.facts.current(
        FactKey("ghg.scope2.location", "qingheng", Period.year(2023)), variant=run.variant
    )
    assert group is not None
    assert group.number == kilograms / 1000
    headcount = run.facts.current(FactKey("workforce.headcount", "qingheng", Period.year(2023)))
    assert headcount is not None
    assert headcount.number == sum(site.employees[2023] for site in sites())


def test_a_computed_number_can_be_followed_to_a_row(runs: dict[str, Run]) -> None:
    run = runs["group"]
    key = FactKey("ghg.intensity.revenue", "qingheng", Period.year(2023))
    fact = run.facts.current(key, formula=True, variant=run.variant)
    assert fact is not None
    sources = [node.source.en for _, node in run.trace(fact).walk()]
    assert any(source.startswith("activity-2023.csv, row ") for source in sources)
    assert any("0.5703" in str(node.value) for _, node in run.trace(fact).walk())


# -- the three published reports --------------------------------------------------------------


def solved(node: Node, inputs: Mapping[Reference, Fact]) -> tuple[Decimal, str]:
    """Value and unit of a formula: a second way, with units carried along."""
    match node:
        case Number(value=value):
            return value, "dimensionless"
        case Constant(value=value, unit=unit):
            return value, unit
        case Reference():
            return inputs[node].number, inputs[node].unit or "dimensionless"
        case Negation(operand=operand):
            value, unit = solved(operand, inputs)
            return -value, unit
        case Operation(op=op, left=left, right=right):
            a, unit_a = solved(left, inputs)
            b, unit_b = solved(right, inputs)
            match op:
                case "*":
                    return a * b, multiply_units(unit_a, unit_b)
                case "/":
                    return a / b, divide_units(unit_a, unit_b)
                case "+":
                    return a + convert(b, unit_b, unit_a), unit_a
                case "-":
                    return a - convert(b, unit_b, unit_a), unit_a
    raise AssertionError(node)


def printed_inputs(key: FactKey, run: Run, published: FactSet) -> dict[Reference, Fact] | None:
    """The printed inputs of a figure, by the words of the formula language; None if one lacks.

    An input that has a formula itself counts as recomputed, where it is.
    """
    formula = catalogue()[key.metric].formula
    assert formula is not None
    found = {}
    for reference in formula.references():
        metric = catalogue()[reference.metric]
        kept = {} if reference.total else dict(key.dimensions)
        own = {name: member for name, member in kept.items() if metric.allows(name)}
        if own != kept:
            return None
        period = key.period.previous() if reference.previous else key.period
        wanted = FactKey(
            reference.metric, key.entity, period, Dimensions({**own, **dict(reference.fixed)})
        )
        fact = published.current(wanted)
        if fact is None or not fact.is_number:
            return None
        recomputed = run.facts.of(wanted, Basis.COMPUTED) if metric.formula else ()
        found[reference] = recomputed[0] if recomputed else fact
    return found


@pytest.mark.parametrize("slug", REPORTS)
def test_every_formula_whose_inputs_are_printed_is_recomputed(
    runs: dict[str, Run], slug: str
) -> None:
    run = runs[slug]
    published = FactSet(fact for fact in run.facts if fact.basis is Basis.PUBLISHED)
    recomputed = 0
    for key in dict.fromkeys(fact.key for fact in published):
        metric = catalogue()[key.metric]
        if metric.formula is None:
            continue
        inputs = printed_inputs(key, run, published)
        if inputs is None or any(not fact.number for fact in inputs.values()):
            continue
        value, unit = solved(metric.formula.root, inputs)
        computed = run.facts.of(key, Basis.COMPUTED)
        assert computed, f"{key} is not recomputed"
        expected = convert(value, unit, metric.unit)
        assert any(
            abs(fact.number - expected) <= abs(expected) * Decimal("1e-20") for fact in computed
        )
        recomputed += 1
    assert recomputed >= {"alphaess-2022": 5, "calb-2023": 20, "kstar-2023": 5}[slug]


@pytest.mark.parametrize("slug", REPORTS)
def test_what_differs_from_its_formula_is_a_finding(runs: dict[str, Run], slug: str) -> None:
    """A printed value that is one percent and ten units of its last digit away is told."""
    run = runs[slug]
    told = {fact.key for finding in run.findings for fact in finding.facts}
    for fact in run.facts:
        if fact.basis is not Basis.PUBLISHED or not fact.is_number or fact.decimals is None:
            continue
        computed = run.facts.of(fact.key, Basis.COMPUTED)
        for other in computed:
            apart = abs(fact.number - other.number) if other.is_number else Decimal(0)
            far = Decimal(10).scaleb(-fact.decimals)
            if apart > far and apart > abs(fact.number) / 100 and fact.qualifier == "exact":
                assert fact.key in told, (fact.key, fact.number, other.number)


def test_the_examples_are_the_same_whenever_they_are_built(demo: Path, tmp_path: Path) -> None:
    example = EXAMPLES[1]
    again = run_workspace(example.make(tmp_path / "again"))
    first = run_workspace(Workspace(demo / example.slug))
    assert again.id == first.id
    assert [replace(fact, run="") for fact in again.facts] == list(first.facts)


def test_no_share_of_the_demo_group_is_more_than_its_whole(runs: dict[str, Run]) -> None:
    """Rates that compare a breakdown with a total that has none would be."""
    shares = [
        fact
        for fact in runs["group"].facts
        if fact.unit == "percent"
        and fact.is_number
        and not fact.metric.endswith(("growth", "change"))
    ]
    assert len(shares) > 300
    assert [(str(f.key), f.value) for f in shares if not 0 <= f.number <= 100] == []


def test_what_the_targets_of_the_demo_group_say_of_their_progress_is_so(demo: Path) -> None:
    """A target behind plan has gone less of its way than the years that have passed."""
    from crossfoot.reports.lists.records import Lists

    run = run_workspace(Workspace(demo / "group"))
    for row in Lists(demo / "group" / "report" / "lists", "lists").get("targets").rows:
        metric, dimensions = str(row["metric"]), Dimensions.parse(str(row["dimensions"] or ""))
        base_year, target_year = int(str(row["base_year"])), int(str(row["target_year"]))
        base, now = (
            run.facts.current(
                FactKey(metric, "qingheng", Period.year(year), dimensions),
                formula=True,
                variant=run.variant if metric.startswith("ghg") else None,
            )
            for year in (base_year, 2023)
        )
        assert base is not None, row["title"]
        assert now is not None, row["title"]
        change = row["target_change"]
        goal = Decimal(str(row["target_value"] or base.number * (1 + Decimal(str(change)) / 100)))
        done = (now.number - base.number) / (goal - base.number)
        due = Decimal(2023 - base_year) / (target_year - base_year)
        assert done < 1, row["title"]
        behind = done < due
        assert (row["status"] == "behind") == behind, (row["title"], done, due)
