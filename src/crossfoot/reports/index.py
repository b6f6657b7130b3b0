"""The content index of a standard: which disclosure is answered where, and which is a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crossfoot.facts.fact import Basis
from crossfoot.languages import Language, Text
from crossfoot.reports.index_answers import answering
from crossfoot.reports.index_checks import index_findings
from crossfoot.reports.stated_index import IN_INDEX, Omission, OmissionKind, StatedEntry
from crossfoot.reports.words import word
from crossfoot.standards.disclosure import Obligation

if TYPE_CHECKING:
    from crossfoot.footing.finding import Finding
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.reports.model import Topic
    from crossfoot.reports.report_input import ReportInput
    from crossfoot.standards.disclosure import Disclosure
    from crossfoot.standards.standard import Standard


class Status(StrEnum):
    """What a report does about a disclosure."""

    DISCLOSED = "disclosed"
    EXPLAINED = "explained"  # left out, with a reason
    NOT_APPLICABLE = "not_applicable"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a disclosure is answered.

    Attributes:
        chapter: topic of this report, or chapter that the author of a published index names.
        page: page in a paged form of the report; None in a page that scrolls.
        anchor: address in this report; empty for a place in another document.
        chapter_id: id of the chapter of text; empty for a topic, or another document.
    """

    chapter: Text
    page: int | None = None
    anchor: str = ""
    chapter_id: str = ""

    def to_json(self, language: Language) -> dict[str, Any]:
        """The location for programs."""
        return {"chapter": self.chapter[language], "page": self.page}


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One disclosure in force.

    Attributes:
        disclosure: what is asked for.
        status: what the report does about it.
        locations: where it is answered.
        omission: why it is left out; None where it is not.
        metrics: ids of the metrics that answer it and have a value.
        wanted: ids of all metrics of the catalogue that would answer it.
        facts: number of figures of the reporting period that answer it.
        stated: rows of the author's own index about it.
    """

    disclosure: Disclosure
    status: Status
    locations: tuple[Location, ...] = ()
    omission: Omission | None = None
    metrics: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    facts: int = 0
    stated: tuple[StatedEntry, ...] = ()

    @property
    def code(self) -> str:
        """Code of the disclosure."""
        return self.disclosure.code

    @property
    def title(self) -> Text:
        """Title of the disclosure."""
        return self.disclosure.title

    def to_json(self, language: Language) -> dict[str, Any]:
        """The row for programs."""
        return {
            "code": self.code,
            "title": self.title[language],
            "obligation": str(self.disclosure.obligation),
            "status": str(self.status),
            "locations": [location.to_json(language) for location in self.locations],
            "omission": self.omission and self.omission.reason[language],
            "metrics": list(self.metrics),
            "wanted": list(self.wanted),
            "facts": self.facts,
        }


@dataclass(frozen=True, slots=True)
class ContentIndex:
    """The content index of one standard.

    Attributes:
        standard: id of the standard.
        title: name of the standard.
        edition: the edition that is listed.
        is_early: whether it is applied before it was in effect.
        claim: how the report relates to the standard; empty where the standard knows no claim.
        rows: one for each disclosure in force, in the order of the standard.
        findings: what is wrong with the index.
    """

    standard: str
    title: Text
    edition: str
    claim: str
    rows: tuple[IndexRow, ...]
    findings: tuple[Finding, ...] = ()
    is_early: bool = False

    @property
    def gaps(self) -> tuple[IndexRow, ...]:
        """The rows that nothing answers, those that are owed first."""
        rows = [row for row in self.rows if row.status is Status.GAP]
        return tuple(sorted(rows, key=lambda row: OWED.index(row.disclosure.obligation)))

    @property
    def counts(self) -> Mapping[Status, int]:
        """Number of rows of each status."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in Status}

    def groups(self) -> Iterator[tuple[str, Text, tuple[IndexRow, ...]]]:
        """The rows below what they stand under in the standard: group, its title, rows."""
        groups: dict[str, list[IndexRow]] = {}
        for row in self.rows:
            groups.setdefault(row.disclosure.group, []).append(row)
        for group, rows in groups.items():
            yield group, rows[0].disclosure.group_title, tuple(rows)

    def to_json(
        self, rows: Sequence[IndexRow] | None = None, language: Language = "en"
    ) -> dict[str, Any]:
        """The index for programs, with all rows or some of them."""
        shown = self.rows if rows is None else rows
        return {
            "standard": self.standard,
            "edition": self.edition,
            "early": self.is_early,
            "claim": self.claim,
            "rows": [row.to_json(language) for row in shown],
        }


