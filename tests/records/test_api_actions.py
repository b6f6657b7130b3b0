"""What a page can do, a program can do: every action has an endpoint, every endpoint a scope."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from importlib.util import find_spec

import crossfoot.api.endpoints
import crossfoot.records
from crossfoot.api.service import api
from crossfoot.records.actions import Action
from crossfoot.records.ledger import meter_rows
from crossfoot.records.roles import Duty

#: actions without an endpoint, and why
WITHOUT = {
    "AcceptInvitation": "sign-in: whoever accepts has no token yet",
    "ChangePassword": "sign-in: a token changes no password",
    "TurnCodesOn": "sign-in",
    "TurnCodesOff": "sign-in",
    "EndSession": "sign-in: sessions are those of browsers",
    "EndOtherSessions": "sign-in: sessions are those of browsers",
    "SignIn": "sign-in",
    "MakeToken": "a token makes no token",
    "ImportBatch": "the job of AskForImport does it",
    **dict.fromkeys(
        ("AskForEntries", "SendEntries", "DropEntries"),
        "the page's way in several steps: a program sends the file at once (ImportEntries)",
    ),
    "RunReminders": "the program's own timer does it",
    "TakeOverImport": "what a crash left is finished by the server itself",
    "TakeOverReversal": "what a crash left is finished by the server itself",
    "OpenDuty": "the program's own timer does it",
    "RunClock": "the program's own timer does it",
    "WarnOf": "the program's own timer does it",
    **dict.fromkeys(
        (
            *("RegisterPurpose", "ReadEntry", "ReadIdentity", "GiveAccess", "EndAccess", "PassOn"),
            *("DeclareConflict", "Appoint", "KeepConfidential", "WriteToReporter", "ForgetEntry"),
        ),
        "sealed entries: a program says for no purpose why it reads, so it reads and moves none",
    ),
    **dict.fromkeys(
        ("FileReport", "AnswerReport"),
        "the public form: who reports needs no account, and no token tells who it was",
    ),
}

#: modules whose actions have none: signing in by a provider; an area whose endpoints are to come
APART = ("crossfoot.records.accounts.oidc.",) + (
    () if find_spec("crossfoot.api.endpoints.assurance") else ("crossfoot.records.assurance.",)
)

#: operations that any token may ask for: one's own account, what the action itself looks at
ANY = ("me_", "notices_", "jobs_")


def _modules(package) -> list:
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [
        importlib.import_module(each.name)
        for each in found
        if ".migrations" not in each.name and not each.name.endswith("__main__")
    ]


def _actions() -> set[str]:
    _modules(crossfoot.records)
    found, left = set(), [Action]
    while left:
        kinds = [each for each in left.pop().__subclasses__() if each not in found]
        found |= set(kinds)
        left += kinds
    return {
        each.__name__
        for each in found
        if each.__module__.startswith("crossfoot.") and not each.__module__.startswith(APART)
    }


def _named(module) -> set[str]:
    tree = ast.parse(inspect.getsource(module))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_every_action_has_an_endpoint_or_a_reason_for_none() -> None:
    named: set[str] = set().union(*map(_named, _modules(crossfoot.api.endpoints)))
    actions = _actions()
    assert len(actions) > 40
    missing = {name for name in actions if name not in named and name not in WITHOUT}
    assert missing == set(), sorted(missing)
    assert {name for name in WITHOUT if name not in actions or name in named} == set()


def test_what_is_made_of_several_actions_has_an_endpoint_too() -> None:
    composed = {
        name
        for name, each in vars(meter_rows).items()
        if inspect.isfunction(each) and each.__module__ == meter_rows.__name__ and name[0] != "_"
    }
    from crossfoot.api.endpoints import meters

    called = {
        node.attr
        for node in ast.walk(ast.parse(inspect.getsource(meters)))
        if isinstance(node, ast.Attribute)
    }
    assert composed
    assert composed - called == {"settle_estimates"}  # which happens by itself


def test_every_endpoint_names_its_scope_and_how_it_refuses() -> None:
    schema = api.get_openapi_schema()
    assert schema["openapi"].startswith("3.1")
    duties = {duty.value for duty in Duty}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            (security,) = operation["security"]
            name = operation["operationId"].partition("_endpoints_")[2]
            if not name.startswith(ANY):
                assert set(security["Bearer"]) <= duties, (method, path)
                assert security["Bearer"], (method, path)
            assert "4XX" in operation["responses"], (method, path)


def test_the_names_of_operations_are_unique() -> None:
    names = [
        operation["operationId"]
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
    ]
    assert len(names) == len(set(names))


def test_no_two_things_of_the_description_have_one_name() -> None:
    """Components are named by their classes: of two of one name the last would stand for both."""
    from enum import Enum

    from ninja import Schema

    found: dict[str, set[type]] = {}
    for module in _modules(crossfoot.api.endpoints):
        for each in vars(module).values():
            if inspect.isclass(each) and issubclass(each, Schema | Enum):
                found.setdefault(each.__name__, set()).add(each)
    twice = {name: kinds for name, kinds in found.items() if len(kinds) > 1}
    described = set(api.get_openapi_schema()["components"]["schemas"])
    assert {name: kinds for name, kinds in twice.items() if name in described} == {}
