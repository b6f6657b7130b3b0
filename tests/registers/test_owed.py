"""What people owe: not the ways out of a state that nobody has a reason to take."""

from __future__ import annotations

from crossfoot.registers.dues import open_dues
from crossfoot.registers.library import library
from crossfoot.registers.transitions import amend, open_record, step
from register_help import at, person
from test_life import supplier


def owed(register, record, when: str) -> list[str]:
    return [each.name for each in open_dues(library()[register], record, at(when))]


def test_nobody_is_late_with_stopping_or_blacklisting_a_supplier():
    definition, buyer = library()["supplier"], person("pia", "procurement")
    given = {
        "legal_name": "N", "country": "CN", "region": "mainland_china", "entity": "E",
        "category": "service", "key_material": "no", "established_on": "2010-01-01",
        "registered_capital": "5000000 CNY",
    }  # fmt: skip
    candidate = open_record(definition, "S", given, buyer, at("2022-01-10T09:00"))
    # to stop it would take a day, to qualify it beforehand takes twenty: it has twenty
    assert owed("supplier", candidate, "2022-03-01T09:00") == ["candidate.prequalified"]
    assert owed("supplier", supplier(), "2022-03-01T09:00") == []


def test_a_qualified_supplier_is_reassessed_in_time_once_there_is_a_trigger():
    definition, record = library()["supplier"], supplier()
    now = at("2022-03-01T09:00")
    moved = amend(definition, record, {"trigger": "price_change"}, now)
    assert owed("supplier", moved, "2022-03-01T09:00") == ["qualified.in_reassessment"]


def test_who_applied_gets_an_answer_in_time_though_hiring_has_no_limit():
    definition, hr = library()["worker"], person("h", "hr")
    given = {
        "person_key": "k", "worker_type": "full_time", "gender": "male", "birth_year": "1990",
        "work_region": "mainland_china", "job_family": "rd", "level": "staff", "entity": "E",
        "channel": "social",
    }  # fmt: skip
    record = open_record(definition, "W", given, hr, at("2024-01-02T09:00"))
    assert owed("worker", record, "2024-01-02T09:00") == ["applied.refused"]
    checked = {"id_verified_on": "2024-01-03", "age_verified": "30", "documents_checked": "yes"}
    record = step(definition, record, "applied.verified", hr, at("2024-01-03T09:00"), checked)
    assert owed("worker", record, "2024-01-03T09:00") == ["verified.refused"]
    record = amend(definition, record, {"hired_on": "2024-01-03"}, at("2024-01-03T10:00"))
    assert "verified.active" in owed("worker", record, "2024-01-03T10:00")
