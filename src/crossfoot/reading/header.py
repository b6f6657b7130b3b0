"""The head of a table: which rows belong to it, and what each column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from crossfoot.reading.head_words import (
    KNOWN_WORDS,
    LABEL_WORDS,
    REMARK_WORDS,
    SERIAL_WORDS,
    SOURCE_WORDS,
    UNIT_WORDS,
    VALUE_WORDS,
    YEAR_WORDS,
)
from crossfoot.reading.marks import split_marks
from crossfoot.reading.numbers import is_nothing, read_cell
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.table import Column, Role
from crossfoot.reading.two_languages import halves

Cells = tuple[str, ...]

FIRST_YEAR, LAST_YEAR = 1990, 2060
_YEAR = re.compile(
    r"(?:FY|CY|(?:for the )?year(?: of| ended)?|as of|as at|end of|截至|截止|于|in)?\s*"
    r"(?:(?:31 )?(?:Dec(?:ember)?|Mar(?:ch)?|June?)(?:\s?3[01])?,?\s*)?"
    r"((?:19|20)\d{2})(?:\s?/\s?(?:\d{2}|\d{4})|\s?[-–]\s?\d{2})?"
    r"\s*(?:years?|年度?(?:报告期|数据|实际|绩效|全年|合计|总计|总数|总量)|\s*(?:total|actual)|年\s?度|财年|财政年度|FY|年末|年底|"
    r"年\s?(?:12|十二|6|六|3|三)\s?月\s?(?:31|三十一|30|三十)\s?日(?:\s?止)?(?:\s?年度)?|年)?"
    r"(?:\s?[(（][^()（）]{0,24}[)）])?",
    re.IGNORECASE,
)
#: "2022/23"
_ENDS_IN = re.compile(r"((?:19|20)\d{2})\s?[-–/]\s?((?:20)?\d{2})(?!\d)")
#: a year in which a reader of images took 0 and 1 for letters
_NOISY_YEAR = re.compile(r"(?<![A-Za-z\d])2[0Oo][\dOolI]{2}(?![A-Za-z\d])")
#: where the Chinese of a year ends and its English begins
_TWO_YEARS = re.compile(r"(?<=[年度末底日止])\s*[/（(]?\s*(?=[A-Za-z])")
_LETTERS = str.maketrans("OolI", "0011")
_BAND = re.compile(
    r"\d[\d.,]*\D{0,3}\s?(?:[-–—~至到]|to)\s?\d[\d.,]*\D{0,8}|\d[\d.,]*\D{0,6}(?:[及或]?以[上下])|"
    r"(?:below|under|above|over|[<>≤≥])\s?\d[\d.,]*\D{0,8}|"
    r"\d[\d.,]*\D{0,8}\s(?:or|and) (?:above|below|more|less)",
    re.IGNORECASE,
)
_SHARE_TITLE = re.compile(
    r"(?:占比|比例|比重|百分比|percentage|percent|proportion|share|%|％)(?:\s?[(（]?[%％][)）]?)?",
    re.IGNORECASE,
)
#: a title that begins with the year of its values: "2024年投入（万元）", "2023 revenue"
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d\s?(?:年度?\s?(?=[^\s\d月])|\s[A-Za-z]{3})")
#: a column that says which disclosure each row answers: "305-1", "A1.2; A1.5", "GRI 403-9"
_CODES = re.compile(
    r"(?:(?:GRI|KPI|HKEX|ESRS)?\s*(?:\d{1,3}-\d{1,2}|[A-DESG]\d{1,2}[.-]\d{1,2})(?:\s*\(?[a-z]\)?)?\s*[;；,，、/]?\s*)+",
    re.IGNORECASE,
)
#: columns that compare the years
_CHANGE_HEAD = re.compile(
    r"(?:同比|较(?:上年|去年|上一年|20\d\d年)度?|年度|与上年相比)?(?:变动|变化|增减|增长|增幅|升降|改变)"
    r"(?:率|幅度|比例|比率|情况|百分比)?\s*[（(]?%?[）)]?|同比\s*[（(]?%?[）)]?|"
    r"(?:%\s*)?(?:yoy|year[- ](?:on|over)[- ]year)?\s*"
    r"(?:change|growth|variance)s?(?: rate)?\s*\(?%?\)?|"
    r"yoy\s*\(?%?\)?",
    re.IGNORECASE,
)
_UNIT_IN_HEAD = re.compile(r"[(（]([^()（）]*(?:[(（][^()（）]*[)）])?[^()（）]*)[)）]\s*$")
#: "Share of women, %", "Turnover rate %"
_PERCENT_BEHIND = re.compile(r"[,，]?\s(%|％)$")
#: a note behind a unit: "Employees trained (%) (a)"
_LETTER_MARK = re.compile(r"(?<=[)）])\s*[(（](?:[a-e]|\d{1,2}|[ivx]{1,4})[)）]\s*$", re.IGNORECASE)
_UNIT_WORD = re.compile(r"^(?:in\s+|(?:units?|单位)\s*[:：]\s*)", re.IGNORECASE)
_UNIT_NAMED = re.compile(r"^(?:unit|units|单位)\s*[:：]\s*(.+)$", re.IGNORECASE)
#: a title that is a unit alone, or ends in one: "RMB million", "Energy, GWh", "In tonnes"
_UNIT_ALONE = re.compile(r"(?:in\s+)?([^,，]{1,24})", re.IGNORECASE)
_MEASURED = re.compile(r"\[(?:[A-Z]{3}|mass|energy|length|CO2e?)\]")
_TIMED = re.compile(r"\[time\]")
_UNIT_LAST = re.compile(r"[,，]\s*(?:in\s+)?([^,，]{1,24})$", re.IGNORECASE)
_MOST_HEAD_ROWS = 4


@lru_cache(maxsize=8192)
def year_of(cell: str) -> int | None:
    """The year that a cell of a head names, None where it names none.

    >>> year_of("2022 Year"), year_of("FY2023"), year_of("2023年"), year_of("2022-2023")
    (2022, 2023, 2023, None)
    >>> year_of("2022/23"), year_of("FY2022-23")
    (2023, 2023)
    """
    cell = _NOISY_YEAR.sub(lambda match: match[0].translate(_LETTERS), cell)
    if len(both := _TWO_YEARS.split(cell)) == 2 and year_of(both[0]) == year_of(both[1]):
        return year_of(both[0])  # "2024年度 FY2024"
    found = _YEAR.fullmatch(split_marks(cell)[0])
    if found is None or re.search(r"\d{4}\s?[-–/]\s?\d{4}", cell):
        return None
    year = int(found[1])
    if (ends := _ENDS_IN.search(cell)) is not None and int(ends[2][-2:]) == (year + 1) % 100:
        year += 1  # a financial year is called by the year in which it ends
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


@lru_cache(maxsize=8192)
def _word(cell: str) -> str:
    """The words of a head, in the language of the two whose word is known."""
    whole = split_marks(cell)[0].casefold()
    known = (half.casefold() for half in halves(whole))
    return next((half for half in known if half in KNOWN_WORDS), whole)


def compares_years(title: str) -> bool:
    """Whether a column says by how much something changed."""
    return bool(_CHANGE_HEAD.fullmatch(_word(title)))


def numbers_rows(title: str) -> bool:
    """Whether a column counts the rows: "No.", "序号"."""
    return _word(title) in SERIAL_WORDS


def is_head_word(cell: str) -> bool:
    """Whether a cell is a usual word of heads, which says nothing of its table: "Indicator"."""
    return _word(cell) in KNOWN_WORDS or bool(unit_in_head(cell))


def is_head(cells: Cells) -> bool:
    """Whether a row is the head of a table of figures: years, or the words of heads.

    >>> is_head(("Indicator", "Unit", "2022")), is_head(("Net profit", "RMB", "2022"))
    (True, False)
    """
    filled = [cell for cell in cells if cell]
    if len(filled) < 2:
        return False
    words = [_word(cell) for cell in filled]
    years = [year_of(cell) is not None for cell in filled]
    label = any(word in LABEL_WORDS for word in words)
    unit = any(word in UNIT_WORDS for word in words)
    numbers = sum(read_cell(cell) is not None for cell in filled) - sum(years)
    if numbers > 0 and not all(years[1:]):
        return False
    if unit and (label or any(years)):
        return True
    if label and any(years):
        return True
    if all(years) and len(filled) >= 2:
        return True
    known = KNOWN_WORDS - YEAR_WORDS - SERIAL_WORDS - SOURCE_WORDS
    return label and sum(word in known for word in words) >= max(2, len(words) - 1)


def is_value(cell: str) -> bool:
    """Whether a cell is a number, or says that there is none."""
    return read_cell(cell) is not None or is_nothing(cell)


def count_head_rows(rows: Sequence[Cells]) -> int:
    """How many rows, from the first, are the head."""
    last = 0
    for at, cells in enumerate(rows[:_MOST_HEAD_ROWS]):
        filled = [cell for cell in cells if cell]
        if is_head(cells):
            last = at + 1
            continue
        if any(_counts(cell) for cell in filled[1:]):
            break
        if at == 0 and _only_words(filled) and _values_follow(rows[1:3]):
            last = at + 1  # a name of the part, or titles that are no usual words
            continue
        above = [cell for cell in rows[at - 1] if cell] if at else []
        wider = len(filled) > len(above)
        if at == last and last and _titles(cells, filled, rows[at + 1 : at + 2], wider):
            last = at + 1  # titles under a spanning title
            continue
        break
    return min(last, len(rows))


def _only_words(filled: Sequence[str]) -> bool:
    return bool(filled) and not any(map(_counts, filled))


def _counts(cell: str) -> bool:
    """Whether a cell of a possible head is a number, and no year: "2024年投入（万元）" is none."""
    return read_cell(cell) is not None and year_of(cell) is None and not _YEAR_FIRST.match(cell)


def _titles(cells: Cells, filled: Sequence[str], following: Sequence[Cells], wider: bool) -> bool:
    """Whether a row of words under a head row is a second row of titles."""
    if not filled or not _only_words(filled):
        return False
    if cells[0] == "":
        return True
    return wider and len(filled) > 2 and _values_follow(following) and not is_head(following[0])


def _values_follow(rows: Sequence[Cells]) -> bool:
    """Whether a row with numbers, or a head, comes next."""
    return any(
        is_head(cells) or any(read_cell(cell) is not None for cell in cells) for cells in rows
    )


def read_columns(head: Sequence[Cells], body: Sequence[Cells]) -> tuple[Column, ...]:
    """The columns of a table, from its head and from what stands below it."""
    width = max((len(cells) for cells in (*head, *body)), default=0)
    several = [cells for cells in head if any(cells[1:])]
    spanned = [_spread(cells, width, several[at + 1 :]) for at, cells in enumerate(several)]
    columns = []
    for index in range(width):
        parts = [cells[index] for cells in spanned if index < len(cells) and cells[index]]
        years = [year for part in parts if (year := year_of(part)) is not None]
        words = [_word(part) for part in parts]
        below = [cells[index] for cells in body if index < len(cells) and cells[index]]
        title = " / ".join(dict.fromkeys(parts))
        role = _role(words, bool(years), below, index)
        unit = next((unit for part in parts if (unit := unit_in_head(part))), "")
        if not unit and role is Role.VALUE:
            unit = next((p for p in parts if _measures(p) or _TIMED.search(_dimension(p))), "")
        year = years[-1] if years else _year_within(parts, role)
        columns.append(Column(index, title, role, year, unit))
    columns = _years_of_shares(columns)
    if head and body and _transposed(body):
        columns = [replace(c, role=Role.VALUE) if c.title else c for c in columns]
    if any(c.year is not None or (c.title and c.role is Role.VALUE) for c in columns):
        # numbers under no title are values that were pushed out of their column
        columns = [
            replace(c, role=Role.LABEL) if c.role is Role.VALUE and not c.title else c
            for c in columns
        ]
    return tuple(columns)


def _years_of_shares(columns: list[Column]) -> list[Column]:
    """The columns, those of shares beside each year with the year that they are of.

    "2024 | 占比 | 2023 | 占比": each share is of the column before it.
    """
    beside = [
        (one, other)
        for one, other in pairwise(columns)
        if one.year is not None and other.year is None and _SHARE_TITLE.fullmatch(other.title)
    ]
    dated = [column for column in columns if column.year is not None]
    if len(beside) < 2 or len(beside) < len(dated):
        return columns
    years = {other.index: one.year for one, other in beside}
    return [
        replace(c, year=years[c.index], role=Role.VALUE) if c.index in years else c for c in columns
    ]


def _transposed(body: Sequence[Cells]) -> bool:
    """Whether the rows hold values alone, so that the titles are the labels."""
    filled = [cell for cells in body for cell in cells if cell]
    return len(body) <= 2 and len(filled) > 1 and all(read_cell(cell) for cell in filled)


def _spread(cells: Cells, width: int, below: Sequence[Cells]) -> Cells:
    """A head row as long as the table; a title spans the columns to its right that it heads.

    A year does; and so does any other title where below each of them stand the same titles.
    """
    padded = [*cells, *("",) * (width - len(cells))]
    repeated = _heads_the_same(padded, below)
    for at in range(1, width):
        headed = any(at < len(row) and row[at] for row in below)
        spans = year_of(padded[at - 1]) is not None or at in repeated
        if headed and not padded[at] and spans:
            padded[at] = padded[at - 1]
    return tuple(padded)


def _heads_the_same(cells: Sequence[str], below: Sequence[Cells]) -> set[int]:
    """The empty cells behind titles that have the same titles below them, more than one each."""
    titles = below[0] if below else ()
    spans: list[list[int]] = []
    for at in range(1, min(len(cells), len(titles))):
        if cells[at]:
            spans.append([])
        if spans and titles[at]:
            spans[-1].append(at)
    spans = [span for span in spans if span and cells[span[0]] and len(span) > 1]
    named = {tuple(_word(titles[at]) for at in span) for span in spans}
    return {at for span in spans for at in span[1:]} if len(spans) > 1 == len(named) else set()


def _role(words: list[str], has_year: bool, below: list[str], index: int) -> Role:
    if any(word in UNIT_WORDS for word in words):
        return Role.UNIT
    if has_year:
        return Role.VALUE
    if any(word in REMARK_WORDS or _CHANGE_HEAD.fullmatch(word) for word in words):
        return Role.REMARK
    if index and any(word in SOURCE_WORDS for word in words):
        return Role.REMARK
    if any(word in SERIAL_WORDS for word in words):
        return Role.LABEL
    if index and below and sum(bool(_CODES.fullmatch(cell)) for cell in below) * 3 > len(below) * 2:
        return Role.REMARK
    if index == 0 and any(word in LABEL_WORDS for word in words):
        return Role.LABEL
    if index and words and all(word in VALUE_WORDS for word in words):
        return Role.VALUE
    if index and below and words and all(word in YEAR_WORDS for word in words):
        return Role.REMARK  # a column of years says when, and counts nothing
    if sum(map(_is_band, below)) * 4 >= len(below) * 3 and below:
        return Role.LABEL
    values = sum(is_value(cell) for cell in below)
    if index and below and 2 * values >= len(below) and any(read_cell(c) for c in below):
        return Role.VALUE
    units = sum(bool(read_unit(cell)) for cell in below)
    if index and not words and below and units == len(below):
        return Role.UNIT
    return Role.LABEL


def _is_band(cell: str) -> bool:
    """Whether a cell names a class of values: "90分及以上", "75-89"."""
    return bool(_BAND.fullmatch(cell.strip()))


def _year_within(parts: list[str], role: Role) -> int | None:
    """A year that stands among other words of a value column's title: "Emissions in 2022"."""
    if role is not Role.VALUE:
        return None
    found = {int(y) for part in parts for y in re.findall(r"(?<!\d)(20\d\d)(?!\d)", part)}
    return found.pop() if len(found) == 1 else None


