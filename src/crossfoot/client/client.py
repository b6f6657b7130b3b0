"""The client: all areas of the API, and what takes several requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from crossfoot.client.areas import Areas
from crossfoot.client.errors import JobError
from crossfoot.client.models import Batch, Job
from crossfoot.client.transport import Progress, Transport
from crossfoot.errors import CrossfootError, Problem


class Client(Areas):
    """A system of record, for a program that acts for a person.

    Args:
        address: where pages are reached: "https://esg.example.org".
        token: made on the account page.
        language: of messages: "en" or "zh".
        attempts: how often a request is made before it is given up.
        timeout: seconds that an answer may take.
        http: how requests are made; tests bring their own.
        sleep: waits; tests wait less.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        language: str = "en",
        attempts: int = 5,
        timeout: float = 60.0,
        http: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = httpx.Client(
            base_url=f"{address.rstrip('/')}/api/v1/",
            headers={"Authorization": f"Bearer {token}", "Accept-Language": language},
            timeout=timeout,
            transport=http,
        )
        self._sleep = sleep
        super().__init__(Transport(self._http, attempts, sleep=sleep))

    def __enter__(self) -> Self:
        """Connections are kept until the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """The connections are closed."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def wait(
        self,
        job: Job | int,
        progress: Progress | None = None,
        *,
        longest: float | None = None,
        every: float = 0.5,
    ) -> Job:
        """Wait until a job has ended.

        Args:
            job: or its id.
            progress: told how much is done; may raise to wait no more (the job goes on).
            longest: seconds; for ever where None.
            every: seconds between two looks.

        Raises:
            JobError: it failed, was stopped, or broke.
            TimeoutError: it goes on after `longest`.
        """
        number = job if isinstance(job, int) else job.id
        begun = time.monotonic()
        while True:
            found = self.jobs.get(number)
            if progress:
                progress(found.done, found.total)
            if found.ended:
                if found.state != "done":
                    raise JobError(found.id, found.state, found.message)
                return found
            if longest is not None and time.monotonic() - begun > longest:
                message = f"job {number} goes on after {longest:g} seconds"
                raise TimeoutError(message)
            self._sleep(every)

    def import_rows(
        self,
        file: Path | str,
        mapping: Mapping[str, str] | None = None,
        *,
        unit: str = "",
        sheet: str = "",
        estimated: bool = False,
        reason: str = "",
        progress: Progress | None = None,
    ) -> Batch:
        """A file of activity rows, from its arrival until its rows count.

        Args:
            file: CSV, Excel, OpenDocument or Parquet.
            mapping: column → heading, `=value` for all rows, `column=text` → what a text means;
                what is remembered or recognised where None.
            unit: for whom it is sent; empty for the whole organisation.
            sheet: of a workbook; the one that is best understood where empty.
            estimated: its rows are estimates, until bills come.
            reason: what for.
            progress: told how much of the check and of the import is done.

        Raises:
            CrossfootError: what is wrong, by row and column; nothing counts, the file is dropped.
        """
        batch = self.ledger.receive(file, unit=unit, estimated=estimated)
        chosen = mapping or self.ledger.head(batch.id, sheet=sheet).mapping
        self.wait(self.ledger.check(batch.id, mapping=chosen, sheet=sheet), progress)
        found = self.ledger.found(batch.id)
        if found.problems:
            self.ledger.drop(batch.id)
            raise CrossfootError.of(
                Problem(each.what, _place(batch.name, each.row, each.column), each.why, each.remedy)
                for each in found.problems
            )
        self.wait(self.ledger.take(batch.id, reason=reason), progress)
        return self.ledger.batch(batch.id)


def _place(name: str, row: str, column: str) -> str:
    parts = (name, f"row {row}" if row else "", f"column {column}" if column else "")
    return ", ".join(each for each in parts if each)
