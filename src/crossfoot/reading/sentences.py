"""Sentences to figures: "a total of 150 safety hazards", "约3.5亿元", "no work accidents".

A number is read with the words that belong to it (`number_labels`), or with those at its place in
a list (`paired_numbers`). The same recognition as for tables decides, with a higher bar; a single
general word ("employees") needs to be called a total. A label that says too little by itself
("整改率", "of which 52 are new", "(67.56%)") is read with the one of the number before it. Plans,
parts of the company and what is said of others are no figures of the year (`scopes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crossfoot.errors import CrossfootError, Problem
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.metric import Kind
from crossfoot.reading.clauses import Clause
from crossfoot.reading.figure import Figure
from crossfoot.reading.figures import in_metric_unit, without_names
from crossfoot.reading.headings import Heading, Sections
from crossfoot.reading.matching import Context, Match, recognise
from crossfoot.reading.mentions import Mention, find_mentions, mostly_ascii, years_in
from crossfoot.reading.number_labels import Label, Links, labels_of, links_of
from crossfoot.reading.paired_numbers import Place, places_of
from crossfoot.reading.scopes import (
    is_plan,
    is_stock_said_as_flow,
    names_a_part,
    names_the_whole,
    of_a_part,
    of_others,
    of_somebody_else,
    says_up_to_now,
)

#: a report of 300 pages states some thousand numbers
MOST_MENTIONS = 20_000
#: how much of the words has to be explained
ENOUGH = 0.78
_ENOUGH_WITHOUT_UNIT = 0.69
_COUNTS = ("count", "case", "person", "person_time")
#: a concept and a member of a breakdown
_TWO = 1.7
#: how far a number in brackets may stand from the one that it is compared with
_NEAR = 40
_LIST_ITEM = re.compile(r"^\d{1,2}\s+[A-Z\u4e00-\u9fff]")
_CHANGED_BY = re.compile(
    r"(?:increas\w*|decreas\w*|reduc\w*|ris\w*|rose|grew|"
    r"growth|fell|drop\w*|declin\w*|up|down|cut)\s*"
    r"(?:of|by)?\s*$|(?:增长|增加|上升|提升|提高|下降|减少|降低|下滑|增幅|降幅|回落|缩减)(?:了|约|为|达|率)*\s*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"(?:\b(?:compared (?:with|to)|versus|than|over)\b|较|(?<![占同])比(?![例重率])|相比|同比)\s*"
    r"(?:that of |上年|去年|同期)?[^,，。]{0,10}$",
    re.IGNORECASE,
)
#: years that a value is compared with
_COMPARED_YEAR = re.compile(
    r"(?:compared (?:with|to)|over|than|from|since|versus|较|比|自|相比)\s*(?:that (?:of|in) )?$",
    re.IGNORECASE,
)
_SHARE_OF_IT = re.compile(
    r"(?:[^,;，；。]{0,40}[,，\s])?\s*(?:accounting for|representing|which accounts? for)\s*|"
    r"[\s,，]*(?:占比(?:为|达)?|占(?:总数|总量|比)?的?(?:比例|比重)?(?:为|达)?|占[^，。；]{1,14}的)\s*",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"of which|among (?:which|them)|including|其中|包括", re.IGNORECASE)
#: what stands between two things of one enumeration
_ENUMERATED = re.compile(
    r"(?!.*\b(?:was|were|is|are|which|that|while|"
    r"with)\b)[^,，;；。]{0,60}(?:,|,?\s?\band\b|，|、|和|及|以及)"
    r"\s*(?:a total of|including)?\s*[\u4e00-\u9fff]{0,14}$",
    re.IGNORECASE,
)
#: "14.6% (2022: 16.1%)"
_COMPARATIVE = re.compile(
    r"[(（]\s*((?:19|20)\d\d)\s*年?度?\s*[:：]\s*(?:RMB|CNY|HK\$|HKD|人民币|港币)?\s*(?:约|about)?\s*$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(（]\s*(?:19|20)\d\d\s*年?度?\s*[:：]")
_AND_MORE = re.compile(
    r"\s+and\s+((?!(?:\d|the\b|over\b|more\b|about\b|nearly\b|an?\b))[a-z][\w\s-]{3,60}?)"
    r"(?=\s+(?:have|has|had|was|were|in|for|with|as|by|during)\b|[.,;]|$)",
    re.IGNORECASE,
)
_TOTAL_ZH = re.compile(r"总数|总量|总额|总人数|合计|共计|共有|现有|总计|共")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number that was recognised."""

    mention: Mention
    match: Match
    label: str
    year: int | None
    links: Links
    root: str  # the label of the number that this one is a part of, or its own


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all numbers of a clause have in common."""

    clause: Clause
    section: tuple[str, ...]
    year: int | None
    names: frozenset[str]


def read_sentences(
    clauses: Iterable[Clause],
    headings: Sequence[Heading],
    year: int | None,
    names: frozenset[str] = frozenset(),
) -> list[Figure]:
    """The figures that sentences state.

    Raises:
        CrossfootError: there are more numbers than any report has.

    Args:
        clauses: the clauses of the text.
        headings: the headings, for the section of each.
        year: the report's year, for clauses that name none.
        names: words of the company's name.
    """
    found: list[Figure] = []
    sections, count = Sections(headings), 0
    part_of_line = 0
    for clause in clauses:
        if clause.line == part_of_line and not names_the_whole(clause.text):
            continue  # the sentence goes on about the part that the one before names
        part_of_line = clause.line if names_a_part(clause.text) else 0
        if of_others(clause.text) or is_plan(clause.text, year):
            continue
        mentions = find_mentions(clause.text)
        count += len(mentions)
        if count > MOST_MENTIONS:
            what = f"the text states more than {MOST_MENTIONS:,} numbers"
            where = f"line {clause.line}"
            raise CrossfootError(Problem(what, where, remedy="give the text of one report"))
        setting = _Setting(clause, sections.at(clause.line), year, names)
        readings = _without_doubles(_readings(mentions, setting), clause.text)
        found += [_figure(reading, setting) for reading in readings]
    return found


def _readings(mentions: list[Mention], setting: _Setting) -> Iterator[_Reading]:
    text = setting.clause.text
    places = places_of(text, mentions, setting.year)
    last: _Reading | None = None
    for at, mention in enumerate(mentions):
        before = mentions[at - 1] if at else None
        if setting.clause.alone and mention.at == 0 and _LIST_ITEM.match(text):
            continue
        if at not in places and _is_comparison(mention, text):
            continue
        reading = _reading(mention, before, places.get(at), last, setting)
        if reading is None or not _holds(reading, setting):
            if not mention.bracketed:
                last = None
            continue
        if last is None or not _COMPARATIVE.search(text[: mention.at]):
            last = reading
        if reading.year is None or setting.year is None or reading.year <= setting.year:
            yield reading


def _is_comparison(mention: Mention, text: str) -> bool:
    """Whether a number says by how much something changed, or what it is compared with."""
    before = text[: mention.start].rstrip()
    if mention.unit.unit == "percent" and _CHANGED_BY.search(before):
        return True
    if re.search(r"(?:较|比|同比)[^，。；]{0,10}$", before) and _CHANGED_BY.search(before):
        return True
    return bool(_COMPARED.search(before))


def _reading(
    mention: Mention,
    before: Mention | None,
    place: Place | None,
    last: _Reading | None,
    setting: _Setting,
) -> _Reading | None:
    text = setting.clause.text
    if place is not None:
        labels = [Label(label, True) for label in place.labels]
        links = Links(verb=True, linked=True, owns=True, did=False)
        year = place.year if place.year is not None else _year(text, mention.at, setting.year)
        return _best(mention, labels, links, year, setting, whole_words=True)
    year = _year(text, mention.at, setting.year)
    links = links_of(mention, setting.clause)
    between = text[last.mention.last : mention.start] if last is not None else ""
    near = last is not None and not re.search(r"[;；]", between)
    if near and last is not None and mention.unit.unit == "percent":
        if (mention.bracketed and not between.strip("(（ ，,")) or _SHARE_OF_IT.fullmatch(between):
            return _share_of(last, mention, setting)
        if mention.bracketed and last.mention.last <= mention.start and len(between) < 24:
            return _share_of(last, mention, setting)
    if (compared := _COMPARATIVE.search(text[: mention.at])) is not None:
        if last is None or len(between) > _NEAR:
            return None
        if not mention.unit:
            same = replace(mention.printed, unit=last.mention.unit.text)
            mention = replace(mention, unit=last.mention.unit, printed=same)
        same_unit = mention.unit.dimension == last.mention.unit.dimension
        return replace(last, mention=mention, year=int(compared[1])) if same_unit else None
    if mention.bracketed:
        return None
    labels = labels_of(mention, before, setting.clause)
    if last is not None and _ENUMERATED.match(between):
        links = replace(links, owns=links.owns or last.links.owns, did=links.did or last.links.did)
    read = _best(mention, labels, links, year, setting)
    if read is None and near and last is not None:
        read = _within(last, mention, labels, setting)
    return read


def _best(
    mention: Mention,
    labels: Sequence[Label],
    links: Links,
    year: int | None,
    setting: _Setting,
    *,
    whole_words: bool = False,
) -> _Reading | None:
    """The best of the readings that the labels allow.

    Where the labels are words put together from a list, the one without odd pieces is the best.
    """
    text = setting.clause.text
    said = mention.unit.text if mention.unit.dimension in ("[time]", "[participation]") else ""
    best: _Reading | None = None
    for label in labels:
        bare = without_names(label.text, setting.names)
        found = recognise(
            Context(
                bare, around=setting.section[-1:], definition=said, unit=mention.unit, strict=True
            )
        )
        if not isinstance(found, Match) or found.score < _bar(found, mention):
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
            best = _Reading(mention, found, label.text, year, links, label.text)
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
    match: Match, label: Label, links: Links, mention: Mention, setting: _Setting
) -> bool:
    """Whether a single general word is the whole of it: a total, an event, a line of its own."""
    clause = setting.clause
    event = catalogue()[match.metric].kind is Kind.FLOW
    up_to_now = says_up_to_now(clause.text[: mention.start])
    if (links.did and (event or up_to_now)) or links.owns:
        return True
    alone = clause.alone and len(label.text) + len(mention.shown) > 0.6 * len(clause.text)
    if alone:
        return True
    if mostly_ascii(clause.text):
        return label.linked and links.verb
    if label.linked and (links.verb or match.dimensions):
        return True
    whole = bool(_TOTAL_ZH.search(label.text + clause.text[: mention.start][-8:]))
    return label.linked and (whole or match.unit.unit not in _COUNTS)


def _share_of(last: _Reading, mention: Mention, setting: _Setting) -> _Reading | None:
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
            return _Reading(mention, found, text, last.year, last.links, last.root)
    return None


def _within(
    last: _Reading, mention: Mention, labels: Sequence[Label], setting: _Setting
) -> _Reading | None:
    """A label that says too little, read with that of the number before: "整改率100%"."""
    best: _Reading | None = None
    for groups, label in ((groups, label) for groups in ((), (last.root,)) for label in labels):
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
            best = _Reading(mention, found, bare, last.year, last.links, last.root)
    return best if best is not None and _plausible(best.match, mention) else None


def _plausible(match: Match, mention: Mention) -> bool:
    """A metric with a physical unit needs a printed one; "no" needs a count."""
    if mention.none:
        return match.unit.unit in ("case", "person", "count")
    return bool(mention.unit) or match.unit.unit in _COUNTS


def _holds(reading: _Reading, setting: _Setting) -> bool:
    """Whether a figure is one of the whole company in the whole year."""
    text = setting.clause.text
    before, behind = text[: reading.mention.start], text[reading.mention.last :]
    return not of_a_part(reading.match, before, behind)


def _year(text: str, offset: int, year: int | None) -> int | None:
    """The year nearest before the number, else the only one of the clause, else the report's.

    Years that something is compared with do not count.
    """
    years = [
        (start, number)
        for start, number in years_in(text)
        if not _COMPARED_YEAR.search(text[:start]) and not _IN_BRACKETS.match(text, start - 1)
    ]
    before = [number for start, number in years if start < offset]
    if before:
        return before[-1]
    return years[0][1] if len({number for _, number in years}) == 1 else year


def _without_doubles(readings: Iterable[_Reading], text: str) -> list[_Reading]:
    """Readings of a clause without those that say two things of one metric.

    The first one stays where "of which" follows it; else none of them is sure.
    """
    kept = list(readings)
    by_key: dict[tuple[object, ...], list[_Reading]] = {}
    for reading in kept:
        key = (reading.match.metric, reading.match.dimensions, reading.year)
        by_key.setdefault(key, []).append(reading)
    dropped: set[int] = set()
    for same in by_key.values():
        values = {in_metric_unit(r.mention.printed, r.match)[0] for r in same}
        if len(values) < 2:
            continue
        first, second = same[0].mention, same[1].mention
        parted = _OF_WHICH.search(text[first.last : second.start])
        dropped |= {r.mention.at for r in (same[1:] if parted else same)}
    return [reading for reading in kept if reading.mention.at not in dropped]


def _figure(reading: _Reading, setting: _Setting) -> Figure:
    mention, match, clause = reading.mention, reading.match, setting.clause
    value, step = in_metric_unit(mention.printed, match)
    return Figure(
        metric=match.metric,
        label=reading.label,
        dimensions=match.dimensions,
        year=reading.year,
        value=value,
        unit=match.unit.unit,
        step=step,
        qualifier=mention.printed.qualifier,
        line=clause.line_at(mention.at),
        context="text",
        printed=mention.shown,
        printed_unit=mention.unit.text,
        score=match.score,
        reason=match.reason,
        remark=match.unit.remark,
        section=setting.section,
    )


def drop_repeats(figures: Sequence[Figure]) -> list[Figure]:
    """Figures of sentences, each stated once on a line."""
    seen: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        key = (figure.metric, figure.dimensions, figure.year, figure.value, figure.line)
        seen.setdefault(key, figure)
    return list(seen.values())
