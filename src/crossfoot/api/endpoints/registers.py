"""Registers: what they are, their definitions, parameters, roles and views."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Status

from crossfoot.api.bearer import (
    CHANGE_ORGANISATION,
    MANAGE_ACCOUNTS,
    READ,
    RUN_CAMPAIGNS,
    person_of,
)
from crossfoot.api.endpoints.register_forms import (
    Follower,
    LeftOf,
    NewDefinition,
    NewRegisterRole,
    NewRegisterView,
    NewSetting,
    RegisterDefinitionOf,
    RegisterFieldOf,
    RegisterMetricOf,
    RegisterOf,
    RegisterParameterOf,
    RegisterRoleOf,
    RegisterSettingOf,
    RegisterStepOf,
    RegisterTextOf,
    RegisterVersionOf,
    RegisterViewOf,
    Reports,
    Worker,
)
from crossfoot.api.pages import Page, Which, piece_of
from crossfoot.api.problems import MissingError
from crossfoot.api.registers import register_of, said
from crossfoot.records.accounts.people import keeping
from crossfoot.records.accounts.person import Person
from crossfoot.records.organisation.spans import Span
from crossfoot.records.register.actions.edit_definition import EditDefinition, checked
from crossfoot.records.register.actions.grant_role import (
    EndRegisterRole,
    GrantRegisterRole,
    LinkAccount,
    SetSuperior,
)
from crossfoot.records.register.actions.hand_over import HandOverEntries
from crossfoot.records.register.actions.save_view import DropView, SaveView
from crossfoot.records.register.actions.set_parameter import EndParameter, SetParameter, written
from crossfoot.records.register.library import FOLDER, active
from crossfoot.records.register.models import (
    DefinitionVersion,
    ParameterOverride,
    RoleGrant,
    SavedView,
)
from crossfoot.records.register.taking_part import may_create, takes_part
from crossfoot.records.register.who import grants_on
from crossfoot.records.roles import Duty
from crossfoot.registers.definition import Definition
from crossfoot.registers.loading import BUILT_IN

router = Router()

_ONE = "/registers/{register_id}"


@router.get("/registers", response=list[RegisterOf], summary="Registers", auth=READ)
def registers(request: HttpRequest) -> list[RegisterOf]:
    """Those that the person takes part in."""
    person = person_of(request)
    return [
        RegisterOf(**_short(person, each)) for each in active().values() if takes_part(person, each)
    ]


@router.get(_ONE, response=RegisterDefinitionOf, summary="A register", auth=READ)
def one(request: HttpRequest, register_id: str) -> RegisterDefinitionOf:
    """Its fields, states, steps and figures, with labels in the language of the request."""
    found = register_of(request, register_id, setting_up=True)
    nil = found.nil_attestation
    return RegisterDefinitionOf(
        **_short(person_of(request), found),
        fields=[RegisterFieldOf.of(each) for each in found.every_field()],
        states={state: said(label) for state, label in found.states.items()},
        closing=sorted(found.closing | found.finals),
        steps=[RegisterStepOf.of(found, each) for each in found.transitions],
        metrics=[
            RegisterMetricOf(
                name=name,
                label=said(each.label),
                unit=each.unit,
                by=list(each.by),
                catalogue=[tie.metric for tie in each.catalogue],
            )
            for name, each in found.metrics.items()
        ],
        nil_per=nil.per if nil else "",
        nil_every=nil.every if nil else "",
    )


# -- definitions -------------------------------------------------------------------------------


@router.get(
    f"{_ONE}/definition",
    response=RegisterTextOf,
    summary="Text of a definition",
    auth=CHANGE_ORGANISATION,
)
def definition(request: HttpRequest, register_id: str) -> RegisterTextOf:
    """The YAML in use, for whoever changes the organisation as a whole."""
    person_of(request).require(Duty.CHANGE_ORGANISATION)
    found = active().get(register_id)
    if found is None:
        raise MissingError
    versions = list(DefinitionVersion.objects.filter(register=register_id).order_by("version"))
    kept = next((each.text for each in versions if each.version == found.version), "")
    return RegisterTextOf(
        version=found.version,
        text=kept or _file_of(register_id),
        versions=[RegisterVersionOf.of(each) for each in versions],
    )


@router.post(
    f"{_ONE}/definition",
    response=RegisterVersionOf,
    summary="Edit a definition",
    auth=CHANGE_ORGANISATION,
)
def edit(request: HttpRequest, register_id: str, new: NewDefinition) -> RegisterVersionOf:
    """The next version, or a new register; with `check` nothing is kept."""
    person = person_of(request)
    if new.check:
        person.require(Duty.CHANGE_ORGANISATION)
        found = checked(register_id, new.text)
        return RegisterVersionOf(
            version=found.version,
            active_from=None,
            note=new.note,
            by=person.reference,
            at=timezone.now(),
        )
    made = EditDefinition(register_id, new.text, new.note.strip()).do(person)
    return RegisterVersionOf.of(made)


# -- parameters --------------------------------------------------------------------------------


@router.get(
    f"{_ONE}/parameters", response=list[RegisterParameterOf], summary="Parameters", auth=READ
)
def parameters(request: HttpRequest, register_id: str) -> list[RegisterParameterOf]:
    """Parameters and due times with their defaults, and what is set instead."""
    found = register_of(request, register_id, setting_up=True)
    rows = ParameterOverride.objects.filter(register=register_id, ended_at=None).order_by("id")
    set_: dict[str, list[RegisterSettingOf]] = {}
    for row in rows:
        set_.setdefault(row.name, []).append(RegisterSettingOf.of(row))
    return [
        RegisterParameterOf(
            name=name,
            label=label,
            default=default,
            options=options,
            found_in=source,
            settings=set_.get(name, []),
        )
        for name, label, default, options, source in _settable(found)
    ]


@router.post(
    f"{_ONE}/parameters",
    response={201: RegisterSettingOf},
    summary="Set a parameter",
    auth=RUN_CAMPAIGNS,
)
def set_parameter(
    request: HttpRequest, register_id: str, new: NewSetting
) -> Status[RegisterSettingOf]:
    """From a day on, for all or for one entity; figures are counted anew."""
    register_of(request, register_id, setting_up=True)
    values = (new.name, new.value, new.valid_from, new.entity, new.when, new.why)
    return Status(
        201, RegisterSettingOf.of(SetParameter(register_id, *values).do(person_of(request)))
    )


@router.delete(
    "/register-parameters/{int:setting}",
    response={204: None},
    summary="Take a setting back",
    auth=RUN_CAMPAIGNS,
)
def end_parameter(request: HttpRequest, setting: int) -> Status[None]:
    """It holds no more, on no day."""
    if not ParameterOverride.objects.filter(pk=setting, ended_at=None).exists():
        raise MissingError
    EndParameter(setting).do(person_of(request))
    return Status(204, None)


# -- roles -------------------------------------------------------------------------------------


@router.get(
    "/register-roles", response=Page[RegisterRoleOf], summary="Register roles", auth=MANAGE_ACCOUNTS
)
def roles(request: HttpRequest, which: Which, role: str = "") -> Page[RegisterRoleOf]:
    """Those that hold today, of people whose accounts the person keeps."""
    kept = keeping(person_of(request)).people()
    found = grants_on(timezone.now().date()).filter(user__in=kept)
    rows, more = piece_of(found.filter(role=role) if role else found, which)
    return Page[RegisterRoleOf](items=[RegisterRoleOf.of(row) for row in rows], next=more)


@router.post(
    "/register-roles",
    response={201: RegisterRoleOf},
    summary="Give a register role",
    auth=MANAGE_ACCOUNTS,
)
def give(request: HttpRequest, new: NewRegisterRole) -> Status[RegisterRoleOf]:
    """From a day on; to anybody but oneself."""
    _kept(request, new.person)
    span = Span(new.valid_from or timezone.now().date(), new.valid_to)
    made = GrantRegisterRole(new.person, new.role, span, new.unit).do(person_of(request))
    return Status(201, RegisterRoleOf.of(made))


@router.delete(
    "/register-roles/{int:role}",
    response={204: None},
    summary="End a register role today",
    auth=MANAGE_ACCOUNTS,
)
def end_role(request: HttpRequest, role: int) -> Status[None]:
    """It holds no more from today on."""
    grant = RoleGrant.objects.filter(pk=role).first()
    if grant is None:
        raise MissingError
    _kept(request, grant.user_id)
    EndRegisterRole(role, timezone.now().date()).do(person_of(request))
    return Status(204, None)


@router.put(
    "/people/{int:person}/worker",
    response={204: None},
    summary="Say which worker a person is",
    auth=MANAGE_ACCOUNTS,
)
def link(request: HttpRequest, person: int, worker: Worker) -> Status[None]:
    """Who is a subject under one name is kept away under the other."""
    _kept(request, person)
    LinkAccount(person, worker.worker).do(person_of(request))
    return Status(204, None)


@router.put(
    "/register-superiors",
    response={204: None},
    summary="Say to whom a person reports",
    auth=MANAGE_ACCOUNTS,
)
def reports_to(request: HttpRequest, line: Reports) -> Status[None]:
    """Superiors of subjects are kept away from sealed entries."""
    SetSuperior(line.person, line.superior).do(person_of(request))
    return Status(204, None)


@router.post(
    "/people/{int:person}/hand-over-entries",
    response=LeftOf,
    summary="Hand entries over",
    auth=READ,
)
def hand_over(request: HttpRequest, person: int, to: Follower) -> LeftOf:
    """What is open in a person's name; by who keeps accounts, or by the person.

    Answers what did not pass: sealed cases, and what the successor may not handle.
    """
    by = person_of(request)
    own = by.user.pk == person
    if not own:
        _kept(request, person)
    left = HandOverEntries(person, to.successor).do(by)
    return LeftOf(entries=list(left))


# -- views -------------------------------------------------------------------------------------


@router.get(f"{_ONE}/views", response=list[RegisterViewOf], summary="Saved views", auth=READ)
def views(request: HttpRequest, register_id: str) -> list[RegisterViewOf]:
    """One's own, and those that others share."""
    register_of(request, register_id)
    user = person_of(request).user
    found = SavedView.objects.filter(Q(owner=user) | Q(shared=True), register=register_id)
    return [RegisterViewOf.of(row, user.pk) for row in found]


