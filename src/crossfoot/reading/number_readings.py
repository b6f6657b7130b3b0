"""A number and the words that may be its label, to a metric; or none where that is not sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.metric import Kind
from crossfoot.reading.clauses import Clause
from crossfoot.reading.concepts import concepts_of, read_terms
from crossfoot.reading.figures import without_names
from crossfoot.reading.label_context import Context
from crossfoot.reading.matching import Match, recognise
from crossfoot.reading.mentions import Mention, mostly_ascii
from crossfoot.reading.number_labels import Label, Links
from crossfoot.reading.scopes import is_stock_said_as_flow, of_somebody_else, says_up_to_now

#: how much of the words has to be explained
ENOUGH = 0.78
_ENOUGH_WITHOUT_UNIT = 0.69
#: a concept and a member of a breakdown
_TWO = 1.7
#: between the wholes that a number is a part of, the outermost first
_BELOW = " > "
_COUNTS = ("count", "case", "person", "person_time")
_AND_MORE = re.compile(
    r"\s+and\s+((?!(?:\d|the\b|over\b|more\b|about\b|nearly\b|an?\b))[a-z][\w\s-]{3,60}?)"
    r"(?=\s+(?:have|has|had|was|were|in|for|with|as|by|during)\b|[.,;]|$)",
    re.IGNORECASE,
)
#: "sold to 45 countries", "覆盖30个国家"
_REACHED = frozenset(("company.countries_served",))
_REACH = re.compile(
    r"\b(?:in|to|across|covering|covers?|spanning|serv\w+|over|reach\w*)\s*"
    r"(?:more than|over|nearly)?\s*$"
    r"|(?:销往|覆盖|遍布|出口至?|服务于?|远销|遍及|辐射|进入)[^，。；]{0,12}$",
    re.IGNORECASE,
)
#: "our 738 employees at the end of the year" are all of them
_OURS = re.compile(r"\bour\s*$", re.IGNORECASE)
_AT_YEAR_END = re.compile(
    r"\bat (?:the )?(?:year[- ]end|end of (?:the )?(?:year|period|(?:FY ?)?20\d\d))", re.IGNORECASE
)
_TOTAL_ZH = re.compile(r"总数|总量|总额|总人数|合计|共计|共有|现有|总计|共")
#: what says of patents that they are held; "4,171 patents" may be applied for
_SAYS_HELD = frozenset(("held", "authorized", "cumulative", "pending", "apply"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A number that was recognised."""

    mention: Mention
    match: Match
    label: str
    year: int | None
    links: Links
    root: str  # the label of the number that this one is a part of, or its own


@dataclass(frozen=True, slots=True)
class Setting:
    """What all numbers of a clause have in common."""

    clause: Clause
    section: tuple[str, ...]
    year: int | None
    names: frozenset[str]


def best_reading(
    mention: Mention,
    labels: Sequence[Label],
    links: Links,
    year: int | None,
    setting: Setting,
    *,
    whole_words: bool = False,
) -> Reading | None:
    """The best of the readings that the labels allow.

    Where the labels are words put together from a list, the one without odd pieces is the best.
    """
    text = setting.clause.text
    said = mention.unit.text if mention.unit.dimension in ("[time]", "[participation]") else ""
    best: Reading | None = None
    for label in labels:
        bare = without_names(label.text, setting.names)
        found = recognise(
            Context(
                bare, around=setting.section[-1:], definition=said, unit=mention.unit, strict=True
            )
        )
        if not isinstance(found, Match) or found.score < _bar(found, mention):
            continue
        if found.metric == "ip.patents.held" and not _SAYS_HELD & concepts_of(read_terms(bare)):
            continue
        if is_stock_said_as_flow(found, text[: mention.start] + label.text):
            fresh = recognise(Context(f"new {bare}", unit=mention.unit, strict=True))
            if not isinstance(fresh, Match) or catalogue()[fresh.metric].kind is not Kind.FLOW:
                continue
            found = fresh
        if found.weight < 2 and not _stands_alone(found, label, links, mention, setting):
            continue
        if of_somebody_else(found, bare, text, setting.section):
            continue
        if _counts_more(found, label.text.strip(), mention, text):
            continue
        if best is None or _rank(found, whole_words) > _rank(best.match, whole_words):
            best = Reading(mention, found, label.text, year, links, label.text)
    return best if best is not None and _plausible(best.match, mention) else None


