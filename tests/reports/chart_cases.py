"""Facts, lists and plans that charts are tried with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from crossfoot.facts.entities import Entity, Organisation
from crossfoot.facts.fact import Fact
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.reports.charts.chart import Chart
from crossfoot.reports.charts.choose import charts_of, charts_of_lists
from crossfoot.reports.figures import Figures
from crossfoot.reports.lists.records import Record
from crossfoot.reports.plan import plan
from report_cases import fact, make_input

SITES = tuple(f"site{number:02d}" for number in range(1, 13))
REGIONS = ("CN-AH", "CN-JS", "CN-SC", "CN-GD", "CN-GD", "CN-SH", "MY", "DE", "JP", "KR", "US", "BR")


def twelve_sites() -> Organisation:
    """A group of twelve sites, two of them in one place, with a long name among them."""
    long = Text(
        "Research, development and testing centre for stationary storage systems",
        "固定式储能系统研发与测试中心（含中试生产线及可靠性实验室）",
    )
    sites = [
        Entity(
            site,
            long if number == 4 else Text(f"Plant {number}", f"第{number}工厂"),
            parent="acme",
            region=region,
        )
        for number, (site, region) in enumerate(zip(SITES, REGIONS, strict=True), start=1)
    ]
    return Organisation([Entity("acme", Text("Acme", "安诺"), kind="group"), *sites])


def rich_facts() -> list[Fact]:
    """Facts for every form: twelve sites, falls and rises, zeros, numbers of all sizes."""
    found = []
    for year, factor in ((2021, "1"), (2022, "1.25"), (2023, "1.1")):
        k = Decimal(factor)

        for member, value in (("stationary", "640.5"), ("mobile", "0.004"), ("fugitive", "120")):
            found += _scaled(k, year, "ghg.scope1", value, f"source_category={member}")
        found += _scaled(k, year, "ghg.scope1", "760.504")
        for member, value in (("electricity", "12000.25"), ("steam", "900")):
            found += _scaled(k, year, "ghg.scope2.location", value, f"energy_carrier={member}")
        found += _scaled(k, year, "ghg.scope2.location", "12900.25")
        found += _scaled(k, year, "ghg.total", "13660.754")
        found += _scaled(k, year, "finance.revenue", "50000")
        found.append(fact("ghg.intensity.revenue", year, "0.25"))
        found += _scaled(k, year, "energy.direct", "300", "fuel=diesel")
        found += _scaled(k, year, "energy.direct", "700", "fuel=natural_gas")
        found += _scaled(k, year, "energy.indirect", "4000", "energy_carrier=electricity")
        found += _scaled(k, year, "energy.direct", "1000")
        found += _scaled(k, year, "energy.indirect", "4000")
        found += _scaled(k, year, "energy.total", "5000")
        found += _scaled(k, year, "water.withdrawal", "900", "water_source=third_party")
        found += _scaled(k, year, "water.withdrawal", "100", "water_source=ground")
        found += _scaled(k, year, "water.discharge", "400", "wastewater_type=industrial")
        found += _scaled(k, year, "water.discharge", "250", "wastewater_type=domestic")
        for metric, member in (("waste.diverted", "recycling"), ("waste.disposed", "landfill")):
            found += _scaled(k, year, metric, "12.5", f"treatment={member}")
        for place, site in enumerate(SITES):
            size = str(Decimal(13) ** (place % 5))
            found += [
                fact("ghg.total", year, str(Decimal(size) * k), entity=site),
                fact("energy.direct", year, size, entity=site, dimensions="fuel=diesel"),
                fact(
                    "energy.indirect",
                    year,
                    "7",
                    entity=site,
                    dimensions="energy_carrier=electricity",
                ),
                fact("workforce.headcount", year, str(40 + place), entity=site),
                fact("ghg.scope1", year, size, entity=site),
            ]
    for gender in ("female", "male"):
        for age, people in (("under_30", "120"), ("30-50", "310"), ("over_50", "0")):
            members = f"gender={gender};age_group={age}"
            found.append(fact("workforce.headcount", 2023, people, dimensions=members))
    for dimension, members in (
        ("employee_category", ("senior_management", "general_staff")),
        ("education", ("bachelor", "below_junior_college")),
    ):
        for place, member in enumerate(members):
            people = str(20 + 800 * place)
            found.append(
                fact("workforce.headcount", 2023, people, dimensions=f"{dimension}={member}")
            )
    return found


def _scaled(
    factor: Decimal, year: int, metric: str, value: str, dimensions: str = ""
) -> list[Fact]:
    return [fact(metric, year, str(Decimal(value) * factor), dimensions=dimensions)]


def figures(facts: Iterable[Fact], **changes: object) -> Figures:
    """Some facts, as charts ask for them."""
    given = {"facts": FactSet(facts), "organisation": twelve_sites(), "entity": "acme"}
    return Figures(make_input(**(given | changes)))


def topic(name: str, impact: str, financial: str, tier: str = "") -> Record:
    """A row of the list of material topics."""
    values = {
        "topic": Text(name, f"{name}议题"),
        "pillar": "E",
        "impact": Decimal(impact),
        "financial": Decimal(financial),
        "tier": tier or None,
    }
    return Record(values, 2)


def target(metric: str, year: str, **other: str) -> Record:
    """A row of the list of targets."""
    values: dict[str, object] = {
        "title": Text("A target", "一项目标"),
        "metric": metric,
        "dimensions": None,
        "target_year": Decimal(year),
    }
    for name in ("base_year", "base_value", "target_value", "target_change"):
        values[name] = Decimal(other[name]) if name in other else None
    return Record(values, 2)


TOPICS = (
    *(topic(f"Topic {n}", "80", "80", "high") for n in range(9)),  # nine in one place
    topic("Water", "70", "55", "medium"),
    topic("Community", "31", "30", "low"),
    topic("Taxes", "100", "100"),
    topic("Noise", "0", "0", "low"),
)

TARGETS = (
    target("ghg.total", "2030", base_year="2021", target_change="-40"),
    target("energy.total", "2025", target_value="9000"),
)


def every_chart() -> dict[str, Chart]:
    """A chart of each form that the plan has, by id."""
    known = figures(rich_facts())
    lists = {"materiality": TOPICS, "targets": TARGETS}
    drawn = [chart for _, chart in charts_of(plan().charts, known)]
    drawn += charts_of_lists(plan().charts, lists, known)
    return {chart.id: chart for chart in drawn}
