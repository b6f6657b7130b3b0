from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from browsers import need_axe, need_chromium, no_barriers
from campaigns import (
    ELECTRICITY,
    HEADCOUNT,
    NONE,
    SMALL,
    WATER,
    cell,
    crew,
    fill,
    opened,
    plant,
    put,
    request,
    template,
    through,
)
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.collection.actions import steps
from crossfoot.records.collection.actions.set_boundary import SetBoundary
from crossfoot.records.collection.models import Campaign, Cell, Entry
from crossfoot.records.collection.templates import Line, templates
from crossfoot.records.notices.models import Notice
from crossfoot.records.roles import Role
from people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(person):
    plant()
    found = crew(person)
    opened(found.manager, ("hefei", "yibin", "penang"))
    return found


def browser(person) -> Client:
    client = Client()
    client.force_login(person.user, PATH)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


# -- who sees what -----------------------------------------------------------------------------


def test_people_see_requests_of_their_units_alone(people, person) -> None:
    penang = person(Role.DATA_OWNER, "penang")
    campaign, foreign, own = Campaign.objects.get(), request(), request("energy", "penang")
    client = browser(penang)
    board = text(client, f"/campaigns/{campaign.pk}")
    assert (f"/requests/{own.pk}" in board, f"/requests/{foreign.pk}" in board) == (True, False)
    assert text(client, f"/requests/{own.pk}")
    assert text(client, f"/cells/{cell(own).pk}")
    for address in (f"/requests/{foreign.pk}", f"/cells/{cell(foreign).pk}"):
        assert client.get(address).status_code == 404
    for tail in ("move", "assign", "comment"):
        assert client.post(f"/requests/{foreign.pk}/{tail}", {"step": "submit"}).status_code == 404
    assert client.post(f"/cells/{cell(foreign).pk}", {"value": "1"}).status_code == 404
    sent = {"step": "approve", "request": [foreign.pk]}
    assert client.post(f"/campaigns/{campaign.pk}/move", sent).status_code == 404
    assert Entry.objects.count() == 0
    SetBoundary(campaign.pk, WATER, "hefei", outside=True, reason="secret").do(people.manager)
    page = text(client, f"/campaigns/{campaign.pk}/boundary")
    assert ("hefei" in page, "secret" in page) == (False, False)
    other = opened(people.manager, ("hefei",), period=Period.year(2023))
    assert client.get(f"/campaigns/{other.pk}").status_code == 404
    assert client.get(f"/campaigns/{other.pk}/boundary").status_code == 404
    assert f"/campaigns/{other.pk}" not in text(client, "/campaigns")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ASSURER, Role.ADMINISTRATOR])
def test_those_who_read_change_nothing(people, person, role: Role) -> None:
    client, asked = browser(person(role)), request()
    page = text(client, f"/requests/{asked.pk}")
    assert "There is nothing for you to do here now." in page
    for step in ("submit", "review", "return", "approve", "lock", "reopen"):
        answer = client.post(f"/requests/{asked.pk}/move", {"step": step, "why": "x"})
        assert answer.status_code == 403, step
    assert client.post(f"/requests/{asked.pk}/move", {"step": "burn"}).status_code == 404
    assert client.post(f"/requests/{asked.pk}/assign", {"due": "2026-01-01"}).status_code == 403
    assert client.post(f"/requests/{asked.pk}/comment", {"text": "x"}).status_code == 403
    assert (
        client.post(f"/cells/{cell(asked).pk}", {"value": "1", "version": "0"}).status_code == 403
    )
    campaign = asked.campaign_id
    sent = {"metric": WATER, "unit": "hefei", "outside": "1", "why": "x"}
    assert client.post(f"/campaigns/{campaign}/boundary", sent).status_code == 403
    asked.refresh_from_db()
    assert (asked.state, Entry.objects.count(), asked.comments.count()) == ("draft", 0, 0)


# -- a campaign from beginning to end ------------------------------------------------------------


