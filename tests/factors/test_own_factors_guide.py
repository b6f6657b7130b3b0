"""The documentation says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.factors.files import FURTHER, OPTIONAL, REQUIRED, read_factor_file
from crossfoot.factors.sets import BUILT_IN, DEFAULT_SETS

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guides/own-factors.md").read_text("utf-8")
EXPLANATION = (DOCS / "explanation/factors.md").read_text("utf-8")


def examples() -> list[str]:
    found = re.findall(r"((?: {4}id,activity.*\n)(?: {4}.*\n)+)", GUIDE)
    return [re.sub(r"^ {4}", "", text, flags=re.MULTILINE) for text in found]


@pytest.mark.parametrize("number", [0, 1])
def test_the_example_files_can_be_read(tmp_path: Path, number: int) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(examples()[number], "utf-8")
    assert read_factor_file(path).factors


def test_the_messages_shown_are_those_given(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,activity,gas,value,unit\ngrid-a,electricity.grid,CO2,1,kg/kWh\n"
        "x,electricity.grid,CO2,1,L/kWh\n",
        "utf-8",
    )
    with pytest.raises(CrossfootError) as caught:
        read_factor_file(path)
    assert str(caught.value) in GUIDE


def test_every_column_and_set_is_explained() -> None:
    for name in (*REQUIRED, *OPTIONAL, *FURTHER):
        assert f"`{name}`" in GUIDE or f"{name}," in GUIDE, name
    for name in BUILT_IN:
        assert f"`{name}`" in EXPLANATION, name
    default = EXPLANATION.partition("Without `--factors`")[2].partition(":")[0]
    assert re.findall(r"`([^`]+)`", default) == list(DEFAULT_SETS)
