"""Small pages whose layout is known: tables, columns, Chinese, running heads."""

from __future__ import annotations

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.reading.formats.chooser import lines_of
from crossfoot.reading.reader import read_text
from reading_formats.typesetting import page, typeset

pytestmark = pytest.mark.browser

CHINESE = [
    "环境绩效",
    "",
    "指标\t单位\t2022\t2023",
    "范围一温室气体排放量\t吨二氧化碳当量\t1,204.50\t1,310.25",
    "外购电力\t万千瓦时\t820.4\t901.7",
    "用水量\t吨\t35,120\t33,980",
    "",
    "公司持续完善环境管理体系，严格遵守国家和地方的法律法规，定期识别环境因素并开展风险评估，"
    "推动各生产基地落实节能减排措施，全年未发生重大环境污染事件，也未受到主管部门的处罚。",
]


@pytest.mark.parametrize("style", ["ruled", "open", "plain"])
def test_chinese_tables_and_paragraphs(print_pdf, style):
    read = lines_of(print_pdf(f"zh-{style}", typeset(CHINESE, style), head=False))
    assert [t.replace(" ", "") for t in read.texts] == [t.replace(" ", "") for t in CHINESE]
    wanted = {(f.metric, f.year, f.value) for f in read_text("\n".join(CHINESE)).figures}
    found = {(f.metric, f.year, f.value) for f in read_text("\n".join(read.texts)).figures}
    assert wanted == found
    assert len(wanted) >= 6


def test_columns_of_text_are_read_one_after_the_other(print_pdf):
    words = [" ".join(f"{name}{n} walks along the river" for n in range(60)) for name in ("a", "b")]
    body = "".join(f"<p>{w}</p>" for w in words)
    path = print_pdf("two", page(f"<h1>Our people</h1><div class=two>{body}</div>"), head=False)
    texts = [text for text in lines_of(path).texts if text]
    assert texts[0] == "Our people"
    assert " ".join(texts[1:]).split() == " ".join(words).split()


def test_a_cell_of_several_lines_is_one_cell(print_pdf):
    long = "Total amount of hazardous waste that was handed over to licensed contractors"
    body = (
        f"<table style='width:300pt'><tr><td>Indicator<td>Unit<td>2023<tr><td>{long}<td>ton<td>5.1"
        "<tr><td>Water<td>ton<td>7</table>"
    )
    texts = lines_of(print_pdf("cells", page(body), head=False)).texts
    assert texts == ["Indicator\tUnit\t2023", f"{long}\tton\t5.1", "Water\tton\t7"]


def test_raised_digits_ligatures_and_pages(print_pdf):
    body = (
        "<p>Efficient use of 5 m<sup>3</sup> and CO<sub>2</sub> figures<sup>1</sup></p>"
        "<p style='break-before:page'>Second page</p>"
    )
    read = lines_of(print_pdf("marks", page(body), head=False))
    assert [(line.text, line.page) for line in read.lines if line.text] == [
        ("Efficient use of 5 m³ and CO2 figures¹", 1),
        ("Second page", 2),
    ]
    assert str(read.place(3)) == "marks.pdf, page 2, line 3"


def test_letters_that_lie_across_the_page_are_no_text_of_it(print_pdf):
    across = (
        "<div style='position:fixed;top:60pt;left:20pt;font-size:90pt;color:#ddd;"
        "transform:rotate(-28deg)'>DRAFT</div>"
    )
    rows = "".join(f"<tr><td>Row {n}<td>ton<td>{n},{n}00.5" for n in range(1, 9))
    body = f"{across}<table><tr><td>Indicator<td>Unit<td>2023{rows}</table>"
    texts = lines_of(print_pdf("across", page(body), head=False)).texts
    assert texts == [
        "Indicator\tUnit\t2023",
        *(f"Row {n}\tton\t{n},{n}00.5" for n in range(1, 9)),
    ]


def test_a_scan_is_refused_with_advice(print_pdf):
    pixel = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
        "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
    )
    body = f"<p><img width=500 height=600 src='{pixel}'></p>" * 3
    path = print_pdf("scan", page(f"<style>p {{break-after: page}}</style>{body}"), head=False)
    with pytest.raises(CrossfootError, match="OCR"):
        lines_of(path)
