"""Take a list out of a register as a file."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem
from crossfoot.records.register.library import definition_of

#: registers of which the journal keeps who took what out
LOGGED = ("restricted", "personal", "sealed")

_NO_NAMES = Text("no columns were chosen", "未选择列")


@dataclass(frozen=True)
class TakeOut(Action[None]):
    """A list leaves the register; the journal keeps who took it, and what it was asked for.

    Who may is decided by what the list holds: nobody lists what he may not read.

    Attributes:
        register_id: the register.
        asked: what the list was asked, as its address says it.
        columns: names of the columns.
    """

    verb = "register.take_out"
    stream = "register"
    register_id: str
    asked: str
    columns: tuple[str, ...]

    def check(self, by: Actor) -> None:
        """Whoever is signed in, with some column."""
        definition_of(self.register_id)
        if not self.columns:
            raise CrossfootError(problem(_NO_NAMES))

    def change(self, by: Actor) -> Done[None]:
        """Only the journal changes."""
        content = {"asked": self.asked, "columns": list(self.columns)}
        return Done(None, f"registers:{self.register_id}", content)
