"""A total that leaves rows out for want of a factor is a bound on pages and in the API too."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crossfoot.facts.left_out import not_said
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.records.overview.board import tile_of
from crossfoot.records.overview.building import build
from crossfoot.records.overview.charts import _option
from crossfoot.records.overview.fresh import kept_numbers
from crossfoot.workspaces.imports import import_activity
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace
from desk_pages import text_of
from desks import desk
from test_api import Program
from test_pages import browser

pytestmark = pytest.mark.django_db

#: 100 MWh x 0.5703 t/MWh in 2022; of the heat no factor is known
ROWS = """site,activity,quantity,unit,start,end,source
hefei,electricity.grid,100000,kWh,2022-01-01,2022-12-31,bill
hefei,electricity.grid,100000,kWh,2021-01-01,2021-12-31,bill
penang,heat.magic,50,GJ,2022-02-01,2022-03-31,bill
"""


@pytest.fixture
def at(person, settings, tmp_path):
    settings.WORKSPACE = folder = tmp_path / "group"
    known = Settings(company=Text("G", "集"), year=2022, first_year=2021, factors=("china-ets",))
    workspace = Workspace.start(folder, known)
    (folder / "organisation.csv").write_text(
        "id,name_en,name_zh,kind,parent,region\ngroup,Group,集团,group,,CN\n"
        "hefei,Hefei plant,合肥工厂,site,group,CN\npenang,Penang plant,槟城工厂,site,group,CN\n",
        encoding="utf-8",
    )
    file = tmp_path / "energy.csv"
    file.write_text(ROWS, encoding="utf-8")
    import_activity(workspace, file)
    found = desk(person)
    build(folder)
    return found


def test_the_page_of_a_figure_says_at_least_and_what_is_left_out_once(at) -> None:
    client = browser(at.manager)
    for metric in ("ghg.scope2.location", "ghg.scope2.market"):
        page = text_of(client.get(f"/figures/{metric}/group/2022"))
        assert 'class="value">at least 57.03 ' in page.replace("\n", "")
        head = page.split("What it is made of")[0]
        assert head.count("without heat.magic at ") == 1
        assert "in 2022-02 to 2022-03" in head
    exact = text_of(client.get("/figures/ghg.scope2.location/group/2021"))
    assert "at least" not in exact.split("What it is made of")[0]


def test_what_an_input_says_is_not_said_again() -> None:
    one = "without heat.magic at penang in 2022-02: no factor or coefficient"
    both = f"{one.removesuffix(': no factor or coefficient')}, fuel.x at hefei in 2022-03"
    both += ": no factor or coefficient"
    assert not_said(one, both) == ""
    assert not_said(both, one) == both
    assert not_said(f"{one}; measured by hand", both) == "measured by hand"


def test_charts_mark_a_bound_with_a_sign_that_both_languages_read(at, settings) -> None:
    with kept_numbers(settings.WORKSPACE) as (numbers, _):
        assert numbers is not None
        metric = catalogue()["ghg.scope2.location"]
        tile = tile_of(numbers, settings.WORKSPACE, "group", Period.year(2022), metric)
        option = _option(tile)
    assert option is not None
    labels = [each["label"]["formatter"] for each in option["series"][0]["data"] if each]
    assert labels[-1].startswith("≥ 57.03")
    assert "least" not in str(option["series"][0]["data"][-1]["label"])


def test_a_program_is_told_the_bound_and_the_footnote(at) -> None:
    asked = "facts?metric=ghg.scope2.location&entity=group&year=2022&limit=500"
    found = Program(at.manager).get(asked).json()["items"]
    year = {
        each["end"]: each
        for each in found
        if each["start"] == "2022-01-01" and not each["dimensions"]
    }["2022-12-31"]
    assert (Decimal(year["value"]), year["qualifier"]) == (Decimal("57.03"), "at_least")
    assert "penang in 2022-02 to 2022-03" in year["note"]
    exact = [each for each in found if each["start"] >= "2022-04-01" and each["value"]]
    assert {each["qualifier"] for each in exact} <= {"exact"}
