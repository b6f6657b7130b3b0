"""Who reads what, by the class of a register."""

from __future__ import annotations

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.registers.access import may_read, readable_fields
from crossfoot.registers.context import Override
from crossfoot.registers.library import library
from crossfoot.registers.records import Entered, Record
from crossfoot.registers.transitions import open_record, possible
from register_help import at, moment, person

NOW = moment("2024-04-10T09:00")


def of(register: str, **values: object) -> Record:
    definition = library()[register]
    entered = (Entered(definition.initial, moment("2024-04-01T09:00"), "ann"),)
    return Record("1", register, values, entered)


@pytest.mark.parametrize(
    ("register", "roles", "expected"),
    [
        ("safety_hazard", (), True),
        ("customer_complaint", (), False),
        ("customer_complaint", ("after_sales",), True),
        ("customer_complaint", ("site_manager",), True),
        ("security_incident", ("site_manager",), False),
        ("security_incident", ("privacy_officer",), True),
        ("worker", ("site_manager",), False),
        ("worker", ("hr",), True),
        ("whistleblowing_case", ("case_handler", "internal_audit", "it_admin"), False),
    ],
)
def test_roles_read_by_the_class_of_the_register(register, roles, expected):
    record = of(register)
    assert may_read(library()[register], record, person("p", *roles), NOW) is expected
    assert not may_read(library()[register], record, person(""), NOW)


def test_a_sealed_case_is_read_by_who_handles_it_or_was_granted_it_for_a_time():
    definition = library()["whistleblowing_case"]
    grant = {"who": "gia", "purpose": "audit", "authorised_by": "a",
             "from": moment("2024-04-09T00:00"), "to": moment("2024-04-11T00:00")}  # fmt: skip
    record = of(
        "whistleblowing_case", investigator="ivy", access_grants=(grant,), subjects=("sam",)
    )
    assert may_read(definition, record, person("ivy"), NOW)
    assert may_read(definition, record, person("gia"), NOW)
    assert not may_read(definition, record, person("gia"), moment("2024-04-12T00:00"))
    assert not may_read(definition, record, person("sam", "case_handler"), NOW)
    handled = Entered("registered", NOW, "han", "received.registered")
    later = Record("1", record.register, record.values, (*record.history, handled))
    assert may_read(definition, later, person("han"), NOW)
    lines = {"han": "sam"}  # han reports to the subject
    assert not may_read(definition, later, person("han"), NOW, lines)


def test_persons_read_their_own_record_and_nobody_elses():
    record = of("worker", person_key="k7")
    assert may_read(library()["worker"], record, person("k7"), NOW)
    assert not may_read(library()["worker"], record, person("k8"), NOW)


def test_fields_are_kept_from_who_may_not_see_them():
    names = {each.name for each in readable_fields(library()["supplier"], person("p", "esg_team"))}
    assert "spend" not in names
    assert "score" in names
    names = {
        each.name for each in readable_fields(library()["supplier"], person("p", "procurement"))
    }
    assert "spend" in names
    reader = person("p", "assurer")
    names = {each.name for each in readable_fields(library()["security_incident"], reader)}
    assert "affected_persons" not in names


def test_a_supplier_without_region_is_refused_so_that_regions_add_up():
    definition = library()["supplier"]
    given = {"legal_name": "N", "country": "CN", "category": "service", "key_material": "no",
             "established_on": "2010-01-01", "registered_capital": "1 CNY",
             "entity": "E"}  # fmt: skip
    with pytest.raises(CrossfootError, match="Region"):
        open_record(definition, "S", given, person("p", "procurement"), at("2024-01-01T09:00"))


@pytest.mark.parametrize(
    ("since", "capital", "admitted"),
    [
        ("2020-01-09", "2000001 CNY", True),
        ("2020-01-10", "2000001 CNY", False),
        ("2010-01-01", "2000000 CNY", False),
    ],
)
def test_basic_admission_asks_for_years_and_capital(since, capital, admitted):
    definition, buyer = library()["supplier"], person("pia", "procurement")
    given = {
        "legal_name": "N", "country": "CN", "region": "mainland_china", "entity": "E",
        "category": "service", "key_material": "no", "established_on": since,
        "registered_capital": capital,
    }  # fmt: skip
    now = at("2022-01-10T09:00")
    record = open_record(definition, "S", given, buyer, now)
    keys = {each.transition.key for each in possible(definition, record, buyer, now)}
    assert ("candidate.prequalified" in keys) is admitted
    # a company that asks for neither
    names = ("admission_age", "admission_capital")
    free = at("2022-01-10T09:00", overrides=tuple(Override("supplier", n, None) for n in names))
    keys = {each.transition.key for each in possible(definition, record, buyer, free)}
    assert "candidate.prequalified" in keys
