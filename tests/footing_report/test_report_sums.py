"""Totals and parts in tables of a report, recognised or not."""

from __future__ import annotations

import pytest

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report import foot_report
from crossfoot.footing.report.checks import without_repeats
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.languages import Text
from crossfoot.reading.reader import read_text


def findings(text: str, check: str = "") -> list[ReportFinding]:
    found = foot_report(read_text(text))
    return [each for each in found if each.check == check] if check else found


def column(*values: str) -> str:
    names = ("Gadgets", "Gizmos", "Widgets")
    rows = [f"{name}\tPiece\t{value}" for name, value in zip(names, values[:-1], strict=False)]
    return "\n".join(
        ["Shipments", "", "Indicator\tUnit\t2023", *rows, f"Total\tPiece\t{values[-1]}"]
    )


def test_a_total_row_that_its_parts_do_not_make() -> None:
    (found,) = findings(column("120", "230", "310", "670"), "total_rows")

    assert (found.kind, found.severity) == (Kind.SUM_MISMATCH, Severity.ERROR)
    assert found.lines == (7, 4, 5, 6)
    assert found.recomputed == "120 + 230 + 310 = 660 ≠ 670"


def test_a_total_within_rounding_agrees() -> None:
    # half a unit of the last digit for every number involved
    assert not findings(column("1.26", "2.34", "3.11", "6.70"), "total_rows")
    assert findings(column("1.26", "2.34", "3.11", "6.74"), "total_rows")


def test_counts_are_not_rounded() -> None:
    assert findings(column("120", "230", "310", "661"), "total_rows")


def test_a_total_far_from_the_rows_above_is_of_something_else() -> None:
    assert not findings(column("120", "230", "310", "9,000"), "total_rows")


def test_parts_of_parts_are_not_added_twice() -> None:
    text = "\n".join(
        (
            "Shipments",
            "",
            "Indicator\tUnit\t2023",
            "Gadgets\tPiece\t300",
            "Round gadgets\tPiece\t100",
            "Square gadgets\tPiece\t200",
            "Widgets\tPiece\t50",
            "Total\tPiece\t350",
        )
    )
    assert not findings(text, "total_rows")


@pytest.mark.parametrize(("printed", "count"), [("600", 0), ("610", 1)])
def test_a_total_column(printed: str, count: int) -> None:
    text = "\n".join(
        (
            "Shipments by quarter",
            "",
            "Item\tNorth plant\tSouth plant\tTotal",
            f"Gadgets\t350\t250\t{printed}",
            "Gizmos\t10\t20\t30",
        )
    )
    assert len(findings(text, "total_columns")) == count


@pytest.mark.parametrize(("last", "count"), [("20.0", 0), ("21.5", 1)])
def test_shares_of_a_group(last: str, count: int) -> None:
    text = "\n".join(
        (
            "Output",
            "",
            "Indicator\t\tUnit\t2023",
            "Gizmos by colour\tRed\t%\t50.0",
            "\tGreen\t%\t30.0",
            f"\tBlue\t%\t{last}",
        )
    )
    assert len(findings(text, "shares_of_a_group")) == count


def test_a_finding_is_told_once() -> None:
    def told(check: str, *lines: int) -> ReportFinding:
        return ReportFinding(
            Kind.SUM_MISMATCH, Severity.ERROR, "x", Text("a", "a"), (), lines, "", check
        )

    kept = without_repeats(
        [told("one", 1, 2, 3), told("two", 3, 2, 1), told("two", 1, 2), told("two", 7, 8)]
    )
    assert [each.lines for each in kept] == [(1, 2, 3), (7, 8)]
