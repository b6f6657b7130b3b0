"""Opening and starting a workspace, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import Organisation
from crossfoot.facts.fact import Basis, Fact
from crossfoot.workspaces import settings as settings_file
from crossfoot.workspaces.fact_rows import FactFile, read_facts
from crossfoot.workspaces.journal import Entry, Journal
from crossfoot.workspaces.organisation_file import organisation_of
from crossfoot.workspaces.settings import Settings, read_settings, write_settings

if TYPE_CHECKING:
    from crossfoot.facts.selection import FactSet
    from crossfoot.metrics.catalogue import Catalogue

TABLE_ENDINGS = (".csv", ".xlsx", ".xls", ".ods", ".parquet")


@dataclass(frozen=True, slots=True)
class ActivityFile:
    """Activity rows that count: a validated Parquet file and the file it came from.

    Attributes:
        parquet: the rows, in the columns of `crossfoot.tables.schemas.ACTIVITY`.
        name: name of the file as the user gave it.
        sha256: hash of that file.
        rows: number of rows.
    """

    parquet: Path
    name: str
    sha256: str
    rows: int


def _next_versions(known: FactSet, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Entered values as corrections of those already known; published values as they are."""
    for fact in facts:
        earlier = known.of(fact.key, Basis.ENTERED) if fact.basis is Basis.ENTERED else ()
        yield replace(fact, version=1 + max(f.version for f in earlier)) if earlier else fact


class Workspace:
    """One organisation's folder.

    Args:
        folder: the folder that holds `crossfoot.toml`.

    Raises:
        CrossfootError: the folder is no workspace, or its settings cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / settings_file.FILE_NAME
        if not path.is_file():
            raise CrossfootError(
                Problem(
                    f"{folder} is no workspace: it has no {settings_file.FILE_NAME}",
                    remedy="start one with `crossfoot init DIR`, or name one with --workspace DIR",
                )
            )
        self.settings = read_settings(path)
        self.journal = Journal(folder)

    @classmethod
    def start(cls, folder: Path, settings: Settings) -> Workspace:
        """Make a new workspace in a folder that has none.

        Raises:
            CrossfootError: there is one already; it is left as it is.
        """
        path = folder / settings_file.FILE_NAME
        if path.exists():
            raise CrossfootError(
                Problem(f"{folder} is a workspace already", remedy="choose another folder")
            )
        for name in ("facts", "activity", "evidence", "ledger", "factors"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        write_settings(settings, path)
        workspace = cls(folder)
        with workspace.journal.writing():
            workspace.journal.append("start", "workspace", file=path.name)
        return workspace

    @cached_property
    def organisation(self) -> Organisation:
        """The tree of entities."""
        return organisation_of(self.folder, self.settings)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The metric catalogue."""
        from crossfoot.metrics.catalogue import catalogue

        return catalogue()

    @cached_property
    def facts(self) -> FactSet:
        """Entered and published facts; a later entered value is the next version of an earlier."""
        from crossfoot.facts.selection import FactSet

        facts = FactSet()
        for path, file in self.fact_files():
            facts = facts.plus(_next_versions(facts, self.read_facts(path, file)))
        return facts

    def take_in(self, facts: Iterable[Fact]) -> None:
        """Add facts just imported, so that the next import need not read all files anew."""
        self.facts = self.facts.plus(_next_versions(self.facts, facts))

    def read_facts(self, path: Path, file: FactFile) -> list[Fact]:
        """The facts of one file, checked against catalogue and organisation."""
        return read_facts(path, file, self.catalogue, self.organisation)

    @property
    def root(self) -> str:
        """Id of the entity that reports."""
        return self.organisation.root.id

    def imported(self, kind: str) -> tuple[Entry, ...]:
        """Journal entries of the imports of one kind that were not reversed."""
        entries = self.journal.entries()
        reversed_files = {entry.sha256 for entry in entries if entry.action == "reverse"}
        return tuple(
            entry
            for entry in entries
            if entry.action == "import"
            and entry.kind == kind
            and entry.sha256 not in reversed_files
        )

    def evidence(self, entry: Entry) -> Path:
        """The kept copy of an imported file.

        Raises:
            CrossfootError: the file is gone or altered.
        """
        from crossfoot.tables.files import sha256_of

        path = self.folder / "evidence" / f"{entry.sha256}{Path(entry.file).suffix.lower()}"
        if not path.is_file() or sha256_of(path) != entry.sha256:
            raise CrossfootError(
                Problem(
                    f"the imported file {entry.file!r} is gone or was altered",
                    where=str(path),
                    why=f"the journal names it in entry {entry.number}",
                    remedy="restore it from a backup",
                )
            )
        return path

    def activity_files(self) -> tuple[ActivityFile, ...]:
        """Validated activity rows: imported ones, then those of files in `activity/`."""
        from crossfoot.workspaces.imports import ledger_file

        files = [
            ActivityFile(
                ledger_file(self, self.evidence(entry), entry.sha256),
                entry.file,
                entry.sha256,
                entry.rows,
            )
            for entry in self.imported("activity")
        ]
        for path, file in self._laid_files("activity"):
            parquet = ledger_file(self, path, file.sha256)
            files.append(ActivityFile(parquet, file.name, file.sha256, 0))
        return tuple(files)

    def fact_files(self) -> tuple[tuple[Path, FactFile], ...]:
        """Files of facts that count: those laid into `facts/`, then imported ones, in order."""
        imported = (
            (self.evidence(entry), FactFile(entry.file, entry.sha256))
            for entry in self.imported("facts")
        )
        return (*self._laid_files("facts"), *imported)

    def _laid_files(self, name: str) -> Iterator[tuple[Path, FactFile]]:
        """Files that a person put into a folder of the workspace, in the order of their names."""
        from crossfoot.tables.files import sha256_of

        folder = self.folder / name
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.suffix.lower() in TABLE_ENDINGS and not path.name.startswith((".", "~")):
                yield path, FactFile(f"{name}/{path.name}", sha256_of(path))
