SELECT DISTINCT site FROM activity a WHERE a."end" >= DATE '2023-01-01' AND a.start <= DATE '2023-12-31';

SELECT a.activity, a.unit, a.region, s.region AS site_region,
       '' AS standing, a.instrument,
       year(a.start) AS first_year, year(a."end") AS last_year,
       count(*) AS lines, count(a.quantity) AS quantities,
       max(abs(a.quantity)) AS largest, min(a."end" - a.start) AS shortest,
       max(a."end" - a.start) AS longest
FROM activity a JOIN sites s ON a.site = s.site
WHERE a."end" >= DATE '2023-01-01' AND a.start <= DATE '2023-12-31'
GROUP BY ALL;

CREATE MACRO whole(number) AS CAST(round(number) AS BIGINT);

CREATE MACRO halves_away(mass, numerator, denominator) AS
  (2 * mass * numerator + CASE WHEN mass < 0 THEN -denominator ELSE denominator END)
  // (2 * denominator);

CREATE MACRO share_of(mass, numerator, denominator) AS
  CASE WHEN denominator = 1 THEN mass
       ELSE halves_away(mass, numerator, denominator) END;

CREATE TABLE longer_parts AS
SELECT part, site, combination, calendar, first_day, last_day, quantity, start, "end",
       numerator, denominator
FROM (
  SELECT row_number() OVER () AS part, a.file, a.sheet, a."row", s.number AS site,
         s.site AS site_name, k.id AS combination, k.calendar, k.first_day, k.last_day,
         a.quantity, a.quantity_text, a.start, a."end", s.numerator, s.denominator
  FROM activity a
  JOIN sites s ON a.site = s.site
  JOIN years y ON a.start <= y.last_day AND a."end" >= y.first_day
  JOIN combinations k ON a.activity = k.activity AND a.unit = k.unit AND a.region = k.region AND a.instrument = k.instrument
      AND y.year = k.year AND s.region = k.site_region
  WHERE a."end" >= DATE '2023-01-01' AND a.start <= DATE '2023-12-31' AND (year(a."end") * 12 + month(a."end")) - (year(a.start) * 12 + month(a.start)) > 1 AND a."end" - a.start > 28);

CREATE TABLE longer_rows AS
WITH parts AS (SELECT * FROM longer_parts
),
lines AS (
  SELECT p.part, p.site, p.combination, p.calendar, p.first_day, p.last_day, p.start,
         p."end", m.slot, p.part * 3 + m.slot AS piece,
         share_of(whole(p.quantity * m.multiplier), p.numerator, p.denominator) AS line_mass,
         p."end" - p.start + 1 AS line_days
  FROM parts p JOIN amounts m ON m.combination = p.combination
),
cuts AS (
  SELECT l.*, t.month, t.first_day AS month_start,
         abs(l.line_mass) * (least(l."end", t.last_day) - greatest(l.start, t.first_day) + 1)
           AS weighted
  FROM lines l JOIN months t ON t.first_day <= l."end" AND t.last_day >= l.start
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
         halves_away(s.mg, m.n_0, m.d_0) AS e_0
  FROM split s JOIN amounts m ON m.combination = s.combination AND m.slot = s.slot
)
SELECT site, month, combination, slot, sum(mg) AS mg, sum(e_0) AS e_0
FROM slices
GROUP BY site, month, combination, slot;

CREATE TABLE most_rows AS
SELECT site, month, combination,
       sum(mg_0) AS mg_0,
       sum(mg_1) AS mg_1,
       sum(mg_2) AS mg_2,
       sum(halves_away(mg_1, n_1_0, d_1_0)) AS e_1_0
FROM (
  SELECT site, month, combination, mg_0, mg_1, mg_2, n_1_0, d_1_0
  FROM (
    SELECT s.number AS site, c.month, k.id AS combination,
           share_of(whole(a.quantity * 1000000), s.numerator, s.denominator) AS mg_0,
           share_of(whole(a.quantity * k.m_1), s.numerator, s.denominator) AS mg_1,
           share_of(whole(a.quantity * k.m_2), s.numerator, s.denominator) AS mg_2,
           k.n_1_0, k.d_1_0
    FROM activity a
    JOIN calendar c ON a.start = c.day
    JOIN sites s ON a.site = s.site
    JOIN combinations k ON a.activity = k.activity AND a.unit = k.unit AND a.region = k.region AND a.instrument = k.instrument
      AND c.year = k.year AND s.region = k.site_region
    WHERE a."end" <= c.last_day AND c.year = 2023
  )
  UNION ALL
  SELECT site, month, combination, mg_0, mg_1, mg_2, n_1_0, d_1_0
  FROM (
    SELECT site, month, combination,
           CASE WHEN half = 0 THEN halves_away(line_0, first_days, days) ELSE line_0 - halves_away(line_0, first_days, days) END AS mg_0,
           CASE WHEN half = 0 THEN halves_away(line_1, first_days, days) ELSE line_1 - halves_away(line_1, first_days, days) END AS mg_1,
           CASE WHEN half = 0 THEN halves_away(line_2, first_days, days) ELSE line_2 - halves_away(line_2, first_days, days) END AS mg_2,
           n_1_0,
           d_1_0
    FROM (
      SELECT s.number AS site, b.month, k.id AS combination,
             b.half, b.first_days, b.days,
             share_of(whole(b.quantity * 1000000), s.numerator, s.denominator) AS line_0,
             share_of(whole(b.quantity * k.m_1), s.numerator, s.denominator) AS line_1,
             share_of(whole(b.quantity * k.m_2), s.numerator, s.denominator) AS line_2,
             k.n_1_0, k.d_1_0
      FROM (
        SELECT a.site, a.activity, a.unit, a.region, a.instrument, a.quantity, h.half,
               CASE WHEN h.half = 0 THEN c.month ELSE l.month END AS month,
               CASE WHEN h.half = 0 THEN c.year ELSE l.year END AS year,
               c.last_day - a.start + 1 AS first_days, a."end" - a.start + 1 AS days
        FROM activity a
        JOIN calendar c ON a.start = c.day
        JOIN calendar l ON a."end" = l.day
        CROSS JOIN halves h
        WHERE l.month = c.month + 1
      ) b
      JOIN sites s ON b.site = s.site
      JOIN combinations k ON b.activity = k.activity AND b.unit = k.unit AND b.region = k.region AND b.instrument = k.instrument
      AND b.year = k.year AND s.region = k.site_region
      WHERE b.year = 2023
    )
  )
)
GROUP BY site, month, combination;

