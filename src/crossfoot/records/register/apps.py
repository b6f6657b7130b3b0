"""Registers as an app of Django."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Label and name."""

    name = "crossfoot.records.register"
    label = "register"

    def ready(self) -> None:
        """Let evidence be attached to entries and guard it, and pass what is in somebody's name."""
        from datetime import timedelta

        from crossfoot.records.accounts import succession
        from crossfoot.records.evidence import guards
        from crossfoot.records.evidence.subjects import register
        from crossfoot.records.jobs import kinds, settling
        from crossfoot.records.notices.regular import register as regularly
        from crossfoot.records.register.actions.hand_over import pass_registers
        from crossfoot.records.register.clock import run
        from crossfoot.records.register.closed import closed_to, readers
        from crossfoot.records.register.confidential.regular import let_the_server_do
        from crossfoot.records.register.importing import working
        from crossfoot.records.register.importing.sent import sweep
        from crossfoot.records.register.subjects import entries

        register("register", entries, readers)
        guards.register(closed_to)
        succession.register("registers", pass_registers)
        let_the_server_do()
        for name, kind in working.KINDS.items():
            kinds.register(name, kind)
        settling.at_start(sweep)
        regularly("register.clock", timedelta(minutes=5), run)
