"""Write the models and areas of the typed client from the API's description, or check them.

python tools/api_client.py            write src/crossfoot/client/models and areas
python tools/api_client.py --check    exit 1 where a file is stale
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from itertools import chain
from pathlib import Path
from textwrap import wrap
from typing import Any

ROOT = Path(__file__).parent.parent
CLIENT = ROOT / "src" / "crossfoot" / "client"
MADE = "Made by `tools/api_client.py` from the description of the API; change that, not this file."

Schema = Mapping[str, Any]

_IN = " " * 8
_REF = "#/components/schemas/"
_PIECE = re.compile(r"Page_(\w+)_")
_SIMPLE = {"integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_FORMATS = {"date": "date", "date-time": "datetime", "decimal": "Decimal"}
_VERBS = {"get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE"}


def description() -> dict[str, Any]:
    """The OpenAPI document, as the server gives it."""
    import json

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crossfoot.settings")
    os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from crossfoot.api.service import api

    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return found


#: names of all components, while files are made
_COMPONENTS: set[str] = set()


# -- names and types ---------------------------------------------------------------------------


def model_name(component: str) -> str:
    """What a component is called in the client: `BatchOf` is a `Batch`, unless that is another."""
    short = component.removesuffix("Of")
    return component if not short or short in _COMPONENTS else short


def hint(schema: Schema) -> str:
    """A schema as a type of Python."""
    if "$ref" in schema:
        return model_name(schema["$ref"].removeprefix(_REF))
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(hint(each) for each in schema[several]))
    if "const" in schema or "enum" in schema:
        values = schema.get("enum") or [schema["const"]]
        return f"Literal[{', '.join(map(repr, values))}]"
    kind = schema.get("type")
    if kind == "array":
        return f"tuple[{hint(schema.get('items', {}))}, ...]"
    if kind == "object":
        inner = schema.get("additionalProperties")
        keys = hint(schema.get("propertyNames", {"type": "string"}))
        return f"Mapping[{keys}, {hint(inner) if isinstance(inner, Mapping) else 'Any'}]"
    if kind == "string":
        return _FORMATS.get(schema.get("format", ""), "str")
    return _SIMPLE.get(str(kind), "Any")


def taken(schema: Schema) -> str:
    """The same for what a caller gives: any sequence will do."""
    return re.sub(r"tuple\[(.*), \.\.\.\]", r"Sequence[\1]", hint(schema))


def refs(schema: object) -> Iterator[str]:
    """The components that a schema names."""
    if isinstance(schema, Mapping):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(_REF)
        for each in schema.values():
            yield from refs(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from refs(each)


# -- operations --------------------------------------------------------------------------------


@dataclass
class Operation:
    """One endpoint as a method."""

    area: str
    name: str
    verb: str
    path: str
    said: str
    query: dict[str, tuple[str, Any]] = field(default_factory=dict)
    in_path: dict[str, str] = field(default_factory=dict)
    body: dict[str, tuple[str, Any]] = field(default_factory=dict)
    has_file: bool = False
    answer: str = ""
    kind: str = "do"
    needs: set[str] = field(default_factory=set)


_NOTHING = object()


def operation(path: str, verb: str, said: Schema, schemas: Mapping[str, Schema]) -> Operation:
    """One endpoint, from its description."""
    area, _, function = said["operationId"].partition("_endpoints_")[2].partition("_")
    made = Operation(area, function, _VERBS[verb], path.removeprefix("/api/v1/"), _doc(said))
    _answer(made, said, schemas)
    for each in said.get("parameters", ()):
        value = each["schema"]
        if each["in"] == "path":
            made.in_path[each["name"]] = hint(value)
        else:
            required = _NOTHING if each["required"] else value.get("default")
            made.query[each["name"]] = (taken(value), required)
        made.needs |= set(refs(value))
    _body(made, said, schemas)
    if function == area or function == "listed":
        made.name = "all" if made.kind in ("each", "list") else "get"
    elif function == "one":
        made.name = "get"
    return made


def _answer(made: Operation, said: Schema, schemas: Mapping[str, Schema]) -> None:
    (status,) = [each for each in said["responses"] if each.startswith("2")]
    content = said["responses"][status].get("content", {})
    if "application/octet-stream" in content:
        made.kind, made.answer = "fetch", "Path"
    elif "application/json" in content:
        answer = content["application/json"]["schema"]
        piece = _PIECE.fullmatch(answer.get("$ref", "").removeprefix(_REF))
        if piece:
            items = schemas[f"Page_{piece[1]}_"]["properties"]["items"]["items"]
            made.kind, made.answer = "each", hint(items)
            made.needs |= set(refs(items))
        elif answer.get("type") == "array":
            made.kind, made.answer = "list", hint(answer["items"])
            made.needs |= set(refs(answer))
        else:
            made.kind, made.answer = "ask", hint(answer)
            made.needs |= set(refs(answer))


def _body(made: Operation, said: Schema, schemas: Mapping[str, Schema]) -> None:
    content = said.get("requestBody", {}).get("content", {})
    for media, each in content.items():
        schema = each["schema"]
        if "$ref" in schema:
            schema = schemas[schema["$ref"].removeprefix(_REF)]
        required = set(schema.get("required", ()))
        properties = schema["properties"]
        if media == "multipart/form-data":
            made.has_file, made.kind = True, "send"
            properties = {name: value for name, value in properties.items() if name != "file"}
        for name, value in properties.items():
            default = _NOTHING if name in required else value.get("default")
            made.body[name] = (taken(value), default)
            made.needs |= set(refs(value))


def _doc(said: Schema) -> str:
    summary = said["summary"]
    more = cleandoc(said.get("description", ""))
    return f"{summary}.\n\n{more}" if more else f"{summary}."


# -- writing -----------------------------------------------------------------------------------


def method(made: Operation) -> str:
    """The source of an operation."""
    paths = [f"{name}: {kind}" for name, kind in made.in_path.items() if name not in made.body]
    first = ["self", *paths]
    if made.has_file:
        first.append("file: Path | str")
    if made.kind == "fetch":
        first.append("to: Path | str")
    query = {name: each for name, each in made.query.items() if name not in ("after", "limit")}
    named = [*query.items(), *made.body.items()]
    named.sort(key=lambda each: each[1][1] is not _NOTHING)
    rest = [_argument(name, kind, default) for name, (kind, default) in named]
    if made.kind == "each":
        rest.append("limit: int = 500")
    if made.kind in ("fetch", "send"):
        rest.append("progress: Progress | None = None")
    arguments = ", ".join([*first, "*", *rest] if rest else first)
    result = {"each": f"Iterator[{made.answer}]", "list": f"tuple[{made.answer}, ...]"}.get(
        made.kind, made.answer or "None"
    )
    doc = "\n        ".join(chain.from_iterable(map(_lines, made.said.splitlines()))).replace(
        "\n        \n", "\n\n"
    )
    close = '"""' if "\n" not in made.said else '\n        """'
    return (
        f"    def {made.name}({arguments}) -> {result}:\n"
        f'        """{doc}{close}\n'
        f"        {_call(made, query)}\n"
    )


