"""Why two runs differ, as SQL: the rules of `restatement`, for millions of lines.

Tables that it reads (`b` is the base run, `n` the new one; numbers mean the same in both):

- `kept_b`, `kept_n`: kept lines, as they lie in their files
- `kinds_b`, `kinds_n`: what the kinds of a run stand for; `key` is activity, unit, year, method and
  scope, `total` scope, category and method, `factor` factor and rates, `rates` rates; all in the
  order of what they stand for
- `places_b`, `places_n`: site and share of the places of a run
- `keys`: the activity of a key, and the activity with its unit (`what`)
- `sites`: whether a site belongs to each run, whether it is held by days there, and whether that
  differs (`moved`); `spans_b`, `spans_n`: these days; `without_b`, `without_n`: rows that have no
  factor
- `alike`: rates whose gases have the same potentials in both runs
- `models`: what multiplies the quantities where several things changed (see `comparison`)

Tables that it makes: `prints_b`, `prints_n` (count, CO2e and sum of hashes of the lines by kind
and place), `lines_b`, `lines_n` (the lines of kinds and places whose prints differ: behind a
changed factor a few in a hundred), `paired` (which line is which), `pairs` (with what changed),
`changes` (one row per line that differs, one column per cause). What makes a line the same line is
hashed to 64 bits, since four columns sort slowly; that two keys with one hash were taken for the
same is found by `wrong_pairs`, and another salt tried.
"""

from __future__ import annotations

#: columns that make a line the same line in another run
KEY = ("key", "site", "start", '"end"')
_DATA = ("entered", "quantity", "factor", "share", "milligrams")
_ORDER = "quantity, factor, milligrams, share"
#: the causes that a pair of lines can have, in their order, and what tells them
CHANGED = {
    "activity": "b.entered <> n.entered",
    "factor": "b.rates <> n.rates",
    "potentials": "NOT (coalesce(x.same, TRUE) AND coalesce(y.same, TRUE))",
    "ownership": (
        "b.share <> n.share OR (i.moved AND b.entered = n.entered AND b.quantity <> n.quantity)"
    ),
}
CAUSES = (*CHANGED, "boundary", "method", "interaction", "error")
MODEL = ("rates_b", "rates_n", "share_b", "share_n")


def prints(side: str) -> str:
    """What the lines of a kind at a place are together; the same lines give the same print."""
    return f"""
CREATE TABLE prints_{side} AS
SELECT l.kind, l.site AS place, count(*) AS lines, sum(l.milligrams) AS milligrams,
       sum(hash(l.start, l."end", l.entered, l.quantity, l.milligrams)) AS print
FROM kept_{side} l GROUP BY l.kind, l.site"""


def differing() -> str:
    """The keys, factors, sites and shares whose lines are not the same in both runs."""
    return f"""
CREATE TABLE differing AS
WITH b AS ({_printed("b")}), n AS ({_printed("n")})
SELECT key, factor, site, share FROM b FULL JOIN n USING (key, factor, site, share)
WHERE b.lines IS DISTINCT FROM n.lines OR b.print IS DISTINCT FROM n.print"""


def _printed(side: str) -> str:
    return f"""
  SELECT k.key, k.factor, p.site, p.share, sum(t.lines) AS lines, sum(t.print) AS print
  FROM prints_{side} t
  JOIN kinds_{side} k ON k.kind = t.kind
  JOIN places_{side} p ON p.place = t.place
  GROUP BY ALL"""


def lines(side: str) -> str:
    """The lines of a run that may differ from those of the other."""
    return f"""
CREATE TABLE lines_{side} AS
SELECT l.kind, l.site AS place, l.document AS file, l.row, l.start, l."end", l.entered,
       l.quantity, l.milligrams, c.key, c.factor, c.rates, c.total, c.site, c.share
FROM kept_{side} l
JOIN (
  SELECT t.kind, t.place, k.key, k.factor, k.rates, k.total, p.site, p.share
  FROM prints_{side} t
  JOIN kinds_{side} k ON k.kind = t.kind
  JOIN places_{side} p ON p.place = t.place
  SEMI JOIN differing d
    ON d.key = k.key AND d.factor = k.factor AND d.site = p.site AND d.share = p.share
) c ON c.kind = l.kind AND c.place = l.site"""


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
SELECT k, d, count(b) AS b, count(n) AS n
FROM (SELECT k, d, id AS b, NULL AS n FROM keys_b UNION ALL SELECT k, d, NULL, id FROM keys_n)
GROUP BY k, d
HAVING count(b) <> count(n)"""


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


def rows_of_moved(side: str) -> str:
    """The rows of sites that are held otherwise in one run than in the other."""
    return f"""
