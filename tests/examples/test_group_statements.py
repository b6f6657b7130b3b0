"""What the demo group states beside its rows is true of what its generator makes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot.calculation.scope3 import EXCLUDED, read_judgements
from crossfoot.calculation.verification import read_verifications
from crossfoot.examples.group.activity import activity_rows
from crossfoot.examples.group.sites import DATA, sites

#: kg CO2e per kWh: China 2022 (Ministry of Ecology and Environment, 2023 no. 43), Malaysia 2024
#: (Ember), as the sources print them
PRINTED = {"changzhou": Decimal("0.5703"), "penang": Decimal("0.60443")}


@pytest.mark.parametrize("site", PRINTED)
def test_a_verified_figure_is_that_of_the_bills(site: str) -> None:
    stated = read_verifications(DATA / "verification.csv", [each.id for each in sites()])
    (one,) = [each for each in stated if each.entity == site]
    assert (str(one.period), one.scopes) == ("2023", ("scope2_location",))
    (plant,) = [each for each in sites() if each.id == site]
    bills = sum(
        row.quantity for row in activity_rows(plant, 2023) if row.activity == "electricity.grid"
    )
    assert abs(bills * PRINTED[site] / 1000 - one.stated) <= Decimal("0.005")
    assert one.is_material is False


def test_categories_that_were_entered_are_judged_relevant() -> None:
    judged = read_judgements(DATA / "scope3.csv")
    lines = (DATA / "figures.csv").read_text("utf-8").splitlines()
    entered = {
        int(line.split("scope3_category=")[1].split(",")[0])
        for line in lines
        if line.startswith("ghg.scope3,scope3_category=")
    }
    assert entered == {number for number, each in judged.items() if each.status != EXCLUDED}
    assert all(judged[number].coverage for number in entered)
