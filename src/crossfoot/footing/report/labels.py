"""One label for two rows, one name for two groups of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import MOST_LINES, ReportFinding
from crossfoot.footing.report.titles import significant
from crossfoot.languages import Text
from crossfoot.reading.headings import compact
from crossfoot.reading.table import ReportTable, Row
from crossfoot.reading.titles import metric_at_start, metric_of_title

#: fewest rows from a label to where its block begins again
_BLOCK = 2
#: labels that need the row above to mean something
_SAYS_LITTLE = re.compile(
    r"^(?:fe)?males?\b|^(?:wo)?men\b|^男|^女|^rate\b|^number$|^ratio\b|^of which|^total$|^subtotal|"
    r"^others?$|^[^a-z]*%|^per |^percentage$|^intensity$|^合计|^小计|^总计|^其他|"
    r"^其中|^占比|^比率|^数量|^人数|"
    r"^under \d|^over \d|^\d\d[-–]\d\d|^aged? |岁",
    re.IGNORECASE,
)
#: words of group titles that say no more than "broken down"
_FILL = frozenset(
    (
        *("divided", "different", "various", "by", "broken", "down", "breakdown", "classified"),
        *("according", "respective", "each", "group", "groups"),
    )
)


def rows_with_one_label(context: ReportContext) -> Iterator[ReportFinding]:
    """Rows of a table with the same label, unit and years, and other values."""
    for table in context.data_tables():
        first: dict[tuple[str, str], Row] = {}
        for row in table.data_rows:
            # "Women" counts, "Women, %" is their share
            label = compact(row.path) + ("%" if _is_share(row) else "")
            if not compact(row.label) or not any(v.printed for v in row.values):
                continue
            known = first.setdefault((label, compact(row.unit)), row)
            if known is row or _texts(known) == _texts(row):
                continue
            if _group_between(context, table, known, row) or _below_others(table, known, row):
                first[(label, compact(row.unit))] = row
                continue
            notes = [line for line, note in table.notes if compact(row.label) in compact(note)]
            values = (*_texts(known), *_texts(row))
            yield ReportFinding(
                Kind.DUPLICATE_LABEL,
                Severity.WARNING,
                context.metric_at(row.line) or row.label,
                Text(
                    f"Two rows are called “{row.label}”, in the same unit, with different values: "
                    f"{', '.join(_texts(known))} and {', '.join(_texts(row))}.",
                    f"两行都名为“{row.label}”，单位相同而数值不同：{'、'.join(_texts(known))}与"
                    f"{'、'.join(_texts(row))}。",
                ),
                values,
                (known.line, row.line, *notes)[:MOST_LINES],
            )


def _is_share(row: Row) -> bool:
    return any("%" in text or "％" in text for text in (*row.cells[:2], row.unit))


def _group_between(context: ReportContext, table: ReportTable, one: Row, other: Row) -> bool:
    """Whether a line of words alone stands between two rows: a group that was not read as one."""
    read = {row.line for row in table.data_rows}
    return any(
        (text := context.lines[line - 1].strip()) and not any(sign.isdigit() for sign in text[-6:])
        for line in range(one.line + 1, other.line)
        if line not in read
    )


def _below_others(table: ReportTable, one: Row, other: Row) -> bool:
    """Whether a label stands below two other rows: their parts, or their rates.

    Labels that say little need the row above; several that repeat in one order are parts of each
    of several wholes.
    """
    rows = list(table.data_rows)
    first, second = rows.index(one), rows.index(other)
    wholes = _whole(rows, first), _whole(rows, second)
    if all(wholes) and wholes[0] != wholes[1]:
        return True
    if second - first < _BLOCK:
        return False
    if _SAYS_LITTLE.search(other.label):
        return True
    beside = [
        (compact(rows[first + step].label), compact(rows[second + step].label))
        for step in (-1, 1)
        if first + step >= 0 and second + step < len(rows)
    ]
    return any(mine == its for mine, its in beside)


def _whole(rows: list[Row], at: int) -> str:
    """The metric that the row above a label names before its own first member; or leans on."""
    loose = rows[at].loose_groups
    if loose and (metric := metric_at_start(loose[0])) is not None:
        return metric.id
    above = rows[at - 1].label if at else ""
    metric = metric_at_start(above)
    return metric.id if metric is not None and metric_of_title(above) is None else ""


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(value.text.strip() for value in row.values)


def groups_with_one_name(context: ReportContext) -> Iterator[ReportFinding]:
    """Groups of rows in one table whose titles say the same breakdown in other words."""
    for table in context.data_tables():
        first: dict[tuple[tuple[str, ...], frozenset[str]], tuple[str, Row]] = {}
        for row in table.data_rows:
            for at, group in enumerate(row.groups):
                words = frozenset(_singular(word) for word in significant(group)) - _FILL
                if len(words) < 2:
                    continue
                key = (row.groups[:at], words)
                title, known = first.setdefault(key, (group, row))
                if compact(title) == compact(group):
                    continue
                first[key] = (group, row)  # each change of name is told once
                following = _next_group(table, row, at)
                lines = (known.line, row.line, *((following.line,) if following else ()))
                yield ReportFinding(
                    Kind.DUPLICATE_LABEL,
                    Severity.WARNING,
                    group,
                    Text(
                        f"Two groups of rows have one title, “{title}” and “{group}”, "
                        f"but other rows ({known.label}, {row.label} …).",
                        f"两组行的标题实为同一含义：“{title}”与“{group}”，但内容不同"
                        f"（{known.label}、{row.label}等）。",
                    ),
                    (title, group),
                    lines,
                )


def _next_group(table: ReportTable, row: Row, at: int) -> Row | None:
    """The first row behind a group: its own title is doubtful where the one before was wrong."""
    rows = list(table.data_rows)
    group = row.groups[at]
    behind = [r for r in rows[rows.index(row) :] if group not in r.groups]
    return behind[0] if behind else None


def _singular(word: str) -> str:
    return re.sub(r"(?<=[a-z]{2})s$", "", word)


_SCOPE = re.compile(
    r"scopes?\s?(?P<n>[123]|I{1,3}\b|one|two|three)|范围(?P<zh>[一二三123])", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\bscopes\b|scope\s?\d\s?(?:,|and|&|\+)|exclud|not includ|不含|不包括", re.IGNORECASE
)
_NUMBERS = {
    **dict.fromkeys(("1", "i", "one", "一"), 1),
    **dict.fromkeys(("2", "ii", "two", "二"), 2),
    **dict.fromkeys(("3", "iii", "three", "三"), 3),
}
#: which scopes the words of the GHG Protocol stand for
_NAMES = (
    (re.compile(r"other indirect|其他间接|其它间接", re.IGNORECASE), {3}),
    (re.compile(r"energy indirect|indirect energy|能源间接", re.IGNORECASE), {2}),
    (re.compile(r"\bindirect|间接", re.IGNORECASE), {2, 3}),
    (re.compile(r"(?<!in)direct\b|直接", re.IGNORECASE), {1}),
)


def scope_under_another_name(context: ReportContext) -> Iterator[ReportFinding]:
    """Rows that name a scope, and in words another one: "Scope 2 - other indirect"."""
    for table in context.data_tables():
        for row in table.data_rows:
            named = {_NUMBERS[(m["n"] or m["zh"]).lower()] for m in _SCOPE.finditer(row.label)}
            if len(named) != 1 or _SEVERAL.search(row.label):
                continue
            means = next((scopes for words, scopes in _NAMES if words.search(row.label)), named)
            if named & means:
                continue
            said, meant = min(named), " / ".join(str(n) for n in sorted(means))
            yield ReportFinding(
                Kind.DUPLICATE_LABEL,
                Severity.WARNING,
                context.metric_at(row.line) or row.label,
                Text(
                    f"“{row.label}”: the words are those of scope {meant}, not of scope {said}.",
                    f"“{row.label}”：该名称属于范围{meant}，而非范围{said}。",
                ),
                (row.label,),
                (row.line,),
            )
