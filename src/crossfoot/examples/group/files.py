"""The demo group's data as the CSV files that a group would import."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from crossfoot.examples.group import activity, rows
from crossfoot.examples.group.environment import environment_rows
from crossfoot.examples.group.governance import governance_rows, narrative_rows
from crossfoot.examples.group.mistakes import plant, published_rows
from crossfoot.examples.group.people import people_rows
from crossfoot.examples.group.safety import safety_rows
from crossfoot.examples.group.sites import YEARS, sites


def write_activity(folder: Path) -> list[Path]:
    """One activity file per year; returns the files."""
    return [
        _write(
            folder / f"activity-{year}.csv",
            activity.COLUMNS,
            (row.cells() for site in sites() for row in activity.activity_rows(site, year)),
        )
        for year in YEARS
    ]


def write_facts(folder: Path) -> list[Path]:
    """One facts file per topic and year, with the planted mistakes; returns the files."""
    topics = {"environment": environment_rows, "people": people_rows, "safety": safety_rows}
    files = []
    honest: list[rows.FactRow] = []
    for year in YEARS:
        for topic, make in topics.items():
            made = [row for site in sites() for row in make(site, year)]
            honest.extend(made)
            files.append(_write_facts(folder / f"{topic}-{year}.csv", plant(made)))
        files.append(_write_facts(folder / f"governance-{year}.csv", governance_rows(year)))
    files.append(_write_facts(folder / f"texts-{YEARS[-1]}.csv", narrative_rows(YEARS[-1])))
    files.append(_write_facts(folder / "report-2022.csv", published_rows(honest)))
    return files


def _write_facts(path: Path, made: Iterable[rows.FactRow]) -> Path:
    return _write(path, rows.COLUMNS, (row.cells() for row in made))


def _write(path: Path, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)
    return path
