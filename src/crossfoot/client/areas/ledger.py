"""Ledger, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from crossfoot.client.area import Area
from crossfoot.client.models.ledger import Found, Head, Remembered, Row, Total, Word
from crossfoot.client.models.shared import Batch, BatchState, Job
from crossfoot.client.transport import Progress


class LedgerArea(Area):
    """Ledger."""

    def batches(
        self, *, state: BatchState | None = None, text: str = "", limit: int = 500
    ) -> Iterator[Batch]:
        """Batches.

        Those that the person sent, or that have rows of sites that the person may read.
        """
        return self._each(Batch, "ledger/batches", {"state": state, "text": text}, limit)

    def receive(
        self,
        file: Path | str,
        *,
        unit: str = "",
        estimated: bool = False,
        progress: Progress | None = None,
    ) -> Batch:
        """Send a file.

        As a form with parts. It waits until its columns are chosen; nothing counts yet.
        """
        return self._send(
            Batch, "ledger/batches", file, {"unit": unit, "estimated": estimated}, progress
        )

    def batch(self, batch: int) -> Batch:
        """A batch.

        One of them.
        """
        return self._ask(Batch, "GET", f"ledger/batches/{batch}")

    def drop(self, batch: int) -> None:
        """Drop a file.

        A file that does not count yet is removed.
        """
        self._do("DELETE", f"ledger/batches/{batch}")

    def head(self, batch: int, *, sheet: str = "") -> Head:
        """The first look at a file.

        Before its columns are chosen.
        """
        return self._ask(Head, "GET", f"ledger/batches/{batch}/head", {"sheet": sheet})

    def check(self, batch: int, *, mapping: Mapping[str, str], sheet: str = "") -> Job:
        """Check the rows.

        A job checks all rows; the mapping is remembered for files with the same headings.
        """
        return self._ask(
            Job, "POST", f"ledger/batches/{batch}/check", body={"mapping": mapping, "sheet": sheet}
        )

    def take(self, batch: int, *, reason: str = "") -> Job:
        """Import the rows.

        A job imports a checked batch; its rows count when the job is done.
        """
        return self._ask(Job, "POST", f"ledger/batches/{batch}/import", body={"reason": reason})

    def reverse(self, batch: int, *, reason: str = "") -> Batch:
        """Reverse a batch.

        Its rows count no more; they stay to be seen.
        """
        return self._ask(Batch, "POST", f"ledger/batches/{batch}/reverse", body={"reason": reason})

    def found(self, batch: int) -> Found:
        """Problems and warnings.

        What the check has found, by row and column.
        """
        return self._ask(Found, "GET", f"ledger/batches/{batch}/found")

    def words(self, batch: int) -> tuple[Word, ...]:
        """Words of a file.

        As the last check has found them; those that are not known come first.
        """
        return self._list(Word, "GET", f"ledger/batches/{batch}/words")

    def totals(self, batch: int, *, limit: int = 500) -> Iterator[Total]:
        """Totals of a batch.

        By site, activity, unit and month, of the sites that the person may read.
        """
        return self._each(Total, f"ledger/batches/{batch}/totals", {}, limit)

    def rows(
        self,
        batch: int,
        *,
        site: str = "",
        activity: str = "",
        month: date | None = None,
        text: str = "",
        limit: int = 500,
    ) -> Iterator[Row]:
        """Rows of a batch.

        In the order of the file, of the sites that the person may read.

        `month` is any day of the month in which rows start; `text` is part of the source or the
        note.
        """
        return self._each(
            Row,
            f"ledger/batches/{batch}/rows",
            {"site": site, "activity": activity, "month": month, "text": text},
            limit,
        )

    def original(self, batch: int, to: Path | str, *, progress: Progress | None = None) -> Path:
        """The file of a batch.

        As it was sent, for those who may read all its rows.
        """
        return self._fetch(f"ledger/batches/{batch}/file", to, {}, progress)

    def mappings(self, *, limit: int = 500) -> Iterator[Remembered]:
        """Remembered mappings.

        Those that the person used last, one for each set of headings.
        """
        return self._each(Remembered, "ledger/mappings", {}, limit)
