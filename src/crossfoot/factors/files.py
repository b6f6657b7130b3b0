"""A user's own factor file: CSV, one row per gas; every mistake named by row and column.

    id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence
    plant-a-steam,steam.purchased,CO2,0.105,t/GJ,CN-AH,2023-01-01,2023-12-31,2,steam,contract 7,own

Rows of one `id` are one factor. Further columns that may stand: `published`, `instrument`, `note`,
`edition`, `review` and `supersedes`. A factor is never changed: a new one takes its place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.factors.activities import (
    ENERGY_CARRIERS,
    SOURCE_CATEGORIES,
    Activity,
    parse_activity,
)
from crossfoot.factors.factor import STANDARD_COAL, Factor, GasValue, mass_scale, split_ratio
from crossfoot.factors.regions import region_code
from crossfoot.factors.sets import FactorSet
from crossfoot.languages import Text

REQUIRED = ("id", "activity", "gas", "value", "unit")
OPTIONAL = ("region", "valid_from", "valid_to", "scope", "category", "source", "licence")
FURTHER = ("published", "instrument", "note", "edition", "review", "supersedes")

_CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "1": SOURCE_CATEGORIES,
    "2": ENERGY_CARRIERS,
    "3": tuple(str(number) for number in range(1, 16)),
}


class _WrongCellError(Exception):
    """One cell cannot be used."""

    def __init__(self, *, column: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.column, self.what, self.remedy = column, what, remedy


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: the factor with this row's gas alone."""

    number: int
    factor: Factor


