from __future__ import annotations

import re
from datetime import date

import pytest

from browsers import need_axe, need_chromium, no_barriers
from crossfoot.records.register.actions.open_entry import OpenEntry
from crossfoot.records.register.models import DefinitionVersion, ParameterOverride, RoleGrant
from crossfoot.records.roles import Role
from crossfoot.registers.loading import BUILT_IN
from people import PASSWORD
from registers_kept import complaint, has_role, organisation
from test_pages import browser

pytestmark = pytest.mark.django_db

SETTINGS = "/registers/supplier/settings"
EDITOR = "/registers/supplier/definition"


@pytest.fixture
def units() -> None:
    organisation()


# -- parameters ----------------------------------------------------------------------------------


def test_defaults_of_the_product_are_shown_as_such(units, person) -> None:
    text = browser(has_role(person(), "procurement", "E")).get(SETTINGS).content.decode()
    bar = re.search(r"Barred below a score of</td>.*?</tr>", text, re.DOTALL)
    admit = re.search(r"Candidate → Prequalify</td>.*?</tr>", text, re.DOTALL)
    assert bar is not None
    assert admit is not None
    assert "found in the report of AI" in bar[0]
    assert "<code>20 bd</code>" in admit[0]
    assert "within 20 business days" in admit[0]
    assert "default of the product" in admit[0]
    assert 'name="valid_from"' not in text  # who only takes part sets nothing


def test_a_parameter_is_set_from_a_day_on_and_taken_back(units, person) -> None:
    client = browser(person(Role.ESG_MANAGER))
    given = {"name": "bar_score", "value": "70", "valid_from": "2030-01-01", "entity": "E"}
    wrong = client.post(SETTINGS, {**given, "value": "high"})
    assert wrong.status_code == 400
    assert "&#x27;high&#x27; is not of the kind" in wrong.content.decode()
    assert client.post(SETTINGS, {**given, "why": "stricter"}).status_code == 302
    row = ParameterOverride.objects.get()
    assert (row.value, row.entity, row.valid_from) == ("70", "E", date(2030, 1, 1))
    text = client.get(SETTINGS).content.decode()
    for words in ("<code>70</code>", "from 2030-01-01", "ahead", "stricter"):
        assert words in text
    reader = browser(has_role(person(), "procurement", "E"))
    assert reader.post(SETTINGS, given).status_code == 403
    assert reader.post(SETTINGS, {"end": row.pk}).status_code == 403
    assert client.post(SETTINGS, {"end": row.pk}).status_code == 302
    assert "<code>70</code>" not in client.get(SETTINGS).content.decode()


# -- roles ---------------------------------------------------------------------------------------


def test_roles_are_given_and_ended_by_who_keeps_accounts(units, person) -> None:
    other = person()
    client = browser(person(Role.ADMINISTRATOR))
    given = {"user": other.user.pk, "role": "hse", "unit": "E", "from": "2020-01-01"}
    assert client.post("/register-roles", {**given, "role": "owner"}).status_code == 400
    assert client.post("/register-roles", given).status_code == 302
    grant = RoleGrant.objects.get()
    row = re.search(rf"<tr><td>{other.user.name}.*?</tr>", _roles(client), re.DOTALL)
    assert row is not None
    assert "Health, safety and environment" in row[0]
    assert "Hidden hazards" in row[0]
    assert client.post("/register-roles", {"end": grant.pk}).status_code == 302
    assert f"<tr><td>{other.user.name}" not in _roles(client)


def _roles(client) -> str:
    return client.get("/register-roles").content.decode()


# -- the definition ------------------------------------------------------------------------------


