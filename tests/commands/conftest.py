from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crossfoot.cli import run
from demo_workspaces import demo  # noqa: F401  # a fixture
from small_workspace import small_workspace


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def crossfoot(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Calls the program: `crossfoot("facts", "--year", 2023)`."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("CROSSFOOT_LANG", raising=False)

    def call(*arguments: object) -> Answer:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return call


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace of two sites with a row of each kind, to read and to change."""
    return small_workspace(tmp_path).folder
