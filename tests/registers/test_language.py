"""The language of guards and formulas, and what a wrong definition is told."""

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from crossfoot.errors import CrossfootError
from crossfoot.registers.definition import Definition
from crossfoot.registers.due_times import DueTime
from crossfoot.registers.expressions.evaluation import Evaluator
from crossfoot.registers.expressions.parser import parse
from crossfoot.registers.expressions.spans import Span
from crossfoot.registers.library import Library, bind_condition
from crossfoot.registers.loading import read_definition_text
from crossfoot.registers.records import Entered, Record
from crossfoot.registers.values import Money, read_values
from register_help import at, moment

SMALL = """
id: small
version: 1
domain: safety
title: {en: Small, zh: 小}
purpose: {en: For tests, zh: 供测试}
access: {class: open, create: [anyone]}
fields:
  level:
    type: choice
    label: {en: Level, zh: 级别}
    options: {low: {en: Low, zh: 低}, high: {en: High, zh: 高}}
  kinds:
    type: multi
    label: {en: Kinds, zh: 类型}
    options: {fire: {en: Fire, zh: 火}, dust: {en: Dust, zh: 尘}}
  weight: {type: number, unit: kg, label: {en: Weight, zh: 重量}}
  distance: {type: number, unit: km, label: {en: Distance, zh: 距离}}
  cost: {type: money, label: {en: Cost, zh: 费用}}
  urgent: {type: boolean, label: {en: Urgent, zh: 紧急}}
  done_on: {type: date, label: {en: Done on, zh: 完成日期}}
  due_on: {type: date, ahead: yes, label: {en: Due on, zh: 期限}}
  text: {type: text, label: {en: Text, zh: 文字}}
  parts:
    type: rows
    label: {en: Parts, zh: 部件}
    fields:
      name: {type: text, label: {en: Name, zh: 名称}}
      mass: {type: number, unit: kg, label: {en: Mass, zh: 质量}}
      broken: {type: boolean, label: {en: Broken, zh: 损坏}}
  points: {type: number, formula: "if(weight filled, weight * 2, 0)", label: {en: Points, zh: 得分}}
  rating:
    type: choice
    label: {en: Rating, zh: 评级}
    options: {A: {en: A, zh: A级}, B: {en: B, zh: B级}, C: {en: C, zh: C级}}
    grade: {of: points, bands: {A: best, B: 10, C: 0}}
states:
  new: {en: New, zh: 新建}
  done: {en: Done, zh: 完成}
params:
  best: {value: 20, label: {en: Best from, zh: 优秀线}}
aliases:
  heavy: weight > 10
transitions:
  - {from: new, to: done, roles: [hse], when: WHEN, require: [done_on], due: 5 bd}
metrics:
  things: {label: {en: Things, zh: 数量}, formula: FORMULA, unit: UNIT}
"""


STEP = "roles: [hse], when: WHEN, require: [done_on], due: 5 bd}"


def small(
    when: str = "urgent = true", formula: str = "count(all)", unit: str = "count"
) -> Definition:
    text = SMALL.replace("WHEN", f'"{when}"').replace("FORMULA", f'"{formula}"')
    return read_definition_text(text.replace("UNIT", unit), "small.yaml", "small")


def record(**values: object) -> Record:
    definition = small()
    given_ = read_values(definition, values, moment("2024-01-01T00:00").tzinfo)  # type: ignore[arg-type]
    return Record("1", "small", given_, (Entered("new", moment("2024-01-01T00:00")),))


