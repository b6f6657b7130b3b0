"""Text files that are broken: each ends in one message with place and remedy, both ways."""

from __future__ import annotations

import gzip

import pytest

from crossfoot.quantities.periods import Period
from crossfoot.tables.limits import Limits
from crossfoot.tables.schemas import FACTORS, FACTS, ORGANISATION
from tables.both_ways import problem_of, problems_of
from tables.made_files import HEADING, ROW

OTHER = "wuhan,electricity.grid,98000,kWh,2023-01-01,2023-01-31"


def test_wrong_unit(write):
    problem = problem_of(write([HEADING, ROW, OTHER.replace("kWh", "kWhh")]))
    assert problem.where == "energy.csv, row 3, column unit"
    assert problem.what == "unit 'kWhh' is not known"
    assert "did you mean kWh" in problem.remedy


def test_unit_that_does_not_measure_the_activity(write):
    path = write([HEADING, ROW.replace("kWh", "m3")])
    problem = problem_of(path, units_of={"electricity.grid": ("kWh",)})
    assert problem.where == "energy.csv, row 2, column unit"
    assert problem.what == "unit 'm3' does not measure 'electricity.grid'"


def test_comma_decimals(write):
    path = write([HEADING.replace(",", ";"), ROW.replace(",", ";").replace("125000", "1250,5")])
    problem = problem_of(path)
    assert problem.where == "energy.csv, row 2, column quantity"
    assert problem.what == "quantity '1250,5' has a decimal comma"
    assert problem.remedy == "write it with a decimal point: 1250.5"


def test_missing_heading(write):
    problem = problem_of(write([ROW, OTHER]))
    assert problem.where == "energy.csv, row 1"
    assert problem.what.startswith("there is no heading; the first row holds 'hefei', 'electri")
    assert "site, activity, quantity, unit, start, end" in problem.remedy


def test_heading_below_a_title(write):
    problem = problem_of(write(["Energy 2023", "", HEADING, ROW]))
    assert problem.where == "energy.csv, row 1"
    assert problem.what == "the heading stands in row 3, below other rows"
    assert problem.remedy == "delete rows 1 to 2"


def test_missing_column(write):
    problem = problem_of(write(["site,activity,quantity,start,end", "hefei,x,1,2023-01,2023-01"]))
    assert problem.where == "energy.csv, row 1"
    assert problem.what.startswith(
        "the column unit (单位) is missing; found are 'site', 'activity'"
    )


def test_misspelt_column(write):
    problem = problem_of(write([HEADING.replace("quantity", "quantitty"), ROW]))
    assert problem.where == "energy.csv, row 1, column quantitty"
    assert problem.remedy == "did you mean 'quantity'? rename the heading"


def test_column_named_twice(write):
    problem = problem_of(write([HEADING + ",数量", ROW + ",3"]))
    assert problem.what == "two columns both give quantity: 'quantity' and '数量'"


def test_two_heading_rows(write):
    problem = problem_of(write([HEADING, "场所,活动,数量,单位,开始,结束", ROW]))
    assert problem.where == "energy.csv, row 2"
    assert problem.what.startswith("there are two heading rows")


def test_heading_repeated_among_the_rows(write):
    problem = problem_of(write([HEADING, ROW, HEADING, OTHER]))
    assert problem.where == "energy.csv, row 3"
    assert problem.what == "the row repeats the heading"


def test_duplicated_rows(write):
    path = write([HEADING, ROW, OTHER, ROW.replace("2023-01-01", "2023-01").replace("125000", "7")])
    problem = problem_of(path)
    assert problem.where == "energy.csv, row 4"
    assert problem.what.startswith("the row repeats row 2: the same site, activity, unit, start")


def test_rows_told_apart_by_their_source_are_no_duplicates(write):
    from crossfoot.tables.reader import read_table
    from crossfoot.tables.schemas import ACTIVITY

    path = write([HEADING + ",source", ROW + ",meter 1", ROW + ",meter 2"])
    assert read_table(path, ACTIVITY).count == 2


def test_date_out_of_the_period(write):
    path = write([HEADING, ROW, OTHER.replace("2023-01-01", "2022-12-15")])
    problem = problem_of(path, period=Period.year(2023))
    assert problem.where == "energy.csv, row 3, column end"
    assert problem.what.startswith("the period 2022-12-15 to 2023-01-31 is not within 2023")
    assert problem.remedy.startswith("split the row")


def test_wrong_year_is_one_message_for_all_rows(write):
    months = [
        f"hefei,electricity.grid,5,kWh,2022-{month:02},2022-{month:02}" for month in range(1, 13)
    ]
    problem = problem_of(write([HEADING, *months]), period=Period.year(2023))
    assert problem.where == "energy.csv, row 2, column end"
    assert problem.what == (
        "the period is of 2022, but the file is imported for 2023 (and 11 more rows)"
    )
    assert problem.remedy == "correct the dates, or import the file for 2022"


