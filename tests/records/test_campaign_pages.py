from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from browsers import need_axe, need_chromium, no_barriers
from campaigns import ELECTRICITY, SMALL, cell, crew, fill, opened, plant, request, through
from crossfoot.facts.fact import Fact
from crossfoot.facts.selection import FactSet
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.actions.make_token import MakeToken
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.actions import CommandLine
from crossfoot.records.collection.actions.add_units import AddUnits
from crossfoot.records.collection.actions.close_campaign import CloseCampaign
from crossfoot.records.collection.models import Campaign, Request, TemplateVersion
from crossfoot.records.collection.stored import read_text, text_of
from crossfoot.records.collection.template_form import Form, Row, form_of, text_of_form
from crossfoot.records.collection.templates import own_templates
from crossfoot.records.organisation.actions.set_fiscal_year import SetFiscalYear
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Duty, Role
from people import PASSWORD
from test_organisation import entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(person, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    plant()
    return crew(person)


def browser(person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": "zh-hans" if language == "zh" else "en"})
    client.force_login(person.user, PATH)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


# -- templates -----------------------------------------------------------------------------------

FIELDS = {
    "id": "own-water",
    "title_en": "Water: 'ours'",
    "title_zh": "水，自有",
    "length": "year",
    "threshold": "20",
    "instructions_en": 'By "bill" #1',
    "instructions_zh": "按账单",
    "reminds": "1",
    "before": "10, 3",
    "due": "1",
    "after": "1",
    "escalate": "2",
    "metric": ["water.use"],
    "kinds-water.use": ["site", "company"],
    "evidence-water.use": "1",
    "optional-water.use": "1",
    "threshold-water.use": "7.5",
    "hint_en-water.use": "With: {braces}",
    "hint_zh-water.use": "附[括号]",
    "add": ["workforce.headcount"],
    "by-workforce.headcount": "whole, gender=female|male & age_group=under_30|30-50",
    "seen": "0",
    "step": "save",
}


@pytest.mark.parametrize("id_", ["annual", "monthly-environment", "quarterly-people-safety"])
def test_a_template_that_ships_says_the_same_after_its_form(people, id_: str) -> None:
    first = own_templates()[id_]
    again = read_text(id_, text_of_form(form_of(text_of(id_))))
    assert (again.title, again.length, again.lines) == (first.title, first.length, first.lines)
    assert (again.instructions, again.reminders) == (first.instructions, first.reminders)


def test_what_is_typed_is_never_taken_for_syntax() -> None:
    for odd in ("}", "{", "a: b", "# no", "- x", "'", '"', "\\", "yes", "[1]", "中：文", "a\nb"):
        form = Form(odd, odd, rows=[Row("water.use", hint_en=odd, hint_zh=odd)])
        found = read_text("odd", text_of_form(form))
        assert (found.title.en, found.lines[0].hint.zh) == (odd.strip(), odd.strip())


def test_a_template_is_written_by_form(people) -> None:
    client = browser(people.manager)
    page = text(client, "/templates/new")
    assert 'name="add" value="water.use"' in page
    more = client.post("/templates/new", {**FIELDS, "step": "add"})
    assert 'name="metric" value="workforce.headcount"' in more.content.decode()
    assert TemplateVersion.objects.count() == 0
    answer = client.post("/templates/new", FIELDS)
    assert (answer.status_code, answer["Location"]) == (302, "/templates/own-water/edit?saved=1")
    made = own_templates()["own-water"]
    water, people_line = made.lines
    assert (made.title.en, made.instructions.en) == ("Water: 'ours'", 'By "bill" #1')
    assert (water.kinds, water.required, water.evidence) == (("site", "company"), False, True)
    assert (str(water.threshold), water.hint.en) == ("7.5", "With: {braces}")
    assert len(people_line.breakdowns) == 1 + 2 * 2
    assert made.reminders is not None
    assert (made.reminders.before, made.reminders.escalate) == ((3, 10), 2)
    # the second version, with a metric dropped; whoever saw the first is told
    sent = {**FIELDS, "seen": "1", "drop-water.use": "1", "note": "no water"}
    assert client.post("/templates/own-water/edit", sent).status_code == 302
    assert [line.metric for line in own_templates()["own-water"].lines] == ["workforce.headcount"]
    late = client.post("/templates/own-water/edit", {**FIELDS, "seen": "1"})
    assert (late.status_code, "somebody changed" in late.content.decode()) == (400, True)
    page = text(client, "/templates/own-water/edit")
    assert "no water" in page
    assert client.post("/templates/own-water/retire").status_code == 302
    assert "own-water" not in text(client, "/templates")


def test_what_is_wrong_is_said_beside_the_form(people) -> None:
    client = browser(people.manager)
    for change, words in (
        ({"threshold": "much"}, "much"),
        ({"by-workforce.headcount": "colour"}, "no breakdown"),
        ({"before": "soon"}, "working days"),
        ({"id": "Not Good"}, "cannot name"),
        ({"metric": [], "add": []}, "asks for nothing"),
    ):
        answer = client.post("/templates/new", {**FIELDS, **change})
        page = answer.content.decode()
        assert (answer.status_code, words in page) == (400, True), change
    assert "Water: &#x27;ours&#x27;" in page  # what was typed is kept
    assert TemplateVersion.objects.count() == 0


def test_an_export_is_imported_again(people) -> None:
    client = browser(people.manager)
    exported = client.get("/templates/annual/export")
    assert exported["Content-Disposition"] == 'attachment; filename="annual.yaml"'
    file = SimpleUploadedFile("annual.yaml", exported.content, "application/yaml")
    answer = client.post("/templates/new", {"id": "ours", "file": file})
    assert answer.status_code == 302, answer.content.decode()
    again = client.get("/templates/ours/export").content
    assert again == exported.content
    assert own_templates()["ours"].lines == own_templates()["annual"].lines
    assert client.get("/templates/ours/export?version=1").content == exported.content
    assert client.get("/templates/ours/export?version=2").status_code == 404
    for wrong in (b"\xff\xfe", b"- a list", b"title: [", b"metrics: 3"):
        file = SimpleUploadedFile("x.yaml", wrong, "application/yaml")
        answer = client.post("/templates/new", {"id": "wrong", "file": file})
        assert answer.status_code == 400, wrong


def test_a_manager_of_a_part_reads_templates_and_writes_none(people, person) -> None:
    client = browser(person(Role.ESG_MANAGER, "cells"))
    assert "disabled" in text(client, "/templates/annual/edit")
    for address in ("/templates/new", "/templates/annual/edit", "/templates/annual/retire"):
        assert client.post(address, FIELDS).status_code == 403
    assert TemplateVersion.objects.count() == 0


# -- the whole of a campaign ---------------------------------------------------------------------


def test_a_campaign_is_managed_by_its_page(people) -> None:
    campaign = opened(people.manager)
    client = browser(people.manager)
    page = text(client, f"/campaigns/{campaign.pk}/units")
    assert 'value="yibin"' in page
    assert 'value="hefei"' not in page
    sent = {"unit": ["yibin"], "due": "2025-03-01"}
    assert client.post(f"/campaigns/{campaign.pk}/units", sent).status_code == 302
    assert Request.objects.filter(campaign=campaign, unit__code="yibin").count() == 3
    assert client.post(f"/campaigns/{campaign.pk}/units", sent).status_code == 400
    one = request("water", campaign=campaign)
    ticked = {"due": "2025-04-01", "which": "ticked", "request": [one.pk]}
    assert client.post(f"/campaigns/{campaign.pk}/due", ticked).status_code == 302
    one.refresh_from_db()
    assert one.due == date(2025, 4, 1)
    for wrong in ({"which": "all"}, {"due": "soon", "which": "all"}, {"due": "2025-04-01"}):
        sent = {"which": "ticked", **wrong}
        assert client.post(f"/campaigns/{campaign.pk}/due", sent).status_code == 400, wrong
    everything = {"due": "2025-05-01", "which": "all"}
    assert client.post(f"/campaigns/{campaign.pk}/due", everything).status_code == 302
    assert set(Request.objects.values_list("due", flat=True)) == {date(2025, 5, 1)}
    refused = client.post(f"/campaigns/{campaign.pk}/close")
    assert (refused.status_code, "not approved yet" in refused.content.decode()) == (400, True)


def test_a_closed_campaign_offers_nothing_but_to_open_it_again(people) -> None:
    campaign = opened(people.manager)
    for each in Request.objects.filter(campaign=campaign):
        fill(people.owner, each)
        through(people, each)
    client = browser(people.manager, "zh")
    assert client.post(f"/campaigns/{campaign.pk}/close").status_code == 302
    page = text(client, f"/campaigns/{campaign.pk}")
    assert "已关闭" in page
    assert f"/campaigns/{campaign.pk}/remind" not in page
    asked = request(campaign=campaign)
    page = text(client, f"/requests/{asked.pk}")
    assert 'name="step"' not in page
    assert f"/requests/{asked.pk}/assign" not in page
    sent = {"why": "a late bill"}
    assert client.post(f"/campaigns/{campaign.pk}/reopen", sent).status_code == 302
    assert "a late bill" in text(client, f"/campaigns/{campaign.pk}")


def test_those_of_other_units_learn_nothing_of_a_campaign(people, person) -> None:
    campaign = opened(people.manager)
    other = browser(person(Role.ESG_MANAGER, "penang"))
    for address in ("close", "reopen", "due", "units"):
        answer = other.post(
            f"/campaigns/{campaign.pk}/{address}", {"why": "x", "due": "2025-04-01"}
        )
        assert answer.status_code == 404, address
    part = browser(person(Role.ESG_MANAGER, "cells"))
    opened(people.manager, ("penang",), period=Period.year(2023))
    whole = opened(people.manager, ("hefei", "penang"), period=Period.year(2022))
    assert part.post(f"/campaigns/{whole.pk}/close").status_code == 403
    assert not Campaign.objects.exclude(closed_at=None).exists()


def test_a_campaign_is_copied_for_the_next_period(people) -> None:
    campaign = opened(people.manager, ("hefei", "yibin"), asks=own_templates()["annual"])
    client = browser(people.manager)
    page = text(client, f"/campaigns/new?copy={campaign.pk}")
    assert 'value="2025"' in page
    assert 'value="2026-02-01"' in page
    assert re.search(r'value="hefei" checked', page)
    assert not re.search(r'value="penang" checked', page)
    sent = {
        "copy": campaign.pk,
        "template": "annual",
        "period": "2025",
        "due": "2026-02-01",
        "unit": ["hefei", "yibin"],
    }
    assert client.post("/campaigns/new", sent).status_code == 302
    assert Campaign.objects.latest("id").start == date(2025, 1, 1)
    other = client.post("/campaigns/new", {**sent, "copy": "99999", "period": "2026"})
    assert other.status_code == 302  # nothing to copy, nothing taken over


def test_a_fiscal_year_is_asked_for_by_its_own_name(people, root) -> None:
    SetFiscalYear("group", 4, date(2020, 1, 1)).do(root)
    client = browser(people.manager)
    sent = {"template": "annual", "period": "FY2024", "due": "2025-06-01", "unit": ["hefei"]}
    assert client.post("/campaigns/new", sent).status_code == 302
    campaign = Campaign.objects.latest("id")
    assert (campaign.start, campaign.end) == (date(2024, 4, 1), date(2025, 3, 31))
    assert campaign.name.endswith("FY2024/25")
    page = text(client, f"/campaigns/{campaign.pk}")
    assert "FY2024/25" in page
    quarter = {**sent, "template": "quarterly-people-safety", "period": "FY2024-Q4"}
    assert client.post("/campaigns/new", quarter).status_code == 302
    campaign = Campaign.objects.latest("id")
    assert (campaign.start, campaign.end) == (date(2025, 1, 1), date(2025, 3, 31))
    assert "FY2024/25 Q4" in text(client, "/campaigns")
    assert "2024/25财年第4季度" in text(browser(people.manager, "zh"), "/campaigns")
    SetFiscalYear("penang", 7, date(2020, 1, 1)).do(root)
    mixed = client.post("/campaigns/new", {**sent, "unit": ["hefei", "penang"]})
    assert (mixed.status_code, "different months" in mixed.content.decode()) == (400, True)
    assert client.post("/campaigns/new", {**sent, "period": "FY2024-Q5"}).status_code == 400


# -- tasks and the calendar ----------------------------------------------------------------------


def test_ticked_tasks_are_passed_on(people, person) -> None:
    opened(people.manager)
    other = person(Role.DATA_OWNER, "cells")
    reader = person(Role.VIEWER)
    ids = list(Request.objects.values_list("pk", flat=True))
    client = browser(people.owner)
    assert other.user.name in text(client, "/tasks")
    sent = {"request": ids[:2], "to": other.user.pk, "step": "pass"}
    assert client.post("/tasks?list=tasks_enter", sent).status_code == 302
    assert Request.objects.filter(owner=other.user).count() == 2
    # what is not theirs any more they cannot pass on; nor to one who may not enter
    assert client.post("/tasks?list=tasks_enter", sent).status_code == 403
    sent = {"request": ids[2:], "to": reader.user.pk, "step": "pass"}
    assert client.post("/tasks?list=tasks_enter", sent).status_code == 400
    assert client.post("/tasks", {**sent, "to": "x"}).status_code == 404


def test_the_calendar_has_an_address_for_other_programs(people) -> None:
    opened(people.manager)
    Request.objects.update(due=timezone.now().date())
    client = browser(people.owner)
    page = client.post("/duties/feed", {"on": "1"}).content.decode()
    address = re.search(r'value="http://testserver(/calendar/[\w-]+\.ics)"', page)
    assert address is not None
    answer = Client().get(address[1])
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer.content.decode().count("BEGIN:VEVENT") == 3
    assert address[1] not in text(client, "/duties")
    assert client.post("/duties/feed", {"on": "0"}).status_code == 302
    assert Client().get(address[1]).status_code == 404


# -- in a browser --------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_have_no_barriers_and_fit_a_telephone(
    live_server, person, language: str, settings, tmp_path
) -> None:
    need_chromium()
    need_axe()
    settings.WORKSPACE = tmp_path
    plant()
    people = crew(person)
    campaign = opened(people.manager, ("hefei",), asks=SMALL)
    for each in Request.objects.all():
        fill(people.owner, each)
        through(people, each)
    CloseCampaign(campaign.pk).do(people.manager)
    client = browser(people.manager)
    client.post("/templates/new", FIELDS)
    later = opened(people.manager, ("hefei",), period=Period.year(2025))
    addresses = (
        f"/campaigns/{campaign.pk}",
        f"/requests/{request(campaign=campaign).pk}",
        f"/campaigns/{later.pk}/units",
        f"/campaigns/new?copy={campaign.pk}",
        "/templates",
        "/templates/new",
        "/templates/own-water/edit",
        "/duties",
        "/account",
        "/organisation/units/hefei",
    )
    no_barriers(live_server.url, people.manager.user.email, PASSWORD, language, addresses)


# -- numbers of queries, and the API -------------------------------------------------------------


def test_the_number_of_queries_does_not_grow(people) -> None:
    client = browser(people.manager)
    campaign = opened(people.manager)
    client.post("/templates/new", FIELDS)
    addresses = {
        "/templates": 4,
        "/templates/own-water/edit": 7,
        f"/campaigns/{campaign.pk}/units": 6,
        f"/campaigns/new?copy={campaign.pk}": 8,
    }
    for turn in range(2):
        for address, most in addresses.items():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            assert len(queries) == most, (turn, address)
            assert all(each["sql"].startswith("SELECT") for each in queries), address
        for number in range(0 if turn else 4):
            client.post("/templates/new", {**FIELDS, "id": f"more-{number}"})
            client.post("/templates/own-water/edit", {**FIELDS, "seen": str(number + 1)})
            code = f"site-{number}"
            SetUnit(entity(code), Span(date(2020, 1, 1))).do(CommandLine())
            AddUnits(campaign.pk, (code,)).do(people.manager)


def test_the_calendar_of_many_duties_takes_few_queries(people) -> None:
    client = browser(people.owner)
    page = client.post("/duties/feed", {"on": "1"}).content.decode()
    address = re.search(r'value="http://testserver(/calendar/[\w-]+\.ics)"', page)
    assert address is not None
    counts = []
    for units in (("hefei",), ("yibin",)):
        opened(people.manager, units)
        Request.objects.update(due=timezone.now().date())
        with CaptureQueriesContext(connection) as queries:
            Client().get(address[1])
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_a_campaign_that_a_program_opens_knows_the_figures_of_before(people, monkeypatch) -> None:
    known = FactSet([Fact(ELECTRICITY, "hefei", Period.year(2023), Decimal("1200.5"))])
    monkeypatch.setattr("crossfoot.api.endpoints.campaigns.known_figures", lambda *_: known)
    made = MakeToken("test", frozenset({Duty.READ, Duty.RUN_CAMPAIGNS})).do(people.manager)
    client = Client(headers={"Authorization": f"Bearer {made.text}"})
    fields = {**FIELDS, "add": [], "metric": [ELECTRICITY]}
    browser(people.manager).post("/templates/new", fields)
    sent = {
        "template": "own-water",
        "name": "By program",
        "start": "2024-01-01",
        "end": "2024-12-31",
        "due": "2025-02-01",
        "units": ["hefei"],
    }
    answer = client.post("/api/v1/campaigns", sent, content_type="application/json")
    assert answer.status_code == 201, answer.content
    asked = request(campaign=Campaign.objects.latest("id"))
    assert cell(asked).before == "1200.5"
