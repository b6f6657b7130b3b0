"""Totals and parts in tables, whether their labels are recognised or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.cells import Part, added, adds_up, amount_columns, part
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.wording import number
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.table import ReportTable, Row

_TOTAL = re.compile(
    r"^(?:grand |sub-?)?totals?$|^(?:总计|合计|小计|总和|总数|共计)$|^in total$|^sum$",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"rate|ratio|intensity|average|per |%|percent|share|score|率|强度|平均|占比|比例|每",
    re.IGNORECASE,
)
#: parts whose sum is further from the total are parts of something else, or not all of them
_CLOSE = Decimal("0.1")
_FEWEST = 2
_HUNDRED = Decimal(100)
_SHARES_FROM, _SHARES_TO = Decimal(97), Decimal(103)


def total_rows(context: ReportContext) -> Iterator[ReportFinding]:
    """Rows called Total against the rows above them, in each column.

    The rows above may hold sub-totals and parts of parts; the total agrees where any sensible
    choice of them gives it.
    """
    for table in context.data_tables():
        rows = list(table.data_rows)
        for at, row in enumerate(rows):
            if not _TOTAL.match(row.label.strip(" :：")):
                continue
            start = next((n + 1 for n in range(at - 1, -1, -1) if _ends_block(rows[n], row)), 0)
            above = [r for r in rows[start:at] if r.unit == row.unit]
            for column in amount_columns(table):
                total, parts = part(row, column), [part(r, column) for r in above]
                known = [p for p in parts if p is not None]
                if total is None or len(known) < _FEWEST or _RATE.search(column.title):
                    continue
                yield from _judge(table, row.label, total, known)


def _ends_block(row: Row, total: Row) -> bool:
    """Whether a row closes what stands before it: another total of the same depth."""
    return (
        bool(_TOTAL.match(row.label.strip(" :：")))
        and row.groups == total.groups
        and (row.label == total.label)
    )


def _judge(
    table: ReportTable, label: str, total: Part, parts: Sequence[Part]
) -> Iterator[ReportFinding]:
    choices = [list(parts), _outermost(parts), _without_nested(parts)]
    choices = [choice for choice in choices if len(choice) >= _FEWEST]
    if not choices or any(adds_up(total, choice) for choice in choices):
        return
    nearest = min(choices, key=lambda choice: abs(added(choice) - total.value))
    gap = added(nearest) - total.value
    if not total.value or abs(gap) > _CLOSE * abs(total.value):
        return
    shown = " + ".join(number(p.value) for p in nearest)
    name = " > ".join((*total.row.groups, label)) or table.caption
    lines = dict.fromkeys((total.row.line, *(p.row.line for p in nearest)))
    yield ReportFinding(
        Kind.SUM_MISMATCH,
        Severity.ERROR,
        name,
        Text(
            f"{name}: {total.text} is printed, the parts add up to {number(added(nearest))}; "
            f"the difference is {number(gap)}.",
            f"{name}：所列为{total.text}，各部分合计为{number(added(nearest))}，相差{number(gap)}。",
        ),
        (total.text, *(p.text for p in nearest))[:MOST_LINES],
        tuple(lines)[:MOST_LINES],
        f"{shown} = {number(added(nearest))} ≠ {number(total.value)}",
    )


def _outermost(parts: Sequence[Part]) -> list[Part]:
    """The parts of the outermost groups alone."""
    least = min(len(p.row.groups) for p in parts)
    return [p for p in parts if len(p.row.groups) == least]


def _without_nested(parts: Sequence[Part]) -> list[Part]:
    """The parts, without those rows that add up to the row before them."""
    kept: list[Part] = []
    at = 0
    while at < len(parts):
        kept.append(parts[at])
        run = Decimal(0)
        step = Decimal(0)
        for n in range(at + 1, len(parts)):
            run += parts[n].value
            step += parts[n].step
            if abs(run - parts[at].value) <= (step + parts[at].step) / 2:
                at = n
                break
        at += 1
    return kept


def shares_of_a_group(context: ReportContext) -> Iterator[ReportFinding]:
    """Rows of a group in per cent that nearly, but not quite, make 100."""
    for table in context.data_tables():
        groups: dict[tuple[str, ...], list[Row]] = {}
        for row in table.data_rows:
            if row.groups and compact(row.unit) in ("", "percent", "百分比") and _is_share(row):
                groups.setdefault(row.groups, []).append(row)
        for group, rows in groups.items():
            for column in amount_columns(table):
                parts = [p for r in rows if (p := part(r, column)) is not None]
                total = added(parts)
                reach = sum((p.step for p in parts), Decimal(0)) / 2
                if len(parts) < _FEWEST or not _SHARES_FROM <= total <= _SHARES_TO:
                    continue
                if abs(total - _HUNDRED) <= reach:
                    continue
                shown = " + ".join(number(p.value) for p in parts)
                yield ReportFinding(
                    Kind.SUM_MISMATCH,
                    Severity.WARNING,
                    group[-1],
                    Text(
                        f"{group[-1]}: the shares make {number(total)}%, not 100%.",
                        f"{group[-1]}：各占比合计为{number(total)}%，不等于100%。",
                    ),
                    tuple(p.text for p in parts)[:MOST_LINES],
                    tuple(p.row.line for p in parts)[:MOST_LINES],
                    f"{shown} = {number(total)}",
                )


def _is_share(row: Row) -> bool:
    return row.unit.strip() in ("%", "％") or any(
        "%" in value.text or "％" in value.text for value in row.values
    )
