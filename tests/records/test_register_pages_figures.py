from __future__ import annotations

import re
from datetime import date

import pytest

from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.models import ApprovedFigure, DutyOpened, NilStatement
from crossfoot.records.roles import Role
from registers_kept import complaint, has_role, organisation
from test_pages import browser

pytestmark = pytest.mark.django_db

FIGURES = "/registers/customer_complaint/figures"
YEAR = {"period": "2024", "unit": "E"}


@pytest.fixture
def units() -> None:
    organisation()


def opened(by, **values):
    return OpenEntry("customer_complaint", complaint(**values)).do(by)


def test_figures_are_approved_and_restated_with_a_reason(units, person) -> None:
    sales = has_role(person(), "after_sales", "E")
    first = opened(sales)
    client = browser(person(Role.APPROVER, "E"))
    page = client.get(FIGURES, YEAR).content.decode()
    row = re.search(r'<th scope="row">Complaints received</th>.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert '<td class="number">1</td>' in row[0]
    given = {**YEAR, "metric": "complaints_received"}
    assert browser(sales).post(FIGURES, given).status_code == 403
    assert client.post(FIGURES, given).status_code == 302
    approved = ApprovedFigure.objects.get(metric="complaints_received", dims="")
    assert approved.entries == [first.key]
    opened(sales)
    assert "differs now" in client.get(FIGURES, YEAR).content.decode()
    silent = client.post(FIGURES, given)
    assert silent.status_code == 400
    assert "say why" in silent.content.decode()
    assert client.post(FIGURES, {**given, "why": "found late"}).status_code == 302
    assert "found late" in client.get(FIGURES, YEAR).content.decode()


def test_a_figure_leads_to_the_records_that_one_may_see(units, person) -> None:
    sales = has_role(person(), "after_sales", "E")
    entry = opened(sales)
    approver = person(Role.APPROVER, "E")
    browser(approver).post(FIGURES, {**YEAR, "metric": "complaints_received"})
    behind = f"{FIGURES}/{ApprovedFigure.objects.get(metric='complaints_received', dims='').pk}"
    assert entry.ref_no in browser(sales).get(behind).content.decode()
    hidden = browser(approver).get(behind).content.decode()
    assert entry.ref_no not in hidden
    assert "Further records that you may not see: 1" in hidden
    assert browser(has_role(person(), "after_sales", "F")).get(behind).status_code == 404
    assert browser(person()).get(FIGURES).status_code == 404


def test_silence_is_not_zero_until_somebody_says_so(units, person) -> None:
    sales = has_role(person(), "after_sales", "E")
    client = browser(sales)
    assert "Who has said nothing" in client.get(FIGURES, YEAR).content.decode()
    approver = browser(person(Role.APPROVER, "E"))
    refused = approver.post(FIGURES, {**YEAR, "metric": "complaints_received"})
    assert refused.status_code == 400
    assert "said nothing of this period" in refused.content.decode()
    said = {**YEAR, "attest": "E", "basis": "the hotline's log"}
    assert client.post(FIGURES, said).status_code == 302
    assert NilStatement.objects.get().basis == "the hotline's log"
    page = client.get(FIGURES, YEAR).content.decode()
    assert "Who has said nothing" not in page
    assert "the hotline" in page
    assert approver.post(FIGURES, {**YEAR, "metric": "complaints_received"}).status_code == 302


def test_tasks_that_came_back_are_done_by_who_owes_them(units, person) -> None:
    row = DutyOpened.objects.create(
        register="customer_complaint",
        recurrence="customer_voice",
        starts_on=date(2024, 3, 7),
        due_on=date(2024, 3, 7),
        per="E",
        unit="E",
        role="quality_lead",
    )
    lead, other = has_role(person(), "quality_lead", "E"), has_role(person(), "quality_lead", "F")
    assert "Customer-voice meeting" in browser(lead).get("/overdue").content.decode()
    assert "Customer-voice meeting" not in browser(other).get("/overdue").content.decode()
    assert browser(other).post("/overdue", {"duty": row.pk}).status_code == 403
    assert browser(lead).post("/overdue", {"duty": row.pk}).status_code == 302
    assert "Customer-voice meeting" not in browser(lead).get("/overdue").content.decode()
    row.refresh_from_db()
    assert row.done_by == lead.reference
    assert browser(lead).post("/overdue", {"duty": row.pk}).status_code == 400
