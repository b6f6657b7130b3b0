"""What is stated beside the rows, as tables that are filled in: base year, scope 3 and so on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crossfoot.calculation.lines import tonnes
from crossfoot.calculation.verification import FILE_NAME as VERIFICATION
from crossfoot.calculation.verification import Verified, read_verifications
from crossfoot.errors import CrossfootError, Problem
from crossfoot.records.actions import NotAllowedError
from crossfoot.records.evidence.models import Revision
from crossfoot.records.overview.inventory import figures
from crossfoot.records.overview.inventory.actions.restore_statements import RestoreStatements
from crossfoot.records.overview.inventory.actions.state_row import HASH, HEAD, NEW, StateRow
from crossfoot.records.overview.inventory.asked import Selection
from crossfoot.records.overview.inventory.stated import versions
from crossfoot.records.overview.inventory.stated.fields import Field, Form
from crossfoot.records.overview.inventory.stated.kinds import KINDS, Kind
from crossfoot.records.overview.inventory.stated.tables import NOTHING, Row
from crossfoot.records.overview.inventory.stated.versions import Current
from crossfoot.records.overview.inventory.stated.visible import visible_rows
from crossfoot.records.roles import Duty
from crossfoot.web.uploads import sent_file
from crossfoot.web.views.inventory.inquiry import Inquiry, inquiring
from crossfoot.web.views.inventory.tables import Cell, Column, Table, answer, mass

#: the hash at the end of a cell that names a document
_DOCUMENT = re.compile(rf" · ([0-9a-f]{{{HASH}}})$")

#: what became of a form, and the words for it
_MESSAGES = {"saved": "inv_saved", "removed": "inv_removed", "restored": "inv_restored"}


@dataclass(frozen=True, slots=True)
class Input:
    """A field as a form draws it.

    Attributes:
        name, title, hint: what it is.
        form: how it is drawn: select, several, textarea, date, number, text, document.
        value: what stands in it.
        required: it must be filled in.
        choices: value, words, and whether it is chosen.
    """

    name: str
    title: str
    hint: str
    form: str
    value: str
    required: bool
    choices: Sequence[tuple[str, str, bool]] = ()


@require_http_methods(["GET", "POST"])
def statements(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of a kind, a form for one of them, and what was changed."""
    if kind not in KINDS:
        raise Http404
    of = KINDS[kind]
    problems: tuple[Problem, ...] = ()
    with inquiring(request, "inventory_statements") as asked:
        if request.method == "POST":
            try:
                done = _done(request, of, asked)
                address = reverse("inventory_statements", args=[kind])
                return HttpResponseRedirect(f"{address}?unit={asked.base.unit}&done={done}")
            except NotAllowedError:
                raise
            except CrossfootError as error:
                problems = error.problems
        try:
            now = versions.current(asked.base.folder, of)
        except CrossfootError as error:
            problems, now = (*problems, *error.problems), Current(NOTHING, "", None)
        shown = _shown(request, asked, of, now, sent=bool(problems) and request.method == "POST")
        shown["problems"] = problems
        tables = [shown["table"]] if shown["table"].rows else []
        response = answer(request, "inventory/statements.html", shown, tables, of.name)
        response.status_code = 400 if problems and request.method == "POST" else 200
        return response


def _done(request: HttpRequest, kind: Kind, asked: Inquiry) -> str:
    """Do what the form asks; what became of it."""
    post = request.POST.get
    version, reason = post("version", ""), post("why", "").strip()
    if wanted := post("wanted", ""):
        RestoreStatements(kind.name, version, wanted).do(asked.person, reason)
        return "restored"
    number = _number(post("number", ""))
    if "remove" in request.POST:
        StateRow(kind.name, version, number, None).do(asked.person, reason)
        return "removed"
    fields = kind.head if number == HEAD else kind.fields
    cells = {each.name: _sent(request, each) for each in fields}
    file = sent_file(request) if request.FILES or hasattr(request, "refused_file") else None
    place = _number(post("place", ""))
    StateRow(kind.name, version, number, cells, place, file).do(asked.person, reason)
    return "saved"


def _sent(request: HttpRequest, field: Field) -> str:
    if field.form is Form.SEVERAL:
        return " ".join(request.POST.getlist(field.name))
    return request.POST.get(field.name, "")


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,5}", text) else NEW


def _shown(
    request: HttpRequest, asked: Inquiry, kind: Kind, now: Current, *, sent: bool
) -> dict[str, Any]:
    person, said = asked.person, asked.said
    may = person.may(kind.duty)
    units = None if person.may(Duty.READ) else asked.base.names
    rows = list(visible_rows(kind, now.stated.rows, units))
    number = _number(request.POST.get("number", "") if sent else request.GET.get("row", ""))
    if not HEAD <= number <= len(now.stated.rows) or (number == HEAD and not kind.head):
        raise Http404
    known: Row = now.stated.rows[number - 1] if number > 0 else {}
    head: Row = now.stated.head
    if sent:
        given = {each.name: _sent(request, each) for each in (*kind.head, *kind.fields)}
        known, head = (known, given) if number == HEAD else (given, head)
    done = request.GET.get("done", "")
    return {
        **asked.shown(),
        "kind": kind,
        "title": kind.title[said],
        "hint": kind.hint[said],
        "row_name": kind.row[said],
        "kinds": [
            (_address(asked, each), each.title[said], each is kind) for each in KINDS.values()
        ],
        "table": _table(asked, kind, rows, may=may),
        "stated_head": [
            (each.title[said], now.stated.head.get(each.name, "")) for each in kind.head
        ],
        "may_change": may,
        "number": max(number, 0),
        "version": now.version,
        "inputs": [_input(asked, each, known) for each in kind.fields] if may else [],
        "head_inputs": [_input(asked, each, head) for each in kind.head] if may else [],
        "needs_head": bool(kind.head) and not any(now.stated.head.values()),
        "sends_file": any(each.form is Form.DOCUMENT for each in kind.fields),
        "places": range(1, len(now.stated.rows) + 2) if kind.ordered else (),
        "place": _number(request.POST.get("place", "")) or number or len(now.stated.rows) + 1,
        "changes": versions.changes(kind, said) if may else [],
        "done": asked.words[_MESSAGES[done]] if done in _MESSAGES else "",
    }


