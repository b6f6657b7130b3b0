from __future__ import annotations

import pytest

from crossfoot.metrics.catalogue import catalogue
from crossfoot.reports.units import COUNT, factor_unit, printed_unit


@pytest.mark.parametrize(
    ("metric", "measure"),
    [
        ("suppliers.count", "家"),
        ("suppliers.training.sessions", "场"),
        ("ip.patents.held", "项"),
        ("safety.drills", "次"),
        ("company.sites", "个"),
    ],
)
def test_chinese_counts_each_thing_with_its_own_word(metric, measure):
    assert catalogue()[metric].unit == COUNT
    assert printed_unit(COUNT, "zh", metric) == measure
    assert printed_unit(COUNT, "en", metric) == "number"


def test_every_title_that_says_times_or_sessions_is_counted_so():
    for metric in catalogue():
        for ending in ("次数", "场次"):
            if metric.unit == COUNT and metric.title.zh.endswith(ending):
                assert printed_unit(COUNT, "zh", metric.id) in ending, metric.id


def test_a_factor_says_which_gas_it_gives():
    assert factor_unit("kg/kWh", "CO2").en == "kgCO₂/kWh"
    assert factor_unit("kg/kWh", "CO2").zh == "千克二氧化碳/千瓦时"
    assert factor_unit("t/t", "CO2").en == "tCO₂/t"
    assert factor_unit("kg/kg", "HFC-134a").en


def test_a_ratio_whose_units_cancel_says_of_what_it_is():
    assert printed_unit("t/t", "en") == "t/t"
    assert printed_unit("", "en") == ""
    assert printed_unit("dimensionless", "en") == ""
