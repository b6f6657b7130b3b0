"""The pages of figures: fresh, who sees what, what they say, how much they ask."""

# ruff: noqa: F811  # fixtures of another file

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from browsers import chromium_browser, need_axe, need_chromium, no_barriers
from campaigns import ELECTRICITY, WATER, opened
from crossfoot.records.overview import fresh, starting
from crossfoot.records.overview.actions.keep_draft import KeepDraft
from crossfoot.records.overview.store import open_numbers, path_of
from crossfoot.records.roles import Duty, Role
from dashboards import FIGURE, begun, browser, doubt, folder, people, plain, text  # noqa: F401  # fixtures
from figures_kept import MONTHLY, approve, made
from people import PASSWORD
from test_api import Program

pytestmark = pytest.mark.django_db


# -- fresh, and never waiting -------------------------------------------------------------------


def test_a_page_without_numbers_begins_them_and_says_so(folder, people, begun) -> None:
    page = text(browser(people.manager), "/dashboard")
    assert "The figures are being calculated" in page
    assert "data-reload" in page
    assert set(begun) == {folder}
    for address in (FIGURE, "/gaps", "/tie-out", "/changes"):
        assert "The figures are being calculated" in text(browser(people.manager), address)
    said = json.loads(text(browser(people.manager), "/numbers/state"))
    assert said == {"as_of": None, "is_current": False, "is_building": True}


def test_what_is_kept_is_shown_until_newer_is_there(folder, people, begun) -> None:
    made(folder)
    client = browser(people.manager)
    assert "something changed" not in text(client, "/dashboard").lower()
    assert begun == []
    approve(people, "hefei", "4321")
    page = text(client, "/dashboard?unit=hefei")
    assert "Something changed since" in page
    assert begun == [folder]
    assert "4,321" not in page
    to_come = f"/figures/{WATER}/hefei/2031"  # it may be among the newer figures
    assert "Something changed since" in text(client, to_come)
    made(folder)
    text(client, to_come, 404)
    page = text(client, "/dashboard?unit=hefei")
    assert "4,321" in page
    assert "Something changed since" not in page


def test_figures_that_cannot_be_made_say_why_and_are_not_tried_again(folder, people, begun) -> None:
    made(folder)
    (folder / "facts" / "broken.csv").write_text("metric,entity\n")
    starting.failed(folder, fresh.digest_of(folder), "broken.csv has no value")
    page = text(browser(people.manager), "/dashboard")
    assert "broken.csv has no value" in page
    assert begun == []
    assert f"{12 * sum(MONTHLY.values()):,}" in page


def test_reading_writes_nothing(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    for address in ("/dashboard", FIGURE, "/gaps", "/tie-out", "/changes", "/dashboard.csv"):
        with CaptureQueriesContext(connection) as asked:
            text(client, address)
        said = [q["sql"].lstrip("(") for q in asked]  # a union may stand in brackets
        assert [each for each in said if not each.startswith("SELECT")] == [], address


# -- who sees what --------------------------------------------------------------------------------


def test_each_sees_the_units_of_their_own(folder, people, person) -> None:
    made(folder)
    owner = browser(person(Role.DATA_OWNER, "hefei"))
    page = text(owner, "/dashboard")
    assert f"{12 * MONTHLY['hefei']:,}" in page
    assert f"{12 * sum(MONTHLY.values()):,}" not in page
    assert "penang" not in page.lower()
    for unit in ("group", "penang", "cells"):
        for address in (
            f"/dashboard?unit={unit}",
            f"/dashboard.csv?unit={unit}",
            f"/gaps?unit={unit}",
            f"/tie-out?unit={unit}",
            f"/changes?unit={unit}",
            f"/figures/{WATER}/{unit}/2023",
        ):
            said = text(owner, address, 404)
            assert f">{12 * MONTHLY['penang']}<" not in said
    for address in ("/dashboard?unit=nobody", f"/figures/{WATER}/nobody/2023"):
        assert owner.get(address).status_code == 404
    manager = browser(people.manager)
    text(manager, "/dashboard?unit=nobody", 404)
    text(manager, "/dashboard?period=nothing", 404)
    text(manager, "/dashboard?period=0001", 404)
    text(manager, f"/figures/nothing/{'hefei'}/2023", 404)
    text(manager, f"/figures/{WATER}/hefei/1999", 404)
    text(manager, f"{FIGURE}?breakdown=x", 404)
    text(manager, "/changes?draft=9", 404)


# -- what they say --------------------------------------------------------------------------------


def test_the_page_the_file_and_the_api_have_the_same_numbers(folder, people) -> None:
    approve(people, "hefei", "1234.5")
    made(folder)
    program = Program(people.manager)
    client = browser(people.manager)
    for unit in ("group", "cells", "hefei", "penang"):
        for period in ("2023", "2022", "2023-07"):
            said = program.get(f"overview?unit={unit}&period={period}").json()
            assert said["is_current"] is True
            page = text(client, f"/dashboard?unit={unit}&period={period}")
            file = text(client, f"/dashboard.csv?unit={unit}&period={period}").lstrip("\ufeff")
            listed = {
                row["Metric"]: Decimal(row["Value"])
                for row in csv.DictReader(io.StringIO(file))
                if row["Period"] == period
            }
            of_api = {
                each["metric"]: Decimal(each["value"])
                for each in said["headlines"]
                if each["value"] is not None
            }
            assert of_api == listed
            for each in said["headlines"]:
                assert f">{each['printed']}<" in page or not each["printed"]
    facts = program.get("facts?entity=group&year=2023&limit=1000").json()["items"]
    of_facts = {
        fact["metric"]: Decimal(fact["value"])
        for fact in facts
        if fact["start"] == "2023-01-01" and fact["end"] == "2023-12-31" and not fact["dimensions"]
        if fact["value"] is not None
    }
    headlines = program.get("overview?unit=group&period=2023").json()["headlines"]
    for each in headlines:
        if each["value"] is not None:
            assert of_facts[each["metric"]] == Decimal(each["value"])
    assert of_facts[WATER] == 12 * sum(MONTHLY.values())


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.ESG_MANAGER, "/dashboard"),
        (Role.EXECUTIVE, "/dashboard"),
        (Role.VIEWER, "/dashboard"),
        (Role.ASSURER, "/dashboard"),
        (Role.ADMINISTRATOR, "/dashboard"),
        (Role.DATA_OWNER, "/tasks"),
        (Role.REVIEWER, "/tasks"),
        (Role.APPROVER, "/tasks"),
        (Role.SUPPLIER, "/account"),
    ],
)
def test_the_first_page_is_that_of_the_role(folder, person, role: Role, where: str) -> None:
    answer = browser(person(role)).get("/")
    assert (answer.status_code, answer["Location"]) == (302, where)


