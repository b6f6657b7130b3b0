"""Worked examples of a definition, from YAML."""

from __future__ import annotations

from typing import Any

from crossfoot.definitions.nodes import Entries, Items, Node, Scalar
from crossfoot.definitions.section import Section
from crossfoot.registers.definition import ExampleRecord, WorkedExample


def read_examples(whole: Section) -> tuple[WorkedExample, ...]:
    """The worked examples, in the order of the file."""
    return tuple(_example(each) for each in whole.list_of_sections("examples"))


def _example(section: Section) -> WorkedExample:
    section.only(("source", "period", "as_of", "records", "given", "expect"))
    given, expect = section.section("given"), section.section("expect")
    return WorkedExample(
        section.text("source", required=True),
        section.text("period", required=True),
        tuple(_record(each) for each in section.list_of_sections("records")),
        {name: given.text(name) for name in given},
        {name: expect.text(name) for name in expect},
        section.text("as_of"),
        section.line(),
    )


def _record(section: Section) -> ExampleRecord:
    section.only(("times", "id", "set", "history"))
    history = section.section("history")
    return ExampleRecord(
        int((section.decimal("times") if "times" in section else None) or 1),
        {name: plain(section.section("set").node(name)) for name in section.section("set")},
        {state: history.text(state) for state in history},
        section.text("id"),
    )


def plain(node: Node | None) -> Any:
    """A node as lists, dictionaries and texts."""
    match node:
        case Scalar(text):
            return text
        case Items(items):
            return [plain(item) for item in items]
        case Entries():
            return {name: plain(inner) for name, inner in node.nodes.items()}
    return ""
