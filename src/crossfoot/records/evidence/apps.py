"""Evidence as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.evidence"
    label = "evidence"
