from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Approach
from crossfoot.languages import EDITIONS, Text
from crossfoot.workspaces.settings import Settings, read_settings, write_settings

SETTINGS = Settings(
    entity="group",
    company=Text('A "quoted" name', "集团\\公司"),
    year=2023,
    first_year=2021,
    notes=(Text("Line one\nand two", "第一行"), Text("A\ttab and \x07 a bell", "")),
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
    ("text", "line", "words"),
    [
        ("[report]\nyear = 2023\nfirts_year = 2022", 3, "did you mean first_year?"),
        ("[report]\nyear = 2023\nlogo = 'x'", 3, "[report] has the keys title, year"),
        ("[reprot]\nyear = 2023", 1, "[reprot] is not known. did you mean report?"),
        ("[report]\nyear = 23", 2, "report.year is 23. write a year between"),
        ("[report]\nyear = '2023'", 2, "report.year is '2023'. write a year between"),
        ("[report]\nyear = 2023\nfirst_year = 2024", 3, "2024, lies after report.year, 2023"),
        ("[report]\nyear = 2023\nstandards = 'gri'", 3, "a list in square brackets, of gri"),
        ("[report]\nyear = 2023\nstandards = ['gry']", 3, "of gri, hkex"),
        ("[report]\nyear = 2023\ntitle = { fr = 'x' }", 3, "one in each language"),
        ("[report]\nyear = 2023\nnotes = 'x'", 3, "a list in square brackets"),
        ("[report]\nyear = 2023\nclaim = 'full'", 3, "with reference, in accordance"),
        ("[inventory]\ngwp = ['AR7']\n[report]\nyear = 2023", 2, "of AR4, AR5, AR6"),
        ("[report]\nyear = 2023\n\n[inventory]\ngwp = []", 5, "at least one of"),
        ("[report]\nyear = 2023\n[inventory]\ngwp = [{ a = 1 }]", 4, "of AR4, AR5, AR6"),
        ("[report]\nyear = 2023\n[inventory]\napproach = 'half'", 4, "one of operational_control"),
        ("[report]\nyear = 2023\n[inventory]\nas_of = '31 March'", 4, "a date, such as"),
        ("[report]\nyear = 2023\n[inventory]\nas_of = 2024-03-31T10:00:00", 4, "a date, such as"),
        ("[company]\nregion = 5\n[report]\nyear = 2023", 2, "a text in quotes"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "crossfoot.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CrossfootError) as caught:
        read_settings(path)
    assert words in str(caught.value)
    assert caught.value.problems[0].where == f"{path}, line {line}"


@pytest.mark.parametrize(
    ("text", "words"), [("[report\nyear = 2023", "not a TOML file"), ("", "report.year is missing")]
)
def test_a_file_that_says_nothing_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "crossfoot.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CrossfootError, match=words) as caught:
        read_settings(path)
    assert "crossfoot.toml" in str(caught.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "crossfoot.toml"
    path.write_text("[company]\nregion = 5\n[report]\nyear = 23\nlogo = 'x'")
    with pytest.raises(CrossfootError) as caught:
        read_settings(path)
    assert len(caught.value.problems) == 3


def test_a_file_with_a_byte_order_mark_and_a_quoted_date_is_read(tmp_path: Path) -> None:
    path = tmp_path / "crossfoot.toml"
    path.write_bytes(b"\xef\xbb\xbf[report]\nyear = 2023\n[inventory]\nas_of = '2024-03-31'\n")
    assert read_settings(path).as_of == date(2024, 3, 31)


def test_a_name_may_have_its_own_traditional_words(tmp_path: Path) -> None:
    """The converter writes 峰 as 峯 nowhere; the company does."""
    path = tmp_path / "crossfoot.toml"
    path.write_text(
        '[company]\nname = { en = "Acme", zh = "云峰", zh-Hant = "雲峯" }\n[report]\nyear = 2023\n',
        encoding="utf-8",
    )
    settings = read_settings(path)
    assert [settings.company[language] for language in EDITIONS] == ["Acme", "云峰", "雲峯"]
    write_settings(settings, path)
    assert read_settings(path).company["zh-Hant"] == "雲峯"
