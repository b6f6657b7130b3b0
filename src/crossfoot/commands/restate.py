"""`crossfoot restate --base RUN --new RUN`: why two inventories differ."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.options import (
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.languages import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crossfoot.calculation.base_year import Policy
    from crossfoot.calculation.comparison import Comparison
    from crossfoot.calculation.restatement import Change
    from crossfoot.runs.kept import Manifest

CSV_COLUMNS = (
    "site", "activity", "scope", "category", "method", "start", "end", "year", "unit",
    "base_file", "base_row", "base_quantity", "base_factor", "base_co2e_kg",
    "new_file", "new_row", "new_quantity", "new_factor", "new_co2e_kg", "difference_kg",
)  # fmt: skip
_MOST = 40


@click.command()
@click.option("--base", required=True, metavar="RUN", help="The run that was reported.")
@click.option("--new", required=True, metavar="RUN", help="The run to compare with it.")
@click.option(
    "--threshold",
    type=click.FloatRange(min=0),
    help="Percent from which the base year is to be recalculated; else the policy's, or 5.",
)
@format_option("table", "json", "csv")
@language_option
@workspace_option
def restate(
    base: str, new: str, threshold: float | None, format_: str, language: Language, folder: Path
) -> int:
    """Explain the difference of two kept inventories, line by line, split by cause.

    RUN is a name that `crossfoot inventory --keep NAME` gave, or the id that it printed. The
    causes add up to the difference exactly. Exit code 1 where a total changed by more than the
    threshold: the base year is to be recalculated.

    Example: crossfoot restate --base reported-2023 --new corrected-2023
    """
    from crossfoot.calculation.base_year import FILE_NAME, read_policy
    from crossfoot.calculation.comparison import Comparison
    from crossfoot.runs.kept import find_run, run_file

    workspace = open_workspace(folder)
    runs = find_run(workspace.folder, base), find_run(workspace.folder, new)
    path = workspace.folder / FILE_NAME
    policy = read_policy(path) if path.is_file() else None
    files = [run_file(workspace.folder, run) for run in runs]
    found = Comparison(files[0], files[1], policy)
    if threshold is None:
        threshold = 5.0 if policy is None else float(policy.threshold * 100)
    beyond = tuple(
        total
        for total in found.exceeds(Decimal(str(threshold)) / 100)
        if policy is None or not policy.asks_for_nothing(found.by_cause(total))
    )
    if format_ == "json":
        _print_json(found, runs, beyond, threshold, policy)
    elif format_ == "csv":
        _print_csv(found)
    else:
        _print(found, (base, new), beyond, threshold, language)
        _print_policy(found, policy, language)
    found.close()
    return 1 if beyond else 0


def _print_json(
    found: Comparison,
    runs: tuple[Manifest, Manifest],
    beyond: tuple[str, ...],
    threshold: float,
    policy: Policy | None,
) -> None:
    from crossfoot.calculation.lines import kilograms, tonnes
    from crossfoot.calculation.restatement import TOTALS
    from crossfoot.commands.output import print_json

    base, new = runs
    print_json(
        {
            "base": dict(base.content),
            "new": dict(new.content),
            "totals": {
                total: {
                    "base": tonnes(found.totals(total)[0]),
                    "new": tonnes(found.totals(total)[1]),
                    "difference": tonnes(sum(found.by_cause(total).values())),
                    "by_cause": {c: tonnes(mg) for c, mg in found.by_cause(total).items()},
                }
                for total in TOTALS
            },
            "threshold_percent": threshold,
            "recalculate": list(beyond),
            "policy": None if policy is None else _policy_json(found, policy),
            "lines": [
                _row(change)
                | {"effects_kg": {cause: kilograms(mg) for cause, mg in change.effects.items()}}
                for change in found.changes()
            ],
        }
    )


def _policy_json(found: Comparison, policy: Policy) -> dict[str, Any]:
    return {
        "base_year": policy.year,
        "events": [
            {"date": each.day.isoformat(), "trigger": each.trigger.name, "site": each.site,
             "activity": each.activity, "reason": each.reason,
             "recalculates": each.trigger.recalculates}
            for each in policy.events
        ],
        "without_event": list(_without_event(found, policy)),
    }  # fmt: skip


def _without_event(found: Comparison, policy: Policy) -> tuple[str, ...]:
    """Causes of any total for which no event is stated."""
    from crossfoot.calculation.restatement import TOTALS

    causes = (policy.unexplained(found.by_cause(total)) for total in TOTALS)
    return tuple(dict.fromkeys(cause for each in causes for cause in each))


def _print_policy(found: Comparison, policy: Policy | None, language: Language) -> None:
    from crossfoot.calculation.restatement import CAUSES
    from crossfoot.commands.output import show
    from crossfoot.commands.words import say

    without = () if policy is None else _without_event(found, policy)
    if without:
        comma = "、" if language == "zh" else ", "
        causes = comma.join(CAUSES[cause][language] for cause in without)
        show(say("No event is stated for: {causes}.", language, causes=causes))


def _print_csv(found: Comparison) -> None:
    from crossfoot.calculation.lines import kilograms
    from crossfoot.calculation.restatement import CAUSES
    from crossfoot.commands.output import print_csv

    def rows() -> Iterator[dict[str, Any]]:
        for change in found.changes():
            yield _row(change) | {
                f"{cause}_kg": kilograms(change.effects.get(cause, 0)) for cause in CAUSES
            }

    print_csv((*CSV_COLUMNS, *(f"{cause}_kg" for cause in CAUSES)), rows())


def _row(change: Change) -> dict[str, Any]:
    from crossfoot.calculation.lines import kilograms

    line = change.line
    row: dict[str, Any] = {
        name: getattr(line, name)
        for name in ("site", "activity", "scope", "category", "method", "year", "unit")
    }
    row |= {"start": line.start.isoformat(), "end": line.end.isoformat()}
    for name, side in (("base", change.base), ("new", change.new)):
        row |= {
            f"{name}_file": side.file if side else None,
            f"{name}_row": side.row if side else None,
            f"{name}_quantity": side.quantity if side else None,
            f"{name}_factor": side.factor if side else None,
            f"{name}_co2e_kg": kilograms(side.milligrams) if side else Decimal(0),
        }
    return row | {"difference_kg": kilograms(change.difference)}


def _print(
    found: Comparison,
    names: tuple[str, str],
    beyond: tuple[str, ...],
    threshold: float,
    language: Language,
) -> None:
    from crossfoot.calculation.lines import tonnes
    from crossfoot.calculation.restatement import CAUSES, TOTALS
    from crossfoot.commands.inventory_tables import TOTALS as TITLES
    from crossfoot.commands.output import Column, number, print_table, show
    from crossfoot.commands.words import say

    base, new = names
    split = {total: found.by_cause(total) for total in TOTALS}
    rows = [
        (say("base", language), *(number(tonnes(found.totals(t)[0]), 4) for t in TOTALS)),
        *(
            (title[language], *(number(tonnes(split[total][cause]), 4) for total in TOTALS))
            for cause, title in CAUSES.items()
        ),
        (say("new", language), *(number(tonnes(found.totals(t)[1]), 4) for t in TOTALS)),
    ]
    print_table(
        say("Restatement: {base} → {new}", language, base=base, new=new),
        [Column("cause"), *(Column(TITLES[total], number=True) for total in TOTALS)],
        rows,
        language,
    )
    _print_lines(found, language)
    said = {"threshold": f"{threshold:g}"}
    words = "No total changed by more than {threshold} %."
    if beyond:
        comma = "、" if language == "zh" else "; "
        said["totals"] = comma.join(say(TITLES[total], language) for total in beyond)
        words = "The base year is to be recalculated: {totals} changed by more than {threshold} %."
    show(say(words, language, **said))


def _print_lines(found: Comparison, language: Language) -> None:
    from crossfoot.calculation.lines import kilograms
    from crossfoot.calculation.restatement import CAUSES
    from crossfoot.commands.output import Column, number, print_table
    from crossfoot.commands.words import say

    rows = [
        (
            change.line.site,
            change.line.activity,
            change.line.method,
            *(number(kilograms(side.milligrams if side else 0), 3)
              for side in (change.base, change.new)),
            number(kilograms(change.difference), 3),
            "\n".join(
                f"{CAUSES[cause][language]} {number(kilograms(effect), 3)}"
                for cause, effect in change.effects.items()
            ),
        )
        for change in found.changes(_MOST)
    ]  # fmt: skip
    columns = [
        Column("site"),
        Column("activity", style="cyan", no_wrap=True),
        Column("", extra=True),
        Column("base", number=True),
        Column("new", number=True),
        Column("difference", number=True),
        Column("cause"),
    ]

    count = found.count
    print_table(
        say("lines that differ: {count}", language, count=f"{count:,}"),
        columns,
        rows,
        language,
        count=count,
        hint="--format csv writes them all",
    )
