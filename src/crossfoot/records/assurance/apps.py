"""The assurer's desk as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.assurance"
    label = "assurance"

    def ready(self) -> None:
        """Let evidence be attached to answers."""
        from crossfoot.records.assurance.subjects import inquiries
        from crossfoot.records.evidence.subjects import register

        register("inquiry", inquiries)
