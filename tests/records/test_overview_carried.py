"""Estimates and footnotes stand beside all figures that were made of them."""

# ruff: noqa: F811  # fixtures of another file

from __future__ import annotations

import pytest

from campaigns import ELECTRICITY, WATER, cell, fill, opened, put, request, template, through
from crossfoot.facts.fact import Basis, Fact
from crossfoot.facts.provenance import Computed, Entered, Inventoried
from crossfoot.quantities.periods import Period
from crossfoot.records.collection.actions.set_boundary import SetBoundary
from crossfoot.records.collection.templates import Line
from crossfoot.records.overview.carried import Carried, carried
from dashboards import begun, browser, folder, people, plain, text  # noqa: F401  # fixtures
from figures_kept import made

pytestmark = pytest.mark.django_db

YEAR = Period.year(2023)
_ENTERED = Entered("c", "request:1", "entry:1", "1", None, None, None)  # type: ignore[arg-type]


def fact(metric: str, made_by: object = None, **more: object) -> Fact:
    given = {"provenance": made_by} if made_by else {}
    return Fact(metric, "hefei", YEAR, None, **given, **more)  # type: ignore[arg-type]


def test_a_formula_carries_the_footnote_of_its_input_and_a_sum_does_not() -> None:
    water = fact(WATER, note="covers 7 of 12 sites")
    total = fact(WATER, Computed("sum over sites", (water,)))
    intensity = fact("water.intensity.revenue", Computed("a / b", (water,)))
    further = fact("x", Computed("2 * a", (intensity,)))
    found = carried([water, total, intensity, further])
    assert found == {
        2: Carried(False, ((WATER, "covers 7 of 12 sites"),)),
        3: Carried(False, ((WATER, "covers 7 of 12 sites"),)),
    }


@pytest.mark.parametrize(
    ("metric", "scope", "site", "marked"),
    [
        (ELECTRICITY, "2", "hefei", True),
        (ELECTRICITY, "1", "hefei", False),
        (ELECTRICITY, "2", "penang", False),
        ("energy.fuel.diesel_mass", "1", "hefei,penang", True),
        (WATER, "2", "hefei", False),
    ],
)
def test_an_inventory_carries_the_estimates_among_its_rows(
    metric: str, scope: str, site: str, marked: bool
) -> None:
    entered = fact(metric, _ENTERED, estimated=True, basis=Basis.ENTERED)
    emitted = fact("ghg.x", Inventoried("sum", {"scope": scope, "site": site}))
    total = fact("ghg.total", Computed("a + b", (emitted,)))
    assert bool(carried([entered, emitted, total])) is marked
    if marked:
        assert carried([entered, emitted, total]) == {1: Carried(True), 2: Carried(True)}


def test_the_dashboard_shows_the_marks_of_the_figures_below(folder, people) -> None:
    asks = template(Line(ELECTRICITY, kinds=("site",)))
    campaign = opened(people.manager, ("hefei", "yibin"), YEAR, asks)
    for unit, estimated in (("hefei", True), ("yibin", False)):
        asked = request("energy", unit, campaign)
        put(people.owner, cell(asked), "1000", estimated=estimated)
        through(people, asked)
    made(folder)
    client = browser(people.manager)
    for metric in ("ghg.scope2.location", ELECTRICITY):
        for unit, marked in (("hefei", True), ("yibin", False), ("cells", True)):
            page = plain(text(client, f"/figures/{metric}/{unit}/2023"))
            head = page.split("What it is made of")[0]
            assert ("estimated" in head) is marked, (metric, unit)


def test_the_dashboard_shows_the_footnotes_of_the_figures_below(folder, people) -> None:
    asks = template(Line("air.nox", kinds=("site",)))
    campaign = opened(people.manager, ("hefei", "yibin"), YEAR, asks)
    SetBoundary(campaign.pk, "air.nox", "yibin", outside=True, reason="no stack").do(people.manager)
    for unit in ("hefei", "yibin"):
        asked = request("air", unit, campaign)
        if unit == "hefei":
            fill(people.owner, asked)
        through(people, asked)
    fact_file = folder / "facts" / "nox.csv"
    fact_file.write_text("metric,entity,period,value,unit\nair.nox,penang,2023,3,t\n")
    made(folder)
    client = browser(people.manager)
    page = plain(text(client, "/figures/air.nox_intensity.revenue/group/2023"))
    assert "Nitrogen oxides emitted: covers 2 of 3 sites" in page
