"""The sites that rows may name, and those whose rows a person may send."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from crossfoot.records.actions import Actor
from crossfoot.records.organisation.as_of import states
from crossfoot.records.roles import Duty
from crossfoot.workspaces.workspace import Workspace


def known_sites() -> frozenset[str]:
    """Codes of all units on any day; those of the workspace's file where none were recorded."""
    recorded = frozenset(states().values_list("unit__code", flat=True))
    if recorded:
        return recorded
    return frozenset(entity.id for entity in Workspace(Path(settings.WORKSPACE)).organisation)


def not_for(by: Actor, sites: frozenset[str]) -> list[str]:
    """Those of some sites whose figures a person may not enter."""
    return sorted(site for site in sites if not by.may(Duty.ENTER, site))