# -- how much they ask ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/dashboard", 15),
        ("/dashboard.csv", 8),
        (f"/figures/{ELECTRICITY}/group/2023", 12),
        ("/gaps", 22),
        ("/tie-out", 9),
        ("/changes", 10),
    ],
)
def test_the_number_of_queries_does_not_grow(folder, people, address: str, count: int) -> None:
    approve(people, "hefei", "1000")
    opened(people.manager)
    made(folder)
    KeepDraft("first").do(people.manager)
    client = browser(people.manager)

    def queries() -> int:
        client.get(address)  # what is read once for all pages
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    before = queries()
    opened(people.manager, ("yibin", "penang"))
    approve(people, "yibin", "500")
    made(folder)
    KeepDraft("second").do(people.manager)
    assert queries() == before
    assert before == count


# -- in a browser ---------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_have_no_barriers_and_fit_a_telephone(
    live_server, folder, people, language: str
) -> None:
    need_chromium()
    need_axe()
    doubt(folder)
    approve(people, "hefei", "1000")
    made(folder)
    KeepDraft("first").do(people.manager)
    approve(people, "yibin", "700")
    made(folder)
    addresses = (
        "/dashboard",
        "/dashboard?unit=hefei&period=2023-07",
        "/dashboard?period=2022",
        f"/figures/{WATER}/group/2023",
        f"/figures/{ELECTRICITY}/group/2023",
        "/figures/workforce.headcount/group/2023",
        "/gaps",
        "/tie-out",
        "/changes",
    )
    no_barriers(live_server.url, people.manager.user.email, PASSWORD, language, addresses)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_choice_shows_its_figures_at_once(live_server, folder, people) -> None:
    need_chromium()
    made(folder)
    client = browser(people.manager)
    with chromium_browser() as chromium:
        context = chromium.new_context()
        context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": live_server.url,
                }
            ]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/dashboard")
        page.select_option("select[name=unit]", "penang")
        page.wait_for_url("**/dashboard?unit=penang*")
        assert f"{12 * MONTHLY['penang']}" in page.inner_text("main")
        page.click(f"a[href='/figures/{WATER}/penang/2023']")
        page.wait_for_selector(".lineage")
        assert page.locator(".lineage li li").count() == 12


def test_numbers_are_open_to_all_who_read(folder, person) -> None:
    made(folder)
    with open_numbers(path_of(folder)) as numbers:
        assert numbers is not None
    for role in Role:
        someone = person(role)
        expected = 200 if someone.may_somewhere(Duty.READ) else 403
        assert browser(someone).get("/dashboard").status_code == expected


def test_charts_that_were_not_drawn_are_begun_while_figures_are_shown(
    folder, people, begun
) -> None:
    made(folder)
    starting.drawn(folder, "another state")
    page = text(browser(people.manager), "/dashboard")
    assert begun == [folder]
    assert "Something changed" not in page
    assert f"{12 * sum(MONTHLY.values()):,}" in page


def test_facts_are_the_same_from_the_kept_numbers_and_from_a_run(folder, people, person) -> None:
    approve(people, "hefei", "2.5 MWh")
    whole, part = Program(people.manager), Program(person(Role.VIEWER, "cells"))
    asked = (
        "facts?limit=1000",
        f"facts?metric={ELECTRICITY}",
        "facts?entity=hefei&limit=1000",
        "facts?year=2022&limit=1000",
        "facts?basis=computed&limit=1000",
        "facts?entity=penang",
        "facts?limit=7&after=11",
    )
    from_run = [program.get(path).json() for program in (whole, part) for path in asked]
    made(folder)
    kept = [program.get(path).json() for program in (whole, part) for path in asked]
    assert kept == from_run
    assert kept[0]["items"]
    assert kept[-1]["items"] != kept[len(asked) - 1]["items"]
