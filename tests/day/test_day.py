"""One day of a group's campaign, from an empty folder to approved figures that agree everywhere.

Everything is done as people do it: with the commands, in Chromium, in Excel files, by a program
with a token. Figures are added up here, beside the program, and compared.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import refills
from asked import Asked
from colleague import Colleague
from crossfoot.records.collection.workflow import STATE_NAMES, STEP_NAMES, State, Step
from crossfoot.records.roles import Duty, Role
from evidences import PDF
from filled import facts_of_book, fill
from northlight import GROUP, NONE, SITES, YEAR, write_organisation
from workplace import Workplace

pytestmark = pytest.mark.browser


@pytest.fixture(params=["en", "zh"])
def office(request, tmp_path: Path) -> Iterator[Workplace]:
    """A workspace with its organisation, served."""
    found = Workplace(tmp_path / "northlight", request.param)
    names = ("--name", "Northlight Storage Group", "--name-zh", "北辰储能集团")
    found.crossfoot("init", str(found.folder), *names, "--year", str(YEAR), here=False)
    units = write_organisation(tmp_path / "units.csv")
    found.crossfoot("import", str(units), "--as", "organisation")
    yield found
    found.close()


@pytest.fixture
def colleague(chromium, office, pictures) -> Iterator[Callable[[str], Colleague]]:
    """Gives somebody a browser."""
    everybody = []

    def come(name: str) -> Colleague:
        everybody.append(Colleague(chromium, office, name, pictures))
        return everybody[-1]

    yield come
    for each in everybody:
        each.leave()


def test_a_day(office: Workplace, colleague: Callable[[str], Colleague], tmp_path: Path) -> None:
    team = invited(office, colleague)
    mia, nora, chen, siti, rui, anna = (
        team[name] for name in ("Mia", "Nora", "Chen", "Siti", "Rui", "Anna")
    )
    opened(mia)
    asked = list(mia.program(Duty.READ).asked())
    assert {each.site for each in asked} == set(SITES)
    proved = [at(asked, *place) for place in PROVED]

    by_grid(nora, asked, "aarhus")
    by_grid(nora, asked, "bergen")
    by_excel(chen, asked, "chengdu", tmp_path)
    by_excel(chen, asked, "dalian", tmp_path)
    program = chen.program(Duty.READ, Duty.ENTER)
    for site in ("foshan", "guiyang"):
        program.enter(site)
    program = siti.program(Duty.READ, Duty.ENTER)
    for site in ("haiphong", "ipoh", "jakarta"):
        program.enter(site)
    for each, owner in zip(proved, (nora, nora, chen, chen, siti), strict=True):
        attach(owner, each)
    for owner in (nora, chen, siti):
        submit(owner, asked)

    wrong = at(asked, "dalian", "energy.fuel.natural_gas")
    returned(rui, wrong)
    mended(chen, wrong, "1,234")
    on_the_board(rui, Step.REVIEW)
    on_the_board(anna, Step.APPROVE)
    on_the_board(anna, Step.LOCK)
    assert states(mia) == {State.LOCKED: 63}
    late = at(asked, "bergen", "waste.hazardous.generated")
    corrected_late(team, late, "2,020")
    assert states(mia) == {State.LOCKED: 63}
    batch = refills.sent(nora, tmp_path, refills.WRONG)
    assert leaked(office) == refills.emissions(refills.WRONG)
    refills.taken_back(nora, batch)
    assert leaked(office) is None
    refills.sent(nora, tmp_path, refills.RIGHT)
    assert leaked(office) == refills.emissions(refills.RIGHT)

    stands = {each.cell: each.value for each in asked}
    stands |= {wrong.cell: Decimal(1234), late.cell: Decimal(2020)}
    expected = {metric: total(asked, stands, metric) for metric in ADDED_UP}
    emma = team["Emma"]
    assert refills.told(emma, batch)
    assert on_figure_pages(emma, expected) == expected
    assert on_the_dashboard(emma).items() <= expected.items()
    assert by_command(office) == expected
    assert by_api(mia) == expected
    assert in_the_report(office, tmp_path) == expected
    for each in proved:
        followed(emma, each, stands[each.cell])
    assert scope_2_of_a_site(office, "dalian") == grid_emissions(asked, stands, "dalian")


#: metrics whose parts, months and sites are added up here, and by the program
ADDED_UP = (
    "energy.electricity.purchased",
    "energy.fuel.natural_gas",
    "water.withdrawal",
    "waste.hazardous.generated",
    "training.hours",
    "safety.hours_worked",
)

#: figures with evidence: site and metric
PROVED = (
    ("aarhus", "energy.fuel.natural_gas"),
    ("bergen", "waste.hazardous.generated"),
    ("chengdu", "water.discharge"),
    ("foshan", "safety.hours_worked"),
    ("jakarta", "energy.steam.purchased"),
)


def at(asked: list[Asked], site: str, metric: str) -> Asked:
    """The only figure of a metric at a site."""
    (found,) = (each for each in asked if (each.site, each.metric) == (site, metric))
    return found


# -- the morning: people and a campaign --------------------------------------------------------

ROLES: dict[str, tuple[Role, str]] = {
    "Mia": (Role.ESG_MANAGER, ""),
    "Nora": (Role.DATA_OWNER, "nordic"),
    "Chen": (Role.DATA_OWNER, "china"),
    "Siti": (Role.DATA_OWNER, "south"),
    "Rui": (Role.REVIEWER, ""),
    "Anna": (Role.APPROVER, ""),
    "Emma": (Role.ASSURER, ""),
}


def invited(office: Workplace, colleague: Callable[[str], Colleague]) -> dict[str, Colleague]:
    """The administrator comes in by the link of the command, and invites the others."""
    admin = colleague("Admin")
    link = office.invite_administrator(admin.email, admin.name)
    office.open()
    admin.accept(link)
    team = {}
    for name, (role, unit) in ROLES.items():
        link = admin.invite(name, role, unit)
        team[name] = colleague(name)
        team[name].accept(link)
    return team


def opened(manager: Colleague) -> str:
    """A campaign of the year for all nine sites; the address of its page."""
    manager.open("/campaigns/new")
    manager.page.select_option("#template", "annual")
    manager.page.fill("#period", str(YEAR))
    manager.page.fill("#due", "2030-01-31")
    manager.press("campaign_open")
    manager.page.wait_for_url("**/campaigns/1")
    assert manager.page.locator(".board tbody tr").count() == len(SITES)
    manager.picture("campaign")
    return str(manager.page.url)


# -- entering ----------------------------------------------------------------------------------


def of_site(asked: list[Asked], site: str) -> dict[int, list[Asked]]:
    """The figures of a site by the id of their request."""
    found: dict[int, list[Asked]] = {}
    for each in asked:
        if each.site == site:
            found.setdefault(each.request, []).append(each)
    return found


def by_grid(owner: Colleague, asked: list[Asked], site: str) -> None:
    """Every figure typed into the sheet, with the keyboard."""
    for request, cells in of_site(asked, site).items():
        grid(owner, request)
        for each in cells:
            if each.metric == NONE:
                answer = owner.page.locator(f'[name="answer-{each.cell}"]')
                answer.select_option(label=owner.words["grid_none"])
            else:
                typed(owner, each, f"{each.value:,}")
        saved(owner)
        owner.picture(f"grid-{site}")


def by_excel(owner: Colleague, asked: list[Asked], site: str, folder: Path) -> None:
    """The template of each request, filled in and sent back."""
    for request, cells in of_site(asked, site).items():
        owner.open(f"/requests/{request}/grid")
        with owner.page.expect_download() as coming:
            owner.follow("grid_template")
        file = folder / f"{request}.xlsx"
        coming.value.save_as(file)
        fill(file, cells, owner.language)
        owner.follow("grid_upload")
        owner.page.set_input_files("#file", file)
        owner.press("grid_upload_look")
        owner.picture(f"upload-{site}")
        owner.press("grid_upload_sure")
        owner.page.wait_for_url(f"**/requests/{request}/grid*")


def attach(owner: Colleague, figure: Asked) -> None:
    """A file as evidence of a figure, in its dialog of the sheet."""
    grid(owner, figure.request)
    owner.page.locator(f"#cell-{figure.cell} [data-open]").click()
    file = {"name": f"{figure.site}.pdf", "mimeType": "application/pdf", "buffer": bill(figure)}
    owner.page.locator("dialog[data-details] input[type=file]").set_input_files(file)
    owner.page.wait_for_selector(f"dialog[data-details][open] li:has-text('{figure.site}.pdf')")
    owner.picture(f"evidence-{figure.site}")
    owner.page.keyboard.press("Escape")


def bill(figure: Asked) -> bytes:
    """The bytes of a bill; no two are alike."""
    return PDF + f"% {figure.site} {figure.metric}\n".encode()


def submit(owner: Colleague, asked: list[Asked]) -> None:
    """Each request of the owner by its page, from the list of tasks."""
    owner.open("/tasks")
    owner.picture("tasks")
    mine = {each.request for each in asked if owner.page.locator(task(each)).count()}
    assert mine
    for request in sorted(mine):
        owner.open(f"/requests/{request}")
        step(owner, Step.SUBMIT)


def task(figure: Asked) -> str:
    return f'main a[href$="/requests/{figure.request}"]'


def grid(person: Colleague, request: int) -> None:
    person.open(f"/requests/{request}/grid")
    person.page.wait_for_selector("[data-grid][data-ready]")


def typed(person: Colleague, figure: Asked, value: str) -> None:
    person.page.locator(f'[name="value-{figure.cell}"]').focus()
    person.page.keyboard.type(value)
    person.page.keyboard.press("Tab")


def saved(person: Colleague) -> None:
    person.page.wait_for_function(
        "text => document.querySelector('[data-live]').textContent.startsWith(text)",
        arg={"en": "All saved", "zh": "已全部保存"}[person.language],
    )


# -- reviewing, approving ----------------------------------------------------------------------


def step(person: Colleague, taken: Step, why: str = "") -> None:
    """Take a step with the request that is on the screen."""
    if why:
        person.page.fill(f"#why-{taken.value}", why)
    name = STEP_NAMES[taken][person.language]
    person.page.get_by_role("button", name=name, exact=True).click()
    person.page.wait_for_load_state()


def returned(reviewer: Colleague, figure: Asked) -> None:
    """The reviewer sends a request back, and says why."""
    reviewer.open(f"/requests/{figure.request}")
    step(reviewer, Step.RETURN, "the bill of July is missing 七月账单缺失")
    reviewer.picture("returned")
    assert STATE_NAMES[State.RETURNED][reviewer.language] in reviewer.text()


def mended(owner: Colleague, figure: Asked, value: str) -> None:
    """The owner reads why it came back, changes the figure, submits again."""
    owner.open(f"/requests/{figure.request}")
    assert "七月账单缺失" in owner.text()
    grid(owner, figure.request)
    typed(owner, figure, value)
    saved(owner)
    owner.follow("grid_submit")
    step(owner, Step.SUBMIT)


def on_the_board(person: Colleague, taken: Step) -> None:
    """A step with every request of the campaign, ticked on its board."""
    person.open("/campaigns/1")
    person.page.check("[data-tick-all]")
    boxes = person.page.locator("[name=request]")
    assert boxes.count() == person.page.locator("[name=request]:checked").count() == 63
    person.page.locator(f'[name=step][value="{taken.value}"]').click()
    person.page.wait_for_load_state()
    person.picture(taken.value)


def states(manager: Colleague) -> dict[State, int]:
    """How many requests of the campaign are how far, as its page says."""
    manager.open("/campaigns/1")
    said = manager.page.locator(".board .badge").all_inner_texts()
    names = {STATE_NAMES[state][manager.language].casefold(): state for state in State}
    return dict(Counter(names[each.strip().casefold()] for each in said))


def corrected_late(team: dict[str, Colleague], figure: Asked, value: str) -> None:
    """A locked figure is opened again with a reason, corrected, and goes all the way again."""
    nora, rui, anna = (team[name] for name in ("Nora", "Rui", "Anna"))
    anna.open(f"/requests/{figure.request}")
    step(anna, Step.REOPEN, "the carrier corrected its statement 承运方更正了对账单")
    grid(nora, figure.request)
    typed(nora, figure, value)
    saved(nora)
    nora.follow("grid_submit")
    for person, taken in (
        (nora, Step.SUBMIT),
        (rui, Step.REVIEW),
        (anna, Step.APPROVE),
        (anna, Step.LOCK),
    ):
        person.open(f"/requests/{figure.request}")
        step(person, taken)
    nora.picture("corrected")
    nora.open(f"/cells/{figure.cell}")  # what stood there before stays to be seen
    assert f"{figure.value:,}" in nora.text()
    assert value in nora.text()


#: kg CO2 per kWh of China's grid, the last that the ministry has published for inventories
GRID = Decimal("0.5703")


def scope_2_of_a_site(office: Workplace, site: str) -> Decimal:
    """What the program makes of the electricity that a campaign collected, in tonnes."""
    asked = ("facts", "--metric", "ghg.scope2.location", "--entity", site, "--year", str(YEAR))
    (found,) = {
        Decimal(fact["value"])
        for fact in office.printed(*asked)["facts"]
        if fact["dimensions"] == {"energy_carrier": "electricity"} and fact["period"] == str(YEAR)
    }
    return found


def grid_emissions(asked: list[Asked], stands: Mapping[int, Decimal], site: str) -> Decimal:
    """The same by hand."""
    kilowatt_hours = (
        stands[each.cell]
        for each in asked
        if (each.site, each.metric) == (site, "energy.electricity.purchased")
    )
    return sum(kilowatt_hours, Decimal(0)) * GRID / 1000


def leaked(office: Workplace) -> Decimal | None:
    """What the program makes of the refrigerant that a site refilled, in tonnes."""
    asked = ("facts", "--metric", "ghg.scope1", "--entity", refills.SITE, "--year", str(YEAR))
    found = {
        Decimal(fact["value"])
        for fact in office.printed(*asked)["facts"]
        if fact["dimensions"] == {"source_category": "fugitive"} and fact["period"] == str(YEAR)
    }
    return found.pop() if found else None


# -- the evening: the same numbers everywhere --------------------------------------------------


def total(asked: list[Asked], stands: Mapping[int, Decimal], metric: str) -> Decimal:
    """Sites, months and parts added up."""
    return sum((stands[each.cell] for each in asked if each.metric == metric), Decimal(0))


def by_command(office: Workplace) -> dict[str, Decimal]:
    """What `crossfoot facts` has for the group."""
    asked = ("facts", "--entity", GROUP, "--year", str(YEAR))
    return wholes(office.printed(*asked)["facts"])


def by_api(manager: Colleague) -> dict[str, Decimal]:
    """What the API has for the group."""
    found = manager.program(Duty.READ).every("/facts", entity=GROUP, year=YEAR)
    return wholes(
        {**fact, "period": str(YEAR)} for fact in found if (fact["start"], fact["end"]) == WHOLE
    )


WHOLE = (f"{YEAR}-01-01", f"{YEAR}-12-31")


def wholes(facts: Iterable[Mapping[str, Any]]) -> dict[str, Decimal]:
    """The figures of the year that have no parts, by metric."""
    return {
        fact["metric"]: Decimal(fact["value"])
        for fact in facts
        if fact["metric"] in ADDED_UP
        and not fact["dimensions"]
        and fact["period"] == str(YEAR)
        and fact["value"] is not None
    }


def in_the_report(office: Workplace, folder: Path) -> dict[str, Decimal]:
    """What the sheet of facts of the report's data book has for the group."""
    language = office.language
    out = ("--out", str(folder / "report"))
    office.crossfoot("report", "--format", "xlsx", "--lang", language, *out, codes=(0, 1))
    (file,) = (folder / "report").rglob("*.xlsx")
    company = {"en": "Northlight Storage Group", "zh": "北辰储能集团"}[language]
    return {
        metric: value
        for metric, entity, period, parts, value in facts_of_book(file)
        if metric in ADDED_UP
        and (entity, parts) == (company, "")
        and period in (str(YEAR), f"{YEAR}年")
    }


