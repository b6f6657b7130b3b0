"""`crossfoot inventory`: the greenhouse-gas inventory of a file or of the workspace."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crossfoot.commands.inventory_verification import (
    print_verification,
    print_verification_csv,
    verification_json,
    verified_of,
)
from crossfoot.commands.inventory_views import (
    APPROACH,
    ISO,
    SCOPE_3,
    SCOPES,
    SOURCES,
    VERIFICATION,
    VIEWS,
    approaches_json,
    iso_json,
    print_approaches,
    print_iso,
    print_scope3,
    print_sources,
    scope3_json,
    scope3_states,
    sources_json,
)
from crossfoot.commands.options import (
    Day,
    NameList,
    Year,
    format_option,
    language_option,
    open_workspace,
    workspace_option,
)
from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crossfoot.calculation.contracts import Contracts
    from crossfoot.calculation.inventory import Inventory
    from crossfoot.calculation.lines import Line
    from crossfoot.calculation.monte_carlo import Simulation
    from crossfoot.calculation.scope3 import CategoryState
    from crossfoot.calculation.uncertainty_statements import Statements
    from crossfoot.calculation.verification import Verified
    from crossfoot.runs.named_lines import NamedLines

APPROACHES = ("operational_control", "financial_control", "equity_share")

CSV_COLUMNS = (
    "file", "row", "site", "activity", "scope", "category", "quantity", "unit", "start", "end",
    "year", "factor", "value", "factor_unit", "source", "region", "carried_forward",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the options ask for; what is not given comes from the workspace, or a default."""

    year: int | None
    gwp: tuple[str, ...]
    approach: str | None
    factors: tuple[str, ...]
    as_of: date | None
    region: str
    sheet: str
    engine: str
    instruments: Path | None

    @property
    def contracts(self) -> Contracts | None:
        """The register of instruments that an option names."""
        from crossfoot.calculation.contracts import read_contracts

        if self.instruments is None:
            return None
        if not self.instruments.is_file():
            raise CrossfootError(Problem(f"there is no file {self.instruments}"))
        return read_contracts(self.instruments)


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--year", type=Year(), help="Only what falls into this year.")
@click.option("--gwp", type=NameList(), default=(), help="AR4, AR5, AR6; the first comes first.")
@click.option("--approach", type=click.Choice(APPROACHES), help="How partly owned sites count.")
@click.option("--factors", type=NameList(), default=(), help="Sets and own files, earlier first.")
@click.option("--as-of", type=Day(), help="Use only factors published by then.")
@click.option("--region", default="", help="Region of rows that state none: CN, CN-AH, MY …")
@click.option("--sheet", default="", help="Sheet of a workbook that has several.")
@click.option("--engine", default="duckdb", show_default=True, help="What calculates.")
@click.option(
    "--uncertainty", is_flag=True, help="Intervals, from the workspace's uncertainty.csv."
)
@click.option(
    "--uncertainty-file", type=click.Path(path_type=Path), help="Intervals, from another such file."
)
@click.option(
    "--monte-carlo",
    "draws",
    type=click.IntRange(min=100),
    metavar="DRAWS",
    help="Intervals by so many drawn inventories, from the same statements.",
)
@click.option("--seed", type=int, help="Seed of the draws; the same gives the same.")
@click.option(
    "--instruments",
    type=click.Path(path_type=Path),
    help="Register of instruments of scope 2; else the workspace's instruments.csv.",
)
@click.option(
    "--view", type=click.Choice(VIEWS), default=SCOPES, show_default=True, help="How to sort it."
)
@click.option("--keep", "name", metavar="NAME", help="Keep it under a name, for `restate`.")
@format_option("table", "json", "csv")
@language_option
@workspace_option
def inventory(
    file: Path | None,
    format_: str,
    language: Language,
    folder: Path,
    *,
    uncertainty: bool,
    uncertainty_file: Path | None,
    draws: int | None,
    seed: int | None,
    view: str,
    name: str | None,
    **options: Any,
) -> int:
    """Compute the greenhouse-gas inventory of FILE, or of the workspace without FILE.

    FILE needs no workspace. It has the columns site, activity, quantity, unit, start, end and
    optionally region, instrument, source, note; `crossfoot factor --activities` lists the names
    of activities. With a column method, quantities are computed from other columns.

    Exit code 1 where a row has no factor: it is listed, and not in the totals. With --view scope3
    also where a category has neither rows nor a reason in the workspace's scope3.csv.

    Example: crossfoot inventory energy.csv --factors china-ets,own.csv --gwp AR5,AR6
    """
    from crossfoot.commands.inventory_tables import print_inventory
    from crossfoot.commands.progress import progress_bar

    if name is not None and file is not None:
        message = "--keep is for the inventory of a workspace; import FILE into one first"
        raise click.UsageError(message)
    asked = Asked(**options)
    wanted = uncertainty or uncertainty_file or draws
    stated = _statements(file, folder, uncertainty_file) if wanted else None
    with tempfile.TemporaryDirectory() as scratch:
        with progress_bar("calculating") as progress:
            if view == APPROACH:
                return _by_approach(file, folder, Path(scratch), asked, format_, language)
            if file is None:
                lines = _of_workspace(folder, asked, progress)
            else:
                lines = _of_file(file, Path(scratch), asked, progress)
        if name is not None:
            _keep(folder, lines, name, language)
        drawn = _simulated(lines, stated, draws, seed)
        result = lines.inventory
        states = (
            scope3_states(result, None if file else folder, stated or _known(file, folder))
            if view == SCOPE_3
            else []
        )
        statements = verified_of(file, folder, result)
        if format_ == "json":
            _print_json(lines, stated, drawn, view, states, statements)
        elif format_ == "csv" and view == VERIFICATION:
            print_verification_csv(statements)
        elif format_ == "table" and view == ISO:
            print_iso(result, language)
            print_verification(statements, language)
        elif format_ == "table" and view == VERIFICATION:
            print_verification(statements, language)
        elif format_ == "table" and view == SCOPE_3:
            print_scope3(states, language)
        elif format_ == "table" and view == SOURCES:
            print_sources(result, language)
        elif format_ == "csv":
            _print_csv(lines, language, stated)
        else:
            print_inventory(lines, language, stated, drawn)
            print_verification(statements, language)
        is_done = result.is_complete and all(each.status != "open" for each in states)
        result.close()
        return 0 if is_done else 1


