from __future__ import annotations

from crossfoot.records.roles import Role
from who_frame import READERS

CHANGERS = {Role.ADMINISTRATOR, Role.ESG_MANAGER}

WHO = {
    "organisation/new": (200, CHANGERS, CHANGERS),
    "organisation/import": (200, CHANGERS, set()),
    "organisation/whole": (200, {Role.ADMINISTRATOR}, set()),
    "organisation/whole.xlsx": (200, {Role.ADMINISTRATOR}, set()),
    "organisation/units/0/fiscal": (405, CHANGERS, CHANGERS),
    "organisation/units/0/reporting": (405, CHANGERS, CHANGERS),
    "organisation/units/0/reporting/0/end": (405, CHANGERS, CHANGERS),
    "organisation/units/0": (404, READERS, READERS),
    "organisation/units/0/change": (404, CHANGERS, CHANGERS),
    "organisation/units/0/close": (405, CHANGERS, CHANGERS),
}
