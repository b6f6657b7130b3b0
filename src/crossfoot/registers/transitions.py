"""What can be done with a record next, by whom; one step; the steps of the system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text
from crossfoot.registers import dues
from crossfoot.registers.context import Actor, Context
from crossfoot.registers.definition import ANYONE, OWNER, PUBLIC, SYSTEM, Definition, Transition
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.fields import PERSONS, FieldType
from crossfoot.registers.records import SYSTEM_PERSON, Entered, Record, moment_of
from crossfoot.registers.roles import roles
from crossfoot.registers.scores import with_computed
from crossfoot.registers.segregation import barred_from, excluded, persons
from crossfoot.registers.values import read_values

#: more steps of the system in a row than any definition needs
_MOST_STEPS = 100

_BARRED = Text("who did the work does not verify it", "执行人不得核验自己的工作")
_NO_EVIDENCE = Text("a verification needs evidence", "核验须附证据或关联记录")
_NOT_OPENED = Text("this role does not open records of the register", "该角色不能在此台账新建记录")
_FUTURE = Text("{field} lies in the future", "{field}晚于当前时间")
_AHEAD = Text("{moment} lies in the future", "{moment} 晚于当前时间")
_BEFORE = Text(
    "{moment} lies before the step that went before, of {last}", "{moment} 早于上一步骤（{last}）"
)
_NO_STEP = Text("no step “{step}” leaves the state “{state}”", "状态“{state}”没有步骤“{step}”")
_NEAR = Text(
    "who is a subject of a record, or close to one, does not handle it",
    "当事人及其上下级不得处理该记录",
)
_NOT_FOR = Text("the step “{step}” is for: {roles}", "步骤“{step}”仅限：{roles}")
_NO_NOTE = Text("a note that gives the reason is missing", "请填写说明原因的备注")
_UNFILLED = Text("{field} must be filled", "“{field}”必须填写")
_FALSE = Text("the condition of “{step}” does not hold", "不满足步骤“{step}”的条件")
_RING = Text("the steps of the system in {register!r} go round in a ring", "系统步骤循环")


@dataclass(frozen=True, slots=True)
class Possible:
    """A step that a person could take.

    Attributes:
        transition: the step.
        label: of the button.
        missing: fields to be filled with it, and empty ones that its guard looks at.
        against: why this person cannot take it now; empty where nothing speaks against it.
        due: until when it is owed; None where there is no limit.
    """

    transition: Transition
    label: Text
    missing: tuple[str, ...]
    against: tuple[Text, ...]
    due: dues.Due | None


def open_record(
    definition: Definition,
    id_: str,
    values: Mapping[str, Any],
    actor: Actor,
    context: Context,
    since: datetime | None = None,
) -> Record:
    """A new record in the first state.

    Args:
        definition: the register.
        id_: of the record.
        values: by field, typed or as text.
        actor: who opens it; nobody in particular where the form is public.
        context: the moment.
        since: when the first state began, of a record that comes from elsewhere with its past.

    Raises:
        CrossfootError: the actor may not, a value is not accepted, or a field is missing.
    """
    if not _may_create(definition, actor):
        _refuse(context, _NOT_OPENED)
    read = read_values(definition, values, context.zone, context.language)
    begins = moment_of(read.get(definition.begins), context.now) if definition.begins else None
    if since is not None:
        _not_ahead(since, context)
        begins = since
    if begins is not None and begins > context.now:
        _refuse(context, _FUTURE, field=_label(definition, definition.begins, context))
    entered = Entered(definition.initial, begins or context.now, actor.person, recorded=context.now)
    blank = Record(id_, definition.id, read, (entered,), definition.version)
    record = with_computed(definition, blank, context)
    required = [each.name for each in definition.every_field() if each.required]
    problems = [
        *_missing_problems(definition, record, required, context),
        *_broken_rules(definition, record, context),
    ]
    if problems:
        raise CrossfootError.of(problems)
    return record


def amend(
    definition: Definition, record: Record, changes: Mapping[str, Any], context: Context
) -> Record:
    """The record with some fields changed, in the state it is in.

    Raises:
        CrossfootError: a value is not accepted, a required field is emptied, or a rule is broken.
    """
    values = {**record.values, **read_values(definition, changes, context.zone, context.language)}
    changed = with_computed(definition, replace(record, values=values), context)
    required = [each.name for each in definition.every_field() if each.required]
    problems = [
        *_missing_problems(definition, changed, required, context),
        *_broken_rules(definition, changed, context),
    ]
    if problems:
        raise CrossfootError.of(problems)
    return changed


def possible(
    definition: Definition,
    record: Record,
    actor: Actor,
    context: Context,
    superiors: Mapping[str, str] | None = None,
) -> list[Possible]:
    """The steps that an actor's roles allow, in the order of the definition.

    A step whose guard is false is left out, unless the guard looks at a field that is still empty
    or that the step itself fills. Whoever is kept away from the record gets nothing.
    """
    if actor.person in excluded(definition, record, superiors):
        return []
    return list(_possible(definition, record, actor, context))


def _possible(
    definition: Definition, record: Record, actor: Actor, context: Context
) -> Iterator[Possible]:
    evaluator = Evaluator(definition, context)
    for each in definition.leaving(record.state):
        if not _may(definition, each, record, actor):
            continue
        wanted = [*each.require, *_left_open(definition, record, each)]
        missing = [name for name in wanted if _is_missing(record, name, each)]
        if not evaluator.holds(each.when, record):
            decisive = dues.undecided(each, record)
            if not decisive:
                continue
            missing += [name for name in decisive if name not in each.require]
        against: list[Text] = []
        if actor.person in barred_from(each, record):
            against.append(_BARRED)
        if each.verifies and not _has_evidence(definition, record):
            against.append(_NO_EVIDENCE)
        due = dues.of_step(definition, each, record, record.history[-1], context)
        label = definition.step_label(each)
        yield Possible(each, label, tuple(missing), tuple(against), due)


def step(
    definition: Definition,
    record: Record,
    key: str,
    actor: Actor,
    context: Context,
    changes: Mapping[str, Any] | None = None,
    superiors: Mapping[str, str] | None = None,
    since: datetime | None = None,
) -> Record:
    """The record after a step; the one given is not changed.

    Args:
        definition: the register.
        record: the record.
        key: of the step.
        actor: who takes it.
        context: the moment.
        changes: fields that are filled with it, typed or as text.
        superiors: the superior of each person, where the register is sealed.
        since: when it was taken, of a record that comes from elsewhere with its past; now, or
            when the field of the step says, where None.

    Raises:
        CrossfootError: the step does not leave this state, the actor may not, a field is missing,
            the guard is false, a rule is broken, the moment does not follow the one before.
    """
    transition = definition.transition(key)
    said = context.language
    label = definition.step_label(transition)[said] if transition is not None else key
    if transition is None or record.state not in transition.sources:
        _refuse(context, _NO_STEP, step=label, state=definition.states[record.state][said])
    if actor.person in excluded(definition, record, superiors):
        _refuse(context, _NEAR)
    if not _may(definition, transition, record, actor):
        named = ", ".join(roles()[role][said] for role in transition.roles)
        _refuse(context, _NOT_FOR, step=label, roles=named)
    if actor.person in barred_from(transition, record):
        _refuse(context, _BARRED)
    given = read_values(definition, changes or {}, context.zone, context.language)
    if since is not None:
        since = _following(record, since, context)
    moved = _moved(definition, record, transition, actor, context, given, since)
    wanted = _wanted(transition, actor, given, context)
    problems = [
        *_missing_problems(definition, moved, wanted, context),
        *_missing_problems(definition, moved, _left_open(definition, moved, transition), context),
        *_broken_rules(definition, moved, context),
    ]
    before_entering = replace(moved, history=record.history)
    if not Evaluator(definition, context).holds(transition.when, before_entering):
        problems.append(Problem(_FALSE[said].format(step=label)))
    if transition.verifies and not _has_evidence(definition, moved):
        problems.append(Problem(_NO_EVIDENCE[context.language]))
    if problems:
        raise CrossfootError.of(problems)
    return moved


def run_system(definition: Definition, record: Record, context: Context) -> list[Record]:
    """What the clock makes of a record until now: one record after each step, none where nothing.

    Steps that are due earlier come first, each at the moment it was due, however late it is run.

    Raises:
        CrossfootError: the steps go round in a ring.
    """
    found: list[Record] = []
    while (moved := _next_of_system(definition, record, context)) is not None:
        found.append(moved)
        record = moved
        if len(found) > _MOST_STEPS:
            _refuse(context, _RING, register=definition.id)
    return found


def next_run(definition: Definition, record: Record, context: Context) -> datetime | None:
    """When the clock has something to do with a record; None while no timer runs."""
    timers = [due.fires_at for _, due in _timers(definition, record, context) if due is not None]
    return min(timers, default=None)


# -- the clock ---------------------------------------------------------------------------------


def _timers(
    definition: Definition, record: Record, context: Context
) -> Iterator[tuple[Transition, dues.Due | None]]:
    """Steps of the system from here whose timer runs or that have none."""
    entered = record.history[-1]
    for each in definition.leaving(record.state):
        if not each.is_automatic:
            continue
        due = dues.of_step(definition, each, record, entered, context)
        if each.due is not None and due is None:
            continue
        if due is not None and due.anchor and _has_fired(record, each.key, due.anchor):
            continue
        yield each, due


def _has_fired(record: Record, key: str, anchor: str) -> bool:
    return any(each.transition == key and each.anchor == anchor for each in record.history)


def _next_of_system(definition: Definition, record: Record, context: Context) -> Record | None:
    evaluator = Evaluator(definition, context)
    ready: list[tuple[datetime, Transition, str]] = []
    for each, due in _timers(definition, record, context):
        at = due.fires_at if due is not None else context.now
        if at <= context.now and evaluator.holds(each.when, record):
            ready.append((max(at, record.history[-1].at), each, due.anchor if due else ""))
    if not ready:
        return None
    at, transition, anchor = min(ready, key=lambda each: each[0])
    actor = Actor(SYSTEM_PERSON, frozenset({SYSTEM}))
    moved = _moved(definition, record, transition, actor, context.at(at), {})
    entered = replace(moved.history[-1], at=at, anchor=anchor, recorded=context.now)
    return replace(moved, history=(*record.history, entered))


# -- one step ----------------------------------------------------------------------------------


def _moved(
    definition: Definition,
    record: Record,
    transition: Transition,
    actor: Actor,
    context: Context,
    given: Mapping[str, Any],
    since: datetime | None = None,
) -> Record:
    values = {**record.values, **given}
    changed = replace(record, values=values)
    evaluator = Evaluator(definition, context)
    for name, node in transition.set.items():
        value = evaluator.value(node, changed)
        if value is not None or name not in given:
            values[name] = value
    if transition.target in definition.closing:
        values["closed_on"] = (since or context.now).date()
    elif record.state in definition.closing:
        values["closed_on"] = None
    changed = with_computed(definition, replace(record, values=values), context)
    entered = Entered(
        transition.target,
        since or _since(definition, transition, changed, context),
        actor.person,
        transition.key,
        recorded=context.now,
    )
    return replace(changed, history=(*record.history, entered))


def _since(
    definition: Definition, transition: Transition, record: Record, context: Context
) -> datetime:
    """When the new state begins: now, or when the field of the step says; never before the last."""
    if not transition.effective:
        return max(context.now, record.history[-1].at)
    moment = moment_of(record.value(transition.effective), context.now)
    if moment is not None and moment > context.now:
        _refuse(context, _FUTURE, field=_label(definition, transition.effective, context))
    return max(moment or context.now, record.history[-1].at)


def _following(record: Record, since: datetime, context: Context) -> datetime:
    """A moment of the past at which a step was taken: not ahead, not before the last one."""
    _not_ahead(since, context)
    last = record.history[-1].at
    if since < last and since.date() != last.astimezone(since.tzinfo).date():
        said = {"moment": f"{since:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"}
        _refuse(context, _BEFORE, **said)
    return max(since, last)


def _not_ahead(since: datetime, context: Context) -> None:
    if since > context.now:
        _refuse(context, _AHEAD, moment=f"{since:%Y-%m-%d %H:%M}")


def _may_create(definition: Definition, actor: Actor) -> bool:
    create = set(definition.access.create)
    if PUBLIC in create or (ANYONE in create and actor.person):
        return True
    return bool(create & actor.roles)


def _may(definition: Definition, transition: Transition, record: Record, actor: Actor) -> bool:
    return any(_has_role(definition, role, record, actor) for role in transition.roles)


def _has_role(definition: Definition, role: str, record: Record, actor: Actor) -> bool:
    """Whether an actor has a role for this record; a field of its name says who has it."""
    if role == OWNER:
        return bool(actor.person) and record.value("owner") == actor.person
    if role == ANYONE:
        return bool(actor.person)
    field = definition.fields.get(role)
    if field is not None and field.type in PERSONS:
        return actor.person in persons(record.value(role))
    return role in actor.roles


def _wanted(
    transition: Transition, actor: Actor, given: Mapping[str, Any], context: Context
) -> tuple[str, ...]:
    """Fields that must be filled; a note must be a new one when a person takes the step."""
    if "note" in transition.require and not given.get("note") and actor.person != SYSTEM_PERSON:
        raise CrossfootError(Problem(_NO_NOTE[context.language], where="note"))
    return transition.require


def _left_open(definition: Definition, record: Record, transition: Transition) -> tuple[str, ...]:
    """Required fields that a campaign could not fill when it opened the record."""
    if record.history[0].by != SYSTEM_PERSON:
        return ()
    required = (each.name for each in definition.every_field() if each.required)
    empty = (name for name in required if record.value(name) in (None, (), ""))
    return tuple(name for name in empty if name not in transition.require)


def _is_missing(record: Record, name: str, transition: Transition) -> bool:
    return name not in transition.set and (name == "note" or record.value(name) in (None, (), ""))


def _missing_problems(
    definition: Definition, record: Record, names: Iterable[str], context: Context
) -> Iterator[Problem]:
    for name in names:
        if definition.field(name) is not None and record.value(name) in (None, (), ""):
            label = _label(definition, name, context)
            yield Problem(_UNFILLED[context.language].format(field=label), where=name)


def _label(definition: Definition, name: str, context: Context) -> str:
    field = definition.field(name)
    return field.label[context.language] if field is not None else name


def _broken_rules(definition: Definition, record: Record, context: Context) -> Iterator[Problem]:
    evaluator = Evaluator(definition, context)
    for rule in definition.rules:
        if not evaluator.holds(rule.that, record):
            yield Problem(rule.say[context.language])


def _has_evidence(definition: Definition, record: Record) -> bool:
    """Whether a verification has something to rest on: evidence, or what the work had to leave.

    A photo that came with the report, or the product it is about, proves nothing of the work: only
    files and records count that some step requires.
    """
    proofs = (FieldType.ATTACHMENT, FieldType.REF)
    asked = {name for each in definition.transitions for name in each.require}
    names = [
        each.name
        for each in definition.every_field()
        if each.type in proofs and (each.name in asked or each.name == "evidence")
    ]
    return any(record.value(name) not in (None, (), "") for name in names)


def _refuse(context: Context, what: Text, **values: object) -> NoReturn:
    raise CrossfootError(Problem(what[context.language].format(**values)))
