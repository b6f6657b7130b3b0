from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from browsers import need_axe, need_chromium, no_barriers
from campaigns import ELECTRICITY, WATER, opened, template
from crossfoot.languages import Text
from crossfoot.records.assurance.actions.ask import Ask
from crossfoot.records.assurance.actions.record_misstatement import RecordMisstatement
from crossfoot.records.assurance.actions.record_test import RecordTest
from crossfoot.records.assurance.actions.step import Answer
from crossfoot.records.assurance.kinds import MisstatementKind
from crossfoot.records.assurance.models import (
    Engagement,
    Inquiry,
    Misstatement,
    Sample,
    SubjectMatter,
)
from crossfoot.records.assurance.projection import Result
from crossfoot.records.assurance.sampling import Method
from crossfoot.records.assurance.workflow import InquiryStep
from crossfoot.records.collection.templates import Line
from crossfoot.records.evidence.queries import evidence_of
from crossfoot.records.notices.models import Notice
from crossfoot.records.overview.building import build
from crossfoot.records.roles import Role
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace
from desk_pages import DUE, at_work, own, pages, text_of
from desks import VALUES, collected, corrected, desk, drawn
from evidences import PDF
from people import PASSWORD
from test_api import Program
from test_pages import browser

pytestmark = pytest.mark.django_db

GREEN = "energy.electricity.green_purchased"


