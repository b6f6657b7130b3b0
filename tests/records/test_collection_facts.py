from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from campaigns import (
    ELECTRICITY,
    FATALITIES,
    HEADCOUNT,
    NONE,
    NOT_APPLICABLE,
    WATER,
    cell,
    crew,
    fill,
    opened,
    plant,
    put,
    request,
    template,
    through,
)
from crossfoot.facts.fact import Basis, FactKey
from crossfoot.facts.provenance import Entered
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.records.collection.actions.set_boundary import SetBoundary
from crossfoot.records.collection.actions.steps import Reopen
from crossfoot.records.collection.facts import approved_facts
from crossfoot.records.collection.models import Request
from crossfoot.records.collection.templates import Line
from crossfoot.records.evidence.actions.add import AddEvidence
from crossfoot.records.evidence.actions.attach import Attach
from crossfoot.records.evidence.receiving import receive
from crossfoot.records.joined import joined
from crossfoot.runs.run import run_workspace
from crossfoot.workspaces.imports import import_facts
from crossfoot.workspaces.workspace import Workspace

pytestmark = pytest.mark.django_db

Y2024 = Period.year(2024)


@pytest.fixture
def people(person):
    plant()
    return crew(person)


def everything(people, campaign) -> None:
    """All requests of a campaign to the end, by people of each duty."""
    for each in Request.objects.filter(campaign=campaign):
        through(people, each)


def known(entity: str, metric: str, period: Period = Y2024) -> list:
    key = FactKey(metric, entity, period)
    return [fact for fact in approved_facts(catalogue()) if fact.key == key]


def test_nothing_is_a_fact_before_it_was_approved(people) -> None:
    opened(people.manager)
    fill(people.owner, request())
    assert approved_facts(catalogue()) == ()
    through(people, request(), lock=False)
    (fact,) = approved_facts(catalogue())
    assert (fact.metric, fact.entity, fact.value, fact.basis) == (
        ELECTRICITY,
        "hefei",
        Decimal(100),
        Basis.ENTERED,
    )


def test_a_fact_says_who_did_what_and_what_proves_it(people, settings, tmp_path) -> None:
    settings.WORKSPACE = tmp_path
    opened(people.manager)
    at = put(people.owner, cell(request()), "2.5", unit="MWh", qualifier="approximate")
    bill = receive([b"%PDF-1.4 bill"], "bill.pdf")
    document = AddEvidence(bill, "hefei").do(people.owner)
    Attach(at.current.reference, document.pk).do(people.owner)
    at = put(people.owner, at, "2.6", unit="MWh", estimated=True)  # the bill still proves it
    through(people, at.request)
    (fact,) = approved_facts(catalogue())
    origin = fact.provenance
    assert isinstance(origin, Entered)
    names = [each.who for each in (origin.entered, origin.reviewed, origin.approved)]
    assert names == [each.user.name for each in (people.owner, people.reviewer, people.approver)]
    assert (origin.campaign, origin.request, origin.entry, origin.typed) == (
        "Data",
        at.request.reference,
        at.current.reference,
        "2.6 MWh",
    )
    assert origin.evidence == (bill.sha256,)
    assert (fact.value, fact.unit, fact.qualifier, fact.estimated) == (
        Decimal(2600),
        "kWh",
        Qualifier.APPROXIMATE,
        True,
    )
    for words in (origin.words.en, origin.words.zh):
        assert all(name in words for name in names)
        assert bill.sha256[:12] in words


@pytest.mark.parametrize(
    ("metric", "change", "value", "why"),
    [
        (FATALITIES, {"kind": NONE}, Decimal(0), ""),
        ("energy.efficiency_targets", {"kind": NONE}, None, "none in this period"),
        (WATER, {"kind": NOT_APPLICABLE, "reason": "leased"}, None, "not applicable: leased"),
        ("energy.efficiency_targets", {"value": "12 % by 2030"}, "12 % by 2030", ""),
    ],
)
def test_what_is_no_number_is_said_as_such(people, metric, change, value, why) -> None:
    opened(people.manager, asks=template(Line(metric)))
    at = put(people.owner, cell(Request.objects.get()), **change)
    through(people, at.request)
    (fact,) = approved_facts(catalogue())
    assert (fact.value, fact.nil_reason) == (value, why)


