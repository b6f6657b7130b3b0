from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.languages import Text
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.models import User
from crossfoot.records.journal.models import Entry, RecordKey
from crossfoot.records.notices import sending
from crossfoot.records.notices.actions.add_chat import AddChat
from crossfoot.records.notices.actions.choose_email import ChooseEmail
from crossfoot.records.notices.actions.remove_chat import RemoveChat
from crossfoot.records.notices.channels import FORMATS, Message
from crossfoot.records.notices.kinds import kinds
from crossfoot.records.notices.models import Chat, Delivery, Notice
from crossfoot.records.notices.reading import mark_read, unread
from crossfoot.records.notices.sending import PAUSES, send_due
from crossfoot.records.notices.telling import tell, tell_chats
from crossfoot.records.roles import Role
from journals import breaks

pytestmark = pytest.mark.django_db

WATER = Text("Hefei · Water", "合肥 · 水")


@pytest.fixture
def mailing(settings) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    settings.ADDRESS = "https://esg.example.org"


@pytest.fixture
def robot() -> Iterator[Robot]:
    with Robot() as robot:
        yield robot


class Robot(HTTPServer):
    """A chat on this machine: keeps what it is sent, answers as it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[str, dict]] = []
        self.answers: list[tuple[int, dict]] = []

    def __enter__(self) -> Robot:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Robot

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, json.loads(body)))
        status, answer = self.server.answers.pop(0) if self.server.answers else (200, {})
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        pass


def chat(root, robot: Robot, form: str = "wecom", secret: str = "") -> Chat:
    """A chat whose address is checked as HTTPS, and then leads to the robot."""
    made = AddChat("ESG team", form, "https://chat.example.org/hook?key=1", secret).do(root)
    target = {"address": f"http://127.0.0.1:{robot.server_port}/hook?key=1", "secret": secret}
    from crossfoot.records.journal.keys import seal

    made.target = seal(json.dumps(target), made.reference)
    made.save()
    return made


# -- on the page -------------------------------------------------------------------------------


def test_a_person_is_told_in_their_language(person) -> None:
    li = person()
    notice = tell(li.user, "collection.submitted", "request:5", "/requests/5", what=WATER)
    assert notice.said("en") == "Waits for your review: Hefei · Water"
    assert notice.said("zh") == "待您复核：合肥 · 水"
    assert unread(li.user) == 1
    other = person()
    assert (mark_read(other.user), mark_read(li.user), unread(li.user)) == (0, 1, 0)


def test_what_is_told_is_known(person) -> None:
    for name, kind in kinds().items():
        for language in ("en", "zh"):
            said = kind.said({"what": {"en": "W", "zh": "水"}, "due": "2024-03-31"}, language)
            assert said.strip(), name
            assert "{" not in said
    with pytest.raises(ValueError, match="no notice"):
        tell(person().user, "unheard.of", "x:1")
    with pytest.raises(ValueError, match="one person"):
        tell_chats("collection.submitted", "request:5")


def test_a_notice_is_part_of_what_it_tells_of(person) -> None:
    li = person()

    def told_and_broken() -> None:
        with transaction.atomic():
            tell(li.user, "collection.submitted", "request:5", what=WATER)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        told_and_broken()
    assert Notice.objects.count() == 0


def test_people_see_follow_and_mark_their_own_alone(person) -> None:
    li, wang = person(), person()
    client = Client()
    client.force_login(li.user, PATH)
    mine = tell(li.user, "collection.submitted", "request:5", "/account", what=WATER)
    theirs = tell(wang.user, "collection.submitted", "request:6", "/account", what=WATER)
    assert client.get("/notices/count").json() == {"unread": 1}
    page = client.get("/notices").content.decode()
    assert page.count("Hefei · Water") == 1
    assert client.post(f"/notices/{theirs.pk}").status_code == 404
    assert client.post(f"/notices/{mine.pk}")["Location"] == "/account"
    assert client.get("/notices/count").json() == {"unread": 0}
    tell(li.user, "collection.submitted", "request:7", what=WATER)
    assert client.post("/notices/read").status_code == 302
    assert (unread(li.user), unread(wang.user)) == (0, 1)


def test_the_page_asks_no_more_of_the_database_for_many(person) -> None:
    li = person()
    client = Client()
    client.force_login(li.user, PATH)
    found = []
    for _ in range(2):
        tell(li.user, "collection.submitted", "request:0", what=WATER)
        with CaptureQueriesContext(connection) as queries:
            client.get("/notices")
        found.append(len(queries))
        for number in range(70):
            tell(li.user, "collection.submitted", f"request:{number}", what=WATER)
    assert found[0] == found[1] <= 7
    assert client.get("/notices?page=3").content.decode().count("Hefei · Water") == 42


# -- by e-mail ---------------------------------------------------------------------------------


def test_a_person_is_told_by_e_mail_unless_they_chose_otherwise(mailing, person) -> None:
    li = person()
    tell(li.user, "collection.submitted", "request:5", "/requests/5", what=WATER)
    assert send_due() == 1
    (sent,) = mail.outbox
    assert sent.to == [li.user.email]
    assert sent.subject == "Crossfoot: Waits for your review: Hefei · Water"
    assert "https://esg.example.org/requests/5" in sent.body
    assert send_due() == 0
    ChooseEmail(False).do(li)
    tell(li.user, "collection.submitted", "request:6", what=WATER)
    assert (send_due(), unread(li.user)) == (0, 2)


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Crossfoot: 62 notices"), ("zh", "Crossfoot：62 条通知")]
)
def test_what_comes_soon_after_a_letter_waits_for_the_next(
    mailing, person, language: str, subject: str
) -> None:
    li, zhang = person(), person()
    User.objects.filter(pk=li.user.pk).update(language=language)
    li.user.refresh_from_db()
    tell(li.user, "collection.submitted", "request:0", what=WATER)
    assert send_due() == 1
    for number in range(1, 63):
        tell(
            li.user, "collection.submitted", f"request:{number}", f"/requests/{number}", what=WATER
        )
    tell(zhang.user, "collection.submitted", "request:1", what=WATER)
    assert send_due() == 1  # to the other person, who had none yet
    Delivery.objects.filter(sent_at=None, notice__subject="request:7").update(
        due_at=datetime.now(UTC)
    )
    assert send_due() == 1  # a quarter of an hour later: all in one
    assert [sent.to for sent in mail.outbox] == [
        [li.user.email],
        [zhang.user.email],
        [li.user.email],
    ]
    assert mail.outbox[-1].subject == subject
    assert all(
        f"https://esg.example.org/requests/{n}" in mail.outbox[-1].body for n in range(1, 63)
    )
    assert Delivery.objects.filter(sent_at=None).count() == 0
    assert send_due() == 0


def test_words_of_people_make_no_header(mailing, person) -> None:
    li = person()
    evil = "Water\r\nBcc: all@example.org"
    tell(li.user, "collection.submitted", "request:5", what=evil)
    assert send_due() == 1
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == [li.user.email]


def test_without_a_mail_server_nothing_waits(person) -> None:
    tell(person().user, "collection.submitted", "request:5", what=WATER)
    assert Delivery.objects.count() == 0


def test_who_has_left_is_told_nothing_more(mailing, person, root) -> None:
    from crossfoot.records.accounts.actions.deactivate import Deactivate

    li = person()
    tell(li.user, "collection.submitted", "request:5", what=WATER)
    Deactivate(li.user.pk).do(root)
    send_due()
    assert mail.outbox == []


# -- in chats ----------------------------------------------------------------------------------

MESSAGE = Message("Campaign <2024> & more", "https://esg.example.org/c/1", "Open")
#: 2024-03-31 12:00 UTC
NOON = datetime(2024, 3, 31, 12, tzinfo=UTC).timestamp()


def test_each_chat_gets_what_its_maker_documents() -> None:
    posts = {
        name: write(MESSAGE, "https://chat.example.org/h", "", NOON)
        for name, (_, write) in FORMATS.items()
    }
    assert all(post.address == "https://chat.example.org/h" for post in posts.values())
    linked = "Campaign <2024> & more\n\n[Open](https://esg.example.org/c/1)"
    assert posts["wecom"].body == {"msgtype": "markdown", "markdown": {"content": linked}}
    assert posts["dingtalk"].body["markdown"]["text"] == linked
    assert posts["feishu"].body["content"]["post"]["zh_cn"]["content"][0][1] == {
        "tag": "a",
        "text": "Open",
        "href": "https://esg.example.org/c/1",
    }
    assert posts["slack"].body == {
        "text": "Campaign &lt;2024&gt; &amp; more <https://esg.example.org/c/1|Open>"
    }
    card = posts["teams"].body["attachments"][0]["content"]
    assert (card["type"], card["actions"][0]["url"]) == (
        "AdaptiveCard",
        "https://esg.example.org/c/1",
    )


def test_signatures_are_those_of_openssl() -> None:
    """The same by another program: `openssl dgst -sha256 -hmac KEY -binary | base64`."""
    import base64
    import subprocess
    from urllib.parse import parse_qs, urlsplit

    def openssl(key: str, text: bytes) -> str:
        command = ["openssl", "dgst", "-sha256", "-hmac", key, "-binary"]
        done = subprocess.run(command, input=text, capture_output=True, check=True)
        return base64.b64encode(done.stdout).decode()

    signed = FORMATS["dingtalk"][1](MESSAGE, "https://d.example.org/send?token=1", "SECx", NOON)
    query = parse_qs(urlsplit(signed.address).query)
    assert query["token"] == ["1"]
    assert query["timestamp"] == ["1711886400000"]
    assert query["sign"] == [openssl("SECx", b"1711886400000\nSECx")]
    signed = FORMATS["feishu"][1](MESSAGE, "https://f.example.org", "abc", NOON)
    assert signed.body["timestamp"] == "1711886400"
    assert signed.body["sign"] == openssl("1711886400\nabc", b"")


def test_a_chat_is_told(root, robot) -> None:
    chat(root, robot)
    tell_chats("collection.opened", "campaign:1", "/campaigns/1", what=WATER, due="2024-03-31")
    assert send_due() == 1
    ((path, body),) = robot.got
    assert path == "/hook?key=1"
    assert body["markdown"]["content"].startswith("填报任务已开启：合肥 · 水")


@pytest.mark.parametrize(
    "answer", [(500, {}), (200, {"errcode": 93000, "errmsg": "invalid webhook"})]
)
def test_what_failed_is_tried_again_and_given_up_in_the_end(
    root, robot, monkeypatch, answer
) -> None:
    chat(root, robot)
    robot.answers = [answer] * 10
    tell_chats("collection.opened", "campaign:1", what=WATER)
    now = timezone.now()
    for number, pause in enumerate(PAUSES, start=1):
        assert send_due() == 0
        delivery = Delivery.objects.get()
        assert (delivery.tries, delivery.sent_at) == (number, None)
        assert delivery.error
        assert "key=1" not in delivery.error
        now += pause + timedelta(seconds=60)
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
    send_due()
    assert Delivery.objects.get().due_at is None
    now += timedelta(days=9)
    assert (send_due(), len(robot.got)) == (0, len(PAUSES) + 1)


def test_a_chat_that_is_not_there_is_an_error_without_its_key(root, robot) -> None:
    chat(root, robot)
    robot.__exit__()
    tell_chats("collection.opened", "campaign:1", what=WATER)
    assert send_due() == 0
    assert Delivery.objects.get().error == "ConnectionError: ConnectError"


def test_a_delivery_goes_out_once_however_many_send(mailing, person, monkeypatch) -> None:
    tell(person().user, "collection.submitted", "request:5", what=WATER)
    first = sending._claimed()
    assert first != []
    assert sending._claimed() == []  # another process finds it taken
    later = timezone.now() + sending.CLAIM
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert sending._claimed() == first  # the first one died


def test_what_a_chat_is_reached_by_is_kept_secret_and_forgotten(root, robot) -> None:
    added = AddChat("T", "dingtalk", "https://d.example.org/send?access_token=42").do(root)
    assert "42" not in added.target
    for entry in Entry.objects.all():
        assert "access_token" not in entry.content
    RemoveChat(added.pk).do(root)
    assert not Chat.objects.exists()
    assert RecordKey.objects.get(name=added.reference).wrapped == ""
    assert breaks() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"address": "http://d.example.org"}, "https://"),
        ({"address": "ftp://x"}, "https://"),
        ({"format": "fax"}, "choose a chat"),
        ({"name": ""}, "name is missing"),
    ],
)
def test_a_chat_that_cannot_be_is_refused(root, change, words: str) -> None:
    given = {"name": "T", "format": "slack", "address": "https://s.example.org/1"} | change
    with pytest.raises(CrossfootError, match=words):
        AddChat(**given).do(root)
    assert not Chat.objects.exists()


def test_chats_are_kept_on_a_page(person, robot) -> None:
    client = Client()
    client.force_login(person(Role.ADMINISTRATOR).user, PATH)
    given = {
        "name": "ESG",
        "format": "teams",
        "address": "https://t.example.org/9",
        "language": "en",
    }
    assert client.post("/chats", {**given, "address": "http://t"}).status_code == 400
    assert client.post("/chats", given).status_code == 302
    page = client.get("/chats").content.decode()
    assert "t.example.org" not in page
    number = Chat.objects.get().pk
    assert client.post(f"/chats/{number}/try").status_code == 302
    assert "waiting to be sent" in client.get("/chats").content.decode()
    assert client.post(f"/chats/{number}/remove").status_code == 302
    assert client.post(f"/chats/{number}/remove").status_code == 400
