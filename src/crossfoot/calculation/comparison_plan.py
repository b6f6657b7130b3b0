"""Why two runs differ, as SQL: the rules of `restatement`, for millions of lines.

Tables that it reads: `lines_b` and `lines_n` (kept lines of the base run and of the new one),
`sites_b`, `sites_n`, `without_b`, `without_n` (sites of a run, and rows that have no factor there),
`alike` (rates whose gases have the same potentials in both runs), `models` (what multiplies the
quantities where several things changed; see `comparison`).

Tables that it makes: `paired` (which line is which), `both` (pairs with what changed), `changes`
(one row per line that differs, one column per cause). Keys are hashed to 64 bits, since columns
of text sort slowly; that two keys with one hash were taken for the same is found by
`wrong_pairs`, and another salt tried.
"""

from __future__ import annotations

#: columns that make a line the same line in another run
KEY = ("site", "activity", "unit", "method", "start", '"end"', "year")
_DATA = ("entered", "quantity", "numerator", "denominator", "factor", "rates", "milligrams")
_ORDER = "quantity, factor, milligrams, numerator, denominator, rates"
#: the causes that a pair of lines can have, in their order, and what tells them
CHANGED = {
    "activity": "b.entered <> n.entered",
    "factor": "b.rates <> n.rates",
    "potentials": "NOT (coalesce(x.same, TRUE) AND coalesce(y.same, TRUE))",
    "ownership": "(b.numerator, b.denominator) <> (n.numerator, n.denominator)",
}
CAUSES = (*CHANGED, "boundary", "method", "interaction")


def hashed(side: str, salt: int) -> str:
    """The lines of a run with their key and their data as numbers."""
    return f"""
CREATE OR REPLACE TABLE keys_{side} AS
SELECT rowid AS id, hash({salt}, {", ".join(KEY)}) AS k, hash({salt}, {", ".join(_DATA)}) AS d
FROM lines_{side}"""


def unmatched() -> str:
    """Keys and data of which one run has more lines than the other, and how many each has."""
    return """
CREATE OR REPLACE TABLE surplus AS
SELECT k, d, sum(b) AS b, sum(n) AS n
FROM (SELECT k, d, 1 AS b, 0 AS n FROM keys_b UNION ALL SELECT k, d, 0, 1 FROM keys_n)
GROUP BY k, d
HAVING sum(b) <> sum(n)"""


def left(side: str, other: str) -> str:
    """The lines of a run that have no like in the other."""
    columns = "l.id, l.k"
    return f"""
CREATE OR REPLACE TABLE left_{side} AS
SELECT {columns} FROM keys_{side} l
JOIN surplus s ON s.k = l.k AND s.d = l.d WHERE s.{other} = 0
UNION ALL
SELECT {columns} FROM (
  SELECT l.id, l.k, s.{side} - s.{other} AS more,
         row_number() OVER (PARTITION BY l.k, l.d ORDER BY l.id) AS place
  FROM keys_{side} l
  JOIN surplus s ON s.k = l.k AND s.d = l.d WHERE s.{other} > 0 AND s.{side} > s.{other}
) l
WHERE place <= more"""


def paired() -> str:
    """Of what is left, lines with the same quantity come together, then the others in order."""
    return f"""
CREATE OR REPLACE TABLE paired AS
WITH b AS ({_ranked("b")}), n AS ({_ranked("n")}),
same AS (
  SELECT b.id AS b, n.id AS n, coalesce(b.k, n.k) AS k
  FROM b FULL JOIN n ON b.k = n.k AND b.entered = n.entered AND b.place = n.place
),
rest_b AS ({_rest("b")}), rest_n AS ({_rest("n")})
SELECT b, n FROM same WHERE b IS NOT NULL AND n IS NOT NULL
UNION ALL
SELECT b.id, n.id FROM rest_b b FULL JOIN rest_n n ON b.k = n.k AND b.place = n.place"""


def _ranked(side: str) -> str:
    return f"""
  SELECT l.id, l.k, t.entered,
         row_number() OVER (PARTITION BY l.k, t.entered ORDER BY {_ORDER}) AS place
  FROM left_{side} l JOIN lines_{side} t ON t.rowid = l.id"""


