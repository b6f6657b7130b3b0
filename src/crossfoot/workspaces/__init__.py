"""The workspace: the folder in which one organisation's data lives.

- `workspace`: opening and starting a folder; what it holds
- `settings`, `setting_values`: `crossfoot.toml`, who reports, for which years, with which factors
- `imports`: the actions that change a workspace, each one transaction with one journal entry
- `published`: figures of a published report as facts
- `report_imports`: the action that takes a published report in, the start of a workspace from one
- `journal`: one line per change, each chained to the one before by SHA-256
- `stored`: where files lie: evidence by hash, files laid by hand, validated activity rows
- `durable`: files that are whole or absent
- `fact_rows`: rows of a facts file to facts of the catalogue; `versions`: corrections of facts
- `organisation_file`: an organisation file to the tree of entities

A workspace without a database: files are the record. Files that `crossfoot import` took in lie
under `evidence/` by their hash and count because the journal names them; files that a person put
into `facts/` or `activity/`, and an `organisation.csv`, count as they are. Here is no calculation
(`crossfoot.runs` calls it). May import everything below: calculation, tables, facts, metrics,
factors, quantities.
"""

from __future__ import annotations
