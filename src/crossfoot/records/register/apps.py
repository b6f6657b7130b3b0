"""Registers as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.register"
    label = "register"
