"""Sentences to figures: "a total of 150 safety hazards", "约3.5亿元", "no work accidents".

A number in a sentence is read with the words that belong to it: those behind it up to the next
verb or comma, and those before it where a verb links them ("amounted to", "was", "为"). The same
recognition as for tables decides, with a higher bar; a single general word ("employees") needs to
be called a total. Plans and targets are no figures of the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.errors import CrossfootError, Problem
from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.metric import Kind
from crossfoot.reading.clauses import PLAN, Clause
from crossfoot.reading.concepts import concepts_of, read_terms
from crossfoot.reading.figure import Figure
from crossfoot.reading.figures import in_metric_unit, without_names
from crossfoot.reading.headings import Heading, Sections
from crossfoot.reading.matching import Context, Match, recognise
from crossfoot.reading.numbers import (
    AFTER,
    NUMBER,
    SCALES,
    PrintedNumber,
    decimals_of,
    qualifier_before,
)
from crossfoot.reading.printed_units import PrintedUnit, read_unit

#: a report of 300 pages states some thousand numbers
MOST_MENTIONS = 20_000
#: how much of the words has to be explained
ENOUGH = 0.78
_ENOUGH_WITHOUT_UNIT = 0.69
#: numbers in words, from two
_WORDS = {
    **{"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15},
    **{"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20},
}
_NUMBER = re.compile(
    rf"(?:(?<=RMB)|(?<=CNY)|(?<=HKD)|(?<![\w.,/+&-]))(?P<digits>{NUMBER})(?![\d/])|\b(?P<word>{'|'.join(_WORDS)})\b(?!-)",
    re.ASCII | re.IGNORECASE,
)
_NUMBER_ZH = re.compile(rf"(?<![\dA-Za-z.,/-])(?P<digits>{NUMBER})(?![\d/A-Za-z-])")
_NONE = re.compile(
    r"\b(?:no|zero|nil|without any|not any|never had any)\s+(?=[a-z])|"
    r"(?:未发生|未出现|没有发生|无|零)(?=[\u4e00-\u9fff])",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d.,])((?:19|20)\d\d)(?!\d|[.,]\d|%|\s?(?:kWh|tons?|hours|employees|RMB))"
)
_CODE_BEFORE = re.compile(
    r"(?:\b(?:ISO|IEC|GB|GB/T|IATF|SA|QC|OHSAS|UL|EN|No|No\.|Nos\.|version|article|chapter|page|"
    r"level|stage|phase|tier|grade|scope|category|type|rank|section|appendix|step|top|part|class|"
    r"FY|Q|SDG|goal|item|table|figure|note|days?|January|February|March|April|May|June|July|"
    r"August|September|October|November|December)|第|[(（\[]|(?-i:\b(?!RMB|CNY|HKD|USD|EUR)[A-Z]{3,}-?))\s?$",
    re.IGNORECASE,
)
_DATE_AFTER = re.compile(
    r"^\s?(?:st|nd|rd|th\b|年|月|日|January|February|March|April|May|June|July|August|September|"
    r"October|November|December|[-–—~]\s?\d|consecutive|years?\b|years? old|岁|个月|months?\b|"
    r"weeks?\b)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:nationwide|globally, |worldwide, |china['’]s|country['’]s|industry['’]s|in the world)\b|"
    r"全国|全球",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:\b(?:was|were|is|are|be|been|reached|reaching|reaches|amounts?|amounted|amounting|totals?|"
    r"totall?ed|totall?ing|stood|hit|hits|accounts?|accounted|accounting|of|to|at|exceeded|exceeding)\b|[:：=]|为|达到|达|共计|共|合计|"
    r"计|是|至|约)(?:\s+(?:a|an|total|of|to|at|for|as|high|the|reached|about|over|more|than|nearly))*\s*$",
    re.IGNORECASE,
)
#: links after which the words before the number are its label, and those behind it are not
_VERB = re.compile(
    r"(?:\b(?:was|were|is|reached|reaching|account(?:s|ed)? for|amount(?:s|ed|ing) to|"
    r"total(?:s|l?ed|l?ing)|stood at|hit)|"
    r"[:：=]|为|达到|达|是|至)(?:\s+(?:up to|as high as))?\s*(?:RMB\s*)?$",
    re.IGNORECASE,
)
#: what makes a single general word the whole of it: "has 738 employees"
_OWNS = re.compile(
    r"\b(?:has|had|have|employs?|employed|is composed of|consists of|comprises|owns?|owned|held)\s*"
    r"(?:a total of\s*)?$|(?:共有|现有|拥有|共计|合计|总计|共)\s*$",
    re.IGNORECASE,
)
_LEFT_EDGE = re.compile(r"[,，;；:：()（）]|\b(?:while|which|where|including|among)\b|其中|同时")
#: what happened, for counts of events: "received 38 complaints"
_DID = re.compile(
    r"\b(?:received|recorded|published|issued|identified|obtained|conducted|organi[sz]ed|held|"
    r"carried out|launched|completed|handled|occurred|provided)\s*(?:a total of\s*)?$|"
    r"(?:开展|组织|举办|收到|发布|完成|发生|排查|识别)(?:了|各类)?\s*$",
    re.IGNORECASE,
)
#: whose figures a clause may be about; a label that does not name them is not theirs
_SUBJECTS = frozenset(("supplier", "contractor", "customer", "director", "supervisor", "volunteer"))
#: subjects of training; a label that does not name the one of its section is not understood
_TRAINED_IN = frozenset(("safety", "infosec", "corruption", "quality", "environment", "supplier"))
_LIST_ITEM = re.compile(r"^\d{1,2}\s+[A-Z\u4e00-\u9fff]")
_LESS = re.compile(
    r"\b(?:reduc|sav|cut|declin|decreas|dropp|avoid|lower)\w*\b[^,;]*$|(?:减少|降低|节约|节省)[^，；]*$",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"\s*(?:more than|over|above|about|approximately|nearly|around|almost|at least|超过|超|逾|约|"
    r"近)\s*$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*,?\s*(?:of which|including|其中)[:：,，]?\s*(.{3,160})")
_SCALE = re.compile(
    rf"\s?({'|'.join(sorted(SCALES, key=len, reverse=True))})(?![a-z])", re.IGNORECASE
)
_MOST_WORDS = 14
#: a reading that uses so many concepts stands for itself
_SURE = 3
_RIGHT_EDGE = re.compile(
    r"[,，;；:：.。()（）、\"“”]|\b(?:was|were|is|are|has|have|had|and|while|which|who|that|where|with|"
    r"including|among|to|through|from|by|as|at|during|throughout|on|under|into|via|within|since|"
    r"across|between|after|before|accounting|reaching|up|so|thus|compared|such|due|because|initiated|"
    r"actively)\b|其中|同时|以及|较|同比|占|均|已",
    re.IGNORECASE,
)
_BARE_EDGE = re.compile(
    r"[,，;；。()（）\"“”]|\b(?:and|while|which|where|including|such as)\b|其中|同时|以及|较|同比"
)
_FIRST_WORDS = re.compile(
    r"^(?:in|during|by the end of|as of|as at|at the end of|till the end of|until the end of|"
    r"throughout|for)\s+(?:the\s+)?(?:reporting period|year|end of)?\s*(?:(?:19|20)\d\d)?\s*,?\s*|"
    r"^(?:the|our|its|a|an|we|company's)\s+|^(?:截至|报告期内|本年度|(?:20\d\d)\s?年,?，?)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 200
_MOST_NUMBERS = 40


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number in a clause, with what stands on both sides."""

    printed: PrintedNumber
    left: str
    right: str
    linked: bool
    verb: bool
    offset: int
    as_printed: str


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
    for clause in clauses:
        if PLAN.search(clause.text) or _OTHERS.search(clause.text):
            continue
        section = sections.at(clause.line)
        for mention in _mentions(clause):
            count += 1
            if count > MOST_MENTIONS:
                what = f"the text states more than {MOST_MENTIONS:,} numbers"
                where = f"line {clause.line}"
                raise CrossfootError(Problem(what, where, remedy="give the text of one report"))
            figure = _figure(mention, clause, section, year, names)
            if figure is not None:
                found.append(figure)
    return found


