"""The assurer at work on the demo group: an engagement, requests, a sample, what was found."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from crossfoot.languages import Text
from crossfoot.quantities.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crossfoot.records.accounts.person import Person

ELECTRICITY = "energy.electricity.purchased"

#: what is looked at, and the error in its unit that matters to readers of the report
MATERIAL: dict[str, Decimal] = {
    ELECTRICITY: Decimal(100_000),
    "water.use": Decimal(1_000),
    "waste.hazardous.generated": Decimal(2),
}

_FEEDER = "One feeder, meter HF-E-01, multiplier 2,000 一条进线，电表 HF-E-01，倍率 2,000"
_PURPOSE = "Agree figures with bills 核对数据与账单"


def begin(people: Mapping[str, Person], period: Period, today: date) -> None:
    """Open the engagement, and let the assurer begin."""
    from crossfoot.records.assurance.actions.ask import Ask
    from crossfoot.records.assurance.actions.draw_sample import DrawSample
    from crossfoot.records.assurance.actions.open_engagement import OpenEngagement
    from crossfoot.records.assurance.actions.record_test import RecordTest
    from crossfoot.records.assurance.actions.set_materiality import SetMateriality
    from crossfoot.records.assurance.actions.step import Answer
    from crossfoot.records.assurance.materiality import Measure
    from crossfoot.records.assurance.population import Source
    from crossfoot.records.assurance.projection import Result
    from crossfoot.records.assurance.sampling import Method, Plan

    assurer = people["assurer"]
    engagement = OpenEngagement(
        Text("Environmental data, January 2024", "2024年1月环境数据鉴证"),
        "isae3000",
        "limited",
        period.start,
        period.end,
        tuple(MATERIAL),
        (assurer.user.pk,),
    ).do(people["manager"])
    for metric, amount in MATERIAL.items():
        SetMateriality(engagement.pk, metric, Measure.AMOUNT, amount).do(assurer)
    answered = Ask(
        engagement.pk,
        "Contract with the grid company, Hefei plant 合肥工厂与电网公司的供电合同",
        "hefei",
        today + timedelta(days=5),
        "Which tariff and which meters does it name? 合同约定的电价和电表是哪些？",
        ELECTRICITY,
    ).do(assurer)
    Answer(answered.pk, _FEEDER).do(people["cells"])
    Ask(
        engagement.pk,
        "Disposal certificates of hazardous waste, January 1月危险废物处置证明",
        "changzhou",
        today + timedelta(days=8),
        metric="waste.hazardous.generated",
    ).do(assurer)
    plan = Plan(Method.VALUE, 2, "qingheng 2024-01")
    sample = DrawSample(
        engagement.pk,
        Source.ENTRIES,
        ELECTRICITY,
        plan,
        purpose=_PURPOSE,
    ).do(assurer)
    line = sample.lines.order_by("pk").first()
    if line is not None:
        RecordTest(line.pk, Result.AGREED).do(assurer)
