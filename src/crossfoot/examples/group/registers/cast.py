"""Who holds which register role in the demo group."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crossfoot.records.accounts.person import Person

#: register roles by person, each with its unit (empty for the whole group)
ROLES: dict[str, tuple[tuple[str, str], ...]] = {
    "safety": (("hse", ""), ("env_engineer", "")),
    "service": (("after_sales", ""), ("service_engineer", ""), ("customer_user", "")),
    "quality": (("quality", ""), ("unit_head", ""), ("product_manager", "")),
    "ethics": (("case_handler", ""), ("ethics_office", "")),
    "cells": (("site_manager", "cells"),),
    "packs": (("site_manager", "packs"), ("unit_head", "packs")),
    "penang": (("site_manager", "overseas"),),
}


def give_roles(people: dict[str, Person], since: date) -> None:
    """Grant all of them, from a day on."""
    from crossfoot.records.actions import CommandLine
    from crossfoot.records.organisation.spans import Span
    from crossfoot.records.register.actions.grant_role import GrantRegisterRole

    for key, roles in ROLES.items():
        for role, unit in roles:
            GrantRegisterRole(people[key].user.pk, role, Span(since), unit).do(CommandLine())
