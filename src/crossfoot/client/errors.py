"""What the server refused: the same problems as everywhere, with the status of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from crossfoot.errors import CrossfootError, Problem


class RefusedError(CrossfootError):
    """The server refused a request; nothing was changed.

    Attributes:
        status: of the answer; 0 where there was none.
        title: what kind of refusal it is, in words.
    """

    def __init__(self, status: int, title: str, problems: Sequence[Problem], path: str) -> None:
        self.status, self.title = status, title
        super().__init__(*(problems or [Problem(title, where=path)]))


class MissingError(RefusedError):
    """There is no such thing, or this person may not know of it."""


class ConflictError(RefusedError):
    """Somebody else was quicker.

    Attributes:
        conflicts: what stands there now: cell, version, value, kind, by.
    """

    conflicts: Sequence[Mapping[str, Any]] = ()


class JobError(CrossfootError):
    """A job failed, was stopped, or its process died; nothing is half done.

    Attributes:
        job: id.
        state: how it ended.
    """

    def __init__(self, job: int, state: str, message: str) -> None:
        self.job, self.state = job, state
        super().__init__(Problem(message or f"the job is {state}", where=f"job {job}"))


_KINDS: Mapping[int, type[RefusedError]] = {404: MissingError, 409: ConflictError}


def refused(status: int, document: object, path: str) -> RefusedError:
    """The error of an answer.

    Args:
        status: of the answer.
        document: the answer as JSON; anything else where a proxy answered.
        path: what was asked for.
    """
    said: Mapping[str, Any] = document if isinstance(document, Mapping) else {}
    problems = [
        Problem(*(str(each.get(name, "")) for name in ("what", "where", "why", "remedy")))
        for each in said.get("problems", ())
    ]
    title = str(said.get("title") or _phrase(status))
    error = _KINDS.get(status, RefusedError)(status, title, problems, path)
    if isinstance(error, ConflictError):
        error.conflicts = tuple(said.get("conflicts", ()))
    return error


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"status {status}"
