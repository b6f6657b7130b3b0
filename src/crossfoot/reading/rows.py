"""The rows of a table: nested labels, unit and values of each.

Cells shift in converted reports: a group that spans columns pushes values to the right, a cell that
is missing pulls them to the left. So values are found by what they are (a unit, then as many
numbers as there are years), and by the column of the head only where that fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from crossfoot.reading.ages import find_age
from crossfoot.reading.concepts import AGE, concepts_of, read_terms
from crossfoot.reading.header import compares_years, is_value, numbers_rows, unit_in_head
from crossfoot.reading.lexicon import lexicon
from crossfoot.reading.marks import is_bulleted, plain, split_marks
from crossfoot.reading.numbers import is_nothing, read_cell
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.runs import RawRow
from crossfoot.reading.table import Column, Role, Row, Value
from crossfoot.reading.titles import is_member_below, opens_whole, without_breakdown

_AMONG = re.compile(
    r"^(?:among (?:them|which|others)|of which|including|in which|其中|包括|分别为)\s*[:：]?\s*$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"^(?:grand |sub)?total$|^合计$|^总计$|^小计$", re.IGNORECASE)
_BREAKDOWNS = frozenset(
    ("by", "gender_word", "age_word", "region_word", "education_word", "level_word")
)
#: breakdowns whose members are named without what they are members of
_OF_PEOPLE = (
    *("gender", "age_group", "education", "employment_type", "employee_category"),
    *("region", "supplier_region", "material"),
)
#: what is done with the thing that a group names: "Total recycled" below "Waste"
_DONE = frozenset(
    ("recycle", "dispose", "diverted", "directed", "consume", "generate", "emission", "reduction")
) | {"train", "hour", "hire", "landfill", "incinerate", "purchased", "output", "per", "average"}
_PERCENT = ("%", "％")
_HUNDRED = 100
#: what is done with the thing in the row above: "综合利用量", "Disposed"
_TREATMENTS = frozenset(("recycle", "dispose", "landfill", "incinerate"))
_SUM = re.compile(r"\btotal\b|总计|合计|总量|总数", re.IGNORECASE)
#: "By type of contract", "按用工形式划分"
_BY = re.compile(r"by (?!-)[a-z ,/&-]{3,50}$|按[^，。；、\d]{2,16}$", re.IGNORECASE)
_OF_WHICH = re.compile(r"^\W*(?:of which|其中|including)\s*[:：,，]?\s*\S", re.IGNORECASE)
_PLACEHOLDER = frozenset(("/", "\\", "-", "—", "–", "／", "--"))
_ENDS_IN_LETTER = re.compile(r"[A-Za-z]$")
_STARTS_IN_SMALL = re.compile(r"^[a-z]{1,12}\b")
#: letters of the name of a group; a cell with more is a sentence
_LONGEST_NAME = 110
#: values of a row that are looked for where they do not stand under their heads
_MOST_VALUES = 60
#: cells of a line that name a group together; more are a head of their own, or text
_MOST_NAMES = 2
#: a unit of money that looks like an amount: "RMB 10,000"
_MONEY_UNIT = re.compile(r"\W*(?:RMB|CNY|HKD?|USD?|EUR)?\s?[$¥￥€]?\s?1(?:0|00)?,000(?:,000)?\W*$")
_SERIAL = re.compile(r"^\d{1,3}[.、]?$")


@dataclass
class LabelPath:
    """The labels in force, by column, and a group line above.

    `whole` is the last row that is no part of a breakdown: what "By gender" below it breaks down.
    Rows below it with a bullet, where it has none, are its parts as well (`whole_plain`).
    `alone` is a label that stood by itself in the first column of a table with groups.
    """

    labels: list[str] = field(default_factory=list)
    group: str = ""
    bulleted: bool | None = None
    among: bool = False
    whole: str = ""
    counted: str = ""
    whole_unit: str = ""
    whole_plain: bool = False
    alone: str = ""
    group_unit: str = ""


def read_rows(
    raw: Sequence[RawRow], columns: Sequence[Column], path: LabelPath | None = None
) -> tuple[Row, ...]:
    """The rows below the head.

    Args:
        raw: the rows.
        columns: the columns of their table.
        path: the labels in force above them, where the table goes on from another page; those in
            force below them afterwards.
    """
    heads = [column for column in columns if column.role is Role.VALUE]
    unit_head = next((column for column in columns if column.role is Role.UNIT), None)
    serial = {c.index for c in columns if numbers_rows(c.title)}
    first_value = min((head.index for head in heads), default=0)
    serial |= {c.index for c in columns if c.role is Role.REMARK and 0 < c.index < first_value}
    last_value = max((head.index for head in heads), default=0)
    serial |= {c.index for c in columns if c.index > last_value and compares_years(c.title)}
    if _has_serial_numbers(raw):
        serial.add(0)
    path = LabelPath() if path is None else path
    return tuple(_row(row, heads, unit_head, path, serial) for row in raw)


def _has_serial_numbers(raw: Sequence[RawRow]) -> bool:
    """Whether the first column counts the rows."""
    first = [row.cells[0] for row in raw if row.cells and row.cells[0]]
    return len(first) > 1 and all(_SERIAL.match(cell) for cell in first)


def _row(
    row: RawRow, heads: list[Column], unit_head: Column | None, path: LabelPath, serial: set[int]
) -> Row:
    cells = tuple("" if at in serial else cell for at, cell in enumerate(row.cells))
    at, values = _values(cells, heads, unit_head)
    unit = ""
    labels = list(cells[:at])
    if values and labels and (found := _unit_cell(labels, unit_head, bool(values[0].text))):
        unit = labels[found]
        labels = labels[:found]
    elif values:
        unit = _unit_behind(cells, values, unit_head)
    texts = [cell for cell in labels if cell and cell not in _PLACEHOLDER]
    if not values:
        if not _says_nothing(row.cells, heads):
            _group_line(texts, path)
        label, marks = split_marks(_joined(texts)) if texts else ("", ())
        return Row(row.line, row.cells, label, (), (), "", marks, ())
    return _data_row(row, labels, texts, unit, values, path)


def _says_nothing(cells: Sequence[str], heads: Sequence[Column]) -> bool:
    """Whether a row has signs for "nothing" where its values would stand, and names no group."""
    below = [cells[head.index] for head in heads if head.index < len(cells)]
    return len(below) > 1 and all(is_nothing(cell) for cell in below if cell) and any(below)


def _data_row(
    row: RawRow,
    labels: list[str],
    texts: list[str],
    unit: str,
    values: tuple[Value, ...],
    path: LabelPath,
) -> Row:
    own = texts[-1] if texts else ""
    groups, loose = _groups(labels, texts, path)
    label, marks = split_marks(own)
    label = without_breakdown(label) if path.whole and not groups else label
    bullet = is_bulleted(own) or row.indented
    if path.group and path.bulleted is None:
        path.bulleted, path.group_unit = bullet, unit
    closes = path.bulleted and not bullet
    if path.group and (closes or (path.among and _TOTAL.match(label))):
        path.group, path.bulleted = "", None
    if path.group and unit and path.group_unit not in ("", unit) and names_breakdown(path.group):
        path.group, path.bulleted = "", None  # "By region" broke down persons, and these are rates
    if path.group and names_breakdown(path.group) and opens_whole(label, path.whole):
        path.group, path.bulleted = "", None
    if path.group and closes_group(label, path.group):
        path.group, path.bulleted = "", None
    above = [path.group] if path.group else []
    named = tuple(name for text in (*above, *groups) if (name := split_marks(text)[0]))
    open_names = tuple(name for text in loose if (name := split_marks(text)[0]))
    if not unit and (inside := unit_in_head(own)):
        unit = inside
    part = _is_part(own, label, named) or (not named and is_member_below(label, path.whole))
    below = bullet and path.whole_plain and (not path.group or path.bulleted is False)
    treated = {term.concept for term in read_terms(label) if term.weight} <= _TREATMENTS
    same_unit = unit in ("", path.whole_unit) or (treated and unit in _PERCENT)
    if (part or below) and path.whole and same_unit:
        if below:
            named = (*named, path.whole)
        else:
            beyond = path.whole_unit in _PERCENT and _above_hundred(values)
            open_names = (*open_names, path.counted if beyond else path.whole)
    elif not part or unit:
        path.whole, path.whole_unit = _whole(label, named), unit
        path.counted = path.whole if unit not in _PERCENT else path.counted
        path.whole_plain = not bullet
    _remember(labels, path)
    return Row(row.line, row.cells, label, named, open_names, unit, marks, values)


def closes_group(label: str, group: str) -> bool:
    """Whether a row is the total of more than its group: "Total energy" below "Fuels".

    >>> closes_group("Total energy", "Fuels"), closes_group("Total fuel", "Fuels")
    (True, False)
    """
    if not _SUM.search(label) or names_breakdown(group):
        return False
    heavy = {term.concept for term in read_terms(label) if term.concept and term.weight}
    heavy = {concept for concept in heavy if not concept.startswith(AGE)} - _members()
    return bool(heavy - _DONE) and not heavy & concepts_of(read_terms(group))


def _above_hundred(values: Sequence[Value]) -> bool:
    """Whether a row counts, and shares nothing: below "Share of women, %" stands "Europe"."""
    return any(v.printed is not None and v.printed.number > _HUNDRED for v in values)


def _whole(label: str, groups: Sequence[str]) -> str:
    """What a row says that it is the whole of: its group, where it is called "Overall"."""
    if groups and not any(term.weight for term in read_terms(label)):
        return groups[-1]
    return label


def names_breakdown(text: str) -> bool:
    """Whether a group line says how something is broken down, and not what.

    >>> names_breakdown("By gender"), names_breakdown("按年龄组别划分"), names_breakdown("Water")
    (True, True, False)
    """
    if _BY.match(text):
        return True
    terms = read_terms(text)
    return not any(term.weight for term in terms) and bool(concepts_of(terms) & _BREAKDOWNS)


@cache
def _members() -> frozenset[str]:
    """The concepts that name groups of people."""
    members = lexicon().members
    return frozenset(
        concept
        for of in _OF_PEOPLE
        for member in members.get(of, ())
        for concept in member.concepts
    )


def _is_part(own: str, label: str, groups: Sequence[str]) -> bool:
    """Whether a row is a part of the one above it: "of which: reused", "Male" under "By gender"."""
    if groups and not all(names_breakdown(group) for group in groups):
        return False
    terms = read_terms(label)
    if "total" in concepts_of(terms):
        return False
    if groups or _OF_WHICH.match(plain(own)):
        return True
    named = [term.concept for term in terms if term.weight]
    # who is hired is a category of employees, too, but hires are also counted
    bare = (_members() - {"hire"}) | _TREATMENTS | {"average"}
    return bool(named) and all(name.startswith(AGE) or name in bare for name in named)


def _groups(labels: list[str], texts: list[str], path: LabelPath) -> tuple[list[str], list[str]]:
    """The groups of a row: its own cells left of the label, and those that go on from above."""
    if not texts:
        return [], []
    filled = [at for at, cell in enumerate(labels) if cell and cell not in _PLACEHOLDER]
    first, last = filled[0], filled[-1]
    own = [labels[at] for at in filled[:-1]]
    # cells left of the first filled one go on from above, as a spanning cell does
    above = [path.alone] if first and path.alone else path.labels[:first]
    carried = [text for text in above if text]
    if first == 0 and last == 0:
        # a label alone in the first column: it may have lost its group to a page break
        return own, [text for text in path.labels[:-1] if text]
    return [*carried, *own], []


def _remember(labels: list[str], path: LabelPath) -> None:
    """Keep the labels by column, so that empty cells below go on with them."""
    filled = [at for at, cell in enumerate(labels) if cell and cell not in _PLACEHOLDER]
    if not filled:
        return
    first, last = filled[0], filled[-1]
    if first == last == 0 and len(path.labels) > 1:
        # a single shifted label does not close the groups, but empty cells below go on with it
        path.alone = labels[0]
        return
    if first and path.alone:
        path.labels = [path.alone]
    path.alone = ""
    kept = path.labels[:first] + [""] * max(0, first - len(path.labels))
    kept += [labels[at] if labels[at] not in _PLACEHOLDER else "" for at in range(first, last + 1)]
    path.labels = kept


def _group_line(texts: list[str], path: LabelPath) -> None:
    """A line without values opens a group; "among them" makes the row above the group."""
    if not texts:
        return
    text = _joined(texts)
    if is_prose(text) or len(texts) > _MOST_NAMES:
        path.group, path.among, path.bulleted, path.labels = "", False, None, []
        return
    if _AMONG.match(plain(text)):
        last = [label for label in path.labels if label]
        path.group, path.among = (last[-1] if last else ""), True
    else:
        path.group, path.among = text, False
        path.labels = []
    path.bulleted = None


def is_prose(text: str) -> bool:
    """Whether a cell says something in a sentence, and names no group.

    >>> is_prose("Employees by gender"), is_prose("We review the list of suppliers every year.")
    (False, True)
    """
    if text.rstrip().endswith((".", "。", "；", ";")) and len(text) > _LONGEST_NAME // 3:
        return True
    return len(text) > (_LONGEST_NAME if text.isascii() else _LONGEST_NAME // 2)


def _joined(texts: Sequence[str]) -> str:
    """Cells of a line put together; a word that was cut between two cells is made whole."""
    joined = texts[0] if texts else ""
    for text in texts[1:]:
        cut = _ENDS_IN_LETTER.search(joined) and _STARTS_IN_SMALL.match(text)
        joined += text if cut else f" {text}"
    return joined


def _values(
    cells: tuple[str, ...], heads: list[Column], unit_head: Column | None
) -> tuple[int, tuple[Value, ...]]:
    """Where the values begin, and the values."""
    wanted = len(heads)
    if not any(head.year for head in heads) and sum(map(bool, cells)) == 2:
        cells = tuple("" if _MONEY_UNIT.match(cell) else cell for cell in cells)
    if wanted:
        by_head = [cells[h.index] if h.index < len(cells) else "" for h in heads]
        fits = any(read_cell(cell) for cell in by_head) and all(
            not cell or is_value(cell) for cell in by_head
        )
        contiguous = wanted == 1 or heads[-1].index - heads[0].index == wanted - 1
        if fits and not (contiguous and _shifted(cells, heads)):
            values = tuple(
                Value(h.index, read_cell(cell), cell, h)
                for h, cell in zip(heads, by_head, strict=True)
                if cell
            )
            return heads[0].index, values
        found = _run_of_values(cells, wanted, unit_head is not None)
        if found is not None:
            values = tuple(
                Value(found + n, read_cell(cells[found + n]), cells[found + n], heads[n])
                for n in range(wanted)
                if found + n < len(cells) and cells[found + n]
            )
            if any(value.printed for value in values):
                return found, values
        return len(cells), ()
    numbers = [at for at, cell in enumerate(cells) if at and _is_number(cell)]
    if cells and _is_number(cells[0]) and all(not c or _is_number(c) for c in cells):
        numbers = [at for at, cell in enumerate(cells) if cell]  # a row of values, no label
    if not numbers:
        return len(cells), ()
    return numbers[0], tuple(Value(at, read_cell(cells[at]), cells[at]) for at in numbers)


def _is_number(cell: str) -> bool:
    """Whether a cell is a number, with a unit or without one; no sentence with a number."""
    printed = read_cell(cell)
    return printed is not None and (not printed.unit or bool(read_unit(printed.unit)))


def _shifted(cells: tuple[str, ...], heads: list[Column]) -> bool:
    """Whether the cells under the head are part of a longer, shifted run of values."""
    first, last = heads[0].index, heads[-1].index
    beyond = cells[last + 1] if last + 1 < len(cells) else ""
    right = read_cell(beyond) is not None and not read_unit(beyond)
    left_is_unit = first > 0 and bool(read_unit(cells[first - 1]))
    first_is_unit = bool(cells[first : first + 1]) and bool(read_unit(cells[first]))
    behind_unit = first > 1 and read_cell(cells[first - 1]) is not None
    pulled = behind_unit and bool(read_unit(cells[first - 2]))
    return (right and not left_is_unit) or first_is_unit or pulled


def _run_of_values(cells: tuple[str, ...], wanted: int, after_unit: bool) -> int | None:
    """Where a run of so many values begins; behind a unit where the table has units."""
    candidates = []
    if wanted > _MOST_VALUES:
        return None
    for at in range(len(cells) - wanted + 1):
        run = cells[at : at + wanted]
        if not any(read_cell(cell) for cell in run) or not all(is_value(cell) for cell in run):
            continue
        if at == 0 and find_age(run[0]) is not None:
            continue  # "Under 30" is a label
        behind_unit = at > 0 and bool(read_unit(cells[at - 1]))
        candidates.append((behind_unit, at))
    if not candidates:
        return None
    if after_unit and (behind := [at for unit, at in candidates if unit]):
        return behind[0]
    return candidates[0][1]


def _unit_behind(cells: Sequence[str], values: Sequence[Value], head: Column | None) -> str:
    """The unit behind the values, where its column stands there."""
    last = values[-1].column
    if head is None or head.index <= values[0].column:
        return ""
    below = cells[head.index] if last < head.index < len(cells) else ""
    nearest = next((cell for cell in cells[last + 1 :] if cell), "")
    named = next((cell for cell in (below, nearest) if read_unit(cell)), below)
    return "" if is_nothing(named) else named


def _unit_cell(labels: list[str], unit_head: Column | None, has_values: bool) -> int | None:
    """The position of the unit among the cells left of the values."""
    filled = [at for at, cell in enumerate(labels) if cell]
    if not filled or not has_values:
        return None
    last = filled[-1]
    if len(filled) == 1 and last == 0 and (unit_head is None or unit_head.index != 0):
        return None
    if read_unit(labels[last]):
        return last
    if unit_head is not None and unit_head.index == last and len(filled) > 1:
        return None if is_nothing(labels[last]) else last
    return None
