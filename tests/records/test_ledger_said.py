"""Every sentence of the checks of rows has a Chinese one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.records.ledger.said import said
from crossfoot.tables.mapping import mapped
from crossfoot.tables.reader import read_table
from crossfoot.tables.schemas import ACTIVITY
from ledgers import JANUARY, OURS, rows_file


def problems(path: Path, **options) -> list[str]:
    with pytest.raises(CrossfootError) as caught:
        read_table(path, mapped(ACTIVITY, {}), **options)
    return [part for p in caught.value.problems for part in (p.what, p.why, p.remedy) if part]


def changed(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, cell) for name, cell in zip(OURS, JANUARY, strict=True))


BROKEN = [
    changed(site=""),
    changed(site="nowhere"),
    changed(site="=cmd()"),
    changed(quantity="-5"),
    changed(quantity="1.234,5"),
    changed(quantity="12,5"),
    changed(quantity="n/a"),
    changed(quantity="abc"),
    changed(quantity="5 kWh"),
    changed(quantity="5%"),
    changed(quantity="1,2,3"),
    changed(quantity="9" * 40),
    changed(unit="kwhh"),
    changed(start="2023-02-30"),
    changed(start="01/02/2023"),
    changed(start="44927"),
    changed(start="1066-01-01"),
    changed(start="soon"),
    changed(start="2023-01-05 10:30"),
    changed(end="2022-01-31"),
    OURS,
    changed(note="x")[:3],
]


@pytest.mark.parametrize("row", BROKEN, ids=lambda row: "|".join(row)[:40])
def test_problems_of_rows_are_said_in_chinese(tmp_path: Path, row: tuple[str, ...]) -> None:
    path = rows_file(tmp_path, JANUARY, row)
    for sentence in problems(path, known={"site": ["hefei"]}):
        assert re.search(r"[\u4e00-\u9fff]", said(sentence, "zh")), sentence
        assert said(sentence, "en") == sentence


def test_repeated_rows_and_several_of_a_kind(tmp_path: Path) -> None:
    several = [changed(unit="kwhh", source=str(number)) for number in range(3)]
    path = rows_file(tmp_path, JANUARY, JANUARY, *several)
    for sentence in problems(path):
        assert re.search(r"[\u4e00-\u9fff]", said(sentence, "zh")), sentence
    assert said("unit 'x' is not known (and 41 more rows)", "zh") == "unit 'x' 未知（另有 41 行）"


def test_what_nobody_translated_is_shown_as_it_is() -> None:
    assert said("something else entirely", "zh") == "something else entirely"
