"""Begin a job: in a process of its own, so that pages stay quick and a restart does not end it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from crossfoot.records.actions import Actor
from crossfoot.records.jobs.alive import folder
from crossfoot.records.jobs.models import Job
from crossfoot.records.messages import language


def start(
    kind: str, subject: str, by: Actor, *, label: str = "", unit: str = "", **parameters: Any
) -> Job:
    """Make a job in the caller's transaction; it begins when that is committed.

    Args:
        kind: a name of `kinds`.
        subject: what it works on.
        by: for whom.
        label: what it works on, as people call it.
        unit: code of the unit whose managers see it too.
        parameters: what the work needs to know, as JSON can hold it.
    """
    job = Job.objects.create(
        kind=kind,
        subject=subject,
        label=label,
        unit=unit,
        by=by.reference,
        language=language(),
        parameters=parameters,
        created_at=timezone.now(),
    )
    transaction.on_commit(lambda: launch(job.pk))
    return job


def launch(number: int) -> None:
    """Begin the process of a job; it goes on when this one ends."""
    folder().mkdir(exist_ok=True)
    with (folder() / f"{number}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  # this program, with a number
            [sys.executable, "-m", "crossfoot.records.jobs", str(number)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environment(),
            start_new_session=True,
        )
    threading.Thread(target=process.wait, daemon=True).start()  # so that it leaves no trace


def environment() -> dict[str, str]:
    """What a process of this program needs to know of the workspace and its database."""
    return {
        **os.environ,
        "CROSSFOOT_WORKSPACE": str(settings.WORKSPACE),
        "DJANGO_SETTINGS_MODULE": "crossfoot.settings",
        **_database(),
    }


def _database() -> dict[str, str]:
    """The same database, also where the settings were changed after they were read."""
    settled = connection.settings_dict
    if connection.vendor == "sqlite":
        return {"DATABASE_URL": f"sqlite:///{settled['NAME']}"}
    said = {name: quote(str(settled[name] or ""), safe="") for name in ("USER", "PASSWORD", "NAME")}
    host = f"{settled['HOST']}:{settled['PORT']}" if settled["PORT"] else settled["HOST"]
    user = f"{said['USER']}:{said['PASSWORD']}@" if said["USER"] else ""
    return {"DATABASE_URL": f"postgresql://{user}{host}/{said['NAME']}"}
