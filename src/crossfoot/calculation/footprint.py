"""Product footprints, cradle to gate: a site's inventory shared out, and what was bought.

ISO 14067 asks for the emissions of all processes up to the gate. Those of the site come from its
inventory (scopes 1 and 2, by market), shared out over its products by a physical or economic key;
those of materials come from the bill of materials, with the supplier's own value where there is
one. A site's milligrams are shared out without remainder: its products add up to the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from crossfoot.calculation.lines import Cell
from crossfoot.calculation.scope2 import LOCATION
from crossfoot.errors import CrossfootError, Problem
from crossfoot.quantities.periods import Period
from crossfoot.quantities.rounding import CONTEXT, MILLIGRAMS_PER_KILOGRAM, round_half_away

#: methane that is not of fossil origin: its carbon was in the air before
_BIOGENIC_GASES = ("CH4",)
#: places of a figure per unit, in kg
_PLACES = 12


@dataclass(frozen=True, slots=True)
class Product:
    """What a site made in a period.

    Attributes:
        id: code of the product.
        site: id of the site.
        output: how much was made, in `unit`.
        unit: unit of the product: piece, kg, kWh.
        weight: its part of the allocation key: mass, machine hours, revenue.
        mass: kg of one unit.
    """

    id: str
    site: str
    output: Decimal
    unit: str
    weight: Decimal
    mass: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Material:
    """A line of a bill of materials, for one unit of the product.

    Attributes:
        product: code of the product.
        name: what goes into it; transport and waste are lines too.
        quantity: how much of it, in `unit`.
        unit: unit of the quantity.
        fossil: kg of CO2e per unit of the material.
        biogenic: kg of CO2e of biogenic methane and nitrous oxide per unit.
        uptake: kg of CO2 taken up by plants per unit, as a number of zero or less.
        primary: whether the value is the supplier's own.
        source: where the values are from.
    """

    product: str
    name: str
    quantity: Decimal
    unit: str
    fossil: Decimal
    biogenic: Decimal = Decimal(0)
    uptake: Decimal = Decimal(0)
    primary: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class SiteEmissions:
    """What a site emitted in the period, in mg of CO2e: fossil, and biogenic without CO2."""

    fossil: int
    biogenic: int


@dataclass(frozen=True, slots=True)
class Footprint:
    """The footprint of one unit of a product, in kg of CO2e.

    Attributes:
        product: what it is of.
        period: the time of the site's inventory.
        site_fossil: its part of the site, without biogenic.
        site_biogenic: its part of the site's biogenic methane and the like.
        materials: the bill of materials.
        gwp: set of warming potentials of the site's part.
    """

    product: Product
    period: Period
    site_fossil: Decimal
    site_biogenic: Decimal
    materials: Sequence[Material]
    gwp: str

    @property
    def fossil(self) -> Decimal:
        """Fossil greenhouse gases."""
        return self.site_fossil + self._of_materials("fossil")

    @property
    def biogenic(self) -> Decimal:
        """Biogenic gases other than CO2."""
        return self.site_biogenic + self._of_materials("biogenic")

    @property
    def uptake(self) -> Decimal:
        """CO2 taken up by plants: zero or less, never netted with the total without it."""
        return self._of_materials("uptake")

    @property
    def total(self) -> Decimal:
        """Without biogenic uptake."""
        return self.fossil + self.biogenic

    @property
    def total_with_uptake(self) -> Decimal:
        """With biogenic uptake."""
        return self.total + self.uptake

    @property
    def primary_share(self) -> Decimal:
        """Percent of the total that rests on the site's or a supplier's own data."""
        if not self.total:
            return Decimal(0)
        own = self.site_fossil + self.site_biogenic
        for each in self.materials:
            own += each.quantity * (each.fossil + each.biogenic) if each.primary else 0
        return round_half_away(CONTEXT.divide(own * 100, self.total), 4)

    def _of_materials(self, part: str) -> Decimal:
        return sum((each.quantity * getattr(each, part) for each in self.materials), Decimal(0))


def site_emissions(cells: Iterable[Cell], period: Period, gwp: str) -> dict[str, SiteEmissions]:
    """Scopes 1 and 2 (by market) of each site in a period."""
    fossil: dict[str, int] = {}
    biogenic: dict[str, int] = {}
    for cell in cells:
        if cell.scope == "3" or cell.method == LOCATION or cell.outside:
            continue
        if not str(period.start)[:7] <= cell.month <= str(period.end)[:7]:
            continue
        sums = biogenic if cell.gas in _BIOGENIC_GASES else fossil
        sums[cell.site] = sums.get(cell.site, 0) + cell.co2e[gwp]
    return {
        site: SiteEmissions(fossil.get(site, 0), biogenic.get(site, 0))
        for site in sorted(fossil | biogenic)
    }


def shared_out(total: int, weights: Sequence[Decimal]) -> list[int]:
    """Milligrams by weights; they add up to the total exactly.

    >>> shared_out(100, [Decimal("1"), Decimal("1"), Decimal("1")])
    [34, 33, 33]

    Raises:
        CrossfootError: the weights are negative or add up to nothing.
    """
    from math import lcm

    from crossfoot.quantities.rounding import split_whole

    fractions = [Fraction(weight) for weight in weights]
    if not fractions or min(fractions) < 0 or not any(fractions):
        what = "the allocation key is negative, or nothing but zeros"
        remedy = "state mass, hours or revenue of each product of the site"
        raise CrossfootError(Problem(what, remedy=remedy))
    common = lcm(*(each.denominator for each in fractions))
    return split_whole(total, [int(each * common) for each in fractions])


def footprints(
    products: Sequence[Product],
    materials: Sequence[Material],
    emissions: Mapping[str, SiteEmissions],
    period: Period,
    gwp: str,
) -> list[Footprint]:
    """The footprint of every product.

    Raises:
        CrossfootError: a site has no inventory in the period, a product no output, a line of the
            bill of materials no product.
    """
    _check(products, materials, emissions)
    found = []
    for site in sorted({product.site for product in products}):
        made = [product for product in products if product.site == site]
        weights = [product.weight for product in made]
        fossil = shared_out(emissions[site].fossil, weights)
        biogenic = shared_out(emissions[site].biogenic, weights)
        for product, part, other in zip(made, fossil, biogenic, strict=True):
            own = [each for each in materials if each.product == product.id]
            parts = _per_unit(part, product), _per_unit(other, product)
            found.append(Footprint(product, period, *parts, own, gwp))
    return found


def _per_unit(milligrams: int, product: Product) -> Decimal:
    kilograms = CONTEXT.divide(Decimal(milligrams), Decimal(MILLIGRAMS_PER_KILOGRAM))
    return round_half_away(CONTEXT.divide(kilograms, product.output), _PLACES)


def _check(
    products: Sequence[Product],
    materials: Sequence[Material],
    emissions: Mapping[str, SiteEmissions],
) -> None:
    known = {product.id for product in products}
    problems = [
        Problem(f"{each.id!r} has no output", remedy="state how much was made, or leave it out")
        for each in products
        if each.output <= 0
    ]
    problems += [
        Problem(f"site {site!r} has no emissions in the period", remedy="import its activity data")
        for site in sorted({product.site for product in products} - set(emissions))
    ]
    problems += [
        Problem(f"{each.name!r} goes into the unknown product {each.product!r}")
        for each in materials
        if each.product not in known
    ]
    problems += [
        Problem(f"the uptake of {each.name!r} is above zero", remedy="write it as zero or less")
        for each in materials
        if each.uptake > 0
    ]
    if problems:
        raise CrossfootError.of(problems)
