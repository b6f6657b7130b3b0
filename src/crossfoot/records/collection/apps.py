"""Collection as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.collection"
    label = "collection"
