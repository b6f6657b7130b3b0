"""Signing in: password, one-time code, and a pause that grows with failed attempts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts import totp
from crossfoot.records.accounts.models import Stranger, User, address
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.journal.keys import unseal
from crossfoot.records.messages import problem

#: attempts that are free; after them each failure doubles the pause
FREE_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of an attempt.

    Attributes:
        signed_in: it succeeded.
        paused_until: no attempt is looked at before; None where there is no pause.
    """

    signed_in: bool
    paused_until: datetime | None = None


def sign_in(by: Actor, email: str, password: str, code: str = "") -> User:
    """The user who gave the right password and code.

    One message for all that may be wrong, so that it tells a stranger nothing. How long the pause
    is, is told for every address alike, whether it has an account or not.

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
    judged = SignIn(user.pk, matches, code).do(by) if user else stranger(email)
    if user is None or not judged.signed_in:
        raise refusal(judged.paused_until)
    return user


def refusal(paused_until: datetime | None) -> CrossfootError:
    """What everybody is told who could not be signed in."""
    what = Text("the address, the password or the code is wrong", "邮箱、密码或验证码有误")
    if paused_until is None:
        remedy = Text(
            "try again; after several failures, wait before the next attempt",
            "请重试；多次失败后需等待一段时间",
        )
        return CrossfootError(problem(what, remedy=remedy))
    left = max(1, round((paused_until - timezone.now()).total_seconds()))
    return CrossfootError(
        problem(
            what,
            why=Text(
                "after {free} failures attempts are paused, each time twice as long, up to an hour",
                "连续失败 {free} 次后将暂停登录，每次时长加倍，最长一小时",
            ),
            remedy=Text(
                "try again in {left} {left:second|seconds}, at {at} UTC; "
                "what is typed before is not looked at",
                "请在 {left} 秒后（{at} UTC）重试；在此之前的输入不予处理",
            ),
            free=FREE_ATTEMPTS,
            left=left,
            at=f"{paused_until:%H:%M:%S}",
        )
    )


@dataclass(frozen=True)
class SignIn(Action[Judged]):
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

    def change(self, by: Actor) -> Done[Judged]:
        """Count failures, pause, or forget them after a success."""
        user = User.objects.get(pk=self.user)
        now = timezone.now()
        if user.paused_until and now < user.paused_until:
            paused = Judged(False, user.paused_until)
            return Done(paused, user.reference, verb="accounts.sign_in_paused")
        counter = matching_counter(user, self.code, now)
        if not (self.matches and user.is_active and counter is not None):
            refused = Judged(False, count_failure(user, now))
            return Done(refused, user.reference, verb="accounts.sign_in_refused")
        forget_failures(user, counter)
        return Done(Judged(True), user.reference, actor=user.reference)


def matching_counter(user: User, code: str, now: datetime) -> int | None:
    """The counter of a right code; the last one where no code is asked for, None where wrong."""
    if not user.totp:
        return user.totp_counter
    secret = unseal(user.totp, user.reference)
    return totp.matching_counter(secret, code, now.timestamp(), user.totp_counter)


def count_failure(user: User, now: datetime) -> datetime | None:
    """One more failed attempt; until when attempts are paused, None where not at all."""
    user.failures += 1
    user.paused_until = _until(user.failures, now)
    user.save(update_fields=["failures", "paused_until"])
    return user.paused_until


def forget_failures(user: User, counter: int) -> None:
    """A success: earlier failures count no more, and the code serves never again."""
    user.failures, user.paused_until, user.totp_counter = 0, None, counter
    user.save(update_fields=["failures", "paused_until", "totp_counter"])


def stranger(email: str) -> Judged:
    """An attempt with an address that has no account: counted and paused as if it had one."""
    digest = salted_hmac("accounts.stranger", address(email), algorithm="sha256").hexdigest()
    now = timezone.now()
    with transaction.atomic():
        found, _ = Stranger.objects.select_for_update().get_or_create(
            digest=digest, defaults={"at": now}
        )
        if found.paused_until and now < found.paused_until:
            return Judged(False, found.paused_until)
        found.failures += 1
        found.paused_until, found.at = _until(found.failures, now), now
        found.save()
    return Judged(False, found.paused_until)


def _until(failures: int, now: datetime) -> datetime | None:
    much = pause(failures)
    return now + much if much else None


def pause(failures: int) -> timedelta:
    """How long to wait after so many failures in a row.

    >>> [str(pause(failures)) for failures in (4, 5, 6, 7, 40)]
    ['0:00:00', '0:00:30', '0:01:00', '0:02:00', '1:00:00']
    """
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    doublings: int = 2 ** min(failures - FREE_ATTEMPTS, 10)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)
