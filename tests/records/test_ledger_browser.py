"""A file of rows and a document in Chromium, as a data owner meets them; jobs are processes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from browsers import AXE, chromium_browser, need_axe, need_chromium
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.person import Person
from crossfoot.records.ledger.actions.set_meter import SetMeter
from crossfoot.records.ledger.models import Batch
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Role
from evidences import PDF, PNG, TREE
from ledgers import FEBRUARY, JANUARY, counted, rows_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAGS = {"en": "en", "zh": "zh-hans"}
HEADING = ("Plant", "What", "Amount", "UoM", "Begin", "Finish", "Invoice")
CHOICES = {"site": "Plant", "activity": "What", "quantity": "Amount", "unit": "UoM"} | {
    "start": "Begin",
    "end": "Finish",
    "source": "Invoice",
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    need_chromium()
    with pytest.MonkeyPatch.context() as patch, chromium_browser() as found:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread
        yield found


@pytest.fixture
def folder(workspace: Path, settings, root) -> Path:
    settings.WORKSPACE = workspace
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    return workspace


@pytest.fixture
def page_of(chromium, live_server) -> Iterator[Callable[..., Any]]:
    opened = []

    def open_page(person: Person, language: str = "en", **options: Any) -> Any:
        client = Client()
        client.force_login(person.user, PATH)
        context = chromium.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "base_url": live_server.url, **options}
        )
        opened.append(context)
        cookies = {
            "sessionid": client.cookies["sessionid"].value,
            "crossfoot_language": TAGS[language],
        }
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )
        page = context.new_page()
        page.set_default_timeout(30000)
        page.failures = []
        page.on("pageerror", lambda error: page.failures.append(str(error)))
        return page

    yield open_page
    for context in opened:
        for page in context.pages:
            assert getattr(page, "failures", []) == []
        context.close()


def test_a_file_becomes_rows_that_count(folder, person, page_of, tmp_path) -> None:
    file = rows_file(tmp_path, JANUARY, FEBRUARY, heading=HEADING)
    page = page_of(person(Role.DATA_OWNER, "hefei"))
    page.goto("/ledger/send")
    page.set_input_files("#file", file)
    page.click("main button.btn-primary")
    page.wait_for_url(re.compile(r"/ledger/\d+$"))
    for name, heading in CHOICES.items():
        page.select_option(f"#of-{name}", f":{heading}")
    page.click("form[action$=check] button.btn-primary")
    page.click("form[action$=import] button.btn-primary")  # there when the job has ended
    page.wait_for_selector("form[action$=reverse]")
    assert counted(folder) == [("bills.csv", 2)]
    assert "2,100.5" in page.inner_text("main")


def test_a_value_for_all_rows_is_typed_where_it_is_chosen(
    folder, person, page_of, tmp_path
) -> None:
    file = rows_file(tmp_path, JANUARY[1:], heading=HEADING[1:])
    page = page_of(person(Role.DATA_OWNER, "hefei"))
    page.goto("/ledger/send")
    page.set_input_files("#file", file)
    page.click("main button.btn-primary")
    field = page.locator("[name=is-site]")
    assert not field.is_visible()
    page.select_option("#of-site", "=")
    field.fill("hefei")
    for name, heading in CHOICES.items():
        if name != "site":
            page.select_option(f"#of-{name}", f":{heading}")
    page.click("form[action$=check] button.btn-primary")
    page.wait_for_selector("form[action$=import]")
    assert Batch.objects.get().mapping["site"] == "=hefei"


def test_a_file_that_is_too_large_is_said_before_it_is_sent(
    folder, person, page_of, settings, tmp_path
) -> None:
    settings.EVIDENCE_MEGABYTES = 1
    large = tmp_path / "large.pdf"
    large.write_bytes(PDF + b"x" * (1 << 20))
    page = page_of(person(Role.DATA_OWNER, "hefei"))
    page.goto("/evidence/add")
    page.set_input_files("#file", large)
    assert page.is_visible("#file-said")
    page.click("main button.btn-primary")
    assert page.url.endswith("/evidence/add")  # the form was not sent


def test_a_document_is_sent_and_shown(folder, person, page_of, tmp_path) -> None:
    picture = tmp_path / "meter.png"
    picture.write_bytes(PNG)
    page = page_of(person(Role.DATA_OWNER, "hefei"))
    page.goto("/evidence/add")
    page.set_input_files("#file", picture)
    page.fill("#title", "The meter")
    page.click("main button.btn-primary")
    page.wait_for_url(re.compile(r"/evidence/\d+$"))
    assert page.evaluate("document.querySelector('img.preview').naturalWidth") == 1
    html = tmp_path / "evil.png"
    html.write_bytes(b"<html><script>document.title='ran'</script>")
    page.set_input_files("#file", html)
    page.click("form[action$=revise] button.btn-primary")
    page.wait_for_url(re.compile("saved"))
    with page.expect_download() as download:
        page.click("a[href$='/file/2?download']")
    assert download.value.suggested_filename == "evil.png"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_pages_are_accessible_and_fit(folder, person, page_of, tmp_path, language, phone) -> None:
    need_axe()
    by = person(Role.ESG_MANAGER)
    meter = SetMeter("M1", "hefei", "electricity.grid", "kWh", date(2023, 1, 1)).do(by)
    sizes = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"} if phone else {}
    page = page_of(by, language, **sizes)
    wrong = (*JANUARY[:2], "-1", *JANUARY[3:])
    for number, rows in enumerate(((JANUARY, FEBRUARY), (wrong,))):
        page.goto("/ledger/send")
        page.set_input_files("#file", rows_file(tmp_path, *rows, name=f"{number}.csv"))
        page.select_option("#unit", "hefei")
        page.click("main button.btn-primary")
        page.wait_for_url(re.compile(r"/ledger/\d+$"))
    good, bad = Batch.objects.order_by("pk")
    addresses = ["/ledger", "/ledger/send", f"/ledger/{good.pk}"]
    looked_at(page, addresses)
    for batch, there in ((good, "form[action$=import]"), (bad, ".alert-danger")):
        page.goto(f"/ledger/{batch.pk}")
        page.click("form[action$=check] button.btn-primary")
        page.wait_for_selector(there)
        looked_at(page, [f"/ledger/{batch.pk}"])
    page.goto(f"/ledger/{good.pk}")
    page.click("form[action$=import] button.btn-primary")
    page.wait_for_selector("form[action$=reverse]")
    good.refresh_from_db()
    page.goto(f"/evidence/add?subject={good.reference}")
    page.set_input_files("#file", {"name": "a.pdf", "mimeType": "", "buffer": PDF})
    page.click("main button.btn-primary")
    page.wait_for_url(re.compile(r"/evidence/\d+$"))
    looked_at(
        page,
        [
            page.url,
            "/evidence",
            "/evidence/add",
            "/jobs",
            f"/jobs/{good.job_id}",
            f"/ledger/{good.pk}",
            f"/ledger/{good.pk}/rows",
            "/meters?year=2023",
            f"/meters/{meter.pk}?year=2023",
            "/meters/new",
        ],
    )


def looked_at(page: Any, addresses: list[str]) -> None:
    """Axe finds nothing, and nothing is wider than the window."""
    for address in addresses:
        page.goto(address)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = page.evaluate("axe.run()")["violations"]
        found = [(each["id"], each["nodes"][0]["html"][:120]) for each in violations]
        assert found == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
