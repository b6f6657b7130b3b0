"""A new revision of a document."""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.actions.add import add_revision, added, check_file
from crossfoot.records.evidence.documents import document_of
from crossfoot.records.evidence.models import Revision
from crossfoot.records.evidence.queries import latest
from crossfoot.records.evidence.receiving import Received
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class ReviseEvidence(Action[Revision]):
    """The earlier revisions stay, and what they prove stays proved by them.

    Attributes:
        document: id.
        file: what was received.
        note: what is new.
    """

    verb = "evidence.revise"
    stream = "evidence"
    document: int
    file: Received = field(repr=False)
    note: str = ""

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the unit; the bytes must differ from those of the latest."""
        document = document_of(self.document, by)
        by.require(Duty.ENTER, document.unit.code)
        check_file(self.file)
        if latest(document).sha256 == self.file.sha256:
            raise CrossfootError(
                problem(
                    Text(
                        "the file is the same as that of the latest revision",
                        "该文件与最新版本相同",
                    ),
                    where=self.file.name,
                    remedy=Text("nothing needs to be done", "无需操作"),
                )
            )

    def change(self, by: Actor) -> Done[Revision]:
        """Add it."""
        document = document_of(self.document, by)
        number = latest(document).number + 1
        revision = add_revision(document, number, self.file, by, self.note.strip()[:500])
        return Done(revision, document.reference, added(document, revision))
