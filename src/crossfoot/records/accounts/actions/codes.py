"""Turn one-time codes on or off for one's own account."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts import totp
from crossfoot.records.accounts.actions.change_password import own_account
from crossfoot.records.accounts.models import User
from crossfoot.records.accounts.sign_in import matching_counter
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.journal.keys import seal
from crossfoot.records.messages import problem


@dataclass(frozen=True)
class TurnCodesOn(Action[User]):
    """From now on signing in needs a code; the first one proves that the app has the secret.

    Attributes:
        secret: as `totp.new_secret` made it and the app took it.
        code: what the app shows.
    """

    verb = "accounts.turn_codes_on"
    stream = "accounts"
    secret: str = field(repr=False)
    code: str = field(repr=False)

    def check(self, by: Actor) -> None:
        """One's own account, with a right code."""
        own_account(by)
        if not totp.is_secret(self.secret) or self._counter() is None:
            raise CrossfootError(
                problem(
                    Text("the code is wrong", "验证码有误"),
                    remedy=Text(
                        "enter the code that the app shows now; check the clock of the telephone",
                        "请输入应用当前显示的验证码，并检查手机时间",
                    ),
                )
            )

    def change(self, by: Actor) -> Done[User]:
        """Keep the secret, encrypted."""
        user = own_account(by)
        user.totp = seal(self.secret, user.reference)
        user.totp_counter = self._counter() or 0
        user.save(update_fields=["totp", "totp_counter"])
        return Done(user, user.reference)

    def _counter(self) -> int | None:
        return totp.matching_counter(self.secret, self.code, time.time())


@dataclass(frozen=True)
class TurnCodesOff(Action[User]):
    """Signing in needs no code any more.

    Attributes:
        password: of the account.
        code: what the app shows, where the account has no password.
    """

    verb = "accounts.turn_codes_off"
    stream = "accounts"
    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)

    def check(self, by: Actor) -> None:
        """One's own account, with the password at hand, or the app where there is none."""
        user = own_account(by)
        if user.has_usable_password():
            if not user.check_password(self.password):
                raise CrossfootError(problem(Text("the password is wrong", "密码有误")))
        elif matching_counter(user, self.code, timezone.now()) is None:
            raise CrossfootError(problem(Text("the code is wrong", "验证码有误")))

    def change(self, by: Actor) -> Done[User]:
        """Forget the secret."""
        user = own_account(by)
        user.totp = ""
        user.save(update_fields=["totp"])
        return Done(user, user.reference)
