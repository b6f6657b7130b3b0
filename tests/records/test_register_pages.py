from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.actions.take_step import TakeStep
from crossfoot.records.register.models import Change, Entry
from crossfoot.registers.access import roles_of
from crossfoot.registers.library import library
from crossfoot.registers.values import Money, read_values
from crossfoot.web.views.registers.typed import changes, sent, typed_of, without_empty
from evidences import PNG
from registers_kept import complaint, has_role, organisation, photograph
from test_pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(settings, tmp_path) -> None:
    settings.WORKSPACE = tmp_path  # photographs are kept there
    organisation()


@pytest.fixture
def sales(units, person):
    return has_role(person(), "after_sales", "E")


def opened(by, **values) -> Entry:
    return OpenEntry("customer_complaint", complaint(**values)).do(by)


def form(**values: object) -> dict[str, object]:
    return {f"f.{name}": value for name, value in values.items()}


# -- what a form holds -------------------------------------------------------------------------


def query(pairs: dict[str, object]) -> QueryDict:
    found = QueryDict(mutable=True)
    for key, value in pairs.items():
        found.setlist(key, value if isinstance(value, list) else [value])
    return found


@given(
    st.decimals(-(10**9), 10**9, places=4),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.lists(st.sampled_from(["environment", "labour", "ethics"]), unique=True),
    st.lists(st.integers(0, 100), max_size=4),
)
def test_what_a_form_shows_is_what_it_sends_back(amount, day, words, points) -> None:
    definition = library()["supplier"]
    values = {
        "registered_capital": Money(amount, "CNY"),
        "established_on": day,
        "screened_for": tuple(words) or None,
        "key_material": True,
        "capabilities": tuple(
            {"capability": "manufacturing", "score": Decimal(each)} for each in points
        )
        or None,
    }
    fields = [definition.fields[name] for name in values]
    shown = {each.name: typed_of(each, values[each.name], UTC) for each in fields}
    amount_text, _, currency = shown["registered_capital"].rpartition(" ")
    pairs: dict[str, object] = {
        "f.registered_capital": amount_text,
        "f.registered_capital.currency": currency,
        "f.established_on": shown["established_on"],
        "f.screened_for.asked": "1",
        "f.screened_for": shown["screened_for"],
        "f.key_material": shown["key_material"],
        "f.capabilities.asked": "1",
    }
    for at, row in enumerate(shown["capabilities"]):
        pairs |= {f"f.capabilities.{at * 7}.{name}": value for name, value in row.items()}
    back = sent(fields, query(pairs))
    assert changes(shown, back) == {}
    assert read_values(definition, without_empty(back), UTC) == values


def test_a_moment_keeps_its_seconds_unless_it_is_touched() -> None:
    field = library()["customer_complaint"].fields["received_at"]
    moment = datetime(2024, 3, 1, 9, 0, 59, tzinfo=UTC)
    before = {"received_at": typed_of(field, moment, UTC)}
    assert changes(before, sent([field], query({"f.received_at": "2024-03-01T09:00"}))) == {}
    later = sent([field], query({"f.received_at": "2024-03-01T09:01"}))
    assert changes(before, later) == {"received_at": "2024-03-01T09:01"}


# -- new and changed -----------------------------------------------------------------------------


#: what the system alone opens has no form
FORMS = sorted(name for name, each in library().items() if {*each.access.create} != {"system"})


@pytest.mark.parametrize("register", FORMS)
def test_each_register_has_a_form_for_all_it_requires(units, person, register: str) -> None:
    definition, who = library()[register], person()
    # of a confidential register the form is for who handles it; others have the public one
    handlers = roles_of(definition) if definition.access.level == "sealed" else ()
    for role in {*definition.access.create, *handlers} - {"anyone", "public", "system"}:
        has_role(who, role)
    client = browser(who)
    for language in ("en", "zh"):
        client.post("/language", {"language": language})
        page = client.get(f"/registers/{register}/new").content.decode()
        for field in definition.every_field():
            if field.required and not field.is_computed:
                assert f'name="f.{field.name}' in page, field.name
                assert field.label[language] in page


def test_a_record_is_made_by_the_form_and_not_by_others(sales, person) -> None:
    client, values = browser(sales), complaint(title="Flicker")
    values["received_at"] = "2024-03-01T09:00"
    missing = client.post("/registers/customer_complaint/new", form(**values | {"customer": ""}))
    assert missing.status_code == 400
    assert "Customer must be filled" in missing.content.decode()
    assert "The lamp flickers" in missing.content.decode()  # nothing that was typed is lost
    assert Entry.objects.count() == 0
    made = client.post("/registers/customer_complaint/new", form(**values))
    entry = Entry.objects.get()
    assert made["Location"] == f"/entries/{entry.key}?saved=1"
    assert (entry.title, entry.unit, entry.source) == ("Flicker", "S", "manual")
    page = client.get(f"/entries/{entry.key}").content.decode()
    assert "Service hotline" not in page
    assert "Hotline" in page
    assert "2024-03-01 09:00" in page
    other = browser(person())
    for address in (f"/entries/{entry.key}", f"/entries/{entry.key}/edit"):
        assert other.get(address).status_code == 404
    posts = ("edit", "steps/received.responded", "comments")
    for part in posts:
        assert other.post(f"/entries/{entry.key}/{part}", {"text": "x"}).status_code == 404
    assert Change.objects.count() == 0


