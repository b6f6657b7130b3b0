"""A total that leaves rows out for want of a factor is a lower bound, and says which rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crossfoot.facts.boundaries import note_text
from crossfoot.facts.fact import Dimensions, Fact, FactKey
from crossfoot.facts.left_out import LeftOut, left_out_note, left_out_of, named_by
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.runs.run import Run, run_workspace
from crossfoot.workspaces.imports import import_activity, import_facts
from small_workspace import empty_workspace, written

HEADER = "site,activity,quantity,unit,start,end,source\n"

#: no factor set of the workspace knows `fuel.magic`; 1,000 MWh x 0.5703 t/MWh
ROWS = """hefei,electricity.grid,1000000,kWh,2022-01-01,2022-12-31,bills
penang,electricity.grid,500,MWh,2022-01-01,2022-01-31,bills
penang,heat.magic,500,GJ,2022-03-01,2022-04-30,bills
penang,refrigerant.R-410A.leak,10,kg,2022-01-01,2022-01-31,service
hefei,fuel.magic.stationary,5,t,2022-06-01,2022-06-30,bills
"""

FACTS = """metric,entity,period,dimensions,value,unit
finance.revenue,group,2022,,20000,1e4 CNY
"""


def run_of(folder: Path, rows: str) -> Run:
    workspace = empty_workspace(folder)
    import_activity(workspace, written(folder, "energy.csv", HEADER + rows))
    import_facts(workspace, written(folder, "facts.csv", FACTS))
    return run_workspace(workspace, monthly=True)


def current(run: Run, metric: str, entity: str, period: str = "2022", dims: str = "") -> Fact:
    key = FactKey(metric, entity, Period.parse(period), Dimensions.parse(dims))
    formula = run.workspace.catalogue[metric].formula is not None
    fact = run.facts.current(key, formula=formula, variant=run.variant)
    assert fact is not None, key
    return fact


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return run_of(tmp_path, ROWS)


def test_the_group_s_total_is_at_least_what_has_factors(run: Run):
    total = current(run, "ghg.scope2.location", "group")
    assert (total.number, total.qualifier) == (Decimal("855.45"), Qualifier.AT_LEAST)
    assert left_out_of(total.note) == [LeftOut("heat.magic", "penang", ("2022-03", "2022-04"))]


def test_a_site_of_which_no_row_has_a_factor_is_not_passed_over(run: Run):
    # nothing of scope 1 at Hefei has a factor: the group is Penang's leak, and more
    assert current(run, "ghg.scope1", "hefei").qualifier is Qualifier.AT_LEAST
    total = current(run, "ghg.scope1", "group")
    assert (total.number, total.qualifier) == (Decimal("22.555"), Qualifier.AT_LEAST)
    assert left_out_of(total.note) == [LeftOut("fuel.magic.stationary", "hefei", ("2022-06",))]


def test_only_the_months_concerned_are_bounds(run: Run):
    for month, qualifier in (
        ("2022-05", Qualifier.EXACT),
        ("2022-06", Qualifier.AT_LEAST),
        ("2022-07", Qualifier.EXACT),
    ):
        fact = current(run, "ghg.scope1", "hefei", month)
        assert (fact.qualifier, bool(fact.note)) == (qualifier, bool(not qualifier.is_exact))


def test_breakdowns_that_do_not_lack_the_rows_stay_exact(run: Run):
    electricity = current(run, "ghg.scope2.location", "group", dims="energy_carrier=electricity")
    assert (electricity.qualifier, electricity.note) == (Qualifier.EXACT, "")
    heat = current(run, "ghg.scope2.location", "group", dims="energy_carrier=heat")
    assert (heat.number, heat.qualifier) == (0, Qualifier.AT_LEAST)


def test_what_follows_from_a_bound_is_one_and_says_why(run: Run):
    for metric in ("ghg.total", "ghg.intensity.revenue"):
        fact = current(run, metric, "group")
        assert fact.qualifier is Qualifier.AT_LEAST, metric
        assert {one.site for one in left_out_of(fact.note)} == {"hefei", "penang"}, metric


def test_rows_without_a_factor_tell_their_days(run: Run):
    assert run.lines is not None
    days = {(str(each.start), str(each.end)) for each in run.lines.unresolved}
    assert days == {("2022-03-01", "2022-04-30"), ("2022-06-01", "2022-06-30")}


def test_the_footnote_names_sites_in_both_languages():
    note = left_out_note(
        [LeftOut("fuel.magic", "hefei", ("2023-11", "2023-12", "2024-01", "2024-03"))]
    )
    name = named_by({"hefei": Text("Hefei plant", "合肥工厂"), "fuel.magic": Text("Magic", "魔法")})
    assert note_text(f"covers 1 of 2 sites; {note}", name) == Text(
        "covers 1 of 2 sites; without Magic at Hefei plant in 2023-11 to 2024-01 and 2024-03: "
        "no factor or coefficient",
        "覆盖2个场所中的1个；不含合肥工厂2023-11至2024-01、2024-03的魔法（没有排放因子或系数）",
    )
    assert left_out_of(note)[0].months == ("2023-11", "2023-12", "2024-01", "2024-03")


def test_a_footnote_of_many_sites_says_how_many_it_does_not_name():
    found = [LeftOut("fuel.magic", f"site-{number}", ("2023-01",)) for number in range(9)]
    note = left_out_note(found, 6)
    assert note.count(" at ") == 6
    assert "3 more" in note
    assert "另外3项" in note_text(note).zh


def test_explain_says_at_least_and_calls_sites_by_their_names(run: Run):
    from crossfoot.commands.explain import _label

    trace = run.trace(current(run, "ghg.scope2.location", "group"))
    assert "at least 855.45" in _label(trace, "en")
    assert "without heat: magic" not in _label(trace, "en")
    assert "heat.magic at Penang plant in 2022-03 to 2022-04" in _label(trace, "en")
    assert "至少855.45" in _label(trace, "zh")
    assert "槟城工厂2022-03至2022-04" in _label(trace, "zh")
    assert trace.to_json()["qualifier"] == "at_least"


def test_a_report_prints_the_bound_with_a_footnote(run: Run):
    from crossfoot.reports.build import build_report
    from crossfoot.reports.from_run import report_input

    tables = build_report(report_input(run)).tables()
    notes = [note.text for table in tables for note in table.footnotes]
    assert any("Penang plant in 2022-03" in note.en for note in notes), notes
    assert any("槟城工厂2022-03" in note.zh for note in notes)