def test_mistakes_are_told_by_their_lines_and_what_is_right_is_put_in_use(units, person) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    text = (BUILT_IN / "supplier.yaml").read_text(encoding="utf-8")
    assert "legal_name" in client.get(EDITOR).content.decode()
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines, 1) if "legal_name:" in line)
    wrong = text.replace("legal_name: {type: text", "legal_name: {type: words")
    told = client.post(EDITOR, {"text": wrong, "check": ""})
    assert told.status_code == 400
    assert re.search(
        rf"<strong>supplier:{at}\b|<strong>supplier, line {at}\b", told.content.decode()
    )
    same = client.post(EDITOR, {"text": text, "check": ""})
    assert "this must be version 2, not 1" in same.content.decode()
    label = "{en: Legal name, zh: 企业名称}"
    renamed = text.replace(label, "{en: Registered name, zh: 登记名称}")
    new = renamed.replace("version: 1", "version: 2", 1) + "\nmigrations:\n  - {to: 2}\n"
    preview = client.post(EDITOR, {"text": new, "check": ""})
    assert preview.status_code == 200
    assert "Registered name" in preview.content.decode()
    assert DefinitionVersion.objects.count() == 0
    kept = client.post(EDITOR, {"text": new, "keep": "", "note": "as the law says"})
    assert kept.status_code == 302
    assert "as the law says" in client.get(EDITOR).content.decode()
    buyer = browser(has_role(person(), "procurement", "E"))
    assert "Registered name" in buyer.get("/registers/supplier/new").content.decode()
    assert buyer.get(EDITOR).status_code == 403


def test_a_register_is_added_as_text_and_has_its_pages_at_once(units, person) -> None:
    client = browser(person(Role.ADMINISTRATOR))
    page = client.get("/register-new").content.decode()
    found = re.search(r"<textarea[^>]*data-code>(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    text = found[1].replace("&#x27;", "'").replace("&quot;", '"')
    assert client.post("/register-new", {"text": "title: x", "check": ""}).status_code == 400
    taken = client.post("/register-new", {"text": text.replace("visitor_log", "worker")})
    assert "there is a register worker already" in taken.content.decode()
    wrong = client.post("/register-new", {"text": text.replace("to: gone", "to: left")})
    assert wrong.status_code == 400
    assert client.post("/register-new", {"text": text, "check": ""}).status_code == 200
    assert DefinitionVersion.objects.count() == 0
    made = client.post("/register-new", {"text": text, "keep": ""})
    assert made["Location"] == "/registers/visitor_log/definition?saved=1"
    guest = browser(has_role(person(), "hse", "E"))
    values = {"f.visitor": "Li Na", "f.entity": "E", "f.came_at": "2024-03-01T09:00"}
    opened = guest.post("/registers/visitor_log/new", values)
    page = guest.get(opened["Location"]).content.decode()
    assert "Li Na" in page
    assert "Sign out" in page
    for part in ("", "/board", "/calendar", "/statistics", "/figures", "/settings"):
        assert guest.get(f"/registers/visitor_log{part}").status_code == 200, part


# -- in the browser ------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_have_no_barriers(units, person, live_server, settings, tmp_path, language) -> None:
    need_chromium()
    need_axe()
    settings.WORKSPACE = tmp_path
    who = person(Role.ADMINISTRATOR, email="li@example.org")
    for role in ("after_sales", "procurement", "hse"):
        has_role(who, role, "E")
    values = complaint(title="Lamp", spread=[{"site": "S", "line": "L1"}], owner=who.reference)
    entry = OpenEntry("customer_complaint", values).do(who)
    of = "/registers/customer_complaint"
    pages = [
        "/registers",
        "/overdue",
        "/register-roles",
        "/register-new",
        "/registers/safety_hazard/quick",
        of,
        f"{of}?f.category=product&column=ref_no&column=customer",
        f"{of}/new",
        f"{of}/board",
        f"{of}/calendar?month=2024-03",
        f"{of}/statistics",
        f"{of}/figures?period=2024&unit=E",
        f"{of}/settings",
        f"{of}/definition",
        "/registers/supplier/new",
        f"/entries/{entry.key}",
        f"/entries/{entry.key}/edit",
        f"/entries/{entry.key}/steps/received.responded",
    ]
    no_barriers(live_server.url, "li@example.org", PASSWORD, language, pages)
