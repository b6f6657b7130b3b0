"""The guide names all that a chapter may use, and its example is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crossfoot.reports.lists.schema import built_in
from crossfoot.reports.writing.directives import DIRECTIVES
from crossfoot.reports.writing.findings import WritingKind
from crossfoot.reports.writing.roles import ROLES

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "write-a-report.md"
TEXT = GUIDE.read_text(encoding="utf-8")


def rows(heading: str) -> list[str]:
    """The rows of the tables below a heading."""
    section = TEXT.split(f"\n{heading}", 1)[1].split("\n## ", 1)[0]
    return [line for line in section.splitlines() if line.startswith("| ")]


@pytest.mark.parametrize("name", ROLES)
def test_every_role_is_in_the_guide(name):
    assert any(f"{{{name}}}`" in row for row in rows("## Roles"))


@pytest.mark.parametrize("name", DIRECTIVES)
def test_every_directive_is_in_the_guide_with_its_options(name):
    named = [row for row in rows("## Directives") if re.search(rf"`{name}[ `]", row)]
    assert named
    row = named[0]
    if "as `records`" not in row:
        assert all(f"`{option}`" in row for option in DIRECTIVES[name].options), row


@pytest.mark.parametrize("name", built_in())
def test_every_list_is_in_the_guide_with_its_columns(name):
    row = next(row for row in rows("## Lists") if row.startswith(f"| `{name}`"))
    for column in built_in()[name].columns:
        assert re.search(rf"\b{column.name}\b", row), column.name
        assert (f"**{column.name}**" in row) == column.required, column.name


def test_no_role_or_directive_is_invented():
    named = {match for row in rows("## Roles") for match in re.findall(r"{(\w+)}`", row)}
    assert named == set(ROLES)
    first = {
        match
        for row in rows("## Directives")
        for match in re.findall(r"`([\w-]+)", row.split("|")[1])
    }
    assert first == set(DIRECTIVES)


def test_the_example_finds_all_but_what_the_small_report_lacks(make_book):
    example = TEXT.split("## A chapter\n", 1)[1].split("The first heading", 1)[0]
    chapter = "\n".join(line.removeprefix("    ") for line in example.strip("\n").splitlines())
    book = make_book(chapter)
    assert book.chapters[0].id == "climate"
    assert [f.kind for f in book.findings] == [WritingKind.UNKNOWN_CHAPTER]  # people
