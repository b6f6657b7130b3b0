"""Sound files of every kind give typed rows."""

from __future__ import annotations

import struct
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from crossfoot.quantities.periods import Period
from crossfoot.tables.reader import read_table
from crossfoot.tables.schemas import ACTIVITY, FACTORS, FACTS, ORGANISATION, SCHEMAS
from tables.made_files import HEADING, ROW

HEAD = HEADING.split(",")
VALUES = {
    "site": "hefei",
    "activity": "electricity.grid",
    "quantity": Decimal(125000),
    "unit": "kWh",
    "start": date(2023, 1, 1),
    "end": date(2023, 1, 31),
    "region": "",
    "instrument": "",
    "source": "",
    "note": "",
}


def test_a_row_has_every_column_of_the_schema(write):
    table = read_table(write([HEADING, ROW]), ACTIVITY)
    (row,) = table.rows
    assert row.values == VALUES
    assert str(row.place) == "energy.csv, row 2"
    assert str(row.place_of("unit")) == "energy.csv, row 2, column unit"
    assert table.count == 1
    assert table.warnings == ()


@pytest.mark.parametrize(
    "heading",
    [
        "场所,活动,数量,单位,开始,结束",
        "厂区,排放源,用量,计量单位,开始日期,结束日期",
        "SITE,Activity,Quantity*,UoM,Start Date,end_date",
        "Site 场所,Activity 活动,Quantity 数量,Unit 单位,Start (开始),结束 End",
        "\ufeffsite,activity,quantity,unit,start,end",
    ],
)
def test_headings_in_both_languages(write, heading):
    (row,) = read_table(write([heading, ROW]), ACTIVITY).rows
    assert row.values == VALUES


def test_columns_in_any_order(write):
    path = write(["end,unit,start,site,quantity,activity", "2023-01,kWh,2023-01,hefei,5,x"])
    (row,) = read_table(path, ACTIVITY).rows
    assert (row["start"], row["end"]) == (date(2023, 1, 1), date(2023, 1, 31))


def test_columns_that_are_not_known_are_named(write):
    table = read_table(write([HEADING + ",checked by", ROW + ",Li"]), ACTIVITY)
    (warning,) = table.warnings
    assert warning.where == "energy.csv, row 1, column checked by"
    assert warning.what == "the column 'checked by' is not read"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(write, delimiter):
    path = write([line.replace(",", delimiter) for line in (HEADING, ROW)])
    (row,) = read_table(path, ACTIVITY).rows
    assert row.values == VALUES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(write, encoding):
    path = write([HEADING, ROW.replace("hefei", "合肥工厂")], encoding=encoding)
    (row,) = read_table(path, ACTIVITY).rows
    assert row["site"] == "合肥工厂"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_blank_lines_and_quoted_line_breaks(write, ending):
    lines = [f"{HEADING},note", "", f'{ROW},"two{ending}lines"', ",,,,,,", f"{ROW},"]
    path = write(ending.join(lines).replace("hefei", "wuhan", 1).encode())
    first, second = read_table(path, ACTIVITY).rows
    assert [first.place.row, second.place.row] == [3, 5]
    assert first["note"] == f"two{ending}lines"


def test_overlapping_periods_of_one_meter_are_a_warning(write):
    rows = ["2023-01-01,2023-12-31", "2023-03-01,2023-03-31", "2024-01-01,2024-01-31"]
    path = write([HEADING, *(f"hefei,electricity.grid,5,kWh,{row}" for row in rows)])
    (warning,) = read_table(path, ACTIVITY).warnings
    assert warning.where == "energy.csv, row 3"
    assert warning.what.startswith("the period overlaps that of row 2")


def test_workbook_with_dates_numbers_and_a_hidden_sheet(workbook):
    cells = ["hefei", "electricity.grid", 125000, "kWh", date(2023, 1, 1), date(2023, 1, 31)]
    path = workbook({"2023": [HEAD, cells], "list": [["x"], ["y"]]}, hidden=["list"])
    table = read_table(path, ACTIVITY)
    (row,) = table.rows
    assert row.values == VALUES
    assert str(row.place_of("unit")) == "energy.xlsx, sheet '2023', row 2, column D"


