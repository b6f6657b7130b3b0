"""The overview as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.overview"
    label = "overview"

    def ready(self) -> None:
        """Let evidence be attached to audited figures."""
        from crossfoot.records.evidence.subjects import register
        from crossfoot.records.overview.audited import subjects

        register("audited", subjects)
