"""The journal: one line per change of a workspace, chained so that no line can be altered unseen.

Each line is a JSON object that holds the SHA-256 of the line before it. Appending the line is
what makes a change count: a file that no line names is an orphan and is ignored.
"""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem

FILE_NAME = "journal.jsonl"
_NO_LINE_BEFORE = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One change.

    Attributes:
        number: counts from 1.
        at: when, UTC, ISO 8601.
        by: name of the person's account on the machine.
        action: what was done: "start", "import", "reverse".
        kind: what it was done to: "activity", "facts", "organisation", "report", "workspace".
        file: name of the file as the user gave it.
        sha256: hash of the file, which names the copy under `evidence/`.
        rows: number of data rows.
        reason: why, where a reason is asked for.
        previous: SHA-256 of the line before.
        sheet: sheet of a workbook that has several; else empty.
        read: hash of the rows that were read from the file, kept under `evidence/` too; empty
            where the file holds rows itself.
        mapping: which heading of the file gives which column, as JSON; empty where they have the
            names of the schema. See `crossfoot.tables.mapping`.
    """

    number: int
    at: str
    by: str
    action: str
    kind: str
    file: str
    sha256: str
    rows: int
    reason: str
    previous: str
    sheet: str = ""
    read: str = ""
    mapping: str = ""


class Journal:
    """The journal of one workspace folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def entries(self) -> tuple[Entry, ...]:
        """All entries, oldest first, after checking the chain.

        Raises:
            CrossfootError: a line was altered, removed or cut off.
        """
        return tuple(self._checked_lines())

    def _checked_lines(self) -> Iterator[Entry]:
        previous = _NO_LINE_BEFORE
        for number, line in enumerate(self._lines(), start=1):
            try:
                entry = Entry(**json.loads(line))
            except (ValueError, TypeError) as error:
                raise self._broken(number, "the line is not a journal entry") from error
            if entry.previous != previous or entry.number != number:
                raise self._broken(number, "the chain of hashes breaks here")
            yield entry
            previous = hashlib.sha256(line).hexdigest()

    def _lines(self) -> list[bytes]:
        """Whole lines; a line that a power cut left without its end was never written."""
        text = self.path.read_bytes() if self.path.exists() else b""
        return text[: text.rfind(b"\n") + 1].splitlines()

    def _broken(self, number: int, what: str) -> CrossfootError:
        return CrossfootError(
            Problem(
                what,
                where=f"{self.path}, line {number}",
                why="a line was changed or removed after it was written",
                remedy="restore the journal from a backup",
            )
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the workspace for one change; a second writer waits."""
        lock = self.path.with_suffix(".lock")
        with lock.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def append(
        self,
        action: str,
        kind: str,
        *,
        file: str = "",
        sha256: str = "",
        rows: int = 0,
        reason: str = "",
        sheet: str = "",
        read: str = "",
        mapping: str = "",
        by: str = "",
    ) -> Entry:
        """Write one entry and make it durable. Call it inside `writing`.

        Who did it is the person's account on the machine, unless the caller knows better.
        """
        lines = self._lines()
        entry = Entry(
            number=len(lines) + 1,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            by=by or _account(),
            action=action,
            kind=kind,
            file=file,
            sha256=sha256,
            rows=rows,
            reason=reason,
            sheet=sheet,
            read=read,
            mapping=mapping,
            previous=hashlib.sha256(lines[-1]).hexdigest() if lines else _NO_LINE_BEFORE,
        )
        with self.path.open("ab") as handle:
            handle.truncate(sum(len(line) + 1 for line in lines))
            handle.write(json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n")
            handle.flush()
            os.fsync(handle.fileno())
        return entry


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        return f"uid {os.getuid()}"
