"""Balances: in = out + stock change + unexplained."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.calculation.balances import IN, OUT, STOCK, Balance, Part, balances
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue


def of(stated: dict[str, str]) -> dict[str, Balance]:
    values = {metric: Decimal(value) for metric, value in stated.items()}
    return {each.id: each for each in balances(lambda metric, _: values.get(metric))}


def test_water_by_hand() -> None:
    """1,000 m3 taken, 700 discharged, 250 in the product, 20 more in the tank: 30 unexplained."""
    water = of(
        {
            "water.withdrawal": "1000",
            "water.discharge": "700",
            "water.consumption": "250",
            "water.storage_change": "20",
        }
    )["water"]
    assert water.unexplained == 30
    assert water.share == Decimal("0.03")
    assert water.missing == ()


def test_what_is_not_stated_is_named() -> None:
    water = of({"water.withdrawal": "1000", "water.discharge": "700"})["water"]
    assert water.unexplained == 300
    assert water.missing == ("water.consumption", "water.storage_change")
    assert "water" not in of({"water.withdrawal": "1000"})


numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
parts = st.lists(st.tuples(st.sampled_from([IN, OUT, STOCK]), numbers), max_size=8)


@given(parts)
def test_every_balance_adds_up(given: list[tuple[str, Decimal]]) -> None:
    found = Balance("x", Text("x", "x"), "t", [Part(part, "m", value) for part, value in given])
    assert found.total(IN) == found.total(OUT) + found.total(STOCK) + found.unexplained


@pytest.mark.shared
def test_energy_of_the_template_does_not_balance(shared: Path) -> None:
    """efrag_vsme_facts_snapshot_1.2.0.json: 250 MWh are stated, 159.408 MWh are its sources.

    Electricity 100, fuels 16.408, own generation 43: a total that was typed in.
    """
    path = shared / "reference/cases/efrag_vsme_facts_snapshot_1.2.0.json"
    facts = json.loads(path.read_text("utf-8"))["facts"]

    def largest(concept: str) -> str:
        return max((f["value"] for f in facts if f["concept"] == f"vsme:{concept}"), key=Decimal)

    indirect = Decimal(largest("EnergyConsumptionFromElectricity"))
    own = Decimal(largest("EnergyConsumptionFromSelfGeneratedElectricity"))
    fuels = Decimal(largest("EnergyConsumptionFromFuels"))
    energy = of(
        {
            "energy.direct": str(fuels + own),
            "energy.indirect": str(indirect),
            "energy.total": largest("TotalEnergyConsumption"),
        }
    )["energy"]
    assert energy.total(IN) == Decimal("159.40834646")
    assert energy.unexplained == Decimal("-90.59165354")


def test_every_line_is_a_metric_in_a_unit_that_converts() -> None:
    from crossfoot.quantities.units import same_dimension

    known = catalogue()

    def check(metric: str, unit: str) -> Decimal:
        found = known.get(metric)
        assert found is not None, metric
        assert same_dimension(found.unit, unit), metric
        return Decimal(1)

    assert len(list(balances(check))) == 5
