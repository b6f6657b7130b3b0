"""Two inventories beside each other, why they differ, and what the browser makes of the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from browsers import chromium_browser, need_axe, need_chromium, no_barriers
from campaigns import crew
from crossfoot.records.jobs.models import Job
from crossfoot.records.jobs.running import run
from crossfoot.records.overview import fresh
from crossfoot.records.overview.actions.keep_draft import KeepDraft
from crossfoot.records.roles import Role
from crossfoot.web.views.inventory import inquiry
from inventories_kept import (
    PAGES,
    ROWS,
    browser,
    by_hand,
    line_address,
    made,
    milligrams,
    page,
    started,
    table,
)
from ledgers import no_processes
from people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(monkeypatch) -> list[Path]:
    """The workspaces whose numbers were begun anew; no process is started."""
    found: list[Path] = []
    monkeypatch.setattr(fresh, "begin", found.append)
    monkeypatch.setattr(inquiry, "begin", found.append)
    no_processes(monkeypatch)
    return found


@pytest.fixture
def folder(tmp_path, settings, person, begun) -> Path:
    found = started(tmp_path)
    settings.WORKSPACE = found
    return found


@pytest.fixture
def people(person, folder):
    return crew(person)


# -- two of them --------------------------------------------------------------------------------


def test_years_stand_beside_each_other(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    address = "/inventory/compare?base=now:2022&new=now:2023"
    rows = {row[0].text: row for row in table(client, address, "sites").rows}
    before = 2000 * 600_000
    hefei = rows["hefei"]
    assert [milligrams(cell) for cell in hefei[1:4]] == [
        before,
        by_hand(site="hefei"),
        by_hand(site="hefei") - before,
    ]
    (foot,) = table(client, address, "sites").foot
    assert milligrams(foot[3]) == by_hand() - before


def test_a_draft_has_the_same_figures_by_another_way(folder, people) -> None:
    """A draft has facts, and the inventory cells: they come to the same."""
    made(folder)
    draft = KeepDraft("first").do(people.manager)
    client = browser(people.manager)
    address = f"/inventory/compare?base=draft:{draft.pk}:2023&new=now:2023"
    totals = table(client, address, "totals").rows
    assert [milligrams(row[1]) for row in totals] == [milligrams(row[2]) for row in totals]
    assert milligrams(totals[4][1]) == by_hand()
    own = folder / "factors" / "own.csv"
    own.write_text(own.read_text().replace("CO2e,0.2,", "CO2e,0.3,"))
    made(folder)
    rows = {row[0].text: row for row in table(client, address, "categories").rows}
    changed = [name for name, row in rows.items() if milligrams(row[3])]
    assert [name.partition(" · ")[0] for name in changed] == ["Scope 3"]
    assert milligrams(rows[changed[0]][3]) == 5000 * 100_000


def kept(people, name: str, **asked: str) -> str:
    client = browser(people.manager)
    given = {"name": name, "year": "2023", "approach": "operational_control", "gwp": "AR6"}
    answer = client.post("/inventory/compare", {**given, **asked})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    job = Job.objects.latest("id")
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return str(job.address.rpartition("run:")[2])


def test_a_restatement_is_split_by_cause_and_adds_up(folder, people, person) -> None:
    """Another set of potentials, then a corrected factor: each by hand, the rest interaction."""
    made(folder)
    base = kept(people, "reported")
    own = folder / "factors" / "own.csv"
    own.write_text(own.read_text().replace("CO2,2.5,kg/L", "CO2,2.6,kg/L"))
    new = kept(people, "corrected", gwp="AR5")
    client = browser(people.manager)
    address = f"/inventory/restate?base={base}&new={new}&total=scope1"
    assert b"Explain the difference" in page(client, address).content
    answer = client.post("/inventory/restate", {"base": base, "new": new})
    assert answer.status_code == 302
    run(Job.objects.latest("id").pk)
    shown = page(client, address)
    assert shown.context["adds_up"] is True
    causes = {row[0].text: milligrams(row[1]) for row in shown.context["tables"][0].rows}
    litres = sum(int(row.quantity) for row in ROWS if row.activity == "fuel.diesel.mobile")
    factor, potentials = litres * 100_000, litres * 1000 * (265 - 273)
    assert causes["Emission factors"] == factor
    assert causes["Warming potentials"] == potentials
    assert causes["Interaction of several causes"] == 0
    sites = next(each for each in shown.context["tables"] if each.id == "sites")
    for row in sites.rows:  # base, its causes, new: the sides are read from the runs themselves
        *start, end = [milligrams(cell) for cell in row[1:]]
        assert sum(start) == end
    (chart,) = shown.context["charts"]
    heights = [each for series in chart.light["series"][1:] for each in series["data"] if each]
    assert len(heights) == 4  # both totals and two steps
    own_part = browser(person(Role.DATA_OWNER, "cells"))
    part = page(own_part, address).context["tables"][0]
    assert milligrams(part.rows[2][1]) == litres * 100_000
    page(own_part, f"{address}&unit=penang", 404)


def test_the_policy_of_the_base_year_decides(folder, people) -> None:
    made(folder)
    base = kept(people, "reported")
    new = kept(people, "other", gwp="AR5")
    client = browser(people.manager)
    client.post("/inventory/restate", {"base": base, "new": new})
    run(Job.objects.latest("id").pk)
    address = f"/inventory/restate?base={base}&new={new}"
    assert b"No total changed by more" in page(client, address).content
    (folder / "base_year.toml").write_text("year = 2021\nthreshold = 0.0001\n")
    text = page(client, address).content.decode()
    assert "Explain the difference" in text  # another policy, another finding
    client.post("/inventory/restate", {"base": base, "new": new})
    run(Job.objects.latest("id").pk)
    text = page(client, address).content.decode()
    assert "The base year is to be recalculated" in text
    assert "No event is stated for: Warming potentials" in text.replace("warming", "Warming")


def test_factors_are_added_and_never_changed(folder, people, person) -> None:
    made(folder)
    head = "id,activity,gas,value,unit,scope,category,source"
    new = f"{head}\nmachines-1,s3.02.machines,CO2e,2,kg/CNY,3,2,ledger\n".encode()
    client = browser(people.manager)

    def send(content: bytes, name: str = "capital.csv", by: Client = client) -> Any:
        return by.post("/inventory/factors", {"file": SimpleUploadedFile(name, content)})

    part = browser(person(Role.ESG_MANAGER, "cells"))
    assert send(new, by=part).status_code == 403
    assert send(new, "capital.txt").status_code == 400
    assert send(new.replace(b"kg/CNY", b"L/CNY")).status_code == 400
    assert not (folder / "factors" / "capital.csv").exists()
    assert send(new).status_code == 302
    assert send(new.replace(b",2,kg", b",3,kg")).status_code == 400  # the name is taken
    assert send(new, "again.csv").status_code == 400  # the id is taken
    made(folder)
    page_of = table(client, "/inventory/explore?scope=3&category=2", "parts")
    assert milligrams(page_of.rows[0][1]) == 90 * 2_000_000
    assert b"in no total: 1" in page(client, "/inventory").content


def test_keeping_is_for_those_who_run_campaigns_of_the_whole(folder, people, person) -> None:
    made(folder)
    part = browser(person(Role.ESG_MANAGER, "cells"))
    given = {"name": "x", "year": "2023", "approach": "operational_control", "gwp": "AR6"}
    assert part.post("/inventory/compare", given).status_code == 403
    client = browser(people.manager)
    for wrong in ({"name": ""}, {"name": "a/b"}, {"gwp": "AR1"}, {"as_of": "soon"}):
        assert client.post("/inventory/compare", {**given, **wrong}).status_code == 400
    assert not Job.objects.exists()


# -- in a browser --------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_have_no_barriers_and_fit_a_telephone(live_server, folder, people, language) -> None:
    need_chromium()
    need_axe()
    made(folder)
    base, new = kept(people, "reported"), kept(people, "other", gwp="AR5")
    client = browser(people.manager)
    client.post("/inventory/restate", {"base": base, "new": new})
    run(Job.objects.latest("id").pk)
    restated = f"/inventory/restate?base={base}&new={new}"
    addresses = (*PAGES, f"{line_address(folder)}?year=2023", restated)
    no_barriers(live_server.url, people.manager.user.email, PASSWORD, language, addresses)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_charts_are_drawn_in_the_page(live_server, folder, people) -> None:
    need_chromium()
    made(folder)
    client = browser(people.manager)
    with chromium_browser() as chromium:
        context = chromium.new_context()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        context.add_cookies([{**cookie, "url": live_server.url}])
        shown = context.new_page()
        said: list[str] = []
        shown.on("console", lambda message: said.append(message.text))
        shown.goto(f"{live_server.url}/inventory")
        shown.wait_for_selector("[data-chart] canvas")
        assert not [each for each in said if "Security" in each]
