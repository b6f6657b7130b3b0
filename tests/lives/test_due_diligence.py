"""Campaigns for conflict minerals: opened by the clock, answered by suppliers, followed up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from crossfoot.records.actions import NotAllowedError
from crossfoot.records.notices.models import Notice
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.models import Entry
from lives.life import Life
from lives.place import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

REGISTER = "supply_chain_due_diligence"
#: State Council, General Office, 2022 No. 16: days off and weekend days that are worked, until July
OFF_2023 = (("01-01", "01-02"), ("01-21", "01-27"), ("04-05", "04-05"), ("04-29", "05-03"))
OFF_2023 += (("06-22", "06-24"),)
WORKED_2023 = ("01-28", "01-29", "04-23", "05-06", "06-25")
WORDS = {"en": "who sent the ore", "zh": "请补充来源"}


def working_day(after: date, number: int) -> date:
    """The working day so many days after one, counted day by day from the published list."""
    off = set()
    for first, last in OFF_2023:
        day = date.fromisoformat(f"2023-{first}")
        while day <= date.fromisoformat(f"2023-{last}"):
            off.add(day)
            day += timedelta(days=1)
    worked = {date.fromisoformat(f"2023-{each}") for each in WORKED_2023}
    day = after
    while number:
        day += timedelta(days=1)
        number -= day in worked or (day.weekday() < 5 and day not in off)
    return day


def supplier(place: Place, role: str) -> Entry:
    given = {"legal_name": "M 1", "title": "M 1", "country": "CN", "region": "mainland_china"}
    given |= {"category": "production_material", "key_material": True}
    given |= {"established_on": "2010-01-01", "registered_capital": "5000000 CNY"}
    return place.keep("supplier", role, **given)


def campaign(place: Place, language: str, of: Entry, start: str) -> Life:
    """The questionnaire that the clock sends a supplier on a day; once, however often it runs."""
    place.person("procurement")
    place.clock.run(f"{start}T00:30")
    place.clock.run(f"{start}T12:00")
    found = Entry.objects.get(register=REGISTER, links__target=of.key, opened_on=start)
    life = Life(place, REGISTER, language)
    life.key = found.key
    return life


def link(tier: int, role: str, **values: str) -> dict[str, Any]:
    """A row of the chain."""
    given = {"tier": str(tier), "name": f"N {tier}", "role": role, "country": "CN"}
    given |= {"conformance": "conformant", "data_status": "verified", **values}
    return given


def answer(photo: Any, **values: str) -> dict[str, Any]:
    return {"questionnaire": photo, "template_version": "6", **values}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_supplier_answers_in_time_is_asked_again_and_traced_to_the_mine(place, language, photo):
    place.clock.set("2022-12-20T09:00")
    role, word = f"supplier_user {language}", WORDS[language]
    life = campaign(place, language, supplier(place, role), "2023-01-01")
    # over Spring Festival, with a weekend that is worked
    assert life.entry.content["due_on"] == str(working_day(date(2023, 1, 1), 20)) == "2023-02-02"
    assert life.entry.content["campaign"] == "2023-H1"
    user = place.person(role).user
    told = Notice.objects.filter(user=user, address__endswith=life.key)
    assert [each.kind for each in told] == ["register.duty"]
    place.clock.set("2023-01-31T09:00")
    assert life.buttons("procurement") == set()
    assert place.client("supplier_user other").get(f"/entries/{life.key}").status_code == 404
    # nobody judges himself: not with the step either
    low = {"risk_level": "low"}
    for forged in (
        AmendEntry(life.key, low),
        TakeStep(life.key, "requested.submitted", low),
    ):
        with pytest.raises(NotAllowedError):
            forged.do(place.person(role))
    # the campaign could not know the material: the supplier is asked for it
    declared = answer(photo, conflict_free_declared="true")
    life.step(role, "requested.submitted", declared | {"material": "tin"})
    assert life.buttons(role) == set()
    life.step("procurement", "submitted.returned", {"note": word})
    life.step(role, "returned.submitted", {"questionnaire": photo})
    chain = [link(1, "component"), link(3, "smelter"), link(4, "mine")]
    said = life.refused("procurement", "submitted.accepted", {"chain": chain, "risk_level": "high"})
    assert (
        life.definition.step_label(life.definition.transition("submitted.accepted"))[language]
        in said
    )
    given = {"chain": chain, "risk_level": "low"}
    life.step("procurement", "submitted.accepted", given)
    life.step("procurement", "accepted.monitored")
    assert life.buttons("procurement") == life.buttons(role) == set()
    assert life.odd == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_does_not_answer_is_reminded_overdue_and_suspended_in_the_end(place, language, photo):
    place.clock.set("2023-06-01T09:00")
    role, word = f"supplier_user {language}", WORDS[language]
    user, buyer = place.person(role).user, place.person("procurement").user
    life = campaign(place, language, supplier(place, role), "2023-07-01")
    assert life.entry.content["due_on"] == str(working_day(date(2023, 7, 1), 20)) == "2023-07-28"

    def told(moment: str) -> list[tuple[str, str]]:
        known = set(Notice.objects.values_list("pk", flat=True))
        place.clock.run(moment)
        about = f"register:{life.key}"
        new = Notice.objects.exclude(pk__in=known).filter(subject=about).order_by("pk")
        return [(each.kind.partition(".")[2], each.user.name) for each in new]

    # four fifths of the 28 days to the end of 28 July are over on the 23rd in the morning
    assert told("2023-07-23T08:00") == []
    assert told("2023-07-23T12:00") == [("reminder", user.name)]
    assert told("2023-07-28T23:00") == []
    assert told("2023-07-29T00:30") == []
    assert life.state == "overdue"
    assert not any(each.startswith("!") for each in life.overdue("procurement"))
    # to the end of the thirtieth day more; at twice these 31 days procurement is told
    assert told("2023-08-23T12:00") == [("reminder", user.name)]
    assert told("2023-08-29T00:30") == [("overdue", user.name)]
    assert any(each.startswith("!") for each in life.overdue("procurement"))
    assert told("2023-09-29T00:30") == [("escalated", user.name), ("escalated", buyer.name)]

    declared = answer(photo, conflict_free_declared="false")
    life.step(role, "overdue.submitted", declared | {"material": "cobalt"})
    chain = [link(1, "component"), link(3, "refiner", conformance="not_conformant")]
    found = {"chain": chain, "red_flags": ["conflict_area"], "risk_level": "high"}
    life.step("procurement", "submitted.risk_found", found)
    assert life.buttons(role) == {"risk_found.mitigating"}
    plan = {"mitigation": word, "mitigation_due": "2023-12-01"}
    life.step(role, "risk_found.mitigating", plan)
    life.step("procurement", "mitigating.suspended", {"note": word})
    assert life.buttons("procurement") == life.buttons(role) == set()
    assert life.odd == set()


def test_the_figures_of_a_campaign_are_those_counted_by_hand(place):
    """After the lives above: two traced to the mine, two suspended."""
    life = Life(place, REGISTER, "en")
    first = life.figures("procurement", "2023-H1", "E")
    assert first["minerals_response_rate"] == "100"
    assert first["materials_traced_to_mine"] == "1"
    assert first["trace_depth"] == "4"
    assert first["smelters_conformant_share"] == "100"
    assert first["minerals_conflict_free_share"] == "100"
    whole = life.figures("procurement", "2023", "E")
    assert whole["minerals_violations"] == "2"
    assert whole["due_diligence_coverage"] == "50"