def _counts_more(match: Match, label: str, mention: Mention, text: str) -> bool:
    """Whether a number counts two things together: "406 patents and software copyrights"."""
    behind = text[mention.end :].lstrip()
    if not behind.startswith(label):
        return False
    more = _AND_MORE.match(behind[len(label) :])
    if more is None:
        return False
    found = recognise(Context(more[1], unit=mention.unit, strict=True))
    return isinstance(found, Match) and (
        found.metric.partition(".")[0] == match.metric.partition(".")[0]
    )


def _rank(match: Match, whole_words: bool) -> tuple[float, float]:
    return (match.score, match.weight) if whole_words else (match.weight, match.score)


def _bar(match: Match, mention: Mention) -> float:
    """What a reading has to reach: less where several concepts and no unit leave no doubt."""
    return ENOUGH if mention.unit or match.weight < 2 else _ENOUGH_WITHOUT_UNIT


def _stands_alone(
    match: Match, label: Label, links: Links, mention: Mention, setting: Setting
) -> bool:
    """Whether a single general word is the whole of it: a total, an event, a line of its own."""
    clause = setting.clause
    event = catalogue()[match.metric].kind is Kind.FLOW
    up_to_now = says_up_to_now(clause.text[: mention.start])
    if (links.did and (event or up_to_now)) or links.owns or (mention.none and event):
        return True
    alone = clause.alone and len(label.text) + len(mention.shown) > 0.6 * len(clause.text)
    if alone:
        return True
    if _OURS.search(clause.text[: mention.start]) and _AT_YEAR_END.search(clause.text):
        return True
    if match.metric in _REACHED and _REACH.search(clause.text[: mention.start]):
        return True
    if mostly_ascii(clause.text):
        return label.linked and links.verb
    if label.linked and (links.verb or match.dimensions):
        return True
    whole = bool(_TOTAL_ZH.search(label.text + clause.text[: mention.start][-8:]))
    return label.linked and (whole or match.unit.unit not in _COUNTS)


def share_of(last: Reading, mention: Mention, setting: Setting) -> Reading | None:
    """The share of what the number before counts: "1,309 were female (32.44%)"."""
    share = "占比" if not last.label.isascii() else "share"
    for text in (f"{last.label} {share}", last.label):
        bare = without_names(text, setting.names)
        found = recognise(Context(bare, groups=(last.root,), unit=mention.unit))
        if (
            isinstance(found, Match)
            and found.metric.partition(".")[0] == last.match.metric.partition(".")[0]
            and found.score >= _ENOUGH_WITHOUT_UNIT
            and catalogue()[found.metric].unit == "percent"
            and found.dimensions == last.match.dimensions
        ):
            return Reading(mention, found, text, last.year, last.links, last.root)
    return None


def within(
    last: Reading,
    mention: Mention,
    labels: Sequence[Label],
    setting: Setting,
    *,
    part: bool = False,
) -> Reading | None:
    """A label that says too little, read with that of the number before: "整改率100%".

    Args:
        last: the number before.
        mention: the number.
        labels: the words that may be its label.
        setting: of the clause.
        part: it is said to be a part of the number before ("其中"), and of no earlier one.
    """
    best: Reading | None = None
    root = tuple(last.root.split(_BELOW))
    nearer = ((*root, last.label),) if part and last.label != last.root else ()
    above = ((), *nearer, root)
    for groups, label in ((groups, label) for groups in above for label in labels):
        if best is not None and groups:
            break  # a label says enough by itself
        bare = without_names(label.text, setting.names)
        found = recognise(Context(bare, groups=groups, unit=mention.unit))
        if not isinstance(found, Match) or found.score < ENOUGH or found.weight < _TWO:
            continue
        of_last = found.metric.rpartition(".")[0] == last.match.metric.rpartition(".")[0]
        if not of_last or (found.metric, found.dimensions) == (
            last.match.metric,
            last.match.dimensions,
        ):
            continue
        rank = (found.weight, found.score)
        if best is None or rank > (best.match.weight, best.match.score):
            whole = _BELOW.join(groups or root)
            best = Reading(mention, found, bare, last.year, last.links, whole)
    return best if best is not None and _plausible(best.match, mention) else None


def _plausible(match: Match, mention: Mention) -> bool:
    """A metric with a physical unit needs a printed one; "no" needs a count."""
    if mention.none:
        return match.unit.unit in ("case", "person", "count")
    if match.unit.unit in _COUNTS and mention.printed.number % 1:
        return False  # nobody counts 83.7 suppliers
    is_score = catalogue()[match.metric].kind is Kind.SCORE
    return bool(mention.unit) or match.unit.unit in _COUNTS or is_score
