"""What is missing or does not foot: the list of gaps, counts on the dashboard, marks."""

# ruff: noqa: F811  # fixtures of another file

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from campaigns import SMALL, WATER, cell, fill, opened, put, request, template
from crossfoot.quantities.periods import Period
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.overview.store import open_numbers, path_of
from crossfoot.records.roles import Role
from dashboards import FIGURE, begun, browser, doubt, folder, people, plain, text  # noqa: F401  # fixtures
from figures_kept import made
from test_api import Program

pytestmark = pytest.mark.django_db


def test_findings_and_gaps_are_those_of_the_units_below(folder, people, person) -> None:
    doubt(folder)
    made(folder)
    campaign = opened(people.manager, ("hefei", "penang"))
    campaign.requests.update(due=datetime.now(UTC).date() - timedelta(days=3))
    here = plain(text(browser(people.manager), "/gaps"))
    assert "20 + 11" in here
    assert "6 requests late" in here
    assert "4 figures missing" in here
    owner = browser(person(Role.DATA_OWNER, "hefei"))
    there = plain(text(owner, "/gaps"))
    assert "20 + 11" not in there
    assert "3 requests late" in there
    assert "2 figures missing" in there
    fill(people.owner, request("energy"))
    assert "1 figure missing" in plain(text(owner, "/gaps"))


def test_a_figure_with_an_error_says_so_where_it_is_shown(folder, people, person) -> None:
    doubt(folder)
    made(folder)
    manager = browser(people.manager)
    link = '<a href="/gaps?unit=penang#findings">'
    figure = "/figures/workforce.headcount"
    for address in (
        "/dashboard",
        "/dashboard?unit=penang",
        f"{figure}/group/2023",
        f"{figure}/penang/2023",
        f"{figure}/penang/2023?breakdown=gender=male",
    ):
        page = text(manager, address)
        assert page.count('<p class="doubtful">') == 1, address
        assert link in page.split('<p class="doubtful">')[1].split("</p>")[0], address
        badge = re.search(r'<span class="badge severity-(error|warning)">(\w+)</span> <a', page)
        assert badge, address
        assert badge[1] == badge[2]
    tile = re.search(
        r"<section(?:(?!</section>).)*" + re.escape(link),
        page := text(manager, "/dashboard"),
        re.DOTALL,
    )
    assert tile
    assert "Employees" in tile[0][tile[0].rindex("<h3>") :]
    message = page[page.index(link) + len(link) :].split("</a>")[0]
    assert message in text(manager, "/gaps?unit=penang")
    for address in (
        "/dashboard?unit=hefei",
        "/dashboard?period=2022",
        f"{figure}/hefei/2023",
        f"{figure}/group/2022",
        f"/figures/{WATER}/penang/2023",
    ):
        assert 'class="doubtful"' not in text(manager, address), address


def test_a_finding_of_a_unit_above_is_not_told_below(folder, people, person) -> None:
    facts = folder / "facts" / "doubtful.csv"
    facts.write_text(
        "metric,entity,period,value,unit\nworkforce.headcount,cells,2023,9999,person\n"
    )
    made(folder)
    with open_numbers(path_of(folder)) as numbers:
        found = numbers.findings(["cells"], 50)
        parts = numbers.by_numbers(number for each in found for number in each.facts)
    assert {"cells", "hefei"} <= {each.fact.entity for each in parts.values()}
    owner = browser(person(Role.DATA_OWNER, "hefei"))
    assert 'class="doubtful"' in text(browser(people.manager), "/dashboard?unit=cells")
    assert 'class="doubtful"' not in text(owner, "/dashboard?unit=hefei")


def test_the_counts_are_those_of_the_period(folder, people) -> None:
    made(folder)
    asks = template(*SMALL.lines, length="month")
    campaign = opened(people.manager, ("hefei", "penang"), Period.month(2023, 7), asks)
    campaign.requests.update(due=datetime.now(UTC).date() - timedelta(days=3))
    at = put(people.owner, cell(request()), "10")
    type(at).objects.filter(pk=at.pk).update(proof=True)
    client = browser(people.manager)
    for period in ("2023", "2023-07"):
        page = plain(text(client, f"/dashboard?period={period}"))
        for said in ("6 requests late", "3 figures missing", "1 without evidence"):
            assert said in page, (period, said)
        assert "in other periods" not in page
    for period in ("2022", "2023-08"):
        page = plain(text(client, f"/dashboard?period={period}"))
        for said in (
            "0 requests late in other periods: 6",
            "0 figures missing in other periods: 3",
            "0 without evidence in other periods: 1",
        ):
            assert said in page, (period, said)
    everything = plain(text(client, "/gaps"))
    assert "6 requests late" in everything
    assert "3 figures missing" in everything


def test_evidence_that_expires_is_a_gap_where_it_is_used(folder, people) -> None:
    made(folder)
    opened(people.manager)
    at = put(people.owner, cell(request()), "10")
    soon = datetime.now(UTC).date() + timedelta(days=5)
    bill = receive([b"%PDF-1.4 bill"], "bill.pdf")
    document = AddEvidence(bill, "hefei", "Certificate of May", valid_until=soon).do(people.owner)
    client = browser(people.manager)
    assert "0 documents expiring" in plain(text(client, "/gaps"))
    Attach(at.current.reference, document.pk).do(people.owner)
    assert "1 document expiring" in plain(text(client, "/gaps"))
    assert "Certificate of May" in text(client, "/gaps")


def test_values_without_the_evidence_that_is_asked_for(folder, people) -> None:
    made(folder)
    opened(people.manager)
    at = put(people.owner, cell(request()), "10")
    type(at).objects.filter(pk=at.pk).update(proof=True)
    client = browser(people.manager)
    assert "1 without evidence" in plain(text(client, "/gaps"))
    document = AddEvidence(receive([b"%PDF-1.4 bill"], "b.pdf"), "hefei").do(people.owner)
    Attach(at.current.reference, document.pk).do(people.owner)
    assert "0 without evidence" in plain(text(client, "/gaps"))
    put(people.owner, at, "11")  # what proved the version before goes on to count
    assert "0 without evidence" in plain(text(client, "/gaps"))


def test_what_does_not_foot_is_counted_in_its_period(folder, people) -> None:
    doubt(folder)
    made(folder)
    client = browser(people.manager)
    counts = {
        period: re.findall(
            r"(\d+) errors?( in other periods: (\d+))?",
            plain(text(client, f"/dashboard?unit=penang&period={period}")),
        )[0]
        for period in ("2023", "2022")
    }
    assert counts["2023"][0] != "0"
    assert (counts["2022"][0], counts["2022"][2]) == ("0", counts["2023"][0])
    program = Program(people.manager)
    for period, (said, *_) in counts.items():
        told = program.get(f"overview?unit=penang&period={period}").json()
        assert told["gaps"]["errors"] == int(said)
