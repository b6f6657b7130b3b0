"""The sums of an inventory, each made when it is first asked for.

Totals need scope, category, method and gas: a few classes of rows. Facts, energy and uncertainty
need each combination of activity, unit, region, instrument and year: behind a hundred million rows
of five hundred sites there are millions of sums by site and month, which take twice the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crossfoot.calculation.backends import Engine
from crossfoot.calculation.plan import Plan
from crossfoot.calculation.plan_words import BY_CLASS, BY_COMBINATION, Grouping


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums by site, month, combination or class, and slot.

    Attributes:
        engine: holds the activity data and the tables that a plan reads.
        plan: the SQL.
    """

    engine: Engine
    plan: Plan
    _made: set[str] = field(default_factory=set, repr=False)

    def cells(self) -> str:
        """Name of the table by combination."""
        return self._table(BY_COMBINATION)

    def class_cells(self) -> str:
        """Name of a table by class, or by combination where that is there already."""
        known = BY_COMBINATION if BY_COMBINATION.table in self._made else BY_CLASS
        return self._table(known)

    def _table(self, by: Grouping) -> str:
        if by.table not in self._made:
            self._add_longer_rows()
            self.engine.run(self.plan.most_rows(by))
            self.engine.run(self.plan.cells(by))
            self.engine.run("DROP TABLE most_rows")
            self._made.add(by.table)
        return by.table

    def _add_longer_rows(self) -> None:
        """Few, and the same for both."""
        if self.plan.has_longer_rows and "longer_rows" not in self._made:
            self.engine.run(self.plan.longer_parts())
            self.engine.run(self.plan.longer_rows())
            self.engine.run("DROP TABLE longer_parts")
            self._made.add("longer_rows")
