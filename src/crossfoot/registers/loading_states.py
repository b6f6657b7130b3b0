"""Steps and clocks of a definition, from YAML."""

from __future__ import annotations

from collections.abc import Iterable

from crossfoot.definitions.section import Section, did_you_mean
from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.registers.definition import Clock, Transition
from crossfoot.registers.due_times import DueTime
from crossfoot.registers.expressions import typing_rules as rules
from crossfoot.registers.expressions.binding import Binder, Words
from crossfoot.registers.expressions.tree import Literal, Node
from crossfoot.registers.fields import MOMENTS, PERSONS, FieldType
from crossfoot.registers.roles import roles

ANY_STATE = "*"
#: below `set`: the step empties the field
EMPTIED = "nothing"
_KEYS = (
    *("key", "from", "to", "when", "roles", "require", "due", "verify", "not_by"),
    *("effective", "set", "label"),
)
_CLOCK_KEYS = ("label", "field", "when", "roles", "due")


def read_transitions(whole: Section, words: Words) -> tuple[Transition, ...]:
    """The table of steps, in the order of the file."""
    sections = whole.list_of_sections("transitions")
    if not sections:
        whole.problem("there are no transitions", remedy="Write them below 'transitions:'.")
    left = {state for each in sections for state in _sources(each)} - {ANY_STATE}
    found: dict[str, Transition] = {}
    for section in sections:
        transition = _transition(section, words, left)
        if transition.key in found:
            what = f"two steps are called {transition.key!r}"
            section.problem(what, remedy="Give one of them a 'key' of its own.")
        found[transition.key] = transition
    return tuple(found.values())


def _sources(section: Section) -> tuple[str, ...]:
    return section.texts("from")


def _transition(section: Section, words: Words, left: set[str]) -> Transition:
    section.only(_KEYS)
    target = _state(section, "to", section.text("to", required=True), words)
    named = _sources(section)
    if not named:
        section.problem("'from' is missing")
    if named == (ANY_STATE,):
        sources = tuple(state for state in words.states if state in left)
    else:
        sources = tuple(_state(section, "from", state, words) for state in named)
    return Transition(
        key=section.text("key") or f"{'any' if named == (ANY_STATE,) else named[0]}.{target}"
        if named
        else target,
        sources=sources,
        target=target,
        roles=role_list(section, "roles"),
        when=condition(section, "when", words),
        require=_fields(section, "require", words),
        due=due_time(section, words),
        verifies=section.flag("verify"),
        not_by=_not_by(section, words),
        effective=_moment(section, "effective", words),
        set=_settings(section, words),
        label=section.both("label") if "label" in section else Text("", ""),
        place=section.line(),
    )


def _state(section: Section, key: str, state: str, words: Words) -> str:
    if state and state not in words.states:
        remedy = did_you_mean(state, words.states) or "States stand below 'states:'."
        section.problem(f"{state!r} is no state", key, remedy=remedy)
    return state


def role_list(section: Section, key: str) -> tuple[str, ...]:
    """Roles under a key: at least one, each known."""
    found = section.texts(key)
    if not found:
        section.problem("nobody may do it", key, remedy="Name at least one role.")
    for role in found:
        if role not in roles():
            remedy = did_you_mean(role, roles()) or "Roles stand in roles.yaml."
            section.problem(f"the role {role!r} is not known", key, remedy=remedy)
    return found


def condition(section: Section, key: str, words: Words) -> Node | None:
    """A condition under a key; None where it is absent or wrong."""
    if key not in section:
        return None
    try:
        return Binder(words, section.text(key), str(section.line(key))).condition()
    except CrossfootError as error:
        section.problems.extend(error.problems)
        return None


def due_time(section: Section, words: Words) -> DueTime | None:
    """The time limit under `due`; None where there is none."""
    text = section.text("due")
    if not text:
        return None
    due = DueTime.parse(text)
    if due is None:
        remedy = "Write 5 bd, 72 h @received_at, by due_on, 30 d before valid_to or 31 Jan."
        section.problem(f"{text!r} is no time limit", "due", remedy=remedy)
    elif due.field:
        _is_moment(section, "due", due.field, words)
    return due


def _is_moment(section: Section, key: str, name: str, words: Words) -> None:
    found = words.field(name)
    if found is None or found.type not in MOMENTS:
        moments = [field for field, each in words.fields.items() if each.type in MOMENTS]
        remedy = did_you_mean(name, moments)
        section.problem(f"{name!r} is no field with a date", key, remedy=remedy)


def _moment(section: Section, key: str, words: Words) -> str:
    name = section.text(key)
    if name:
        _is_moment(section, key, name, words)
    return name


def _fields(section: Section, key: str, words: Words) -> tuple[str, ...]:
    found = section.texts(key)
    for name in found:
        if words.field(name) is None:
            remedy = did_you_mean(name, words.fields)
            section.problem(f"{name!r} is no field", key, remedy=remedy)
    return found


def _not_by(section: Section, words: Words) -> tuple[str, ...]:
    found = section.texts("not_by")
    persons = [
        name for name in found if (each := words.field(name)) is not None and each.type in PERSONS
    ]
    for name in found:
        if name not in words.states and name not in persons:
            section.problem(f"{name!r} is neither a state nor a field with a person", "not_by")
    return found


def _settings(section: Section, words: Words) -> dict[str, Node]:
    inner = section.section("set")
    found: dict[str, Node] = {}
    for name in inner:
        wanted = words.field(name)
        if wanted is None:
            inner.problem(f"{name!r} is no field", name, remedy=did_you_mean(name, words.fields))
            continue
        if inner.text(name) == EMPTIED:
            found[name] = Literal(None)
            continue
        try:
            binder = Binder(words, inner.text(name), str(inner.line(name)))
            node, kind = binder.right_side(binder.parsed(), rules.of_field(wanted), "")
            if not rules.comparable(rules.of_field(wanted), kind, "="):
                binder.refuse(f"it gives {rules.called(kind)} for the field {name!r}")
            found[name] = node
        except CrossfootError as error:
            section.problems.extend(error.problems)
    return found


def read_clocks(whole: Section, words: Words) -> dict[str, Clock]:
    """Time limits beside the states, by name."""
    found: dict[str, Clock] = {}
    for name, section in whole.section("clocks").sections():
        section.only(_CLOCK_KEYS)
        field = section.text("field", required=True)
        wanted: Iterable[FieldType] = MOMENTS
        known = words.field(field)
        if field and (known is None or known.type not in wanted):
            section.problem(f"{field!r} is no field with a date", "field")
        due = due_time(section, words)
        if due is None:
            section.problem("a clock needs a due time", "due")
            continue
        if name in words.states:
            section.problem(f"{name!r} is a state already", remedy="Give the clock another name.")
        found[name] = Clock(
            name,
            field,
            due,
            role_list(section, "roles"),
            section.both("label"),
            condition(section, "when", words),
            section.line(),
        )
    return found
