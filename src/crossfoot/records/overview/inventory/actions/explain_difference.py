"""Have the difference of two kept runs split by cause."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.jobs.models import Job
from crossfoot.records.jobs.starting import start
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty
from crossfoot.runs.kept import find_run

KIND = "inventory.explain_difference"


@dataclass(frozen=True)
class ExplainDifference(Action[Job]):
    """A job compares them line by line and keeps what it finds in the cache.

    Attributes:
        base, new: ids or names of kept runs.
        unit: code of the unit for which it is asked; the finding is of all units.
    """

    verb = KIND
    stream = "overview"
    base: str
    new: str
    unit: str

    def check(self, by: Actor) -> None:
        """Whoever may read the unit; pages show each person their own sites."""
        by.require(Duty.READ, self.unit)
        folder = Path(settings.WORKSPACE)
        if find_run(folder, self.base).id == find_run(folder, self.new).id:
            raise CrossfootError(problem(Text("choose two different runs", "请选择两份不同的清单")))

    def change(self, by: Actor) -> Done[Job]:
        """Begin the job."""
        folder = Path(settings.WORKSPACE)
        base, new = (find_run(folder, each) for each in (self.base, self.new))
        label = f"{base.names[-1]} → {new.names[-1]}"
        job = start(
            KIND,
            f"runs:{base.id}:{new.id}",
            by,
            label=label,
            unit=self.unit,
            base=base.id,
            new=new.id,
        )
        return Done(job, job.subject, {"base": base.id, "new": new.id})
