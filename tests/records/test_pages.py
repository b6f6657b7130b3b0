from __future__ import annotations

import importlib
import pkgutil
import re
import time
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import crossfoot.records
import crossfoot.web
from crossfoot.facts.entities import Organisation
from crossfoot.languages import Text
from crossfoot.records.accounts import totp
from crossfoot.records.accounts.actions.grant_role import GrantRole
from crossfoot.records.accounts.actions.invite import Invite
from crossfoot.records.accounts.backend import PATH
from crossfoot.records.accounts.models import Session, Stranger, User
from crossfoot.records.accounts.person import Person
from crossfoot.records.actions import Action
from crossfoot.records.journal.models import Entry
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.actions.set_unit import SetUnit
from crossfoot.records.organisation.spans import Span
from crossfoot.records.roles import Role
from crossfoot.records.verbs import VERBS
from crossfoot.web.areas import MENU, PAGES
from crossfoot.web.words import all_words
from people import PASSWORD
from test_organisation import entity
from who import PUBLIC, WHO

pytestmark = pytest.mark.django_db

Y2020 = date(2020, 1, 1)
WEB = Path(crossfoot.web.__file__).parent
TREE = Organisation(
    [
        entity("group", "", kind="group"),
        entity("cells", kind="company"),
        entity("hefei", "cells", name=Text("<script>alert(1)</script>", "合肥<b>")),
        entity("penang"),
    ]
)


@pytest.fixture
def tree(root) -> None:
    ImportOrganisation(TREE, Y2020).do(root)


def browser(person: Person | None = None, **options: object) -> Client:
    client = Client(**options)
    if person is not None:
        client.force_login(person.user, PATH)
    return client


