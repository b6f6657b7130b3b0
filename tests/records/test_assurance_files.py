"""Figures that came with imported files are a population of the assurer as well."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from campaigns import ELECTRICITY
from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.assurance.population import Source
from crossfoot.records.assurance.redraw import redraw
from crossfoot.records.assurance.sampling import Method
from crossfoot.workspaces.imports import import_facts
from crossfoot.workspaces.settings import Settings
from crossfoot.workspaces.workspace import Workspace
from desk_pages import text_of
from desks import desk, drawn
from test_pages import browser

pytestmark = pytest.mark.django_db

HEADER = "metric,entity,period,dimensions,value,unit\n"
#: the quarters of Hefei, not its year beside them; the whole of Yibin, not what it is made of
ROWS = f"""{ELECTRICITY},hefei,2024-Q1,,100,kWh
{ELECTRICITY},hefei,2024-Q2,,110,kWh
{ELECTRICITY},hefei,2024-Q3,,120,kWh
{ELECTRICITY},hefei,2024-Q4,,130,kWh
{ELECTRICITY},hefei,2024,,460,kWh
{ELECTRICITY},yibin,2024,,300,kWh
{ELECTRICITY},penang,2023,,70,kWh
water.use,penang,2024,,5,m^3
"""


@pytest.fixture
def at(person, settings, tmp_path):
    settings.WORKSPACE = folder = tmp_path / "group"
    workspace = Workspace.start(folder, Settings(company=Text("G", "集"), year=2024))
    found = desk(person)
    (folder / "organisation.csv").write_text(
        "id,name_en,name_zh,kind,parent\ngroup,Group,集团,group,\nhefei,Hefei,合肥,site,group\n"
        "yibin,Yibin,宜宾,site,group\npenang,Penang,槟城,site,group\n",
        encoding="utf-8",
    )
    import_facts(workspace, file_of(tmp_path, "first.csv", ROWS))
    return found


def file_of(folder: Path, name: str, rows: str) -> Path:
    path = folder / name
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def test_each_figure_of_a_file_stands_in_the_population_once(at) -> None:
    """100 + 110 + 120 + 130 + 300 = 760."""
    sample = drawn(at, Method.VALUE, 5, source=Source.FILES)
    assert (sample.count, Decimal(sample.total), sample.unit) == (5, 760, "kWh")
    assert {line.item for line in sample.lines.all()} <= {
        *(f"fact:0:{row}" for row in (2, 3, 4, 5, 7))
    }
    line = sample.lines.get(item="fact:0:7")
    assert (line.book, line.unit) == ("300", "yibin")
    assert "first.csv · row 7" in line.label
    assert "第7行" in line.label_zh
    assert line.address.endswith("/yibin/2024")


def test_a_later_file_corrects_and_the_sample_can_still_be_drawn_again(at, settings) -> None:
    sample = drawn(at, Method.RANDOM, 3, source=Source.FILES)
    folder = settings.WORKSPACE
    import_facts(
        Workspace(folder),
        file_of(folder.parent, "second.csv", f"{ELECTRICITY},yibin,2024,,350,kWh\n"),
        reason="meter misread",
    )
    later = drawn(at, Method.RANDOM, 3, source=Source.FILES)
    assert Decimal(later.total) == 810
    found = redraw(sample)
    assert (found.same_population, found.same_lines) == (True, True)


def test_a_file_that_was_altered_is_told(at, settings) -> None:
    sample = drawn(at, Method.RANDOM, 3, source=Source.FILES)
    (kept,) = (settings.WORKSPACE / "evidence").glob("*.csv")
    kept.chmod(0o600)
    kept.write_text(HEADER + ROWS.replace("300", "301"), encoding="utf-8")
    with pytest.raises(CrossfootError, match="gone or was altered"):
        redraw(sample)


def test_units_and_days_that_are_not_looked_at_stay_out(at) -> None:
    assert drawn(at, size=1, source=Source.FILES, units=("yibin",)).count == 1
    with pytest.raises(CrossfootError, match="population is empty"):
        drawn(at, size=1, source=Source.FILES, units=("penang",))  # of 2023


def test_the_form_offers_it(at) -> None:
    client = browser(at.assurer)
    address = f"/assurance/{at.engagement.pk}/samples/new"
    assert "Figures of imported files" in text_of(client.get(address))
    sent = {"source": "files", "metric": ELECTRICITY, "method": "random", "size": "2", "seed": "s"}
    answer = client.post(address, sent)
    assert answer.status_code == 302
    page = text_of(client.get(answer["Location"]))
    assert "first.csv · row" in page
    assert "Figures of imported files" in page
