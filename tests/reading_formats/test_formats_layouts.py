"""Layouts as reports have them: heads in colour, few rules, cells of two lines, cut tables."""

from __future__ import annotations

import pytest

from crossfoot.reading.formats.chooser import lines_of
from reading_formats.typesetting import page

pytestmark = pytest.mark.browser

ROWS = [
    ("Indicator", "Unit", "2022", "2023"),
    ("Scope 1 emissions", "tCO2e", "1,204.50", "1,310.25"),
    ("Scope 2 emissions", "tCO2e", "5,820.40", "5,901.70"),
    ("Water consumption", "m3", "35,120", "33,980"),
    ("Hazardous waste", "t", "12.5", "13.1"),
]
BODY = (
    "The company keeps on improving how it manages energy, water and materials, and it "
    "reviewed its sites, trained their staff and set targets that the board follows. "
)


def table(rows=ROWS):
    lines = "".join("<tr>" + "".join(f"<td>{text}" for text in row) for row in rows)
    return f"<table class=t>{lines}</table>"


def read(print_pdf, name, body, style="", **options):
    content = page(f"<style>{style}</style>{body}")
    return [text for text in lines_of(print_pdf(name, content, False, **options)).texts if text]


AS_LINES = ["\t".join(row) for row in ROWS]
STYLES = {
    "coloured-head": ".t tr:first-child {background: #1a6; color: white; font-weight: bold}",
    "striped": ".t tr:nth-child(odd) {background: #def}",
    "horizontal": ".t td {border-bottom: .5pt solid #999}",
    "three-rules": ".t {border-top: 1pt solid; border-bottom: 1pt solid}"
    ".t tr:first-child td {border-bottom: .5pt solid}",
    "right-aligned": ".t td:nth-child(n+3) {text-align: right}",
    "centred": ".t td {text-align: center}",
    "open-sides": ".t td {border: .5pt solid #555} .t td:first-child {border-left: 0}"
    ".t td:last-child {border-right: 0}",
    "narrow": ".t {width: 60% !important} .t td {padding: 1pt 4pt}",
}


@pytest.mark.parametrize("style", STYLES)
def test_styles_of_tables(print_pdf, style):
    body = f"<h2>Key data</h2><p>{BODY * 3}</p>{table()}<p>{BODY * 2}</p>"
    texts = read(print_pdf, style, body, STYLES[style])
    assert [text for text in texts if "\t" in text] == AS_LINES
    assert texts[0] == "Key data"


def test_landscape(print_pdf):
    assert read(print_pdf, "landscape", table(), landscape=True) == AS_LINES


def test_a_unit_below_its_label(print_pdf):
    rows = [(f"{a}<br>({b})", c, d) for a, b, c, d in ROWS]
    wanted = [f"{a} ({b})\t{c}\t{d}" for a, b, c, d in ROWS]
    assert read(print_pdf, "unit", table(rows), ".t td {border: .5pt solid}") == wanted


@pytest.mark.parametrize("head", [True, False])
def test_a_table_over_two_pages(print_pdf, head):
    rows = [(f"Site number {n}", "t", f"{n}.5", f"{n + 100}.25") for n in range(70)]
    first = "<thead style='display:table-header-group'>" if head else "<tbody>"
    lines = ["".join(f"<td>{text}" for text in row) for row in (ROWS[0], *rows)]
    body = f"<table class=ruled>{first}<tr>{lines[0]}<tbody>" + "".join(
        f"<tr>{line}" for line in lines[1:]
    )
    texts = read(print_pdf, f"long-{head}", f"{body}</table>")
    assert [t for t in texts if t != AS_LINES[0]] == ["\t".join(row) for row in rows]
    assert texts.count(AS_LINES[0]) >= (2 if head else 1)


def test_a_row_that_the_page_cuts(print_pdf):
    long = " ".join(f"word{n}" for n in range(900))
    body = f"<table style='width:100%' class=ruled>{'<tr><td>a<td>b' * 30}<tr><td>note<td>{long}"
    style = "tr {break-inside: auto !important}"
    texts = read(print_pdf, "cut", f"{body}<tr><td>c<td>5</table>", style)
    assert texts[-2:] == [f"note\t{long}", "c\t5"]


def test_chinese_in_two_columns_with_a_table_across(print_pdf):
    words = (
        "公司持续完善环境管理体系，严格遵守国家和地方的法律法规，定期识别环境因素并开展风险评估。"
    )
    parts = [f"<p>{name}{words * 8}</p>" for name in ("甲", "乙", "丙", "丁")]
    body = (
        f"<div class=two>{''.join(parts[:2])}</div><table class=ruled style='width:100%'>"
        "<tr><td>指标<td>单位<td>2023<tr><td>用水量<td>吨<td>35,120</table>"
        f"<div class=two>{''.join(parts[2:])}</div>"
    )
    texts = read(print_pdf, "zh-two", body)
    assert [t for t in texts if "\t" in t] == ["指标\t单位\t2023", "用水量\t吨\t35,120"]
    assert "".join(t for t in texts if "\t" not in t) == "".join(
        f"{name}{words * 8}" for name in ("甲", "乙", "丙", "丁")
    )


def test_upright_text_and_captions_do_not_get_into_a_table(print_pdf):
    side = "<div style='position:absolute;left:2pt;top:60pt;transform:rotate(-90deg)'>Chapter</div>"
    body = f"{side}<div style='margin-left:40pt'>{table()}<p>Figure 3: Emissions by scope</p></div>"
    texts = read(print_pdf, "side", body, ".t td {border: .5pt solid}")
    assert texts == [*AS_LINES, "Figure 3: Emissions by scope"]
