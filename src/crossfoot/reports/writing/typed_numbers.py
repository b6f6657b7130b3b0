"""Numbers that an author typed though a fact has them, or has them otherwise.

A typed number goes stale without anybody noticing. Two things are said of it:

- it equals the printed value of a figure: the reference to write instead (a note);
- it stands with the words and the unit of a metric, but is none of its values (a warning).

Years, dates, codes of standards, numbers of lists, addresses and shares without words beside them
are no figures. A rule that cannot tell stays silent: a false alarm costs more than a missed one.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from crossfoot.facts.fact import Fact
from crossfoot.languages import TRADITIONAL, Language, Text
from crossfoot.metrics.metric import Metric
from crossfoot.quantities.rounding import round_half_away
from crossfoot.reports.model import Cell, Report
from crossfoot.reports.numbers import decimals_of, format_number
from crossfoot.reports.units import printed_unit
from crossfoot.reports.words import word
from crossfoot.reports.writing.blocks import Block, BoxBlock, FigureBlock, GroupBlock, Html
from crossfoot.reports.writing.book import Book, Chapter
from crossfoot.reports.writing.findings import WritingFinding, WritingKind, writing_finding
from crossfoot.reports.writing.plain import typed_text
from crossfoot.traditional import in_simplified

#: a number with fewer digits that count says nothing by itself, or with its unit alone
LEAST_DIGITS = 4
LEAST_DIGITS_WITH_UNIT = 3

#: characters on each side of a number that are looked at, within its sentence
_WINDOW = 200

#: with the words of the metric beside it, this many are enough
LEAST_DIGITS_WITH_WORDS = 2

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,/:#+\-–−])(\d{1,3}(?:[,，]\d{3})+|\d+)(\.\d+)?(?![A-Za-z0-9]*[/:\-–]\d)(?!\d|\.\d)"
)
_SENTENCE = re.compile(r"[^.!?。！？；;\n]*(?:\.\d[^.!?。！？；;\n]*)*[.!?。！？；;\n]?")

#: what stands before a number that names or counts a place of a text, or belongs to a code
_BEFORE = re.compile(
    r"(?:\b(?:ISO|IEC|GRI|GB|HKEX|IFRS|SASB|SDGs?|TCFD|AR|PM|CO|C|S|E|G|D|No\.?|Nos\.?|scopes?|"
    r"tiers?|chapters?|sections?|parts?|pages?|articles?|class|category|categories|levels?|version|"
    r"phase|stage|building|room|code|ISAE|AA|OHSAS|SA|IATF|UL|T)\s*/?\s*|第|编号|代码|范围|邮编|电话)$",
    re.IGNORECASE,
)

#: what stands behind a number of a date, a place, a count of a list
_AFTER = re.compile(
    r"\s*(?:年|月|日|号|层|楼|章|节|条|页|届|期|级|款|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)

_MONTH_BEFORE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+$",
    re.IGNORECASE,
)

#: sentences about something else than what was reached
_ELSEWHERE = re.compile(
    r"\b(?:target|goal|aim|plan|by 20\d\d|limit|threshold|benchmark|average|industry|sector|peers|"
    r"national|at least|more than|less than|capacity)\b|"
    r"目标|计划|力争|拟|限值|标准限|行业|平均|全国|不低于|不超过|预计",
    re.IGNORECASE,
)

#: Chinese writes large numbers by the ten thousand and the hundred million
_SCALES = {
    "万": Decimal(10**4),
    "亿": Decimal(10**8),
    "thousand": Decimal(10**3),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
}

_MULTIPLIER = re.compile(r"1e(\d+) ")
_PARENTHESES = re.compile(r"[（(][^）)]*[）)]")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,}")
_STOP = frozenset(("the", "and", "for", "with", "from", "per", "all", "end", "period", "number"))


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that an author typed.

    Attributes:
        text: as typed.
        value: its value, with the scale behind it.
        scale: that scale (万, million), else 1.
        places: its decimals.
        digits: its digits that count.
        after: what stands behind it.
        sentence: the sentence it stands in, as far as it is near.
        line: line of the file.
    """

    text: str
    value: Decimal
    scale: Decimal
    places: int
    digits: int
    after: str
    sentence: str
    line: int

    @property
    def plain(self) -> Decimal:
        """The number without its scale."""
        return (self.value / self.scale).quantize(Decimal(1).scaleb(-self.places))


def typed_number_findings(book: Book) -> tuple[WritingFinding, ...]:
    """What is wrong with the numbers that the chapters of a book have typed."""
    language: Language = "zh" if book.language == TRADITIONAL else book.language
    figures = _Figures(book.report, language)
    return tuple(
        found
        for chapter in book.chapters
        for typed in typed_numbers(chapter)
        if (found := figures.judge(typed, chapter)) is not None
    )


def typed_numbers(chapter: Chapter) -> Iterator[Typed]:
    """The numbers of a chapter's text that may be figures."""
    for block in texts(chapter.blocks):
        text = typed_text(block.parts)
        # the rules know the words of Simplified Chinese
        text = in_simplified(text) if chapter.file.language == TRADITIONAL else text
        yield from _numbers(text, block.line)