def _mentions(clause: Clause) -> Iterator[_Mention]:
    text = clause.text
    pattern = _NUMBER if _mostly_ascii(text) else _NUMBER_ZH
    for at, match in enumerate(pattern.finditer(text)):
        if at >= _MOST_NUMBERS:
            return
        mention = _mention(text, match)
        if mention is not None:
            yield mention
    for match in list(_NONE.finditer(text))[:3]:
        printed = PrintedNumber(match[0].strip(), Decimal(0), 0)
        right = text[match.end() :]
        yield _Mention(printed, "", right, False, False, match.start(), match[0].strip())


def _mostly_ascii(text: str) -> bool:
    return sum(c.isascii() for c in text) * 2 > len(text)


def _mention(text: str, match: re.Match[str]) -> _Mention | None:
    left, right = text[: match.start()], text[match.end() :]
    word = (match.groupdict().get("word") or "").lower()
    digits = match["digits"]
    if _CODE_BEFORE.search(left) or _DATE_AFTER.match(right) or _YEAR.fullmatch(digits or ""):
        return None
    if right[:1].isalpha() and right[:1].isascii() and not _unit_at(right)[1]:
        return None
    number = Decimal(_WORDS[word]) if word else Decimal(digits.replace(",", ""))
    qualifier = qualifier_before(left)
    rest, scale = right, Decimal(1)
    if after := re.match(r"\s?(\+|or more|or above|余|多|以上|左右)", rest):
        qualifier, rest = AFTER[after[1]], rest[after.end() :]
    scaled = re.match(
        rf"\s?({'|'.join(sorted(SCALES, key=len, reverse=True))})(?![a-z])", rest, re.I
    )
    if scaled:
        scale, rest = SCALES[scaled[1].lower()], rest[scaled.end() :]
    money = re.search(r"(RMB|CNY|HKD|HK\$|USD|US\$|人民币|¥|￥)\s?$", left)
    unit, length = _unit_at(rest)
    if money and not unit:
        unit, left = (
            read_unit(money[1].replace("¥", "CNY").replace("￥", "CNY")),
            left[: money.start()],
        )
    kept = rest if unit.noun else rest[length:]
    decimals = 0 if word else decimals_of(digits)
    printed = PrintedNumber(match[0], number * scale, decimals, qualifier, unit.text, scale)
    before = _without_qualifier(left)
    linked, verb = bool(_LINK.search(before)), bool(_VERB.search(before))
    shown = text[match.start() : match.end() + len(rest[:length]) + len(right) - len(rest)]
    return _Mention(printed, left, kept, linked, verb, match.start(), shown.strip())


