"""The demo group's records: its people, a campaign in the middle of its work, what proves it.

The figures of the campaign are those of the month a year before, a little changed; the states are
what a manager finds on an ordinary day: locked, approved, returned, half filled, not begun.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crossfoot.examples.group.assurance import begin
from crossfoot.examples.group.bills import BILLED, attach_bills
from crossfoot.examples.group.chance import amount, around
from crossfoot.examples.group.meters import install
from crossfoot.examples.group.registers import fill_registers
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period

if TYPE_CHECKING:
    from crossfoot.facts.selection import FactSet
    from crossfoot.records.accounts.person import Person
    from crossfoot.records.collection.models import Request

#: the first day of the organisation, before all of its figures
FOUNDED = date(2020, 1, 1)

#: the month that is asked for: the first after the reporting year
MONTH = Period(date(2024, 1, 1), date(2024, 1, 31))

_WORDS = ("amber", "river", "cedar", "stone", "cloud", "maple", "harbour", "lantern", "meadow")

#: name, role, units (empty for the whole), language of pages
PEOPLE: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "admin": ("Li Na 李娜", "administrator", ("",), "zh"),
    "manager": ("Chen Wei 陈伟", "esg_manager", ("",), "zh"),
    "cells": ("Wang Fang 王芳", "data_owner", ("cells",), "zh"),
    "packs": ("Zhang Lei 张磊", "data_owner", ("packs",), "zh"),
    "penang": ("Nurul Aziz", "data_owner", ("overseas",), "en"),
    "offices": ("Liu Yang 刘洋", "data_owner", ("shenzhen", "shanghai"), "zh"),
    "reviewer": ("Zhao Min 赵敏", "reviewer", ("",), "zh"),
    "approver": ("Sun Hao 孙浩", "approver", ("",), "zh"),
    "assurer": ("Emma Clark", "assurer", ("",), "en"),
    "viewer": ("Board office 董事会办公室", "viewer", ("",), "zh"),
    "safety": ("He Jing 何静", "viewer", ("",), "zh"),
    "service": ("Xu Bo 徐波", "viewer", ("",), "zh"),
    "quality": ("Tang Rui 唐睿", "viewer", ("",), "zh"),
    "ethics": ("Lin Yue 林悦", "viewer", ("",), "zh"),
}

#: how far each site has come, by the steps that were taken
PROGRESS: dict[str, tuple[str, ...]] = {
    "hefei": ("fill", "submit", "review", "approve", "lock"),
    "changzhou": ("fill", "submit", "review", "approve"),
    "yibin": ("fill", "submit", "return"),
    "huizhou": ("fill", "submit"),
    "xining": ("half",),
    "penang": ("fill", "submit", "review"),
    "shenzhen": ("fill", "submit", "review", "approve", "lock"),
    "shanghai": (),
}

#: the site whose figure is corrected after a draft was kept
CORRECTED = "hefei"

_DRAFT = "First draft to the board 提交董事会的第一稿"

_MISREAD = "The meter was misread 表计读数有误，现予更正。"

_NO_SOURCE = "no such source on the site"

_RETURNED = "The bill shows three times as much electricity 账单电量为填报值的三倍，请核对。"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to come in as somebody.

    Attributes:
        email: address.
        name: as pages show it.
        role: a name of `crossfoot.records.roles.Role`.
    """

    email: str
    name: str
    role: str


