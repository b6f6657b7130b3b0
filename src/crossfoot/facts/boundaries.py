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
from crossfoot.facts.left_out import Named, left_out_text, named_by
from crossfoot.languages import Text

NOT_APPLICABLE = "not applicable"
OUTSIDE = "outside the boundary"
NONE_IN_PERIOD = "none in this period"
TAKEN_BACK = "taken back"
#: footnote of a sum: the share of a unit changed, and only the figure of the whole time is known
SHARED_BY_DAYS = "shares that changed are counted evenly by days"

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
_UNCERTAIN = re.compile(
    r"uncertainty ±(\S+) %(?: of the (\S+) % for which it is stated)? \((\S+) % confidence\)"
)
_MONTHS = re.compile(r"activity data for (\d+) of (\d+) months")
_UNNAMED = re.compile(r"without (.+), where no such part is stated")
_WAITS = {
    "missing entities": Text("missing: ", "尚缺："),
    "missing periods": Text("missing periods: ", "尚缺期间："),
}
_BY_ID = named_by({})


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


def note_text(note: str, name: Named = _BY_ID) -> Text:
    """A footnote in both languages; one that a person wrote stands for itself.

    >>> note_text("covers 7 of 12 sites")["zh"]
    '覆盖12个场所中的7个'
    >>> note_text("activity data for 1 of 12 months")["zh"]
    '仅含12个月中1个月的活动数据'

    Args:
        note: the footnote of a fact.
        name: how units and activities are called; by their ids where it is not given.
    """
    parts = [_in_both(part, name) for part in note.split(_AND)]
    return Text(_AND.join(part.en for part in parts), "；".join(part.zh for part in parts))


def _in_both(part: str, name: Named) -> Text:
    if covers := _NOTE.fullmatch(part):
        kinds = {kind.en: kind.zh for kind in _KINDS.values()}
        return Text(part, f"覆盖{covers[2]}个{kinds.get(covers[3], covers[3])}中的{covers[1]}个")
    if began := _BEGAN.fullmatch(part):
        units = _listed(began[1], name)
        return Text(f"before {units.en} began to report it", f"{units.zh}尚未开始报告")
    if months := _MONTHS.fullmatch(part):
        return Text(part, f"仅含{months[2]}个月中{months[1]}个月的活动数据")
    if unnamed := _UNNAMED.fullmatch(part):
        units = _listed(unnamed[1], name)
        zh = f"不含{units.zh}（未报告该细分）"
        return Text(f"without {units.en}, where no such part is stated", zh)
    if uncertain := _UNCERTAIN.fullmatch(part):
        half, covered, level = uncertain.groups()
        of_part = f"，仅就已声明的{covered}%而言" if covered else ""
        return Text(part, f"不确定性±{half}%（置信度{level}%{of_part}）")
    if part == SHARED_BY_DAYS:
        return Text(part, "期内变动的持股比例按天数均摊")
    return left_out_text(part, name) or Text(part, part)


def _listed(ids: str, name: Named) -> Text:
    called = [name(each) for each in ids.split(", ")]
    return Text(", ".join(each.en for each in called), "、".join(each.zh for each in called))


def uncertainty_note(half: str, level: str, covered: str = "") -> str:
    """The footnote of a figure with an interval: percent of half its width, and of confidence.

    >>> uncertainty_note("4.9", "95", "97")
    'uncertainty ±4.9 % of the 97 % for which it is stated (95 % confidence)'
    """
    of_part = f" of the {covered} % for which it is stated" if covered else ""
    return f"uncertainty ±{half} %{of_part} ({level} % confidence)"


def with_note(fact: Fact, note: str) -> Fact:
    """The fact with one more footnote."""
    return replace(fact, note=_AND.join(each for each in (fact.note, note) if each))


def nil(reason: str, why: str = "") -> str:
    """The reason of a stated nil: one of this module's words, and what a person said of it."""
    return f"{reason}: {why.strip()}" if why.strip() else reason


def nil_text(reason: str, name: Named = _BY_ID) -> Text:
    """The reason of a nil in both languages; what a person said of it stays as it is.

    >>> nil_text("not applicable: leased").zh
    '不适用：leased'
    >>> nil_text("missing entities: hefei, penang").zh
    '尚缺：hefei、penang'

    Args:
        reason: of the fact.
        name: how the units that a sum waits for are called; by their ids where it is not given.
    """
    word, _, why = reason.partition(": ")
    if word in _WAITS and why:
        units = _listed(why, name)
        return Text(_WAITS[word].en + units.en, _WAITS[word].zh + units.zh)
    if word not in _REASONS:
        return note_text(reason, name)
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
