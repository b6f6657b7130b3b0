"""The pages of figures: who sees what, what they say, how much they ask."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from browsers import chromium_browser, need_axe, need_chromium, no_barriers
from campaigns import ELECTRICITY, SMALL, WATER, cell, crew, fill, opened, put, request, template
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.person import Person
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.overview import fresh, starting
from crossfoot.records.overview.actions.keep_draft import KeepDraft
from crossfoot.records.overview.lineage import Node
from crossfoot.records.overview.models import Audited, Draft
from crossfoot.records.overview.store import open_numbers, path_of
from crossfoot.records.overview.wording import short_words
from crossfoot.records.roles import Duty, Role
from crossfoot.web.views.dashboard.figure import codes_of
from crossfoot.web.words import Words
from figures_kept import MONTHLY, PEOPLE, approve, made, started
from people import PASSWORD
from test_api import Program

pytestmark = pytest.mark.django_db

FIGURE = f"/figures/{WATER}/hefei/2023"


@pytest.fixture
def begun(monkeypatch) -> list[Path]:
    """The workspaces whose numbers were begun anew; no process is started."""
    found: list[Path] = []
    monkeypatch.setattr(fresh, "begin", found.append)
    return found


@pytest.fixture
def folder(tmp_path, settings, person, begun) -> Path:
    found = started(tmp_path)
    settings.WORKSPACE = found
    return found


@pytest.fixture
def people(person, folder):
    return crew(person)


def browser(person: Person, language: str = "en") -> Client:
    client = Client()
    client.force_login(person.user, PATH)
    client.cookies["crossfoot_language"] = {"en": "en", "zh": "zh-hans"}[language]
    return client


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def doubt(folder: Path) -> None:
    """Men and women of one unit who are not its employees: 31 for 30."""
    (folder / "facts" / "doubtful.csv").write_text(
        "metric,entity,period,dimensions,value,unit\n"
        "workforce.headcount,penang,2023,gender=male,20,person\n"
        "workforce.headcount,penang,2023,gender=female,11,person\n"
    )


def plain(page: str) -> str:
    """The words of a page, as one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


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
        assert [q["sql"] for q in asked if not q["sql"].startswith("SELECT")] == [], address


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
            said = text(owner, address, 403)
            assert f">{12 * MONTHLY['penang']}<" not in said
    for address in ("/dashboard?unit=nobody", f"/figures/{WATER}/nobody/2023"):
        assert owner.get(address).status_code in (403, 404)
    manager = browser(people.manager)
    text(manager, "/dashboard?unit=nobody", 404)
    text(manager, "/dashboard?period=nothing", 404)
    text(manager, "/dashboard?period=0001", 404)
    text(manager, f"/figures/nothing/{'hefei'}/2023", 404)
    text(manager, f"/figures/{WATER}/hefei/1999", 404)
    text(manager, f"{FIGURE}?breakdown=x", 404)
    text(manager, "/changes?draft=9", 404)


def test_findings_and_gaps_are_those_of_the_units_below(folder, people, person) -> None:
    doubt(folder)
    made(folder)
    campaign = opened(people.manager, ("hefei", "penang"))
    campaign.requests.update(due=datetime.now(UTC).date() - timedelta(days=3))
    here = plain(text(browser(people.manager), "/gaps"))
    assert "20 + 11" in here
    assert "6 requests late" in here
    assert "4 figures missing" in here
    owner = browser(person(Role.DATA_OWNER, "hefei"))
    there = plain(text(owner, "/gaps"))
    assert "20 + 11" not in there
    assert "3 requests late" in there
    assert "2 figures missing" in there
    fill(people.owner, request("energy"))
    assert "1 figures missing" in plain(text(owner, "/gaps"))


def test_a_figure_with_an_error_says_so_where_it_is_shown(folder, people, person) -> None:
    doubt(folder)
    made(folder)
    manager = browser(people.manager)
    link = '<a href="/gaps?unit=penang#findings">'
    figure = "/figures/workforce.headcount"
    for address in (
        "/dashboard",
        "/dashboard?unit=penang",
        f"{figure}/group/2023",
        f"{figure}/penang/2023",
        f"{figure}/penang/2023?breakdown=gender=male",
    ):
        page = text(manager, address)
        assert page.count('<p class="doubtful">') == 1, address
        assert link in page.split('<p class="doubtful">')[1].split("</p>")[0], address
        badge = re.search(r'<span class="badge severity-(error|warning)">(\w+)</span> <a', page)
        assert badge, address
        assert badge[1] == badge[2]
    tile = re.search(
        r"<section(?:(?!</section>).)*" + re.escape(link),
        page := text(manager, "/dashboard"),
        re.DOTALL,
    )
    assert tile
    assert "Employees" in tile[0][tile[0].rindex("<h3>") :]
    message = page[page.index(link) + len(link) :].split("</a>")[0]
    assert message in text(manager, "/gaps?unit=penang")
    for address in (
        "/dashboard?unit=hefei",
        "/dashboard?period=2022",
        f"{figure}/hefei/2023",
        f"{figure}/group/2022",
        f"/figures/{WATER}/penang/2023",
    ):
        assert 'class="doubtful"' not in text(manager, address), address