@router.post(f"{_ONE}/views", response={201: RegisterViewOf}, summary="Save a view", auth=READ)
def save(request: HttpRequest, register_id: str, new: NewRegisterView) -> Status[RegisterViewOf]:
    """One's own of the same name is replaced."""
    register_of(request, register_id)
    person = person_of(request)
    action = SaveView(register_id, new.name, new.filter, tuple(new.columns), new.order, new.shared)
    return Status(201, RegisterViewOf.of(action.do(person), person.user.pk))


@router.delete(
    "/register-views/{int:view}", response={204: None}, summary="Forget a view", auth=READ
)
def forget(request: HttpRequest, view: int) -> Status[None]:
    """One's own."""
    person = person_of(request)
    if not SavedView.objects.filter(pk=view, owner=person.user).exists():
        raise MissingError
    DropView(view).do(person)
    return Status(204, None)


def _short(person: Person, definition: Definition) -> dict[str, Any]:
    return {
        "id": definition.id,
        "version": definition.version,
        "title": said(definition.title),
        "purpose": said(definition.purpose),
        "domain": definition.domain,
        "access": definition.access.level,
        "creates": may_create(person, definition),
    }


def _file_of(register_id: str) -> str:
    for folder in (Path(settings.WORKSPACE) / FOLDER, BUILT_IN):
        path = folder / f"{register_id}.yaml"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


def _settable(definition: Definition) -> list[tuple[str, str, str, dict[str, str], str]]:
    """What can be set: name, label, default, options, the report that has it."""
    found = [
        (
            each.name,
            said(each.label),
            written(each.value),
            {word: said(label) for word, label in each.options.items()},
            each.found_in,
        )
        for each in definition.params.values()
    ]
    steps = [each for each in definition.transitions if each.due is not None]
    found += [
        (f"due.{each.key}", said(definition.step_label(each)), str(each.due), {}, "")
        for each in steps
    ]
    clocks = definition.clocks.values()
    found += [(f"due.{each.name}", said(each.label), str(each.due), {}, "") for each in clocks]
    return found


def _kept(request: HttpRequest, number: int) -> None:
    """Whoever does not keep the account learns nothing of it."""
    if not keeping(person_of(request)).people().filter(pk=number).exists():
        raise MissingError
