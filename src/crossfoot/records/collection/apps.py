"""Collection as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.collection"
    label = "collection"

    def ready(self) -> None:
        """Let evidence be attached to entries."""
        from crossfoot.records.collection.subjects import entries
        from crossfoot.records.evidence.subjects import register

        register("entry", entries)
