"""The columns of the Excel template, and the words of its choices: one table for both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from crossfoot.languages import LANGUAGES, Text
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.collection.models import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: what the reader calls it.
        title: both languages stand in the heading.
        width: in characters.
        is_open: the person fills it in; the others are locked.
    """

    name: str
    title: Text
    width: int
    is_open: bool = False

    @property
    def heading(self) -> str:
        """What stands in the sheet; the same in both languages, so that either can be read."""
        return f"{self.title.en} {self.title.zh}"


#: key of the row; hidden
KEY = "key"

COLUMNS: tuple[Column, ...] = (
    Column("metric", Text("Metric", "指标"), 34),
    Column("breakdown", Text("Breakdown", "细分"), 22),
    Column("period", Text("Period", "期间"), 16),
    Column("last", Text("Last period", "上期"), 14),
    Column("own_unit", Text("Its unit", "上期单位"), 12),
    Column("value", Text("Value", "数值"), 16, is_open=True),
    Column("unit", Text("Unit", "单位"), 16, is_open=True),
    Column("kind", Text("Kind", "填报类型"), 20, is_open=True),
    Column("qualifier", Text("Qualifier", "限定词"), 14, is_open=True),
    Column("estimated", Text("Estimated", "估算"), 12, is_open=True),
    Column("comment", Text("Comment", "备注"), 28, is_open=True),
    Column("explanation", Text("Why it changed so much", "变动较大的原因"), 28, is_open=True),
    Column("reason", Text("Reason", "原因"), 24, is_open=True),
    Column(KEY, Text("Key", "标识"), 4),
)

KINDS: dict[str, Text] = {
    Kind.VALUE.value: Text("Value", "数值"),
    Kind.NONE.value: Text("None in this period", "本期无"),
    Kind.NOT_APPLICABLE.value: Text("Not applicable", "不适用"),
}

QUALIFIERS: dict[str, Text] = {
    Qualifier.EXACT.value: Text("Exact", "精确值"),
    Qualifier.APPROXIMATE.value: Text("About", "约"),
    Qualifier.AT_LEAST.value: Text("At least", "至少"),
    Qualifier.MORE_THAN.value: Text("More than", "超过"),
    Qualifier.LESS_THAN.value: Text("Less than", "少于"),
}

YES_NO: dict[str, Text] = {"yes": Text("Yes", "是"), "no": Text("No", "否")}

_SIGNER = Signer(salt="crossfoot.excel", sep="~")


def choice(words: Mapping[str, Text], typed: str) -> str | None:
    """The key of a choice, written in either language or as its key; None where it is none.

    >>> choice(KINDS, "本期无"), choice(KINDS, "value"), choice(KINDS, "?")
    ('none', 'value', None)
    """
    plain = typed.strip().casefold()
    for key, text in words.items():
        if plain in {key, *(text[each].casefold() for each in LANGUAGES)}:
            return key
    return None


def key_of(request: int, cell: int, version: int) -> str:
    """What names a row: the request, the cell, the version that was seen; signed."""
    return _SIGNER.sign(f"{request}:{cell}:{version}")


def read_key(key: str) -> tuple[int, int, int] | None:
    """Request, cell and version; None where the key was changed."""
    try:
        request, cell, version = _SIGNER.unsign(key.strip()).split(":")
        return int(request), int(cell), int(version)
    except (BadSignature, ValueError):
        return None
