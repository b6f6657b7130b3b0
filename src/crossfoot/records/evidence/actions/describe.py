"""Change what is said of a document: title, kind, expiry, retention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.actions.add import LONGEST_TITLE, added, check_description
from crossfoot.records.evidence.documents import document_of
from crossfoot.records.evidence.models import Document
from crossfoot.records.evidence.queries import latest
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class DescribeEvidence(Action[Document]):
    """Attributes as `AddEvidence` has them; to keep a document for less long is for managers."""

    verb = "evidence.describe"
    stream = "evidence"
    document: int
    title: str
    kind: str
    valid_until: date | None
    kept_until: date

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the unit."""
        document = document_of(self.document, by)
        by.require(Duty.ENTER, document.unit.code)
        check_description(self.title, self.kind)
        shorter = self.kept_until < document.kept_until
        if shorter and not by.may(Duty.RUN_CAMPAIGNS, document.unit.code):
            raise CrossfootError(
                problem(
                    Text(
                        "the document would be kept for less long than until {day}",
                        "保留期将短于 {day}",
                    ),
                    why=Text(
                        "what is deleted cannot be shown to an assurer", "删除后无法向鉴证人员出示"
                    ),
                    remedy=Text("ask an ESG manager", "请联系 ESG 经理"),
                    day=document.kept_until,
                )
            )

    def change(self, by: Actor) -> Done[Document]:
        """Set it."""
        document = document_of(self.document, by)
        document.title = self.title.strip()[:LONGEST_TITLE]
        document.kind = self.kind
        document.valid_until, document.kept_until = self.valid_until, self.kept_until
        document.save(update_fields=["title", "kind", "valid_until", "kept_until"])
        return Done(document, document.reference, added(document, latest(document)))
