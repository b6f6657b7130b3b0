"""The organisation as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.organisation"
    label = "organisation"
