"""Every definition says what the specification says of its register."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from crossfoot.registers.definition import Definition
from crossfoot.registers.fields import Field, FieldType, all_fields
from crossfoot.registers.library import library
from register_blocks import Block, blocks

pytestmark = pytest.mark.shared

#: fields that a definition adds on purpose, and why
ADDED = {
    "security_incident": {
        "breach_known_at",  # where the 72 hours begin when personal data turn up later
        "affected_persons",  # "personal fields sealed"
    },
    "monitoring_result": {"readings.measured_in"},  # the unit that the load is computed from
    "product_file": {
        "assessments.priority",  # the product of the three ratings
        "energy.pass",  # the energy rule as a computed field
        "claims.value_unit",  # the unit of `value`
    },
    "risk_item": {"rating"},  # likelihood times impact, from which the level follows
}
#: metrics whose breakdown has more than the specification, and why
WIDER = {"units_sold": {"product"}}  # complaints per thousand units are asked by product
#: steps whose guard the specification states as a rule
GUARDED = {
    "corrective_action": {"done.verified"},  # what is not effective goes to rework
    "product_file": {"trial.mass_production"},  # an identifier before mass production
    "supplier": {"candidate.prequalified"},  # basic admission
    "worker": {"applied.verified"},  # minimum age
    "ai_system": {"in_review.approved", "in_review.conditional"},  # unacceptable is only rejected
    "hse_incident": {"decided.rectified"},  # the four that are not let go
    "marketing_material": {"approved.released"},  # what was decided to be released
    "nonconforming_product": {"analysed.closed"},  # a corrective action where major or repeated
    "service_order": {"dispatched.in_service"},  # the price is told before paid work
    "waste_batch": {"stored.shipped"},  # contract and licence in force
}


every = pytest.mark.parametrize("id_", sorted(library()))


@cache
def specified(path: Path) -> dict[str, Block]:
    return blocks(path)


@pytest.fixture
def pair(id_: str, shared: Path) -> tuple[Definition, Block]:
    return library()[id_], specified(shared / "spec" / "registers.md")[id_]


def written(found: Field) -> str:
    """The type of a field as the specification writes it."""
    match found.type:
        case FieldType.CHOICE | FieldType.MULTI if found.codes:
            return f"{found.type}[core.{found.codes}]"
        case FieldType.CHOICE | FieldType.MULTI:
            return f"{found.type}[{'|'.join(found.options)}]"
        case FieldType.REF:
            return f"ref({found.register})"
        case FieldType.ENTITY if found.many:
            return "multi[core.entity]"
        case FieldType.SEALED_TEXT | FieldType.SEALED_PERSON:
            return found.type.value.replace("_", " ")
    return found.type.value


@every
def test_fields_have_their_types_options_and_required_flags(id_, pair):
    definition, block = pair
    own = dict(all_fields(definition.fields))
    assert set(own) - set(block.fields) == ADDED.get(id_, set())
    for path, (kind, required) in block.fields.items():
        assert path in own, path
        assert written(own[path]) == re.sub(r"^number\(.*", "number", kind), path
        assert own[path].required is required, path


@every
def test_titles_dates_and_who_may_create(id_, pair):
    definition, block = pair
    assert definition.title.zh == block.title_zh
    assert definition.period_date == (block.period_date or "opened_on")
    assert set(definition.access.create) == block.create


@every
def test_every_step_is_there_with_its_roles_fields_and_due_time(id_, pair):
    definition, block = pair
    assert len(definition.transitions) == len(block.steps)
    mentioned = {state for step in block.steps for state in (*step.sources, step.target)}
    assert set(definition.states) == mentioned - {"*"}
    left = {state for step in block.steps for state in step.sources} - {"*"}
    for found, step in zip(definition.transitions, block.steps, strict=True):
        assert set(found.sources) == (left if step.sources == {"*"} else step.sources), found.key
        assert found.target == step.target, found.key
        assert set(found.roles) == step.roles, found.key
        assert set(found.require) == step.require, found.key
        assert str(found.due or "") == step.due, found.key
        more = found.key in GUARDED.get(id_, ())
        assert (found.when is not None) is (step.guarded or more), found.key


#: clocks that count from another field than the specification names, and why
COUNTED_FROM = {"authority_notice": "72 h @breach_known_at"}


@every
def test_clocks(id_, pair):
    definition, block = pair
    found = {name: (each.stops, str(each.due)) for name, each in definition.clocks.items()}
    expected = {
        name: (stops, COUNTED_FROM.get(name, due)) for name, (stops, due) in block.clocks.items()
    }
    assert found == expected


@every
def test_metrics_have_their_breakdowns_and_a_figure_of_the_catalogue(id_, pair):
    definition, block = pair
    assert list(definition.metrics) == list(block.metrics)
    for name, (unit, by) in block.metrics.items():
        metric = definition.metrics[name]
        assert set(metric.by) == {each.rpartition(".")[2] for each in by} | WIDER.get(name, set())
        assert (metric.unit == "percent") is (unit == "%"), name
        assert metric.catalogue, name
