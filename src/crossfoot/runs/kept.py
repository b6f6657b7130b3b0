"""Runs that are kept under a name, to be compared with later ones.

    runs/<id>/manifest.json   names, settings, totals, hash of the lines
    runs/<id>/lines.parquet   what each row emits by each method

A kept run is never changed; keeping the same run again under another name adds the name. Lines
whose file has another hash than the manifest says are refused.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot import __version__
from crossfoot.calculation.kept_lines import KeptLine, kept_lines
from crossfoot.calculation.restatement import KeptRun
from crossfoot.errors import CrossfootError, Problem
from crossfoot.runs.identity import inventory_id, run_id

if TYPE_CHECKING:
    from crossfoot.calculation.inventory import Inventory
    from crossfoot.runs.named_lines import NamedLines
    from crossfoot.workspaces.workspace import Workspace

FOLDER, MANIFEST, LINES = "runs", "manifest.json", "lines.parquet"
_COLUMNS = tuple(field.name for field in fields(KeptLine))
#: letters of an id that may stand for it
_ENOUGH = 4
#: lines handed over at once
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a kept run without reading its lines.

    Attributes:
        id: hash of everything the run depends on.
        names: what people call it.
        content: the whole document.
    """

    id: str
    names: tuple[str, ...]
    content: Mapping[str, Any]


def keep(workspace: Workspace, lines: NamedLines, name: str) -> Manifest:
    """Keep an inventory of a workspace under a name.

    Raises:
        CrossfootError: the name belongs to another run, or cannot be a name.
    """
    inventory = lines.inventory
    id_ = inventory_id(workspace, inventory)
    known = {one.id: one for one in kept_runs(workspace.folder)}
    _check_name(name, id_, known.values())
    if id_ in known:
        names = dict.fromkeys([*known[id_].names, name])
        content = dict(known[id_].content) | {"names": list(names)}
        _write_manifest(workspace.folder / FOLDER / id_, content)
        return Manifest(id_, tuple(names), content)
    target = workspace.folder / FOLDER / id_
    target.parent.mkdir(exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=target.parent, prefix=".partial-"))
    try:
        count = _write_lines(kept_lines(lines.lines()), partial)
        content = _described(workspace, inventory, id_, name, count, partial / LINES)
        _write_manifest(partial, content)
        partial.chmod(0o755)
        partial.rename(target)  # whole or not at all
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return Manifest(id_, (name,), content)


def kept_runs(folder: Path) -> list[Manifest]:
    """The runs kept in a workspace, the earliest first."""
    found = [
        json.loads(path.read_text("utf-8")) for path in folder.glob(f"{FOLDER}/[!.]*/{MANIFEST}")
    ]
    found.sort(key=lambda content: (content["kept"], content["id"]))
    return [Manifest(each["id"], tuple(each["names"]), each) for each in found]


def find_run(folder: Path, name: str) -> Manifest:
    """A kept run by one of its names, its id, or the beginning of its id.

    Raises:
        CrossfootError: none or several are meant.
    """
    known = kept_runs(folder)
    for meant in (
        [one for one in known if name in one.names],
        [one for one in known if len(name) >= _ENOUGH and one.id.startswith(name)],
    ):
        if len(meant) == 1:
            return meant[0]
        if meant:
            ids = ", ".join(one.id for one in meant)
            raise CrossfootError(Problem(f"{name!r} may be {ids}", remedy="write more of the id"))
    names = [each for one in known for each in one.names]
    near = get_close_matches(name, names, n=1)
    remedy = "keep one with `crossfoot inventory --keep NAME`"
    if near or names:
        remedy = f"did you mean {near[0]!r}?" if near else f"there is {', '.join(names)}"
    raise CrossfootError(Problem(f"there is no kept run {name!r}", remedy=remedy))


