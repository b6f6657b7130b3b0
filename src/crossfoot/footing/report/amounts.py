"""One amount in two places: numbers of sentences against those of tables and other sentences.

Labels need not be recognised. Two numbers are of one thing where they have nearly the same
digits, the same unit, and a word in common that few lines have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.precision import exchanged_digits, power_of_ten
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.report.slips import (
    a_thousand_apart,
    exchanged_and_rounded,
    two_places_exchanged,
)
from crossfoot.footing.report.titles import stems
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.quantities.units import conversion_factor
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.table import Row, Value

_MONEY = re.compile(
    r"(?:RMB|CNY|USD|HKD|EUR|元|yuan)\s?(?P<scale>[\d,' ]*(?:thousand|million|billion|万|亿)?)",
    re.IGNORECASE,
)
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "万": 4, "亿": 8, "萬": 4}
#: words that any two counts of persons have in common
_GENERAL = frozenset(("employ", "person", "people", "staff", "number", "total", "compan", "worker"))
_YEARLY = re.compile(r"\b(?:every|each) year\b|\bannually\b|每年", re.IGNORECASE)
#: how far from a number "every year" may stand
_RIGHT_BEFORE = 40
_FEWEST_DIGITS = 3
_NEAR_MISS = Decimal("0.005")
_RARE = 14
_WORDS_AROUND = 90
_PERSONS, _SUM, _VOLUME = "person", "money", "m^3"
#: a number alone on its line, with its unit perhaps
_ALONE = re.compile(r"(?:RMB|HK\$|US\$)?\s?[\d,]+(?:\.\d+)?(?:\s\S{1,9}){0,2}")
_SHORT = 60
#: letters that two forms of a word have in common
_ROOT = 5
_SIZED = re.compile(r"\[(?:mass|energy|length)\]")
_MASSES = frozenset(("kg", "t", "g"))
#: units of what is counted by the piece
_PIECES = frozenset(
    ("", "-", "piece", "item", "patent", "number", "no.", "件", "项", "个", "count")
)
#: units that are told by their noun and not by their dimension
_COUNTED = ("dimensionless", "[count]", "[person]", "[case]")
#: numbers with fewer digits are a digit apart by chance
_MANY_DIGITS = 5
#: bounds for files that are no reports
_MOST_PERSONS = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table in whole units.

    Attributes:
        row: its row.
        value: its cell.
        amount: with the scale of its unit applied.
        unit: "money", "person", or the unit's first word.
    """

    row: Row
    value: Value
    amount: Decimal
    unit: str


def _cells(context: ReportContext) -> list[Cell]:
    found = []
    for table in context.data_tables():
        for row in table.data_rows:
            unit = row.unit or next((c.unit for c in table.columns if c.unit), "")
            for value in row.values:
                if value.printed is None or value.printed.qualifier is not Qualifier.EXACT:
                    continue
                printed_unit = value.printed.unit or unit or _counted(context, row)
                found.append(
                    Cell(
                        row, value, value.printed.number * _scale(printed_unit), _unit(printed_unit)
                    )
                )
    return found


def _counted(context: ReportContext, row: Row) -> str:
    """The unit that a row without one is recognised to have: persons."""
    units = {figure.unit for figure in context.figures_by_line.get(row.line, ())}
    return _PERSONS if units == {_PERSONS} else ""


def _scale(unit: str) -> Decimal:
    """The power of ten in a unit of money: RMB 10,000 is ten thousand."""
    match = _MONEY.search(unit)
    if match is None:
        return Decimal(1)
    read = read_unit(unit)
    if read and read.dimension.strip("[]") in read.unit:  # 百万元人民币, RMB'000
        return conversion_factor(read.unit, read.dimension.strip("[]"))
    words = match["scale"].replace(",", "").replace("'", "").strip().lower()
    if words == "0000":  # "RMB 0'000" leaves the first digit out
        return Decimal(10_000)
    if words in _SCALES:
        return Decimal(1).scaleb(_SCALES[words])
    if words.isdecimal() and words.startswith("1"):
        return Decimal(words)
    return Decimal(1)


