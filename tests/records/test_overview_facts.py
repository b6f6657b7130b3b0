from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns import ELECTRICITY, cell, crew, fill, opened, plant, put, request, through
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.accounts.models import User
from crossfoot.records.collection import facts as facts_module
from crossfoot.records.collection.actions.steps import Reopen
from crossfoot.records.collection.facts import approved_facts
from crossfoot.records.collection.models import Approval, Campaign
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.actions.detach import Detach
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.numbers import figures_state, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(person):
    plant()
    return crew(person)


def anew() -> tuple:
    """Read as a process does that has read nothing yet."""
    facts_module._kept.clear()
    return approved_facts(catalogue())


def said(facts: tuple) -> list:
    return [(fact, fact.provenance) for fact in facts]


def everything_agrees() -> tuple:
    """What is kept and added to is what is read anew; values are those of the rows."""
    kept = approved_facts(catalogue())
    rows = Approval.objects.order_by("pk").select_related("entry", "cell")
    assert [fact.value for fact in kept] == [Decimal(row.entry.number) for row in rows]
    assert [fact.version for fact in kept] == [row.version for row in rows]
    assert [fact.metric for fact in kept] == [row.cell.metric for row in rows]
    assert said(kept) == said(anew())
    return kept


def test_what_is_approved_later_is_added_to_what_was_read(people, settings, tmp_path) -> None:
    settings.WORKSPACE = tmp_path
    opened(people.manager)
    assert everything_agrees() == ()
    energy, water = request("energy"), request("water")
    fill(people.owner, energy, "10")
    fill(people.owner, water, "20")
    through(people, energy)
    first = everything_agrees()
    through(people, water)
    both = everything_agrees()
    assert len(both) == 2
    assert both[0] == first[0]
    Reopen((energy.pk,), why="read twice").do(people.manager)
    energy.refresh_from_db()
    put(people.owner, cell(energy), "11")
    assert len(everything_agrees()) == 2
    through(people, energy)
    assert [fact.number for fact in everything_agrees()] == [10, 20, 11]


def test_what_was_made_is_not_made_again(people) -> None:
    opened(people.manager)
    for topic in ("energy", "water"):
        fill(people.owner, request(topic), "10")
    through(people, request("energy"))
    (first,) = approved_facts(catalogue())
    through(people, request("water"))
    assert approved_facts(catalogue())[0] is first


def test_evidence_that_comes_and_goes_is_seen(people, settings, tmp_path) -> None:
    settings.WORKSPACE = tmp_path
    opened(people.manager)
    at = put(people.owner, cell(request()), "10")
    bill = receive([b"%PDF-1.4 bill"], "bill.pdf")
    document = AddEvidence(bill, "hefei").do(people.owner)
    use = Attach(at.current.reference, document.pk).do(people.owner)
    through(people, at.request)
    (fact,) = everything_agrees()
    assert fact.provenance.evidence == (bill.sha256,)
    Reopen((at.request.pk,), why="another bill").do(people.manager)
    Detach(use.pk).do(people.owner)
    (fact,) = everything_agrees()
    assert fact.provenance.evidence == ()


def test_names_are_those_of_now(people) -> None:
    opened(people.manager)
    fill(people.owner, request())
    through(people, request())
    approved_facts(catalogue())
    User.objects.filter(pk=people.owner.user.pk).update(name="")
    Campaign.objects.update(name="Renamed")
    (fact,) = everything_agrees()
    assert fact.provenance.entered.who == ""


def test_what_was_rolled_back_was_never_there(people) -> None:
    opened(people.manager)
    fill(people.owner, request("energy"), "10")
    fill(people.owner, request("water"), "20")
    through(people, request("energy"))
    with transaction.atomic():
        through(people, request("water"))
        assert len(approved_facts(catalogue())) == 2
        transaction.set_rollback(True)
    (fact,) = everything_agrees()
    assert fact.metric == ELECTRICITY


def queries(read) -> int:
    with CaptureQueriesContext(connection) as asked:
        read()
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_facts(people) -> None:
    opened(people.manager, ("hefei", "yibin"))
    fill(people.owner, request("energy"))
    through(people, request("energy"))
    cold = queries(anew)
    warm = queries(lambda: approved_facts(catalogue()))
    for topic, unit in (("water", "hefei"), ("energy", "yibin"), ("water", "yibin")):
        fill(people.owner, request(topic, unit))
        through(people, request(topic, unit))
    assert (queries(anew), queries(lambda: approved_facts(catalogue()))) == (cold, warm)
    assert (cold, warm) == (7, 3)


def test_numbers_change_with_an_approval_and_not_with_an_entry(people, tmp_path) -> None:
    opened(people.manager)
    before = figures_state(tmp_path)
    asked = request()
    fill(people.owner, asked)
    assert figures_state(tmp_path) == before
    through(people, asked)
    assert figures_state(tmp_path) != before
    approved = figures_state(tmp_path)
    everything = state_of(tmp_path)
    User.objects.filter(pk=people.owner.user.pk).update(name="Other")
    assert figures_state(tmp_path) == approved
    assert state_of(tmp_path) != everything
