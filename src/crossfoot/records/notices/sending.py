"""Sending what is due: each delivery once, and again after a while where it failed."""

from __future__ import annotations

import json
import logging
import threading
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from crossfoot.languages import Text
from crossfoot.records.counting import filled
from crossfoot.records.journal.keys import unseal
from crossfoot.records.notices.channels import FORMATS, Message, refusal
from crossfoot.records.notices.models import Chat, Delivery, Notice

#: how long after each failed try the next one comes; after the last it is given up
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))

#: how long a try may take before another process may take it up
CLAIM = timedelta(minutes=2)

#: seconds that a chat or a mail server has to answer
PATIENCE = 10

OPEN = Text("Open in Crossfoot", "在 Crossfoot 中打开")
_SUBJECT = Text("Crossfoot: {words}", "Crossfoot：{words}")
_MANY = Text("{count} {count:notice|notices}", "{count} 条通知")

_log = logging.getLogger(__name__)
_waking = threading.Event()
_ticker: list[threading.Thread] = []


def wake() -> None:
    """Something is due; the thread that sends looks now. Elsewhere it waits for the server's."""
    _waking.set()


def keep_sending(every: float = 30) -> None:
    """Send in the background, as long as this process lives; called by the server at its start."""

    def work() -> None:
        while True:
            _waking.wait(every)
            _waking.clear()
            try:
                send_due()
            except Exception:
                _log.exception("notices could not be sent")
            finally:
                connection.close()

    if not _ticker:
        _ticker.append(threading.Thread(target=work, daemon=True, name="notices"))
        _ticker[0].start()


def send_due() -> int:
    """Send all that is due now; returns how many messages went out."""
    sent = 0
    while deliveries := _claimed():
        sent += _try(deliveries)
    return sent


def _claimed() -> list[Delivery]:
    """The next message, taken out of the hands of other processes for a while.

    A letter takes all else along that waits for the same person.
    """
    now = timezone.now()
    for number in Delivery.objects.filter(due_at__lte=now).values_list("pk", flat=True)[:20]:
        if not _claim(Delivery.objects.filter(pk=number, due_at__lte=now), now):
            continue
        first = _full().get(pk=number)
        if first.chat is not None or first.notice.user is None:
            return [first]
        # what another process has claimed is due before its claim ends: that is left alone
        free = Q(due_at__lte=now) | Q(due_at__gt=now + CLAIM)
        waiting = Delivery.objects.filter(free, chat=None, notice__user=first.notice.user, tries=0)
        others = [
            each
            for each in waiting.exclude(pk=number)
            if _claim(Delivery.objects.filter(pk=each.pk, due_at=each.due_at), now)
        ]
        return [first, *_full().filter(pk__in=[each.pk for each in others])]
    return []


def _claim(found: QuerySet[Delivery], now: datetime) -> bool:
    return bool(found.update(due_at=now + CLAIM))


def _full() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("notice__user", "chat")


def _try(deliveries: list[Delivery]) -> bool:
    """Whether one message, of one chat or one person, went out."""
    (first, *_) = deliveries
    error = ""
    try:
        if first.chat is None:
            _mail([each.notice for each in deliveries])
        else:
            _post(first, first.chat)
    except Exception as failure:  # whatever it was, it is told and tried again
        error = f"{type(failure).__name__}: {failure}"[:300]
    for delivery in deliveries:
        _note(delivery, error)
    return not error


def _note(delivery: Delivery, error: str) -> None:
    """What became of a delivery."""
    delivery.tries += 1
    delivery.error = error
    if not error:
        delivery.due_at, delivery.sent_at = None, timezone.now()
    elif delivery.tries <= len(PAUSES):
        delivery.due_at = timezone.now() + PAUSES[delivery.tries - 1]
    else:
        delivery.due_at = None
    delivery.save(update_fields=["tries", "error", "due_at", "sent_at"])


def _mail(notices: list[Notice]) -> None:
    """One letter with one notice or with several."""
    user = notices[0].user
    if user is None or not user.is_active:
        return  # who has left is told nothing more
    said = [notice.said(user.reads) for notice in notices]
    words = said[0] if len(said) == 1 else filled(_MANY[user.reads], count=len(said))
    subject = " ".join(_SUBJECT[user.reads].format(words=words).split())[:180]
    body = "\n\n".join(
        f"{each}\n{_link(notice.address)}" if notice.address else each
        for each, notice in zip(said, notices, strict=True)
    )
    EmailMessage(subject, f"{body}\n", settings.DEFAULT_FROM_EMAIL, [user.email]).send()


def _post(delivery: Delivery, chat: Chat) -> None:
    import httpx

    target = json.loads(unseal(chat.target, chat.reference))
    words = delivery.notice.said(chat.reads)
    address = delivery.notice.address
    message = Message(words, _link(address) if address else "", OPEN[chat.reads])
    post = FORMATS[chat.format][1](message, target["address"], target["secret"], time.time())
    try:
        answer = httpx.post(post.address, json=post.body, timeout=PATIENCE)
    except httpx.HTTPError as error:
        # the address holds the key of the chat: it shall not stand in a log
        raise ConnectionError(type(error).__name__) from None
    if not answer.is_success:
        status = f"HTTP {answer.status_code}"
        raise ConnectionError(status)
    if answer.headers.get("content-type", "").startswith("application/json"):
        document = answer.json()
        if isinstance(document, dict) and (why := refusal(document)):
            raise ConnectionError(why)


def _link(address: str) -> str:
    return f"{settings.ADDRESS}{address}"
