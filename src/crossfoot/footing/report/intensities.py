"""Intensities, recognised or not, with what they divide: which divisor does each imply?

"Diesel intensity, kg per million of revenue" and "Diesel consumption, tonnes" imply a revenue, and
so do petrol and electricity. Those of one column imply the same one, but for rounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from crossfoot.errors import CrossfootError
from crossfoot.footing.report.cells import Part, part, value_columns
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.likeness import words_of
from crossfoot.quantities.units import conversion_factor
from crossfoot.reading.header import unit_of_all
from crossfoot.reading.printed_units import PrintedUnit, read_unit
from crossfoot.reading.table import Column, ReportTable, Row

#: what labels of amounts and of rates add to the name of the thing
_VERBS = frozenset(
    (
        *("intensity", "intensities", "density", "average", "per", "rate", "unit", "ratio", "use"),
        *("emission", "emitted", "consumption", "consumed", "used", "usage", "produced", "type"),
        *(
            "generated",
            "generation",
            "production",
            "disposed",
            "disposal",
            "discharge",
            "purchased",
        ),
        *("discharged", "total", "based", "terms", "term", "using", "released", "capita"),
        *("强", "度", "密", "总", "量", "排", "放", "消", "耗", "使", "用", "产", "生", "单", "位"),
    )
)
#: other words for one divisor
_SAME = {
    **dict.fromkeys(
        ("employee", "staff", "person", "people", "fte", "capita", "workforce"), "person"
    ),
    **dict.fromkeys(("turnover", "sale", "income", "revenue", "value", "output"), "revenue"),
    **dict.fromkeys(("sqm", "square", "sq", "m2", "floor", "area", "gfa"), "area"),
}
_DIVIDED = re.compile(r"\s*/\s*|\s+per\s+|／", re.IGNORECASE)
_PER = re.compile(
    r"\bper\s+(?P<what>[^()（），,]+)|\(by (?P<by>[^()]+)\)|/\s*(?P<unit>[^()]+)", re.I
)
_INTENSITY = re.compile(
    r"intensit|densit|\bper\b|average|\bby\b|强度|密度|单位|每|人均", re.IGNORECASE
)
#: a printed rate that leaves its divisor open by more than this share proves nothing
_VAGUE = Decimal("0.7")


@dataclass(frozen=True, slots=True)
class Quotient:
    """A printed rate with the amount that it divides.

    Attributes:
        rate: the rate.
        amount: the amount.
        factor: what turns the unit of the amount into that above the line of the rate.
        divisor: what it is divided by, as words.
        column: the column of both, by year or title.
    """

    rate: Part
    amount: Part
    factor: Decimal
    divisor: str
    column: str

    @property
    def low(self) -> Decimal:
        """The least divisor that it may imply."""
        return self.amount.low * self.factor / self.rate.high

    @property
    def high(self) -> Decimal:
        """The greatest divisor that it may imply."""
        return self.amount.high * self.factor / self.rate.low

    @property
    def value(self) -> Decimal:
        """The divisor that it implies as printed."""
        return self.amount.value * self.factor / self.rate.value

    def with_rate(self, rate: Part) -> Quotient:
        """The same amount over another rate."""
        return replace(self, rate=rate)

    def expected(self, divisor: Decimal) -> Decimal:
        """What the rate would be with a divisor."""
        return self.amount.value * self.factor / divisor


def quotients(context: ReportContext) -> list[Quotient]:
    """The rates of a report whose amount is printed too, in the same table or another one."""
    tables = list(context.data_tables())
    amounts: dict[frozenset[str], list[tuple[ReportTable, Row]]] = {}
    for table in tables:
        for row in table.data_rows:
            if not _divides(row):
                amounts.setdefault(_thing(row.label, frozenset()), []).append((table, row))
    found: list[Quotient] = []
    for table in tables:
        for row in table.data_rows:
            if _divides(row):
                found += _of_row(table, row, amounts)
    return found


def _of_row(
    table: ReportTable,
    row: Row,
    amounts: dict[frozenset[str], list[tuple[ReportTable, Row]]],
) -> Iterable[Quotient]:
    above, below = _unit_parts(row)
    if not below:
        return
    label = row.label.replace(f"({row.unit})", "") if row.unit else row.label
    thing = _thing(label, _words(below))
    # "electricity energy consumption per unit" is of electricity, and scope 2 that of the location
    others = (thing, thing - {"energy"}, thing | {"location"})
    places: list[tuple[ReportTable, Row]] = next((amounts[t] for t in others if t in amounts), [])
    near = [each for each in places if each[0].id == table.id] or places
    if len(near) != 1:
        return  # of two amounts of one name, either may be meant
    other, dividend = near[0]
    unit = dividend.unit or next((u for c in other.columns[:1] if (u := unit_of_all(c.title))), "")
    factor = _factor(read_unit(unit), read_unit(above))
    if factor is None:
        return
    columns = {_name(c): c for c in value_columns(other)}
    for column in value_columns(table):
        rate = part(row, column)
        beside = columns.get(_name(column))
        amount = part(dividend, beside) if beside is not None else None
        if rate is None or amount is None or rate.low <= 0 or amount.low <= 0:
            continue
        if rate.step > rate.value * _VAGUE or amount.step > amount.value * _VAGUE:
            continue
        yield Quotient(rate, amount, factor, " ".join(sorted(_words(below))), _name(column))


def _name(column: Column) -> str:
    return str(column.year) if column.year is not None else column.title


def _divides(row: Row) -> bool:
    """Whether a row is of something per something else."""
    if row.unit.strip() in ("%", "％"):
        return False
    return bool(_DIVIDED.search(row.unit.strip())) or bool(_INTENSITY.search(row.label))


def _unit_parts(row: Row) -> tuple[str, str]:
    """What stands above and below the line: from the unit, else from the label."""
    pieces = _DIVIDED.split(row.unit.strip(), maxsplit=1)
    if len(pieces) == 2:
        return pieces[0].strip(), pieces[1].strip()
    match = _PER.search(row.label)
    below = (match["what"] or match["by"] or match["unit"] or "") if match else ""
    return row.unit.strip(), below.strip()


def _words(text: str) -> frozenset[str]:
    """The words of a divisor, one word for each thing."""
    words = {_SAME.get(word, word) for word in words_of(text.replace("²", "2"))}
    return frozenset(word for word in words if word != "m") or frozenset((text.casefold(),))


def _thing(label: str, divisor: frozenset[str]) -> frozenset[str]:
    """The words of a label that name what is emitted, used or made."""
    plain = re.sub(r"greenhouse gas(?:es)?", "ghg", label, flags=re.IGNORECASE)
    said = words_of(_PER.sub(" ", plain)) - _VERBS - _SAME.keys()
    return frozenset(said - divisor)


def _factor(amount: PrintedUnit, above: PrintedUnit) -> Decimal | None:
    """What turns one unit into the other; 1 where both are missing or the same words."""
    if amount.text == above.text or not (amount.unit or above.unit):
        return Decimal(1)
    if not amount.unit or not above.unit or amount.dimension != above.dimension:
        return _of_a_gas(amount, above)
    try:
        return conversion_factor(amount.unit, above.unit)
    except CrossfootError:
        return None


def _of_a_gas(amount: PrintedUnit, above: PrintedUnit) -> Decimal | None:
    """Tonnes against tonnes of CO2 equivalent: reports leave the gas out of either."""
    plain = [unit.unit.replace("*CO2e", "") for unit in (amount, above)]
    try:
        return conversion_factor(*plain) if all(plain) else None
    except CrossfootError:
        return None


def by_divisor(every: Iterable[Quotient]) -> Iterator[list[Quotient]]:
    """The quotients of one column and one divisor."""
    groups: dict[tuple[str, str], list[Quotient]] = {}
    for each in every:
        groups.setdefault((each.divisor, each.column), []).append(each)
    yield from groups.values()
