"""Coming in: sign-in, invitation, language."""

from __future__ import annotations

from crossfoot.web.page import Item, Page
from crossfoot.web.views import entrance

PAGES: tuple[Page, ...] = (
    Page("sign-in", "sign_in", entrance.sign_in, public=True),
    Page("invitation/<str:token>", "invitation", entrance.invitation, public=True),
    Page("language", "language", entrance.language, public=True),
)
MENU: tuple[Item, ...] = ()
