"""Tables without upright rules, typeset in several ways: the cells are those that were printed."""

from __future__ import annotations

import pytest

from crossfoot.reading.formats.chooser import lines_of
from reading_formats.typesetting import LOOKS, page, typeset

weasyprint = pytest.importorskip("weasyprint")

ENGLISH = [
    "Key environmental figures",
    "Indicator\tUnit\t2022\t2023\tRemark",
    "Total amount of hazardous waste that was handed over to licensed contractors for treatment"
    "\tt\t12.5\t13.1\tFrom the four sites that report on waste, without offices and warehouses",
    "Water consumption\tm3\t35,120\t33,980\t",
    "Scope 1 emissions of own vehicles and of boilers that burn natural gas or diesel\ttCO2e"
    "\t1,204.50\t1,310.25\tMeasured",
    "Scope 2 emissions\ttCO2e\t5,820.40\t5,901.70\tMeasured",
    "Electricity bought\tMWh\t9,811\t10,203\tMeasured",
]
CHINESE = [
    "环境绩效",
    "指标\t单位\t2022\t2023\t备注",
    "委托有资质单位处置的危险废物总量以及由此产生的运输和贮存过程中的损耗量合计\t吨\t12.5\t13.1"
    "\t统计口径为报告期内已投产的四个生产基地，不含办公场所与仓库",
    "用水量\t吨\t35,120\t33,980\t",
    "范围一温室气体排放量\t吨二氧化碳当量\t1,204.50\t1,310.25\t实测",
    "外购电力\t万千瓦时\t820.4\t901.7\t实测",
    "氮氧化物\t吨\t3.2\t2.9\t实测",
]
STYLES = ["lined", "open", *LOOKS]


def squashed(lines):
    return [line.replace(" ", "").rstrip("\t") for line in lines if line]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("lines", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_cells_are_those_that_were_printed(tmp_path, lines, style):
    path = tmp_path / "report.pdf"
    weasyprint.HTML(string=typeset(lines, style)).write_pdf(path)
    assert squashed(lines_of(path).texts) == squashed(lines)


@pytest.mark.parametrize("style", ["lined", "hairlines", "zebra"])
def test_a_table_goes_on_over_pages_with_its_columns(tmp_path, style):
    rows = [f"Site number {n}\tt\t{n}.5\t{n + 100}.25\tMeasured" for n in range(120)]
    path = tmp_path / "report.pdf"
    weasyprint.HTML(string=typeset([ENGLISH[1], *rows], style)).write_pdf(path)
    assert [line for line in lines_of(path).texts if line] == [ENGLISH[1], *rows]


@pytest.mark.parametrize("style", ["lined", "zebra"])
def test_text_between_two_tables_stays_outside(tmp_path, style):
    words = "The sites that report on waste are those that were in use during the whole year."
    lines = [*ENGLISH, words, "Employees by sex", "Sex\tUnit\t2023", "Female\tperson\t311"]
    lines += ["Male\tperson\t3,928", words]
    path = tmp_path / "report.pdf"
    weasyprint.HTML(string=typeset(lines, style)).write_pdf(path)
    assert squashed(lines_of(path).texts) == squashed(lines)


def test_rules_above_text_make_no_table(tmp_path):
    words = "The board reviews the targets of the company every year and reports on them. " * 4
    style = "<style>p {border-top: .5pt solid; padding: 4pt 0}</style>"
    path = tmp_path / "report.pdf"
    weasyprint.HTML(string=page(style + f"<p>{words}</p>" * 5)).write_pdf(path)
    assert [line for line in lines_of(path).texts if line] == [words.strip()] * 5
