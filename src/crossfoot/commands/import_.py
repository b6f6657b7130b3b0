"""`crossfoot import FILE --as KIND`: take data into the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import Year, language_option, open_workspace, workspace_option
from crossfoot.languages import Language

if TYPE_CHECKING:
    from crossfoot.workspaces.imports import ImportResult
    from crossfoot.workspaces.workspace import Workspace

#: what is stated beside the figures; the last file of each counts
STATED = ("ownership", "verification")
KINDS = ("activity", "facts", "organisation", *STATED)
#: before the id of a register
REGISTER = "register:"


class Kind(click.Choice[str]):
    """One of the kinds, or a register by its id."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Ids of registers are looked up later, in the workspace."""
        if isinstance(value, str) and value.startswith(REGISTER):
            return value
        return super().convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """As help shows it."""
        return f"[{'|'.join(KINDS)}|{REGISTER}ID]"


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--as", "kind", type=Kind(KINDS), help="What the file holds.")
@click.option("--dry-run", is_flag=True, help="Check the file, change nothing.")
@click.option("--reason", default="", help="Why a value is corrected, or an import reversed.")
@click.option("--list", "list_", is_flag=True, help="List what was imported, by whom, when.")
@click.option("--reverse", metavar="HASH", help="Take an earlier import out; nothing is deleted.")
@click.option("--template", is_flag=True, help="Write FILE: the workbook of a register to fill.")
@click.option("--sheet", default="", help="Sheet of a workbook that has several.")
@click.option("--year", type=Year(), help="Refuse rows of any other year.")
@click.option("--entity", default="", help="Whose figures a report holds; yours unless given.")
@language_option
@workspace_option
def import_(
    file: Path | None,
    kind: str | None,
    dry_run: bool,
    reason: str,
    list_: bool,
    reverse: str | None,
    sheet: str,
    year: int | None,
    entity: str,
    template: bool,
    language: Language,
    folder: Path,
) -> int:
    """Check FILE and take it in whole, or say what is wrong and change nothing.

    FILE is CSV, Excel or Parquet. A copy of it is kept, and the journal says who imported it when.

    A published report (PDF, Word, web page, text) is facts too: --as facts reads it as
    `crossfoot foot` does, and takes in the figures that it recognises, each with its place.

    Activity may be a worksheet, of which the quantities follow from other columns. Ownership (who
    holds what from when to when) and verification (statements of verifiers) replace the file of
    their kind that was imported before.

    Entries of a register come as --as register:ID: each row opens an entry, or changes the one
    with its ID. --template writes the workbook to fill.

    Example: crossfoot import energy.csv --as activity --workspace my-group
    """
    workspace = open_workspace(folder)
    if list_:
        _print_journal(workspace, language)
    elif reverse is not None:
        _reverse(workspace, reverse, reason, sheet)
    elif file is None or kind is None:
        usage = "a file and what it holds are needed: crossfoot import FILE --as " + "|".join(KINDS)
        raise click.UsageError(usage)
    elif kind.startswith(REGISTER):
        from crossfoot.commands.import_register import import_entries, write_template_of

        if sheet or year or entity:
            message = "--sheet, --year and --entity are not for registers"
            raise click.UsageError(message)
        register = kind.removeprefix(REGISTER)
        if template:
            write_template_of(workspace, register, file, language)
        else:
            import_entries(workspace, register, file, dry_run=dry_run, reason=reason)
    else:
        options = {"dry_run": dry_run, "reason": reason, "sheet": sheet, "year": year}
        from crossfoot.workspaces.published import is_report

        if kind == "facts" and is_report(file):
            _refuse_for_reports(sheet, year)
            options = {"dry_run": dry_run, "reason": reason, "entity": entity}
            kind = "report"
        elif entity:
            message = "--entity is for published reports"
            raise click.UsageError(message)
        _print_result(file, _import(workspace, file, kind, options), reason, kind)
    return 0


def _refuse_for_reports(sheet: str, year: int | None) -> None:
    if sheet or year:
        message = "--sheet and --year are not for published reports"
        raise click.UsageError(message)


