"""Behaviour that all registers share: links between records, hand-over, generated tables."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from crossfoot.errors import CrossfootError
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.handover import in_name_of, may_succeed
from crossfoot.registers.library import Library, library
from crossfoot.registers.loading import read_definition_text
from crossfoot.registers.records import Entered, Record
from crossfoot.registers.transitions import open_record, possible, run_system, step
from register_help import at, moment, person

HEAD = """
id: {id}
version: 1
domain: risk
title: {{en: Test, zh: 测试}}
purpose: {{en: Test, zh: 测试}}
access: {{class: open, create: [anyone]}}
fields:
  origin: {{type: ref, register: parent, label: {{en: Origin, zh: 来源}}}}
states:
"""

PARENT = (
    HEAD.format(id="parent")
    + """
  open: {en: Open, zh: 进行中}
  closed: {en: Closed, zh: 已关闭}
transitions:
  - from: open
    to: closed
    roles: [system]
    when: "linked(child, state not in [done]) = 0 and linked(child, state = done) > 0"
"""
)
CHILD = (
    HEAD.format(id="child")
    + """
  todo: {en: To do, zh: 待办}
  done: {en: Done, zh: 完成}
transitions:
  - {from: todo, to: done, roles: [owner], due: 5 d}
"""
)


def test_a_guard_waits_for_the_records_that_point_to_the_record():
    """Five actions, four of them done: it stays open, and closes with the fifth."""
    known = Library(
        [read_definition_text(PARENT, "parent.yaml"), read_definition_text(CHILD, "child.yaml")]
    )
    audit = Record("P", "parent", {}, (Entered("open", moment("2024-01-01T09:00")),))
    todo = (Entered("todo", moment("2024-01-01T09:00")),)
    done = (*todo, Entered("done", moment("2024-01-02T09:00")))
    four = [Record(f"C{n}", "child", {"origin": "P"}, done) for n in range(4)]
    for fifth, expected in ((todo, []), (done, ["closed"])):
        children = [*four, Record("C5", "child", {"origin": "P"}, fifth)]

        def links(register, record, children=children):
            return [each for each in children if each.value("origin") == record.id]

        context = at("2024-01-03T09:00", links=links, library=known)
        moved = run_system(known["parent"], audit, context)
        assert [each.state for each in moved] == expected


def test_a_condition_on_another_register_is_checked_against_it():
    wrong = PARENT.replace("state = done", "state = finished")
    with pytest.raises(CrossfootError, match="'finished' is not one of the options"):
        Library(
            [read_definition_text(wrong, "parent.yaml"), read_definition_text(CHILD, "child.yaml")]
        )
    alone = Library([read_definition_text(PARENT, "parent.yaml")])
    assert alone.absent == ("child",)


VERIFIED = (
    HEAD.format(id="verified")
    + """
  open: {en: Open, zh: 进行中}
  done: {en: Done, zh: 完成}
  checked: {en: Checked, zh: 已核验}
transitions:
  - {from: open, to: done, roles: [production]}
  - {from: done, to: checked, roles: [quality], verify: yes}
