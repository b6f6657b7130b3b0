"""The tables that `crossfoot inventory` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crossfoot.languages import Language

if TYPE_CHECKING:
    from decimal import Decimal

    from crossfoot.calculation.inventory import Inventory
    from crossfoot.calculation.lines import Line
    from crossfoot.calculation.monte_carlo import Simulation
    from crossfoot.calculation.uncertainty import Uncertain
    from crossfoot.calculation.uncertainty_statements import Statements
    from crossfoot.runs.named_lines import NamedLines

TOTALS = {
    "scope1": "Scope 1",
    "scope2_location": "Scope 2, location-based",
    "scope2_market": "Scope 2, market-based",
    "scope3": "Scope 3",
    "total_location": "Total, location-based",
    "total_market": "Total, market-based",
}


def print_inventory(
    lines: NamedLines,
    language: Language,
    stated: Statements | None,
    drawn: Simulation | None = None,
) -> None:
    """Totals, gases, instruments, the first lines, and what has no factor."""
    from crossfoot.commands.output import Column, number, print_table
    from crossfoot.commands.words import say

    result = lines.inventory
    names = result.gwp_sets
    by_set = [result.totals(name) for name in names]
    half_widths = result.uncertainty(stated) if stated is not None else {}
    rows = [
        (
            say(label, language),
            *(number(totals[key], 4) for totals in by_set),
            *_interval(half_widths.get(key)),
        )
        for key, label in TOTALS.items()
    ]
    approach = say(str(result.approach), language).replace("_", " ")
    title = " · ".join(
        part
        for part in (
            say("Greenhouse-gas inventory", language), str(result.year or ""), approach
        )
        if part
    )  # fmt: skip
    units = [Column(f"tCO₂e ({name})", number=True, style="bold") for name in names]
    if stated is not None:
        units += [Column("± % (95 %)", number=True), Column("of which stated", number=True)]
    print_table(title, [Column("total"), *units], rows, language)
    gases = [
        *((gas, number(mass, 6), "") for gas, mass in result.by_gas().items()),
        *(
            (gas, number(mass, 6), say("outside the scopes", language))
            for gas, mass in result.outside_scopes().items()
        ),
        *(
            (name, number(mass, 6), say("beside the inventory, never netted", language))
            for name, mass in result.apart().items()
        ),
    ]
    print_table("", [Column("gas"), Column("t", number=True), Column("")], gases, language)
    if drawn is not None:
        _print_simulation(drawn, language)
    _print_instruments(result, language)
    _print_lines(lines, language, stated)
    _print_unresolved(lines, language)


def _print_simulation(drawn: Simulation, language: Language) -> None:
    from crossfoot.calculation.lines import tonnes
    from crossfoot.commands.output import Column, number, print_table
    from crossfoot.commands.words import say

    rows = [
        (say(TOTALS[name], language), *(number(tonnes(mass), 4) for mass in masses))
        for name, masses in (
            (name, (one.low, one.median, one.mean, one.high, one.stated))
            for name, one in drawn.totals.items()
            if one is not None
        )
    ]
    words = "Monte Carlo: {draws} draws, seed {seed}"
    title = say(words, language, draws=f"{drawn.draws:,}", seed=drawn.seed)
    names = ("2.5 %", "median", "mean", "97.5 %", "stated")
    columns = [Column("total"), *(Column(name, number=True) for name in names)]
    print_table(title, columns, rows, language)


def _print_instruments(result: Inventory, language: Language) -> None:
    from crossfoot.calculation.instrument_report import energy
    from crossfoot.commands.output import Column, print_table, readable
    from crossfoot.commands.words import say

    if result.contracts is None:
        return
    rows = [
        (
            each.instrument.name,
            f"{each.instrument.start} – {each.instrument.end}",
            readable(each.instrument.volume),
            readable(energy(each.claimed)),
            each.instrument.unit,
            "\n".join(f"{one.number}. {one.title[language]}: {why}" for one, why in each.unmet),
        )
        for each in result.instruments()
    ]
    columns = [
        Column("instrument"),
        Column("generated"),
        Column("volume", number=True),
        Column("claimed", number=True),
        Column("unit"),
        Column("criteria not met"),
    ]
    print_table(say("instruments", language), columns, rows, language)
    without = [region or "?" for region, known in result.residual_mix().items() if not known]
    if without:
        words = "No residual mix is known for {regions}: the location-based factor stands for it."
        from crossfoot.commands.output import show

        show(say(words, language, regions=", ".join(sorted(without))))


def _interval(found: Uncertain | None) -> tuple[str, ...]:
    """Half width, and the share of the total that it speaks of."""
    if found is None:
        return ()
    share = found.coverage
    return _percent(found.relative), "" if share is None else f"{_percent(share)} %"


def _percent(relative: Decimal | None) -> str:
    from crossfoot.commands.output import number

    return "" if relative is None else number(relative * 100, 2)


def _print_lines(lines: NamedLines, language: Language, stated: Statements | None) -> None:
    from crossfoot.commands.output import Column, number, print_table, readable
    from crossfoot.commands.words import say

    most = 40
    columns = [
        Column("row", number=True),
        Column("site"),
        Column("activity", style="cyan", no_wrap=True),
        Column("quantity", number=True),
        Column("unit"),
        Column("factor", extra=True),
        Column("source", extra=True),
        Column("kg CO₂e", number=True),
        *([Column("± % (95 %)", number=True)] if stated is not None else []),
    ]
    rows = [
        (
            str(line.row),
            line.site,
            line.activity,
            readable(line.quantity),
            line.unit,
            _factor_of(line),
            _source_of(line, language),
            number(line.co2e_kg, 3),
            *([_percent(stated.of_line(line))] if stated is not None else []),
        )
        for line in lines.lines(limit=most)
    ]
    count = lines.count_lines()
    print_table(
        say("lines: {count}", language, count=f"{count:,}"),
        columns,
        rows,
        language,
        count=count,
        hint="--format csv writes them all",
    )


def _factor_of(line: Line) -> str:
    """Value and unit of the factor, for each of its gases."""
    from crossfoot.commands.output import readable

    if line.factor is None:
        return ""
    values = line.factor.values
    gas = "{0.gas}: " if len(values) > 1 else ""
    return "\n".join(f"{gas.format(each)}{readable(each.value)} {each.unit}" for each in values)


def _source_of(line: Line, language: Language) -> str:
    from crossfoot.commands.output import shortened
    from crossfoot.commands.words import say

    if line.factor is None:
        return ""
    words = [shortened(line.factor.source)]
    if line.carried_forward:
        words.append(say("carried forward", language))
    return " · ".join(words)


def _print_unresolved(lines: NamedLines, language: Language) -> None:
    from crossfoot.commands.output import Column, print_table
    from crossfoot.commands.words import say

    count = lines.inventory.unresolved_count
    if not count:
        return
    rows = [(str(each.row), each.activity, each.reason) for each in lines.unresolved]
    print_table(
        say("rows that are not in the totals: {count}", language, count=f"{count:,}"),
        [
            Column("row", number=True),
            Column("activity", style="cyan"),
            Column("why", style="yellow"),
        ],
        rows,
        language,
        count=count,
        hint="--format json prints them all",
    )
