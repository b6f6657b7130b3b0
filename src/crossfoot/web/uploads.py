"""Files that are sent to a page: streamed to the disk, hashed and counted, never held in memory.

`request.FILES["file"].received` is what an action takes. A file that is too large is passed over
piece by piece, so that the page can say so; one that nobody may send is passed over unread.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Person
from crossfoot.records.evidence.receiving import (
    Received,
    Receiver,
    TooLargeError,
    evidence_limit,
)
from crossfoot.records.messages import problem

#: where larger files are taken than evidence may be
_LEDGER = ("/ledger/send", "/api/v1/ledger/batches")


class SentFile(UploadedFile):  # type: ignore[type-arg]  # generic in its stubs alone
    """A file that has arrived; removed with the request unless an action takes it."""

    def __init__(self, received: Received, content_type: str) -> None:
        self.received = received
        super().__init__(received.path.open("rb"), received.name, content_type, received.size)

    def temporary_file_path(self) -> str:
        """Where it lies, for what reads files by their path."""
        return str(self.received.path)

    def close(self) -> None:
        """The request is over."""
        super().close()
        self.received.drop()


class Handler(FileUploadHandler):
    """Django's hook for files in a form."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._receiver: Receiver | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        if not isinstance(getattr(self.request, "actor", None), Person):
            raise SkipFile
        self._receiver = Receiver(self.file_name or "", limit_of(self.request))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it."""
        if self._receiver is None:
            raise SkipFile
        try:
            self._receiver.take(raw_data)
        except TooLargeError as error:
            self.request.refused_file = error  # type: ignore[union-attr]
            self._receiver = None
            raise SkipFile from error

    def file_complete(self, file_size: int) -> SentFile | None:
        """It is whole."""
        if self._receiver is None:
            return None
        received, self._receiver = self._receiver.finish(), None
        return SentFile(received, self.content_type or "")

    def upload_interrupted(self) -> None:
        """The sender went away."""
        if self._receiver is not None:
            self._receiver.give_up()
            self._receiver = None


def limit_of(request: HttpRequest | None) -> int:
    """Bytes that a file of the page may have."""
    if request is not None and request.path in _LEDGER:
        return int(settings.LEDGER_MEGABYTES) << 20
    return evidence_limit()


def sent_file(request: HttpRequest, name: str = "file") -> Received:
    """The file of a form.

    Raises:
        CrossfootError: there is none, or it was too large.
    """
    file = request.FILES.get(name)  # reads the form, which may refuse the file
    refused: CrossfootError | None = getattr(request, "refused_file", None)
    if refused is not None:
        raise refused
    if not isinstance(file, SentFile):
        raise CrossfootError(
            problem(
                Text("no file was chosen", "未选择文件"),
                remedy=Text("choose one, and send the form again", "请选择文件后重新提交"),
            )
        )
    return file.received
