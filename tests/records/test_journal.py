from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossfoot.errors import CrossfootError
from crossfoot.records.journal.append import Line, append, content_of
from crossfoot.records.journal.hashes import NOTHING_BEFORE, field_salt
from crossfoot.records.journal.keys import ForgottenError, seal, unseal
from crossfoot.records.journal.models import Entry, Head, RecordKey, Tip
from crossfoot.records.journal.verify import verify
from journals import add, breaks, sql

pytestmark = pytest.mark.django_db


def test_an_entry_can_be_computed_by_anyone_with_sha256() -> None:
    """The form that is hashed, written out here a second time."""
    entry = add(value="12.5")
    said = (
        '{{"action":"site.change","actor":"user:1","at":"{}","content":{},"key":"",'
        '"number":1,"origin":"web 10.0.0.5","previous":"{}","reason":"bill corrected · 更正",'
        '"request":"0af3","stream":"site","subject":"unit:hefei","values":{{"value":"{}"}}}}'
    ).format(
        entry.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"),
        json.dumps(entry.content, ensure_ascii=False),
        "0" * 64,
        entry.values["value"],
    )
    assert entry.hash == hashlib.sha256(said.encode()).hexdigest()


def test_entries_follow_from_those_before_in_their_stream() -> None:
    first, other, second = add("a", x=1), add("b", x=1), add("a", x=2)
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert second.previous == first.hash
    assert other.previous == NOTHING_BEFORE
    found = verify()
    assert (found.entries, found.streams, found.broken) == (3, 2, [])


def test_one_value_can_be_proved_without_the_others() -> None:
    entry = add(amount="1200", note="confidential")
    salt = json.loads(entry.content)["salt"]
    handed_over = field_salt(salt, "amount")
    assert hmac.new(handed_over, b'"1200"', "sha256").hexdigest() == entry.values["amount"]
    assert handed_over != field_salt(salt, "note")
    assert add(amount="1200").values["amount"] != entry.values["amount"]


def test_nothing_is_written_outside_a_transaction(transactional_db) -> None:
    line = Line("s", "a", "b", "c", "d", "e")
    with pytest.raises(RuntimeError, match="transaction of the change"):
        append(line)
    assert Entry.objects.count() == 0


def test_the_program_refuses_to_change_an_entry() -> None:
    entry = add(x=1)
    entry.reason = "another"
    for change in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(reason="another"),
    ):
        with pytest.raises(TypeError, match="only ever added to"):
            change()
    assert breaks() == []


COLUMNS = ["stream", "number", "at", "actor", "action", "subject", "reason", "origin", "request",
           "values", "content", "key", "previous", "hash"]  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_covered(column: str) -> None:
    for value in range(4):
        add(value=value)
    changed = {
        "number": 7,
        "at": datetime(2020, 1, 1, tzinfo=UTC),
        "values": json.dumps({"value": "0" * 64}),
    }.get(column, "f" * 64)
    sql(f'UPDATE journal_entry SET "{column}" = %s WHERE number = 3', changed)
    found = breaks()
    expected = {"stream": "site/4", "number": "site/4", "hash": "site/3"}.get(column, "site/3")
    assert any(each.startswith(expected) for each in found), found
    assert not any(each.startswith(("site/1", "site/2")) for each in found)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_altered_character_of_the_content_is_found(data) -> None:
    with transaction.atomic():
        entries = [add(note="a note", number=n) for n in range(3)]
        entry = data.draw(st.sampled_from(entries))
        place = data.draw(st.integers(0, len(entry.content) - 1))
        other = data.draw(st.characters(codec="ascii", min_codepoint=32))
        altered = entry.content[:place] + other + entry.content[place + 1 :]
        sql("UPDATE journal_entry SET content = %s WHERE id = %s", altered, entry.pk)
        expected = [] if altered == entry.content else [str(entry)]
        assert [each.split(":")[0] for each in breaks()] == expected
        transaction.set_rollback(True)


def test_an_entry_removed_from_the_middle_is_named() -> None:
    for value in range(4):
        add(value=value)
    sql("DELETE FROM journal_entry WHERE number = 2")
    assert breaks() == ["site/3: an entry before it is missing"]


def test_an_end_that_was_cut_off_is_named() -> None:
    for value in range(4):
        add(value=value)
    sql("DELETE FROM journal_entry WHERE number > 2")
    assert breaks() == ["site/3: the end of the stream was cut off or altered"]


def test_a_stream_that_was_removed_is_named() -> None:
    add("a", x=1)
    add("b", x=1)
    sql("DELETE FROM journal_entry WHERE stream = 'b'")
    assert breaks() == ["b/1: the entry is missing"]


def test_a_chain_written_anew_is_told_by_the_head(monkeypatch) -> None:
    """Somebody alters an old entry and computes all hashes after it: the day's head tells."""
    _three_days(monkeypatch)
    written_down = verify().heads
    from crossfoot.records.journal.hashes import entry_hash

    before = NOTHING_BEFORE
    for entry in Entry.objects.order_by("number"):
        entry.reason, entry.previous = "nothing to see", before
        before = entry_hash(entry)
        sql(
            "UPDATE journal_entry SET reason = %s, previous = %s, hash = %s WHERE id = %s",
            *(entry.reason, entry.previous, before, entry.pk),
        )
    Tip.objects.update(hash=before)
    day = min(written_down)
    assert breaks() == [f"{day}: the head of the day does not agree with the entries"]
    assert verify().heads == {}


