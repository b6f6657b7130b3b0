from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
ENTERING = {Role.ESG_MANAGER, Role.DATA_OWNER}

WHO = {
    "meters": (200, READERS, READERS),
    "meters/new": (200, ENTERING, ENTERING),
    "meters/0": (404, READERS, READERS),
    "meters.csv": (200, READERS, READERS),
    "meters/true-ups": (200, ENTERING, ENTERING),
    "meters/0/change": (404, ENTERING, ENTERING),
    "meters/0/replace": (404, ENTERING, ENTERING),
    **{
        f"meters/0/{verb}": (405, ENTERING, ENTERING)
        for verb in ("read", "withdraw", "count", "estimate", "true-up")
    },
}
