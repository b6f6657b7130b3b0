"""Entries of content indices: code, title, location, omission.

Layouts read: code and title in two cells or in one; the group in a first column or on a line of
its own; a general disclosure that takes its code from the group above; locations as pages or as
names of sections, in one or several columns; indices without cells, one entry a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crossfoot.reading.cells import is_row
from crossfoot.reading.glyphs import in_one_form
from crossfoot.reading.headings import Heading
from crossfoot.reading.index_codes import (
    find_code,
    find_group,
    index_standard_of,
    named_standards,
    says_index,
    topic_code,
)
from crossfoot.reading.marks import plain
from crossfoot.reading.numbers import read_cell
from crossfoot.reading.printed_units import read_unit
from crossfoot.reading.table import ReportTable, Row, TableKind
from crossfoot.reading.two_languages import halves

_GENERAL = re.compile(r"^(?:general disclosures?|一般披露|一般披露：.*|GD)\b", re.IGNORECASE)
_MANAGEMENT = re.compile(
    r"^(?:management approach|management of material topics|topic management|3-3\b|管理方针|"
    r"实质性议题的管理)",
    re.IGNORECASE,
)
_OMITTED = re.compile(
    r"^(?:n/?a|not applicable|not (?:yet )?(?:disclosed|available|reported)|omitted|omission|none)"
    r"\b\.?(?:$|\s*[,;:(–—-])|^not (?:externally |independently )?(?:assured|verified)\b|"
    r"^(?:/|[-–—]|不适用|(?:暂)?未(?:披露|涉及)|无|省略)(?:$|[，,；;：:（(])|^未(?:经|进行)?(?:第三方)?(?:鉴证|审验)",
    re.IGNORECASE,
)
#: the reasons that standards allow for leaving a disclosure out, wherever the row prints them
_REASON = re.compile(
    r"(?:(?:reasons? for omission|omission|omitted|从略|省略)(?:原因)?\s*[:：]?\s*)?"
    r"(?:not applicable\b|confidentiality (?:constraint|restriction|reason|requirement)|"
    r"(?:the )?(?:information|data) (?:is |are )?(?:unavailable|incomplete|not available)|"
    r"(?:unavailable|incomplete) (?:information|data)\b|"
    r"legal (?:prohibition|restriction|constraint)|"
    r"不适用|(?:因)?(?:商业)?保密(?:限制|原因|要求|约束|信息)|(?:涉及)?商业(?:秘密|机密)|"
    r"(?:信息|数据|资料)(?:暂|尚|暂时|尚未)?(?:不可得|不可获得|无法获得|无法获取|不可用|不完整|缺失|不足|缺乏)|"
    r"法律(?:禁令|禁止|限制|约束)|(?:暂|尚)?未披露)",
    re.IGNORECASE,
)
#: signs for "nothing here"
_NOTHING = frozenset(("/", "-", "–", "—", "--", "\\", "n/a", "na", "无"))
_HEAD_WORDS = {
    "code": (
        "no.",
        "code",
        "gri standards",
        "gri standard",
        "standard",
        "disclosure no.",
        "披露项编号",
        "编号",
        "序号",
        "kpi",
    ),
    "title": (
        "disclosure",
        "disclosures",
        "disclosure items",
        "disclosure item",
        "disclosure title",
        "content",
        "contents",
        "description",
        "descriptions",
        "披露项",
        "披露内容",
        "描述",
        "议题",
        "披露议题",
        "指标描述",
        "内容",
        "指标",
        "指标内容",
        "披露项标题",
    ),
    "location": (
        "page",
        "pages",
        "page no.",
        "page number",
        "location",
        "chapter",
        "chapter index",
        "section",
        "sections",
        "reference",
        "report chapter",
        "corresponding chapter",
        "corresponding section",
        "report content",
        "disclosure location",
        "页码",
        "章节",
        "位置",
        "所在章节",
        "报告章节",
        "对应章节",
        "披露位置",
        "索引",
        "响应章节",
        "所在页码",
        "披露章节",
        "披露页码",
        "披露章节/页码",
        "章节/页码",
        "对应页码",
        "所在位置",
        "披露情况",
    ),
    "omission": (
        "omission",
        "omissions",
        "reason for omission",
        "explanation",
        "remarks",
        "remark",
        "note",
        "notes",
        "省略",
        "备注",
        "说明",
        "从略",
    ),
}
#: heads of columns that hold neither places nor reasons
_OTHER = "other"
_NO_PLACES = frozenset(
    ("status", "data points", "number of data points", "状态", "披露状态", "数据项", "数据项数")
)
_PAGES = re.compile(r"^[\dPp.,、;；&·\s–—-]+$|^第?\s?\d{1,3}\s?页?$")
_SPLIT = re.compile(
    r"\s*[;；、·|]\s*|\s*,(?!(?<=\d,)\d{3}(?:[.,]\d+)*\s?[%A-Za-z])\s*(?=[A-Z\d\u4e00-\u9fff])|\s{2,}|\n"
)
_TRAILING_PAGES = re.compile(
    r"^(?P<title>.*?\S)[\s.…]+(?P<pages>(?:P\.?\s?)?\d{1,3}(?:\s?[-–—,、;&]\s?\d{1,3})*|N/?A|不适用|/)$",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"^\d{1,2}[.、]?$")
_ITEM = re.compile(r"^\(\d{1,2}\)\s*")
_END_OF_LINE_INDEX = 400
_GROUP_REACH, _LONGEST_GROUP = 3, 90


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One row of a content index.

    Attributes:
        standard: id of the standard: "gri", "hkex", "tcfd", "sasb", "sdg".
        code: code of the disclosure; empty for the row of a topic as a whole.
        title: as printed.
        location: as printed; several cells joined by a space.
        line: where it stands.
        group: what it stands under: "GRI 302", "A1"; empty where nothing is printed.
        locations: the single locations.
        status: "disclosed", "omitted", or "unstated" where the location is empty.
        omission: what the row says about leaving it out; empty where it says nothing.
        table: id of the table; empty where the index has no cells.
        printed: the location in the characters of the report, where rules read it in others.
    """

    standard: str
    code: str
    title: str
    location: str
    line: int
    group: str = ""
    locations: tuple[str, ...] = ()
    status: str = "disclosed"
    omission: str = ""
    table: str = ""
    printed: str = ""

    def to_json(self) -> dict[str, Any]:
        """The entry as `crossfoot foot --format json` gives it."""
        return {
            "standard": self.standard,
            "code": self.code,
            "title": self.title,
            "location": self.printed or self.location,
            "line": self.line,
            "group": self.group,
            "locations": list(self.locations),
            "status": self.status,
            "omission": self.omission,
        }


