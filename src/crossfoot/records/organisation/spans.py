"""Writing what holds during a span of days, and cutting what stood before around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from crossfoot.errors import CrossfootError
from crossfoot.facts.entities import Entity
from crossfoot.languages import Text
from crossfoot.records.messages import problem
from crossfoot.records.organisation.as_of import entity_of, states, tree
from crossfoot.records.organisation.models import Unit, UnitState

#: what a unit may be
KINDS = ("group", "company", "site", "department")

#: decimals of an equity share that are kept
PLACES = 12

#: how a formula begins in a spreadsheet
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the one before `end`; open where `end` is None."""

    start: date
    end: date | None = None

    def check(self) -> None:
        """A span has a day at least.

        Raises:
            CrossfootError: it ends before it starts.
        """
        if self.end is not None and self.end <= self.start:
            raise CrossfootError(
                problem(
                    Text(
                        "the span ends on {end} before it starts on {start}",
                        "期间结束日 {end} 早于开始日 {start}",
                    ),
                    remedy=Text("exchange the dates", "请交换日期"),
                    start=self.start,
                    end=self.end,
                )
            )


def write(entity: Entity, span: Span, now: datetime) -> None:
    """Record what holds of a unit during a span; outside it, all stays as it was.

    Args:
        entity: the unit and all that holds of it, as `check_entity` accepts it; it and its
            parent must exist.
        span: the days for which it holds.
        now: the moment of recording, one for a whole action, so that none is ever seen half done.
    """
    clear(entity.id, span, now)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=(entity.id, entity.parent))}
    UnitState.objects.create(
        unit=units[entity.id],
        valid_from=span.start,
        valid_to=span.end,
        recorded_at=now,
        name_en=entity.name.en,
        name_zh=entity.name.zh,
        kind=entity.kind,
        parent=units[entity.parent] if entity.parent else None,
        region=entity.region,
        equity=entity.equity,
        operational_control=entity.operational_control,
        financial_control=entity.financial_control,
    )


def clear(code: str, span: Span, now: datetime) -> None:
    """Record that a unit is not there during a span; outside it, all stays as it was."""
    overlapping = states().filter(Q(valid_to=None) | Q(valid_to__gt=span.start), unit__code=code)
    if span.end is not None:
        overlapping = overlapping.filter(valid_from__lt=span.end)
    for state in list(overlapping):
        before, after = (state.valid_from, span.start), (span.end, state.valid_to)
        UnitState.objects.filter(pk=state.pk).update(superseded_at=now)
        state.recorded_at = now
        if before[0] < span.start:
            _again(state, *before)
        if after[0] is not None and (after[1] is None or after[0] < after[1]):
            _again(state, after[0], after[1])


def _again(state: UnitState, start: date, end: date | None) -> None:
    """The same for the days that are left of a span."""
    state.pk = None
    state.valid_from, state.valid_to = start, end
    state._state.adding = True
    state.save()


def check_trees() -> None:
    """The organisation must be one tree on every day on which there is one.

    It changes only on the first and after the last day of a state, so these days are looked at.

    Raises:
        CrossfootError: it is none on some day.
    """
    standing = list(states())
    days = {state.valid_from for state in standing}
    days |= {state.valid_to for state in standing if state.valid_to}
    for day in sorted(days):
        there = [
            entity_of(state)
            for state in standing
            if state.valid_from <= day and (state.valid_to is None or day < state.valid_to)
        ]
        if there:
            tree(there, str(day))


def check_entity(entity: Entity) -> None:
    """What is kept is exactly what was given.

    Raises:
        CrossfootError: the share has too many decimals, the kind is none, a text is too long or
            would be a formula in Excel.
    """
    if not entity.id.strip() or entity.id != entity.id.strip():
        raise CrossfootError(
            problem(
                Text(
                    "the code of a unit is missing, or begins or ends with a blank",
                    "单位代码缺失，或首尾含空格",
                ),
                where=repr(entity.id),
                remedy=Text("give it a short code, such as hefei", "请设定简短代码，如 hefei"),
            )
        )
    exponent = entity.equity.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -PLACES or not 0 <= entity.equity <= 1:
        raise CrossfootError(
            problem(
                Text(
                    "the equity share {equity} is not between 0 and 1 with {places} decimals",
                    "股权比例 {equity} 应在 0 与 1 之间，至多 {places} 位小数",
                ),
                where=entity.id,
                equity=entity.equity,
                places=PLACES,
            )
        )
    if entity.kind not in KINDS:
        raise CrossfootError(
            problem(
                Text("{kind} is no kind of unit", "{kind} 不是单位类型"),
                remedy=Text("choose of {kinds}", "可选：{kinds}"),
                where=entity.id,
                kind=repr(entity.kind),
                kinds=", ".join(KINDS),
            )
        )
    for field, text in (
        ("code", entity.id),
        ("name_en", entity.name.en),
        ("name_zh", entity.name.zh),
        ("region", entity.region),
    ):
        longest = _longest(field)
        if len(text) > longest:
            raise CrossfootError(
                problem(
                    Text(
                        "{text} is longer than {longest} characters", "{text} 超过 {longest} 个字符"
                    ),
                    where=f"{entity.id}, {field}",
                    text=repr(text[:20] + "…"),
                    longest=longest,
                )
            )
        if text.startswith(FORMULA):
            raise CrossfootError(
                problem(
                    Text("{text} begins like a formula", "{text} 的开头像公式"),
                    why=Text("a spreadsheet would run it", "电子表格会将其作为公式执行"),
                    remedy=Text("begin with a letter", "请以文字开头"),
                    where=entity.id,
                    text=repr(text),
                )
            )


def _longest(field: str) -> int:
    """How many characters a field holds; SQLite would not say."""
    column = (Unit if field == "code" else UnitState)._meta.get_field(field)
    return int(getattr(column, "max_length", 0))


def units(codes: Iterable[str]) -> None:
    """Make the units that are not there yet, in this order."""
    there = set(Unit.objects.values_list("code", flat=True))
    for code in codes:
        if code not in there:
            Unit.objects.create(code=code)
