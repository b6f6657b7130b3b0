"""The typed client against the description of the API: every operation, every model."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import parse_qs

import httpx
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.api.service import api
from crossfoot.client import Client, RefusedError
from crossfoot.client.decode import read, written

ROOT = Path(__file__).parents[2]
SPEC: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
SCHEMAS = SPEC["components"]["schemas"]
OPERATIONS = {
    (verb.upper(), path.removeprefix("/api/v1/")): said
    for path, verbs in SPEC["paths"].items()
    for verb, said in verbs.items()
}


def _tool() -> Any:
    found = importlib.util.spec_from_file_location("api_client", ROOT / "tools" / "api_client.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["api_client"] = module  # dataclasses look their module up
    found.loader.exec_module(module)
    return module


TOOL = _tool()
TOOL.files(SPEC)  # so that it knows all names


def test_the_client_is_what_the_description_makes_it() -> None:
    old = TOOL.stale(TOOL.files(SPEC))
    assert [path.name for path in old] == [], "run tools/api_client.py"


# -- operations --------------------------------------------------------------------------------


class Server:
    """Notes what it is asked, and holds it against the description."""

    def __init__(self) -> None:
        self.asked: set[tuple[str, str]] = set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/api/v1/")
        (key,) = [key for key in OPERATIONS if key[0] == request.method and _fits(key[1], path)]
        said = OPERATIONS[key]
        names = {each["name"] for each in said.get("parameters", ()) if each["in"] == "query"}
        assert set(parse_qs(request.url.query.decode())) <= names, key
        body = said.get("requestBody", {}).get("content", {})
        if "application/json" in body:
            _valid(body["application/json"]["schema"], json.loads(request.content))
        elif "multipart/form-data" in body:
            request.read()
            sent = set(re.findall(rb'form-data; name="(\w+)"', request.content))
            properties = body["multipart/form-data"]["schema"]["properties"]
            assert {each.decode() for each in sent} <= set(properties), key
        else:
            assert not request.content, key
        if request.method != "GET":
            assert request.headers["Idempotency-Key"]
        self.asked.add(key)
        return httpx.Response(418)


def _fits(template: str, path: str) -> bool:
    pattern = re.sub(r"\\{\w+\\}", "7", re.escape(template))
    return re.fullmatch(pattern, path) is not None


def _valid(schema: Mapping[str, Any], document: Any) -> None:
    whole = {**schema, "components": SPEC["components"]}
    jsonschema_rs.validator_for(whole).validate(document)


def _calls(client: Client) -> list[tuple[str, Callable[..., Any]]]:
    areas = {name: area for name, area in vars(client).items() if name[0] != "_"}
    return [
        (f"{name}.{method}", bound)
        for name, area in areas.items()
        if hasattr(area, "transport")
        for method, bound in inspect.getmembers(area, inspect.ismethod)
        if method[0] != "_"
    ]


def _arguments(method: Callable[..., Any], file: Path) -> dict[str, Any]:
    hints = get_type_hints(method)
    found: dict[str, Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if name in ("progress", "limit"):
            continue
        if name in ("file", "to"):
            found[name] = file
        elif parameter.kind is parameter.POSITIONAL_OR_KEYWORD:
            found[name] = 7 if hints[name] is int else "7"
        else:
            found[name] = _simple(hints[name])
    return found


def _exhaust(found: Any) -> None:
    """A list is asked for when it is read."""
    if inspect.isgenerator(found):
        list(found)


def _simple(hint: Any) -> Any:
    """The simplest value of a type."""
    plain = {
        int: 7,
        str: "7",
        bool: True,
        date: date(2024, 1, 31),
        Decimal: Decimal("7.50"),
    }
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return inner[0]
    if origin is Sequence:
        return [_simple(inner[0])]
    if origin is Mapping:
        return {"a": _simple(inner[1])}
    if inner:
        return _simple(inner[0])
    if is_dataclass(hint):
        return hint(**{name: _simple(each) for name, each in get_type_hints(hint).items()})
    return "x" if hint is Any else plain[hint]


def test_there_is_a_method_for_each_operation_and_it_asks_as_is_described(tmp_path: Path) -> None:
    server = Server()
    file = tmp_path / "bills.csv"
    file.write_text("site\n")
    with Client("http://here", "t", http=httpx.MockTransport(server)) as client:
        calls = _calls(client)
        for name, method in calls:
            with pytest.raises(RefusedError, match=r"(?i)teapot"):
                _exhaust(method(**_arguments(method, file)))
            assert method.__doc__, name
    assert server.asked == set(OPERATIONS)
    assert len(calls) == len(OPERATIONS)


# -- models ------------------------------------------------------------------------------------


def _models() -> dict[str, type]:
    import pkgutil

    import crossfoot.client.models as package

    found: dict[str, type] = {}
    for each in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{each.name}")
        for name, kind in vars(module).items():
            if inspect.isclass(kind) and kind.__module__ == module.__name__:
                found[name] = kind
    return found


MODELS = {
    component: kind
    for component in SCHEMAS
    if (kind := _models().get(TOOL.model_name(component))) is not None
}


def test_all_models_are_components_and_have_their_fields() -> None:
    assert len(MODELS) == len(_models())
    for component, kind in MODELS.items():
        schema = SCHEMAS[component]
        assert {each.name for each in fields(kind)} == set(schema["properties"]), component


@pytest.mark.parametrize("component", sorted(MODELS))
def test_whatever_the_server_may_say_is_read_and_written_again(component: str) -> None:
    kind, schema = MODELS[component], SCHEMAS[component]

    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(document=_documents(schema))
    def holds(document: dict[str, Any]) -> None:
        _valid(schema, document)
        model = read(kind, document)
        again = written(model)
        _valid(schema, again)
        assert read(kind, again) == model
        assert {name: again[name] for name in document} == _plain(document)

    holds()


def test_an_answer_that_lacks_a_field_or_has_the_wrong_kind_is_no_model() -> None:
    job = {
        "id": 1,
        "kind": "k",
        "subject": "s",
        "label": "",
        "state": "done",
        "ended": True,
        "done": 1,
        "total": 1,
        "message": "",
        "by": "user:1",
        "created_at": "2024-01-31T00:00:00Z",
        "ended_at": None,
    }
    kind = MODELS["JobOf"]
    assert read(kind, {**job, "unknown": 1}) == read(kind, job)
    for wrong in ({"id": "1"}, {"id": True}, {"created_at": "soon"}, {"ended": 1}):
        with pytest.raises(ValueError, match=r"is no|Invalid"):
            read(kind, {**job, **wrong})
    with pytest.raises(ValueError, match="without message"):
        read(kind, {name: value for name, value in job.items() if name != "message"})


def _plain(value: Any) -> Any:
    """Moments as the client writes them; all else as it came."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.replace("Z", "+00:00") if isinstance(value, str) and "T1" in value else value


_DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(str)
_FORMATS = {
    "date": _DAYS,
    "date-time": _DAYS.map(lambda day: f"{day}T10:00:00Z"),
    "decimal": st.decimals(-(10**20), 10**20, places=4, allow_nan=False).map(
        lambda value: f"{value:f}"
    ),
}


@cache
def _named(component: str) -> st.SearchStrategy[Any]:
    """Documents of a component, which may be made of its own kind."""
    return st.deferred(lambda: _documents(SCHEMAS[component]))


def _documents(schema: Any) -> st.SearchStrategy[Any]:
    """Any document that a schema allows, as far as the description uses schemas."""
    if not isinstance(schema, dict):  # anything
        return _WORDS
    if "$ref" in schema:
        return _named(schema["$ref"].rpartition("/")[2])
    for several in ("anyOf", "allOf"):
        if several in schema:
            return st.one_of(*map(_documents, schema[several]))
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "object" if "properties" in schema:
            return st.fixed_dictionaries(
                {name: _documents(value) for name, value in schema["properties"].items()}
            )
        case "object":
            keys = _documents(schema.get("propertyNames", {"type": "string"}))
            return st.dictionaries(keys, _documents(schema["additionalProperties"]), max_size=3)
        case "array":
            return st.lists(_documents(schema["items"]), max_size=3)
        case "integer":
            return st.integers(schema.get("minimum", -(2**53)), 2**53)
        case "number":
            return st.floats(allow_nan=False, allow_infinity=False)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
    return _FORMATS.get(schema.get("format", ""), _WORDS)


_WORDS = st.text('aé中 -/"', max_size=8)
