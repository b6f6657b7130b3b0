"""Rows whose labels say nothing, and that add up to a row that was recognised: parts of it.

"Property management", "Hotels" and "Building sites" below the total emissions are lines of business
that no list holds. Their numbers tell: where they make the row above them, or the one that closes
them, in every year but one at most, each is a part of that figure. Which part, its label says. A
total that says no more than that it is one gets the metric of the rows that make it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.dimensions import dimensions
from crossfoot.quantities.rounding import CONTEXT
from crossfoot.reading.breakdowns import name_of_places
from crossfoot.reading.concepts import concepts_of, read_terms
from crossfoot.reading.figure import Figure, Unrecognised
from crossfoot.reading.lexicon import lexicon
from crossfoot.reading.marks import is_bulleted
from crossfoot.reading.named_parts import name_of_part
from crossfoot.reading.table import ReportTable, Row, TableKind, Value

#: most parts of one whole
_MOST = 16
_FEWEST = 2
#: digits of a whole that its parts do not make by chance
_DIGITS = 3
#: columns, beside those that hold, in which one of the numbers may be wrong
_WRONG = 1
#: what makes a row another figure, though its number may fit
_NO_PART = frozenset(
    ("per", "intensity", "average", "change", "reduction", "save", "share", "planned", "removal")
)
_REGIONS = (
    "place_",
    "mainland",
    "overseas",
    "hk_macao_taiwan",
    "other_region",
    "province_",
    "remaining",
)
#: words of labels that are names of sites and lines of business, too
_PLACES = frozenset(("office", "headquarters", "store", "site_count", "data_center", "manager"))
#: breakdowns of metrics by names, each with the words that show that it is meant
_BY_NAME = {
    "product": frozenset[str](),
    "material": frozenset(("plastic", "paper", "wood", "glass", "steel", "aluminium", "carton")),
    "waste_stream": frozenset(
        ("waste", "packaging", "plastic", "paper", "carton", "steel", "metal", "electronic", "wood")
    ),
}
_WASTE_SIGNS = ("废", "渣", "污泥", "scrap", "sludge", "Scrap", "Sludge")
#: columns that have to hold before a row that was read as another metric is taken for a part
_SURE = 2
#: the member that stands for what segments count twice
_TAKEN_OFF = "elimination"

Dimensions = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with what it was read as; `figures` is empty where nothing was found."""

    row: Row
    figures: Mapping[int, Figure]
    unknown: Unrecognised | None

    @property
    def values(self) -> dict[int, Value]:
        return {v.column: v for v in self.row.values if v.printed is not None}

    @property
    def metric(self) -> tuple[str, Dimensions] | None:
        """Metric and breakdown, where all its values are of one."""
        found = {(f.metric, f.dimensions) for f in self.figures.values()}
        return found.pop() if len(found) == 1 and not self.unknown else None


def read_added_rows(
    tables: Sequence[ReportTable], figures: Sequence[Figure], unknown: Sequence[Unrecognised]
) -> tuple[list[Figure], list[Unrecognised]]:
    """Figures and unrecognised values, where rows that make a recognised one are its parts.

    Args:
        tables: the tables of a report.
        figures: what was recognised in them.
        unknown: what was not.
    """
    by_line: dict[tuple[str, int], dict[int, Figure]] = {}
    for figure in figures:
        if figure.column is not None:
            by_line.setdefault((figure.table, figure.line), {})[figure.column] = figure
    missed = {(u.table, u.line): u for u in unknown}
    found: list[Figure] = []
    for table in tables:
        if table.kind is not TableKind.KPI:
            continue
        lines = [
            _Line(row, by_line.get((table.id, row.line), {}), missed.get((table.id, row.line)))
            for row in table.data_rows
        ]
        for new in _in_table(lines):
            found += new
    read = {(figure.table, figure.line) for figure in found}
    kept = (figure for figure in figures if (figure.table, figure.line) not in read)
    return [*kept, *found], [u for u in unknown if (u.table, u.line) not in read]


