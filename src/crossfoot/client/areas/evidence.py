"""Evidence, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crossfoot.client.area import Area
from crossfoot.client.models.evidence import Revision, Use
from crossfoot.client.models.shared import Document
from crossfoot.client.transport import Progress


class EvidenceArea(Area):
    """Evidence."""

    def all(
        self, *, text: str = "", kind: str = "", unit: str = "", limit: int = 500
    ) -> Iterator[Document]:
        """Documents.

        Those of units that the person may read.
        """
        return self._each(Document, "evidence", {"text": text, "kind": kind, "unit": unit}, limit)

    def add(
        self,
        file: Path | str,
        *,
        unit: str,
        title: str = "",
        kind: str = "other",
        valid_until: date | None = None,
        progress: Progress | None = None,
    ) -> Document:
        """Add a document.

        A file and what is said of it, as a form with parts.
        """
        return self._send(
            Document,
            "evidence",
            file,
            {"unit": unit, "title": title, "kind": kind, "valid_until": valid_until},
            progress,
        )

    def get(self, document: int) -> Document:
        """A document.

        One of them.
        """
        return self._ask(Document, "GET", f"evidence/{document}")

    def describe(
        self,
        document: int,
        *,
        title: str,
        kind: str,
        valid_until: date | None = None,
        kept_until: date | None = None,
    ) -> Document:
        """Describe a document.

        Title, kind, expiry, retention; to keep it for less long is for managers.
        """
        return self._ask(
            Document,
            "PUT",
            f"evidence/{document}",
            body={
                "title": title,
                "kind": kind,
                "valid_until": valid_until,
                "kept_until": kept_until,
            },
        )

    def delete(self, document: int, *, reason: str = "") -> None:
        """Delete a document.

        One that nothing uses, after its retention; hashes and journal stay.
        """
        self._do("DELETE", f"evidence/{document}", {"reason": reason})

    def revisions(self, document: int) -> tuple[Revision, ...]:
        """Revisions of a document.

        In the order in which they came.
        """
        return self._list(Revision, "GET", f"evidence/{document}/revisions")

    def revise(
        self, document: int, file: Path | str, *, note: str = "", progress: Progress | None = None
    ) -> Revision:
        """Add a revision.

        A later state of the document; uses of earlier ones stay as they are.
        """
        return self._send(
            Revision, f"evidence/{document}/revisions", file, {"note": note}, progress
        )

    def file(
        self,
        document: int,
        to: Path | str,
        *,
        revision: int | None = None,
        progress: Progress | None = None,
    ) -> Path:
        """The file of a document.

        The bytes of a revision, of the newest unless one is named, as an attachment.
        """
        return self._fetch(f"evidence/{document}/file", to, {"revision": revision}, progress)

    def proves(self, document: int) -> tuple[Use, ...]:
        """What a document proves.

        All that uses any of its revisions.
        """
        return self._list(Use, "GET", f"evidence/{document}/uses")

    def attach(self, document: int, *, subject: str, page: str = "") -> Use:
        """Attach a document.

        To what it proves: "entry:12".
        """
        return self._ask(
            Use, "POST", f"evidence/{document}/uses", body={"subject": subject, "page": page}
        )

    def uses(self, *, subject: str) -> tuple[Use, ...]:
        """What proves something.

        Documents of a subject ("entry:12") of a unit that the person may read.
        """
        return self._list(Use, "GET", "uses", {"subject": subject})

    def detach(self, use: int, *, reason: str = "") -> None:
        """Detach a document.

        It proves this no more; refused where the subject is locked.
        """
        self._do("DELETE", f"uses/{use}", {"reason": reason})
