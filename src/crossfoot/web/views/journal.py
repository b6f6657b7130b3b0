"""Who did what, latest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from crossfoot.records.accounts.models import User
from crossfoot.records.actions import Actor
from crossfoot.records.journal.append import content_of
from crossfoot.records.journal.hashes import canonical
from crossfoot.records.journal.keys import AlteredError, ForgottenError, Keyring
from crossfoot.records.journal.models import Entry
from crossfoot.records.messages import language
from crossfoot.records.roles import Duty
from crossfoot.records.verbs import VERBS
from crossfoot.web.words import Words

PAGE = 50

#: actors and subjects without a name of their own, and their words
_NOBODY = {
    "visitor": "visitor",
    "command line": "command_line",
    "organisation": "organisation",
}


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """A page of entries before `?before=`, each with its values where they may be shown."""
    before = request.GET.get("before", "")
    entries = Entry.objects.order_by("-id")
    if before.isdecimal() and len(before) < 19:
        entries = entries.filter(id__lt=int(before))
    shown = list(entries[: PAGE + 1])
    said = language()
    names = {**_names(shown), **{name: Words(said)[key] for name, key in _NOBODY.items()}}
    keys = Keyring(entry.key for entry in shown if entry.key)
    rows = [
        {
            "entry": entry,
            "verb": VERBS[entry.action][said] if entry.action in VERBS else entry.action,
            "who": names.get(entry.actor, entry.actor),
            "subject": names.get(entry.subject, entry.subject),
            "values": _values(entry, request.actor, keys),  # type: ignore[attr-defined]
        }
        for entry in shown[:PAGE]
    ]
    earlier = shown[PAGE - 1].pk if len(shown) > PAGE else None
    return render(request, "web/journal.html", {"rows": rows, "earlier": earlier})


def _names(entries: list[Entry]) -> dict[str, str]:
    """Names of the people that entries refer to, in one query."""
    references = {each for entry in entries for each in (entry.actor, entry.subject)}
    ids = [int(each[5:]) for each in references if each.startswith("user:")]
    return {user.reference: user.name for user in User.objects.filter(pk__in=ids)}


def _values(entry: Entry, by: Actor, keys: Keyring) -> dict[str, str] | None:
    """The values; encrypted ones only for those who keep the accounts, None for others."""
    if entry.key and not by.may(Duty.MANAGE_ACCOUNTS):
        return None
    try:
        content = content_of(entry, keys)
    except (ForgottenError, AlteredError):
        return None
    return {
        name: value if isinstance(value, str) else canonical(value)
        for name, value in content.items()
    }
