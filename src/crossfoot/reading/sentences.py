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
from dataclasses import replace

from crossfoot.errors import CrossfootError, Problem
from crossfoot.reading.clauses import Clause
from crossfoot.reading.figure import Figure
from crossfoot.reading.figures import in_metric_unit
from crossfoot.reading.headings import Heading, Sections
from crossfoot.reading.mentions import Mention, find_mentions, years_in
from crossfoot.reading.number_labels import Label, Links, labels_of, links_of
from crossfoot.reading.number_readings import Reading, Setting, best_reading, share_of, within
from crossfoot.reading.paired_numbers import Place, joint_labels, places_of
from crossfoot.reading.scopes import (
    is_plan,
    names_a_part,
    names_the_whole,
    of_a_part,
    of_others,
)

#: a report of 300 pages states some thousand numbers
MOST_MENTIONS = 20_000
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
#: "twice that of 2022", "是2022年的两倍以上", "相当于2022年水平的85%"
_TIMES_YEAR = re.compile(
    r"(?:\b(?:twice|double|triple|half|times|quarter|third|fraction)\b[^,.;]{0,30}|"
    r"\bcompared\b[^,.;]{0,20}|\bas (?:much|many|high|low) as\b[^,.;]{0,12})$",
    re.IGNORECASE,
)
_TIMES_YEAR_ZH = re.compile(
    r"年(?:度|全年|同期|末|底)?(?:水平)?的[^，。；,;]{0,14}?(?:倍|[%％]|[一二三四五六七八九]成|一半|分之)"
)
_AGAINST = re.compile(
    r"\b(?:compared|versus|than|over|from|against)\b|\b(?:after|following) (?=\d|$)|[较由从自]|"
    r"相比|同比|上年",
    re.IGNORECASE,
)
#: "3,126 ML, after 3,284 ML in 2023"
_AFTER = re.compile(r"[\s,]*(?:after|following)\s*", re.IGNORECASE)
_IN_YEAR = re.compile(r"\s*(?:in|for|of) (?:the year )?((?:19|20)\d\d)\b", re.IGNORECASE)
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
#: between an amount and the same per head
_OR = re.compile(
    r"[\s,(（]*(?:or|i\.e\.,?|that is|equal to|equivalent to|which is|averaging|an average of|and)?"
    r"\s*(?:about|approximately|an average of)?\s*",
    re.IGNORECASE,
)
_OR_ZH = re.compile(
    r"[\s，,、（(]*(?:即|折合|相当于|平均)?(?:人均|每人|每名员工)(?:约|为|达到?|平均)?\s*"
)
_PER_HEAD = re.compile(r"(?:per|/) ?(?:employee|head|person|capita|staff member)s?", re.IGNORECASE)
#: "14.6% (2022: 16.1%)"
_COMPARATIVE = re.compile(
    r"[(（]\s*((?:19|20)\d\d)\s*年?度?\s*[:：]\s*(?:RMB|CNY|HK\$|HKD|人民币|港币)?\s*(?:约|about)?\s*$",
    re.IGNORECASE,
)
#: "(2023: 5 and nil)": of several things
_SEVERAL = re.compile(r"\s*(?:and|,|，|、|和|及|/)\s*(?:nil|no\b|\d|RMB|零)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(（]\s*(?:19|20)\d\d\s*年?度?\s*[:：]")


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
        setting = Setting(clause, sections.at(clause.line), year, names)
        readings = _without_doubles(_readings(mentions, setting), clause.text)
        found += [_figure(reading, setting) for reading in readings]
    return found


def _readings(mentions: list[Mention], setting: Setting) -> Iterator[Reading]:
    text = setting.clause.text
    places = places_of(text, mentions, setting.year)
    last: Reading | None = None
    for at, mention in enumerate(mentions):
        before = mentions[at - 1] if at else None
        if setting.clause.alone and mention.at == 0 and _LIST_ITEM.match(text):
            continue
        if at not in places and _is_comparison(mention, text):
            continue
        if together := joint_labels(text, mention):
            yield from _of_each(mention, together, setting)
            last = None
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


