"""The inventory as SQL: what an assurer reads to see how a total came about.

DuckDB's dialect, kept to joins, groups and two window functions, so that another engine can be
served by translation. The text is made of numbers and of names that stand in this module; values
of users reach the engine in tables, never in the text.

Tables that the plan reads:

- `activity`: the rows (`crossfoot.calculation.activity`)
- `sites`: site, number, region, the share that counts as numerator and denominator, and, where the
  share changes, the days on which it does (`standing`) and the first and last day of this share
- `calendar`: day, its month, and the month's last day; `months` and `years`: first and last day;
  `halves`: 0 and 1
- `combinations`: activity, unit, region of the row and of the site, standing, instrument, year,
  first and last day of the part of the year, and per slot the milligrams of gas per unit; a slot is
  a place for one gas of one factor, so that a row is read once for all its gases. `class` is the
  first combination whose slots count for the same scope, category, method and gas
- `spans`: the same columns without slots, for rows whose factors change inside a year. Where they
  change inside a month, `calendar` of a combination, and of `months`, is not 0, and the months are
  cut there too
- `amounts`: the same as one row per combination and slot, with the warming potential per set as
  numerator and denominator; slot 0 is the quantity itself, in millionths of its unit

Tables that it makes: `longer_parts` (rows over three months or more), `most_rows` and
`longer_rows` (sums over rows of up to two months, and of more), `cells` (milligrams and CO2e per
site, month, combination and slot: the sum of both), `class_cells` (the same by class, which are
few). A month is a number: 12 x year + month - 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crossfoot.calculation.plan_words import (
    BY_COMBINATION,
    QUANTITY_SLOT,
    Grouping,
    lines_of,
    numbers,
    overlap,
)

#: rows over three months or more
_LONGER = (
    '(year(a."end") * 12 + month(a."end")) - (year(a.start) * 12 + month(a.start)) > 1'
    ' AND a."end" - a.start > 28'
)
#: a row has days in a combination's part of a year
_TOUCHES = 'a.start <= k.last_day AND a."end" >= k.first_day'
#: days, less one, from which a row may lie over three months
_TWO_MONTHS_AT_MOST = 28
#: a row lies in two months, one after the other
_TWO_MONTHS = '(year(a."end") * 12 + month(a."end")) - (year(a.start) * 12 + month(a.start)) = 1'
#: a row lies in one month
_ONE_MONTH = 'year(a.start) = year(a."end") AND month(a.start) = month(a."end")'
#: the quantity is summed as an integer too: millionths of the unit of the row
MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """The SQL of one inventory.

    Attributes:
        slots: number of slots for gases, one at least.
        gwp_sets: number of warming-potential sets.
        fractional: (slot, set) where a potential such as 29.8 asks for rounding line by line.
        shared: whether a site counts in part.
        site_regions: whether sites lie in several regions; a row without a region takes that of
            its site, and the two are kept apart as keys, since columns group faster than
            expressions.
        dated: whether the share of a site changes on a day, or a site counts in scope 3; then a
            site is there once for every span, and its rows are cut like those of factors.
        wide: whether a product may pass 64 bits; then 128 are used, which is slower.
        year: calendar year to which the inventory is limited, or None.
        cuts: whether factors change inside a year; else a year is all that need be compared.
        ragged: whether they change inside a month too.
        longest: days of the longest row, less one; passes over rows that cannot be are left out.
    """

    slots: int
    gwp_sets: int
    fractional: frozenset[tuple[int, int]] = frozenset()
    shared: bool = False
    site_regions: bool = False
    dated: bool = False
    wide: bool = False
    year: int | None = None
    cuts: bool = False
    ragged: bool = False
    longest: int = 4000

    # -- reading --------------------------------------------------------------------------

    def site_names(self) -> str:
        """Distinct sites of the rows."""
        return f"SELECT DISTINCT site FROM activity a WHERE {self._in_year()}"

    def combinations(self) -> str:
        """Distinct combinations with their extremes, from which bad rows and overflow are seen."""
        return f"""
SELECT a.activity, a.unit, a.region, {self._site_region()} AS site_region,
       {"s.standing" if self.dated else "''"} AS standing, a.instrument,
       year(a.start) AS first_year, year(a."end") AS last_year,
       count(*) AS lines, count(a.quantity) AS quantities,
       max(abs(a.quantity)) AS largest, min(a."end" - a.start) AS shortest,
       max(a."end" - a.start) AS longest
