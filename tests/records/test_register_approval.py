"""Figures of registers: counted, approved with their entries, restated with a reason."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import Dimensions
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.records.actions import CommandLine, NotAllowedError
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.register.actions.amend_entry import AmendEntry
from crossfoot.records.register.actions.approve_figures import ApproveFigures
from crossfoot.records.register.actions.attest_nil import AttestNil
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.approvals import (
    changed,
    entries_behind,
    figures_of,
    register_facts,
)
from crossfoot.records.register.cells import cells_of, recount, rollup_of, silent_units
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import ApprovedFigure, FigureCell, NilStatement
from crossfoot.records.register.writing import New, write_new
from crossfoot.records.roles import Role
from crossfoot.registers.records import Entered, Record
from registers_kept import FROM, complaint, has_role, organisation

pytestmark = pytest.mark.django_db

Q1 = Period.parse("2024-Q1")
METRIC = "complaints_received"


@pytest.fixture
def clerk(person):
    organisation()
    return has_role(person(), "after_sales")


def opened(by, **values: object) -> str:
    return OpenEntry("customer_complaint", complaint(**values)).do(by).key


def value(unit: str = "") -> Decimal | None:
    return cells_of(METRIC, Q1, unit).only.value


def test_a_cell_is_kept_until_an_entry_changes(clerk, django_assert_num_queries):
    opened(clerk)
    assert (value("E"), value("F"), value()) == (1, 0, 1)
    with django_assert_num_queries(2):  # definitions that were edited, the cell
        cells_of(METRIC, Q1, "E")
    opened(clerk, category="safety")
    assert FigureCell.objects.filter(dirty=True).count() == 3
    assert cells_of(METRIC, Q1, "E", ["category"]).at(("category",), ("safety",)).value == 1
    assert (value("E"), value("S2")) == (2, 0)
    opened(clerk)
    assert recount() == 5  # of the whole, of three units, and by category
    assert not FigureCell.objects.filter(dirty=True).exists()
    assert value("E") == 3


def test_silence_is_not_zero(clerk, person):
    approver = person(Role.APPROVER)
    opened(clerk)
    assert silent_units(active()["customer_complaint"], Q1) == ("F",)
    with pytest.raises(CrossfootError, match="F said nothing"):
        ApproveFigures(METRIC, Q1).do(approver)
    AttestNil("customer_complaint", "F", Q1, "asked the hotline").do(clerk)
    assert ApproveFigures(METRIC, Q1).do(approver)
    with pytest.raises(CrossfootError, match="entries of this period"):
        AttestNil("customer_complaint", "E", Q1).do(clerk)


def test_an_entry_voids_the_statement_that_it_proves_wrong(clerk):
    AttestNil("customer_complaint", "E", Q1).do(clerk)
    key = opened(clerk)
    statement = NilStatement.objects.get()
    assert statement.voided_by == key
    assert silent_units(active()["customer_complaint"], Q1, "E") == ()


def test_figures_are_approved_by_who_approves_alone(clerk, person):
    opened(clerk)
    for by in (clerk, person(Role.ESG_MANAGER), person(Role.APPROVER, "F")):
        with pytest.raises(NotAllowedError):
            ApproveFigures(METRIC, Q1, "E").do(by)


def test_approved_figures_are_facts_with_their_breakdown(clerk, person):
    first = opened(clerk)
    opened(clerk, category="safety")
    ApproveFigures(METRIC, Q1, "E").do(person(Role.APPROVER))
    facts = register_facts(catalogue(), organisation_on(FROM))
    known = {(fact.metric, fact.entity, str(fact.dimensions)): fact for fact in facts}
    whole = known["complaints.count", "E", ""]
    assert (whole.value, whole.unit, whole.period) == (2, catalogue()["complaints.count"].unit, Q1)
    assert "CC-2024-00001" in whole.provenance.rule
    safety = Dimensions({"complaint_type": "safety"})
    assert known["complaints.count", "E", str(safety)].value == 1
    row = ApprovedFigure.objects.get(dims="", unit="E")
    assert first in row.entries
    assert len(row.entries) == 2


def test_a_late_change_is_seen_and_restated_with_a_reason_and_nothing_is_lost(clerk, person):
    approver = person(Role.APPROVER)
    opened(clerk)
    ApproveFigures(METRIC, Q1, "E").do(approver)
    assert changed("customer_complaint") == []
    late = opened(clerk, received_at="2024-03-30T10:00")
    seen = {
        (each.approved.key, each.approved.value, each.now) for each in changed("customer_complaint")
    }
    assert ("", "1", Decimal(2)) in seen
    with pytest.raises(CrossfootError, match="say why"):
        ApproveFigures(METRIC, Q1, "E").do(approver)
    ApproveFigures(METRIC, Q1, "E", "found in the hotline's log").do(approver)
    rows = list(ApprovedFigure.objects.filter(dims="", unit="E"))
    assert [(row.revision, row.value) for row in rows] == [(1, "1"), (2, "2")]
    assert late in rows[1].entries
    assert late not in rows[0].entries
    facts = register_facts(catalogue(), organisation_on(FROM))
    totals = [fact for fact in facts if fact.key == facts[0].key]
    assert [(fact.version, fact.value) for fact in totals] == [(1, 1), (2, 2)]
    assert changed("customer_complaint") == []


def test_what_is_counted_no_more_is_restated_to_zero(clerk, person):
    approver = person(Role.APPROVER)
    opened(clerk)
    key = opened(clerk, category="safety")
    ApproveFigures(METRIC, Q1, "E").do(approver)
    AmendEntry(key, {"category": "price"}, correction=True).do(clerk)
    ApproveFigures(METRIC, Q1, "E", "wrong category").do(approver)
    rows = ApprovedFigure.objects.filter(key="safety").order_by("revision")
    assert [row.value for row in rows] == ["1", "0"]


def test_a_figure_leads_to_the_entries_that_the_reader_may_see(clerk, person):
    opened(clerk)
    opened(clerk, site="S2")
    ApproveFigures(METRIC, Q1, "E").do(person(Role.APPROVER))
    row = ApprovedFigure.objects.get(dims="", unit="E")
    assert [len(entries_behind(clerk, row)[0]), entries_behind(clerk, row)[1]] == [2, 0]
    part = has_role(person(), "quality", "S2")
    assert [len(entries_behind(part, row)[0]), entries_behind(part, row)[1]] == [1, 1]
    assert entries_behind(person(Role.ADMINISTRATOR), row)[1] == 2


def test_sealed_cases_are_counted_and_not_named(person):
    organisation()
    given = {"channel": "letter", "anonymous": "yes", "summary": "x", "category": "fraud"}
    values = {"entity": "E", "received_at": "2024-02-01T09:00", **given}
    OpenEntry("whistleblowing_case", values).do(person())
    AttestNil("whistleblowing_case", "F", Q1).do(CommandLine())
    approver = person(Role.APPROVER)
    ApproveFigures("wb_reports_received", Q1).do(approver)
    row = ApprovedFigure.objects.get(dims="")
    assert row.value == "1"
    assert entries_behind(approver, row)[1] == 1
    facts = register_facts(catalogue(), organisation_on(FROM))
    assert not any("WC-2024" in fact.provenance.rule for fact in facts)


def test_cells_of_few_people_are_not_approved():
    organisation()
    definition, context = active()["worker"], context_for("E")
    begin = datetime(2023, 1, 1, tzinfo=context.zone)
    history = (Entered(definition.initial, begin), Entered("active", begin))
    genders = ["female"] * 7 + ["male"] * 2
    for number, gender in enumerate(genders):
        values = {"entity": "E", "worker_type": "full_time", "gender": gender}
        record = Record(f"{number:032}", "worker", values, history)
        write_new(definition, New(record), context)
    counted = rollup_of(Q1).cells("headcount_closing", ["gender"])
    assert {key: cell.value for key, cell in counted.values.items()} == {
        ("female",): 7,
        ("male",): 2,
    }
    figures = figures_of(active().metric("headcount_closing"), Q1, "")
    assert {each.key: each.cell.value for each in figures if not each.by} == {(): 9}
    # two men are too few, and seven women of nine would tell how many men there are
    assert not [each for each in figures if each.by == ("gender",)]
