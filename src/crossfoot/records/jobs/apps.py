"""Jobs as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.jobs"
    label = "jobs"
