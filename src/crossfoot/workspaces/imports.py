"""The actions that change a workspace: import a file, reverse an import.

Each holds the workspace, checks everything, writes files, and then appends the journal entry that
makes them count. Stopped at any moment, the workspace is as before or as after; what was left
behind is swept by a later import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.workspaces.durable import keep_copy
from crossfoot.workspaces.fact_rows import FactFile
from crossfoot.workspaces.organisation_file import read_organisation
from crossfoot.workspaces.stored import (
    TableFile,
    evidence_path,
    laid_files,
    ledger_file,
    ledger_path,
    sweep,
    write_ledger,
)
from crossfoot.workspaces.versions import corrections

if TYPE_CHECKING:
    from crossfoot.facts.entities import Organisation
    from crossfoot.facts.fact import Fact
    from crossfoot.workspaces.journal import Entry
    from crossfoot.workspaces.workspace import Workspace

Progress = Callable[[int, int], None]

#: how many problems of one kind are named
_NAMED = 20


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do.

    Attributes:
        rows: data rows read.
        sha256: hash of the file.
        entry: the journal entry; None for a trial run.
        corrected: facts that replace an earlier value.
        warnings: what a person should know and what did not stop the import.
    """

    rows: int
    sha256: str
    entry: Entry | None
    corrected: tuple[Fact, ...] = ()
    warnings: tuple[Problem, ...] = ()


def import_facts(
    workspace: Workspace,
    file: Path,
    *,
    dry_run: bool = False,
    reason: str = "",
    sheet: str = "",
    year: int | None = None,
) -> ImportResult:
    """Take a file of facts into the workspace.

    A value for a key that has one already is a correction and needs a reason. With a year, values
    of any other time are refused; without one, those of a time after the reports to come.

    Raises:
        CrossfootError: the file cannot be read, was imported before, corrects without reason, or
            holds values of another time.
    """
    given = given_file(file, sheet)
    with held(workspace, dry_run=dry_run):
        refuse_again(workspace, "facts", given)
        source = FactFile(given.name, given.sha256, sheet)
        with _knowing_the_sites(workspace):
            read = workspace.read_facts(file, source)
        misdated = list(_misdated(read.facts, file, workspace, year))
        if misdated:
            raise CrossfootError.of(misdated)
        corrected = tuple(corrections(workspace.facts, read.facts))
        if corrected and not reason.strip():
            raise CrossfootError.of(_unexplained(corrected, file))
        entry = None
        if not dry_run:
            entry = keep(workspace, "facts", given, len(read.facts), reason)
            workspace.take_in(read.facts, (workspace.evidence(entry), source))
    return ImportResult(len(read.facts), given.sha256, entry, corrected, read.warnings)


def import_activity(
    workspace: Workspace,
    file: Path,
    *,
    dry_run: bool = False,
    reason: str = "",
    sheet: str = "",
    year: int | None = None,
    progress: Progress | None = None,
) -> ImportResult:
    """Take a file of activity rows into the ledger.

    With a year, rows of any other time are refused; without one, those of a time that lies more
    than a year outside the years that the workspace shows: a slip of the pen, not a bill that
    crosses the new year.

    Raises:
        CrossfootError: the file cannot be read, was imported before, repeats rows of an earlier
            import, or holds rows of another time.
    """
    given = given_file(file, sheet)
    with held(workspace, dry_run=dry_run), _scratch(workspace) as scratch:
        refuse_again(workspace, "activity", given)
        rows = scratch / "rows.parquet"
        with _knowing_the_sites(workspace):
            span = span_of(workspace, year)
            batch = write_ledger(given, rows, workspace.organisation, progress, span)
        repeated = list(_repeated_rows(workspace, rows, file))
        if repeated:
            raise CrossfootError.of(repeated)
        entry = None
        if not dry_run:
            rows.replace(ledger_path(workspace.folder, given))
            entry = keep(workspace, "activity", given, batch.rows, reason)
    return ImportResult(batch.rows, given.sha256, entry, warnings=batch.warnings)