def _rest(side: str) -> str:
    other = "n" if side == "b" else "b"
    return f"""
  SELECT s.{side} AS id, s.k, row_number() OVER (
           PARTITION BY s.k ORDER BY CAST(t.entered AS DOUBLE), t.entered, {_ORDER}) AS place
  FROM same s JOIN lines_{side} t ON t.rowid = s.{side}
  WHERE s.{other} IS NULL"""


def wrong_pairs() -> str:
    """Pairs whose keys agree in their hash alone."""
    differ = " OR ".join(f"b.{name} <> n.{name}" for name in KEY)
    return f"""
SELECT count(*) FROM paired p
JOIN lines_b b ON b.rowid = p.b JOIN lines_n n ON n.rowid = p.n WHERE {differ}"""


def both() -> str:
    """The pairs with what changed between them."""
    changed = ",\n       ".join(f"{told} AS {cause}" for cause, told in CHANGED.items())
    count = " + ".join(f"({told})::INTEGER" for told in CHANGED.values())
    return f"""
CREATE OR REPLACE TABLE both AS
SELECT p.b, p.n, n.milligrams - b.milligrams AS difference,
       {changed},
       {count} AS causes,
       b.quantity AS quantity_b, n.quantity AS quantity_n, b.rates AS rates_b, n.rates AS rates_n,
       b.numerator AS over_b, b.denominator AS under_b,
       n.numerator AS over_n, n.denominator AS under_n
FROM paired p
JOIN lines_b b ON b.rowid = p.b
JOIN lines_n n ON n.rowid = p.n
LEFT JOIN alike x ON x.rates = b.rates
LEFT JOIN alike y ON y.rates = n.rates"""


def model_keys() -> str:
    """What the effects of pairs with several causes depend on, and their largest quantities."""
    return """
SELECT rates_b, rates_n, over_b, under_b, over_n, under_n,
       max(abs(quantity_b)), max(abs(quantity_n))
FROM both WHERE causes > 1
GROUP BY ALL ORDER BY ALL"""


_SAME_MODEL = " AND ".join(
    f"m.{name} = t.{name}"
    for name in ("rates_b", "rates_n", "over_b", "under_b", "over_n", "under_n")
)


def changes() -> str:
    """The lines that differ: one cause takes all; of several each has what it does alone."""
    one = ", ".join(
        f"CASE WHEN {cause} AND causes = 1 THEN difference ELSE 0 END AS {cause}"
        for cause in CHANGED
    )
    several = ", ".join(f"CASE WHEN t.{c} THEN {_effect(c)} ELSE 0 END AS {c}" for c in CHANGED)
    sums = " + ".join(CHANGED)
    return f"""
CREATE OR REPLACE TABLE changes AS
SELECT b, n, difference, {one}, CAST(0 AS HUGEINT) AS boundary, CAST(0 AS HUGEINT) AS method,
       CASE WHEN causes = 0 THEN difference ELSE 0 END AS interaction
FROM both WHERE causes < 2 AND difference <> 0
UNION ALL
SELECT b, n, difference, {", ".join(CHANGED)}, 0, 0, difference - ({sums})
FROM (
  SELECT t.b, t.n, t.difference, {several}
  FROM both t JOIN models m ON {_SAME_MODEL}
  WHERE t.causes > 1
)
UNION ALL
{_single()}"""


def _effect(cause: str) -> str:
    product = f"m.{cause}_n * t.quantity_n + m.{cause}_b * t.quantity_b"
    return f"whole_of({product}, m.{cause}_d)"


def words() -> str:
    """The nearest integer of a quotient, halves away from zero."""
    return (
        "CREATE MACRO whole_of(number, divisor) AS\n"
        "  (2 * number + CASE WHEN number < 0 THEN -divisor ELSE divisor END) // (2 * divisor)"
    )


def pairs_without_model() -> str:
    """Pairs whose numbers are too long for the engine."""
    return f"""
SELECT t.b, t.n FROM both t
WHERE t.causes > 1 AND NOT EXISTS (SELECT 1 FROM models m WHERE {_SAME_MODEL})"""


