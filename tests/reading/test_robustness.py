"""Any text is read or refused with a clear message, in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.reading.reader import read_report, read_text
from crossfoot.reading.text_file import LARGEST_FILE, LONGEST_LINE, MOST_CELLS, MOST_LINES

pieces = st.sampled_from(
    [
        *("\t", "\n", "\n\n", " ", "| a | b |\n", "|---|---|\n", "Indicator\tUnit\t2022\t2023\n"),
        *("12.5", "1,234", "(3)", "%", "—", "2023", "tCO2e", "RMB 10,000", "Number of employees"),
        *(
            "Male",
            "- ",
            "Among them:",
            "GRI 302: Energy\t",
            "302-1\t",
            "Contents\n",
            "Note 1: a=b/c",
        ),
        *(
            "¹",
            "员工总数",
            "万元",
            "其中：",
            "GRI Content Index\n",
            "increase of ",
            "was ",
            "(",
            "（",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=60).map("".join))
def test_any_arrangement_of_report_parts_is_read(text: str) -> None:
    report = read_text(text)
    count = len(report.lines)
    assert all(1 <= t.first_line <= t.last_line <= count for t in report.tables)
    assert all(1 <= figure.line <= count for figure in report.figures)
    assert all(1 <= entry.line <= count for entry in report.index)
    report.to_json()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert read_text(text).lines


@settings(max_examples=30, deadline=None)
@given(st.lists(pieces, max_size=40).map("".join))
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read_text(text).to_json() == read_text(text).to_json()


def test_a_line_of_a_hundred_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(CrossfootError, match="no report has more"):
        read_report(path)


@pytest.mark.parametrize(
    "text",
    [
        "x" * (LONGEST_LINE + 1),
        "\n" * (MOST_LINES + 1),
        "\n".join("\t".join("1" * 1000) for _ in range(MOST_CELLS // 900)),
        "\n\n".join(f"{'ab' * (n % 50)}{'c' * (n // 50 % 40)} was {n} pieces" for n in range(2_000))
        + "\n\n"
        + "\n\n".join("; ".join(f"so was {n}" for n in range(99)) + "d" * m for m in range(220)),
    ],
)
def test_texts_beyond_any_report_are_refused(text: str) -> None:
    with pytest.raises(CrossfootError):
        read_text(text)


@pytest.mark.parametrize(
    "text",
    [
        " " * 190_000 + "x\t1",
        "(" * 190_000,
        "1," * 95_000,
        ". " * 95_000,
        "Aa " * 60_000,
        "2022\t" * 1900 + "\n" + ("5\t" * 1900 + "\n") * 50,
        "GRI Content Index\n\n" * 30_000,
    ],
)
def test_odd_texts_take_seconds(text: str) -> None:
    start = time.process_time()
    read_text(text)
    assert time.process_time() - start < 10


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text("")
    with pytest.raises(CrossfootError, match="empty"):
        read_report(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(CrossfootError, match="absent"):
        read_report(tmp_path / "absent.txt")
    with pytest.raises(CrossfootError):
        read_report(tmp_path)


def test_the_largest_file_is_far_above_any_report() -> None:
    assert LARGEST_FILE > 10 * 1_000_000