def _lines(text: str) -> list[str]:
    """A line of a docstring, as several where it is too long."""
    return wrap(text, 100 - len(_IN)) or [""]


def _argument(name: str, kind: str, default: Any) -> str:
    if default is _NOTHING:
        return f"{name}: {kind}"
    if isinstance(default, str) and kind == "Decimal":
        return f"{name}: {kind} = Decimal({default!r})"
    if default is None and "None" not in kind.split(" | "):
        kind = f"{kind} | None"
    return f"{name}: {kind} = {default!r}"


def _call(made: Operation, query: Mapping[str, Any]) -> str:
    path = re.sub(
        r"{(\w+)}",
        lambda found: (
            f"{{{found[1]}}}" if made.in_path[found[1]] == "int" else f"{{part({found[1]})}}"
        ),
        made.path,
    )
    at = f"f{path!r}" if "{" in path else repr(path)
    asked = f"{{{', '.join(f'{name!r}: {name}' for name in query)}}}"
    body = f"{{{', '.join(f'{name!r}: {name}' for name in made.body)}}}"
    more = ""
    if query:
        more += f", {asked}"
    if made.body:
        more += f", body={body}"
    return {
        "do": f"self._do({made.verb!r}, {at}{more})",
        "ask": f"return self._ask({made.answer}, {made.verb!r}, {at}{more})",
        "list": f"return self._list({made.answer}, {made.verb!r}, {at}{more})",
        "each": f"return self._each({made.answer}, {at}, {asked}, limit)",
        "send": f"return self._send({made.answer}, {at}, file, {body}, progress)",
        "fetch": f"return self._fetch({at}, to, {asked}, progress)",
    }[made.kind]