def on_the_dashboard(reader: Colleague) -> dict[str, Decimal]:
    """What the tiles of the group have, of what is added up here."""
    reader.open("/")
    reader.picture("dashboard")
    found = {}
    for link in reader.page.locator(f'.tile .value a[href*="/{GROUP}/{YEAR}"]').all():
        metric = str(link.get_attribute("href")).split("/")[2]
        if metric in ADDED_UP:
            found[metric] = Decimal(link.inner_text().replace(",", ""))
    assert len(found) > 2
    return found


def on_figure_pages(reader: Colleague, expected: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """What the page of each figure of the group has, once all is calculated anew."""
    found = {}
    reader.open("/")
    until = time.monotonic() + 120
    while reader.page.locator("[data-waits]").count() and time.monotonic() < until:
        time.sleep(0.5)
        reader.open("/")
    for metric in expected:
        reader.open(f"/figures/{metric}/{GROUP}/{YEAR}")
        shown = reader.page.locator("main p.value").first.inner_text()
        found[metric] = Decimal(shown.split()[0].replace(",", ""))
    return found


def followed(assurer: Colleague, figure: Asked, value: Decimal) -> None:
    """From the number of the group by links alone to the bytes of the bill."""
    page = assurer.page
    assurer.open(f"/figures/{figure.metric}/{GROUP}/{YEAR}")
    assurer.picture(f"figure-{figure.site}")
    page.click(f'.lineage a[href="/figures/{figure.metric}/{figure.site}/{YEAR}"]')
    page.wait_for_url(f"**/{figure.site}/{YEAR}")
    assert f"{value:,}" in assurer.text()
    for name in (OWNERS[figure.site], "Rui", "Anna"):
        assert name in assurer.text()
    page.click('.lineage a[href^="/evidence/"]')
    page.wait_for_url("**/evidence/*")
    assert figure.site in assurer.text()
    file = page.locator('a[href*="/file/"][href$="?download"]').first.get_attribute("href")
    answer = page.request.get(f"{assurer.office.address}{file}")
    assert answer.body() == bill(figure)
    assert hashlib.sha256(answer.body()).hexdigest() in assurer.text()


OWNERS = {
    site: {"nordic": "Nora", "china": "Chen", "south": "Siti"}[c] for site, c in SITES.items()
}
