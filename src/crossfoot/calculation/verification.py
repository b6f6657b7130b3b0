"""Verification: who verified which part of an inventory, to what level, and what was found.

One row of `verification.csv` is one statement about an entity and a period, in the terms of ISO
14064-3:2019: level of assurance, materiality, misstatements, opinion. What a statement verified is
set against what the inventory says now: a figure that changed since is no longer the verified one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from crossfoot.calculation.lines import Cell, tonnes
from crossfoot.calculation.streams import is_in_total
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import CONTEXT
from crossfoot.tables.reader import Row, read_table
from crossfoot.tables.schema import Column, Kind, Schema

FILE_NAME = "verification.csv"
#: the totals that a statement may be about
SCOPES = ("scope1", "scope2_location", "scope2_market", "scope3")
_HUNDRED, _ZERO = Decimal(100), Decimal(0)

LEVELS: Mapping[str, Text] = {
    "limited": Text("limited", "有限保证"),
    "reasonable": Text("reasonable", "合理保证"),
    "agreed_procedures": Text("agreed-upon procedures", "商定程序"),
}
OPINIONS: Mapping[str, Text] = {
    "unmodified": Text("unmodified", "无保留意见"),
    "modified": Text("modified", "保留意见"),
    "adverse": Text("adverse", "否定意见"),
    "disclaimed": Text("disclaimed", "无法表示意见"),
}


def _said(texts: Mapping[str, Text]) -> dict[str, tuple[str, ...]]:
    return {name: (text.en, text.zh) for name, text in texts.items()}


VERIFICATION = Schema(
    "verification",
    (
        Column("entity", Kind.NAME, Text("Entity", "主体"), ("site", "场所"), required=True),
        Column("period", Kind.PERIOD, Text("Period", "期间"), ("year", "年度"), required=True),
        Column("scopes", Kind.TEXT, Text("Verified totals", "核查范围"), required=True),
        Column("verifier", Kind.TEXT, Text("Verifier", "核查机构"), required=True),
        Column("accreditation", Kind.TEXT, Text("Accreditation", "认可编号")),
        Column("standard", Kind.TEXT, Text("Standard", "核查标准"), required=True),
        Column(
            "level",
            Kind.CHOICE,
            Text("Level of assurance", "保证等级"),
            choices=_said(LEVELS),
            required=True,
        ),
        Column(
            "materiality",
            Kind.DECIMAL,
            Text("Materiality, %", "实质性阈值（%）"),
            minimum=_ZERO,
            maximum=_HUNDRED,
            why_bounded="it is percent of the verified total",
        ),
        Column(
            "opinion",
            Kind.CHOICE,
            Text("Opinion", "核查意见"),
            choices=_said(OPINIONS),
            required=True,
        ),
        Column("issued", Kind.DATE, Text("Issued", "签发日期"), edge="last"),
        Column("stated", Kind.DECIMAL, Text("Verified, t CO2e", "核查排放量（tCO2e）")),
        Column("uncorrected", Kind.DECIMAL, Text("Uncorrected, t CO2e", "未更正错报（tCO2e）")),
        Column("corrected", Kind.DECIMAL, Text("Corrected, t CO2e", "已更正错报（tCO2e）")),
        Column("misstatements", Kind.TEXT, Text("Misstatements found", "发现的错报")),
        Column("evidence", Kind.TEXT, Text("Evidence", "证据"), ("document", "声明文件")),
    ),
    key=("entity", "period", "scopes", "standard"),
    example=("hefei", "2023", "scope1 scope2_location", "Verifier Ltd", "", "ISO 14064-3:2019"),
)
COLUMNS = tuple(column.name for column in VERIFICATION.columns)


@dataclass(frozen=True, slots=True)
class Verification:
    """A statement of a verifier.

    Attributes:
        entity: site or other entity.
        period: what it is of.
        scopes: the totals that were verified, of `SCOPES`.
        verifier: who verified.
        accreditation: of the verifier.
        standard: by which it was verified, such as ISO 14064-3:2019 or ISAE 3410.
        level: key of `LEVELS`.
        materiality: percent of the total from which misstatements are material; None if unstated.
        opinion: key of `OPINIONS`.
        issued: day of the statement.
        stated: t CO2e that were verified.
        uncorrected: t CO2e of misstatements that were left.
        corrected: t CO2e of misstatements that were corrected.
        misstatements: what was found, in words.
        evidence: the document: its name, hash or place.
    """

    entity: str
    period: Period
    scopes: tuple[str, ...]
    verifier: str
    accreditation: str
    standard: str
    level: str
    materiality: Decimal | None
    opinion: str
    issued: date | None
    stated: Decimal | None
    uncorrected: Decimal | None
    corrected: Decimal | None
    misstatements: str
    evidence: str

    @property
    def uncorrected_percent(self) -> Decimal | None:
        """Misstatements that were left, as percent of what was verified."""
        if self.uncorrected is None or not self.stated:
            return None
        return CONTEXT.divide(abs(self.uncorrected) * _HUNDRED, abs(self.stated))

    @property
    def is_material(self) -> bool | None:
        """Whether what was left is more than the materiality; None where one is not stated."""
        left = self.uncorrected_percent
        return None if left is None or self.materiality is None else left > self.materiality


@dataclass(frozen=True, slots=True)
class Verified:
    """A statement beside what the inventory says now.

    Attributes:
        statement: the statement.
        now: t CO2e of the same totals now.
    """

    statement: Verification
    now: Decimal

    @property
    def difference(self) -> Decimal | None:
        """What changed since, in t CO2e."""
        return None if self.statement.stated is None else self.now - self.statement.stated

    @property
    def agrees(self) -> bool | None:
        """Whether the figure is still the verified one, to the places that were stated."""
        stated = self.statement.stated
        if stated is None:
            return None
        exponent = stated.as_tuple().exponent
        reach = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
        return abs(self.now - stated) <= reach


def compared(
    statements: Iterable[Verification],
    cells: Iterable[Cell],
    below: Mapping[str, Collection[str]],
    gwp: str,
) -> list[Verified]:
    """The statements with what their totals are now.

    Args:
        statements: of the verifiers.
        cells: of the inventory.
        below: the sites below each entity, itself among them.
        gwp: set of warming potentials.
    """
    known = list(statements)
    sums = [0] * len(known)
    for cell in cells:
        if cell.outside:
            continue
        month = _month(cell.month)
        for number, each in enumerate(known):
            if cell.site not in below[each.entity] or not each.period.contains(month):
                continue
            if any(is_in_total(cell.scope, cell.method, name) for name in each.scopes):
                sums[number] += cell.co2e[gwp]
    return [Verified(each, tonnes(mass)) for each, mass in zip(known, sums, strict=True)]


@cache
def _month(name: str) -> Period:
    return Period.parse(name)


def read_verifications(path: Path, entities: Collection[str]) -> tuple[Verification, ...]:
    """Read the statements of a file.

    Raises:
        CrossfootError: a row cannot be read, or names an entity or total that there is not.
    """
    table = read_table(path, VERIFICATION, known={"entity": entities})
    rows = list(table.rows)
    problems = [
        Problem(what, where=f"{path.name} row {row.place.row}", remedy=remedy)
        for row in rows
        for what, remedy in _wrong(row)
    ]
    if problems:
        raise CrossfootError.of(problems)
    return tuple(_statement(row) for row in rows)


def _wrong(row: Row) -> Iterator[tuple[str, str]]:
    scopes = str(row["scopes"]).replace(";", " ").split()
    for name in scopes:
        if name not in SCOPES:
            yield f"{name!r} is no total that can be verified", f"use {', '.join(SCOPES)}"
    if {"scope2_location", "scope2_market"} <= set(scopes):
        what = "scope 2 by location and by market cannot be added"
        yield what, "write one row for each, or name the one that was verified"
    opinion, found = str(row["opinion"]), str(row["misstatements"])
    if opinion in ("modified", "adverse") and not found:
        yield f"the opinion is {opinion} without a misstatement", "say what was found"


def _statement(row: Row) -> Verification:
    def number(name: str) -> Decimal | None:
        value = row[name]
        return value if isinstance(value, Decimal) else None

    issued, period = row["issued"], row["period"]
    assert isinstance(period, Period), "the column is required"  # noqa: S101
    return Verification(
        entity=str(row["entity"]),
        period=period,
        scopes=tuple(str(row["scopes"]).replace(";", " ").split()),
        verifier=str(row["verifier"]),
        accreditation=str(row["accreditation"]),
        standard=str(row["standard"]),
        level=str(row["level"]),
        materiality=number("materiality"),
        opinion=str(row["opinion"]),
        issued=issued if isinstance(issued, date) else None,
        stated=number("stated"),
        uncorrected=number("uncorrected"),
        corrected=number("corrected"),
        misstatements=str(row["misstatements"]),
        evidence=str(row["evidence"]),
    )
