from __future__ import annotations

from crossfoot.records.roles import Role

#: everybody who is signed in; whose cases they are is asked there, and of others nothing is said
EVERYBODY = set(Role)

WHO = {
    "cases": (200, EVERYBODY, EVERYBODY),
    "cases/log": (200, EVERYBODY, EVERYBODY),
    "cases/0": (404, EVERYBODY, EVERYBODY),
    "cases/0/purpose": (405, EVERYBODY, EVERYBODY),
    "cases/0/write": (405, EVERYBODY, EVERYBODY),
    "cases/0/keep": (405, EVERYBODY, EVERYBODY),
    "cases/0/files/0": (404, EVERYBODY, EVERYBODY),
    "cases/0/identity": (405, EVERYBODY, EVERYBODY),
    "cases/0/access": (405, EVERYBODY, EVERYBODY),
    "cases/0/access/end": (405, EVERYBODY, EVERYBODY),
    "cases/0/pass": (405, EVERYBODY, EVERYBODY),
    "cases/0/conflict": (405, EVERYBODY, EVERYBODY),
}
PUBLIC = {"report": 200, "report/mailbox": 200, "report/0": 404}