def _single() -> str:
    """Lines that only one run has: boundary, factors, method, or activity data."""
    return f"""
SELECT b, n, difference,
       CASE WHEN cause = 'activity' THEN difference ELSE 0 END,
       CASE WHEN cause = 'factor' THEN difference ELSE 0 END,
       0, 0,
       CASE WHEN cause = 'boundary' THEN difference ELSE 0 END,
       CASE WHEN cause = 'method' THEN difference ELSE 0 END,
       0
FROM (
  WITH alone AS (
    {_alone("b", "n", "-")}
    UNION ALL
    {_alone("n", "b", "")}
  ),
  activities AS (
    SELECT site, scope, category, method, activity,
           bool_or(b IS NOT NULL) AND NOT bool_or(n IS NOT NULL) AS went,
           bool_or(n IS NOT NULL) AND NOT bool_or(b IS NOT NULL) AS came
    FROM alone WHERE cause = 'inside' GROUP BY ALL
  ),
  exchanged AS (
    SELECT site, scope, category, method, bool_or(went) AND bool_or(came) AS both_ways
    FROM activities GROUP BY ALL
  )
  SELECT a.b, a.n, a.difference,
         CASE WHEN a.cause <> 'inside' THEN a.cause
              WHEN e.both_ways AND (c.went OR c.came) THEN 'method' ELSE 'activity' END AS cause
  FROM alone a
  LEFT JOIN activities c ON a.cause = 'inside' AND c.site = a.site AND c.scope = a.scope
    AND c.category = a.category AND c.method = a.method AND c.activity = a.activity
  LEFT JOIN exchanged e ON e.site = c.site AND e.scope = c.scope
    AND e.category = c.category AND e.method = c.method
)
WHERE difference <> 0"""


def _alone(side: str, other: str, sign: str) -> str:
    ids = "p.b, p.n"
    return f"""SELECT {ids}, {sign}t.milligrams AS difference,
           t.site, t.scope, t.category, t.method, t.activity,
           CASE WHEN NOT EXISTS (SELECT 1 FROM sites_{other} o WHERE o.site = t.site)
                THEN 'boundary'
                WHEN EXISTS (SELECT 1 FROM without_{other} w WHERE w.site = t.site
                             AND w.activity = t.activity AND w.unit = t.unit)
                THEN 'factor' ELSE 'inside' END AS cause
    FROM paired p JOIN lines_{side} t ON t.rowid = p.{side} WHERE p.{other} IS NULL"""


def sums() -> str:
    """The effects by scope and method."""
    effects = ", ".join(f"sum({cause})" for cause in CAUSES)
    return f"""
SELECT coalesce(n.scope, b.scope), coalesce(n.method, b.method), {effects}
FROM (SELECT b, n, {", ".join(f"c.{c} AS {c}" for c in CAUSES)} FROM changes c) c
LEFT JOIN (SELECT rowid AS id, scope, method FROM lines_b) b ON b.id = c.b
LEFT JOIN (SELECT rowid AS id, scope, method FROM lines_n) n ON n.id = c.n
GROUP BY ALL"""


def listed(limit: int | None) -> str:
    """The changes with their lines, the largest difference first."""
    ordered = "" if limit is None else f"LIMIT {int(limit)}"
    names = ("file", "row", "site", "activity", "unit", "start", "end", "year", "scope",
             "category", "method", "entered", "quantity", "numerator", "denominator", "factor",
             "rates", "milligrams")  # fmt: skip
    lines = ", ".join(f'{side}."{name}"' for side in ("b", "n") for name in names)
    either = ", ".join(
        f'coalesce(n."{name}", b."{name}")'
        for name in ("site", "activity", "unit", "method", "start", "end", "year", "file", "row")
    )
    return f"""
SELECT {", ".join(f"c.{cause}" for cause in CAUSES)}, c.b IS NOT NULL, c.n IS NOT NULL, {lines}
FROM changes c
LEFT JOIN lines_b b ON b.rowid = c.b
LEFT JOIN lines_n n ON n.rowid = c.n
ORDER BY abs(c.difference) DESC, {either} {ordered}"""
