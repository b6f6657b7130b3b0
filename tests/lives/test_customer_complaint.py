"""Complaints from receipt to closing, with their four clocks, and the figures of three of them."""

from __future__ import annotations

from typing import Any

import pytest

from crossfoot.records.notices.models import Notice
from crossfoot.records.register.actions.grant_role import SetSuperior
from lives.life import Life
from lives.place import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WORDS = {
    "en": {"fault": "no display", "cause": "cold joint", "why": "still dark"},
    "zh": {"fault": "无显示", "cause": "虚焊", "why": "仍无显示"},
}


def complaint(place: Place, language: str, **values: Any) -> Life:
    fault = WORDS[language]["fault"]
    given = {
        "title": fault,
        "entity": "E",
        "site": "S",
        "channel": "hotline",
        "customer": "C 1",
        "region": "mainland_china",
        "category": "product",
        "description": fault,
        **values,
    }
    return Life(place, "customer_complaint", language).open("after_sales", given)


def answered(life: Life, at: str, **values: Any) -> Life:
    given = {"class": "routine", "fault": "none", "onsite_needed": "false", "valid": "true"}
    return life.step("after_sales", "received.responded", {**given, "responded_at": at, **values})


def action(place: Place) -> str:
    """The number of a corrective action that was agreed."""
    given = {"origin": "complaint", "finding": "1", "severity": "minor", "unit": "E"}
    given |= {"responsible": place.person("unit_head+quality").reference}
    return str(place.keep("corrective_action", "quality", **given).ref_no)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_serious_complaint_from_receipt_to_closing(place, language, photo):
    words, clock = WORDS[language], place.clock
    clock.set("2024-03-04T09:00")
    life = complaint(place, language)
    clock.set("2024-03-04T09:50")
    answer = {"class": "serious", "fault": "complex", "onsite_needed": "true"}
    answered(life, "2024-03-04T09:40", **answer)
    assert life.buttons("after_sales") == {"responded.invalid"} - {"responded.invalid"}
    clock.set("2024-03-04T11:10")
    given = {"onsite_at": "2024-03-04T10:50", "diagnosis": words["cause"]}
    life.step("service_engineer", "responded.on_site", given)
    clock.set("2024-03-07T08:00")
    given = {"repaired_at": "2024-03-06T18:00"}
    life.step("service_engineer", "on_site.repaired_complex", given)
    given = {"responsible_unit": "A 1", "cause": words["cause"]}
    life.step("unit_head+quality", "repaired.analysed", given)
    life.step("unit_head+quality", "analysed.rectified", {"action": [action(place)]})
    # who did the work does not verify it; a colleague does, on evidence
    said = life.refused("unit_head+quality", "rectified.verified", {"evidence": photo})
    assert {"en": "did the work", "zh": "执行人"}[language] in said
    life.step("quality", "rectified.verified", {"evidence": photo})
    spread = [{"site": "S2", "line": "L 2", "done_on": "2024-03-06"}]
    given = {"spread": spread, "historical_problem": "false", "design_feedback": words["cause"]}
    life.step("quality", "verified.spread_done", given)
    life.step("after_sales", "spread_done.closed", {"customer_verdict": "not_satisfied"})
    life.step("after_sales", "closed.responded", {"note": words["why"]})
    assert life.entry.closed_on is None
    assert life.odd == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_complaint_that_is_solved_from_afar_and_one_without_reason(place, language, photo):
    words, clock = WORDS[language], place.clock
    clock.set("2024-03-05T09:00")
    life = complaint(place, language, category="software")
    answered(life, "2024-03-05T09:00")
    given = {"remote": "true", "diagnosis": words["cause"], "repaired_at": "2024-03-05T09:00"}
    life.step("after_sales", "responded.repaired", given)
