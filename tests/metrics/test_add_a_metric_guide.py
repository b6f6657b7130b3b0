"""The guide's own metric loads, and its mistake is reported as the guide says."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.metrics.catalogue import BUILT_IN, Catalogue

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "add-a-metric.md"


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return textwrap.dedent(found[1])


def test_the_metric_of_the_guide_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    own = Path("metrics/restaurants.yaml")
    own.parent.mkdir()
    own.write_text(block("yaml"), encoding="utf-8")
    both = Catalogue.load([BUILT_IN, own])
    assert both["guests.food_waste"].unit == "kg/person_time"

    own.write_text(block("yaml").replace("kg/person_time", "kWh/person_time"), encoding="utf-8")
    with pytest.raises(CrossfootError) as caught:
        Catalogue.load([BUILT_IN, own])
    (problem,) = caught.value.problems
    assert f"{problem.where}: {problem.what}." == block("text").strip()