def unit_in_head(title: str) -> str:
    """The unit that a title carries, in brackets or after "unit:"; empty where none.

    >>> unit_in_head("GHG emissions (tCO2-e)"), unit_in_head("Unit: 吨"), unit_in_head("Total")
    ('tCO2-e', '吨', '')
    """
    text = _LETTER_MARK.sub("", split_marks(title)[0])
    for pattern in (_UNIT_NAMED, _UNIT_IN_HEAD, _PERCENT_BEHIND):
        found = pattern.search(text)
        named = _UNIT_WORD.sub("", found[1].strip()) if found else ""
        if named and read_unit(named):
            return named
    return ""


def unit_of_all(title: str) -> str:
    """The unit that the head of the labels, or a caption, says that all rows are in.

    >>> unit_of_all("RMB million"), unit_of_all("Energy, GWh"), unit_of_all("Energy (GWh)")
    ('RMB million', 'GWh', 'GWh')
    >>> unit_of_all("Employees"), unit_of_all("Injuries, rates per 200,000 hours")
    ('', '')
    """
    if unit := unit_in_head(title):
        return unit
    text = split_marks(title)[0]
    alone = _UNIT_ALONE.fullmatch(text) or _UNIT_LAST.search(text)
    named = alone[1].strip() if alone else ""
    return named if _measures(named) else ""


def _measures(text: str) -> bool:
    """Whether a text is a unit of money, mass, energy and the like, and nothing else."""
    return bool(_MEASURED.search(_dimension(text)))


def _dimension(text: str) -> str:
    unit = read_unit(text)
    return unit.dimension if unit else ""
