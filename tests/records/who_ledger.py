from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
ENTERING = {Role.ESG_MANAGER, Role.DATA_OWNER}

WHO = {
    "jobs": (200, set(Role), set(Role)),
    "jobs/0": (404, set(Role), set(Role)),
    "jobs/0.json": (404, set(Role), set(Role)),
    "jobs/0/stop": (405, set(Role), set(Role)),
    "ledger": (200, READERS, READERS),
    "ledger/send": (200, ENTERING, ENTERING),
    "ledger/0": (404, READERS, READERS),
    "ledger/0/check": (405, ENTERING, ENTERING),
    "ledger/0/import": (405, ENTERING, ENTERING),
    "ledger/0/reverse": (405, ENTERING, ENTERING),
    "ledger/0/drop": (405, ENTERING, ENTERING),
    "ledger/0/rows": (404, READERS, READERS),
    "ledger/0/file": (404, READERS, READERS),
}
