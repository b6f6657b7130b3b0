"""Who may ask the endpoints of figures, evidence, people and chats: as `test_api.ENDPOINTS`."""

from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
ENTERING = {Role.ESG_MANAGER, Role.DATA_OWNER}
MANAGERS = {Role.ESG_MANAGER}
KEEPERS = {Role.ADMINISTRATOR}
CHAT = {"name": "N", "format": "slack", "address": "http://example.org/hook"}
OUT = {"metric": "water.withdrawal", "unit": "hefei", "outside": True, "reason": "leased"}

CHANGERS = {Role.ADMINISTRATOR, Role.ESG_MANAGER}
RULE = {"unit": "cells", "metric": "no.such", "reports": True, "valid_from": "2024-01-01"}
YEAR = {"first_month": 4, "day": "2024-04-01"}

_READ = (None, 404, READERS, READERS)
_KEEP = (None, 404, KEEPERS, KEEPERS)

ENDPOINTS: dict[tuple[str, str], tuple[object, int, set[Role], set[Role]]] = {
    ("GET", "me/tokens"): (None, 200, set(Role), set(Role)),
    ("DELETE", "me/tokens/0"): (None, 404, set(Role), set(Role)),
    ("GET", "me/telling"): (None, 200, set(Role), set(Role)),
    ("PUT", "me/telling"): ({"email": False}, 200, set(Role), set(Role)),
    ("POST", "me/feed"): ({"on": False}, 200, set(Role), set(Role)),
    ("GET", "organisation/reporting"): (None, 200, READERS, READERS),
    ("POST", "organisation/reporting"): (RULE, 400, CHANGERS, CHANGERS),
    ("DELETE", "organisation/reporting/0"): (None, 404, CHANGERS, CHANGERS),
    ("GET", "organisation/units/cells/fiscal-years"): (None, 200, READERS, READERS),
    ("PUT", "organisation/units/cells/fiscal-years"): (YEAR, 200, CHANGERS, CHANGERS),
    ("GET", "organisation/whole.xlsx"): (None, 200, KEEPERS, set()),
    ("GET", "organisation.csv"): (None, 200, READERS, READERS),
    ("GET", "people/0"): _KEEP,
    ("POST", "people/0/invite"): _KEEP,
    ("POST", "people/0/forget"): _KEEP,
    ("POST", "people/0/reset"): _KEEP,
    ("GET", "campaigns/0/boundaries"): _READ,
    ("POST", "campaigns/0/boundaries"): (OUT, 404, MANAGERS, MANAGERS),
    ("POST", "campaigns/0/units"): ({"units": ["hefei"]}, 404, MANAGERS, MANAGERS),
    ("POST", "campaigns/0/due"): ({"due": "2024-02-01"}, 404, MANAGERS, MANAGERS),
    ("POST", "campaigns/0/close"): (None, 404, MANAGERS, MANAGERS),
    ("POST", "campaigns/0/reopen"): ({"reason": "x"}, 404, MANAGERS, MANAGERS),
    ("GET", "templates/0"): _READ,
    ("GET", "templates/0/versions"): _READ,
    ("PUT", "templates/0"): ({"text": ""}, 400, MANAGERS, set()),
    ("DELETE", "templates/0"): (None, 400, MANAGERS, set()),
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
ELSEWHERE = {
    ("POST", "evidence/0/revisions"),
    ("POST", "requests/0/template.xlsx"),
    ("POST", "organisation/whole.xlsx"),
}