def _unit(unit: str) -> str:
    if _MONEY.search(unit):
        return "money"
    word = unit.casefold().strip().rstrip("s")
    if word in ("employee", "person", "people", "人", "名", "worker", "staff"):
        return _PERSONS
    if word[:1] in ("名", "人"):  # 名员工
        return _PERSONS
    read = read_unit(unit)
    return read.unit if read and read.dimension not in _COUNTED else word


def sentence_against_table(context: ReportContext) -> Iterator[ReportFinding]:
    """A number in a sentence that a table has with a digit or a power of ten more or less."""
    year = context.report.year
    cells = _cells(context)
    amounts = {cell.amount for cell in cells}
    units = {(cell.amount, cell.unit) for cell in cells}
    alike = _by_digits(
        c for c in cells if c.value.head is None or c.value.head.year in (None, year)
    )
    common = _common_words(context)
    beside = _labels_of_numbers(context)
    for line, text in context.prose():
        for found in numbers_in(text):
            short = _digits(found) < _FEWEST_DIGITS and not _is_volume(found)
            if short or not _exact(found):
                continue
            if found.value in amounts and not _in_another_unit(found, units):
                continue
            said = f"{_around(text, found)} {beside.get(line, '')}"
            around = set(stems(said)) - common - _GENERAL
            roots = {word[:_ROOT] for word in around}
            others = (
                alike.get(key, ())
                for key in (
                    _same_digits(found.value),
                    _PERSONS,
                    _SUM,
                    _VOLUME,
                    _length(found.value),
                )
            )
            for cell in chain.from_iterable(others):
                shared = _shared(around, roots, stems(cell.row.label))
                kind = _slip(found, cell) if shared else None
                if kind is None and shared > 1:
                    kind = _slip_of_a_count(found, cell)
                if kind is None:
                    continue
                yield _finding(context, line, found, cell, kind)
                break


def _labels_of_numbers(context: ReportContext) -> dict[int, str]:
    """The words on the next line of each number that stands alone: "4,218" over "patents"."""
    lines = context.lines
    return {
        number: lines[number]
        for number, text in context.prose()
        if _ALONE.fullmatch(text.strip())
        and number < len(lines)
        and 0 < len(lines[number].strip()) < _SHORT
        and not any(sign.isdigit() for sign in lines[number])
    }


def _shared(around: set[str], roots: set[str], label: Iterable[str]) -> int:
    """How many words of a label stand around a number, endings aside: donated, donations."""
    return sum(
        word in around or (len(word) > _ROOT and word[:_ROOT] in roots)
        for word in dict.fromkeys(label)
    )


def _in_another_unit(found: Number, units: set[tuple[Decimal, str]]) -> bool:
    """Whether the tables have a number in units of its kind alone, but never in its own."""
    own = _mass(_unit(found.unit))
    there = {_mass(unit) for amount, unit in units if amount == found.value}
    return own not in there and any(_other_size(own, unit) for unit in there)


def _other_size(one: str, other: str) -> bool:
    """Whether two units are of one kind and not of one size: kWh and MWh."""
    first, second = read_unit(one), read_unit(other)
    if one == other or not first or first.dimension != second.dimension:
        return False
    return first.unit != second.unit and bool(_SIZED.search(first.dimension))


def _mass(unit: str) -> str:
    return unit.replace("*CO2e", "").replace(" CO2e", "").strip()


def _slip_of_a_count(found: Number, cell: Cell) -> Kind | None:
    """Exchanged digits of a count whose noun is its unit: "4,128 valid patents"."""
    counted = cell.unit in _PIECES and not read_unit(found.unit).unit
    if counted and cell.amount >= 1000 and exchanged_digits(found.value, cell.amount):
        return Kind.TRANSPOSITION
    return None


