"""The checks of a file's rows, written once.

They ask `Cells` for distinct texts and hold each against the schema, in Python. Whether the cells
lie in memory or in DuckDB makes no difference to what is asked, nor to the message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Protocol

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.tables.cells import HARMLESS, NOTHING_EXPECTED, Expected, Value, absent, read_cell
from crossfoot.tables.headings import Layout, column_named
from crossfoot.tables.numbers import PLAIN
from crossfoot.tables.schema import Column, Kind, RowRule, Schema

#: how many problems of one file are shown; the rest is counted
SHOWN = 20

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have the same texts in some columns."""

    texts: Texts
    count: int
    first_row: int


class Cells(Protocol):
    """The cells of a file as texts, without invisible surroundings; empty rows are left out."""

    @property
    def count(self) -> int:
        """Number of rows."""

    def distinct(self, columns: Sequence[str], unlike: str = "") -> Iterator[Group]:
        """The different texts of some columns.

        Args:
            columns: names in the schema; an absent column counts as empty.
            unlike: leave out texts of the first column that match this expression as a whole.
        """

    def leave_out(self, columns: Sequence[str], texts: Sequence[Texts]) -> None:
        """Forget the rows that have these texts in these columns."""

    def rewrite(self, column: str, meanings: Mapping[str, str]) -> None:
        """Replace texts of a column by the form in which equal values are equal texts."""

    def repeated(self, columns: Sequence[str], limit: int) -> tuple[list[tuple[int, int]], int]:
        """Rows that agree with an earlier one in all the columns.

        Returns:
            The first of them, each as (earlier row, row), in order of the row; and their number.
        """

    def overlapping(
        self, columns: Sequence[str], start: str, end: str, limit: int
    ) -> tuple[list[tuple[int, int]], int]:
        """Rows that start, on a later or the same day as another that agrees, before it ends.

        Returns:
            As `repeated`; rows with the same start and end are left to it.
        """


