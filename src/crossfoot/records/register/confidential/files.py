"""Files of confidential entries: encrypted with the key of the entry, in the database."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from django.utils import timezone

from crossfoot.records.journal.keys import seal, unseal
from crossfoot.records.register.confidential.cleaning import Cleaned
from crossfoot.records.register.confidential.models import ConfidentialFile, Message
from crossfoot.records.register.models import Entry


def keep_files(
    entry: Entry, files: Iterable[Cleaned], by: str, message: Message | None = None
) -> list[ConfidentialFile]:
    """Keep files of an entry, with the message to the reporter; called from an action."""
    now = timezone.now()
    return [
        ConfidentialFile.objects.create(
            entry=entry,
            by=by,
            at=now,
            name=seal(each.name, entry.reference),
            media=each.media,
            size=len(each.content),
            cleaned=each.cleaned,
            content=seal(base64.b64encode(each.content).decode(), entry.reference),
            message=message,
        )
        for each in files
    ]


def name_of(file: ConfidentialFile) -> str:
    """What the sender called it; for somebody who reads the entry."""
    return unseal(file.name, file.entry.reference)


def bytes_of(file: ConfidentialFile) -> bytes:
    """What is in it; for somebody who reads the entry."""
    return base64.b64decode(unseal(file.content, file.entry.reference))