def read_run(folder: Path, manifest: Manifest) -> KeptRun:
    """The lines of a kept run.

    Raises:
        CrossfootError: they are not those that were kept.
    """
    from crossfoot.tables.files import sha256_of

    path = folder / FOLDER / manifest.id / LINES
    if not path.is_file() or sha256_of(path) != manifest.content["lines_sha256"]:
        what = f"the lines of run {manifest.id} are not those that were kept"
        remedy = "restore the folder from a backup, or delete it and keep the run again"
        raise CrossfootError(Problem(what, where=str(path.name), remedy=remedy))
    sites = frozenset(manifest.content["sites"])
    without = frozenset((site, name, unit) for site, name, unit in manifest.content["without"])
    return KeptRun(manifest.content["gwp"], sites, [_line(row) for row in _read(path)], without)


# -- inside -------------------------------------------------------------------------------


def _check_name(name: str, id_: str, known: Iterable[Manifest]) -> None:
    if not name.strip() or any(sign in name for sign in "/\\\n"):
        raise CrossfootError(Problem(f"{name!r} cannot be a name", remedy="such as reported-2023"))
    for one in known:
        if name in one.names and one.id != id_:
            what = f"{name!r} is the name of run {one.id}, which is another one"
            raise CrossfootError(Problem(what, remedy="a kept run stays as it is: use a new name"))


def _described(
    workspace: Workspace, inventory: Inventory, id_: str, name: str, count: int, lines: Path
) -> dict[str, Any]:
    from crossfoot.tables.files import sha256_of

    organisation = workspace.organisation
    return {
        "id": id_,
        "run": run_id(workspace),
        "names": [name],
        "kept": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "approach": str(inventory.approach),
        "gwp": inventory.gwp_sets[0],
        "year": inventory.year,
        "as_of": None if inventory.as_of is None else inventory.as_of.isoformat(),
        "factor_sets": [each.name for each in inventory.library.sets],
        "sites": [e.id for e in organisation if organisation.share(e.id, inventory.approach)],
        "milligrams": inventory.milligrams(),
        "unresolved": inventory.unresolved_count,
        "without": sorted({(u.site, u.activity, u.unit) for u in inventory.unresolved}),
        "lines": count,
        "lines_sha256": sha256_of(lines),
    }


def _write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    partial = folder / f".{MANIFEST}"
    text = json.dumps(content, ensure_ascii=False, indent=1)
    partial.write_text(f"{text}\n", encoding="utf-8")
    partial.replace(folder / MANIFEST)


def _write_lines(lines: Iterable[KeptLine], folder: Path) -> int:
    """All columns as text: what is exact stays exact."""
    import duckdb

    staged, count = folder / "lines.csv", 0
    with staged.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for line in lines:
            writer.writerow([_text(getattr(line, name)) for name in _COLUMNS])
            count += 1
    with duckdb.connect() as connection:
        rows = connection.read_csv(str(staged), header=True, all_varchar=True, na_values="\0")
        rows.write_parquet(str(folder / LINES), compression="zstd")
    staged.unlink()
    return count


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(f"{gas}={rate}" for gas, rate in value.items())
    return str(value)


def _read(path: Path) -> Iterator[tuple[str, ...]]:
    import duckdb

    with duckdb.connect() as connection:
        rows = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        while batch := rows.fetchmany(_BATCH):
            yield from batch


# few of these differ among millions of lines
_day = lru_cache(maxsize=4096)(date.fromisoformat)
_share = lru_cache(maxsize=4096)(Fraction)


@lru_cache(maxsize=4096)
def _rates(text: str) -> Mapping[str, Decimal]:
    pairs = (pair.partition("=") for pair in text.split())
    return {gas: Decimal(rate) for gas, _, rate in pairs}


def _line(row: tuple[str, ...]) -> KeptLine:
    text = dict(zip(_COLUMNS, (cell or "" for cell in row), strict=True))
    words = ("file", "site", "activity", "unit", "scope", "category", "method", "factor")
    return KeptLine(
        **{name: text[name] for name in words},
        row=int(text["row"]),
        start=_day(text["start"]),
        end=_day(text["end"]),
        year=int(text["year"]),
        entered=Decimal(text["entered"]),
        quantity=Decimal(text["quantity"]),
        share=_share(text["share"]),
        rates=_rates(text["rates"]),
        milligrams=int(text["milligrams"]),
    )