def holds(condition: str, **values: object) -> bool:
    definition = small()
    evaluator = Evaluator(definition, at("2024-06-01T12:00"))
    return evaluator.holds(bind_condition(definition, condition), record(**values))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("level = high", True),
        ("level in [low]", False),
        ("level not in [low]", True),
        ("level != low and urgent = true", False),  # urgent is false
        ("urgent != true", True),
        ("text = 'x'", False),
        ("text != 'x'", True),  # an empty field differs from everything
        ("not weight < 10", True),
        ("heavy", True),
        ("not heavy or urgent = false", True),
        ("kinds has fire", True),
        ("kinds has dust", False),
        ("text empty", True),
        ("done_on filled and done_on < today", True),
        ("done_on > due_on", False),
        ("parts has broken", True),
        ("parts.mass > 3 and parts.name = 'b'", True),
        ("parts.mass > 3 and parts.name = 'a'", False),  # of one and the same row
        ("year(done_on) = 2024", True),
        ("days(done_on, due_on) = 31", True),
        ("done_on + 1 mo = due_on", True),
        ("weight * 2 - 1 >= 23", True),
        ("weight / 4 = 3", True),
        ("cost > 99", True),
        ("state = new", True),
        ("weight > best", False),
        ("distance > 3", False),
        ("distance < 3", False),  # empty is neither
        ("not (distance > 3)", True),
    ],
)
def test_conditions(condition, expected):
    values = {
        "level": "high", "kinds": ["fire"], "weight": "12", "cost": "100 CNY", "urgent": "no",
        "done_on": "2024-03-01", "due_on": "2024-04-01",
        "parts": [{"name": "a", "mass": 1, "broken": "yes"}, {"name": "b", "mass": 5}],
    }  # fmt: skip
    assert holds(condition, **values) is expected


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("weigth > 3", "Did you mean 'weight'"),
        ("level = hihg", "Did you mean 'high'"),
        ("level = 3", "one of several words and is compared with a number"),
        ("weight > distance", "kg is compared with km"),
        ("done_on > weight", "a date and is compared with a number"),
        ("kinds = fire", "Write 'kinds' has"),
        ("level has low", "holds one value"),
        ("weight + done_on > 3", "cannot be computed"),
        ("weight", "a number, not a yes or no"),
        ("parts has colour", "no such field"),
        ("sum(weight) > 3", "no function 'sum' here"),
        ("weight > ", "ends too early"),
        ("(weight > 3", "')' is expected"),
        ("weight > 3 weight", "not expected there"),
        ("weight ; 3", "cannot be read"),
        ("done_on in perod", "a list in [ ] or a parameter"),
        ("text in period", "no date"),
        ("done_on.year = 3", "not known here"),
    ],
)
def test_a_wrong_guard_is_told_with_its_line(when, said):
    with pytest.raises(CrossfootError) as error:
        small(when)
    (problem,) = error.value.problems
    assert problem.where.startswith("small.yaml, line ")
    assert said in str(problem)


