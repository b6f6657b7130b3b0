"""What a total leaves out for want of a factor, and the footnote that says so.

"without electricity.grid at hefei in 2024-03 to 2024-05: no factor or coefficient". The footnote is
written and read here alone; ids of activities and sites become names where a reader sees them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crossfoot.languages import Text

#: how an id of an activity or of a site is called
Named = Callable[[str], Text]

_WITHOUT, _WHY = "without ", ": no factor or coefficient"
_ONE = re.compile(r"(?P<activity>\S.*?) at (?P<site>\S.*?) in (?P<months>[\d-]{7}[\d a-z-]*)")
_MORE = re.compile(r"(\d+) more")


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """Rows of an activity that are not in a total.

    Attributes:
        activity: dotted name.
        site: id of the site.
        months: the months concerned, as "2024-03", in order.
    """

    activity: str
    site: str
    months: tuple[str, ...]


def left_out_note(lacking: Iterable[LeftOut], most: int | None = None) -> str:
    """The footnote of a total; empty where nothing is left out.

    >>> left_out_note([LeftOut("electricity.grid", "hefei", ("2024-03", "2024-04", "2024-06"))])
    'without electricity.grid at hefei in 2024-03 to 2024-04 and 2024-06: no factor or coefficient'

    Args:
        lacking: what is left out.
        most: how many are named; of further ones it gives the number.
    """
    found = sorted(lacking)
    named = [f"{one.activity} at {one.site} in {_spans(one.months)}" for one in found[:most]]
    if len(found) > len(named):
        named.append(f"{len(found) - len(named)} more")
    return f"{_WITHOUT}{', '.join(named)}{_WHY}" if named else ""


def left_out_of(note: str) -> list[LeftOut]:
    """What the footnotes of a total say that it leaves out.

    >>> left_out_of("covers 7 of 12 sites; without heat.district at hefei in 2024-03 to 2024-05"
    ...             ": no factor or coefficient")
    [LeftOut(activity='heat.district', site='hefei', months=('2024-03', '2024-04', '2024-05'))]
    """
    return [
        LeftOut(one["activity"], one["site"], tuple(_months(one["months"])))
        for part in note.split("; ")
        if _is_ours(part)
        for each in _parts(part)
        if (one := _ONE.fullmatch(each))
    ]


def not_said(note: str, said: str) -> str:
    """Footnotes less those of rows left out that another figure's footnotes name already.

    >>> rows = "without heat.district at hefei in 2024-03: no factor or coefficient"
    >>> not_said(f"covers 7 of 12 sites; {rows}", rows)
    'covers 7 of 12 sites'
    """
    known = set(left_out_of(said))
    parts = ((part, left_out_of(part)) for part in note.split("; "))
    return "; ".join(part for part, found in parts if not found or not known.issuperset(found))


def joined(lacking: Iterable[LeftOut]) -> list[LeftOut]:
    """Each activity of a site once, with all its months."""
    months: dict[tuple[str, str], set[str]] = {}
    for one in lacking:
        months.setdefault((one.activity, one.site), set()).update(one.months)
    return sorted(LeftOut(*key, tuple(sorted(found))) for key, found in months.items())


def left_out_text(note: str, name: Named) -> Text | None:
    """The footnote in both languages, with names; None where it is another footnote."""
    if not _is_ours(note):
        return None
    en, zh = [], []
    for part in _parts(note):
        if one := _ONE.fullmatch(part):
            activity, site, months = name(one["activity"]), name(one["site"]), one["months"]
            en.append(f"{activity.en} at {site.en} in {months}")
            zh.append(f"{site.zh}{_in_chinese(months)}的{activity.zh}")
        elif more := _MORE.fullmatch(part):
            en.append(part)
            zh.append(f"另外{more[1]}项")
        else:
            return None
    return Text(f"{_WITHOUT}{', '.join(en)}{_WHY}", f"不含{'、'.join(zh)}（没有排放因子或系数）")


def named_by(names: Mapping[str, Text]) -> Named:
    """Calls an id by its name; one that has none stands for itself."""
    return lambda id_: names.get(id_, Text(id_, id_))


def _is_ours(note: str) -> bool:
    return note.startswith(_WITHOUT) and note.endswith(_WHY)


def _parts(note: str) -> list[str]:
    return note.removeprefix(_WITHOUT).removesuffix(_WHY).split(", ")


def _months(spans: str) -> Iterator[str]:
    for span in spans.split(" and "):
        first, _, last = span.partition(" to ")
        for number in range(_number(first), _number(last or first) + 1):
            yield f"{(number - 1) // 12:04}-{(number - 1) % 12 + 1:02}"


def _spans(months: Sequence[str]) -> str:
    spans: list[list[str]] = []
    for month in months:
        if spans and _number(month) == _number(spans[-1][-1]) + 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    return " and ".join(f"{each[0]} to {each[-1]}" if len(each) > 1 else each[0] for each in spans)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _in_chinese(months: str) -> str:
    return months.replace(" to ", "至").replace(" and ", "、")
