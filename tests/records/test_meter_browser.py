"""A supplier's words and the pages of meters in Chromium: accessible, and fitting the window."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from browsers import need_axe
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.ledger.actions.read_meter import ReadMeter
from crossfoot.records.ledger.actions.receive import ReceiveBatch
from crossfoot.records.ledger.actions.set_meter import SetMeter
from crossfoot.records.ledger.actions.take import ImportBatch
from crossfoot.records.ledger.checking import check_rows
from crossfoot.records.ledger.meter_rows import estimate_month
from crossfoot.records.ledger.models import Batch
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from evidences import TREE
from ledgers import OURS
from test_ledger_browser import chromium, looked_at, page_of
from test_ledger_words import FIRST, THEIR_COLUMNS, THEIRS

__all__ = ["chromium", "page_of"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def folder(workspace: Path, settings, root) -> Path:
    settings.WORKSPACE = workspace
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    return workspace


def taken(by, *rows: tuple[str, ...], name: str, heading=OURS, **mapping: str) -> Batch:
    """A file that was sent and checked."""
    text = "\n".join(",".join(row) for row in (heading, *rows))
    batch = ReceiveBatch(receive([text.encode()], name), "hefei").do(by)
    batch.mapping = mapping
    batch.save()
    return check_rows(batch, by)


def bill(quantity: str, start: str, end: str) -> tuple[str, ...]:
    return ("hefei", "electricity.grid", quantity, "kWh", start, end, "M1")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_pages_are_accessible_and_fit(folder, person, page_of, language, phone) -> None:
    need_axe()
    by = person(Role.ESG_MANAGER)
    meter = SetMeter("M1", "hefei", "electricity.grid", "kWh", date(2023, 1, 1)).do(by)
    ReadMeter(meter.pk, date(2023, 6, 30), Decimal(9100)).do(by)
    january = taken(by, bill("3100", "2023-01-01", "2023-01-31"), name="1.csv")
    ImportBatch(january.pk).do(by)
    estimate_month(meter.pk, date(2023, 2, 1), by)
    february = bill("1400", "2023-02-01", "2023-02-14")
    ImportBatch(taken(by, february, name="2.csv").pk).do(by)
    unknown = taken(by, FIRST, name="3.csv", heading=THEIRS, **THEIR_COLUMNS)
    assert unknown.state == "refused"
    sizes = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"} if phone else {}
    page = page_of(by, language, **sizes)
    looked_at(
        page,
        [
            "/meters?year=2023",
            "/meters/true-ups",
            f"/meters/{meter.pk}?year=2023",
            f"/meters/{meter.pk}/replace",
            f"/meters/{meter.pk}/change",
            f"/ledger/{unknown.pk}",
            "/api/docs",
        ],
    )


def test_words_are_given_a_meaning_and_the_file_counts(folder, person, page_of) -> None:
    by = person(Role.DATA_OWNER, "hefei")
    unknown = taken(by, FIRST, name="3.csv", heading=THEIRS, **THEIR_COLUMNS)
    page = page_of(by)
    page.goto(f"/ledger/{unknown.pk}")
    site, activity, unit = page.locator("[name=mean]").all()
    site.select_option("hefei")
    activity.fill("electricity.grid")
    unit.fill("kWh")
    page.click("form[action$=check] button.btn-primary")
    page.click("form[action$=import] button.btn-primary")
    page.wait_for_selector("form[action$=reverse]")
    unknown.refresh_from_db()
    assert unknown.state == "standing"
    total = unknown.totals.get()
    assert (total.site, total.activity, total.unit, total.quantity) == (
        "hefei",
        "electricity.grid",
        "kWh",
        Decimal("1200.5"),
    )
