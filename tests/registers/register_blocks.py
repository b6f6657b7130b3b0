"""The blocks of the specification of registers, read line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_FIELD = re.compile(r"(?P<name>\w+)(?P<required>!?): (?P<type>.*)")
_STATE = re.compile(r"(?P<from>.*?) -> (?P<to>\w+)(?: \[when (?P<when>.*)\])? : (?P<rest>.*)")
_CLOCK = re.compile(r"(?P<name>\w+) = (?P<field>\w+)(?: \[when .*?\])? : (?P<rest>.*)")


@dataclass
class Step:
    sources: frozenset[str]
    target: str
    guarded: bool
    roles: frozenset[str]
    require: frozenset[str]
    due: str


@dataclass
class Block:
    """What one block says: types and required flags by field path, steps, metrics."""

    title_zh: str
    create: frozenset[str] = frozenset()
    period_date: str = ""
    fields: dict[str, tuple[str, bool]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    clocks: dict[str, tuple[str, str]] = field(default_factory=dict)
    metrics: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)


def blocks(path: Path) -> dict[str, Block]:
    found: dict[str, Block] = {}
    for text in re.split(r"\n### (?=\d+\. `)", path.read_text(encoding="utf-8"))[1:]:
        head = re.match(r"\d+\. `(\w+)` — .*? / (.*)", text)
        code = re.search(r"```text\n(.*?)```", text, re.DOTALL)
        assert head
        assert code
        found[head[1]] = block(head[2], code[1])
    return found


def block(title: str, code: str) -> Block:
    made, part = Block(title), "top"
    for line in code.splitlines():
        if line in ("fields", "states", "clocks", "params", "metrics"):
            part = line
        elif line.strip():
            _READ.get(part, lambda *_: None)(made, line.strip())
    return made


def _top(made: Block, line: str) -> None:
    name, _, value = line.partition(" = ")
    if name == "create":
        made.create = words(value)
    elif name == "period_date":
        made.period_date = value.split()[0]


def _field(made: Block, line: str, before: str = "") -> None:
    match = _FIELD.fullmatch(line)
    assert match, line
    kind = match["type"]
    path = before + match["name"]
    made.fields[path] = (kind.partition("{")[0], bool(match["required"]))
    if kind.startswith("rows{"):
        for part in split(kind[5:-1]):
            _field(made, part, f"{path}.")


def _step(made: Block, line: str) -> None:
    match = _STATE.fullmatch(line)
    assert match, line
    roles, require, due = (*match["rest"].split(" : "), "", "")[:3]
    made.steps.append(
        Step(
            words(match["from"]),
            match["to"],
            match["when"] is not None,
            words(roles),
            words(require),
            re.sub(r" *\(.*", "", due).strip(" -"),
        )
    )


def _clock(made: Block, line: str) -> None:
    match = _CLOCK.fullmatch(line)
    assert match, line
    due = match["rest"].rsplit(" : ", 1)[-1]
    made.clocks[match["name"]] = (match["field"], re.sub(r" *\(.*", "", due).strip())


def _metric(made: Block, line: str) -> None:
    name, _, rest = line.partition(" = ")
    _, unit, by = rest.rsplit(" | ", 2)
    made.metrics[name] = (unit.strip(), words(by))


_READ = {"top": _top, "fields": _field, "states": _step, "clocks": _clock, "metrics": _metric}


def words(text: str) -> frozenset[str]:
    parts = (re.sub(r" *\(.*", "", part).strip() for part in text.split(","))
    return frozenset(part for part in parts if part not in ("", "-"))


def split(text: str) -> list[str]:
    """Parts between commas that stand outside of brackets."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and not depth:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]
