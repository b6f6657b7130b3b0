"""What entries of the journal are about: a name and a page for each, one query for a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from crossfoot.languages import Language
from crossfoot.metrics.catalogue import catalogue
from crossfoot.records.accounts.person import Person
from crossfoot.records.assurance.access import Desk
from crossfoot.records.assurance.models import Engagement, Inquiry, Misstatement, Sample
from crossfoot.records.collection.labels import metric_title, topic_title
from crossfoot.records.collection.models import Campaign, Request
from crossfoot.records.evidence.guards import open_to
from crossfoot.records.evidence.models import Document
from crossfoot.records.ledger.meter_models import Meter
from crossfoot.records.ledger.models import Batch
from crossfoot.records.messages import language
from crossfoot.records.register.library import active
from crossfoot.records.roles import Duty
from crossfoot.web.views.registers.names import named


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about.

    Attributes:
        name: as people call it.
        address: of its page; empty where the person has none.
    """

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class _Kind:
    """How subjects of a kind are found.

    Attributes:
        found: all of them.
        page: name of the page.
        named: one of them in words, with the names of units by their code.
        engagement: id of the engagement that it belongs to; None where it belongs to none.
    """

    found: Callable[[], QuerySet[Any]]
    page: str
    named: Callable[[Any, Mapping[str, str], Language], str]
    engagement: Callable[[Any], int] | None = None


def _str(each: Model, _: Mapping[str, str], __: Language) -> str:
    return str(each)


def _title(each: Campaign | Engagement, _: Mapping[str, str], said: Language) -> str:
    return each.title[said] or each.name


def _request(each: Request, units: Mapping[str, str], said: Language) -> str:
    unit = units.get(each.unit.code, each.unit.code)
    return f"{unit} · {topic_title(each.topic)[said]} · {each.campaign.period_name[said]}"


def _meter(each: Meter, units: Mapping[str, str], _: Language) -> str:
    return f"{each.code} · {units.get(each.site.code, each.site.code)}"


def _misstatement(each: Misstatement, _: Mapping[str, str], said: Language) -> str:
    return f"{each.number} {metric_title(each.metric)[said]}"


_KINDS: dict[str, _Kind] = {
    "batch": _Kind(Batch.objects.all, "ledger_batch", _str),
    "meter": _Kind(lambda: Meter.objects.select_related("site"), "meter", _meter),
    "campaign": _Kind(Campaign.objects.all, "campaign", _title),
    "request": _Kind(
        lambda: Request.objects.select_related("unit", "campaign"), "request", _request
    ),
    "evidence": _Kind(lambda: Document.objects.filter(deleted_at=None), "evidence_document", _str),
    "engagement": _Kind(Engagement.objects.all, "engagement", _title, lambda each: each.pk),
    "inquiry": _Kind(Inquiry.objects.all, "inquiry", _str, lambda each: each.engagement_id),
    "sample": _Kind(Sample.objects.all, "sample", _str, lambda each: each.engagement_id),
    "misstatement": _Kind(
        Misstatement.objects.all, "misstatement", _misstatement, lambda each: each.engagement_id
    ),
}


def subjects_of(
    references: Iterable[str], person: Person, units: Mapping[str, str]
) -> dict[str, Subject]:
    """Subjects by their reference ("batch:3"); what has no page of its own is left out.

    Args:
        references: as the journal names them.
        person: who looks; what they may not read is left out.
        units: names of units by their code.
    """
    if not person.may(Duty.READ):
        return {}
    said = language()
    ids: dict[str, set[int]] = {}
    shown = {}
    references = set(references)
    for each in references:
        kind, _, key = each.partition(":")
        if kind == "unit" and key in units:
            shown[each] = Subject(units[key], reverse("unit", args=[key]))
        elif kind == "metric" and key in catalogue():
            shown[each] = Subject(metric_title(key)[said], reverse("criterion", args=[key]))
        elif kind in _KINDS and key.isdecimal() and len(key) < 19:
            ids.setdefault(kind, set()).add(int(key))
    shown |= _of_registers(references, person, said)
    mine: set[int] | None = None
    for kind, numbers in ids.items():
        known = _KINDS[kind]
        if known.engagement is not None and mine is None:
            mine = {each.pk for each in Desk(person).engagements}
        rows = known.found().filter(pk__in=numbers)
        for found in open_to(person, rows) if kind == "evidence" else rows:
            if known.engagement is None or known.engagement(found) in (mine or ()):
                address = reverse(known.page, args=[found.pk])
                shown[f"{kind}:{found.pk}"] = Subject(known.named(found, units, said), address)
    return shown


def _of_registers(references: Iterable[str], person: Person, said: Language) -> dict[str, Subject]:
    """Registers, and records of them that the person may read."""
    pairs = {each: each.partition(":") for each in references if each.startswith("register")}
    if not pairs:
        return {}
    library = active()
    found = {
        each: Subject(library[key].title[said], reverse("register", args=[key]))
        for each, (kind, _, key) in pairs.items()
        if kind == "registers" and key in library
    }
    keys = {key for kind, _, key in pairs.values() if kind == "register"}
    records = named({"record": keys}, person, library, said).known.get("record", {})
    return found | {
        f"register:{key}": Subject(record.label, record.address)
        for key, record in records.items()
        if record.address
    }
