"""Monitoring results from the plan to the file; above a limit, contained and tested again."""

from __future__ import annotations

from typing import Any

import pytest

from lives.life import Life
from lives.place import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WORDS = {
    "en": {"title": "outlet 1", "cause": "pump stood", "done": "closed the valve"},
    "zh": {"title": "一号排口", "cause": "泵停", "done": "已关阀"},
}
LIMITS = {"COD": "150", "NH3-N": "30"}


def planned(place: Place, language: str, **values: Any) -> Life:
    given = {
        "title": WORDS[language]["title"],
        "entity": "E",
        "site": "S",
        "kind": "wastewater",
        "method": "own_lab",
        **values,
    }
    return Life(place, "monitoring_result", language).open("env_engineer", given)


def sampled(life: Life, at: str, flow: str = "", **measured: str) -> Life:
    readings = [
        {
            "parameter": name.replace("_", "-"),
            "value": value,
            "measured_in": "mg_per_l",
            "limit": LIMITS[name.replace("_", "-")],
            "limit_source": "GB 8978",
        }
        for name, value in measured.items()
    ]
    given = {"sampled_at": at, "readings": readings, "flow": flow}
    return life.step("env_engineer", "planned.sampled", given)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_above_a_limit_from_the_plan_to_the_file(place, language, photo):
    """160 mg/L in 1,000 m3 are 160 kg, of which 150 mg/L were allowed."""
    words, clock, day = WORDS[language], place.clock, {"en": "04", "zh": "05"}[language]
    clock.set(f"2024-03-{day}T08:00")
    life = planned(place, language, planned_on=f"2024-03-{day}")
    clock.set(f"2024-03-{day}T10:00")
    # planned without a flow, which the dialog asks with the readings: the load is made of both
    sampled(life, f"2024-03-{day}T09:00", "1000", COD="160", NH3_N="1.2")
    life.step("env_engineer", "sampled.validated", {"valid": "true"})
    assert life.buttons("env_engineer") == set()  # it cannot be filed
    clock.run(minutes=59)
    assert life.state == "validated"
    clock.run(minutes=2)
    assert life.state == "exceeded"
    (due,) = life.dues("site_manager")
    assert f"2024-03-{day} 15:00" in due  # 4 h after the hour in which it was raised
    clock.run(hours=5)
    assert life.dues("site_manager")[0].startswith("! ")
    assert life.overdue("site_manager")[0].startswith("! ")
    given = {"containment": words["done"], "cause": words["cause"]}
    life.step("site_manager", "exceeded.contained", given)
    # the retest is a result of its own, without flow: it adds no load and overwrites nothing
    number = life.entry.ref_no
    again = planned(place, language, retest_of=number)
    clock.run(days=1)
    sampled(again, f"2024-03-{day}T17:00", COD="20")
    again.step("env_engineer", "sampled.validated", {"valid": "true"})
    again.step("env_engineer", "validated.filed", {"report": photo})
    life.step("env_engineer", "contained.retested", {"note": words["done"]})
    life.step("env_engineer", "retested.filed", {"report": photo})
    assert life.entry.content["readings"][0]["value"] == "160"
    assert again.entry.ref_no in life.show("hse").locator("main").inner_text()
    assert life.odd | again.odd == set()


def test_a_load_without_flow_is_refused_and_a_spoilt_sample_discarded(place):
    place.clock.set("2024-03-11T10:00")
    life = planned(place, "zh", planned_on="2024-03-11")
    row = {"parameter": "COD", "value": "1", "limit": "150", "limit_source": "GB 8978", "load": "3"}
    given = {"sampled_at": "2024-03-11T09:00", "readings": [row]}
    assert "须有流量" in life.refused("env_engineer", "planned.sampled", given)
    sampled(life, "2024-03-11T09:00", COD="1")
    life.step("env_engineer", "sampled.discarded", {"note": WORDS["zh"]["cause"]})
    assert life.odd == set()


def test_the_figures_are_those_counted_by_hand(place):
    """Four results that count: 3 readings of each language, one of them above its limit."""
    found = Life(place, "monitoring_result", "en").figures("hse", "2024-Q1", "E")
    assert found["wastewater_volume"] == "2,000"
    assert found["exceedances"] == "2"
    assert found["monitoring_compliance_rate"] == "66.67"
    assert found["pollutant_load"] == "0.32"  # 2 x (160 + 1.2) kg
    # planned: one of each language, done; and the one that was discarded
    assert found["monitoring_plan_done_share"] == "66.67"
