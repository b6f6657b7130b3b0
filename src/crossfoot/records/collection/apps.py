"""Collection as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.collection"
    label = "collection"

    def ready(self) -> None:
        """Let evidence be attached to entries, and let the server remind."""
        from datetime import timedelta

        from crossfoot.records.collection.regular import remind
        from crossfoot.records.collection.subjects import entries
        from crossfoot.records.evidence.subjects import register
        from crossfoot.records.notices.regular import register as regularly

        register("entry", entries)
        regularly("collection.remind", timedelta(minutes=15), remind)
