"""Whatever stands in a chapter: nothing crashes, and nothing of it becomes markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.reports.html.page import Page
from crossfoot.reports.model import Report
from crossfoot.reports.writing.book import build_book
from crossfoot.reports.writing.chapter_file import MOST_BYTES
from crossfoot.reports.writing.directives import DIRECTIVES
from crossfoot.reports.writing.drawing import WEB, render
from crossfoot.reports.writing.folder import ReportFolder
from crossfoot.reports.writing.roles import ROLES
from writing.chapters import draw

#: what Markdown and the inline templates may write
TAGS = frozenset(
    re.findall(
        r"\w+",
        "p a em strong s code pre ul ol li blockquote h2 h3 h4 h5 h6 hr br table thead tbody tr th "
        "td mark span div abbr sup section img aside dl dt dd wbr",
    )
)


class Given:
    """The small report behind a short name: hypothesis prints what it gives to a test."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def __call__(self) -> Report:
        return self._report


@pytest.fixture
def given_report(small_report: Report) -> Given:
    return Given(small_report)


class Reader(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def check_markup(html: str) -> None:
    reader = Reader()
    reader.feed(html)
    for tag, attributes in reader.tags:
        assert tag in TAGS, tag
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name != "style" or re.fullmatch(r"text-align:(left|right|center)", value)
            if name == "href":
                assert value.startswith(("#", "http://", "https://", "mailto:")), value


pieces = st.sampled_from(
    [
        "{value}`ghg.total`",
        "{value}`",
        "{",
        "}",
        "`",
        "``",
        ":::",
        "::::",
        ":::{case} x\n",
        ":::{table} ghg\n",
        ":::{table}\n:::\n",
        ":title: x\n",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "# ",
        "## ",
        "|a|b|\n|-|-|\n|",
        "[^1]",
        "[^1]: x\n",
        "[x](javascript:alert(1))",
        "![x](../../etc/passwd)",
        "<script>alert(1)</script>",
        "<img src=x onerror=y>",
        "&lt;",
        "\ue000" + "0\ue001",
        "\0",
        "\t",
        "    ",
        "\\",
        "**",
        "~~",
        "---\n",
        "中文。",
        "\ufeff",
        "<b",
        "a\"b'c",
        "[a]: data:text/html,x\n",
        "[a]",
        "http://x.y/<>",
        "\u202e",
    ]
)
texts = st.one_of(st.text(max_size=200), st.lists(pieces | st.text(max_size=8)).map("".join))


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=texts)
def test_any_text_is_drawn_and_escaped(given_report, tmp_path, text):
    (tmp_path / "en").mkdir(exist_ok=True)
    (tmp_path / "en" / "10-test.md").write_text("# T\n\n" + text, encoding="utf-8", newline="")
    book = build_book(given_report(), ReportFolder(tmp_path), "en")
    page = Page(given_report(), "en", ("en",))
    if ":::{table} ghg" in text:  # a KPI table has more tags than a text
        return
    for chapter in book.chapters:
        for block in chapter.blocks:
            check_markup(str(render(block, WEB, page)))


names = st.sampled_from([*ROLES, "nix"])
arguments = st.one_of(
    st.text(max_size=30).filter(lambda text: "`" not in text and "\n" not in text),
    st.lists(
        st.sampled_from(
            [
                "ghg.total",
                "year=2022",
                "year=",
                "=",
                "unit=t",
                "unit=(((",
                "places=9",
                "gender=x",
                "entity=hefei",
                "from=2021",
                "of=ghg.scope1",
                "bare",
                '"',
                'a="b c',
                "period=2023-13",
            ]
        )
    ).map(" ".join),
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=names, argument=arguments)
def test_any_argument_of_a_role_gives_words_or_a_finding(given_report, tmp_path, name, argument):
    (tmp_path / "en").mkdir(exist_ok=True)
    text = f"# T\n\nx {{{name}}}`{argument}` y"
    (tmp_path / "en" / "10-test.md").write_text(text, encoding="utf-8", newline="")
    book = build_book(given_report(), ReportFolder(tmp_path), "en")
    check_markup(draw(book))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(list(DIRECTIVES)),
    argument=st.text(alphabet="abg. ,ghtolis-/=", max_size=12),
    option=st.sampled_from(
        [
            "",
            ":title: <b>\n",
            ":where: a\n",
            ":limit: -1\n",
            ":columns: x\n",
            ":years: 0\n",
            ":matrix: x\n",
            ":alt: y\n",
            ":from: z\n",
            ":if-any:\n",
        ]
    ),
    content=st.sampled_from(["", "text\n", "- a\n", "<script>\n"]),
)
def test_any_directive_gives_a_block_or_a_finding(
    given_report, tmp_path, name, argument, option, content
):
    (tmp_path / "en").mkdir(exist_ok=True)
    text = f"# T\n\nwords\n\n:::{{{name}}} {argument}\n{option}{content}:::\n"
    (tmp_path / "en" / "10-test.md").write_text(text, encoding="utf-8")
    html = draw(build_book(given_report(), ReportFolder(tmp_path), "en"))
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", '<img src=x onerror="y">', "<!-- hidden -->", "<b>bold</b>"],
)
def test_html_is_text(make_book, typed):
    html = draw(make_book(f"# T\n\n{typed} and\n\n{typed}\n"))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert html.count("&lt;") >= 2


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "../../x", "data:text/html,x", "vbscript:x"],
)
def test_a_link_leads_into_the_report_or_to_the_web(make_book, link):
    book = make_book(f"# T\n\n[words]({link})")
    assert [f.kind for f in book.findings] == ["dead_link"]
    assert "href" not in draw(book)


