"""Tables with few rules or none that go on over pages: the rows are those that were printed."""

from __future__ import annotations

import pytest

from crossfoot.reading.formats.chooser import lines_of
from reading_formats.typesetting import page, typeset

weasyprint = pytest.importorskip("weasyprint")

HEAD = "Indicator\tSite\tUnit\t2022\t2023\tRemark"
STYLES = ["open", "three", "bare", "zebra"]


def read(tmp_path, content):
    path = tmp_path / "report.pdf"
    weasyprint.HTML(string=content).write_pdf(path)
    return [" ".join(line.split(" ")) for line in lines_of(path).texts if line]


def filled(lines):
    """The filled cells of each row, without the blanks that Chinese and hyphens do not need."""
    return [[cell.replace(" ", "") for cell in line.split("\t") if cell] for line in lines]


@pytest.mark.parametrize("style", STYLES)
def test_pages_that_show_other_columns_keep_those_of_the_table(tmp_path, style):
    # remarks stand on the first page alone, the first column is filled on the second page alone
    first = [
        f"\tSite {n} in the north\tt\t{n}.5\t{n + 100}.25\tMeasured on site" for n in range(40)
    ]
    rest = [f"Waste of kind {n}\tSite {n}\tt\t{n}.5\t{n + 100}.25\t" for n in range(40, 110)]
    found = read(tmp_path, typeset([HEAD, *first, *rest], style))
    assert filled(found) == filled([HEAD, *first, *rest])
    assert {line.count("\t") for line in found} == {5}
    assert found[-1].split("\t")[3:5] == ["109.5", "209.25"]
    assert found[5].split("\t")[3:5] == ["4.5", "104.25"]


@pytest.mark.parametrize("style", STYLES)
def test_names_of_groups_stay_rows_wherever_a_page_ends(tmp_path, style):
    lines = [HEAD]
    for group in range(45):
        lines.append(f"Employees of the group number {group}\t\t\t\t\t")
        lines += [f"Women of {group}\tNorth\tperson\t{group}\t5{group}\t"] * (1 + group % 2)
    assert filled(read(tmp_path, typeset(lines, style))) == filled(lines)


@pytest.mark.parametrize("style", ["open", "three", "bare"])
def test_a_cell_that_the_page_cuts_is_one_cell(tmp_path, style):
    words = " ".join(f"word{n}" for n in range(500))
    rows = [f"Measure-{n}\twhat is done\t{n}" for n in range(24)]
    lines = ["Indicator\tRemark\t2023", *rows, f"Reason\t{words}\t7", "Result\tnone\t8"]
    loose = "<style>tr {break-inside: auto !important} td {vertical-align: top}</style>"
    assert filled(read(tmp_path, loose + typeset(lines, style))) == filled(lines)


def test_a_title_above_a_head_and_a_second_table_stay_apart(tmp_path):
    second = [
        "Employees by sex",
        "",
        "Sex\tUnit\t2023",
        "Female\tperson\t311",
        "Male\tperson\t3,928",
    ]
    first = [
        "Water",
        "",
        "Source\tUnit\t2022\t2023",
        "River\tm3\t35,120\t33,980",
        "Sea\tm3\t12\t900",
    ]
    lines = ["Figures", "", *first, "", *second]
    for style in ("three", "open"):
        assert read(tmp_path, typeset(lines, style)) == [line for line in lines if line]


def test_numbers_at_the_right_stand_under_their_titles(tmp_path):
    lines = [
        "Level of standard\tNumber that was issued or revised in the year\t2023",
        "National\t6\t2",
        "Industry\t104\t54",
        "Group\t11\t7",
    ]
    for style in ("bare", "three", "zebra"):
        assert read(tmp_path, typeset(lines, style)) == lines


def test_numbers_in_the_lines_of_a_cell_are_one_cell(tmp_path):
    rows = "".join(
        f"<tr><td>Inverter of the kind {n}<br>for roofs, of the series {n}<td>with transformers"
        f"<br>and one phase<td>{n}8.5%<br>of the load</tr>"
        for n in range(1, 7)
    )
    last = "<tr><td>Inverter<br>for fields<br>and roofs<td>with<br>three<br>phases"
    last += "<td>98.52%<br>98.53%<br>98.56%</tr>"
    found = read(tmp_path, page(f"<table class=bare>{rows}{last}</table>"))
    assert [line.split("\t")[-1] for line in found[:-1]] == [
        f"{n}8.5% of the load" for n in range(1, 7)
    ]
    assert found[-1] == "Inverter for fields and roofs\twith three phases\t98.52% 98.53% 98.56%"


def test_rows_typed_as_lines(tmp_path):
    long = "Emissions from the combustion of fuels in boilers and in vehicles of the company itself"
    lines = [
        "Data of the year",
        "",
        "Indicator\tUnit\t2022\t2023",
        f"{long}\ttCO2e\t1,204.50\t1,310.25",
        "Electricity\tMWh\t820.4\t901.7",
        "Water of all sites\tm3\t35,120\t33,980",
        "Waste\tt\t12.5\t13.1",
        "",
        "The company keeps on improving how it manages energy and water.",
    ]
    assert read(tmp_path, typeset(lines, "plain")) == [line for line in lines if line]


def test_columns_of_justified_text_are_no_rows_typed_as_lines(tmp_path):
    words = " ".join(f"river{n} and the trees beside it" for n in range(260))
    found = read(tmp_path, page(f"<div class=two><p>{words}</p></div>"))
    assert " ".join(found).split() == words.split()
