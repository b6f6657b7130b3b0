"""The guide keeps its promise: every message and every column is in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crossfoot.tables.reader import read_table
from crossfoot.tables.schemas import ACTIVITY, FACTORS, FACTS, ORGANISATION

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guides" / "prepare-a-file.md").read_text(encoding="utf-8")


def messages() -> Iterator[str]:
    """The longest fixed part of what every problem of the room says."""
    for path in sorted((ROOT / "src" / "crossfoot" / "tables").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                parts = [
                    part.value
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                ]
                yield max(parts, key=len).strip(" ;,()")


@pytest.mark.parametrize("message", sorted(set(messages())))
def test_every_message_is_in_the_guide(message):
    assert message in GUIDE


def test_the_messages_are_found():
    assert len(set(messages())) > 50


@pytest.mark.parametrize(
    "schema", [ACTIVITY, FACTS, ORGANISATION, FACTORS], ids=lambda schema: schema.name
)
def test_every_column_is_in_the_guide(schema):
    for column in schema.columns:
        needed = "yes" if column.required else ""
        row = f"| `{column.name}` | {column.title.zh} | {', '.join(column.aliases)} | {needed} |"
        assert row in GUIDE


def test_the_examples_of_the_guide_are_read(write):
    activity, facts = re.findall(r"```csv\n(.*?)```", GUIDE, re.DOTALL)
    assert read_table(write(activity), ACTIVITY).count == 2
    assert read_table(write(facts, "facts.csv"), FACTS).count == 2