CREATE TABLE rows_{side} AS
SELECT DISTINCT p.site, c.what, l.start, l."end", l.entered
FROM kept_{side} l
JOIN kinds_{side} k ON k.kind = l.kind
JOIN keys c ON c.key = k.key
JOIN places_{side} p ON p.place = l.site
JOIN sites i ON i.site = p.site
WHERE i.moved"""


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
CREATE OR REPLACE TABLE pairs AS
SELECT p.b, p.n, n.total, n.milligrams - b.milligrams AS difference,
       {changed},
       {count} AS causes,
       b.quantity AS quantity_b, n.quantity AS quantity_n, b.rates AS rates_b, n.rates AS rates_n,
       b.share AS share_b, n.share AS share_n
FROM paired p
JOIN lines_b b ON b.rowid = p.b
JOIN lines_n n ON n.rowid = p.n
JOIN sites i ON i.site = b.site
LEFT JOIN alike x ON x.rates = b.rates
LEFT JOIN alike y ON y.rates = n.rates"""


def model_keys() -> str:
    """What the effects of pairs with several causes depend on, and their largest quantities."""
    return f"""
SELECT {", ".join(MODEL)}, max(abs(quantity_b)), max(abs(quantity_n))
FROM pairs WHERE causes > 1
GROUP BY ALL ORDER BY ALL"""


_SAME_MODEL = " AND ".join(f"m.{name} = t.{name}" for name in MODEL)


def without_errors() -> str:
    """The changes, where no error was corrected."""
    return "CREATE VIEW changes AS SELECT *, 0 AS error FROM all_changes"


def with_long_numbers() -> str:
    """Add the changes of pairs that were split one by one."""
    return f"""
INSERT INTO all_changes
SELECT l.b, l.n, n.total, l.difference, {", ".join(f"l.{cause}" for cause in CAUSES[:-1])}
FROM long_changes l JOIN lines_n n ON n.rowid = l.n"""


def with_errors() -> str:
    """The changes, with changed quantities where an error was corrected as effects of errors.

    Table `errors`: site and activity.
    """
    return """
CREATE TABLE changes AS
SELECT c.* REPLACE (CASE WHEN e.site IS NULL THEN c.activity ELSE 0 END AS activity),
       CASE WHEN e.site IS NULL THEN 0 ELSE c.activity END AS error
FROM all_changes c
LEFT JOIN lines_b b ON b.rowid = c.b
LEFT JOIN lines_n n ON n.rowid = c.n
JOIN keys k ON k.key = coalesce(n.key, b.key)
LEFT JOIN errors e ON e.site = coalesce(n.site, b.site) AND e.activity = k.activity"""


def changes() -> str:
    """The lines that differ: one cause takes all; of several each has what it does alone."""
    one = ", ".join(
        f"CASE WHEN {cause} AND causes = 1 THEN difference ELSE 0 END AS {cause}"
        for cause in CHANGED
    )
    several = ", ".join(f"CASE WHEN t.{c} THEN {_effect(c)} ELSE 0 END AS {c}" for c in CHANGED)
    sums = " + ".join(CHANGED)
    return f"""
CREATE TABLE all_changes AS
SELECT b, n, total, CAST(difference AS HUGEINT) AS difference, {one}, 0 AS boundary, 0 AS method,
       CASE WHEN causes = 0 THEN difference ELSE 0 END AS interaction
FROM pairs WHERE causes < 2 AND difference <> 0
UNION ALL
SELECT b, n, total, difference, {", ".join(CHANGED)}, 0, 0, difference - ({sums})
FROM (
  SELECT t.b, t.n, t.total, t.difference, {several}
  FROM pairs t JOIN models m ON {_SAME_MODEL}
  WHERE t.causes > 1
)
UNION ALL
{_single()}"""


