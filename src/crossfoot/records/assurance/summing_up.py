"""What the tests and misstatements of an engagement come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from crossfoot.records.assurance import projection
from crossfoot.records.assurance.kinds import MisstatementKind
from crossfoot.records.assurance.kinds import Standing as State
from crossfoot.records.assurance.materiality import (
    Materiality,
    Standing,
    Uncorrected,
    uncorrected,
)
from crossfoot.records.assurance.models import Engagement, SubjectMatter
from crossfoot.records.assurance.projection import Projected, project
from crossfoot.records.assurance.sample_models import Misstatement, Sample, SampleLine
from crossfoot.records.assurance.sampling import Method


@dataclass(frozen=True, slots=True)
class SampleSum:
    """What a sample comes to.

    Attributes:
        strata: each with its projection.
        known: the errors found.
        total: the projected error of the population; None while it is not known.
    """

    strata: tuple[Projected, ...]
    known: Decimal
    total: Fraction | None

    @property
    def known_fraction(self) -> Fraction:
        """The errors found, as an exact fraction."""
        return Fraction(self.known)


@dataclass(frozen=True, slots=True)
class MetricSum:
    """What the uncorrected misstatements of a metric come to.

    Attributes:
        metric: its id.
        counts: number of misstatements that stand, by kind.
        uncorrected: their sums.
        corrected: sum of those that were corrected.
        materiality: None where none was set.
        standing: where the larger side lies against it.
    """

    metric: str
    counts: dict[MisstatementKind, int]
    uncorrected: Uncorrected
    corrected: Decimal
    materiality: Materiality | None
    standing: Standing


def projected_of(sample: Sample, lines: Sequence[SampleLine] | None = None) -> SampleSum:
    """The errors of a sample, and what they come to in its population."""
    read = list(sample.lines.all()) if lines is None else lines
    strata = project(
        Method(sample.method),
        sample.parts,
        [line.outcome for line in read],
        sample.interval_value,
    )
    return SampleSum(strata, projection.known(strata), projection.total(strata))


def metric_sums(engagement: Engagement) -> list[MetricSum]:
    """By metric: those that are looked at, then others that something was found of; two queries."""
    subjects = {
        each.metric: each
        for each in SubjectMatter.objects.filter(engagement=engagement, removed_at=None)
    }
    found: dict[str, list[Misstatement]] = {metric: [] for metric in subjects}
    for each in Misstatement.objects.filter(engagement=engagement):
        found.setdefault(each.metric, []).append(each)
    return [_sum(metric, rows, subjects.get(metric)) for metric, rows in found.items()]


def _sum(metric: str, rows: Iterable[Misstatement], subject: SubjectMatter | None) -> MetricSum:
    rows = list(rows)
    standing = [each for each in rows if each.state == State.OPEN]
    corrected = [each.value for each in rows if each.state == State.CORRECTED]
    sums = uncorrected(each.value for each in standing)
    materiality = subject.materiality if subject else None
    if materiality is None:
        where = Standing.UNKNOWN if standing else Standing.NOTHING
    else:
        where = materiality.standing(sums.gross)
    return MetricSum(
        metric,
        {kind: sum(each.kind == kind for each in standing) for kind in MisstatementKind},
        sums,
        sum(corrected, Decimal(0)),
        materiality,
        where,
    )
