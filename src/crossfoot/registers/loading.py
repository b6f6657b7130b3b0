"""From YAML to a definition. Every mistake is named with its file, line and remedy, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from crossfoot.definitions.nodes import Entries, Node
from crossfoot.definitions.reader import read_text
from crossfoot.definitions.section import Section, did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.registers.checking import CHECKS
from crossfoot.registers.definition import (
    ACCESS_CLASSES,
    Access,
    Definition,
    Migration,
    NilAttestation,
    QuickForm,
    Transition,
)
from crossfoot.registers.expressions.binding import Words
from crossfoot.registers.expressions.parser import parse
from crossfoot.registers.loading_examples import read_examples
from crossfoot.registers.loading_fields import FieldReader, bind_fields
from crossfoot.registers.loading_metrics import read_metrics
from crossfoot.registers.loading_parts import (
    read_derived,
    read_params,
    read_recurring,
    read_rules,
)
from crossfoot.registers.loading_states import read_clocks, read_transitions
from crossfoot.registers.roles import roles

BUILT_IN = Path(__file__).parent / "definitions"

DOMAINS = (
    "governance",
    "risk",
    "information",
    "innovation",
    "ai",
    "product",
    "customer",
    "supply",
    "environment",
    "people",
    "training",
    "safety",
    "community",
    "stakeholders",
    "reporting",
    "documents",
)

KEYS = (
    *("id", "version", "domain", "title", "purpose", "serves", "period_date", "begins", "closes"),
    *("subjects", "access", "escalation", "nil_attestation", "fields", "states", "transitions"),
    *("clocks", "params", "aliases", "derived", "checks", "notes", "recurring", "metrics"),
    *("migrations", "examples", "quick", "heading"),
)
_ID = re.compile(r"[a-z][a-z0-9_]*")
#: the standards that a register can serve
_SERVES = ("gri", "hkex", "ifrs_s2", "esrs_vsme", "sse_szse", "other")


def read_definition(path: Path, name: str = "") -> Definition:
    """The register of a file.

    Args:
        path: its file; the name without the ending must be its id.
        name: what messages call the file.

    Raises:
        CrossfootError: with every mistake in the file, each by its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(f"cannot be read: {error}", where=name or path.name)
        raise CrossfootError(problem) from error
    return read_definition_text(text, name or path.name, path.stem)


def read_definition_text(text: str, name: str, id_: str = "") -> Definition:
    """The register of a text, as the pages have it while somebody edits.

    Raises:
        CrossfootError: with every mistake in it, each by its line.
    """
    problems: list[Problem] = []
    node: Node = read_text(text, name)
    whole = Section(node, name, problems)
    found = _definition(whole, id_) if isinstance(node, Entries) else None
    if found is not None and not problems:
        problems += [problem for check in CHECKS for problem in check(found)]
    if problems or found is None:
        raise CrossfootError.of(problems)
    return found


def _definition(whole: Section, expected: str) -> Definition:
    whole.only(KEYS)
    id_ = whole.text("id", required=True)
    if id_ and (not _ID.fullmatch(id_) or (expected and id_ != expected)):
        whole.problem(f"the id {id_!r} is not the name of the file", "id")
    fields = FieldReader(whole.section("fields")).read()
    if not fields:
        whole.problem("there are no fields", remedy="Write them below 'fields:'.")
    states = {state: whole.section("states").both(state) for state in whole.section("states")}
    if not states:
        whole.problem("there are no states", remedy="Write them below 'states:', first one first.")
        states = {"": Text("", "")}
    params = read_params(whole)
    words = Words(
        fields,
        tuple(states),
        {name: param.value for name, param in params.items()},
        _aliases(whole),
        {},
        tuple(whole.section("clocks")),
    )
    derived = read_derived(whole, words)
    words = replace(words, derived={name: frozenset(each.labels) for name, each in derived.items()})
    bound = bind_fields(fields, words, whole)
    words = replace(words, fields=bound)
    transitions = read_transitions(whole, words)
    return Definition(
        id=id_,
        version=int(whole.decimal("version") or 1),
        title=whole.both("title"),
        purpose=whole.both("purpose"),
        domain=whole.choice("domain", DOMAINS),
        serves=_serves(whole),
        period_date=_known_field(whole, "period_date", words) or "opened_on",
        begins=_known_field(whole, "begins", words),
        closing=_closing(whole, states, transitions),
        subjects=whole.texts("subjects"),
        access=_access(whole),
        escalation=role_list(whole, "escalation"),
        fields=bound,
        states=states,
        transitions=transitions,
        clocks=read_clocks(whole, words),
        params=params,
        aliases=words.aliases,
        derived=derived,
        rules=read_rules(whole, words),
        recurring=read_recurring(whole, words),
        metrics=read_metrics(whole, words, id_),
        nil_attestation=_nil(whole),
        migrations=_migrations(whole),
        examples=read_examples(whole),
        notes=tuple(_pair(each) for each in whole.list_of_sections("notes")),
        quick=_quick(whole),
        heading=whole.text("heading"),
        place=whole.line(),
    )


