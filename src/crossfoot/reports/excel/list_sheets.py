"""The sheets that are plain lists: cover, facts, sources, indices, findings."""

from __future__ import annotations

from decimal import Decimal

from crossfoot.facts.fact import Fact
from crossfoot.metrics.dimensions import member_label
from crossfoot.reports.excel.book import A4, LINE_HEIGHT, Book, Column, lines_of
from crossfoot.reports.excel.gap_sheet import has_gaps
from crossfoot.reports.figures import period_label
from crossfoot.reports.findings import draft_words, named_values, unresolved_words
from crossfoot.reports.index import ContentIndex
from crossfoot.reports.model import Report
from crossfoot.reports.origin import origin
from crossfoot.reports.units import printed_unit

#: width of the second column of the cover
COVER_WIDTH = 90


def write_cover(book: Book, report: Report) -> None:
    """What the book is, how the numbers came to be, which sheets there are."""
    w, language = book.words, book.language
    sheet = book.workbook.add_worksheet(w("book.cover"))
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, COVER_WIDTH)
    plain, muted = book.style(text_wrap=True), book.style(font_color=book.palette["muted"])
    title = book.style(bold=True, font_size=18, font_color=book.palette["accent"])
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, report.title[language], title)
    sheet.write_string(1, 0, f"{report.company[language]} · {w('book.data_book')}", plain)
    row = 3
    if report.is_draft:
        draft = book.style(bold=True, font_color=book.palette["warning"])
        sheet.write_string(row, 0, w("cover.draft"), draft)
        why = (draft_words(report)[language], unresolved_words(report)[language])
        reasons = "\n".join(text for text in why if text)
        sheet.write_string(row, 1, reasons, plain)
        sheet.set_row(row, LINE_HEIGHT * lines_of(reasons, COVER_WIDTH))
        row += 2
    for label, value in _about(book, report):
        sheet.write_string(row, 0, label, muted)
        sheet.write_string(row, 1, value, plain)
        sheet.set_row(row, LINE_HEIGHT * lines_of(value, COVER_WIDTH))
        row += 1
    row += 1
    for column, key in enumerate(("book.sheet", "book.holds")):
        sheet.write_string(row, column, w(key), book.head_style())
    holds = [
        (w("book.kpis"), w("book.holds_kpis")),
        (w("book.facts"), w("book.holds_facts")),
        (w("book.sources"), w("book.holds_sources")),
        *((index_name(book, index), w("book.holds_index")) for index in report.indices),
        *([(w("book.gaps"), w("book.holds_gaps"))] if has_gaps(report) else []),
        (w("book.findings"), w("book.holds_findings")),
    ]
    for name, content in holds:
        row += 1
        sheet.write_string(row, 0, name, plain)
        sheet.write_string(row, 1, content, plain)


def _about(book: Book, report: Report) -> list[tuple[str, str]]:
    w, method, language = book.words, report.method, book.language
    pairs = [(w("book.period"), f"{report.period.start} – {report.period.end}")]
    if method.approach:
        pairs.append((w("method.approach"), w(f"approach.{method.approach}")))
    if method.gwp:
        pairs.append((w("method.gwp"), w("method.gwp_value", gwp=method.gwp)))
    if method.run:
        pairs.append((w("method.run"), method.run))
    pairs += [
        (w("method.factors"), f"{edition.title[language]} ({edition.name})")
        for edition in method.factor_editions
    ]
    pairs += [(w("method.boundary"), note[language]) for note in method.notes]
    pairs.append((w("method.numbers"), w.sentences("method.numbers_text", "method.basis_text")))
    return pairs