#: obligations, the firmest first
OWED = tuple(Obligation)

#: standards whose reports state a claim
CLAIMING = ("gri",)

_OMISSION_STATUS = {OmissionKind.NOT_APPLICABLE: Status.NOT_APPLICABLE}


def content_index(
    given: ReportInput, standard: Standard, topics: Iterable[Topic] = (), edition: str = ""
) -> ContentIndex:
    """The index of a standard for a report.

    A disclosure is disclosed where a figure of the reporting period answers it, or where its
    author names a location; explained or not applicable where the author gives a reason; else it
    is a gap. A figure counts once, however often it is printed.

    Args:
        given: what the report is made from.
        standard: any standard, also one read from a file of the user.
        topics: the topics of the report, to which locations lead.
        edition: an edition of the standard; empty for the one in effect, or for the first where
            none was in effect yet.

    Raises:
        CrossfootError: the standard has no edition of this name.
    """
    on = standard.day_for(given.period, edition)
    stated = _stated(given.stated.get(standard.id, ()), standard, on)
    counted = _figures_by_metric(given)
    chapters = {topic.id: topic for topic in topics}
    rows = tuple(
        _row(disclosure, stated.get(disclosure.code, ()), counted, chapters, given.catalogue)
        for disclosure in standard.disclosures(on)
        if disclosure.asks_for_answer
    )
    claim = given.claim if standard.id in CLAIMING else ""
    entries = given.stated.get(standard.id, ())
    return ContentIndex(
        standard.id,
        standard.title,
        standard.edition(on).id,
        claim,
        rows,
        tuple(index_findings(rows, entries, standard, on, claim)),
        on > standard.date_of(given.period),
    )


def _chapter(name: str) -> Text:
    return word("index.in_index") if name == IN_INDEX else Text(name, name)


def _row(
    disclosure: Disclosure,
    stated: tuple[StatedEntry, ...],
    counted: Mapping[str, int],
    chapters: Mapping[str, Topic],
    catalogue: Catalogue,
) -> IndexRow:
    wanted = answering(disclosure, catalogue)
    used = [metric for metric in wanted if counted.get(metric.id)]
    topics = dict.fromkeys(metric.topic for metric in used)
    here = [
        Location(chapters[topic].title, anchor=chapters[topic].anchor)
        for topic in topics
        if topic in chapters
    ]
    named = dict.fromkeys(name for entry in stated for name in entry.locations)
    elsewhere = [Location(_chapter(name)) for name in named]
    omission = next((entry.omission for entry in stated if entry.omission), None)
    if omission is not None:
        status = _OMISSION_STATUS.get(omission.kind, Status.EXPLAINED)
    elif used or elsewhere:
        status = Status.DISCLOSED
    else:
        status = Status.GAP
    return IndexRow(
        disclosure,
        status,
        (*here, *elsewhere),
        omission,
        tuple(metric.id for metric in used),
        tuple(metric.id for metric in wanted),
        sum(counted[metric.id] for metric in used),
        stated,
    )


def _stated(
    entries: Iterable[StatedEntry], standard: Standard, on: date
) -> dict[str, tuple[StatedEntry, ...]]:
    """The author's rows by the disclosure in force that each one means."""
    found: dict[str, tuple[StatedEntry, ...]] = {}
    for entry in entries:
        disclosure = standard.find(entry.code, on)
        if disclosure is not None:
            found[disclosure.code] = (*found.get(disclosure.code, ()), entry)
    return found


def _figures_by_metric(given: ReportInput) -> dict[str, int]:
    """How many figures each metric has in the reporting period; a stated nil is none.

    Spans of years that end with the period count, since the report prints them; a text in two
    languages counts once. Where all figures are those of a published report, only what it prints
    counts: what follows from them does not stand in it.
    """
    bases = {fact.basis for fact in given.facts}
    published = Basis.PUBLISHED in bases and Basis.ENTERED not in bases and not given.gwp
    figures = {
        (key.metric, key.period, key.dimensions.without("language"))
        for key in given.facts.keys()  # noqa: SIM118 - a FactSet iterates its facts
        if key.entity == given.reporting_entity
        and key.period.end == given.period.end
        and key.period.start <= given.period.start
        and any(
            fact.value is not None and (fact.basis is Basis.PUBLISHED or not published)
            for fact in given.facts.of(key)
        )
    }
    return dict(Counter(metric for metric, _, _ in figures))
