from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
MANAGING = {Role.ESG_MANAGER}
TEAM = {Role.ASSURER}
JOURNAL = {Role.ADMINISTRATOR, Role.ESG_MANAGER, Role.ASSURER}

WHO = {
    "assurance": (200, READERS, READERS),
    "assurance/new": (200, MANAGING, MANAGING),
    "assurance/0": (404, READERS, READERS),
    "assurance/0/scope": (405, MANAGING, MANAGING),
    "assurance/0/close": (405, MANAGING, MANAGING),
    "assurance/0/reopen": (405, MANAGING, MANAGING),
    "assurance/0/conclude": (405, TEAM, TEAM),
    "assurance/0/materiality": (404, TEAM, TEAM),
    "assurance/0/requests": (404, READERS, READERS),
    "assurance/0/requests.xlsx": (404, READERS, READERS),
    "assurance/requests/0": (404, READERS, READERS),
    "assurance/0/samples": (404, READERS, READERS),
    "assurance/0/samples/new": (404, TEAM, TEAM),
    "assurance/samples/0": (404, READERS, READERS),
    "assurance/samples/0.xlsx": (404, READERS, READERS),
    "assurance/samples/0/population.csv": (404, TEAM, TEAM),
    "assurance/samples/0/project": (405, TEAM, TEAM),
    "assurance/lines/0": (404, READERS, READERS),
    "assurance/0/misstatements": (404, READERS, READERS),
    "assurance/0/misstatements.xlsx": (404, READERS, READERS),
    "assurance/misstatements/0": (404, READERS, READERS),
    "assurance/0/criteria": (404, READERS, READERS),
    "assurance/0/criteria.0": (404, READERS, READERS),
    "criteria/0": (404, READERS, READERS),
    "journal.0": (404, JOURNAL, set()),
    "figures/follow": (200, READERS, READERS),
    "evidence/0/file/0/page/0.png": (404, READERS, READERS),
}
