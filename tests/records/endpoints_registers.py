from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
ENTERING = {Role.ESG_MANAGER, Role.DATA_OWNER}
CHANGERS = {Role.ADMINISTRATOR, Role.ESG_MANAGER}
MANAGERS = {Role.ESG_MANAGER}
KEEPERS = {Role.ADMINISTRATOR}
APPROVERS = {Role.APPROVER, Role.EXECUTIVE}
SETTING = {"name": "x", "value": "1", "valid_from": "2024-01-01"}
GRANT = {"person": 0, "role": "ehs"}
RUN = {"name": "", "approach": "operational_control", "gwp": "AR5"}
COMPARED = {"base": "a", "new": "b", "unit": "cells"}
NIL = {"unit": "hefei", "period": "2024-01"}

#: no register is called "0", and no entry: who takes part in which is tried in test_api_registers
ENDPOINTS = {
    ("GET", "registers"): (None, 200, READERS, READERS),
    ("GET", "registers/0"): (None, 404, READERS, READERS),
    ("GET", "registers/0/definition"): (None, 404, CHANGERS, set()),
    ("POST", "registers/0/definition"): ({"text": "x", "check": True}, 400, CHANGERS, set()),
    ("GET", "registers/0/parameters"): (None, 404, READERS, READERS),
    ("POST", "registers/0/parameters"): (SETTING, 404, MANAGERS, MANAGERS),
    ("DELETE", "register-parameters/0"): (None, 404, MANAGERS, MANAGERS),
    ("GET", "register-roles"): (None, 200, KEEPERS, KEEPERS),
    ("POST", "register-roles"): (GRANT, 404, KEEPERS, KEEPERS),
    ("DELETE", "register-roles/0"): (None, 404, KEEPERS, KEEPERS),
    ("PUT", "people/0/worker"): ({"worker": "x"}, 404, KEEPERS, KEEPERS),
    ("PUT", "register-superiors"): ({"person": "a", "superior": "a"}, 400, KEEPERS, set()),
    ("POST", "people/0/hand-over-entries"): ({"successor": 0}, 404, READERS, READERS),
    ("GET", "registers/0/views"): (None, 404, READERS, READERS),
    ("POST", "registers/0/views"): ({"name": "x"}, 404, READERS, READERS),
    ("DELETE", "register-views/0"): (None, 404, READERS, READERS),
    ("GET", "registers/0/entries"): (None, 404, READERS, READERS),
    ("POST", "registers/0/entries"): ({"values": {}}, 404, ENTERING, ENTERING),
    ("GET", "entries/0"): (None, 404, READERS, READERS),
    ("PATCH", "entries/0"): ({"changes": {}}, 404, ENTERING, ENTERING),
    ("POST", "entries/0/steps/submit"): ({}, 404, ENTERING, ENTERING),
    ("GET", "entries/0/changes"): (None, 404, READERS, READERS),
    ("GET", "entries/0/comments"): (None, 404, READERS, READERS),
    ("POST", "entries/0/comments"): ({"text": "x"}, 404, ENTERING, ENTERING),
    ("GET", "entries/0/files/0"): (None, 404, READERS, READERS),
    ("GET", "register-readings"): (None, 200, READERS, READERS),
    ("GET", "register-overdue"): (None, 200, READERS, READERS),
    ("GET", "register-duties"): (None, 200, READERS, READERS),
    ("POST", "register-duties/0/done"): (None, 404, ENTERING, ENTERING),
    ("GET", "registers/0/nil"): (None, 404, READERS, READERS),
    ("POST", "registers/0/nil"): (NIL, 404, ENTERING, ENTERING),
    ("GET", "registers/0/silent?period=2024"): (None, 404, READERS, READERS),
    ("GET", "registers/0/figures?metric=x&period=2024"): (None, 404, READERS, READERS),
    ("GET", "registers/0/approvals"): (None, 404, READERS, READERS),
    ("GET", "registers/0/restatements"): (None, 404, APPROVERS, APPROVERS),
    ("POST", "register-approvals"): ({"metric": "x", "period": "2024"}, 404, APPROVERS, APPROVERS),
    ("GET", "register-approvals/0/entries"): (None, 404, READERS, READERS),
    ("GET", "registers/0/template.xlsx"): (None, 404, READERS, READERS),
    ("POST", "inventory/runs/keep"): (RUN, 400, MANAGERS, set()),
    ("POST", "inventory/comparisons"): (COMPARED, 400, READERS, READERS),
}
#: they take a file
ELSEWHERE = {
    ("POST", "registers/0/files"),
    ("POST", "registers/0/import"),
    ("POST", "inventory/factors"),
}
