from __future__ import annotations

from crossfoot.records.roles import Role

KEEPER = {Role.ADMINISTRATOR}

#: nobody has the number 0: a keeper is told that there is no such person, others that they may not
WHO = {
    "people": (200, KEEPER, KEEPER),
    "people/invite": (200, KEEPER, set()),
    "people/0": (404, KEEPER, KEEPER),
    "people/0/roles": (405, KEEPER, KEEPER),
    "people/0/roles/0/end": (405, KEEPER, KEEPER),
    "people/0/hand-over": (405, KEEPER, KEEPER),
    "people/0/invite": (405, KEEPER, set()),
    "people/0/deactivate": (405, KEEPER, set()),
    "people/0/reset": (405, KEEPER, set()),
    "people/0/forget": (405, KEEPER, set()),
}