def test_a_finding_of_a_unit_above_is_not_told_below(folder, people, person) -> None:
    facts = folder / "facts" / "doubtful.csv"
    facts.write_text(
        "metric,entity,period,value,unit\nworkforce.headcount,cells,2023,9999,person\n"
    )
    made(folder)
    with open_numbers(path_of(folder)) as numbers:
        found = numbers.findings(["cells"], 50)
        parts = numbers.by_numbers(number for each in found for number in each.facts)
    assert {"cells", "hefei"} <= {each.fact.entity for each in parts.values()}
    owner = browser(person(Role.DATA_OWNER, "hefei"))
    assert 'class="doubtful"' in text(browser(people.manager), "/dashboard?unit=cells")
    assert 'class="doubtful"' not in text(owner, "/dashboard?unit=hefei")


def test_the_counts_are_those_of_the_period(folder, people) -> None:
    made(folder)
    asks = template(*SMALL.lines, length="month")
    campaign = opened(people.manager, ("hefei", "penang"), Period.month(2023, 7), asks)
    campaign.requests.update(due=datetime.now(UTC).date() - timedelta(days=3))
    at = put(people.owner, cell(request()), "10")
    type(at).objects.filter(pk=at.pk).update(proof=True)
    client = browser(people.manager)
    for period in ("2023", "2023-07"):
        page = plain(text(client, f"/dashboard?period={period}"))
        for said in ("6 requests late", "3 figures missing", "1 without evidence"):
            assert said in page, (period, said)
        assert "in other periods" not in page
    for period in ("2022", "2023-08"):
        page = plain(text(client, f"/dashboard?period={period}"))
        for said in (
            "0 requests late in other periods: 6",
            "0 figures missing in other periods: 3",
            "0 without evidence in other periods: 1",
        ):
            assert said in page, (period, said)
    everything = plain(text(client, "/gaps"))
    assert "6 requests late" in everything
    assert "3 figures missing" in everything


def test_evidence_that_expires_is_a_gap_where_it_is_used(folder, people) -> None:
    made(folder)
    opened(people.manager)
    at = put(people.owner, cell(request()), "10")
    soon = datetime.now(UTC).date() + timedelta(days=5)
    bill = receive([b"%PDF-1.4 bill"], "bill.pdf")
    document = AddEvidence(bill, "hefei", "Certificate of May", valid_until=soon).do(people.owner)
    client = browser(people.manager)
    assert "0 evidence expiring" in plain(text(client, "/gaps"))
    Attach(at.current.reference, document.pk).do(people.owner)
    assert "1 evidence expiring" in plain(text(client, "/gaps"))
    assert "Certificate of May" in text(client, "/gaps")


def test_values_without_the_evidence_that_is_asked_for(folder, people) -> None:
    made(folder)
    opened(people.manager)
    at = put(people.owner, cell(request()), "10")
    type(at).objects.filter(pk=at.pk).update(proof=True)
    client = browser(people.manager)
    assert "1 without evidence" in plain(text(client, "/gaps"))
    document = AddEvidence(receive([b"%PDF-1.4 bill"], "b.pdf"), "hefei").do(people.owner)
    Attach(at.current.reference, document.pk).do(people.owner)
    assert "0 without evidence" in plain(text(client, "/gaps"))
    put(people.owner, at, "11")  # what proved the version before goes on to count
    assert "0 without evidence" in plain(text(client, "/gaps"))


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


def test_a_figure_leads_to_those_who_entered_and_approved_it(folder, people) -> None:
    opened(people.manager)
    approve(people, "hefei", "2.5 MWh")
    made(folder)
    page = text(browser(people.manager), f"/figures/{ELECTRICITY}/group/2023")
    for each in (people.owner, people.reviewer, people.approver):
        assert each.user.name in page
    assert "2.5 MWh" in page
    assert "/cells/" in page
    node = Program(people.manager).get(f"figures/{ELECTRICITY}/group/2023").json()
    while node["children"]:
        node = node["children"][0]
    assert node["entry"].startswith("entry:")
    assert node["value"] == "2,500"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_figure_that_waits_says_for_whom(folder, people, language: str) -> None:
    path = folder / "facts" / "half.csv"
    path.write_text(
        "metric,entity,period,value,unit\n"
        "waste.hazardous.generated,hefei,2023,5,t\nwaste.hazardous.generated,yibin,2023,6,t\n"
        "waste.hazardous.generated,penang,2022,7,t\n"
    )
    made(folder)
    page = text(browser(people.manager, language), "/dashboard")
    assert {"en": "missing: penang", "zh": "尚缺：penang"}[language] in page.replace(
        "Penang", "penang"
    )


