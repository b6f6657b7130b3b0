"""What the areas of the client share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from crossfoot.client.decode import read, written
from crossfoot.client.transport import Attached, Progress, Transport

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Area:
    """Endpoints of one part of the application.

    Attributes:
        transport: how the server is reached.
    """

    transport: Transport

    def _ask(
        self,
        kind: type[T],
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> T:
        return read(kind, self.transport.ask(method, path, query, written(body)))

    def _list(
        self,
        kind: type[T],
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> tuple[T, ...]:
        return tuple(
            read(kind, each) for each in self.transport.ask(method, path, query, written(body))
        )

    def _do(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> None:
        self.transport.ask(method, path, query, written(body))

    def _each(self, kind: type[T], path: str, query: Mapping[str, Any], limit: int) -> Iterator[T]:
        """All of a list, piece by piece, as they are asked for."""
        after: int | None = None
        while True:
            asked = {**query, "limit": limit, "after": after}
            piece = self.transport.ask("GET", path, asked)
            for each in piece["items"]:
                yield read(kind, each)
            after = piece["next"]
            if after is None:
                return

    def _send(
        self,
        kind: type[T],
        path: str,
        file: Path | str,
        form: Mapping[str, Any],
        progress: Progress | None,
    ) -> T:
        given = {name: value for name, value in form.items() if value is not None}
        attached = Attached(Path(file), given, progress)
        return read(kind, self.transport.ask("POST", path, attached=attached))

    def _fetch(
        self,
        path: str,
        to: Path | str,
        query: Mapping[str, Any],
        progress: Progress | None,
    ) -> Path:
        return self.transport.fetch(path, Path(to), query, progress)


def part(value: object) -> str:
    """A part of an address, whatever it holds."""
    return quote(str(value), safe="")
