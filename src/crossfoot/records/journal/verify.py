"""Proving the journal: every hash computed anew, and the first entry named that does not agree."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date
from typing import Any

from django.db import transaction

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.journal.append import queue_up, text_of
from crossfoot.records.journal.hashes import NOTHING_BEFORE, entry_hash, head_hash, value_hash
from crossfoot.records.journal.keys import AlteredError, ForgottenError, Keyring
from crossfoot.records.journal.models import Entry, Head, RecordKey, Tip

#: the action whose entry says that a key was deleted on purpose
FORGET = "journal.forget"


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that is not as it was written.

    Attributes:
        where: stream and number ("organisation/17"), or the day of a head.
        what: what does not agree.
    """

    where: str
    what: Text


@dataclass(slots=True)
class Verification:
    """The outcome.

    Attributes:
        entries: number of entries looked at.
        streams: number of streams.
        heads: head of each closed day.
        unread: entries whose content is encrypted and could not be opened for lack of the key;
            their chain was proved nevertheless.
        forgotten: entries whose content was forgotten on purpose.
        broken: the first break of each stream and of the heads; empty where all agrees.
    """

    entries: int = 0
    streams: int = 0
    heads: dict[date, str] = field(default_factory=dict)
    unread: int = 0
    forgotten: int = 0
    broken: list[Broken] = field(default_factory=list)


def verify(progress: Callable[[int, int], None] = lambda done, total: None) -> Verification:
    """Prove the journal of this database, as it is now; what is written meanwhile is left out.

    Args:
        progress: told how many entries of how many are done.
    """
    with transaction.atomic():  # nobody writes while it is read how far the journal has come
        queue_up()
        prover = _Prover(progress)
    return prover.run()


class _Prover:
    def __init__(self, progress: Callable[[int, int], None]) -> None:
        self.found = Verification()
        self.progress = progress
        self.keys = Keyring()
        self.reached: dict[date, dict[str, list[Any]]] = {}  # day, stream: number and hash
        self.tips = {tip.stream: tip for tip in Tip.objects.all()}
        self.heads = {head.day: head for head in Head.objects.all()}
        last = Entry.objects.order_by("-id").first()
        self.entries = Entry.objects.filter(id__lte=last.pk if last else 0)

    def run(self) -> Verification:
        total = self.entries.count()
        tips = self.tips
        last: Entry | None = None
        broken: set[str] = set()
        entries = self.entries.order_by("stream", "number").iterator(chunk_size=2000)
        for done, entry in enumerate(entries, start=1):
            if last is None or last.stream != entry.stream:
                self._close_stream(last, tips, broken)
                last = None
                self.found.streams += 1
            if entry.stream not in broken and (wrong := self._wrong(entry, last)):
                broken.add(entry.stream)
                self.found.broken.append(Broken(str(entry), wrong))
            day = entry.at.astimezone(UTC).date()
            self.reached.setdefault(day, {})[entry.stream] = [entry.number, entry.hash]
            last = entry
            self.found.entries = done
            self.progress(done, total)
        self._close_stream(last, tips, broken)
        for tip in tips.values():
            self.found.broken.append(Broken(f"{tip.stream}/1", _MISSING))
        self._heads()
        self._keys()
        return self.found

    def _wrong(self, entry: Entry, before: Entry | None) -> Text | None:
        if entry.number != (before.number + 1 if before else 1):
            return _MISSING_BEFORE
        if entry.previous != (before.hash if before else NOTHING_BEFORE):
            return _CHAIN
        if entry.hash != entry_hash(entry):
            return _ALTERED
        if before and entry.at < before.at:
            return _EARLIER
        return self._wrong_content(entry)

    def _wrong_content(self, entry: Entry) -> Text | None:
        try:
            content = json.loads(text_of(entry, self.keys))
        except ForgottenError:
            self.found.forgotten += 1
            return None if _was_forgotten(entry.key) else _KEY_GONE
        except AlteredError:
            return _UNREADABLE
        except CrossfootError:
            self.found.unread += 1
            return None
        hashes = {
            name: value_hash(content["salt"], name, value)
            for name, value in content["values"].items()
        }
        return None if hashes == entry.values else _VALUES

    def _close_stream(self, last: Entry | None, tips: dict[str, Tip], broken: set[str]) -> None:
        if last is None:
            return
        tip = tips.pop(last.stream, None)
        agrees = tip is not None and (tip.number, tip.hash) == (last.number, last.hash)
        if not agrees and last.stream not in broken:
            number = max(last.number + 1, 1)
            self.found.broken.append(Broken(f"{last.stream}/{number}", _CUT_OFF))

    def _heads(self) -> None:
        heads = self.heads
        tips: dict[str, list[Any]] = {}
        previous = NOTHING_BEFORE
        for day in sorted({*self.reached, *heads}):
            tips = {**tips, **self.reached.get(day, {})}
            head = heads.get(day)
            if head is None:
                if day != max(self.reached):
                    self.found.broken.append(Broken(day.isoformat(), _NO_HEAD))
                    return
                continue
            expected = head_hash(day, tips, previous)
            if (head.hash, head.previous, head.tips) != (expected, previous, tips):
                self.found.broken.append(Broken(day.isoformat(), _HEAD))
                return
            self.found.heads[day] = previous = head.hash

    def _keys(self) -> None:
        gone = RecordKey.objects.filter(wrapped="").values_list("name", flat=True)
        self.found.broken += [Broken(name, _KEY_GONE) for name in gone if not _was_forgotten(name)]


def _was_forgotten(key: str) -> bool:
    """Whether an entry says so; looked up now, as it was written together with the deletion."""
    return Entry.objects.filter(action=FORGET, subject=key).exists()


def altered(found: Verification) -> Iterator[str]:
    """Each break on one line, in English, for logs and tests."""
    return (f"{broken.where}: {broken.what.en}" for broken in found.broken)


_MISSING = Text("the entry is missing", "该条目缺失")
_MISSING_BEFORE = Text("an entry before it is missing", "其前的条目缺失")
_CHAIN = Text("it does not follow from the entry before", "与前一条目的哈希不衔接")
_ALTERED = Text("it was altered after it was written", "写入后被改动")
_EARLIER = Text("it is dated before the entry before", "时间早于前一条目")
_UNREADABLE = Text("its encrypted content or its key was altered", "加密内容或其密钥被改动")
_VALUES = Text("its values do not match their hashes", "数值与其哈希不符")
_CUT_OFF = Text("the end of the stream was cut off or altered", "日志流末尾被截断或改动")
_NO_HEAD = Text("the day has no head", "当日没有摘要")
_HEAD = Text("the head of the day does not agree with the entries", "当日摘要与条目不符")
_KEY_GONE = Text("its key is gone and no entry says who deleted it", "密钥已失，且无删除记录")
