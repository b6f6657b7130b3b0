"""The person whom the provider's answer stands for; no account is made for a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.models import Identity, User
from crossfoot.records.accounts.oidc.id_token import Identified
from crossfoot.records.accounts.sign_in import (
    count_failure,
    forget_failures,
    matching_counter,
    refusal,
)
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.messages import problem


def known(who: Identified) -> User | None:
    """Who is meant: the subject that was linked, else the account of the verified address.

    An address may pass to somebody else at the provider: an account of which the provider's subject
    is kept is never entered by address alone.
    """
    found = Identity.objects.select_related("user").filter(issuer=who.issuer, subject=who.subject)
    identity = found.first()
    if identity is not None:
        return identity.user
    if not who.email:
        return None
    linked = Identity.objects.filter(issuer=who.issuer).values("user")
    return User.objects.filter(email=who.email).exclude(pk__in=linked).first()


def needs_code(who: Identified) -> bool:
    """Whether the person set up one-time codes, and the provider asked for no second proof."""
    user = known(who)
    return user is not None and bool(user.totp) and not who.strong


def sign_in_as(by: Actor, who: Identified, code: str = "") -> User:
    """The user whom the provider knows.

    Args:
        by: the visitor, for the journal.
        who: as the ID token says.
        code: one-time code, where `needs_code`.

    Raises:
        CrossfootError: nobody was invited under this name, the account is closed, or the code is
            wrong.
    """
    judged = SignInByProvider(who, code).do(by)
    if judged.user is not None:
        return judged.user
    if judged.code_is_wrong:
        raise refusal(judged.paused_until)
    raise CrossfootError(
        problem(
            Text("no account is open to you here", "您在此没有可用的账户"),
            why=Text(
                "nobody was invited with an e-mail address that your provider verified, or the"
                " account is closed",
                "未找到与身份提供方已验证邮箱相符的受邀账户，或账户已停用",
            ),
            remedy=Text(
                "ask an administrator for an invitation; if you have an account with another"
                " address, sign in with your password and link it on your account page",
                "请向系统管理员申请邀请；若您的账户使用其他邮箱，请先用密码登录，再在账户页面关联",
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of it.

    Attributes:
        user: who is signed in; None where nobody is.
        code_is_wrong: there is an account, but the one-time code was wrong or is paused.
        paused_until: no code is looked at before.
    """

    user: User | None
    code_is_wrong: bool = False
    paused_until: datetime | None = None


@dataclass(frozen=True)
class SignInByProvider(Action[Judged]):
    """Judge what the provider said and record it, whether it lets somebody in or not.

    An open invitation is accepted by it: who has the address needs no password here.

    Attributes:
        who: as the ID token says.
        code: one-time code as typed.
    """

    verb = "accounts.sign_in"
    stream = "accounts"
    who: Identified
    code: str = ""

    def check(self, by: Actor) -> None:
        """Everybody may try."""

    def change(self, by: Actor) -> Done[Judged]:
        """Find the person, accept the invitation, keep the subject."""
        user, now = known(self.who), timezone.now()
        content = {"provider": self.who.issuer}
        if user is None or not (user.is_active or self._invited(user, now)):
            about = user.reference if user else "visitor"
            return Done(Judged(None), about, content, verb="accounts.sign_in_refused")
        if user.totp and not self.who.strong:
            if user.paused_until and now < user.paused_until:
                paused = Judged(None, True, user.paused_until)
                return Done(paused, user.reference, content, verb="accounts.sign_in_paused")
            counter = matching_counter(user, self.code, now)
            if counter is None:
                refused = Judged(None, True, count_failure(user, now))
                return Done(refused, user.reference, content, verb="accounts.sign_in_refused")
            forget_failures(user, counter)
        if not user.is_active:
            user.is_active, user.invitation, user.invited_until = True, "", None
            user.save(update_fields=["is_active", "invitation", "invited_until"])
            content["invitation"] = "accepted"
        if keep(user, self.who, now):
            content["linked"] = "by address"
        return Done(Judged(user), user.reference, content, actor=user.reference)

    def _invited(self, user: User, now: datetime) -> bool:
        """An invitation is accepted with its own address alone."""
        until = user.invited_until
        return (
            bool(user.invitation)
            and until is not None
            and now < until
            and self.who.email == user.email
        )


@dataclass(frozen=True)
class LinkIdentity(Action[Identity]):
    """From now on what the provider calls so signs this person in.

    Attributes:
        user: id of the person, who is signed in.
        who: as the ID token says.
    """

    verb = "accounts.link_identity"
    stream = "accounts"
    user: int
    who: Identified

    def check(self, by: Actor) -> None:
        """One's own, and nobody else's yet."""
        from crossfoot.records.accounts.actions.change_password import own_account

        if own_account(by).pk != self.user:
            raise CrossfootError(problem(Text("sign in first", "请先登录")))
        same = Q(issuer=self.who.issuer, subject=self.who.subject)
        if Identity.objects.filter(same).exclude(user=self.user).exists():
            raise CrossfootError(
                problem(
                    Text(
                        "this name of the provider belongs to another account",
                        "该身份已关联其他账户",
                    ),
                    remedy=Text(
                        "sign in there under your own name", "请在身份提供方使用您本人的账户"
                    ),
                )
            )

    def change(self, by: Actor) -> Done[Identity]:
        """Keep the subject."""
        user = User.objects.get(pk=self.user)
        keep(user, self.who, timezone.now())
        identity = Identity.objects.get(issuer=self.who.issuer, subject=self.who.subject)
        return Done(identity, user.reference, {"provider": self.who.issuer})


@dataclass(frozen=True)
class UnlinkIdentity(Action[None]):
    """The provider signs this person in no more, unless by a verified address."""

    verb = "accounts.unlink_identity"
    stream = "accounts"

    def check(self, by: Actor) -> None:
        """One's own, while there is a password to come in with."""
        from crossfoot.records.accounts.actions.change_password import own_account

        if not own_account(by).has_usable_password():
            raise CrossfootError(
                problem(
                    Text("there would be no way in any more", "解除后将无法登录"),
                    why=Text("the account has no password", "该账户没有密码"),
                )
            )

    def change(self, by: Actor) -> Done[None]:
        """Forget what the provider calls the person."""
        from crossfoot.records.accounts.actions.change_password import own_account

        own_account(by).identities.all().delete()
        return Done(None, by.reference)


def keep(user: User, who: Identified, now: datetime) -> bool:
    """Keep what the provider calls a person; whether that was news."""
    _, news = Identity.objects.get_or_create(
        issuer=who.issuer, subject=who.subject, defaults={"user": user, "linked_at": now}
    )
    return news
