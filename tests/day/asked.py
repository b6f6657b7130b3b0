"""The figures of a request as the API lists them, and what a site says for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx

from northlight import NONE, figure


@dataclass(frozen=True)
class Asked:
    """A figure that a request asks for.

    Attributes:
        request: id of the request.
        cell, version: id of the cell, and the version that was seen.
        site, metric, unit: whose figure of what, in which unit.
        dimensions: the part of the metric; empty for the whole.
        start: first day of its period.
        value: what the site says.
    """

    request: int
    cell: int
    version: int
    site: str
    metric: str
    unit: str
    dimensions: Mapping[str, str]
    start: str
    value: Decimal


class Program:
    """A program that works for a person, with a token.

    Attributes:
        client: sends the token with each request.
    """

    def __init__(self, address: str, token: str) -> None:
        self.client = httpx.Client(
            base_url=f"{address}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=120,
        )

    def enter(self, site: str) -> None:
        """All figures of a site, request by request."""
        asked = list(self.asked(site))
        for request in sorted({each.request for each in asked}):
            changes = [_change(each) for each in asked if each.request == request]
            body = {"changes": changes}
            path, key = f"/requests/{request}/cells", f"day-{request}"
            once = self.post(path, body, key)
            assert self.post(path, body, key) == once  # sent again, it is not done again

    def get(self, path: str, **asked: Any) -> Any:
        answer = self.client.get(path, params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def every(self, path: str, **asked: Any) -> Iterator[Any]:
        """All rows of a list, piece by piece."""
        after = None
        while True:
            piece = self.get(path, **asked, **({"after": after} if after is not None else {}))
            yield from piece["items"]
            after = piece["next"]
            if after is None:
                return

    def post(self, path: str, body: Any, key: str = "") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        answer = self.client.post(path, json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def asked(self, site: str | None = None) -> Iterator[Asked]:
        """Every figure that the person may see, or those of one site."""
        for request in self.every("/requests"):
            if site in (None, request["unit"]):
                yield from self._of(request)

    def _of(self, request: Mapping[str, Any]) -> Iterator[Asked]:
        places: Counter[str] = Counter()
        for cell in self.get(f"/requests/{request['id']}/cells"):
            metric = cell["metric"]
            places[metric] += 1
            yield Asked(
                request["id"],
                cell["id"],
                cell["version"],
                request["unit"],
                metric,
                cell["unit"],
                cell["dimensions"],
                cell["start"],
                figure(request["unit"], metric, places[metric]),
            )


def _change(asked: Asked) -> Mapping[str, Any]:
    seen = {"cell": asked.cell, "version": asked.version}
    return {**seen, "kind": "none"} if asked.metric == NONE else {**seen, "value": str(asked.value)}