def write_facts(book: Book, report: Report) -> None:
    """Every fact, printed or not, with all that is known of it."""
    w, language = book.words, book.language
    sheet = book.sheet(
        w("book.facts"),
        [
            Column(w("table.indicator"), 44),
            Column(w("book.metric_id"), 32),
            Column(w("book.entity"), 24),
            Column(w("book.period"), 14),
            Column(w("book.dimensions"), 28),
            Column(w("book.dimension_ids"), 28),
            Column(w("book.value"), 18, numbers=True),
            Column(w("table.unit"), 18),
            Column(w("lineage.basis"), 12),
            Column(w("book.qualifier"), 12),
            Column(w("book.estimated"), 10),
            Column(w("book.simulated"), 10),
            Column(w("book.decimals"), 10),
            Column(w("book.context"), 14),
            Column(w("book.variant"), 24),
            Column(w("book.version"), 8),
            Column(w("book.run"), 16),
            Column(w("book.note"), 40),
            Column(w("book.nil_reason"), 24),
            Column(w("book.provenance"), 60),
        ],
    )
    for fact in report.facts or ():
        metric = report.catalogue.get(fact.metric) if report.catalogue else None
        entity = report.entity_names.get(fact.entity)
        sheet.add(
            [
                metric.title[language] if metric else fact.metric,
                fact.metric,
                entity[language] if entity else fact.entity,
                period_label(fact.period)[language],
                w("page.separator").join(
                    member_label(key, member)[language] for key, member in fact.dimensions.items()
                ),
                str(fact.dimensions),
                fact.value if isinstance(fact.value, Decimal) else (fact.value or ""),
                printed_unit(fact.unit, language, fact.metric),
                w(f"basis.{fact.basis}"),
                w(f"book.qualifier_{fact.qualifier}"),
                w("book.yes") if fact.estimated else "",
                w("book.yes") if fact.simulated else "",
                fact.decimals,
                _context(book, fact),
                fact.variant,
                fact.version,
                fact.run,
                fact.note,
                fact.nil_reason,
                origin(fact)[language],
            ]
        )
    sheet.sheet.freeze_panes(1, 1)
    sheet.finish()


def _context(book: Book, fact: Fact) -> str:
    known = ("annex", "body", "highlight", "case")
    return book.words(f"context.{fact.context}") if fact.context in known else fact.context


def write_sources(book: Book, report: Report) -> None:
    """The files and documents that the data come from."""
    w, language = book.words, book.language
    sheet = book.sheet(
        w("book.sources"),
        [
            Column(w("sources.name"), 48),
            Column(w("sources.kind"), 24),
            Column(w("sources.rows"), 12, numbers=True),
            Column(w("sources.hash"), 68),
            Column(w("sources.note"), 40),
        ],
    )
    for source in report.sources:
        sheet.add(
            [
                source.name,
                source.kind[language],
                source.rows,
                source.sha256,
                source.note[language],
            ]
        )
    sheet.finish()


def index_name(book: Book, index: ContentIndex) -> str:
    """Name of the sheet of an index; Excel allows 31 characters, and not all."""
    name = book.words("book.index", standard=index.standard.upper())
    return "".join(letter for letter in name if letter not in "[]:*?/\\")[:31]


def write_index(book: Book, report: Report, index: ContentIndex) -> None:
    """One row for each disclosure in force."""
    w, language = book.words, book.language
    sheet = book.sheet(
        index_name(book, index),
        [
            Column(w("book.group"), 34),
            Column(w("index.code"), 18),
            Column(w("index.disclosure"), 56),
            Column(w("index.status"), 16),
            Column(w("index.location"), 44),
            Column(w("index.omission"), 36),
            Column(w("index.metrics"), 44),
            Column(w("index.figures"), 14, numbers=True),
        ],
    )
    for group, title, rows in index.groups():
        name = title[language]
        label = name if group in name else f"{group} {name}"
        for row in rows:
            texts = [
                label,
                row.code,
                row.title[language],
                w(f"status.{row.status}"),
                w("page.separator").join(each.chapter[language] for each in row.locations),
                row.omission.reason[language] if row.omission else "",
                ", ".join(row.metrics),
            ]
            sheet.grow(sheet.add([*texts, row.facts]), [*texts, ""])
    sheet.sheet.freeze_panes(1, 2)
    sheet.finish()


def write_findings(book: Book, report: Report) -> None:
    """What does not agree, errors first."""
    w, language = book.words, book.language
    sheet = book.sheet(
        w("book.findings"),
        [
            Column(w("findings.severity"), 12),
            Column(w("findings.kind"), 22),
            Column(w("findings.figure"), 36),
            Column(w("findings.message"), 80),
            Column(w("findings.arithmetic"), 44),
            Column(w("findings.values"), 60),
        ],
    )
    for finding in report.findings:
        metric = report.catalogue.get(finding.metric) if report.catalogue else None
        values = named_values(report, finding, language)
        texts = [
            w(f"severity.{finding.severity}"),
            w(f"kind.{finding.kind}"),
            metric.title[language] if metric else finding.metric,
            finding.message[language],
            finding.arithmetic,
            "\n".join(f"{value.label}{w('page.colon')}{value.text}" for value in values),
        ]
        sheet.grow(sheet.add(texts), texts)
    sheet.finish()
