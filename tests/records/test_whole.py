from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from campaigns import ELECTRICITY, WATER, Y2020, cell, crew, opened, plant, request, template
from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.actions.end_grant import EndGrant
from crossfoot.records.accounts.actions.forget import Forget
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.import_whole import ImportWhole
from crossfoot.records.accounts.actions.invite import Invite
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.models import Grant, User
from crossfoot.records.accounts.whole import SHEETS, as_workbook, read_workbook, recorded
from crossfoot.records.actions import CommandLine, NotAllowedError
from crossfoot.records.collection.models import Exclusion
from crossfoot.records.collection.templates import Line
from crossfoot.records.organisation.actions.close_unit import CloseUnit
from crossfoot.records.organisation.actions.set_fiscal_year import SetFiscalYear
from crossfoot.records.organisation.actions.set_reporting import EndReporting, SetReporting
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.organisation.fiscal import first_months
from crossfoot.records.organisation.models import FiscalYear, Reporting, UnitState
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Role
from test_organisation import entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(person, root, settings, tmp_path):
    """A group with a history, and people in it."""
    settings.WORKSPACE = tmp_path
    plant()
    people = crew(person)
    third = Decimal("0.333333333333")
    SetUnit(entity("penang", equity=third), Span(date(2023, 7, 1))).do(root)
    SetUnit(entity("yibin", "group", name=Text("=SUM(1)"[1:], "宜宾")), Span(date(2024, 1, 1))).do(
        root
    )
    CloseUnit("hefei", date(2026, 1, 1)).do(root)
    SetFiscalYear("group", 4, Y2020).do(root)
    SetFiscalYear("penang", 7, date(2024, 7, 1)).do(root)
    SetReporting("penang", WATER, False, Span(Y2020), "leased, no meter").do(root)
    SetReporting("cells", ELECTRICITY, True, Span(date(2024, 1, 1), date(2026, 1, 1))).do(root)
    grant = GrantRole(people.owner.user.pk, Role.VIEWER, Span(Y2020, date(2027, 1, 1))).do(root)
    EndGrant(grant.pk, date(2025, 1, 1)).do(root)
    Invite("waiting@example.org", "Wang 王", "zh").do(root)
    gone = person(Role.VIEWER)
    Forget(gone.user.pk).do(root)
    return people


def emptied() -> None:
    """As a new workspace; the journal stays, as nobody could empty it."""
    for model in (Reporting, FiscalYear, Grant, UnitState):
        model.objects.all().delete()
    User.objects.all().delete()


def test_the_whole_is_imported_as_it_was_exported(full, root) -> None:
    first = recorded()
    content = as_workbook(first)
    assert read_workbook(content) == first
    trees = [organisation_on(date(year, 12, 31)) for year in (2020, 2023, 2024, 2026)]
    emptied()
    taken = ImportWhole(read_workbook(content)).do(root)
    again = recorded()
    assert again == replace(first, units=again.units)
    assert sorted(again.units, key=repr) == sorted(first.units, key=repr)
    later = [organisation_on(date(year, 12, 31)) for year in (2020, 2023, 2024, 2026)]
    assert [{each.id: each for each in tree} for tree in later] == [
        {each.id: each for each in tree} for tree in trees
    ]
    assert {each.user.email for each in taken.invitations} == {row.email for row in first.people}
    assert ImportWhole(read_workbook(content)).do(root).nothing


def test_every_sheet_and_column_is_in_the_file(full) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(recorded())))
    for name, columns in SHEETS.items():
        rows = list(book[name].values)
        assert rows[0] == columns
        assert len(rows) > 1, name
        assert all(cell.data_type != "f" for row in book[name].iter_rows() for cell in row)
    assert "forgotten" not in str([list(sheet.values) for sheet in book])


def test_what_a_file_does_not_name_stays(full, root) -> None:
    before = recorded()
    small = replace(before, units=before.units[:1], people=(), roles=(), reporting=())
    assert ImportWhole(small).do(root).nothing
    assert recorded() == before


