"""Requests and answers: asked again where a line broke, under one key; known answers are kept."""

from __future__ import annotations

import random
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any, cast

import httpx

from crossfoot.client.errors import RefusedError, refused
from crossfoot.errors import Problem

#: told bytes done and to do
Progress = Callable[[int, int], None]

#: answers after which the same request may succeed
AGAIN = frozenset({429, 502, 503, 504})

#: answers kept with their ETag
KEPT = 256

_LONGEST = 30.0
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is sent with a form.

    Attributes:
        path: of the file.
        form: what is said of it.
        progress: told how much of it was sent.
    """

    path: Path
    form: Mapping[str, Any]
    progress: Progress | None = None


@dataclass
class Transport:
    """How the server is reached.

    Attributes:
        http: address and token are set.
        attempts: how often a request is made before it is given up.
        pause: seconds before the second attempt; twice as many before each further one.
        sleep: waits; tests wait less.
    """

    http: httpx.Client
    attempts: int = 5
    pause: float = 0.3
    sleep: Callable[[float], None] = time.sleep
    _known: OrderedDict[str, tuple[str, Any]] = field(default_factory=OrderedDict, repr=False)

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        attached: Attached | None = None,
    ) -> Any:
        """The answer as JSON; None where it is empty.

        A request that changes something carries one key through all attempts, so that the server
        does it once.

        Raises:
            RefusedError: the server refused it, or could not be reached.
        """
        address = str(httpx.URL(path, params=_plain(query or {})))
        headers = {} if method == "GET" else {"Idempotency-Key": uuid.uuid4().hex}
        known = self._known.get(address) if method == "GET" else None
        if known:
            headers["If-None-Match"] = known[0]

        def once() -> httpx.Response:
            if attached is None:
                return self.http.request(method, address, json=body, headers=headers)
            with attached.path.open("rb") as file:
                part = (attached.path.name, _Counted(file, attached.progress))
                form = {name: _text(value) for name, value in attached.form.items()}
                return self.http.request(
                    method,
                    address,
                    data=form,
                    files={"file": cast(tuple[str, IO[bytes]], part)},
                    headers=headers,
                )

        answer = self._attempt(once, path)
        if answer.status_code == 304 and known:
            self._known.move_to_end(address)
            return known[1]
        if answer.status_code == 204 or not answer.content:
            return None
        document = answer.json()
        if method == "GET" and "ETag" in answer.headers:
            self._keep(address, answer.headers["ETag"], document)
        return document

    def fetch(
        self,
        path: str,
        to: Path,
        query: Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> Path:
        """The bytes of a file; what stood at `to` is replaced once they are all there.

        Raises:
            RefusedError: the server refused it, or could not be reached.
        """
        address = str(httpx.URL(path, params=_plain(query or {})))
        unfinished = to.with_name(f"{to.name}.part")

        def once() -> httpx.Response:
            with self.http.stream("GET", address) as answer:
                if answer.status_code != 200:
                    answer.read()
                    return answer
                total = int(answer.headers.get("Content-Length") or 0)
                with unfinished.open("wb") as file:
                    for piece in answer.iter_bytes(_PIECE):
                        file.write(piece)
                        if progress:
                            progress(file.tell(), total)
                return answer

        try:
            self._attempt(once, path)
            return unfinished.replace(to)
        finally:
            unfinished.unlink(missing_ok=True)

    def _attempt(self, once: Callable[[], httpx.Response], path: str) -> httpx.Response:
        broken: httpx.TransportError | None = None
        answer: httpx.Response | None = None
        for number in range(self.attempts):
            if number:
                self.sleep(self._wait(number, answer))
            broken = answer = None
            try:
                answer = once()
            except httpx.TransportError as error:
                broken = error
                continue
            if answer.status_code not in AGAIN:
                break
        if answer is None:
            problem = Problem(
                f"the server cannot be reached: {broken}",
                where=str(self.http.base_url),
                remedy="check the address, and whether the server runs",
            )
            raise RefusedError(0, problem.what, [problem], path) from broken
        if answer.status_code >= 400:
            raise refused(answer.status_code, _json(answer), path)
        return answer

    def _wait(self, number: int, answer: httpx.Response | None) -> float:
        """Seconds: what the server asked for, else ever more, never all clients at once."""
        asked = _asked(answer.headers.get("Retry-After", "")) if answer is not None else None
        longest = self.pause * 2 ** (number - 1)
        wait = asked if asked is not None else longest * random.uniform(0.5, 1)  # noqa: S311
        return min(wait, _LONGEST)

    def _keep(self, address: str, tag: str, document: Any) -> None:
        self._known[address] = (tag, document)
        self._known.move_to_end(address)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)


class _Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: IO[bytes], progress: Progress | None) -> None:
        self._file, self._progress = file, progress
        self._size = file.seek(0, 2)
        file.seek(0)

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        if self._progress and piece:
            self._progress(self._file.tell(), self._size)
        return piece

    def seek(self, *place: int) -> int:
        return self._file.seek(*place)

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        return self._file.fileno()


def _asked(text: str) -> float | None:
    """Seconds that the server asks to wait, as a number or as a moment."""
    if text.isdecimal():
        return float(text)
    with suppress(ValueError):
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    return None


def _json(answer: httpx.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return None


def _plain(query: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in query.items() if value is not None}


def _text(value: Any) -> str:
    """A value as forms and queries have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
