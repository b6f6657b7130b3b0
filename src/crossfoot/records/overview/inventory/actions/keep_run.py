"""Keep an inventory under a name, so that later ones can be compared with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Approach
from crossfoot.languages import Text
from crossfoot.quantities.gases import WARMING_POTENTIAL_SETS
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.jobs.models import Job
from crossfoot.records.jobs.starting import start
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty
from crossfoot.runs.kept import kept_runs
from crossfoot.workspaces.settings import FILE_NAME

KIND = "inventory.keep_run"
_LONGEST = 80


@dataclass(frozen=True)
class KeepRun(Action[Job]):
    """A job calculates it and keeps its lines in `runs/`.

    Attributes:
        name: what people call it.
        year: calendar year; None for all years.
        approach: consolidation approach.
        gwp: set of warming potentials.
        as_of: take only factors published by that day; None for those of the settings.
    """

    verb = KIND
    stream = "overview"
    name: str
    year: int | None
    approach: str
    gwp: str
    as_of: date | None = None

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns of the whole, since a run holds the lines of all units."""
        by.require(Duty.RUN_CAMPAIGNS)
        folder, name = Path(settings.WORKSPACE), self.name.strip()
        if not (folder / FILE_NAME).is_file():
            raise CrossfootError(problem(Text("there is no workspace", "没有工作区")))
        if not 0 < len(name) <= _LONGEST or any(sign in name for sign in "/\\\n"):
            raise CrossfootError(
                problem(
                    Text("the run needs a name", "请填写名称"),
                    remedy=Text("such as: reported-2023", "如：2023年披露版"),
                )
            )
        if any(name in run.names for run in kept_runs(folder)):
            raise CrossfootError(
                problem(
                    Text("a kept run has this name", "已有同名的留存清单"),
                    remedy=Text(
                        "a kept run stays as it is: use a new name", "留存后不可更改，请换一个名称"
                    ),
                )
            )
        if self.approach not in set(Approach) or self.gwp not in WARMING_POTENTIAL_SETS:
            raise CrossfootError(problem(Text("there is no such choice", "没有该选项")))

    def change(self, by: Actor) -> Done[Job]:
        """Begin the job."""
        asked = {
            "name": self.name.strip(),
            "year": self.year,
            "approach": self.approach,
            "gwp": self.gwp,
            "as_of": self.as_of.isoformat() if self.as_of else None,
        }
        job = start(KIND, f"run:{self.name.strip()}", by, label=self.name.strip(), asked=asked)
        return Done(job, job.subject, asked)
