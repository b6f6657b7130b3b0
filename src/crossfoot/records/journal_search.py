"""Looking through the journal: by who, what, of what, unit, days, request and words.

What is encrypted is opened only for those who may know it, and is never searched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Substr

from crossfoot.errors import CrossfootError
from crossfoot.languages import Language
from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Actor
from crossfoot.records.assurance.access import assures
from crossfoot.records.assurance.models import Engagement, Inquiry
from crossfoot.records.collection.models import Campaign, Request
from crossfoot.records.evidence.models import Document
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.hashes import canonical, entry_hash
from crossfoot.records.journal.keys import AlteredError, ForgottenError, Keyring
from crossfoot.records.journal.models import Entry
from crossfoot.records.ledger.models import Batch, Meter
from crossfoot.records.register.library import active
from crossfoot.records.register.models import Entry as Registered
from crossfoot.records.register.queries import may_read
from crossfoot.records.roles import Duty
from crossfoot.records.verbs import VERBS

#: entries that are read at once for an export
_AT_ONCE = 1000

#: where the values begin in open content: `{"salt":"<64 digits>","values":`
_VALUES = len('{"salt":"') + 64 + len('","values":') + 1

#: an entry that names some of the units of its campaign
_NAMES_SOME = r'"(requests|units|told)":\[|"unit":"'

#: what belongs to a unit: name of the kind in the journal, and its rows
_OF_UNIT: dict[str, tuple[type[Model], str]] = {
    "request": (Request, "unit__code"),
    "evidence": (Document, "unit__code"),
    "batch": (Batch, "unit__code"),
    "meter": (Meter, "site__code"),
    "inquiry": (Inquiry, "unit__code"),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; everything where nothing is given.

    Attributes:
        who: "user:7", "command line", or part of a person's name or address.
        verb: "collection.submit", or the beginning of it: "collection".
        stream: the chain.
        subject: "request:5", or a kind: "request".
        unit: code of the unit that the subject belongs to.
        first, last: days (UTC), both included.
        request: id that all entries of one request share.
        text: part of the reason, of the subject, or of values that are not encrypted.
    """

    who: str = ""
    verb: str = ""
    stream: str = ""
    subject: str = ""
    unit: str = ""
    first: date | None = None
    last: date | None = None
    request: str = ""
    text: str = ""


def entries(sought: Sought) -> QuerySet[Entry]:
    """Entries that match, in the order in which they were written."""
    found = Entry.objects.order_by("id")
    for condition in _conditions(sought):
        found = found.filter(condition)
    if sought.text:
        text = sought.text
        found = found.annotate(values_text=Substr("content", _VALUES)).filter(
            Q(reason__icontains=text)
            | Q(subject__icontains=text)
            | Q(key="", values_text__icontains=text)
        )
    return found


def in_pieces(found: QuerySet[Entry], latest_first: bool = False) -> Iterator[list[Entry]]:
    """Entries piece by piece, so that a long export holds neither memory nor database."""
    last: int | None = None
    order = "-id" if latest_first else "id"
    while True:
        rows = found.order_by(order)
        if last is not None:
            rows = rows.filter(id__lt=last) if latest_first else rows.filter(id__gt=last)
        piece = list(rows[:_AT_ONCE])
        if piece:
            yield piece
            last = piece[-1].pk
        if len(piece) < _AT_ONCE:
            return


class Reader:
    """What one person may know of encrypted content.

    Args:
        by: who reads.
        entries: what is read; their keys are looked up at once.
    """

    def __init__(self, by: Actor, entries: Iterable[Entry] = ()) -> None:
        self.by = by
        self.keys = Keyring(entry.key for entry in entries if entry.key)
        self._may: dict[str, bool] = {}

    def values(self, entry: Entry) -> dict[str, Any] | None:
        """The values; None where they are encrypted and not for this person, or were forgotten."""
        if entry.key and not self.may(entry.key):
            return None
        try:
            return content_of(entry, self.keys)
        except (ForgottenError, AlteredError, CrossfootError):
            return None

    def may(self, key: str) -> bool:
        """Whether the person may know what a key encrypts."""
        if key not in self._may:
            kind, _, name = key.partition(":")
            self._may[key] = _READERS.get(kind, _nobody)(self.by, name)
        return self._may[key]


