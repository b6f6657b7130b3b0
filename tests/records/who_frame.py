from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
JOURNAL = {Role.ADMINISTRATOR, Role.ESG_MANAGER, Role.ASSURER}

WHO = {
    "": (302, set(Role), set(Role)),
    "account": (200, set(Role), set(Role)),
    "account/password": (405, set(Role), set(Role)),
    "account/codes": (405, set(Role), set(Role)),
    "account/sessions/end": (405, set(Role), set(Role)),
    "account/provider": (405, set(Role), set(Role)),
    "account/provider/unlink": (405, set(Role), set(Role)),
    "account/sessions/0/end": (405, set(Role), set(Role)),
    "sign-out": (405, set(Role), set(Role)),
    "organisation": (200, READERS, READERS),
    "organisation.csv": (200, READERS, READERS),
    "journal": (200, JOURNAL, set()),
}
PUBLIC = {
    "sign-in": 200,
    # no provider is set up
    "sign-in/provider": 404,
    "sign-in/provider/back": 404,
    "sign-in/provider/code": 404,
    "sign-in/provider/out": 404,
    "invitation/0": 404,
    "language": 405,
}