def _address(asked: Inquiry, kind: Kind, **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {**asked.query, **more}.items() if value)
    return f"{reverse('inventory_statements', args=[kind.name])}?{query}"


def _table(asked: Inquiry, kind: Kind, rows: Sequence[tuple[int, Row]], *, may: bool) -> Table:
    said = asked.said
    # columns of which no row says anything would only push the others off the page
    fields = [
        field
        for field in kind.fields
        if field.required or any(row.get(field.name) for _, row in rows)
    ]
    documents = _documents(asked, kind, [row for _, row in rows])
    verified = _verified(asked, kind)
    lines = []
    for number, row in rows:
        cells = [_cell(asked, field, row.get(field.name, ""), documents) for field in fields]
        if verified:
            cells[1:1] = _now(asked, verified[number - 1])
        if may:  # beside the name, so that nobody has to scroll for it
            link = _address(asked, kind, row=str(number))
            cells.insert(1, Cell(asked.words["inv_change"], address=f"{link}#form"))
        lines.append(cells)
    columns = [Column(field.title[said], number=field.form is Form.NUMBER) for field in fields]
    if verified:
        now = Column(asked.words["inv_now_tonnes"], number=True)
        columns[1:1] = [now, Column(asked.words["inv_against_now"])]
    if may:
        columns.insert(1, Column(""))
    return Table(kind.name, kind.title[said], columns, lines)


def _verified(asked: Inquiry, kind: Kind) -> list[Verified | None]:
    """Each statement of a whole year beside the same totals now; None of another period."""
    path = versions.path_of(asked.base.folder, kind)
    if kind.file != VERIFICATION or path is None or asked.kept is None or asked.tables is None:
        return []
    found: list[Verified | None] = []
    for each in read_verifications(path, list(asked.kept.said["names"])):
        if not each.period.is_year:
            found.append(None)
            continue
        sites = asked.kept.below(each.entity)
        part = Selection(sites, each.period.start.year, asked.part.gwp)
        sums = figures.totals(asked.tables, part)
        found.append(Verified(each, tonnes(sum(sums[name] for name in each.scopes))))
    return found


def _now(asked: Inquiry, each: Verified | None) -> list[Cell]:
    if each is None:
        return [Cell("–"), Cell("")]
    words = asked.words
    text = {True: "inv_as_verified", False: "inv_not_as_verified", None: ""}[each.agrees]
    badge = "tie-agrees" if each.agrees else "tie-differs"
    note = words["inv_more_than_material"] if each.statement.is_material else ""
    state = Cell(words[text], badge=badge, note=note) if text else Cell("", note=note)
    return [mass(int(each.now.scaleb(9)), asked.said), state]


def _cell(asked: Inquiry, field: Field, value: str, documents: Mapping[str, str]) -> Cell:
    if field.form is Form.UNIT:
        return Cell(asked.names.get(value, value))
    if field.form is Form.DOCUMENT and (found := _DOCUMENT.search(value)):
        return Cell(value[: found.start()], address=documents.get(found[1], ""))
    return Cell(field.said(value)[asked.said])


def _documents(asked: Inquiry, kind: Kind, rows: Sequence[Row]) -> dict[str, str]:
    """Pages of documents by the beginning of their hash, of the units that the person may read."""
    names = [each.name for each in kind.fields if each.form is Form.DOCUMENT]
    found = [_DOCUMENT.search(row.get(name, "")) for row in rows for name in names]
    pages: dict[str, str] = {}
    for each in found:
        if each is None or each[1] in pages:
            continue
        revision = (
            Revision.objects.filter(
                sha256__startswith=each[1],
                document__deleted_at=None,
                document__unit__code__in=list(asked.base.names),
            )
            .order_by("pk")
            .first()
        )
        if revision is not None:
            pages[each[1]] = reverse("evidence_document", args=[revision.document_id])
    return pages


def _input(asked: Inquiry, field: Field, row: Row) -> Input:
    said, value = asked.said, row.get(field.name, "")
    forms = {Form.LONG: "textarea", Form.DAY: "date", Form.CHOICE: "select", Form.UNIT: "select"}
    choices: list[tuple[str, str, bool]] = []
    if field.form is Form.UNIT:
        known = dict(asked.base.names)
        if value and value not in known:
            known[value] = value
        choices = [(code, name, code == value) for code, name in known.items()]
    elif field.choices is not None:
        chosen = value.split() if field.form is Form.SEVERAL else [value]
        choices = [(name, text[said], name in chosen) for name, text in field.choices.items()]
    return Input(
        field.name,
        field.title[said],
        field.hint[said],
        forms.get(field.form, str(field.form)),
        value,
        field.required,
        choices,
    )
