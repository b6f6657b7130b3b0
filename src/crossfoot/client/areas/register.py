"""Register, by a program.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from crossfoot.client.area import Area, part
from crossfoot.client.models.register import (
    ApprovedFigure,
    EntriesBehind,
    ImportedEntries,
    Nil,
    Overdue,
    RegisterDuty,
    RegisterFigure,
)
from crossfoot.client.transport import Progress


class RegisterArea(Area):
    """Register."""

    def work_overdue(
        self, *, days: int = 0, mine: bool = False, register_id: str = ""
    ) -> tuple[Overdue, ...]:
        """Overdue entries.

        Limits that are over, or within some days, of entries that the person may list.
        """
        return self._list(
            Overdue,
            "GET",
            "register-overdue",
            {"days": days, "mine": mine, "register_id": register_id},
        )

    def work_duties(self, *, done: bool = False, limit: int = 500) -> Iterator[RegisterDuty]:
        """Tasks of registers.

        Plain tasks that came back and that one's roles owe; those that were done if asked.
        """
        return self._each(RegisterDuty, "register-duties", {"done": done}, limit)

    def work_do(self, duty: int) -> RegisterDuty:
        """Do a task.

        By who holds the role that owes it.
        """
        return self._ask(RegisterDuty, "POST", f"register-duties/{duty}/done")

    def work_statements(self, register_id: str, *, limit: int = 500) -> Iterator[Nil]:
        """Statements of none.

        Of units whose entries the person lists.
        """
        return self._each(Nil, f"registers/{part(register_id)}/nil", {}, limit)

    def work_state(self, register_id: str, *, unit: str, period: str, basis: str = "") -> Nil:
        """State that there was none.

        Refused where there are entries of the period; an entry that comes later voids it.
        """
        return self._ask(
            Nil,
            "POST",
            f"registers/{part(register_id)}/nil",
            body={"unit": unit, "period": period, "basis": basis},
        )

    def work_silent(self, register_id: str, *, period: str) -> tuple[str, ...]:
        """Units that said nothing.

        Units that the person reads, without entries of a period and without a statement of none.
        """
        return self._list(str, "GET", f"registers/{part(register_id)}/silent", {"period": period})

    def figures_figure(
        self, register_id: str, *, metric: str, period: str, unit: str = "", by: Sequence[str] = []
    ) -> RegisterFigure:
        """A figure.

        Counted from the entries of the units that the person reads.
        """
        return self._ask(
            RegisterFigure,
            "GET",
            f"registers/{part(register_id)}/figures",
            {"metric": metric, "period": period, "unit": unit, "by": by},
        )

    def figures_approvals(
        self, register_id: str, *, metric: str = "", period: str = "", limit: int = 500
    ) -> Iterator[ApprovedFigure]:
        """Approved figures.

        Of units that the person reads; of sealed registers there is nothing else to read.
        """
        return self._each(
            ApprovedFigure,
            f"registers/{part(register_id)}/approvals",
            {"metric": metric, "period": period},
            limit,
        )

    def figures_approve(
        self, *, metric: str, period: str, unit: str = "", why: str = ""
    ) -> tuple[ApprovedFigure, ...]:
        """Approve figures.

        A metric of a unit and period with its breakdowns; from then on they are facts.
        """
        return self._list(
            ApprovedFigure,
            "POST",
            "register-approvals",
            body={"metric": metric, "period": period, "unit": unit, "why": why},
        )

    def figures_restatements(self, register_id: str) -> tuple[ApprovedFigure, ...]:
        """Approved figures that would be others today.

        Late entries or corrections have changed them; of units whose figures the person approves.
        """
        return self._list(ApprovedFigure, "GET", f"registers/{part(register_id)}/restatements")

    def figures_behind(self, figure: int) -> EntriesBehind:
        """Entries behind a figure.

        Those that it counted and that the person may read, and how many others.
        """
        return self._ask(EntriesBehind, "GET", f"register-approvals/{figure}/entries")

    def files_template(
        self, register_id: str, to: Path | str, *, progress: Progress | None = None
    ) -> Path:
        """Template of a register.

        An Excel workbook: a column for each field, a sheet for each repeating group.
        """
        return self._fetch(f"registers/{part(register_id)}/template.xlsx", to, {}, progress)

    def files_take(
        self,
        register_id: str,
        file: Path | str,
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportedEntries:
        """Import entries.

        CSV or Excel as a form with parts; all rows are taken, or none.
        """
        return self._send(
            ImportedEntries,
            f"registers/{part(register_id)}/import",
            file,
            {"dry_run": dry_run},
            progress,
        )
