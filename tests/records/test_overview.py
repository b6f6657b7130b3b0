"""The kept numbers against the sums of their rows, the report, the command and the API."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from campaigns import ELECTRICITY, WATER, Crew, cell, crew, put, request, through
from crossfoot.errors import CrossfootError
from crossfoot.facts.fact import NO_DIMENSIONS
from crossfoot.facts.provenance import Computed
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.collection.actions.steps import Reopen
from crossfoot.records.joined import joined
from crossfoot.records.overview import building
from crossfoot.records.overview.actions.keep_draft import KeepDraft
from crossfoot.records.overview.actions.state_audited import StateAudited
from crossfoot.records.overview.audited import tie_outs
from crossfoot.records.overview.board import board_of
from crossfoot.records.overview.building import build, digest_of
from crossfoot.records.overview.changes import Why, causes, changes
from crossfoot.records.overview.drafts import FOLDER as DRAFTS
from crossfoot.records.overview.drafts import draft_numbers
from crossfoot.records.overview.headlines import groups
from crossfoot.records.overview.lineage import Reader, lineage_of, walk
from crossfoot.records.overview.models import Audited, Draft
from crossfoot.records.overview.store import open_numbers, path_of
from crossfoot.records.roles import Role
from crossfoot.reports.from_run import report_model
from crossfoot.runs.run import run_workspace
from crossfoot.workspaces.workspace import Workspace
from figures_kept import MONTHLY, PEOPLE, REVENUE, SITES, Y2023, approve, made, started

pytestmark = pytest.mark.django_db

HEADCOUNT, REVENUE_OF = "workforce.headcount", "finance.revenue"
CREW = (Role.ESG_MANAGER, Role.DATA_OWNER, Role.REVIEWER, Role.APPROVER)
NAMES = {"group": "Group", "cells": "Cells", **{site: site.title() for site in SITES}}


@pytest.fixture
def folder(tmp_path, settings, person) -> Path:
    found = started(tmp_path)
    settings.WORKSPACE = found
    return found


@pytest.fixture
def people(person, folder):
    return crew(person)


def value(folder: Path, metric: str, entity: str, period: Period = Y2023) -> Decimal | None:
    with open_numbers(path_of(folder)) as numbers:
        for tile in board_of(numbers, folder, entity, period).tiles():
            if tile.metric.id == metric and tile.cell is not None:
                return tile.cell.fact.number
    return None


# -- the same numbers everywhere ----------------------------------------------------------------


def test_sums_are_those_of_the_rows(folder) -> None:
    made(folder)
    year = {site: 12 * each for site, each in MONTHLY.items()}
    assert value(folder, WATER, "hefei") == year["hefei"]
    assert value(folder, WATER, "cells") == year["hefei"] + year["yibin"]
    assert value(folder, WATER, "group") == sum(year.values())
    assert value(folder, WATER, "group", Period.month(2023, 5)) == sum(MONTHLY.values())
    assert value(folder, HEADCOUNT, "group") == sum(PEOPLE.values())


@tried(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.dictionaries(st.sampled_from(SITES), st.integers(0, 10**9), min_size=1))
def test_any_values_sum_to_the_group(tmp_path_factory, db, values: dict[str, int]) -> None:
    from django.db import transaction

    with transaction.atomic():
        lines = ["metric,entity,period,dimensions,value,unit"]
        lines += [f"{WATER},{site},2023,,{each},m^3" for site, each in values.items()]
        found = made(started(tmp_path_factory.mktemp("any"), lines))
        assert value(found, WATER, "group") == sum(values.values())
        transaction.set_rollback(True)


def test_every_fact_of_the_run_is_kept_with_what_it_was_made_of(folder, people) -> None:
    approve(people, "hefei", "1000")
    made(folder)
    run = run_workspace(joined(Workspace(folder)))
    with open_numbers(path_of(folder)) as numbers:
        for entity in run.workspace.organisation:
            kept = numbers.of(entity.id)
            asked = [fact for fact in run.facts if fact.entity == entity.id]
            assert [each.fact for each in kept] == asked
            for each, fact in zip(kept, asked, strict=True):
                inputs = numbers.by_numbers(each.origin.get("inputs", ()))
                made_of = fact.provenance.inputs if isinstance(fact.provenance, Computed) else ()
                assert [inputs[id_].fact for id_ in each.origin.get("inputs", ())] == list(made_of)


def facts_of_the_command(folder: Path, monkeypatch) -> dict[tuple[str, str], Decimal]:
    """What `crossfoot facts` lists of the group and year; the records are open already."""
    from crossfoot.cli import crossfoot
    from crossfoot.records import opening

    (folder / "secret.key").write_text("there are records")
    monkeypatch.setattr(opening, "open_records", lambda *_: None)
    monkeypatch.setattr(opening, "check_migrated", lambda: None)
    named = ["--workspace", str(folder), "--entity", "group", "--format", "json"]
    answer = CliRunner().invoke(crossfoot, ["facts", *named], standalone_mode=False)
    return {
        (fact["metric"], fact["basis"]): Decimal(str(fact["value"]))
        for fact in json.loads(answer.stdout)["facts"]
        if fact["period"] == "2023" and not fact["dimensions"] and fact["value"] is not None
    }


def test_dashboard_report_and_command_agree(folder, people, person, monkeypatch) -> None:
    crew_of_all = Crew(*(person(role) for role in CREW))
    for site in ("hefei", "yibin", "penang"):
        approve(people if site != "penang" else crew_of_all, site, "2500")
    made(folder)
    run = run_workspace(joined(Workspace(folder)))
    printed = {
        row.metric.id: row.cells[-1]
        for table in report_model(run).tables()
        for row in table.rows
        if row.cells and row.cells[-1] is not None and not row.cells[-1].fact.dimensions
    }
    listed = facts_of_the_command(folder, monkeypatch)
    with open_numbers(path_of(folder)) as numbers:
        tiles = [t for t in board_of(numbers, folder, "group", Y2023).tiles() if t.cell]
    assert {WATER, HEADCOUNT, REVENUE_OF, ELECTRICITY} <= {tile.metric.id for tile in tiles}
    for tile in tiles:
        cell_of_report = printed[tile.metric.id]
        assert tile.cell.fact == cell_of_report.fact
        assert tile.cell.places == cell_of_report.places
        assert listed[tile.metric.id, str(tile.cell.fact.basis)] == tile.cell.fact.number


def test_change_is_that_of_the_values(folder) -> None:
    made(folder)
    with open_numbers(path_of(folder)) as numbers:
        tiles = {t.metric.id: t for t in board_of(numbers, folder, "hefei", Y2023).tiles()}
    now, then = 12 * MONTHLY["hefei"], 12 * (MONTHLY["hefei"] - 10)
    assert tiles[WATER].change.value == (Decimal(now) / Decimal(then) - 1) * 100
    assert tiles[WATER].improved is False
    assert tiles[HEADCOUNT].improved is None


def test_headlines_name_metrics_that_there_are() -> None:
    known = catalogue()
    for group in groups():
        for headline in group.headlines:
            assert all(metric in known for metric in headline.metrics)
            assert headline.better in ("", "less", "more")


def test_a_target_is_held_against_its_way(folder) -> None:
    lists = folder / "report" / "lists"
    lists.mkdir(parents=True)
    (lists / "targets.csv").write_text(
        "title_en,title_zh,metric,base_year,base_value,target_year,target_value,status\n"
        f"Half the water,用水减半,{WATER},2022,2000,2032,1000,on_track\n"
    )
    made(folder)
    with open_numbers(path_of(folder)) as numbers:
        tiles = {t.metric.id: t for t in board_of(numbers, folder, "group", Y2023).tiles()}
        below = {t.metric.id: t for t in board_of(numbers, folder, "hefei", Y2023).tiles()}
    assert tiles[WATER].target.planned == 1900
    assert tiles[WATER].cell.fact.number == 1764
    assert tiles[WATER].target.status == "on_track"
    assert below[WATER].target is None


# -- lineage --------------------------------------------------------------------------------------


def tree(folder: Path, units: set[str], metric: str, entity: str):
    with open_numbers(path_of(folder)) as numbers:
        reader = Reader(units, NAMES, "en")
        return lineage_of(numbers, metric, entity, Y2023, NO_DIMENSIONS, reader)


def test_lineage_goes_down_to_who_did_what(folder, people) -> None:
    approve(people, "hefei", "2.5 MWh")
    made(folder)
    found = tree(folder, set(NAMES), ELECTRICITY, "group")
    (signed,) = [node.signed for node in walk(found.root) if node.signed]
    assert signed.typed == "2.5 MWh"
    names = [signed.entered.who, signed.reviewed.who, signed.approved.who]
    assert names == [each.user.name for each in (people.owner, people.reviewer, people.approver)]
    rows = [node for node in walk(tree(folder, set(NAMES), WATER, "hefei").root) if node.source]
    assert len(rows) == 12
    assert all("facts.csv" in node.source for node in rows)


def test_emissions_of_entered_figures_lead_to_who_entered_them(folder, people) -> None:
    approve(people, "hefei", "2500")
    made(folder)
    found = tree(folder, set(NAMES), "ghg.scope2.location", "group")
    (signed,) = [node.signed for node in walk(found.root) if node.signed]
    assert signed.typed == "2500"
    assert signed.approved.who == people.approver.user.name


def test_what_one_may_not_read_is_not_told(folder) -> None:
    made(folder)
    found = tree(folder, {"group", "hefei"}, WATER, "group")
    hidden = [node for node in walk(found.root) if node.hidden]
    assert {node.fact.entity for node in hidden} == {"cells", "penang"}
    assert all((node.value, node.source, node.children) == ("", "", []) for node in hidden)


def test_the_file_holds_no_name_of_a_person(folder, people) -> None:
    approve(people, "hefei", "1000")
    content = path_of(made(folder)).read_bytes()
    for each in (people.owner, people.reviewer, people.approver):
        assert each.user.name.encode() not in content
        assert each.user.email.encode() not in content


# -- made whole, or not ---------------------------------------------------------------------------


def test_a_file_that_is_not_finished_takes_nobodys_place(folder, monkeypatch) -> None:
    before = path_of(made(folder)).read_bytes()
    names = {each.name for each in path_of(folder).parent.iterdir()}

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "_write_findings", stopped)
    with pytest.raises(KeyboardInterrupt):
        build(folder)
    assert path_of(folder).read_bytes() == before
    left = {each.name for each in path_of(folder).parent.iterdir()}
    assert left == names
    assert {"numbers.sqlite3", "drawn", "inventory.json"} < left


def test_a_file_of_another_edition_is_none(folder) -> None:
    made(folder)
    with sqlite3.connect(path_of(folder)) as database:
        database.execute("UPDATE said SET content = '0' WHERE name = 'edition'")
    with open_numbers(path_of(folder)) as numbers:
        assert numbers is None


def test_the_state_is_that_of_files_and_approvals(folder, people) -> None:
    before = digest_of(folder)
    approve(people, "hefei", "1000")
    after = digest_of(folder)
    (folder / "facts" / "more.csv").write_text("metric,entity,period,value,unit\n")
    assert len({before, after, digest_of(folder)}) == 3


# -- audited figures ------------------------------------------------------------------------------


def state(by, text: str, metric: str = REVENUE_OF, unit: str = "group", **more: str) -> Audited:
    more.setdefault("source", "Annual report, p. 88")
    return StateAudited(unit, metric, Y2023, text, **more).do(by)


def standing(folder: Path, metric: str = REVENUE_OF):
    with open_numbers(path_of(folder)) as numbers:
        return next(t for t in tie_outs(numbers, "group", Y2023) if t.metric.id == metric)


@pytest.mark.parametrize(
    ("typed", "state_of_it", "difference"),
    [
        ("12083.49", "agrees", Decimal(0)),
        ("1.21 亿元", "agrees", REVENUE - 12100),  # as exact as two decimals of 10^8 are
        ("1.2083 亿元", "agrees", REVENUE - 12083),
        ("1.2084 亿元", "differs", REVENUE - 12084),
        ("12083.50", "differs", Decimal("-0.01")),
    ],
)
def test_audited_figures_agree_as_far_as_they_are_told(
    folder, people, typed: str, state_of_it: str, difference: Decimal
) -> None:
    made(folder)
    assert standing(folder).state == "not_audited"
    state(people.manager, typed)
    found = standing(folder)
    assert (found.state, found.difference) == (state_of_it, difference)


def test_an_audited_figure_is_corrected_with_a_reason(folder, people) -> None:
    made(folder)
    first = state(people.manager, "450", HEADCOUNT)
    with pytest.raises(CrossfootError, match="reason"):
        state(people.manager, "449", HEADCOUNT)
    second = state(people.manager, "449", HEADCOUNT, why="restated")
    assert (first.version, second.version) == (1, 2)
    assert standing(folder, HEADCOUNT).difference == 1
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(TypeError):
        first.delete()
    state(people.manager, "", HEADCOUNT, why="not audited after all", source="")
    assert standing(folder, HEADCOUNT).state == "not_audited"


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [
        ("many", {}, "number"),
        ("5 m^3", {}, "."),
        ("5", {"source": " "}, "where it stands"),
        ("", {}, "no value"),
        ("1" * 200, {}, "digits"),
    ],
)
def test_what_cannot_be_audited_is_refused(folder, people, text, more, says) -> None:
    with pytest.raises(CrossfootError, match=says):
        state(people.manager, text, **more)
    assert not Audited.objects.exists()


def test_only_managers_of_a_unit_state_audited_figures(folder, people, person) -> None:
    cells = person(Role.ESG_MANAGER, "cells")
    for by, unit in ((people.owner, "cells"), (person(Role.ASSURER), "group"), (cells, "group")):
        with pytest.raises(NotAllowedError):
            state(by, "1", unit=unit)
    assert state(cells, "1", unit="cells").version == 1
    with pytest.raises(CrossfootError, match="audited"):
        state(people.manager, "1", WATER)


# -- drafts ---------------------------------------------------------------------------------------


def differing(folder: Path, draft: Draft, entity: str = "group") -> dict[str, tuple]:
    with draft_numbers(folder, draft) as then, open_numbers(path_of(folder)) as now:
        return {
            each.about.fact.metric: (each, causes(then, now, each))
            for each in changes(then, now, entity, Y2023)
        }


def test_nothing_changed_is_nothing_said(folder, people) -> None:
    made(folder)
    draft = KeepDraft("first").do(people.manager)
    assert draft.sha256 == hashlib.sha256(path_of(folder).read_bytes()).hexdigest()
    assert differing(folder, draft) == {}


def test_a_correction_is_found_as_the_cause_of_all_that_follows(folder, people) -> None:
    for site in ("hefei", "yibin"):
        approve(people, site, "1000")
    made(folder)
    draft = KeepDraft("first").do(people.manager)
    asked = request("energy", "hefei")
    Reopen((asked.pk,), why="bill of May was read twice").do(people.manager)
    asked.refresh_from_db()
    put(people.owner, cell(asked), "900")
    made(folder)
    assert differing(folder, draft) == {}  # entered, and not approved
    through(people, asked)
    made(folder)
    found = differing(folder, draft)
    changed, why = found[ELECTRICITY]
    assert changed.difference == -100
    assert [(each.why, each.about.fact.entity) for each in why] == [(Why.CORRECTED, "hefei")]
    assert why[0].entry == cell(asked).current.reference
    assert WATER not in found
    for _, others in found.values():
        assert [each.why for each in others] == [Why.CORRECTED]


def test_new_approvals_and_new_files_are_told_apart(folder, people) -> None:
    made(folder)
    draft = KeepDraft("first").do(people.manager)
    approve(people, "yibin", "500")
    (folder / "facts" / "more.csv").write_text(
        "metric,entity,period,value,unit\nsafety.fatalities,hefei,2023,0,person\n"
    )
    made(folder)
    found = differing(folder, draft)
    assert [each.why for each in found[ELECTRICITY][1]] == [Why.APPROVED]
    assert [(each.why, each.detail) for each in found["safety.fatalities"][1]] == [
        (Why.NEW, "facts/more.csv")
    ]
    (folder / "facts" / "more.csv").unlink()
    second = KeepDraft("second").do(people.manager)
    made(folder)
    assert [each.why for each in differing(folder, second)["safety.fatalities"][1]] == [Why.GONE]


def test_a_draft_that_was_altered_is_none(folder, people) -> None:
    made(folder)
    draft = KeepDraft("first").do(people.manager)
    path = folder / DRAFTS / f"{draft.sha256}.sqlite3"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with draft_numbers(folder, draft) as numbers:
        assert numbers is None


def test_a_copy_without_a_draft_is_swept_away(folder, people, monkeypatch) -> None:
    made(folder)
    first = KeepDraft("first").do(people.manager)
    orphan = folder / DRAFTS / f"{'0' * 64}.sqlite3"
    orphan.write_bytes(b"left by a crash")
    approve(people, "hefei", "1")
    made(folder)
    second = KeepDraft("second").do(people.manager)
    kept = {path.stem for path in (folder / DRAFTS).iterdir()}
    assert kept == {first.sha256, second.sha256}


def test_who_may_not_keep_a_draft_keeps_none(folder, people, person) -> None:
    made(folder)
    for by in (people.owner, person(Role.VIEWER), person(Role.ESG_MANAGER, "cells")):
        with pytest.raises(NotAllowedError):
            KeepDraft("mine").do(by)
    with pytest.raises(CrossfootError, match="name"):
        KeepDraft(" ").do(people.manager)
    assert not (folder / DRAFTS).exists()


# -- charts ---------------------------------------------------------------------------------------


def test_charts_are_drawn_once_and_have_title_and_words(folder) -> None:
    from crossfoot.languages import Text
    from crossfoot.records.overview.charts import draw_all, kept_svg
    from crossfoot.reports.charts.draw import ECHARTS

    if not ECHARTS.is_file():
        pytest.skip("ECharts is absent; tools/fetch_assets.py report fetches it")
    made(folder)
    assert draw_all(folder) > 0
    assert draw_all(folder) == 0
    with open_numbers(path_of(folder)) as numbers:
        tiles = {t.metric.id: t for t in board_of(numbers, folder, "group", Y2023).tiles()}
        svg = kept_svg(folder, tiles[WATER], Text("Water <&>", "水"), "2023: 1,764.", "en")
    assert svg.startswith('<svg class="chart" role="img" aria-labelledby="')
    assert ">Water &lt;&amp;&gt;</title>" in svg
    assert ">2023: 1,764.</desc>" in svg
    assert "1,764" in svg.partition("</desc>")[2]
    for forbidden in ("http", "style=", "<style", "<script"):
        assert forbidden not in svg