def test_wrong_year_of_facts(write):
    path = write(["metric,year,value,unit", "water.use,2022,5,t"])
    problem = problem_of(path, FACTS, period=Period.year(2023))
    assert problem.where == "energy.csv, row 2, column year"
    assert "2022 is not within 2023" in problem.what


def test_end_before_start(write):
    problem = problem_of(write([HEADING, ROW.replace("2023-01-31", "2022-01-31")]))
    assert problem.what == "the period ends on 2022-01-31 before it starts on 2023-01-01"


def test_date_that_could_be_two_days(write):
    problem = problem_of(write([HEADING, ROW.replace("2023-01-01", "01/02/2023")]))
    assert problem.where == "energy.csv, row 2, column start"
    assert "2023-02-01 or 2023-01-02" in problem.remedy


def test_negative_fuel(write):
    problem = problem_of(write([HEADING, ROW, "hefei,fuel.diesel.mobile,-40,L,2023-01,2023-01"]))
    assert problem.where == "energy.csv, row 3, column quantity"
    assert problem.what == "quantity -40 is below 0"
    assert "a correction is a reversal" in problem.why


def test_unit_inside_the_number(write):
    problem = problem_of(write([HEADING, ROW.replace("125000", "12.5万")]))
    assert problem.what == "quantity '12.5万' has '万' beside the number"


def test_empty_cell(write):
    problem = problem_of(write([HEADING, ROW.replace("125000", " ")]))
    assert problem.where == "energy.csv, row 2, column quantity"
    assert problem.what == "quantity is empty"


def test_unknown_site(write):
    problem = problem_of(write([HEADING, ROW.replace("hefei", "hefie")]), known={"site": {"hefei"}})
    assert problem.where == "energy.csv, row 2, column site"
    assert problem.what == "site 'hefie' is not known"
    assert problem.remedy == "did you mean 'hefei'?"


def test_formula_in_text(write):
    for text in ("=cmd|' /C calc'!A0", "@SUM(A1)", '"+SUM(1,2)"', "-2+3+cmd|x"):
        problem = problem_of(write([HEADING + ",note", f"{ROW},{text}"]))
        assert problem.where == "energy.csv, row 2, column note"
        assert "begins like a formula" in problem.what


def test_formula_in_a_number(write):
    problem = problem_of(write([HEADING, ROW.replace("125000", "=A1*2")]))
    assert problem.where == "energy.csv, row 2, column quantity"
    assert "begins like a formula" in problem.what


def test_mixed_encodings(write):
    line = "合肥,electricity.grid,{},kWh,2023-01,2023-01\n"
    content = (
        f"{HEADING}\n".encode()
        + line.format(1).encode()
        + line.format(2).replace("合肥", "武汉").encode("gb18030")
    )
    problem = problem_of(write(content))
    assert problem.where == "energy.csv, line 3"
    assert problem.what.startswith("the file mixes two encodings")
    other = f"{HEADING}\n".encode() + line.format(2).encode("gb18030") + line.format(1).encode()
    assert problem_of(write(other)).where == "energy.csv, line 3"


def test_western_encoding_is_not_taken_for_chinese(write):
    content = f"{HEADING}\nMünchen,electricity.grid,1,kWh,2023-01,2023-01\n".encode("cp1252")
    problem = problem_of(write(content))
    assert problem.where == "energy.csv, line 2"
    assert problem.what == "the encoding is neither UTF-8 nor GB18030"


def test_mark_of_utf_8_over_another_encoding(write):
    content = b"\xef\xbb\xbf" + f"{HEADING}\n合肥".encode() + "武汉,x".encode("gb18030")
    problem = problem_of(write(content))
    assert problem.where == "energy.csv, line 2"
    assert "says it is UTF-8" in problem.what


def test_nul_bytes(write):
    problem = problem_of(write([HEADING, ROW.replace("hefei", "he\0fei")]))
    assert "NUL" in problem.what


def test_utf_16_without_its_mark(write):
    problem = problem_of(write([HEADING, ROW], encoding="utf-16-le"))
    assert "NUL" in problem.what
    assert "CSV UTF-8" in problem.remedy


def test_row_with_too_few_and_too_many_cells(write):
    few, many = problems_of(write([HEADING, ROW, "wuhan,electricity.grid,5", OTHER + ",7"]))
    assert (few.where, many.where) == ("energy.csv, row 3", "energy.csv, row 4")
    assert few.what == "the row has 3 cells, the heading has 6"
    assert many.what == "the row has 7 cells, the heading has 6"


def test_quotation_mark_that_never_closes(write):
    problem = problem_of(write([HEADING, ROW.replace("hefei", '"hefei'), OTHER]))
    assert problem.where == "energy.csv, row 2"
    assert "never closed" in problem.what


def test_quotation_mark_inside_a_cell(write):
    problem = problem_of(write([HEADING, ROW.replace("hefei", '"he"fei')]))
    assert problem.where == "energy.csv, row 2"
    assert "quotation mark" in problem.what


