from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from book_cases import data_in, pages_in, write_site
from crossfoot.reports.build import build_report
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
    return write_site(small_report, tmp_path_factory.mktemp("html"))


@pytest.fixture(params=["en", "zh"])
def site(request, folder) -> tuple[str, dict[str, str], dict[str, Reader]]:
    pages = pages_in(folder / request.param)
    return request.param, pages, {file: Reader(text) for file, text in pages.items()}


@pytest.fixture
def page(site) -> tuple[str, str]:
    """All pages of a language behind each other."""
    language, pages, _ = site
    return language, "\n".join(pages.values())


def json_of(text: str, name: str):
    match = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', text, re.S)
    assert match is not None
    return json.loads(match[1])


def test_there_is_a_page_for_each_chapter(site):
    _, pages, _ = site
    chapters = {"environment", "social", "economy", "content-indices", "method", "findings"}
    assert {f"{chapter}.html" for chapter in chapters} <= set(pages)


def test_pages_are_well_formed_and_say_their_language(site):
    language, _, readers = site
    for reader in readers.values():
        assert reader.unclosed == []
        assert reader.elements[0] == ("html", {"lang": {"en": "en", "zh": "zh-Hans"}[language]})


def test_ids_are_unique_and_every_link_leads_somewhere(site, folder):
    language, _, readers = site
    roots = data_in(folder / language, "lineage")["roots"]
    ids = {file: reader.all("id") for file, reader in readers.items()}
    for file, reader in readers.items():
        assert len(ids[file]) == len(set(ids[file]))
        for link in reader.all("href"):
            if link.startswith("#why/"):
                assert link[1:] in roots
                continue
            target, _, anchor = link.partition("#")
            assert not anchor or anchor in ids[target or file], (file, link)


