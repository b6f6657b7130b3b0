"""What stands in the way of publishing a report, and which warnings were explained.

Errors must be mended. A warning must be mended or explained, in `lists/explanations.csv`: the
kind of finding, where it matters its metric and period, the reason in both languages, who gives
it and when. An explained warning is printed as a note with its reason. What disagrees with a value
that an earlier report printed is settled by a row of `lists/restatements.csv` with that value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Basis, Dimensions
from crossfoot.footing.finding import Finding, Severity
from crossfoot.languages import LANGUAGES, Language, Text
from crossfoot.reports.lists.records import Record
from crossfoot.reports.model import Report
from crossfoot.reports.words import counted, word
from crossfoot.reports.writing.approvals import Approvals
from crossfoot.reports.writing.book import Book
from crossfoot.reports.writing.books import build_books
from crossfoot.reports.writing.findings import WritingFinding, WritingKind, writing_finding
from crossfoot.reports.writing.folder import ReportFolder
from crossfoot.reports.writing.list_checks import EXPLANATIONS, KINDS
from crossfoot.reports.writing.problem import joined

#: findings that compare the languages
_PARITY = (
    WritingKind.CHAPTER_MISSING,
    WritingKind.HEADINGS_DIFFER,
    WritingKind.REFERENCES_DIFFER,
    WritingKind.TERM_MISSING,
    WritingKind.WORDS_MISSING,
)


#: the list of restated figures
RESTATEMENTS = "restatements"

F = TypeVar("F", Finding, WritingFinding)


class Group(StrEnum):
    """What a thing that stands in the way belongs to. Its words are `publish.<group>`."""

    FIGURES = "figures"
    ROWS = "rows"
    INDICES = "indices"
    WRITING = "writing"
    PARITY = "parity"
    APPROVALS = "approvals"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way.

    Attributes:
        group: what it belongs to.
        severity: "error", "warning", or "missing" for an approval or a factor that lacks.
        what: what is wrong, in both languages.
        where: file and line, or the kind and metric that an explanation would name.
    """

    group: Group
    severity: str
    what: Text
    where: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason why a warning may stand.

    Attributes:
        kind: the kind of finding.
        metric: the metric; empty for any.
        period: the period; empty for any.
        reason: why it may stand.
        by: who says so.
        date: when.
        row: row of the list.
    """

    kind: str
    metric: str
    period: str
    reason: Text
    by: str
    date: str
    row: int = 0

    @classmethod
    def of(cls, row: Record) -> Explanation:
        """The explanation of a row."""
        kind, metric, period, by, date = (
            str(row[name] or "") for name in ("kind", "metric", "period", "by", "date")
        )
        return cls(kind, metric, period, row.text("reason"), by, date, row.row)

    def explains(self, finding: Finding | WritingFinding) -> bool:
        """Whether it is about a finding; errors are never explained."""
        if finding.severity is not Severity.WARNING or self.kind != finding.kind:
            return False
        if self.metric and self.metric != finding.metric:
            return False
        periods = {str(fact.period) for fact in finding.facts}
        return not self.period or self.period in periods

    def note(self, message: Text) -> Text:
        """The words of a finding with the reason behind them."""
        words = word("publish.explained", reason=self.reason, by=self.by, date=self.date)
        return joined(_ended(message), words)


@dataclass(frozen=True, slots=True)
class Restated:
    """A published figure that the report restates: what it printed once no longer has to foot.

    Attributes:
        metric: the metric.
        period: the period, as the list writes it.
        breakdown: members of dimensions.
        before: the value that was printed.
        reason: why it is restated.
    """

    metric: str
    period: str
    breakdown: Dimensions
    before: Decimal
    reason: Text

    @classmethod
    def of(cls, row: Record) -> Restated | None:
        """The restated figure of a row; None where it names no former value."""
        before = row["before"]
        if not isinstance(before, Decimal):
            return None
        breakdown = Dimensions.parse(str(row["dimensions"] or "").replace(" ", ""))
        return cls(str(row["metric"]), str(row["year"]), breakdown, before, row.text("reason"))

    def explains(self, finding: Finding | WritingFinding) -> bool:
        """Whether it is about the value that was printed; of errors too."""
        return finding.metric == self.metric and any(
            fact.basis is Basis.PUBLISHED
            and fact.metric == self.metric
            and str(fact.period) == self.period
            and fact.dimensions == self.breakdown
            and fact.value == self.before
            for fact in finding.facts
        )

    def note(self, message: Text) -> Text:
        """The words of a finding with the reason behind them."""
        return joined(_ended(message), word("publish.restated", reason=self.reason))


def _ended(message: Text) -> Text:
    """A message with a full stop, so that a sentence can follow."""
    en, zh = message.en.rstrip(" ."), message.zh.rstrip(" 。")
    return Text(f"{en}.", f"{zh}。")


#: what settles a finding
Reason = Explanation | Restated


def restated(folder: ReportFolder) -> tuple[Restated, ...]:
    """The restated figures of a report folder; none where the list cannot be read."""
    try:
        rows = folder.lists.get(RESTATEMENTS).rows
    except CrossfootError:  # said by the check of lists
        return ()
    return tuple(found for row in rows if (found := Restated.of(row)) is not None)


def explanations(folder: ReportFolder | None) -> tuple[Explanation, ...]:
    """The explanations of a report folder; none where the list cannot be read."""
    if folder is None:
        return ()
    try:
        rows = folder.lists.get(EXPLANATIONS).rows
    except CrossfootError:  # said by the check of lists
        return ()
    return tuple(Explanation.of(row) for row in rows)


def explained(findings: tuple[F, ...], given: Sequence[Reason]) -> tuple[F, ...]:
    """The findings, with explained warnings and restated figures as notes with their reason."""
    return tuple(_explained(finding, given) for finding in findings)


def _explained(finding: F, given: Sequence[Reason]) -> F:
    for each in given:
        if each.explains(finding):
            message = each.note(finding.message)
            return replace(finding, severity=Severity.NOTE, message=message)
    return finding


def settled(
    report: Report, folder: ReportFolder | None, languages: Sequence[Language] = ()
) -> tuple[Report, dict[Language, Book]]:
    """A report and its books with explained warnings and restated figures as notes.

    An explanation that explains nothing is a note of each book: it hides nothing now, but would
    hide a warning to come.

    Args:
        report: the figures.
        folder: the report folder; None for a report of figures alone.
        languages: languages that are asked for though they may have no chapters of their own.

    Raises:
        CrossfootError: a chapter file cannot be read.
    """
    if folder is None or not folder.languages:
        return report, {}
    given = explanations(folder)
    reasons: tuple[Reason, ...] = (*given, *restated(folder))
    found: list[Finding | WritingFinding] = list(report.findings)
    report = replace(report, findings=explained(report.findings, reasons))
    wanted = tuple(dict.fromkeys((*folder.languages, *languages)))
    books = build_books(report, folder, wanted)
    found += [finding for book in books.values() for finding in book.findings]
    idle = tuple(
        _idle(each, folder)
        for each in given
        if each.kind in KINDS and not any(each.explains(one) for one in found)
    )
    return report, {
        language: replace(book, findings=(*explained(book.findings, reasons), *idle))
        for language, book in books.items()
    }


def _idle(explanation: Explanation, folder: ReportFolder) -> WritingFinding:
    where = f"{folder.lists.name}/{EXPLANATIONS}.csv"
    parts = (explanation.kind, explanation.metric, explanation.period)
    named = " ".join(part for part in parts if part)
    message = word("writing.idle_explanation", named=named)
    return writing_finding(WritingKind.IDLE_EXPLANATION, message, where, explanation.row)


def obstacles(
    report: Report, books: Mapping[Language, Book], approvals: Approvals
) -> tuple[Obstacle, ...]:
    """All that stands in the way of publishing a report, grouped.

    Args:
        report: the report, its explained warnings being notes.
        books: its text in each language, likewise; empty for a report of figures alone.
        approvals: who approved which text.
    """
    found = [*_of_figures(report), *_of_rows(report), *_of_text(books)]
    found += _of_approvals(books, approvals)
    return tuple(sorted(dict.fromkeys(found), key=lambda each: list(Group).index(each.group)))


def _of_figures(report: Report) -> Iterator[Obstacle]:
    for finding in report.standing:
        group = Group.INDICES if finding.kind.startswith("index_") else Group.FIGURES
        named = " ".join(part for part in (str(finding.kind), finding.metric) if part)
        yield Obstacle(group, str(finding.severity), finding.message, named)


def _of_rows(report: Report) -> Iterator[Obstacle]:
    count = report.method.unresolved_count
    if count:
        yield Obstacle(Group.ROWS, "missing", counted("cover.draft_unresolved", count))


def _of_text(books: Mapping[Language, Book]) -> Iterator[Obstacle]:
    for book in books.values():
        for finding in book.standing:
            group = Group.PARITY if finding.kind in _PARITY else Group.WRITING
            where = f"{finding.where} ({finding.kind})"
            yield Obstacle(group, str(finding.severity), finding.message, where)
    for language in LANGUAGES:
        if books and language not in books:
            words = word("publish.no_text", language=word(f"page.{language}"))
            yield Obstacle(Group.PARITY, "missing", words)


def _of_approvals(books: Mapping[Language, Book], approvals: Approvals) -> Iterator[Obstacle]:
    for book in books.values():
        for chapter in book.chapters:
            if chapter.file.converted or approvals.of(chapter.file) is not None:
                continue
            before = approvals.before(chapter.file)
            words = (
                word("publish.changed", chapter=chapter.title, by=before.by, date=str(before.date))
                if before
                else word("publish.unapproved", chapter=chapter.title)
            )
            yield Obstacle(Group.APPROVALS, "missing", words, chapter.file.where)
