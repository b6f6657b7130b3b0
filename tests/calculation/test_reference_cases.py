"""No worked case is left out: the table in the docs names a test for each, and it is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/explanation/inventory-cases.md"
#: test files that read a case under the name of its folder of data
_ROW = re.compile(r"^\| `(?P<file>[^`]+)` \| (?P<what>[^|]+) \| (?P<tests>[^|]+) \|$", re.M)


def listed() -> dict[str, list[str]]:
    """The tests of each case file, as the page has them."""
    rows = _ROW.finditer(PAGE.read_text("utf-8"))
    return {row["file"]: re.findall(r"`([^`]+)`", row["tests"]) for row in rows}


@pytest.mark.shared
def test_every_case_file_is_listed(shared: Path) -> None:
    found = {path.name for path in (shared / "reference/cases").iterdir()}
    assert found == set(listed())


@pytest.mark.parametrize("file", sorted(listed()))
def test_the_tests_named_read_the_file(file: str) -> None:
    tests = listed()[file]
    if not tests:
        assert f"`{file}` | " in PAGE.read_text("utf-8")
        assert "not covered" in PAGE.read_text("utf-8").split(file)[1].splitlines()[0]
        return
    for test in tests:
        text = (ROOT / "tests" / test).read_text("utf-8")
        # some tests put the name together from its beginning
        assert file in text or file.rsplit("_", 1)[0] in text, (file, test)
