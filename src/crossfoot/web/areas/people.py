"""People: who there is, which roles they hold, inviting, handing over, leaving."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import people

_KEEPER = Duty.MANAGE_ACCOUNTS

PAGES: tuple[Page, ...] = (
    Page("people", "people", people.people, duty=_KEEPER),
    Page("people/invite", "invite", people.invite, duty=_KEEPER, everywhere=True),
    Page("people/<int:user>", "person", people.person, duty=_KEEPER),
    Page("people/<int:user>/roles", "grant_role", people.grant, duty=_KEEPER),
    Page("people/<int:user>/roles/<int:grant>/end", "end_grant", people.end, duty=_KEEPER),
    Page("people/<int:user>/hand-over", "hand_over", people.hand_over, duty=_KEEPER),
    Page(
        "people/<int:user>/invite",
        "invite_again",
        people.invite_again,
        duty=_KEEPER,
        everywhere=True,
    ),
    Page(
        "people/<int:user>/deactivate",
        "deactivate",
        people.deactivate,
        duty=_KEEPER,
        everywhere=True,
    ),
    Page(
        "people/<int:user>/reset",
        "reset_access",
        people.reset_access,
        duty=_KEEPER,
        everywhere=True,
    ),
    Page("people/<int:user>/forget", "forget", people.forget, duty=_KEEPER, everywhere=True),
)
MENU: tuple[Item, ...] = (Item("people", "users", "menu_set_up"),)
