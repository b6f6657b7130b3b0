"""What the pages without sign-in have in common: no script, no cookie, nothing of who asks."""

from __future__ import annotations

from functools import wraps
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.person import Visitor
from crossfoot.records.messages import language, problem
from crossfoot.records.register.confidential.cleaning import (
    LARGEST,
    MOST,
    Cleaned,
    check_number,
    cleaned,
)
from crossfoot.web.access import View

#: who acts, as the journal names it: no address, no browser
ORIGIN = "public form"
_TAGS = {"en": "en", "zh": "zh-hans"}
_POLICY = (
    "default-src 'self'; script-src 'none'; connect-src 'none'; object-src 'none'; "
    "img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
_LARGE = Text("a file is larger than {limit} MB", "文件超过 {limit} MB")
_SMALLER = Text("send it in parts, or tell what it shows", "请拆分后发送，或直接说明其内容")


class InMemory(FileUploadHandler):
    """Files of a public form: never written to the disk, and no more of them than are allowed."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._pieces: list[bytes] = []
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it; what is too much is passed over."""
        self._size += len(raw_data)
        known = getattr(self.request, "sent_bytes", 0) + len(raw_data)
        self.request.sent_bytes = known  # type: ignore[union-attr]
        if self._size <= LARGEST and known <= LARGEST * MOST:
            self._pieces.append(raw_data)
        else:
            self._pieces = []
            self.request.too_large = True  # type: ignore[union-attr]

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """It is whole."""
        content = BytesIO(b"".join(self._pieces))
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name or "", self.content_type, file_size, None
        )


def public(view: View) -> View:
    """A page without sign-in, whoever is signed in in the same browser.

    No cookie is set or looked at; forms bring a signed name (`confidential.forms`) in place of the
    token that guards sessions, since there is none to guard. The language stands in the address.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        request.actor = Visitor(ORIGIN)  # type: ignore[attr-defined]
        chosen = request.GET.get("lang", "")
        with translation.override(_TAGS.get(chosen) or _TAGS[language()]):
            response = view(request, *args, **kwargs)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    return answer


def sent_files(request: HttpRequest, name: str = "files") -> tuple[Cleaned, ...]:
    """The files of a form, without what they say of their maker.

    Raises:
        CrossfootError: one is too large, empty or a program, or there are too many.
    """
    if getattr(request, "too_large", False):
        raise CrossfootError(problem(_LARGE, remedy=_SMALLER, limit=LARGEST >> 20))
    files = [each for each in request.FILES.getlist(name) if each.name]
    check_number(len(files))
    return tuple(cleaned(each.name or "", each.read()) for each in files)
