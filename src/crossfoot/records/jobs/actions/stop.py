"""Stop a job."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.jobs.models import ENDED, Job
from crossfoot.records.jobs.queries import may_see
from crossfoot.records.jobs.told import ask_to_stop
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class StopJob(Action[Job]):
    """The job ends at the next moment at which it tells its progress; nothing is half done.

    Attributes:
        job: id.
    """

    verb = "jobs.stop"
    stream = "jobs"
    job: int

    def do(self, by: Actor, reason: str = "") -> Job:
        """A job that holds the only transaction must hear of it before this one can begin."""
        self.check(by)
        ask_to_stop(self.job)
        return super().do(by, reason)

    def check(self, by: Actor) -> None:
        """Its owner, or a manager of its unit."""
        job = self._job()
        if not may_see(by, job):
            raise NotAllowedError(problem(Text("this is not your job", "这不是您的任务")))
        if job.state in ENDED:
            raise CrossfootError(problem(Text("the job has ended already", "任务已结束")))

    def change(self, by: Actor) -> Done[Job]:
        """Ask it to."""
        Job.objects.filter(pk=self.job).update(stop_asked=True)
        job = self._job()
        return Done(job, job.reference, {"kind": job.kind, "subject": job.subject})

    def _job(self) -> Job:
        found = Job.objects.filter(pk=self.job).first()
        if found is None:
            raise CrossfootError(problem(Text("there is no such job", "没有该任务")))
        return found
