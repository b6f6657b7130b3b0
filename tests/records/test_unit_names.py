"""People read names of units; codes stand where somebody types them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from campaigns import Y2020, crew, opened, plant
from crossfoot.languages import Text
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.messages import language
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.names import unit_called, units_called
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Duty, Role
from evidences import PDF, sent
from test_organisation import entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(person, root, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    plant()
    company = entity("cells", kind="company", name=Text("Cells Limited", "电芯公司"))
    for unit in (company, entity("hefei", "cells", name=Text("Hefei plant", "合肥工厂"))):
        SetUnit(unit, Span(Y2020)).do(root)
    return crew(person)


def text(person, address: str) -> str:
    client = Client()
    client.force_login(person.user, PATH)
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"<[^>]*>", " ", answer.content.decode())


def test_names_are_those_of_the_codes(people, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = units_called(["hefei", "cells", "mars", ""], "en")
    assert found == {"hefei": "Hefei plant", "cells": "Cells Limited", "mars": "mars"}
    with django_assert_num_queries(0):
        assert units_called([], "en") == {}


def test_pages_call_units_by_their_names(people) -> None:
    assert "Cells Limited" in text(people.owner, "/account")
    assert " cells " not in text(people.owner, "/account")
    unit = text(people.manager, "/organisation/units/hefei")
    assert "Cells Limited" in unit
    bill = AddEvidence(sent(PDF), "hefei", "Bill").do(people.owner)
    page = text(people.owner, f"/evidence/{bill.pk}")
    assert "Hefei plant" in page
    assert not re.search(r"\bhefei\b", page)


def test_a_refusal_names_a_unit_that_the_person_may_read_and_no_other(people, person) -> None:
    viewer = person(Role.VIEWER, "hefei")
    for unit, said in (("hefei", "Hefei plant"), ("cells", "cells")):
        with pytest.raises(NotAllowedError) as refused:
            viewer.require(Duty.ENTER, unit)
        assert refused.value.problems[0].what.endswith(f": {said}")
        assert language() == "en"
    assert unit_called("cells", "en") == "Cells Limited"


def test_a_unit_that_is_asked_already_is_named(people) -> None:
    opened(people.manager)
    with pytest.raises(Exception, match="Hefei plant is asked already"):
        opened(people.manager)
