"""Notices as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.notices"
    label = "notices"

    def ready(self) -> None:
        """Let the server sweep what nobody needs any more."""
        from datetime import timedelta

        from crossfoot.records.accounts.sweep import sweep
        from crossfoot.records.notices.regular import register

        register("accounts.sweep", timedelta(hours=1), sweep)
