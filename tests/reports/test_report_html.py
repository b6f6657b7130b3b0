from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crossfoot.reports.build import build_report
from crossfoot.reports.html import write_html
from report_cases import make_input

VOID = {"meta", "link", "img", "br", "hr", "input"}


class Reader(HTMLParser):
    """Reads a page: its elements, and its text by whether it is somebody else's words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.unclosed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag not in VOID:
            foreign = (
                given.get("translate") == "no"
                or tag in ("script", "style", "code")
                or ("lang" in given and tag != "html")
                or bool(self._open and self._open[-1][1])
            )
            self._open.append((tag, foreign))

    def handle_endtag(self, tag):
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        else:
            self.unclosed.append(tag)

    def handle_data(self, data):
        if data.strip() and not (self._open and self._open[-1][1]):
            self.words.append(data.strip())

    def all(self, name: str) -> list[str]:
        return [given[name] for _, given in self.elements if name in given]


@pytest.fixture(scope="module")
def folder(small_report, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("html")
    for language in ("en", "zh"):
        write_html(small_report, language, out)
    return out


@pytest.fixture(params=["en", "zh"])
def page(request, folder) -> tuple[str, str, Reader]:
    text = (folder / request.param / "index.html").read_text(encoding="utf-8")
    return request.param, text, Reader(text)


def json_of(text: str, name: str):
    match = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.S)
    assert match is not None
    return json.loads(match[1])


def test_the_page_is_well_formed_and_says_its_language(page):
    language, _, reader = page
    assert reader.unclosed == []
    assert reader.elements[0] == ("html", {"lang": {"en": "en", "zh": "zh-Hans"}[language]})


def test_ids_are_unique_and_every_inner_link_leads_somewhere(page):
    _, text, reader = page
    ids = reader.all("id")
    assert len(ids) == len(set(ids))
    roots = json_of(text, "lineage-data")["roots"]
    for link in reader.all("href"):
        if link.startswith("#why/"):
            assert link[1:] in roots
        elif link.startswith("#"):
            assert link[1:] in ids, link


def test_every_file_named_is_there_and_none_is_elsewhere(page, folder):
    language, text, reader = page
    for link in [*reader.all("src"), *reader.all("href")]:
        assert not re.match(r"\w+:|//", link), link
        if not link.startswith("#"):
            assert (folder / language / link).is_file(), link
    for file in (folder / "assets").glob("report.*"):
        assert "http" not in file.read_text(encoding="utf-8")
    assert "http://" not in text


def test_the_page_allows_no_inline_script_style_or_handler(page):
    _, _, reader = page
    policy = next(
        given["content"]
        for _, given in reader.elements
        if given.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, given in reader.elements:
        assert "style" not in given
        assert tag != "style"
        assert not any(name.startswith("on") for name in given)
        if tag == "script":
            assert "src" in given or given["type"] == "application/json"


def test_what_the_company_wrote_is_escaped(page):
    language, text, _ = page
    if language == "en":
        assert "Acme &lt;Battery&gt; &amp; Co." in text
    assert "<Battery>" not in text


def test_the_numbers_stand_in_the_table_and_open_their_lineage(page):
    _, text, _ = page
    for value, anchor in (
        ("1,435.5587", "why/ghg.scope2.location/acme/2023"),
        ("1,529.22", "why/ghg.total/acme/2023"),
        ("93.88", "why/ghg.scope2_share/acme/2023"),
        ("54", "why/workforce.headcount/acme/2023/gender=female"),
    ):
        assert re.search(rf'href="#{re.escape(anchor)}"[^>]*>{re.escape(value)}</a>', text)


def test_the_lineage_goes_down_to_the_row_of_the_file(page):
    language, text, _ = page
    data = json_of(text, "lineage-data")
    root = data["roots"]["why/ghg.intensity.revenue/acme/2023"]
    assert root["metric"] == "ghg.intensity.revenue"
    assert root["codes"].startswith("GRI 305-4")
    label, value, _, rule, _, children = data["nodes"][root["node"]]
    assert value == "0.01912"
    assert (
        rule
        == {
            "en": "“Total GHG emissions, scope 1 and 2” ÷ “Operating revenue”",
            "zh": rule,
        }[language]
    )
    assert "÷" in rule
    assert "ghg.total" not in rule
    total = data["nodes"][children[0]]
    scopes = [data["nodes"][number] for number in total[5]]
    assert [scope[1] for scope in scopes] == ["93.6613", "1,435.5587"]
    assert scopes[0][4] == {"en": "facts.csv, row 7", "zh": "facts.csv，第7行"}[language]
    assert "2023" in label


def test_what_else_is_said_of_a_figure_stands_beside_it(page):
    _, text, _ = page
    data = json_of(text, "lineage-data")
    others = data["roots"]["why/ghg.total/acme/2022"]["others"]
    assert [data["nodes"][number][1] for number in others] == ["1,111.4"]


def test_lineage_nodes_are_kept_once(page):
    _, text, _ = page
    nodes = [json.dumps(node) for node in json_of(text, "lineage-data")["nodes"]]
    assert len(nodes) == len(set(nodes))


def test_a_draft_says_so_and_lists_its_findings(page):
    language, text, _ = page
    assert 'class="draft"' in text
    assert {"en": "1 error and 1 warning", "zh": "1项错误、1项警告"}[language] in text
    assert "110.5 + 1,000.75 = 1,111.25 ≠ 1,111.4" in text
    assert 'id="unresolved"' in text


def test_a_settled_report_is_no_draft(tmp_path):
    settled = build_report(make_input(findings=(), stated={}, unresolved=()))
    text = write_html(settled, "en", tmp_path).read_text(encoding="utf-8")
    assert 'class="draft"' not in text
    assert "Everything foots" in text


def test_the_chinese_page_has_no_english_words_of_its_own(folder):
    """What is left is codes, names of standards and formats, units of one name only."""
    text = (folder / "zh" / "index.html").read_text(encoding="utf-8")
    names = {"English", "ESG", "GRI", "HKEX", "IPCC", "AR6", "Crossfoot", "Apache", "ECharts"}
    names |= {"SHA", "CO", "abcdef012345", "Ozone"}  # the author's word in a message
    codes = re.compile(r"[A-D]\d(?:\.\d)?|[A-Z]")
    for words in Reader(text).words:
        for found in re.findall(r"[A-Za-z][A-Za-z0-9.]*", words):
            assert found.strip(".") in names or codes.fullmatch(found), f"{found!r} in {words!r}"


def test_the_english_page_has_no_chinese_words_of_its_own(folder):
    text = (folder / "en" / "index.html").read_text(encoding="utf-8")
    assert [w for w in Reader(text).words if re.search(r"[\u4e00-\u9fff]", w)] == []


def test_each_language_shows_its_own_statement(folder):
    pages = {
        language: (folder / language / "index.html").read_text(encoding="utf-8")
        for language in ("en", "zh")
    }
    assert "=We reduce emissions." in pages["en"]
    assert "我们持续减排。" not in pages["en"]
    assert "我们持续减排。" in pages["zh"]


def test_the_same_report_gives_the_same_bytes(small_report, folder, tmp_path):
    write_html(small_report, "en", tmp_path)
    for file in sorted((tmp_path / "en").rglob("*.*")):
        before = folder / "en" / file.relative_to(tmp_path / "en")
        assert file.read_bytes() == before.read_bytes()


def test_one_language_alone_has_no_switch(small_report, tmp_path):
    text = write_html(small_report, "en", tmp_path, languages=("en",)).read_text(encoding="utf-8")
    assert "../zh/" not in text


def test_every_chart_has_a_still_picture_words_and_a_table(page, folder):
    language, text, reader = page
    pictures = [given for tag, given in reader.elements if tag == "img"]
    assert len(pictures) == text.count('<figure class="chart"') > 3
    for picture in pictures:
        assert len(picture["alt"]) > 30
        assert (folder / language / picture["src"]).read_text(encoding="utf-8").startswith("<svg")
    assert set(json_of(text, "chart-data")) == set(reader.all("data-chart"))


def test_a_missing_chart_library_is_said_with_its_remedy(monkeypatch, tmp_path, small_report):
    from crossfoot.errors import CrossfootError
    from crossfoot.reports.charts import draw

    monkeypatch.setattr(draw, "ECHARTS", tmp_path / "echarts.min.js")
    with pytest.raises(CrossfootError, match="make setup"):
        write_html(small_report, "en", tmp_path)