def span_of(workspace: Workspace, year: int | None = None) -> Period:
    """The time that a file may be of."""
    if year is not None:
        return Period.year(year)
    shown = workspace.settings.years
    return Period.years(shown[0] - 1, shown[-1] + 1)


def _misdated(
    facts: Iterable[Fact], file: Path, workspace: Workspace, year: int | None
) -> Iterator[Problem]:
    """Values of another time; earlier ones are welcome unless a year is asked for."""
    span = span_of(workspace, year)
    for fact in facts:
        if span.contains(fact.period) or (year is None and fact.period.end <= span.end):
            continue
        row = getattr(fact.provenance, "row", None)
        yield Problem(
            f"{fact.metric} is of {fact.period}, but the file is imported for {span}",
            where=f"{file.name}, row {row}" if row else file.name,
            why="it would count in the wrong year",
            remedy="correct the period, or set report.year in crossfoot.toml",
        )


def import_organisation(
    workspace: Workspace, file: Path, *, dry_run: bool = False, reason: str = "", sheet: str = ""
) -> ImportResult:
    """Replace the organisation by that of a file; the file before is kept as evidence.

    Raises:
        CrossfootError: the file cannot be read, or data belong to an entity it no longer has.
    """
    given = given_file(file, sheet)
    with held(workspace, dry_run=dry_run):
        organisation = read_organisation(file, sheet)
        orphaned = _orphaned(workspace, organisation)
        if orphaned:
            raise CrossfootError(
                Problem(
                    f"entities with data are missing: {', '.join(orphaned)}",
                    where=file.name,
                    why="their data would belong to nobody",
                    remedy="keep these entities in the file",
                )
            )
        rows = len(tuple(organisation))
        entry = None
        if not dry_run:
            entry = keep(workspace, "organisation", given, rows, reason)
    if entry is not None:
        workspace.forget()  # facts without an entity are those of the new root
    return ImportResult(rows, given.sha256, entry)


def reverse(workspace: Workspace, sha256: str, reason: str, sheet: str = "") -> Entry:
    """Take an imported file out of the calculation; nothing is deleted.

    Args:
        workspace: the workspace.
        sha256: the first characters of the file's hash, as `crossfoot import --list` shows.
        reason: why; it is kept in the journal.
        sheet: which sheet, where several of one file were imported.

    Raises:
        CrossfootError: no such import, or no reason.
    """
    if not reason.strip():
        raise CrossfootError(
            Problem("a reversal needs a reason", remedy="add --reason 'what was wrong'")
        )
    with workspace.changing():
        found = _the_import(workspace, sha256, sheet)
        entry = workspace.journal.append(
            "reverse",
            found.kind,
            file=found.file,
            sha256=found.sha256,
            rows=found.rows,
            reason=reason.strip(),
            sheet=found.sheet,
        )
    workspace.forget()
    return entry


def _the_import(workspace: Workspace, sha256: str, sheet: str) -> Entry:
    """The one standing import whose hash begins so."""
    kinds = ("activity", "facts", "report", "ownership", "verification")
    standing = [entry for kind in kinds for entry in workspace.imported(kind)]
    found = [
        entry
        for entry in standing
        if sha256 and entry.sha256.startswith(sha256) and sheet in ("", entry.sheet)
    ]
    if len(found) == 1:
        return found[0]
    which = "several imports have" if found else "no import that stands has"
    remedy = (
        "`crossfoot import --list` shows the hashes; activity, facts and reports can be reversed"
    )
    if len({entry.sha256 for entry in found}) == 1:
        remedy = f"name one with --sheet: {', '.join(entry.sheet for entry in found)}"
    raise CrossfootError(Problem(f"{which} a hash that begins with {sha256!r}", remedy=remedy))


@contextmanager
def held(workspace: Workspace, *, dry_run: bool) -> Iterator[None]:
    """Hold the workspace for a change and clear it of leftovers; a trial run only looks."""
    if dry_run:
        yield
        return
    with workspace.changing():
        named = {name for each in workspace.entries for name in (each.sha256, each.read) if name}
        for kind in ("facts", "activity"):
            named |= {file.sha256 for file in laid_files(workspace.folder, kind)}
        sweep(workspace.folder, named)
        yield


