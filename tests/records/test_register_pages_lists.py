from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from crossfoot.records.journal.models import Entry as Journal
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.models import Change, Entry, SavedView
from crossfoot.records.roles import Role
from registers_kept import complaint, has_role, organisation, photograph
from test_pages import browser

pytestmark = pytest.mark.django_db

LIST = "/registers/customer_complaint"


@pytest.fixture
def units(settings, tmp_path) -> None:
    settings.WORKSPACE = tmp_path  # photographs are kept there
    organisation()


@pytest.fixture
def sales(units, person):
    return has_role(person(), "after_sales", "E")


def opened(by, number: int = 1, **values) -> list[Entry]:
    return [
        OpenEntry("customer_complaint", complaint(title=f"No. {each}", **values)).do(by)
        for each in range(number)
    ]


def numbers(text: str) -> list[str]:
    return re.findall(r">(CC-\d{4}-\d{5})</a>", text)


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


# -- lists ---------------------------------------------------------------------------------------


def test_a_list_shows_what_is_asked_and_no_more(sales, person) -> None:
    one = opened(sales, category="product")[0]
    two = opened(sales, category="privacy", customer="Hefei 合肥光伏", site="S2")[0]
    three = opened(sales, category="privacy", received_at="2023-03-01T09:00")[0]
    client = browser(sales)
    every = [each.ref_no for each in (one, two, three)]
    for query, wanted in (
        ("", [2, 1, 0]),
        ("f.category=privacy", [2, 1]),
        ("f.category=privacy&since=2024-01-01", [1]),
        ("until=2023-12-31", [2]),
        ("unit=S2", [1]),
        ("unit=E", [2, 1, 0]),
        ("q=光伏", [1]),
        ("state=open", [2, 1, 0]),
        ("state=done", []),
        ("state=responded", []),
        ("late=1", [2, 1, 0]),
        ("mine=1", []),
        ("filter=category+%3D+privacy+and+site+%3D+S", [2]),
        ("order=received_at", [2, 0, 1]),
        ("order=ref_no", [0, 1, 2] if every[0] < every[2] else [2, 0, 1]),
        ("order=-unit", [1, 2, 0]),
    ):
        found = numbers(client.get(f"{LIST}?{query}").content.decode())
        assert sorted(found) == sorted(every[each] for each in wanted), query
        if query.startswith("order"):
            assert found == [every[each] for each in wanted], query
    stranger = browser(person())
    assert numbers(stranger.get(LIST).content.decode()) == []
    assert content(stranger.get(f"{LIST}.xlsx"))
    other = has_role(person(), "after_sales", "F")
    assert numbers(browser(other).get(LIST).content.decode()) == []


def test_what_cannot_be_read_is_said(sales) -> None:
    opened(sales)
    client = browser(sales)
    for query in ("since=yesterday", "filter=colour+%3D+red", "order=colour"):
        text = client.get(f"{LIST}?{query}").content.decode()
        assert 'role="alert"' in text, query
    hidden = client.get(f"{LIST}?f.category=%22+or+true").content.decode()
    assert 'role="alert"' in hidden
    assert numbers(hidden) == []


def test_columns_are_chosen_and_taken_out_as_excel(sales) -> None:
    opened(sales, customer="=cmd()", compensation="1200.50 CNY")
    query = "column=ref_no&column=customer&column=compensation&column=key_client"
    page = browser(sales).get(f"{LIST}?{query}").content.decode()
    head = re.search(r"<thead>.*?</thead>", page, re.DOTALL)
    assert head is not None
    assert "Compensation" in head[0]
    assert "Channel" not in head[0]
    book = load_workbook(io.BytesIO(content(browser(sales).get(f"{LIST}.xlsx?{query}"))))
    rows = list(book.active.values)
    assert rows[0] == ("Number", "Customer", "Compensation", "Key client")
    assert rows[1][1:] == ("=cmd()", "1,200.5 CNY", "no")
    assert book.active.cell(2, 2).data_type == "s"


