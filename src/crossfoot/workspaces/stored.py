"""The files of a workspace: kept as evidence, laid by hand, written as ledger."""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.facts.entities import Organisation

if TYPE_CHECKING:
    from crossfoot.quantities.periods import Period
    from crossfoot.tables.files import Progress
    from crossfoot.tables.parquet import Batch

#: files that are read where a person lays them; others are left alone
TABLE_ENDINGS = (".csv", ".xlsx", ".xls", ".ods", ".parquet")

#: folder under `evidence/` that the system of record keeps and sweeps by itself
DOCUMENTS = "documents"

#: seconds after which an unfinished file is nobody's work in progress any more
LEFT_BEHIND = 3600


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of rows that counts: imported and kept as evidence, or laid by hand.

    Attributes:
        path: where it lies.
        name: name of the file as the user gave it.
        sha256: hash of its content.
        sheet: sheet of a workbook that has several; else empty.
        rows: number of rows; 0 where nobody has counted them.
        mapping: which heading of it gives which column; empty where they have our names.
    """

    path: Path
    name: str
    sha256: str
    sheet: str = ""
    rows: int = 0
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActivityFile:
    """Activity rows that count: a validated Parquet file and the file it came from.

    Attributes:
        parquet: the rows, in the columns of `crossfoot.tables.schemas.ACTIVITY`.
        name: name of the file as the user gave it.
        sha256: hash of that file.
        rows: number of rows; 0 where nobody has counted them.
        sheet: sheet of a workbook that has several; else empty.
    """

    parquet: Path
    name: str
    sha256: str
    rows: int
    sheet: str = ""


def evidence_path(folder: Path, sha256: str, suffix: str) -> Path:
    """Where the copy of an imported file is kept."""
    return folder / "evidence" / f"{sha256}{suffix.lower()}"


def ledger_path(folder: Path, file: TableFile) -> Path:
    """Where the validated rows of an activity file lie."""
    sheet = f".{sha256(file.sheet.encode()).hexdigest()[:12]}" if file.sheet else ""
    return folder / "ledger" / f"{file.sha256}{sheet}.parquet"


def ledger_file(folder: Path, file: TableFile, organisation: Organisation) -> Path:
    """The validated rows of an activity file, made anew where they are missing.

    Raises:
        CrossfootError: the file cannot be read.
    """
    target = ledger_path(folder, file)
    if not target.exists():
        write_ledger(file, target, organisation)
    return target


def write_ledger(
    file: TableFile,
    target: Path,
    organisation: Organisation,
    progress: Progress | None = None,
    period: Period | None = None,
) -> Batch:
    """Check an activity file and write its rows as Parquet.

    Of a worksheet, whose quantities follow from other columns, the computed rows are written: the
    worksheet itself is what is kept.

    Args:
        file: the file.
        target: the Parquet file to write.
        organisation: the sites that rows may name.
        progress: told how much is done.
        period: rows outside it are refused; None takes rows of any time.

    Raises:
        CrossfootError: with all that is wrong; nothing is written.
    """
    from crossfoot.calculation.worksheet import as_activity
    from crossfoot.tables.mapping import mapped
    from crossfoot.tables.parquet import import_to_parquet
    from crossfoot.tables.schemas import ACTIVITY

    known = {"site": tuple(entity.id for entity in organisation)}
    sheet = file.sheet or None
    with as_activity(file.path, file.name) as rows:
        return import_to_parquet(
            rows,
            mapped(ACTIVITY, file.mapping),
            target,
            progress,
            sheet=sheet,
            known=known,
            period=period,
        )


def laid_files(folder: Path, name: str) -> Iterator[TableFile]:
    """Files that a person put into a folder of the workspace, in the order of their names."""
    from crossfoot.tables.files import sha256_of

    inside = folder / name
    for path in sorted(inside.iterdir()) if inside.is_dir() else []:
        if path.suffix.lower() in TABLE_ENDINGS and not path.name.startswith((".", "~")):
            yield TableFile(path, f"{name}/{path.name}", sha256_of(path))


def sweep(folder: Path, named: Collection[str]) -> None:
    """Remove what interrupted imports left behind: files that no line of the journal names.

    Young ones stay: somebody may be writing them. Call it while holding the workspace.

    Args:
        folder: the workspace.
        named: hashes of files that are named or laid.
    """
    oldest = time.time() - LEFT_BEHIND
    kept = [path for name in ("evidence", "ledger") for path in (folder / name).glob("*")]
    for path in kept:
        is_named = path.name.partition(".")[0] in named
        if is_named or path.name == DOCUMENTS or path.stat().st_mtime > oldest:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
