"""Accounts as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.accounts"
    label = "accounts"
