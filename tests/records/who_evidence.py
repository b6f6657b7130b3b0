from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
ENTERING = {Role.ESG_MANAGER, Role.DATA_OWNER}
MANAGING = {Role.ESG_MANAGER}

WHO = {
    "evidence": (200, READERS, READERS),
    "evidence/add": (200, ENTERING, ENTERING),
    "evidence/0": (404, READERS, READERS),
    "evidence/0/revise": (405, ENTERING, ENTERING),
    "evidence/0/describe": (405, ENTERING, ENTERING),
    "evidence/0/attach": (405, ENTERING, ENTERING),
    "evidence/0/detach": (405, ENTERING, ENTERING),
    "evidence/0/delete": (405, MANAGING, MANAGING),
    "evidence/0/file/0": (404, READERS, READERS),
}
