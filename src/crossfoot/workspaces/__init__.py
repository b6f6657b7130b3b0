"""The workspace: the folder in which one organisation's data lives.

- `settings`: `crossfoot.toml`, who reports, for which years, with which factors
- `journal`: one line per change, each chained to the one before by SHA-256
- `workspace`: opening and starting a folder; what it holds
- `fact_rows`: rows of a facts file to facts of the catalogue
- `organisation_file`: `organisation.csv` to the tree of entities
- `imports`: the actions that change a workspace, each one transaction with one journal entry

A workspace without a database: files are the record. Files that `crossfoot import` took in lie
under `evidence/` by their hash and count because the journal names them; files that a person put
into `facts/` or `activity/` count as they are. Here is no calculation (`crossfoot.runs` calls it).
May import everything below: tables, facts, metrics, factors, quantities.
"""

from __future__ import annotations
