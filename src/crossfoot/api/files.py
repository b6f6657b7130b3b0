"""Files that programs send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from ninja.files import UploadedFile

from crossfoot.errors import CrossfootError
from crossfoot.records.evidence.receiving import Received, receive


@contextmanager
def received(request: HttpRequest, file: UploadedFile) -> Iterator[Received]:
    """The file as an action takes it; removed afterwards unless one has taken it.

    Raises:
        CrossfootError: it is larger than is allowed.
    """
    refused: CrossfootError | None = getattr(request, "refused_file", None)
    if refused is not None:
        raise refused
    taken: Received = getattr(file, "received", None) or receive(file.chunks(), file.name or "")
    try:
        yield taken
    finally:
        taken.drop()
