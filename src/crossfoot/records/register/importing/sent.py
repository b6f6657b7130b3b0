"""Files of entries that wait: found by their sender, and where their bytes lie."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Actor
from crossfoot.records.evidence.receiving import incoming
from crossfoot.records.messages import problem
from crossfoot.records.register.models import EntryFile, FileState

#: what is not imported by then is removed: it may tell of people
_WAITS = timedelta(days=1)
_GONE = Text("the file is not there any more", "该文件已不存在")
_AGAIN = Text("send it again", "请重新上传")
#: states in which a file can still be imported or dropped
OPEN = (FileState.CHECKED.value, FileState.REFUSED.value)


def sent_by(by: Actor, number: int) -> EntryFile:
    """A file that an actor sent.

    Raises:
        CrossfootError: there is none, or somebody else sent it.
    """
    found = EntryFile.objects.filter(pk=number, by=by.reference).first()
    if found is None:
        raise CrossfootError(problem(_GONE, remedy=_AGAIN))
    return found


def folder_of(file: EntryFile) -> Path:
    """Where the bytes lie; hidden, so that backups leave them out."""
    return incoming() / f"entries-{file.pk}"


def path_of(file: EntryFile) -> Path:
    """The file, under its own name, so that messages name it.

    Raises:
        CrossfootError: it was removed.
    """
    path = folder_of(file) / file.name
    if not path.is_file():
        raise CrossfootError(problem(_GONE, where=file.name, remedy=_AGAIN))
    return path


def clear(file: EntryFile) -> None:
    """Remove its bytes."""
    shutil.rmtree(folder_of(file), ignore_errors=True)


def sweep() -> None:
    """Drop what waits for longer than a day; called when the server starts."""
    for file in EntryFile.objects.filter(at__lt=timezone.now() - _WAITS, state__in=OPEN):
        clear(file)
        EntryFile.objects.filter(pk=file.pk).update(state=FileState.DROPPED.value)
