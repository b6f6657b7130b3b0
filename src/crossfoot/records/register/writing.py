"""Writing an entry: columns, history, persons, links and projection, all from one record."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem
from crossfoot.records.register import projection
from crossfoot.records.register.attachments import keep_attached
from crossfoot.records.register.confidential.identities import kept_apart
from crossfoot.records.register.marking import mark
from crossfoot.records.register.models import Change, Concern, Entry, Link, Numbering, Passed
from crossfoot.records.register.projection_rows import search_words
from crossfoot.records.register.stored import (
    Kept,
    Was,
    decoded,
    encoded,
    localised,
    opened,
    persons_in,
    record_of,
    sealed_text,
    split,
    targets_in,
)
from crossfoot.registers import dues, reminders, transitions
from crossfoot.registers.access import roles_of
from crossfoot.registers.context import Context
from crossfoot.registers.definition import OWNER, Definition
from crossfoot.registers.headline import headline
from crossfoot.registers.records import Record, day_of

_TITLE = 400
_HOUR = timedelta(hours=1)
#: rows that are written at once
_BATCH = 500
_CHANGED = Text("somebody else changed this entry meanwhile", "该记录已被他人修改")
_LOOK = Text("look at it again and repeat the change", "请刷新后重新修改")


class StaleEntryError(CrossfootError):
    """Somebody else wrote since the actor read."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        entry: as it stands now.
        before, after: the values that changed, as JSON; what is confidential is among them.
    """

    entry: Entry
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def new_key() -> str:
    """A key that nobody can guess."""
    return uuid.uuid4().hex


def next_numbers(register: str, year: int, count: int) -> list[str]:
    """The next numbers of a register: initials, year, five digits.

    >>> initials("customer_complaint")
    'CC'
    """
    row, _ = Numbering.objects.get_or_create(register=register, year=year)
    Numbering.objects.filter(pk=row.pk).update(last=F("last") + count)
    return [
        f"{initials(register)}-{year}-{number:05}"
        for number in range(row.last + 1, row.last + count + 1)
    ]


def initials(register: str) -> str:
    """The letters with which the numbers of a register begin."""
    return "".join(word[0] for word in register.split("_") if word).upper()


def check_revision(entry: Entry, revision: int | None) -> None:
    """Go on only where the entry is as the actor read it.

    Raises:
        StaleEntryError: it is not.
    """
    if revision is not None and revision != entry.revision:
        raise StaleEntryError(problem(_CHANGED, remedy=_LOOK))


@dataclass(frozen=True, slots=True)
class Moved:
    """A change that an entry has behind it before it is first kept, as `write_change` takes one.

    Attributes:
        before, after: the record, both with their number.
        holds_from: since when the changed values hold.
    """

    before: Record
    after: Record
    holds_from: datetime


@dataclass(frozen=True, slots=True)
class New:
    """A record to be kept.

    Attributes:
        record: opened, with the steps that the system took at once, and those of `moved`.
        source: how it came.
        external_id: its name in the system that it came from.
        moved: changes since it was opened, of a record that comes with its past.
        context: of its unit, where it is another than that of the others.
    """

    record: Record
    source: str = "manual"
    external_id: str = ""
    moved: tuple[Moved, ...] = ()
    context: Context | None = None


def write_new(definition: Definition, new: New, context: Context) -> Written:
    """Keep a record that was opened."""
    return write_many(definition, [new], context)[0]


def write_many(definition: Definition, news: Sequence[New], context: Context) -> list[Written]:
    """Keep records that were opened, of one unit's context where they have none, in a few queries.

    What it takes does not depend on how many changes the records have behind them.
    """
    contexts = [each.context or context for each in news]
    records = [
        kept_apart(definition, _localised(new.record, here))
        for new, here in zip(news, contexts, strict=True)
    ]
    numbers = _numbers(definition, records)
    entries: list[Entry] = []
    contents: list[dict[str, Any]] = []
    for new, record, number, here in zip(news, records, numbers, contexts, strict=True):
        entry = Entry(
            key=record.id,
            register=definition.id,
            ref_no=number,
            source=new.source,
            external_id=new.external_id,
            revision=1 + len(new.moved),
            recorded_at=here.now,
        )
        content = {**encoded(record.values), "ref_no": number, "source": new.source}
        _fill(entry, definition, record, content, here)
        entries.append(entry)
        contents.append(content)
    Entry.objects.bulk_create(entries, batch_size=_BATCH)
    pairs = list(zip(entries, records, strict=True))
    states = [each for entry, record in pairs for each in _passed(entry, record, 0)]
    Passed.objects.bulk_create(states, batch_size=_BATCH)
    _keep_links(definition, pairs)
    whole = [
        (entry, _with_past(definition, entry, record, new, here), here)
        for (entry, record), new, here in zip(pairs, news, contexts, strict=True)
    ]
    edits = [each for entry, new in zip(entries, news, strict=True) for each in _past(entry, new)]
    Change.objects.bulk_create([_change(definition, each) for each in edits], batch_size=_BATCH)
    projection.add(whole, definition)
    targets = {each for _, record in pairs for _, each in targets_in(definition, record.values)}
    _look_again(targets, context)
    mark(definition.id)
    return [Written(entry, {}, given) for entry, given in zip(entries, contents, strict=True)]


def _numbers(definition: Definition, records: Sequence[Record]) -> list[str]:
    """The numbers that records bring along, and new ones for the others."""
    years: dict[int, int] = {}
    for record in records:
        if not record.values.get("ref_no"):
            year = record.history[0].at.year
            years[year] = years.get(year, 0) + 1
    new = {year: iter(next_numbers(definition.id, year, many)) for year, many in years.items()}
    return [
        str(record.values.get("ref_no") or "") or next(new[record.history[0].at.year])
        for record in records
    ]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Values that changed, as JSON."""

    entry: Entry
    revision: int
    recorded: datetime
    holds_from: datetime | None
    by: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def _past(entry: Entry, new: New) -> Iterator[_Edit]:
    """The changes that a new entry has behind it; those that changed no value left out."""
    for revision, each in enumerate(new.moved, 2):
        old, now = encoded(each.before.values), encoded(each.after.values)
        names = _differing(old, now)
        if names:
            last = each.after.history[len(each.before.history)]
            yield _Edit(
                entry,
                revision,
                last.recorded or entry.recorded_at,
                each.holds_from,
                last.by,
                {name: old.get(name) for name in names},
                {name: now.get(name) for name in names},
            )


