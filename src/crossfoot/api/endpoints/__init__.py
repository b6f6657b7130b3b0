"""The endpoints, a module per part of the application; each has a `router`."""

from __future__ import annotations

from ninja import Router

from crossfoot.api.endpoints import (
    assurance,
    boundaries,
    campaigns,
    cells,
    chats,
    drafts,
    evidence,
    facts,
    inventory,
    jobs,
    journal,
    ledger,
    managing,
    me,
    meters,
    notices,
    organisation,
    overview,
    people,
    reporting,
    requests,
    sheets,
    tasks,
)

#: name in the description, and router
ROUTERS: tuple[tuple[str, Router], ...] = (
    ("me", me.router),
    ("organisation", organisation.router),
    ("organisation", reporting.router),
    ("people", people.router),
    ("campaigns", campaigns.router),
    ("campaigns", boundaries.router),
    ("campaigns", managing.router),
    ("requests", requests.router),
    ("requests", cells.router),
    ("requests", sheets.router),
    ("requests", tasks.router),
    ("ledger", ledger.router),
    ("meters", meters.router),
    ("jobs", jobs.router),
    ("evidence", evidence.router),
    ("facts", facts.router),
    ("overview", overview.router),
    ("overview", drafts.router),
    ("inventory", inventory.router),
    ("notices", notices.router),
    ("chats", chats.router),
    ("assurance", assurance.router),
    ("journal", journal.router),
)