def texts(blocks: tuple[Block, ...]) -> Iterator[Html]:
    """The pieces of typed text among some blocks, those within boxes included."""
    for block in blocks:
        if isinstance(block, Html):
            yield block
            inner = tuple(part for part in block.parts if isinstance(part, Block))
            yield from texts(inner)
        elif isinstance(block, BoxBlock | GroupBlock):
            yield from texts(block.blocks)
        elif isinstance(block, FigureBlock):
            yield from texts(block.caption)


def _numbers(text: str, line: int) -> Iterator[Typed]:
    ends = [match.start() for match in re.finditer("\n", text)]
    for sentence in _SENTENCE.finditer(text):
        for match in _NUMBER.finditer(sentence[0]):
            start = sentence.start() + match.start()
            before, after = text[max(0, start - 24) : start], sentence[0][match.end() :]
            if _BEFORE.search(before) or _MONTH_BEFORE.search(before):
                continue
            if _AFTER.match(after) or _is_year(match[0]):
                continue
            digits = re.sub(r"[,，]", "", match[1]) + (match[2] or "")
            scale = _scale(after)
            yield Typed(
                match[0],
                Decimal(digits) * scale,
                scale,
                len(match[2] or ".") - 1,
                len(digits.replace(".", "").strip("0")),
                after,
                sentence[0][max(0, match.start() - _WINDOW) : match.end() + _WINDOW],
                line + bisect(ends, start),
            )


def _is_year(text: str) -> bool:
    return text.isdecimal() and len(text) == 4 and "1900" <= text <= "2100"


def _scale(after: str) -> Decimal:
    """What the word behind a number multiplies it by."""
    rest = after.lstrip().lower()
    return next((scale for name, scale in _SCALES.items() if rest.startswith(name)), Decimal(1))


def _without_scale(after: str) -> str:
    rest = after.lstrip()
    name = next((name for name in _SCALES if rest.lower().startswith(name)), "")
    return rest[len(name) :]


class _Figures:
    """The printed values of a report, asked by value and by metric."""

    def __init__(self, report: Report, language: Language) -> None:
        self.report = report
        self.language: Language = language
        self.by_value: dict[str, list[Cell]] = {}
        self.by_metric: dict[str, list[Fact]] = {}
        for cell in report.cells():
            if cell.fact.is_number:
                shown = format_number(cell.fact.number, cell.places, "en").replace(",", "")
                self.by_value.setdefault(shown, []).append(cell)
        for fact in report.facts or ():
            if fact.is_number:
                self.by_metric.setdefault(fact.metric, []).append(fact)

    def judge(self, typed: Typed, chapter: Chapter) -> WritingFinding | None:
        """What is wrong with a typed number; None where nothing is, or nobody can tell."""
        cell = self.equal(typed)
        if cell is not None:
            fact = cell.fact
            metric = self._title(fact.metric)
            message = word(
                "writing.typed_number",
                number=typed.text,
                title=metric,
                reference=reference_to(fact, self.report),
            )
            kind = WritingKind.TYPED_NUMBER
            return writing_finding(
                kind, message, chapter.file.where, typed.line, fact.metric, (fact,)
            )
        contradicted = self.contradicted(typed)
        if contradicted is None:
            return None
        shown = self._shown(contradicted)
        message = word(
            "writing.contradicting_number",
            number=typed.text,
            shown=shown,
            title=self._title(contradicted.metric),
            reference=reference_to(contradicted, self.report),
        )
        return writing_finding(
            WritingKind.CONTRADICTING_NUMBER,
            message,
            chapter.file.where,
            typed.line,
            contradicted.metric,
            (contradicted,),
        )

    def equal(self, typed: Typed) -> Cell | None:
        """The printed value that a typed number repeats."""
        # 万 may scale the number, or belong to its unit (万元)
        cells = list(self.by_value.get(f"{typed.plain:f}", []))
        if typed.scale != 1:
            cells += [
                cell
                for group in self.by_value.values()
                for cell in group
                if round_half_away(_in_ones(cell.fact) / typed.scale, typed.places) == typed.plain
            ]
        ranked = sorted(cells, key=lambda each: -sum(self._kinship(each.fact, typed)))
        for cell in ranked:
            has_unit, has_words = self._kinship(cell.fact, typed)
            if has_words:
                enough = 1 if has_unit else LEAST_DIGITS_WITH_WORDS
            else:
                enough = LEAST_DIGITS_WITH_UNIT if has_unit else LEAST_DIGITS
            if typed.digits >= enough and (has_unit or has_words or typed.scale == 1):
                return cell
        return None

    def _kinship(self, fact: Fact, typed: Typed) -> tuple[bool, bool]:
        """Whether the unit stands behind the number, and the words of the metric near it."""
        metric = self._metric(fact.metric)
        if metric is None:
            return False, False
        has_unit = _unit_follows(typed.after, fact.unit, metric.id, self.language)
        return has_unit, _named(metric, typed.sentence, self.language)

    def contradicted(self, typed: Typed) -> Fact | None:
        """The figure of the reporting period that a typed number contradicts."""
        if _ELSEWHERE.search(typed.sentence) or self.report.given is None:
            return None
        if typed.digits < LEAST_DIGITS_WITH_WORDS:
            return None
        for metric_id, facts in self.by_metric.items():
            metric = self._metric(metric_id)
            if metric is None or len(_words(metric.title, self.language)) < _sure(self.language):
                continue
            if not _named(metric, typed.sentence, self.language):
                continue
            if not _unit_follows(typed.after, metric.unit, metric.id, self.language):
                continue
            if any(_same(fact, typed) for fact in facts):
                return None
            if any(self._has(other, typed) for other in self._alike(metric)):
                return None
            current = [
                fact
                for fact in facts
                if fact.period == self.report.period
                and not fact.dimensions
                and fact.entity == self.report.entity
            ]
            if current and any(_near(current[0].number, v) for v in (typed.value, typed.plain)):
                return current[0]
        return None

    def _alike(self, metric: Metric) -> Iterator[str]:
        """Metrics of the same unit, which the sentence may speak of."""
        for other in self.by_metric:
            known = self._metric(other)
            if known is not None and other != metric.id and known.unit == metric.unit:
                yield other

    def _has(self, metric: str, typed: Typed) -> bool:
        return any(_same(fact, typed) for fact in self.by_metric[metric])

    def _metric(self, id_: str) -> Metric | None:
        return self.report.catalogue.get(id_) if self.report.catalogue else None

    def _title(self, id_: str) -> Text:
        metric = self._metric(id_)
        return metric.title if metric else Text(id_, id_)

    def _shown(self, fact: Fact) -> Text:
        cells = [c for group in self.by_value.values() for c in group if c.fact.key == fact.key]
        places = cells[0].places if cells else decimals_of(fact.number)
        return Text(
            format_number(fact.number, places, "en"), format_number(fact.number, places, "zh")
        )


