"""Tables: files that people send → typed rows, or messages that name the place.

Two ways in, one set of checks:
    reader            `read_table`: small files, in Python, values as Decimal and date
    mapping           a schema under the names that a file has for its columns
    peek              a first look: sheets, headings, first rows
    ledger_rows       rows of an imported file: totals, pages with filters
    parquet           `import_to_parquet`: millions of rows, through DuckDB, into one Parquet file

What a file should be:
    schema, schemas   the columns of each kind of file, as data: ACTIVITY, FACTS, ORGANISATION …
    cells             one cell → one value; `Expected` is what a caller knows about the rows
    numbers, dates    numbers and dates as people write them
    judge             the checks of all rows; it asks the cells for their distinct texts
    memory_cells, duckdb_cells    the same questions answered in Python and in SQL

What a file is:
    files, limits     its bytes: size, hash, how large it may be
    sniffing          its kind, by content
    compound          what an old or encrypted Office file holds
    opening           any kind of file → rows of texts under a heading that has been found
    headings          which row is the heading, which column is which
    delimited, encodings          CSV and its relatives
    workbooks, archives, sheet_xml, sheet_ods    Excel and OpenDocument, and what is hidden in them
    parquet_source    Parquet of other systems
    extraction        rows of texts → the cells that are checked

Not here: what the rows mean (calculation, facts), where they are kept (workspaces), reading of
published reports.

May import: documents, facts, quantities, languages, errors; DuckDB, which only `parquet*` and
`duckdb_cells` touch. Whatever is wrong with a file ends in a `CrossfootError` with all its
problems, and nothing is written. docs/guides/prepare-a-file.md lists every message.
"""

from __future__ import annotations
