"""Names of activities and what the name alone says: scope, category, fuel.

Names are dotted, readable and stable. The first part decides:

- `electricity.`, `heat.`, `steam.`, `cooling.`: scope 2, the first part is the energy carrier
- `fuel.<fuel>.stationary` and `fuel.<fuel>.mobile`, `vehicle.`: scope 1, combustion
- `refrigerant.<name>.leak`, `fire_suppression.<agent>.release`, `fugitive.`, `process.`: scope 1
- `s3.01.` to `s3.15.`: scope 3, the number is the category of the GHG Protocol
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from crossfoot.factors.data_files import shipped_table
from crossfoot.languages import Text

SOURCE_CATEGORIES = ("stationary", "mobile", "process", "fugitive")
ENERGY_CARRIERS = ("electricity", "heat", "steam", "cooling")

_USES = {
    "stationary": Text("burned in stationary plant", "固定源燃烧"),
    "mobile": Text("burned in vehicles", "移动源燃烧"),
}
#: first part of a name -> scope and category, where it alone decides
_BY_FIRST_PART = {
    **{carrier: ("2", carrier) for carrier in ENERGY_CARRIERS},
    "vehicle": ("1", "mobile"),
    "process": ("1", "process"),
    "fugitive": ("1", "fugitive"),
    "fire_suppression": ("1", "fugitive"),
}
_FUEL = re.compile(r"fuel\.(?P<fuel>[^.]+)\.(?P<use>stationary|mobile)")
_FUEL_IN_ANY_USE = re.compile(r"fuel\.(?P<fuel>[^.]+)(?:\.(?:stationary|mobile))?")
_LEAK = re.compile(r"refrigerant\.(?P<name>.+)\.leak")
_SCOPE_3 = re.compile(r"s3\.(?P<category>0[1-9]|1[0-5])(?:\.[^.]+)+")


@dataclass(frozen=True, slots=True)
class Activity:
    """A name that activity rows can use.

    Attributes:
        name: the dotted name.
        title: what it is, in both languages.
        unit: the unit that a factor for it is stated in; rows may use any unit that converts.
        scope: "1", "2" or "3"; empty where neither the name nor a factor says.
        category: stationary, mobile, process, fugitive (scope 1), the energy carrier (scope 2),
            or the number of the category (scope 3).
        sets: names of the sets that have a factor for it.
    """

    name: str
    title: Text
    unit: str = ""
    scope: str = ""
    category: str = ""
    sets: tuple[str, ...] = ()

    @property
    def source_category(self) -> str:
        """Stationary, mobile, process or fugitive; empty outside scope 1."""
        return self.category if self.scope == "1" else ""

    @property
    def energy_carrier(self) -> str:
        """Electricity, heat, steam or cooling; empty outside scope 2."""
        return self.category if self.scope == "2" else ""

    @property
    def scope3_category(self) -> int | None:
        """Number of the scope 3 category, None in scopes 1 and 2."""
        return int(self.category) if self.scope == "3" and self.category.isdigit() else None


def parse_activity(name: str) -> Activity:
    """What a name says about itself.

    >>> parse_activity("fuel.diesel.mobile").source_category
    'mobile'
    >>> parse_activity("s3.06.hotel_stay").scope3_category
    6

    A name of a user's own that follows none of the patterns gives an activity without scope; the
    factor that it is used with then states it.
    """
    known = _known().get(name)
    if known is not None:
        return known
    if match := _FUEL.fullmatch(name):
        use, title = match["use"], fuel_title(match["fuel"])
        uses = _USES[use]
        return Activity(
            name, Text(f"{title.en}, {uses.en}", f"{title.zh}，{uses.zh}"), "", "1", use
        )
    if match := _FUEL_IN_ANY_USE.fullmatch(name):  # a coefficient, whatever the use
        return Activity(name, fuel_title(match["fuel"]))
    if match := _LEAK.fullmatch(name):
        title = Text(f"leakage of {match['name']}", f"{match['name']}泄漏")
        return Activity(name, title, "kg", "1", "fugitive")
    title = _readable(name)
    if match := _SCOPE_3.fullmatch(name):
        return Activity(name, title, "", "3", str(int(match["category"])))
    scope, category = _BY_FIRST_PART.get(name.partition(".")[0], ("", ""))
    return Activity(name, title, "", scope, category)


def fuel_of(activity: str) -> str:
    """The fuel in a name, empty where it is no fuel.

    >>> fuel_of("fuel.natural_gas.stationary"), fuel_of("fuel.natural_gas")
    ('natural_gas', 'natural_gas')
    """
    match = _FUEL_IN_ANY_USE.fullmatch(activity)
    return match["fuel"] if match else ""


def fuel_title(fuel: str) -> Text:
    """Name of a fuel in both languages; its id in words where the table lacks it."""
    return _fuel_titles().get(fuel) or _readable(fuel)


def fuels_named(source: str, name: str) -> tuple[str, ...]:
    """The fuels that one publisher's table means by a name.

    Args:
        source: column of the table of fuels ("china_mee", "ipcc2006", "us_epa_2021", ...).
        name: the publisher's name, as in its table.
    """
    return tuple(row["fuel"] for row in shipped_fuels() if name and name in row[source].split(";"))


@cache
def sold_as_gas_and_liquid() -> frozenset[str]:
    """Fuels that are sold by volume in two states, such as LPG.

    A litre is of the liquid (of CNG: of the bottle), a cubic metre may be of the gas, and there is
    two hundred to six hundred times as much fuel in the one as in the other.
    """
    return frozenset(row["fuel"] for row in shipped_fuels() if row["sold_as_gas_and_liquid"])


def slug(text: str) -> str:
    """A publisher's words as one part of a name.

    >>> slug("Plastics: HDPE (incl. forming)")
    'plastics_hdpe_incl_forming'
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower().replace("+", " plus")).strip("_")


@cache
def shipped_fuels() -> tuple[dict[str, str], ...]:
    """The table of fuels: id, names, and what each publisher calls them."""
    return tuple(shipped_table("fuels.csv"))


@cache
def _fuel_titles() -> dict[str, Text]:
    return {row["fuel"]: Text(row["title_en"], row["title_zh"]) for row in shipped_fuels()}


@cache
def _known() -> dict[str, Activity]:
    return {
        row["activity"]: Activity(
            row["activity"],
            Text(row["title_en"], row["title_zh"]),
            "",
            row["scope"],
            row["category"],
        )
        for row in shipped_table("activities.csv")
    }


def _readable(name: str) -> Text:
    words = re.sub(r"^s3\.\d\d\.", "", name).replace("_", " ").replace(".", ": ")
    return Text(words, "")
