"""Entries of registers: what they hold, the states they passed, and every change of a field."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """A record of a register; an entry of the journal is something else.

    What lists and permissions need stands in columns of its own; the rest in `content`. What is
    confidential (a sealed register wholly, sealed fields of others) stands in `sealed`, encrypted
    with a key of the entry alone.

    Attributes:
        key: its name in addresses: 32 hexadecimal digits.
        register: id of the register.
        version: of the definition that the content was written with.
        ref_no: number that people call it by; unique in the register.
        title: as lists show it; empty of sealed registers.
        entity, site: codes of units.
        unit: the narrower of the two, by which permissions go.
        state: id of the state in which it stands.
        owner: the person responsible: "user:7", or the key of a worker.
        period_day: puts it into a reporting period.
        content: values by field, as `registers.values.to_json` writes them.
        sealed: the same of what is confidential, encrypted; empty where nothing is.
        qualifiers, bases: of values that are not exact, or not measured.
        revision: grows with every change; who writes names the one that was read.
        next_run_at: when the clock has something to do; None while no timer runs.
        next_due_at: the next time limit that somebody owes; None where nobody does.
        next_warn_at: when somebody is to be told of a limit; None where nobody is.
        words: what a search looks through, in small letters; nothing confidential.
        external_id: its name in the system that it came from; unique in the register where given.
        source: how it came: manual, app, import, api, supplier_portal, system.
    """

    key = models.CharField(max_length=32, unique=True)
    register = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    ref_no = models.CharField(max_length=80)
    title = models.CharField(max_length=400, blank=True)
    entity = models.CharField(max_length=100)
    site = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=100)
    state = models.CharField(max_length=80)
    owner = models.CharField(max_length=100, blank=True)
    period_day = models.DateField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    content = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    qualifiers = models.JSONField(default=dict)
    bases = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    next_run_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    next_warn_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=20, default="manual")
    recorded_at = models.DateTimeField()

    class Meta:
        """Numbers are unique, and so are names given by other systems."""

        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["register", "ref_no"], name="entry_ref_no"),
            models.UniqueConstraint(
                fields=["register", "external_id"],
                condition=~models.Q(external_id=""),
                name="entry_external_id",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["register", "state", "unit"], name="entry_board"),
            models.Index(fields=["register", "unit", "state"], name="entry_of_unit"),
            models.Index(fields=["register", "-id"], name="entry_newest"),
            models.Index(fields=["register", "state", "-id"], name="entry_newest_in_state"),
            models.Index(fields=["register", "period_day"], name="entry_period"),
            models.Index(fields=["register", "next_due_at"], name="entry_due"),
            models.Index(fields=["next_run_at"], name="entry_clock"),
            models.Index(fields=["next_warn_at"], name="entry_warn"),
            models.Index(fields=["owner"], name="entry_owner"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.ref_no

    @property
    def reference(self) -> str:
        """How the journal and evidence name it; also the name of its key."""
        return f"register:{self.key}"


class Passed(models.Model):
    """A state that an entry entered, as `registers.records.Entered` has it.

    Attributes:
        place: 0, 1, ... in the order in which they were entered.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="passed")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.CharField(max_length=200, blank=True)
    transition = models.CharField(max_length=160, blank=True)
    anchor = models.CharField(max_length=80, blank=True)
    recorded = models.DateTimeField(null=True)

    class Meta:
        """In the order in which they were entered."""

        ordering: ClassVar[list[str]] = ["entry_id", "place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "place"], name="passed_place")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["by"], name="passed_by")]

    def __str__(self) -> str:
        """State and since when."""
        return f"{self.state} {self.at}"


class Change(models.Model):
    """Fields of an entry that were changed; nothing is ever removed from here.

    Attributes:
        revision: that the change made; the first is 2, as 1 is the entry as it was opened.
        recorded: when it was written.
        holds_from: since when it holds; None for a correction of what was wrong from the start.
        before, after: values by field, as `Entry.content`.
        sealed: both of them encrypted, where they are confidential.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    recorded = models.DateTimeField()
    holds_from = models.DateTimeField(null=True)
    by = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)

    class Meta:
        """In the order of writing."""

        ordering: ClassVar[list[str]] = ["entry_id", "revision"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "revision"], name="change_revision")
        ]

    def __str__(self) -> str:
        """Entry and revision."""
        return f"{self.entry_id} {self.revision}"


class Concern(models.Model):
    """A person whom a field of an entry names; of sealed registers only those who handle it.

    Attributes:
        field: which field.
        person: "user:7", or the key of a worker.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="concerns")
    field = models.CharField(max_length=80)
    person = models.CharField(max_length=100)

    class Meta:
        """Each once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "entry", "field"], name="concern_once")
        ]

    def __str__(self) -> str:
        """Who and where."""
        return f"{self.field} {self.person}"


class Link(models.Model):
    """An entry that a field of another one points to.

    Attributes:
        target: key of the entry that is pointed to.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="links")
    field = models.CharField(max_length=160)
    target = models.CharField(max_length=100)

    class Meta:
        """Each once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["target", "entry", "field"], name="link_once")
        ]

    def __str__(self) -> str:
        """From where to where."""
        return f"{self.entry_id}.{self.field} {self.target}"


class Attached(models.Model):
    """A document that was kept for a register, or that a field of an entry names or once named.

    Who may open the document follows from it (see `attachments`), so that nothing is removed here.

    Attributes:
        document: id of the document of the app `evidence`.
        register: id of the register that it was kept for; empty where nobody knows any more.
        entry: that names it; None where it was kept and no entry named it yet.
        field: that names it; empty where `entry` is None.
    """

    document = models.BigIntegerField()
    register = models.CharField(max_length=80, blank=True)
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, related_name="attached")
    field = models.CharField(max_length=160, blank=True)

    class Meta:
        """Each once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "entry", "field"], name="attached_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["register", "field"], name="attached_register")
        ]

    def __str__(self) -> str:
        """From where to where."""
        return f"{self.entry_id}.{self.field} evidence:{self.document}"


class Remark(models.Model):
    """Something that somebody said of an entry.

    Attributes:
        text: the words; encrypted with the key of the entry where its register is sealed.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="remarks")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        """In the order of time."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """Who and when."""
        return f"{self.by} {self.at}"


class Reading(models.Model):
    """Somebody read a confidential entry: kept as long as the entry.

    Attributes:
        purpose: why, in the words of who read it or of who granted it.
        kind: what was read: "entry", "mailbox", "evidence", "list".
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="readings")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, default="entry")
    purpose = models.CharField(max_length=400, blank=True)
    origin = models.CharField(max_length=200, blank=True)

    class Meta:
        """In the order of time."""

        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        """Who and when."""
        return f"{self.by} {self.at}"


class Numbering(models.Model):
    """The last number that was given in a register and year."""

    register = models.CharField(max_length=80)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        """One row each."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["register", "year"], name="numbering_once")
        ]

    def __str__(self) -> str:
        """Register, year and number."""
        return f"{self.register} {self.year} {self.last}"
