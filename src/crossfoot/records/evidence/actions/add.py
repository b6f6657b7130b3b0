"""Add a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.evidence.kinds import KINDS
from crossfoot.records.evidence.models import Document, File, Revision
from crossfoot.records.evidence.receiving import Received
from crossfoot.records.evidence.sniffing import media_of
from crossfoot.records.evidence.store import put
from crossfoot.records.messages import problem
from crossfoot.records.organisation.models import Unit
from crossfoot.records.roles import Duty

LONGEST_TITLE = 200


@dataclass(frozen=True)
class AddEvidence(Action[Document]):
    """A new document of a unit, with its first revision.

    Attributes:
        file: what was received; it is taken, so that it can be used once.
        unit: code of the unit that it belongs to.
        title: as people call it; the name of the file where empty.
        kind: one of `kinds.KINDS`.
        valid_until: the last day on which it holds; None where it does not expire.
        kept_until: not deleted before; `EVIDENCE_YEARS` from today unless given.
    """

    verb = "evidence.add"
    stream = "evidence"
    file: Received = field(repr=False)
    unit: str
    title: str = ""
    kind: str = "other"
    valid_until: date | None = None
    kept_until: date | None = None

    def check(self, by: Actor) -> None:
        """Whoever enters figures of the unit."""
        by.require(Duty.ENTER, self.unit)
        check_description(self.title or self.file.name, self.kind)
        if not Unit.objects.filter(code=self.unit).exists():
            raise CrossfootError(
                problem(Text("there is no unit {unit}", "没有单位 {unit}"), unit=repr(self.unit))
            )
        check_file(self.file)

    def change(self, by: Actor) -> Done[Document]:
        """Put the file in its place, and name it."""
        now = timezone.now()
        document = Document.objects.create(
            unit=Unit.objects.get(code=self.unit),
            title=(self.title.strip() or self.file.name)[:LONGEST_TITLE],
            kind=self.kind,
            valid_until=self.valid_until,
            kept_until=self.kept_until or retention(now.date()),
            added_by=by.reference,
            added_at=now,
        )
        revision = add_revision(document, 1, self.file, by)
        return Done(document, document.reference, added(document, revision))


def add_revision(
    document: Document, number: int, file: Received, by: Actor, note: str = ""
) -> Revision:
    """Take a received file as a revision."""
    media = media_of(file.path)
    put(file, media)
    now = timezone.now()
    stored, _ = File.objects.get_or_create(
        sha256=file.sha256,
        defaults={
            "size": file.size,
            "media": media.name,
            "suffix": media.suffix,
            "stored_at": now,
        },
    )
    return Revision.objects.create(
        document=document,
        number=number,
        file=stored,
        name=file.name,
        sha256=file.sha256,
        note=note,
        added_by=by.reference,
        added_at=now,
    )


def check_file(file: Received) -> None:
    """A file that can be evidence.

    Raises:
        CrossfootError: it is empty, gone, or a program.
    """
    if not file.path.is_file():
        raise CrossfootError(
            problem(
                Text("the file did not arrive, or was taken already", "文件未到达或已被使用"),
                where=file.name,
                remedy=Text("send it again", "请重新上传"),
            )
        )
    if file.size == 0:
        raise CrossfootError(
            problem(
                Text("the file is empty", "文件为空"),
                where=file.name,
                remedy=Text("save it again, and send it", "请重新保存后上传"),
            )
        )
    media_of(file.path)


def check_description(title: str, kind: str) -> None:
    """A title that fits, and a kind that is known.

    Raises:
        CrossfootError: with what does not.
    """
    problems = []
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        problems.append(
            problem(
                Text(
                    "the title is missing, or longer than {longest} characters",
                    "缺少标题，或超过 {longest} 个字符",
                ),
                longest=LONGEST_TITLE,
            )
        )
    if kind not in KINDS:
        problems.append(
            problem(
                Text("{kind} is no kind of document", "{kind} 不是文档类型"),
                remedy=Text("use one of: {kinds}", "可用：{kinds}"),
                kind=repr(kind),
                kinds=", ".join(KINDS),
            )
        )
    if problems:
        raise CrossfootError.of(problems)


def retention(today: date) -> date:
    """The day until which a document is kept that is added today."""
    year = today.year + int(settings.EVIDENCE_YEARS)
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February
        return today.replace(year=year, day=28)


def added(document: Document, revision: Revision) -> dict[str, str]:
    """A document and its revision as JSON can hold them."""
    return {
        "unit": document.unit.code,
        "title": document.title,
        "kind": document.kind,
        "valid_until": document.valid_until.isoformat() if document.valid_until else "",
        "kept_until": document.kept_until.isoformat(),
        "revision": str(revision.number),
        "file": revision.name,
        "sha256": revision.sha256,
    }
