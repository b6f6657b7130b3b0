"""Samples that can be drawn again, what they project, and the misstatements that were found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from campaigns import ELECTRICITY, WATER, cell, request
from crossfoot.errors import CrossfootError
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.assurance.actions.ask import Ask
from crossfoot.records.assurance.actions.draw_sample import DrawSample
from crossfoot.records.assurance.actions.record_misstatement import (
    RecordMisstatement,
    RecordProjection,
)
from crossfoot.records.assurance.actions.record_test import RecordTest
from crossfoot.records.assurance.actions.set_materiality import SetMateriality
from crossfoot.records.assurance.actions.settle_misstatement import SettleMisstatement
from crossfoot.records.assurance.kinds import MisstatementKind
from crossfoot.records.assurance.materiality import Measure, Standing
from crossfoot.records.assurance.models import Inquiry
from crossfoot.records.assurance.population import Source, again
from crossfoot.records.assurance.projection import Result
from crossfoot.records.assurance.redraw import redraw
from crossfoot.records.assurance.sample_models import Sample
from crossfoot.records.assurance.sampling import Method, Plan
from crossfoot.records.assurance.summing_up import metric_sums, projected_of
from crossfoot.records.collection.models import Approval
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.models import Entry as Line
from crossfoot.records.ledger.actions.reverse import ReverseBatch
from desks import VALUES, collected, corrected, desk, drawn
from evidences import PDF, sent
from ledgers import imported, no_processes

pytestmark = pytest.mark.django_db

DUE = date(2025, 3, 1)


@pytest.fixture
def at(person, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    return desk(person)


def asked(at, **more) -> Inquiry:
    wanted = {"engagement": at.engagement.pk, "title": "Bills", "unit": "hefei", "due": DUE}
    return Ask(**{**wanted, "owner": at.owner.user.pk, **more}).do(at.assurer)


def material(at, **more):
    wanted = {
        "engagement": at.engagement.pk,
        "metric": ELECTRICITY,
        "measure": Measure.PERCENT,
        "value": Decimal(5),
        "base": Decimal(1200),
    }
    return SetMateriality(**{**wanted, **more})


# -- samples -----------------------------------------------------------------------------------


def test_a_sample_is_the_same_when_drawn_again_after_a_correction(at) -> None:
    collected(at, VALUES)
    sample = drawn(at, Method.VALUE, 2)
    assert (sample.count, sample.total, sample.interval) == (3, "1000", "500")
    lines = list(sample.lines.values_list("unit", "stratum", "book"))
    assert ("hefei", "certain", "600") in lines
    corrected(at, "hefei", "650")
    assert redraw(sample) == redraw(sample)
    found = redraw(sample)
    assert (found.same_population, found.same_lines) == (True, True)
    later = drawn(at, Method.VALUE, 2)
    assert later.digest != sample.digest
    assert (later.number, later.total) == (2, "1050")
    said = content_of(Line.objects.filter(action="assurance.draw_sample").first())
    assert (said["seed"], said["population"], said["procedure"]) == (
        "lantern",
        sample.digest,
        "sha256/1",
    )


def test_a_sample_that_was_tampered_with_is_seen(at) -> None:
    collected(at, VALUES)
    sample = drawn(at, size=1)
    other = next(
        each for each in again(sample.basis).items if each.reference != sample.lines.get().item
    )
    sample.lines.update(item=other.reference)
    assert not redraw(sample).same_lines
    sample.digest = "0" * 64
    assert not redraw(sample).same_population


def test_only_approved_figures_of_the_units_and_days_are_in_the_population(at) -> None:
    collected(at, VALUES)
    assert drawn(at, size=1, units=("hefei", "penang")).count == 2
    with pytest.raises(CrossfootError, match="population is empty"):
        drawn(at, size=1, end=date(2024, 6, 30))
    with pytest.raises(CrossfootError, match="does not look at this unit"):
        drawn(at, size=1, units=("atlantis",))
    plan = Plan(Method.RANDOM, 1, "x")
    with pytest.raises(NotAllowedError):
        DrawSample(at.engagement.pk, Source.ENTRIES, ELECTRICITY, plan).do(at.manager)


def test_evidence_of_the_figures_can_be_sampled(at) -> None:
    collected(at, VALUES)
    entry = cell(request("energy", "hefei"), ELECTRICITY).approval.entry
    for number in range(3):
        document = AddEvidence(sent(PDF + bytes([number])), "hefei", f"Bill {number}").do(at.owner)
        Attach(entry.reference, document.pk, str(number + 1)).do(at.owner)
    sample = drawn(at, size=2, source=Source.EVIDENCE)
    assert (sample.count, sample.lines_count) == (3, 2)
    line = sample.lines.first()
    assert line.subject == entry.reference
    assert line.label.startswith("Bill ")
    assert redraw(sample).same_population


@pytest.mark.django_db(transaction=True)
def test_rows_of_the_ledger_are_drawn_and_drawn_again_after_a_reversal(
    person, settings, workspace, monkeypatch
) -> None:
    """Three bills of 1.5 MWh, 900 kWh and 600 kWh: 3000 kWh; diesel and other years stay out."""
    settings.WORKSPACE = workspace
    no_processes(monkeypatch)
    at = desk(person)
    bill = ("hefei", "electricity.grid")
    batch = imported(
        workspace,
        at.manager,
        (*bill, "1.5", "MWh", "2024-01-01", "2024-01-31", "B1"),
        (*bill, "900", "kWh", "2024-02-01", "2024-02-29", "B2"),
        ("yibin", "electricity.grid", "600", "kWh", "2024-01-01", "2024-01-31", "B3"),
        ("penang", "fuel.diesel.mobile", "50", "L", "2024-01-01", "2024-01-31", "F1"),
        (*bill, "700", "kWh", "2023-12-01", "2023-12-31", "B0"),
    )
    assert batch.state == "standing"
    sample = drawn(
        at,
        Method.VALUE,
        2,
        source=Source.ROWS,
        name="electricity.grid",
        metric=ELECTRICITY,
    )
    assert (sample.count, Decimal(sample.total), sample.unit) == (3, 3000, "kWh")
    first = sample.lines.get(stratum="certain")
    assert (Decimal(first.book), first.subject) == (1500, batch.reference)
    assert "B1" in first.label
    ReverseBatch(batch.pk, "sent twice").do(at.manager)
    found = redraw(sample)
    assert (found.same_population, found.same_lines) == (True, True)
    with pytest.raises(CrossfootError, match="population is empty"):
        drawn(at, size=1, source=Source.ROWS, name="electricity.grid")


def all_tested(at, sample, audited: dict[str, str | None]) -> None:
    for line in sample.lines.all():
        value = audited.get(line.unit)
        if value is None:
            RecordTest(line.pk, Result.AGREED).do(at.assurer)
        else:
            RecordTest(line.pk, Result.EXCEPTION, Decimal(value), "bill says so").do(at.assurer)


def test_errors_are_projected_and_recorded_beyond_what_was_found(at) -> None:
    """Two of three tested: 30 of 900 is a thirtieth; of 1000 33.333333, less the 30 found."""
    collected(at, VALUES)
    sample = drawn(at, Method.RANDOM, 3)
    sample.lines.filter(unit="penang").delete()
    sample.lines_count = 2
    sample.save()
    assert projected_of(sample).total is None
    all_tested(at, sample, {"yibin": "270"})
    sample.refresh_from_db()
    assert sample.tested == 2
    found = projected_of(sample)
    assert found.known == 30
    assert found.total * 3 == 100
    made = RecordProjection(sample.pk).do(at.assurer)
    assert (made.kind, made.amount) == ("projected", "3.333333")
    second = RecordProjection(sample.pk).do(at.assurer)
    made.refresh_from_db()
    assert (made.state, second.state) == ("withdrawn", "open")


def test_errors_in_another_unit_are_converted_or_refused(at) -> None:
    """3.3 MWh are 3 333.333333 kWh; cubic metres are no kilowatt-hours."""
    collected(at, VALUES)
    sample = drawn(at, Method.RANDOM, 3)
    sample.lines.filter(unit="penang").delete()
    all_tested(at, sample, {"yibin": "270"})
    for unit, outcome in (("MWh", "3333.333333"), ("m^3", "")):
        Sample.objects.update(unit=unit)
        if outcome:
            assert RecordProjection(sample.pk).do(at.assurer).amount == outcome
        else:
            with pytest.raises(CrossfootError, match="the sample is in m"):
                RecordProjection(sample.pk).do(at.assurer)


def test_a_test_needs_what_it_rests_on(at) -> None:
    collected(at, VALUES)
    line = drawn(at, size=1).lines.get()
    for action, words in (
        (RecordTest(line.pk, Result.EXCEPTION, None, "x"), "audited value"),
        (RecordTest(line.pk, Result.EXCEPTION, Decimal(1)), "in the note"),
        (RecordTest(line.pk, Result.NOT_AVAILABLE), "in the note"),
    ):
        with pytest.raises(CrossfootError, match=words):
            action.do(at.assurer)
    with pytest.raises(NotAllowedError):
        RecordTest(line.pk, Result.AGREED).do(at.manager)
    RecordTest(line.pk, Result.NOT_AVAILABLE, None, "lost").do(at.assurer)
    RecordTest(line.pk, None).do(at.assurer)
    line.refresh_from_db()
    assert (line.result, line.sample.tested) == ("", 0)


# -- misstatements -----------------------------------------------------------------------------


def misstated(at, amount: str = "40", **more):
    wanted = {
        "engagement": at.engagement.pk,
        "kind": MisstatementKind.FACTUAL,
        "metric": ELECTRICITY,
        "amount": Decimal(amount),
        "text": "meter misread",
        "unit": "hefei",
    }
    return RecordMisstatement(**{**wanted, **more})


def test_uncorrected_misstatements_stand_against_materiality(at) -> None:
    material(at).do(at.assurer)
    misstated(at, "40").do(at.assurer)
    misstated(at, "-15", kind=MisstatementKind.JUDGEMENTAL).do(at.assurer)
    sums = {each.metric: each for each in metric_sums(at.engagement)}
    found = sums[ELECTRICITY]
    assert (found.uncorrected.net, found.uncorrected.gross) == (25, 40)
    assert found.standing is Standing.BELOW
    misstated(at, "20").do(at.assurer)
    found = {each.metric: each for each in metric_sums(at.engagement)}[ELECTRICITY]
    assert found.standing is Standing.MATERIAL
    assert sums[WATER].standing is Standing.NOTHING


def test_a_correction_is_a_later_approved_version_of_the_same_figure(at) -> None:
    collected(at, VALUES)
    first = Approval.objects.get(cell__metric=ELECTRICITY, cell__request__unit__code="hefei")
    found = misstated(at).do(at.assurer)
    corrected(at, "yibin", "310")
    other = Approval.objects.get(version=2).entry.reference
    for refused in (first.entry.reference, other, "entry:0", "entry:x", "nonsense"):
        with pytest.raises(CrossfootError, match="no correction of it"):
            SettleMisstatement(found.pk, refused).do(at.assurer)
    corrected(at, "hefei", "560")
    right = Approval.objects.get(version=2, cell=first.cell).entry.reference
    with pytest.raises(NotAllowedError):
        SettleMisstatement(found.pk, right).do(at.manager)
    SettleMisstatement(found.pk, right).do(at.assurer)
    found.refresh_from_db()
    assert (found.state, found.correction) == ("corrected", right)
    sums = {each.metric: each for each in metric_sums(at.engagement)}[ELECTRICITY]
    assert (sums.uncorrected.net, sums.corrected) == (0, 40)
    with pytest.raises(CrossfootError, match="settled before"):
        SettleMisstatement(found.pk, "", "x").do(at.assurer)


def test_a_correction_from_before_corrects_nothing(at) -> None:
    collected(at, VALUES)
    corrected(at, "hefei", "620")
    found = misstated(at).do(at.assurer)
    earlier = Approval.objects.get(version=2).entry.reference
    with pytest.raises(CrossfootError, match="no correction of it"):
        SettleMisstatement(found.pk, earlier).do(at.assurer)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"amount": "0"}, "amount or description"),
        ({"text": " "}, "amount or description"),
        ({"kind": MisstatementKind.PROJECTED}, "follows from a sample"),
        ({"unit": "atlantis"}, "does not look at this unit"),
        ({"line": 999}, "no such line"),
    ],
)
def test_a_misstatement_that_cannot_be_is_refused(at, more, words) -> None:
    amount = more.pop("amount", "1")
    with pytest.raises(CrossfootError, match=words):
        misstated(at, amount, **more).do(at.assurer)
    with pytest.raises(NotAllowedError):
        misstated(at).do(at.manager)