FROM activity a JOIN sites s ON a.site = s.site{self._while_held()}
WHERE {self._in_year()}
GROUP BY ALL"""

    def cut_combinations(self) -> str:
        """Distinct combinations of the rows whose factors change inside a year."""
        columns = ("activity", "unit", "region", "instrument")
        same = " AND ".join(f"a.{column} = k.{column}" for column in columns)
        return f"""
SELECT k.activity, k.unit, k.region, k.site_region, k.standing, k.instrument,
       k.first_day, k.last_day,
       count(*) AS lines, max(abs(a.quantity)) AS largest, max(a."end" - a.start) AS longest
FROM activity a
JOIN sites s ON a.site = s.site
JOIN spans k ON {same}{self._same_place()}
  AND {_TOUCHES}
WHERE {self._in_year()}
GROUP BY ALL"""

    # -- words ----------------------------------------------------------------------------

    def words(self) -> list[str]:
        """The three rules of rounding, as words that the other statements use.

        `//` cuts towards zero, `round` takes halves away from zero. Of a mass that belongs to two
        owners, the largest remainder is plain rounding.
        """
        integer = "HUGEINT" if self.wide else "BIGINT"
        return [
            f"CREATE MACRO whole(number) AS CAST(round(number) AS {integer})",
            "CREATE MACRO halves_away(mass, numerator, denominator) AS\n"
            "  (2 * mass * numerator + CASE WHEN mass < 0 THEN -denominator ELSE denominator END)\n"
            "  // (2 * denominator)",
            "CREATE MACRO share_of(mass, numerator, denominator) AS\n"
            "  CASE WHEN denominator = 1 THEN mass\n"
            "       ELSE halves_away(mass, numerator, denominator) END",
        ]

    # -- calculating ----------------------------------------------------------------------

    @property
    def has_longer_rows(self) -> bool:
        """Whether rows may lie over three months, or their factors change inside a month."""
        return self.longest > _TWO_MONTHS_AT_MOST or self.ragged

    def most_rows(self, by: Grouping = BY_COMBINATION) -> str:
        """Rows inside one month, or in two: rounded, split, shared and summed in one pass."""
        slots = self._slots(by)
        kept = [f"mg_{slot}" for slot in slots]
        kept += [f"{part}_{slot}_{s}" for slot, s in sorted(self.fractional) for part in ("n", "d")]
        sums = lines_of(
            [f"sum(mg_{slot}) AS mg_{slot}" for slot in slots]
            + [
                f"sum(halves_away(mg_{slot}, n_{slot}_{s}, d_{slot}_{s})) AS e_{slot}_{s}"
                for slot, s in sorted(self.fractional)
            ],
            7,
        )
        two_months = ""
        if self.longest:
            two_months = f"""
  UNION ALL
  SELECT site, month, combination, {", ".join(kept)}
  FROM ({self._in_two_months(by)}
  )"""
        return f"""
CREATE TABLE most_rows AS
SELECT site, month, combination,
       {sums}