def test_a_campaign_is_opened_by_page(people) -> None:
    client = browser(people.manager)
    assert "Hefei" in text(client, "/campaigns/new") or "hefei" in text(client, "/campaigns/new")
    sent = {
        "template": "monthly-environment",
        "period": "2024-03",
        "due": "2024-04-10",
        "unit": ["hefei", "penang"],
    }
    for wrong, words in (
        ({"period": "2024"}, "is no month"),
        ({"period": "soon"}, "is no period"),
        ({"due": ""}, "no due day"),
        ({"unit": []}, "no unit was chosen"),
        ({"unit": ["mars"]}, "no unit"),
        ({"template": "x"}, "no such template"),
    ):
        answer = client.post("/campaigns/new", {**sent, **wrong})
        assert answer.status_code in (400, 403), wrong
        assert words in answer.content.decode() or answer.status_code == 403, wrong
    assert client.post("/campaigns/new", sent).status_code == 302
    campaign = Campaign.objects.latest("id")
    assert (campaign.name, campaign.name_zh) == (
        "Monthly environmental data · March 2024",
        "月度环境数据 · 2024年3月",
    )
    assert set(campaign.requests.values_list("unit__code", "topic")) == {
        (unit, topic) for unit in ("hefei", "penang") for topic in ("energy", "water", "waste")
    }
    again = client.post("/campaigns/new", sent)
    assert (again.status_code, "is asked already" in again.content.decode()) == (400, True)


def test_templates_that_ship_can_all_be_opened(people) -> None:
    periods = {"year": "2022", "quarter": "2022-Q1", "month": "2022-01"}
    for each in templates().values():
        campaign = opened(people.manager, period=Period.parse(periods[each.length]), asks=each)
        cells = Cell.objects.filter(request__campaign=campaign).count()
        asked = sum(
            len(line.breakdowns) * len(line.periods(campaign.period)) for line in each.lines
        )
        assert cells == asked, each.id
        assert all(each.title[language] for language in ("en", "zh"))


def test_from_task_to_lock_by_pages(people) -> None:
    owner, reviewer, approver = map(browser, (people.owner, people.reviewer, people.approver))
    asked = request()
    at = cell(asked)
    assert f"/requests/{asked.pk}" in text(owner, "/tasks")
    refused = owner.post(f"/requests/{asked.pk}/move", {"step": "submit"})
    assert (refused.status_code, "there is no value" in refused.content.decode()) == (400, True)
    sent = {"kind": "value", "value": "2.5", "unit": "MWh", "version": "0", "qualifier": "exact"}
    assert owner.post(f"/cells/{at.pk}", sent).status_code == 302
    late = owner.post(f"/cells/{at.pk}", {**sent, "value": "9"})
    assert (late.status_code, "meanwhile" in late.content.decode()) == (400, True)
    page = text(owner, f"/requests/{asked.pk}")
    assert "2.5 MWh" in page
    assert "2,500 kWh" in page
    assert owner.post(f"/requests/{asked.pk}/move", {"step": "submit"}).status_code == 302
    assert f"/requests/{asked.pk}" not in text(owner, "/tasks?list=tasks_enter")
    assert f"/requests/{asked.pk}" in text(reviewer, "/tasks")
    back = {"step": "return", "why": "too round", f"cell-{at.pk}": "bill?"}
    assert reviewer.post(f"/requests/{asked.pk}/move", back).status_code == 302
    page = text(owner, f"/requests/{asked.pk}")
    assert all(words in page for words in ("too round", "bill?", "Returned"))
    assert "bill?" in text(owner, f"/cells/{at.pk}")
    owner.post(f"/requests/{asked.pk}/move", {"step": "submit"})
    reviewer.post(f"/requests/{asked.pk}/move", {"step": "review"})
    many = {"step": "approve", "request": [asked.pk]}
    assert approver.post(f"/campaigns/{asked.campaign_id}/move", many).status_code == 302
    approver.post(f"/requests/{asked.pk}/move", {"step": "lock"})
    assert "Locked" in text(owner, f"/requests/{asked.pk}")
    approver.post(f"/requests/{asked.pk}/move", {"step": "reopen", "why": "late bill"})
    page = text(browser(people.manager), f"/requests/{asked.pk}")
    assert "Opened again after its approval" in page
    assert "late bill" in page


