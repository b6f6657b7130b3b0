"""The sheet of a request: entering figures, evidence on a cell, the Excel template."""

from __future__ import annotations

from crossfoot.records.roles import Duty
from crossfoot.web.page import Item, Page
from crossfoot.web.views import grid, grid_evidence, grid_excel

_AT = "requests/<int:request_id>"

PAGES: tuple[Page, ...] = (
    Page(f"{_AT}/grid", "grid", grid.grid, duty=Duty.READ),
    Page(f"{_AT}/cells", "grid_cells", grid.cells, duty=Duty.ENTER),
    Page(
        f"{_AT}/cells/<int:cell_id>/evidence",
        "grid_evidence",
        grid_evidence.attach,
        duty=Duty.ENTER,
    ),
    Page(f"{_AT}/template.xlsx", "grid_template", grid_excel.template, duty=Duty.READ),
    Page(f"{_AT}/upload", "grid_upload", grid_excel.upload, duty=Duty.ENTER),
)
MENU: tuple[Item, ...] = ()