def test_a_head_closes_each_day_that_has_entries(monkeypatch) -> None:
    days = _three_days(monkeypatch)
    heads = list(Head.objects.all())
    assert [head.day for head in heads] == days[:-1]
    assert heads[0].previous == NOTHING_BEFORE
    assert heads[1].previous == heads[0].hash
    assert heads[1].tips == {"site": [2, Entry.objects.get(number=2).hash]}
    assert verify().heads == {head.day: head.hash for head in heads}


@pytest.mark.parametrize(
    "change", ["hash = '00'", "previous = '00'", "tips = '{}'", "day = '2019-01-01'"]
)
def test_an_altered_head_is_named(monkeypatch, change: str) -> None:
    _three_days(monkeypatch)
    sql(f"UPDATE journal_head SET {change} WHERE id = (SELECT max(id) FROM journal_head)")
    assert breaks() != []


def test_a_removed_head_is_named(monkeypatch) -> None:
    days = _three_days(monkeypatch)
    sql("DELETE FROM journal_head WHERE id = (SELECT max(id) FROM journal_head)")
    assert breaks() == [f"{days[1]}: the day has no head"]


def test_a_clock_that_goes_back_does_not_confuse_the_order(monkeypatch) -> None:
    first = add(x=1)
    monkeypatch.setattr(timezone, "now", lambda: first.at - timedelta(days=2))
    assert add(x=2).at == first.at
    assert breaks() == []


def _three_days(monkeypatch) -> list:
    start = datetime(2024, 2, 28, 23, 59, tzinfo=UTC)
    moments = [start, start + timedelta(days=1), start + timedelta(days=3)]
    for value, moment in enumerate(moments):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        add(value=value)
    return [moment.date() for moment in moments]


# -- content that can be forgotten ------------------------------------------------------------


def test_encrypted_content_is_readable_with_the_key_alone(monkeypatch) -> None:
    entry = add(key="user:7", name="Li Na")
    assert "Li Na" not in entry.content
    assert content_of(entry) == {"name": "Li Na"}
    monkeypatch.setenv("CROSSFOOT_MASTER_KEY", "A" * 43 + "=")
    assert breaks() == ["site/1: its encrypted content or its key was altered"]
    monkeypatch.setenv("CROSSFOOT_MASTER_KEY", "too short")
    found = verify()
    assert (found.unread, found.broken) == (1, [])


def test_a_deleted_key_deletes_the_content_and_must_be_explained() -> None:
    entry = add(key="user:7", name="Li Na")
    RecordKey.objects.filter(name="user:7").update(wrapped="")
    with pytest.raises(ForgottenError):
        content_of(entry)
    assert "user:7: its key is gone and no entry says who deleted it" in breaks()
    with pytest.raises(CrossfootError, match="forgotten for good"):
        add(key="user:7", name="Li Na again")


def test_altered_keys_and_altered_secrets_are_named() -> None:
    add(key="user:7", name="Li Na")
    add(key="user:8", name="Wang Lei")
    other = RecordKey.objects.get(name="user:8").wrapped
    RecordKey.objects.filter(name="user:7").update(wrapped=other)
    assert breaks() == ["site/1: its encrypted content or its key was altered"]


def test_the_same_text_is_never_encrypted_alike_and_belongs_to_its_record() -> None:
    assert seal("secret", "user:7") != seal("secret", "user:7")
    RecordKey.objects.create(name="user:8", wrapped=RecordKey.objects.get(name="user:7").wrapped)
    from crossfoot.records.journal.keys import AlteredError

    with pytest.raises(AlteredError):
        unseal(seal("secret", "user:7"), "user:8")


def test_the_master_key_is_made_outside_the_workspace(monkeypatch, tmp_path, settings) -> None:
    settings.WORKSPACE = tmp_path / "group"
    monkeypatch.delenv("CROSSFOOT_MASTER_KEY")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    text = seal("secret", "user:7")
    key = tmp_path / "config" / "crossfoot" / "master.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert unseal(text, "user:7") == "secret"
    monkeypatch.setenv("CROSSFOOT_MASTER_KEY_FILE", str(tmp_path / "group" / "master.key"))
    with pytest.raises(CrossfootError, match="inside the workspace"):
        seal("secret", "user:7")


# -- many at once, and stopped in the middle ---------------------------------------------------


def test_writers_queue_up(transactional_db) -> None:
    writers, each = 6, 15
    start, failures = Barrier(writers), []

    def write(stream: str) -> None:
        try:
            start.wait()
            for value in range(each):
                add(stream, value=value)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(f"stream {n % 2}",)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = verify()
    assert (found.entries, found.streams, found.broken) == (writers * each, 2, [])


WRITE_AND_WAIT = """
import sys, time
import django
django.setup()
from django.db import transaction
from crossfoot.records.journal.append import Line, append
from crossfoot.records.organisation.models import Unit
with transaction.atomic():
    Unit.objects.create(code="half")
    append(Line("site", "site.change", "unit:half", "user:1", "test", "1"))
    print("written", flush=True)
    time.sleep(60)
"""


def test_killed_in_the_middle_leaves_nothing(shared_database) -> None:
    from crossfoot.records.organisation.models import Unit

    add(value=1)
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE_AND_WAIT],
        env=shared_database,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "written\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert not Unit.objects.filter(code="half").exists()
    add(value=2)
    assert [entry.number for entry in Entry.objects.all()] == [1, 2]
    assert breaks() == []
