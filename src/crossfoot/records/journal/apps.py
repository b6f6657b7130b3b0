"""The journal as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.journal"
    label = "journal"