def model(component: str, schema: Schema) -> str:
    """The source of a component."""
    name = model_name(component)
    if "enum" in schema:
        said = f"#: {' '.join(schema.get('description', '').split())}\n"
        return f"{said}{name} = {hint({'enum': schema['enum']})}\n"
    required = set(schema.get("required", ()))
    lines: list[str] = []
    attributes: list[list[str]] = []
    ordered = sorted(schema["properties"].items(), key=lambda each: each[0] not in required)
    for key, value in ordered:
        default = value.get("default")
        given = (
            ""
            if key in required
            else f" = Decimal({default!r})"
            if hint(value) == "Decimal"
            else f" = {default!r}"
        )
        kind = hint(value)
        if given == " = None" and "None" not in kind:
            kind = f"{kind} | None"
        lines.append(f"    {key}: {kind}{given}")
        if "description" in value:
            text = f"{key}: {' '.join(value['description'].split())}"
            attributes.append(wrap(text, 100, initial_indent=_IN, subsequent_indent=f"{_IN}    "))
    said = "\n    ".join(cleandoc(schema.get("description", f"{name}.")).splitlines())
    if attributes:
        said += "\n\n    Attributes:\n" + "\n".join(chain.from_iterable(attributes)) + "\n    "
    elif "\n" in said:
        said += "\n    "
    body = "\n".join(lines)
    return f'@dataclass(frozen=True, slots=True)\nclass {name}:\n    """{said}"""\n\n{body}\n'


def files(spec: Mapping[str, Any]) -> dict[Path, str]:
    """All files of the client that are made, with their source."""
    schemas = spec["components"]["schemas"]
    _COMPONENTS.clear()
    _COMPONENTS.update(schemas)
    made = [
        operation(path, verb, said, schemas)
        for path, verbs in spec["paths"].items()
        for verb, said in verbs.items()
    ]
    areas: dict[str, list[Operation]] = {}
    for each in made:
        areas.setdefault(each.area, []).append(each)
    homes = _homes(areas, schemas)
    names = Counter(map(model_name, homes))
    if twice := [name for name, count in names.items() if count > 1]:
        sys.exit(f"two components would be called {', '.join(twice)}")
    found: dict[Path, str] = {}
    for home in sorted(set(homes.values())):
        own = [name for name in _ordered(schemas) if homes.get(name) == home]
        needed = {ref for name in own for ref in refs(schemas[name])} - set(own)
        found[CLIENT / "models" / f"{home}.py"] = _module(
            f"What the API says: {home.replace('_', ' ')}.",
            (model(name, schemas[name]) for name in own),
            needed,
            homes,
        )
    for area, operations in areas.items():
        title = area.replace("_", " ").capitalize()
        head = f'class {_class(area)}(Area):\n    """{title}."""\n\n'
        needed = set().union(*(each.needs for each in operations))
        source = head + "\n".join(method(each) for each in operations)
        found[CLIENT / "areas" / f"{area}.py"] = _module(
            f"{title}, by a program.", [source], needed, homes
        )
    found[CLIENT / "areas" / "__init__.py"] = _index(areas)
    found[CLIENT / "models" / "__init__.py"] = _all_models(homes)
    return {path: _formatted(path, text) for path, text in found.items()}


def _homes(areas: Mapping[str, list[Operation]], schemas: Mapping[str, Schema]) -> dict[str, str]:
    """The module of each component: of its area, or shared where several need it."""
    users: dict[str, set[str]] = {}
    for area, operations in areas.items():
        left = list(set().union(*(each.needs for each in operations)))
        seen: set[str] = set()
        while left:
            name = left.pop()
            if name not in seen:
                seen.add(name)
                users.setdefault(name, set()).add(area)
                left += refs(schemas[name])
    return {name: min(found) if len(found) == 1 else "shared" for name, found in users.items()}


