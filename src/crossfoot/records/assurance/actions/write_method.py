"""Write how a metric is measured here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.models import MethodNote
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class WriteMethod(Action[MethodNote]):
    """The next version of a metric's note; earlier ones stay.

    Attributes:
        metric: id of the metric.
        words: in both languages; one may be empty.
    """

    verb = "assurance.write_method"
    stream = "assurance"
    metric: str
    words: Text

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns of the whole organisation."""
        by.require(Duty.RUN_CAMPAIGNS)
        catalogue().find(self.metric)
        if not self.words.en.strip() and not self.words.zh.strip():
            raise CrossfootError(problem(Text("the note is empty", "说明为空")))

    def change(self, by: Actor) -> Done[MethodNote]:
        """Write it."""
        last = MethodNote.objects.filter(metric=self.metric).order_by("-version").first()
        made = MethodNote.objects.create(
            metric=self.metric,
            version=last.version + 1 if last else 1,
            text=self.words.en.strip(),
            text_zh=self.words.zh.strip(),
            by=by.reference,
            at=timezone.now(),
        )
        content = {"version": made.version, "en": made.text, "zh": made.text_zh}
        return Done(made, f"metric:{self.metric}", content)