def is_sound(entry: Entry) -> bool:
    """Whether an entry is what was written, by its own hash."""
    return entry.hash == entry_hash(entry)


def verbs(language: Language) -> list[tuple[str, str]]:
    """Every verb with its words, and every group of verbs."""
    return [(name, f"{name}: {VERBS[name][language]}") for name in sorted(VERBS)]


def _conditions(sought: Sought) -> Iterator[Q]:
    if sought.who:
        yield _who(sought.who)
    if sought.verb:
        exact = Q(action=sought.verb)
        yield exact if "." in sought.verb else exact | Q(action__startswith=f"{sought.verb}.")
    if sought.stream:
        yield Q(stream=sought.stream)
    if sought.subject:
        exact = Q(subject=sought.subject)
        yield (
            exact if ":" in sought.subject else exact | Q(subject__startswith=f"{sought.subject}:")
        )
    if sought.unit:
        yield _of_unit(sought.unit)
    if sought.first is not None:
        yield Q(at__gte=_midnight(sought.first))
    if sought.last is not None:
        yield Q(at__lt=_midnight(sought.last + timedelta(1)))
    if sought.request:
        yield Q(request=sought.request)


def _who(text: str) -> Q:
    if text.startswith("user:") or text in ("visitor", "command line"):
        return Q(actor=text)
    named = User.objects.filter(Q(name__icontains=text) | Q(email__iexact=text))
    return Q(actor=text) | Q(actor__in=_references("user", named))


def _of_unit(code: str) -> Q:
    found = Q(subject=f"unit:{code}")
    for kind, (model, field) in _OF_UNIT.items():
        found |= Q(subject__in=_references(kind, model._default_manager.filter(**{field: code})))
    return found | _of_several(code)


def _of_several(code: str) -> Q:
    """Entries about several units, where they name this one, or none alone.

    A step with many requests is an entry of their campaign; an import is one of the organisation.
    """
    quoted = canonical(code)
    asked = Request.objects.filter(unit__code=code)
    named = [rf'"unit":{re.escape(quoted)}', rf'"units":\[[^]]*{re.escape(quoted)}[],]']
    if ids := "|".join(map(str, asked.order_by().values_list("pk", flat=True))):
        named += [rf'"requests":\[([0-9]+,)*({ids})[],]', rf'"request":({ids})[,}}]']
    campaigns = _references("campaign", Campaign.objects.filter(pk__in=asked.values("campaign")))
    of_campaign = Q(subject__in=campaigns, key="") & (
        Q(content__regex="|".join(named)) | ~Q(content__regex=_NAMES_SOME)
    )
    return of_campaign | Q(subject="organisation", key="", content__contains=quoted)


def _references(kind: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """How the journal names rows: "request:5"."""
    name = Concat(Value(f"{kind}:"), Cast(F("pk"), CharField()), output_field=CharField())
    named: QuerySet[Any] = rows.order_by().annotate(as_named=name).values("as_named")
    return named


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _keeps_accounts(by: Actor, name: str) -> bool:
    return by.may(Duty.MANAGE_ACCOUNTS)


def _nobody(by: Actor, name: str) -> bool:
    """What no kind below names, and what lies apart of a sealed entry, is read by no journal."""
    return False


def _reads_entry(by: Actor, name: str) -> bool:
    """Entries of registers with people; a sealed one is read on its page, for a purpose."""
    found = Registered.objects.filter(key=name).first()
    library = active()
    if found is None or found.register not in library:
        return False
    return library[found.register].access.level != "sealed" and may_read(by, found)


def _works_on(by: Actor, name: str) -> bool:
    found = Engagement.objects.filter(pk=name).first() if name.isdecimal() else None
    return found is not None and assures(by, found)


#: who may know what a key encrypts, by the kind of record that it is named after
_READERS: Mapping[str, Callable[[Actor, str], bool]] = {
    "user": _keeps_accounts,
    "engagement": _works_on,
    "register": _reads_entry,
}
