"""Making the file of numbers: one run of the workspace, written down with all its lineage."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crossfoot import __version__
from crossfoot.calculation.trace import Trace
from crossfoot.facts.fact import NO_DIMENSIONS, Fact
from crossfoot.facts.provenance import Inventoried
from crossfoot.footing.finding import Severity
from crossfoot.records.joined import joined
from crossfoot.records.numbers import figures_state
from crossfoot.records.overview.inventory.writing import write_inventory
from crossfoot.records.overview.store import Writer, path_of, say, writing
from crossfoot.runs.run import Run, run_workspace
from crossfoot.workspaces.workspace import Workspace

Progress = Callable[[int, int], None]

#: rows without a factor that are listed; the rest are counted
MOST_UNRESOLVED = 200

_SEVERITIES = tuple(Severity)


def digest_of(folder: Path) -> str:
    """Hash of what the numbers of a workspace depend on, at this moment."""
    text = json.dumps([__version__, *figures_state(folder)], default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def build(folder: Path, progress: Progress = lambda done, total: None) -> Path:
    """Calculate the workspace and write its file of numbers, in the place of the one before.

    Raises:
        CrossfootError: a file of the workspace cannot be read; the file before stays.
    """
    state = digest_of(folder)  # before reading: what changes meanwhile makes it out of date
    at = datetime.now(UTC)
    progress(0, 5)
    run = run_workspace(joined(Workspace(folder)))
    progress(1, 5)
    path = path_of(folder)
    with writing(path) as writer:
        writer.facts(run.facts)
        progress(2, 5)
        _write_findings(writer, run)
        progress(3, 5)
        _write_lines(writer, run)
        progress(4, 5)
        write_inventory(run, folder, state)
        say(writer.database, state=state, as_of=at.isoformat(), **_whole(run))
    progress(5, 5)
    return path


def _whole(run: Run) -> dict[str, Any]:
    settings = run.workspace.settings
    unresolved = run.lines.unresolved if run.lines else ()
    return {
        "run": run.id,
        "version": __version__,
        "entity": run.workspace.root,
        "tree": [(each.id, each.parent) for each in run.workspace.organisation],
        "year": settings.year,
        "years": list(settings.years),
        "variant": run.variant if run.inventory is not None else None,
        "unresolved_count": len(unresolved),
        "unresolved": [
            {
                "file": each.file,
                "row": each.row,
                "site": each.site,
                "activity": each.activity,
                "unit": each.unit,
                "reason": each.reason,
            }
            for each in unresolved[:MOST_UNRESOLVED]
        ],
    }


def _write_findings(writer: Writer, run: Run) -> None:
    found = sorted(run.findings, key=lambda each: _SEVERITIES.index(each.severity))
    rows = [
        (
            str(each.severity),
            str(each.kind),
            each.metric,
            each.message.en,
            each.message.zh,
            each.arithmetic,
            json.dumps([writer.known[id(fact)] for fact in each.facts if id(fact) in writer.known]),
            each.facts[0].entity if each.facts else run.workspace.root,
        )
        for each in found
    ]
    writer.database.executemany(
        "INSERT INTO finding (severity, kind, metric, en, zh, arithmetic, facts, entity) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _write_lines(writer: Writer, run: Run) -> None:
    """The inventory lines behind whole figures of years; months and parts lead there."""
    rows = (
        (writer.number(fact), json.dumps([_tree(line) for line in run.trace(fact).children]))
        for fact in _totals(run)
    )
    writer.database.executemany("INSERT INTO lines VALUES (?, ?)", rows)


def _totals(run: Run) -> Iterator[Fact]:
    for fact in run.facts:
        whole = fact.dimensions == NO_DIMENSIONS and fact.period.is_year
        if whole and isinstance(fact.provenance, Inventoried):
            yield fact


def _tree(trace: Trace) -> dict[str, Any]:
    """A node that is no fact, for a page in either language."""
    return {
        "label": [trace.label.en, trace.label.zh],
        "value": None if trace.value is None else str(trace.value),
        "unit": trace.unit,
        "rule": [trace.rule.en, trace.rule.zh],
        "source": [trace.source.en, trace.source.zh],
        "children": [_tree(child) for child in trace.children],
    }
