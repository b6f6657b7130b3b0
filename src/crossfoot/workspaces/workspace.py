"""Opening and starting a workspace, and what it holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.entities import Organisation
from crossfoot.workspaces import settings as settings_file
from crossfoot.workspaces.fact_rows import FactFile, FactRows, read_facts
from crossfoot.workspaces.figures import figures_file
from crossfoot.workspaces.journal import Entry, Journal
from crossfoot.workspaces.organisation_file import OWNERSHIP, organisation_of
from crossfoot.workspaces.settings import Settings, read_settings, write_settings
from crossfoot.workspaces.stored import (
    ActivityFile,
    TableFile,
    evidence_path,
    laid_files,
    ledger_file,
)
from crossfoot.workspaces.versions import next_versions

if TYPE_CHECKING:
    from crossfoot.facts.fact import Fact
    from crossfoot.facts.selection import FactSet
    from crossfoot.metrics.catalogue import Catalogue

#: what a workspace has read of its folder, and reads anew when the folder has changed
_READ = ("entries", "organisation", "tree", "facts", "_fact_files", "_activity_files")


class Workspace:
    """One organisation's folder, as it was when first looked at; `changing` looks anew.

    Args:
        folder: the folder that holds `crossfoot.toml`.
        further: facts that lie elsewhere, such as those that people entered into a database; a
            later entered value is the next version of one in a file.
        organisation: the tree of entities where it lies elsewhere; that of the folder unless given.

    Attributes:
        folder: where it lies.
        further: as given.
        settings: what `crossfoot.toml` says.
        journal: what was done to it.

    Raises:
        CrossfootError: the folder is no workspace, or its settings cannot be read.
    """

    def __init__(
        self,
        folder: Path,
        further: Sequence[Fact] = (),
        organisation: Organisation | None = None,
    ) -> None:
        self.folder = folder
        self.further = tuple(further)
        self._organisation = organisation
        path = folder / settings_file.FILE_NAME
        if not path.is_file():
            raise CrossfootError(
                Problem(
                    f"{_named(folder)} is no workspace: it has no {settings_file.FILE_NAME}",
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
                Problem(f"{_named(folder)} is a workspace already", remedy="choose another folder")
            )
        for name in ("facts", "activity", "evidence", "ledger", "factors"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        write_settings(settings, path)
        workspace = cls(folder)
        with workspace.changing():
            workspace.journal.append("start", "workspace", file=path.name)
        return workspace

    # -- what it holds --------------------------------------------------------------------

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The journal, oldest first.

        Raises:
            CrossfootError: a line of it was altered or removed.
        """
        return self.journal.entries()

    @cached_property
    def organisation(self) -> Organisation:
        """The tree of entities, with what `ownership.csv` says of who holds them when."""
        path = self.stated("ownership", OWNERSHIP)
        if path is None:
            return self.tree
        from crossfoot.workspaces.ownership_file import with_ownership

        return with_ownership(self.tree, path)

    @cached_property
    def tree(self) -> Organisation:
        """The tree of entities, as it was imported, laid into the workspace, or given."""
        if self._organisation is not None:
            return self._organisation
        imported = [self.kept(entry) for entry in self.imported("organisation")[-1:]]
        files = [(file.path, file.sheet) for file in imported]
        return organisation_of(self.folder, files, self.settings)

    def stated(self, kind: str, name: str) -> Path | None:
        """The file of a kind that counts: imported last, or laid into the workspace.

        Args:
            kind: as the journal names it, such as "verification".
            name: of the file that a person may lay into the folder.

        Raises:
            CrossfootError: there is an imported and a laid one, or the imported one is gone.
        """
        imported, laid = self.imported(kind)[-1:], self.folder / name
        if imported and laid.is_file():
            what = f"there are two files of {kind}: the imported one and {name}"
            remedy = f"move the file away; to replace the imported one, import it --as {kind}"
            raise CrossfootError(Problem(what, where=str(laid), remedy=remedy))
        if imported:
            return self.evidence(imported[0])
        return laid if laid.is_file() else None

    @property
    def root(self) -> str:
        """Id of the entity that reports."""
        return self.organisation.root.id

    @cached_property
    def catalogue(self) -> Catalogue:
        """The metric catalogue."""
        from crossfoot.metrics.catalogue import catalogue

        return catalogue()

    @cached_property
    def facts(self) -> FactSet:
        """Entered and published facts; a later entered value is the next version of an earlier."""
        from crossfoot.facts.selection import FactSet

        rows = [self.read_facts(path, file).facts for path, file in self.fact_files()]
        return FactSet(
            next_versions((), (fact for facts in (*rows, self.further) for fact in facts))
        )

    def read_facts(self, path: Path, file: FactFile) -> FactRows:
        """The facts of one file, checked against catalogue and organisation."""
        if file.is_report:
            from crossfoot.workspaces.published import read_published

            return FactRows(read_published(path), ())
        return read_facts(path, file, self.catalogue, self.organisation)

    def imported(self, kind: str) -> tuple[Entry, ...]:
        """Journal entries of the imports of one kind that were not reversed, oldest first."""
        standing: dict[tuple[str, str], Entry] = {}
        for entry in self.entries:
            if entry.kind == kind and entry.action == "import":
                standing[entry.sha256, entry.sheet] = entry
            elif entry.kind == kind and entry.action == "reverse":
                standing.pop((entry.sha256, entry.sheet), None)
        return tuple(sorted(standing.values(), key=lambda entry: entry.number))

    def evidence(self, entry: Entry) -> Path:
        """The kept copy of an imported file.

        Raises:
            CrossfootError: the file is gone or altered.
        """
        from crossfoot.tables.files import sha256_of

        path = evidence_path(self.folder, entry.sha256, Path(entry.file).suffix)
        kept = [(path, entry.sha256)]
        if entry.read:
            kept.append((self.rows_read(entry), entry.read))
        if any(not path.is_file() or sha256_of(path) != sha256 for path, sha256 in kept):
            raise CrossfootError(
                Problem(
                    f"the imported file {entry.file!r} is gone or was altered",
                    where=str(path),
                    why=f"the journal names it in entry {entry.number}",
                    remedy="restore it from a backup",
                )
            )
        return path

    def rows_read(self, entry: Entry) -> Path:
        """The rows that were read from an imported report."""
        return evidence_path(self.folder, entry.read, ".csv")

    def activity_files(self) -> tuple[ActivityFile, ...]:
        """Validated activity rows: imported, laid into `activity/`, or of entered figures."""
        return self._activity_files

    def fact_files(self) -> tuple[tuple[Path, FactFile], ...]:
        """Files of facts that count: those laid into `facts/`, imported ones, rows of reports."""
        return self._fact_files

    def kept(self, entry: Entry) -> TableFile:
        """An imported file as it lies in the workspace.

        Raises:
            CrossfootError: the file is gone or altered.
        """
        path = self.evidence(entry)
        mapping = json.loads(entry.mapping) if entry.mapping else {}
        return TableFile(path, entry.file, entry.sha256, entry.sheet, entry.rows, mapping)

    @cached_property
    def _activity_files(self) -> tuple[ActivityFile, ...]:
        imported = map(self.kept, self.imported("activity"))
        files = tuple(
            ActivityFile(
                ledger_file(self.folder, file, self.organisation),
                file.name,
                file.sha256,
                file.rows,
                file.sheet,
            )
            for file in (*imported, *laid_files(self.folder, "activity"))
        )
        entered = figures_file(self.folder, self.further, self.organisation, files)
        return files if entered is None else (*files, entered)

    @cached_property
    def _fact_files(self) -> tuple[tuple[Path, FactFile], ...]:
        imported = map(self.kept, self.imported("facts"))
        tables = tuple(
            (file.path, FactFile(file.name, file.sha256, file.sheet))
            for file in (*laid_files(self.folder, "facts"), *imported)
        )
        # the later report first: what it restates counts
        reports = tuple(
            (self.rows_read(entry), self.report_file(entry))
            for entry in reversed(self.imported("report"))
        )
        return tables + reports

    def report_file(self, entry: Entry) -> FactFile:
        """An imported report, of which the kept copy is still what it was."""
        kept = self.kept(entry)
        return FactFile(kept.name, kept.sha256, is_report=True)

    # -- changing it ----------------------------------------------------------------------

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the folder for one change; what others did to it meanwhile is seen.

        A second writer waits. Readers need not: what they read counts or does not, by the
        journal's line.
        """
        with self.journal.writing():
            if "entries" in self.__dict__ and self.journal.entries() != self.entries:
                self.forget()
            yield
            self.__dict__.pop("entries", None)

    def forget(self) -> None:
        """Forget what was read of the folder."""
        for name in _READ:
            self.__dict__.pop(name, None)

    def take_in(self, facts: Iterable[Fact], file: tuple[Path, FactFile]) -> None:
        """Add facts just imported, so that the next import need not read all files anew."""
        self.facts = self.facts.plus(next_versions(self.facts, facts))
        self._fact_files = (*self._fact_files, file)


def _named(folder: Path) -> str:
    return "the current folder" if folder == Path() else str(folder)
