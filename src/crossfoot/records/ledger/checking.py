"""All rows of a batch are checked: the problems, or the rows as Parquet with their totals."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from crossfoot.calculation.worksheet import as_activity
from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.records.actions import Actor
from crossfoot.records.jobs.kinds import Progress
from crossfoot.records.ledger.models import Batch, BatchTotal, State
from crossfoot.records.ledger.problems import SHOWN, as_rows
from crossfoot.records.ledger.sites import known_sites, not_for
from crossfoot.records.ledger.staging import file_of, limits, rows_of
from crossfoot.records.ledger.values import counted
from crossfoot.tables.ledger_rows import totals
from crossfoot.tables.mapping import mapped
from crossfoot.tables.parquet import import_to_parquet
from crossfoot.tables.schemas import ACTIVITY
from crossfoot.workspaces.imports import span_of
from crossfoot.workspaces.workspace import Workspace

_UNKNOWN_SITE = re.compile(r"site '(?P<site>.+)' is not known(?P<more> \(and \d+ more rows?\))?")


def check_rows(
    batch: Batch, by: Actor, progress: Progress | None = None, period: Period | None = None
) -> Batch:
    """Check all rows; the batch is `checked` or `refused` afterwards.

    Args:
        batch: sheet and mapping are chosen.
        by: whose sites the rows may name.
        progress: told how much is done; may raise to stop.
        period: rows of any other time are refused; the years of the workspace and those beside
            them where None.
    """
    target, known = rows_of(batch), known_sites()
    words: list[dict[str, Any]] = []
    try:
        with as_activity(file_of(batch)) as rows:
            written = import_to_parquet(
                rows,
                mapped(ACTIVITY, batch.mapping),
                target,
                progress,
                sheet=batch.sheet or None,
                known={"site": known - set(not_for(by, known))},
                period=period or span_of(Workspace(Path(settings.WORKSPACE))),
                limits=limits(),
                shown=SHOWN,
                look=lambda cells: words.extend(counted(cells, batch.mapping)),
            )
    except CrossfootError as error:
        batch.words = words
        return refuse(batch, _of_others(error, known))
    batch.words = words
    warnings, _ = as_rows(written.warnings)
    with transaction.atomic():
        batch.totals.all().delete()
        BatchTotal.objects.bulk_create(
            [
                BatchTotal(
                    batch=batch,
                    site=each.site,
                    activity=each.activity,
                    unit=each.unit,
                    month=each.month,
                    rows=each.rows,
                    quantity=each.quantity,
                )
                for each in totals(target)
            ],
            batch_size=500,
        )
        return _set(batch, State.CHECKED, rows=written.rows, warnings=warnings)


def _of_others(error: CrossfootError, known: frozenset[str]) -> CrossfootError:
    """The same problems; a site that is known, but not the sender's, is said to be so."""
    return CrossfootError.of(_of_other(each, known) for each in error.problems)


def _of_other(each: Problem, known: frozenset[str]) -> Problem:
    named = _UNKNOWN_SITE.fullmatch(each.what)
    if named is None or named["site"] not in known:
        return each
    # kept in English like what the other checks say; `said.tsv` has it for whoever reads Chinese
    return Problem(
        f"you may not enter figures of {named['site']!r}{named['more'] or ''}",
        where=each.where,
        remedy="leave these rows out, or ask an administrator for the role",
    )


def refuse(batch: Batch, error: CrossfootError) -> Batch:
    """The batch cannot be imported, and says why."""
    problems, beyond = as_rows(error.problems)
    with transaction.atomic():
        batch.totals.all().delete()
        return _set(batch, State.REFUSED, problems=problems, problems_beyond=beyond)


def _set(batch: Batch, state: State, **values: object) -> Batch:
    fresh = {"rows": 0, "warnings": [], "problems": [], "problems_beyond": 0, **values}
    for name, value in fresh.items():
        setattr(batch, name, value)
    batch.state = state.value
    batch.save(update_fields=["state", "words", *fresh])
    return batch
