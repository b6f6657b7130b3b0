from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Approach
from crossfoot.languages import Text
from crossfoot.workspaces.settings import Settings, read_settings, write_settings

SETTINGS = Settings(
    entity="group",
    company=Text('A "quoted" name', "集团\\公司"),
    year=2023,
    first_year=2021,
    notes=(Text("Line one", "第一行"),),
    factors=("china-ets", "factors/own.csv"),
    gwp=("AR5", "AR6"),
    approach=Approach.EQUITY_SHARE,
    as_of=date(2024, 3, 31),
)


def test_settings_are_read_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "crossfoot.toml"
    for settings in (SETTINGS, replace(SETTINGS, as_of=None, notes=(), source="A report")):
        write_settings(settings, path)
        assert read_settings(path) == settings


def test_the_years_shown_end_with_the_reporting_year() -> None:
    assert SETTINGS.years == (2021, 2022, 2023)
    assert replace(SETTINGS, first_year=0).years == (2023,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[report]\nyear = 2023\nyaer = 2022", "report.yaer is not known"),
        ("[reprot]\nyear = 2023", "[reprot] is not known"),
        ("[report]\nyear = 23", "report.year is 23"),
        ("[report]\nyear = 2023\nfirst_year = 2024", "first_year lies after"),
        ("[report]\nyear = 2023\n[inventory]\ngwp = ['AR7']", "'AR7'"),
        ("[report]\nyear = 2023\n[inventory]\napproach = 'half'", "'half'"),
        ("[report\nyear = 2023", "no TOML"),
        ("", "report.year is missing"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "crossfoot.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CrossfootError) as caught:
        read_settings(path)
    assert words in str(caught.value).replace("it is not a TOML", "no TOML")
    assert "crossfoot.toml" in str(caught.value)
