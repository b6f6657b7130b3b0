"""Units as reports print them, and the metrics they fit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.units import same_dimension
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.unit_fit import fit


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("RMB 0'000", "1e4 CNY"),
        ("RMB'0000", "1e4 CNY"),
        ("RMB10,000", "1e4 CNY"),
        ("人民币万元", "1e4 CNY"),
        ("HKD'000", "1e3 HKD"),
        ("M^3", "m^3"),
        ("m ³ /GWh", "m^3/GWh"),
        ("ton", "t"),
        ("tons/RMB10,000", "t/(1e4 CNY)"),
        ("tonnes of carbon dioxide equivalent", "t CO2e"),
        ("Carbon dioxide equivalent (t)", "t CO2e"),
        ("Carbon dioxide equivalent/kWh (kg)", "kg CO2e/kWh"),
        ("Tonnes CO ₂ e/ RMB ten thousand revenue", "t CO2e/(1e4 CNY)"),
        ("吨二氧化碳当量/万元营收", "t CO2e/(1e4 CNY)"),
        ("'000 kWh", "1e3 kWh"),
        ("万千瓦时", "1e4 kWh"),
        ("吨标准煤/万元产值", "tce/(1e4 CNY)"),
        ("Person-times", "person_time"),
        ("case(s)", "case"),
        ("EA", "count"),
        ("（小时/人）", "h/person"),
        ("%", "percent"),
        ("% of total employees", "percent"),
        ("Percentage (%)", "percent"),
        ("tonnes (t)", "t"),
        ("kWh in '000s", "1e3 kWh"),
        ("tonnes of CO2e per sq.m.", "t CO2e/m^2"),
        ("tCO2e/sq. ft.", "t CO2e/ft^2"),
        ("m³/m²", "m^3/m^2"),
        ("kg per HKD'000000 revenue", "kg/(1e6 HKD)"),
        ("t CO₂-eq. / US$ million sales", "t CO2e/(1e6 USD)"),
        ("tCO2e/operating revenue of RMB100 million", "t CO2e/(1e8 CNY)"),
        ("tCO2e/vehicle", "t CO2e/count"),
        ("kg/vehicle produced", "kg/count"),
        ("kilotonnes of CO2e", "kt CO2e"),
        ("10,000 Nm3", "1e4 m^3"),
        ("万标立方米", "1e4 m^3"),
        ("Number of employees", "person"),
    ],
)
def test_printed_units(printed: str, unit: str) -> None:
    read = read_unit(printed)
    assert read.unit
    assert same_dimension(read.unit, unit)


@pytest.mark.parametrize(
    "text", ["", "Remarks", "Scope 1", "Middle management", "2022", "/", "Note 1", "备注", "男性"]
)
def test_words_are_no_units(text: str) -> None:
    assert not read_unit(text)


def test_what_a_denominator_is_of_is_kept() -> None:
    assert read_unit("tCO2-e/RMB 10,000 revenue").words == "revenue"
    assert read_unit("吨标准煤/万元产值").words == "产值"


def test_a_unit_with_odd_digits_is_doubted() -> None:
    assert read_unit("RMB100,0000").doubt
    assert not read_unit("RMB10,000").doubt


@given(st.text(max_size=60))
def test_any_text_is_a_unit_or_none(text: str) -> None:
    read = read_unit(text)
    assert read.text == text
    assert bool(read.unit) == bool(read)


@pytest.mark.parametrize(
    ("metric", "printed", "factor"),
    [
        ("ghg.intensity.capacity", "kg CO2e/kWh", "1"),  # 1 kg/kWh is 1 t/MWh
        ("energy.electricity.purchased", "MWh", "1000"),
        ("waste.hazardous.generated", "kg", "0.001"),
        ("waste.hazardous.intensity.capacity", "t/kWh", "1000"),
        ("rd.investment", "RMB million", "100"),
        ("water.use", "Tonnes", "1"),
        ("water.intensity.revenue", "tonnes/RMB million", "0.01"),
        ("training.hours", "hours", "1"),
        ("training.hours_per_employee", "hours/person", "1"),
        ("suppliers.audit_frequency", "times/year", "1"),
    ],
)
def test_factors_into_the_unit_of_a_metric(metric: str, printed: str, factor: str) -> None:
    found = fit(catalogue()[metric], read_unit(printed), says_share=False)
    assert found is not None
    assert found.factor == Decimal(factor)


@pytest.mark.parametrize(
    ("metric", "printed"),
    [
        ("energy.total", "tce"),  # standard coal is reached by stored coefficients only
        ("energy.fuel.gasoline_volume", "t"),
        ("suppliers.count", "%"),
        ("workforce.headcount", "suppliers"),
        ("energy.intensity.capacity", "%"),
        ("training.persons", "person-times"),
    ],
)
def test_units_that_do_not_fit(metric: str, printed: str) -> None:
    assert fit(catalogue()[metric], read_unit(printed), says_share=False) is None


def test_money_in_another_currency_is_not_converted() -> None:
    found = fit(catalogue()["rd.investment"], read_unit("USD million"), says_share=False)
    assert found is not None
    assert found.unit == "1e4 USD"
    assert "not converted" in found.remark
