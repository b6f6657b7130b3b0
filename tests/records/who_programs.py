from __future__ import annotations

from crossfoot.records.roles import Role

WHO = {
    "account/tokens": (200, set(Role), set(Role)),
    "account/tokens/0/end": (405, set(Role), set(Role)),
    "api/docs": (200, set(Role), set(Role)),
}