def _ordered(schemas: Mapping[str, Schema]) -> list[str]:
    """Names of components, what others are made of first."""
    found: list[str] = []
    begun: set[str] = set()  # a thing may be made of things of its own kind

    def add(name: str) -> None:
        if name not in begun:
            begun.add(name)
            for each in refs(schemas[name]):
                add(each)
            found.append(name)

    for name in schemas:
        add(name)
    return found


def _module(
    title: str, parts: Iterable[str], needed: Iterable[str], homes: Mapping[str, str]
) -> str:
    imports: dict[str, list[str]] = {}
    for name in needed:
        imports.setdefault(homes[name], []).append(model_name(name))
    lines = [
        "from collections.abc import Iterator, Mapping, Sequence",
        "from dataclasses import dataclass",
        "from datetime import date, datetime",
        "from decimal import Decimal",
        "from pathlib import Path",
        "from typing import Any, Literal",
        "from crossfoot.client.area import Area, part",
        "from crossfoot.client.transport import Progress",
    ]
    lines += [
        f"from crossfoot.client.models.{home} import {', '.join(sorted(names))}"
        for home, names in sorted(imports.items())
    ]
    head = _package(title) + "\n" + "\n".join(lines)
    return head + "\n\n\n" + "\n\n".join(parts)


def _all_models(homes: Mapping[str, str]) -> str:
    imports: dict[str, list[str]] = {}
    for component, home in homes.items():
        imports.setdefault(home, []).append(model_name(component))
    lines = [
        f"from crossfoot.client.models.{home} import {', '.join(sorted(names))}"
        for home, names in sorted(imports.items())
    ]
    names = sorted(map(model_name, homes))
    head = _package("What the API takes and gives.")
    return head + "\n" + "\n".join(lines) + f"\n\n__all__ = {names!r}\n"


def _package(title: str) -> str:
    return f'"""{title}\n\n{MADE}\n"""\n\nfrom __future__ import annotations\n'


def _index(areas: Iterable[str]) -> str:
    names = list(areas)
    lines = [f"from crossfoot.client.areas.{area} import {_class(area)}" for area in names]
    made = [f"        self.{area} = {_class(area)}(transport)" for area in names]
    return (
        _package("The areas of the API.")
        + "\n"
        + "\n".join([*lines, "from crossfoot.client.transport import Transport"])
        + '\n\n\nclass Areas:\n    """All of them, each under its name."""\n\n'
        + "    def __init__(self, transport: Transport) -> None:\n"
        + "\n".join(made)
        + "\n"
    )


def _class(area: str) -> str:
    return "".join(word.capitalize() for word in area.split("_")) + "Area"


def _formatted(path: Path, text: str) -> str:
    """The source as the formatter has it, without imports that nothing uses."""
    ruff = [str(Path(sys.executable).parent / "ruff")]
    name = ["--stdin-filename", str(path), "-"]
    for command in (
        ["check", "--quiet", "--fix-only", "--select", "I,F401,W291,W293"],
        ["format", "--quiet"],
    ):
        done = subprocess.run(
            [*ruff, *command, *name], input=text, capture_output=True, text=True, cwd=ROOT
        )
        if done.returncode:
            sys.exit(f"{path}: {done.stderr}")
        text = done.stdout
    return text


def stale(found: Mapping[Path, str]) -> list[Path]:
    """Files that differ from what they should be, or that nothing makes any more."""
    there = {path for folder in ("models", "areas") for path in (CLIENT / folder).glob("*.py")}
    differing = [
        path
        for path, text in found.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    return sorted({*differing, *(there - set(found))})


def main() -> None:
    """Write, or check."""
    found = files(description())
    old = stale(found)
    if "--check" in sys.argv:
        for path in old:
            print(f"{path.relative_to(ROOT)} is stale: run tools/api_client.py")
        sys.exit(1 if old else 0)
    for path in old:
        if path in found:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found[path], encoding="utf-8")
        else:
            path.unlink()
    print(f"{len(found)} files, {len(old)} written")


if __name__ == "__main__":
    main()
