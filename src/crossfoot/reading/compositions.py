"""Shares that make a whole together, under labels that rates have too.

"Employees trained: male 65.2 %, female 34.8 %" says who the trained employees are, and not how many
of the men were trained. The numbers tell: members of one breakdown that add up to 100 % in a year,
and to nearly as much in the others, are the parts of a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from crossfoot.reading.figure import Figure, Unrecognised

#: rates by category, with the share of the category in the whole; empty where there is none
_SHARES = {
    "training.coverage": "training.trained_share",
    "workforce.turnover_rate": "",
    "workforce.turnover_rate_average": "",
    "workforce.turnover_rate_exit": "",
    "workforce.hire_rate": "",
    "ethics.training.coverage": "",
}
_SUM = re.compile(r"(?:grand )?total|合计|总计|小计|overall", re.IGNORECASE)
_HUNDRED = Decimal(100)
#: how far a year may be from a whole, where another makes it
_NEARLY = Decimal(5)
_FEWEST = 2
_REMARK = "the parts add up to 100%"


def settle_compositions(
    figures: Sequence[Figure], unknown: Sequence[Unrecognised]
) -> tuple[list[Figure], list[Unrecognised]]:
    """Figures and unrecognised values, with shares of a whole told from rates by category.

    Args:
        figures: what was recognised in tables.
        unknown: what was not.
    """
    splits: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in figures:
        if figure.metric in _SHARES and len(figure.dimensions) == 1 and figure.table:
            (key, _) = figure.dimensions[0]
            splits.setdefault((figure.table, figure.metric, key), []).append(figure)
    composed = {id(f) for split in splits.values() if _is_whole(split) for f in split}
    kept = [_as_share(f) if id(f) in composed else f for f in figures]
    composed |= {id(f) for f in figures if _is_sum_of_shares(f)}
    dropped = [f for f in figures if id(f) in composed and not _SHARES[f.metric]]
    return [f for f in kept if f is not None], [*unknown, *map(_unread, dropped)]


def _is_sum_of_shares(figure: Figure) -> bool:
    """Whether "Total: 100.0" is what shares add up to: nobody hires all employees anew."""
    last = figure.label.rpartition(">")[2].strip()
    return (
        figure.metric in _SHARES
        and not _SHARES[figure.metric]
        and figure.value == _HUNDRED
        and not figure.dimensions
        and bool(figure.table and _SUM.fullmatch(last))
    )


def _is_whole(split: Iterable[Figure]) -> bool:
    by_year: dict[int | None, list[Figure]] = {}
    for figure in split:
        by_year.setdefault(figure.year, []).append(figure)
    exact = 0
    for parts in by_year.values():
        members = {part.dimensions for part in parts}
        if len(members) < max(_FEWEST, len(parts)) or any(p.value >= _HUNDRED for p in parts):
            return False
        total = sum((part.value for part in parts), Decimal(0))
        exact += abs(total - _HUNDRED) <= sum((part.step for part in parts), Decimal(0)) / 2
        if abs(total - _HUNDRED) > _NEARLY:
            return False
    return exact > 0


def _as_share(figure: Figure) -> Figure | None:
    share = _SHARES[figure.metric]
    if not share:
        return None
    remark = "; ".join(part for part in (figure.remark, _REMARK) if part)
    return replace(figure, metric=share, remark=remark)


def _unread(figure: Figure) -> Unrecognised:
    reason = f"{_REMARK}: no metric is the share of a category in it"
    return Unrecognised(
        figure.label, figure.line, (figure.printed,), figure.printed_unit, reason, figure.table
    )
