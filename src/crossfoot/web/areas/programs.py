"""What programs may do for a person: tokens, and the description of the API."""

from __future__ import annotations

from crossfoot.web.page import Item, Page
from crossfoot.web.views import programs

PAGES: tuple[Page, ...] = (
    Page("account/tokens", "tokens", programs.tokens),
    Page("account/tokens/<int:token>/end", "end_token", programs.end),
    Page("api/docs", "api_docs", programs.description),
)
MENU: tuple[Item, ...] = (Item("api_docs", "database", "menu_set_up"),)
