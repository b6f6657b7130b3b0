"""The report as an Excel data book: indicators, facts, sources, indices, findings.

- `write`: the file and its sheets, in order
- `book`: formats, widths and cells; text is never taken for a formula
- `kpi_sheet`: indicators as numbers, ratios as live formulas
- `live`: a formula of the catalogue as a formula of Excel, checked against the computed value
- `list_sheets`: the other sheets, each a list

Imports the report model; computes nothing.
"""

from __future__ import annotations

from crossfoot.reports.excel.write import write_excel

__all__ = ["write_excel"]
