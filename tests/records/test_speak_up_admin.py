"""The administrator of the site reads no case: not by a page, the API, an export, a search."""

from __future__ import annotations

import pytest
from django.test import Client

from crossfoot.records.accounts.actions.make_token import MakeToken
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.models import Grant
from crossfoot.records.accounts.person import Person
from crossfoot.records.journal.models import Entry as Written
from crossfoot.records.journal_search import Reader
from crossfoot.records.register.models import Entry
from crossfoot.records.roles import Duty, Role
from registers_kept import FROM, organisation
from test_speak_up_secrets import SECRETS, in_clear, whole_case

pytestmark = pytest.mark.django_db

#: places where somebody would look; the names of cases are put in
PLACES = (
    "/journal",
    "/journal?subject=register:{key}",
    "/journal?text=Kickback",
    "/journal.csv",
    "/journal.xlsx",
    "/cases",
    "/cases/log",
    "/cases/{key}",
    "/cases/{key}/files/{file}",
    "/entries/{key}",
    "/entries/{key}/edit",
    "/registers",
    "/overdue",
    "/registers/whistleblowing_case",
    "/registers/whistleblowing_case?text=Kickback",
    "/registers/whistleblowing_case.xlsx",
    "/registers/whistleblowing_case/board",
    "/registers/whistleblowing_case/calendar",
    "/registers/whistleblowing_case/statistics",
    "/register-find?register=whistleblowing_case&q=Kickback",
    "/register-find?q=WC-",
    "/evidence",
    "/notices",
    "/dashboard",
)
POWERS = (Role.ADMINISTRATOR, Role.ESG_MANAGER, Role.ASSURER, Role.APPROVER, Role.EXECUTIVE)


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


def seen(person: Person, key: str, file: int) -> bytes:
    """All that somebody gets to see who looks everywhere."""
    client = Client()
    client.force_login(person.user, PATH)
    found = b""
    for place in PLACES:
        answer = client.get(place.format(key=key, file=file))
        found += b"".join(answer) if answer.streaming else answer.content
    return found


@pytest.mark.parametrize("role", POWERS)
def test_whoever_has_power_over_the_site_sees_nothing_of_a_case(person, role):
    receipt, _ = whole_case(person)
    entry = receipt.entry
    by = person(role)
    found = seen(by, entry.key, entry.confidential_files.get(by="").pk)
    assert in_clear(found) == []
    listed = found.replace(b"register:" + entry.key.encode(), b"")  # the journal names it so
    assert entry.ref_no.encode() not in listed


def test_not_even_in_the_journal_does_anybody_read_what_is_sealed(person):
    receipt, by = whole_case(person)
    sealed = [each for each in Written.objects.all() if each.key.endswith(receipt.entry.key)]
    assert len(sealed) > 10
    for reader in (person(Role.ADMINISTRATOR), by):
        assert [Reader(reader, sealed).values(each) for each in sealed] == [None] * len(sealed)


def test_by_a_token_no_program_reads_a_case_nor_that_there_is_one(person):
    receipt, by = whole_case(person)
    entry = Entry.objects.get(pk=receipt.entry.pk)
    for who in (person(Role.ADMINISTRATOR), Person(by.user, "test")):
        Grant.objects.create(user=who.user, role=Role.VIEWER, valid_from=FROM)
        made = MakeToken("t", frozenset({Duty.READ})).do(Person(who.user, "test"))
        client = Client(headers={"Authorization": f"Bearer {made.text}"})
        for place in (
            "registers",
            "registers/whistleblowing_case",
            "entries",
            "registers/whistleblowing_case/entries",
            f"entries/{entry.key}",
            f"registers/whistleblowing_case/entries/{entry.key}",
            "journal",
        ):
            answer = client.get(f"/api/v1/{place}")
            content = b"".join(answer) if answer.streaming else answer.content
            assert in_clear(content) == [], place
            assert entry.ref_no.encode() not in content, place


def test_the_search_of_this_test_looks_for_something(person):
    receipt, by = whole_case(person)
    from speaking_up import visiting

    visiting(by, receipt.entry.key)
    found = seen(by, receipt.entry.key, receipt.entry.confidential_files.get(by="").pk)
    assert {SECRETS[0], SECRETS[3], SECRETS[4], SECRETS[6], SECRETS[7]} <= set(in_clear(found))
