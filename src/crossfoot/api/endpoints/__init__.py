"""The endpoints, a module per part of the application; each has a `router`."""

from __future__ import annotations

from ninja import Router

from crossfoot.api.endpoints import (
    campaigns,
    evidence,
    facts,
    journal,
    me,
    notices,
    organisation,
    people,
    requests,
)

#: name in the description, and router
ROUTERS: tuple[tuple[str, Router], ...] = (
    ("me", me.router),
    ("organisation", organisation.router),
    ("people", people.router),
    ("campaigns", campaigns.router),
    ("requests", requests.router),
    ("evidence", evidence.router),
    ("facts", facts.router),
    ("notices", notices.router),
    ("journal", journal.router),
)