def find_index(
    lines: Sequence[str], tables: Iterable[ReportTable], headings: Sequence[Heading]
) -> tuple[IndexEntry, ...]:
    """The entries of all indices of a report, in order."""
    original, lines = lines, in_one_form(lines)
    found: list[IndexEntry] = []
    covered: set[int] = set()
    group = ""
    lent: tuple[int, dict[str, list[int]]] | None = None
    for table in tables:
        columns, rows = _columns(table), [row.cells for row in table.rows]
        width = max(map(len, [*table.head, *rows]), default=0)
        if columns["location"] and (columns["code"] or columns["title"]):
            lent = width, columns
        if table.kind is not TableKind.INDEX:
            continue
        heading = " ".join((*table.section, table.caption))
        standard = index_standard_of([*table.head, *rows], heading)
        goes_on = bool(found) and found[-1].standard == standard
        if lent is not None and not any(columns.values()) and width <= lent[0]:
            columns = lent[1]  # a part of the index that repeats no head
        group = group if goes_on else ""
        entries, group = _of_table(
            table, standard, _above(table, lines, standard) or group, columns
        )
        found += entries
        covered.update(range(table.first_line, table.last_line + 1))
    found += _of_lines(lines, headings, covered)
    found = [_as_printed(entry, lines, original) for entry in found]
    return tuple(sorted(found, key=lambda entry: entry.line))


def _above(table: ReportTable, lines: Sequence[str], standard: str) -> str:
    """The group of disclosures that the line above a table names: "Aspect B1: Employment"."""
    for number in range(table.first_line - 1, max(0, table.first_line - 1 - _GROUP_REACH), -1):
        if text := plain(lines[number - 1]).lstrip("#> "):
            short = len(text) <= _LONGEST_GROUP and not is_row(lines[number - 1])
            return (find_group(text, standard) or "") if short else ""
    return ""


def names_places(titles: Sequence[str]) -> bool:
    """Whether the heads of a table are those of an index: codes or titles, and where they stand.

    >>> names_places(["Code", "Disclosure", "Location"]), names_places(["Indicator", "2023"])
    (True, False)
    """
    words = {word for title in titles for word in _head_words(title)}
    said = {role for role, known in _HEAD_WORDS.items() if words & set(known)}
    return "location" in said and bool(said & {"code", "title"})


def _head_words(cell: str) -> tuple[str, ...]:
    """The words of a head; of a head in two languages also each half."""
    whole = plain(cell).casefold()
    return whole, *halves(whole)


