"""The tutorial, step by step in a shell; the commands that the guide shows exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from crossfoot.cli import COMMANDS, crossfoot
from documents import DOCS, blocks, follow

GUIDE = DOCS / "guides" / "use-the-command-line.md"


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    assert follow(DOCS / "tutorials" / "first-report.md", tmp_path) >= 15


def shown() -> list[str]:
    """The commands of the guide, each as far as the next pipe or comment."""
    page = GUIDE.read_text(encoding="utf-8")
    lines = [line for kind, text, _ in blocks(page) if kind == "sh" for line in text.splitlines()]
    found = [re.search(r"crossfoot [^|>#]+", line) for line in lines]
    return [each[0].strip() for each in found if each]


@pytest.mark.parametrize("command", shown())
def test_the_guide_shows_commands_and_options_that_exist(command: str) -> None:
    name, *arguments = shlex.split(command)[1:]
    assert name in COMMANDS
    known = crossfoot.get_command(click.Context(crossfoot), name)
    assert known is not None
    known.make_context(name, arguments)  # parses, and runs nothing


def test_the_guide_names_the_exit_codes_of_the_program() -> None:
    from crossfoot.cli import OUR_MISTAKE, STOPPED

    text = GUIDE.read_text(encoding="utf-8")
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == [
        0, 1, 2, OUR_MISTAKE, STOPPED,
    ]  # fmt: skip
    from crossfoot.commands.output import NARROW, UNLIMITED

    assert f"below {NARROW} columns" in text
    assert f"is {UNLIMITED} columns wide" in text
