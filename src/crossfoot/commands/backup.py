"""`crossfoot backup`: all files and records of a workspace in one archive."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot.commands.options import language_option, workspace_option
from crossfoot.languages import Language, Text

_WRITTEN = Text(
    "{file}: {files} files, {rows} rows of {tables} tables",
    "{file}：{files} 个文件，{tables} 张表共 {rows} 行",
)
_KEEP = Text(
    "Not in it: the master key, which opens encrypted content. Keep a copy of it elsewhere.",
    "其中不含用于打开加密内容的主密钥，请另行保存其副本。",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@language_option
@workspace_option
def backup(file: Path, language: Language, folder: Path) -> int:
    """Write all files and records of the workspace into FILE, while others go on working.

    `crossfoot restore` makes a workspace of it again, on SQLite or PostgreSQL, whichever it was.

    Example: crossfoot backup /safe/2024-03-31.zip --workspace demo/group
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.commands.progress import progress_bar
    from crossfoot.records.opening import check_migrated, open_records

    open_records(folder, language)
    check_migrated()
    from crossfoot.records.backups.write import write_backup  # needs the settings
    from crossfoot.workspaces.workspace import Workspace

    with progress_bar("writing the backup") as progress:
        contents = write_backup(Workspace(folder), file, progress)
    show(
        safe(
            _WRITTEN[language].format(
                file=file,
                files=len(contents.files),
                rows=sum(table.size for table in contents.tables),
                tables=len(contents.tables),
            )
        )
    )
    show(_KEEP[language])
    return 0
