"""Rows of a content index that somebody stated: in a published report, or as an omission."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from crossfoot.documents.place import Place
from crossfoot.languages import Text

#: location of a disclosure that a published index answers in its own row
IN_INDEX = "—"


class OmissionKind(StrEnum):
    """Why a disclosure is left out; the reasons that GRI and HKEX accept."""

    NOT_APPLICABLE = "not_applicable"
    CONFIDENTIAL = "confidential"
    LEGAL = "legal"  # prohibited by law
    UNAVAILABLE = "unavailable"  # information incomplete or not to be had
    EXPLAINED = "explained"  # comply or explain: the explanation stands in its place


@dataclass(frozen=True, slots=True)
class Omission:
    """A disclosure that is left out, with the reason."""

    kind: OmissionKind
    reason: Text


@dataclass(frozen=True, slots=True)
class StatedEntry:
    """One row of a content index as its author wrote it.

    Attributes:
        code: code of the disclosure, without the name of the standard.
        locations: chapters or pages that the author names; empty for an omission.
        omission: why it is left out; None where it is disclosed.
        title: title as printed; empty where none was.
        place: where the row stands.
    """

    code: str
    locations: tuple[str, ...] = ()
    omission: Omission | None = None
    title: str = ""
    place: Place = field(default_factory=Place)