def _with_past(
    definition: Definition, entry: Entry, record: Record, new: New, context: Context
) -> Record:
    """What the projection is made from: with its number, and with what its fields held before."""
    values = {**record.values, "ref_no": entry.ref_no, "source": entry.source}
    if not new.moved:
        return replace(record, values=values)
    was = tuple(
        Was(each.holds_from, decoded(definition, each.before, context.zone))
        for each in _past(entry, new)
        if each.holds_from is not None
    )
    return Kept(
        record.id,
        record.register,
        values,
        record.history,
        record.version,
        record.qualifiers,
        record.bases,
        was,
    )


def write_change(
    entry: Entry,
    definition: Definition,
    record: Record,
    context: Context,
    by: str,
    holds_from: datetime | None,
) -> Written:
    """Keep what an entry became: further states, changed values, or both.

    Args:
        entry: as it was read.
        definition: its register.
        record: what it became.
        context: the moment.
        by: reference of who did it.
        holds_from: since when the changed values hold; None for a correction from the start.
    """
    record = kept_apart(definition, _localised(record, context))
    old = {**entry.content, **opened(entry.sealed, entry.reference)}
    if entry.version != definition.version:  # told as the version in use tells it
        old = encoded(record_of(entry, definition).values)
    new = {**encoded(record.values), "ref_no": entry.ref_no, "source": entry.source}
    names = _differing(old, new)
    before = {name: old.get(name) for name in names}
    after = {name: new.get(name) for name in names}
    entry.revision += 1
    if names or entry.version != definition.version:
        edit = _Edit(entry, entry.revision, context.now, holds_from, by, before, after)
        _change(definition, edit).save(force_insert=True)
    known = entry.passed.count()
    _fill(entry, definition, record, new, context)
    entry.save()
    Passed.objects.bulk_create(_passed(entry, record, known))
    entry.concerns.all().delete()
    pointed_to = set(entry.links.values_list("target", flat=True))
    entry.links.all().delete()
    _keep_links(definition, [(entry, record)])
    projection.keep(entry, definition, context)
    _look_again(pointed_to | {each for _, each in targets_in(definition, record.values)}, context)
    mark(definition.id)
    return Written(entry, before, after)


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted({name for name in old.keys() | new.keys() if old.get(name) != new.get(name)})


def _change(definition: Definition, edit: _Edit) -> Change:
    open_before, sealed_before = split(definition, edit.before)
    open_after, sealed_after = split(definition, edit.after)
    sealed = {"before": sealed_before, "after": sealed_after}
    is_sealed = sealed_before or sealed_after
    return Change(
        entry=edit.entry,
        revision=edit.revision,
        recorded=edit.recorded,
        holds_from=edit.holds_from,
        by=edit.by,
        before=open_before,
        after=open_after,
        sealed=sealed_text(sealed, edit.entry.reference) if is_sealed else "",
    )


