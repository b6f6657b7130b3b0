"""`crossfoot remind`: the reminders of the day, for a timer of the machine."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from crossfoot.commands.options import language_option, workspace_option
from crossfoot.languages import Language, Text

_SENT = Text("Notices sent: {count}", "已发送通知：{count}")


@click.command()
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day; today unless given."
)
@language_option
@workspace_option
def remind(day: datetime | None, language: Language, folder: Path) -> int:
    """Remind those who are waited for, and managers of what is overdue; let registers go on.

    Each reminder goes out once, however often this runs. `crossfoot serve` does the same by
    itself; this is for installations whose pages are served otherwise.

    Example: crossfoot remind --workspace demo/group
    """
    from crossfoot.commands.output import show
    from crossfoot.records.opening import check_migrated, open_records

    open_records(folder, language)
    check_migrated()
    from django.utils import timezone  # needs the settings

    from crossfoot.records.actions import CommandLine
    from crossfoot.records.collection.actions.run_reminders import remind_of
    from crossfoot.records.notices.sending import send_due
    from crossfoot.records.register.clock import run

    count = remind_of(day.date() if day else timezone.now().date(), CommandLine())
    count += run(day.astimezone() if day else None)
    send_due()
    show(_SENT[language].format(count=count))
    return 0
