"""What the server does by itself for confidential registers."""

from __future__ import annotations

from datetime import timedelta

from crossfoot.records.notices.regular import register

_OFTEN, _HOURLY = timedelta(minutes=5), timedelta(hours=1)


def let_the_server_do() -> None:
    """Appoint whom a case waits for, forget what is over, sweep forms that were sent."""
    from crossfoot.records.register.confidential.actions.appoint import appoint_all
    from crossfoot.records.register.confidential.actions.forget_entry import forget_due
    from crossfoot.records.register.confidential.forms import sweep

    register("register.appoint", _OFTEN, appoint_all)
    register("register.forget", _HOURLY, forget_due)
    register("register.forms", _HOURLY, sweep)
