"""What the test of a line came to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import require_team
from crossfoot.records.assurance.projection import Result
from crossfoot.records.assurance.sample_models import Sample, SampleLine
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class RecordTest(Action[SampleLine]):
    """Agreed, exception or not available; a later result takes the place of an earlier one.

    Attributes:
        line: id of the line.
        result: see `projection.Result`; None takes it back.
        audited: the value that the evidence shows; needed for an exception of a number.
        note: needed unless it agreed.
    """

    verb = "assurance.test"
    stream = "assurance"
    line: int
    result: Result | None
    audited: Decimal | None = None
    note: str = ""

    def check(self, by: Actor) -> None:
        """The team, while the engagement is open."""
        line = line_of(self.line)
        require_team(by, line.sample.engagement)
        if self.result is Result.EXCEPTION and line.book and self.audited is None:
            raise CrossfootError(
                problem(
                    Text("an exception needs the audited value", "例外须填写审定值"),
                    where=str(line.label),
                )
            )
        if self.result not in (None, Result.AGREED) and not self.note.strip():
            raise CrossfootError(
                problem(
                    Text("say in the note what was found", "请在备注中说明情况"),
                    where=str(line.label),
                )
            )

    def change(self, by: Actor) -> Done[SampleLine]:
        """Write it, and count."""
        line = line_of(self.line)
        wanted = self.result is not None and self.result is not Result.AGREED
        line.result = self.result.value if self.result else ""
        line.audited = f"{self.audited:f}" if wanted and self.audited is not None else ""
        line.note, line.by, line.at = self.note.strip(), by.reference, timezone.now()
        line.save()
        sample = line.sample
        sample.tested = sample.lines.exclude(result="").count()
        sample.save(update_fields=["tested"])
        content = {
            "item": line.item,
            "result": line.result,
            "book": line.book,
            "audited": line.audited,
            "note": line.note,
        }
        return Done(line, sample.reference, content)


def line_of(number: int) -> SampleLine:
    """The line with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = SampleLine.objects.filter(pk=number).select_related("sample__engagement").first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such line", "没有该样本行")))
    return found


def sample_of(number: int) -> Sample:
    """The sample with this id.

    Raises:
        CrossfootError: there is none.
    """
    found = Sample.objects.filter(pk=number).select_related("engagement").first()
    if found is None:
        raise CrossfootError(problem(Text("there is no such sample", "没有该样本")))
    return found
