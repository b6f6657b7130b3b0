"""Checks of a content index: plain functions in a list, each yields findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.languages import Text
from crossfoot.reports.origin import place_words
from crossfoot.reports.stated_index import StatedEntry
from crossfoot.reports.words import word
from crossfoot.standards.disclosure import Nature, Obligation

if TYPE_CHECKING:
    from crossfoot.reports.index import IndexRow
    from crossfoot.standards.standard import Standard

#: the claim of a report that follows GRI in full
IN_ACCORDANCE = "in accordance"


@dataclass(frozen=True, slots=True)
class IndexCheck:
    """What a check looks at.

    Attributes:
        rows: the index, one row for each disclosure in force.
        stated: the rows that the author stated.
        standard: the standard.
        on: the day that decides what is in force.
        claim: how the report relates to the standard ("in accordance", "with reference").
    """

    rows: tuple[IndexRow, ...]
    stated: tuple[StatedEntry, ...]
    standard: Standard
    on: date
    claim: str = ""

    def name(self, code: str) -> str:
        """A code with the name of its standard before it."""
        if self.standard.prefixes and not code.startswith(self.standard.prefixes[0]):
            return f"{self.standard.prefixes[0]} {code}"
        return code


def index_findings(
    rows: tuple[IndexRow, ...],
    stated: tuple[StatedEntry, ...],
    standard: Standard,
    on: date,
    claim: str = "",
) -> Iterator[Finding]:
    """Everything that is wrong with an index; nothing where no index was stated."""
    if not stated:
        return
    given = IndexCheck(rows, stated, standard, on, claim)
    for check in CHECKS:
        yield from check(given)


def check_content(given: IndexCheck) -> Iterator[Finding]:
    """A quantitative disclosure has a location, but the report has no figure for it.

    A note: the place that is named may answer in words, which only reading can tell. A reason for
    leaving it out is an answer too. Disclosures for which the catalogue has no
    metric cannot be judged.
    """
    for row in given.rows:
        claims = any(entry.locations for entry in row.stated)
        asks = row.disclosure.nature is Nature.QUANTITATIVE
        if asks and claims and row.wanted and not row.facts and row.omission is None:
            yield _finding(
                Kind.INDEX_WITHOUT_CONTENT,
                Severity.NOTE,
                given.name(row.code),
                row.stated[0],
                "index.without_content",
                title=row.title,
                location="; ".join(row.stated[0].locations),
            )


def check_known_codes(given: IndexCheck) -> Iterator[Finding]:
    """A row names a code that the standard does not have, or not for this period."""
    for entry in given.stated:
        if not entry.code or given.standard.find(entry.code, given.on) is not None:
            continue
        other = given.standard.find(entry.code)
        if other is None:
            near = ", ".join(given.standard.suggest(entry.code))
            key = "index.unknown_code_near" if near else "index.unknown_code"
            yield _finding(
                Kind.INDEX_DEAD_REFERENCE,
                Severity.WARNING,
                given.name(entry.code),
                entry,
                key,
                near=near,
            )
        else:
            later = given.on < other.valid_from
            yield _finding(
                Kind.INDEX_DEAD_REFERENCE,
                Severity.NOTE,
                given.name(entry.code),
                entry,
                "index.not_yet" if later else "index.no_longer",
                day=str(other.valid_from if later else other.valid_to),
            )


def check_expected_codes(given: IndexCheck) -> Iterator[Finding]:
    """A disclosure that is owed is not in the stated index, though others of its group are.

    A report with reference to GRI chooses its disclosures freely; one in accordance owes all of
    the topics that it found material.
    """
    if given.claim and given.claim != IN_ACCORDANCE:
        return
    owed = {Obligation.MANDATORY, Obligation.COMPLY_OR_EXPLAIN}
    if given.claim == IN_ACCORDANCE:
        owed.add(Obligation.IF_MATERIAL)
    # an author who leaves out a whole group may have another form for it
    groups = {row.disclosure.group for row in given.rows if row.stated}
    for row in given.rows:
        obligation, group = row.disclosure.obligation, row.disclosure.group
        if not row.stated and obligation in owed and group in groups:
            yield _finding(
                Kind.INDEX_MISSING_CODE,
                Severity.NOTE if obligation is Obligation.IF_MATERIAL else Severity.WARNING,
                given.name(row.code),
                None,
                "index.missing",
                title=row.title,
            )


def check_repeated_titles(given: IndexCheck) -> Iterator[Finding]:
    """Two rows with different codes print the same title, though the standard has two."""
    first: dict[str, StatedEntry] = {}
    for entry in given.stated:
        title = " ".join(entry.title.split()).lower()
        if not title or not entry.code:
            continue
        earlier = first.setdefault(title, entry)
        if earlier.code == entry.code:
            continue
        one = given.standard.find(earlier.code, given.on)
        two = given.standard.find(entry.code, given.on)
        if one and two and one.title != two.title:
            yield _finding(
                Kind.INDEX_DUPLICATE_TEXT,
                Severity.NOTE,
                given.name(entry.code),
                entry,
                "index.repeated",
                other=given.name(earlier.code),
            )


def check_omissions(given: IndexCheck) -> Iterator[Finding]:
    """A disclosure is left out for which the standard accepts no reason.

    Of GRI that holds for a report in accordance; one with reference chooses its disclosures.
    """
    if given.claim and given.claim != IN_ACCORDANCE:
        return
    for row in given.rows:
        if row.omission is not None and row.disclosure.obligation is Obligation.MANDATORY:
            yield _finding(
                Kind.INDEX_MISSING_CODE,
                Severity.WARNING,
                given.name(row.code),
                row.stated[0],
                "index.not_left_out",
                title=row.title,
            )


CHECKS: tuple[Callable[[IndexCheck], Iterator[Finding]], ...] = (
    check_content,
    check_known_codes,
    check_expected_codes,
    check_repeated_titles,
    check_omissions,
)


def _finding(
    kind: Kind,
    severity: Severity,
    code: str,
    entry: StatedEntry | None,
    words: str,
    **values: Text | str,
) -> Finding:
    message = word(words, code=code, **values)
    place = place_words(entry.place) if entry is not None else Text("", "")
    if place.en:
        message = Text(f"{message.en} ({place.en})", f"{message.zh}（{place.zh}）")
    return Finding(kind, severity, code, message, check=words)
