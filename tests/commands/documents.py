"""Runs the commands of a page of the documentation, as a reader would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"`([\w-]+\.csv)`")
_CODE = re.compile(r"# ends with exit code (\d)")


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """Kind and content of each block, with the words between it and the block before."""
    last = 0
    for block in _BLOCK.finditer(page):
        yield block[1], block[2], page[last : block.start()]
        last = block.end()


def follow(page: Path, folder: Path) -> int:
    """Do what a page says, in a folder: write its files, run its commands, expect its outputs.

    A file is called what the words before it say; a command ends with 0 unless its comment says
    otherwise; every line of a text stands, blanks aside, in what was printed since the last one.

    Returns:
        How many commands were run.
    """
    printed, ran = "", 0
    for kind, content, words in blocks(page.read_text(encoding="utf-8")):
        if kind == "csv":
            names = _NAME.findall(words)
            (folder / names[-1]).write_text(content, encoding="utf-8")
        elif kind == "sh":
            for command in content.splitlines():
                expected = int(found[1]) if (found := _CODE.search(command)) else 0
                code, text = _run(command, folder)
                assert code == expected, f"{command}\n{text}"
                printed, ran = printed + text, ran + 1
        elif kind == "text":
            for line in content.splitlines():
                assert _plain(line) in _plain(printed), f"{line}\n is not in\n{printed}"
            printed = ""
    return ran


def _run(command: str, folder: Path) -> tuple[int, str]:
    environment = {name: text for name, text in os.environ.items() if name != "CROSSFOOT_LANG"}
    program = Path(sys.executable).parent
    environment |= {"PATH": f"{program}:{environment['PATH']}", "COLUMNS": "200"}
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def _plain(text: str) -> str:
    return " ".join(text.split())