def test_empty_file(write):
    problem = problem_of(write(b""))
    assert problem.where == "energy.csv"
    assert problem.what == "the file is empty"


@pytest.mark.parametrize("content", [b"\n\n\n", b" ", b"\xef\xbb\xbf", b",,,\n,,,\n"])
def test_file_of_nothing_but_blanks(write, content):
    assert problem_of(write(content)).what == "there is nothing in it"


def test_heading_without_rows(write):
    for content in ([HEADING], [HEADING, ",,,,,"], [HEADING, *[",,,,,"] * 100]):
        problem = problem_of(write(content))
        assert problem.where == "energy.csv"
        assert problem.what == "there is a heading but no row below it"


def test_file_too_large(write):
    problem = problem_of(write([HEADING, ROW]), limits=Limits(file_bytes=50))
    assert "are allowed" in problem.what


def test_no_file_and_a_folder(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    (problem,) = problems_of(tmp_path / "folder.csv")
    assert problem.what == "this is no file"
    (problem,) = problems_of(tmp_path / "absent.csv")
    assert problem.what == "there is no such file"


@pytest.mark.parametrize(
    ("content", "name", "what"),
    [
        (b"%PDF-1.7 ...", "energy.pdf", "the file is a PDF"),
        (gzip.compress(b"site", mtime=0), "energy.csv.gz", "a gzip archive"),
        (b"<html><table>", "energy.xls", "a web page"),
        (b'<?xml version="1.0"?><Workbook>', "energy.xls", "a web page or XML"),
        (b"site,activity\n", "energy.xlsx", "named .xlsx but holds plain text"),
        (b"PAR1....", "energy.csv", "named .csv but holds Parquet"),
    ],
)
def test_files_of_another_kind(write, content, name, what):
    assert what in problem_of(write(content, name)).what


def test_all_problems_are_collected_and_the_rest_counted(write):
    rows = [f"site{n},electricity.grid,{n}x,kWh,2023-01,2023-01" for n in range(30)]
    problems = problems_of(write([HEADING, *rows]))
    assert len(problems) == 21
    assert [problem.where for problem in problems[:20]] == [
        f"energy.csv, row {n}, column quantity" for n in range(2, 22)
    ]
    assert problems[20].what == "and 10 more problems"


def test_all_kinds_of_problem_together(write):
    rows = [
        "hefei,electricity.grid,-5,kWh,2023-01-01,2023-01-31",
        'wuhan,electricity.grid,"1,5",kWhh,31.01.2023,2023-01-31',
        "hefei,electricity.grid,5,kWh,2023-02,2023-01",
        "hefei,electricity.grid,5",
        "wuhan,electricity.grid,,kWh,2023-01-01,2023-01-31",
    ]
    problems = problems_of(write([HEADING, *rows, rows[0]]), period=Period.year(2023))
    assert [problem.where.removeprefix("energy.csv, ") for problem in problems] == [
        "row 5",
        "row 2, column quantity",
        "row 3, column quantity",
        "row 3, column unit",
        "row 3, column start",
        "row 4, column end",
        "row 6, column quantity",
        "row 7",
    ]


def test_facts_need_a_value_or_a_reason(write):
    path = write(
        [
            "metric,entity,year,value,unit,nil_reason",
            "water.use,hefei,2023,,m3,",
            "water.use,wuhan,2023,,m3,no meter yet",
            "water.use,group,2023,5,m3,no meter yet",
        ]
    )
    neither, both = problems_of(path, FACTS)
    assert neither.where == "energy.csv, row 2, column nil_reason"
    assert neither.what.startswith("there is neither a value nor a reason")
    assert both.what.startswith("there is a value (5) and also a reason")


def test_facts_with_a_comma_in_the_number(write):
    path = write(["metric,year,value", 'water.use,2023,"12,5"'])
    assert problem_of(path, FACTS).what == "value '12,5' has a decimal comma"


def test_dimensions_that_are_no_pairs(write):
    path = write(["metric,year,value,dimensions", "workforce.total,2023,5,female"])
    assert problem_of(path, FACTS).where == "energy.csv, row 2, column dimensions"


def test_equity_beyond_the_whole(write):
    path = write(["id,kind,parent,equity", "group,group,,", "jv,company,group,51"])
    problem = problem_of(path, ORGANISATION)
    assert problem.where == "energy.csv, row 3, column equity"
    assert problem.what == "equity 51 is above 1"
    assert problem.remedy == "write 51% for a percentage"


def test_kind_of_entity_that_is_none(write):
    problem = problem_of(write(["id,kind", "group,conglomerate"]), ORGANISATION)
    assert problem.remedy == "write one of: group, company, site, department"


def test_factor_without_a_source(write):
    path = write(
        ["id,activity,gas,value,unit,valid_from,source", "d,fuel.diesel.mobile,CO2,2.6,kg/L,2023,"]
    )
    start, source = problems_of(path, FACTORS)
    assert start.what == "valid_from '2023' is not a date"
    assert source.what == "source is empty"
