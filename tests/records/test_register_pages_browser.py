from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browsers import chromium_browser, need_chromium
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.models import Entry
from evidences import PNG
from people import PASSWORD
from registers_kept import complaint, has_role, organisation

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def served(live_server, settings, tmp_path: Path) -> str:
    need_chromium()
    settings.WORKSPACE = tmp_path
    organisation()
    return str(live_server.url)


def page_of(chromium: Any, served: str, email: str, **options: object) -> Any:
    page = chromium.new_context(**options).new_page()
    page.goto(f"{served}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button.btn-primary")
    return page


def test_a_hazard_is_reported_on_a_phone_that_says_where_it_is(served, person, tmp_path) -> None:
    finder = person()
    photo = tmp_path / "gate.png"
    photo.write_bytes(PNG)
    with chromium_browser() as chromium:
        page = page_of(
            chromium,
            served,
            finder.user.email,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            permissions=["geolocation"],
            geolocation={"latitude": 31.82057, "longitude": 117.22724},
        )
        page.goto(f"{served}/registers/safety_hazard/quick")
        page.wait_for_function("document.querySelector('[name=\"f.location\"]').value")
        page.set_input_files("[name='f.photos.file']", str(photo))
        page.fill("[name='f.content']", "A gate is open")
        page.fill("[name='f.place']", "Hall 2")
        page.select_option("[name='f.category']", "height")
        page.click("main .save button")
        page.wait_for_selector("main .alert-success")
    entry = Entry.objects.get()
    assert entry.content["location"] == "31.82057, 117.22724"
    assert (entry.source, entry.content["content"]) == ("app", "A gate is open")


def test_rows_and_steps_work_with_the_keyboard_alone(served, person) -> None:
    sales = has_role(person(), "after_sales", "E")
    values = complaint()
    with chromium_browser() as chromium:
        page = page_of(chromium, served, sales.user.email, timezone_id="Asia/Shanghai")
        page.goto(f"{served}/registers/customer_complaint/new")
        for name in ("channel", "region", "category", "entity"):
            page.select_option(f"[name='f.{name}']", values[name])
        for name in ("customer", "description"):
            page.fill(f"[name='f.{name}']", values[name])
        page.focus("details.more > summary")
        page.keyboard.press("Enter")
        group = page.locator("[data-group='f.spread']")
        for line in ("L1", "L2", "L3"):
            group.locator("[data-more]").press("Enter")
            assert page.evaluate("document.activeElement.name").endswith(".site")
            row = group.locator(".group-row").last
            row.locator("select").select_option("S")
            row.locator("textarea").fill(line)
        group.locator(".group-row").nth(1).locator("[data-less]").press("Enter")
        assert group.locator(".group-row").count() == 2
        page.locator("main .save button").press("Enter")
        page.wait_for_selector("main .alert-success")
    entry = Entry.objects.get()
    assert [row["line"] for row in entry.content["spread"]] == ["L1", "L3"]
    with chromium_browser() as chromium:
        page = page_of(chromium, served, sales.user.email)
        page.goto(f"{served}/entries/{entry.key}")
        page.locator("main .head a.btn-primary").press("Enter")
        dialog = page.locator("dialog[open]")
        for name, word in (("class", "routine"), ("fault", "none"), ("onsite_needed", "false")):
            dialog.locator(f"[name='f.{name}']").select_option(word)
        dialog.locator("[name='f.valid']").select_option("true")
        dialog.locator("[name='f.responded_at']").fill("2099-01-01T10:00")
        dialog.locator("button.btn-primary").press("Enter")
        page.wait_for_selector("dialog[open] [role=alert]")
        dialog = page.locator("dialog[open]")
        assert "lies in the future" in dialog.inner_text()
        assert dialog.locator("[name='f.class']").input_value() == "routine"
        entry.content["received_at"][:16]
        dialog.locator("[name='f.responded_at']").fill(entry.content["received_at"][:16])
        dialog.locator("button.btn-primary").press("Enter")
        page.wait_for_selector("main .alert-success")
    entry.refresh_from_db()
    assert entry.state == "responded"


def test_a_step_is_taken_without_scripts(served, person) -> None:
    sales = has_role(person(), "after_sales", "E")
    entry = OpenEntry("customer_complaint", complaint()).do(sales)
    with chromium_browser() as chromium:
        page = page_of(chromium, served, sales.user.email, java_script_enabled=False)
        page.goto(f"{served}/entries/{entry.key}")
        page.click("main .head a.btn-primary")
        dialog = page.locator("dialog[open]")
        for name, word in (("class", "routine"), ("fault", "none"), ("onsite_needed", "false")):
            dialog.locator(f"[name='f.{name}']").select_option(word)
        dialog.locator("[name='f.valid']").select_option("true")
        dialog.locator("[name='f.responded_at']").fill("2024-03-01T09:30")
        dialog.locator("button.btn-primary").click()
        page.wait_for_selector("main .alert-success")
    entry.refresh_from_db()
    assert entry.state == "responded"
