from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
MANAGERS = {Role.ESG_MANAGER}
AUDITED = {"unit": "cells", "period": "2023", "metric": "water.use", "value": "1", "source": "x"}

ENDPOINTS = {
    ("GET", "overview?unit=cells"): (None, 200, READERS, READERS),
    ("GET", "figures/0/0/0"): (None, 404, READERS, READERS),
    ("GET", "findings?unit=cells"): (None, 200, READERS, READERS),
    ("GET", "audited?unit=cells&period=2023"): (None, 200, READERS, READERS),
    ("POST", "audited"): (AUDITED, 400, MANAGERS, MANAGERS),
    ("GET", "drafts"): (None, 200, READERS, READERS),
    ("POST", "drafts"): ({"name": ""}, 400, MANAGERS, set()),
    ("GET", "drafts/0/changes?unit=cells&period=2023"): (None, 404, READERS, READERS),
}
