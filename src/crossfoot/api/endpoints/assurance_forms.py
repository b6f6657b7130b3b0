"""What the API says of the assurer's desk, and what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from ninja import Field, Schema

from crossfoot.languages import Text
from crossfoot.records.assurance.actions.draw_sample import DrawSample
from crossfoot.records.assurance.actions.open_engagement import OpenEngagement
from crossfoot.records.assurance.kinds import MisstatementKind
from crossfoot.records.assurance.materiality import PERFORMANCE, TRIVIAL, Measure
from crossfoot.records.assurance.models import Engagement, Inquiry
from crossfoot.records.assurance.population import Source
from crossfoot.records.assurance.projection import Result
from crossfoot.records.assurance.sample_models import Misstatement, Sample, SampleLine
from crossfoot.records.assurance.sampling import Method, Plan
from crossfoot.records.assurance.standards import Level
from crossfoot.records.assurance.summing_up import MetricSum, SampleSum
from crossfoot.records.assurance.workflow import InquiryStep

_TIMES = ("opened_at", "closed_at", "reopened_at", "reopened_why")


class EngagementOf(Schema):
    """What an assurer was engaged to look at."""

    id: int
    name: str
    name_zh: str
    standard: str
    level: Level
    start: date
    end: date
    units: list[str] = Field(description="Each with all below it; empty for the whole.")
    terms: str
    opinion: str
    opened_at: datetime
    closed_at: datetime | None
    reopened_at: datetime | None = Field(description="When it was last opened again.")
    reopened_why: str

    @classmethod
    def of(cls, row: Engagement) -> EngagementOf:
        """From a row."""
        names = ("name", "name_zh", "standard", "units", "terms", "opinion", "start", "end")
        said = {name: getattr(row, name) for name in (*names, *_TIMES)}
        return cls(id=row.pk, level=Level(row.level), **said)


class NewEngagement(Schema):
    """What was agreed with an assurer."""

    name: str
    name_zh: str = ""
    standard: str = Field(description="isae3000, isae3410, issa5000, aa1000as_type1, …")
    level: Level
    start: date
    end: date
    metrics: list[str]
    team: list[int] = Field([], description="Ids of people who are assurers of all units.")
    units: list[str] = Field([], description="Codes; all where none is named.")
    terms: str = ""

    def action(self) -> OpenEngagement:
        """The action."""
        return OpenEngagement(
            Text(self.name, self.name_zh),
            self.standard,
            self.level.value,
            self.start,
            self.end,
            tuple(self.metrics),
            tuple(self.team),
            tuple(self.units),
            self.terms,
        )


class Scope(Schema):
    """Metrics and team from now on."""

    metrics: list[str]
    team: list[int]


class Conclusion(Schema):
    """What the team concluded."""

    opinion: str


class EngagementEnd(Schema):
    """The end of an engagement; `why` is needed where the team has not concluded."""

    why: str = ""


class EngagementAgain(Schema):
    """Why an engagement is opened again."""

    why: str


class MaterialityOf(Schema):
    """What is material for a metric."""

    metric: str
    measure: Measure
    value: Decimal
    base: Decimal | None = None
    performance: Decimal = PERFORMANCE
    trivial: Decimal = TRIVIAL
    base_metric: str = Field(
        "", description="A metric of the same unit whose reported total is the base."
    )


class InquiryOf(Schema):
    """Something that the team asks for."""

    id: int
    number: int
    title: str
    text: str
    metric: str
    unit: str
    figure: str
    owner: int | None
    due: date
    state: str
    at: datetime

    @classmethod
    def of(cls, row: Inquiry) -> InquiryOf:
        """From a row with its unit."""
        names = ("number", "title", "text", "metric", "figure", "due", "state", "at")
        said = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, unit=row.unit.code, owner=row.owner_id, **said)


class NewInquiry(Schema):
    """What is asked, of whom, until when."""

    title: str
    unit: str
    due: date
    text: str = ""
    metric: str = ""
    figure: str = Field("", description='"cell:12" or "line:5".')
    owner: int | None = None


class InquiryStepOf(Schema):
    """A step; evidence of an answer is attached to "inquiry:ID" before."""

    step: InquiryStep
    text: str = ""


class StratumOf(Schema):
    """A part of the population, and what the sample says of it."""

    name: str
    count: int
    total: Decimal
    lines: int
    tested: int
    book: Decimal
    error: Decimal
    projected: str = Field(description="A whole number or a fraction; empty while not known.")


class SampleOf(Schema):
    """A sample, with all that is needed to draw it again."""

    id: int
    number: int
    purpose: str
    source: Source
    metric: str
    unit: str
    method: Method
    size: int
    seed: str
    threshold: str
    procedure: str
    digest: str = Field(description="SHA-256 of the population.")
    count: int
    total: Decimal
    interval: str
    start: str
    unreached: int
    lines_count: int
    tested: int
    strata: list[StratumOf]

    @classmethod
    def of(cls, row: Sample, summed: SampleSum) -> SampleOf:
        """From a row and its projection."""
        names = (
            *("number", "purpose", "metric", "unit", "size", "seed", "threshold", "procedure"),
            *("digest", "count", "interval", "start", "unreached", "lines_count", "tested"),
        )
        said = {name: getattr(row, name) for name in names}
        strata = [
            StratumOf(
                name=each.stratum.name,
                count=each.stratum.count,
                total=each.stratum.total,
                lines=each.lines,
                tested=each.tested,
                book=each.book,
                error=each.error,
                projected="" if each.projected is None else str(each.projected),
            )
            for each in summed.strata
        ]
        return cls(
            id=row.pk,
            source=Source(row.source),
            method=Method(row.method),
            total=Decimal(row.total),
            strata=strata,
            **said,
        )


class NewSample(Schema):
    """What is drawn from what, and how."""

    source: Source = Source.ENTRIES
    name: str = Field(description="Id of the metric; of rows of the ledger, the activity.")
    method: Method
    size: int = Field(ge=1)
    seed: str
    threshold: Decimal | None = None
    units: list[str] = Field([], description="Codes; all where none is named.")
    start: date | None = None
    end: date | None = None
    purpose: str = ""
    metric: str = Field("", description="Of rows of the ledger: what their errors count for.")

    def action(self, engagement: int) -> DrawSample:
        """The action."""
        return DrawSample(
            engagement,
            self.source,
            self.name,
            Plan(self.method, self.size, self.seed[:200], self.threshold),
            tuple(self.units),
            self.start,
            self.end,
            self.purpose[:200],
            self.metric,
        )


class LineOf(Schema):
    """An item of a sample, with what its test came to."""

    id: int
    place: int
    item: str
    subject: str
    label: str
    label_zh: str
    unit: str
    book: str
    stratum: str
    result: str
    audited: str
    note: str

    @classmethod
    def of(cls, row: SampleLine) -> LineOf:
        """From a row."""
        said = {name: getattr(row, name) for name in cls.model_fields if name != "id"}
        return cls(id=row.pk, **said)


class TestOf(Schema):
    """What a test came to; null takes it back."""

    result: Result | None
    audited: Decimal | None = None
    note: str = ""


class Projection(Schema):
    """What a projected misstatement rests on."""

    text: str = ""


class MisstatementOf(Schema):
    """A difference between what is reported and what should be."""

    id: int
    number: int
    kind: MisstatementKind
    metric: str
    unit: str
    amount: Decimal = Field(description="Above zero where too much is reported.")
    text: str
    line: int | None
    sample: int | None
    state: str
    correction: str
    why: str

    @classmethod
    def of(cls, row: Misstatement) -> MisstatementOf:
        """From a row."""
        names = ("number", "metric", "unit", "text", "state", "correction", "why")
        said = {name: getattr(row, name) for name in names}
        return cls(
            id=row.pk,
            kind=MisstatementKind(row.kind),
            amount=row.value,
            line=row.line_id,
            sample=row.sample_id,
            **said,
        )


class NewMisstatement(Schema):
    """A difference that was found or judged."""

    kind: MisstatementKind
    metric: str
    amount: Decimal
    text: str
    unit: str = ""
    line: int | None = None


class Settlement(Schema):
    """The entry that corrected it, or why it is none."""

    correction: str = ""
    why: str = ""


class MetricSumOf(Schema):
    """What the uncorrected misstatements of a metric come to."""

    metric: str
    over: Decimal
    under: Decimal
    corrected: Decimal
    materiality: Decimal | None = Field(description="For the team alone.")
    standing: str = Field(description="For the team alone.")

    @classmethod
    def of(cls, found: Sequence[MetricSum], *, knows: bool) -> list[MetricSumOf]:
        """From the sums; what is material only to those who may know."""
        return [
            cls(
                metric=each.metric,
                over=each.uncorrected.over,
                under=each.uncorrected.under,
                corrected=each.corrected,
                materiality=each.materiality.amount if knows and each.materiality else None,
                standing=each.standing.value if knows else "",
            )
            for each in found
        ]


class MethodOf(Schema):
    """How a metric is measured here, in both languages."""

    text: str
    text_zh: str
