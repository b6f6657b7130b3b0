"""The catalogue holds every metric of its specification, unchanged."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.metric import Metric

ROOT = Path(__file__).parents[2]

#: id and column of each value that differs from the specification on purpose, with the new value
CHANGED: dict[tuple[str, str], str] = {}

#: new ids of renamed metrics, by old id
RENAMED: dict[str, str] = {}

LISTS = ("gri", "hkex", "ifrs_s2", "esrs_vsme", "sse_szse", "other")


def narrow(text: str) -> str:
    """Chinese brackets and commas as the specification types them: （ ） ， as ( ) and ,."""
    return text.translate(str.maketrans("（），", "(),"))


def row_of(metric: Metric) -> dict[str, str]:
    """A metric as a row of the specification."""
    return {
        "id": metric.id,
        "title_en": metric.title.en,
        "title_zh": narrow(metric.title.zh),
        "unit": metric.unit,
        "kind": metric.kind,
        "dimensions": ";".join(metric.dimensions),
        "aggregation_sites": metric.over_sites,
        "aggregation_periods": metric.over_periods,
        "formula": metric.formula.text if metric.formula else "",
        **{name: ";".join(metric.requirements.get(name, ())) for name in LISTS},
        "pillar": metric.pillar,
        "comment": metric.comment.en,
    }


@pytest.fixture(scope="module")
def specified(shared: Path) -> list[dict[str, str]]:
    with (shared / "spec" / "metrics.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.shared
def test_every_column_of_every_specified_metric_is_in_the_catalogue(
    specified: list[dict[str, str]],
):
    assert len(specified) == 411
    for row in specified:
        expected = {column: CHANGED.get((row["id"], column), row[column]) for column in row}
        expected |= {name: re.sub(r"; +", ";", expected[name]) for name in LISTS}
        expected["id"] = RENAMED.get(row["id"], row["id"])
        assert row_of(catalogue()[expected["id"]]) == expected


@pytest.mark.shared
def test_every_added_metric_is_documented(specified: list[dict[str, str]]):
    added = {metric.id for metric in catalogue()} - {row["id"] for row in specified}
    page = (ROOT / "docs" / "explanation" / "metrics.md").read_text(encoding="utf-8")
    section = page.split("## Metrics that few reports print", 1)[1].split("\n## ", 1)[0]
    assert added == set(re.findall(r"^\| `([a-z0-9_.]+)` \|", section, flags=re.MULTILINE))


def test_every_rename_is_documented():
    page = (ROOT / "docs" / "explanation" / "metrics.md").read_text(encoding="utf-8")
    assert all(f"`{old}`" in page and f"`{new}`" in page for old, new in RENAMED.items())
    assert not any(old in catalogue() for old in RENAMED)
