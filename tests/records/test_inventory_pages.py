"""Pages of the inventory: every level adds up to the one above, down to the row and its file."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from campaigns import crew
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.ledger.joining import reconcile
from crossfoot.records.ledger.models import Batch
from crossfoot.records.overview import fresh
from crossfoot.records.overview.inventory.writing import description_of
from crossfoot.records.roles import Role
from crossfoot.web.views.inventory import inquiry
from evidences import PDF, sent
from inventories_kept import (
    KILOGRAMS,
    PAGES,
    ROWS,
    browser,
    by_hand,
    line_address,
    made,
    milligrams,
    page,
    started,
    table,
)
from ledgers import no_processes

pytestmark = pytest.mark.django_db

#: queries of a page, and how many more than that others ask
QUERIES = 8
MORE = dict.fromkeys((each.partition("?")[0] for each in PAGES), 0)
MORE |= {f"/inventory/statements/{kind}": 1 for kind in ("base-year", "verification")}
MORE |= {"/inventory/unresolved": 1, "/inventory/compare": 1, "/line": 1}


@pytest.fixture
def begun(monkeypatch) -> list[Path]:
    """The workspaces whose numbers were begun anew; no process is started."""
    found: list[Path] = []
    monkeypatch.setattr(fresh, "begin", found.append)
    monkeypatch.setattr(inquiry, "begin", found.append)
    no_processes(monkeypatch)
    return found


@pytest.fixture
def folder(tmp_path, settings, person, begun) -> Path:
    found = started(tmp_path)
    settings.WORKSPACE = found
    return found


@pytest.fixture
def people(person, folder):
    return crew(person)


# -- each level adds up -------------------------------------------------------------------------


def test_the_totals_are_those_by_hand_under_every_set(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    for gwp in ("AR6", "AR5", "AR4"):
        rows = table(client, f"/inventory?gwp={gwp}", "totals").rows
        for scope, row in zip("123", rows, strict=True):
            assert milligrams(row[1]) == milligrams(row[2]) == by_hand(gwp, scope=scope)
        (foot,) = table(client, f"/inventory?gwp={gwp}", "totals").foot
        assert milligrams(foot[1]) == by_hand(gwp)


def test_every_level_adds_up_to_the_one_above_down_to_the_row(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    names = {"Scope 1": "1", "Scope 2": "2", "Scope 3": "3"}
    seen: list[str] = []

    def walk(address: str, wanted: dict[str, str], levels: tuple[str, ...]) -> int:
        """The sum of a page, by its own rows; each row leads to a page of that sum."""
        answer = page(client, address)
        (shown,) = answer.context["tables"]
        assert answer.context["adds_up"] is True
        if not levels:
            for row in shown.rows:
                seen.append(row[0].address)
            found = sum(milligrams(row[-1]) for row in shown.rows)
            assert found == by_hand(**wanted)
            return found
        level, *rest = levels
        found = 0
        for row in shown.rows:
            value = names.get(row[0].text, row[0].text)
            if level == "category":
                value = row[0].address.split("category=")[1].split("&")[0]
            part = {**wanted, level: value}
            below = walk(row[0].address, part, tuple(rest))
            assert milligrams(row[1]) == below == by_hand(**part)
            found += below
        assert milligrams(shown.foot[0][1]) == found
        return found

    levels = ("scope", "category", "site", "month")
    assert walk("/inventory/explore?year=2023", {}, levels) == by_hand()
    assert len(seen) == len(ROWS)
    for address in seen:
        assert b"rows.csv" in page(client, address).content


def test_a_line_leads_to_its_factor_its_gases_and_its_row(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    first = 2 + next(n for n, row in enumerate(ROWS) if row.activity == "fuel.diesel.mobile")
    answer = page(client, f"{line_address(folder, first)}?year=2023&gwp=AR6")
    (line,) = answer.context["lines"]
    gases = {row[0].text: [cell.value for cell in row[1:]] for row in line["tables"][0].rows}
    assert gases["CO2"] == [Decimal("2.5"), Decimal(25), Decimal(1), Decimal(25)]
    assert gases["N2O"] == [Decimal("0.001"), Decimal("0.01"), Decimal(273), Decimal("2.73")]
    (factor,) = line["factors"]
    assert (factor["source"], factor["licence"], factor["edition"]) == (
        "Fuel book, p. 7",
        "own",
        "2",
    )
    text = answer.content.decode()
    assert "No evidence is attached." in text
    assert "meter" in text  # the source of the row


def test_a_line_leads_to_the_evidence_of_its_batch(folder, people) -> None:
    reconcile()  # the rows were imported by a command: the ledger takes them over
    batch = Batch.objects.get()
    document = AddEvidence(sent(PDF, "bills of the year.pdf"), "hefei").do(people.manager)
    Attach(batch.reference, document.pk).do(people.manager)
    made(folder)
    text = page(browser(people.manager), f"{line_address(folder)}?year=2023").content.decode()
    assert "bills of the year" in text
    assert f"/ledger/{batch.pk}/rows?after=1" in text
    assert f"/ledger/{batch.pk}/file" in text


def test_a_row_over_the_year_stands_in_all_its_months(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    row = len(ROWS) + 6
    answer = page(client, f"{line_address(folder, row)}?year=2022")
    (line,) = answer.context["lines"]
    months = line["tables"][1]
    assert len(months.rows) == 12
    assert sum(each[2].value for each in months.rows) == Decimal(2000) * Decimal("0.6")
    assert months.foot[0][2].value == Decimal(1200)


def test_views_are_sums_of_the_same_milligrams(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    iso = table(client, "/inventory/iso-14064-1", "iso")
    assert milligrams(iso.foot[0][1]) == by_hand()
    assert milligrams(iso.rows[0][1]) == by_hand(scope="1")
    sources = table(client, "/inventory/sources", "sources")
    assert sum(milligrams(row[4]) for row in sources.rows) == by_hand()
    assert sources.rows[-1][6].text == "100.0 %"
    used = table(client, "/inventory/factors", "factors")
    assert sum(milligrams(row[3]) for row in used.rows if row[0].text != "wood") == by_hand()
    apart = table(client, "/inventory", "apart")
    assert [(row[1].text, row[2].value) for row in apart.rows] == [
        ("CO2-biogenic", Decimal("0.012")),
        ("offset: credits", Decimal(3)),
    ]
    sites = table(client, "/inventory", "sites")
    assert {row[0].text: milligrams(row[5]) for row in sites.rows} == {
        name: by_hand(site=name) for name in ("hefei", "penang", "yibin")
    }


def test_scope_3_says_what_is_stated_and_what_is_open(folder, people) -> None:
    (folder / "scope3.csv").write_text(
        "category,status,reason,coverage,source\n6,included,,80,agency\n"
        "14,excluded,there are no franchises,,\n"
    )
    made(folder)
    rows = table(browser(people.manager), "/inventory/scope-3", "scope3").rows
    said = {row[0].text.split(".")[0]: [cell.text for cell in row] for row in rows}
    assert said["6"][1] == "included"
    assert rows[5][1].note == "distance-based"  # people times kilometres
    assert said["6"][5] == "80 %"
    assert said["14"][1] == "not relevant"
    assert said["14"][7] == "there are no franchises"
    assert said["1"][1] == "open"


def test_entered_figures_of_scope_3_stand_beside_the_rows_with_their_estimates(
    folder, people
) -> None:
    path = folder / "facts" / "scope3.csv"
    path.write_text(
        "metric,entity,period,dimensions,value,unit,estimated\n"
        "ghg.scope3,group,2023,,33,t CO2e,yes\n"
        "ghg.scope3,group,2023,scope3_category=1,21,t CO2e,yes\n"
        "ghg.scope3,group,2023,scope3_category=4,12,t CO2e,no\n"
    )
    made(folder)
    client = browser(people.manager)
    shown = table(client, "/inventory/scope-3", "scope3")
    rows = {row[0].text.split(".")[0]: row for row in shown.rows}
    assert (rows["1"][1].text, rows["1"][3].text, rows["1"][3].note) == (
        "entered figure", "21.000", "estimated",
    )  # fmt: skip
    assert (rows["4"][3].text, rows["4"][3].note) == ("12.000", "")
    assert page(client, rows["1"][3].address).status_code == 200
    assert milligrams(shown.foot[0][2]) == by_hand(scope="3")
    assert (shown.foot[0][3].text, shown.foot[0][3].note) == ("33.000", "estimated")
    note = table(client, "/inventory", "totals").rows[2][0].note
    assert "33.000 (estimated)" in note


def test_an_interval_stands_beside_the_totals_where_it_is_stated(folder, people) -> None:
    """3 % and 4 % give 5 % (IPCC 2006, volume 1, chapter 3, equation 3.1)."""
    (folder / "uncertainty.csv").write_text(
        "activity,site,of,percent,source\n"
        "fuel.diesel.mobile,,factor,4,\nfuel.diesel.mobile,hefei,quantity,3,\n"
    )
    made(folder)
    rows = table(browser(people.manager), "/inventory?unit=hefei", "totals").rows
    assert rows[0][3].text == "± 5.0 %"
    assert rows[1][3].text == "–"


# -- whose it is --------------------------------------------------------------------------------


def test_people_see_their_own_units_alone(folder, person) -> None:
    made(folder)
    owner = browser(person(Role.DATA_OWNER, "cells"))
    (foot,) = table(owner, "/inventory", "totals").foot
    assert milligrams(foot[1]) == by_hand(site="hefei") + by_hand(site="yibin")
    assert b"penang" not in page(owner, "/inventory").content
    for address in (*PAGES, line_address(folder)):
        sign = "&" if "?" in address else "?"
        page(owner, f"{address}{sign}unit=penang", 404)
        page(owner, f"{address}{sign}unit=nowhere", 404)
    page(owner, "/inventory/explore?site=penang", 404)
    foreign = 2 + next(n for n, row in enumerate(ROWS) if row.site == "penang")
    page(owner, f"{line_address(folder, foreign)}?year=2023", 404)
    assert b"typing error" not in page(owner, "/inventory/unresolved").content
    assert b"penang" not in page(owner, "/inventory/unresolved").content


def test_what_is_no_part_is_no_page(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    for query in (
        "gwp=AR1",
        "approach=none",
        "year=x",
        "scope=4",
        "scope=1&category=15",
        "month=2023-13",
        "month=2022-01",
        "method=both",
        "site=nobody",
    ):
        page(client, f"/inventory/explore?{query}", 404)
    page(client, "/inventory/factor?factor=none", 404)
    page(client, "/inventory/compare?base=run:none:2023", 404)
    page(client, "/inventory/restate?base=none", 404)


# -- never waiting ------------------------------------------------------------------------------


def test_pages_wait_for_nothing_and_begin_what_is_missing(folder, people, begun) -> None:
    client = browser(people.manager)
    for address in PAGES:
        if "factor=" not in address:
            assert b"are being calculated" in page(client, address).content
    assert set(begun) == {folder}
    made(folder)
    begun.clear()
    assert b"Something changed" not in page(client, "/inventory").content
    assert begun == []
    description_of(folder).unlink()
    for address in ("/inventory", "/inventory/compare", "/inventory/restate"):
        answer = page(client, address)
        assert b"are being calculated" in answer.content
        assert answer.context["tables"] == []
    assert set(begun) == {folder}


def test_reading_asks_a_pinned_number_of_queries_and_writes_nothing(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    client.get("/inventory")
    counts = {}
    for address in (*PAGES, line_address(folder)):
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        said = [query["sql"] for query in asked.captured_queries]
        assert not any(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in said)
        name = address.partition("?")[0]
        counts["/line" if "/line/" in name else name] = len(said)
    more = {name: count - counts["/inventory"] for name, count in counts.items()}
    assert more == MORE
    assert counts["/inventory"] == QUERIES


# -- what is unresolved -------------------------------------------------------------------------


def test_each_unresolved_thing_has_its_next_step(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    rows = {row[1].note: row for row in table(client, "/inventory/unresolved", "rows").rows}
    machines, diesel = rows["s3.02.machines"], rows["fuel.diesel.mobile"]
    assert machines[3].text == "no factor"
    assert "/inventory/factors?" in machines[6].address
    assert diesel[3].text == "the unit does not convert"
    assert diesel[5].text == f"rows.csv · {len(ROWS) + 5}"
    months = table(client, "/inventory/unresolved", "months").rows
    assert [(row[0].text, row[2].text) for row in months] == [
        ("penang", "2023-04, 2023-09, 2023-10, 2023-11, 2023-12")
    ]
    assert table(client, "/inventory/unresolved?year=2022", "rows").rows == []
    assert b"in no total: 2" in page(client, "/inventory").content


# -- files and screens --------------------------------------------------------------------------


def test_every_table_is_a_sheet_and_no_cell_is_a_formula(folder, people) -> None:
    made(folder)
    client = browser(people.manager)
    for address in PAGES:
        sign = "&" if "?" in address else "?"
        if not page(client, address).context["tables"]:
            continue
        answer = client.get(f"{address}{sign}format=xlsx")
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        for sheet in book:
            assert all(cell.data_type != "f" for row in sheet for cell in row)
    answer = client.get("/inventory/factors?format=xlsx")
    (sheet,) = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = {cell.value: cell.data_type for row in sheet for cell in row}
    assert cells["=1+1 (own)"] == "s"
    answer = client.get(
        "/inventory/explore?scope=1&category=mobile&site=hefei&month=2023-06&format=xlsx"
    )
    (sheet,) = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    tonnes = [row[-1].value for row in sheet.iter_rows(min_row=2)]
    assert [int(Decimal(str(each)).scaleb(9)) for each in tonnes] == [
        by_hand(scope="1", site="hefei", month="2023-06")
    ] * 2


def test_pages_speak_both_languages(folder, people) -> None:
    made(folder)
    for address in PAGES:
        text = page(browser(people.manager, "zh"), address).content.decode()
        assert "范围" in text or "清单" in text or "因子" in text
    assert set(KILOGRAMS) == {row.activity for row in ROWS}
