"""Notices as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.notices"
    label = "notices"
