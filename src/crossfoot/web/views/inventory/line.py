"""One line: its quantity, its factor with edition and page, its gases, its row, its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from crossfoot.calculation.lines import kilograms
from crossfoot.calculation.streams import potential
from crossfoot.factors.activities import parse_activity
from crossfoot.factors.sets import BUILT_IN, open_sets
from crossfoot.languages import Language
from crossfoot.records.evidence.queries import Proof, evidence_of
from crossfoot.records.ledger.models import Batch, State
from crossfoot.records.overview.entries import Signed, signed_entries
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.kept import Tables
from crossfoot.records.overview.inventory.lines import GasPart, LineFound, document_of, line
from crossfoot.records.overview.wording import value_words
from crossfoot.records.roles import Duty
from crossfoot.reports.numbers import decimals_of, format_number
from crossfoot.tables.ledger_rows import Filter, LedgerRow, page
from crossfoot.web.views.inventory.inquiry import Inquiry, inquiring
from crossfoot.web.views.inventory.reasons import reason_words
from crossfoot.web.views.inventory.tables import Cell, Column, Table, answer, exportable, mass
from crossfoot.web.views.ledger import sites_of
from crossfoot.workspaces.figures import NAME

#: digits of a rate that calculated places do not hide
_RATE_PLACES = 9


@dataclass(frozen=True, slots=True)
class RowBehind:
    """The row of activity data behind a line.

    Attributes:
        name: of the file, as it was sent.
        batch: the batch that it came with; None where nobody sent it to the ledger.
        address: of the rows of the batch, this one first.
        proofs: evidence that is attached to the batch.
        row: the row as it was imported; None where its file is gone.
        may_see_file: the reader may read all rows of the file.
        signed: who entered and approved the figure that the row is; None for rows of files.
    """

    name: str
    batch: Batch | None
    address: str
    proofs: Sequence[Proof]
    row: LedgerRow | None
    may_see_file: bool
    signed: Signed | None


@require_GET
def activity_line(request: HttpRequest, document: str, row: int) -> HttpResponse:
    """A row of activity data in a year or a month, with all that its CO2e follows from."""
    with inquiring(request, "inventory_line") as asked:
        if asked.tables is None:
            raise Http404
        name = f"{document}.parquet"
        found = line(asked.tables, asked.part, name, row)
        if not found:
            raise Http404
        tables = [table for each in found for table in _tables(asked, asked.tables, each)]
        behind = _behind(asked, name, found[0])
        shown: dict[str, Any] = {
            **asked.shown(),
            "lines": [_line(asked, asked.tables, each) for each in found],
            "file": behind,
            "file_row": row,
            "crumbs": [(title, address) for title, address in _crumbs(asked, found[0])],
            "total": mass(sum(each.part.milligrams for each in found), asked.said),
        }
        return answer(request, "inventory/line.html", shown, tables, f"line-{row}")


def _crumbs(asked: Inquiry, found: LineFound) -> Iterator[tuple[str, str]]:
    """The sums that this line is part of."""
    own = [each for each in found.gases if each.method in ("", asked.part.method)]
    yield asked.words["inv_total"], asked.explore(asked.part.within("site", "").within("month", ""))
    if not own:
        return
    part = asked.part.within("site", "").within("month", "").within("scope", own[0].scope)
    yield asked.title("scope", own[0].scope), asked.explore(part)
    part = part.within("category", own[0].category)
    yield asked.category(own[0].scope, own[0].category), asked.explore(part)
    part = part.within("site", found.part.site)
    yield asked.title("site", found.part.site), asked.explore(part)
    if asked.part.month:
        yield asked.part.month, asked.explore(part.within("month", asked.part.month))


def _line(asked: Inquiry, tables: Tables, found: LineFound) -> dict[str, Any]:
    """What the page says of a line beside its tables."""
    part, said = found.part, asked.said
    shares = figures.shares(tables).get(part.site, ())
    factors = list(dict.fromkeys((each.method, each.factor) for each in found.gases))
    return {
        "part": part,
        "title": parse_activity(part.activity).title[said] or part.activity,
        "site": asked.names.get(part.site, part.site),
        "days": str(part.start) if part.start == part.end else f"{part.start} – {part.end}",
        "quantity": f"{value_words(found.quantity, part.unit, said, stated=True)} {part.unit}",
        "region": found.region,
        "instrument": found.instrument,
        "shares": " / ".join(f"{float(each) * 100:g} %" for each in shares if each != 1),
        "co2e": mass(part.milligrams, said),
        "factors": [
            {
                **factor_words(tables.factors[number], said),
                "method": asked.title("method", method) if method else "",
                "rule": reason_words(_rule(found.gases, method, number), said),
                "carried": _carried(found.gases, method, number),
                "address": asked.link("inventory_factor", factor=tables.factors[number]["id"]),
            }
            for method, number in factors
        ],
        "tables": _tables(asked, tables, found),
    }


def _rule(gases: Sequence[GasPart], method: str, number: int) -> str:
    return next(each.rule for each in gases if (each.method, each.factor) == (method, number))


def _carried(gases: Sequence[GasPart], method: str, number: int) -> bool:
    return any(each.carried for each in gases if (each.method, each.factor) == (method, number))


def _tables(asked: Inquiry, tables: Tables, found: LineFound) -> list[Table]:
    """Each gas from quantity to CO2e; and the months that add up to the line."""
    words, said = asked.words, asked.said
    rows = []
    for each in found.gases:
        warming = Decimal(0)
        if not each.outside:
            exact = potential(each.gas, asked.gwp)
            warming = Decimal(exact.numerator) / Decimal(exact.denominator)
        rows.append(
            [
                Cell(each.gas, note=asked.title("method", each.method) if each.method else ""),
                _number(each.rate, said, f"kg/{found.part.unit}"),
                _number(kilograms(each.milligrams), said, "kg"),
                Cell(words["inv_outside"]) if each.outside else _number(warming, said),
                Cell("–") if each.outside else _number(kilograms(each.co2e), said, "kg"),
            ]
        )
    columns = [
        Column(words["inv_gas"]),
        Column(words["inv_rate"], number=True),
        Column(words["inv_gas_mass_kg"], number=True),
        Column(f"{words['inv_potential']} ({asked.gwp})", number=True),
        Column("kg CO₂e", number=True),
    ]
    method = asked.title("method", asked.part.method) if any(g.method for g in found.gases) else ""
    foot = [
        Cell(words["inv_sum"], note=method),
        *(Cell("") for _ in range(3)),
        _number(kilograms(found.part.milligrams), said, "kg"),
    ]
    made = [Table("gases", words["inv_gases_of_line"], columns, rows, [foot])]
    if len(found.months) > 1:
        listed = [
            [
                Cell(month),
                _number(quantity, said, found.part.unit),
                _number(kilograms(sum_), said, "kg"),
            ]
            for month, quantity, sum_ in found.months
        ]
        columns = [
            Column(words["inv_month"]),
            Column(words["inv_quantity"], number=True),
            Column("kg CO₂e", number=True),
        ]
        foot = [
            Cell(words["inv_sum"]),
            _number(found.quantity, said, found.part.unit),
            _number(kilograms(sum(sum_ for *_, sum_ in found.months)), said, "kg"),
        ]
        made.append(Table("months", words["inv_by_month"], columns, listed, [foot]))
    return made


def _number(value: Decimal, said: Language, unit: str = "") -> Cell:
    """A number with the digits that it has."""
    plain = value.normalize()
    places = min(decimals_of(plain), _RATE_PLACES)
    if plain and plain.adjusted() < -_RATE_PLACES:
        places = 2 - plain.adjusted()
    return Cell(format_number(plain, places, said), exportable(value), note=unit)


def _behind(asked: Inquiry, document: str, found: LineFound) -> RowBehind:
    assert asked.kept is not None  # noqa: S101  its tables are open
    file = document_of(asked.kept.said["files"], document)
    batch = Batch.objects.filter(
        sha256=file["sha256"], sheet=file["sheet"], state=State.STANDING
    ).first()
    where = f"?after={found.part.row - 1}&site={found.part.site}"
    row = _row(asked.base.folder / file["path"], found)
    entries = [word for word in row.source.split() if word.startswith("entry:")] if row else []
    signed = signed_entries(entries, asked.base.names) if file["name"] == NAME else {}
    return RowBehind(
        name=file["name"],
        batch=batch,
        address=reverse("ledger_rows", args=[batch.pk]) + where if batch else "",
        proofs=[
            proof
            for proof in (evidence_of(batch.reference) if batch else ())
            if asked.person.may(Duty.READ, proof.unit)
        ],
        row=row,
        may_see_file=batch is not None and sites_of(batch) <= asked.part.sites,
        signed=next(iter(signed.values()), None),
    )


def _row(path: Path, found: LineFound) -> LedgerRow | None:
    if not path.is_file():
        return None
    rows = page(path, Filter(sites=[found.part.site]), after=found.part.row - 1, most=1)
    return rows[0] if rows and rows[0].row == found.part.row else None


def factor_words(factor: Mapping[str, Any], said: Language) -> dict[str, Any]:
    """A factor for a template: where it is from, for what, its licence and edition."""
    title = factor["title"] or {}
    return {
        "id": factor["id"],
        "title": title.get(said, "") if title else "",
        "activity": factor["activity"],
        "activity_title": parse_activity(factor["activity"]).title[said],
        "source": factor["source"],
        "set": set_title(factor["set"], said),
        "edition": factor["edition"],
        "region": factor["region"],
        "valid": " – ".join(str(factor[name] or "…") for name in ("valid_from", "valid_to"))
        if factor["valid_from"] or factor["valid_to"]
        else "",
        "published": factor["published"] or "",
        "licence": factor["licence"],
        "review": factor["review"] or "",
        "supersedes": factor["supersedes"],
        "note": factor["note"],
        "instrument": factor["instrument"],
        "values": [(each["gas"], f"{each['value']} {each['unit']}") for each in factor["values"]],
        "components": [
            {
                "name": each["name"][said],
                "value": f"{each['value']} {each['unit']}".strip(),
                "source": each["source"],
            }
            for each in factor["components"]
        ],
    }


def set_title(name: str, said: Language) -> str:
    """What a set is called; its own name where it is a file of the company's."""
    if name not in BUILT_IN:
        return name
    return next(iter(open_sets([name]))).title[said]
