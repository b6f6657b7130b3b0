"""The edition in Traditional Chinese: the figures of the Simplified one, in words of Hong Kong."""

from __future__ import annotations

import builtins
import re
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import opencc
import openpyxl
import pypdf
import pytest

from book_cases import data_in, pages_in, write_site
from crossfoot import traditional
from crossfoot.errors import CrossfootError
from crossfoot.languages import EDITIONS, OwnTraditional, Text
from crossfoot.reports.excel import write_excel
from crossfoot.reports.pdf.write import write_pdf
from crossfoot.reports.short_book import printed_books
from crossfoot.reports.words import word
from crossfoot.reports.write import write_reports
from crossfoot.reports.writing.approvals import Approvals
from crossfoot.reports.writing.books import build_books
from crossfoot.reports.writing.standing import obstacles
from crossfoot.traditional import in_simplified, in_traditional, traditional_terms
from writing.chapters import draw

TABLES = Path(opencc.__file__).parent / "clib"


def table(name: str, folder: Path) -> dict[str, list[str]]:
    """A table of OpenCC as text: a character and what it may become."""
    tool, target = TABLES / "bin" / "opencc_dict", folder / f"{name}.txt"
    if not tool.is_file():
        pytest.skip("this build of OpenCC has no opencc_dict to read its tables with")
    given = TABLES / "share" / "opencc" / f"{name}.ocd2"
    command = [tool, "-i", given, "-o", target, "-f", "ocd2", "-t", "text"]
    subprocess.run(command, check=True, capture_output=True)
    lines = target.read_text(encoding="utf-8").splitlines()
    return {key: value.split() for key, _, value in (line.partition("\t") for line in lines)}


@pytest.fixture(scope="module")
def simplified_only(tmp_path_factory) -> frozenset[str]:
    """The characters that are Simplified alone: nothing Traditional is written with them."""
    folder = tmp_path_factory.mktemp("tables")
    from_simplified, of_hong_kong = (table(n, folder) for n in ("STCharacters", "HKVariants"))
    written = {c for values in from_simplified.values() for c in values}
    written |= {c for values in of_hong_kong.values() for c in values}
    found = frozenset(key for key in from_simplified if key not in written)
    assert {"体", "范", "数"} - found == {"范"}  # a surname too
    assert len(found) > 3000
    return found


