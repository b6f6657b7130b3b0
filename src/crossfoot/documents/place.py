"""A place in a document that a person can be sent to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.languages import Language, Text, is_chinese

_PAGE = (Text("p. {}", "第{}页"), Text("pp. {}", "第{}页"))
_LINE = (Text("line {}", "第{}行"), Text("lines {}", "第{}行"))
_ROW = (Text("row {}", "第{}行"), Text("rows {}", "第{}行"))
_HIDDEN = (Text("hidden row {}", "隐藏的第{}行"), Text("hidden rows {}", "隐藏的第{}行"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, and sheet and cell, or page and line; `hidden` if not shown.

    >>> str(Place("energy.xlsx", sheet="2023", row=7, column="C"))
    "energy.xlsx, sheet '2023', row 7, column C"
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    page: int | None = None
    line: int | None = None
    hidden: bool = False

    def __str__(self) -> str:
        """The place in words, as messages show it."""
        parts = [
            self.file,
            f"sheet {self.sheet!r}" if self.sheet else "",
            f"page {self.page}" if self.page is not None else "",
            f"line {self.line}" if self.line is not None else "",
            f"row {self.row}" if self.row is not None else "",
            f"column {self.column}" if self.column else "",
        ]
        return ", ".join(part for part in parts if part)

    def to_json(self) -> dict[str, object]:
        """What joins a line in JSON: the page of a PDF, the sheet and row of a workbook."""
        if self.sheet:
            hidden = {"hidden": True} if self.hidden else {}
            return {"sheet": self.sheet, "row": self.row, **hidden}
        return {"page": self.page} if self.page is not None else {}


def places_in_words(places: Iterable[Place], language: Language, most: int = 4) -> str:
    """Places of one file as a table shows them: the page of a PDF, not the line of its text.

    >>> places_in_words([Place(page=3, line=90), Place(page=12, line=400)], "en")
    'pp. 3, 12'
    >>> places_in_words([Place(sheet="Water", row=7)], "zh")
    'Water第7行'

    Args:
        places: in the order to show; those that read the same are shown once.
        language: of the words.
        most: how many are shown; an ellipsis stands for more.
    """
    groups: dict[tuple[str, tuple[Text, Text]], list[int]] = {}
    shown = 0
    for place in places:
        if place.sheet and place.row is not None:
            words = _HIDDEN if place.hidden else _ROW
            key, number = (place.sheet, words), place.row
        elif place.page is not None:
            key, number = ("", _PAGE), place.page
        elif place.line is not None:
            key, number = ("", _LINE), place.line
        else:
            continue
        if number in groups.get(key, ()):
            continue
        if shown == most:
            return f"{_groups_in_words(groups, language)} …"
        groups.setdefault(key, []).append(number)
        shown += 1
    return _groups_in_words(groups, language)


def _groups_in_words(
    groups: Mapping[tuple[str, tuple[Text, Text]], Sequence[int]], language: Language
) -> str:
    parts = []
    for (sheet, words), numbers in groups.items():
        listed = ("、" if is_chinese(language) else ", ").join(map(str, numbers))
        named = words[len(numbers) > 1][language].format(listed)
        space = " " if sheet and not is_chinese(language) else ""
        parts.append(f"{sheet}{space}{named}")
    return ("；" if is_chinese(language) else "; ").join(parts)