def test_workbook_that_does_not_begin_in_column_a(workbook):
    row = ["", "", "hefei", "electricity.grid", 125000, "kWh", "2023-01", "2023-01"]
    (read,) = read_table(workbook({"2023": [["", "", *HEAD], row]}), ACTIVITY).rows
    assert read.values == VALUES
    assert read.place_of("site").column == "C"


def test_a_month_that_excel_made_of_a_typed_month(workbook):
    """Type 2023-02 into Excel and it stores 1 February, shown as a month: the end is the 28th."""

    def change(book, sheet):
        sheet.write_datetime("E2", date(2023, 2, 1), book.add_format({"num_format": "mmm-yy"}))
        shown = book.add_format({"num_format": 'yyyy"年"m"月"'})
        sheet.write_datetime("F2", date(2023, 2, 1), shown)

    path = workbook({"2023": [HEAD, ["hefei", "x", 5, "kWh"]]}, change)
    (row,) = read_table(path, ACTIVITY).rows
    assert (row["start"], row["end"]) == (date(2023, 2, 1), date(2023, 2, 28))


def test_a_percentage_that_excel_stores_as_a_share(workbook):
    """93.88 % is stored as 0.9388; read as such it would be a hundredth of what the cell shows."""

    def change(book, sheet):
        sheet.write_number("C2", 0.9388, book.add_format({"num_format": "0.00%"}))

    rows = [["metric", "year", "value", "unit"], ["energy.share", "2023", None, "percent"]]
    (row,) = read_table(workbook({"KPI": rows}, change), FACTS).rows
    assert row["value"] == Decimal("93.88")


def test_noise_of_binary_numbers_is_not_read(workbook):
    cells = ["hefei", "x", 0.1 + 0.2, "kWh", "2023-01", "2023-01"]
    (row,) = read_table(workbook({"2023": [HEAD, cells]}), ACTIVITY).rows
    assert row["quantity"] == Decimal("0.3")


def test_the_sheet_that_is_named(workbook):
    cells = ["hefei", "x", 5, "kWh", "2023-01", "2023-01"]
    path = workbook({"Q1": [HEAD, cells], "Q2": [HEAD, [*cells[:2], 6, *cells[3:]]]})
    table = read_table(path, ACTIVITY, sheet="Q2")
    assert [row["quantity"] for row in table.rows] == [6]
    assert table.sheet == "Q2"


def test_parquet_with_typed_columns(tmp_path):
    path = tmp_path / "energy.parquet"
    duckdb.sql(
        "SELECT 'hefei' AS site, 'electricity.grid' AS activity, 125000.0 AS quantity, "
        "'kWh' AS unit, DATE '2023-01-01' AS start, TIMESTAMP '2023-01-31' AS \"end\", "
        "NULL AS note"
    ).write_parquet(str(path))
    (row,) = read_table(path, ACTIVITY).rows
    assert row.values == VALUES
    assert row.place.row == 2


def test_facts(write):
    path = write(
        [
            "metric,entity,year,value,unit,dimensions,qualifier,estimated,nil_reason",
            'water.use,hefei,2023,"1,250.5",m3,water_source=ground,约,是,',
            "climate.policy,group,2023,Approved by the board,,,,,",
            "workforce.total,group,2023-06,512,,gender=female;age_group=under_30,,no,",
            "waste.hazardous,wuhan,2021/2023,,t,,,,no such waste",
        ]
    )
    first, second, third, fourth = read_table(path, FACTS).rows
    assert first["value"] == Decimal("1250.5")
    assert first["period"] == Period.year(2023)
    assert (first["qualifier"], first["estimated"]) == ("approximate", "yes")
    assert second["value"] == "Approved by the board"
    assert third["value"] == 512
    assert third["dimensions"] == "age_group=under_30;gender=female"
    assert third["estimated"] == "no"
    assert fourth["value"] is None
    assert fourth["decimals"] is None
    assert fourth["nil_reason"] == "no such waste"


def test_texts_that_look_like_numbers_are_texts_where_the_metric_is(write):
    path = write(["metric,year,value", "standard.edition,2023,2021", "water.use,2023,5"])
    edition, water = read_table(path, FACTS, text_metrics={"standard.edition"}).rows
    assert edition["value"] == "2021"
    assert water["value"] == 5


