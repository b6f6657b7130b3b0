from __future__ import annotations

from crossfoot.records.roles import Role

#: everybody who is signed in; which registers somebody has to do with is asked in the page
EVERYBODY = set(Role)
SETTING = {Role.ADMINISTRATOR, Role.ESG_MANAGER}
GRANTING = {Role.ADMINISTRATOR}

WHO = {
    "registers": (200, EVERYBODY, EVERYBODY),
    "overdue": (200, EVERYBODY, EVERYBODY),
    "register-roles": (200, GRANTING, GRANTING),
    "register-superiors": (200, SETTING, set()),
    "register-new": (200, SETTING, set()),
    "register-find": (200, EVERYBODY, EVERYBODY),
    "registers/0": (404, EVERYBODY, EVERYBODY),
    "registers/0.xlsx": (404, EVERYBODY, EVERYBODY),
    "registers/0/new": (404, EVERYBODY, EVERYBODY),
    "registers/0/quick": (404, EVERYBODY, EVERYBODY),
    "registers/0/views": (405, EVERYBODY, EVERYBODY),
    "registers/0/bulk": (405, EVERYBODY, EVERYBODY),
    "registers/0/import": (404, EVERYBODY, EVERYBODY),
    "registers/0/import/template.xlsx": (404, EVERYBODY, EVERYBODY),
    "registers/0/imports/0": (404, EVERYBODY, EVERYBODY),
    "registers/0/board": (404, EVERYBODY, EVERYBODY),
    "registers/0/calendar": (404, EVERYBODY, EVERYBODY),
    "registers/0/statistics": (404, EVERYBODY, EVERYBODY),
    "registers/0/figures": (404, EVERYBODY, EVERYBODY),
    "registers/0/figures/0": (404, EVERYBODY, EVERYBODY),
    "registers/0/settings": (404, EVERYBODY, EVERYBODY),
    "registers/0/definition": (404, SETTING, set()),
    "registers/0/0": (404, EVERYBODY, EVERYBODY),
    "entries/0": (404, EVERYBODY, EVERYBODY),
    "entries/0/edit": (404, EVERYBODY, EVERYBODY),
    "entries/0/steps/0": (404, EVERYBODY, EVERYBODY),
    "entries/0/comments": (405, EVERYBODY, EVERYBODY),
    "entries/0/files/0": (404, EVERYBODY, EVERYBODY),
}
