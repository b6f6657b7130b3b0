from __future__ import annotations

from crossfoot.records.roles import Role
from who_frame import READERS

OWNERS = {Role.ESG_MANAGER, Role.DATA_OWNER}

WHO = {
    "requests/0/grid": (404, READERS, READERS),
    "requests/0/template.xlsx": (404, READERS, READERS),
    "requests/0/cells": (405, OWNERS, OWNERS),
    "requests/0/cells/0/evidence": (405, OWNERS, OWNERS),
    "requests/0/upload": (404, OWNERS, OWNERS),
}
