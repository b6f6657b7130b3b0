"""Sending what is due: each delivery once, and again after a while where it failed."""

from __future__ import annotations

import json
import logging
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from crossfoot.languages import Text
from crossfoot.records.journal.keys import unseal
from crossfoot.records.notices.channels import FORMATS, Message, refusal
from crossfoot.records.notices.models import Chat, Delivery

#: how long after each failed try the next one comes; after the last it is given up
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))

#: how long a try may take before another process may take it up
CLAIM = timedelta(minutes=2)

#: seconds that a chat or a mail server has to answer
PATIENCE = 10

OPEN = Text("Open in Crossfoot", "在 Crossfoot 中打开")
_SUBJECT = Text("Crossfoot: {words}", "Crossfoot：{words}")

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
    """Send all that is due now; returns how many went out."""
    sent = 0
    while (delivery := _claimed()) is not None:
        sent += _try(delivery)
    return sent


def _claimed() -> Delivery | None:
    """The next delivery, taken out of the hands of other processes for a while."""
    now = timezone.now()
    for number in Delivery.objects.filter(due_at__lte=now).values_list("pk", flat=True)[:20]:
        mine = Delivery.objects.filter(pk=number, due_at__lte=now).update(due_at=now + CLAIM)
        if mine:
            return Delivery.objects.select_related("notice__user", "chat").get(pk=number)
    return None


def _try(delivery: Delivery) -> bool:
    delivery.tries += 1
    try:
        if delivery.chat is None:
            _mail(delivery)
        else:
            _post(delivery, delivery.chat)
    except Exception as error:  # whatever it was, it is told and tried again
        delivery.error = f"{type(error).__name__}: {error}"[:300]
        again = delivery.tries <= len(PAUSES)
        delivery.due_at = timezone.now() + PAUSES[delivery.tries - 1] if again else None
    else:
        delivery.error, delivery.due_at, delivery.sent_at = "", None, timezone.now()
    delivery.save(update_fields=["tries", "error", "due_at", "sent_at"])
    return delivery.sent_at is not None


def _mail(delivery: Delivery) -> None:
    notice = delivery.notice
    user = notice.user
    if user is None or not user.is_active:
        return  # who has left is told nothing more
    words = notice.said(user.reads)
    subject = " ".join(_SUBJECT[user.reads].format(words=words).split())[:180]
    body = f"{words}\n\n{_link(notice.address)}\n" if notice.address else f"{words}\n"
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email]).send()


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