def _by_digits(cells: Iterable[Cell]) -> dict[str, list[Cell]]:
    """The cells by their digits in any order, and those that count persons: what may be slips."""
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(_same_digits(cell.amount), []).append(cell)
        length = _length(cell.amount)
        if length and len(found.setdefault(length, [])) < _MOST_PERSONS:
            found[length].append(cell)
        for unit in (_PERSONS, _SUM, _VOLUME):
            if unit in cell.unit and len(found.get(unit, ())) < _MOST_PERSONS:
                found.setdefault(unit, []).append(cell)
    return found


def _same_digits(value: Decimal) -> str:
    return "".join(sorted(str(digit) for digit in value.normalize().as_tuple().digits))


def _length(value: Decimal) -> str:
    """How many digits a number has before and after the point; empty where they are few."""
    digits, exponent = value.as_tuple().digits, value.as_tuple().exponent
    return f"{len(digits)} digits, {exponent}" if len(digits) >= _MANY_DIGITS else ""


def _one_digit_apart(one: Decimal, other: Decimal) -> bool:
    """Whether two long numbers differ by a single digit: one that was mistyped or misread.

    >>> _one_digit_apart(Decimal(1921014), Decimal(1821014))
    True
    """
    first, second = one.as_tuple(), other.as_tuple()
    if len(first.digits) < _MANY_DIGITS or first.exponent != second.exponent:
        return False
    if len(first.digits) != len(second.digits):
        return False
    return sum(a != b for a, b in zip(first.digits, second.digits, strict=True)) == 1


def _exact(found: Number) -> bool:
    return (
        found.qualifier is Qualifier.EXACT
        and found.unit != "%"
        and not 1990 <= found.value <= 2060
        and not found.is_year
    )


def _digits(found: Number) -> int:
    return len(str(found.value.normalize().as_tuple().digits).replace(", ", "").strip("(),"))


def _slip(found: Number, cell: Cell) -> Kind | None:
    """How a number of a sentence misses one of a table; None where they are of other things."""
    unit = _mass(_unit(found.unit)) if found.unit != "money" else "money"
    if {unit, _mass(cell.unit)} == {"kg", "t"}:
        return _between_masses(found, cell, unit)
    if found.value == cell.amount and _other_size(unit, _mass(cell.unit)):
        return Kind.UNIT_SCALE if _digits(found) > _FEWEST_DIGITS else None
    if a_thousand_apart(found, cell.amount, cell.unit):
        return Kind.UNIT_SCALE
    if _digits(found) < _FEWEST_DIGITS:
        return None
    if unit != _mass(cell.unit) or not unit or not cell.amount or found.value == abs(cell.amount):
        return None  # a loss of 5 is a profit of -5
    if abs(found.value - cell.amount) <= (found.step if found.step > 1 else Decimal(0)):
        return None  # the sentence rounds
    if found.value.normalize().as_tuple().digits == cell.amount.normalize().as_tuple().digits:
        return Kind.UNIT_SCALE
    if unit == "money" and exchanged_and_rounded(found, cell.amount):
        return Kind.TRANSPOSITION
    if exchanged_digits(found.value, cell.amount):
        return Kind.TRANSPOSITION
    if unit == _PERSONS and two_places_exchanged(found.value, cell.amount):
        return Kind.TRANSPOSITION
    if _one_digit_apart(found.value, cell.amount):
        return Kind.CONFLICTING_VALUES
    if unit == "person" and abs(found.value - cell.amount) <= _NEAR_MISS * cell.amount:
        return Kind.CONFLICTING_VALUES
    return None


def _is_volume(found: Number) -> bool:
    return read_unit(found.unit).dimension == "[length]^3"


def _between_masses(found: Number, cell: Cell, unit: str) -> Kind | None:
    """Kilograms for tonnes: the same digits in two units are a slip, the same mass is none."""
    factor = Decimal("0.001") if unit == "kg" else Decimal(1000)
    if not cell.amount or found.value * factor == cell.amount:
        return None
    same = found.value.normalize().as_tuple().digits == cell.amount.normalize().as_tuple().digits
    return Kind.UNIT_SCALE if same else None