def _in_table(lines: Sequence[_Line]) -> Iterator[list[Figure]]:
    taken: set[int] = set()
    for at, line in enumerate(lines):
        if line.metric is None or not catalogue()[line.metric[0]].adds_up:
            continue
        below = range(at + 1, min(len(lines), at + 1 + _MOST))
        above = range(at - 1, max(-1, at - 1 - _MOST), -1)
        for way in (below, above):
            parts = _parts(line, lines, way, taken)
            if parts:
                taken.update(parts)
                beside = [lines[n] for n in parts]
                yield [f for part in beside for f in _as_part(line, part, beside)]
                break


def _parts(whole: _Line, lines: Sequence[_Line], way: Sequence[int], taken: set[int]) -> list[int]:
    """The rows next to a whole that make it, at least one of them without a metric of its own."""
    run: list[int] = []
    for n in way:
        if n in taken or not _can_be_part(lines[n], whole):
            break
        run.append(n)
        tried = [lines[m] for m in run]
        if len(run) < _FEWEST or all(_is_same(part, whole) for part in tried):
            continue
        fewest = 1
        if any(_is_foreign(part, whole) for part in tried):
            if run[0] < lines.index(whole):
                continue  # what stands above a total may be rows of their own
            fewest = 1 if _is_marked(tried[0]) else _SURE
        if _make(whole, tried, fewest):
            return run
    return []


def _is_same(line: _Line, whole: _Line) -> bool:
    """Whether a row was read as a part of the same metric."""
    return line.unknown is None and not _is_foreign(line, whole)


def _is_foreign(line: _Line, whole: _Line) -> bool:
    """Whether a row was read as a metric of another topic: "Packaging" below the waste."""
    if line.metric is None or whole.metric is None:
        return False
    topics = {m.partition(".")[0] for m, _ in (line.metric, whole.metric)}
    return len(topics) > 1


def _is_marked(line: _Line) -> bool:
    """Whether a row says that it is a part: "of which", a bullet."""
    return any(is_bulleted(cell) for cell in line.row.cells[: -len(line.row.values) or None])


def _can_be_part(line: _Line, whole: _Line) -> bool:
    if not line.row.label or line.row.unit not in ("", whole.row.unit):
        return False
    if line.unknown is not None:
        if line.figures:
            return False
        said = concepts_of(read_terms(line.row.label))
        return (
            not said & _NO_PART
            and "total" not in said
            and all(v.printed is not None and v.printed.unit != "%" for v in line.values.values())
        )
    if line.metric is None or whole.metric is None:
        return False
    if _is_foreign(line, whole):
        return line.row.unit == whole.row.unit and not _NO_PART & concepts_of(
            read_terms(line.row.label)
        )
    metric, cut = line.metric
    return metric == whole.metric[0] and len(cut) == len(whole.metric[1]) + 1


def _make(whole: _Line, parts: Sequence[_Line], fewest: int = 1) -> bool:
    """Whether the parts make the whole in all columns that have both, but one at most.

    Args:
        whole: the row of the whole.
        parts: those of the parts.
        fewest: columns in which they have to.
    """
    good = bad = 0
    for column, value in whole.values.items():
        printed = value.printed
        if printed is None or not printed.number:
            continue
        cells = [line.values.get(column) for line in parts]
        numbers = [c.printed for c in cells if c is not None and c.printed is not None]
        if not numbers:
            continue
        total = sum((p.number for p in numbers), Decimal(0))
        steps = [Decimal(1).scaleb(-p.decimals) * p.scale for p in (printed, *numbers)]
        if abs(total - printed.number) <= sum(steps, Decimal(0)) / 2:
            digits = len(printed.number.as_tuple().digits)
            good += digits >= _DIGITS and len(numbers) > 1
        else:
            bad += 1
    return good >= fewest and bad <= min(_WRONG, good - 1 if bad else 0)


