"""Bills of the demo group's sites, as PDF files: what its owners attach to their figures."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from crossfoot.languages import Text
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.quantities.units import unit_label

if TYPE_CHECKING:
    from crossfoot.records.accounts.person import Person
    from crossfoot.records.collection.models import Cell, Request

#: who bills what; nobody of that name exists
BILLED: dict[str, Text] = {
    "energy.electricity.purchased": Text("Brightwater Power", "明川供电"),
    "water.use": Text("Clearspring Water", "清泉水务"),
    "waste.hazardous.generated": Text("Evergreen Disposal", "常青危废处置"),
}

#: figures whose bill says something else: the reviewer returned them for that
OTHERWISE: dict[tuple[str, str], Decimal] = {("yibin", "energy.electricity.purchased"): Decimal(3)}

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A5; margin: 16mm }}
body {{ font: 10pt sans-serif; color: #1d273b }}
h1 {{ font-size: 15pt; margin: 0 0 2mm }}
table {{ width: 100%; border-collapse: collapse; margin-top: 8mm }}
td {{ border-bottom: .3mm solid #d7dce3; padding: 2.2mm 0 }}
td:last-child {{ text-align: right; font-weight: bold }}
footer {{ margin-top: 12mm; color: #667085; font-size: 8pt }}
</style><h1>{name}</h1><p>{title}</p><table>{rows}</table>
<footer>Made up for the demo group 演示数据，纯属虚构</footer></html>"""


def attach_bills(request: Request, owner: Person, folder: Path) -> int:
    """Add a bill for each figure of a request that is billed; how many.

    Args:
        request: with its figures entered.
        owner: who entered them.
        folder: where the files are made, before they are taken.
    """
    from crossfoot.records.collection.labels import unit_texts
    from crossfoot.records.collection.models import Cell
    from crossfoot.records.evidence.actions.add import AddEvidence
    from crossfoot.records.evidence.actions.attach import Attach
    from crossfoot.records.evidence.receiving import received

    named = unit_texts([request.unit_id])[request.unit_id]
    site = f"{named.en} {named.zh}"
    cells = Cell.objects.filter(request=request, metric__in=BILLED).select_related("current")
    billed = [cell for cell in cells if cell.current and cell.current.value is not None]
    for cell in billed:
        path = folder / f"{request.unit.code}-{cell.metric.split('.')[1]}-{cell.period}.pdf"
        _write(path, cell, site)
        title = f"{BILLED[cell.metric].en} {BILLED[cell.metric].zh}, {site}, {cell.period}"
        document = AddEvidence(received(path), request.unit.code, title, "invoice").do(owner)
        if cell.current is not None:
            Attach(cell.current.reference, document.pk, page="1").do(owner)
    return len(billed)


def _write(path: Path, cell: Cell, site: str) -> None:
    from weasyprint import HTML

    HTML(string=_html(cell, site)).write_pdf(path)


def _html(cell: Cell, site: str) -> str:
    metric = catalogue()[cell.metric]
    entry, period = cell.current, cell.period
    value = (entry.value if entry and entry.value is not None else Decimal(0)) * OTHERWISE.get(
        (cell.request.unit.code, cell.metric), Decimal(1)
    )
    rows = (
        ("Customer 用户", f"Qingheng, {site}"),
        ("Period 计费期间", _days(period)),
        (f"{metric.title.en} {metric.title.zh}", f"{value:,.1f} {unit_label(metric.unit, 'en')}"),
    )
    name = BILLED[cell.metric]
    return _PAGE.format(
        name=escape(f"{name.en} {name.zh}"),
        title=escape(f"Bill 账单 {period}"),
        rows="".join(f"<tr><td>{escape(a)}<td>{escape(b)}" for a, b in rows),
    )


def _days(period: Period) -> str:
    return f"{period.start.isoformat()} – {period.end.isoformat()}"
