"""The inventory for programs: the same sums and lines as the pages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from campaigns import crew
from crossfoot.records.overview import fresh
from crossfoot.records.roles import Role
from inventories_kept import ROWS, by_hand, made, started
from test_api import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings, person, monkeypatch) -> Path:
    monkeypatch.setattr(fresh, "begin", lambda folder: None)
    found = started(tmp_path)
    settings.WORKSPACE = found
    return made(found)


@pytest.fixture
def program(folder, person) -> Program:
    return Program(crew(person).manager)


def test_totals_parts_and_lines_are_those_by_hand(program) -> None:
    said = program.get("inventory?unit=group&year=2023&gwp=AR5").json()
    assert Decimal(said["total_market"]).scaleb(9) == by_hand("AR5")
    assert (said["gwp"], said["years"], said["unresolved"]) == ("AR5", [2022, 2023], 2)
    assert Decimal(said["outside_scopes"]["CO2-biogenic"]) == Decimal("0.012")
    asked = "unit=group&scope=1&category=mobile"
    said = program.get(f"inventory/parts?{asked}&by=site").json()
    parts = {each["name"]: each["milligrams"] for each in said["parts"]}
    assert parts == {site: by_hand(scope="1", site=site) for site in ("hefei", "yibin")}
    assert said["milligrams"] == sum(parts.values())
    said = program.get(f"inventory/lines?{asked}&limit=2").json()
    assert said["count"] == sum(row.activity == "fuel.diesel.mobile" for row in ROWS)
    assert len(said["items"]) == 2
    first = said["items"][0]
    assert (first["file"], first["factor"], first["quantity"]) == ("rows.csv", "diesel", "70")
    everything = program.get(f"inventory/lines?{asked}").json()["items"]
    assert sum(each["milligrams"] for each in everything) == said["milligrams"]


def test_what_is_unresolved_is_told(program) -> None:
    said = program.get("inventory/unresolved?unit=group").json()
    assert {(each["activity"], each["kind"]) for each in said} == {
        ("s3.02.machines", "factor"),
        ("fuel.diesel.mobile", "unit"),
    }


def test_programs_read_what_their_person_may(folder, person) -> None:
    program = Program(person(Role.DATA_OWNER, "cells"))
    own = by_hand(site="hefei") + by_hand(site="yibin")
    said = program.get("inventory/parts?unit=cells").json()
    assert said["milligrams"] == own
    for path in ("inventory", "inventory/parts", "inventory/lines", "inventory/unresolved"):
        assert program.get(f"{path}?unit=penang").status_code == 404
        assert program.get(f"{path}?unit=group").status_code == 404
        assert program.get(f"{path}?unit=cells&site=penang").status_code == 404
        assert program.get(f"{path}?unit=cells&gwp=AR1").status_code == 404
    assert program.get("inventory/parts?unit=cells&month=2023-13").status_code == 422