def read_factor_file(path: Path) -> FactorSet:
    """Read and check an own factor file.

    Raises:
        CrossfootError: with every mistake in the file, each with row and column.
    """
    rows: list[_Row] = []
    problems: list[Problem] = []
    for number, cells in _records(path):
        try:
            rows.append(_Row(number, _factor(path, number, cells)))
        except _WrongCellError as wrong:
            place = f"{path.name}, row {number}, column {wrong.column}"
            problems.append(Problem(wrong.what, place, remedy=wrong.remedy))
    problems += _contradictions(path, rows)
    if not rows and not problems:
        problems.append(Problem("the file holds no factor", path.name, remedy="add rows"))
    if problems:
        raise CrossfootError.of(problems)
    factors = _joined(rows)
    problems = [*_same_twice(path, factors, rows), *_wrong_supersession(path, factors, rows)]
    if problems:
        raise CrossfootError.of(problems)
    title = Text(f"own factors, {path.name}", f"自有因子：{path.name}")
    return FactorSet(path.stem, title, "own", str(path.name), factors)


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Row numbers, the header being row 1, and their cells by column."""
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    header = [name.strip().lower() for name in next(reader, [])]
    problems = _header_problems(path, header)
    if problems:
        raise CrossfootError.of(problems)
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise CrossfootError(
                Problem(
                    f"the row has {len(cells)} cells, the header {len(header)}",
                    f"{path.name}, row {number}",
                    remedy="put cells that hold a comma in quotation marks",
                )
            )
        padded = cells + [""] * (len(header) - len(cells))
        yield number, {name: cell.strip() for name, cell in zip(header, padded, strict=True)}


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise CrossfootError(
            Problem(f"cannot open the factor file: {reason}", str(path), remedy="check the path")
        ) from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CrossfootError(
        Problem(
            "the file is neither UTF-8 nor GB 18030 text", path.name, remedy="save as CSV UTF-8"
        )
    )


def _header_problems(path: Path, header: list[str]) -> list[Problem]:
    where = f"{path.name}, row 1"
    if not any(header):
        return [Problem("the file is empty", path.name, remedy=f"begin with {','.join(REQUIRED)}")]
    known = (*REQUIRED, *OPTIONAL, *FURTHER)
    problems = []
    for name in REQUIRED:
        if name not in header:
            problems.append(
                Problem(f"the column {name!r} is missing", where, remedy=f"add {name!r}")
            )
    for name in header:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"columns are {', '.join(known)}"
            problems.append(Problem(f"the column {name!r} is not known", where, remedy=hint))
    for name in sorted({name for name in header if header.count(name) > 1}):
        problems.append(Problem(f"the column {name!r} stands twice", where, remedy="keep one"))
    return problems


def _factor(path: Path, number: int, cells: dict[str, str]) -> Factor:
    get = {name: cells.get(name, "") for name in (*REQUIRED, *OPTIONAL, *FURTHER)}
    for name in REQUIRED:
        if not get[name]:
            raise _WrongCellError(column=name, what="the cell is empty", remedy=f"give a {name}")
    gas = _gas(get["gas"])
    unit, denominator = _unit(get["unit"], gas)
    activity = parse_activity(get["activity"])
    scope = _scope(get["scope"], activity, gas)
    valid_from, valid_to = _date(get, "valid_from"), _date(get, "valid_to")
    if valid_from and valid_to and valid_to < valid_from:
        what = f"the factor ends on {valid_to}, before it begins on {valid_from}"
        raise _WrongCellError(column="valid_to", what=what, remedy="exchange the two dates")
    return Factor(
        id=get["id"],
        set=path.stem,
        activity=get["activity"],
        region=region_code(get["region"]),
        unit_of_activity=denominator,
        values=(GasValue(gas, _value(get["value"]), unit),),
        valid_from=valid_from,
        valid_to=valid_to,
        published=_date(get, "published"),
        scope=scope,
        category=_category(get["category"], activity, scope),
        source=get["source"] or f"{path.name}, row {number}",
        licence=get["licence"] or "own",
        note=get["note"],
        instrument=get["instrument"].lower().replace(" ", "_").replace("-", "_"),
        edition=get["edition"],
        review=_date(get, "review"),
        supersedes=get["supersedes"],
    )


def _gas(text: str) -> str:
    from crossfoot.quantities.gases import gas

    if text in ("CO2e", STANDARD_COAL):
        return text
    try:
        return gas(text).id
    except CrossfootError as error:
        problem = error.problems[0]
        raise _WrongCellError(column="gas", what=problem.what, remedy=problem.remedy) from None


def _value(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        remedy = "write a decimal point: 0.5703" if "," in text else "write a number such as 0.5703"
        raise _WrongCellError(
            column="value", what=f"{text!r} is not a number", remedy=remedy
        ) from None
    if not value.is_finite():
        raise _WrongCellError(
            column="value", what=f"{text!r} is not a number", remedy="write a finite number"
        )
    if value < 0:
        what = f"{text} is negative: a factor says what is emitted"
        raise _WrongCellError(
            column="value", what=what, remedy="enter removals as an activity of their own"
        )
    return value


def _unit(text: str, gas: str) -> tuple[str, str]:
    """The unit as written, and its denominator in canonical form."""
    from crossfoot.quantities.units import canonical_unit

    try:
        numerator, denominator = split_ratio(text)
        mass_scale(gas, numerator)
        return text, canonical_unit(denominator)
    except ValueError as error:
        raise _WrongCellError(
            column="unit", what=str(error), remedy="write kg/L, t/MWh, kg/(t*km), kg/USD"
        ) from None
    except CrossfootError as error:
        problem = error.problems[0]
        raise _WrongCellError(column="unit", what=problem.what, remedy=problem.remedy) from None


def _scope(text: str, activity: Activity, gas: str) -> str:
    if gas == STANDARD_COAL:
        return ""
    if text and text not in _CATEGORIES:
        raise _WrongCellError(
            column="scope", what=f"{text!r} is not a scope", remedy="write 1, 2 or 3"
        )
    if text and activity.scope and text != activity.scope:
        what = f"{activity.name!r} is scope {activity.scope} by its name, the row says {text}"
        raise _WrongCellError(
            column="scope", what=what, remedy="change the scope, or the name of the activity"
        )
    if not text and not activity.scope:
        what = f"the name {activity.name!r} does not say its scope"
        raise _WrongCellError(column="scope", what=what, remedy="write 1, 2 or 3")
    return text or activity.scope


def _category(text: str, activity: Activity, scope: str) -> str:
    text = text.strip().lower()
    text = str(int(text)) if text.isdigit() else text
    allowed = _CATEGORIES.get(scope, ())
    if text and scope and text not in allowed:
        what = f"{text!r} is no category of scope {scope}"
        raise _WrongCellError(
            column="category", what=what, remedy=f"write one of {', '.join(allowed)}"
        )
    if text and activity.category and text != activity.category:
        what = f"{activity.name!r} is of category {activity.category}, the row says {text}"
        raise _WrongCellError(
            column="category", what=what, remedy="change the category, or the activity's name"
        )
    if scope and not (text or activity.category):
        what = f"the name {activity.name!r} does not say its category"
        raise _WrongCellError(
            column="category", what=what, remedy=f"write one of {', '.join(allowed)}"
        )
    return text or activity.category


def _date(cells: dict[str, str], column: str) -> date | None:
    text = cells[column]
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        what = f"{text!r} is not a day of the calendar"
        raise _WrongCellError(column=column, what=what, remedy="write it as 2023-12-31") from None


#: what all rows of one id must say alike
_ALIKE = (
    *("activity", "region", "unit_of_activity", "valid_from", "valid_to", "scope", "instrument"),
    *("edition", "review", "supersedes"),
)


def _contradictions(path: Path, rows: list[_Row]) -> Iterator[Problem]:
    """Rows of one id that give a gas twice or differ in what they must say alike."""
    first: dict[str, _Row] = {}
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        place = f"{path.name}, row {row.number}"
        factor, gas = row.factor, row.factor.gases[0]
        earlier = seen.setdefault((factor.id, gas), row.number)
        if earlier != row.number:
            what = f"{factor.id!r} gives {gas} twice, also in row {earlier}"
            yield Problem(what, f"{place}, column gas", remedy="remove one of the two rows")
        head = first.setdefault(factor.id, row)
        for name in _ALIKE:
            one, other = getattr(head.factor, name), getattr(factor, name)
            if one != other:
                column = "unit" if name == "unit_of_activity" else name
                what = f"{factor.id!r} says {other or 'nothing'} here and {one or 'nothing'} in row"
                remedy = "rows of one id are one factor: make them agree, or use another id"
                yield Problem(f"{what} {head.number}", f"{place}, column {column}", remedy=remedy)


def _joined(rows: list[_Row]) -> list[Factor]:
    """One factor per id, with the gases of all its rows."""
    joined: dict[str, Factor] = {}
    for row in rows:
        known = joined.get(row.factor.id)
        values = (*known.values, *row.factor.values) if known else row.factor.values
        joined[row.factor.id] = replace(known or row.factor, values=values)
    return list(joined.values())


def _same_twice(path: Path, factors: list[Factor], rows: list[_Row]) -> Iterator[Problem]:
    """Two factors for the same activity, region, unit, contract and overlapping time."""
    number = {row.factor.id: row.number for row in reversed(rows)}
    seen: dict[tuple[str, ...], list[Factor]] = {}
    for factor in factors:
        key = (factor.activity, factor.region, factor.unit_of_activity, factor.instrument)
        for other in seen.setdefault((*key, str(factor.is_coefficient)), []):
            if _overlap(factor, other) and not _supersede(factor, other):
                yield Problem(
                    f"{factor.id!r} and {other.id!r} (row {number[other.id]}) are both for "
                    f"{factor.activity!r} at the same time and place",
                    f"{path.name}, row {number[factor.id]}",
                    why="a look-up would have to guess between them",
                    remedy="limit valid_from and valid_to, or remove one",
                )
        seen[(*key, str(factor.is_coefficient))].append(factor)


def _supersede(one: Factor, other: Factor) -> bool:
    return one.supersedes == other.id or other.supersedes == one.id


def _wrong_supersession(path: Path, factors: list[Factor], rows: list[_Row]) -> Iterator[Problem]:
    """A factor that supersedes itself, another activity's, or one that is not in the file."""
    number = {row.factor.id: row.number for row in reversed(rows)}
    known = {factor.id: factor for factor in factors}
    for factor in factors:
        old = known.get(factor.supersedes)
        if factor.supersedes and (old is None or old is factor or old.activity != factor.activity):
            yield Problem(
                f"{factor.id!r} cannot supersede {factor.supersedes!r}",
                f"{path.name}, row {number[factor.id]}, column supersedes",
                why="the old factor stays in the file, so that earlier inventories can be repeated",
                remedy="name the id of another factor of the same activity in this file",
            )


def _overlap(one: Factor, other: Factor) -> bool:
    start = max(one.valid_from or date.min, other.valid_from or date.min)
    end = min(one.valid_to or date.max, other.valid_to or date.max)
    return start <= end
