"""Coming in: sign-in by password or provider, invitation, language."""

from __future__ import annotations

from crossfoot.web.page import Item, Page
from crossfoot.web.views import entrance, provider

PAGES: tuple[Page, ...] = (
    Page("sign-in", "sign_in", entrance.sign_in, public=True),
    Page("sign-in/provider", "provider", provider.begin, public=True),
    Page("sign-in/provider/back", "provider_back", provider.back, public=True),
    Page("sign-in/provider/code", "provider_code", provider.code, public=True),
    Page("sign-in/provider/out", "provider_out", provider.out, public=True),
    Page("invitation/<str:token>", "invitation", entrance.invitation, public=True),
    Page("language", "language", entrance.language, public=True),
)
MENU: tuple[Item, ...] = ()
