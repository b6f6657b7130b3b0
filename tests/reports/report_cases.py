"""A small invented company whose report holds one of everything."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crossfoot.calculation.formulas import evaluate
from crossfoot.calculation.trace import trace
from crossfoot.documents.place import Place
from crossfoot.facts.entities import Approach, Entity, Organisation
from crossfoot.facts.fact import Basis, Dimensions, Fact
from crossfoot.facts.provenance import Imported, Printed
from crossfoot.facts.selection import FactSet
from crossfoot.footing.finding import Finding, Kind, Severity
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.reports.model import Report
from crossfoot.reports.report_input import (
    CarriedForward,
    FactorEdition,
    ReportInput,
    Source,
    UnresolvedLine,
)
from crossfoot.reports.stated_index import Omission, OmissionKind, StatedEntry

YEAR = Period.year(2023)


def fact(metric: str, year: int | Period, value: str | None, **other: object) -> Fact:
    """A fact of the company, entered in a file, in the metric's unit."""
    known = catalogue()[metric]
    number = None if value is None else Decimal(value) if known.is_numeric else value
    given = {
        "entity": "acme",
        "unit": known.unit,
        "provenance": Imported("facts.csv", "0" * 64, 7),
    } | other
    dimensions = given.pop("dimensions", "")
    period = Period.year(year) if isinstance(year, int) else year
    return Fact(
        metric, period=period, value=number, dimensions=Dimensions.parse(dimensions), **given
    )


def entered_facts() -> list[Fact]:
    """What the company entered, and what an earlier report had printed."""
    facts = []
    for year, revenue, scope1, scope2 in (
        (2021, "50000", "100.5", "900.25"),
        (2022, "62500", "110.5", "1000.75"),
        (2023, "80000", "93.6613", "1435.5587"),
    ):
        facts += [
            fact("finance.revenue", year, revenue),
            fact("ghg.scope1", year, scope1),
            fact("ghg.scope2.location", year, scope2),
        ]
    for year, female, male in ((2022, "40", "60"), (2023, "54", "66")):
        facts += [
            fact("workforce.headcount", year, str(int(female) + int(male))),
            fact("workforce.headcount", year, female, dimensions="gender=female"),
            fact("workforce.headcount", year, male, dimensions="gender=male"),
        ]
    for month in YEAR.split_by_month():
        facts.append(fact("energy.electricity.purchased", month, str(200_000 + month.start.month)))
    printed = Printed("Acme, ESG report 2022", 17, as_printed="1,111.4 t")
    return [
        *facts,
        fact("energy.electricity.purchased", 2023, "2400078"),
        fact("ghg.total", 2022, "1111.4", basis=Basis.PUBLISHED, decimals=1, provenance=printed),
        fact("suppliers.count", 2023, "20", qualifier=Qualifier.MORE_THAN),
        fact("suppliers.count", 2022, "15"),
        fact("water.use", 2023, "1200.5", estimated=True, note="offices estimated by floor area"),
        fact("water.use", 2022, "0"),
        fact("energy.renewable.generated", 2023, "5000", simulated=True),
        fact("waste.hazardous.generated", 2023, None, nil_reason="no such waste"),
        fact("energy.saved", Period.years(2021, 2023), "31200"),
        fact("policy.emissions", 2023, "=We reduce emissions.", dimensions="language=en"),
        fact("policy.emissions", 2023, "我们持续减排。", dimensions="language=zh"),
    ]


def make_input(**changes: object) -> ReportInput:
    """The input of the small report, with some of it changed."""
    entered = FactSet(entered_facts())
    organisation = Organisation(
        [
            Entity("acme", Text("Acme <Battery> & Co.", "安诺电池公司"), kind="group"),
            Entity("hefei", Text("Hefei plant", "合肥工厂"), parent="acme"),
            Entity("penang", Text("Penang plant", "槟城工厂"), parent="acme"),
        ]
    )
    facts = entered.plus(evaluate(catalogue(), entered))
    total = next(f for f in facts if f.metric == "ghg.total" and f.period == Period.year(2022))
    given: dict[str, object] = {
        "company": organisation.root.name,
        "title": Text("ESG report 2023", "2023年ESG报告"),
        "period": YEAR,
        "facts": facts,
        "catalogue": catalogue(),
        "organisation": organisation,
        "findings": (
            Finding(
                Kind.SUM_MISMATCH,
                Severity.ERROR,
                "ghg.total",
                Text("the total of 2022 does not add up", "2022年合计不符"),
                "110.5 + 1,000.75 = 1,111.25 ≠ 1,111.4",
                (total,),
            ),
        ),
        "stated": {
            "gri": (
                StatedEntry("305-1", ("Our emissions",), place=Place(line=3)),
                StatedEntry("305-6", ("Ozone",), place=Place(line=4)),
                StatedEntry("999-9", ("Nowhere",), place=Place(line=5)),
                StatedEntry(
                    "2-21",
                    omission=Omission(OmissionKind.CONFIDENTIAL, Text("pay is secret", "薪酬保密")),
                ),
                StatedEntry(
                    "304-1",
                    omission=Omission(
                        OmissionKind.NOT_APPLICABLE, Text("no such site", "无此类场所")
                    ),
                ),
            )
        },
        "trace": lambda f: trace(f, catalogue(), organisation),
        "sources": (Source("facts.csv", Text("facts", "数据"), "0" * 64, 1234),),
        "factor_editions": (
            FactorEdition("china-ets", Text("China, ETS", "中国碳市场"), "MEE 2023", 3),
        ),
        "gwp": "AR6",
        "approach": Approach.OPERATIONAL_CONTROL,
        "notes": (Text("The group and both plants.", "集团及两家工厂。"),),
        "unresolved": (
            UnresolvedLine(
                "activity.csv, row 9",
                "fuel.peat.stationary",
                "3 t",
                Text("no factor for peat", "没有泥炭的因子"),
                YEAR,
            ),
        ),
        "carried_forward": (
            CarriedForward(Text("grid factor", "电网因子"), "2022", YEAR, ("ghg.scope2_share",)),
        ),
        "run": "abcdef0123456789",
    }
    return ReportInput(**(given | changes))


def row_texts(report: Report, metric: str) -> Sequence[tuple[str, ...]]:
    """Label and printed values of each row of a metric, in English."""
    from crossfoot.reports.html.page import Page

    page = Page(report, "en", ("en",))
    return [
        (row.label.en, *("" if cell is None else page.value(cell) for cell in row.cells))
        for table in report.tables()
        for row in table.rows
        if row.metric.id == metric
    ]
