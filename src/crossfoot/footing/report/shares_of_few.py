"""Shares of a few persons or things: what no whole number of them gives, or not the number named.

"The coverage of the 9 directors was 94.0 %": eight of nine are 88.9 %. "Seven members, four of
whom are independent. The share of independent members is 60.0 %": four of seven are 57.1 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.quantities.rounding import round_half_away

_WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
_COUNT = rf"(?<![\d.,])(?:\d{{1,3}}(?![\d.,]*\d)|\b(?:{'|'.join(_WORDS)})\b)"
_SHARE = r"(?<![\d.,-])(?P<share>\d{1,3}(?:\.\d{1,2})?)\s?(?:%|％|per ?cent)"
_HELD = r"(?:is|are|was|were|stands? at|stood at|reached|amounts? to|amounted to|being|of|:|at)"
#: rates that count each once: done or not done; a mean of rates is none of them
_ONCE = (
    r"coverage(?: rate)?|share|proportion|percentage|completion rate|participation rate|"
    r"signing rate|pass rate"
)
_PERSONS = (
    r"(?P<noun>directors|members|executives|managers|supervisors|employees|suppliers|sites|plants|"
    r"factories|bases|subsidiaries|companies|contractors|officers|seats)"
)
_OF_FEW = (
    re.compile(
        rf"\b(?:{_ONCE}) (?:of|for|among) (?:the |all |our |its |these |all the |all our )?"
        rf"(?P<whole>{_COUNT}) (?:[a-z-]+ )?{_PERSONS}(?: on the board)? {_HELD} {_SHARE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\d.%]){_SHARE} of (?:the|all|our|its|these|all the|all our) "
        rf"(?P<whole>{_COUNT}) (?:[a-z-]+ )?{_PERSONS}(?!['’])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<whole>(?<![\d.,])\d{{1,3}})(?P<noun>[名位家个]\w{{0,8}}?)的?[\u4e00-\u9fff]{{0,8}}?"
        rf"(?:覆盖率|覆盖比例|占比|参与率|参训率|签署率|完成率|比例)(?:均?为|达到?|是)?{_SHARE}"
    ),
)
#: a mean over meetings or hours can be any share
_MEAN = re.compile(
    r"average|\bmean\b|attendance|satisf|score|\bhours?\b|weighted|about|approximately|around|"
    r"平均|出席|出勤|满意|得分|时间|约",
    re.IGNORECASE,
)
#: more than these give nearly any share with one decimal
_FEW = 60
_HUNDRED = Decimal(100)
#: percentage points that a share of a named part may be off and still be meant as its share
_NEAR = Decimal(15)


@dataclass(frozen=True, slots=True)
class _Share:
    """A share that a text states.

    Attributes:
        words: what it is of.
        value: in percent.
        printed: as printed.
        start: offset in the line.
    """

    words: str
    value: Decimal
    printed: str
    start: int


def share_of_few(context: ReportContext) -> Iterator[ReportFinding]:
    """A share of a few that no whole number of them gives."""
    for line, text in context.prose():
        if "%" not in text and "％" not in text:
            continue
        for pattern in _OF_FEW:
            for match in pattern.finditer(text):
                whole = _value(match["whole"])
                near = text[max(match.start() - 24, 0) : match.end()]
                if not 1 < whole <= _FEW or _MEAN.search(near):
                    continue
                if _reachable(Decimal(match["share"]), whole):
                    continue
                yield _unreachable(line, match["share"], whole)


def share_of_a_named_part(context: ReportContext) -> Iterator[ReportFinding]:
    """A share of what the sentence counts, which the counts of its words do not give."""
    for line, text in context.prose():
        if "%" not in text and "％" not in text:
            continue
        plain = re.sub(r"\*{1,3}", "", text)
        for share, part, whole in (*_pairs_en(plain), *_pairs_zh(plain)):
            gives = Decimal(part) / Decimal(whole) * _HUNDRED
            of = f"{number(Decimal(part))} / {number(Decimal(whole))}"
            step = Decimal(1).scaleb(-_places(share.printed))
            if abs(gives - share.value) < step or abs(gives - share.value) > _NEAR:
                continue
            yield ReportFinding(
                Kind.RATIO_MISMATCH,
                Severity.ERROR,
                share.words[:60],
                Text(
                    f"The sentence states {share.printed}% for “{share.words}”; {of} "
                    f"is {computed(gives, share.value)}%.",
                    f"文中“{share.words}”为{share.printed}%；{of}为"
                    f"{computed(gives, share.value)}%。",
                ),
                (f"{share.printed}%", str(part), str(whole)),
                (line,),
                f"{of} = {computed(gives, share.value)}%",
            )


# --- English -------------------------------------------------------------------------------------

_MEMBERS = (
    r"(?:members|directors|supervisors|seats|persons|people|executives|managers|officers|"
    r"employees|staff|workers)"
)
_MANY = rf"(?:{_COUNT}|(?<![\d.,])\d{{1,3}}(?:,\d{{3}})+(?!\d))"
_WHOLE = re.compile(
    rf"\b(?:consists? of|consisted of|comprises?|comprised|composed of|made up of|has|had|with|of|"
    rf"employed|employs)"
    rf" (?P<count>{_MANY}) (?:[a-z-]+ )?{_MEMBERS}\b",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?P<count>{_MANY}) (?:of (?:whom|them|which|these|the (?:members|directors)) )?"
    rf"(?:(?:is|are|was|were) )?(?P<word>[a-z-]{{3,}})",
    re.IGNORECASE,
)
_NAMED_SHARE = re.compile(
    rf"\b(?:share|proportion|percentage|ratio) of (?P<words>[a-z -]{{3,40}}?)"
    rf"(?: (?:on|in|among|at) (?:the |our )?[a-z ]{{2,30}}?)? {_HELD} {_SHARE}",
    re.IGNORECASE,
)
#: "women thus accounted for 36.4% of the workforce"
_ACCOUNTED = re.compile(
    rf"\b(?P<words>women|men|female (?:employees|members|staff)|male (?:employees|members|staff)) "
    rf"(?:thus |therefore |together |now )?(?:accounted for|account for|made up|make up|"
    rf"represented|represent|constituted|constitute) {_SHARE} of (?:the |our |all (?:the |our )?)?"
    rf"(?:workforce|employees|staff|personnel|headcount|total|members|board|them)\b",
    re.IGNORECASE,
)
#: words of one meaning, by the one that stands for them
_SAME = {
    **dict.fromkeys(("women", "woman", "female", "females"), "female"),
    **dict.fromkeys(("men", "man", "male", "males"), "male"),
    **dict.fromkeys(("independent", "independents"), "independent"),
    **dict.fromkeys(("executive", "executives"), "executive"),
    **dict.fromkeys(("external", "outside"), "external"),
}
#: how far the whole, its parts and the share may stand apart
_TOGETHER = 260


def _pairs_en(text: str) -> Iterator[tuple[_Share, int, int]]:
    for match in (*_NAMED_SHARE.finditer(text), *_ACCOUNTED.finditer(text)):
        if _MEAN.search(match[0]):
            continue
        words = {_SAME[w] for w in match["words"].lower().split() if w in _SAME}
        if len(words) != 1 or "non-" in match["words"].lower():
            continue
        first = max(match.start() - _TOGETHER, 0)
        before = text[first : match.start()]
        wholes = [*_WHOLE.finditer(before)]
        if not wholes:
            continue
        whole, behind = _value(wholes[-1]["count"]), before[wholes[-1].end() :]
        parts = {
            _value(part["count"])
            for part in _PART.finditer(behind)
            if _SAME.get(part["word"].lower()) in words
        }
        if len(parts) == 1 and (part_count := parts.pop()) <= whole:
            share = _Share(match["words"], Decimal(match["share"]), match["share"], match.start())
            yield share, part_count, whole


# --- Chinese -------------------------------------------------------------------------------------

_CLAUSE_ZH = re.compile(r"[，,、；;：:（）()。]")
_COUNTED_ZH = re.compile(
    r"^(?P<which>其中)?(?:包括|含)?(?P<label>[\u4e00-\u9fff]{2,16}?)(?:共有|共计|共|总数|人数|席位|有|为|达|由)*"
    r"(?P<count>\d{1,3})(?P<unit>[名位人席])"
    r"(?:(?:董事会|监事会)?(?:成员|董事|监事|委员))?(?:组成|构成)?$"
)
_SHARE_ZH = re.compile(
    rf"^(?P<label>[\u4e00-\u9fff]{{2,12}}?)(?:人数)?的?(?:占比|占比例|比例|比重)(?:分别)?(?:为|达到?|是)?{_SHARE}$"
)


def _pairs_zh(text: str) -> Iterator[tuple[_Share, int, int]]:
    for sentence in re.split(r"[。；]", text):
        if "其中" not in sentence:
            continue
        whole: tuple[int, str] | None = None
        parts: dict[str, int] = {}
        below = False
        for raw in _CLAUSE_ZH.split(sentence):
            clause = re.sub(r"\s", "", raw)
            if counted := _COUNTED_ZH.match(clause):
                below = below or bool(counted["which"])
                count = int(counted["count"])
                if not below:
                    whole, parts = (count, counted["label"]), {}
                elif whole is not None and count <= whole[0]:
                    parts[counted["label"]] = count
            elif whole is not None and (said := _SHARE_ZH.match(clause)):
                known = parts.get(said["label"])
                if known is not None:
                    share = _Share(said["label"], Decimal(said["share"]), said["share"], 0)
                    yield share, known, whole[0]


def _value(word: str) -> int:
    word = word.replace(",", "")
    return int(word) if word.isdecimal() else _WORDS.index(word.lower()) + 1


def _places(printed: str) -> int:
    return len(printed.partition(".")[2])


def _reachable(share: Decimal, whole: int) -> bool:
    """Whether some number of a whole gives a share, rounded or cut off."""
    exponent = share.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    step = Decimal(1).scaleb(-places)
    nearest = int(round_half_away(share / _HUNDRED * whole, 0))
    near = (Decimal(each) / whole * _HUNDRED for each in (nearest - 1, nearest, nearest + 1))
    return any(abs(each - share) < step for each in near)


def _unreachable(line: int, share: str, whole: int) -> ReportFinding:
    near = int(round_half_away(Decimal(share) / _HUNDRED * whole, 0))
    gives = Decimal(near) / whole * _HUNDRED
    shown = f"{near} / {whole} = {computed(gives, Decimal(share))}%"
    return ReportFinding(
        Kind.IMPOSSIBLE_VALUE,
        Severity.ERROR,
        f"{share}%",
        Text(
            f"No whole number out of {whole} gives {share}%; the nearest is {shown}.",
            f"{whole}之中没有任何整数能得到{share}%；最接近的是{shown}。",
        ),
        (f"{share}%", number(Decimal(whole))),
        (line,),
        shown,
    )
