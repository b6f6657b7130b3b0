"""Who holds what, from when to when: `ownership.csv` of a workspace, over its organisation.

    entity,start,end,parent,equity,operational_control,financial_control,arrangement,source
    penang,,2023-04-14,,40%,no,joint,joint_venture,agreement of 2019
    penang,2023-04-15,2024-08-31,,100%,,,subsidiary,purchase of 15 April 2023

An entity that is named is held on the days of its rows alone. An empty cell is what the
arrangement says (`crossfoot.facts.arrangements`), else what the organisation says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.arrangements import arrangement, arrangements
from crossfoot.facts.entities import Entity, FinancialControl, Holding, Organisation
from crossfoot.languages import Text
from crossfoot.tables.reader import Row, read_table
from crossfoot.tables.schema import Column, Kind, RowRule, Schema
from crossfoot.tables.schemas import ONE, ORGANISATION, ZERO, start_before_end


def _dates(start: date | None, end: date | None) -> Problem | None:
    return None if start is None or end is None else start_before_end(start, end)


OWNERSHIP = Schema(
    "ownership",
    (
        Column("entity", Kind.NAME, Text("Entity", "主体"), ("site", "id", "场所"), required=True),
        Column("start", Kind.DATE, Text("From", "起始日"), ("held from", "开始"), edge="first"),
        Column("end", Kind.DATE, Text("To", "截止日"), ("held to", "结束"), edge="last"),
        Column("parent", Kind.NAME, Text("Parent", "上级"), ("holder", "上级单位")),
        Column(
            "equity",
            Kind.DECIMAL,
            Text("Equity share", "股权比例"),
            ("share", "持股比例"),
            minimum=ZERO,
            maximum=ONE,
            why_bounded="the share of the parent is between nothing and the whole",
            share=True,
        ),
        ORGANISATION["operational_control"],
        ORGANISATION["financial_control"],
        Column(
            "arrangement",
            Kind.CHOICE,
            Text("Arrangement", "安排类型"),
            choices={name: (each.title.en, each.title.zh) for name, each in arrangements().items()},
        ),
        Column("source", Kind.TEXT, Text("Source", "来源"), ("evidence", "contract", "依据")),
    ),
    rules=(RowRule(("start", "end"), _dates),),
    key=("entity", "start"),
    example=("penang", "2023-04-15", "", "", "100%", "yes", "full", "subsidiary"),
)


def with_ownership(organisation: Organisation, path: Path) -> Organisation:
    """The organisation with what a file states of who holds what.

    Raises:
        CrossfootError: a row cannot be read, names what is not there, or overlaps another.
    """
    stated = read_ownership(path, organisation)
    named = {each.entity.id for each in stated}
    kept = [each for each in organisation.dated if each.entity.id not in named]
    return Organisation(organisation, path.name, [*kept, *stated])


def read_ownership(path: Path, organisation: Organisation) -> tuple[Holding, ...]:
    """What a file states of the entities of an organisation.

    Raises:
        CrossfootError: a row cannot be read, names what is not there, or overlaps another.
    """
    ids = [entity.id for entity in organisation]
    table = read_table(path, OWNERSHIP, known={"entity": ids, "parent": ids})
    found: dict[str, list[tuple[int, Holding]]] = {}
    problems: list[Problem] = []
    for row in table.rows:
        number = row.place.row or 0
        try:
            holding = _holding(row, organisation)
        except CrossfootError as error:
            place = f"{path.name} row {number}"
            problems += [replace(problem, where=place) for problem in error.problems]
            continue
        found.setdefault(holding.entity.id, []).append((number, holding))
    for rows in found.values():
        problems += _overlaps(rows, path.name)
    if problems:
        raise CrossfootError.of(problems)
    return tuple(holding for rows in found.values() for _, holding in rows)


def _holding(row: Row, organisation: Organisation) -> Holding:
    entity = organisation[str(row["entity"])]
    if not entity.parent:
        what = f"{entity.id!r} is the whole group, which nobody in it holds"
        raise CrossfootError(Problem(what, remedy="state what the group holds"))
    start, end = _day(row, "start"), _day(row, "end")
    name = str(row["arrangement"] or "")
    if not name:
        return Holding(_state(row, entity), start, end, source=str(row["source"]))
    kind = arrangement(name)
    stated = row["equity"] if isinstance(row["equity"], Decimal) else None
    if kind.needs_equity and stated is None:
        what = f"{kind.title.en} needs the equity share"
        raise CrossfootError(Problem(what, remedy="write it, such as 40%"))
    default = replace(
        entity,
        equity=entity.equity if kind.equity is None else kind.equity,
        operational_control=kind.operational_control,
        financial_control=kind.financial_control,
    )
    counts = stated if kind.by_equity and stated is not None else Decimal(1)
    state = _state(row, default)
    return Holding(state, start, end, kind.category, counts, str(row["source"]))


def _day(row: Row, column: str) -> date | None:
    day = row[column]
    return day if isinstance(day, date) else None


def _state(row: Row, entity: Entity) -> Entity:
    """The entity with what the row says."""
    equity, control = row["equity"], str(row["financial_control"] or "")
    operated = str(row["operational_control"] or "")
    return replace(
        entity,
        parent=str(row["parent"] or entity.parent),
        equity=equity if isinstance(equity, Decimal) else entity.equity,
        operational_control=operated == "yes" if operated else entity.operational_control,
        financial_control=FinancialControl(control) if control else entity.financial_control,
    )


def _overlaps(rows: Sequence[tuple[int, Holding]], name: str) -> Iterator[Problem]:
    ordered = sorted(rows, key=lambda each: each[1].start or date.min)
    for (_, before), (number, after) in pairwise(ordered):
        if before.end is None or (after.start or date.min) <= before.end:
            yield Problem(
                f"{after.entity.id!r} is held twice on {after.start}",
                where=f"{name} row {number}",
                remedy="end the earlier row on the day before",
            )
