"""Approved figures are activity too: emissions by hand, and when the ledger counts instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.calculation.activity_metrics import _rules as feeding_rules
from crossfoot.facts.fact import Basis, Dimensions, Fact, FactKey
from crossfoot.facts.provenance import Entered, Signature
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.units import same_dimension
from crossfoot.runs.run import Run, run_workspace
from crossfoot.workspaces.figures import NAME, countable, once, rows_of, rules
from crossfoot.workspaces.workspace import Workspace
from small_workspace import SETTINGS, empty_workspace, small_workspace

ELECTRICITY, SCOPE2 = "energy.electricity.purchased", "ghg.scope2.location"
YEAR = Period.year(2022)

#: kg CO2 per kWh of the grid in 2022, by the ministry
GRID = Decimal("0.5703")


def entered(value: str, site: str = "hefei", period: Period = YEAR, **more) -> Fact:
    metric = more.pop("metric", ELECTRICITY)
    return Fact(
        metric=metric,
        entity=site,
        period=period,
        value=Decimal(value),
        unit=catalogue()[metric].unit,
        basis=Basis.ENTERED,
        **more,
    )


def months(values: list[int], site: str = "hefei") -> list[Fact]:
    return [
        entered(str(value), site, Period.month(2022, number))
        for number, value in enumerate(values, start=1)
    ]


def run_of(folder: Path, *facts: Fact) -> Run:
    return run_workspace(Workspace(empty_workspace(folder).folder, further=facts))


def value_of(run: Run, metric: str, entity: str = "group", period: Period = YEAR) -> Decimal | None:
    key = FactKey(metric, entity, period, Dimensions())
    fact = run.facts.current(key, variant=run.variant) or run.facts.current(key)
    return fact.number if fact is not None and fact.is_number else None


class TestTheTable:
    @pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.metric)
    def test_each_line_is_the_way_back_of_a_figure_that_the_ledger_feeds(self, rule):
        """What the ledger makes of the activity is the metric, in a unit of its kind."""
        assert same_dimension(catalogue()[rule.metric].unit, rule.unit)
        assert rule.why
        fed = {each.metric for each in feeding_rules() if fnmatchcase(rule.activity, each.activity)}
        assert rule.metric in fed

    @pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.metric)
    def test_each_line_leads_to_an_emission(self, rule, tmp_path):
        """Its figures are lines of the inventory for which a factor is known."""
        settings = replace(SETTINGS, factors=())
        folder = empty_workspace(tmp_path, settings).folder
        run = run_workspace(Workspace(folder, further=(entered("1000", metric=rule.metric),)))
        if (
            rule.activity == "cooling.purchased"
        ):  # Crossfoot knows no factor: it is listed, not lost
            assert [each.site for each in run.lines.unresolved] == ["hefei"]
            return
        assert run.lines.unresolved == ()
        scopes = [value_of(run, scope, "hefei") for scope in ("ghg.scope1", SCOPE2)]
        assert any(each is not None and each > 0 for each in scopes)


def test_months_of_electricity_are_scope_2(tmp_path: Path) -> None:
    values = [1000 + 10 * number for number in range(12)]
    run = run_of(tmp_path, *months(values), *months([50] * 12, "penang"))
    assert value_of(run, ELECTRICITY) == sum(values) + 600
    hefei = sum(values) * GRID / 1000
    assert value_of(run, SCOPE2, "hefei") == hefei
    march = Period.month(2022, 3)
    assert value_of(run, SCOPE2, "hefei", march) == values[2] * GRID / 1000


def test_what_a_person_entered_stays_the_figure_with_its_qualifier(tmp_path: Path) -> None:
    facts = [
        entered("1000", qualifier=Qualifier.MORE_THAN),
        entered("500", "penang"),
    ]
    run = run_of(tmp_path, *facts)
    total = run.facts.current(FactKey(ELECTRICITY, "group", YEAR, Dimensions()))
    assert (total.number, total.qualifier) == (1500, Qualifier.MORE_THAN)
    assert run.facts.of(facts[0].key) == (facts[0],)
    assert value_of(run, SCOPE2, "hefei") == Decimal("0.5703")


def test_lineage_goes_from_the_emission_to_the_figure(tmp_path: Path) -> None:
    run = run_of(tmp_path, entered("1000"))
    (line,) = run.lines.lines()
    assert (line.file, line.row) == (NAME, 2)


def test_no_name_of_a_person_is_kept_with_the_rows() -> None:
    signed = Signature("Li Na", datetime(2023, 1, 5, tzinfo=UTC))
    origin = Entered(
        campaign="Year", request="request:5", entry="entry:12", typed="7 kWh",
        entered=signed, reviewed=signed, approved=signed,
    )  # fmt: skip
    ((*_, source, metric),) = rows_of([entered("7", provenance=origin)])
    assert (source, metric) == ("request:5 entry:12", ELECTRICITY)


def test_where_the_ledger_has_the_bills_they_count_alone(tmp_path: Path) -> None:
    """The small workspace has bills of 1,000 MWh for hefei in 2022, and 500 MWh for penang."""
    before = run_workspace(small_workspace(tmp_path))
    with_figures = run_workspace(
        Workspace(before.workspace.folder, further=(entered("1000000"), entered("7", "penang")))
    )
    assert value_of(with_figures, SCOPE2) == value_of(before, SCOPE2)


def test_a_site_that_states_its_emissions_has_them_from_there(tmp_path: Path) -> None:
    own = entered("12.5", metric=SCOPE2)
    run = run_of(tmp_path, entered("1000"), own)
    assert run.inventory is None
    assert value_of(run, SCOPE2, "hefei") == Decimal("12.5")


def test_only_the_last_version_of_single_sites_counts(tmp_path: Path) -> None:
    organisation = empty_workspace(tmp_path).organisation
    facts = [
        entered("1"),
        entered("2", version=2),
        entered("9", "group"),
        entered("5", "penang"),
    ]
    assert {(fact.entity, fact.number) for fact in countable(facts, organisation)} == {
        ("hefei", Decimal(2)),
        ("penang", Decimal(5)),
    }


def test_twelve_months_count_for_their_year_and_eleven_do_not() -> None:
    year = entered("130")
    assert once([year, *months([10] * 12)]) == months([10] * 12)
    assert once([year, *months([10] * 11)]) == [year]
    quarters = [entered("30", period=Period.parse(f"2022-Q{number}")) for number in (1, 2)]
    assert once([*months([10] * 3), *quarters]) == [*months([10] * 3), quarters[1]]


@given(
    st.lists(
        st.tuples(st.integers(0, 700), st.integers(1, 400)).map(
            lambda given: (
                date.fromordinal(date(2021, 6, 1).toordinal() + given[0]),
                given[1],
            )
        ),
        max_size=12,
    )
)
def test_no_day_counts_twice(spans) -> None:
    facts = [
        entered("1", period=Period(first, date.fromordinal(first.toordinal() + days - 1)))
        for first, days in spans
    ]
    taken = once(facts)
    days = [
        day
        for fact in taken
        for day in range(fact.period.start.toordinal(), fact.period.end.toordinal() + 1)
    ]
    assert len(days) == len(set(days))
    # whatever was left out shares a day with something that counts
    assert all(any(fact.period.overlaps(each.period) for each in taken) for fact in facts)