"""
)


def test_a_verification_rests_on_evidence_of_the_work():
    definition = read_definition_text(VERIFIED, "verified.yaml")
    now = at("2024-03-01T09:00")
    given = {"entity": "E", "origin": "P1"}  # what it is about proves nothing
    record = open_record(definition, "V", given, person("ann"), now)
    record = step(definition, record, "open.done", person("bob", "production"), now)
    quality = person("cat", "quality")
    (offered,) = possible(definition, record, quality, now)
    assert [each.zh for each in offered.against] == ["核验须附证据或关联记录"]
    with pytest.raises(CrossfootError, match="needs evidence"):
        step(definition, record, "done.checked", quality, now)
    checked = step(definition, record, "done.checked", quality, now, {"evidence": ["report"]})
    assert checked.state == "checked"


def hazard() -> Record:
    definition = library()["safety_hazard"]
    values = {
        "location": "22.5, 113.9", "place": "Hall 2", "content": "no guard", "photos": ["p"],
        "category": "machinery", "entity": "E", "finder": "fay",
    }  # fmt: skip
    return open_record(definition, "H", values, person("fay"), at("2024-03-01T09:00"))


def test_a_hazard_from_the_phone_to_its_re_check_by_somebody_else():
    definition = library()["safety_hazard"]
    record = hazard()
    assert record.value("channel") == "app"
    hse = person("hal", "hse")
    changes = {"level": "general", "responsible": "rob", "owner": "rob"}
    now = at("2024-03-01T10:00")
    record = step(definition, record, "reported.reviewed", hse, now, changes)
    assert str(record.value("due_on")) == "2024-03-08"
    held = in_name_of(definition, record, "rob", now)
    assert held is not None
    assert held.fields == ("owner",)
    assert held.owed == ("reviewed.rectified",)
    assert held.passes
    assert in_name_of(definition, record, "fay", now) is None
    changes = {"measure": "guard", "rectified_at": "2024-03-05T08:00", "after_photos": ["q"]}
    now = at("2024-03-05T09:00")
    record = step(definition, record, "reviewed.rectified", person("rob"), now, changes)
    for name in ("fay", "rob"):  # who found it, who mended it
        steps = possible(definition, record, person(name, "hse"), now)
        assert all(each.against for each in steps)
        assert not may_succeed(definition, record, name)
    assert may_succeed(definition, record, "hal")
    changes = {"recheck": "pass", "rechecked_by": "hal"}
    record = step(definition, record, "rectified.closed", hse, now, changes)
    assert record.state == "closed"
    assert in_name_of(definition, record, "rob", now) is None


# -- generated tables --------------------------------------------------------------------------

STATES = ("s0", "s1", "s2", "s3")
EDGES = tuple((a, b) for a, b in product(STATES, STATES) if a != b)


@settings(max_examples=120, deadline=None)
@given(some.dictionaries(some.sampled_from(EDGES), some.booleans(), min_size=1, max_size=8))
def test_a_table_is_taken_where_every_state_is_reached_and_comes_to_rest(edges):
    """The answer of the loader against closures computed here."""
    text = HEAD.format(id="made") + "".join(
        f"  {state}: {{en: {state}, zh: 状态}}\n" for state in STATES
    )
    text += "transitions:\n" + "".join(
        f"  - {{from: {a}, to: {b}, roles: [hse]{', due: 5 d' if due else ''}}}\n"
        for (a, b), due in edges.items()
    )
    reach = {state: {state} for state in STATES}
    for _ in STATES:
        for a, b in edges:
            for state in STATES:
                if a in reach[state]:
                    reach[state].add(b)
    rest = {
        state for state in STATES if not any(a == state and due for (a, _), due in edges.items())
    }
    sound = reach["s0"] == set(STATES) and all(reach[state] & rest for state in STATES)
    if sound:
        assert set(read_definition_text(text, "made.yaml").states) == set(STATES)
    else:
        with pytest.raises(CrossfootError):
            read_definition_text(text, "made.yaml")


@given(some.lists(some.sampled_from(["true", "false"]), max_size=4))
def test_rows_satisfy_a_condition_where_one_of_them_does(flags):
    from crossfoot.registers.library import bind_condition

    definition = library()["monitoring_result"]
    rows = tuple({"exceeded": flag == "true"} for flag in flags)
    record = Record(
        "1", definition.id, {"readings": rows}, (Entered("planned", moment("2024-01-01T00:00")),)
    )
    evaluator = Evaluator(definition, at("2024-01-01T00:00"))
    found = evaluator.holds(bind_condition(definition, "readings has exceeded"), record)
    assert found is ("true" in flags)


def test_what_is_not_effective_is_done_again_and_verified_by_another():
    definition = library()["corrective_action"]
    given = {
        "origin": "audit", "finding": "no label", "severity": "major", "unit": "U",
        "responsible": "rob", "owner": "rob", "entity": "E",
    }  # fmt: skip
    now = at("2024-03-01T09:00")
    rob, auditor = person("rob", "internal_audit"), person("amy", "internal_audit")
    record = open_record(definition, "F", given, auditor, now)
    changes = {"root_cause": "c", "plan": "p", "due_on": "2024-03-10"}
    record = step(definition, record, "open.planned", rob, now, changes)
    for round_ in (1, 2):
        now = at(f"2024-03-0{round_ + 4}T09:00")
        key = "planned.done" if round_ == 1 else "rework.done"
        record = step(definition, record, key, rob, now, {"done_on": f"2024-03-0{round_ + 4}"})
        assert record.value("effective") is None
        offered = [each.transition.key for each in possible(definition, record, auditor, now)]
        assert offered == ["done.verified", "done.rework"]
        assert all(each.against for each in possible(definition, record, rob, now))
        if round_ == 1:
            changes = {"effective": "no", "note": "still there"}
            record = step(definition, record, "done.rework", auditor, now, changes)
    changes = {"effective": "yes", "verifier": "amy", "evidence": ["photo"]}
    record = step(definition, record, "done.verified", auditor, now, changes)
    record = step(definition, record, "verified.closed", rob, now)
    assert record.value("closed_on") is not None
    assert [each.state for each in record.history].count("done") == 2
