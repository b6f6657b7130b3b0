"""Intervals on pages: against IPCC 2006, volume 1, equations 3.1 and 3.2, worked out here."""

from __future__ import annotations

from decimal import Decimal
from math import isclose, sqrt
from pathlib import Path

import pytest

from campaigns import crew
from crossfoot.records.jobs.models import Job
from crossfoot.records.jobs.running import run
from crossfoot.records.overview import fresh
from crossfoot.records.roles import Role
from crossfoot.web.views.inventory import inquiry
from inventories_kept import browser, by_hand, made, milligrams, page, started, table
from ledgers import no_processes
from test_api import Program

pytestmark = pytest.mark.django_db

#: diesel is stated with 3 and 4 %, electricity with 1 and 5; air travel not at all
STATED = """activity,site,of,percent,source
fuel.diesel.mobile,,quantity,3,pump
fuel.diesel.mobile,,factor,4,book
electricity.grid,,quantity,1,meter
electricity.grid,,factor,5,bulletin
"""


@pytest.fixture
def folder(tmp_path, settings, person, monkeypatch) -> Path:
    monkeypatch.setattr(fresh, "begin", lambda folder: None)
    monkeypatch.setattr(inquiry, "begin", lambda folder: None)
    no_processes(monkeypatch)
    found = started(tmp_path)
    settings.WORKSPACE = found
    (found / "uncertainty.csv").write_text(STATED)
    return made(found)


def half_widths() -> dict[str, float]:
    """Absolute half widths in mg: meters of each site apart, each factor once for all sites."""
    diesel = {site: by_hand(site=site, scope="1") for site in ("hefei", "yibin")}
    power = {site: by_hand(site=site, scope="2") for site in ("hefei", "penang")}
    return {
        **{f"diesel {site}": 0.03 * mass for site, mass in diesel.items()},
        **{f"power {site}": 0.01 * mass for site, mass in power.items()},
        "diesel": 0.04 * sum(diesel.values()),
        "grid-23": 0.05 * sum(power.values()),
    }


def test_intervals_and_the_errors_behind_them_are_those_by_hand(folder, person) -> None:
    client = browser(crew(person).manager)
    widths = half_widths()
    whole = sqrt(sum(each**2 for each in widths.values()))
    row = table(client, "/inventory/uncertainty", "intervals").rows[-1]
    value, lower, upper = (milligrams(cell) for cell in row[1:4])
    assert value == by_hand()
    assert isclose(upper - value, whole, rel_tol=1e-6)
    assert isclose(value - lower, whole, rel_tol=1e-6)
    stated = by_hand(scope="1") + by_hand(scope="2")
    assert isclose(float(row[6].value), 100 * stated / by_hand(), rel_tol=1e-6)
    errors = table(client, "/inventory/uncertainty", "errors").rows
    assert len(errors) == len(widths)
    found = [milligrams(each[3]) for each in errors]
    assert all(
        isclose(a, b, rel_tol=1e-6)
        for a, b in zip(found, sorted(widths.values())[::-1], strict=True)
    )
    largest = max(widths.values())
    assert isclose(float(errors[0][4].value), 100 * largest**2 / whole**2, abs_tol=1e-5)
    assert isclose(float(errors[-1][5].value), 100, abs_tol=1e-5)
    program = Program(crew(person).manager).get("inventory/uncertainty?unit=group&year=2023").json()
    said = {each["total"]: each for each in program["intervals"]}
    assert isclose(float(said["total_market"]["upper"]) * 1e9, value + whole, rel_tol=1e-6)
    assert said["scope3"]["percent"] is None


def test_drawn_inventories_have_the_propagated_spread_and_can_be_repeated(folder, person) -> None:
    manager = crew(person).manager
    client = browser(manager)
    asked = "/inventory/uncertainty?unit=group&year=2023"
    assert client.post(asked, {"draws": "10", "seed": "7"}).status_code == 400
    answer = client.post(asked, {"draws": "20000", "seed": "7"})
    job = Job.objects.get()
    assert answer.url == f"/jobs/{job.pk}"
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, "20,000" in job.message) == ("done", True)
    shown = page(client, job.address)
    tables = {each.id: each for each in shown.context["tables"]}
    mean, _, low, high = (milligrams(cell) for cell in tables["draws"].rows[-1][1:5])
    stated = by_hand(scope="1") + by_hand(scope="2")
    whole = sqrt(sum(each**2 for each in half_widths().values()))
    assert abs(mean - stated) < 0.02 * whole
    assert isclose((high - low) / 2, whole, rel_tol=0.03)
    bars = tables["distribution-data"].rows
    assert sum(row[3].value for row in bars) == 20_000
    assert len(shown.context["charts"]) == 1
    again = Program(manager).post(
        "inventory/draws", {"unit": "group", "year": 2023, "draws": 20000, "seed": 7}
    )
    assert again.status_code == 202
    path = next((folder / ".cache" / "simulations").glob("*.json"))
    before = path.read_bytes()
    run(Job.objects.latest("pk").pk)
    assert path.read_bytes() == before
    other = page(client, f"{asked}&seed=8&draws=20000").context["tables"]
    assert "draws" not in {each.id for each in other}


def test_who_reads_a_part_draws_that_part(folder, person) -> None:
    owner = browser(person(Role.DATA_OWNER, "cells"))
    answer = owner.post("/inventory/uncertainty", {"draws": "1000", "seed": "1"})
    job = Job.objects.get()
    assert (answer.status_code, job.unit) == (302, "cells")
    assert "penang" not in job.parameters["asked"]["sites"]
    asked = {"unit": "penang", "year": 2023}
    assert Program(person(Role.DATA_OWNER, "cells")).post("inventory/draws", asked).status_code in (
        403,
        404,
    )
    assert Decimal(job.parameters["asked"]["draws"]) == 1000
