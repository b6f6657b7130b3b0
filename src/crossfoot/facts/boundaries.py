"""What a figure leaves out, and how it says so.

A unit may stand outside a metric's boundary, or the metric may not apply to it. Such a unit states
a nil with the reason; sums pass it over and, where it stands outside, say how many units they
cover: "covers 7 of 12 sites".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crossfoot.facts.fact import Fact
from crossfoot.languages import Text

NOT_APPLICABLE = "not applicable"
OUTSIDE = "outside the boundary"
NONE_IN_PERIOD = "none in this period"
TAKEN_BACK = "taken back"

_REASONS = {
    NOT_APPLICABLE: Text(NOT_APPLICABLE, "不适用"),
    OUTSIDE: Text(OUTSIDE, "不在统计边界内"),
    NONE_IN_PERIOD: Text(NONE_IN_PERIOD, "本期无"),
    TAKEN_BACK: Text(TAKEN_BACK, "已撤回"),
}

_KINDS = {
    "group": Text("groups", "集团"),
    "company": Text("companies", "公司"),
    "site": Text("sites", "场所"),
    "department": Text("departments", "部门"),
    "unit": Text("units", "单位"),
}
_AND = "; "  # between two footnotes of one figure
_NOTE = re.compile(r"covers (\d+) of (\d+) (\w+)")
_BEGAN = re.compile(r"before (.+) began to report it")
_MONTHS = re.compile(r"activity data for (\d+) of (\d+) months")


def boundary_note(covered: int, asked: int, kind: str) -> str:
    """The footnote of a figure that covers some units of a kind.

    >>> boundary_note(7, 12, "site")
    'covers 7 of 12 sites'
    """
    return f"covers {covered} of {asked} {_KINDS.get(kind, _KINDS['unit']).en}"


def beginning_note(units: Sequence[str]) -> str:
    """The footnote of a figure of a time before some units began to state it.

    >>> beginning_note(["penang"])
    'before penang began to report it'
    """
    return f"before {', '.join(units)} began to report it"


def note_text(note: str) -> Text:
    """A footnote in both languages; one that a person wrote stands for itself.

    >>> note_text("covers 7 of 12 sites")["zh"]
    '覆盖12个场所中的7个'
    >>> note_text("activity data for 1 of 12 months")["zh"]
    '仅含12个月中1个月的活动数据'
    """
    zh = [_in_chinese(part) for part in note.split(_AND)]
    return Text(note, "；".join(zh) if len(zh) > 1 else zh[0])


def _in_chinese(part: str) -> str:
    if covers := _NOTE.fullmatch(part):
        kinds = {kind.en: kind.zh for kind in _KINDS.values()}
        return f"覆盖{covers[2]}个{kinds.get(covers[3], covers[3])}中的{covers[1]}个"
    if began := _BEGAN.fullmatch(part):
        return f"{began[1].replace(', ', '、')}尚未开始报告"
    if months := _MONTHS.fullmatch(part):
        return f"仅含{months[2]}个月中{months[1]}个月的活动数据"
    return part


def with_note(fact: Fact, note: str) -> Fact:
    """The fact with one more footnote."""
    return replace(fact, note=_AND.join(each for each in (fact.note, note) if each))


def nil(reason: str, why: str = "") -> str:
    """The reason of a stated nil: one of this module's words, and what a person said of it."""
    return f"{reason}: {why.strip()}" if why.strip() else reason


def nil_text(reason: str) -> Text:
    """The reason of a nil in both languages; what a person said of it stays as it is.

    >>> nil_text("not applicable: leased").zh
    '不适用：leased'
    """
    word, _, why = reason.partition(": ")
    if word not in _REASONS:
        return Text(reason, reason)
    known = _REASONS[word]
    return Text(reason, f"{known.zh}：{why}" if why else known.zh)


def is_set_aside(fact: Fact) -> bool:
    """Whether a fact says that its unit has no part in the metric, so that sums pass it over."""
    return fact.value is None and _word(fact) in (NOT_APPLICABLE, OUTSIDE)


def is_outside(fact: Fact) -> bool:
    """Whether a fact says that its unit stands outside the metric's boundary."""
    return fact.value is None and _word(fact) == OUTSIDE


def _word(fact: Fact) -> str:
    return fact.nil_reason.partition(": ")[0]