def _as_printed(entry: IndexEntry, lines: Sequence[str], original: Sequence[str]) -> IndexEntry:
    """The entry with its location in the characters of the report; a line keeps its length."""
    read, shown = lines[entry.line - 1], original[entry.line - 1]
    if read == shown or len(read) != len(shown):
        return entry
    words, at = [], len(read)
    for word in reversed(entry.location.split()):
        at = read.rfind(word, 0, at)
        if at < 0:
            return entry
        words.append(shown[at : at + len(word)])
    return replace(entry, printed=" ".join(reversed(words)))


def _of_table(
    table: ReportTable, standard: str, group: str, columns: dict[str, list[int]]
) -> tuple[list[IndexEntry], str]:
    found: list[IndexEntry] = []
    taken = [  # a first row of words alone looks like a head
        Row(table.first_line + at, cells)
        for at, cells in enumerate(table.head)
        if _GENERAL.match(next((cell for cell in cells if cell), ""))
    ]
    for row in (*taken, *table.rows):
        entry, group = _entry(row, standard, group, columns)
        if entry is not None:
            found.append(replace(entry, table=table.id))
        elif found and _is_rest(row, columns):
            found[-1] = _with_rest(found[-1], row, columns)
    return found, group


def _columns(table: ReportTable) -> dict[str, list[int]]:
    """Which columns hold codes, titles, locations, omissions, as far as the head says so."""
    roles: dict[str, list[int]] = {role: [] for role in (*_HEAD_WORDS, _OTHER)}
    heads = [*table.head, *(row.cells for row in table.rows[:1] if not row.values)]
    for head in heads:
        for at, cell in enumerate(head):
            said = _head_words(cell)
            for role, words in _HEAD_WORDS.items():
                if any(word in words for word in said) and at not in roles[role]:
                    roles[role].append(at)
            if _NO_PLACES.intersection(said):
                roles[_OTHER].append(at)
    return roles


def _entry(
    row: Row, standard: str, group: str, columns: dict[str, list[int]]
) -> tuple[IndexEntry | None, str]:
    cells = [plain(cell) for cell in row.cells]
    filled = [at for at, cell in enumerate(cells) if cell]
    if not filled:
        return None, group
    first = cells[filled[0]]
    named = find_group(first, standard)
    coded = next(
        ((at, found) for at in filled[:3] if (found := find_code(cells[at], standard))), None
    )
    if named is not None and (coded is None or coded[0] != filled[0]):
        group = named
    if coded is not None:
        at, (code, title) = coded
        rest = [n for n in filled if n > at]
        if not title and rest:
            title_at = _first_title(rest, columns)
            title = cells[title_at]
            rest = [n for n in rest if n != title_at]
        location, omission = _location(cells, rest, columns)
        own = f"GRI {code.partition('-')[0]}" if standard == "gri" else code.partition(".")[0]
        entry = _made(standard, code, title, location, omission, row.line, own)
        return entry, group if named else own
    general = next((at for at in filled if _GENERAL.match(cells[at])), None)
    if general is not None and standard == "hkex" and group:
        rest = [n for n in filled if n > general]
        if len(rest) > 1:
            rest = [n for n in rest if n not in columns["title"]]
        location, omission = _location(cells, rest, columns)
        return _made(standard, group, cells[general], location, omission, row.line, group), group
    topic = next((at for at in filled if _MANAGEMENT.match(cells[at])), None)
    if topic is not None and standard == "gri" and group:
        rest = [n for n in filled if n > topic]
        location, omission = _location(cells, rest, columns)
        return _made(standard, "", cells[topic], location, omission, row.line, group), group
    if standard not in ("gri", "hkex", "sasb") and len(filled) >= 2:
        serial = ""
        if _SERIAL.match(first) and len(filled) > 2:
            serial = first.rstrip(".、")
            filled = filled[1:]
            first = cells[filled[0]]
            if any(at in columns["location"] for at in filled):
                filled = [filled[0], *(at for at in filled[1:] if at in columns["location"])]
        if (
            sum(_is_head_word(cells[at], words) for at in filled for words in _HEAD_WORDS.values())
            > 1
        ):
            return None, group  # the head of the table, once more
        location, omission = _location(cells, filled[1:], columns)
        title = next((cells[at] for at in filled[1:] if at in columns["title"]), first)
        code = _own_code(first, standard) or topic_code(title, serial, standard)
        return _made(standard, code, title, location, omission, row.line, ""), group
    return None, group


def _is_head_word(cell: str, words: Sequence[str]) -> bool:
    return any(word in words for word in _head_words(cell))


def _first_title(rest: list[int], columns: dict[str, list[int]]) -> int:
    """The cell behind the code that is the title."""
    named = [at for at in rest if at in columns["title"]]
    return named[0] if named and columns["title"] else rest[0]


