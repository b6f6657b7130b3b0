"""Requests, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from crossfoot.client.area import Area, part
from crossfoot.client.models.requests import Reminded
from crossfoot.client.models.shared import Cell, CellChange, Request, State


class RequestsArea(Area):
    """Requests."""

    def all(
        self,
        *,
        campaign: int | None = None,
        unit: str = "",
        topic: str = "",
        state: State | None = None,
        mine: bool = False,
        limit: int = 500,
    ) -> Iterator[Request]:
        """Requests.

        Those of units that the person may read; `mine` for those whose owner the person is.
        """
        return self._each(
            Request,
            "requests",
            {"campaign": campaign, "unit": unit, "topic": topic, "state": state, "mine": mine},
            limit,
        )

    def get(self, request_id: int) -> Request:
        """A request.

        One of them.
        """
        return self._ask(Request, "GET", f"requests/{request_id}")

    def cells(self, request_id: int) -> tuple[Cell, ...]:
        """Cells of a request.

        In the order of the form, with the figures of the period before.
        """
        return self._list(Cell, "GET", f"requests/{request_id}/cells")

    def set_cells(
        self, request_id: int, *, changes: Sequence[CellChange], reason: str = ""
    ) -> tuple[Cell, ...]:
        """Enter figures.

        All changes or none. 409 where somebody else changed a cell since it was seen.
        """
        return self._list(
            Cell,
            "POST",
            f"requests/{request_id}/cells",
            body={"changes": changes, "reason": reason},
        )

    def take_step(
        self,
        step: Literal["submit", "review", "return", "approve", "lock", "reopen"],
        *,
        requests: Sequence[int],
        why: str = "",
    ) -> tuple[Request, ...]:
        """Take a step.

        Submit, review, return, approve, lock or reopen requests; four eyes are asked for.
        """
        return self._list(
            Request, "POST", f"requests/steps/{part(step)}", body={"requests": requests, "why": why}
        )

    def assign(
        self,
        *,
        requests: Sequence[int],
        owner: int | None = None,
        reviewer: int | None = None,
        approver: int | None = None,
        due: date | None = None,
    ) -> tuple[Request, ...]:
        """Assign requests.

        Give requests to people, or another due date.
        """
        return self._list(
            Request,
            "POST",
            "requests/assign",
            body={
                "requests": requests,
                "owner": owner,
                "reviewer": reviewer,
                "approver": approver,
                "due": due,
            },
        )

    def remind(self, *, requests: Sequence[int], why: str = "") -> Reminded:
        """Remind people.

        Tell those whose turn it is.
        """
        return self._ask(
            Reminded, "POST", "requests/remind", body={"requests": requests, "why": why}
        )

    def comment(self, request_id: int, *, text: str, cell: int | None = None) -> None:
        """Comment.

        On the request, or on a cell.
        """
        self._do("POST", f"requests/{request_id}/comments", body={"text": text, "cell": cell})