def test_views_are_saved_shared_and_removed_by_their_owner(sales, person) -> None:
    opened(sales)
    address = f"{LIST}/views"
    query = "f.category=privacy&state=open&column=ref_no&page=3"
    client = browser(sales)
    assert client.post(address, {"name": " ", "query": query}).status_code == 400
    answer = client.post(address, {"name": "Privacy", "query": query, "shared": "on"})
    assert answer["Location"] == f"{LIST}?f.category=privacy&state=open&column=ref_no"
    view = SavedView.objects.get()
    quality = browser(has_role(person(), "quality", "E"))
    shown = quality.get(LIST).content.decode()
    assert f"{LIST}?f.category=privacy&amp;state=open&amp;column=ref_no" in shown
    assert quality.post(address, {"forget": view.pk}).status_code == 403
    assert client.post(address, {"forget": view.pk}).status_code == 302
    assert SavedView.objects.count() == 0


def test_many_records_are_changed_and_each_is_told(sales, person) -> None:
    first, second = opened(sales, 2, valid="true")
    client, address = browser(sales), f"{LIST}/bulk"
    assert client.post(address, {"entry": [first.key]}).status_code == 400
    both = {"entry": [first.key, second.key, "0" * 32]}
    done = client.post(address, {**both, "field": "owner", "value": sales.user.name})
    assert done.status_code == 302
    assert set(Entry.objects.values_list("owner", flat=True)) == {sales.reference}
    refused = client.post(address, {**both, "step": "received.responded"})
    text = refused.content.decode()
    assert refused.status_code == 400
    assert text.count("must be filled") >= 2
    assert f"<strong>{first.ref_no}:</strong>" in text
    before = Change.objects.count()
    reader = browser(has_role(person(), "esg_team", "E"))
    assert reader.post(address, {**both, "field": "owner", "value": ""}).status_code in (400, 403)
    assert Change.objects.count() == before


# -- board, calendar, overdue, statistics ----------------------------------------------------------


def test_board_calendar_and_overdue_show_what_is_due(sales, person) -> None:
    now = timezone.now()
    late = opened(sales, owner=sales.reference)[0]
    soon = opened(sales, received_at=f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M}+00:00")[0]
    client = browser(sales)
    board = client.get(f"{LIST}/board").content.decode()
    column = re.search(r"<section[^>]*><h2><a [^>]*>Received</a>.*?</section>", board, re.DOTALL)
    assert column is not None
    assert numbers(column[0]) == [late.ref_no, soon.ref_no]  # what is due first comes first
    month = client.get(f"{LIST}/calendar?month=2024-03").content.decode()
    assert numbers(month) == [late.ref_no]
    assert client.get(f"{LIST}/calendar?month=x").status_code == 200
    duties = client.get(f"{LIST}/calendar?month=2024-01").content.decode()
    assert "Customer-voice meeting" in duties
    mine, others = client.get("/overdue").content.decode().split("<h2>Of others")
    assert numbers(mine) == [late.ref_no, soon.ref_no]
    assert numbers(others) == []
    head = browser(has_role(person(), "quality_lead", "E"))
    mine, others = head.get("/overdue").content.decode().split("<h2>Of others")
    assert numbers(mine) == []
    assert numbers(others) == [late.ref_no, soon.ref_no]
    assert late.ref_no not in browser(person()).get("/overdue").content.decode()


def test_steps_of_which_one_is_taken_are_one_line_of_what_is_overdue(units, person) -> None:
    hse = has_role(person(), "hse", "E")
    values = {
        "entity": "E",
        "place": "Hall 2",
        "location": "31.8, 117.2",
        "photos": photograph(hse),
    }
    OpenEntry("safety_hazard", {**values, "content": "x", "category": "fire"}).do(hse)
    page = browser(hse).get("/overdue").content.decode()
    assert len(re.findall(r">SH-\d{4}-\d{5}</a>", page)) == 1
    assert "Reject / Review" in page