def _location(
    cells: Sequence[str], rest: list[int], columns: dict[str, list[int]]
) -> tuple[str, str]:
    """The location, and what is said about leaving the disclosure out."""
    omissions = [at for at in rest if at in columns["omission"]]
    places = [at for at in rest if at not in omissions and at not in columns[_OTHER]]
    named = [at for at in places if at in columns["location"]]
    if named:  # a description between code and location is no place
        places = [at for at in places if at >= named[0]]
    omission = " ".join(cells[at] for at in omissions)
    return " ".join(cells[at] for at in places), omission


def _made(
    standard: str, code: str, title: str, location: str, omission: str, line: int, group: str
) -> IndexEntry:
    named, reason = _without_signs(location), _without_signs(omission)
    left_out = bool(_REASON.match(named))
    omitted = bool(_OMITTED.match(location)) or left_out or (not named and bool(location or reason))
    omission = omission or (named if left_out else "")
    status = "omitted" if omitted else "disclosed" if location else "unstated"
    places = () if omitted else split_locations(location)
    return IndexEntry(standard, code, title, location, line, group, places, status, omission)


def _without_signs(text: str) -> str:
    """What cells say, without signs for "nothing": "Not applicable" of "- Not applicable /"."""
    return " ".join(word for word in text.split() if word.casefold() not in _NOTHING)


def split_locations(location: str) -> tuple[str, ...]:
    """The single locations of a cell.

    >>> split_locations("28、36、46-54"), split_locations("45 · 82"), split_locations("Work Safety")
    (('28', '36', '46-54'), ('45', '82'), ('Work Safety',))
    """
    if _PAGES.match(location):
        parts = re.split(r"[^\d–—-]+", location)
        return tuple(re.sub("[–—]", "-", part).strip("-") for part in parts if part.strip("-–—"))
    named = (part.strip() for part in _SPLIT.split(location))
    return tuple(part for part in named if part and not _is_answer(part))


def _is_answer(part: str) -> bool:
    """Whether a cell gives the figure itself: "(1) 48,120 GJ", "31.6%"."""
    printed = read_cell(_ITEM.sub("", part))
    return printed is not None and bool(printed.unit) and bool(read_unit(printed.unit))


def _is_rest(row: Row, columns: dict[str, list[int]]) -> bool:
    """Whether a row only goes on with the cells of the entry above."""
    filled = [at for at, cell in enumerate(row.cells) if cell]
    return bool(filled) and filled[0] > 0 and all(at in columns["location"] for at in filled)


def _with_rest(entry: IndexEntry, row: Row, columns: dict[str, list[int]]) -> IndexEntry:
    more = " ".join(plain(cell) for cell in row.cells if cell)
    return _made(
        entry.standard,
        entry.code,
        entry.title,
        f"{entry.location} {more}".strip(),
        entry.omission,
        entry.line,
        entry.group,
    )


def _own_code(first: str, standard: str) -> str:
    """The code of a row of a standard without fixed forms of codes."""
    if standard == "sdg":
        match = re.match(r"(?:SDG|Goal|目标)?\s*(\d{1,2}(?:\.[\da-z]{1,2})?)", first, re.IGNORECASE)
        return match[1] if match else ""
    if standard == "tcfd":
        match = re.match(
            r"(governance|strategy|risk management|metrics)(?: (?:and|&) targets)?\W+([abc])\b",
            first,
            re.IGNORECASE,
        )
        return f"{match[1].title()} {match[2].lower()}" if match else ""
    return ""


def _of_lines(
    lines: Sequence[str], headings: Sequence[Heading], covered: set[int]
) -> list[IndexEntry]:
    """Entries of indices whose lines have no cells: below a heading that announces one."""
    found: list[IndexEntry] = []
    for at, heading in enumerate(headings):
        standards = [s for s in named_standards(heading.text) if s in ("gri", "hkex", "sasb")]
        if not says_index(heading.text) or len(standards) != 1:
            continue
        later = [h.line for h in headings[at + 1 :] if h.level == 1]
        stop = min([*later[:1], heading.line + _END_OF_LINE_INDEX, len(lines) + 1])
        for number in range(heading.line + 1, stop):
            if number in covered:
                continue
            covered.add(number)
            entry = _of_line(plain(lines[number - 1]), standards[0], number)
            if entry is not None:
                found.append(entry)
    return found


def _of_line(text: str, standard: str, number: int) -> IndexEntry | None:
    coded = find_code(text, standard) if len(text) < 400 else None
    if coded is None:
        return None
    code, rest = coded
    pages = _TRAILING_PAGES.match(rest)
    if pages is None:
        return None
    own = f"GRI {code.partition('-')[0]}" if standard == "gri" else code.partition(".")[0]
    return _made(standard, code, pages["title"], pages["pages"], "", number, own)
