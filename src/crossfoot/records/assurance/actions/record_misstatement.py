"""Record a misstatement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.rounding import round_half_away
from crossfoot.quantities.units import convert, same_dimension
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.assurance.access import engagement_of, require_team, units_within
from crossfoot.records.assurance.actions.record_test import line_of, sample_of
from crossfoot.records.assurance.kinds import MisstatementKind, Standing
from crossfoot.records.assurance.sample_models import Misstatement, Sample
from crossfoot.records.assurance.summing_up import projected_of
from crossfoot.records.collection.labels import metric_title, metric_unit
from crossfoot.records.messages import language, problem

#: places to which a projected amount is rounded
PLACES = 6


@dataclass(frozen=True)
class RecordMisstatement(Action[Misstatement]):
    """A difference that was found or judged.

    Attributes:
        engagement: id.
        kind: factual or judgemental; a projected one is made by `RecordProjection`.
        metric: id of the metric.
        amount: in its unit; above zero where too much is reported.
        text: what is wrong, and why.
        unit: code of the unit; empty for the whole.
        line: id of the line of a sample where it was found.
    """

    verb = "assurance.record_misstatement"
    stream = "assurance"
    engagement: int
    kind: MisstatementKind
    metric: str
    amount: Decimal
    text: str
    unit: str = ""
    line: int | None = None

    def check(self, by: Actor) -> None:
        """The team, while it is open."""
        engagement = engagement_of(self.engagement)
        require_team(by, engagement)
        catalogue().find(self.metric)
        if self.kind is MisstatementKind.PROJECTED:
            raise CrossfootError(
                problem(
                    Text("a projected misstatement follows from a sample", "推断错报须由样本推算"),
                    remedy=Text("project the errors of the sample", "请在样本页面推断误差"),
                )
            )
        if not self.amount or not self.text.strip():
            raise CrossfootError(
                problem(
                    Text("amount or description is missing", "缺少金额（数值）或说明"),
                    why=Text("an amount of zero is no misstatement", "数值为零不构成错报"),
                )
            )
        if self.unit and self.unit not in units_within(engagement):
            raise CrossfootError(
                problem(
                    Text("the engagement does not look at this unit", "该单位不在鉴证范围内"),
                    where=self.unit,
                )
            )
        if self.line is not None and line_of(self.line).sample.engagement_id != engagement.pk:
            raise CrossfootError(problem(Text("there is no such line", "没有该样本行")))

    def change(self, by: Actor) -> Done[Misstatement]:
        """Write it."""
        made = Misstatement.objects.create(
            engagement_id=self.engagement,
            number=next_number(self.engagement),
            kind=self.kind.value,
            metric=self.metric,
            unit=self.unit,
            amount=f"{self.amount:f}",
            text=self.text.strip(),
            line_id=self.line,
            by=by.reference,
            at=timezone.now(),
        )
        return Done(made, made.reference, said(made))


@dataclass(frozen=True)
class RecordProjection(Action[Misstatement]):
    """The error of a sample, projected to its population, less what was found in it.

    A later projection of the sample takes the place of an earlier one, which is withdrawn.

    Attributes:
        sample: id.
        text: what it rests on; may be empty.
    """

    verb = "assurance.project"
    stream = "assurance"
    sample: int
    text: str = ""

    def check(self, by: Actor) -> None:
        """The team, when every line was tested."""
        sample = sample_of(self.sample)
        require_team(by, sample.engagement)
        if not sample.metric:
            raise CrossfootError(problem(Text("the sample names no metric", "该样本未对应指标")))
        self._amount(sample)

    def change(self, by: Actor) -> Done[Misstatement]:
        """Write it; an earlier one of this sample is withdrawn."""
        sample = sample_of(self.sample)
        earlier = Misstatement.objects.filter(sample=sample, state=Standing.OPEN.value)
        earlier.update(
            state=Standing.WITHDRAWN.value,
            settled_by=by.reference,
            settled_at=timezone.now(),
            why=str(sample),
        )
        made = Misstatement.objects.create(
            engagement=sample.engagement,
            number=next_number(sample.engagement_id),
            kind=MisstatementKind.PROJECTED.value,
            metric=sample.metric,
            amount=f"{self._amount(sample):f}",
            text=self.text.strip() or str(sample),
            sample=sample,
            by=by.reference,
            at=timezone.now(),
        )
        return Done(made, made.reference, said(made))

    def _amount(self, sample: Sample) -> Decimal:
        found = projected_of(sample)
        if found.total is None:
            raise CrossfootError(
                problem(
                    Text("the sample cannot be projected yet", "该样本暂无法推断"),
                    why=Text(
                        "a line is not tested, or those tested have no book value",
                        "尚有未测试的样本，或已测试样本没有账面值",
                    ),
                )
            )
        beyond = found.total - found.known_fraction
        amount = Decimal(beyond.numerator) / Decimal(beyond.denominator)
        rounded = round_half_away(in_unit_of(sample, amount), PLACES)
        if not rounded:
            raise CrossfootError(
                problem(
                    Text(
                        "nothing is projected beyond the errors found",
                        "除已发现的误差外，无推断误差",
                    )
                )
            )
        return rounded.normalize() if rounded == rounded.to_integral() else rounded


def in_unit_of(sample: Sample, amount: Decimal) -> Decimal:
    """An amount in the unit of a sample, in the unit of the metric that it counts for.

    Raises:
        CrossfootError: they measure different things: kilowatt-hours are no emissions.
    """
    unit = metric_unit(sample.metric)
    if sample.unit == unit:
        return amount
    if not sample.unit or not unit or not same_dimension(sample.unit, unit):
        raise CrossfootError(
            problem(
                Text(
                    "the sample is in {unit}, {metric} is not",
                    "样本以 {unit} 计量，与 {metric} 不同",
                ),
                remedy=Text(
                    "work out what the error does to the metric, and record it as judgemental",
                    "请推算误差对该指标的影响，并登记为判断错报",
                ),
                unit=sample.unit or "-",
                metric=metric_title(sample.metric)[language()],
            )
        )
    return convert(amount, sample.unit, unit)


def next_number(engagement: int) -> int:
    """The number of the next misstatement of an engagement."""
    last = Misstatement.objects.filter(engagement=engagement).order_by("-number").first()
    return last.number + 1 if last else 1


def said(made: Misstatement) -> dict[str, str]:
    """A misstatement as the journal keeps it."""
    return {
        "kind": made.kind,
        "metric": made.metric,
        "unit": made.unit,
        "amount": made.amount,
        "text": made.text,
        "line": str(made.line_id or ""),
        "sample": str(made.sample_id or ""),
    }