def test_statistics_count_records_and_figures(sales) -> None:
    opened(sales, 2, category="privacy")
    opened(sales, 1, category="safety")
    page = browser(sales).get(f"{LIST}/statistics?since=2024-01-01&until=2024-12-31")
    text = page.content.decode()
    assert re.search(r'<th scope="row">Privacy</th><td class="number">2</td>', text)
    assert re.search(r'<th scope="row">2024-03</th><td class="number">3</td>', text)
    assert re.search(r'<th scope="row">overdue</th><td class="number">3</td>', text)
    figure = r'<th scope="row">Complaints received</th><td class="number">3</td>'
    assert re.search(figure, text)


def test_counts_of_the_overview_are_of_what_one_may_read(sales, person) -> None:
    opened(sales, 2)
    counted = r'href="/registers/customer_complaint\?state=open">open (\d)</a>'
    assert re.findall(counted, browser(sales).get("/registers").content.decode()) == ["2"]
    part = has_role(person(), "after_sales", "F")
    assert re.findall(counted, browser(part).get("/registers").content.decode()) == ["0"]
    nobody = browser(person()).get("/registers").content.decode()
    assert re.findall(counted, nobody) == []
    assert "Report a hazard" in nobody


@pytest.mark.parametrize(
    "address",
    ["/registers", "/overdue", LIST, f"{LIST}/board", f"{LIST}/calendar?month=2024-03"],
)
def test_the_number_of_queries_does_not_grow(sales, address: str) -> None:
    client = browser(sales)
    opened(sales, 2, owner=sales.reference)
    client.get(address)  # projections are made, words are read
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found.append(len(queries))
        opened(sales, 6, owner=sales.reference)
    assert found[0] == found[1]
    assert found[0] < 60


def test_a_record_costs_as_many_queries_however_much_happened(sales) -> None:
    entry, client = opened(sales)[0], browser(sales)
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/entries/{entry.key}").status_code == 200
        found.append(len(queries))
        for number in range(4):
            client.post(f"/entries/{entry.key}/comments", {"text": f"{number}"})
            client.post(f"/entries/{entry.key}/edit", {"f.customer": f"B{number}"})
    assert found[0] == found[1]
    assert found[0] < 40


def test_the_journal_keeps_who_took_a_restricted_list_out(units, person) -> None:
    sales, safe = has_role(person(), "after_sales"), has_role(person(), "infosec")
    assert content(browser(sales).get(f"{LIST}.xlsx"))
    assert not Journal.objects.filter(action="register.take_out").exists()
    assert content(browser(safe).get("/registers/security_incident.xlsx?q=mail&column=ref_no"))
    line = Journal.objects.get(action="register.take_out")
    assert (line.actor, line.subject) == (safe.reference, "registers:security_incident")
    kept = json.loads(line.content)["values"]
    assert kept == {"asked": "q=mail&column=ref_no", "columns": ["ref_no"]}


def test_who_only_reports_is_thanked_and_reads_nothing(units, person) -> None:
    client = browser(person())
    values = {f"f.{name}": value for name, value in complaint().items()}
    answer = client.post(f"{LIST}/new", values)
    assert answer["Location"] == f"{LIST}/new?sent=1"
    assert "It has been recorded" in client.get(answer["Location"]).content.decode()
    assert client.get(f"/entries/{Entry.objects.get().key}").status_code == 404


def test_the_journal_leads_to_records_that_its_reader_may_read(units, person) -> None:
    entry = opened(has_role(person(), "after_sales", "E"))[0]
    link = f'href="/entries/{entry.key}"'
    keeper = person(Role.ADMINISTRATOR)
    assert link not in browser(keeper).get("/journal").content.decode()
    assert link in browser(has_role(keeper, "quality", "E")).get("/journal").content.decode()