def _without_qualifier(left: str) -> str:
    return _QUALIFIER.sub("", left)


def _unit_at(text: str) -> tuple[PrintedUnit, int]:
    """The unit at the beginning of a text, the longest that is one, and its length."""
    head = re.match(r"\s?(?:[^\s,，。;；()（）]+\s?){1,5}", text)
    if head is None:
        return PrintedUnit(""), 0
    if text.lstrip()[:1] in ("%", "％"):
        return read_unit("%"), len(text) - len(text.lstrip()) + 1
    if text.lstrip()[:1] > "\u3000":
        return _unit_at_zh(text)
    pieces = re.findall(r"\s?\S+", head[0])
    for count in range(len(pieces), 0, -1):
        piece = "".join(pieces[:count])
        unit = read_unit(piece.strip(" .,:"))
        if unit:
            return unit, len(piece)
    return PrintedUnit(""), 0


def _unit_at_zh(text: str) -> tuple[PrintedUnit, int]:
    for count in range(min(8, len(text)), 0, -1):
        unit = read_unit(text[:count].strip())
        if unit:
            return unit, count
    return PrintedUnit(""), 0


def _figure(
    mention: _Mention,
    clause: Clause,
    section: tuple[str, ...],
    year: int | None,
    names: frozenset[str],
) -> Figure | None:
    unit = read_unit(mention.printed.unit) if mention.printed.unit else PrintedUnit("")
    if mention.printed.scale != 1 and not unit and not mention.printed.unit:
        unit = PrintedUnit("")
    if clause.alone and mention.offset == 0 and _LIST_ITEM.match(clause.text):
        return None
    said = unit.text if unit.dimension in ("[time]", "[participation]") else ""
    best: tuple[Match, str] | None = None
    for label, linked in _labels(mention, clause):
        bare = without_names(label, names)
        found = recognise(
            Context(bare, around=section[-1:], definition=said, unit=unit, strict=True)
        )
        if not isinstance(found, Match) or found.score < _bar(found, unit):
            continue
        owns = _OWNS.search(_without_qualifier(mention.left)) or " in total" in mention.right[:24]
        did = _DID.search(_without_qualifier(mention.left)) and _is_event(found)
        alone = clause.alone and len(label) + len(mention.as_printed) > 0.6 * len(clause.text)
        if found.weight < 2 and not ((linked and mention.verb) or alone or owns or did):
            continue
        if _of_others(found, bare, clause, section):
            continue
        if best is None or (found.weight, found.score) > (best[0].weight, best[0].score):
            best = (found, label)
    if best is None or not _plausible(best[0], mention, unit):
        return None
    match, label = best
    value, step = in_metric_unit(mention.printed, match)
    return Figure(
        metric=match.metric,
        label=label,
        dimensions=match.dimensions,
        year=_year(clause.text, mention.offset, year),
        value=value,
        unit=match.unit.unit,
        step=step,
        qualifier=mention.printed.qualifier,
        line=clause.line_at(mention.offset),
        context="text",
        printed=mention.as_printed,
        printed_unit=unit.text,
        score=match.score,
        reason=match.reason,
        remark=match.unit.remark,
        section=section,
    )


