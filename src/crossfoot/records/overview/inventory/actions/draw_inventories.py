"""Have inventories drawn with random errors, for the spread of their totals."""

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
from crossfoot.records.overview.inventory.kept import open_kept
from crossfoot.records.overview.inventory.simulating import FEWEST, LARGEST_SEED, MOST, Drawn
from crossfoot.records.overview.inventory.views import statements
from crossfoot.records.roles import Duty

KIND = "inventory.draw"


@dataclass(frozen=True)
class DrawInventories(Action[Job]):
    """A job draws them and keeps what it finds in the cache.

    Attributes:
        unit: code of the unit.
        asked: what is drawn; its sites are those of the unit that the person may read.
    """

    verb = KIND
    stream = "overview"
    unit: str
    asked: Drawn

    def check(self, by: Actor) -> None:
        """Whoever may read the unit."""
        by.require(Duty.READ, self.unit)
        folder = Path(settings.WORKSPACE)
        kept = open_kept(folder)
        if kept is None or not set(self.asked.sites) <= kept.below(self.unit):
            raise CrossfootError(problem(Text("there is no inventory", "没有清单")))
        if statements(folder) is None:
            raise CrossfootError(
                problem(
                    Text("no uncertainty is stated", "尚未说明不确定性"),
                    remedy=Text("state it first, under Statements", "请先在“填报说明”中填写"),
                )
            )
        in_bounds = FEWEST <= self.asked.draws <= MOST and 0 <= self.asked.seed <= LARGEST_SEED
        if not in_bounds:
            raise CrossfootError(
                problem(
                    Text(
                        "draw {fewest} to {most} inventories, with a seed of 0 to {seed}",
                        "模拟次数应为 {fewest} 至 {most}，种子为 0 至 {seed}",
                    ),
                    fewest=f"{FEWEST:,}",
                    most=f"{MOST:,}",
                    seed=LARGEST_SEED,
                )
            )

    def change(self, by: Actor) -> Done[Job]:
        """Begin the job."""
        said = self.asked.to_json()
        label = f"{self.unit} {self.asked.year}"
        job = start(KIND, f"draws:{self.unit}", by, label=label, unit=self.unit, asked=said)
        return Done(job, job.subject, {name: said[name] for name in said if name != "sites"})
