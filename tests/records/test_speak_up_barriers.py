"""Pages of those who handle confidential cases, looked at for barriers: a browser of their own."""

from __future__ import annotations

import pytest

from browsers import need_chromium, no_barriers
from crossfoot.records.register.confidential.actions.give_access import GiveAccess
from crossfoot.records.register.confidential.actions.read_entry import ReadEntry
from crossfoot.records.register.confidential.actions.write_message import WriteToReporter
from crossfoot.records.register.confidential.cleaning import cleaned
from people import PASSWORD
from registers_kept import organisation
from speaking_up import handler, reported, visiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_of_handlers_have_no_barriers_on_a_desk_and_on_a_dark_phone(
    person, live_server, language
):
    need_chromium()
    organisation()
    by, other = handler(person), handler(person, "internal_audit")
    file = cleaned("note.txt", b"seen on Monday")
    first = reported(file, reporter_identity="Zhao Liu").entry
    second = reported().entry
    visiting(by, first.key)
    WriteToReporter(first.key, "Thank you 谢谢", "acknowledgement").do(by)
    GiveAccess(first.key, other.user.pk, "to investigate").do(by)
    ReadEntry(first.key).do(by)
    addresses = ["/cases", "/cases/log", f"/cases/{first.key}", f"/cases/{second.key}"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        no_barriers(live_server.url, by.user.email, PASSWORD, language, addresses)
