"""Jobs, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator

from crossfoot.client.area import Area
from crossfoot.client.models.shared import Job


class JobsArea(Area):
    """Jobs."""

    def all(self, *, subject: str = "", limit: int = 500) -> Iterator[Job]:
        """Jobs.

        One's own, and those of the units that one manages; of one subject ("batch:3") if asked.
        """
        return self._each(Job, "jobs", {"subject": subject}, limit)

    def get(self, job: int) -> Job:
        """A job.

        How far it has come.
        """
        return self._ask(Job, "GET", f"jobs/{job}")

    def stop(self, job: int) -> Job:
        """Stop a job.

        It ends at the next moment at which it tells its progress; nothing is half done.
        """
        return self._ask(Job, "POST", f"jobs/{job}/stop")
