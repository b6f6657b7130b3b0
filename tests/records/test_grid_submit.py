"""Going on from the sheet to submit, in Chromium: what is missing is written in the sheet."""

# ruff: noqa: F811  # fixtures of another file

from __future__ import annotations

import pytest

from campaigns import put
from crossfoot.records.collection.models import Cell
from sheets import gas, months, sheet
from test_grid_browser import chromium, field, page_of  # noqa: F401  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go(page) -> str:
    page.click("[data-submit]")
    page.wait_for_function("() => document.querySelector('[data-live]').dataset.kind === 'wrong'")
    return page.locator("[data-live]").inner_text()


@pytest.mark.parametrize(
    ("language", "missing", "explain"),
    [
        ("en", "Figures without a value: 13", "Figures without an explanation: 1"),
        ("zh", "尚未填报：13 项", "尚未说明的数据：1 项"),
    ],
)
def test_an_explanation_is_written_in_the_sheet(
    person,
    page_of,
    language: str,
    missing: str,
    explain: str,
) -> None:
    people, found = sheet(person)
    page = page_of(people.owner, f"/requests/{found.pk}/grid", language)
    assert missing in go(page)
    assert page.url.endswith("/grid")
    for each in months(found):
        put(people.owner, each, "5")
    at = put(people.owner, gas(found), "1000")
    page.reload()
    page.wait_for_selector("[data-grid][data-ready]")
    field(page, at).fill("5000")
    assert explain in go(page)
    assert page.url.endswith("/grid")
    assert page.evaluate("document.activeElement.name") == f"explanation-{at.pk}"
    page.keyboard.type("second furnace")
    page.click("[data-submit]")
    page.wait_for_url(f"**/requests/{found.pk}")
    assert gas(found).current.explanation == "second furnace"


def test_months_open_the_details_for_an_explanation(person, page_of) -> None:
    people, found = sheet(person)
    put(people.owner, gas(found), "1000")
    for each in months(found):
        put(people.owner, each, "5")
    march = months(found)[2]
    Cell.objects.filter(pk=march.pk).update(before="1")
    page = page_of(people.owner, f"/requests/{found.pk}/grid")
    page.click("[data-submit]")
    page.wait_for_selector("dialog[data-details][open]")
    assert page.evaluate("document.activeElement.dataset.detail") == "explanation"
    page.keyboard.type("new line")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.click("[data-submit]")
    page.wait_for_url(f"**/requests/{found.pk}")
    march.refresh_from_db()
    assert march.current.explanation == "new line"


def test_evidence_that_is_asked_for_is_attached_in_the_sheet(person, page_of) -> None:
    people, found = sheet(person)
    Cell.objects.filter(pk=gas(found).pk).update(proof=True)
    put(people.owner, gas(found), "1000")
    for each in months(found):
        put(people.owner, each, "5")
    page = page_of(people.owner, f"/requests/{found.pk}/grid")
    assert page.locator(f"#cell-{gas(found).pk} [data-status]").inner_text() == "Evidence"
    page.click("[data-submit]")
    page.wait_for_selector("dialog[data-details][open]")
    bill = {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    page.set_input_files("dialog [data-file]", bill)  # type: ignore[arg-type]
    page.wait_for_function("() => document.querySelector('[data-proofs] a')")
    page.keyboard.press("Escape")
    page.click("[data-submit]")
    page.wait_for_url(f"**/requests/{found.pk}")
