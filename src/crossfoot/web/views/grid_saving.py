"""Write what can be written of some changes, and say of the others what is wrong with them.

`SetCells` writes all or nothing. Somebody who fills a sheet wants the good figures kept while a
wrong one waits for its correction; so what is refused is taken out, and the rest is tried again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.records.actions import Actor, NotAllowedError
from crossfoot.records.collection.actions.set_cells import SetCells
from crossfoot.records.collection.changes import Change, Conflict, ConflictError
from crossfoot.records.collection.labels import figure
from crossfoot.records.collection.models import Cell, Request
from crossfoot.records.messages import language, problem
from crossfoot.web.views.grid_cells import says_nothing

#: changes in one go: a sheet that somebody pastes
MOST = 2000


@dataclass
class Outcome:
    """What came of some changes.

    Attributes:
        written: ids of the cells that changed.
        problems: what is wrong with others, by cell.
        conflicts: what somebody else wrote meanwhile, by cell.
        refused: what concerns no single cell; then nothing was written.
    """

    written: set[int] = field(default_factory=set)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    conflicts: dict[int, Conflict] = field(default_factory=dict)
    refused: tuple[Problem, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything was written."""
        return not (self.problems or self.conflicts or self.refused)


def save(request: Request, changes: Iterable[Change], by: Actor, via: str = "page") -> Outcome:
    """Write what can be written.

    Raises:
        NotAllowedError: the person may not enter figures of this unit.
    """
    outcome = Outcome()
    waiting = [change for change in changes if not says_nothing(change)]
    if len(waiting) > MOST:
        outcome.refused = (_too_many(len(waiting)),)
        return outcome
    names = _names(request, waiting)
    while waiting:
        try:
            done = SetCells(request.pk, tuple(waiting), via).do(by)
        except NotAllowedError:
            raise
        except ConflictError as error:
            found = {conflict.change.cell: conflict for conflict in error.conflicts}
            outcome.conflicts |= found
            left = [change for change in waiting if change.cell not in found]
        except CrossfootError as error:
            by_cell = _by_cell(error.problems, waiting, names)
            outcome.problems |= by_cell
            left = [change for change in waiting if change.cell not in by_cell]
            if not by_cell:
                outcome.refused = error.problems
                return outcome
        else:
            outcome.written = {cell.pk for cell in done}
            return outcome
        if len(left) == len(waiting):
            outcome.refused = error_of(waiting[0])
            return outcome
        waiting = left
    return outcome


def _names(request: Request, changes: list[Change]) -> dict[int, str]:
    """What messages call each cell that may be changed; one query."""
    wanted = {change.cell for change in changes}
    cells = Cell.objects.filter(request=request, outside=False, pk__in=wanted)
    return {cell.pk: figure(cell, language()) for cell in cells}


def _by_cell(
    problems: Iterable[Problem], changes: list[Change], names: dict[int, str]
) -> dict[int, list[Problem]]:
    """Problems by the cell that they name; cells that are not asked for have one of their own."""
    found: dict[int, list[Problem]] = {}
    at: dict[str, list[int]] = {}
    for change in changes:
        if change.cell in names:
            at.setdefault(names[change.cell], []).append(change.cell)
        else:
            found.setdefault(change.cell, list(error_of(change)))
    for each in problems:
        for cell in at.get(each.where, ()):
            found.setdefault(cell, []).append(each)
    counted = Counter(change.cell for change in changes)
    for change in changes:
        if counted[change.cell] > 1:
            found.setdefault(change.cell, list(error_of(change)))
    return found


def error_of(change: Change) -> tuple[Problem, ...]:
    """What is said of a cell that is not part of the request, or named twice."""
    return (
        problem(
            Text("cell {cell} is not asked for here", "单元格 {cell} 不在本填报单范围内"),
            remedy=Text("load the page again", "请重新打开页面"),
            cell=change.cell,
        ),
    )


def _too_many(count: int) -> Problem:
    return problem(
        Text("{count} changes are too many at once", "一次提交 {count} 项修改过多"),
        remedy=Text("send {most} at most", "每次最多 {most} 项"),
        count=count,
        most=MOST,
    )
