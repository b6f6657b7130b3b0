"""Users, the roles they hold, and the sessions that are open."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from crossfoot.languages import Language
from crossfoot.records.organisation.models import Unit


class Users(BaseUserManager["User"]):
    """Found by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this address.

        Raises:
            User.DoesNotExist: there is none.
        """
        return self.get(email=address(username or ""))


class User(AbstractBaseUser):
    """A person. Invited, active once the invitation was accepted.

    Attributes:
        email: what the person signs in with; in small letters.
        name: as pages show it.
        language: of pages and messages.
        is_active: may sign in.
        invitation: SHA-256 of the invitation's token; empty once it was used.
        invited_until: when it expires.
        totp: secret of the one-time codes, encrypted; empty where none are asked for.
        totp_counter: the last counter that was used, so that no code serves twice.
        failures: failed attempts since the last success.
        paused_until: no attempt is looked at before.
    """

    last_login = None
    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=False)
    invitation = models.CharField(max_length=64, blank=True)
    invited_until = models.DateTimeField(null=True)
    totp = models.CharField(max_length=400, blank=True)
    totp_counter = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = Users()

    class Meta:
        """In the order of names."""

        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        """The name."""
        return self.name

    @property
    def reference(self) -> str:
        """How the journal names the person; also the name of the person's key."""
        return f"user:{self.pk}"

    @property
    def reads(self) -> Language:
        """Language of the person's pages."""
        return "zh" if self.language == "zh" else "en"


class Identity(models.Model):
    """Under which name an identity provider knows a person.

    Attributes:
        issuer: the provider.
        subject: what it calls the person, for ever; no address, which may pass to somebody else.
        linked_at: since when.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=400)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        """A subject is one person."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")
        ]

    def __str__(self) -> str:
        """Person and provider."""
        return f"{self.user}: {self.issuer}"


class Stranger(models.Model):
    """Failed attempts with an address that nobody has; it is paused as an account would be.

    So the length of a pause tells nobody whether there is an account. Swept after some days.

    Attributes:
        digest: keyed hash of the address, which is kept nowhere.
        failures, paused_until: as of a user.
        at: of the last attempt.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    paused_until = models.DateTimeField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        """How many attempts; for whom is not known."""
        return f"{self.failures}"


class Grant(models.Model):
    """A role of a person on a unit and all below it, for some days.

    Attributes:
        unit: None for the whole organisation.
        valid_from: the first day.
        valid_to: the first day on which it holds no more; None for open.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """A grant that was ended before it began is empty, not negative."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="grant_span"
            )
        ]

    def __str__(self) -> str:
        """Person, role, unit."""
        return f"{self.user}: {self.role} {self.unit or '*'}"


class Session(AbstractBaseSession):
    """An open session, with what its owner needs to recognise it.

    Attributes:
        user: who is signed in; None before.
        started_at: since when.
        origin: from where.
        agent: with which browser.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()
    origin = models.CharField(max_length=200, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta(AbstractBaseSession.Meta):
        """As Django has it, but a table of this app."""

        abstract = False

    def __str__(self) -> str:
        """Since when and from where; the key is a secret."""
        return f"{self.started_at} {self.origin}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """What Django asks for."""
        from crossfoot.records.accounts.sessions import SessionStore

        return SessionStore


class Token(models.Model):
    """What a program shows instead of a password, to act for a person.

    It may never do more than the person, and only what it was given.

    Attributes:
        user: for whom it acts.
        name: what it is for.
        digest: SHA-256 of the token, which is kept nowhere.
        duties: those it was given, of the person's.
        created_at: since when.
        expires_at: it serves no more from then on.
        ended_at: when it was ended before; None while it serves.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    duties = models.JSONField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Latest first."""

        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        """Person and purpose."""
        return f"{self.user}: {self.name}"


class Answered(models.Model):
    """What a program was answered, so that asking again with the same key does nothing twice.

    Attributes:
        token: who asked.
        key: the idempotency key that came with the request.
        digest: SHA-256 of the request.
        status: of the answer.
        body: of the answer.
        at: when.
    """

    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        """One answer to a key."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["token", "key"], name="answered_once")
        ]

    def __str__(self) -> str:
        """Key and status."""
        return f"{self.key}: {self.status}"


def address(email: str) -> str:
    """An e-mail address in the form that is compared."""
    return email.strip().lower()