def _by_approach(
    file: Path | None,
    folder: Path,
    scratch: Path,
    asked: Asked,
    format_: str,
    language: Language,
) -> int:
    """The totals by all three approaches, side by side."""
    from crossfoot.commands.output import print_json

    found: dict[str, Inventory] = {}
    for name in APPROACHES:
        one = replace(asked, approach=name)
        place = scratch / name
        place.mkdir()
        lines = (
            _of_workspace(folder, one, _silent)
            if file is None
            else _of_file(file, place, one, _silent)
        )
        found[name] = lines.inventory
    if format_ == "table":
        print_approaches(found, language)
    else:
        print_json({"totals_by_approach": approaches_json(found)})
    is_complete = all(each.is_complete for each in found.values())
    for each in found.values():
        each.close()
    return 0 if is_complete else 1


def _silent(_done: int, _whole: int) -> None:
    """Three inventories in a row have no one progress."""


def _keep(folder: Path, lines: NamedLines, name: str, language: Language) -> None:
    from crossfoot.commands.output import note
    from crossfoot.commands.words import say
    from crossfoot.runs.kept import keep

    kept = keep(open_workspace(folder), lines, name)
    note(say("kept as {name}: run {id}", language, name=name, id=kept.id))


def _statements(file: Path | None, folder: Path, named: Path | None) -> Statements:
    """What is stated about uncertainty: in the file named, else in the workspace's own."""
    from crossfoot.calculation.uncertainty_statements import FILE_NAME, read_statements

    path = named or (folder / FILE_NAME if file is None else None)
    if path is None or not path.is_file():
        what = "no uncertainty is stated" if named is None else f"there is no file {named}"
        remedy = f"write {FILE_NAME} (activity,site,of,percent,source) in the workspace, "
        remedy += "or name such a file with --uncertainty-file"
        raise CrossfootError(Problem(what, remedy=remedy))
    return read_statements(path)


