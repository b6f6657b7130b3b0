"""The first page, and one's own account."""

from __future__ import annotations

from crossfoot.web.page import Item, Page
from crossfoot.web.views import account, entrance, provider

PAGES: tuple[Page, ...] = (
    Page("", "start", account.start),
    Page("sign-out", "sign_out", entrance.sign_out),
    Page("account", "account", account.account),
    Page("account/password", "change_password", account.change_password),
    Page("account/codes", "codes", account.codes),
    Page("account/provider", "link_provider", provider.link),
    Page("account/provider/unlink", "unlink_provider", provider.unlink),
    Page("account/sessions/end", "end_other_sessions", account.end_other_sessions),
    Page("account/sessions/<str:session>/end", "end_session", account.end_session),
)
MENU: tuple[Item, ...] = ()
