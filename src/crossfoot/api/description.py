"""What the OpenAPI document says beyond what is written from the code: scopes, problems, files."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi import schema as ninja_schema
from ninja.openapi.schema import OpenAPISchema
from ninja.schema import NinjaGenerateJsonSchema

from crossfoot.api.bearer import Bearer
from crossfoot.api.problems import MEDIA

#: `openapi_extra` of endpoints that answer with the bytes of a file
FILE: dict[str, Any] = {
    "responses": {
        200: {
            "content": {"application/octet-stream": {"schema": {"type": "string"}}},
            "description": "The bytes.",
        }
    }
}

_TEXT = {"type": "string"}
_PROBLEM = {
    "title": "Problem",
    "description": "One mistake: what is wrong, where, why, and what to do.",
    "type": "object",
    "properties": {"what": _TEXT, "where": _TEXT, "why": _TEXT, "remedy": _TEXT},
    "required": ["what", "where", "why", "remedy"],
}
_PROBLEMS = {
    "title": "Problems",
    "description": "What went wrong (RFC 9457), in the language of `Accept-Language`.",
    "type": "object",
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "problems": {"type": "array", "items": {"$ref": "#/components/schemas/Problem"}},
    },
    "required": ["type", "title", "status", "problems"],
}
_REFUSED = {
    "description": "Refused; nothing was changed.",
    "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problems"}}},
}


class Described(NinjaGenerateJsonSchema):
    """Numbers are texts of digits, so that no program rounds them on the way."""

    def decimal_schema(self, schema: Any) -> dict[str, Any]:
        """An exact number."""
        return {"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d+)?$"}


ninja_schema.NinjaGenerateJsonSchema = Described  # type: ignore[attr-defined]  # the one it asks


class DescribedAPI(NinjaAPI):
    """The API with a full description of itself, made once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document; each endpoint names its scope and how it refuses."""
        key = repr(sorted(options.items()))
        if key not in self._described:
            self._described[key] = self._describe(**options)
        return self._described[key]

    def _describe(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        scopes = self._scopes()
        for methods in schema["paths"].values():
            for operation in methods.values():
                scope = scopes.get(operation["operationId"], "")
                operation["security"] = [{"Bearer": [scope] if scope else []}]
                operation["responses"]["4XX"] = _REFUSED
        schema["components"]["schemas"] |= {"Problem": _PROBLEM, "Problems": _PROBLEMS}
        return schema

    def _scopes(self) -> dict[str, str]:
        """The duty that an operation asks for, by its id."""
        found = {}
        for _, router in self._routers:
            for view in router.path_operations.values():
                for operation in view.operations:
                    name = operation.operation_id or self.get_openapi_operation_id(operation)
                    for auth in operation.auth_callbacks or [router.auth]:
                        if isinstance(auth, Bearer) and auth.scope is not None:
                            found[name] = auth.scope.value
        return found
