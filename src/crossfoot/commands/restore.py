"""`crossfoot restore`: a workspace from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot.commands.options import language_option, workspace_option
from crossfoot.languages import Language, Text

_RESTORED = Text(
    "{folder}: restored as of {when}, {files} files, {rows} rows",
    "{folder}：已恢复至 {when}，{files} 个文件，{rows} 行",
)
_PROVED = Text(
    "The journal is proved: {count} entries agree with their hashes.",
    "日志已验证：{count} 条记录与哈希相符。",
)
_BROKEN = Text(
    "The journal was altered before the backup was made; `crossfoot verify` says where.",
    "日志在备份之前已被改动；`crossfoot verify` 会指出位置。",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@language_option
@workspace_option
def restore(file: Path, language: Language, folder: Path) -> int:
    """Make the workspace of a backup again, in a folder that is new or empty.

    Its records go to the database that DATABASE_URL names, which must be empty, or to a file in
    the folder where it names none. All is restored, or nothing. Exit code 1 where the journal in
    the backup does not agree with its hashes.

    Example: crossfoot restore /safe/2024-03-31.zip --workspace new/group
    """
    from crossfoot.commands.migrate import apply_migrations
    from crossfoot.commands.output import safe, show
    from crossfoot.commands.progress import progress_bar
    from crossfoot.records.backups.unpack import settle, unfinished, unpacked
    from crossfoot.records.opening import choose_workspace, make_database_file, open_records
    from crossfoot.records.secret_key import make_secret_key

    target = folder.absolute()
    choose_workspace(unfinished(target), language)
    with (
        progress_bar("restoring the backup") as progress,
        unpacked(file, target, progress) as (made, contents),
    ):
        open_records(made, language)
        make_secret_key(made)
        make_database_file()
        from crossfoot.records.backups.restore import take_in  # needs the settings
        from crossfoot.records.journal.verify import verify

        take_in(file, contents, apply_migrations, progress)
        found = verify()
        settle(made, target)
    show(
        safe(
            _RESTORED[language].format(
                folder=folder,
                when=contents.made_at,
                files=len(contents.files),
                rows=sum(table.size for table in contents.tables),
            )
        )
    )
    if found.broken:
        show(f"[bold red]{_BROKEN[language]}[/]")
        return 1
    show(f"[green]{_PROVED[language].format(count=found.entries)}[/]")
    return 0