@pytest.fixture
def at(person, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    return desk(person)


@pytest.fixture
def busy(at):
    return at_work(at)


# -- who sees what -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("unit", ["", "cells"])
def test_an_engagement_is_no_page_to_those_outside(busy, person, role, unit) -> None:
    """Managers and approvers of the whole see it; another assurer, who is not of the team, not."""
    client = browser(person(role, unit))
    sees = role in (Role.ESG_MANAGER, Role.APPROVER, Role.EXECUTIVE) and not unit
    answers = role in (Role.ESG_MANAGER, Role.DATA_OWNER)
    for address in pages(busy):
        answer = client.get(address)
        may = sees or (answers and "/assurance/requests/" in address)
        assert answer.status_code == 200 if may else answer.status_code in (403, 404), address
        if not may:
            assert "Report 2024" not in text_of(answer)
        elif answer.streaming:
            text_of(answer)
    for address in own(busy):
        assert client.get(address).status_code in (403, 404)
    listed = text_of(client.get("/assurance")) if role not in (None, Role.SUPPLIER) else ""
    assert ("Report 2024" in listed) == sees


def test_the_team_sees_all_and_nobody_else_what_is_material(busy) -> None:
    """43.75 is 4.375 per cent of 1000: it stands on no page of anybody else."""
    team, manager = browser(busy.assurer), browser(busy.manager)
    for address in [*pages(busy), *own(busy)]:
        answer = team.get(address)
        assert answer.status_code == 200, address
        text_of(answer)
    shown = [text_of(team.get(each)) for each in (pages(busy)[0], pages(busy)[9], pages(busy)[10])]
    assert all("43.75" in text for text in shown)
    assert "below performance materiality" in shown[0]
    for address in pages(busy):
        text = text_of(manager.get(address))
        assert "43.75" not in text, address
        assert "performance materiality" not in text, address
    sums = f"engagements/{busy.engagement.pk}/sums"
    known = [Program(each).get(sums).json()[0] for each in (busy.assurer, busy.manager)]
    assert [Decimal(each["materiality"] or 0) for each in known] == [Decimal("43.75"), 0]


POSTS = {
    "assurance/{e}/scope": {"metric": WATER},
    "assurance/{e}/close": {"why": "x"},
    "assurance/{e}/conclude": {"opinion": "x"},
    "assurance/{e}/materiality": {"metric": WATER, "measure": "amount", "value": "5"},
    "assurance/{e}/requests": {"title": "x", "unit": "hefei", "due": "2099-01-01"},
    "assurance/requests/{i}": {"step": "answer", "text": "x"},
    "assurance/{e}/samples/new": {
        "source": "entries",
        "metric": ELECTRICITY,
        "method": "random",
        "size": "1",
        "seed": "x",
    },
    "assurance/lines/{l}": {"result": "agreed"},
    "assurance/{e}/misstatements": {
        "kind": "factual",
        "metric": WATER,
        "amount": "5",
        "text": "x",
    },
    "assurance/misstatements/{m}": {"why": "x"},
    f"criteria/{WATER}": {"text": "x"},
}

#: who may send each form; of the assurers, the one of the team alone
MAY = {
    "assurance/{e}/scope": {Role.ESG_MANAGER},
    "assurance/{e}/close": {Role.ESG_MANAGER},
    "assurance/requests/{i}": {Role.ESG_MANAGER, Role.DATA_OWNER},
    f"criteria/{WATER}": {Role.ESG_MANAGER},
}


@pytest.mark.parametrize("form", list(POSTS))
@pytest.mark.parametrize("role", [None, *Role, "team"])
def test_every_role_with_every_form(busy, person, form, role) -> None:
    who = busy.assurer if role == "team" else person(role)
    client = browser(who)
    sample = Sample.objects.get()
    address = form.format(
        e=busy.engagement.pk,
        i=Inquiry.objects.get().pk,
        l=sample.lines.last().pk,
        m=Misstatement.objects.get().pk,
    )
    answer = client.post(f"/{address}", POSTS[form])
    may = role in MAY.get(form, {"team"})
    assert answer.status_code == 302 if may else answer.status_code in (403, 404)
    assert Engagement.objects.get().closed_at is None or form.endswith("/close")


# -- a day at the desk -------------------------------------------------------------------------


def test_an_engagement_is_opened_by_a_form(at) -> None:
    client = browser(at.manager)
    sent_ = {
        "name": "Half year",
        "standard": "aa1000as_type2",
        "level": "reasonable",
        "start": "2024-01-01",
        "end": "2024-06-30",
        "metric": [ELECTRICITY],
        "member": [at.assurer.user.pk],
        "unit": ["cells"],
    }
    refused = client.post("/assurance/new", {**sent_, "metric": []})
    assert (refused.status_code, "no metric is chosen" in text_of(refused)) == (400, True)
    assert 'value="Half year"' in text_of(refused)
    answer = client.post("/assurance/new", sent_)
    made = Engagement.objects.latest("id")
    assert (answer.status_code, answer["Location"]) == (302, f"/assurance/{made.pk}")
    page = text_of(client.get(answer["Location"]))
    assert "High level" in page  # what AA1000AS calls it
    assert made.units == ["cells"]


def test_an_answer_and_its_evidence_come_together_or_not_at_all(busy) -> None:
    client = browser(busy.owner)
    inquiry = Inquiry.objects.get()
    address = f"/assurance/requests/{inquiry.pk}"
    assert inquiry.title in text_of(client.get("/assurance"))
    form = {"step": "answer", "text": "", "page": "2", "title": "May bill"}
    refused = client.post(address, {**form, "file": SimpleUploadedFile("may.pdf", PDF)})
    assert (refused.status_code, evidence_of(inquiry.reference)) == (400, ())
    form["text"] = "Here it is"
    assert (
        client.post(address, {**form, "file": SimpleUploadedFile("may.pdf", PDF)}).status_code
        == 302
    )
    (proof,) = evidence_of(inquiry.reference)
    assert (proof.title, proof.page, proof.unit) == ("May bill", "2", "hefei")
    judged = browser(busy.assurer)
    assert "May bill" in text_of(judged.get(address))
    assert judged.post(address, {"step": "ask_again", "text": ""}).status_code == 400
    assert judged.post(address, {"step": "accept"}).status_code == 302
    assert judged.post(address, {"step": "nonsense"}).status_code == 404
    assert "Accepted" in text_of(client.get(address))


def test_who_enters_figures_of_the_unit_is_told_and_shown_what_is_asked(busy, person) -> None:
    """A question that names nobody is one to all who enter figures of the unit."""
    own, other = person(Role.DATA_OWNER, "hefei"), person(Role.DATA_OWNER, "penang")
    asked = Ask(busy.engagement.pk, "Invoices", "hefei", date(2099, 3, 9)).do(busy.assurer)
    told = set(Notice.objects.filter(subject=asked.reference).values_list("user", flat=True))
    assert own.user.pk in told
    assert told.isdisjoint({other.user.pk, busy.assurer.user.pk, busy.reviewer.user.pk})
    link = f'href="/assurance/requests/{asked.pk}"'
    for address in ("/tasks", "/duties?month=2099-03"):
        page = text_of(browser(own).get(address))
        assert ("Invoices" in page, link in page, "Bills" in page) == (True, True, False)
        assert "Invoices" not in text_of(browser(other).get(address))
        assert "Invoices" not in text_of(browser(busy.reviewer).get(address))
    assert "Invoices" not in text_of(browser(own).get("/duties?month=2099-02"))
    Answer(asked.pk, "Here they are").do(own)
    assert "Invoices" not in text_of(browser(own).get("/tasks"))


def test_what_is_late_is_shown_until_it_is_answered(busy) -> None:
    Inquiry.objects.update(due=date(2020, 1, 1))
    client = browser(busy.manager)
    late = f"/assurance/{busy.engagement.pk}/requests?state=late"
    assert "Bills" in text_of(client.get(late))
    assert "late 1" in text_of(client.get(f"/assurance/{busy.engagement.pk}"))
    book = text_of(client.get(late.replace("requests", "requests.xlsx")))
    assert "Bills" in book
    browser(busy.owner).post(
        f"/assurance/requests/{Inquiry.objects.get().pk}", {"step": "answer", "text": "here"}
    )
    assert "Bills" not in text_of(client.get(late))


def test_a_sample_is_drawn_tested_and_projected_by_forms(busy) -> None:
    client = browser(busy.assurer)
    one = f"/assurance/{busy.engagement.pk}"
    form = POSTS["assurance/{e}/samples/new"] | {"size": "3", "seed": "lantern"}
    refused = client.post(f"{one}/samples/new", {**form, "size": "9"})
    assert (refused.status_code, "has 3 items" in text_of(refused)) == (400, True)
    answer = client.post(f"{one}/samples/new", form)
    sample = Sample.objects.latest("id")
    assert answer["Location"] == f"/assurance/samples/{sample.pk}"
    first, second, third = sample.lines.all()
    sent_ = {"result": "exception", "audited": "90 %", "note": "x"}
    wrong = client.post(f"/assurance/lines/{first.pk}", sent_)
    assert (wrong.status_code, "is not a number" in text_of(wrong)) == (400, True)
    book = Decimal(first.book)
    answer = client.post(
        f"/assurance/lines/{first.pk}", {**sent_, "audited": str(book / 2), "note": "half"}
    )
    assert answer["Location"].startswith(f"/assurance/lines/{second.pk}")
    for line in (second, third):
        answer = client.post(f"/assurance/lines/{line.pk}", {"result": "agreed"})
    assert answer["Location"].startswith(f"/assurance/samples/{sample.pk}")
    page = text_of(client.get(f"/assurance/samples/{sample.pk}?again=1"))
    assert "the same items were selected" in page
    assert sample.digest in page
    assert "lantern" in page
    begun = text_of(client.get(f"{one}/misstatements?line={first.pk}"))
    assert f'value="{book / 2:f}"' in begun
    # all were tested: nothing is beyond what was found
    refused = client.post(f"/assurance/samples/{sample.pk}/project")
    assert (refused.status_code, "nothing is projected" in text_of(refused)) == (400, True)


def test_the_population_can_be_drawn_from_with_another_tool(busy) -> None:
    sample = Sample.objects.get()
    text = text_of(browser(busy.assurer).get(f"/assurance/samples/{sample.pk}/population.csv"))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == ["reference", "stratum", "value"]
    lines = "".join("\t".join(row) + "\n" for row in rows[1:])
    import hashlib

    assert hashlib.sha256(lines.encode()).hexdigest() == sample.digest


def test_a_misstatement_is_settled_by_the_correction_that_is_offered(busy) -> None:
    found = Misstatement.objects.get()
    client = browser(busy.assurer)
    address = f"/assurance/misstatements/{found.pk}"
    assert "No correction was approved" in text_of(client.get(address))
    corrected(busy, "hefei", "590")
    page = text_of(client.get(address))
    offered = re.search(r'name="correction" value="(entry:\d+)"', page)
    assert offered is not None
    assert "600 → 590" in page
    assert client.post(address, {"correction": offered[1]}).status_code == 302
    page = text_of(client.get(address))
    assert "Corrected" in page
    assert "meter misread" in page


def test_a_percentage_rests_on_the_total_as_reported(person, settings, tmp_path) -> None:
    settings.WORKSPACE = folder = tmp_path / "group"
    Workspace.start(folder, Settings(company=Text("G", "集"), year=2024))
    at = desk(person)
    collected(at, VALUES)
    build(folder)
    client = browser(at.assurer)
    address = f"/assurance/{at.engagement.pk}/materiality"
    assert "1,000" in text_of(client.get(address))
    sent_ = {"metric": ELECTRICITY, "measure": "percent", "value": "4"}
    assert client.post(address, sent_).status_code == 302
    found = SubjectMatter.objects.get(metric=ELECTRICITY)
    assert (found.base, found.materiality.amount) == ("1000", 40)
    refused = client.post(address, {**sent_, "metric": WATER})
    assert (refused.status_code, "is missing" in text_of(refused)) == (400, True)


def test_a_percentage_rests_on_another_figure_of_the_same_unit(person, settings, tmp_path) -> None:
    """Green electricity is looked at; what is material is a part of all that was purchased."""
    settings.WORKSPACE = folder = tmp_path / "group"
    Workspace.start(folder, Settings(company=Text("G", "集"), year=2024))
    at = desk(person, metrics=(GREEN, WATER))
    collected(at, VALUES)
    build(folder)
    client = browser(at.assurer)
    address = f"/assurance/{at.engagement.pk}/materiality"
    assert f'<option value="{ELECTRICITY}">' in text_of(client.get(address))
    chosen = {"metric": GREEN, "measure": "percent", "value": "4", "base_metric": ELECTRICITY}
    for wrong, words in (
        ({"metric": WATER}, "no total in this unit"),  # cubic metres of megawatt-hours
        ({"base_metric": GREEN}, "is missing"),  # nothing is reported of it
        ({"base_metric": "energy.saved"}, "no total in this unit"),
        ({"base": "5"}, "both chosen and typed"),
    ):
        refused = client.post(address, {**chosen, **wrong})
        assert (refused.status_code, words in text_of(refused)) == (400, True), wrong
    assert client.post(address, chosen).status_code == 302
    found = SubjectMatter.objects.get(metric=GREEN)
    assert (found.base, found.base_metric, found.materiality.amount) == ("1000", ELECTRICITY, 40)
    put = {"metric": GREEN, "measure": "percent", "value": "8", "base_metric": ELECTRICITY}
    sent_ = Program(at.assurer).send("PUT", f"engagements/{at.engagement.pk}/materiality", put)
    assert sent_.status_code == 204
    assert SubjectMatter.objects.get(metric=GREEN).materiality.amount == 80
    assert client.post(address, {**chosen, "base_metric": "", "base": "500"}).status_code == 302
    found.refresh_from_db()
    assert (found.base, found.base_metric, found.materiality.amount) == ("500", "", 20)


def test_what_is_approved_of_a_period_is_shown_while_its_total_waits(at) -> None:
    """600 + 300 are approved of three figures that were asked for; the total waits for a third."""
    collected(at, {"hefei": "600", "yibin": "300"})
    opened(at.manager, ("penang",))
    Engagement.objects.update(units=["cells", "penang"])
    address = f"/assurance/{at.engagement.pk}/materiality"
    page = text_of(browser(at.assurer).get(address))
    assert "900<br>" in page
    assert "approved figures of the period: 2 / 3" in page
    assert page.count("not known") == 1  # of water nothing is approved
    Engagement.objects.update(start=date(2023, 1, 1), end=date(2023, 12, 31))
    assert text_of(browser(at.assurer).get(address)).count("not known") == 2
    Engagement.objects.update(start=date(2024, 1, 1), end=date(2024, 12, 31))
    opened(at.manager, ("cells",), asks=template(Line(ELECTRICITY)))  # and what is below it
    assert text_of(browser(at.assurer).get(address)).count("not known") == 2


# -- queries, both languages, no barriers ------------------------------------------------------


def test_queries_do_not_grow_with_rows(busy) -> None:
    client = browser(busy.assurer)
    sample = Sample.objects.get()
    addresses = [
        "/assurance",
        f"/assurance/{busy.engagement.pk}",
        f"/assurance/{busy.engagement.pk}/requests",
        f"/assurance/{busy.engagement.pk}/samples",
        f"/assurance/samples/{sample.pk}",
        f"/assurance/{busy.engagement.pk}/misstatements",
        f"/assurance/{busy.engagement.pk}/criteria",
        f"/figures/follow?metric={ELECTRICITY}&unit=group&year=2024",
    ]

    def counts() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    counts()
    before = counts()
    for number in range(4):
        Ask(busy.engagement.pk, f"More {number}", "yibin", DUE).do(busy.assurer)
        RecordMisstatement(
            busy.engagement.pk,
            MisstatementKind.JUDGEMENTAL,
            ELECTRICITY,
            Decimal(number + 1),
            "x",
            "yibin",
        ).do(busy.assurer)
        drawn(busy, Method.RANDOM, 1)
    corrected(busy, "yibin", "310")
    assert counts() == before
    assert max(before) <= 26


def test_a_step_that_nobody_may_take_is_not_offered(busy) -> None:
    inquiry = Inquiry.objects.get()
    address = f"/assurance/requests/{inquiry.pk}"
    page = text_of(browser(busy.manager).get(address))
    assert f'value="{InquiryStep.WITHDRAW}"' not in page
    assert f'value="{InquiryStep.ANSWER}"' in page
    page = text_of(browser(busy.approver).get(address))
    assert 'name="step"' not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_have_no_barriers_and_fit_a_telephone(
    live_server, person, language: str, settings, tmp_path
) -> None:
    need_chromium()
    need_axe()
    settings.WORKSPACE = tmp_path
    at = desk(person)
    collected(at, VALUES)
    sample = drawn(at, Method.VALUE, 2)
    line = sample.lines.first()
    RecordTest(line.pk, Result.EXCEPTION, Decimal(590), "590").do(at.assurer)
    Ask(at.engagement.pk, "Bills", "hefei", date.today() - timedelta(2)).do(at.assurer)  # noqa: DTZ011
    RecordMisstatement(
        at.engagement.pk, MisstatementKind.FACTUAL, ELECTRICITY, Decimal(10), "misread", "hefei"
    ).do(at.assurer)
    addresses = [
        "/assurance",
        *(each for each in [*pages(at), *own(at)] if not re.search(r"\.(xlsx|csv)$", each)),
        f"/criteria/{ELECTRICITY}?year=2024",
        f"/figures/follow?metric={ELECTRICITY}&unit=group&year=2024",
        "/journal?verify=1",
    ]
    no_barriers(live_server.url, at.assurer.user.email, PASSWORD, language, addresses)