def _of_each(mention: Mention, labels: Sequence[str], setting: Setting) -> Iterator[Reading]:
    """One value that is said of several things: "A和B均为100%"."""
    links = Links(verb=True, linked=True, owns=True, did=False)
    year = _year(setting.clause.text, mention.at, setting.year)
    for label in labels:
        read = best_reading(mention, [Label(label, True)], links, year, setting)
        if read is not None and _holds(read, setting):
            yield read


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
    last: Reading | None,
    setting: Setting,
) -> Reading | None:
    text = setting.clause.text
    if place is not None:
        labels = [Label(label, True) for label in place.labels]
        links = Links(verb=True, linked=True, owns=True, did=False)
        year = place.year if place.year is not None else _year(text, mention.at, setting.year)
        return best_reading(mention, labels, links, year, setting, whole_words=True)
    year = _year(text, mention.at, setting.year)
    links = links_of(mention, setting.clause, before)
    between = text[last.mention.last : mention.start] if last is not None else ""
    near = last is not None and not re.search(r"[;；]", between)
    if near and last is not None and mention.unit.unit == "percent":
        if (mention.bracketed and not between.strip("(（ ，,")) or _SHARE_OF_IT.fullmatch(between):
            return share_of(last, mention, setting)
        if mention.bracketed and last.mention.last <= mention.start and len(between) < 24:
            return share_of(last, mention, setting)
    if (compared := _COMPARATIVE.search(text[: mention.at])) is not None:
        if last is None or len(between) > _NEAR or _SEVERAL.match(text, mention.last):
            return None
        if not mention.unit:
            same = replace(mention.printed, unit=last.mention.unit.text)
            mention = replace(mention, unit=last.mention.unit, printed=same)
        same_unit = mention.unit.dimension == last.mention.unit.dimension
        return replace(last, mention=mention, year=int(compared[1])) if same_unit else None
    former = _IN_YEAR.match(text, mention.last)
    if last is not None and former is not None and _AFTER.fullmatch(between):
        same_unit = mention.unit.dimension == last.mention.unit.dimension
        return replace(last, mention=mention, year=int(former[1])) if same_unit else None
    if mention.bracketed:
        return None
    labels = labels_of(mention, before, setting.clause)
    after_colon = text[: mention.start].rstrip().endswith((":", "："))
    if last is not None and (_ENUMERATED.match(between) or after_colon):
        links = replace(links, owns=links.owns or last.links.owns, did=links.did or last.links.did)
    read = best_reading(mention, labels, links, year, setting)
    if read is None and near and last is not None:
        if rate := _rate_of_it(last, mention, between):
            labels = [*labels, *rate]
        part = bool(_OF_WHICH.search(between))
        read = within(last, mention, labels, setting, part=part)
    return read


def _rate_of_it(last: Reading, mention: Mention, between: str) -> list[Label]:
    """What a rate right behind an amount is of: "85,733 hours, or 29.03 hours per employee"."""
    if _OR.fullmatch(between) and (found := _PER_HEAD.search(mention.unit.text)):
        return [Label(f"{last.root} {found[0]}", True), Label(f"average {last.root}", True)]
    if _OR_ZH.fullmatch(between):
        return [Label(f"人均{last.root}", True), Label("人均", True)]
    return []


def _holds(reading: Reading, setting: Setting) -> bool:
    """Whether a figure is one of the whole company in the whole year."""
    text = setting.clause.text
    before, behind = text[: reading.mention.start], text[reading.mention.last :]
    return not of_a_part(reading.match, before, behind, none=reading.mention.none)


def _year(text: str, offset: int, year: int | None) -> int | None:
    """The year nearest before the number, else the only one of the clause, else the report's.

    Years that something is compared with do not count.
    """
    years = [
        (start, number)
        for start, number in years_in(text)
        if not _COMPARED_YEAR.search(text[:start])
        and not _TIMES_YEAR.search(text[:start])
        and not _TIMES_YEAR_ZH.match(text, start + 4)
        and not _IN_BRACKETS.match(text, start - 1)
    ]
    before = [number for start, number in years if start < offset]
    if before:
        return before[-1]
    # "16.0%, down from 18.3% in 2022": the year is that of what is compared with
    behind = [number for start, number in years if not _AGAINST.search(text[offset:start])]
    return behind[0] if len(set(behind)) == 1 else year


def _without_doubles(readings: Iterable[Reading], text: str) -> list[Reading]:
    """Readings of a clause without those that say two things of one metric.

    The first one stays where "of which" follows it; else none of them is sure.
    """
    kept = list(readings)
    by_key: dict[tuple[object, ...], list[Reading]] = {}
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


def _figure(reading: Reading, setting: Setting) -> Figure:
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
