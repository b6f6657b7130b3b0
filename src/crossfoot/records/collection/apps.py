"""Collection as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.collection"
    label = "collection"

    def ready(self) -> None:
        """Let evidence be attached to entries, the server remind, and tasks pass to successors."""
        from datetime import timedelta

        from crossfoot.records.accounts import succession
        from crossfoot.records.collection.regular import remind
        from crossfoot.records.collection.subjects import entries
        from crossfoot.records.collection.succession import pass_requests
        from crossfoot.records.evidence.subjects import register
        from crossfoot.records.notices.regular import register as regularly

        register("entry", entries)
        succession.register("requests", pass_requests)
        regularly("collection.remind", timedelta(minutes=15), remind)
