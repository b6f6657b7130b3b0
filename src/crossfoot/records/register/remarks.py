"""What was said of an entry."""

from __future__ import annotations

from crossfoot.records.journal.keys import ForgottenError, unseal
from crossfoot.records.register.actions.comment_entry import CONFIDENTIAL
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, Remark


def text_of(remark: Remark, entry: Entry) -> str:
    """The words of a remark, for somebody who reads the entry; empty where they were forgotten."""
    if active()[entry.register].access.level not in CONFIDENTIAL:
        return remark.text
    try:
        return unseal(remark.text, entry.reference)
    except ForgottenError:
        return ""
