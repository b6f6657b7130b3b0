"""A factor is superseded, never changed: earlier inventories can be repeated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.factors.files import read_factor_file
from crossfoot.factors.library import FactorLibrary
from crossfoot.quantities.periods import Period

HEADER = "id,activity,gas,value,unit,valid_from,valid_to,published,edition,review,supersedes,source"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "own.csv"
    path.write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    return path


OLD = "steam-1,steam.purchased,CO2,0.105,t/GJ,2022-01-01,,2022-06-01,1,2024-01-01,,contract 7"
NEW = "steam-2,steam.purchased,CO2,0.098,t/GJ,2023-01-01,,2024-02-15,2,,steam-1,contract 9"


def rate(library: FactorLibrary, year: int, as_of: date | None = None) -> Decimal:
    choice = library.look_up("steam.purchased", "GJ", Period.year(year), as_of=as_of)
    assert choice.factor is not None
    return choice.factor.per("CO2", "GJ")


def test_the_new_one_counts_from_its_publication_on(tmp_path: Path) -> None:
    library = FactorLibrary([read_factor_file(written(tmp_path, OLD, NEW))])
    assert rate(library, 2023) == 98
    assert rate(library, 2023, date(2024, 2, 14)) == 105
    assert rate(library, 2023, date(2024, 2, 15)) == 98


def test_the_old_one_stays_where_the_new_one_does_not_hold(tmp_path: Path) -> None:
    library = FactorLibrary([read_factor_file(written(tmp_path, OLD, NEW))])
    assert rate(library, 2022) == 105


def test_the_look_up_says_so(tmp_path: Path) -> None:
    library = FactorLibrary([read_factor_file(written(tmp_path, OLD, NEW))])
    choice = library.look_up("steam.purchased", "GJ", Period.year(2023))
    assert "supersedes steam-1" in choice.rule
    assert ("steam-1", "superseded by steam-2") in [
        (each.factor.id, each.reason) for each in choice.rejected
    ]


def test_edition_and_review_are_kept(tmp_path: Path) -> None:
    old, new = read_factor_file(written(tmp_path, OLD, NEW)).factors
    assert (old.edition, old.review) == ("1", date(2024, 1, 1))
    assert (new.edition, new.review, new.supersedes) == ("2", None, "steam-1")


@pytest.mark.parametrize("name", ["steam-3", "steam-2", "heat"])
def test_what_is_superseded_stays_in_the_file(tmp_path: Path, name: str) -> None:
    heat = "heat,heat.purchased,CO2,0.11,t/GJ,,,,,,,x"
    path = written(tmp_path, OLD, heat, NEW.replace(",steam-1,", f",{name},"))
    with pytest.raises(CrossfootError, match="cannot supersede"):
        read_factor_file(path)
