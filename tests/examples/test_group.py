from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from crossfoot.examples.group import files
from crossfoot.examples.group.activity import activity_rows
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
            sums: dict[tuple[str, str], int] = defaultdict(int)
            totals: dict[str, int] = {}
            for row in people_rows(site, year):
                if row.dimensions:
                    sums[row.metric, row.dimensions.split("=")[0]] += int(row.value)
                else:
                    totals[row.metric] = int(row.value)
            for (metric, dimension), value in sums.items():
                assert value == totals[metric], (site.id, year, metric, dimension)


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
    by_gender = [written[*people, f"gender={g}"]["value"] for g in ("female", "male")]
    assert int(written[*people, ""]["value"]) - sum(map(int, by_gender)) == 10
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