def journaled(definition: Definition, written: Written, **more: Any) -> tuple[dict[str, Any], str]:
    """What the journal keeps of a change, and the name of the key that encrypts it.

    Of sealed and personal registers everything is encrypted; of others sealed fields are named
    without what they hold.
    """
    values = dict(written.after)
    if definition.access.level in ("sealed", "personal"):
        return {**more, "values": values}, written.entry.reference
    open_, sealed = split(definition, values)
    content = {**more, "values": open_}
    return ({**content, "sealed": sorted(sealed)} if sealed else content), ""


def _localised(record: Record, context: Context) -> Record:
    zone = context.zone
    values = {name: localised(value, zone) for name, value in record.values.items()}
    history = tuple(
        replace(each, at=localised(each.at, zone), recorded=localised(each.recorded, zone))
        for each in record.history
    )
    return Record(
        record.id,
        record.register,
        values,
        history,
        record.version,
        record.qualifiers,
        record.bases,
    )


def _fill(
    entry: Entry,
    definition: Definition,
    record: Record,
    content: Mapping[str, Any],
    context: Context,
) -> None:
    """The columns of an entry, from its record."""
    is_sealed = definition.access.level == "sealed"
    entry.version = definition.version
    entry.entity = str(record.value("entity") or "")
    entry.site = str(record.value("site") or "")
    entry.unit = entry.site or entry.entity
    entry.state = record.state
    entry.owner = str(record.value("owner") or "")
    entry.period_day = day_of(record.value(definition.period_date))
    entry.opened_on = day_of(record.value("opened_on")) or record.history[0].at.date()
    entry.closed_on = day_of(record.value("closed_on"))
    entry.title = "" if is_sealed else headline(definition, record)[:_TITLE]
    entry.content, sealed = split(definition, content)
    entry.sealed = sealed_text(sealed, entry.reference)
    entry.qualifiers, entry.bases = dict(record.qualifiers), dict(record.bases)
    entry.words = search_words(definition, record)
    settle(entry, definition, record, context)


def settle(entry: Entry, definition: Definition, record: Record, context: Context) -> None:
    """When the clock, and people, have something to do with an entry next."""
    entry.next_run_at = next_look(definition, record, context)
    open_ = dues.open_dues(definition, record, context)
    entry.next_due_at = open_[0].due.deadline if open_ else None
    entry.next_warn_at = next_warning(open_, context.now) if open_ else None


def next_look(definition: Definition, record: Record, context: Context) -> datetime | None:
    """When the clock looks at an entry again.

    A timer that is over but whose guard is false, and a step that waits for its guard alone, are
    looked at once an hour: a day may have come, or an entry elsewhere may have changed.
    """
    timer = transitions.next_run(definition, record, context)
    if timer is not None and timer > context.now:
        return timer
    waits = any(each.is_automatic and each.due is None for each in definition.leaving(record.state))
    return context.now + _HOUR if timer is not None or waits else None


def next_warning(open_: Iterable[dues.OpenDue], now: datetime) -> datetime | None:
    """When the next level of a time limit is reached; now where one was passed already."""
    found = []
    for each in open_:
        if reminders.level(each.due, now):
            return now
        found += [moment for moment in reminders.moments(each.due).values() if moment > now]
    return min(found, default=None)


def _passed(entry: Entry, record: Record, known: int) -> list[Passed]:
    """The states that are not kept yet."""
    return [
        Passed(
            entry=entry,
            place=place,
            state=each.state,
            at=each.at,
            by=each.by,
            transition=each.transition,
            anchor=each.anchor,
            recorded=each.recorded,
        )
        for place, each in enumerate(record.history)
        if place >= known
    ]


def _look_again(keys: set[str], context: Context) -> None:
    """Let the clock look at entries whose guards may ask for those that point to them."""
    if keys:
        Entry.objects.filter(key__in=keys).update(next_run_at=context.now)


def _keep_links(definition: Definition, pairs: Sequence[tuple[Entry, Record]]) -> None:
    """Keep the persons that entries name, and the entries that they point to."""
    concerns: list[Concern] = []
    links: list[Link] = []
    handled = handling(definition)
    for entry, record in pairs:
        named = set(persons_in(definition, record.values))
        if definition.access.level == "sealed":
            named = {(name, person) for name, person in named if name in handled}
        concerns += [Concern(entry=entry, field=name, person=who) for name, who in sorted(named)]
        targets = sorted(set(targets_in(definition, record.values)))
        links += [Link(entry=entry, field=name, target=target) for name, target in targets]
    keep_attached(definition, pairs)
    Concern.objects.bulk_create(concerns, batch_size=_BATCH)
    Link.objects.bulk_create(links, batch_size=_BATCH)


def handling(definition: Definition) -> frozenset[str]:
    """Fields that name who handles an entry; of a sealed register no other name is in clear."""
    return roles_of(definition) | {OWNER, "access_grants"}