def _known(file: Path | None, folder: Path) -> Statements | None:
    """What the workspace states about its data, where it states anything."""
    from crossfoot.calculation.uncertainty_statements import FILE_NAME, read_statements

    path = folder / FILE_NAME
    return read_statements(path) if file is None and path.is_file() else None


def _of_file(
    file: Path, scratch: Path, asked: Asked, progress: Callable[[int, int], None]
) -> NamedLines:
    from crossfoot.calculation.inventory import inventory as compute
    from crossfoot.calculation.worksheet import as_activity
    from crossfoot.commands.problems import print_warnings
    from crossfoot.facts.entities import Approach
    from crossfoot.runs.library import factor_library
    from crossfoot.runs.named_lines import NamedLines
    from crossfoot.tables.parquet import import_to_parquet
    from crossfoot.tables.schemas import ACTIVITY

    parquet = scratch / "activity.parquet"
    library = factor_library(asked.factors)  # a name that is mistyped is told before the work
    with as_activity(file) as rows:
        sheet = asked.sheet or None
        batch = import_to_parquet(rows, ACTIVITY, parquet, sheet=sheet, progress=progress)
    print_warnings(batch.warnings)
    computed = compute(
        parquet,
        library,
        gwp_sets=asked.gwp or ("AR6",),
        approach=Approach(asked.approach or Approach.OPERATIONAL_CONTROL),
        as_of=asked.as_of,
        year=asked.year,
        engine=asked.engine,
        default_region=asked.region,
        contracts=asked.contracts,
        progress=progress,
    )
    return NamedLines(computed, {parquet.name: file.name})


def _of_workspace(folder: Path, asked: Asked, progress: Callable[[int, int], None]) -> NamedLines:
    from crossfoot.facts.entities import Approach
    from crossfoot.runs.named_lines import NamedLines
    from crossfoot.runs.run import inventory_of

    if asked.sheet or asked.region:
        which = "--sheet" if asked.sheet else "--region"
        message = f"{which} is for a FILE; the regions of a workspace are those of its organisation"
        raise click.UsageError(message)
    if not folder.joinpath("crossfoot.toml").is_file():
        what = f"there is nothing to calculate: no FILE, and no workspace in {folder.resolve()}"
        remedy = "crossfoot inventory FILE.csv, or crossfoot inventory --workspace DIR"
        raise CrossfootError(Problem(what, remedy=remedy))
    workspace = open_workspace(folder)
    computed = inventory_of(
        workspace,
        gwp_sets=asked.gwp or None,
        approach=Approach(asked.approach) if asked.approach else None,
        factors=asked.factors or None,
        as_of=asked.as_of,
        year=asked.year,
        engine=asked.engine,
        contracts=asked.contracts,
        progress=progress,
    )
    return NamedLines.of(computed, workspace.activity_files())


def _simulated(
    lines: NamedLines, stated: Statements | None, draws: int | None, seed: int | None
) -> Simulation | None:
    from crossfoot.calculation.monte_carlo import SEED

    if stated is None or draws is None:
        return None
    return lines.inventory.simulated(stated, draws=draws, seed=SEED if seed is None else seed)


