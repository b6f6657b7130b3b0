"""Every system of the five reports has a place, and the page says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crossfoot.registers.library import library
from crossfoot.registers.traceability import CORE, entries, page

DOCS = Path(__file__).parents[2] / "docs"


def test_every_system_has_a_place_that_is_there():
    for each in entries():
        assert each.registers or each.core or each.narrative, each.entry
        assert set(each.registers) <= set(library()), each.entry
        assert set(each.core) <= set(CORE), each.entry
    assert {register for each in entries() for register in each.registers} == set(library())
    assert all((DOCS / path).is_file() for path in CORE.values() if path)


def test_the_page_is_made_from_the_table():
    written = (DOCS / "reference" / "traceability.md").read_text(encoding="utf-8")
    assert written == page()


@pytest.mark.shared
def test_the_table_is_that_of_the_specification(shared: Path):
    text = (shared / "spec" / "registers.md").read_text(encoding="utf-8")
    table = text.split("\n## R. ", 1)[1].split("\n## S. ", 1)[0]
    rows = re.findall(r"^\| (00\d:[^|]+?) \| (.*?) \| (.*?) \|$", table, flags=re.MULTILINE)
    found = {each.entry: each for each in entries()}
    assert len(rows) == len(found) == len(entries())
    for entry, subject, places in rows:
        each = found[entry]
        assert each.subject == subject
        named = [f"`{register}`" for register in each.registers]
        named += [f"core: {module}" for module in each.core]
        named += ["*narrative*"] if each.narrative else []
        assert sorted(named) == sorted(re.split(r"[,;] (?=`|core|\*)", places)), entry
