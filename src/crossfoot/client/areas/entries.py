"""Entries, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from crossfoot.client.area import Area, part
from crossfoot.client.models.entries import EntryEdit, EntryRemark, RegisterEntry, SealedReading
from crossfoot.client.models.shared import Document, RegisterRow
from crossfoot.client.transport import Progress


class EntriesArea(Area):
    """Entries."""

    def all(
        self,
        register_id: str,
        *,
        filter: str = "",
        search: str = "",
        state: Sequence[str] = [],
        unit: str = "",
        since: date | None = None,
        until: date | None = None,
        mine: bool = False,
        overdue: bool = False,
        external_id: str = "",
        order: str = "",
        limit: int = 500,
    ) -> Iterator[RegisterRow]:
        """Entries.

        Those that the person may list; of sealed registers a program reads none.

        The journal keeps who asked for lists of restricted and personal registers.
        """
        return self._each(
            RegisterRow,
            f"registers/{part(register_id)}/entries",
            {
                "filter": filter,
                "search": search,
                "state": state,
                "unit": unit,
                "since": since,
                "until": until,
                "mine": mine,
                "overdue": overdue,
                "external_id": external_id,
                "order": order,
            },
            limit,
        )

    def open_(
        self,
        register_id: str,
        *,
        values: Mapping[str, Any],
        external_id: str = "",
        qualifiers: Mapping[str, str] | None = None,
        bases: Mapping[str, str] | None = None,
    ) -> RegisterEntry:
        """Open an entry.

        In the first state, and on by itself where the system acts.
        """
        return self._ask(
            RegisterEntry,
            "POST",
            f"registers/{part(register_id)}/entries",
            body={
                "values": values,
                "external_id": external_id,
                "qualifiers": qualifiers,
                "bases": bases,
            },
        )

    def get(self, key: str) -> RegisterEntry:
        """An entry.

        With the steps that the person could take, what is owed, and what speaks against a step.

        The number before the dash in its `ETag` is the revision; send the tag back as `If-Match`.
        """
        return self._ask(RegisterEntry, "GET", f"entries/{part(key)}")

    def amend(
        self,
        key: str,
        *,
        changes: Mapping[str, Any],
        revision: int | None = None,
        correction: bool = False,
        qualifiers: Mapping[str, str] | None = None,
        bases: Mapping[str, str] | None = None,
    ) -> RegisterEntry:
        """Change fields.

        In the state in which it stands; refused where somebody else wrote meanwhile.
        """
        return self._ask(
            RegisterEntry,
            "PATCH",
            f"entries/{part(key)}",
            body={
                "changes": changes,
                "revision": revision,
                "correction": correction,
                "qualifiers": qualifiers,
                "bases": bases,
            },
        )

    def take(
        self,
        key: str,
        step: str,
        *,
        changes: Mapping[str, Any] | None = None,
        revision: int | None = None,
    ) -> RegisterEntry:
        """Take a step.

        One of the `steps` of the entry, with the fields that it needs.
        """
        return self._ask(
            RegisterEntry,
            "POST",
            f"entries/{part(key)}/steps/{part(step)}",
            body={"changes": changes, "revision": revision},
        )

    def changes(self, key: str) -> tuple[EntryEdit, ...]:
        """Changes.

        Of the fields that the person sees, the earliest first.
        """
        return self._list(EntryEdit, "GET", f"entries/{part(key)}/changes")

    def comments(self, key: str) -> tuple[EntryRemark, ...]:
        """Comments.

        What was said of it.
        """
        return self._list(EntryRemark, "GET", f"entries/{part(key)}/comments")

    def comment(self, key: str, *, text: str) -> EntryRemark:
        """Comment.

        Everybody who reads the entry reads it.
        """
        return self._ask(EntryRemark, "POST", f"entries/{part(key)}/comments", body={"text": text})

    def keep(
        self,
        register_id: str,
        file: Path | str,
        *,
        unit: str,
        entry: str = "",
        progress: Progress | None = None,
    ) -> Document:
        """Send a file.

        As a form with parts; its id is what a field for attachments then holds.
        """
        return self._send(
            Document,
            f"registers/{part(register_id)}/files",
            file,
            {"unit": unit, "entry": entry},
            progress,
        )

    def file(
        self, key: str, document: int, to: Path | str, *, progress: Progress | None = None
    ) -> Path:
        """A file of an entry.

        The newest revision of a document that a field names, or that proves the entry.
        """
        return self._fetch(f"entries/{part(key)}/files/{document}", to, {}, progress)

    def readings(self, *, limit: int = 500) -> Iterator[SealedReading]:
        """Readings of sealed entries.

        Who read which sealed entry for what, for those who oversee it; never what it says.
        """
        return self._each(SealedReading, "register-readings", {}, limit)
