from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from crossfoot.examples.group import files
from crossfoot.examples.group.activity import activity_rows
from crossfoot.examples.group.environment import environment_rows
from crossfoot.examples.group.mistakes import exchange_digits
from crossfoot.examples.group.people import people_rows
from crossfoot.examples.group.sites import YEARS, sites


def test_the_same_files_come_out_every_time(tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in files.write_facts(tmp_path / "a")}
    second = {path.name: path.read_bytes() for path in files.write_facts(tmp_path / "b")}
    assert first == second
    assert len(first) == 4 * len(YEARS) + 2


def test_every_month_of_every_site_has_its_electricity() -> None:
    for site in sites():
        for year in YEARS:
            months = [
                row.period.start.month
                for row in activity_rows(site, year)
                if row.activity == "electricity.grid" and not row.instrument
            ]
            assert months == list(range(1, 13))


def test_people_add_up_before_mistakes_are_planted() -> None:
    for site in sites():
        for year in YEARS:
            sums: dict[tuple[str, ...], int] = defaultdict(int)
            totals: dict[str, int] = {}
            for row in people_rows(site, year):
                if row.dimensions:
                    names = (part.split("=")[0] for part in row.dimensions.split(";"))
                    sums[row.metric, *names] += int(row.value)
                else:
                    totals[row.metric] = int(row.value)
            for (metric, *dimensions), value in sums.items():
                assert value == totals[metric], (site.id, year, metric, dimensions)


def test_men_and_women_by_age_add_up_to_both() -> None:
    for site in sites():
        for year in YEARS:
            people = {
                frozenset(row.dimensions.split(";")): int(row.value)
                for row in people_rows(site, year)
                if row.metric == "workforce.headcount"
            }
            crossed = {parts: value for parts, value in people.items() if len(parts) == 2}
            assert len(crossed) == 6
            assert min(crossed.values()) >= 0
            for part in frozenset().union(*crossed):
                whole = sum(value for parts, value in crossed.items() if part in parts)
                assert whole == people[frozenset({part})], (site.id, year, part)


def test_waste_that_is_handed_over_is_the_waste_that_was_generated() -> None:
    """By operation, by class and operation, and in all: to the last kilogram, month by month."""
    for site in sites():
        for year in YEARS:
            kilograms: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
            for row in environment_rows(site, year):
                if row.metric.startswith("waste."):
                    names = ";".join(part.split("=")[0] for part in row.dimensions.split(";"))
                    kilograms[row.period, row.metric, names] += Decimal(row.value)
            for month in {period for period, *_ in kilograms}:
                generated = sum(
                    kilograms[month, f"waste.{kind}.generated", ""]
                    for kind in ("hazardous", "nonhazardous")
                )
                for names in ("", "treatment", "waste_class;treatment"):
                    handed_over = sum(
                        kilograms[month, f"waste.{way}", names] for way in ("diverted", "disposed")
                    )
                    assert handed_over == generated, (site.id, month, names)


def test_three_mistakes_are_planted_and_no_more(tmp_path: Path) -> None:
    written = {}
    for path in files.write_facts(tmp_path):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                written[row["metric"], row["entity"], row["period"], row["dimensions"]] = row
    waste = written["waste.hazardous.generated", "yibin", "2023-09", ""]
    disposed = written["waste.hazardous.disposed", "yibin", "2023-09", ""]
    assert float(waste["value"]) == 1000 * float(disposed["value"])
    people = "workforce.headcount", "changzhou", "2023"
    types = ("full_time", "part_time")
    by_type = [written[*people, f"employment_type={each}"]["value"] for each in types]
    assert int(written[*people, ""]["value"]) - sum(map(int, by_type)) == 10
    hours = sum(
        int(row["value"])
        for (metric, entity, period, dimensions), row in written.items()
        if (metric, period, dimensions) == ("training.hours", "2022", "") and entity != "qingheng"
    )
    printed = int(written["training.hours", "qingheng", "2022", ""]["value"])
    assert printed != hours
    assert sorted(str(printed)) == sorted(str(hours))


def test_exchanged_digits_are_still_the_same_digits() -> None:
    assert exchange_digits(8321) == 8231
    assert exchange_digits(8831) == 8381
