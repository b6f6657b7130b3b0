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

#: pictures that a report folder may hold
PICTURES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}


class ReportFetcher(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Loads charts from memory and pictures from the report folder.

    Any other address is refused and stops the writing: a report must not call another host.
    """

    def __init__(self, parts: Mapping[str, bytes], folder: Path | None) -> None:
        super().__init__(allowed_protocols={"file"})
        self._parts = parts
        self._folder = folder

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
            content = self._picture(name)
        head = EmailMessage()
        head["Content-Type"] = PICTURES.get(Path(name).suffix.lower(), "text/css")
        return URLFetcherResponse(url, BytesIO(content), head)

    def _picture(self, name: str) -> bytes:
        folder = self._folder
        if folder is not None and Path(name).suffix.lower() in PICTURES:
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path.read_bytes()
        message = f"{name} is not part of the report"
        raise FatalURLFetchingError(message)