def test_links_that_are_right(make_book):
    book = make_book(
        "# T\n\n[a](https://example.com/?a=1&b=2) [b](#test) [c](10-test.md) <m@x.org>"
    )
    assert not book.findings
    html = draw(book)
    assert 'href="https://example.com/?a=1&amp;b=2" rel="noopener noreferrer"' in html
    assert html.count('href="#chapter-test"') == 2
    assert 'href="mailto:m@x.org"' in html


def test_no_image_from_outside_the_folder(make_folder, small_report, tmp_path):
    (tmp_path / "secret.png").write_bytes(b"x")
    folder = make_folder({"en/10-test.md": "# T\n\nx", "images/notes.txt": "x"})
    (folder.path / "images" / "link.png").symlink_to(tmp_path / "secret.png")
    outside = [
        "../secret.png",
        "images/../../secret.png",
        "images/link.png",
        "/etc/hostname",
        str(tmp_path / "secret.png"),
        "https://example.com/a.png",
        "images/notes.txt",
        "data:image/png;base64,xx",
        "images",
        "",
        "a" * 5000,
        "images/\0.png",
        "%2e%2e/secret.png",
    ]
    for source in outside:
        assert folder.image(source) is None, source


def test_an_image_needs_words(make_folder, small_report):
    folder = make_folder({"en/10-test.md": "# T\n\n![](a.svg) ![words](a.svg)", "a.svg": "<svg/>"})
    book = build_book(small_report, folder, "en")
    assert [(f.kind, f.severity) for f in book.findings] == [("image_without_words", "warning")]


def test_a_very_large_chapter_is_refused(make_folder, small_report):
    for text, said in (("word\n\n" * (MOST_BYTES // 5), "split it"), ("word " * 50_000, "blank")):
        folder = make_folder({"en/10-test.md": "# T\n\n" + text})
        with pytest.raises(CrossfootError) as caught:
            build_book(small_report, ReportFolder(folder.path), "en")
        assert "10-test.md" in caught.value.problems[0].where
        assert said in caught.value.problems[0].remedy


def test_ten_thousand_references_are_resolved(make_book):
    book = make_book("# T\n\n" + ("{value}`ghg.total` and\n" * 100 + "\n") * 100)
    assert not book.findings
    assert draw(book).count("1,529.22") == 10_000


def test_a_chapter_that_is_no_text_is_refused(make_folder, small_report):
    folder = make_folder({"en/10-test.md": ""})
    (folder.path / "en" / "10-test.md").write_bytes(b"# T\n\n\xff\xfe")
    with pytest.raises(CrossfootError, match="UTF-8"):
        build_book(small_report, folder, "en")


def test_a_formula_in_a_list_is_refused_with_its_cell(make_book):
    rows = "term_en,term_zh,definition_en,definition_zh\n=cmd|calc!A1,术语,x,y\n"
    book = make_book("# T\n\n:::{glossary}\n:::", glossary=rows)
    assert [f.kind for f in book.findings] == ["broken_list"]
    assert "row 2" in book.findings[0].message.en
    assert "formula" in book.findings[0].message.en


def test_a_heading_within_a_list_is_none_of_the_outline(make_book):
    book = make_book("# T\n\n- # Not {value}`ghg.total bare`\n\n> ## Nor this\n")
    assert book.chapters[0].headings == ()
    assert '<p class="heading">Not <a' in draw(book)
    assert "<h" not in draw(book)


def test_the_tags_of_the_check_are_noticed():
    with pytest.raises(AssertionError):
        check_markup("<script>x</script>")
    with pytest.raises(AssertionError):
        check_markup('<a href="javascript:x">x</a>')


def test_front_matter_names_what_is_wrong(make_folder, small_report):
    for text, said in (
        ("---\npart: middle\n---\n# T", "line 2"),
        ("---\nid: a b\n---\n# T", "line 2"),
        ("---\nid: a\n# T", "line 1"),
    ):
        folder = make_folder({"en/10-test.md": text})
        with pytest.raises(CrossfootError) as caught:
            ReportFolder(folder.path).chapters("en")
        assert said in caught.value.problems[0].where


def test_chapters_have_order_numbers_and_parts(make_folder, small_report):
    folder = make_folder(
        {
            "en/10-a.md": "---\npart: front\n---\n# First\n\nx",
            "en/20-b.md": "# Second\n\nx\n\n## Within {period}`year`\n\nx",
            "en/30-c.md": "---\nid: third\nnumber: none\n---\n# Third\n\nx",
            "en/40-d.md": "# Fourth\n\nx",
            "report.toml": 'order = ["third", "a"]\nprevailing = "zh"\n',
        }
    )
    book = build_book(small_report, folder, "en")
    found = [(chapter.id, chapter.number, chapter.part) for chapter in book.chapters]
    assert found == [
        ("third", "", "body"),
        ("a", "", "front"),
        ("b", "1", "body"),
        ("d", "2", "body"),
    ]
    assert [(h.text, h.level) for h in book.chapters[2].headings] == [("Within 2023", 2)]
    assert folder.prevailing == "zh"
    assert isinstance(folder.path, Path)
