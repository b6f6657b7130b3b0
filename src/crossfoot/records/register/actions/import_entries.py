"""Take the entries of a file into a register: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done, NotAllowedError
from crossfoot.records.messages import problem
from crossfoot.records.register.importing.rows import MOST, rows_of
from crossfoot.records.register.importing.taking import Taking
from crossfoot.records.register.library import active, definition_of, holding
from crossfoot.records.register.who import standing
from crossfoot.tables.files import sha256_of

_SEALED = Text("entries of sealed registers do not come by file", "保密台账不接受文件导入")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file.

    Attributes:
        opened, changed, same: rows that are new entries, that changed one, that said nothing new.
        sha256: hash of the file.
    """

    opened: int
    changed: int
    same: int
    sha256: str

    @property
    def rows(self) -> int:
        """All of them."""
        return self.opened + self.changed + self.same


class _Trial(Exception):  # no error: it takes back what a trial did
    """Everything went well, and is to be taken back."""


@dataclass(frozen=True)
class ImportEntries(Action[Imported]):
    """Each row opens an entry, or changes the one that has its ID; the rest stays as it is.

    Who may is decided row by row, as if each had been typed.

    Attributes:
        register_id: the register.
        path: where the file lies.
        name: as the sender calls it.
        progress: told rows done, and all.
    """

    verb = "register.import"
    stream = "register"
    register_id: str
    path: Path = field(repr=False)
    name: str = ""
    progress: Callable[[int, int], None] | None = field(default=None, repr=False, compare=False)

    def check(self, by: Actor) -> None:
        """A register that is not sealed; who may open or change what, row by row."""
        standing(by).require_acting()
        if definition_of(self.register_id).access.level == "sealed":
            raise NotAllowedError(problem(_SEALED))

    def change(self, by: Actor) -> Done[Imported]:
        """Take every row, or say all that is wrong and take none."""
        with holding():
            taking = Taking(active()[self.register_id], by)
            rows = rows_of(taking.definition, self.path)
            problems = taking.take(rows, self.progress)
        if problems:
            raise CrossfootError.of(problems[:MOST])
        made = Imported(taking.opened, taking.changed, taking.same, sha256_of(self.path))
        content = {
            "file": self.name or self.path.name,
            "sha256": made.sha256,
            "opened": made.opened,
            "changed": made.changed,
            "same": made.same,
            "entries": taking.keys,
        }
        return Done(made, f"registers:{self.register_id}", content)

    def rehearse(self, by: Actor) -> Imported:
        """What would come of it; nothing is kept.

        Raises:
            CrossfootError: with every mistake in the file.
        """
        found: list[Imported] = []
        try:
            with transaction.atomic():
                self.check(by)
                found.append(self.change(by).result)
                raise _Trial
        except _Trial:
            return found[0]