@pytest.mark.parametrize(
    ("formula", "unit", "said"),
    [
        ("sum(weight, all)", "km", "it gives kg, which is no 'km'"),
        ("sum(weight, all)", "count", "it gives kg"),
        ("count(all)", "kg", "a number of things"),
        ("sum(cost, all)", "kg", "it gives money"),
        ("sum(level, all)", "kg", "one of several words, not a number"),
        ("weight", "kg", "Say how it is counted"),
        ("ratio(sum(weight, all), sum(distance, all))", "percent", "which is no 'percent'"),
        ("sum(weight, all) + sum(distance, all)", "kg", "cannot be computed"),
        ("cuont(all)", "count", "Did you mean 'count'"),
        ("entered(finished)", "count", "no state"),
        ("rows(weight, all)", "count", "no repeating group"),
        ("count(colour = red)", "count", "not known here"),
    ],
)
def test_a_wrong_formula_is_told(formula, unit, said):
    with pytest.raises(CrossfootError) as error:
        small(formula=formula, unit=unit)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("to: done,", "to: dnoe,", "Did you mean 'done'"),
        ("roles: [hse],", "roles: [hsee],", "Did you mean 'hse'"),
        ("roles: [hse],", "", "nobody may do it"),
        ("require: [done_on],", "require: [dune_on],", "Did you mean 'due_on'"),
        ("due: 5 bd}", "due: 5 days}", "no time limit"),
        ("due: 5 bd}", "due: 5 d @weight}", "no field with a date"),
        ("due: 5 bd}", "due: by weight}", "no field with a date"),
        ("zh: 新建}", "zz: 新建}", "zh"),
        ("type: boolean,", "type: bool,", "Did you mean 'boolean'"),
        ("class: open,", "class: opne,", "Did you mean 'open'"),
        ("bands: {A: best,", "bands: {D: best,", "'D' is not one of the options"),
        ("unit: kg,", "unit: kgg,", "kgg"),
        ("value: 20,", "vaule: 20,", "Did you mean 'value'"),
        ("  done: {en", "  lost: {en: L, zh: 丢}\n  done: {en", "no step leads"),
        (STEP, "roles: [system]}", "neither a guard nor"),
        (STEP, "roles: [system], require: [done_on], due: 1 d}", "does not fill it"),
        ("unit: UNIT}", "unit: count, catalogue: safety.fatalites}", "'safety.fatalities'"),
        ("unit: UNIT}", "unit: count, catalogue: {metric: water.use}}", "is in 'm^3'"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_definition_names_line_and_remedy(written, instead, said):
    assert written in SMALL
    text = SMALL.replace(written, instead, 1)
    text = (
        text.replace("WHEN", "urgent = true")
        .replace("FORMULA", "count(all)")
        .replace("UNIT", "count")
    )
    with pytest.raises(CrossfootError) as error:
        read_definition_text(text, "small.yaml", "small")
    assert "small.yaml" in str(error.value)
    assert said in str(error.value)


def test_a_state_without_way_out_is_a_dead_end():
    text = SMALL.replace("WHEN", "urgent = true").replace("FORMULA", "count(all)")
    ring = "  - {from: done, to: new, roles: [hse], due: 3 d}\nmetrics:"
    with pytest.raises(CrossfootError, match="ever comes to rest"):
        read_definition_text(
            text.replace("UNIT", "count").replace("metrics:", ring), "small.yaml", "small"
        )


def test_scores_and_grades_follow_the_parameters():
    definition = small()
    from crossfoot.registers.context import Override
    from crossfoot.registers.scores import with_computed

    def graded(weight: str, *overrides: Override) -> tuple[Decimal, str]:
        context = at("2024-06-01T12:00", overrides=overrides)
        found = with_computed(definition, record(weight=weight), context)
        return found.value("points"), found.value("rating")

    assert graded("12") == (Decimal(24), "A")
    assert graded("10") == (Decimal(20), "A")
    assert graded("9.9") == (Decimal("19.8"), "B")
    assert graded("4") == (Decimal(8), "C")
    assert graded("10", Override("small", "best", Decimal(21)))[1] == "B"


def test_values_are_read_or_refused_all_at_once():
    definition = small()
    zone = moment("2024-01-01T00:00").tzinfo
    assert zone is not None
    read = read_values(
        definition,
        {"level": "高", "weight": "1,200.5", "cost": "CNY 12.50", "urgent": "是", "text": ""},
        zone,
    )
    assert read == {
        "level": "high", "weight": Decimal("1200.5"), "cost": Money(Decimal("12.50"), "CNY"),
        "urgent": True, "text": None,
    }  # fmt: skip
    wrong = {"level": "hgih", "weight": "a lot", "cost": "12", "done_on": "1 March", "points": 3,
             "parts": [{"mass": "x"}, 3], "colour": "red"}  # fmt: skip
    with pytest.raises(CrossfootError) as error:
        read_values(definition, wrong, zone)
    assert len(error.value.problems) == 8


@given(some.text(max_size=40))
def test_no_text_does_anything_but_parse_or_be_refused(text):
    with contextlib.suppress(CrossfootError):
        assert parse(text) is not None


@given(some.integers(0, 999), some.sampled_from(["h", "bd", "d", "wk", "mo", "y"]))
def test_spans_and_due_times_are_written_as_they_are_read(value, unit):
    assert Span.parse(f"{value} {unit}") == Span(value, unit)
    for text in (f"{value} {unit}", f"{value} {unit} @done_on", f"{value} {unit} before done_on"):
        assert str(DueTime.parse(text)) == text
    assert str(DueTime.parse("31 Jan")) == "31 Jan"
    assert DueTime.parse("31 Foo") is None


def test_two_registers_with_one_metric_are_refused():
    other = SMALL.replace("id: small", "id: other").replace("WHEN", "urgent = true")
    other = other.replace("FORMULA", "count(all)").replace("UNIT", "count")
    with pytest.raises(CrossfootError, match="two registers have a metric 'things'"):
        Library([small(), read_definition_text(other, "other.yaml", "other")])
