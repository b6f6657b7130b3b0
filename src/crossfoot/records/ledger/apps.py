"""The ledger as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Label and name; jobs and what can be proved."""

    name = "crossfoot.records.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Make the ledger's jobs and subjects known."""
        from crossfoot.records.evidence import subjects
        from crossfoot.records.jobs import kinds, settling
        from crossfoot.records.ledger.joining import reconcile
        from crossfoot.records.ledger.queries import as_subjects
        from crossfoot.records.ledger.working import KINDS, finish

        for name, kind in KINDS.items():
            kinds.register(name, kind)
        subjects.register("batch", as_subjects)
        settling.at_start(reconcile)
        settling.at_start(finish)
