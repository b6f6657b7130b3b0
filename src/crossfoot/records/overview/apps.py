"""The overview as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.overview"
    label = "overview"

    def ready(self) -> None:
        """Let evidence prove audited figures; make jobs known; have numbers ready at the start."""
        from crossfoot.records.evidence.subjects import register
        from crossfoot.records.jobs import kinds
        from crossfoot.records.jobs.settling import at_start
        from crossfoot.records.overview.audited import subjects
        from crossfoot.records.overview.inventory.working import KINDS

        for name, kind in KINDS.items():
            kinds.register(name, kind)
        register("audited", subjects)
        at_start(_make_ready)


def _make_ready() -> None:
    """Begin the numbers where they are not those of this moment."""
    from pathlib import Path

    from django.conf import settings

    from crossfoot.records.overview.fresh import kept_numbers

    with kept_numbers(Path(settings.WORKSPACE)):
        pass
