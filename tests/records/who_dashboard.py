from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}

WHO = {
    "dashboard": (200, READERS, READERS),
    "dashboard.csv": (200, READERS, READERS),
    "numbers/state": (200, READERS, READERS),
    "figures/0/0/0": (404, READERS, READERS),
    "gaps": (200, READERS, READERS),
    "changes": (200, READERS, READERS),
    "tie-out": (200, READERS, READERS),
}
