"""Labels of units, as reports print them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.quantities.shipped import shipped_rows
from crossfoot.quantities.unit_vocabulary import vocabulary
from crossfoot.quantities.units import canonical_unit, unit_label

PRINTED = [
    ("t CO2e/(1e4 CNY)", "tCO₂e per RMB 10,000", "吨二氧化碳当量/万元"),
    ("tCO2e/万元", "tCO₂e per RMB 10,000", "吨二氧化碳当量/万元"),
    ("kg CO2e/kWh", "kgCO₂e/kWh", "千克二氧化碳当量/千瓦时"),
    ("percent", "%", "%"),
    ("dimensionless", "", ""),
    ("1e4 CNY", "RMB 10,000", "万元"),
    ("1e8 CNY", "RMB 100 million", "亿元"),
    ("1e4 USD", "US$ 10,000", "万美元"),
    ("case/(1e6*person*h)", "cases per million hours worked", "起/百万工时"),
    ("person/(2e5*person*h)", "persons per 200,000 hours worked", "人/20万工时"),
    ("m^3/m^2", "m³/m²", "立方米/平方米"),
    ("m^3/count", "m³/unit", "立方米/个"),
    ("MWh/GWh", "MWh/GWh", "兆瓦时/吉瓦时"),
    ("CNY/(t CO2e)", "RMB/tCO₂e", "元/吨二氧化碳当量"),
    ("t CFC11e", "t CFC-11e", "吨CFC-11当量"),
    ("kg HFC-134a", "kg HFC-134a", "千克HFC-134a"),
    ("kg CH4", "kg CH₄", "千克甲烷"),
    ("1e4 kWh", "10,000 kWh", "万千瓦时"),
    ("kWh (Net CV)", "kWh (net CV)", "千瓦时（低位热值）"),
    ("1/year", "times per year", "次/年"),
    ("1/day", "per day", "每天"),
    ("m/s^2", "m/s²", "米/秒²"),
    ("t*km", "t·km", "吨公里"),
]


@pytest.mark.parametrize(("unit", "english", "chinese"), PRINTED)
def test_labels_read_as_in_reports(unit, english, chinese):
    assert unit_label(unit, "en") == english
    assert unit_label(unit, "zh") == chinese


@pytest.mark.shared
def test_units_of_the_metric_specification_print_without_symbols_of_ours(shared: Path):
    with (shared / "spec/metrics.csv").open(encoding="utf-8") as file:
        units = {row["unit"] for row in csv.DictReader(file)} - {"", "dimensionless"}
    for unit in units:
        for language in ("en", "zh"):
            label = unit_label(unit, language)
            assert label
            assert not set("*^_") & set(label), (unit, label)
            assert not re.search(r"\de\d", label), (unit, label)


def test_labels_name_canonical_units_so_that_none_is_unreachable():
    for row in shipped_rows("unit_labels.csv"):
        kept_as_written = row["unit"] in {"m^3/m^2"} or row["unit"].startswith("person/(")
        assert kept_as_written or canonical_unit(row["unit"]) == row["unit"]


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(vocabulary().symbols)), st.sampled_from([-2, -1, 1, 2])),
        min_size=1,
        max_size=4,
    )
)
def test_every_unit_has_a_label_in_both_languages(parts):
    unit = "*".join(f"{symbol}^{power}" for symbol, power in parts)
    for language in ("en", "zh"):
        label = unit_label(unit, language)
        assert label.strip() == label
        assert "*" not in label
