"""Quantities that follow from what is known: a worksheet becomes activity rows.

Much of scope 3 is not metered, nor is what leaks. The guidance computes the quantity first:
tonnes times kilometres, weeks times kilometres a week, a charge times a leak rate. The table
`data/quantity_methods.csv` has one line per method: its formula, in the language of the metric
catalogue, and where it comes from. A method more is a line more.

Parameters that a guideline gives stand in `data/method_defaults.csv`: those of an equipment are
taken where the row names it and leaves the cell empty, and the row's note says so. Those of a
region (`data/regional_defaults.csv`) are taken where the row's column `region` names one.

>>> from decimal import Decimal
>>> method("vehicle_distance").quantity({"people": Decimal(10), "occupancy": Decimal(2),
...                                      "distance": Decimal(50)})
Decimal('250')
"""

from __future__ import annotations

import csv
import difflib
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.metrics.formula import Formula, Negation, Number, Operation, Reference, parse_formula
from crossfoot.quantities.rounding import CONTEXT, round_half_away

if TYPE_CHECKING:
    from crossfoot.metrics.formula import Node

_DATA = Path(__file__).parent / "data" / "quantity_methods.csv"
_DEFAULTS = _DATA.with_name("method_defaults.csv")
_REGIONAL = _DATA.with_name("regional_defaults.csv")
#: columns of a worksheet that say how to compute, not what was used
_OF_METHODS = ("method", "equipment", "note")
#: places of a computed quantity; more than any unit needs
_PLACES = 12
_OPERATIONS = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
}


@dataclass(frozen=True, slots=True)
class Default:
    """A parameter that a guideline gives.

    Attributes:
        equipment: for which equipment; empty for all.
        input: the column that it fills.
        value: what it fills it with.
        source: table of the guideline.
        regions: where it holds, as rows name regions; empty for everywhere.
    """

    equipment: str
    input: str
    value: Decimal
    source: str
    regions: tuple[str, ...] = ()

    def holds_in(self, region: str) -> bool:
        """Whether it holds in a region: that of a country holds in its provinces too."""
        return not self.regions or region.partition("-")[0] in self.regions


@dataclass(frozen=True, slots=True)
class QuantityMethod:
    """How a quantity follows from what is known.

    Attributes:
        name: as the column `method` of a worksheet says it.
        formula: over names of columns.
        scope: 1 or 3.
        categories: source categories, or scope 3 categories, for which the guidance has it.
        title: what it computes.
        source: the worked example, equation or table.
        defaults: what the guideline gives.
    """

    name: str
    formula: Formula
    scope: str
    categories: tuple[str, ...]
    title: Text
    source: str
    defaults: tuple[Default, ...] = ()

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns that it needs."""
        return tuple(dict.fromkeys(each.metric for each in self.formula.references()))

    def defaults_for(self, equipment: str, region: str = "") -> dict[str, Default]:
        """What is given for an equipment in a region, by column.

        Raises:
            CrossfootError: the equipment is not in the table.
        """
        known = {each.equipment for each in self.defaults if each.equipment}
        if equipment and equipment not in known:
            near = difflib.get_close_matches(equipment, known, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"use {', '.join(sorted(known))}"
            what = f"nothing is known of equipment {equipment!r} for {self.name!r}"
            raise CrossfootError(Problem(what, remedy=remedy if known else "leave the cell empty"))
        return {
            each.input: each
            for each in self.defaults
            if each.equipment in ("", equipment) and each.holds_in(region)
        }

    def quantity(self, given: Mapping[str, Decimal]) -> Decimal:
        """The quantity.

        Raises:
            CrossfootError: an input is missing, or the formula divides by zero.
        """
        missing = [name for name in self.inputs if name not in given]
        if missing:
            what = f"{self.name!r} needs {', '.join(missing)}"
            raise CrossfootError(Problem(what, remedy=f"its formula is {self.formula}"))
        try:
            value = round_half_away(_value(self.formula.root, given), _PLACES).normalize()
        except (DivisionByZero, InvalidOperation):
            what = f"{self.formula} divides by zero"
            raise CrossfootError(Problem(what, remedy="correct the divisor")) from None
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _value(node: Node, given: Mapping[str, Decimal]) -> Decimal:
    match node:
        case Number(value):
            return value
        case Reference(metric=name):
            return given[name]
        case Negation(operand):
            return -_value(operand, given)
        case Operation(op, left, right):
            return _OPERATIONS[op](_value(left, given), _value(right, given))
    message = f"{node} has no place in a quantity"
    raise ValueError(message)


@cache
def methods() -> Mapping[str, QuantityMethod]:
    """All methods by name."""
    given: dict[str, list[Default]] = defaultdict(list)
    for row in _table(_DEFAULTS):
        value = Decimal(row["value"])
        default = Default(row["equipment"], row["input"], value, row["source"])
        given[row["method"]].append(default)
    for row in _table(_REGIONAL):
        source, regions = f"{row['source']}, {row['name']}", tuple(row["regions"].split())
        regional = Default("", row["input"], Decimal(row["value"]), source, regions)
        for name in row["methods"].split():
            given[name].append(regional)
    return {
        row["method"]: QuantityMethod(
            row["method"],
            parse_formula(row["formula"], f"{_DATA.name}, {row['method']}"),
            row["scope"],
            tuple(row["categories"].split()),
            Text(row["title_en"], row["title_zh"]),
            row["source"],
            tuple(given.pop(row["method"], ())),
        )
        for row in _table(_DATA)
    }


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def method(name: str) -> QuantityMethod:
    """A method by its name.

    Raises:
        CrossfootError: there is none of that name.
    """
    if name not in methods():
        near = difflib.get_close_matches(name, methods(), n=1)
        remedy = f"did you mean {near[0]!r}?" if near else f"use any of {', '.join(methods())}"
        raise CrossfootError(Problem(f"there is no method {name!r}", remedy=remedy))
    return methods()[name]


def is_worksheet(path: Path) -> bool:
    """Whether a file is a CSV with a column `method`."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    with path.open("rb") as file:
        heading = file.readline(1 << 16).decode("utf-8-sig", "replace")
    return "method" in next(csv.reader([heading]), [])


