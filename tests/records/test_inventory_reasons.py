"""What the factor library says of a look-up is in Chinese too, whatever set answers."""

from __future__ import annotations

import re
from datetime import date

import pytest

from crossfoot.factors.files import read_factor_file
from crossfoot.factors.library import FactorLibrary
from crossfoot.factors.sets import BUILT_IN, open_sets
from crossfoot.quantities.periods import Period
from crossfoot.web.views.inventory.reasons import reason_words
from inventories_kept import FACTORS, HEAD

ASKED = [
    ("electricity.grid", "kWh", "CN-AH"),
    ("electricity.grid", "kWh", "MY"),
    ("electricity.grid", "kWh", ""),
    ("electricity.grid", "m^3", "CN"),
    ("electricity.grid", "kWhh", "CN"),
    ("fuel.diesel.mobile", "L", "CN"),
    ("fuel.diesel.mobile", "person", ""),
    ("fuel.natural_gas.stationary", "m^3", "CN"),
    ("fuel.natural_gas.stationary", "t", ""),
    ("fuel.natural_gas.stationery", "m^3", ""),
    ("s3.02.machines", "CNY", "CN"),
]
#: pieces that have no words of their own: numbers, names of sets
_LATIN = re.compile(r"[a-z]{4,} [a-z]{2,} [a-z]{2,}")


@pytest.mark.parametrize("year", [2010, 2023, 2031])
@pytest.mark.parametrize(("activity", "unit", "region"), ASKED)
def test_every_reason_is_in_chinese(tmp_path, activity, unit, region, year: int) -> None:
    own = tmp_path / "own.csv"
    own.write_text(f"{HEAD}\n{FACTORS.strip()}\n")
    library = FactorLibrary([read_factor_file(own), *open_sets(BUILT_IN)])
    when = Period(date(year, 1, 1), date(year, 12, 31))
    asked = (activity, unit, when, region)
    for choice in (
        library.look_up(*asked),
        library.look_up(*asked, "ppa"),
        library.look_up_market(*asked),
    ):
        for text in (choice.rule, choice.reason):
            said = reason_words(text, "zh")
            assert reason_words(text, "en") == text
            assert not text or re.search("[一-鿿]", said), text
            assert not _LATIN.search(said), said
