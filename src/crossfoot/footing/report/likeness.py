"""Labels as sets of words: what two rows have in common, and what tells them apart."""

from __future__ import annotations

import re
from functools import lru_cache

#: words that do not make a row another thing
_EMPTY = frozenset(
    (
        *(
            "the",
            "of",
            "and",
            "in",
            "for",
            "by",
            "from",
            "with",
            "to",
            "a",
            "an",
            "number",
            "amount",
        ),
        *("total", "totals", "overall", "grand", "sum", "aggregate", "group", "company", "all"),
        *("volume", "quantity", "value", "annual", "year", "reporting", "period", "during"),
    )
)
_WHOLE = re.compile(
    r"\b(?:grand |sub-?)?totals?\b|\b(?:overall|in total|aggregate|whole group|group-?wide)\b|"
    r"\((?:the )?group\)|总计|合计|总量|总数|总额|总和|共计|总(?=排放|能耗|用水|耗)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\bothers?\b(?! \(?(?:energy )?indirect)|\bremaining\b|\bmiscellaneous\b|"
    r"(?:其他|其它)(?!间接)",
    re.IGNORECASE,
)
_GHG = re.compile(r"greenhouse[- ]gas(?:es)?(?: \(GHGs?\))?|温室气体", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[\u4e00-\u9fff]", re.IGNORECASE)
#: what separates a name from the part that it is of: "Scope 1 - Hotels", "Employees (Teachers)"
_TAIL = re.compile(r"\s+[-–—]+\s+|\s*[—:：>]\s*|\s*[(（]|,\s+")


@lru_cache(maxsize=8192)
def words_of(label: str) -> frozenset[str]:
    """The words of a label that say what it is of, without endings.

    >>> sorted(words_of("Total number of employees (Teachers)"))
    ['employee', 'teacher']
    """
    label = _GHG.sub("ghg", label)
    return frozenset(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in (found.lower() for found in _WORD.findall(label))
        if word not in _EMPTY
    )


@lru_cache(maxsize=8192)
def is_whole(label: str) -> bool:
    """Whether a label says that it is of everything: "Total waste", "废弃物总量"."""
    return bool(_WHOLE.search(label)) and not _OTHER.search(label)


def is_rest(label: str) -> bool:
    """Whether a label is that of a rest: "Other waste"."""
    return bool(_OTHER.search(label))


@lru_cache(maxsize=8192)
def base_and_tail(label: str) -> tuple[str, str]:
    """A label cut where its part begins.

    >>> base_and_tail("Scope 1 emissions - Hotels"), base_and_tail("Employees (Teachers)")
    (('Scope 1 emissions', 'Hotels'), ('Employees', 'Teachers'))
    """
    found = list(_TAIL.finditer(label))
    if not found or not found[-1].start():
        return label.strip(), ""
    last = found[-1]
    return label[: last.start()].strip(), label[last.end() :].strip(" )）")
