"""From a workspace to all its facts.

The order is that of the house: activity rows become inventory facts, these and the entered facts
are summed over periods and sites, then every formula is computed from the sums.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from crossfoot import __version__
from crossfoot.runs.library import factor_library

if TYPE_CHECKING:
    from crossfoot.calculation.inventory import Inventory
    from crossfoot.calculation.trace import Trace
    from crossfoot.facts.fact import Fact
    from crossfoot.facts.selection import FactSet
    from crossfoot.footing.finding import Finding
    from crossfoot.workspaces.workspace import Workspace

Step = Callable[[str], None]


def _silent(_step: str) -> None:
    return None


@dataclass(frozen=True, eq=False)
class Run:
    """One calculation of a workspace.

    Attributes:
        id: hash of everything the result depends on: files, settings, program version.
        workspace: what was calculated.
        inventory: the greenhouse-gas inventory; None where there are no activity rows.
        facts: entered, published and computed facts together.
    """

    id: str
    workspace: Workspace
    inventory: Inventory | None
    facts: FactSet

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What does not foot, errors first."""
        from crossfoot.footing.checks import foot

        return tuple(
            foot(self.facts, self.workspace.catalogue, organisation=self.workspace.organisation)
        )

    def trace(self, fact: Fact) -> Trace:
        """The lineage of one fact, down to factor and import row."""
        from crossfoot.calculation.trace import trace

        return trace(fact, catalogue=self.workspace.catalogue, lines=self.inventory)
