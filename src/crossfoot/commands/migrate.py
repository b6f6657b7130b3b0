"""`crossfoot migrate`: make the database of a workspace, or bring it to this version."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot.commands.options import language_option, workspace_option
from crossfoot.languages import Language, Text

_READY = Text("The database is ready.", "数据库已就绪。")
_APPLIED = Text("Migrations applied: {count}", "已应用的迁移：{count}")
_TAKEN_OVER = Text(
    "Units of the workspace's organisation taken into the records: {count}",
    "已将工作区组织架构中的单位纳入记录：{count}",
)
_INVITED = Text(
    "{email} may set a password within seven days at", "{email} 可在七天内于此处设置密码："
)


@click.command()
@click.option(
    "--administrator",
    metavar="EMAIL",
    help="Invite this person as administrator; one who is there gets a new link.",
)
@click.option("--name", default="", help="Name of the administrator.")
@click.option("--address", default="http://127.0.0.1:8000", help="Where pages are served.")
@language_option
@workspace_option
def migrate(
    administrator: str | None, name: str, address: str, language: Language, folder: Path
) -> int:
    """Make the database of the workspace, or bring it to this version.

    The database is crossfoot.sqlite3 in the workspace, or the PostgreSQL that DATABASE_URL names.
    An organisation that was imported before is taken into it.

    Example: crossfoot migrate --administrator li@example.org --name "Li Na"
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.records.opening import open_records
    from crossfoot.records.secret_key import make_secret_key

    open_records(folder, language)
    make_secret_key(folder)
    show(_APPLIED[language].format(count=apply_migrations()))
    if units := _take_over(folder):
        show(_TAKEN_OVER[language].format(count=units))
    show(f"[green]{_READY[language]}[/]")
    if administrator:
        token = _invite(administrator, name or administrator, language)
        show(safe(_INVITED[language].format(email=administrator)))
        # not wrapped: it is copied
        click.echo(f"  {address.rstrip('/')}/invitation/{token}")
    return 0


def apply_migrations() -> int:
    """Bring the database that is set to this version; how many migrations it took."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from crossfoot.records.opening import make_database_file

    make_database_file()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    call_command("migrate", interactive=False, verbosity=0)
    return len(plan)


def _take_over(folder: Path) -> int:
    from crossfoot.records.imports import take_over_organisation
    from crossfoot.workspaces.workspace import Workspace

    return take_over_organisation(Workspace(folder))


def _invite(email: str, name: str, language: Language) -> str:
    from django.db import transaction
    from django.utils import timezone

    from crossfoot.records.accounts.actions.grant_role import GrantRole
    from crossfoot.records.accounts.actions.invite import Invite
    from crossfoot.records.accounts.actions.reset_access import ResetAccess
    from crossfoot.records.accounts.models import User, address
    from crossfoot.records.actions import CommandLine
    from crossfoot.records.organisation.spans import Span
    from crossfoot.records.roles import Role

    by = CommandLine()
    there = User.objects.filter(email=address(email), is_active=True).first()
    if there is not None:  # whoever keeps the server lets a sole administrator in again
        return ResetAccess(there.pk).do(by).token
    with transaction.atomic():
        invitation = Invite(email, name, language).do(by)
        today = Span(timezone.now().date())
        GrantRole(invitation.user.pk, Role.ADMINISTRATOR, today).do(by)
    return invitation.token
