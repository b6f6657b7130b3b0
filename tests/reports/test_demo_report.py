"""The report of the demo group: chapters in both languages, written over its facts."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.examples.build import EXAMPLES, build
from crossfoot.examples.group.sites import DATA
from crossfoot.languages import LANGUAGES, Language
from crossfoot.quantities.periods import Period
from crossfoot.reports.from_run import report_model
from crossfoot.reports.index_answers import code_of
from crossfoot.reports.index_chapters import chapters_of
from crossfoot.reports.model import Report
from crossfoot.reports.writing.blocks import IndexBlock
from crossfoot.reports.writing.book import Book
from crossfoot.reports.writing.books import build_books
from crossfoot.reports.writing.chapter_file import ChapterFile, read_chapter
from crossfoot.reports.writing.folder import ReportFolder, report_folder
from crossfoot.runs.run import run_workspace
from crossfoot.standards.catalogue import STANDARDS, standard

CHINESE = re.compile("[\u4e00-\u9fff]")

#: parts that ESG reports share, each by the chapter that holds it
CHAPTERS = {
    "about", "chairman", "company", "esg-management", "governance", "ethics", "risk",
    "innovation", "products", "supply-chain", "environment", "climate", "people", "safety",
    "community", "performance", "method", "content-indices", "assurance", "glossary", "feedback",
}  # fmt: skip

_REFERENCE = re.compile(r"\{[a-z-]+\}`[^`]*`|\[[^\]]*\]\([^)]*\)")
_DIGITS = re.compile(r"\d[\d,.]*")

#: numbers that are no figures of an organisation: scenarios and horizons, names of standards
TYPED = {"2", "3", "2030", "2050"}


def files(language: Language) -> dict[str, ChapterFile]:
    return {
        path.name: read_chapter(path, language, f"{language}/{path.name}")
        for path in sorted((DATA / "report" / language).glob("*.md"))
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    workspace = build(EXAMPLES[0], tmp_path_factory.mktemp("group"))
    return workspace.folder, report_model(run_workspace(workspace))


@pytest.fixture(scope="module")
def books(report: tuple[Path, Report]) -> dict[Language, Book]:
    workspace, model = report
    folder = report_folder(workspace)
    assert folder is not None
    return build_books(model, folder)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_that_reports_share_are_there_in_their_order(language: Language) -> None:
    ids = [file.id for file in files(language).values()]
    assert set(ids) == CHAPTERS
    parts = [file.part for file in files(language).values()]
    assert parts == sorted(parts, key=("front", "body", "back").index)


def test_both_languages_have_the_same_files_and_front_matter() -> None:
    en, zh = files("en"), files("zh")
    assert en.keys() == zh.keys()
    for name, file in en.items():
        twin = zh[name]
        assert (file.id, file.part, file.numbered) == (twin.id, twin.part, twin.numbered)
        assert file.answers == twin.answers
        assert not file.unknown


def test_both_languages_have_as_many_paragraphs_tables_and_items_in_each_chapter() -> None:
    def shape(file: ChapterFile) -> list[str]:
        marks = []
        for block in re.split(r"\n\n+", file.text.strip()):
            first = block.split("\n")[0]
            if first.startswith("|"):
                marks.append(f"table of {len(block.splitlines())}")
            elif first.startswith(":::{"):
                marks.append(first.split("}")[0])
            else:
                found = re.match(r"#+ |- |\d+\. ", first)
                marks.append(found.group().strip() if found else "text")
        return marks

    en, zh = files("en"), files("zh")
    for name in en:
        assert shape(en[name]) == shape(zh[name]), name


def test_every_reference_finds_something_and_the_languages_agree(
    books: dict[Language, Book],
) -> None:
    for book in books.values():
        assert [f"{found.file}:{found.line} {found.message.en}" for found in book.findings] == []
        assert {chapter.id for chapter in book.chapters} == CHAPTERS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_has_a_title_in_its_language_and_something_to_say(
    books: dict[Language, Book], language: Language
) -> None:
    for chapter in books[language].chapters:
        assert chapter.title
        assert bool(CHINESE.search(chapter.title)) == (language == "zh"), chapter.title
        assert chapter.blocks, chapter.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_is_typed(language: Language) -> None:
    """Numbers enter as references; what is left counts list items and names standards."""
    for file in files(language).values():
        for line in file.text.splitlines():
            if line.startswith(":"):
                continue
            words = _REFERENCE.sub("", re.sub(r"^\s*\d+\. ", "", line))
            words = re.sub(r"(?i)\b(IFRS S2|ISO \d+)", "", words)
            typed = {digits.rstrip(".,") for digits in _DIGITS.findall(words)}
            assert typed <= TYPED, f"{file.where}: {line}"


def test_every_code_that_a_chapter_names_is_one_of_a_standard() -> None:
    on = {name: standard(name).day_for(Period.year(2023)) for name in STANDARDS}
    for file in files("en").values():
        for name in file.answers:
            codes = [code_of(name, standard(each), on[each]) for each in STANDARDS]
            assert any(codes), f"{file.where}: {name}"


def test_figures_of_the_text_are_those_of_the_data(books: dict[Language, Book]) -> None:
    """By hand from data/figures.csv: revenue and R&D of 2023, women on the board."""
    chairman = " ".join(block.text for block in books["en"].chapters[1].blocks)
    assert "RMB 12,083.5 million" in chairman, "1,208,349.16 ten thousand yuan"
    growth = (Decimal(15240) / Decimal(11860) - 1) * 100
    assert f"an increase of {growth:.1f}%" in chairman
    chinese = " ".join(block.text for block in books["zh"].chapters[1].blocks)
    assert "1,208,349.16万元" in chinese
    assert f"上升{growth:.1f}%" in chinese
    board = next(c for c in books["en"].chapters if c.id == "governance")
    text = " ".join(block.text for block in board.blocks)
    assert "Women hold 33.3% of the seats" in text, "three of nine"


def test_every_topic_with_figures_is_in_a_chapter_before_the_annex(
    books: dict[Language, Book], report: tuple[Path, Report]
) -> None:
    body = {
        metric.split(".")[0]
        for chapter in chapters_of(books)
        if chapter.part != "back"
        for metric in chapter.metrics
    }
    shown = {cell.fact.metric.split(".")[0] for cell in report[1].cells()}
    assert shown <= body | {"policy"}


def test_the_report_is_long(books: dict[Language, Book]) -> None:
    """Words of the text alone; tables and charts come on top."""
    words = sum(
        len(block.text.split()) for chapter in books["en"].chapters for block in chapter.blocks
    )
    characters = sum(
        len(CHINESE.findall(block.text))
        for chapter in books["zh"].chapters
        for block in chapter.blocks
    )
    assert words > 8_000
    assert characters > 11_000


def test_a_code_that_no_standard_has_is_a_finding_in_both_languages(
    report: tuple[Path, Report], tmp_path: Path
) -> None:
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        (tmp_path / language / "01-about.md").write_text(
            "---\nanswers: [GRI 2-9, GRI 999-9, CUSTOMER-QUESTIONNAIRE Q3]\n---\n# 关于\n\nText.\n",
            "utf-8",
        )
    made = build_books(report[1], ReportFolder(tmp_path))
    for book in made.values():
        found = [each for each in book.findings if each.kind == "unknown_code"]
        assert [f"{each.severity} {each.message.en}" for each in found] == [
            "warning The front matter says that the chapter answers `GRI 999-9`, "
            "which no standard has."
        ]


def test_an_index_of_the_book_leads_to_its_chapters(books: dict[Language, Book]) -> None:
    for language, book in books.items():
        known = {chapter.anchor: chapter.title for chapter in book.chapters}
        indices = [
            block.index
            for chapter in book.chapters
            for block in chapter.blocks
            if isinstance(block, IndexBlock)
        ]
        assert [index.standard for index in indices] == [
            "gri", "hkex", "tcfd", "ifrs-s2", "sse", "szse",
        ]  # fmt: skip
        for index in indices:
            for row in index.rows:
                assert bool(row.locations) == (row.status == "disclosed"), row.code
                assert bool(row.omission) == (row.status in ("explained", "not_applicable"))
                for location in row.locations:
                    assert known[location.anchor] == location.chapter[language]
