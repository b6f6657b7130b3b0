"""A small workspace of two sites, and the files it is made of."""

from __future__ import annotations

from pathlib import Path

from crossfoot.languages import Text
from crossfoot.workspaces.imports import import_activity, import_facts, import_organisation
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace

ORGANISATION = """id,name_en,name_zh,kind,parent,region,equity
group,My Group,我的集团,group,,CN,1
hefei,Hefei plant,合肥工厂,site,group,CN-AH,1
penang,Penang plant,槟城工厂,site,group,CN,0.5
"""

ACTIVITY = """site,activity,quantity,unit,start,end,source
hefei,electricity.grid,1000000,kWh,2022-01-01,2022-12-31,bills
penang,electricity.grid,500,MWh,2022-01-01,2022-12-31,bills
hefei,refrigerant.R-410A.leak,10,kg,2022-06-01,2022-06-30,service
"""

FACTS = """metric,entity,period,dimensions,value,unit
finance.revenue,group,2022,,20000,1e4 CNY
workforce.headcount,hefei,2022,,100,person
workforce.headcount,penang,2022,,50,person
workforce.headcount,hefei,2022,gender=female,40,person
workforce.headcount,hefei,2022,gender=male,60,person
"""

SETTINGS = Settings(
    company=Text("My Group", "我的集团"), year=2022, first_year=2022, factors=("china-ets",)
)


def written(folder: Path, name: str, text: str) -> Path:
    """A file with this text; the folder is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def empty_workspace(folder: Path, settings: Settings = SETTINGS) -> Workspace:
    """A workspace that holds nothing but its organisation."""
    workspace = Workspace.start(folder / "workspace", settings)
    import_organisation(workspace, written(folder, "organisation.csv", ORGANISATION))
    return workspace


def small_workspace(folder: Path, settings: Settings = SETTINGS) -> Workspace:
    """A workspace with a row of each kind."""
    workspace = empty_workspace(folder, settings)
    import_activity(workspace, written(folder, "energy.csv", ACTIVITY))
    import_facts(workspace, written(folder, "facts.csv", FACTS))
    return workspace
