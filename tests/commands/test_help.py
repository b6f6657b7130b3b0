from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crossfoot import __version__
from crossfoot.cli import COMMANDS

#: libraries that take long to import; help needs none of them
HEAVY = ("babel", "calamine", "duckdb", "jinja2", "numpy", "openpyxl", "pint", "py_mini_racer",
         "python_calamine", "rich", "ruamel", "xlsxwriter")  # fmt: skip

HELP = """
import sys
from crossfoot.cli import run
run(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def test_help_of_every_command_needs_no_heavy_library() -> None:
    """Help comes in a blink: this is what makes it slow when it is not."""
    for command in ([], *([name] for name in COMMANDS)):
        done = subprocess.run(
            [sys.executable, "-c", HELP, *command, "--help"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith("Usage: crossfoot")
        loaded = set(done.stderr.split())
        assert loaded & set(HEAVY) == set(), command
        assert "crossfoot" in loaded


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_does_and_gives_an_example(crossfoot, command: str) -> None:
    answer = crossfoot(command, "--help")
    assert answer.code == 0
    assert f"Example: crossfoot {command}" in " ".join(answer.out.split())
    assert max(map(len, answer.out.splitlines())) <= 80


def test_the_first_page_lists_the_commands(crossfoot) -> None:
    answer = crossfoot("--help")
    assert [name for name in COMMANDS if f"\n  {name} " in answer.out] == list(COMMANDS)
    assert crossfoot("--version").out == f"crossfoot, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("inventry",), "Did you mean 'inventory'?"),
        (("zzz",), "Choose of demo, init"),
        (("facts", "--yaer", "2023"), "--year"),
        (("facts", "--year", "2o23"), "'2o23' is not a year"),
        (("facts", "--format", "xml"), "'xml' is not one of"),
        (("inventory", "--as-of", "31.12.2023"), "is not a date, such as 2024-03-31"),
        (("explain", "ghg.scope1"), "--year"),
    ],
)
def test_bad_usage_ends_with_2(crossfoot, arguments: tuple[str, ...], words: str) -> None:
    answer = crossfoot(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert words in answer.err


@pytest.mark.parametrize("command", ["facts", "check", "index gri", "report", "import --list"])
def test_a_folder_that_is_no_workspace_is_named(crossfoot, tmp_path: Path, command: str) -> None:
    answer = crossfoot(*command.split(), "--workspace", tmp_path)
    assert answer.code == 2
    assert f"{tmp_path} is no workspace: it has no crossfoot.toml" in answer.err
    assert "crossfoot init DIR" in answer.err


def test_a_mistake_in_the_settings_ends_with_2(crossfoot, small: Path) -> None:
    with (small / "crossfoot.toml").open("a") as file:
        file.write("gwpp = ['AR6']\n")
    answer = crossfoot("facts", "--workspace", small)
    assert (answer.code, "did you mean gwp?" in answer.err) == (2, True)


def test_what_the_system_refuses_is_a_message(crossfoot, small: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    for arguments in (
        ("report", "--workspace", small, "--out", tmp_path / "taken", "--format", "xlsx"),
        ("init", tmp_path / "taken" / "deeper"),
        ("demo", tmp_path / "taken", "--no-serve"),
    ):
        answer = crossfoot(*arguments)
        assert answer.code == 2
        assert answer.err.startswith("error ")
        assert "Traceback" not in answer.err
        assert "taken" in answer.err


def test_a_mistake_of_the_program_is_not_taken_for_a_finding(crossfoot, monkeypatch) -> None:
    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr("crossfoot.metrics.catalogue.catalogue", broken)
    answer = crossfoot("metric")
    assert answer.code == 70
    assert "a mistake in Crossfoot" in answer.err


def test_ctrl_c_stops_without_a_traceback(crossfoot, monkeypatch) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crossfoot.metrics.catalogue.catalogue", stopped)
    answer = crossfoot("metric")
    assert answer.code == 130
    assert answer.err.strip() == "Stopped. A workspace is never left half changed."


def test_a_pipe_may_be_closed_early(small: Path) -> None:
    program = [sys.executable, "-m", "crossfoot", "facts", "--workspace", str(small)]
    for format_ in ("table", "csv"):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [*program, "--format", format_],
            stdout=write,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        os.close(write)
        assert (done.returncode, done.stderr) == (0, "")
