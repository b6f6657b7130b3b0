from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}

WHO = {
    "inventory": (200, READERS, READERS),
    "inventory/explore": (200, READERS, READERS),
    "inventory/line/0/0": (404, READERS, READERS),
    "inventory/scope-3": (200, READERS, READERS),
    "inventory/iso-14064-1": (200, READERS, READERS),
    "inventory/sources": (200, READERS, READERS),
    "inventory/balances": (200, READERS, READERS),
    "inventory/factors": (200, READERS, READERS),
    "inventory/factor": (404, READERS, READERS),
    "inventory/unresolved": (200, READERS, READERS),
    "inventory/compare": (200, READERS, READERS),
    "inventory/restate": (200, READERS, READERS),
    "inventory/uncertainty": (200, READERS, READERS),
    "inventory/statements/0": (404, READERS, READERS),
    "inventory/echarts.js": (200, set(Role), set(Role)),
}
