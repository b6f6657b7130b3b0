"""Each step of each register by who may take it, and by who may not: buttons, and forged forms.

The cases come out of the definitions; a register that is added has them at once.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.person import Person
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.register.who import EXTERNAL
from crossfoot.records.register.writing import New, new_key, write_new
from crossfoot.registers.access import roles_of
from crossfoot.registers.context import Actor
from crossfoot.registers.definition import ANYONE, OWNER, SYSTEM, Definition, Transition
from crossfoot.registers.fields import PERSONS
from crossfoot.registers.library import library
from crossfoot.registers.records import Entered, Record
from crossfoot.registers.transitions import amend, step
from register_values import filled
from registers_kept import has_role, organisation

pytestmark = pytest.mark.django_db

#: of the others it is enough that their tables hold (tests/registers); these are lived wholly
STRESSED = (
    "customer_complaint",
    "security_incident",
    "supplier",
    "supply_chain_due_diligence",
    "worker",
    "monitoring_result",
    "product_file",
)
STEPS = [
    pytest.param(each, step_.key, id=f"{each}-{step_.key}")
    for each in STRESSED
    for step_ in library()[each].transitions
]
#: records that are made up until one can take the step
TRIES = 600
NOTE = "why it is so"
STRANGER = "user:0"


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


def somebody(*roles: str) -> Person:
    """A person with register roles on the company; with none at all where none is named."""
    name = "+".join(roles) or ANYONE
    user, _ = User.objects.get_or_create(
        email=f"{name}@example.org", name=name, defaults={"is_active": True}
    )
    person = Person(user, "test")
    return [person, *(has_role(person, role, "E") for role in roles)][-1]


def entitled(definition: Definition, transition: Transition) -> tuple[Person, dict[str, Any]]:
    """Who may take a step, and the fields by which the record names him, if it does."""
    role = next(each for each in transition.roles if each != SYSTEM)
    field = definition.field(role)
    if role == OWNER or (field is not None and field.type in PERSONS):
        person = somebody(sorted(roles_of(definition))[0])
        many = field is not None and field.many
        return person, {role: [person.reference] if many else person.reference}
    person = somebody(*(() if role == ANYONE else (role,)))
    return person, {OWNER: person.reference} if role in EXTERNAL else {}


def ready(definition: Definition, transition: Transition, actor: Actor, named: dict) -> Entry:
    """An entry that stands before a step and needs no more for it than a note."""
    chance, now = random.Random(f"{definition.id}{transition.key}"), timezone.now()
    names = [each.name for each in definition.every_field()]
    for _ in range(TRIES):
        at = now - timedelta(days=chance.randrange(1, 700))
        values = {**filled(definition, names, at, chance), "entity": "E", "site": "S", **named}
        record = stood_before(definition, transition, values, at)
        context = context_for("E", now)
        try:
            record = amend(definition, record, values, context)
            if not transition.is_automatic:
                step(definition, record, transition.key, actor, context, {"note": NOTE})
        except CrossfootError:
            continue
        return write_new(definition, New(record), context).entry
    pytest.fail("no record was found that can take the step")


def stood_before(
    definition: Definition, transition: Transition, values: dict[str, Any], at: datetime
) -> Record:
    """A record in a state that the step leaves, brought there by somebody else."""
    states = dict.fromkeys((definition.initial, transition.sources[0]))
    history = tuple(Entered(each, at, STRANGER) for each in states)
    blank = Record(new_key(), definition.id, {}, history, definition.version)
    return replace(blank, values={"source": "manual"})


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.user, PATH)
    return client


def stood(entry: Entry) -> tuple[Any, ...]:
    kept = Entry.objects.get(pk=entry.pk)
    return kept.state, kept.revision, kept.content, kept.passed.count()


def button(transition: Transition) -> str:
    return f'data-opens="step-{transition.key.replace(".", "-")}"'


@pytest.mark.parametrize(("register", "key"), STEPS)
def test_a_step_is_for_those_whom_it_names_and_for_nobody_else(register: str, key: str):
    definition = active()[register]
    transition = definition.transition(key)
    person, named = (
        (somebody(), {}) if transition.is_automatic else entitled(definition, transition)
    )
    held = frozenset(person.user.register_roles.values_list("role", flat=True))
    entry = ready(definition, transition, Actor(person.reference, held), named)
    address, before = f"/entries/{entry.key}", stood(entry)
    form = {"f.note": NOTE, "revision": entry.revision}
    # those who read the register, but whom the step does not name; and somebody without a role
    readers = sorted(roles_of(definition) - set(transition.roles) - held) or ["esg_team"]
    for wrong in (somebody(readers[0]), somebody()):
        if ANYONE in transition.roles or (
            wrong.user == person.user and not transition.is_automatic
        ):
            continue
        client = signed_in(wrong)
        page = client.get(address)
        assert button(transition) not in page.content.decode()
        refused = client.post(f"{address}/steps/{key}", form)
        assert refused.status_code in {400, 403, 404}
        assert stood(entry) == before
    if transition.is_automatic:
        return
    client = signed_in(person)
    assert button(transition) in client.get(address).content.decode()
    assert client.post(f"{address}/steps/{key}", form).status_code == 302
    taken = list(Entry.objects.get(pk=entry.pk).passed.values_list("transition", "state"))
    assert (key, transition.target) in taken
