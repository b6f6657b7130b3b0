"""Attach a document to what it proves."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.documents import document_of
from crossfoot.records.evidence.models import Document, Revision, Use
from crossfoot.records.evidence.queries import latest
from crossfoot.records.evidence.subjects import subject
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty

LONGEST_PAGE = 40


@dataclass(frozen=True)
class Attach(Action[Use]):
    """A revision of a document proves a subject.

    To attach what is attached already, at the same page, changes nothing and is no mistake.

    Attributes:
        subject: "entry:12", "batch:3"; its kind is registered in `subjects`.
        document: id.
        page: where in it; empty for the whole.
        revision: number of the revision; the latest where None.
    """

    verb = "evidence.attach"
    stream = "evidence"
    subject: str
    document: int
    page: str = ""
    revision: int | None = None

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the subject's unit and may read the document."""
        document = document_of(self.document, by)
        by.require(Duty.READ, document.unit.code)
        by.require(Duty.ENTER, subject(self.subject, by).unit)
        self._revision(document)
        if len(self.page.strip()) > LONGEST_PAGE:
            raise CrossfootError(
                problem(
                    Text(
                        "the page is longer than {longest} characters",
                        "页码超过 {longest} 个字符",
                    ),
                    remedy=Text("write it as 3 or 3-5", "请写作 3 或 3-5"),
                    longest=LONGEST_PAGE,
                )
            )

    def change(self, by: Actor) -> Done[Use]:
        """Make the use."""
        document = document_of(self.document, by)
        revision = self._revision(document)
        use, _ = Use.objects.get_or_create(
            subject=self.subject,
            revision=revision,
            page=self.page.strip(),
            ended_at=None,
            defaults={"added_by": by.reference, "added_at": timezone.now()},
        )
        content = {
            "subject": self.subject,
            "revision": str(revision.number),
            "page": use.page,
            "sha256": revision.sha256,
        }
        return Done(use, document.reference, content)

    def _revision(self, document: Document) -> Revision:
        if self.revision is None:
            return latest(document)
        found = document.revisions.filter(number=self.revision).first()
        if found is None:
            raise CrossfootError(problem(Text("there is no such revision", "没有该版本")))
        return found
