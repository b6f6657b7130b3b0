"""Lives of records, with dates worked out on paper and a calendar of China."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.quantities.calendars import china
from crossfoot.registers import reminders
from crossfoot.registers.context import Override
from crossfoot.registers.dues import ClockState, clock_state, of_step, open_dues
from crossfoot.registers.library import bind_condition, library
from crossfoot.registers.records import Record, state_at
from crossfoot.registers.recurring import duties
from crossfoot.registers.transitions import amend, open_record, possible, run_system, step
from register_help import at, moment, person

COMPLAINT = {
    "received_at": "2023-09-27T17:00",
    "channel": "hotline",
    "customer": "C",
    "region": "mainland_china",
    "category": "product",
    "description": "no display",
    "entity": "E",
}
AFTER_SALES = person("ann", "after_sales")
ENGINEER = person("eve", "service_engineer")
HEAD = person("hal", "unit_head")
QUALITY = person("qin", "quality")


def complaint(now: str = "2023-09-27T17:05", **values: object) -> Record:
    definition = library()["customer_complaint"]
    return open_record(definition, "K1", COMPLAINT | values, AFTER_SALES, at(now))


def answered(fault: str = "general", **values: object) -> Record:
    changes = {
        "responded_at": "2023-09-27T17:40",
        "class": "routine",
        "fault": fault,
        "onsite_needed": "true",
        "valid": "true",
        **values,
    }
    definition = library()["customer_complaint"]
    key, when = "received.responded", at("2023-09-27T17:45")
    return step(definition, complaint(), key, AFTER_SALES, when, changes)


# -- the complaint clock -----------------------------------------------------------------------


def deadline(record: Record, key: str, **more: object) -> str:
    definition = library()["customer_complaint"]
    transition = definition.transition(key)
    assert transition is not None
    context = at("2023-09-27T17:05", **more)
    due = of_step(definition, transition, record, record.history[-1], context)
    assert due is not None
    return due.deadline.strftime("%Y-%m-%d %H:%M")


def test_the_four_clocks_of_a_complaint_start_at_receipt():
    assert deadline(complaint(), "received.responded") == "2023-09-27 18:00"
    assert deadline(answered(), "responded.on_site") == "2023-09-27 19:00"
    assert deadline(answered(), "responded.repaired") == "2023-09-28 01:00"
    assert deadline(answered(), "on_site.repaired") == "2023-09-28 01:00"
    assert deadline(answered("complex"), "on_site.repaired_complex") == "2023-09-30 17:00"


def test_a_clock_can_be_set_for_one_region_and_from_a_day_on():
    definition = library()["customer_complaint"]
    overseas = bind_condition(definition, "region = overseas")
    name = "due.received.responded"
    override = Override(definition.id, name, "4 h @received_at", "", date(2023, 9, 1), overseas)
    later = Override(definition.id, name, "9 h @received_at", "", date(2023, 10, 1))
    both = (override, later)
    key = "received.responded"
    assert deadline(complaint(), key, overrides=both) == "2023-09-27 18:00"
    assert deadline(complaint(region="overseas"), key, overrides=both) == "2023-09-27 21:00"


def test_business_days_pass_over_national_day_and_count_the_days_made_up():
    """28 Sep 2023 + 10 bd: off 29 Sep to 6 Oct, worked on Sat 7 and Sun 8 Oct, so 18 Oct."""
    definition = library()["customer_complaint"]
    changes = {"onsite_at": "2023-09-27T18:30", "diagnosis": "fuse"}
    record = step(
        definition, answered(), "responded.on_site", ENGINEER, at("2023-09-27T18:31"), changes
    )
    changes = {"repaired_at": "2023-09-28T00:30"}
    when = at("2023-09-28T09:00")
    record = step(definition, record, "on_site.repaired", ENGINEER, when, changes)
    assert deadline(record, "repaired.analysed") == "2023-10-18 23:59"
    assert state_at(record, moment("2023-09-28T01:00")) == "repaired"  # since it was repaired


def test_reminders_at_80_100_and_200_percent():
    record = complaint()
    definition = library()["customer_complaint"]
    (found,) = open_dues(definition, record, at("2023-09-27T17:05"))
    levels = {
        minute: reminders.level(found.due, moment("2023-09-27T17:00") + timedelta(minutes=minute))
        for minute in (0, 47, 48, 60, 61, 120, 121)
    }
    assert levels == {0: 0, 47: 0, 48: 80, 60: 80, 61: 100, 120: 100, 121: 200}


def test_the_whole_life_of_a_serious_complaint():
    definition = library()["customer_complaint"]
    record = answered(**{"class": "serious"})
    walk = [
        ("responded.on_site", ENGINEER, {"onsite_at": "2023-09-27T18:30", "diagnosis": "x"}),
        ("on_site.repaired", ENGINEER, {"repaired_at": "2023-09-27T20:00"}),
        ("repaired.analysed", HEAD, {"responsible_unit": "U", "cause": "solder"}),
        ("analysed.rectified", HEAD, {"action": ["A1"]}),
        ("rectified.verified", QUALITY, {"evidence": ["photo"]}),
        (
            "verified.spread_done",
            QUALITY,
            {
                "spread": [{"site": "S2", "line": "2"}],
                "historical_problem": "no",
                "design_feedback": "thicker",
            },
        ),
        ("spread_done.closed", AFTER_SALES, {"customer_verdict": "not_satisfied"}),
        ("closed.responded", AFTER_SALES, {"note": "not happy"}),
    ]
    for number, (key, actor, changes) in enumerate(walk):
        now = at(f"2023-10-{10 + number}T10:00")
        wrong = person("zoe", "hr")
        assert key not in [each.transition.key for each in possible(definition, record, wrong, now)]
        with pytest.raises(CrossfootError, match="is for"):
            step(definition, record, key, wrong, now, changes)
        record = step(definition, record, key, actor, now, changes)
        assert bool(record.value("closed_on")) == (record.state == "closed")
    assert record.state == "responded"
    assert len(record.history) == 10


def test_who_did_the_work_does_not_verify_it():
    definition = library()["customer_complaint"]
    record = answered()
    both = person("bo", "unit_head", "quality")
    changes = {"onsite_at": "2023-09-27T18:30", "diagnosis": "x"}
    now = at("2023-10-10T10:00")
    record = step(definition, record, "responded.on_site", ENGINEER, now, changes)
    changes = {"repaired_at": "2023-09-27T20:00"}
    record = step(definition, record, "on_site.repaired", ENGINEER, now, changes)
    changes = {"responsible_unit": "U", "cause": "x"}
    record = step(definition, record, "repaired.analysed", both, now, changes)
    record = step(definition, record, "analysed.rectified", both, now, {"action": ["A"]})
    with pytest.raises(CrossfootError, match="does not verify"):
        step(definition, record, "rectified.verified", both, now, {"evidence": ["e"]})
    offered = possible(definition, record, both, now)
    assert [bool(each.against) for each in offered] == [True]
    assert step(definition, record, "rectified.verified", QUALITY, now).state == "verified"


def test_a_step_says_all_that_is_missing_and_changes_nothing():
    definition = library()["customer_complaint"]
    record = complaint()
    with pytest.raises(CrossfootError) as error:
        step(definition, record, "received.responded", AFTER_SALES, at("2023-09-27T18:00"))
    assert [each.where for each in error.value.problems] == [
        "responded_at", "class", "fault", "onsite_needed", "valid",
    ]  # fmt: skip
    assert record.state == "received"


# -- suppliers ---------------------------------------------------------------------------------


def supplier(score: str = "", grade: str = "", **values: object) -> Record:
    definition = library()["supplier"]
    given = {
        "legal_name": "N", "country": "CN", "region": "mainland_china",
        "category": "service", "key_material": "no", "established_on": "2010-01-01",
        "registered_capital": "5000000 CNY", "entity": "E", **values,
    }  # fmt: skip
    buyer = person("pia", "procurement", "supplier_quality")
    record = open_record(definition, "S", given, buyer, at("2022-01-10T09:00"))
    walk: list[tuple[str, dict[str, object]]] = [
        (
            "candidate.prequalified",
            {"questionnaire": ["q"], "survey_report": ["r"], "certificates": ["c"]},
        ),
        (
            "prequalified.reviewed",
            {
                "onsite_review": ["a"],
                "capabilities": [{"capability": "manufacturing", "score": 8}],
                "screened_for": ["environment"],
            },
        ),
        ("reviewed.committed", {"commitments": ["g"]}),
        (
            "committed.qualified",
            {
                "class": "A",
                "materials_approved": [
                    {"material": "m", "acknowledgement": ["k"], "approved_on": "2022-01-13"}
                ],
                "qualification_form": ["f"],
                "qualified_on": "2022-01-14",
            },
        ),
    ]
    for number, (key, changes) in enumerate(walk):
        record = step(definition, record, key, buyer, at(f"2022-01-{11 + number}T09:00"), changes)
    if not score:
        return record
    changes = {"score": score, "grade": grade, "scored_on": "2024-01-15"}
    return amend(definition, record, changes, at("2024-01-15T09:00"))


@pytest.mark.parametrize(
    ("score", "grade", "on_16", "on_22"),
    [
        ("92", "A", "qualified", "qualified"),
        ("78", "B", "qualified", "qualified"),
        ("66", "C", "rectifying", "rectifying"),
        ("58", "D", "qualified", "barred"),
        ("", "", "qualified", "qualified"),
    ],
)
def test_annual_scores_send_suppliers_to_rectify_or_bar_them(score, grade, on_16, on_22):
    definition = library()["supplier"]
    record = supplier(score, grade)
    assert run_system(definition, record, at("2024-01-15T23:00")) == []
    moved = run_system(definition, record, at("2024-01-16T08:00"))
    assert (moved or [record])[-1].state == on_16
    assert state_of(definition, record, "2024-01-21T23:00") == on_16
    assert state_of(definition, record, "2024-01-22T08:00") == on_22
    if on_22 == "barred":
        last = run_system(definition, record, at("2024-01-22T08:00"))[-1]
        assert last.value("sanction_until") == date(2026, 1, 15)
        assert state_of(definition, record, "2026-01-15T23:00") == "barred"
        assert state_of(definition, record, "2026-01-16T00:00") == "candidate"


def state_of(definition, record, when: str) -> str:
    moved = run_system(definition, record, at(when))
    return moved[-1].state if moved else record.state


def test_an_old_score_does_not_throw_a_supplier_out_again():
    definition = library()["supplier"]
    record = run_system(definition, supplier("66", "C"), at("2024-01-16T08:00"))[-1]
    quality = person("sq", "supplier_quality")
    back = step(
        definition, record, "rectifying.qualified", quality, at("2024-03-01T09:00"), {"note": "ok"}
    )
    assert run_system(definition, back, at("2024-12-01T09:00")) == []
    changes = {"score": "65", "scored_on": "2025-01-15"}
    again = amend(definition, back, changes, at("2025-01-15T09:00"))
    assert run_system(definition, again, at("2025-01-16T09:00"))[-1].state == "rectifying"


def test_without_a_bar_score_grade_d_goes_to_rectify():
    definition = library()["supplier"]
    nobody_barred = (Override("supplier", "bar_score", None),)
    context = at("2024-02-01T08:00", overrides=nobody_barred)
    assert run_system(definition, supplier("58", "D"), context)[-1].state == "rectifying"


def test_two_years_without_cooperation_depend_on_the_papers():
    definition = library()["supplier"]
    for complete, state in (("yes", "inactive"), ("no", "removed"), (None, "removed")):
        record = supplier(last_cooperation_on="2022-02-01", materials_complete=complete)
        assert run_system(definition, record, at("2024-01-31T23:00")) == []
        assert state_of(definition, record, "2024-02-01T00:00") == state


# -- incidents ---------------------------------------------------------------------------------


def incident(personal: str) -> Record:
    definition = library()["security_incident"]
    given = {
        "found_at": "2024-05-01T08:00", "channel": "monitoring", "kind": "data_leak",
        "description": "x", "personal_data": personal, "entity": "E",
    }  # fmt: skip
    sec = person("ian", "infosec")
    record = open_record(definition, "I", given, sec, at("2024-05-01T08:10"))
    changes = {"judged_at": "2024-05-01T08:30", "first_level": "II"}
    return step(definition, record, "found.judged", sec, at("2024-05-01T08:40"), changes)


def notice(record: Record, when: str) -> ClockState:
    definition = library()["security_incident"]
    return clock_state(definition, definition.clocks["authority_notice"], record, at(when))


def test_the_72_hours_count_from_the_judgement_and_run_over_a_holiday():
    record = incident("true")
    assert notice(record, "2024-05-04T08:30") is ClockState.RUNNING
    assert notice(record, "2024-05-04T08:31") is ClockState.OVERDUE
    definition = library()["security_incident"]
    told = {"authority_notified_at": "2024-05-04T08:00"}
    in_time = amend(definition, record, told, at("2024-05-04T08:00"))
    assert notice(in_time, "2024-06-01T00:00") is ClockState.STOPPED
    told = {"authority_notified_at": "2024-05-04T09:00"}
    assert notice(amend(definition, record, told, at("2024-05-05T08:00")), "2024-06-01T00:00") is (
        ClockState.LATE
    )


def test_where_personal_data_turn_up_later_the_72_hours_count_from_then():
    definition = library()["security_incident"]
    record = incident("false")
    assert notice(record, "2024-05-20T00:00") is ClockState.IDLE
    later = amend(definition, record, {"personal_data": "true"}, at("2024-05-10T12:00"))
    assert notice(later, "2024-05-13T12:00") is ClockState.RUNNING
    assert notice(later, "2024-05-13T12:01") is ClockState.OVERDUE
    waived = amend(definition, later, {"notice_waived": "encrypted"}, at("2024-05-11T12:00"))
    assert notice(waived, "2024-06-01T00:00") is ClockState.DROPPED


# -- whistleblowing ----------------------------------------------------------------------------


def case(**values: object) -> Record:
    definition = library()["whistleblowing_case"]
    given = {
        "channel": "web_form", "anonymous": "true", "summary": "x", "entity": "E",
        "subject_level": "director", "subjects": ["dan"], **values,
    }  # fmt: skip
    return open_record(definition, "W", given, person(""), at("2024-04-02T09:00"))


def test_the_public_may_report_and_a_director_goes_to_the_audit_committee():
    definition = library()["whistleblowing_case"]
    handler = person("han", "case_handler")
    check = [{"handler": "han", "conflict": "false", "checked_on": "2024-04-03"}]
    changes = {"category": "fraud", "conflict_check": check}
    now = at("2024-04-03T09:00")
    record = step(definition, case(), "received.registered", handler, now, changes)
    keys = [each.transition.key for each in possible(definition, record, handler, now)]
    assert keys == ["registered.escalated"]
    record = step(definition, record, "registered.escalated", handler, now)
    committee = person("cat", "audit_committee")
    changes = {"investigator": "ivy", "plan": "p"}
    record = step(definition, record, "escalated.investigating", committee, now, changes)
    finding = {"finding": "substantiated", "decided_on": "2024-05-06"}
    key = "investigating.substantiated"
    with pytest.raises(CrossfootError, match="is for"):  # another person with the role
        step(definition, record, key, person("oli", "investigator"), now, finding)
    record = step(definition, record, key, person("ivy"), at("2024-05-06T09:00"), finding)
    office = person("eth", "ethics_office")
    assert possible(definition, record, office, now) == []
    keys = [each.transition.key for each in possible(definition, record, committee, now)]
    assert keys == ["substantiated.acted_committee"]


def test_subjects_and_those_near_them_see_and_handle_nothing():
    definition = library()["whistleblowing_case"]
    record = case()
    lines = {"dan": "boss", "low": "dan", "lower": "low", "else": "boss"}
    now = at("2024-04-03T09:00")
    for name in ("dan", "boss", "low", "lower"):
        assert possible(definition, record, person(name, "case_handler"), now, lines) == []
    assert possible(definition, record, person("else", "case_handler"), now, lines)
    conflict = [{"handler": "han", "conflict": "true", "checked_on": "2024-04-03"}]
    record = amend(definition, record, {"conflict_check": conflict}, now)
    assert possible(definition, record, person("han", "case_handler"), now, lines) == []


def test_a_case_is_archived_after_a_year_and_deleted_unless_the_law_holds_it():
    definition = library()["whistleblowing_case"]
    audit = person("aud", "internal_audit")
    handler = person("han", "case_handler")
    check = [{"handler": "han", "conflict": "false", "checked_on": "2024-04-03"}]
    record = case(subject_level="staff", category="other", conflict_check=check)
    now = at("2024-04-03T09:00")
    for key, changes in (
        ("received.registered", {}),
        ("registered.preliminary", {"clues": "none"}),
        ("preliminary.rejected", {"assessment": "out_of_scope"}),
        ("acted.feedback_given", {"feedback_on": "2024-04-03"}),
    ):
        record = step(definition, record, key, handler, now, changes)
    record = step(definition, record, "feedback_given.closed", audit, now)
    assert run_system(definition, record, at("2025-04-03T08:59")) == []
    archived = run_system(definition, record, at("2025-04-03T09:00"))[-1]
    assert (archived.state, archived.value("delete_on")) == ("archived", date(2026, 4, 3))
    held = amend(definition, archived, {"legal_hold": "true"}, at("2026-04-01T09:00"))
    assert run_system(definition, held, at("2030-01-01T09:00")) == []
    late = run_system(definition, archived, at("2026-05-01T09:00"))[-1]
    assert (late.state, late.history[-1].at) == ("deleted", moment("2026-04-04T00:00"))


# -- campaigns ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "starts", "due"),
    [
        # Spring Festival off 21 to 27 Jan, Sat 28 and Sun 29 Jan worked
        (2023, "2023-01-01", "2023-02-02"),
        (2023, "2023-07-01", "2023-07-28"),
        # 1 Jan off; twenty days from Tue 2 Jan, before the festival
        (2024, "2024-01-01", "2024-01-29"),
        # off 1 Jan and 28 Jan to 4 Feb; Sun 26 Jan worked
        (2025, "2025-01-01", "2025-02-05"),
    ],
)
def test_minerals_campaigns_start_in_january_and_july_and_count_working_days(year, starts, due):
    definition = library()["supply_chain_due_diligence"]
    found = duties(definition, date(year, 1, 1), date(year, 12, 31), china())
    campaigns = {str(each.starts_on): each for each in found if each.recurrence.id == "cmrt"}
    assert list(campaigns) == [f"{year}-01-01", f"{year}-07-01"]
    assert str(campaigns[starts].due_on) == due
    half = f"{year}-H1" if starts.endswith("01-01") else f"{year}-H2"
    opened = {"kind": "cmrt_3tg", "campaign": half, "due_on": due}
    assert campaigns[starts].values == opened


def test_a_year_whose_holidays_are_not_announced_gives_a_provisional_day():
    definition = library()["supply_chain_due_diligence"]
    found = duties(definition, date(2090, 1, 1), date(2090, 6, 30), china())
    assert found
    assert all(each.provisional for each in found if each.recurrence.id == "cmrt")


def test_a_campaign_not_answered_by_its_day_is_overdue_the_day_after():
    definition = library()["supply_chain_due_diligence"]
    given = {
        "kind": "cmrt_3tg", "supplier": "S", "material": "gold", "campaign": "2023-H1",
        "due_on": "2023-02-02", "entity": "E",
    }  # fmt: skip
    record = open_record(definition, "D", given, person("", "system"), at("2023-01-01T08:00"))
    assert run_system(definition, record, at("2023-02-02T23:59")) == []
    moved = run_system(definition, record, at("2023-02-03T06:00"))
    assert [each.state for each in moved] == ["overdue"]
    chain = {"tier": 1, "name": "n", "role": "smelter", "country": "CN",
             "conformance": "not_conformant", "data_status": "mapped"}  # fmt: skip
    supplier_user, buyer = person("sue", "supplier_user"), person("pia", "procurement")
    answer = {"questionnaire": ["q"], "template_version": "6", "conflict_free_declared": "no"}
    walk = [
        ("overdue.submitted", supplier_user, answer),
        ("submitted.risk_found", buyer,
         {"chain": [chain], "red_flags": ["conflict_area"], "risk_level": "high"}),
        ("risk_found.mitigating", buyer, {"mitigation": "m", "mitigation_due": "2023-05-01"}),
        ("mitigating.suspended", buyer, {"note": "nothing was done"}),
    ]  # fmt: skip
    record = moved[-1]
    for number, (key, actor, changes) in enumerate(walk):
        record = step(definition, record, key, actor, at(f"2023-02-{10 + number}T09:00"), changes)
    assert record.state == "suspended"


# -- loads -------------------------------------------------------------------------------------


def test_a_load_is_concentration_times_flow_and_needs_the_flow():
    definition = library()["monitoring_result"]
    reading = {"parameter": "COD", "value": 50, "limit": 40, "limit_source": "GB 8978"}
    given = {"kind": "wastewater", "method": "own_lab", "entity": "E", "readings": [reading]}
    engineer = person("env", "env_engineer")
    now = at("2024-03-01T09:00")
    record = open_record(definition, "M", {**given, "flow": 200}, engineer, now)
    (row,) = record.value("readings")
    assert row["load"] == Decimal(10)  # 50 mg/L x 200 m3 = 10,000 g
    assert row["exceeded"] is True
    typed = [{**reading, "load": 3}]
    with pytest.raises(CrossfootError, match="needs a flow"):
        open_record(definition, "M", {**given, "readings": typed}, engineer, now)


def test_an_exceedance_is_raised_by_the_clock_within_the_hour():
    definition = library()["monitoring_result"]
    reading = {"parameter": "COD", "value": 50, "limit": 40, "limit_source": "GB 8978"}
    given = {"kind": "wastewater", "method": "own_lab", "entity": "E", "flow": 1}
    engineer = person("env", "env_engineer")
    record = open_record(definition, "M", given, engineer, at("2024-03-01T08:00"))
    changes = {"sampled_at": "2024-03-01T09:00", "readings": [reading]}
    now = at("2024-03-01T09:00")
    record = step(definition, record, "planned.sampled", engineer, now, changes)
    record = step(definition, record, "sampled.validated", engineer, now, {"valid": "yes"})
    assert possible(definition, record, engineer, now) == []  # it cannot be filed past the limit
    assert run_system(definition, record, at("2024-03-01T09:59")) == []
    assert run_system(definition, record, at("2024-03-01T10:00"))[-1].state == "exceeded"
