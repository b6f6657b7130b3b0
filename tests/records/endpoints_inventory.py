from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}

#: the workspace of these tests has no inventory
ENDPOINTS = {
    ("GET", "inventory?unit=cells"): (None, 404, READERS, READERS),
    ("GET", "inventory/parts?unit=cells"): (None, 404, READERS, READERS),
    ("GET", "inventory/lines?unit=cells"): (None, 404, READERS, READERS),
    ("GET", "inventory/unresolved?unit=cells"): (None, 404, READERS, READERS),
    ("GET", "inventory/uncertainty?unit=cells"): (None, 404, READERS, READERS),
    ("POST", "inventory/draws"): ({"unit": "cells", "year": 2023}, 404, READERS, READERS),
    ("GET", "inventory/statements/0"): (None, 404, READERS, READERS),
    ("GET", "inventory/runs"): (None, 200, READERS, READERS),
}

#: changes, in test_inventory_statements.py
ELSEWHERE = {
    ("POST", "inventory/statements/0"),
    ("POST", "inventory/statements/0/restore"),
}