def test_headings_leave_no_level_out(site):
    _, _, readers = site
    for file, reader in readers.items():
        levels = [int(tag[1]) for tag, _ in reader.elements if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1, file
        assert levels.count(1) == 1, file
        for before, after in pairwise(levels):
            assert after <= before + 1, (file, levels)


def test_every_file_named_is_there_and_none_is_elsewhere(site, folder):
    language, pages, readers = site
    for file, reader in readers.items():
        for link in [*reader.all("src"), *reader.all("href")]:
            assert not re.match(r"\w+:|//", link), link
            name = link.partition("#")[0]
            assert not name or (folder / language / name).is_file(), link
        assert "http://" not in pages[file]
    for path in (folder / "assets").iterdir():
        if path.suffix in (".js", ".css") and path.name != "echarts.min.js":
            assert "http" not in path.read_text(encoding="utf-8")


def test_pages_allow_no_inline_script_style_or_handler(site):
    _, _, readers = site
    for reader in readers.values():
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


def test_each_page_leads_to_the_one_before_and_behind(site):
    _, pages, _ = site
    first = re.search(r'class="overview-list[^>]*>\s*<li><a href="([^"]+)"', pages["index.html"])
    assert first is not None
    seen = [first[1]]
    while found := re.search(r'rel="next" href="([^"]+)"', pages[seen[-1]]):
        assert f'rel="prev" href="{seen[-1]}"' in pages[found[1]]
        seen.append(found[1])
    assert set(seen) == set(pages) - {"index.html"}


def test_what_the_company_wrote_is_escaped(page):
    language, text = page
    if language == "en":
        assert "Acme &lt;Battery&gt; &amp; Co." in text
    assert "<Battery>" not in text


def test_the_numbers_stand_in_the_table_and_open_their_lineage(page):
    _, text = page
    for value, anchor in (
        ("1,435.5587", "why/ghg.scope2.location/acme/2023"),
        ("1,529.22", "why/ghg.total/acme/2023"),
        ("93.88", "why/ghg.scope2_share/acme/2023"),
        ("54", "why/workforce.headcount/acme/2023/gender=female"),
    ):
        assert re.search(rf'href="#{re.escape(anchor)}"[^>]*>{re.escape(value)}</a>', text)


def test_the_lineage_goes_down_to_the_row_of_the_file(page, folder):
    language, _ = page
    data = data_in(folder / language, "lineage")
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


def test_what_else_is_said_of_a_figure_stands_beside_it(page, folder):
    data = data_in(folder / page[0], "lineage")
    others = data["roots"]["why/ghg.total/acme/2022"]["others"]
    assert [data["nodes"][number][1] for number in others] == ["1,111.4"]


def test_lineage_nodes_are_kept_once(page, folder):
    nodes = [json.dumps(node) for node in data_in(folder / page[0], "lineage")["nodes"]]
    assert len(nodes) == len(set(nodes))


def test_a_draft_says_so_and_lists_its_findings(page):
    language, text = page
    assert 'class="draft"' in text
    assert {"en": "1 error and 1 warning", "zh": "1项错误、1项警告"}[language] in text
    assert "110.5 + 1,000.75 = 1,111.25 ≠ 1,111.4" in text
    assert 'id="unresolved"' in text


def test_a_settled_report_is_no_draft(tmp_path):
    settled = build_report(make_input(findings=(), stated={}, unresolved=()))
    pages = pages_in(write_site(settled, tmp_path, ("en",)) / "en")
    assert not any('class="draft"' in text for text in pages.values())
    assert "findings.html" not in pages


def test_the_chinese_page_has_no_english_words_of_its_own(folder):
    """What is left is codes, names of standards and formats, units of one name only."""
    text = "\n".join(pages_in(folder / "zh").values())
    names = {"English", "ESG", "GRI", "HKEX", "IPCC", "AR6", "Crossfoot", "Apache", "ECharts"}
    names |= {"SHA", "CO", "abcdef012345", "Ozone"}  # the author's word in a message
    codes = re.compile(r"[A-D]\d(?:\.\d)?|[A-Z]")
    for words in Reader(text).words:
        for found in re.findall(r"[A-Za-z][A-Za-z0-9.]*", words):
            assert found.strip(".") in names or codes.fullmatch(found), f"{found!r} in {words!r}"


def test_the_english_page_has_no_chinese_words_of_its_own(folder):
    text = "\n".join(pages_in(folder / "en").values())
    assert [w for w in Reader(text).words if re.search(r"[\u4e00-\u9fff]", w)] == []


def test_each_language_shows_its_own_statement(folder):
    pages = {language: "\n".join(pages_in(folder / language).values()) for language in ("en", "zh")}
    assert "=We reduce emissions." in pages["en"]
    assert "我们持续减排。" not in pages["en"]
    assert "我们持续减排。" in pages["zh"]


def test_the_same_report_gives_the_same_bytes(small_report, folder, tmp_path):
    write_site(small_report, tmp_path)
    for file in sorted((tmp_path / "en").rglob("*.*")):
        before = folder / "en" / file.relative_to(tmp_path / "en")
        assert file.read_bytes() == before.read_bytes()


def test_one_language_alone_has_no_switch(small_report, tmp_path):
    for text in pages_in(write_site(small_report, tmp_path, ("en",)) / "en").values():
        assert "../zh/" not in text


def test_pages_of_an_earlier_report_go_and_other_files_stay(small_report, tmp_path):
    write_site(small_report, tmp_path, ("en",))
    (tmp_path / "en" / "own.html").write_text("mine")
    settled = build_report(make_input(findings=(), stated={}, unresolved=()))
    write_site(settled, tmp_path, ("en",))
    assert not (tmp_path / "en" / "findings.html").exists()
    assert (tmp_path / "en" / "own.html").read_text() == "mine"


def test_every_chart_has_a_still_picture_words_and_a_table(site, folder):
    language, pages, readers = site
    text, reader = pages["environment.html"], readers["environment.html"]
    pictures = [given for tag, given in reader.elements if tag == "img"]
    assert len(pictures) == text.count('<figure class="chart"') > 2
    for picture in pictures:
        assert len(picture["alt"]) > 30
        assert (folder / language / picture["src"]).read_text(encoding="utf-8").startswith("<svg")
    assert set(json_of(text, "chart-data")) == set(reader.all("data-chart"))


def test_a_missing_chart_library_is_said_with_its_remedy(monkeypatch, tmp_path, small_report):
    from crossfoot.errors import CrossfootError
    from crossfoot.reports.charts import draw

    monkeypatch.setattr(draw, "ECHARTS", tmp_path / "echarts.min.js")
    with pytest.raises(CrossfootError, match="make setup"):
        write_site(small_report, tmp_path)


def test_search_finds_text_tables_and_labels_where_they_stand(site, folder):
    language, pages, _ = site
    entries = data_in(folder / language, "search")
    told = " ".join(passage for *_, passages in entries for passage in passages)
    for words in {"en": ("1,529.22", "We reduce"), "zh": ("1,529.22", "持续减排")}[language]:
        assert words in told
    for file, anchor, title, heading, _ in entries:
        assert not anchor or f'id="{anchor}"' in pages[file]
        assert title in pages[file]
        assert heading
