"""A whole case in Chromium: the reporter on a phone without scripts, the handlers on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from browsers import AXE, chromium_browser, need_axe, need_chromium
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.person import Person
from crossfoot.records.register.confidential import forms
from crossfoot.records.register.confidential.actions.forget_entry import forget_due
from crossfoot.records.register.context import context_for
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry, Reading
from crossfoot.records.register.running import run_on
from crossfoot.records.register.stored import record_of
from crossfoot.records.register.writing import write_change
from crossfoot.records.roles import Role
from registers_kept import organisation
from speaking_up import handler

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAGS = {"en": "en", "zh": "zh-hans"}
SECRET = "Invoices 4711 and 4712 were paid twice 重复付款"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    need_chromium()
    with pytest.MonkeyPatch.context() as patch, chromium_browser() as found:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
        yield found


@pytest.fixture
def phone(chromium, live_server) -> Iterator[Callable[[str], Any]]:
    """A telephone without scripts, dark; axe is put in from outside."""
    opened = []

    def open_phone() -> Any:
        context = chromium.new_context(
            viewport={"width": 390, "height": 844},
            color_scheme="dark",
            java_script_enabled=False,
            base_url=live_server.url,
        )
        opened.append(context)
        return context.new_page()

    yield open_phone
    for context in opened:
        assert context.cookies() == []
        context.close()


@pytest.fixture
def desk(chromium, live_server) -> Iterator[Callable[..., Any]]:
    opened = []

    def open_desk(person: Person, language: str) -> Any:
        client = Client()
        client.force_login(person.user, PATH)
        context = chromium.new_context(
            viewport={"width": 1280, "height": 900}, base_url=live_server.url, bypass_csp=True
        )
        opened.append(context)
        for name, value in (
            ("sessionid", client.cookies["sessionid"].value),
            ("crossfoot_language", TAGS[language]),
        ):
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return context.new_page()

    yield open_desk
    for context in opened:
        context.close()


def clean(page: Any) -> None:
    """Nothing that axe finds, and nothing wider than the screen."""
    need_axe()
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run().then(each => each.violations)")
    assert [(each["id"], each["nodes"][0]["html"][:160]) for each in found] == [], page.url
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def purpose(page: Any, key: str, word: str = "handling") -> None:
    page.goto(f"/cases/{key}")
    page.check(f"input[value={word}]")
    page.click("main form button")


def step(page: Any, key: str, name: str, **typed: str) -> int:
    """Take a step on the page of the record; the status of the answer."""
    page.goto(f"/entries/{key}/steps/{name}")
    form = page.locator("dialog[open] form")
    for field, value in typed.items():
        box = form.locator(f"[name$='.{field}'], [name='f.{field}']").first
        if box.evaluate("each => each.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    with page.expect_navigation() as found:
        form.locator("button.btn-primary").click()
    return found.value.status


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_case_from_the_form_to_its_deletion(person, phone, desk, language, monkeypatch):
    monkeypatch.setattr(forms, "STEPS", ((0, 0),))  # nobody types here
    organisation()
    by, wrong = handler(person), handler(person)
    auditor, ethics = handler(person, "internal_audit"), handler(person, "ethics_office")
    accused, admin = person(), person(Role.ADMINISTRATOR)
    report = phone()
    report.goto(f"/report/whistleblowing_case?lang={language}")
    report.select_option("#entity", "E")
    report.select_option("#f-category", "fraud")
    report.select_option("#f-subject_level", "staff")
    report.fill("#f-subjects", f"{accused.user.name}\n{wrong.user.name}")
    report.fill("#f-summary", SECRET)
    report.set_input_files(
        "#files", {"name": "note.txt", "mimeType": "text/plain", "buffer": b"seen on Monday"}
    )
    report.click("main form button")
    code = report.inner_text("output")
    assert re.fullmatch(r"([0-9A-Z]{5}-){3}[0-9A-Z]{5}", code)
    assert "note.txt" in report.inner_text("main")
    entry = Entry.objects.get()
    key = entry.key

    # who may, and who may not even learn of it
    for nobody in (wrong, accused, admin, auditor):
        page = desk(nobody, language)
        assert page.goto(f"/cases/{key}").status == 404
        assert page.goto(f"/entries/{key}").status == 404
        for listed in ("/cases", "/cases/log", "/registers/whistleblowing_case"):
            page.goto(listed)
            assert entry.ref_no not in page.content(), listed

    work = desk(by, language)
    work.goto("/cases")
    assert entry.ref_no in work.content()
    assert SECRET not in work.content()
    clean(work)
    work.goto(f"/entries/{key}")  # leads to the purpose
    assert work.url.endswith(f"/cases/{key}")
    assert SECRET not in work.content()
    clean(work)
    purpose(work, key)
    clean(work)
    with work.expect_download() as got:
        work.click("#files + .card a[download]")
    assert got.value.suggested_filename == "note.txt"
    work.fill("#text", "When did you see it? 何时看到？")
    work.select_option("#kind", "acknowledgement")
    work.click("form[action$=write] button")
    assert "When did you see it" in work.inner_text(".said")

    back = phone()
    back.goto(f"/report/mailbox?lang={language}")
    back.fill("#code", code.lower().replace("-", " "))
    back.click("main form button")
    shown = back.inner_text("main")
    assert "When did you see it? 何时看到？" in shown
    assert SECRET not in shown
    back.fill("#text", "On Monday at nine 周一九点")
    back.click("main form button")
    assert "On Monday at nine" in back.inner_text(".thread")

    work.goto("/cases")
    assert work.locator("td .badge").count() == 1
    work.goto(f"/entries/{key}")
    assert SECRET in work.content()
    clean(work)
    today = timezone.now().astimezone(context_for("E").zone).date().isoformat()

    # each step by the wrong role first: those who read the case but do not have the role
    def give(user: Person) -> None:
        work.goto(f"/cases/{key}")
        work.click("details:has(#give-user) summary")
        work.select_option("#give-user", str(user.user.pk))
        work.fill("#give-purpose", "to investigate")
        work.click("form[action$='/access'] button")

    give(auditor)
    give(ethics)
    audits, ethic = desk(auditor, language), desk(ethics, language)
    purpose(audits, key, "investigation")
    purpose(ethic, key, "decision")
    clean(audits)

    def refused(page: Any, name: str) -> None:
        assert page.goto(f"/entries/{key}/steps/{name}").status == 404
        cookie = page.context.cookies()
        token = next((each["value"] for each in cookie if each["name"] == "csrftoken"), "")
        before = Entry.objects.get(pk=entry.pk).state
        page.request.post(
            f"/entries/{key}/steps/{name}",
            form={"csrfmiddlewaretoken": token},
            headers={"Referer": page.url},
        )
        assert Entry.objects.get(pk=entry.pk).state == before

    walk(entry, work, audits, ethic, refused, (by, auditor), today)
    assert Entry.objects.get(pk=entry.pk).state == "closed"

    back.goto(f"/report/mailbox?lang={language}")
    back.fill("#code", code)
    back.click("main form button")
    closed = {"en": "handling of your report is closed", "zh": "举报已办结"}[language]
    assert closed in back.inner_text("main")
    assert Reading.objects.filter(entry=entry).count() > 10
    over(entry)
    assert forget_due() == 1
    back.goto(f"/report/mailbox?lang={language}")
    back.fill("#code", code)
    back.click("main form button")
    assert back.locator("[role=alert]").count() == 1
    work.goto(f"/entries/{key}")
    assert SECRET not in work.content()


def walk(entry, work, audits, ethic, refused, people, today) -> None:
    """All steps, each by the right role after the wrong one."""
    by, auditor = people
    key = entry.key

    def stands(state: str) -> None:
        assert Entry.objects.get(pk=entry.pk).state == state

    refused(audits, "received.registered")
    work.goto(f"/entries/{key}/steps/received.registered")
    rows(work, "conflict_check", handler=by.reference, conflict="false", checked_on=today)
    stands("registered")
    refused(ethic, "registered.preliminary")
    step(work, key, "registered.preliminary", clues="two invoices")
    stands("preliminary")
    refused(work, "preliminary.investigating")
    plan = {"assessment": "credible", "plan": "interviews"}
    step(audits, key, "preliminary.investigating", investigator=auditor.reference, **plan)
    stands("investigating")
    refused(work, "investigating.substantiated")
    step(audits, key, "investigating.substantiated", finding="substantiated", decided_on=today)
    stands("substantiated")
    refused(audits, "substantiated.acted")
    ethic.goto(f"/entries/{key}/steps/substantiated.acted")
    rows(ethic, "measures", measure="dismissal", decided_by=by.reference, done_on=today)
    stands("acted")
    refused(ethic, "acted.feedback_given")
    step(work, key, "acted.feedback_given", feedback_on=today)
    stands("feedback_given")
    refused(work, "feedback_given.closed")
    step(audits, key, "feedback_given.closed")


def rows(page: Any, group: str, **typed: str) -> None:
    """Fill the first row of a group in the open form of a step, and send it."""
    form = page.locator("dialog[open] form")
    form.locator("[data-more]").click()
    for field, value in typed.items():
        box = form.locator(f"[data-rows] [name*='{group}.'][name$='.{field}']").first
        if box.evaluate("each => each.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    with page.expect_navigation():
        form.locator("button.btn-primary").click()


def over(entry: Entry) -> None:
    """The time limits of archiving and deletion pass."""
    entry = Entry.objects.get(pk=entry.pk)
    definition = active()[entry.register]
    later = context_for(entry.unit, timezone.now() + timedelta(days=6 * 366))
    record = run_on(definition, record_of(entry, definition), later)
    assert isinstance(record.value("deleted_on"), date)
    write_change(entry, definition, record, later, "system", record.history[-1].at)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("dark", [False, True])
def test_public_pages_have_no_barriers_and_no_cookies(chromium, live_server, language, dark, db):
    organisation()
    requested: list[str] = []
    for width in (390, 1280):
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if dark else "light",
            bypass_csp=True,
            base_url=live_server.url,
        )
        page = context.new_page()
        page.on("request", lambda request: requested.append(request.resource_type))
        for address in (
            "/report",
            "/report/whistleblowing_case",
            "/report/customer_complaint",
            "/report/mailbox",
            "/report/nothing",
        ):
            page.goto(f"{address}?lang={language}")
            clean(page)
        assert "script" not in requested
        assert context.cookies() == []
        context.close()
