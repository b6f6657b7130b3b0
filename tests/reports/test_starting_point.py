"""The chapters that come with Crossfoot: for any company, however little it has entered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crossfoot.languages import LANGUAGES, Language, Text
from crossfoot.reports.from_run import report_model
from crossfoot.reports.writing.book import Book
from crossfoot.reports.writing.books import build_books
from crossfoot.reports.writing.chapter_file import ChapterFile, read_chapter
from crossfoot.reports.writing.folder import STARTING_POINT, ReportFolder, start_folder
from crossfoot.runs.run import run_workspace
from crossfoot.workspaces.imports import import_facts
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace

FACTS = """metric,entity,period,dimensions,value,unit
finance.revenue,group,2023,,182.5,1e6*CNY
workforce.headcount,group,2023,,240,person
workforce.headcount,group,2023,gender=female,90,person
workforce.headcount,group,2023,gender=male,150,person
safety.fatalities,group,2023,,0,person
water.use,group,2023,,12400,m^3
water.use,group,2022,,12000,m^3
"""

_ROLE = re.compile(r"\{[a-z-]+\}`[^`]*`")


def files(language: Language) -> dict[str, ChapterFile]:
    return {
        path.name: read_chapter(path, language, f"{language}/{path.name}")
        for path in sorted((STARTING_POINT / language).glob("*.md"))
    }


def books_of(folder: Path, facts: str) -> dict[Language, Book]:
    settings = Settings(company=Text("Acme Pumps", "安科泵业"), year=2023)
    workspace = Workspace.start(folder, settings)
    if facts:
        file = folder / "given.csv"
        file.write_text(facts, encoding="utf-8")
        import_facts(workspace, file)
    start_folder(folder)
    return build_books(report_model(run_workspace(workspace)), ReportFolder(folder / "report"))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Book]:
    return books_of(tmp_path_factory.mktemp("acme"), FACTS)


def words_of(book: Book, id_: str) -> str:
    chapter = book.chapter(id_)
    assert chapter is not None
    return " ".join(" ".join(block.text.split()) for block in chapter.blocks)


def test_a_new_author_is_told_what_to_write_and_to_enter(books: dict[Language, Book]) -> None:
    """No mistakes and no marks: only what is to be written, and one note for each chapter."""
    for book in books.values():
        kinds = {str(found.kind) for found in book.findings}
        assert kinds <= {"to_write", "left_out"}
    found = {each for book in books.values() for each in book.findings}
    notes = [each for each in found if each.kind == "left_out"]
    assert len(found) <= 36
    assert len({each.file for each in notes}) == len(notes)
    assert all(each.severity == "note" for each in notes)
    (people,) = [each for each in notes if each.file.endswith("50-people.md")]
    assert "`policy.employment`" in people.message.en
    assert "`workforce.headcount`" not in people.message.en


def test_sentences_stand_where_their_figures_do(books: dict[Language, Book]) -> None:
    """By hand: 90 of 240 are 37.5%; 12,400 after 12,000 are 3.3% more."""
    people = words_of(books["en"], "people")
    assert "240 employees" in people
    assert "Women are 37.5% of them." in people
    assert "joined" not in people
    assert "increased by 3.3%" in words_of(books["en"], "environment")
    assert "女性占37.5%" in words_of(books["zh"], "people")


def test_sections_and_chapters_without_anything_are_not_printed(
    books: dict[Language, Book],
) -> None:
    for book in books.values():
        ids = [chapter.id for chapter in book.chapters]
        assert "innovation" not in ids
        assert "safety" in ids
        numbers = [chapter.number for chapter in book.chapters if chapter.number]
        assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    environment = books["en"].chapter("environment")
    assert environment is not None
    assert [heading.words for heading in environment.headings] == ["Water"]


def test_a_company_without_any_fact_has_a_report_without_mistakes(tmp_path: Path) -> None:
    made = books_of(tmp_path / "empty", "")
    kinds = {str(found.kind) for book in made.values() for found in book.findings}
    assert kinds == {"to_write", "left_out"}


def test_both_languages_have_the_same_files_lines_and_front_matter() -> None:
    en, zh = files("en"), files("zh")
    assert en.keys() == zh.keys()
    for name, file in en.items():
        twin = zh[name]
        assert (file.id, file.part, file.numbered) == (twin.id, twin.part, twin.numbered)
        assert len(file.text.splitlines()) == len(twin.text.splitlines()), name
        assert not file.unknown


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_that_only_one_company_can_say(language: Language) -> None:
    """No number is typed, and no trade, product or place is named."""
    for file in files(language).values():
        assert not re.search(r"(?i)batter|cell|电池|电芯|qingheng|青衡", file.text), file.where
        for line in file.text.splitlines():
            words = re.sub(r"IFRS S2|Scope [123]|GRI [0-9-]+|HKEX", "", _ROLE.sub("", line))
            assert line.startswith(":") or not re.search(r"\d", words), f"{file.where}: {line}"
