"""UK: Government conversion factors 2023, from the flat file to dotted activities by rule.

- `data/uk_desnz_2023_rules.csv` says which activity a first level serves; deeper levels follow as
  further parts of the name. Fuels take the names of the table of fuels, stationary and mobile.
- The publisher gives the gases in CO2e with the potentials of AR5 (CH4 28, N2O 265). Here each is
  the mass of the gas: its CO2e divided by that potential, to 40 digits, so that AR5 gives back the
  printed total and other reports their own. Flights with radiative forcing stay CO2e: the uplift is
  no gas.
- What the file lists outside of the scopes is the biogenic CO2 of the same fuel and unit.
- A factor per mile, per million litres or per GJ is left out where the same stands per kilometre,
  cubic metre, kilogram.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from crossfoot.factors.activities import fuel_title, fuels_named, slug
from crossfoot.factors.built_in.terms import translated
from crossfoot.factors.data_files import shipped_table
from crossfoot.factors.factor import Factor, GasValue
from crossfoot.factors.regions import region_code
from crossfoot.languages import Text
from crossfoot.quantities.rounding import CONTEXT

_SOURCE = "DESNZ conversion factors 2023, flat file"
_YEAR = (date(2023, 1, 1), date(2023, 12, 31))
_PUBLISHED = date(2023, 6, 7)
#: potentials of AR5 by which the publisher turned the gases into CO2e
_POTENTIALS = {"CO2": Decimal(1), "CH4": Decimal(28), "N2O": Decimal(265)}

_OUTSIDE = "Outside of Scopes"
_UPLIFTED = "With RF"
_ANYWHERE = ("International, to/from non-UK",)
_SHIPS = ("Cargo ship", "Sea tanker", "WTT- cargo ship", "WTT- sea tanker")
_LONDON = {"UK (London)": "GB-LND", "UK": "GB"}
#: prefixes that are whole names: no further parts
_WHOLE = (
    "electricity.grid",
    "s3.01.water_supply",
    "s3.05.water_treatment",
    "s3.06.hotel_stay",
    "s3.08.electricity",
)
_HEAT = {
    "District heat and steam": ("heat.purchased", "steam.purchased"),
    "Onsite heat and steam": ("heat.purchased.onsite",),
}

Row = Mapping[str, str]


def factors(name: str, licence: str) -> Sequence[Factor]:
    """One factor per row and activity that it serves."""
    return list(_factors(name, licence))


def _factors(name: str, licence: str) -> Iterator[Factor]:
    units = {row["written"]: row["unit"] for row in shipped_table("uk_desnz_2023_units.csv")}
    rows = shipped_table("uk_desnz_2023.csv")
    biogenic = {
        (row["level3"].lower(), row["unit"]): Decimal(row["co2"])
        for row in rows
        if row["scope"] == _OUTSIDE
    }
    for row in rows:
        unit = units.get(row["unit"])
        if unit is None or row["scope"] == _OUTSIDE:
            continue
        denominator = f"({unit})" if "*" in unit else unit
        values = _values(row, denominator, biogenic.get((row["level3"].lower(), row["unit"])))
        for rule in _rules().get(row["level1"], ()):
            for activity in _activities(row, rule["prefix"]):
                yield Factor(
                    id=f"{name}/{activity}/{_region(row) or 'any'}/{unit}",
                    set=name,
                    activity=activity,
                    region=_region(row),
                    unit_of_activity=unit,
                    values=values,
                    valid_from=_YEAR[0],
                    valid_to=_YEAR[1],
                    published=_PUBLISHED,
                    scope=rule["scope"],
                    category=_category(activity, rule),
                    source=f"{_SOURCE}, row {row['id']}",
                    licence=licence,
                    note=_note(row),
                    title=_title(row),
                )


def _values(row: Row, denominator: str, biogenic: Decimal | None) -> tuple[GasValue, ...]:
    unit = f"kg/{denominator}"
    columns = (("CO2", "co2"), ("CH4", "ch4"), ("N2O", "n2o"))
    if row["co2"] and row["column"] != _UPLIFTED:
        values = [
            GasValue(gas, CONTEXT.divide(Decimal(row[column]), _POTENTIALS[gas]), unit)
            for gas, column in columns
            if row[column]
        ]
    else:
        values = [GasValue("CO2e", Decimal(row["total"]), unit)]
    if biogenic is not None and row["level1"] in ("Fuels", "Bioenergy"):
        values.append(GasValue("CO2-biogenic", biogenic, unit))
    return tuple(values)


@cache
def _rules() -> dict[str, list[dict[str, str]]]:
    rules: dict[str, list[dict[str, str]]] = {}
    for row in shipped_table("uk_desnz_2023_rules.csv"):
        rules.setdefault(row["level1"], []).append(row)
    return rules


def _activities(row: Row, prefix: str) -> Iterator[str]:
    """The names that a row has under a prefix."""
    if prefix in _WHOLE:
        yield prefix
    elif prefix == "heat.purchased":
        yield from _HEAT[row["level3"]]
    elif prefix.endswith("fuel"):
        for fuel in fuels_named("uk_desnz_2023", row["level3"]):
            if prefix == "fuel":
                yield from (f"fuel.{fuel}.{use}" for use in ("stationary", "mobile"))
            else:
                yield f"{prefix}.{fuel}"
    else:
        yield ".".join((prefix, *_further_parts(row)))


def _further_parts(row: Row) -> Iterator[str]:
    """The deeper levels as parts of a name; what an earlier part said is not said again."""
    said: set[str] = set()
    for level in ("level2", "level3", "level4", "column"):
        words = row[level].removeprefix("WTT- ").removeprefix("Managed ")
        part = slug(words)
        if part and part not in said and words != "kWh":
            said.add(part)
            yield part


def _category(activity: str, rule: Row) -> str:
    if activity.startswith(("fuel.", "steam.")):
        return activity.rpartition(".")[2] if activity.startswith("fuel.") else "steam"
    return rule["category"]


def _region(row: Row) -> str:
    if row["level1"] == "Hotel stay":
        return _LONDON.get(row["level3"]) or region_code(row["level3"])
    if row["level3"] in _ANYWHERE or row["level2"] in _SHIPS:
        return ""
    return "GB"


def _note(row: Row) -> str:
    return "CO2e with the uplift for radiative forcing" if row["column"] == _UPLIFTED else ""


def _title(row: Row) -> Text | None:
    """The publisher's words; fuels of scope 1 keep the name of the fuel."""
    if row["level1"] in ("Fuels", "Bioenergy", "UK electricity", "Hotel stay"):
        return None
    words = [row["level1"], row["level2"], row["level3"], row["level4"], row["column"]]
    if row["level1"].startswith("WTT- ") and (fuels := fuels_named("uk_desnz_2023", row["level3"])):
        title = fuel_title(fuels[0])
        return Text(f"WTT: {title.en}", f"上游：{title.zh}")
    parts = [
        translated(word) for word in dict.fromkeys(words[1:] or words) if word and word != "kWh"
    ]
    return Text(", ".join(part.en for part in parts), ",".join(part["zh"] for part in parts))