def _labels(mention: _Mention, clause: Clause) -> list[tuple[str, bool]]:
    """The words that may be the number's label; and whether a verb links them."""
    found: list[tuple[str, bool]] = []
    right = re.sub(r"^\s*(?:of|are|were|is|was)\s+", "", mention.right.lstrip(" -–"))
    short, long = _until(_RIGHT_EDGE, right), _until(_BARE_EDGE, right)
    if not mention.verb:
        found += [(_trimmed(short), False), (_trimmed(long), False)]
    if mention.linked or clause.alone:
        before = _LINK.sub("", _without_qualifier(mention.left)).rstrip()
        edges = [match.end() for match in _LEFT_EDGE.finditer(before)]
        named = clause.alone and mention.left.rstrip(" *").endswith((":", "："))
        left = _trimmed(before if named or not edges else before[edges[-1] :])
        found += [(text, True) for text in _suffixes(left)]
        if short.strip() and not mention.verb:
            found.append((f"{left} {_trimmed(short)}", True))
    if not mention.verb and (into := re.match(r"\s*(?:in|on|for|to)\s+(?:the\s+)?", mention.right)):
        last = " ".join(mention.left.split()[-4:])
        found.append((f"{last} {_until(_RIGHT_EDGE, mention.right[into.end() :])}", False))
    if parts := re.match(
        r"\s*,?\s*(?:of which|including|其中)[:：,，]?\s*(.{3,160})", mention.right[len(short) :]
    ):
        found.append((f"{_trimmed(short)} ({parts[1].replace('(', ' ').replace(')', ' ')})", False))
    if _LESS.search(mention.left[-60:]):
        found = [(f"{label} reduction", linked) for label, linked in found]
    sized = [(label, linked) for label, linked in found if 2 <= len(label) <= _LONGEST_LABEL]
    return list(dict.fromkeys(sized))


def _until(edge: re.Pattern[str], text: str) -> str:
    match = edge.search(text)
    return text[: match.start()] if match else text


def _suffixes(text: str) -> list[str]:
    """The text, and what is left of it when words at its beginning are dropped.

    Nothing is dropped after which a known word would stand alone without its neighbour.
    """
    words = text.split()
    found = [text]
    for at in range(max(1, len(words) - _MOST_WORDS), len(words)):
        before = read_terms(words[at - 1])
        whole = text.count("(") == text.count(")") and "(" not in " ".join(words[:at])
        if whole and not any(term.concept and term.weight for term in before):
            found.append(_trimmed(" ".join(words[at:])))
    return found


def _trimmed(text: str) -> str:
    text = text.strip(" -–,，:：.。*")
    while (match := _FIRST_WORDS.match(text)) and match.end():
        text = text[match.end() :].lstrip(" ,，")
    return text


def _bar(match: Match, unit: PrintedUnit) -> float:
    """What a reading has to reach: less where several concepts and no unit leave no doubt."""
    return ENOUGH if unit or match.weight < 2 else _ENOUGH_WITHOUT_UNIT


def _is_event(match: Match) -> bool:
    """Whether the metric counts what happened in the period."""
    return catalogue()[match.metric].kind is Kind.FLOW


def _is_governance(match: Match) -> bool:
    return match.metric.startswith("governance.")


def _of_others(match: Match, label: str, clause: Clause, section: tuple[str, ...]) -> bool:
    """Whether clause or section speak of somebody or something that the label leaves open."""
    said = concepts_of(read_terms(label))
    subjects = _SUBJECTS - {"director", "supervisor"} if _is_governance(match) else _SUBJECTS
    if (concepts_of(read_terms(clause.text)) & subjects) - said and match.weight < _SURE:
        return True
    if match.metric.startswith("training.") and match.weight < _SURE:
        about = concepts_of(read_terms(" ".join(section)))
        # a heading that names all of ESG names no subject of training
        return not about & {"social", "esg"} and bool((about & _TRAINED_IN) - said)
    return False


def _plausible(match: Match, mention: _Mention, unit: PrintedUnit) -> bool:
    """A metric with a physical unit needs a printed one; "no" needs a count."""
    counts = ("count", "case", "person", "person_time", "percent", "dimensionless")
    if not unit and match.unit.unit not in counts[:4]:
        return False
    if mention.printed.number == 0 and mention.printed.text.isalpha():
        return match.unit.unit in ("case", "person", "count")
    return True


def _year(text: str, offset: int, year: int | None) -> int | None:
    """The year nearest before the number, else the only one of the clause, else the report's."""
    years = [(match.start(), int(match[1])) for match in _YEAR.finditer(text)]
    before = [number for start, number in years if start < offset]
    if before:
        return before[-1]
    return years[0][1] if len({number for _, number in years}) == 1 else year


def drop_repeats(figures: Sequence[Figure]) -> list[Figure]:
    """Figures of sentences, each stated once on a line."""
    seen: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        key = (figure.metric, figure.dimensions, figure.year, figure.value, figure.line)
        seen.setdefault(key, figure)
    return list(seen.values())
