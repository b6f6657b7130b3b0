"""What kinds of job there are: an app registers its own, in its `ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crossfoot.languages import Text
from crossfoot.records.jobs.models import Job

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job.

    Attributes:
        message: in the language of the job.
        address: of the page that shows it.
    """

    message: str = ""
    address: str = ""


def _nothing(job: Job) -> None:
    """Nothing is left half done."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job.

    Attributes:
        name: in both languages.
        work: does it; tells progress, which raises where the job is to stop.
        settle: after it failed, was stopped, or its process died: finishes or undoes what is left.
    """

    name: Text
    work: Callable[[Job, Progress], Outcome]
    settle: Callable[[Job], None] = _nothing


_KINDS: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Make a kind of job known."""
    _KINDS[name] = kind


def kind_of(job: Job) -> Kind:
    """The kind of a job.

    Raises:
        KeyError: nobody registered it.
    """
    return _KINDS[job.kind]


def name_of(job: Job) -> Text:
    """What a kind of job is called; its key where nobody registered it."""
    kind = _KINDS.get(job.kind)
    return kind.name if kind else Text(job.kind, job.kind)
