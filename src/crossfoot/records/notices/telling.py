"""Telling: a notice is written in the transaction that it tells of, and goes out after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from crossfoot.languages import Text
from crossfoot.records.accounts.models import User
from crossfoot.records.notices.kinds import kinds
from crossfoot.records.notices.models import Chat, Delivery, Notice, Preference

Value = str | Text

#: the least time between two letters to one person
BETWEEN_LETTERS = timedelta(minutes=15)


def tell(user: User, kind: str, subject: str, address: str = "", **values: Value) -> Notice:
    """Tell one person, on the page and, unless they chose otherwise, by e-mail.

    Args:
        user: who.
        kind: a name of `kinds.toml`.
        subject: what it is about, as the journal names it: "request:5".
        address: the page that it leads to.
        values: what is put into the words; a `Text` where it differs by language.
    """
    notice = _notice(user, kind, subject, address, values)
    if settings.EMAIL_HOST and user.is_active and Preference.wants_email(user):
        _send_later([Delivery(notice=notice, due_at=_next_letter(user, notice.at))])
    return notice


def tell_chats(
    kind: str,
    subject: str,
    address: str = "",
    chats: Iterable[Chat] | None = None,
    **values: Value,
) -> Notice | None:
    """Tell the chats of teams; None where there are none.

    Args:
        kind: as for `tell`; it must be one for chats.
        subject: as for `tell`.
        address: as for `tell`.
        chats: which; all unless given.
        values: as for `tell`.
    """
    if not kinds()[kind].chat:
        message = f"{kind} concerns one person, not a chat"
        raise ValueError(message)
    told = list(Chat.objects.all() if chats is None else chats)
    if not told:
        return None
    notice = _notice(None, kind, subject, address, values)
    _send_later([Delivery(notice=notice, chat=chat, due_at=notice.at) for chat in told])
    return notice


def _notice(
    user: User | None, kind: str, subject: str, address: str, values: dict[str, Value]
) -> Notice:
    if kind not in kinds():
        message = f"kinds.toml has no notice {kind!r}"
        raise ValueError(message)
    return Notice.objects.create(
        user=user,
        kind=kind,
        subject=subject,
        address=address,
        values={
            name: {"en": value.en, "zh": value.zh} if isinstance(value, Text) else value
            for name, value in values.items()
        },
        at=timezone.now(),
    )


def _next_letter(user: User, now: datetime) -> datetime:
    """When the person is written to: at once, but for those who had a letter a moment ago.

    A reviewer to whom sixty requests are submitted within an hour gets a few letters that list
    them, and not sixty.
    """
    letters = Delivery.objects.filter(
        notice__user=user, chat=None, sent_at__gt=now - BETWEEN_LETTERS
    )
    last = letters.aggregate(last=Max("sent_at"))["last"]
    return last + BETWEEN_LETTERS if last else now


def _send_later(deliveries: list[Delivery]) -> None:
    from crossfoot.records.notices.sending import wake

    Delivery.objects.bulk_create(deliveries)
    transaction.on_commit(wake)