def test_a_file_that_does_not_fit_changes_nothing(full, root) -> None:
    before = recorded()
    changed = before.units[-1]
    wrong = [
        replace(before, units=(replace(changed, entity=entity("new", "nowhere")),)),
        replace(before, units=(replace(changed, entity=entity("penang", equity=Decimal(2))),)),
        replace(before, roles=(replace(before.roles[0], email="nobody@example.org"),)),
        replace(before, roles=(replace(before.roles[0], unit="nowhere", role=Role.VIEWER),)),
    ]
    for whole in wrong:
        with pytest.raises(CrossfootError), transaction.atomic():
            ImportWhole(whole).do(root)
        assert recorded() == before


def test_rows_that_cannot_be_read_are_named(full) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(recorded())))
    book["units"]["G2"] = "half"
    book["roles"]["B2"] = "king"
    book["roles"]["D3"] = "soon"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(CrossfootError) as told:
        read_workbook(out.getvalue())
    said = {problem.where for problem in told.value.problems}
    assert said == {"units 2", "roles 2", "roles 3"}
    for content in (b"", b"no workbook", b"PK\x03\x04"):
        with pytest.raises(CrossfootError, match="no Excel"):
            read_workbook(content)


def test_days_and_numbers_of_excel_are_read_too(full) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(recorded())))
    book["units"]["J2"] = date(2020, 1, 1)
    book["units"]["G2"] = 1
    book["fiscal_years"]["B2"] = 4
    out = io.BytesIO()
    book.save(out)
    assert read_workbook(out.getvalue()) == recorded()


def test_only_who_keeps_all_of_it_may(full, person) -> None:
    whole = recorded()
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(NotAllowedError):
            ImportWhole(whole).do(person(role))
    with pytest.raises(NotAllowedError):
        ImportWhole(whole).do(person(Role.ADMINISTRATOR, "cells"))
    himself = person(Role.ADMINISTRATOR)
    more = replace(whole.roles[0], email=himself.user.email, role=Role.APPROVER)
    with pytest.raises(CrossfootError, match="role to yourself"):
        ImportWhole(replace(whole, roles=(more,))).do(himself)


def test_the_page_shows_before_it_changes(full, person) -> None:
    client = Client()
    client.force_login(person(Role.ADMINISTRATOR).user, PATH)
    assert "whole.xlsx" in client.get("/organisation/whole").content.decode()
    whole = read_workbook(client.get("/organisation/whole.xlsx").content)
    new = replace(whole.people[0], email="new@example.org", name="New One")
    role = replace(whole.roles[0], email=new.email, role=Role.VIEWER, unit="cells")
    file = as_workbook(replace(whole, people=(*whole.people, new), roles=(*whole.roles, role)))
    sent = {"file": SimpleUploadedFile("whole.xlsx", file)}
    preview = client.post("/organisation/whole", sent).content.decode()
    assert "New One" in preview
    assert not User.objects.filter(email=new.email).exists()
    checked = preview.split('name="checked" value="')[1].split('"')[0]
    done = client.post("/organisation/whole", {"checked": checked, "sure": "1"}).content.decode()
    assert "/invitation/" in done
    assert Grant.objects.filter(user__email=new.email, unit__code="cells").count() == 1
    for wrong in ({}, {"checked": "%%%"}, {"file": SimpleUploadedFile("x.xlsx", b"no")}):
        assert client.post("/organisation/whole", wrong).status_code == 400


# -- fiscal years and reporting ------------------------------------------------------------------


def test_a_fiscal_year_is_that_of_the_nearest_holder_and_of_the_day(full) -> None:
    day = date(2025, 1, 1)
    assert first_months(day, organisation_on(day)) == {
        "group": 4,
        "cells": 4,
        "hefei": 4,
        "yibin": 4,
        "penang": 7,
    }
    early = date(2024, 1, 1)
    assert first_months(early, organisation_on(early))["penang"] == 4
    assert first_months(date(2020, 1, 1), organisation_on(date(2020, 1, 1)))["group"] == 4
    for month in (0, 13):
        with pytest.raises(CrossfootError, match="no month"):
            SetFiscalYear("group", month, day).do(CommandLine())


