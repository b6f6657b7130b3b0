"""Every definition that ships: its examples, its states, random lives of its records."""

from __future__ import annotations

import contextlib
import random
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.quantities.calendars import china
from crossfoot.registers.check import main
from crossfoot.registers.checking import reachable
from crossfoot.registers.context import Actor, Context
from crossfoot.registers.definition import Definition
from crossfoot.registers.library import library
from crossfoot.registers.loading import BUILT_IN, KEYS
from crossfoot.registers.records import Record
from crossfoot.registers.transitions import amend, open_record, possible, run_system, step
from crossfoot.registers.worked import differences
from register_help import at, moment
from register_values import filled

DEFINITIONS = sorted(library().values(), key=lambda each: each.id)
EXAMPLES = [(each, example) for each in DEFINITIONS for example in each.examples]

every = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda each: each.id)


@pytest.mark.parametrize(
    ("definition", "example"),
    EXAMPLES,
    ids=[f"{each.id}-{example.place.number}" for each, example in EXAMPLES],
)
def test_a_worked_example_comes_out(definition, example):
    assert example.expect
    assert [str(each) for each in differences(definition, example, library())] == []


@every
def test_every_state_is_reachable_and_leads_to_rest(definition: Definition):
    assert reachable(definition, definition.initial) == set(definition.states)
    ends = definition.finals | definition.resting
    assert all(reachable(definition, state) & ends for state in definition.states)


@every
def test_every_step_has_a_role_and_every_system_step_a_reason(definition: Definition):
    for each in definition.transitions:
        assert each.roles
        assert not each.is_automatic or each.when is not None or each.due is not None


@every
def test_every_word_stands_in_both_languages(definition: Definition):
    texts = [definition.title, definition.purpose, *definition.states.values(), *definition.notes]
    for field in definition.fields.values():
        for each in (field, *field.rows.values()):
            texts += [each.label, *each.options.values()]
    texts += [each.label for each in definition.metrics.values()]
    texts += [each.label for each in definition.clocks.values()]
    texts += [each.label for each in definition.params.values()]
    texts += [each.label for each in definition.recurring]
    assert all(text.en and text.zh for text in texts)
    assert all(
        any("\u4e00" <= sign <= "\u9fff" for sign in text.zh) for text in texts if len(text.zh) > 6
    )


# -- random lives ------------------------------------------------------------------------------


def everybody(definition: Definition, record: Record | None, name: str) -> Actor:
    roles = {role for each in definition.transitions for role in each.roles}
    return Actor(name, frozenset(roles | set(definition.access.create)))


def life(definition: Definition, seed: int, taken: Counter[str]) -> Record:
    """A record and eighty things that happen to it, each checked to lose nothing."""
    chance = random.Random(f"{definition.id}{seed}")
    now = moment("2020-03-01T09:00")
    required = [each.name for each in definition.every_field() if each.required]
    record = opened(definition, required, now, chance)
    for _ in range(80):
        now += timedelta(hours=chance.choice([1, 5, 30, 200, 700, 3000]))
        if now.year > 2026:
            break
        context = Context(now, china())
        before = record
        moved = run_system(definition, record, context)
        record = moved[-1] if moved else acted(definition, record, context, chance, taken)
        assert record.history[: len(before.history)] == before.history
        assert all(name in record.values for name in before.values)
        check_history(definition, record)
    return record


def check_history(definition: Definition, record: Record) -> None:
    times = [each.at for each in record.history]
    assert times == sorted(times)
    for first, then in pairwise(record.history):
        key = definition.transition(then.transition)
        assert key is not None
        assert first.state in key.sources
        assert key.target == then.state


#: steps that wait for a record of another register, which a life alone never has
ELSEWHERE = {
    "carbon_footprint": {"planned.requested"},
    "environmental_facility": {"operating.abnormal_exceeded"},
}


@every
def test_random_lives_lose_nothing_and_take_every_step(definition: Definition):
    """Every step of every table can be taken, by people or by the clock."""
    left = {each.key for each in definition.transitions} - ELSEWHERE.get(definition.id, set())
    taken: Counter[str] = Counter()
    for seed in range(1500):
        keys = [each.transition for each in life(definition, seed, taken).history]
        taken.update(keys)
        left -= set(keys)
        if not left and seed > 4:
            break
    assert not left


def opened(definition: Definition, required: list[str], now: datetime, chance: random.Random):
    actor = everybody(definition, None, "A")
    for _ in range(50):
        try:
            values = filled(definition, required, now, chance)
            return open_record(definition, "R", values, actor, Context(now, china()))
        except CrossfootError:
            continue
    pytest.fail("no record could be opened")


def acted(
    definition: Definition,
    record: Record,
    context: Context,
    chance: random.Random,
    taken: Counter[str],
) -> Record:
    """Somebody fills some fields, or takes a step."""
    if record.state in definition.finals:
        return record
    if chance.random() < 0.5:
        names = [*chance.sample(list(definition.fields), min(4, len(definition.fields))), "owner"]
        changes = filled(definition, names, context.now, chance)
        with contextlib.suppress(CrossfootError):
            return amend(definition, record, changes, context)
        return record
    return tried(definition, record, context, chance, taken)


def tried(
    definition: Definition,
    record: Record,
    context: Context,
    chance: random.Random,
    taken: Counter[str],
) -> Record:
    actor = everybody(definition, record, chance.choice(["A", "B", "C"]))
    steps = possible(definition, record, actor, context)
    if not steps:
        return record
    chosen = min(steps, key=lambda each: (taken[each.transition.key], chance.random()))
    names = [*chosen.transition.require, "evidence"]
    changes = filled(definition, names, context.now, chance)
    stranger = Actor("stranger", frozenset({"assurer", "anyone"}))
    if not stranger.roles & set(chosen.transition.roles):
        with pytest.raises(CrossfootError):
            step(definition, record, chosen.transition.key, stranger, context, changes)
    try:
        return step(definition, record, chosen.transition.key, actor, context, changes)
    except CrossfootError:
        return record


@every
def test_who_has_no_role_can_do_nothing(definition: Definition):
    chance = random.Random(1)
    required = [each.name for each in definition.every_field() if each.required]
    now = moment("2023-03-01T09:00")
    record = opened(definition, required, now, chance)
    stranger = Actor("stranger")
    assert possible(definition, record, stranger, at("2023-03-02T09:00")) == []
    for each in definition.leaving(record.state):
        with pytest.raises(CrossfootError):
            step(definition, record, each.key, stranger, at("2023-03-02T09:00"))


def test_the_page_for_authors_names_every_key_that_a_file_may_have():
    page = Path(__file__).parents[2] / "docs" / "explanation" / "registers.md"
    text = page.read_text(encoding="utf-8")
    assert [key for key in KEYS if f"{key}:" not in text] == []


def test_the_check_reads_files_and_says_what_is_wrong(tmp_path, capsys):
    good = BUILT_IN / "safety_hazard.yaml"
    assert main([str(good)]) == 0
    bad = tmp_path / "safety_hazard.yaml"
    text = good.read_text(encoding="utf-8").replace("hazards_open: 1", "hazards_open: 2")
    bad.write_text(text, encoding="utf-8")
    assert main([str(bad)]) == 1
    assert "hazards_open is 1, not 2" in capsys.readouterr().out