def reference_to(fact: Fact, report: Report) -> str:
    """The role that prints a fact."""
    parts = [fact.metric]
    if fact.period != report.period:
        key = "year" if fact.period.is_year and fact.period.start.month == 1 else "period"
        parts.append(f"{key}={fact.period}")
    if fact.entity != report.entity:
        parts.append(f"entity={fact.entity}")
    parts.extend(f"{dimension}={member}" for dimension, member in fact.dimensions.items())
    return f"{{value}}`{' '.join(parts)}`"


def _in_ones(fact: Fact) -> Decimal:
    """The number of a fact without the multiplier of its unit (1e4 CNY)."""
    match = _MULTIPLIER.match(fact.unit)
    return fact.number.scaleb(int(match[1])) if match else fact.number


def _same(fact: Fact, typed: Typed) -> bool:
    return typed.plain in (
        round_half_away(_in_ones(fact) / typed.scale, typed.places),
        round_half_away(fact.number, typed.places),
    )


def _near(number: Decimal, value: Decimal) -> bool:
    """Whether two numbers may be meant for one: of the same size, half to double."""
    return bool(number) and bool(value) and number / 2 <= value <= number * 2


def _unit_follows(after: str, unit: str, metric: str, language: Language) -> bool:
    """Whether a unit stands behind a number, in any of its spellings."""
    behind = (after.lstrip(), _without_scale(after).lstrip())
    spellings = _spellings(unit, metric, language)
    return any(text.startswith(each) for text in behind for each in spellings)


@lru_cache(maxsize=2000)
def _spellings(unit: str, metric: str, language: Language) -> tuple[str, ...]:
    label = printed_unit(unit, language, metric)
    found = {label, label.replace("₂", "2"), label.replace("²", "2").replace("³", "3"), unit}
    if unit == "percent":
        found |= {"%", "％", "per cent", "percent"}
    if unit.startswith("t ") or unit == "t":
        found |= {"tonnes", "吨"}
    if unit == "person":
        found |= {"people", "employees", "人", "名"}
    return tuple(each for each in found if each)


def _sure(language: Language) -> int:
    """How many words of a title leave no doubt; one word, such as employees, is everywhere."""
    return 1 if language == "zh" else 2


def _named(metric: Metric, sentence: str, language: Language) -> bool:
    """Whether a sentence has the words of a metric's title."""
    words = _words(metric.title, language)
    text = sentence.casefold()
    return bool(words) and all(each in text for each in words)


@lru_cache(maxsize=2000)
def _words(title: Text, language: Language) -> tuple[str, ...]:
    bare = _PARENTHESES.sub("", title[language]).strip()
    if language == "zh":
        return (bare,) if len(bare) > 2 else ()
    words = [each.casefold() for each in _WORD.findall(bare)]
    kept = [each.rstrip("s") for each in words if each not in _STOP]
    return tuple(kept) if len(kept) > 1 or (kept and len(kept[0]) > 7) else ()