@contextmanager
def as_activity(path: Path, name: str = "") -> Iterator[Path]:
    """The activity rows of a file: of a worksheet those that it computes, else the file itself.

    Args:
        path: the file.
        name: what people know it by, for messages; that of the path unless given.

    Raises:
        CrossfootError: a row of a worksheet cannot be computed.
    """
    if not is_worksheet(path):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        # problems of the rows are told by the name of the file
        rows = Path(folder) / Path(name or path.name).name
        to_activity(path, rows)
        yield rows


def to_activity(worksheet: Path, target: Path) -> None:
    """Write a worksheet as activity data: the same rows, each with its quantity.

    A row that names no method states its quantity itself. How the quantity was computed stands
    in the note.

    Raises:
        CrossfootError: up to 20 problems with their rows; nothing was written.
    """
    try:
        text = worksheet.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem("the file is not UTF-8 text", where=worksheet.name)
        raise CrossfootError(problem) from None
    reader = csv.DictReader(text.splitlines())
    columns = list(reader.fieldnames or ())
    kept = _kept(columns)
    written: list[dict[str, str]] = []
    problems: list[Problem] = []
    for number, row in enumerate(reader, start=2):
        try:
            quantity, note = _computed(row)
        except CrossfootError as error:
            place = f"{worksheet.name} row {number}"
            problems += [Problem(p.what, place, p.why, p.remedy) for p in error.problems]
            continue
        words = "; ".join(part for part in (row.get("note") or "", note) if part)
        cells = {name: row[name] or "" for name in kept}
        # rows of two methods are not the same row twice
        named = [(row.get(name) or "").strip() for name in ("method", "equipment")]
        cells["source"] = cells.get("source") or ", ".join(name for name in named if name)
        written.append(cells | {"quantity": quantity, "note": words})
    if problems:
        raise CrossfootError(*problems[:20])
    with target.open("w", encoding="utf-8", newline="") as file:
        named_columns = dict.fromkeys([*kept, "source", "quantity", "note"])
        writer = csv.DictWriter(file, list(named_columns))
        writer.writeheader()
        writer.writerows(written)


def _kept(columns: list[str]) -> list[str]:
    """The columns that are not inputs of methods."""
    inputs = {name for each in methods().values() for name in each.inputs}
    return [name for name in columns if name not in inputs and name not in _OF_METHODS]


def _computed(row: Mapping[str, str | None]) -> tuple[str, str]:
    named = (row.get("method") or "").strip()
    chosen = method(named or "quantity")
    stated = dict(_numbers(chosen, row))
    equipment, region = ((row.get(name) or "").strip() for name in ("equipment", "region"))
    defaults = chosen.defaults_for(equipment, region)
    filled = {name: each for name, each in defaults.items() if name not in stated}
    quantity = chosen.quantity(stated | {name: each.value for name, each in filled.items()})
    if not named:
        return f"{quantity:f}", ""
    numbers = [f"{name} {value:f}" for name, value in stated.items()]
    numbers += [f"{name} {each.value:f} ({each.source})" for name, each in filled.items()]
    return f"{quantity:f}", f"{chosen.name} = {chosen.formula}: {', '.join(numbers)}"


def _numbers(
    chosen: QuantityMethod, row: Mapping[str, str | None]
) -> Iterator[tuple[str, Decimal]]:
    for name in chosen.inputs:
        text = (row.get(name) or "").strip()
        if not text:
            continue
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            raise CrossfootError(Problem(f"{name} is {text!r}, which is no number"))
        yield name, value
