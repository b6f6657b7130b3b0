"""The text of a report typeset as a web page, for a browser to print as PDF."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence

HEAD = "Environmental, Social and Governance Report"
_STYLE = """body {font: 10pt/1.35 'DejaVu Sans', 'Noto Sans CJK SC'} .gap {height: 10pt}
.line {white-space: pre-wrap} table {width: 100%; border-collapse: collapse} td {padding: 3pt 6pt}
.ruled td {border: .5pt solid #333} tr {break-inside: avoid}
.lined tr {border-bottom: .5pt solid #333}
.n {text-align: right}
.hairlines {font: 8pt/1.25 'Noto Sans', 'Noto Sans CJK SC'} .hairlines td {padding: 1.5pt 4pt;
border-bottom: .25pt solid #bbb} .hairlines tr:first-child td {border-top: 1pt solid #1a6}
.zebra {font: 9pt/1.3 'Noto Sans', 'Noto Sans CJK SC'}
.zebra tr {print-color-adjust: exact; -webkit-print-color-adjust: exact}
.zebra tr:nth-child(odd) {background: #e8eef4}
.zebra tr:first-child {background: #157; color: white; font-weight: bold}
.three {font: 9pt/1.3 'DejaVu Serif', 'Noto Serif CJK SC'; border-top: 1pt solid;
border-bottom: 1pt solid} .three tr:first-child td {border-bottom: .5pt solid}
.bare {font: 9pt/1.25 'Noto Sans', 'Noto Sans CJK SC'}
.bare td {padding: 2pt 5pt; vertical-align: top}
.two {columns: 2; column-gap: 24pt; text-align: justify}"""
#: how a table looks in print: with all rules, with horizontal ones, with none
TABLES = {"ruled": "ruled", "lined": "lined", "open": "open", "two": "ruled"}
#: looks that reports have: fine rules, alternating colours, three rules, none; numbers at the right
LOOKS = ("hairlines", "zebra", "three", "bare")
TABLES |= {look: look for look in LOOKS}
_NUMBER = re.compile(r"[-(]?[\d,.]+%?\)?")


def page(body: str) -> str:
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{body}"


def typeset(lines: Sequence[str], style: str) -> str:
    """A text in one of these styles.

    "ruled", "lined" and "open" name the rules of its tables; "two" has ruled tables across two
    columns of text; in "plain" a row is a line with wide gaps.
    """
    out: list[str] = []
    run: list[str] = []
    text: list[str] = []
    for line in [*lines, None]:
        row = line is not None and "\t" in line and style != "plain"
        if run and not row:
            out.append(f"<table class={TABLES[style]}>{''.join(run)}</table>")
            run = []
        if text and (row or line is None):
            out.append(
                f"<div class={style}>{''.join(text)}</div>" if style == "two" else "".join(text)
            )
            text = []
        if line is None:
            continue
        if row:
            cells = "".join(_cell(c.strip(), style in LOOKS) for c in line.split("\t"))
            run.append(f"<tr>{cells}</tr>")
        elif line.strip():
            text.append(f"<div class=line>{html.escape(line.replace(chr(9), ' ' * 6))}</div>")
        else:
            text.append("<div class=gap></div>")
    return page("".join(out))


def _cell(text: str, right: bool) -> str:
    number = right and _NUMBER.fullmatch(text)
    return f"<td{' class=n' if number else ''}>{html.escape(text)}</td>"


def squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def rows(lines: Iterable[str]) -> Counter[tuple[str, ...]]:
    """The rows of all tables, as the letters and digits of their filled cells."""
    cut = (tuple(c for cell in line.split("\t") if (c := squash(cell))) for line in lines)
    return Counter(row for line, row in zip(lines, cut, strict=True) if "\t" in line and row)


def share(wanted: Counter, found: Counter) -> float:
    return (wanted & found).total() / max(wanted.total(), 1)