def signed_in(person: Person) -> Client:
    client = Client()
    answer = client.post("/sign-in", {"email": person.user.email, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    return client


# -- every role on every page ------------------------------------------------------------------


def test_no_page_is_missing_here() -> None:
    addresses = [re.sub("<[^>]*>", "0", page.address) for page in PAGES]
    assert sorted(addresses) == sorted([*WHO, *PUBLIC])


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("unit", ["", "cells"])
def test_every_role_on_every_page(tree, person, role: Role | None, unit: str) -> None:
    client = browser(person(role, unit))
    for address, (status, whole, part) in WHO.items():
        may = role in (part if unit else whole) or (role is None and whole == set(Role))
        answer = client.get(f"/{address}")
        assert answer.status_code == (status if may else 403), address
    for address, status in PUBLIC.items():
        assert client.get(f"/{address}").status_code == status


def test_a_visitor_is_asked_to_sign_in(tree) -> None:
    client = browser()
    for address in WHO:
        for answer in (client.get(f"/{address}?on=2023-01-01"), client.post(f"/{address}")):
            assert answer.status_code == 302, address
            assert answer["Location"].startswith("/sign-in?next=%2F")
    for address, status in PUBLIC.items():
        assert client.get(f"/{address}").status_code == status
    assert client.get("/nowhere").status_code == 404
    assert Entry.objects.filter(actor="visitor").count() == 0


@pytest.mark.parametrize("address", [*WHO, *PUBLIC, "nowhere"])
def test_every_answer_has_strict_headers(tree, person, address: str) -> None:
    answer = browser(person(Role.ADMINISTRATOR)).get(f"/{address}")
    assert answer["Content-Security-Policy"].startswith("default-src 'self';")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    if not answer["Content-Type"].startswith("text/html"):
        return
    text = answer.content.decode()
    assert not re.search(r"<script(?!(?: type=\"module\")? src=\"/assets/)", text)
    assert not re.search(r"\son\w+=", text)
    assert " style=" not in text
    assert "http://" not in text.replace("http://testserver", "")


def test_what_is_not_there_is_told_in_the_form_of_who_asks(db) -> None:
    page, program = Client().get("/nothing-here"), Client().get("/api/v1/nothing-here")
    assert (page.status_code, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert (program.status_code, program.json()["status"]) == (404, 404)
    assert program.headers["Content-Type"].startswith("application/problem+json")
    assert Client().head("/sign-in").status_code == 200


def test_forms_need_their_token(person) -> None:
    client = browser(person(Role.ADMINISTRATOR), enforce_csrf_checks=True)
    for address in ("sign-in", "language", "sign-out", "account/password", "account/codes"):
        answer = client.post(f"/{address}")
        assert (answer.status_code, "open for too long" in answer.content.decode()) == (403, True)


def test_reading_pages_writes_nothing(tree, person) -> None:
    client = signed_in(person(Role.ADMINISTRATOR))
    for address in ("", "account", "organisation", "organisation.csv", "journal"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/{address}")
        changes = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
        assert changes == [], address


@pytest.mark.parametrize(
    ("address", "count"), [("organisation", 4), ("journal", 8), ("account", 5)]
)
def test_the_number_of_queries_does_not_grow(tree, root, person, address: str, count: int) -> None:
    actor = person(Role.ADMINISTRATOR)
    client = signed_in(actor)
    found = []
    for more in (1, 5):
        for number in range(more):
            code = f"new{more}{number}"
            SetUnit(entity(code, "cells"), Span(Y2020)).do(root)
            GrantRole(actor.user.pk, Role.VIEWER, Span(Y2020), code).do(root)
            person()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/{address}").status_code == 200
        found.append(len(queries))
    assert found == [count, count]


# -- signing in and out ------------------------------------------------------------------------


def test_an_invited_person_comes_in_and_goes(root) -> None:
    invitation = Invite("li@example.org", "Li Na", "zh").do(root)
    GrantRole(invitation.user.pk, Role.ADMINISTRATOR, Span(Y2020)).do(root)
    client = Client(HTTP_USER_AGENT="Firefox", REMOTE_ADDR="10.0.0.5")
    address = f"/invitation/{invitation.token}"
    assert "li@example.org" in client.get(address).content.decode()
    refused = client.post(address, {"password": "short"})
    assert (refused.status_code, "too short" in refused.content.decode()) == (400, True)
    assert client.post(address, {"password": PASSWORD}).status_code == 302
    page = client.get("/account").content.decode()
    assert '<html lang="zh-Hans">' in page
    for words in ("Li Na", "系统管理员", "整个组织", "10.0.0.5", "Firefox", "当前会话"):
        assert words in page
    assert client.get(address).status_code == 404
    assert client.post("/sign-out").status_code == 302
    assert client.get("/account").status_code == 302
    accepted = Entry.objects.get(action="accounts.accept_invitation")
    assert accepted.origin == "web 10.0.0.5"


@pytest.mark.parametrize(
    ("after", "leads"),
    [
        ("/journal", "/journal"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_nobody_is_led_elsewhere(person, after: str, leads: str) -> None:
    sent = {"email": person().user.email, "password": PASSWORD, "next": after}
    assert Client().post("/sign-in", sent)["Location"] == leads
    assert Client().post("/language", {"language": "zh", "next": after})["Location"] == leads


def test_a_wrong_password_is_said_and_the_address_kept(person) -> None:
    sent = {"email": person().user.email, "password": "wrong"}
    for language, words in (
        ("en", "password or the code is wrong"),
        ("zh-hans", "密码或验证码有误"),
    ):
        answer = Client(headers={"accept-language": language}).post("/sign-in", sent)
        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert sent["email"] in answer.content.decode()


def test_sessions_are_listed_and_ended_by_their_owner_alone(person) -> None:
    li, wang = person(Role.VIEWER), person(Role.ADMINISTRATOR)
    here, hotel, other = signed_in(li), signed_in(li), signed_in(wang)
    ends = re.findall(r"/account/sessions/(\w+)/end", here.get("/account").content.decode())
    assert len(ends) == 1
    assert other.post(f"/account/sessions/{ends[0]}/end").status_code == 400
    assert hotel.get("/account").status_code == 200
    assert here.post(f"/account/sessions/{ends[0]}/end").status_code == 302
    assert hotel.get("/account").status_code == 302
    assert here.get("/account").status_code == 200
    keys = Session.objects.values_list("session_key", flat=True)
    assert not any(key in here.get("/account").content.decode() for key in keys)


def test_a_new_password_ends_other_sessions(person) -> None:
    li = person()
    here, hotel = signed_in(li), signed_in(li)
    sent = {"old": PASSWORD, "new": "nine small willows"}
    assert here.post("/account/password", {**sent, "old": "wrong"}).status_code == 400
    assert here.post("/account/password", sent).status_code == 302
    assert here.get("/account").status_code == 200
    assert hotel.get("/account").status_code == 302


def test_codes_are_turned_on_by_page(person) -> None:
    li = person()
    client = signed_in(li)
    secret = re.search(r'name="secret" value="(\w+)"', client.get("/account").content.decode())
    assert secret is not None
    refused = client.post("/account/codes", {"secret": secret[1], "code": "1"})
    assert (refused.status_code, secret[1] in refused.content.decode()) == (400, True)
    code = totp.code(secret[1], int(time.time()) // 30)
    sent = {"secret": secret[1], "code": code}
    assert client.post("/account/codes", sent).status_code == 302
    assert User.objects.get(pk=li.user.pk).totp
    assert secret[1] not in client.get("/account").content.decode()
    assert client.post("/account/codes", {"password": PASSWORD}).status_code == 302
    assert not User.objects.get(pk=li.user.pk).totp


# -- organisation and journal ------------------------------------------------------------------


def test_people_see_their_part_of_the_tree(tree, person) -> None:
    client = browser(person(Role.DATA_OWNER, "cells"))
    for address in ("/organisation", "/organisation.csv"):
        text = client.get(address).content.decode()
        assert ("hefei" in text, "penang" in text) == (True, False)
    whole = browser(person(Role.VIEWER)).get("/organisation.csv").content.decode()
    assert [line.split(",")[0] for line in whole.splitlines()][1:] == [e.id for e in TREE]


def test_the_tree_of_a_day_as_it_was_known(tree, root, person) -> None:
    SetUnit(entity("penang", region="MY"), Span(date(2023, 1, 1))).do(root)
    client = browser(person(Role.VIEWER))
    regions = [
        "<td>MY</td>" in client.get("/organisation", query).content.decode()
        for query in ({"on": "2022-12-31"}, {"on": "2023-01-01"})
    ]
    assert regions == [False, True]
    before = client.get("/organisation", {"on": "2023-01-01", "known": "2020-01-01"})
    assert "no organisation on 2023-01-01" in before.content.decode()
    for address in ("/organisation", "/organisation.csv"):
        wrong = client.get(address, {"on": "31.12.2022"})
        assert (wrong.status_code, "is not a date" in wrong.content.decode()) == (400, True)


def test_names_are_text_on_a_page(tree, person) -> None:
    client = browser(person(Role.VIEWER))
    assert "&lt;script&gt;alert(1)" in client.get("/organisation").content.decode()
    client.post("/language", {"language": "zh"})
    assert "合肥&lt;b&gt;" in client.get("/organisation").content.decode()


def test_personal_content_of_the_journal_is_for_those_who_keep_accounts(tree, person) -> None:
    keeper, assurer = person(Role.ADMINISTRATOR), person(Role.ASSURER)
    seen = browser(keeper).get("/journal").content.decode()
    assert keeper.user.email in seen
    seen = browser(assurer).get("/journal").content.decode()
    assert keeper.user.email not in seen
    assert "encrypted" in seen


def test_the_journal_is_read_page_by_page(root, person) -> None:
    for number in range(60):
        ImportOrganisation(TREE, date(2020, 1, 1 + number % 28)).do(root)
    client = browser(person(Role.ASSURER))
    seen, query = [], ""
    while True:
        text = client.get(f"/journal{query}").content.decode()
        seen += re.findall(r"<td[^>]*>(\w+/\d+)</td>", text)
        more = re.search(r'href="(\?before=\d+)"', text)
        if more is None:
            break
        query = more[1]
    assert seen == [str(entry) for entry in Entry.objects.order_by("-id")]
    assert client.get("/journal?before=x").status_code == 200


# -- words -------------------------------------------------------------------------------------


def test_every_word_is_used_and_is_in_both_languages() -> None:
    sources = [*WEB.rglob("*.html"), *WEB.rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    used = set(re.findall(r"words\.(\w+)", text)) - {"toml", "context", "language"}
    used |= {word for item in MENU for word in (item.page, item.group)}
    for key, words in all_words().items():
        assert words.en, key
        assert words.zh, key
    assert used <= set(all_words())
    named = set(re.findall(r"""["'](\w+)["']""", text))  # keys that a view chooses
    named |= {f"{key}_hint" for key in named}
    kinds = {"group", "company", "site", "department", "full", "joint", "none"}
    kinds |= {f"doubt_{severity}" for severity in ("error", "warning", "note")}
    kinds |= {f"inv_{kind}" for kind in ("removal", "offset", "avoided")}
    kinds |= {f"report_{stand}" for stand in ("received", "handled", "closed")}
    completed = tuple(re.findall(r"""f["'](\w+_\w+_){""", text))  # keys that a view completes
    left = set(all_words()) - used - named - kinds
    assert {key for key in left if not key.startswith(completed)} == set()


def test_every_verb_has_words_in_both_languages() -> None:
    for module in pkgutil.walk_packages(crossfoot.records.__path__, "crossfoot.records."):
        importlib.import_module(module.name)

    def below(kind: type) -> set[type]:
        return {kind}.union(*(below(each) for each in kind.__subclasses__()))

    verbs = {kind.verb for kind in below(Action) if hasattr(kind, "verb")}
    assert verbs | {"accounts.sign_in_refused", "accounts.sign_in_paused"} == set(VERBS)
    assert all(text.en and text.zh for text in VERBS.values())


def test_templates_have_no_words_of_their_own() -> None:
    for path in WEB.rglob("*.html"):
        text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", path.read_text(encoding="utf-8"))
        assert set(re.findall(r"[^\W\d_]+", text)) <= {"English", "中文"}, path.name


def test_our_own_mistake_has_a_page(person, monkeypatch) -> None:
    client = browser(person(Role.VIEWER), raise_request_exception=False)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("crossfoot.web.views.organisation.organisation_on", broken)
    answer = client.get("/organisation")
    assert answer.status_code == 500
    assert "Nothing was changed" in answer.content.decode()
    assert answer["Content-Security-Policy"]


# -- sessions and codes as pages show them -------------------------------------------------------


def test_sessions_say_the_device_and_end_together(person) -> None:
    li = person(Role.VIEWER)
    chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36"
    here, hotel, phone = signed_in(li), signed_in(li), Client(HTTP_USER_AGENT=chrome)
    phone.post("/sign-in", {"email": li.user.email, "password": PASSWORD})
    assert "Chrome · Windows" in here.get("/account").content.decode()
    assert here.post("/account/sessions/end").status_code == 302
    signed = [client.get("/account").status_code for client in (here, hotel, phone)]
    assert signed == [200, 302, 302]
    ended = Entry.objects.get(action="accounts.end_other_sessions")
    assert ended.subject == li.user.reference


def test_codes_are_set_up_by_a_picture_that_any_policy_allows(person) -> None:
    text = signed_in(person()).get("/account").content.decode()
    picture = re.search(r"<figure[^>]*>(<svg.*?</svg>)</figure>", text, re.DOTALL)
    assert picture is not None
    assert "style" not in picture[1]
    assert "href" not in picture[1]


def test_a_pause_is_told_alike_to_those_who_have_an_account_and_those_who_have_none(person) -> None:
    known = person().user.email
    said = []
    for email in (known, "nobody@example.org"):
        sent = {"email": email, "password": "wrong"}
        answers = [Client().post("/sign-in", sent).content.decode() for _ in range(6)]
        assert "try again in" not in answers[3]
        assert "try again in 30 seconds" in answers[4]
        said.append(re.findall(r"try again in \d\d seconds", answers[5]))
    assert len(said[0]) == len(said[1]) == 1
    assert "nobody" not in str(Stranger.objects.values_list())
    chinese = Client(headers={"accept-language": "zh-hans"}).post(
        "/sign-in", {"email": known, "password": PASSWORD}
    )
    assert "秒后" in chinese.content.decode()
