"""What a person was told, and the chats that are told."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import chats, notices

PAGES: tuple[Page, ...] = (
    Page("notices", "notices", notices.notices),
    Page("notices/count", "notices_count", notices.count),
    Page("notices/read", "notices_read", notices.read),
    Page("notices/email", "notices_email", notices.email),
    Page("notices/<int:notice>", "notice", notices.follow),
    *(
        Page(address, name, view, duty=Duty.MANAGE_ACCOUNTS, everywhere=True)
        for address, name, view in (
            ("chats", "chats", chats.chats),
            ("chats/<int:chat>/try", "try_chat", chats.try_out),
            ("chats/<int:chat>/remove", "remove_chat", chats.remove),
        )
    ),
)
MENU: tuple[Item, ...] = (Item("chats", "message", "menu_set_up"),)