def test_many_tasks_at_once(people) -> None:
    owner, reviewer = map(browser, (people.owner, people.reviewer))
    energy, water, safety = (request(topic) for topic in ("energy", "water", "safety"))
    fill(people.owner, energy, "1234")
    everything = {"step": "submit", "request": [energy.pk, water.pk, safety.pk]}
    refused = owner.post("/tasks?list=tasks_enter", everything)
    page = refused.content.decode()
    # what was ticked is ticked still, and nothing was submitted
    assert (refused.status_code, page.count(" checked")) == (400, 3)
    assert {request(topic).state for topic in ("energy", "water", "safety")} == {"draft"}
    ready = {"step": "submit", "request": [energy.pk, safety.pk]}
    assert owner.post("/tasks?list=tasks_enter", ready).status_code == 302
    assert "1,234" in text(reviewer, f"/requests/{energy.pk}")
    assert reviewer.post("/tasks", {"step": "review", "request": [energy.pk]}).status_code == 302
    assert owner.post("/tasks", {"step": "submit", "request": [water.pk, 10**6]}).status_code == 404
    assert owner.post("/tasks", {"step": "dance", "request": [water.pk]}).status_code == 404
    # whoever may not take a step is refused, whatever the form says
    assert owner.post("/tasks", {"step": "review", "request": [safety.pk]}).status_code == 403
    assert request("safety").state == "submitted"


def test_pages_are_in_chinese(people) -> None:
    asked = request()
    fill(people.owner, asked)
    client = browser(people.owner)
    client.post("/language", {"language": "zh"})
    pages = {
        "/tasks": "待填报",
        "/duties?month=2025-02": "填报单",
        "/campaigns": "数据",
        f"/campaigns/{asked.campaign_id}": "填报中",
        f"/campaigns/{asked.campaign_id}/boundary": "统计边界",
        f"/requests/{asked.pk}": "外购电力",
        f"/cells/{cell(asked).pk}": "版本记录",
    }
    for address, words in pages.items():
        assert words in text(client, address), address
    refused = client.post(f"/cells/{cell(asked).pk}", {"value": "x", "version": "1"})
    assert "不是可以确定读取的数字" in refused.content.decode()


# -- assigning, reminding, boundaries, calendar -------------------------------------------------


def test_a_task_is_passed_on_to_one_who_may_do_it(people, person) -> None:
    asked = request()
    assert (asked.owner, asked.reviewer, asked.approver) == (
        people.owner.user,
        people.reviewer.user,
        people.approver.user,
    )
    colleague, stranger = person(Role.DATA_OWNER, "hefei"), person(Role.VIEWER)
    client = browser(people.owner)
    address = f"/requests/{asked.pk}/assign"
    assert client.post(address, {"owner": stranger.user.pk}).status_code == 400
    assert client.post(address, {"reviewer": people.reviewer.user.pk}).status_code == 403
    assert client.post(address, {"owner": colleague.user.pk}).status_code == 302
    asked.refresh_from_db()
    assert asked.owner == colleague.user
    assert Notice.objects.filter(user=colleague.user, kind="collection.assigned").count() == 1
    assert client.post(address, {"owner": people.owner.user.pk}).status_code == 403
    manager = browser(people.manager)
    assert manager.post(address, {"due": "2025-03-31"}).status_code == 302
    asked.refresh_from_db()
    assert asked.due.isoformat() == "2025-03-31"


def test_those_whose_turn_it_is_are_reminded(people) -> None:
    asked = request("water")
    fill(people.owner, asked)
    steps.Submit((asked.pk,)).do(people.owner)
    Notice.objects.all().delete()
    campaign = asked.campaign_id
    assert browser(people.manager).post(f"/campaigns/{campaign}/remind").status_code == 302
    told = Notice.objects.filter(kind="collection.reminder")
    # hefei and yibin have an owner, penang has nobody: 2 x 3 requests, one of them in review
    assert told.filter(user=people.owner.user).count() == 5
    assert told.filter(user=people.reviewer.user).count() == 1


def test_the_board_says_how_many_were_reminded(people) -> None:
    client, campaign = browser(people.manager), Campaign.objects.get()
    address = f"/campaigns/{campaign.pk}/remind"
    page = client.post(address, follow=True).content.decode()
    assert "1 person was reminded of 6 requests." in page
    campaign.requests.update(owner=None)
    page = client.post(address, follow=True).content.decode()
    assert "Nobody was reminded" in page
    client.cookies["crossfoot_language"] = "zh-hans"
    assert "没有需要催办的人员" in client.post(address, follow=True).content.decode()


