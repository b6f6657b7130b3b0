"""Runs that are kept under a name, to be compared with later ones.

    runs/<id>/manifest.json   names, settings, totals, hash of the lines
    runs/<id>/lines.parquet   what each row emits by each method

A kept run is never changed; keeping the same run again under another name adds the name. Lines
whose file has another hash than the manifest says are refused.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot import __version__
from crossfoot.calculation.comparison import RunFile
from crossfoot.calculation.kept_lines import COLUMNS, LineKinds, kinds_file
from crossfoot.calculation.restatement import KeptRun
from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.ownership import standings
from crossfoot.runs.identity import inventory_id, run_id

if TYPE_CHECKING:
    from crossfoot.calculation.inventory import Inventory
    from crossfoot.facts.entities import Approach, Organisation
    from crossfoot.runs.named_lines import NamedLines
    from crossfoot.workspaces.workspace import Workspace

FOLDER, MANIFEST, LINES = "runs", "manifest.json", "lines.parquet"
#: counts changes of the columns of the lines
LAYOUT = 2
#: letters of an id that may stand for it
_ENOUGH = 4


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
        inventory.write_lines(partial / LINES, lines.names)
        content = _described(workspace, inventory, id_, name, partial / LINES)
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


def run_file(folder: Path, manifest: Manifest) -> RunFile:
    """A kept run, to be compared with another.

    Raises:
        CrossfootError: its lines are not those that were kept.
    """
    from crossfoot.tables.files import sha256_of

    path = folder / FOLDER / manifest.id / LINES
    stated = manifest.content
    if stated.get("layout") != LAYOUT:
        what = f"run {manifest.id} was kept by an earlier version of the program"
        raise CrossfootError(Problem(what, remedy="delete its folder and keep the run again"))
    files = (("lines_sha256", path), ("kinds_sha256", kinds_file(path)))
    if any(not file.is_file() or sha256_of(file) != stated[name] for name, file in files):
        what = f"the lines of run {manifest.id} are not those that were kept"
        remedy = "restore the folder from a backup, or delete it and keep the run again"
        raise CrossfootError(Problem(what, where=str(path.name), remedy=remedy))
    sites = frozenset(manifest.content["sites"])
    without = frozenset((site, name, unit) for site, name, unit in manifest.content["without"])
    held = {
        site: [(date.fromisoformat(first), date.fromisoformat(last), *rest)
               for first, last, *rest in spans]
        for site, spans in manifest.content.get("held", {}).items()
    }  # fmt: skip
    return RunFile(manifest.content["gwp"], sites, path, without, held)


def read_run(folder: Path, manifest: Manifest) -> KeptRun:
    """A kept run with its lines in memory.

    Raises:
        CrossfootError: they are not those that were kept.
    """
    import duckdb

    found = run_file(folder, manifest)
    kinds = LineKinds.read(found.lines)
    columns = ", ".join("document" if name == "file" else name for name in COLUMNS)
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT {columns} FROM read_parquet(?)", [str(found.lines)])  # noqa: S608  names of this program
        lines = [kinds.line(row) for row in rows.fetchall()]
    return KeptRun(found.gwp, found.sites, lines, found.unresolved, found.held)


# -- inside -------------------------------------------------------------------------------


def _check_name(name: str, id_: str, known: Iterable[Manifest]) -> None:
    if not name.strip() or any(sign in name for sign in "/\\\n"):
        raise CrossfootError(Problem(f"{name!r} cannot be a name", remedy="such as reported-2023"))
    for one in known:
        if name in one.names and one.id != id_:
            what = f"{name!r} is the name of run {one.id}, which is another one"
            raise CrossfootError(Problem(what, remedy="a kept run stays as it is: use a new name"))


def _described(
    workspace: Workspace, inventory: Inventory, id_: str, name: str, lines: Path
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
        "sites": [e.id for e in organisation if standings(organisation, e.id, inventory.approach)],
        "held": {
            entity.id: spans
            for entity in organisation
            if (spans := _held(organisation, entity.id, inventory.approach))
        },
        "milligrams": inventory.milligrams(),
        "unresolved": inventory.unresolved_count,
        "without": sorted({(u.site, u.activity, u.unit) for u in inventory.unresolved}),
        "layout": LAYOUT,
        "lines": _count(lines),
        "lines_sha256": sha256_of(lines),
        "kinds_sha256": sha256_of(kinds_file(lines)),
    }


def _held(organisation: Organisation, entity: str, approach: Approach) -> list[list[str]]:
    """What of an entity counts by days; nothing where the same share of it counts ever."""
    found = standings(organisation, entity, approach)
    if all(each.start == date.min and each.end == date.max and not each.category for each in found):
        return []
    return [
        [each.start.isoformat(), each.end.isoformat(), f"{each.share.normalize():f}", each.category]
        for each in found
    ]


def _count(lines: Path) -> int:
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(lines)]).fetchone()
    return int(found[0]) if found else 0


def _write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    partial = folder / f".{MANIFEST}"
    text = json.dumps(content, ensure_ascii=False, indent=1)
    partial.write_text(f"{text}\n", encoding="utf-8")
    partial.replace(folder / MANIFEST)
