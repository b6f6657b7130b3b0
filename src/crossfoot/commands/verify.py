"""`crossfoot verify`: prove the journal of the workspace."""

from __future__ import annotations

from pathlib import Path

import click

from crossfoot.commands.options import format_option, language_option, workspace_option
from crossfoot.languages import Language, Text

_PROVED = Text(
    "{entries} entries in {streams} streams agree with their hashes.",
    "{streams} 个日志流的 {entries} 条记录与哈希全部相符。",
)
_HEAD = Text("Head of {day}: {hash}", "{day} 的摘要：{hash}")
_UNREAD = Text(
    "Encrypted content that was not opened, for lack of its key: {count}",
    "因缺少密钥而未打开的加密内容：{count}",
)
_FORGOTTEN = Text("Forgotten on purpose: {count}", "已依规删除：{count}")
_BROKEN = Text("The journal was changed:", "日志被改动：")
_NO_HEAD = Text("no day has the head {hash}", "没有任何一日的摘要为 {hash}")


@click.command()
@click.option("--head", metavar="HASH", help="A head that was written down; it must be among them.")
@format_option("table", "json")
@language_option
@workspace_option
def verify(head: str | None, format_: str, language: Language, folder: Path) -> int:
    """Prove that no entry of the journal was altered, removed or put in.

    Computes every hash anew and names the first entry of a stream that does not agree; exit code
    1 where there is one. The head of a day, written down elsewhere, proves all until that day.

    Example: crossfoot verify --workspace demo/group
    """
    from crossfoot.commands.output import safe, show
    from crossfoot.commands.progress import progress_bar
    from crossfoot.records.opening import check_migrated, open_records

    open_records(folder, language)
    check_migrated()
    from crossfoot.records.journal.verify import verify as prove  # needs the settings

    with progress_bar("proving the journal") as progress:
        found = prove(progress)
    broken = [(each.where, each.what[language]) for each in found.broken]
    broken += _broken_file(folder)
    if head and head not in found.heads.values():
        broken.append(("--head", _NO_HEAD[language].format(hash=head)))
    if format_ == "json":
        import json

        click.echo(
            json.dumps(
                {
                    "entries": found.entries,
                    "streams": found.streams,
                    "heads": {day.isoformat(): value for day, value in found.heads.items()},
                    "unread": found.unread,
                    "forgotten": found.forgotten,
                    "broken": [{"where": where, "what": what} for where, what in broken],
                },
                ensure_ascii=False,
                indent=2,
            )
        )
        return 1 if broken else 0
    if broken:
        show(f"[bold red]{_BROKEN[language]}[/]")
        for where, what in broken:
            show(f"  [cyan]{safe(where)}[/] {safe(what)}")
        return 1
    counts = {"entries": found.entries, "streams": found.streams}
    show(f"[green]{_PROVED[language].format(**counts)}[/]")
    for day, value in list(found.heads.items())[-1:]:
        click.echo(_HEAD[language].format(day=day, hash=value))
    for words, count in ((_UNREAD, found.unread), (_FORGOTTEN, found.forgotten)):
        if count:
            show(words[language].format(count=count))
    return 0


def _broken_file(folder: Path) -> list[tuple[str, str]]:
    """What is wrong with the journal of imported files, which is a file of the workspace."""
    from crossfoot.errors import CrossfootError
    from crossfoot.workspaces.workspace import Workspace

    try:
        Workspace(folder).entries  # noqa: B018  # reading them checks the chain
    except CrossfootError as error:
        return [(problem.where, problem.what) for problem in error.problems]
    return []
