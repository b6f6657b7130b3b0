"""Inventory lines by the name of the file that a person imported, not of the ledger's copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossfoot.calculation.inventory import Inventory
    from crossfoot.calculation.lines import Line, Unresolved
    from crossfoot.workspaces.stored import ActivityFile


@dataclass(frozen=True)
class NamedLines:
    """Lists the lines of an inventory, each with the file name that its reader knows.

    Attributes:
        inventory: whose lines.
        names: name of the ledger's file → name of the imported file.
    """

    inventory: Inventory
    names: Mapping[str, str]

    @classmethod
    def of(cls, inventory: Inventory, files: Sequence[ActivityFile]) -> NamedLines:
        """Lines of an inventory that was calculated from these files."""
        return cls(inventory, {file.parquet.name: file.name for file in files})

    def lines(
        self, where: Mapping[str, str] | None = None, limit: int | None = None
    ) -> Sequence[Line]:
        """The lines behind a figure, in the order of their rows."""
        found = self.inventory.lines(where, limit)
        return [replace(line, file=self.names.get(line.file, line.file)) for line in found]

    def count_lines(self, where: Mapping[str, str] | None = None) -> int:
        """How many lines there are behind a figure."""
        return self.inventory.count_lines(where)

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """Rows that no factor was found for."""
        return tuple(
            replace(each, file=self.names.get(each.file, each.file))
            for each in self.inventory.unresolved
        )
