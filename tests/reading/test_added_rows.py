"""Rows with names that nobody lists, which add up to a row that is known."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.reading.reader import read_text

NAMES = ("Quarrying", "Ferries", "Orchards", "Tanneries")


def read(rows: Sequence[tuple[str, Sequence[int]]]) -> dict[str, list[int]]:
    """Scope 1 emissions by part: what is read from a table with these rows below the total."""
    lines = ["Indicator\tUnit\t2021\t2022\t2023"]
    lines += ["\t".join((label, "tCO2e", *(f"{n:,}" for n in numbers))) for label, numbers in rows]
    found: dict[str, list[int]] = {}
    for figure in read_text("\n".join(lines)).figures:
        assert figure.metric == "ghg.scope1"
        found.setdefault(dict(figure.dimensions).get("site", ""), []).append(int(figure.value))
    return found


amounts = st.lists(st.integers(100, 90_000), min_size=3, max_size=3)


@settings(deadline=None)
@given(st.lists(amounts, min_size=2, max_size=4), st.booleans())
def test_rows_that_make_the_total_are_its_parts(parts: list[list[int]], first: bool) -> None:
    whole = ("Scope 1 emissions", [sum(year) for year in zip(*parts, strict=True)])
    named = list(zip(NAMES, parts, strict=False))
    found = read([whole, *named] if first else [*named, whole])
    assert found == {"": list(whole[1]), **{name.lower(): numbers for name, numbers in named}}


@settings(deadline=None)
@given(st.lists(amounts, min_size=2, max_size=4), st.integers(1000, 5000))
def test_a_slip_in_one_year_hides_no_part(parts: list[list[int]], slip: int) -> None:
    total = [sum(year) for year in zip(*parts, strict=True)]
    total[1] += slip
    found = read([("Scope 1 emissions", total), *zip(NAMES, parts, strict=False)])
    assert len(found) == len(parts) + 1


@settings(deadline=None)
@given(st.lists(amounts, min_size=2, max_size=4))
def test_rows_that_miss_the_total_stay_unread(parts: list[list[int]]) -> None:
    total = [2 * sum(year) + 999 for year in zip(*parts, strict=True)]
    assert set(read([("Scope 1 emissions", total), *zip(NAMES, parts, strict=False)])) == {""}


def test_what_is_below_zero_is_an_elimination() -> None:
    text = """Divisions
RMB million\t2022\t2023
Ferries\t3,210.4\t3,455.1
Orchards\t1,118.3\t1,207.6
Between divisions\t−88.2\t−91.4
Operating revenue\t4,240.5\t4,571.3
"""
    figures = read_text(text).figures
    taken_off = [f for f in figures if ("segment", "elimination") in f.dimensions]
    assert [str(f.value) for f in taken_off] == ["-8820.0", "-9140.0"]  # in RMB 10,000


def test_a_carrier_is_no_site() -> None:
    text = """Indicator\tUnit\t2022\t2023
Total energy consumption\ttce\t3,000.0\t3,300.0
Electricity\ttce\t1,800.0\t2,000.0
Natural gas\ttce\t1,200.0\t1,300.0
"""
    assert not any(dict(f.dimensions).get("site") for f in read_text(text).figures)


def test_a_place_below_a_metric_without_regions_is_its_site() -> None:
    text = """Indicator\tUnit\t2022\t2023
Scope 2 GHG emissions\ttCO2e\t900\t800
  Hong Kong\ttCO2e\t310\t295
  Mainland China\ttCO2e\t402\t377
"""
    found = {dict(f.dimensions).get("site", ""): str(f.value) for f in read_text(text).figures}
    assert found == {"": "800", "hong_kong": "295", "mainland_china": "377"}
