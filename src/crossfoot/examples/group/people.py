"""Yearly facts of people and training, by site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crossfoot.examples.group.chance import between, parts
from crossfoot.examples.group.rows import FactRow
from crossfoot.examples.group.sites import Site

AGE = {"under_30": 0.41, "30-50": 0.53, "over_50": 0.06}
EDUCATION = {
    "master_or_above": 0.07, "bachelor": 0.24, "junior_college": 0.33, "below_junior_college": 0.36,
}  # fmt: skip
CATEGORY = {"senior_management": 0.008, "middle_management": 0.06, "general_staff": 0.932}
CONTRACT = {"full_time": 0.985, "part_time": 0.015}


def people_rows(site: Site, year: int) -> Iterator[FactRow]:
    """A site's people and training of one year."""
    total = site.employees[year]
    gender = _gender(site, total, year)
    period = str(year)

    def row(metric: str, value: int, unit: str, dimensions: str = "") -> FactRow:
        return FactRow(metric, site.id, period, value, unit, dimensions)

    def breakdown(
        metric: str, dimension: str, members: Mapping[str, int], unit: str = "person"
    ) -> Iterator[FactRow]:
        return (row(metric, value, unit, f"{dimension}={m}") for m, value in members.items())

    headcount = "workforce.headcount"
    yield row(headcount, total, "person")
    yield from breakdown(headcount, "gender", gender)
    yield from breakdown(headcount, "age_group", parts(total, AGE, site.id, "age", year))
    yield from breakdown(headcount, "education", parts(total, EDUCATION, site.id, "edu", year))
    category = parts(total, CATEGORY, site.id, "category", year)
    yield from breakdown(headcount, "employee_category", category)
    yield from breakdown(headcount, "employment_type", parts(total, CONTRACT, site.id, "ft", year))
    region = "overseas" if site.id == "penang" else "mainland_china"
    yield row(headcount, total, "person", f"region={region}")

    leavers = round(total * between(0.12, 0.21, site.id, "leavers", year))
    yield row("workforce.leavers", leavers, "person")
    share = gender["female"] / total
    leaving = parts(leavers, {"male": 1 - share, "female": share}, site.id, "leaving", year)
    yield from breakdown("workforce.leavers", "gender", leaving)
    yield from breakdown("workforce.leavers", "age_group", parts(leavers, AGE, site.id, "la", year))
    before = site.employees.get(year - 1, round(total * 0.9))
    hires = total - before + leavers
    yield row("workforce.new_hires", hires, "person")
    hired = parts(hires, {"male": 1 - share, "female": share}, site.id, "hired", year)
    yield from breakdown("workforce.new_hires", "gender", hired)
    yield row("workforce.insured", total, "person")

    yield from _training(site, year, total, gender, category, row)


def _gender(site: Site, total: int, year: int) -> dict[str, int]:
    female = site.typical["female_share"]
    return parts(total, {"male": 1 - female, "female": female}, site.id, "gender", year)


def _training(site, year, total, gender, category, row) -> Iterator[FactRow]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Hours and persons trained; the parts by gender add up to the hours of the year."""
    hours = round(total * between(17, 31, site.id, "training", year))
    yield row("training.hours", hours, "person*h")
    by_gender = parts(hours, gender, site.id, "hours", year)
    by_category = parts(hours, category, site.id, "hours", year)
    for member, value in by_gender.items():
        yield row("training.hours", value, "person*h", f"gender={member}")
    for member, value in by_category.items():
        yield row("training.hours", value, "person*h", f"employee_category={member}")
    trained = round(total * between(0.93, 0.995, site.id, "trained", year))
    yield row("training.persons", trained, "person")
    yield row(
        "training.sessions", round(total * between(0.07, 0.11, site.id, "ses", year)), "count"
    )