def test_a_late_correction_is_the_next_version_and_the_old_one_stays(people) -> None:
    opened(people.manager)
    fill(people.owner, request("water"), "10")
    asked = request()
    fill(people.owner, asked)
    through(people, asked)
    Reopen((asked.pk,), why="meter read twice").do(people.manager)
    asked.refresh_from_db()
    put(people.owner, cell(asked), "90")
    assert [fact.value for fact in known("hefei", ELECTRICITY)] == [Decimal(100)]
    through(people, asked)
    old, new = known("hefei", ELECTRICITY)
    assert [(old.version, old.value), (new.version, new.value)] == [
        (1, Decimal(100)),
        (2, Decimal(90)),
    ]
    assert (old.provenance.reason, new.provenance.reason) == ("", "meter read twice")
    # what was not touched is no new version
    Reopen((asked.pk,), why="look again").do(people.manager)
    through(people, asked)
    assert len(known("hefei", ELECTRICITY)) == 2


def test_a_value_taken_back_after_approval_is_a_nil(people) -> None:
    opened(people.manager, asks=template(Line(WATER, required=False)))
    asked = Request.objects.get()
    fill(people.owner, asked)
    through(people, asked)
    Reopen((asked.pk,), why="double count").do(people.manager)
    put(people.owner, cell(asked), "", reason="counted at the neighbour")
    through(people, asked)
    old, new = known("hefei", WATER)
    assert (old.value, new.value, new.nil_reason) == (
        Decimal(100),
        None,
        "taken back: counted at the neighbour",
    )


# -- with the files of the workspace -----------------------------------------------------------


@pytest.fixture
def everybody(person) -> object:
    """A crew of the whole group."""
    from campaigns import Crew
    from crossfoot.records.roles import Role

    plant()
    roles = (Role.ESG_MANAGER, Role.DATA_OWNER, Role.REVIEWER, Role.APPROVER)
    return Crew(*(person(role) for role in roles))


SITES = ("hefei", "yibin", "penang")


def test_entered_values_are_summed_with_footnote_of_what_they_cover(
    everybody, workspace: Path
) -> None:
    campaign = opened(
        everybody.manager,
        SITES,
        asks=template(
            Line(ELECTRICITY, each="month"),
            Line(WATER),
            Line(HEADCOUNT, ("gender=female", "gender=male")),
        ),
        excluded={metric: {"penang": "leased"} for metric in (WATER, HEADCOUNT, ELECTRICITY)},
        period=Period.year(2023),  # the workspace's reporting year
    )
    typed = {"hefei": "1.5", "yibin": "2"}
    for unit, value in typed.items():
        for asked in Request.objects.filter(campaign=campaign, unit__code=unit):
            fill(everybody.owner, asked, value)
    for asked in Request.objects.filter(campaign=campaign).exclude(unit__code="penang"):
        through(everybody, asked)
    run = run_workspace(joined(Workspace(workspace)))
    for metric, total in (
        (WATER, Decimal("3.5")),
        (ELECTRICITY, 12 * Decimal("3.5")),
        (HEADCOUNT, 2 * Decimal("3.5")),
    ):
        found = run.facts.current(FactKey(metric, "group", Period.year(2023)))
        assert found is not None, metric
        assert (found.value, found.note) == (total, "covers 2 of 3 sites"), metric
        part = run.facts.current(FactKey(metric, "cells", Period.year(2023)))
        assert (part.value, part.note) == (total, ""), metric


def test_where_nothing_applies_the_sum_passes_it_over(everybody, workspace: Path) -> None:
    opened(everybody.manager, SITES, asks=template(Line(WATER)))
    for unit, change in (
        ("hefei", {"value": "5"}),
        ("yibin", {"kind": NONE}),
        ("penang", {"kind": NOT_APPLICABLE, "reason": "no tap"}),
    ):
        at = put(everybody.owner, cell(request("water", unit)), **change)
        through(everybody, at.request)
    run = run_workspace(joined(Workspace(workspace)))
    found = run.facts.current(FactKey(WATER, "group", Y2024))
    assert (found.value, found.note) == (Decimal(5), "")


