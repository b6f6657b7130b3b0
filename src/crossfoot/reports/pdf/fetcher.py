"""What the layout of a PDF may load: nothing that is not part of the report."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

#: the address under which the parts of a report are named; a scheme that relative names join
BASE = "file:///report/"

#: kinds of pictures
PICTURES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


class ReportFetcher(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Loads charts and pictures from memory.

    Any other address is refused and stops the writing: a report must not call another host.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"file"})
        self._parts = parts

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes of a part.

        Raises:
            FatalURLFetchingError: the address is outside the report, or nothing is there.
        """
        if not url.startswith(BASE):
            message = f"{url} is not part of the report"
            raise FatalURLFetchingError(message)
        name = unquote(urlsplit(url).path).removeprefix(urlsplit(BASE).path)
        content = self._parts.get(name)
        if content is None:
            message = f"{name} is not part of the report"
            raise FatalURLFetchingError(message)
        head = EmailMessage()
        head["Content-Type"] = PICTURES.get(Path(name).suffix.lower(), "text/css")
        return URLFetcherResponse(url, BytesIO(content), head)
