"""Years of different scope or method side by side, without a restatement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crossfoot.footing.finding import Kind, Severity
from crossfoot.footing.report.context import ReportContext
from crossfoot.footing.report.finding import ReportFinding
from crossfoot.languages import Text

_SCOPE = re.compile(
    r"scopes?\b|calib(?:er|re)|boundar\w+|coverage|covers?\b|口径|范围|边界", re.IGNORECASE
)
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SEPARATE = re.compile(r"\bwhile\b|\bwhereas\b|而|分别", re.IGNORECASE)
_ADDED = re.compile(
    r"compared (?:with|to) (?:the )?(?:previous|last|prior) year\b[^.。]{0,160}\b(?:added|included|"
    r"removed|excluded|expanded)\b|(?:newly|have been|were|was) (?:added|included)\b[^.。]{0,120}"
    r"(?:scope|boundary|indicators|statistic)|(?:scope|boundary)[^.。]{0,80}\b(?:expanded|extended|"
    r"enlarged|adjusted|changed)\b|较上年[^。]{0,60}(?:新增|增加|纳入)|统计(?:口径|范围)[^。]{0,40}(?:扩大|调整|变化|新增|不同|不一致)|"
    r"(?:新增纳入|首次纳入|新纳入)[^。]{0,60}(?:口径|范围)|(?:口径|范围)[^。]{0,60}(?:新增纳入|首次纳入)|"
    r"\bnot (?:directly )?comparable\b|不(?:具有?)?可比(?!.{0,6}影响)",
    re.IGNORECASE,
)
_RESTATED = re.compile(
    r"restat\w+|retrospectiv\w+|re-?calculated|adjusted (?:the (?:data|figures)|accordingly)|"
    r"追溯|重述|重新计算|同步(?:调整|更新)",
    re.IGNORECASE,
)
#: earlier years that are left as they were, and what made the years differ
_NOT_RESTATED = re.compile(
    r"\bnot (?:yet )?(?:been )?(?:retrospectively |retroactively )?(?:restated|adjusted|"
    r"re-?calculated|revised|amended)\b|\bwithout (?:a |any )?(?:restat\w+|re-?calculat\w+|"
    r"retrospective adjustments?|adjusting)|\bno (?:restatement|retrospective adjustment)|"
    r"(?:未|没有|不)(?:作|做|进行|予以|予|再|对[^，。；]{0,16}(?:进行|作|做))?(?:任何|相应)?"
    r"(?:追溯|重述|重新计算|重算|回溯)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?:included|inclusion|added|addition|newly|new|acquired|acquisition|extended|expanded|"
    r"widened|enlarged|consolidated|disposed|divested|sold|excluded|first time)\b|"
    r"新增|纳入|并入|收购|扩大|扩展|新设|出售|剥离|不再包括|首次",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\bdata\b|\bfigures?\b|\bvalues?\b|\byears?\b|\bnumbers\b|(?:19|20)\d\d|数据|数值|指标|年度|年份",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"(?:19|20)\d\d|\b(?:prior|previous|earlier|past|preceding|comparative|historical|last)\b|"
    r"以前|往年|上年|去年|历史|此前|前期|过往|同期|以往",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\bif\b|\bshould\b|\bwhere\b|\bunless\b|如(?:有|发生|遇|果)|若", re.IGNORECASE
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|(?<=。)")
_FUTURE = re.compile(
    r"\bwill\b|\bplans?\b|\bshall\b|\bif\b|将|计划|如(?:有|发生|遇)", re.IGNORECASE
)

_HOW = (
    r"(?:calculation|accounting|statistical|measur\w+|quantification|estimation) "
    r"(?:methods?|methodolog\w+|approach\w*|bas[ie]s)|methodolog\w+|"
    r"(?:emission|grid|conversion|emissions) factors?|global warming potentials?|GWPs?"
)
_HOW_ZH = (
    r"(?:计算|核算|统计|测算|计量)(?:方法|方式|标准|依据|口径)|(?:排放|折算|折标|转换)(?:因子|系数)"
)
_CHANGED = (
    r"(?:was|were|has been|have been|had been) (?:changed|updated|revised|replaced|adjusted|"
    r"switched|amended)|changed (?:from|to)|switched (?:from|to)|\bdiffers? from\b|"
    r"(?:is|are) different from"
)
_CHANGED_ZH = (
    r"变更|改为|改用|由[^。；]{0,40}(?:调整|更新|变更|改)为|有所(?:调整|变化|更新)|"
    r"(?:进行了|作了|做了)(?:调整|更新|修订)"
)
#: what says how figures are worked out, and that this is new
_METHOD = re.compile(
    rf"(?:{_HOW})[^.。;；]{{0,120}}?(?:{_CHANGED})|(?:{_HOW_ZH})[^。；]{{0,60}}?(?:{_CHANGED_ZH})",
    re.IGNORECASE,
)
#: one factor for one year and another one for the other
_FACTOR = re.compile(rf"(?:{_HOW}|{_HOW_ZH})|\bcalculated\b|按|采用", re.IGNORECASE)
_GRID = re.compile(r"\bgrid\b|电网", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<![\d.])0\.\d{2,5}(?!\d)")
_THIS_YEAR = re.compile(
    r"(?:19|20)\d\d|this year|the year|reporting (?:year|period)|previous|last year|prior|"
    r"本年|今年|报告期|上年|去年",
    re.IGNORECASE,
)
#: a restatement stands at most this many lines away
_NEAR_LINES = 3
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class _Said:
    """What a line says of years that are not alike.

    Attributes:
        text: the words.
        method: whether it is of how figures are worked out, not of what they cover.
        factor: whether it is the factor of the grid, which is published anew each year.
    """

    text: str
    method: bool = False
    factor: bool = False


def years_of_different_scope(context: ReportContext) -> Iterator[ReportFinding]:
    """Notes that give two years different scopes or methods, without a restatement."""
    notes = {line for table in context.data_tables() for line, _ in table.notes}
    data = {row.line: row for table in context.data_tables() for row in table.rows}
    for number, line in enumerate(context.lines, start=1):
        if number not in notes and number not in data:
            continue
        row = data.get(number)
        said = line if row is None else " ".join(c for c in row.cells if len(c) > 40)
        found = _of_scope(said) or _of_method(said)
        if found is None or _restated_near(context, number):
            continue
        yield _finding(context, number, row.label if row is not None else "", found)
    for number, line in context.prose():
        if number not in notes and number not in data and (left := _left_as_it_was(line)):
            yield _finding(context, number, "", left)


def _left_as_it_was(line: str) -> _Said | None:
    """What a paragraph adds to the data of one year, and says that it did not restate others."""
    sentences = _SENTENCES.split(line)
    for at, sentence in enumerate(sentences):
        left = _NOT_RESTATED.search(sentence)
        if left is None or _SUPPOSED.search(sentence) or not _DATA.search(sentence):
            continue
        if _FUTURE.search(re.split(r"[，,;；]", sentence[: left.end()])[-1]):
            continue
        beside = " ".join(sentences[max(at - 1, 0) : at + 1])
        if _JOINED.search(beside) and _EARLIER.search(sentence):
            return _Said(sentence.strip() if _JOINED.search(sentence) else beside.strip())
    return None


def _of_scope(said: str) -> _Said | None:
    if not said or _RESTATED.search(said) or _FUTURE.search(said):
        return None
    years = set(_YEARS.findall(said))
    added = _ADDED.search(said)
    if len(years) > 1 and _SCOPE.search(said) and _SEPARATE.search(said):
        return _Said(said.strip())
    return _Said(added[0].strip()) if added else None


def _of_method(said: str) -> _Said | None:
    if not said or _RESTATED.search(said) or _FUTURE.search(said):
        return None
    changed = _METHOD.search(said)
    if changed and _THIS_YEAR.search(said):
        return _Said(changed[0].strip(), method=True)
    years, factors = set(_YEARS.findall(said)), set(_DECIMAL.findall(said))
    if len(years) > 1 and len(factors) > 1 and _FACTOR.search(said):
        return _Said(said.strip(), method=True, factor=bool(_GRID.search(said)))
    return None


def _restated_near(context: ReportContext, number: int) -> bool:
    """Whether a line beside it says that earlier figures were restated."""
    lines = context.lines
    near = lines[max(number - 1 - _NEAR_LINES, 0) : number + _NEAR_LINES]
    return any(_RESTATED.search(line) for line in near)


def _finding(context: ReportContext, number: int, label: str, said: _Said) -> ReportFinding:
    shown = said.text[:_SHOWN]
    more = "…" if len(said.text) > _SHOWN else ""
    if said.method:
        message = Text(
            "The years were not worked out alike, and no restated figure is given: "
            f"“{shown}{more}”",
            f"各年的计算方法或因子不同，且没有给出重述数据：“{shown}”",
        )
    else:
        message = Text(
            f"The years do not cover the same, and no restated figure is given: “{shown}{more}”",
            f"各年的统计范围不同，且没有给出重述数据：“{shown}”",
        )
    return ReportFinding(
        Kind.BOUNDARY_CHANGE_WITHOUT_RESTATEMENT,
        Severity.NOTE if said.factor else Severity.WARNING,
        context.metric_at(number) or label,
        message,
        (shown,),
        (number,),
    )
