"""What an organisation sets for its registers: roles, parameters, definitions, views."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from crossfoot.records.accounts.models import User
from crossfoot.records.organisation.models import Unit


class RoleGrant(models.Model):
    """A register role of a person on a unit and all below it, for some days.

    Attributes:
        role: a word of `registers/roles.yaml`.
        unit: None for the whole organisation.
        valid_to: the first day on which it holds no more; None for open.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="register_roles")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        """A grant that was ended before it began is empty, not negative."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="register_role_span",
            )
        ]

    def __str__(self) -> str:
        """Who and what."""
        return f"{self.user_id} {self.role}"


class Account(models.Model):
    """Which entry of the workforce a person with an account is.

    Attributes:
        worker: key of the entry in the register `worker`.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="worker_link")
    worker = models.CharField(max_length=32, unique=True)

    def __str__(self) -> str:
        """Person and entry."""
        return f"{self.user_id} {self.worker}"


class Superior(models.Model):
    """To whom a person reports; asked by registers that keep both away from a case.

    Attributes:
        person, superior: "user:7", or keys of workers.
    """

    person = models.CharField(max_length=100, unique=True)
    superior = models.CharField(max_length=100)

    def __str__(self) -> str:
        """Who and to whom."""
        return f"{self.person} {self.superior}"


class ParameterOverride(models.Model):
    """A parameter or due time that differs from the definition; the latest day wins.

    Attributes:
        name: of the parameter, or `due.<step>`.
        value: as the definition would write it: "60", "2 y", "4 h @received_at", "[a, b]".
        entity: for this entity alone; empty for all.
        when: a condition on entries; empty for all.
        ended_at: when it was taken back; None while it stands.
    """

    register = models.CharField(max_length=80)
    name = models.CharField(max_length=160)
    value = models.CharField(max_length=400, blank=True)
    entity = models.CharField(max_length=100, blank=True)
    valid_from = models.DateField()
    when = models.CharField(max_length=400, blank=True)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """In the order of writing."""

        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["register", "name"], name="override_name")
        ]

    def __str__(self) -> str:
        """What and since when."""
        return f"{self.register}.{self.name} {self.valid_from}"


class DefinitionVersion(models.Model):
    """A definition that was edited on the pages.

    Attributes:
        version: as its text says; one more than the one before.
        text: the YAML.
        active_from: since when records are opened with it; None while it is a draft.
        note: what changed, in the words of who changed it.
    """

    register = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    text = models.TextField()
    active_from = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        """In the order of versions."""

        ordering: ClassVar[list[str]] = ["register", "version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["register", "version"], name="definition_version")
        ]

    def __str__(self) -> str:
        """Register and version."""
        return f"{self.register} {self.version}"


class SavedView(models.Model):
    """A filter with columns and an order, under a name.

    Attributes:
        owner: whose it is.
        shared: everybody who lists the register sees it.
        filter: a condition in the language of guards; empty for all entries.
        search: words that are looked for.
        columns: names of fields.
        order: a field, with "-" before it for the other way round; empty for the newest first.
        display: list, board, calendar or statistics.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="register_views")
    register = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    shared = models.BooleanField(default=False)
    filter = models.TextField(blank=True)
    search = models.CharField(max_length=200, blank=True)
    columns = models.JSONField(default=list)
    order = models.CharField(max_length=160, blank=True)
    display = models.CharField(max_length=20, default="list")

    class Meta:
        """By name."""

        ordering: ClassVar[list[str]] = ["register", "name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["owner", "register", "name"], name="saved_view_name")
        ]

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Projected(models.Model):
    """The projection of a register that was made.

    Attributes:
        signature: of its tables.
        names: of its tables.
        stale: a parameter changed, and with it due times that are projected.
    """

    register = models.CharField(max_length=80, unique=True)
    signature = models.CharField(max_length=64)
    names = models.JSONField(default=list)
    stale = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Of which register."""
        return self.register
