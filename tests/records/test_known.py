"""Figures of the period before, looked up where they are kept instead of calculated anew."""

# ruff: noqa: F811  # fixtures of another file

from __future__ import annotations

import pytest

from campaigns import ELECTRICITY, WATER
from crossfoot.facts.fact import NO_DIMENSIONS, FactKey
from crossfoot.quantities.periods import Period
from crossfoot.records import known
from crossfoot.records.collection.models import Cell
from dashboards import begun, browser, folder, people  # noqa: F401  # fixtures
from figures_kept import MONTHLY, SITES, approve, made

pytestmark = pytest.mark.django_db

ASKED = (WATER, ELECTRICITY, "workforce.headcount")


def keys() -> list[FactKey]:
    periods = [Period.year(2022), Period.year(2023), Period.month(2023, 7)]
    return [
        FactKey(metric, unit, period, NO_DIMENSIONS)
        for metric in ASKED
        for unit in (*SITES, "cells", "group")
        for period in periods
    ]


def test_kept_figures_are_those_of_a_calculation(folder, people) -> None:
    approve(people, "hefei", "4321")
    made(folder)
    kept = known.known_figures((*SITES, "cells", "group"), ASKED)
    calculated = known._calculated(folder)
    assert kept is not None
    assert calculated is not None
    for key in keys():
        one, other = kept.current(key), calculated.current(key)
        assert (one and one.value) == (other and other.value), key
    assert sum(kept.current(key) is not None for key in keys()) > 20


def test_no_page_calculates_while_somebody_waits(folder, people, begun, monkeypatch) -> None:
    made(folder)

    def calculated(_: object) -> None:
        raise AssertionError("calculated inside a request")

    monkeypatch.setattr(known, "_calculated", calculated)
    sent = {
        "template": "monthly-environment",
        "period": "2024-01",
        "due": "2024-02-10",
        "unit": ["hefei"],
    }
    assert browser(people.manager).post("/campaigns/new", sent).status_code == 302
    before = Cell.objects.get(metric=WATER, request__unit__code="hefei").before
    assert before == str(MONTHLY["hefei"])


def test_the_form_begins_to_calculate_what_has_changed(folder, people, begun) -> None:
    made(folder)
    approve(people, "hefei", "4321")
    assert begun == []
    assert browser(people.manager).get("/campaigns/new").status_code == 200
    assert begun == [folder]