CREATE TABLE cells AS
SELECT site, month, combination, slot, sum(mg) AS mg, sum(e_0) AS e_0
FROM (
  SELECT w.site, w.month, w.combination, 0 AS slot, w.mg_0 AS mg, w.mg_0 * m.n_0 AS e_0
  FROM most_rows w JOIN amounts m ON m.combination = w.combination AND m.slot = 0
  UNION ALL
  SELECT w.site, w.month, w.combination, 1 AS slot, w.mg_1 AS mg, w.e_1_0 AS e_0
  FROM most_rows w JOIN amounts m ON m.combination = w.combination AND m.slot = 1
  UNION ALL
  SELECT w.site, w.month, w.combination, 2 AS slot, w.mg_2 AS mg, w.mg_2 * m.n_0 AS e_0
  FROM most_rows w JOIN amounts m ON m.combination = w.combination AND m.slot = 2
  UNION ALL
  SELECT l.site, l.month, k.id AS combination, l.slot, l.mg, l.e_0
  FROM longer_rows l JOIN combinations k ON k.id = l.combination
  WHERE l.slot >= 0
)
GROUP BY site, month, combination, slot;

CREATE TABLE most_rows AS
SELECT site, month, combination,
       sum(mg_1) AS mg_1,
       sum(mg_2) AS mg_2,
       sum(halves_away(mg_1, n_1_0, d_1_0)) AS e_1_0
FROM (
  SELECT site, month, combination, mg_1, mg_2, n_1_0, d_1_0
  FROM (
    SELECT s.number AS site, c.month, k.class AS combination,
           share_of(whole(a.quantity * k.m_1), s.numerator, s.denominator) AS mg_1,
           share_of(whole(a.quantity * k.m_2), s.numerator, s.denominator) AS mg_2,
           k.n_1_0, k.d_1_0
    FROM activity a
    JOIN calendar c ON a.start = c.day
    JOIN sites s ON a.site = s.site
    JOIN combinations k ON a.activity = k.activity AND a.unit = k.unit AND a.region = k.region AND a.instrument = k.instrument
      AND c.year = k.year AND s.region = k.site_region
    WHERE a."end" <= c.last_day AND c.year = 2023
  )
  UNION ALL
  SELECT site, month, combination, mg_1, mg_2, n_1_0, d_1_0
  FROM (
    SELECT site, month, combination,
           CASE WHEN half = 0 THEN halves_away(line_1, first_days, days) ELSE line_1 - halves_away(line_1, first_days, days) END AS mg_1,
           CASE WHEN half = 0 THEN halves_away(line_2, first_days, days) ELSE line_2 - halves_away(line_2, first_days, days) END AS mg_2,
           n_1_0,
           d_1_0
    FROM (
      SELECT s.number AS site, b.month, k.class AS combination,
             b.half, b.first_days, b.days,
             share_of(whole(b.quantity * k.m_1), s.numerator, s.denominator) AS line_1,
             share_of(whole(b.quantity * k.m_2), s.numerator, s.denominator) AS line_2,
             k.n_1_0, k.d_1_0
      FROM (
        SELECT a.site, a.activity, a.unit, a.region, a.instrument, a.quantity, h.half,
               CASE WHEN h.half = 0 THEN c.month ELSE l.month END AS month,
               CASE WHEN h.half = 0 THEN c.year ELSE l.year END AS year,
               c.last_day - a.start + 1 AS first_days, a."end" - a.start + 1 AS days
        FROM activity a
        JOIN calendar c ON a.start = c.day
        JOIN calendar l ON a."end" = l.day
        CROSS JOIN halves h
        WHERE l.month = c.month + 1
      ) b
      JOIN sites s ON b.site = s.site
      JOIN combinations k ON b.activity = k.activity AND b.unit = k.unit AND b.region = k.region AND b.instrument = k.instrument
      AND b.year = k.year AND s.region = k.site_region
      WHERE b.year = 2023
    )
  )
)
GROUP BY site, month, combination;

CREATE TABLE class_cells AS
SELECT site, month, combination, slot, sum(mg) AS mg, sum(e_0) AS e_0
FROM (
  SELECT w.site, w.month, w.combination, 1 AS slot, w.mg_1 AS mg, w.e_1_0 AS e_0
  FROM most_rows w JOIN amounts m ON m.combination = w.combination AND m.slot = 1
  UNION ALL
  SELECT w.site, w.month, w.combination, 2 AS slot, w.mg_2 AS mg, w.mg_2 * m.n_0 AS e_0
  FROM most_rows w JOIN amounts m ON m.combination = w.combination AND m.slot = 2
  UNION ALL
  SELECT l.site, l.month, k.class AS combination, l.slot, l.mg, l.e_0
  FROM longer_rows l JOIN combinations k ON k.id = l.combination
  WHERE l.slot >= 1
)
GROUP BY site, month, combination, slot;