def test_campaigns_ask_for_what_a_unit_must_report_and_leave_out_the_rest(full) -> None:
    asks = template(Line(WATER, kinds=("site",)), Line(ELECTRICITY, kinds=("site",)))
    opened(full.manager, ("cells", "yibin", "penang"), asks=asks)
    # a company is asked for what is asked of sites, as it must
    assert cell(request("energy", "cells")).metric == ELECTRICITY
    assert cell(request("water", "penang")).outside
    assert not cell(request("water", "yibin")).outside
    kept = Exclusion.objects.get()
    assert (kept.metric, kept.unit.code, kept.reason) == (WATER, "penang", "leased, no meter")
    # after its last day the rule holds no more
    later = opened(full.manager, ("cells", "yibin"), period=Period.year(2026), asks=asks)
    assert not later.requests.filter(unit__code="cells").exists()


def test_a_rule_of_a_company_frees_its_sites_but_one_that_must(full, root) -> None:
    SetReporting("cells", WATER, False, Span(Y2020), "municipal").do(root)
    SetReporting("hefei", WATER, True, Span(Y2020)).do(root)
    asks = template(Line(WATER, kinds=("site",)))
    opened(full.manager, ("hefei",), asks=asks)
    assert not cell(request("water", "hefei")).outside
    opened(full.manager, ("hefei",), period=Period.year(2023), asks=asks)
    before = opened(full.manager, ("yibin",), period=Period.year(2023), asks=asks)
    assert cell(request("water", "yibin", before)).outside  # held by cells until 2024


def test_what_is_said_twice_or_of_nothing_is_refused(full, root, person) -> None:
    for rule, words in (
        (SetReporting("penang", WATER, True, Span(date(2024, 1, 1))), "already"),
        (SetReporting("hefei", "nothing", True, Span(Y2020)), "cannot be asked"),
        (SetReporting("hefei", "energy.intensity", True, Span(Y2020)), "cannot be asked"),
        (SetReporting("hefei", WATER, False, Span(Y2020)), "needs a reason"),
        (SetReporting("hefei", WATER, False, Span(Y2020), "=1+1"), "formula"),
        (SetReporting("nowhere", WATER, True, Span(Y2020)), "no unit"),
    ):
        with pytest.raises(CrossfootError, match=words):
            rule.do(root)
    mine = Reporting.objects.get(unit__code="penang")
    with pytest.raises(NotAllowedError):
        EndReporting(mine.pk).do(person(Role.ESG_MANAGER, "cells"))
    EndReporting(mine.pk).do(root)
    SetReporting("penang", WATER, True, Span(date(2024, 1, 1))).do(root)


def test_the_page_of_a_unit_says_and_changes_both(full, person) -> None:
    client = Client()
    client.force_login(full.manager.user, PATH)
    page = client.get("/organisation/units/penang").content.decode()
    assert "leased, no meter" in page
    sent = {"first_month": "10", "from": "2025-10-01"}
    assert client.post("/organisation/units/penang/fiscal", sent).status_code == 302
    assert client.post("/organisation/units/penang/fiscal", {"first_month": "x"}).status_code == 400
    rule = {"metric": ELECTRICITY, "reports": "no", "from": "2024-01-01", "reason": "sold on"}
    assert client.post("/organisation/units/penang/reporting", rule).status_code == 302
    assert client.post("/organisation/units/penang/reporting", rule).status_code == 400
    made = Reporting.objects.get(metric=ELECTRICITY, unit__code="penang")
    other = f"/organisation/units/cells/reporting/{made.pk}/end"
    assert client.post(other).status_code == 404
    assert client.post(other.replace("cells", "penang")).status_code == 302
    part = Client()
    part.force_login(person(Role.ESG_MANAGER, "cells").user, PATH)
    for address in ("fiscal", "reporting"):
        assert (
            part.post(f"/organisation/units/penang/{address}", {**sent, **rule}).status_code == 404
        )
    reader = Client()
    reader.force_login(person(Role.VIEWER).user, PATH)
    assert "sold on" not in reader.get("/organisation/units/cells").content.decode()
