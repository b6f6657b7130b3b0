"""Audited figures, and what changed since a draft."""

# ruff: noqa: F811  # fixtures of another file

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import ELECTRICITY, cell, put, request
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.overview.actions.keep_draft import KeepDraft
from crossfoot.records.overview.models import Audited, Draft
from crossfoot.records.overview.wording import signed_words
from crossfoot.records.roles import Role
from dashboards import FIGURE, begun, browser, doubt, folder, people, plain, text  # noqa: F401  # fixtures
from figures_kept import PEOPLE, approve, made
from test_api import Program

pytestmark = pytest.mark.django_db


def test_audited_figures_are_entered_on_the_page(folder, people, person) -> None:
    made(folder)
    form = {"metric": "workforce.headcount", "value": "449", "source": "Annual report, p. 12"}
    viewer = browser(person(Role.VIEWER))
    assert '<form method="post" class="narrow"' not in text(viewer, "/tie-out")
    assert viewer.post("/tie-out", form).status_code == 400
    assert not Audited.objects.exists()
    manager = browser(people.manager)
    for language, said in (("en", "2 without an audited figure"), ("zh", "2 项未录入审计值")):
        for address in ("/dashboard", "/gaps"):
            assert said in plain(text(browser(people.manager, language), address))
    answer = manager.post("/tie-out", form, follow=True)
    assert answer.redirect_chain
    page = plain(answer.content.decode())
    assert "differs" in page
    assert f"+{sum(PEOPLE.values()) - 449}" in page
    dashboard = plain(text(manager, "/dashboard"))
    assert "1 differs from audited" in dashboard
    assert "1 without an audited figure" in dashboard
    assert manager.post("/tie-out", form).status_code == 400  # no reason
    assert manager.post("/tie-out", {**form, "value": "450", "why": "restated"}).status_code == 302
    assert "0 differ from audited" in plain(text(manager, "/dashboard"))
    document = AddEvidence(receive([b"%PDF-1.4 r"], "r.pdf"), "group", "Report").do(people.manager)
    Attach(Audited.objects.latest("pk").reference, document.pk).do(people.manager)
    assert f"/evidence/{document.pk}" in text(manager, "/tie-out")


def test_changes_since_a_draft_are_told_with_their_reason(folder, people, person) -> None:
    approve(people, "hefei", "1000")
    made(folder)
    manager = browser(people.manager)
    assert manager.post("/changes", {"name": ""}).status_code == 400
    assert manager.post("/changes", {"name": "To the board"}).status_code == 302
    viewer = browser(person(Role.VIEWER))
    Draft.objects.update(as_of=datetime(2020, 1, 2, 3, 4, tzinfo=UTC))
    page = text(viewer, "/changes")
    assert "published as" not in page
    option = page[page.index("To the board") :].split("</option>")[0]
    assert f"{Draft.objects.get().at:%Y-%m-%d %H:%M}" in option
    assert "2020" not in option
    edition = folder / "published" / "2023-1"
    edition.mkdir(parents=True)
    said = {"edition": "2023-1", "run": Draft.objects.get().run}
    (edition / "manifest.json").write_text(json.dumps(said))
    assert "published as 2023-1" in text(viewer, "/changes")
    assert viewer.post("/changes", {"name": "Mine"}).status_code in (400, 403)
    assert [each.name for each in Draft.objects.all()] == ["To the board"]
    from campaigns import through
    from crossfoot.records.collection.actions.steps import Reopen

    asked = request("energy", "hefei")
    Reopen((asked.pk,), why="read twice").do(people.manager)
    asked.refresh_from_db()
    put(people.owner, cell(asked), "900", reason="The bill of May was counted twice")
    through(people, asked)
    made(folder)
    page = plain(text(viewer, "/changes"))
    for said in ("1,000", "900", "−100", "correction", people.approver.user.name):
        assert said in page, said
    (energy,) = [
        each
        for each in Program(people.manager)
        .get(f"drafts/{Draft.objects.get().pk}/changes?unit=group&period=2023")
        .json()
        if each["metric"] == ELECTRICITY
    ]
    assert [Decimal(energy[name]) for name in ("then", "now", "difference")] == [1000, 900, -100]
    assert [cause["why"] for cause in energy["causes"]] == ["corrected"]


@given(
    value=st.decimals(allow_nan=False, allow_infinity=False, places=14).filter(bool),
    places=st.integers(0, 6),
)
def test_a_change_is_never_printed_as_none(value: Decimal, places: int) -> None:
    said = signed_words(value, places, "en")
    digits = Decimal(re.sub(r"[^0-9.]", "", said))
    assert digits > 0
    assert said.lstrip("<> ")[0] == ("+" if value > 0 else "−")
    shown = -(digits.as_tuple().exponent)  # type: ignore[operator]
    bound = digits if said[0] in "<>" else digits + Decimal(1).scaleb(-shown)
    assert abs(value) <= bound


def test_a_small_difference_is_shown_with_its_digits(folder, people) -> None:
    fact = folder / "facts" / "small.csv"
    row = "metric,entity,period,value,unit\nair.nox,hefei,2023,{},t\n"
    fact.write_text(row.format("1.00000000"))
    made(folder)
    KeepDraft("First").do(people.manager)
    fact.write_text(row.format("1.00000012"))
    made(folder)
    page = plain(text(browser(people.manager), "/changes?unit=hefei"))
    assert "+0.00000012 (+0.000012 %)" in page


def test_a_period_without_changes_leads_to_those_that_have_some(folder, people, person) -> None:
    made(folder)
    KeepDraft("First").do(people.manager)
    approve(people, "hefei", "4321")
    made(folder)
    client = browser(people.manager)
    page = text(client, "/changes?unit=hefei&period=2022")
    [query] = re.findall(r'<a href="(\?unit=hefei[^"]*)">\w+, 2023 \(\d+\)</a>', page)
    other = text(client, f"/changes{html.unescape(query)}")
    assert "4,321" in other
    assert "elsewhere" not in other
    page = text(client, "/changes?unit=penang&period=2022")
    assert re.search(r'Changed elsewhere: <a href="\?unit=[^"]*period=2023', page)
    owner = browser(person(Role.DATA_OWNER, "penang"))
    assert "elsewhere" not in text(owner, "/changes?unit=penang&period=2022")