def _around(text: str, found: Number) -> str:
    return text[max(found.start - _WORDS_AROUND, 0) : found.start + _WORDS_AROUND]


def _common_words(context: ReportContext) -> set[str]:
    """Words that so many lines have that two numbers can share them by chance."""
    counts = Counter(word for _, text in context.prose() for word in set(stems(text)))
    most = max(_RARE, len(context.report.lines) // 40)
    return {word for word, count in counts.items() if count > most}


def _finding(
    context: ReportContext, line: int, found: Number, cell: Cell, kind: Kind
) -> ReportFinding:
    how = {
        Kind.UNIT_SCALE: Text("; a power of ten is wrong", "；数量级有误"),
        Kind.TRANSPOSITION: Text("; two digits changed places", "；有两位数字互换"),
    }.get(kind, Text("", ""))
    shown = f"{number(found.value)} ≠ {number(cell.amount)}"
    if found.value == cell.amount:
        how = Text("; one unit is wrong", "；单位有误")
        shown = f"{number(found.value)} {found.unit} ≠ {number(cell.amount)} {cell.unit}"
    elif a_thousand_apart(found, cell.amount, cell.unit):
        shown = (
            f"{found.printed} {found.unit} ≠ {number(cell.amount)} {cell.unit}; 1,000 times apart"
        )
    elif kind is Kind.UNIT_SCALE:
        times = Decimal(10) ** abs(power_of_ten(cell.amount, found.value))
        shown += f"; {number(times)} times apart"
    unit = f" {cell.row.unit}" if cell.row.unit else ""
    own = f" {found.unit}" if _unit(found.unit) in _MASSES else ""
    return ReportFinding(
        kind,
        Severity.WARNING if kind is Kind.CONFLICTING_VALUES else Severity.ERROR,
        context.metric_at(cell.row.line) or cell.row.label,
        Text(
            f"{cell.row.label}: {found.printed}{own} in the text, {cell.value.text.strip()}{unit} "
            f"in the table{how.en}.",
            f"{cell.row.label}：文中为{found.printed}{own}，表中为{cell.value.text.strip()}{unit}{how.zh}。",
        ),
        (found.printed, cell.value.text.strip()),
        (line, cell.row.line),
        shown,
    )


def yearly_amount(context: ReportContext) -> Iterator[ReportFinding]:
    """An amount said to be of every year, which a table has for one year alone."""
    cells = _cells(context)
    for line, text in context.prose():
        if not _YEARLY.search(text):
            continue
        for found in numbers_in(text):
            near = text[max(found.start - _WORDS_AROUND, 0) : found.start]
            said = [*_YEARLY.finditer(near)]
            if not said or len(near) - said[-1].end() > _RIGHT_BEFORE or found.unit == "%":
                continue
            if _digits(found) < _FEWEST_DIGITS:
                continue
            for cell in cells:
                if cell.amount != found.value or _unit(cell.unit) != _unit(found.unit):
                    continue
                others = [c for c in cells if c.row is cell.row and c.amount != cell.amount]
                if not others:
                    continue
                low = min(c.amount for c in others)
                if low > found.value * Decimal("0.9"):
                    continue
                yield ReportFinding(
                    Kind.CONTRADICTION_IN_TEXT,
                    Severity.WARNING,
                    context.metric_at(cell.row.line) or cell.row.label,
                    Text(
                        f"{cell.row.label}: {found.printed} is said to be that of every year; "
                        f"the table has it for one year, and {number(low)} for another.",
                        f"{cell.row.label}：文中称每年为{found.printed}，而表中仅一年为该值，"
                        f"另有一年为{number(low)}。",
                    ),
                    (found.printed, *(v.text.strip() for v in cell.row.values)),
                    (line, cell.row.line),
                    f"{number(low)} < {number(found.value)}",
                )
                break