@dataclass
class Verdict:
    """What the checks found.

    Attributes:
        values: for a column, what its texts mean; for a kind with a plain form (decimals, free
            text) only the texts that are not plain. Keys are the cell and those beside it.
        problems: what keeps the file from being used, in its order.
        beyond: how many more there are that were not written down.
        warnings: doubts that do not stop an import.
    """

    values: dict[str, dict[Texts, Value]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    beyond: int = 0
    warnings: list[Problem] = field(default_factory=list)


@dataclass
class _Trouble:
    """Problems by place, with the number of rows that each concerns."""

    layout: Layout
    found: dict[tuple[str, str], tuple[int, int, Problem]] = field(default_factory=dict)
    beyond: int = 0

    def add(self, column: str, row: int, count: int, problem: Problem) -> None:
        """Note a problem; the same words in the same column are one problem of several rows."""
        key = (column, problem.what)
        first, counted, known = self.found.get(key, (row, 0, problem))
        self.found[key] = (min(first, row), counted + count, known)

    def problems(self) -> list[Problem]:
        """All problems, in the order of the file."""
        order = list(self.layout.columns)
        ranked = sorted(
            self.found.items(),
            key=lambda item: (item[1][0], order.index(item[0][0]) if item[0][0] in order else -1),
        )
        return [
            replace(
                problem,
                what=problem.what
                + (f" (and {count - 1} more rows)" if count > 2 else "")
                + (" (and 1 more row)" if count == 2 else ""),
                where=str(self.layout.place(row, column)),
            )
            for (column, _), (row, count, problem) in ranked
        ]


def _and_more(rows: int) -> str:
    return f" (and {rows} more {'row' if rows == 1 else 'rows'})" if rows else ""


def plain_form(column: Column) -> str:
    """The expression whose matches need no look; empty where every text is looked at."""
    if column.kind is Kind.TEXT and not column.required:
        return HARMLESS
    if column.kind is Kind.DECIMAL and column.required and column.maximum is None:
        return PLAIN if not column.minimum else ""
    return ""


def judge(
    cells: Cells, schema: Schema, layout: Layout, expected: Expected = NOTHING_EXPECTED
) -> Verdict:
    """Check all rows of a file; nothing is raised, so that the caller can add what it found."""
    verdict = Verdict()
    trouble = _Trouble(layout)
    _leave_out_headings(cells, schema, layout, trouble)
    present = [column for column in schema.columns if column.name in layout.columns]
    for column in present:
        verdict.values[column.name] = _judge_column(cells, column, expected, trouble)
    for rule in [*schema.rules, *_rules_of(expected, schema)]:
        _judge_rule(cells, rule, schema, layout, verdict, trouble)
    for column in present:
        if not column.beside:
            cells.rewrite(column.name, _meanings(verdict.values[column.name]))
    _judge_key(cells, schema, layout, trouble)
    verdict.problems, verdict.beyond = trouble.problems(), trouble.beyond
    verdict.warnings += layout.warnings
    if not verdict.problems:
        verdict.warnings += _overlaps(cells, schema, layout)
    return verdict


def refuse(problems: Sequence[Problem], file: str, beyond: int = 0, most: int = SHOWN) -> None:
    """Raise the problems, if there are any; those beyond the first are counted.

    Args:
        problems: in the order of the file.
        file: name of the file.
        beyond: how many more there are that nobody wrote down.
        most: how many are shown.
    """
    more = max(0, len(problems) - most) + beyond
    if not problems:
        return
    shown = list(problems[:most])
    if more:
        noun = "problem" if more == 1 else "problems"
        shown.append(Problem(f"and {more} more {noun}", where=file, remedy="mend the above first"))
    raise CrossfootError.of(shown)


def _leave_out_headings(cells: Cells, schema: Schema, layout: Layout, trouble: _Trouble) -> None:
    """A heading repeated among the rows is one problem, not one for each of its cells."""
    words = (Kind.NAME, Kind.UNIT, Kind.CHOICE)  # few different ones, unlike numbers
    required = [name for name in schema.required if name in layout.columns]
    names = [name for name in required if schema[name].kind in words][:3]
    if len(names) < 2:
        return
    first = names[0]
    if not any(column_named(g.texts[0], schema) == first for g in cells.distinct((first,))):
        return
    for group in list(cells.distinct(names)):
        if all(
            column_named(text, schema) == name
            for text, name in zip(group.texts, names, strict=True)
        ):
            trouble.add(
                "",
                group.first_row,
                group.count,
                Problem(
                    "the row repeats the heading",
                    why="a heading among the rows often means that two files were joined",
                    remedy="delete the row, and check whether the rows below it belong here",
                ),
            )
            cells.leave_out(names, [group.texts])


def _judge_column(
    cells: Cells, column: Column, expected: Expected, trouble: _Trouble
) -> dict[Texts, Value]:
    values: dict[Texts, Value] = {}
    for group in cells.distinct((column.name, *column.beside), unlike=plain_form(column)):
        try:
            values[group.texts] = read_cell(column, group.texts, expected)
        except CrossfootError as error:
            for problem in error.problems:
                trouble.add(column.name, group.first_row, group.count, problem)
    return values


def _meanings(values: Mapping[Texts, Value]) -> dict[str, str]:
    """Text → the form that all texts of the same value share."""
    return {
        texts[0]: format(value, "f") if isinstance(value, Decimal) else str(value)
        for texts, value in values.items()
        if value is not None
    }


def _judge_rule(
    cells: Cells,
    rule: RowRule,
    schema: Schema,
    layout: Layout,
    verdict: Verdict,
    trouble: _Trouble,
) -> None:
    asked = list(dict.fromkeys(n for c in rule.columns for n in (c, *schema[c].beside)))
    for group in cells.distinct(asked):
        cell = dict(zip(asked, group.texts, strict=True))
        values: list[Value] = []
        for name in rule.columns:
            texts = (cell[name], *(cell[beside] for beside in schema[name].beside))
            known = verdict.values.get(name, {})
            if texts not in known and plain_form(schema[name]):
                values.append(texts[0])
            elif name not in layout.columns:
                values.append(absent(schema[name]))
            elif texts in known:
                values.append(known[texts])
        if len(values) < len(rule.columns):
            continue  # a cell of the rule is wrong by itself, and that has been said
        problem = rule.check(*values)
        if problem is not None:
            place = next((c for c in reversed(rule.columns) if c in layout.columns), "")
            trouble.add(place, group.first_row, group.count, problem)


def _rules_of(expected: Expected, schema: Schema) -> list[RowRule]:
    """The rules that follow from what the caller knows."""
    names = {column.name for column in schema.columns}
    rules = []
    if expected.period is not None and {"start", "end"} <= names:
        wanted = expected.period
        rules.append(RowRule(("start", "end"), lambda start, end: _within(start, end, wanted)))
    for name in ("activity", "metric"):
        if expected.units_of and {name, "unit"} <= names:
            rules.append(
                RowRule((name, "unit"), lambda name, unit: _measured_in(name, unit, expected))
            )
    return rules


def _within(start: date, end: date, wanted: Period) -> Problem | None:
    if end < start or wanted.contains(Period(start, end)):
        return None
    if start.year == end.year and not wanted.overlaps(Period.year(start.year)):
        return Problem(
            f"the period is of {start.year}, but the file is imported for {wanted}",
            why="it would count in the wrong year",
            remedy=f"correct the dates, or import the file for {start.year}",
        )
    return Problem(
        f"the period {start} to {end} is not within {wanted}, which the file is imported for",
        why="what lies outside would count in the wrong year",
        remedy="split the row at the edge of the period, or correct the dates",
    )


def _measured_in(name: str, unit: str, expected: Expected) -> Problem | None:
    from crossfoot.quantities.units import same_dimension  # brings the unit definitions

    usual = expected.units_of.get(name, ())
    if not unit or not usual or any(same_dimension(unit, right) for right in usual):
        return None
    return Problem(
        f"unit {unit!r} does not measure {name!r}",
        why=f"it is measured in {' or '.join(usual)}",
        remedy=f"convert the quantity to {usual[0] if isinstance(usual, Sequence) else 'that'}, "
        "or correct the unit or the name",
    )


def _judge_key(cells: Cells, schema: Schema, layout: Layout, trouble: _Trouble) -> None:
    key = [name for name in schema.key if name in layout.columns]
    if not key:
        return
    rows, count = cells.repeated(key, SHOWN)
    for earlier, row in rows:
        trouble.add(
            "",
            row,
            1,
            Problem(
                f"the row repeats row {earlier}: the same {', '.join(key)}",
                why="it would be counted twice",
                remedy="delete one of the two; if both are meant, tell them apart"
                + (
                    " in the column source, such as by invoice or meter"
                    if "source" in schema.key
                    else ""
                ),
            ),
        )
    trouble.beyond += count - len(rows)


def _overlaps(cells: Cells, schema: Schema, layout: Layout) -> list[Problem]:
    if not schema.meter:
        return []
    meter = [name for name in schema.meter if name in layout.columns]
    rows, count = cells.overlapping(meter, "start", "end", SHOWN)
    warnings = [
        Problem(
            f"the period overlaps that of row {earlier}, with the same {', '.join(meter)}",
            where=str(layout.place(row)),
            why="a quantity that is in both rows is counted twice",
            remedy="check the two periods",
        )
        for earlier, row in rows
    ]
    if count > len(rows):
        warnings.append(Problem(f"and {count - len(rows)} more overlaps", where=layout.file))
    return warnings