FROM (
  SELECT site, month, combination, {", ".join(kept)}
  FROM ({self._within_month(by)}
  ){two_months}
)
GROUP BY site, month, combination"""

    def _within_month(self, by: Grouping) -> str:
        masses = [f"{self.own(self.mass('a', slot))} AS mg_{slot}" for slot in self._slots(by)]
        year = "" if self.year is None else f" AND c.year = {self.year}"
        return f"""
    SELECT s.number AS site, c.month, k.{by.key} AS combination,
           {self._listed(masses, 11)}
    FROM activity a
    JOIN calendar c ON a.start = c.day
    JOIN sites s ON a.site = s.site
    JOIN combinations k ON {self._matches("c.year")}{self._holds_on("a.start")}
    WHERE a."end" <= c.last_day{year}"""

    def _in_two_months(self, by: Grouping) -> str:
        """Largest remainder of two parts: the first is rounded, the second is what is left."""
        slots = self._slots(by)
        wholes = [f"{self.own(self.mass('b', slot))} AS line_{slot}" for slot in slots]
        first = [f"halves_away(line_{slot}, first_days, days)" for slot in slots]
        parts = [
            f"CASE WHEN half = 0 THEN {part} ELSE line_{slot} - {part} END AS mg_{slot}"
            for slot, part in zip(slots, first, strict=True)
        ]
        kept = [f"{p}_{slot}_{s}" for slot, s in sorted(self.fractional) for p in ("n", "d")]
        year = "" if self.year is None else f"\n      WHERE b.year = {self.year}"
        day = ""
        if self.cuts:
            day = f'\n{" " * 15}CASE WHEN h.half = 0 THEN a.start ELSE a."end" END AS day,'
        return f"""
    SELECT site, month, combination,
           {lines_of([*parts, *kept], 11)}
    FROM (
      SELECT s.number AS site, b.month, k.{by.key} AS combination,
             b.half, b.first_days, b.days,
             {self._listed(wholes, 13)}
      FROM (
        SELECT a.site, a.activity, a.unit, a.region, a.instrument, a.quantity, h.half,
               CASE WHEN h.half = 0 THEN c.month ELSE l.month END AS month,
               CASE WHEN h.half = 0 THEN c.year ELSE l.year END AS year,{day}
               c.last_day - a.start + 1 AS first_days, a."end" - a.start + 1 AS days
        FROM activity a
        JOIN calendar c ON a.start = c.day
        JOIN calendar l ON a."end" = l.day
        CROSS JOIN halves h
        WHERE l.month = c.month + 1
      ) b
      JOIN sites s ON b.site = s.site
      JOIN combinations k ON {self._matches("b.year", "b")}{self._holds_on("b.day")}{year}
    )"""

    def _listed(self, masses: Sequence[str], indent: int) -> str:
        potentials = [f"k.n_{slot}_{s}, k.d_{slot}_{s}" for slot, s in sorted(self.fractional)]
        return lines_of([*masses, *potentials], indent)

    def cells(self, by: Grouping = BY_COMBINATION) -> str:
        """The sums per site, month, combination or class, and slot, from all rows."""
        names = ["mg", *self._effects()]
        slots = "\n  UNION ALL\n".join(self._slot_of_month(slot) for slot in self._slots(by))
        if not self.has_longer_rows:  # what is summed once is not summed again
            return f"CREATE TABLE {by.table} AS\n{slots}"
        sums = ", ".join(f"sum({name}) AS {name}" for name in names)
        columns = ", ".join(f"l.{name}" for name in names)
        return f"""
CREATE TABLE {by.table} AS
SELECT site, month, combination, slot, {sums}
FROM (
{slots}
  UNION ALL
  SELECT l.site, l.month, k.{by.key} AS combination, l.slot, {columns}
  FROM longer_rows l JOIN combinations k ON k.id = l.combination
  WHERE l.slot >= {by.first_slot}
)
GROUP BY site, month, combination, slot"""

    def longer_parts(self) -> str:
        """Rows over three months or more, cut by year: numbers only, since windows copy rows.

        Rows whose factors change inside a month are among them, however short they are.
        """
        longer = f"({_LONGER} OR k.calendar > 0)" if self.ragged else _LONGER
        return f"""
CREATE TABLE longer_parts AS
SELECT part, site, combination, calendar, first_day, last_day, quantity, start, "end",
       numerator, denominator
FROM ({self.parts(longer)})"""

    def longer_rows(self) -> str:
        """Rows over three months or more, cut by days; summed like the others."""
        sums = ", ".join(f"sum({name}) AS {name}" for name in ["mg", *self._effects()])
        return f"""
CREATE TABLE longer_rows AS
WITH {self.slices("SELECT * FROM longer_parts")}
SELECT site, month, combination, slot, {sums}
FROM slices
GROUP BY site, month, combination, slot"""

    # -- listing --------------------------------------------------------------------------

    def choose_lines(
        self,
        combinations: Iterable[int],
        sites: Iterable[int] | None,
        months: tuple[int, int] | None,
        row: int | None,
        limit: int | None,
    ) -> str:
        """Keep the parts of lines asked for, in the order of their rows, as `chosen`."""
        condition = self._asked(combinations, sites, row)
        wanted = overlap(months)
        ordered = "" if limit is None else f"\nLIMIT {int(limit)}"
        return f"""
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT * FROM ({self.parts(condition)}) p
WHERE {wanted}
ORDER BY file, sheet, "row", first_day{ordered}"""

    def count_lines(
        self,
        combinations: Iterable[int],
        sites: Iterable[int] | None,
        months: tuple[int, int] | None,
        row: int | None,
    ) -> str:
        """Number of parts of lines asked for."""
        condition = self._asked(combinations, sites, row)
        return f"SELECT count(*) FROM ({self.parts(condition)}) p WHERE {overlap(months)}"

    def line_slices(self, months: tuple[int, int] | None) -> str:
        """The slices of the chosen lines, added up per line and slot."""
        sums = ", ".join(f"sum({name})" for name in ["mg", *self._effects()])
        wanted = "" if months is None else f"WHERE month BETWEEN {months[0]} AND {months[1]}"
        return f"""
