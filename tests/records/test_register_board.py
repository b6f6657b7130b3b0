"""Cards of the board go to another column: by a step, by its form, or not, with the reason."""

from __future__ import annotations

import pytest

from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.models import Entry
from crossfoot.records.roles import Role
from registers_kept import complaint, has_role, organisation
from test_pages import browser

pytestmark = pytest.mark.django_db

ANSWER = {"class": "routine", "fault": "general"}
BOARD = "/registers/customer_complaint/board?q=lamp"


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


def moved(client, entry: Entry, to: str, revision: int | None = None):
    entry.refresh_from_db()
    sent = {"entry": entry.key, "to": to, "revision": revision or entry.revision}
    return client.post(BOARD, sent)


def test_a_card_takes_the_step_to_its_column(person) -> None:
    sales = has_role(has_role(person(Role.DATA_OWNER, "E"), "after_sales", "E"), "quality", "E")
    entry, client = OpenEntry("customer_complaint", complaint()).do(sales), browser(sales)
    page = client.get(BOARD).content.decode()
    assert f'data-card="{entry.key}"' in page
    assert 'data-state="closed"' in page  # a column of what is done takes cards too
    asks = moved(client, entry, "responded")  # it needs fields: its form opens
    assert asks.status_code == 302
    assert asks["Location"].startswith(f"/entries/{entry.key}/steps/")
    wrong = moved(client, entry, "closed")
    assert (wrong.status_code, "no step leads from" in wrong.content.decode()) == (400, True)
    assert moved(client, entry, "nowhere").status_code == 404
    entry.refresh_from_db()
    assert entry.state == "received"
    filled = {"responded_at": "2024-03-01T09:30", "valid": True, "onsite_needed": False, **ANSWER}
    ready = OpenEntry("customer_complaint", complaint(**filled)).do(sales)
    assert moved(client, ready, "responded", 99).status_code == 400  # others changed it meanwhile
    assert moved(client, ready, "responded")["Location"] == BOARD
    ready.refresh_from_db()
    assert ready.state == "responded"


def test_who_may_not_is_told_why(person) -> None:
    sales = has_role(person(Role.DATA_OWNER, "E"), "after_sales", "E")
    entry = OpenEntry("customer_complaint", complaint()).do(sales)
    reader = browser(has_role(person(Role.DATA_OWNER, "E"), "service_engineer", "E"))
    answer = moved(reader, entry, "responded")
    assert answer.status_code in (400, 404)
    if answer.status_code == 400:
        assert 'class="alert alert-danger"' in answer.content.decode()
    stranger = browser(has_role(person(Role.DATA_OWNER, "F"), "after_sales", "F"))
    assert moved(stranger, entry, "responded").status_code == 404
    assert Entry.objects.get().state == "received"


def test_confidential_cards_are_not_moved_from_here(person) -> None:
    officer = has_role(person(Role.DATA_OWNER, "E"), "ethics_office", "E")
    board = "/registers/whistleblowing_case/board"
    assert "data-card" not in browser(officer).get(board).content.decode()
    assert browser(officer).post(board, {"entry": "0", "to": "closed"}).status_code == 404
