"""Let an earlier version of a file of statements count again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.overview.inventory.actions.state_row import kind_of, seen
from crossfoot.records.overview.inventory.stated import versions


@dataclass(frozen=True)
class RestoreStatements(Action[str]):
    """Every version is kept; nothing is lost by this either.

    Attributes:
        kind: a key of `KINDS`.
        version: hash of the file that counts, as the person saw it.
        wanted: hash of the version that shall count again.
    """

    verb = "inventory.restore_statements"
    stream = "overview"
    kind: str
    version: str
    wanted: str

    def check(self, by: Actor) -> None:
        """Whoever may change such a file; an old version is checked as a new one is."""
        kind = kind_of(self.kind)
        by.require(kind.duty)
        seen(kind, self.version)
        if self.wanted == self.version:
            raise CrossfootError(problem(Text("this version counts already", "该版本正在生效")))
        folder = Path(settings.WORKSPACE)
        versions.check(folder, kind, versions.content_of_version(folder, kind, self.wanted))

    def change(self, by: Actor) -> Done[str]:
        """Put it in its place."""
        kind, folder = kind_of(self.kind), Path(settings.WORKSPACE)
        content = versions.content_of_version(folder, kind, self.wanted)
        after = versions.put(folder, kind, content, "")
        said = {"file": kind.file, "before": self.version, "after": after}
        return Done(after, versions.subject(kind), said)