@contextmanager
def _knowing_the_sites(workspace: Workspace) -> Iterator[None]:
    """Say what to do first where a file names sites of an organisation that nobody imported."""
    try:
        yield
    except CrossfootError as error:
        entities = list(workspace.organisation)
        places = ("column site", "column entity")
        if len(entities) > 1 or not any(each.where.endswith(places) for each in error.problems):
            raise
        first = Problem(
            f"the organisation of this workspace is nothing but {entities[0].id!r}",
            remedy="import its sites first: crossfoot import FILE --as organisation",
        )
        raise CrossfootError.of([*error.problems, first]) from None


@contextmanager
def _scratch(workspace: Workspace) -> Iterator[Path]:
    """A folder for unfinished rows, on the disk of the workspace."""
    import tempfile

    ledger = workspace.folder / "ledger"
    ledger.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".import-", dir=ledger) as name:
        yield Path(name)


def given_file(file: Path, sheet: str) -> TableFile:
    """The file that a person wants to import."""
    from crossfoot.tables.files import check_size, sha256_of
    from crossfoot.tables.limits import IMPORT

    check_size(file, IMPORT)
    return TableFile(file, file.name, sha256_of(file), sheet)


def refuse_again(workspace: Workspace, kind: str, file: TableFile) -> None:
    """Refuse a file that was imported as this kind already.

    Raises:
        CrossfootError: it was.
    """
    for entry in workspace.imported(kind):
        if (entry.sha256, entry.sheet) == (file.sha256, file.sheet):
            raise CrossfootError(
                Problem(
                    f"this file was imported on {entry.at[:10]} as {entry.file!r}",
                    where=file.name,
                    why="its rows would count twice",
                    remedy="if it is to replace that import, reverse that one first: "
                    f"crossfoot import --reverse {file.sha256[:12]} --reason '…'",
                )
            )


def _unexplained(corrected: Iterable[Fact], file: Path) -> list[Problem]:
    facts = list(corrected)
    named = [
        Problem(
            f"{fact.key} has a value already",
            where=file.name,
            why="a changed value needs an explanation that an assurer can read",
            remedy="if it is a correction, import with --reason 'why it changed'",
        )
        for fact in facts[:_NAMED]
    ]
    if len(facts) > _NAMED:
        named.append(Problem(f"so have {len(facts) - _NAMED} more", where=file.name))
    return named


def _repeated_rows(workspace: Workspace, rows: Path, file: Path) -> Iterator[Problem]:
    from crossfoot.tables.parquet import repeated_rows

    for entry in workspace.imported("activity"):
        earlier = ledger_file(workspace.folder, workspace.kept(entry), workspace.organisation)
        for row, other in repeated_rows(rows, earlier):
            yield Problem(
                f"the row stands already in row {other} of {entry.file!r}",
                where=f"{file.name}, row {row}",
                why="it would count twice",
                remedy="remove the row, or reverse the earlier import",
            )


def _orphaned(workspace: Workspace, organisation: Organisation) -> list[str]:
    """Entities that have data and that the organisation has not."""
    from crossfoot.calculation.activity import load
    from crossfoot.calculation.backends import open_engine

    used = set(workspace.facts.entities())
    files = [file.parquet for file in workspace.activity_files()]
    if files:
        engine = open_engine("duckdb")
        try:
            load(engine, files)
            used |= {site for (site,) in engine.rows("SELECT DISTINCT site FROM activity")}
        finally:
            engine.close()
    return sorted(entity for entity in used if entity not in organisation)


def keep(
    workspace: Workspace, kind: str, file: TableFile, rows: int, reason: str, read: str = ""
) -> Entry:
    """Keep a copy of the file, then write the line that makes it count."""
    kept = evidence_path(workspace.folder, file.sha256, file.path.suffix)
    keep_copy(file.path, kept, file.sha256)
    return workspace.journal.append(
        "import",
        kind,
        file=file.name,
        sha256=file.sha256,
        rows=rows,
        reason=reason.strip(),
        sheet=file.sheet,
        read=read,
    )