WITH {self.slices("SELECT * FROM chosen")}
SELECT part, slot, {sums}
FROM slices {wanted}
GROUP BY part, slot"""

    def lines_without(self, combinations: Sequence[int], limit: int) -> str:
        """Rows of combinations that have no factor."""
        condition = self._asked(combinations, None, None)
        return f"""
SELECT file, sheet, "row", site_name, combination,
       greatest(p.start, p.first_day), least(p."end", p.last_day)
FROM ({self.parts(condition)}) p
ORDER BY file, sheet, "row", first_day
LIMIT {int(limit)}"""

    def lines_of_unknown_sites(self, limit: int) -> str:
        """Rows whose site the organisation does not have."""
        return f"""
SELECT a.file, a.sheet, a."row", a.site, a.start, a."end"
FROM activity a JOIN unknown_sites u ON a.site = u.site
WHERE {self._in_year()}
ORDER BY a.file, a.sheet, a."row"
LIMIT {int(limit)}"""

    def count_of_unknown_sites(self) -> str:
        """Number of rows whose site the organisation does not have."""
        return f"""
SELECT count(*) FROM activity a JOIN unknown_sites u ON a.site = u.site
WHERE {self._in_year()}"""

    # -- parts ----------------------------------------------------------------------------

    def _slots(self, by: Grouping) -> range:
        return range(by.first_slot, self.slots + 1)

    def _effects(self) -> list[str]:
        return [f"e_{s}" for s in range(self.gwp_sets)]

    def _in_year(self) -> str:
        if self.year is None:
            return "TRUE"
        first, last = f"DATE '{self.year}-01-01'", f"DATE '{self.year}-12-31'"
        return f'a."end" >= {first} AND a.start <= {last}'

    def _site_region(self) -> str:
        return "s.region" if self.site_regions else "''"

    def _matches(self, year: str, row: str = "a") -> str:
        columns = ("activity", "unit", "region", "instrument")
        same = " AND ".join(f"{row}.{column} = k.{column}" for column in columns)
        return f"{same}\n      AND {year} = k.year{self._same_place()}"

    def _same_place(self) -> str:
        region = " AND s.region = k.site_region" if self.site_regions else ""
        held = "s.standing = k.standing AND k.first_day BETWEEN s.first_day AND s.last_day"
        return f"{region}\n      AND {held}" if self.dated else region

    def _while_held(self) -> str:
        """A row has days on which its site counts."""
        held = 'a.start <= s.last_day AND a."end" >= s.first_day'
        return f"\n  AND {held}" if self.dated else ""

    def _holds_on(self, day: str) -> str:
        """Of the parts of a year, the one that holds the day; their edges are those of months."""
        if not self.cuts:
            return ""
        return f"\n      AND {day} BETWEEN k.first_day AND k.last_day AND k.calendar = 0"

    def mass(self, row: str, slot: int) -> str:
        """The milligrams of a slot of a row of `activity` joined with its combination `k`."""
        multiplier = str(MILLIONTHS) if slot == QUANTITY_SLOT else f"k.m_{slot}"
        return f"whole({row}.quantity * {multiplier})"

    def own(self, mass: str, row: str = "s") -> str:
        """What counts of a mass, by the share of the site."""
        return f"share_of({mass}, {row}.numerator, {row}.denominator)" if self.shared else mass

    def _slot_of_month(self, slot: int) -> str:
        effects = [
            f"w.e_{slot}_{s}" if (slot, s) in self.fractional else f"w.mg_{slot} * m.n_{s}"
            for s in range(self.gwp_sets)
        ]
        columns = ", ".join(
            [f"w.mg_{slot} AS mg"]
            + [f"{effect} AS {name}" for effect, name in zip(effects, self._effects(), strict=True)]
        )
        return f"""  SELECT w.site, w.month, w.combination, {slot} AS slot, {columns}
  FROM most_rows w JOIN amounts m ON m.combination = w.combination AND m.slot = {slot}"""

    def within_month(self) -> str:
        """A row lies in one month, and its factors do not change inside it.

        Where none do anywhere, the rows alone tell, before they are joined.
        """
        return f"{_ONE_MONTH} AND k.calendar = 0" if self.ragged else _ONE_MONTH

    def in_two_months(self) -> str:
        """A row lies in two months, and its factors change between them at most."""
        return f"{_TWO_MONTHS} AND k.calendar = 0" if self.ragged else _TWO_MONTHS

    def parts_within_month(self) -> str:
        """Lines within one month whose factors do not change inside it: no year cuts them."""
        part = " AND a.start >= k.first_day AND a.start <= k.last_day" if self.cuts else ""
        return f"""
  SELECT a.file, a."row", s.number AS site, k.id AS combination, a.quantity, a.quantity_text,
         a.start, a."end", s.numerator, s.denominator
  FROM activity a
  JOIN sites s ON a.site = s.site
  JOIN combinations k ON {self._matches("year(a.start)")}{part}
  WHERE {self._in_year()} AND {self.within_month()}"""

    def parts(self, condition: str) -> str:
        """Lines cut at the ends of calendar years, since each year has its own factors.

        And where the factors change inside a year.
        """
        touches = f"\n    AND {_TOUCHES}" if self.cuts else ""
        return f"""
  SELECT row_number() OVER () AS part, a.file, a.sheet, a."row", s.number AS site,
         s.site AS site_name, k.id AS combination, k.calendar, k.first_day, k.last_day,
         a.quantity, a.quantity_text, a.start, a."end", s.numerator, s.denominator
  FROM activity a
  JOIN sites s ON a.site = s.site
  JOIN years y ON a.start <= y.last_day AND a."end" >= y.first_day
  JOIN combinations k ON {self._matches("y.year")}{touches}
  WHERE {self._in_year()} AND {condition}"""

    def slices(self, parts: str) -> str:
        """A part's line is rounded whole, shared, then split over its months.

        Largest remainder: each month gets its whole milligrams by days, and what is left over
        goes, one by one, to the months with the largest remainder, the earlier one first.
        """
        effects = ",\n         ".join(
            f"halves_away(s.mg, m.n_{s}, m.d_{s}) AS e_{s}" for s in range(self.gwp_sets)
        )
        mass = self.own("whole(p.quantity * m.multiplier)", "p")
        calendar = "\n    AND t.calendar = l.calendar" if self.ragged else ""
        return f"""parts AS ({parts}
),
lines AS (
  SELECT p.part, p.site, p.combination, p.calendar, p.first_day, p.last_day, p.start,
         p."end", m.slot, p.part * {self.slots + 1} + m.slot AS piece,
         {mass} AS line_mass,
         p."end" - p.start + 1 AS line_days
  FROM parts p JOIN amounts m ON m.combination = p.combination
),
cuts AS (
  SELECT l.*, t.month, t.first_day AS month_start,
         abs(l.line_mass) * (least(l."end", t.last_day) - greatest(l.start, t.first_day) + 1)
           AS weighted
  FROM lines l JOIN months t ON t.first_day <= l."end" AND t.last_day >= l.start{calendar}
),
ranked AS (
  SELECT *, weighted // line_days AS base,
         abs(line_mass) - sum(weighted // line_days) OVER (PARTITION BY piece) AS left_over,
         row_number() OVER (PARTITION BY piece ORDER BY weighted % line_days DESC, month_start)
           AS place
  FROM cuts
),
split AS (
  SELECT part, site, combination, slot, month,
         CASE WHEN line_mass < 0 THEN -1 ELSE 1 END
           * (base + CASE WHEN place <= left_over THEN 1 ELSE 0 END) AS mg
  FROM ranked
  WHERE month_start BETWEEN first_day AND last_day
),
slices AS (
  SELECT s.part, s.site, s.combination, s.slot, s.month, s.mg,
         {effects}
  FROM split s JOIN amounts m ON m.combination = s.combination AND m.slot = s.slot
)"""

    def _asked(
        self, combinations: Iterable[int], sites: Iterable[int] | None, row: int | None
    ) -> str:
        conditions = [f"k.id IN ({numbers(combinations)})"]
        if sites is not None:
            conditions.append(f"s.number IN ({numbers(sites)})")
        if row is not None:
            conditions.append(f'a."row" = {int(row)}')
        return " AND ".join(conditions)
