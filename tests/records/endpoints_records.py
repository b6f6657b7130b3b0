"""Who may ask the endpoints of figures, evidence, people and chats: as `test_api.ENDPOINTS`."""

from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
ENTERING = {Role.ESG_MANAGER, Role.DATA_OWNER}
MANAGERS = {Role.ESG_MANAGER}
KEEPERS = {Role.ADMINISTRATOR}
CHAT = {"name": "N", "format": "slack", "address": "http://example.org/hook"}
OUT = {"metric": "water.withdrawal", "unit": "hefei", "outside": True, "reason": "leased"}

_READ = (None, 404, READERS, READERS)
_KEEP = (None, 404, KEEPERS, KEEPERS)

ENDPOINTS: dict[tuple[str, str], tuple[object, int, set[Role], set[Role]]] = {
    ("GET", "me/tokens"): (None, 200, set(Role), set(Role)),
    ("DELETE", "me/tokens/0"): (None, 404, set(Role), set(Role)),
    ("GET", "me/telling"): (None, 200, set(Role), set(Role)),
    ("PUT", "me/telling"): ({"email": False}, 200, set(Role), set(Role)),
    ("GET", "organisation.csv"): (None, 200, READERS, READERS),
    ("GET", "people/0"): _KEEP,
    ("POST", "people/0/invite"): _KEEP,
    ("POST", "people/0/forget"): _KEEP,
    ("GET", "campaigns/0/boundaries"): _READ,
    ("POST", "campaigns/0/boundaries"): (OUT, 404, MANAGERS, MANAGERS),
    ("GET", "cells/0"): _READ,
    ("GET", "cells/0/versions"): _READ,
    ("GET", "requests/0/history"): _READ,
    ("GET", "requests/0/template.xlsx"): _READ,
    ("GET", "tasks?turn=enter"): (None, 200, READERS, READERS),
    ("GET", "duties?month=2024-01-01"): (None, 200, READERS, READERS),
    ("GET", "evidence/0"): _READ,
    ("PUT", "evidence/0"): ({"title": "T", "kind": "other"}, 404, ENTERING, ENTERING),
    ("DELETE", "evidence/0"): (None, 404, MANAGERS, MANAGERS),
    ("GET", "evidence/0/revisions"): _READ,
    ("GET", "evidence/0/uses"): _READ,
    ("GET", "chats"): (None, 200, KEEPERS, set()),
    ("POST", "chats"): (CHAT, 400, KEEPERS, set()),
    ("POST", "chats/0/try"): (None, 404, KEEPERS, set()),
    ("DELETE", "chats/0"): (None, 404, KEEPERS, set()),
}
#: tried by tests of their own: they take a file
ELSEWHERE = {("POST", "evidence/0/revisions"), ("POST", "requests/0/template.xlsx")}