def fill_records(
    folder: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> tuple[list[SignIn], str]:
    """Make the records of the demo group in its workspace; SQLite, whatever else is set.

    Args:
        folder: the workspace, with its organisation and facts.
        progress: told how many sites of how many are done.

    Returns:
        Who can sign in, and the password that all of them share; it is kept nowhere else.
    """
    os.environ["DATABASE_URL"] = ""
    from crossfoot.records.opening import make_database_file, open_records
    from crossfoot.records.secret_key import make_secret_key

    open_records(folder)
    make_secret_key(folder)
    make_database_file()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from django.utils import timezone

    password = (
        " ".join(secrets.choice(_WORDS) for _ in range(3)) + f" {secrets.randbelow(9000) + 1000}"
    )
    numbers = _people(folder, password)
    people = _campaign(folder, numbers, progress)
    fill_registers(people, timezone.localtime())
    return list(_sign_ins()), password


def _sign_ins() -> Iterator[SignIn]:
    for key, (name, role, _, _) in PEOPLE.items():
        yield SignIn(f"{key}@qingheng.example", name, role)


def _people(folder: Path, password: str) -> dict[str, int]:
    """Invite everybody, let them accept, give them their roles; ids by key."""
    from crossfoot.records.accounts.actions.accept_invitation import AcceptInvitation
    from crossfoot.records.accounts.actions.grant_role import GrantRole
    from crossfoot.records.accounts.actions.invite import Invite
    from crossfoot.records.accounts.person import Visitor
    from crossfoot.records.actions import CommandLine
    from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
    from crossfoot.records.organisation.spans import Span
    from crossfoot.records.roles import Role
    from crossfoot.workspaces.workspace import Workspace

    root = CommandLine()
    ImportOrganisation(Workspace(folder).organisation, FOUNDED).do(root)
    numbers = {}
    for key, (name, role, units, language) in PEOPLE.items():
        reads = "zh" if language == "zh" else "en"
        made = Invite(f"{key}@qingheng.example", name, reads).do(root)  # type: ignore[arg-type]
        AcceptInvitation(made.token, password).do(Visitor("demo"))
        for unit in units:
            GrantRole(made.user.pk, Role(role), Span(FOUNDED), unit).do(root)
        numbers[key] = made.user.pk
    return numbers


def _campaign(
    folder: Path, numbers: dict[str, int], progress: Callable[[int, int], None]
) -> dict[str, Person]:
    from crossfoot.records.accounts.models import User
    from crossfoot.records.accounts.person import Person
    from crossfoot.records.collection.actions.open_campaign import OpenCampaign
    from crossfoot.records.collection.models import Request
    from crossfoot.records.collection.templates import own_templates
    from crossfoot.runs.run import run_workspace
    from crossfoot.workspaces.workspace import Workspace

    people = {key: Person(User.objects.get(pk=pk), "demo") for key, pk in numbers.items()}
    known = run_workspace(Workspace(folder)).facts
    today = date.today()  # noqa: DTZ011  # due dates are those of the wall calendar
    template = own_templates()["monthly-environment"]
    campaign = OpenCampaign(
        template=template,
        name=Text("Environmental data, January 2024", "2024年1月环境数据"),
        period=MONTH,
        units=tuple(PROGRESS),
        due=today + timedelta(days=6),
        excluded={line.metric: _without(known, line.metric) for line in template.lines},
        known=known,
    ).do(people["manager"])
    with TemporaryDirectory() as made:
        for done, (site, steps) in enumerate(PROGRESS.items(), start=1):
            requests = list(
                Request.objects.filter(campaign=campaign, unit__code=site).select_related(
                    "owner", "unit"
                )
            )
            _work(requests, steps, people, Path(made))
            progress(done, len(PROGRESS))
    _keep_draft(folder, people["manager"])
    corrected = Request.objects.filter(campaign=campaign, unit__code=CORRECTED)
    _correct(corrected.select_related("owner", "unit")[0], people, PROGRESS[CORRECTED])
    install(people)
    _audited(people["manager"], known)
    begin(people, MONTH, today)
    return people


def _audited(manager: Person, known: FactSet) -> None:
    """What the annual report has for the group; the headcount of last year differs by twelve."""
    from crossfoot.facts.fact import Dimensions, FactKey
    from crossfoot.records.overview.actions.state_audited import StateAudited

    for metric, more in (("finance.revenue", 0), ("workforce.headcount", 12)):
        for year in (2022, 2023):
            fact = known.current(FactKey(metric, "qingheng", Period.year(year), Dimensions()))
            if fact is not None and fact.is_number:
                value = fact.number + (more if year == 2023 else 0)
                source = f"Annual report {year} {year}年年度报告"
                StateAudited(
                    "qingheng", metric, fact.period, str(value), fact.unit, source=source
                ).do(manager)


def _without(known: FactSet, metric: str) -> dict[str, str]:
    """Sites that never had a figure of a metric, with the reason that its footnote gives."""
    reporting = {fact.entity for fact in known.select(metric=metric)}
    return {site: _NO_SOURCE for site in PROGRESS if site not in reporting}


def _work(
    requests: list[Request], steps: tuple[str, ...], people: dict[str, Person], folder: Path
) -> None:
    """Take the steps of one site, each by the person whose it is; bills are made in the folder."""
    from crossfoot.records.collection.actions.steps import Approve, Lock, Return, Review, Submit

    ids = tuple(request.pk for request in requests)
    owner = next(person for person in people.values() if requests[0].owner == person.user)
    for step in steps:
        match step:
            case "fill" | "half":
                for request in requests[: 1 if step == "half" else None]:
                    _fill(request, owner)
                    attach_bills(request, owner, folder)
            case "submit":
                Submit(ids).do(owner)
            case "review":
                Review(ids).do(people["reviewer"])
            case "return":
                Return(ids[:1], why=_RETURNED).do(people["reviewer"])
            case "approve":
                Approve(ids).do(people["approver"])
            case "lock":
                Lock(ids).do(people["approver"])


def _keep_draft(folder: Path, manager: Person) -> None:
    """Keep the figures of this moment, with which later ones are compared."""
    from crossfoot.records.overview.actions.keep_draft import KeepDraft
    from crossfoot.records.overview.building import build

    build(folder)
    KeepDraft(_DRAFT).do(manager)


def _correct(request: Request, people: dict[str, Person], steps: tuple[str, ...]) -> None:
    """A late correction of a figure without a bill: reopened with a reason, and approved again."""
    from crossfoot.records.collection.actions.set_cells import SetCells
    from crossfoot.records.collection.actions.steps import Reopen
    from crossfoot.records.collection.changes import Change
    from crossfoot.records.collection.models import Cell, Kind

    Reopen((request.pk,), why=_MISREAD).do(people["manager"])
    request.refresh_from_db()
    values = Cell.objects.filter(request=request, current__kind=Kind.VALUE)
    cell = values.exclude(metric__in=BILLED).select_related("current").order_by("place")[0]
    if cell.current is None or cell.current.value is None:
        return
    value = (cell.current.value * Decimal("1.012")).quantize(Decimal("0.1"))
    owner = next(person for person in people.values() if request.owner == person.user)
    change = Change(cell.pk, cell.version, value=str(value), unit="", reason=_MISREAD)
    SetCells(request.pk, (change,), via="page").do(owner)
    _work([request], tuple(step for step in steps if step != "fill"), people, Path())


def _fill(request: Request, owner: Person) -> None:
    """Every figure a little off the month before; what was not there before: none."""
    from crossfoot.records.collection.actions.set_cells import SetCells
    from crossfoot.records.collection.changes import Change
    from crossfoot.records.collection.completeness import lines_of
    from crossfoot.records.collection.models import Kind

    changes = []
    for line in lines_of(request):
        cell, name = line.cell, ("records", request.unit.code, line.cell.metric)
        if line.before is None:
            changes.append(Change(cell.pk, cell.version, kind=Kind.NONE))
        else:
            value = amount(around(float(line.before), 0.06, *name), 1)
            changes.append(Change(cell.pk, cell.version, value=str(value)))
    SetCells(request.pk, tuple(changes), via="page").do(owner)