def test_published_facts_of_three_reports(shared):
    """`reference/facts`: every row is read, and the sum of a column agrees with Python's csv."""
    import csv

    for name in ("alphaess-2022", "calb-2023", "kstar-2023"):
        path = shared / "reference" / "facts" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            stated = list(csv.DictReader(file))
        rows = list(read_table(path, FACTS).rows)
        assert [row["metric"] for row in rows] == [row["metric_id"] for row in stated]
        assert [str(row["value"]) for row in rows if isinstance(row["value"], Decimal)] == [
            row["value"]
            for row, read in zip(stated, rows, strict=True)
            if isinstance(read["value"], Decimal)
        ]


def test_organisation(write):
    path = write(
        [
            "id,name_en,name_zh,kind,parent,region,equity,operational_control,financial_control",
            "group,Group,集团,holding,,CN,,,",
            "jv,Joint venture,合资公司,公司,group,MY,51%,否,joint",
        ]
    )
    group, venture = read_table(path, ORGANISATION).rows
    assert (group["kind"], group["equity"]) == ("group", None)
    assert venture["equity"] == Decimal("0.51")
    assert venture["operational_control"] == "no"
    assert venture["financial_control"] == "joint"


def test_factors(write):
    path = write(
        [
            "id,activity,gas,value,unit,region,valid_from,valid_to,scope,category,source,licence",
            "d,fuel.diesel.mobile,CO2,2.68,kg/L,CN,2023-01-01,2023-12,1,mobile,own,CC0",
        ]
    )
    (row,) = read_table(path, FACTORS).rows
    assert (row["value"], row["valid_to"]) == (Decimal("2.68"), date(2023, 12, 31))


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.name)
def test_no_two_columns_share_a_heading(schema):
    headings = [heading for column in schema.columns for heading in column.headings()]
    shared = {heading for heading in headings if headings.count(heading) > 1}
    assert not shared


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=lambda schema: schema.name)
def test_the_example_of_a_schema_is_valid(write, schema):
    names = [column.name for column in schema.columns][: len(schema.example)]
    missing = set(schema.required) - set(names)
    more = {"source": "own measurement", "valid_from": "2023"}
    heading = ",".join([*names, *sorted(missing)])
    cells = ",".join([*schema.example, *(more[name] for name in sorted(missing))])
    assert read_table(write([heading, cells]), schema).count == 1


def old_workbook(rows: list[list[object]]) -> bytes:
    """A workbook as Excel 97 wrote it: BIFF8 records in a compound file (MS-XLS, MS-CFB)."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def begin(substream: int) -> bytes:
        return record(0x809, struct.pack("<HHHHLL", 0x600, substream, 0, 0, 0, 0))

    cells = b""
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                cells += record(0x204, struct.pack("<HHH", r, c, 0) + text)
            else:
                cells += record(0x203, struct.pack("<HHHd", r, c, 0, cell))
    name = b"2023"
    sheet_at = len(begin(5)) + 4 + 8 + len(name) + 4
    stream = begin(5) + record(0x85, struct.pack("<LHBB", sheet_at, 0, len(name), 0) + name)
    stream += record(0x0A, b"") + begin(0x10) + cells + record(0x0A, b"")
    stream = stream.ljust(-(-max(len(stream), 4096) // 512) * 512, b"\0")
    sectors = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack("<128L", *chain, *[0xFFFFFFFF] * (128 - len(chain)))

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        encoded = (title + "\0").encode("utf-16-le")
        none = 0xFFFFFFFF
        head = encoded.ljust(64, b"\0") + struct.pack(
            "<HBBLLL", len(encoded), kind, 1, none, none, child
        )
        return head + bytes(36) + struct.pack("<LQ", start, size)

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    directory += entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream)) + bytes(256)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109L", 0, *[0xFFFFFFFF] * 108)
    return header + table + directory + stream


def test_old_workbook_is_read_with_a_warning(write):
    row = ["hefei", "electricity.grid", 125000.0, "kWh", "2023-01", "2023-01"]
    table = read_table(write(old_workbook([HEAD, row]), "energy.xls"), ACTIVITY)
    (read,) = table.rows
    assert read.values == VALUES
    (warning,) = table.warnings
    assert "formulas in an old .xls workbook cannot be seen" in warning.what
