"""Public forms without cookies: a signed name in the form itself, taken once.

No session stands behind these pages, so that no other site can use one; what the name guards is
how often forms are sent. Nothing of the sender is looked at, no address and no browser: many forms
or wrong codes within an hour let everybody wait longer between opening a form and sending it.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.core import signing
from django.db.models import F
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.messages import problem
from crossfoot.records.register.confidential.models import SentForm, WrongCodes

_SALT = "crossfoot.speak_up"
#: a form that lay open for longer is asked for anew
LIFE = timedelta(hours=24)
#: how many within the hour, and how many seconds a form must then have been open
STEPS = ((0, 2), (30, 10), (100, 30), (300, 120))
WRONG_STEPS = ((0, 0), (10, 5), (50, 15), (200, 60))
#: more forms than that within an hour are not taken: the database would fill up
MOST = 2000

_OLD = Text("this form is too old, or was altered", "该表单已过期或被改动")
_ANEW = Text(
    "open the page anew; copy what you have written first", "请先复制已填内容，再重新打开页面"
)
_SENT = Text("this form was sent already", "该表单已提交")
_KEPT = Text(
    "what you sent the first time was received; its receipt code was shown then",
    "首次提交的内容已收到，查询码已在当时显示",
)
_SOON = Text("the form was sent too soon", "提交过快")
_MANY = Text("many forms are being sent at the moment", "当前提交较多")
_WAIT = Text("send it again in {left} {left:second|seconds}", "请在 {left} 秒后再次提交")
_LATER = Text("send it again in an hour", "请一小时后再次提交")


@dataclass(frozen=True, slots=True)
class Form:
    """A form that came back.

    Attributes:
        name: its random name.
        age: seconds since it was opened.
    """

    name: str
    age: float

    @property
    def digest(self) -> str:
        """What is kept of it."""
        return hashlib.sha256(self.name.encode()).hexdigest()


def new_form() -> str:
    """The hidden value of a form."""
    return signing.dumps([secrets.token_urlsafe(16), int(time.time())], salt=_SALT)


def read_form(value: str) -> Form:
    """The form behind a hidden value.

    Raises:
        CrossfootError: it is not ours, or too old.
    """
    try:
        name, opened = signing.loads(value, salt=_SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise CrossfootError(problem(_OLD, remedy=_ANEW)) from error
    return Form(name, time.time() - opened)


def check_age(form: Form) -> None:
    """Go on where a form was open for long enough.

    Raises:
        CrossfootError: it was not, or too many come in.
    """
    count = SentForm.objects.filter(hour=this_hour()).count()
    if count >= MOST:
        raise CrossfootError(problem(_MANY, remedy=_LATER))
    _check(form, _wait(count, STEPS))


def check_code_age(form: Form) -> None:
    """The same for a form with a receipt code, after many wrong ones.

    Raises:
        CrossfootError: it was sent too soon.
    """
    row = WrongCodes.objects.filter(hour=this_hour()).first()
    _check(form, _wait(row.count if row else 0, WRONG_STEPS))


def take(form: Form) -> None:
    """Take a form, once; called in the transaction of what it brings.

    Raises:
        CrossfootError: it was taken before.
    """
    _, is_new = SentForm.objects.get_or_create(digest=form.digest, defaults={"hour": this_hour()})
    if not is_new:
        raise CrossfootError(problem(_SENT, why=_KEPT))


def count_wrong() -> None:
    """One more code that nobody was given."""
    row, _ = WrongCodes.objects.get_or_create(hour=this_hour())
    WrongCodes.objects.filter(pk=row.pk).update(count=F("count") + 1)


def sweep() -> int:
    """Remove what is older than a form lives; how many rows."""
    before = this_hour() - 2 * LIFE
    forms, _ = SentForm.objects.filter(hour__lt=before).delete()
    codes, _ = WrongCodes.objects.filter(hour__lt=before).delete()
    return forms + codes


def this_hour() -> datetime:
    """The hour that runs."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _wait(count: int, steps: tuple[tuple[int, int], ...]) -> int:
    for (least, seconds), (above, _) in pairwise((*steps, (1 << 62, 0))):
        if least <= count < above:
            return seconds
    return 0


def _check(form: Form, seconds: int) -> None:
    left = round(seconds - form.age + 0.5)
    if form.age < seconds:
        raise CrossfootError(problem(_SOON, remedy=_WAIT, left=max(left, 1)))
