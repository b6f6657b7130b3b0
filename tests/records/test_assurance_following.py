from __future__ import annotations

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from campaigns import ELECTRICITY, cell, request
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.overview.building import build
from crossfoot.records.roles import Role
from crossfoot.web.views.assurance.following import first_page
from crossfoot.workspaces.imports import import_activity
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace
from desk_pages import at_work, text_of
from desks import VALUES, collected, corrected, desk
from evidences import PDF, PNG, sent
from test_pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(person, settings, tmp_path):
    settings.WORKSPACE = tmp_path
    return desk(person)


@pytest.fixture
def busy(at):
    return at_work(at)


def test_criteria_are_printed_in_both_languages(busy) -> None:
    client = browser(busy.manager)
    client.post(
        f"/criteria/{ELECTRICITY}", {"text": "Grid meters, monthly", "text_zh": "电网电表，每月"}
    )
    page = text_of(client.get(f"/assurance/{busy.engagement.pk}/criteria.html"))
    for words in ("Reporting criteria", "编制基准", "Grid meters, monthly", "电网电表，每月"):
        assert words in page
    answer = client.get(f"/assurance/{busy.engagement.pk}/criteria.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pdf = PdfReader(io.BytesIO(answer.content))
    text = "".join(each.extract_text() for each in pdf.pages)
    assert "Purchased electricity" in text
    assert "外购电力" in text
    assert client.get(f"/assurance/{busy.engagement.pk}/criteria.docx").status_code == 404


def test_a_figure_is_followed_to_its_evidence(busy) -> None:
    corrected(busy, "hefei", "590")
    entry = cell(request("energy", "hefei"), ELECTRICITY).approval.entry
    document = AddEvidence(sent(PNG, "meter.png"), "hefei", "Photograph").do(busy.owner)
    Attach(entry.reference, document.pk).do(busy.owner)
    address = f"/figures/follow?metric={ELECTRICITY}&unit=hefei&year=2024"
    page = text_of(browser(busy.assurer).get(address))
    for words in (busy.owner.user.name, busy.approver.user.name, "600", "590", "Photograph"):
        assert words in page
    assert document.revisions.get().sha256 in page
    assert "meter misread" in page
    assert "reopened" in page  # of the journal
    group = text_of(browser(busy.assurer).get(address.replace("unit=hefei", "unit=group")))
    assert group.count("<h3") == 3


def test_the_newest_year_with_figures_is_shown_first(at) -> None:
    collected(at, VALUES)  # of 2024
    client = browser(at.assurer)
    for address in (f"/figures/follow?metric={ELECTRICITY}&unit=hefei", f"/criteria/{ELECTRICITY}"):
        assert 'name="year" inputmode="numeric" value="2024"' in text_of(client.get(address))
    assert "600" in text_of(client.get(f"/figures/follow?metric={ELECTRICITY}&unit=hefei"))


def test_a_figure_of_the_ledger_leads_to_what_it_is_made_of(person, settings, tmp_path) -> None:
    """Of one month, it says so; of twelve, nothing is left to say."""
    settings.WORKSPACE = folder = tmp_path / "group"
    workspace = Workspace.start(
        folder, Settings(company=Text("G", "集"), year=2023, first_year=2022)
    )
    at = desk(person)
    line = "hefei,electricity.grid,{},kWh,{first},{last},bill".format
    months = [Period.month(2022, month) for month in range(1, 13)]
    rows = [line(10, first=each.start, last=each.end) for each in months]
    rows.append(line(7, first="2023-01-01", last="2023-01-31"))
    file = tmp_path / "energy.csv"
    file.write_text("\n".join(["site,activity,quantity,unit,start,end,source", *rows]))
    (folder / "organisation.csv").write_text(
        "id,name_en,name_zh,kind,parent\ngroup,Group,集团,group,\nhefei,Hefei,合肥,site,group\n"
    )
    import_activity(workspace, file)
    build(folder)
    address = f"/figures/follow?metric={ELECTRICITY}&unit=hefei&year="
    client = browser(at.assurer)
    whole, part = text_of(client.get(f"{address}2022")), text_of(client.get(f"{address}2023"))
    for page, value in ((whole, "120 "), (part, "7 ")):
        assert f'<td class="number">{value}' in page
        assert "computed from the rows of the activity ledger" in page
        assert f'href="{reverse("ledger")}"' in page
    assert reverse("figure", args=[ELECTRICITY, "hefei", "2022"]) in whole
    assert "1 of 12 months" in part
    assert "of 12 months" not in whole
    assert "Nothing was asked" in text_of(client.get(f"{address}2021"))


@pytest.mark.parametrize("role", [None, *Role])
def test_a_figure_of_another_unit_is_not_followed(busy, person, role) -> None:
    client = browser(person(role, "penang"))
    answer = client.get(f"/figures/follow?metric={ELECTRICITY}&unit=hefei&year=2024")
    assert answer.status_code in (403, 404)
    reads = role not in (None, Role.SUPPLIER)
    mine = client.get(f"/figures/follow?metric={ELECTRICITY}&unit=penang&year=2024")
    assert mine.status_code == (200 if reads else 403)
    assert text_of(mine).count("<h3") == (1 if reads else 0)  # penang's own figure alone
    assert "Journal of these figures" not in text_of(mine)  # a part is not the whole
    assert client.get("/figures/follow?year=99999").status_code in (403, 404)
    if reads:
        shown = text_of(client.get(f"/criteria/{ELECTRICITY}?year=2024"))
        assert "covers 1 of 1 units" in shown


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("3", 3),
        ("p. 12", 12),
        ("3-5", 3),
        ("第4页", 4),
        ("Sheet1!B7", None),
        ("", None),
        ("x", None),
    ],
)
def test_the_first_page_of_a_reference(text, page) -> None:
    assert first_page(text) == page


def test_a_page_of_a_pdf_is_a_picture_for_those_who_may_read_it(busy, person) -> None:
    from weasyprint import HTML

    pdf = HTML(string="<p>one<p style='break-before: page'>two").write_pdf()
    document = AddEvidence(sent(pdf), "hefei", "Two pages").do(busy.owner)
    broken = AddEvidence(sent(PDF), "hefei", "No pages").do(busy.owner)
    picture = AddEvidence(sent(PNG, "a.png"), "hefei", "Picture").do(busy.owner)
    client = browser(busy.assurer)
    answer = client.get(f"/evidence/{document.pk}/file/1/page/2.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.content.startswith(b"\x89PNG")
    assert "sandbox" in answer["Content-Security-Policy"]
    for number, page in ((document.pk, 3), (document.pk, 0), (broken.pk, 1), (picture.pk, 1)):
        assert client.get(f"/evidence/{number}/file/1/page/{page}.png").status_code == 404
    stranger = browser(person(Role.VIEWER, "penang"))
    assert stranger.get(f"/evidence/{document.pk}/file/1/page/1.png").status_code == 404