def role_list(section: Section, key: str) -> tuple[str, ...]:
    """Roles under a key, each known."""
    found = section.texts(key)
    for role in found:
        if role not in roles():
            section.problem(f"the role {role!r} is not known", key, remedy=_near(role))
    return found


def _near(role: str) -> str:
    return did_you_mean(role, roles()) or "Roles stand in roles.yaml."


def _aliases(whole: Section) -> dict[str, Any]:
    section = whole.section("aliases")
    found: dict[str, Any] = {}
    for name in section:
        try:
            found[name] = parse(section.text(name), str(section.line(name)))
        except CrossfootError as error:
            whole.problems.extend(error.problems)
    return found


def _serves(whole: Section) -> dict[str, tuple[str, ...]]:
    section = whole.section("serves")
    section.only(_SERVES)
    return {name: section.texts(name) for name in section}


def _known_field(whole: Section, key: str, words: Words) -> str:
    name = whole.text(key)
    if name and words.field(name) is None:
        whole.problem(f"{name!r} is no field", key, remedy=did_you_mean(name, words.fields))
    return name


def _closing(
    whole: Section, states: Iterable[str], transitions: Iterable[Transition]
) -> frozenset[str]:
    """The states in which a record counts as closed: those named, else the final ones."""
    named = whole.texts("closes")
    for state in named:
        if state not in states:
            whole.problem(f"{state!r} is no state", "closes", remedy=did_you_mean(state, states))
    if named:
        return frozenset(named)
    left = {source for each in transitions for source in each.sources}
    return frozenset(states) - left


def _access(whole: Section) -> Access:
    section = whole.section("access")
    section.only(("class", "create", "read", "intake"))
    return Access(
        section.choice("class", ACCESS_CLASSES),
        role_list(section, "create"),
        role_list(section, "read"),
        section.texts("intake"),
    )


def _nil(whole: Section) -> NilAttestation | None:
    if "nil_attestation" not in whole:
        return None
    section = whole.section("nil_attestation")
    section.only(("per", "every"))
    return NilAttestation(
        section.choice("per", ("site", "entity")),
        section.choice("every", ("month", "quarter", "year")),
    )


def _quick(whole: Section) -> QuickForm | None:
    if "quick" not in whole:
        return None
    section = whole.section("quick")
    section.only(("label", "fields"))
    return QuickForm(section.both("label"), section.texts("fields"))


def _migrations(whole: Section) -> tuple[Migration, ...]:
    found: list[Migration] = []
    for each in whole.list_of_sections("migrations"):
        each.only(("to", "rename", "options", "states", "drop", "set"))
        found.append(
            Migration(
                int(each.decimal("to") or 0),
                _plain(each.section("rename")),
                {name: _plain(section) for name, section in each.section("options").sections()},
                _plain(each.section("states")),
                each.texts("drop"),
                _plain(each.section("set")),
            )
        )
    return tuple(sorted(found, key=lambda migration: migration.to))


def _plain(section: Section) -> dict[str, str]:
    return {name: section.text(name) for name in section}


def _pair(section: Section) -> Text:
    section.only(("en", "zh"))
    return Text(section.text("en", required=True), section.text("zh", required=True))
