"""Yearly facts of people and training, by site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crossfoot.examples.group.chance import between, parts
from crossfoot.examples.group.rows import FactRow
from crossfoot.examples.group.sites import Site

AGE = {"under_30": 0.41, "30-50": 0.53, "over_50": 0.06}
EDUCATION = {
    "master_or_above": 0.07, "bachelor": 0.24, "junior_college": 0.33, "below_junior_college": 0.36,
}  # fmt: skip
CATEGORY = {"senior_management": 0.008, "middle_management": 0.06, "general_staff": 0.932}
#: the age of men, who stay longer; that of women follows from it and from that of all
AGE_OF_MEN = {"under_30": 0.385, "30-50": 0.55, "over_50": 0.065}
CONTRACT = {"full_time": 0.985, "part_time": 0.015}


def people_rows(site: Site, year: int) -> Iterator[FactRow]:
    """A site's people and training of one year; every breakdown adds up to its total."""
    staff = _Staff(site, year)
    yield from _headcount(staff)
    yield from _comings_and_goings(staff)
    yield from _training(staff)


@dataclass(frozen=True)
class _Staff:
    """The people of a site in a year, and how a row about them is written."""

    site: Site
    year: int

    @property
    def total(self) -> int:
        return self.site.employees[self.year]

    @property
    def gender(self) -> dict[str, int]:
        female = self.site.typical["female_share"]
        return self.cut(self.total, {"male": 1 - female, "female": female}, "gender")

    def age_of_genders(self, ages: Mapping[str, int]) -> dict[str, dict[str, int]]:
        """Men and women by age, who add up to each age and to each gender."""
        men = self.cut(self.gender["male"], AGE_OF_MEN, "age of men")
        return {"male": men, "female": {age: ages[age] - men[age] for age in ages}}

    @property
    def category(self) -> dict[str, int]:
        return self.cut(self.total, CATEGORY, "category")

    def cut(self, whole: int, shares: Mapping[str, float], name: str) -> dict[str, int]:
        """A whole cut into members; the name tells this cut from others."""
        return parts(whole, shares, self.site.id, name, self.year)

    def some(self, low: float, high: float, name: str) -> int:
        """A share of the people between two bounds."""
        return round(self.total * between(low, high, self.site.id, name, self.year))

    def row(self, metric: str, value: int, unit: str = "person", dimensions: str = "") -> FactRow:
        return FactRow(metric, self.site.id, str(self.year), value, unit, dimensions)

    def breakdown(
        self, metric: str, dimension: str, members: Mapping[str, int], unit: str = "person"
    ) -> Iterator[FactRow]:
        for member, value in members.items():
            yield self.row(metric, value, unit, f"{dimension}={member}")


def _headcount(staff: _Staff) -> Iterator[FactRow]:
    total, headcount = staff.total, "workforce.headcount"
    yield staff.row(headcount, total)
    breakdowns = {
        "gender": staff.gender,
        "age_group": staff.cut(total, AGE, "age"),
        "education": staff.cut(total, EDUCATION, "edu"),
        "employee_category": staff.category,
        "employment_type": staff.cut(total, CONTRACT, "ft"),
        "region": {"overseas" if staff.site.id == "penang" else "mainland_china": total},
    }
    for dimension, members in breakdowns.items():
        yield from staff.breakdown(headcount, dimension, members)
    for gender, ages in staff.age_of_genders(breakdowns["age_group"]).items():
        for age, people in ages.items():
            yield staff.row(headcount, people, dimensions=f"gender={gender};age_group={age}")


def _comings_and_goings(staff: _Staff) -> Iterator[FactRow]:
    total = staff.total
    leavers = staff.some(0.12, 0.21, "leavers")
    before = staff.site.employees.get(staff.year - 1, round(total * 0.9))
    hires = total - before + leavers
    female = staff.gender["female"] / total
    shares = {"male": 1 - female, "female": female}
    yield staff.row("workforce.leavers", leavers)
    leaving = staff.cut(leavers, shares, "leaving")
    yield from staff.breakdown("workforce.leavers", "gender", leaving)
    yield from staff.breakdown("workforce.leavers", "age_group", staff.cut(leavers, AGE, "la"))
    yield staff.row("workforce.new_hires", hires)
    hired = staff.cut(hires, shares, "hired")
    yield from staff.breakdown("workforce.new_hires", "gender", hired)
    yield staff.row("workforce.insured", total)


def _training(staff: _Staff) -> Iterator[FactRow]:
    hours = staff.some(17, 31, "training")
    yield staff.row("training.hours", hours, "person*h")
    for dimension, people in (("gender", staff.gender), ("employee_category", staff.category)):
        members = staff.cut(hours, people, "hours")
        yield from staff.breakdown("training.hours", dimension, members, "person*h")
    yield staff.row("training.persons", staff.some(0.93, 0.995, "trained"))
    yield staff.row("training.sessions", staff.some(0.07, 0.11, "ses"), "count")
