from __future__ import annotations

from crossfoot.records.roles import Role
from who_frame import READERS

MANAGERS = {Role.ESG_MANAGER}

WHO = {
    "tasks": (200, READERS, READERS),
    "duties": (200, READERS, READERS),
    "campaigns": (200, READERS, READERS),
    "campaigns/new": (200, MANAGERS, MANAGERS),
    "campaigns/0": (404, READERS, READERS),
    "campaigns/0/move": (405, READERS, READERS),
    "campaigns/0/remind": (405, MANAGERS, MANAGERS),
    "campaigns/0/boundary": (404, READERS, READERS),
    "duties/feed": (405, READERS, READERS),
    "campaigns/0/close": (405, MANAGERS, MANAGERS),
    "campaigns/0/reopen": (405, MANAGERS, MANAGERS),
    "campaigns/0/due": (405, MANAGERS, MANAGERS),
    "campaigns/0/units": (404, MANAGERS, MANAGERS),
    "templates": (200, MANAGERS, MANAGERS),
    "templates/new": (200, MANAGERS, set()),
    "templates/0/edit": (404, MANAGERS, MANAGERS),
    "templates/0/export": (404, MANAGERS, MANAGERS),
    "templates/0/retire": (405, MANAGERS, set()),
    "requests/0": (404, READERS, READERS),
    "requests/0/move": (405, READERS, READERS),
    "requests/0/assign": (405, READERS, READERS),
    "requests/0/comment": (405, READERS, READERS),
    "cells/0": (404, READERS, READERS),
}
PUBLIC = {"calendar/0.ics": 404}
