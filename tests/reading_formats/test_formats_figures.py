"""Letters of drawings in tagged PDFs."""

from __future__ import annotations

from crossfoot.reading.formats.chooser import lines_of

CHART = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='120'>"
    "<text x='10' y='20'>40,000</text><text x='10' y='60'>20,000</text>"
    "<text x='120' y='60'>8,208.20</text><text x='200' y='60'>9,526.75</text></svg>"
)
TEXT = "Our plants use less water than in the year before, since they use it twice. "
STYLE = "<style>td { padding: 4pt 24pt }</style>"
TABLE = (
    f"{STYLE}<table><tr><td>Indicator<td>Unit<td>2023"
    "<tr><td>Water<td>m3<td>7,100<tr><td>Waste<td>t<td>88</table>"
)
ROWS = ["Indicator\tUnit\t2023", "Water\tm3\t7,100", "Waste\tt\t88"]


def printed(path, body):
    from urllib.parse import quote

    from weasyprint import HTML

    picture = f"<img alt='Waste by year' src='data:image/svg+xml,{quote(CHART)}'>"
    content = f"<html lang=en><title>Report</title><body>{body.replace('CHART', picture)}</body>"
    HTML(string=content).write_pdf(path, pdf_variant="pdf/ua-1")
    return [text for text in lines_of(path).texts if text]


def test_letters_of_a_chart_are_no_rows(tmp_path):
    texts = printed(tmp_path / "chart.pdf", f"<p>{TEXT}</p>CHART{TABLE}")
    assert texts == [TEXT.strip(), *ROWS]


def test_a_page_that_is_tagged_as_one_drawing_is_read(tmp_path):
    assert "40,000" in " ".join(printed(tmp_path / "page.pdf", "CHART"))


def test_links_to_notes_are_marks_in_web_pages(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body><table><tr><td>Scope 2<td>t<td>820.20<a href='#note-kpi-1'>1</a>"
        "<tr><td>Page<td>see<td><a href='#people'>48</a></table></body></html>",
        encoding="utf-8",
    )
    texts = [text for text in lines_of(page).texts if text]
    assert texts == ["Scope 2\tt\t820.20¹", "Page\tsee\t48"]