def test_the_board_calls_its_template_by_its_title(people) -> None:
    opened(people.manager, ("hefei",), Period.month(2024, 1), templates()["monthly-environment"])
    page = text(browser(people.manager), f"/campaigns/{Campaign.objects.latest('id').pk}")
    assert ">Monthly environmental data</a>" in page
    assert ">monthly-environment<" not in page


def test_a_boundary_says_what_it_covers(people) -> None:
    client, campaign = browser(people.manager), Campaign.objects.get()
    address = f"/campaigns/{campaign.pk}/boundary"
    sent = {"metric": WATER, "unit": "penang", "outside": "1", "why": "leased"}
    assert client.post(address, {**sent, "why": ""}).status_code == 400
    assert client.post(address, sent).status_code == 302
    page = text(client, address)
    assert "covers 2 of 3 sites" in page
    assert "leased" in page
    put_back = {"metric": WATER, "unit": "penang"}
    assert client.post(address, put_back).status_code == 302
    assert "covers 2 of 3" not in text(client, address)


def test_the_calendar_shows_what_is_due(people) -> None:
    client = browser(people.owner)
    page = text(client, "/duties?month=2025-02")
    assert "2025-02-01" in page
    assert "Requests 6" in page  # three topics of hefei and yibin
    assert "late 6" in page
    assert "Nothing is due" in text(client, "/duties?month=2025-03")
    for odd in ("x", "0001-01", "9999-12", "2025"):
        assert text(client, f"/duties?month={odd}")


def test_the_board_counts_what_is_answered_and_late(people) -> None:
    asked = request()
    fill(people.owner, asked)
    client = browser(people.manager)
    page = text(client, f"/campaigns/{asked.campaign_id}")
    tile = re.search(rf'/requests/{asked.pk}">(\d+) %', page)
    assert tile is not None
    assert tile[1] == "100"
    assert "late 9" in page  # three topics of three units, none handed in
    only = text(client, f"/campaigns/{asked.campaign_id}?topic=water")
    assert f'/requests/{asked.pk}"' not in only


# -- numbers of queries --------------------------------------------------------------------------

_COUNTS = {
    "/tasks": 10,
    "/duties?month=2025-02": 6,
    "/campaigns": 6,
    "/campaigns/{campaign}": 12,
    "/campaigns/{campaign}/boundary": 8,
    "/requests/{request}": 15,
    "/cells/{cell}": 14,
}


def test_the_number_of_queries_does_not_grow(people) -> None:
    client = browser(people.manager)
    asked = request()
    fill(people.owner, asked)
    browser(people.owner).post(f"/requests/{asked.pk}/comment", {"text": "so"})
    browser(people.owner).post(f"/cells/{cell(asked).pk}", {"text": "so"})
    found: list[dict[str, int]] = []
    for turn in range(2):
        counts = {}
        for address in _COUNTS:
            at = address.format(campaign=asked.campaign_id, request=asked.pk, cell=cell(asked).pk)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(at).status_code == 200
            counts[address] = len(queries)
            writes = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
            assert writes == [], address
        found.append(counts)
        if turn:
            break
        more = template(
            Line(ELECTRICITY, each="month"), Line(WATER), Line(HEADCOUNT, ("gender=female",))
        )
        for year in range(2010 + 10, 2024):
            opened(people.manager, ("hefei", "yibin"), period=Period.year(year), asks=more)
        for each in range(5):
            put(people.owner, cell(asked), str(each))
            browser(people.owner).post(f"/requests/{asked.pk}/comment", {"text": "so"})
    assert found[0] == found[1]
    assert found[1] == _COUNTS


# -- in a browser --------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_have_no_barriers_and_fit_a_telephone(live_server, person, language: str) -> None:
    need_chromium()
    need_axe()
    plant()
    people = crew(person)
    campaign = opened(people.manager, ("hefei", "yibin"), asks=SMALL)
    asked = request()
    fill(people.owner, asked)
    put(people.owner, cell(request("safety")), kind=NONE)
    through(people, asked)
    steps.Reopen((asked.pk,), why="late bill").do(people.manager)
    addresses = (
        "/tasks",
        "/duties?month=2025-02",
        "/campaigns",
        "/campaigns/new",
        f"/campaigns/{campaign.pk}",
        f"/campaigns/{campaign.pk}/boundary",
        f"/requests/{asked.pk}",
        f"/cells/{cell(asked).pk}",
    )
    no_barriers(live_server.url, people.manager.user.email, PASSWORD, language, addresses)