def _refuse_for_statements(sheet: str, year: int | None) -> None:
    if sheet or year:
        message = f"--sheet and --year are not for {' and '.join(STATED)}"
        raise click.UsageError(message)


def _import(workspace: Workspace, file: Path, kind: str, options: dict[str, Any]) -> ImportResult:
    from crossfoot.commands.progress import progress_bar
    from crossfoot.workspaces import imports

    taking: Any = imports
    if kind in ("activity", "organisation") and _has_records(workspace.folder):
        from crossfoot.records import imports as taking

    if kind in STATED:
        from crossfoot.workspaces.stated_imports import import_stated

        _refuse_for_statements(options.pop("sheet"), options.pop("year"))
        return import_stated(workspace, file, kind, **options)
    if kind == "facts":
        return imports.import_facts(workspace, file, **options)
    if kind == "organisation":
        del options["year"]  # an organisation is of no year
        return taking.import_organisation(workspace, file, **options)  # type: ignore[no-any-return]
    with progress_bar(f"reading {file.name}") as progress:
        if kind == "report":
            from crossfoot.workspaces.report_imports import import_report

            return import_report(workspace, file, progress=progress, **options)
        return taking.import_activity(  # type: ignore[no-any-return]
            workspace, file, progress=progress, **options
        )


def _has_records(folder: Path) -> bool:
    """Whether the workspace has records; then Django is started for it.

    Raises:
        CrossfootError: they are of another version.
    """
    from crossfoot.records.secret_key import FILE_NAME

    if not (folder / FILE_NAME).is_file():
        return False
    from crossfoot.records.opening import check_migrated, open_records

    open_records(folder)
    check_migrated()
    return True


def _print_result(file: Path, result: ImportResult, reason: str, kind: str) -> None:
    from crossfoot.commands.output import safe, show
    from crossfoot.commands.problems import print_warnings

    print_warnings(result.warnings)
    is_trial = result.entry is None
    verb = "[green]Checked[/]" if is_trial else "[green]Imported[/]"
    unit = "figure" if kind == "report" else "row"
    rows = f"{result.rows:,} {unit}{'s'[: result.rows != 1]}"
    show(f"{verb} {safe(file.name)}: {rows}, hash {result.sha256[:12]}")
    if result.corrected:
        count = len(result.corrected)
        values = "values replace earlier ones" if count > 1 else "value replaces an earlier one"
        show(f"  {count:,} {values}: {safe(reason)}")
    if is_trial:
        show("  nothing was changed; without --dry-run it is imported")


def _reverse(workspace: Workspace, sha256: str, reason: str, sheet: str) -> None:
    from crossfoot.commands.output import safe, show
    from crossfoot.workspaces.imports import reverse

    if _has_records(workspace.folder):
        from crossfoot.records.imports import reverse_activity

        done = reverse_activity(workspace, sha256, reason, sheet)
        if done is not None:
            show(f"[green]Reversed[/] {safe(done)} rows count no more")
            return
    entry = reverse(workspace, sha256, reason, sheet)
    show(f"[green]Reversed[/] {safe(entry.file)}: {entry.rows:,} rows count no more")


def _print_journal(workspace: Workspace, language: Language) -> None:
    from crossfoot.commands.output import Column, print_table
    from crossfoot.commands.words import say

    columns = [
        Column("when", no_wrap=True),
        Column("by", extra=True),
        Column("what", style="cyan"),
        Column("file"),
        Column("rows", number=True),
        Column("hash", no_wrap=True),
        Column("reason"),
    ]
    rows = [
        (
            each.at[:19].replace("T", " "),
            each.by,
            say(f"{each.action} {each.kind}", language),
            f"{each.file} · {each.sheet}" if each.sheet else each.file,
            f"{each.rows:,}",
            each.sha256[:12],
            each.reason,
        )
        for each in workspace.entries
    ]
    title = say("Journal of {folder}", language, folder=workspace.folder)
    print_table(title, columns, rows, language, most=len(rows))
