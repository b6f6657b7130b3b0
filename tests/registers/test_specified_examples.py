"""Every worked example of the specification stands in the definition of its register."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from crossfoot.registers.library import library

pytestmark = pytest.mark.shared

#: figures that an example names and that its records cannot give, and why
NOT_EXPECTED = {
    "supplier": {"suppliers_barred"},  # by the clock: tests/lives/test_supplier.py
    "supplier_audit": {"audit_coverage_key"},  # of suppliers that are key: another register's
    "training_session": {"training_persons"},  # named to say that person-times do not give it
}


@cache
def paragraphs(path: Path) -> dict[str, str]:
    """The paragraph "Worked example" of each block that has one."""
    found = {}
    for text in re.split(r"\n### (?=\d+\. `)", path.read_text(encoding="utf-8"))[1:]:
        name = re.match(r"\d+\. `(\w+)`", text)
        said = re.search(r"^\*\*Worked examples?\.\*\* (.*)$", text, re.MULTILINE)
        if name and said:
            found[name[1]] = said[1]
    return found


def test_there_are_fifteen_and_more(shared: Path):
    assert len(paragraphs(shared / "spec" / "registers.md")) >= 15


def test_the_figures_that_an_example_names_are_expected(shared: Path):
    left_out = {}
    for register, said in paragraphs(shared / "spec" / "registers.md").items():
        definition = library()[register]
        named = {each for each in re.findall(r"`(\w+)`", said) if each in definition.metrics}
        expected = {key.partition("[")[0] for each in definition.examples for key in each.expect}
        left_out[register] = named - expected - NOT_EXPECTED.get(register, set())
    assert {register: each for register, each in left_out.items() if each} == {}