class Words(HTMLParser):
    """What a reader sees or hears of a page, apart from words that must not be translated."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [given[n] or "" for n in ("alt", "title", "aria-label") if n in given]
        if tag not in ("br", "col", "hr", "img", "input", "link", "meta", "wbr"):
            other = given.get("translate") == "no" or given.get("lang") == "zh-Hans"
            self._open.append((tag, other))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(other for _, other in self._open):
            self.found.append(data)


def printed(pages: dict[str, str]) -> Counter[str]:
    """The numbers of some pages."""
    return Counter(n for text in pages.values() for n in re.findall(r">([−+]?\d[\d,.]*)", text))


@pytest.fixture(scope="module")
def site(small_report, tmp_path_factory) -> Path:
    return write_site(small_report, tmp_path_factory.mktemp("site"), EDITIONS)


def test_every_figure_is_that_of_the_simplified_edition(site):
    ours, theirs = (printed(pages_in(site / name)) for name in ("zh-Hant", "zh"))
    assert ours == theirs
    assert sum(ours.values()) > 50


def test_no_page_has_a_simplified_character(site, simplified_only):
    pages = pages_in(site / "zh-Hant")
    words = [text for page in pages.values() for text in Words(page).found]
    assert [text for text in words if set(text) & simplified_only] == []
    assert any("温室氣體" in text for text in words)
    charts = [file.read_text(encoding="utf-8") for file in site.glob("zh-Hant/charts/*.svg")]
    assert charts
    assert [c for text in charts for c in text if c in simplified_only] == []
    other = "".join(text for page in pages_in(site / "zh").values() for text in Words(page).found)
    assert set(other) & simplified_only  # the oracle sees them where they are


def test_a_page_says_what_it_is_written_in(site):
    home = pages_in(site / "zh-Hant")["index.html"]
    assert '<html lang="zh-Hant-HK">' in home
    assert ">繁體</span>" in home
    assert "本版文字由簡體中文自動轉換為繁體中文" in home
    assert ">繁體</a>" in pages_in(site / "zh")["index.html"]
    style = (site / "assets" / "theme.css").read_text(encoding="utf-8")
    assert "--font-zh-Hant: Noto Sans CJK HK" in style


def test_search_finds_traditional_words(site):
    found = str(data_in(site / "zh-Hant", "search"))
    assert "排放總量" in found
    assert "排放总量" not in found


def test_the_data_book_has_the_same_values(small_report, tmp_path, simplified_only):
    ours, theirs = (
        openpyxl.load_workbook(write_excel(small_report, language, tmp_path))
        for language in ("zh-Hant", "zh")
    )
    for one, other in zip(ours, theirs, strict=True):
        for row, like in zip(one.iter_rows(), other.iter_rows(), strict=True):
            for cell, twin in zip(row, like, strict=True):
                if isinstance(twin.value, str):
                    # as it was written, or in Traditional words
                    assert cell.value == twin.value or not set(cell.value) & simplified_only
                else:
                    assert cell.value == twin.value
    assert not set("".join(ours.sheetnames)) & simplified_only


def test_paper_has_the_glyphs_of_hong_kong(small_report, tmp_path, simplified_only):
    book = printed_books(small_report, {}, ("zh-Hant",))["zh-Hant"]
    reader = pypdf.PdfReader(write_pdf(book, tmp_path).path)
    assert reader.trailer["/Root"]["/Lang"] == "zh-Hant-HK"
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    if not any("CJK" in font for font in fonts):
        pytest.skip("no font of the Noto CJK family is installed")
    assert {font for font in fonts if "CJK" in font and "-HK" not in font} == set()
    text = reader.pages[0].extract_text()
    assert "報告" in text
    assert not set(text) & simplified_only


CHAPTER = (
    "# 气候\n\n我们的[温室气体](https://example.com/温室)排放`代码 范围`为{value}`ghg.total`。\n\n"
    "{term}`范围二`见{ref}`climate`。\n\n:::{case} 节能项目\n设备更换。\n:::\n"
)


def editions(make_folder, report, files):
    return build_books(report, make_folder(files), ("en", "zh", "zh-Hant"))


def test_a_chapter_that_nobody_wrote_is_converted(make_folder, small_report):
    glossary = "term_en,term_zh,definition_en,definition_zh\nScope 2,范围二,Energy,外购能源\n"
    files = {"zh/10-climate.md": CHAPTER, "lists/glossary.csv": glossary}
    books = editions(make_folder, small_report, files)
    text = draw(books["zh-Hant"])
    assert books["zh-Hant"].chapters[0].title == "氣候"
    assert 'href="https://example.com/温室"' in text or "%E6%B8%A9" in text
    for words in (
        "温室氣體",
        "節能項目",
        "設備更換",
        "範圍二",
        "外購能源",
        "<code>代码 范围</code>",
    ):
        assert words in text
    assert "1,529.22噸二氧化碳當量" in text
    assert books["zh-Hant"].findings == books["zh"].findings
    assert books["zh-Hant"].conversion is not None
    assert books["zh"].conversion is None


def test_it_is_converted_only_where_it_is_asked_for(make_folder, small_report):
    folder = make_folder({"zh/10-climate.md": "# 气候\n\n文"})
    assert list(build_books(small_report, folder)) == ["zh"]


def test_a_chapter_that_somebody_wrote_stands(make_folder, small_report):
    files = {
        "zh/10-a.md": "# 气候\n\n{value}`ghg.total`",
        "zh/20-b.md": "# 员工\n\n文",
        "zh-Hant/10-a.md": "# 氣候行動\n\n沒有數字。",
    }
    book = editions(make_folder, small_report, files)["zh-Hant"]
    assert [chapter.title for chapter in book.chapters] == ["氣候行動", "員工"]
    assert book.conversion["zh-Hant"].endswith("：員工。")
    found = [(str(f.kind), f.file) for f in book.findings]
    assert ("references_differ", "report/zh-Hant/10-a.md") in found
    waiting = [o.where for o in obstacles(small_report, {"zh-Hant": book}, Approvals())]
    assert "report/zh-Hant/10-a.md" in waiting
    assert not any("20-b" in where for where in waiting)


def test_typed_numbers_of_a_chapter_in_traditional_chinese(make_folder, small_report):
    text = "# 氣候\n\n温室氣體排放總量為1,600噸二氧化碳當量。"
    files = {"zh/10-a.md": "# 气候\n\n文", "zh-Hant/10-a.md": text}
    found = editions(make_folder, small_report, files)["zh-Hant"].findings
    assert "contradicting_number" in [str(f.kind) for f in found]


def test_the_glossary_has_the_last_word(make_folder, small_report, tmp_path):
    glossary = (
        "term_en,term_zh,term_zh_hant,definition_en,definition_zh\n"
        "Scope 2,范围二,範疇二,Energy,外购能源\nScope 1,范围一,,Fuel,燃料\n"
    )
    files = {
        "zh/10-a.md": "# 范围二\n\n范围一与范围二：{term}`范围二`。",
        "lists/glossary.csv": glossary,
    }
    books = editions(make_folder, small_report, files)
    book = books["zh-Hant"]
    assert book.chapters[0].title == "範疇二"
    text = draw(book)
    assert "範圍一與範疇二" in text
    assert "範圍二" not in text
    write_reports(small_report, books, tmp_path / "out", ("zh-Hant",), ("xlsx",))
    sheets = openpyxl.load_workbook(tmp_path / "out" / "data-book.zh-Hant.xlsx")
    cells = [c for sheet in sheets for row in sheet.iter_rows(values_only=True) for c in row]
    assert any(isinstance(c, str) and c.startswith("範疇二") for c in cells)
    assert in_traditional("范围二") == "範圍二"  # the glossary ends with its report


def test_names_that_others_gave_stay(make_folder):
    said = word("qualifier.more_than", number="电力.csv")
    assert said["zh-Hant"] == "超過电力.csv"
    assert said == Text(said.en, said.zh)
    assert OwnTraditional("a", "范围", "範疇")["zh-Hant"] == "範疇"


def test_the_longest_term_counts():
    with traditional_terms({"范围": "範疇", "范围二": "第二範疇"}):
        assert in_traditional("范围二与范围") == "第二範疇與範疇"
    assert in_simplified("第二範疇") == "第二范畴"


def test_without_the_library_a_remedy_is_named(monkeypatch):
    def refuse(name, *rest, real=builtins.__import__):
        if name == "opencc":
            raise ImportError(name)
        return real(name, *rest)

    traditional._converter.cache_clear()
    traditional._converted.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(CrossfootError) as raised:
        Text("Scope 2", "范围二")["zh-Hant"]
    assert raised.value.problems[0].remedy == "install it: pip install opencc"
    assert Text("Scope 2", "范围二")["zh"] == "范围二"
    monkeypatch.undo()
    assert Text("Scope 2", "范围二")["zh-Hant"] == "範圍二"
