from __future__ import annotations

from crossfoot.documents.place import Place
from crossfoot.documents.table import Table

TABLE = Table(
    Place("energy.xlsx", sheet="2023"),
    headings=("Site", "kWh"),
    labels=("A", "B"),
    numbers=(3, 5),
    rows=(("hefei", "12"), ("wuhan", "13")),
)


def test_a_cell_is_named_as_the_document_names_it():
    assert str(TABLE.place_of(1, 1)) == "energy.xlsx, sheet '2023', row 5, column B"


def test_a_row_is_named_without_a_column():
    assert str(TABLE.place_of(0)) == "energy.xlsx, sheet '2023', row 3"


def test_rows_come_in_the_order_of_the_document():
    assert [row[0] for row in TABLE] == ["hefei", "wuhan"]
    assert len(TABLE) == 2


def test_a_place_in_a_report_names_page_and_line():
    assert str(Place("report.pdf", page=12, line=40)) == "report.pdf, page 12, line 40"