def test_rows_come_and_go_without_a_script(sales) -> None:
    client, address = browser(sales), "/registers/customer_complaint/new"
    given = form(customer="A") | {"f.spread.asked": "1"}
    more = client.post(address, given | {"more": "spread"}).content.decode()
    assert 'name="f.spread.0.line"' in more
    assert 'value="spread.0"' in more
    assert ">A</textarea>" in more
    two = given | {"f.spread.0.line": "L1", "f.spread.1.line": "L2"}
    less = client.post(address, two | {"less": "spread.0"}).content.decode()
    assert ">L2</textarea>" in less
    assert ">L1</textarea>" not in less
    assert Entry.objects.count() == 0


def test_fields_are_changed_and_two_writers_are_told(sales) -> None:
    entry, client = opened(sales), browser(sales)
    address = f"/entries/{entry.key}/edit"
    page = client.get(address).content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision is not None
    same = {"revision": revision[1], "f.customer": "A", "f.category": "product"}
    assert client.post(address, same).status_code == 302
    assert Change.objects.count() == 0  # nothing was changed, so nothing is written
    assert client.post(address, same | {"f.customer": "B"}).status_code == 302
    assert Entry.objects.get().content["customer"] == "B"
    late = client.post(address, same | {"f.customer": "C"})
    assert late.status_code == 400
    assert "somebody else changed" in late.content.decode()
    assert Entry.objects.get().content["customer"] == "B"
    history = client.get(f"/entries/{entry.key}").content.decode()
    assert "<del>A</del> → B" in history


def test_files_are_kept_and_opened_by_who_reads_the_record(
    units, person, settings, tmp_path
) -> None:
    settings.WORKSPACE = tmp_path
    finder, hse, stranger = person(), has_role(person(), "hse", "E"), person()
    values = form(
        entity="E", site="S", content="A gate is open", place="Hall 2", location="31.8, 117.2"
    )
    photo = SimpleUploadedFile("gate.png", PNG, "image/png")
    given = values | {"f.category": "height", "f.photos.file": photo}
    made = browser(finder).post("/registers/safety_hazard/quick", given)
    entry = Entry.objects.get()
    assert made["Location"] == f"/registers/safety_hazard/quick?sent={entry.key}"
    assert (entry.source, entry.title, entry.site) == ("app", "A gate is open", "S")
    page = browser(hse).get(f"/entries/{entry.key}").content.decode()
    file = f"/entries/{entry.key}/files/{entry.content['photos'][0]}"
    assert f'src="{file}"' in page
    shown = browser(hse).get(file)
    assert (shown.status_code, b"".join(shown.streaming_content)) == (200, PNG)
    assert browser(stranger).get(file).status_code == 404
    assert browser(hse).get(f"/entries/{entry.key}/files/999").status_code == 404


def test_the_quick_form_may_ask_where_one_is_and_no_other_page_may(units, person) -> None:
    client = browser(person())
    quick = client.get("/registers/safety_hazard/quick")
    assert "geolocation=(self)" in quick["Permissions-Policy"]
    assert "geolocation=()" in client.get("/registers")["Permissions-Policy"]
    assert client.get("/registers/customer_complaint/quick").status_code == 404


# -- steps ---------------------------------------------------------------------------------------


def test_a_step_tells_what_it_needs_and_who_takes_it(sales, person) -> None:
    entry = opened(sales)
    address = f"/entries/{entry.key}/steps/received.responded"
    client = browser(sales)
    page = client.get(f"/entries/{entry.key}").content.decode()
    assert address in page
    assert "Respond" in page
    lacking = client.post(address, form(**{"class": "routine"}))
    assert lacking.status_code == 400
    text = lacking.content.decode()
    assert "Fault must be filled" in text
    assert "data-open" in text
    assert re.search(r'<option value="routine" selected>', text)
    values = {"class": "routine", "fault": "none", "onsite_needed": "false", "valid": "true"}
    done = client.post(address, form(**values, responded_at="2024-03-01T09:30"))
    assert done.status_code == 302
    assert Entry.objects.get().state == "responded"
    reader = browser(has_role(person(), "quality_lead", "E"))
    seen = reader.get(f"/entries/{entry.key}").content.decode()
    assert "There is no step for you now" in seen
    assert "After-sales service" in seen
    solved = f"/entries/{entry.key}/steps/responded.repaired"
    assert reader.get(solved).status_code == 404
    refused = reader.post(solved, form(remote="true"))
    assert refused.status_code in (400, 403)
    assert Entry.objects.get().state == "responded"


def test_who_did_the_work_is_told_that_another_verifies(units, person) -> None:
    worker, hse = has_role(person(), "hse", "E"), has_role(person(), "hse", "E")
    values = {"entity": "E", "place": "Hall 2", "location": "31.8, 117.2"}
    values["photos"] = photograph(worker)
    found = {**values, "content": "x", "category": "fire", "owner": worker.reference}
    entry = OpenEntry("safety_hazard", found).do(worker)
    review = {"level": "general", "responsible": worker.reference}
    TakeStep(entry.key, "reported.reviewed", review).do(hse)
    work = {"measure": "moved", "rectified_at": f"{timezone.now():%Y-%m-%dT00:00}"}
    TakeStep(entry.key, "reviewed.rectified", {**work, "after_photos": photograph(worker)}).do(
        worker
    )
    barred = "who did the work does not verify it"
    assert barred in browser(worker).get(f"/entries/{entry.key}").content.decode()
    assert barred not in browser(hse).get(f"/entries/{entry.key}").content.decode()


def test_comments_are_read_by_those_who_read_the_record(sales) -> None:
    entry, client = opened(sales), browser(sales)
    address = f"/entries/{entry.key}/comments"
    assert client.post(address, {"text": " "}).status_code == 400
    assert client.post(address, {"text": "<b>call back</b>"}).status_code == 302
    assert "&lt;b&gt;call back&lt;/b&gt;" in client.get(f"/entries/{entry.key}").content.decode()