def _print_json(
    lines: NamedLines,
    stated: Statements | None,
    drawn: Simulation | None,
    view: str,
    states: list[CategoryState],
    statements: list[Verified],
) -> None:
    from crossfoot.commands.output import print_json

    result = lines.inventory
    gwp = result.gwp_sets[0]
    found = lines.lines()
    document = result.to_json(gwp, limit=0) | {
        "totals": result.totals(gwp),
        "by_gas": result.by_gas(gwp),
        "outside_scopes": result.outside_scopes(),
        "apart": result.apart(),
        "review_due": result.review_due(result.as_of or date.today()),  # noqa: DTZ011  of this place
        "lines": [
            line.to_json(gwp) | {"file": line.file} | _line_uncertainty(line, stated)
            for line in found
        ],
        "unresolved": [
            {"row": u.row, "reason": u.reason, "site": u.site, "activity": u.activity,
             "unit": u.unit, "file": u.file}
            for u in lines.unresolved
        ],
    }  # fmt: skip
    if len(result.gwp_sets) > 1:
        document["totals_by_gwp"] = {name: result.totals(name) for name in result.gwp_sets}
    if result.contracts is not None:
        document["instruments"] = [each.to_json() for each in result.instruments()]
        document["residual_mix"] = result.residual_mix()
    if stated is not None:
        document["uncertainty"] = _uncertainty_json(lines, stated, gwp)
    if view == ISO:
        document["iso14064_1"] = iso_json(result)
    if view == SOURCES:
        document["sources"] = sources_json(result)
    if view == SCOPE_3:
        document["scope3_categories"] = scope3_json(states)
    if statements:
        document["verification"] = verification_json(statements)
    if drawn is not None:
        document["monte_carlo"] = drawn.to_json()
    print_json(document)


def _line_uncertainty(line: Line, stated: Statements | None) -> dict[str, Any]:
    from crossfoot.calculation.uncertainty import percent

    return {} if stated is None else {"uncertainty_percent": percent(stated.of_line(line))}


def _uncertainty_json(lines: NamedLines, stated: Statements, gwp: str) -> dict[str, Any]:
    from crossfoot.calculation.lines import kilograms
    from crossfoot.calculation.uncertainty import CONFIDENCE, propagated

    result = lines.inventory
    totals = result.uncertainty(stated, gwp)
    return {
        "confidence": CONFIDENCE,
        "totals": {name: found.to_json() for name, found in totals.items()},
        "sources": [
            {"site": one.site, "activity": one.activity, "scope": one.scope,
             "category": one.category, "method": one.method, "factor": one.factor,
             "co2e_kg": kilograms(one.milligrams)} | propagated([one], stated).to_json()
            for one in result.sources(gwp)
        ],
    }  # fmt: skip


def _print_csv(lines: NamedLines, language: Language, stated: Statements | None) -> None:
    from crossfoot.commands.output import note, print_csv
    from crossfoot.commands.words import say

    names = lines.inventory.gwp_sets
    masses = [f"co2e_kg_{name}" for name in names]
    half_width = () if stated is None else ("uncertainty_percent",)
    print_csv((*CSV_COLUMNS, *masses, *half_width), _csv_rows(lines, names, stated))
    count = lines.inventory.unresolved_count
    if count:
        note(say("rows that are not in the totals: {count}", language, count=count))


def _csv_rows(
    lines: NamedLines, names: tuple[str, ...], stated: Statements | None
) -> Iterator[dict[str, Any]]:
    for line in lines.lines():
        factor = line.factor
        only = factor.values[0] if factor is not None and len(factor.values) == 1 else None
        yield {
            **{name: getattr(line, name) for name in CSV_COLUMNS if hasattr(line, name)},
            "factor": factor.id if factor else "",
            "value": only.value if only else "",
            "factor_unit": only.unit if only else "",
            "source": factor.source if factor else "",
            "region": factor.region if factor else "",
            **{f"co2e_kg_{name}": _kilograms(line, name) for name in names},
            **_line_uncertainty(line, stated),
        }


def _kilograms(line: Line, gwp: str) -> Decimal:
    from crossfoot.calculation.lines import kilograms

    return kilograms(line.emission.co2e[gwp]) if line.emission else Decimal(0)