def _as_part(whole: _Line, part: _Line, parts: Sequence[_Line]) -> Iterator[Figure]:
    """The figures of a part, each as the figure of the whole in the same column."""
    key = _dimension(whole, parts)
    if key is None or _is_same(part, whole):
        return
    member = _member(part, key, parts)
    for column, value in part.values.items():
        of, printed = whole.figures.get(column), value.printed
        above = whole.values.get(column)
        if of is None or printed is None or above is None or above.printed is None:
            continue
        last = Decimal(1).scaleb(-above.printed.decimals) * above.printed.scale
        worth = CONTEXT.divide(of.step, last)
        step = CONTEXT.multiply(Decimal(1).scaleb(-printed.decimals) * printed.scale, worth)
        yield replace(
            of,
            label=part.row.path,
            dimensions=tuple(sorted((*of.dimensions, (key, member)))),
            value=CONTEXT.multiply(printed.number, worth),
            step=step,
            qualifier=printed.qualifier,
            line=part.row.line,
            printed=value.text,
            reason=f"with the rows beside it, it makes {of.label!r}, {of.reason}",
        )


def _dimension(whole: _Line, parts: Sequence[_Line]) -> str | None:
    """By what the parts differ: as those that were recognised, by region, or by site."""
    if whole.metric is None:
        return None
    has = dict(whole.metric[1])
    named = {key for p in parts if p.metric for key, _ in p.metric[1] if key not in has}
    metric = catalogue()[whole.metric[0]]
    if named:
        key = named.pop()
        return key if not named and (key not in dimensions() or dimensions()[key].open) else None
    if "region" in metric.dimensions and "region" not in has and all(map(_names_region, parts)):
        return "region"
    if (own := _own_dimension(whole, parts)) is not None:
        return own
    if any(_names_something(part) for part in parts if part.unknown):
        return None
    if any(_is_foreign(part, whole) for part in parts):
        return None
    return next((key for key in ("segment", "site") if metric.allows(key) and key not in has), None)


def _own_dimension(whole: _Line, parts: Sequence[_Line]) -> str | None:
    """The breakdown that the metric itself has for names: its products, its kinds of waste."""
    if whole.metric is None:
        return None
    id_, cut = whole.metric
    labels = [part.row.label for part in parts]
    for key, words in _BY_NAME.items():
        if key not in catalogue()[id_].dimensions or key in dict(cut):
            continue
        said = [concepts_of(read_terms(label)) for label in labels]
        signs = any(sign in label for label in labels for sign in _WASTE_SIGNS)
        if not words or any(has & words for has in said) or (key == "waste_stream" and signs):
            return key
    return None


def _member(part: _Line, key: str, parts: Sequence[_Line]) -> str:
    """The name of a part; what is taken off is an elimination, whatever it is called."""
    if any(v.printed is not None and v.printed.number < 0 for v in part.values.values()):
        return _TAKEN_OFF
    if key == "region" and part.row.label.isascii() and _names_region(part):
        return name_of_places(read_terms(part.row.label))
    known = [_known_member(each, key) for each in parts]
    own = _known_member(part, key)
    return own if own and known.count(own) == 1 else name_of_part(part.row.label)


def _known_member(part: _Line, key: str) -> str:
    """The member of a breakdown that a label names, and nothing else; empty where none."""
    if key not in _BY_NAME:
        return ""
    said = {term.concept for term in read_terms(part.row.label) if term.weight}
    members = lexicon().members.get(key, ())
    return next((m.member for m in members if said and said == m.concepts), "")


def _names_something(line: _Line) -> bool:
    """Whether a label is of known words alone: "Natural gas" is no line of business."""
    said = [term.concept for term in read_terms(line.row.label) if term.weight]
    known = all(concept and not concept.startswith(_REGIONS) for concept in said)
    return known and not set(said) <= _PLACES


def _names_region(line: _Line) -> bool:
    said = [term for term in read_terms(line.row.label) if term.weight]
    return bool(said) and all(term.concept.startswith(_REGIONS) for term in said)
