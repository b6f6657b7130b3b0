"""The heading row: where it is, and which column is which."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from crossfoot.documents.place import Place
from crossfoot.errors import CrossfootError, Problem
from crossfoot.tables.mapping import fixed_of
from crossfoot.tables.schema import Schema
from crossfoot.tables.text import clean, fold

#: how many rows are searched for the heading, to say where it stands
SEARCHED_ROWS = 50

#: index of a column whose value holds for all rows
NOWHERE = -1

#: how alike an unknown heading and the name of an absent column must be to be taken for a slip
_ALIKE = 0.75

_CHINESE = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class Layout:
    """Where the columns of a schema stand in a file.

    Attributes:
        file: name of the file, as messages show it.
        sheet: name of the sheet; empty where the file has none.
        row: the row of the heading, counted from 1.
        width: number of columns of the heading.
        columns: name of a column → its index, from 0.
        labels: name of a column → how the file names it ("C" in a workbook).
        warnings: headings that were not understood and are left out.
        fixed: columns whose value is not in the file but holds for all rows; their index is -1.
    """

    file: str
    sheet: str
    row: int
    width: int
    columns: dict[str, int]
    labels: dict[str, str]
    warnings: tuple[Problem, ...] = field(default=())
    fixed: Mapping[str, str] = field(default_factory=dict)

    def place(self, row: int | None, column: str = "") -> Place:
        """The place of a row, or of the cell in a column of the schema."""
        return Place(self.file, self.sheet, row=row, column=self.labels.get(column, column))


def column_named(heading: str, schema: Schema) -> str:
    """Name of the column that a heading means; empty where it means none.

    A bilingual heading ("Site 场所") means a column where both halves do.

    >>> from crossfoot.tables.schemas import ACTIVITY
    >>> column_named("场所 Site", ACTIVITY), column_named("Start_Date*", ACTIVITY)
    ('site', 'start')
    """
    whole = schema.by_heading.get(fold(heading))
    if whole:
        return whole
    chinese = schema.by_heading.get(fold("".join(_CHINESE.findall(heading))))
    other = schema.by_heading.get(fold(re.sub(r"[()（）]", "", _CHINESE.sub("", heading))))
    return chinese if chinese and chinese == other else ""


def columns_found(row: Sequence[str], schema: Schema) -> int:
    """How many columns of the schema a row names."""
    return len({column_named(cell, schema) for cell in row} - {""})


def looks_like_heading(row: Sequence[str], schema: Schema) -> bool:
    """Whether a row names most of the columns that every file has."""
    named = {column_named(cell, schema) for cell in row}
    present = sum(name in named for name in schema.required)
    return present >= max(2 if len(schema.required) > 1 else 1, len(schema.required) * 2 // 3)


def read_headings(
    rows: Sequence[Sequence[str]],
    schema: Schema,
    file: str,
    sheet: str = "",
    label: Callable[[int, str], str] = lambda _, heading: heading,
) -> Layout:
    """The layout that the first rows of a file tell.

    Args:
        rows: the first rows, `SEARCHED_ROWS` or fewer; the first one that is not empty is the
            heading.
        schema: the columns to find.
        file: name of the file.
        sheet: name of the sheet.
        label: index and heading of a column → how messages name it.

    Raises:
        CrossfootError: no heading, a heading that is not in the first row, two heading rows,
            columns that are missing or named twice.
    """
    where = str(Place(file, sheet))
    filled = [(i, row) for i, row in enumerate(rows, start=1) if any(map(clean, row))]
    if not filled:
        raise CrossfootError(_empty(where, schema))
    number, heading = filled[0]
    if not looks_like_heading(heading, schema):
        later = next((i for i, row in filled[1:] if looks_like_heading(row, schema)), None)
        if later is not None:
            raise CrossfootError(_heading_below(str(Place(file, sheet, row=number)), number, later))
        if not columns_found(heading, schema):
            raise CrossfootError(_no_heading(str(Place(file, sheet, row=number)), heading, schema))
    problems, layout = _assign(heading, number, schema, file, sheet, label)
    if not problems and len(filled) > 1:
        second, below = filled[1]
        if columns_found(below, schema) >= max(2, (len(layout.columns) + 1) // 2):
            problems.append(_second_heading(str(Place(file, sheet, row=second)), below))
    if not problems and len(filled) == 1 and len(rows) < SEARCHED_ROWS:
        problems.append(
            Problem(
                "there is a heading but no row below it",
                where=where,
                remedy="add the rows, or send another file; nothing was imported",
            )
        )
    if problems:
        raise CrossfootError.of(problems)
    return layout


def _assign(
    heading: Sequence[str],
    number: int,
    schema: Schema,
    file: str,
    sheet: str,
    label: Callable[[int, str], str],
) -> tuple[list[Problem], Layout]:
    columns: dict[str, int] = {}
    labels: dict[str, str] = {}
    unknown: list[int] = []
    problems = []
    for index, cell in enumerate(heading):
        name = column_named(cell, schema)
        if not name:
            if clean(cell):
                unknown.append(index)
        elif name in columns:
            both = f"{clean(heading[columns[name]])!r} and {clean(cell)!r}"
            problems.append(
                Problem(
                    f"two columns both give {name}: {both}",
                    where=str(Place(file, sheet, row=number, column=label(index, clean(cell)))),
                    remedy="keep one, and rename or delete the other",
                )
            )
        else:
            columns[name], labels[name] = index, label(index, clean(cell))
    given = fixed_of(schema)
    absent = [c.name for c in schema.columns if c.name not in columns and c.name not in given]
    slips, warnings = _unknown_headings(heading, unknown, absent, schema, label)
    place = Place(file, sheet, row=number)
    problems += [
        Problem(
            f"the column {clean(heading[index])!r} is not known",
            where=str(Place(file, sheet, row=number, column=label(index, clean(heading[index])))),
            remedy=f"did you mean {name!r}? rename the heading",
        )
        for index, name in slips.items()
    ]
    missing = [n for n in schema.required if n in absent and n not in slips.values()]
    if missing:
        problems.append(_missing(str(place), missing, heading, schema))
    width = max((i + 1 for i, cell in enumerate(heading) if clean(cell)), default=0)
    ignored = tuple(
        Problem(
            f"the column {clean(heading[index])!r} is not read",
            where=str(Place(file, sheet, row=number, column=label(index, clean(heading[index])))),
            remedy="delete it, or rename it if it was meant to be one of: " + ", ".join(absent),
        )
        for index in warnings
    )
    fixed = fixed_of(schema)
    columns |= dict.fromkeys(fixed, NOWHERE)
    return problems, Layout(file, sheet, number, width, columns, labels, ignored, fixed)


def _unknown_headings(
    heading: Sequence[str],
    unknown: Sequence[int],
    absent: Sequence[str],
    schema: Schema,
    label: Callable[[int, str], str],
) -> tuple[dict[int, str], list[int]]:
    """Which unknown headings are slips for an absent column, and which are something else."""
    slips: dict[int, str] = {}
    others: list[int] = []
    for index in unknown:
        folded = fold(heading[index])
        likeness = {
            name: max(
                SequenceMatcher(None, folded, known).ratio() for known in schema[name].headings()
            )
            for name in absent
            if name not in slips.values()
        }
        best = max(likeness, key=likeness.__getitem__, default="")
        if best and likeness[best] >= _ALIKE:
            slips[index] = best
        else:
            others.append(index)
    return slips, others


def _quoted(cells: Sequence[str]) -> str:
    shown = [repr(clean(cell)[:30]) for cell in cells if clean(cell)]
    return ", ".join(shown[:12]) + (", …" if len(shown) > 12 else "")


def _empty(where: str, schema: Schema) -> Problem:
    return Problem(
        "there is nothing in it",
        where=where,
        remedy=f"send a table with the heading {', '.join(schema.required)} and rows below it",
    )


def _heading_below(where: str, number: int, later: int) -> Problem:
    return Problem(
        f"the heading stands in row {later}, below other rows",
        where=where,
        why="row numbers in messages and in the lineage count from the heading in the first row",
        remedy=f"delete row {number}"
        if later == number + 1
        else f"delete rows {number} to {later - 1}",
    )


def _no_heading(where: str, row: Sequence[str], schema: Schema) -> Problem:
    return Problem(
        f"there is no heading; the first row holds {_quoted(row)}",
        where=where,
        why="columns are told apart by their names, so that they may come in any order",
        remedy=f"put a row above it with the names of the columns: {', '.join(schema.required)}",
    )


def _missing(where: str, missing: Sequence[str], heading: Sequence[str], schema: Schema) -> Problem:
    both = ", ".join(f"{name} ({schema[name].title.zh})" for name in missing)
    noun = "column" if len(missing) == 1 else "columns"
    return Problem(
        f"the {noun} {both} {'is' if len(missing) == 1 else 'are'} missing; "
        f"found are {_quoted(heading)}",
        where=where,
        remedy=f"add the {noun}, or rename the one that was meant",
    )


def _second_heading(where: str, row: Sequence[str]) -> Problem:
    return Problem(
        f"there are two heading rows; the second holds {_quoted(row)}",
        where=where,
        why="the second one would be read as data",
        remedy="delete one of the two rows",
    )