def test_a_campaign_corrects_what_a_file_said(everybody, workspace: Path, tmp_path) -> None:
    file = tmp_path / "water.csv"
    file.write_text("metric,entity,period,value,unit\nwater.use,hefei,2024,7,m3\n", "utf-8")
    plain = Workspace(workspace)
    (workspace / "organisation.csv").write_text(
        "id,name_en,name_zh,kind,parent\ngroup,G,集,group,\nhefei,H,合,site,group\n", "utf-8"
    )
    import_facts(plain, file)
    opened(everybody.manager, asks=template(Line(WATER)))
    at = put(everybody.owner, cell(Request.objects.get()), "8000", unit="L")
    through(everybody, at.request)
    both = joined(Workspace(workspace)).facts
    versions = both.of(FactKey(WATER, "hefei", Y2024))
    assert [(fact.version, fact.value) for fact in versions] == [(1, Decimal(7)), (2, Decimal(8))]
    assert len(plain.facts) == 1


def test_a_run_has_another_id_when_an_entered_value_changes(everybody, workspace: Path) -> None:
    opened(everybody.manager, asks=template(Line(WATER)))
    asked = Request.objects.get()
    before = run_workspace(joined(Workspace(workspace))).id
    fill(everybody.owner, asked)
    through(everybody, asked)
    after = run_workspace(joined(Workspace(workspace)))
    assert after.id != before
    assert run_workspace(joined(Workspace(workspace))).id == after.id


def test_a_unit_taken_in_again_is_asked_again(everybody) -> None:
    campaign = opened(everybody.manager, asks=template(Line(WATER)))
    SetBoundary(campaign.pk, WATER, "hefei", outside=True, reason="leased").do(everybody.manager)
    asked = Request.objects.get()
    assert (asked.asked, [fact.nil_reason for fact in known("hefei", WATER)]) == (
        0,
        ["outside the boundary: leased"],
    )
    SetBoundary(campaign.pk, WATER, "hefei", outside=False).do(everybody.manager)
    asked.refresh_from_db()
    assert (asked.asked, known("hefei", WATER)) == (1, [])


# -- at the command line -----------------------------------------------------------------------

_COLLECTED = """
import django
django.setup()
from datetime import date
from crossfoot.records.accounts.actions.accept_invitation import AcceptInvitation
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.invite import Invite
from crossfoot.records.accounts.person import Person, Visitor
from crossfoot.records.actions import CommandLine
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Role
from campaigns import Crew, Y2020, fill, opened, plant, request, through
from crossfoot.quantities.periods import Period

def person(name, role):
    token = Invite(f"{role}@example.org", name).do(CommandLine()).token
    user = AcceptInvitation(token, "seven tall poplars").do(Visitor("test"))
    GrantRole(user.pk, role, Span(Y2020)).do(CommandLine())
    return Person(user, "test")

plant()
names = {"Li": Role.ESG_MANAGER, "Wang": Role.DATA_OWNER, "Zhao": Role.REVIEWER,
         "Sun": Role.APPROVER}
people = Crew(*(person(name, role) for name, role in names.items()))
opened(people.manager, period=Period.year(2023))
fill(people.owner, request("water"), "12")
through(people, request("water"))
"""


def test_commands_see_what_was_approved(workspace: Path) -> None:
    left_out = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "CROSSFOOT_WORKSPACE")
    environment = {name: each for name, each in os.environ.items() if name not in left_out}
    records = {
        "CROSSFOOT_WORKSPACE": str(workspace),
        "DJANGO_SETTINGS_MODULE": "crossfoot.settings",
        "PYTHONPATH": str(Path(__file__).parent),
    }

    def run(*arguments: str, **more: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**environment, **more},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    named = ("--workspace", str(workspace))
    program = ("-m", "crossfoot")
    before = run(*program, "facts", "--format", "json", *named)
    assert json.loads(before) == {"facts": []}
    run(*program, "migrate", *named)
    run("-c", _COLLECTED, **records)
    found = json.loads(run(*program, "facts", "--format", "json", *named))["facts"]
    entered = [fact for fact in found if fact["basis"] == "entered"]
    assert [(fact["metric"], fact["entity"], fact["value"]) for fact in entered] == [
        (WATER, "hefei", 12)
    ]
    for entity in ("hefei", "group"):
        asked = ("explain", WATER, "--entity", entity, "--year", "2023", "--format", "json")
        lineage = run(*program, *asked, *named)
        assert all(f"{who} 20" in lineage for who in ("Wang", "Zhao", "Sun")), entity
