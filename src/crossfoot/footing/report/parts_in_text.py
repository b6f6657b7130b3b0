"""Parts and shares of a sentence: a part above its whole, a rate above 100 %, a mistyped share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.footing.report.numbers_in_text import Number, numbers_in
from crossfoot.footing.wording import computed, number
from crossfoot.languages import Text
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reading.numbers import NUMBER

#: "62 of these 57 key suppliers"; "1,124家，其中1,243家"
_PART_OF = (
    re.compile(
        rf"(?<![\d.,])(?P<part>{NUMBER}) (?:out )?of (?:these|those|our|the|its|all(?: the)?) "
        rf"(?P<whole>{NUMBER})(?!\s?(?:%|percent|st\b|nd\b|rd\b|th\b|million|thousand))(?![\d,.]*\d)"
    ),
    re.compile(  # "431 of 402 new trucks are electric"; not "Article 18 of 2018", "ISO 45001 of 3"
        rf"(?<![\d.,/-])(?<![A-Z][a-z] )(?P<part>{NUMBER}) of "
        rf"(?P<whole>(?!(?:19|20)\d\d\b){NUMBER}) (?=[a-z]{{3}})"
        r"(?!million|thousand|billion|percent)"
    ),
    re.compile(
        rf"(?<![\d.,])(?P<whole>{NUMBER})(?P<counter>[家名人项件个宗起座辆场])[^，。；,;\d]{{0,12}}[，,]"
        rf"其中[^，。；,;\d]{{0,16}}(?P<part>{NUMBER})(?P=counter)"
    ),
)
#: what a number behind it names: "standard 14001 of 3 plants", "Chapter 14 of 9 volumes"
_NAMED = re.compile(
    r"(?:\b(?:ISO|IEC|GB|standards?|articles?|sections?|chapters?|clauses?|rules?|appendix|steps?|"
    r"parts?|levels?|phases?|pages?|no\.?|score[sd]?|rating|index)|(?-i:[A-Z]{2,}))[\s:/-]*$",
    re.IGNORECASE,
)
#: rates of what can be done at most with all
_RATE = re.compile(
    r"(?:(?:整改|合格|覆盖|通过|参与|体检|参保|有效|签订|签署|处置|办结|结案|出勤|检出|达标|培训|满意|"
    r"准确|及时|完好|知晓|回收|利用|返岗|复工|留任)率|满意度)[^\d%，。,;；]{0,10}?"
    rf"(?<![\d.])(?P<zh>{NUMBER})\s?[%％]|"
    r"\b(?:(?:coverage|pass|rectification|response|participation|compliance|attendance|completion|"
    r"recycling|satisfaction|return|retention) rates?|satisfaction)(?: of [a-z ]{0,40}?)?"
    r"(?: (?:was|were|is|of|reached|stood at|at))? "
    rf"(?P<en>{NUMBER})\s?(?:%|per ?cent)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"增|减|升|降|幅|同比|较|比上年|按年|increas|decreas|\bup\b|\bdown\b|grow|grew|rose|risen|"
    r"\bfell\b|fall|declin|reduc|higher|lower|more than (?:in|last)|target|目标",
    re.IGNORECASE,
)
#: words that tie a share to the numbers before it
_TIED = re.compile(
    r"其中|占|率|of which|of whom|of them|accounting|account for|represent|thereof|\($|（$",
    re.IGNORECASE,
)
#: what stands between a whole and its part
_OF_WHICH = re.compile(r"其中|of which|of whom", re.IGNORECASE)
#: percentage points by which such a share is doubted
_NEAR = Decimal(8)
_HUNDRED = Decimal(100)
_BEFORE = 14
_CLAUSE = 60
_MOST_NUMBERS = 60
_WHOLES = 6
#: digits in which a slip shows
_DIGITS = 3


def part_above_its_whole(context: ReportContext) -> Iterator[ReportFinding]:
    """A sentence that counts more of them than there are: "62 of these 57 suppliers"."""
    for line, text in context.prose():
        for pattern in _PART_OF:
            for match in pattern.finditer(text):
                part, whole = (Decimal(match[n].replace(",", "")) for n in ("part", "whole"))
                if part <= whole or not whole or part != part.to_integral_value():
                    continue
                if _NAMED.search(text[: match.start()]):
                    continue
                yield ReportFinding(
                    Kind.PARTS_EXCEED_TOTAL,
                    Severity.ERROR,
                    match[0][:60],
                    Text(
                        f"{match['part']} are said to be some of {match['whole']}.",
                        f"文中称{match['whole']}之中有{match['part']}，部分大于整体。",
                    ),
                    (match["part"], match["whole"]),
                    (line,),
                    f"{number(part)} > {number(whole)}",
                )


def rate_above_a_hundred(context: ReportContext) -> Iterator[ReportFinding]:
    """A sentence with a rate above 100 % of what can at most be all."""
    for line, text in context.prose():
        for match in _RATE.finditer(text):
            printed = match["zh"] or match["en"]
            value = Decimal(printed.replace(",", ""))
            if value <= _HUNDRED or _CHANGE.search(text[max(match.start() - 4, 0) : match.end()]):
                continue
            yield ReportFinding(
                Kind.IMPOSSIBLE_VALUE,
                Severity.ERROR,
                match[0][:60],
                Text(
                    f"“{match[0].strip()}”: no such rate is above 100 %.",
                    f"“{match[0].strip()}”：该比率不应超过100%。",
                ),
                (f"{printed}%",),
                (line,),
                f"{number(value)}% > 100%",
            )


def mistyped_share(context: ReportContext) -> Iterator[ReportFinding]:
    """A share whose digits are those that the numbers before it give, in another order.

    Or with one digit changed, where a word ties it to them: "566 came back, of which 541 are
    valid, a rate of 98.6 %".
    """
    for line, text in context.prose():
        if "%" not in text and "％" not in text:
            continue
        numbers = numbers_in(text)
        if len(numbers) > _MOST_NUMBERS:
            continue
        plain = re.sub(r"\*{1,3}", "", text)
        for at, share in enumerate(numbers):
            before = plain[max(share.start - _BEFORE, 0) : share.start]
            exact = share.unit == "%" and share.qualifier.is_exact and share.value < _HUNDRED
            if not exact or share.step == 1 or _CHANGE.search(before):
                continue
            amounts = [n for n in numbers[:at] if n.unit != "%" and n.value > 0 and not n.is_year]
            found = _slip(plain, share, amounts)
            if found is not None:
                yield _finding(line, share, *found)


def _slip(text: str, share: Number, amounts: Sequence[Number]) -> tuple[Number, Number] | None:
    """The pair that a mistyped share is of; None where one gives it, or none is a slip away."""
    if not amounts:
        return None
    part = amounts[-1]
    between = text[part.start : share.start]
    if "。" in between or ". " in between or ";" in between or "；" in between:
        return None
    wholes = [n for n in amounts[-_WHOLES:-1] if n.value > part.value and n.unit == part.unit]
    gives = [
        (whole, round_half_away(part.value / whole.value * _HUNDRED, _places(share)))
        for whole in wholes
    ]
    if any(abs(value - share.value) <= share.step for _, value in gives):
        return None
    tied = _TIED.search(text[max(share.start - _CLAUSE, 0) : share.start])
    for whole, value in reversed(gives):
        apart = _digits(value), _digits(share.value.quantize(share.step))
        if len(apart[0]) != len(apart[1]) or len(apart[0]) < _DIGITS or not tied:
            continue
        if sorted(apart[0]) == sorted(apart[1]):
            return part, whole
        same_sentence = part.sentence == whole.sentence
        beside = same_sentence and whole is wholes[-1]
        of_which = beside and _OF_WHICH.search(text[whole.start : part.start])
        if of_which and abs(value - share.value) <= _NEAR:
            return part, whole
        if same_sentence and sum(a != b for a, b in zip(*apart, strict=True)) == 1:
            return part, whole
    return None


def _places(share: Number) -> int:
    exponent = share.step.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _digits(value: Decimal) -> str:
    return "".join(str(digit) for digit in value.as_tuple().digits)


def _finding(line: int, share: Number, part: Number, whole: Number) -> ReportFinding:
    gives = part.value / whole.value * _HUNDRED
    shown = f"{number(part.value)} / {number(whole.value)} = {computed(gives, share.value)}%"
    return ReportFinding(
        Kind.RATIO_MISMATCH,
        Severity.WARNING,
        share.sentence.strip()[:80],
        Text(
            f"The sentence states {share.printed}; {part.printed} of {whole.printed} are "
            f"{computed(gives, share.value)}%.",
            f"文中为{share.printed}；{part.printed}占{whole.printed}为"
            f"{computed(gives, share.value)}%。",
        ),
        (share.printed, part.printed, whole.printed),
        (line,),
        shown,
    )
