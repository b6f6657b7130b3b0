"""Keep a file of a confidential entry."""

from __future__ import annotations

from dataclasses import dataclass

from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.register.confidential.actions.write_message import handled
from crossfoot.records.register.confidential.cleaning import Cleaned
from crossfoot.records.register.confidential.files import keep_files
from crossfoot.records.register.confidential.models import ConfidentialFile
from crossfoot.records.register.queries import entry_for


@dataclass(frozen=True)
class KeepConfidential(Action[ConfidentialFile]):
    """A file of somebody who handles the entry: encrypted, and never among the evidence.

    Attributes:
        key: of the entry.
        file: cleaned.
    """

    verb = "register.keep_confidential"
    stream = "register"
    key: str
    file: Cleaned

    def check(self, by: Actor) -> None:
        """Whoever handles the entry."""
        handled(by, self.key)

    def change(self, by: Actor) -> Done[ConfidentialFile]:
        """Keep it."""
        entry = entry_for(by, self.key)
        kept = keep_files(entry, [self.file], by.reference)[0]
        content = {"name": self.file.name, "size": len(self.file.content)}
        return Done(kept, entry.reference, content, entry.reference)
