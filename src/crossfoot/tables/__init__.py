"""Tables: files that people send → typed rows, or messages that name the place.

Here:
    schema, schemas   what columns a file has, as data: ACTIVITY, FACTS, ORGANISATION, FACTORS
    reader            `read_table`: small files, in Python, values as Decimal and date
    importer          `import_to_parquet`: millions of rows, through DuckDB, into one Parquet file
    judge             the checks, written once for both ways; `Expected` is what a caller knows
    cells             one cell → one value: numbers, dates, choices, units
    headings          which row is the heading, which column is which
    sniffing, encodings, archives   what kind of file it is, and whether it is safe to open
    delimited, workbooks, parquet   the three kinds of file → rows of text
    memory_cells, duckdb_cells      the same questions answered in Python and in SQL

Not here: what the rows mean (calculation, facts), where they are kept (workspaces), reading of
published reports.

May import: documents, quantities, definitions, languages, errors; the engine DuckDB. Both ways
raise a `CrossfootError` with all problems of the file, and change nothing.
"""

from __future__ import annotations
