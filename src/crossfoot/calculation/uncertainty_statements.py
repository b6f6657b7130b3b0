"""What a person states about the uncertainty of quantities and factors: a small file.

    activity,site,of,percent,source
    electricity.grid,,quantity,1,meters of class 1
    electricity.grid,,factor,5,
    fuel.*,penang,quantity,7.5,tank readings

Two further columns may stand: `pedigree`, five scores such as 2;1;3;1;2 in place of a percentage,
and `basic`, the basic uncertainty of such data (1.05).

The first line that matches holds, so that special lines come before general ones.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.calculation.pedigree import scores, spread95
from crossfoot.calculation.uncertainty import of_product
from crossfoot.errors import CrossfootError, Problem

if TYPE_CHECKING:
    from crossfoot.calculation.lines import Line

#: where a workspace states it
FILE_NAME = "uncertainty.csv"
QUANTITY, FACTOR = "quantity", "factor"
COLUMNS = ("activity", "site", "of", "percent", "source")
FURTHER = ("pedigree", "basic")

_REMEDY = "write a line such as electricity.grid,,quantity,1,meters of class 1"


@dataclass(frozen=True, slots=True)
class Statement:
    """How uncertain the quantities of an activity, or its factors, are.

    Attributes:
        activity: dotted name, or a pattern such as `fuel.*`; of a factor also its id.
        site: id or pattern; empty for every site.
        of: quantity or factor.
        relative: half width of the 95 % interval as a share of the value: 0.05 is 5 %.
        source: why one thinks so: a calibration, a standard, the spread of a sample.
        spread95: of pedigree scores, the factor between the median and the edges of the 95 %
            interval of a lognormal distribution; None where a percentage is stated.
        pedigree: the scores.
    """

    activity: str
    site: str
    of: str
    relative: Decimal
    source: str = ""
    spread95: Decimal | None = None
    pedigree: str = ""


@dataclass(frozen=True)
class Statements:
    """All that is stated, earlier statements first."""

    given: Sequence[Statement] = ()

    def of_quantity(self, activity: str, site: str) -> Statement | None:
        """The first statement about quantities of an activity at a site."""
        return self._first(QUANTITY, site, activity)

    def of_factor(self, activity: str, site: str, factor: str) -> Statement | None:
        """The first statement about a factor, by its id or by its activity."""
        return self._first(FACTOR, site, activity, factor)

    def of_line(self, line: Line, *, market: bool = False) -> Decimal | None:
        """Relative uncertainty of a line's emission; None where a part of it is not stated."""
        emission = line.market if market else line.emission
        quantity = self.of_quantity(line.activity, line.site)
        if emission is None or quantity is None:
            return None
        factor = self.of_factor(line.activity, line.site, emission.factor.factor.id)
        return None if factor is None else of_product(quantity.relative, factor.relative)

    def _first(self, of: str, site: str, *names: str) -> Statement | None:
        return next(
            (
                one
                for one in self.given
                if one.of == of
                and (not one.site or fnmatchcase(site, one.site))
                and any(fnmatchcase(name, one.activity) for name in names)
            ),
            None,
        )


def read_statements(path: Path) -> Statements:
    """Read a file of statements.

    Raises:
        CrossfootError: a column is missing, or a line cannot be understood.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem("the file is not UTF-8 text", where=path.name, remedy="save it as UTF-8")
        raise CrossfootError(problem) from None
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS[:-1] if name not in (reader.fieldnames or ())]
    if missing:
        what = f"column {missing[0]!r} is missing"
        remedy = f"the columns are {', '.join(COLUMNS)}"
        raise CrossfootError(Problem(what, where=path.name, remedy=remedy))
    given: list[Statement] = []
    problems: list[Problem] = []
    for number, row in enumerate(reader, start=2):
        wrong = list(_wrong(row))
        place = f"{path.name} row {number}"
        problems += [Problem(what, where=place, remedy=_REMEDY) for what in wrong]
        if not wrong:
            given.append(_statement(row))
    if problems:
        raise CrossfootError(*problems)
    return Statements(tuple(given))


def _statement(row: dict[str, str]) -> Statement:
    activity, site, of, half_width = (row[name].strip() for name in COLUMNS[:-1])
    source = (row.get("source") or "").strip()
    pedigree = (row.get("pedigree") or "").strip()
    if not pedigree:
        return Statement(activity, site, of, Decimal(half_width) / 100, source)
    spread = spread95(pedigree, Decimal((row.get("basic") or "").strip() or 1))
    # the wider side of the interval, where one half width has to do
    return Statement(activity, site, of, spread - 1, source, spread, pedigree)


def _wrong(row: dict[str, str]) -> Iterator[str]:
    if None in row.values() or None in row:
        yield "the row has not as many cells as there are columns"
        return
    if not row["activity"].strip():
        yield "the activity is missing; * stands for all"
    if row["of"].strip() not in (QUANTITY, FACTOR):
        yield f"{row['of']!r} is neither {QUANTITY!r} nor {FACTOR!r}"
    pedigree, basic = ((row.get(name) or "").strip() for name in FURTHER)
    if pedigree:
        yield from _wrong_pedigree(pedigree, basic)
        if row["percent"].strip():
            yield "there is a percentage and a pedigree; keep one"
    elif not _is_percentage(row["percent"].strip()):
        yield f"{row['percent']!r} is no percentage"


def _wrong_pedigree(pedigree: str, basic: str) -> Iterator[str]:
    try:
        scores(pedigree)
    except CrossfootError as error:
        yield error.problems[0].what
    if basic and not (_is_percentage(basic) and Decimal(basic) >= 1):
        yield f"basic is {basic!r}, which is no factor of 1 or more"


def _is_percentage(text: str) -> bool:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    return value.is_finite() and value >= 0
