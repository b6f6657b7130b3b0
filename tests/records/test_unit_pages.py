from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crossfoot.facts.entities import Approach
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.person import Person
from crossfoot.records.journal.models import Entry
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.organisation.export import as_csv
from crossfoot.records.organisation.models import UnitState
from crossfoot.records.roles import Role
from test_pages import TREE

pytestmark = pytest.mark.django_db

FORM = {
    "code": "wuhan",
    "name_en": "Wuhan plant",
    "name_zh": "武汉工厂",
    "kind": "site",
    "parent": "cells",
    "region": "CN-HB",
    "equity": "0.6",
    "operational_control": "yes",
    "financial_control": "joint",
    "from": "2023-07-01",
    "until": "",
    "reason": "bought",
}


@pytest.fixture(autouse=True)
def _tree(root) -> None:
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person.user, PATH)
    return client


def test_a_unit_is_added_changed_and_closed(person) -> None:
    client = browser(person(Role.ESG_MANAGER))
    assert client.post("/organisation/new", FORM).status_code == 302
    there = organisation_on(date(2023, 7, 1))
    assert there.share("wuhan", Approach.EQUITY_SHARE) == Decimal("0.6")
    assert "wuhan" not in organisation_on(date(2023, 6, 30))
    form = client.get("/organisation/units/wuhan/change").content.decode()
    assert 'value="0.6"' in form
    changed = {**FORM, "equity": "1", "financial_control": "full", "from": "2024-01-01"}
    assert client.post("/organisation/units/wuhan/change", changed).status_code == 302
    shares = [
        organisation_on(date(year, 12, 31)).share("wuhan", Approach.EQUITY_SHARE)
        for year in (2023, 2024)
    ]
    assert shares == [Decimal("0.6"), Decimal(1)]
    sent = {"day": "2025-01-01", "reason": "sold"}
    assert client.post("/organisation/units/wuhan/close", sent).status_code == 302
    assert "wuhan" not in organisation_on(date(2025, 1, 1))
    page = client.get("/organisation/units/wuhan").content.decode()
    assert page.count("2025-01-01") >= 1
    assert [e.reason for e in Entry.objects.filter(subject="unit:wuhan")] == [
        "bought",
        "bought",
        "sold",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": ""}, "Code is missing"),
        ({"equity": "half"}, "no share from 0 to 1"),
        ({"equity": "1.5"}, "not between 0 and 1"),
        ({"parent": "nowhere"}, "there is no unit"),
        ({"parent": ""}, "one entity without a parent, not 2"),
        ({"kind": "planet"}, "no kind of unit"),
        ({"name_en": "=1+1"}, "begins like a formula"),
        ({"from": "1.7.2023"}, "is not a date"),
        ({"until": "2023-01-01"}, "ends on"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(person, change, words: str) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    before = (UnitState.objects.count(), Entry.objects.count())
    answer = client.post("/organisation/new", FORM | change)
    text = answer.content.decode()
    assert (answer.status_code, words in text) == (400, True), text
    assert "武汉工厂" in text
    assert (UnitState.objects.count(), Entry.objects.count()) == before


def test_a_unit_is_shown_to_those_who_may_read_it(person) -> None:
    owner = browser(person(Role.DATA_OWNER, "cells"))
    assert owner.get("/organisation/units/hefei").status_code == 200
    assert owner.get("/organisation/units/penang").status_code == 404
    assert owner.get("/organisation/units/hefei/change").status_code == 403
    manager = browser(person(Role.ESG_MANAGER, "cells"))
    assert manager.get("/organisation/units/hefei/change").status_code == 200
    for path in ("penang/change", "penang/close", "group/change"):
        assert manager.post(f"/organisation/units/{path}", FORM).status_code == 404
    assert manager.post("/organisation/new", {**FORM, "parent": "group"}).status_code == 400
    assert manager.post("/organisation/new", FORM).status_code == 302


def test_a_file_is_looked_at_before_it_changes_anything(person) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    rows = as_csv(TREE).replace("penang,penang,penang", "penang,Penang plant,槟城")
    rows = "".join(line for line in rows.splitlines(True) if not line.startswith("hefei"))
    sent = {"file": SimpleUploadedFile("o.csv", rows.encode()), "day": "2024-01-01"}
    before = Entry.objects.count()
    page = client.post("/organisation/import", sent).content.decode()
    assert "Penang plant (penang)" in page
    assert re.search(r"<li>hefei</li>", page)
    assert Entry.objects.count() == before
    assert "hefei" in organisation_on(date(2024, 1, 1))
    checked = re.search(r"<textarea name=\"checked\" hidden>(.*?)</textarea>", page, re.DOTALL)
    assert checked is not None
    sent = {"checked": checked[1].lstrip("\n"), "day": "2024-01-01", "sure": "1", "reason": "2024"}
    assert client.post("/organisation/import", sent).status_code == 302
    assert "hefei" not in organisation_on(date(2024, 1, 1))
    assert organisation_on(date(2024, 1, 1))["penang"].name.zh == "槟城"
    assert "hefei" in organisation_on(date(2023, 12, 31))
    again = {"file": SimpleUploadedFile("o.csv", rows.encode()), "day": "2024-01-01"}
    assert (
        "agrees with what is recorded"
        in client.post("/organisation/import", again).content.decode()
    )


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("o.csv", b"id,name\n1,2\n", "organisation.csv"),
        ("o.xlsx", b"no workbook", "organisation.xlsx"),
        ("o.exe", b"MZ", "organisation.exe"),
        ("o.csv", b"x" * 5_000_001, "more than 5 MB"),
        ("", b"", "choose a file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(person, name, content, words: str) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    sent = {"day": "2024-01-01"}
    if name:
        sent["file"] = SimpleUploadedFile(name, content)
    answer = client.post("/organisation/import", sent)
    assert (answer.status_code, words in answer.content.decode()) == (400, True)


def test_queries_do_not_grow_with_the_history(person) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    client.post("/organisation/new", FORM)
    found = []
    for year in (2024, 2025):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/organisation/units/wuhan").status_code == 200
        found.append(len(queries))
        client.post("/organisation/units/wuhan/change", {**FORM, "from": f"{year}-01-01"})
    assert found[0] == found[1] <= 10


def test_the_fiscal_year_says_what_reports_do_not_know(person) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    client.post("/organisation/new", FORM)
    page = client.get("/organisation/units/wuhan").content.decode()
    assert "Reports are of calendar years" in page
