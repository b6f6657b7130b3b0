"""Signing in: password, one-time code, and a pause that grows with failed attempts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts import totp
from crossfoot.records.accounts.models import User, address
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.journal.keys import unseal
from crossfoot.records.messages import problem

#: attempts that are free; after them each failure doubles the pause
FREE_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


def sign_in(by: Actor, email: str, password: str, code: str = "") -> User:
    """The user who gave the right password and code.

    One message for all that may be wrong, so that it tells a stranger nothing.

    Args:
        by: the visitor, for the journal.
        email: address.
        password: as typed.
        code: one-time code, where the person set them up.

    Raises:
        CrossfootError: they do not agree, or attempts are paused.
    """
    user = User.objects.filter(email=address(email)).first()
    # outside the transaction: hashing is slow on purpose, and nobody should wait for it
    if user is None or not user.has_usable_password():
        make_password(password)  # as long as for a user that exists
        matches = False
    else:
        matches = user.check_password(password)
    signed_in = user is not None and SignIn(user.pk, matches, code).do(by)
    if user is None or not signed_in:
        raise CrossfootError(
            problem(
                Text(
                    "the address, the password or the code is wrong",
                    "邮箱、密码或验证码有误",
                ),
                remedy=Text(
                    "try again; after several failures, wait before the next attempt",
                    "请重试；多次失败后需等待一段时间",
                ),
            )
        )
    return user


@dataclass(frozen=True)
class SignIn(Action[bool]):
    """Judge one attempt and record it, whether it succeeds or not.

    Attributes:
        user: id of the user.
        matches: whether the password was right.
        code: one-time code as typed.
    """

    verb = "accounts.sign_in"
    stream = "accounts"
    user: int
    matches: bool
    code: str

    def check(self, by: Actor) -> None:
        """Everybody may try."""

    def change(self, by: Actor) -> Done[bool]:
        """Count failures, pause, or forget them after a success."""
        user = User.objects.get(pk=self.user)
        now = timezone.now()
        if user.paused_until and now < user.paused_until:
            return Done(False, user.reference, verb="accounts.sign_in_paused")
        counter = self._counter(user, now.timestamp())
        if not (self.matches and user.is_active and counter is not None):
            user.failures += 1
            user.paused_until = now + pause(user.failures)
            user.save(update_fields=["failures", "paused_until"])
            return Done(False, user.reference, verb="accounts.sign_in_refused")
        user.failures, user.paused_until, user.totp_counter = 0, None, counter
        user.save(update_fields=["failures", "paused_until", "totp_counter"])
        return Done(True, user.reference)

    def _counter(self, user: User, at: float) -> int | None:
        if not user.totp:
            return user.totp_counter
        secret = unseal(user.totp, user.reference)
        return totp.matching_counter(secret, self.code, at, user.totp_counter)


def pause(failures: int) -> timedelta:
    """How long to wait after so many failures in a row.

    >>> [str(pause(failures)) for failures in (4, 5, 6, 7, 40)]
    ['0:00:00', '0:00:30', '0:01:00', '0:02:00', '1:00:00']
    """
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    doublings: int = 2 ** min(failures - FREE_ATTEMPTS, 10)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)
