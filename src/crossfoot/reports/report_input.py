"""Everything a report is made from, in one plain object; the caller has gathered it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crossfoot.facts.entities import Approach, Organisation
from crossfoot.facts.fact import Fact
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.reports.stated_index import StatedEntry

if TYPE_CHECKING:
    from crossfoot.calculation.trace import Trace
    from crossfoot.footing.finding import Finding
    from crossfoot.metrics.catalogue import Catalogue
    from crossfoot.standards.standard import Standard

#: metrics whose values rest on emission factors
EMISSIONS = "ghg."

#: a table shows no more periods than these
MOST_PERIODS = 5


@dataclass(frozen=True, slots=True)
class Source:
    """A source of data: an imported file, a published document, a questionnaire.

    Attributes:
        name: file name or title.
        kind: what it is, in both languages ("activity data", "published report").
        sha256: hash of the file; empty where there is no file.
        rows: rows or facts taken from it; None where not counted.
        note: anything a reader should know.
    """

    name: str
    kind: Text = field(default_factory=lambda: Text("", ""))
    sha256: str = ""
    rows: int | None = None
    note: Text = field(default_factory=lambda: Text("", ""))


@dataclass(frozen=True, slots=True)
class FactorEdition:
    """A set of emission factors that the calculation used.

    Attributes:
        name: short name, as the command line uses it.
        title: full title.
        source: publisher, document and edition.
        used: number of its factors that were used; None where not counted.
    """

    name: str
    title: Text
    source: str = ""
    used: int | None = None


@dataclass(frozen=True, slots=True)
class UnresolvedLine:
    """An activity row that no factor was found for; it is in no total.

    Attributes:
        place: file and row.
        activity: name of the activity.
        quantity: quantity with unit, as entered.
        reason: why there is no factor.
        period: the time of the activity; None where not known.
        metrics: ids of the metrics that lack the row; empty for all emissions.
    """

    place: str
    activity: str
    quantity: str
    reason: Text
    period: Period | None = None
    metrics: tuple[str, ...] = ()

    def concerns(self, fact: Fact) -> bool:
        """Whether a computed value lacks this row."""
        if self.period is not None and not self.period.overlaps(fact.period):
            return False
        return fact.metric in self.metrics if self.metrics else fact.metric.startswith(EMISSIONS)


@dataclass(frozen=True, slots=True)
class CarriedForward:
    """A factor of an earlier time that stands in, since its successor was not out yet.

    Attributes:
        factor: what the factor is called.
        valid: the time it was made for, as the factor states it ("2022").
        period: the activity period it was used for.
        metrics: ids of metrics whose values rest on it.
        value: the factor itself, with its unit.
        source: the document that published it.
    """

    factor: Text
    valid: str
    period: Period
    metrics: tuple[str, ...] = ()
    value: Text = field(default_factory=lambda: Text("", ""))
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ReportInput:
    """What `build_report` needs.

    Attributes:
        company: name of the organisation.
        title: title of the report.
        period: the reporting period, as a rule a year.
        facts: published, entered and computed facts together.
        catalogue: the metrics.
        entity: whose figures are reported; the root of the organisation where empty.
        organisation: the tree of entities; None where there is one entity only.
        first_period: tables do not go back beyond it; None for `MOST_PERIODS`.
        variant: variant of computed facts to take ("operational_control/AR6"); None for any.
        findings: what does not foot.
        standards: ids of the standards whose content index is printed.
        claim: how the report relates to GRI ("with reference").
        catalogues: catalogues of disclosures that the workspace brings, by id; each is indexed.
        stated: index entries that somebody stated, by standard.
        trace: gives the lineage of a fact; None where lineage is not to be shown.
        sources: where the data come from.
        factor_editions: the factor sets used.
        gwp: warming-potential set ("AR6"); empty where nothing was calculated.
        approach: consolidation approach.
        notes: notes on method and boundary.
        unresolved: activity rows without a factor, the first of them where there are very many.
        unresolved_count: how many there are; 0 where all are given.
        carried_forward: factors carried forward.
        run: id of the calculation; empty where nothing was calculated.
    """

    company: Text
    title: Text
    period: Period
    facts: FactSet
    catalogue: Catalogue
    entity: str = ""
    organisation: Organisation | None = None
    first_period: Period | None = None
    variant: str | None = None
    findings: tuple[Finding, ...] = ()
    standards: tuple[str, ...] = ("gri", "hkex")
    claim: str = "with reference"
    catalogues: Mapping[str, Standard] = field(default_factory=dict)
    stated: Mapping[str, tuple[StatedEntry, ...]] = field(default_factory=dict)
    trace: Callable[[Fact], Trace | None] | None = None
    sources: tuple[Source, ...] = ()
    factor_editions: tuple[FactorEdition, ...] = ()
    gwp: str = ""
    approach: Approach | None = None
    notes: tuple[Text, ...] = ()
    unresolved: tuple[UnresolvedLine, ...] = ()
    unresolved_count: int = 0
    carried_forward: tuple[CarriedForward, ...] = ()
    run: str = ""

    def standard(self, name: str) -> Standard:
        """A catalogue of the workspace, or a standard that ships.

        Raises:
            CrossfootError: there is none of this name.
        """
        from crossfoot.standards.catalogue import standard

        return self.catalogues.get(name) or standard(name)

    @property
    def reporting_entity(self) -> str:
        """Id of the entity whose figures are reported."""
        if self.entity:
            return self.entity
        if self.organisation is not None:
            return self.organisation.root.id
        entities = self.facts.entities()
        return entities[0] if entities else ""

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that tables may show, the oldest first, the reporting period last."""
        found = [self.period]
        while len(found) < MOST_PERIODS and (
            self.first_period is None or found[0].previous() >= self.first_period
        ):
            found.insert(0, found[0].previous())
        return tuple(found)
