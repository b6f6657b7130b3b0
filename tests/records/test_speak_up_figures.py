"""Of confidential cases counts reach the figures, and nothing else does."""

from __future__ import annotations

import pytest

from crossfoot.quantities.periods import Period
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.register.actions.approve_figures import ApproveFigures
from crossfoot.records.register.actions.attest_nil import AttestNil
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.approvals import figures_of, latest
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry
from crossfoot.records.roles import Role
from registers_kept import organisation
from speaking_up import handler

pytestmark = pytest.mark.django_db

YEAR = Period.parse("2024")


@pytest.fixture(autouse=True)
def _units(db) -> None:
    organisation()


def reports(person, **many: int):
    by = handler(person)
    for category, count in many.items():
        for n in range(count):
            values = {"entity": "E", "channel": "letter", "anonymous": n % 2 == 0}
            values |= {"category": category, "received_at": f"2024-05-{n + 1:02}T09:00"}
            OpenEntry("whistleblowing_case", {**values, "summary": f"secret 机密 {n}"}).do(by)
    return by


def test_an_approved_count_names_no_case_and_nothing_of_one(person):
    by = reports(person, fraud=6, bribery=1)
    AttestNil("whistleblowing_case", "F", YEAR, "nothing came").do(by)
    approver = person(Role.APPROVER)
    approved = ApproveFigures("wb_reports_received", YEAR).do(approver)
    assert [(each.value, each.catalogue) for each in approved] == [("7", "whistleblowing.reports")]
    shown = repr([vars(each) for each in approved])
    assert "secret" not in shown
    assert "WC-2024" not in shown
    share = ApproveFigures("wb_anonymous_share", YEAR).do(approver)
    assert share[0].value.startswith("57.14")  # 4 of 7


def test_breakdowns_with_few_cases_are_left_out(person, monkeypatch):
    from dataclasses import replace

    from crossfoot.records.register import approvals

    reports(person, fraud=6, bribery=5, other=2)
    metric = active().metric("wb_reports_received")
    tie = replace(metric.catalogue[0], dimensions={"category": "category"})
    tied = replace(metric, catalogue=(tie,))
    monkeypatch.setattr(approvals, "Dimensions", lambda given: tuple(sorted(given.items())))
    found = {each.key: each.cell.value for each in figures_of(tied, YEAR, "")}
    # two are too few, and one more cell is hidden by which they could be found
    assert found == {(): 13, ("fraud",): 6} or found == {(): 13, ("bribery",): 5}


def test_who_has_no_role_in_it_does_not_attest_that_there_was_no_case(person):
    by = handler(person)
    enters = person(Role.DATA_OWNER)
    for unit in ("E", "F"):
        with pytest.raises(NotAllowedError):
            AttestNil("whistleblowing_case", unit, YEAR).do(enters)
    AttestNil("whistleblowing_case", "F", YEAR).do(by)
    assert not Entry.objects.exists()
    assert not latest().exists()
