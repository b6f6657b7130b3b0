"""Incidents from discovery to closing; the notice to the authority within 72 hours."""

from __future__ import annotations

from typing import Any

import pytest

from lives.life import Life
from lives.place import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WORDS = {
    "en": {"what": "list sent to all", "cause": "wrong address", "no": "a drill"},
    "zh": {"what": "名单误发", "cause": "地址错误", "no": "演练"},
}


def incident(place: Place, language: str, **values: Any) -> Life:
    """Found at nine, by somebody who is nothing but signed in, and judged half an hour later."""
    words, day = WORDS[language], str(place.clock)[:10]
    given = {
        "title": words["what"],
        "entity": "E",
        "channel": "in_person",
        "kind": "data_leak",
        "description": words["what"],
        "personal_data": "true",
        **values,
    }
    life = Life(place, "security_incident", language).open("anyone", given)
    place.clock.run(minutes=40)
    judged = {"judged_at": f"{day}T09:30", "first_level": "II"}
    return life.step("infosec", "found.judged", judged)


def reported(life: Life, photo: Any) -> Life:
    """Led on to where the report was filed, on the same day."""
    day = str(life.place.clock)[:10]
    life.step("incident_hq", "judged.level_set", {"level": "II"})
    life.step("it_admin", "level_set.handling")
    life.place.clock.run(hours=1)
    life.step("infosec", "handling.reported", {"reported_hq_at": f"{day}T10:35"})
    given = {"handling_report": photo, "handled_at": f"{day}T10:30"}
    return life.step("infosec", "reported.report_filed", given)


def closed(life: Life) -> None:
    action = {"origin": "security", "finding": "1", "severity": "minor", "unit": "E"}
    person = life.place.person("infosec")
    number = life.place.keep(
        "corrective_action", "infosec", **action, responsible=person.reference
    ).ref_no
    life.step("incident_hq", "report_filed.level_released", {"final_level": "III"})
    given = {"cause": WORDS[life.language]["cause"], "action": [number]}
    life.step("infosec", "level_released.closed", given)
    assert life.entry.closed_on is not None
    assert life.odd == set()


def notice(life: Life) -> str:
    """The line of the 72 hours on the page of the incident."""
    label = life.definition.clocks["authority_notice"].label[life.language]
    (line,) = [each for each in life.dues("privacy_officer") if label in each]
    return line


def test_the_authority_is_to_be_told_within_72_hours_of_the_judgement(place, photo):
    place.person("privacy_officer")
    place.clock.set("2024-03-04T09:00")
    life = incident(place, "en")
    assert "2024-03-07 09:30" in notice(life)
    assert not notice(life).startswith("!")
    reported(life, photo)
    # not released before the authority was told; the clock runs on beside the states
    assert "condition" in life.refused(
        "incident_hq", "report_filed.level_released", {"final_level": "III"}
    )
    place.clock.run("2024-03-06T19:30")  # 58 of 72 hours
    place.clock.run("2024-03-07T09:31")
    assert life.told("privacy_officer") == ["reminder", "overdue"]
    assert notice(life).startswith("! ")
    label = life.definition.clocks["authority_notice"].label["en"]
    assert [each[:2] for each in life.overdue("privacy_officer") if label in each] == ["! "]
    link = life.show("privacy_officer").locator("main .due-list a", has_text=label)
    assert str(link.get_attribute("href")).endswith("/edit#f-authority_notified_at")
    life.change("privacy_officer", {"authority_notified_at": "2024-03-07T09:31"})
    assert notice(life).startswith("! ")  # it was late, and stays so
    closed(life)


def test_where_personal_data_turn_up_later_the_72_hours_begin_then(place, photo):
    place.clock.set("2024-03-11T09:00")
    life = incident(place, "zh", personal_data="false")
    label = life.definition.clocks["authority_notice"].label["zh"]
    assert not [each for each in life.dues("privacy_officer") if label in each]
    reported(life, photo)
    place.clock.set("2024-03-12T15:00")
    life.change("infosec", {"personal_data": "true", "affected_persons": "甲、乙"})
    assert "2024-03-15 15:00" in notice(life)
    # the authority was told an hour before: before the clock began, and in time
    life.change("privacy_officer", {"authority_notified_at": "2024-03-12T14:00"})
    assert not notice(life).startswith("!")
    closed(life)


def test_what_was_a_false_alarm_counts_as_none_and_the_figures_are_those_of_the_two(place):
    place.clock.set("2024-03-13T09:00")
    words = WORDS["zh"]
    given = {"title": words["what"], "entity": "E", "channel": "monitoring", "kind": "phishing"}
    given |= {"description": words["what"], "personal_data": "false"}
    life = Life(place, "security_incident", "zh").open("infosec", given)
    life.step("infosec", "found.false_alarm", {"note": words["no"]})
    assert life.odd == set()
    found = life.figures("incident_hq", "2024-Q1", "E")
    assert found["security_incidents"] == "2"
    assert found["privacy_breaches"] == "0"  # neither was substantiated
    assert found["privacy_notice_on_time"] == "50"
    assert found["incident_report_on_time"] == "100"
