"""An engagement that was closed is opened again, for a reason that stays."""

from __future__ import annotations

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.assurance.actions.ask import Ask
from crossfoot.records.assurance.actions.close_engagement import CloseEngagement
from crossfoot.records.assurance.actions.conclude import Conclude
from crossfoot.records.assurance.actions.reopen_engagement import ReopenEngagement
from crossfoot.records.assurance.models import Engagement
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.models import Entry
from crossfoot.records.roles import Role
from desk_pages import DUE, text_of
from desks import desk
from test_api import Program
from test_pages import browser

pytestmark = pytest.mark.django_db

WHY = "A revised electricity bill arrived"


@pytest.fixture
def at(person, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    found = desk(person)
    Conclude(found.engagement.pk, "Nothing has come to our attention").do(found.assurer)
    CloseEngagement(found.engagement.pk).do(found.manager)
    return found


def test_the_work_goes_on_and_must_be_concluded_anew(at) -> None:
    found = ReopenEngagement(at.engagement.pk, f" {WHY} ").do(at.manager)
    assert (found.is_open, found.opinion, found.closed_by) == (True, "", "")
    assert (found.reopened_by, found.reopened_why) == (at.manager.reference, WHY)
    Ask(at.engagement.pk, "The revised bill", "hefei", DUE).do(at.assurer)
    with pytest.raises(CrossfootError, match="not concluded"):
        CloseEngagement(at.engagement.pk).do(at.manager)


def test_the_journal_keeps_the_reason_and_what_was_concluded(at) -> None:
    ReopenEngagement(at.engagement.pk, WHY).do(at.manager)
    entry = Entry.objects.get(action="assurance.reopen")
    assert (entry.subject, entry.reason) == (at.engagement.reference, WHY)
    said = content_of(entry)
    assert said["opinion"] == "Nothing has come to our attention"
    assert said["closed_by"] == at.manager.reference


def test_without_a_reason_or_while_it_is_open_nothing_happens(at) -> None:
    with pytest.raises(CrossfootError, match="reason is missing"):
        ReopenEngagement(at.engagement.pk, "  ").do(at.manager)
    assert Engagement.objects.get().closed_at is not None
    ReopenEngagement(at.engagement.pk, WHY).do(at.manager)
    with pytest.raises(CrossfootError, match="engagement is open"):
        ReopenEngagement(at.engagement.pk, WHY).do(at.manager)


def test_managers_alone_open_it(at, person) -> None:
    for who in (at.assurer, at.owner, at.approver, person(Role.ESG_MANAGER, "hefei")):
        with pytest.raises(NotAllowedError):
            ReopenEngagement(at.engagement.pk, WHY).do(who)
    assert Engagement.objects.get().closed_at is not None


def test_its_page_offers_it_to_managers_and_says_it_afterwards(at) -> None:
    address = f"/assurance/{at.engagement.pk}"
    assert f"{address}/reopen" not in text_of(browser(at.assurer).get(address))
    client = browser(at.manager)
    assert f"{address}/reopen" in text_of(client.get(address))
    refused = client.post(f"{address}/reopen", {"why": ""})
    assert (refused.status_code, "reason is missing" in text_of(refused)) == (400, True)
    assert client.post(f"{address}/reopen", {"why": WHY}).status_code == 302
    page = text_of(client.get(address))
    assert WHY in page
    assert f"{address}/reopen" not in page


def test_a_program_opens_it(at) -> None:
    manager = Program(at.manager)
    found = manager.post(f"engagements/{at.engagement.pk}/reopen", {"why": WHY})
    assert (found.status_code, found.json()["reopened_why"]) == (200, WHY)
    assert found.json()["closed_at"] is None
