"""What applies when: editions of GRI by publication, of HKEX by the start of the period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.quantities.periods import Period
from crossfoot.standards.catalogue import STANDARDS, standard

DAY = timedelta(days=1)


def codes(name: str, on: date) -> set[str]:
    return {disclosure.code for disclosure in standard(name).disclosures(on)}


@pytest.mark.parametrize(
    ("starts", "new", "old"),
    [
        # GRI 303 and 403 (2018), GRI 207 (2019): effective 1 January 2021
        (date(2021, 1, 1), "303-5", "303-3 (2016)"),
        (date(2021, 1, 1), "403-10", "403-2 (2016)"),
        (date(2021, 1, 1), "303-4", "306-1 (2016)"),
        # GRI 306: Waste 2020, effective 1 January 2022
        (date(2022, 1, 1), "306-4", "306-2 (2016)"),
        # universal standards 2021, effective 1 January 2023, with the withdrawals that came along
        (date(2023, 1, 1), "2-27", "307-1"),
        (date(2023, 1, 1), "2-27", "419-1"),
        (date(2023, 1, 1), "3-3", "103-2 (2016)"),
        (date(2023, 1, 1), "2-1", "102-1 (2016)"),
        # GRI 101: Biodiversity 2024, effective 1 January 2026
        (date(2026, 1, 1), "101-6", "304-2"),
        # GRI 102: Climate Change and GRI 103: Energy 2025, effective 1 January 2027
        (date(2027, 1, 1), "102-5", "305-1"),
        (date(2027, 1, 1), "102-4", "305-5"),
        (date(2027, 1, 1), "102-1", "201-2"),
        (date(2027, 1, 1), "103-2", "302-1"),
    ],
)
def test_gri_editions_take_over_on_their_day(starts: date, new: str, old: str) -> None:
    before, after = codes("gri", starts - DAY), codes("gri", starts)
    assert old in before
    assert new not in before
    assert new in after
    assert old not in after


@pytest.mark.parametrize("code", ["305-6", "305-7", "306-3 (2016)", "418-1", "201-1", "405-1"])
def test_what_no_later_edition_replaced_still_applies(code: str) -> None:
    for year in (2019, 2023, 2028):
        assert code in codes("gri", date(year, 6, 1))


def test_counts_of_what_a_report_owes() -> None:
    """2024: 33 universal disclosures (30 + 3) and 85 topic disclosures with 306-3 (2016)."""
    asked = codes("gri", date(2024, 6, 30))
    assert len([code for code in asked if code.startswith(("2-", "3-"))]) == 33
    # 117 codes of an independent list of the 2021 set, and the spills of 2016
    assert len(asked) == 117 + 1


def test_a_bare_number_means_the_edition_of_its_day() -> None:
    gri = standard("gri")
    assert gri.disclosure("303-3", date(2020, 6, 1)).title.en == "Water recycled and reused"
    assert gri.disclosure("303-3", date(2021, 6, 1)).title.en == "Water withdrawal"
    assert gri.disclosure("GRI 303-3 (2018)").edition == "2018"
    assert gri.disclosure("102-8", date(2020, 6, 1)).code == "102-8 (2016)"
    assert gri.disclosure("102-8").edition == "2025", "early adoption is asked without a day"
    assert gri.disclosure("306-3", date(2023, 6, 1)).title.en == "Waste generated"


def test_a_code_outside_its_days_says_what_to_use() -> None:
    with pytest.raises(CrossfootError, match=r"101-6 applies from 2026-01-01.*use 304-2 instead"):
        standard("gri").disclosure("GRI 101-6", date(2024, 5, 1))
    with pytest.raises(CrossfootError, match=r"307-1 applied until 2022-12-31.*use 2-27 instead"):
        standard("gri").disclosure("307-1", date(2024, 5, 1))


def test_hkex_part_d_stands_in_for_three_codes_from_financial_years_2025() -> None:
    gone = {"A1.2", "A4", "A4.1"}
    for_2024 = codes("hkex", standard("hkex").date_of(Period.year(2024)))
    for_2025 = codes("hkex", standard("hkex").date_of(Period.year(2025)))
    assert for_2024 - for_2025 == gone
    assert {code.split("-")[0] for code in for_2025 - for_2024} == {"D"}
    assert len(for_2024) == 5 + 48
    assert len(for_2025) == 5 + 45 + 12
    assert standard("hkex").edition(date(2024, 12, 31)).id == "2020"
    assert standard("hkex").edition(date(2025, 1, 1)).id == "2025"


def test_a_fiscal_year_counts_from_its_first_day_under_hkex() -> None:
    ends_in_march_2025 = Period.fiscal_year(2024, 4)
    on = standard("hkex").date_of(ends_in_march_2025)
    assert on == date(2024, 4, 1)
    assert "A1.2" in codes("hkex", on)


def test_a_report_counts_from_its_publication_under_gri() -> None:
    gri = standard("gri")
    assert gri.date_of(Period.year(2025)) == date(2026, 1, 1)
    assert gri.date_of(Period.year(2022), date(2022, 12, 20)) == date(2022, 12, 20)
    assert gri.edition(date(2022, 12, 20)).id == "2016"
    assert gri.edition(date(2015, 1, 1)).id == "2016", "before the first edition: the first"


@given(
    st.sampled_from(STANDARDS),
    st.dates(date(2017, 1, 1), date(2030, 12, 31)),
)
def test_what_is_asked_on_a_day_is_found_on_that_day(name: str, on: date) -> None:
    catalogue = standard(name)
    for disclosure in catalogue.disclosures(on):
        assert disclosure.valid_from <= on
        assert disclosure.valid_to is None or on <= disclosure.valid_to
        assert catalogue.disclosure(disclosure.code, on) is disclosure