def test_audited_figures_are_entered_on_the_page(folder, people, person) -> None:
    made(folder)
    form = {"metric": "workforce.headcount", "value": "449", "source": "Annual report, p. 12"}
    viewer = browser(person(Role.VIEWER))
    assert '<form method="post" class="narrow"' not in text(viewer, "/tie-out")
    assert viewer.post("/tie-out", form).status_code == 400
    assert not Audited.objects.exists()
    manager = browser(people.manager)
    for language, said in (("en", "2 without an audited figure"), ("zh", "2 项未录入审计值")):
        for address in ("/dashboard", "/gaps"):
            assert said in plain(text(browser(people.manager, language), address))
    answer = manager.post("/tie-out", form, follow=True)
    assert answer.redirect_chain
    page = plain(answer.content.decode())
    assert "differs" in page
    assert f"+{sum(PEOPLE.values()) - 449}" in page
    dashboard = plain(text(manager, "/dashboard"))
    assert "1 differ from audited" in dashboard
    assert "1 without an audited figure" in dashboard
    assert manager.post("/tie-out", form).status_code == 400  # no reason
    assert manager.post("/tie-out", {**form, "value": "450", "why": "restated"}).status_code == 302
    assert "0 differ from audited" in plain(text(manager, "/dashboard"))
    document = AddEvidence(receive([b"%PDF-1.4 r"], "r.pdf"), "group", "Report").do(people.manager)
    Attach(Audited.objects.latest("pk").reference, document.pk).do(people.manager)
    assert f"/evidence/{document.pk}" in text(manager, "/tie-out")


def test_changes_since_a_draft_are_told_with_their_reason(folder, people, person) -> None:
    approve(people, "hefei", "1000")
    made(folder)
    manager = browser(people.manager)
    assert manager.post("/changes", {"name": ""}).status_code == 400
    assert manager.post("/changes", {"name": "To the board"}).status_code == 302
    viewer = browser(person(Role.VIEWER))
    Draft.objects.update(as_of=datetime(2020, 1, 2, 3, 4, tzinfo=UTC))
    page = text(viewer, "/changes")
    assert "published as" not in page
    option = page[page.index("To the board") :].split("</option>")[0]
    assert f"{Draft.objects.get().at:%Y-%m-%d %H:%M}" in option
    assert "2020" not in option
    edition = folder / "published" / "2023-1"
    edition.mkdir(parents=True)
    said = {"edition": "2023-1", "run": Draft.objects.get().run}
    (edition / "manifest.json").write_text(json.dumps(said))
    assert "published as 2023-1" in text(viewer, "/changes")
    assert viewer.post("/changes", {"name": "Mine"}).status_code in (400, 403)
    assert [each.name for each in Draft.objects.all()] == ["To the board"]
    from campaigns import through
    from crossfoot.records.collection.actions.steps import Reopen

    asked = request("energy", "hefei")
    Reopen((asked.pk,), why="read twice").do(people.manager)
    asked.refresh_from_db()
    put(people.owner, cell(asked), "900", reason="The bill of May was counted twice")
    through(people, asked)
    made(folder)
    page = plain(text(viewer, "/changes"))
    for said in ("1,000", "900", "−100", "correction", people.approver.user.name):
        assert said in page, said
    (energy,) = [
        each
        for each in Program(people.manager)
        .get(f"drafts/{Draft.objects.get().pk}/changes?unit=group&period=2023")
        .json()
        if each["metric"] == ELECTRICITY
    ]
    assert [Decimal(energy[name]) for name in ("then", "now", "difference")] == [1000, 900, -100]
    assert [cause["why"] for cause in energy["causes"]] == ["corrected"]


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


@pytest.mark.parametrize(
    ("metric", "codes"),
    [
        ("ghg.total", "GRI 305-1, 305-2 · HKEX A1.2, D28"),
        ("ghg.scope1", "GRI 305-1 · HKEX A1.2, D28"),
    ],
)
def test_codes_are_those_of_the_standards(metric: str, codes: str) -> None:
    assert codes_of(catalogue()[metric], "en") == codes


def test_no_code_of_our_own_is_shown() -> None:
    for metric in catalogue():
        for language in ("en", "zh"):
            assert not re.search(r"\bD-[a-z]", codes_of(metric, language)), metric


@pytest.mark.parametrize(
    ("value", "short"),
    [
        ("3.0959096373333333333333", "3.0959096"),
        ("0.00000123456789", "0.0000012345679"),
        ("1234567.123456", "1,234,567.1235"),
        ("0.5703", ""),
        ("3.09590960", ""),
        ("123456789.25", ""),
    ],
)
def test_a_long_number_is_shown_with_its_first_digits(value: str, short: str) -> None:
    assert short_words(Decimal(value), "en") == short
    node = Node("factor", value=value, short=short)
    line = render_to_string("dashboard/_line.html", {"each": {"node": node}, "words": Words("en")})
    assert value in line
    assert (f'<abbr title="{value}">{short}</abbr>' in line) is bool(short)


# -- how much they ask ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/dashboard", 13),
        ("/dashboard.csv", 7),
        (f"/figures/{ELECTRICITY}/group/2023", 11),
        ("/gaps", 19),
        ("/tie-out", 8),
        ("/changes", 9),
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
