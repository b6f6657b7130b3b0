"""The table of pages: address, view, and the duty that it needs."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import path

from crossfoot.records.roles import Duty
from crossfoot.web.access import View, guarded
from crossfoot.web.views import account, entrance, journal, organisation


@dataclass(frozen=True, slots=True)
class Page:
    """One address.

    Attributes:
        address: as Django writes it.
        name: for links.
        view: draws it.
        public: open to everybody, signed in or not.
        duty: what a person must have; None for everybody who is signed in.
        everywhere: the duty is needed on the whole organisation.
    """

    address: str
    name: str
    view: View
    public: bool = False
    duty: Duty | None = None
    everywhere: bool = False


PAGES: tuple[Page, ...] = (
    Page("sign-in", "sign_in", entrance.sign_in, public=True),
    Page("invitation/<str:token>", "invitation", entrance.invitation, public=True),
    Page("language", "language", entrance.language, public=True),
    Page("style.css", "style", entrance.style, public=True),
    Page("", "start", account.start),
    Page("sign-out", "sign_out", entrance.sign_out),
    Page("account", "account", account.account),
    Page("account/password", "change_password", account.change_password),
    Page("account/codes", "codes", account.codes),
    Page("account/sessions/<str:session>/end", "end_session", account.end_session),
    Page("organisation", "organisation", organisation.organisation, duty=Duty.READ),
    Page("organisation.csv", "organisation_csv", organisation.export, duty=Duty.READ),
    Page("journal", "journal", journal.journal, duty=Duty.READ_JOURNAL, everywhere=True),
)

urlpatterns = [
    path(
        page.address,
        page.view if page.public else guarded(page.view, page.duty, page.everywhere),
        name=page.name,
    )
    for page in PAGES
]

handler404 = "crossfoot.web.views.errors.missing"
handler500 = "crossfoot.web.views.errors.broken"
