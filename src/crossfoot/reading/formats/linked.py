"""Tables of horizontal rules over all pages: pieces of one table have the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crossfoot.reading.formats.cells import Leading
from crossfoot.reading.formats.lined import LinedTable, RuleAt, find_lined, rule_groups
from crossfoot.reading.formats.ruled import RuledTable
from crossfoot.reading.formats.segments import Segment
from crossfoot.reading.formats.tracks import filled_cells, find_borders

#: ends of rules that are nearer to each other, in points, stand together
_NEAR = 3.0
#: part of the cells of a piece that the columns of the whole table may lose
_LOST = 0.1


def find_linked(
    rules: Mapping[int, Sequence[RuleAt]],
    segments: Mapping[int, Sequence[Segment]],
    leading: Leading,
) -> dict[int, list[RuledTable]]:
    """The tables with horizontal rules of each page.

    Args:
        rules: by page, those outside tables with rules on all sides.
        segments: by page, what stands outside such tables.
        leading: the white between lines of a paragraph, from `find_leading`.
    """
    groups = {n: rule_groups(rules[n], segments[n], leading) for n in rules}
    found: dict[int, list[LinedTable]] = {}
    for number in sorted(rules):
        known = [
            group
            for near in (number - 1, number + 1, number - 2)
            for group in groups.get(near, [])
            if group.usual
        ]
        above = found.get(number - 1, [])
        found[number] = find_lined(rules[number], segments[number], leading, above, known)
    tables: dict[int, list[RuledTable]] = {number: [] for number in found}
    for chain in _chains(found):
        borders = find_borders([row.segments for _, table in chain for row in table.rows])
        for number, table in chain:
            tables[number].append(table.with_borders(borders))
    return tables


def _chains(found: Mapping[int, Sequence[LinedTable]]) -> list[list[tuple[int, LinedTable]]]:
    """Tables that go on over the ends of pages, with the number of each page."""
    chains: list[list[tuple[int, LinedTable]]] = []
    for number in sorted(found):
        for table in found[number]:
            last = chains[-1] if chains else []
            if last and _follows(last[-1], (number, table)) and _go_on(last, table):
                last.append((number, table))
            else:
                chains.append([(number, table)])
    return chains


def _follows(upper: tuple[int, LinedTable], lower: tuple[int, LinedTable]) -> bool:
    """Whether nothing stands between two tables, which may be one."""
    (page, above), (next_page, table) = upper, lower
    same = abs(above.left - table.left) <= _NEAR and abs(above.right - table.right) <= _NEAR
    if page == next_page:
        return same and abs(above.rows[-1].bottom - table.rows[0].top) <= _NEAR
    return same and page + 1 == next_page and above.ends and table.begins


def _go_on(chain: Sequence[tuple[int, LinedTable]], table: LinedTable) -> bool:
    above = chain[-1][1]
    if above.open_below and table.open_above:
        return True
    pieces = [[row.segments for _, each in chain for row in each.rows]]
    pieces.append([row.segments for row in table.rows])
    both = find_borders([*pieces[0], *pieces[1]])
    for piece in pieces:
        own = find_borders(piece)
        if filled_cells(piece, both) < (1 - _LOST) * filled_cells(piece, own):
            return False
    return True