def _effect(cause: str) -> str:
    product = f"m.{cause}_n * t.quantity_n + m.{cause}_b * t.quantity_b"  # of 128 bits
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
SELECT t.b, t.n FROM pairs t
WHERE t.causes > 1 AND NOT EXISTS (SELECT 1 FROM models m WHERE {_SAME_MODEL})"""


def _single() -> str:
    """Lines that only one run has: boundary, factors, method, or activity data."""
    return f"""
SELECT b, n, total, difference,
       CASE WHEN cause = 'activity' THEN difference ELSE 0 END,
       CASE WHEN cause = 'factor' THEN difference ELSE 0 END,
       0,
       CASE WHEN cause = 'ownership' THEN difference ELSE 0 END,
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
    SELECT site, total, activity,
           bool_or(b IS NOT NULL) AND NOT bool_or(n IS NOT NULL) AS went,
           bool_or(n IS NOT NULL) AND NOT bool_or(b IS NOT NULL) AS came
    FROM alone WHERE cause = 'inside' GROUP BY ALL
  ),
  exchanged AS (
    SELECT site, total, bool_or(went) AND bool_or(came) AS both_ways
    FROM activities GROUP BY ALL
  )
  SELECT a.b, a.n, a.total, a.difference,
         CASE WHEN a.cause <> 'inside' THEN a.cause
              WHEN e.both_ways AND (c.went OR c.came) THEN 'method' ELSE 'activity' END AS cause
  FROM alone a
  LEFT JOIN activities c ON a.cause = 'inside' AND c.site = a.site AND c.total = a.total
    AND c.activity = a.activity
  LEFT JOIN exchanged e ON e.site = c.site AND e.total = c.total
)
WHERE difference <> 0"""


def _alone(side: str, other: str, sign: str) -> str:
    return f"""SELECT p.b, p.n, {sign}t.milligrams AS difference, t.site, t.total, k.activity,
           CASE WHEN NOT i.in_{other} THEN 'boundary'
                WHEN w.site IS NOT NULL THEN 'factor'
                WHEN i.dated_{other} AND NOT EXISTS (
                  SELECT 1 FROM spans_{other} h
                  WHERE h.site = t.site AND h.first_day <= t."end" AND h.last_day >= t.start
                ) THEN 'boundary'
                WHEN r.site IS NOT NULL THEN 'ownership' ELSE 'inside' END AS cause
    FROM paired p
    JOIN lines_{side} t ON t.rowid = p.{side}
    JOIN keys k ON k.key = t.key
    JOIN sites i ON i.site = t.site
    LEFT JOIN without_{other} w ON w.site = t.site AND w.what = k.what
    LEFT JOIN rows_{other} r ON r.site = t.site AND r.what = k.what AND r.start = t.start
      AND r."end" = t."end" AND r.entered = t.entered
    WHERE p.{other} IS NULL"""


def sums() -> str:
    """The effects by scope, category and method."""
    effects = ", ".join(f"sum({cause})" for cause in CAUSES)
    return f"SELECT total, {effects} FROM changes GROUP BY total"


def totals(side: str) -> str:
    """CO2e of a run by scope, category and method."""
    return (
        f"SELECT k.total, sum(t.milligrams) FROM prints_{side} t "
        f"JOIN kinds_{side} k ON k.kind = t.kind GROUP BY ALL"
    )


def listed(columns: tuple[str, ...], limit: int | None) -> str:
    """The changes with their lines, the largest difference first."""
    ordered = "" if limit is None else f"LIMIT {int(limit)}"
    lines = ", ".join(f"{side}.{name}" for side in ("b", "n") for name in columns)
    either = ", ".join(f"coalesce(n.{name}, b.{name})" for name in (*KEY, "file", '"row"'))
    return f"""
SELECT {", ".join(f"c.{cause}" for cause in CAUSES)}, c.b IS NOT NULL, c.n IS NOT NULL, {lines}
FROM changes c
LEFT JOIN lines_b b ON b.rowid = c.b
LEFT JOIN lines_n n ON n.rowid = c.n
ORDER BY abs(c.difference) DESC, {either} {ordered}"""
