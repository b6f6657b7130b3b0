from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crossfoot.api.service import api
from crossfoot.errors import CrossfootError
from crossfoot.quantities.periods import Period
from crossfoot.records.accounts.actions.deactivate import Deactivate
from crossfoot.records.accounts.actions.end_token import EndToken
from crossfoot.records.accounts.actions.make_token import MakeToken
from crossfoot.records.accounts.models import Answered, Token, User
from crossfoot.records.accounts.person import Person
from crossfoot.records.accounts.tokens import TokenPerson
from crossfoot.records.journal.models import Entry
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.roles import Duty, Role
from endpoints import ELSEWHERE as OTHERS
from endpoints import ENDPOINTS as MORE
from test_pages import TREE

pytestmark = pytest.mark.django_db

ALL = frozenset(Duty)


@pytest.fixture(autouse=True)
def _tree(root) -> None:
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)


class Program:
    """A program that acts for a person with a token."""

    def __init__(self, person: Person, duties: frozenset[Duty] | None = None) -> None:
        own = frozenset(duty for duty in Duty if person.may_somewhere(duty))
        self.made = MakeToken("test", duties if duties is not None else own).do(person)
        self.client = Client(headers={"Authorization": f"Bearer {self.made.text}"})

    def get(self, path: str, **more: object):
        return self.client.get(f"/api/v1/{path}", **more)

    def send(self, method: str, path: str, body: object = None, **headers: str):
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    def post(self, path: str, body: object = None, **headers: str):
        return self.send("POST", path, body, **headers)


# -- tokens ------------------------------------------------------------------------------------


def test_a_token_does_no_more_than_it_was_given_and_its_person_may(person) -> None:
    manager = person(Role.ESG_MANAGER)
    reads = Program(manager, frozenset({Duty.READ}))
    assert reads.get("organisation").status_code == 200
    assert reads.get("journal").status_code == 403
    assert reads.get("me").json()["duties"] == ["read"]
    owner = person(Role.DATA_OWNER, "hefei")
    with pytest.raises(CrossfootError, match="may not manage accounts yourself"):
        MakeToken("more", frozenset({Duty.READ, Duty.MANAGE_ACCOUNTS})).do(owner)
    seen = Program(owner).get("organisation").json()
    assert [unit["code"] for unit in seen] == ["hefei"]


def test_a_token_that_serves_no_more_lets_nobody_in(person, root, monkeypatch) -> None:
    li = person(Role.VIEWER)
    ended, left, old = Program(li), Program(person(Role.VIEWER)), Program(li)
    EndToken(ended.made.token.pk).do(li)
    Deactivate(left.made.token.user.pk).do(root)
    assert (ended.get("me").status_code, left.get("me").status_code) == (401, 401)
    assert old.get("me").status_code == 200
    late = timezone.now() + timedelta(days=91)
    monkeypatch.setattr(timezone, "now", lambda: late)
    assert old.get("me").status_code == 401
    for text in ("", "Bearer", "Bearer x", "Basic eDp5", f"Bearer {old.made.text}x"):
        answer = Client(headers={"Authorization": text}).get("/api/v1/me")
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_is_kept_as_a_hash_and_makes_no_token(person) -> None:
    li = person(Role.VIEWER)
    program = Program(li)
    text = program.made.text.encode()
    assert program.made.token.digest.encode() not in text
    for entry in Entry.objects.all():
        assert program.made.text not in entry.content
    with pytest.raises(CrossfootError, match="cannot make a token"):
        MakeToken("x", frozenset({Duty.READ})).do(TokenPerson(program.made.token, "test"))
    other = person(Role.ADMINISTRATOR)
    with pytest.raises(CrossfootError, match="no such token"):
        EndToken(program.made.token.pk).do(other)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "no name"),
        ({"days": 0}, "1 to 366 days"),
        ({"days": 400}, "1 to 366 days"),
        ({"duties": frozenset()}, "choose what it may do"),
    ],
)
def test_a_token_that_cannot_be_is_refused(person, given, words: str) -> None:
    wanted = {"name": "x", "duties": frozenset({Duty.READ}), "days": 9} | given
    with pytest.raises(CrossfootError, match=words):
        MakeToken(**wanted).do(person(Role.VIEWER))


def test_what_a_program_does_is_journaled_as_its_person_by_its_token(person) -> None:
    program = Program(person(Role.ADMINISTRATOR))
    made = program.made.token
    invited = program.post("people", {"email": "new@example.org", "name": "New"})
    assert invited.status_code == 201
    entry = Entry.objects.get(action="accounts.invite", subject=f"user:{invited.json()['person']}")
    assert entry.actor == made.user.reference
    assert entry.origin == f"api 127.0.0.1 token {made.pk}"
    assert entry.request == invited["X-Request-ID"]


def test_tokens_are_made_and_ended_on_a_page(person) -> None:
    from crossfoot.records.accounts.backend import PATH

    li = person(Role.DATA_OWNER, "hefei")
    client = Client()
    client.force_login(li.user, PATH)
    page = client.get("/account/tokens").content.decode()
    assert "enter figures" in page
    assert "manage accounts" not in page
    sent = {"name": "meter reader", "days": "30", "duty": ["enter", "read"]}
    shown = client.post("/account/tokens", sent).content.decode()
    text = re.search(r'value="(crossfoot_[\w-]+)"', shown)
    assert text is not None
    assert text[1] not in client.get("/account/tokens").content.decode()
    program = Client(headers={"Authorization": f"Bearer {text[1]}"})
    assert program.get("/api/v1/me").json()["token"] == "meter reader"
    wrong = client.post("/account/tokens", {"name": "x", "days": "30", "duty": ["approve"]})
    assert (wrong.status_code, "may not approve" in wrong.content.decode()) == (400, True)
    number = Token.objects.get().pk
    assert client.post(f"/account/tokens/{number}/end").status_code == 302
    assert program.get("/api/v1/me").status_code == 401


# -- who may what ------------------------------------------------------------------------------

READERS = set(Role) - {Role.SUPPLIER}
ENTERING = {Role.ESG_MANAGER, Role.DATA_OWNER}
MANAGERS = {Role.ESG_MANAGER}
CHANGERS = {Role.ADMINISTRATOR, Role.ESG_MANAGER}
KEEPERS = {Role.ADMINISTRATOR}
JOURNAL = {Role.ADMINISTRATOR, Role.ESG_MANAGER, Role.ASSURER}
UNIT = {
    "code": "hefei",
    "name_en": "H",
    "name_zh": "合",
    "parent": "cells",
    "valid_from": "2024-01-01",
}

#: method, path, body: status for those who may, who may on the whole, who may on the part "cells";
#: all others get 403, and 404 where they may not even know that it is there
ENDPOINTS: dict[tuple[str, str], tuple[object, int, set[Role], set[Role]]] = {
    ("GET", "me"): (None, 200, set(Role), set(Role)),
    ("GET", "organisation"): (None, 200, READERS, READERS),
    ("PUT", "organisation"): ({"units": [], "day": "2024-01-01"}, 400, CHANGERS, CHANGERS),
    ("GET", "organisation/units/hefei"): (None, 200, READERS, READERS),
    ("PUT", "organisation/units/hefei"): (UNIT, 200, CHANGERS, CHANGERS),
    ("POST", "organisation/units/hefei/close"): (
        {"day": "2024-01-01", "reason": "sold"},
        204,
        CHANGERS,
        CHANGERS,
    ),
    ("GET", "people"): (None, 200, KEEPERS, KEEPERS),
    ("POST", "people"): ({"email": "n@example.org", "name": "N"}, 201, KEEPERS, set()),
    ("POST", "people/0/roles"): ({"role": "viewer"}, 404, KEEPERS, KEEPERS),
    ("DELETE", "people/0/roles/0"): (None, 404, KEEPERS, KEEPERS),
    ("POST", "people/0/hand-over"): (
        {"successor": 1, "day": "2024-01-01"},
        404,
        KEEPERS,
        KEEPERS,
    ),
    ("POST", "people/0/deactivate"): (None, 404, KEEPERS, KEEPERS),
    ("GET", "templates"): (None, 200, READERS, READERS),
    ("GET", "campaigns"): (None, 200, READERS, READERS),
    ("GET", "campaigns/0"): (None, 404, READERS, READERS),
    ("POST", "campaigns"): (
        {
            "template": "nothing",
            "name": "N",
            "start": "2024-01-01",
            "end": "2024-12-31",
            "due": "2025-01-31",
            "units": ["hefei"],
        },
        400,
        MANAGERS,
        MANAGERS,
    ),
    ("GET", "requests"): (None, 200, READERS, READERS),
    ("GET", "requests/0"): (None, 404, READERS, READERS),
    ("GET", "requests/0/cells"): (None, 404, READERS, READERS),
    ("POST", "requests/0/cells"): (
        {"changes": [{"cell": 1, "version": 0, "value": "1"}]},
        404,
        ENTERING,
        ENTERING,
    ),
    ("POST", "requests/steps/submit"): ({"requests": [0]}, 404, READERS, READERS),
    ("POST", "requests/assign"): ({"requests": [0]}, 404, READERS, READERS),
    ("POST", "requests/remind"): ({"requests": [0]}, 404, MANAGERS, MANAGERS),
    ("POST", "requests/0/comments"): ({"text": "x"}, 404, READERS, READERS),
    ("GET", "evidence"): (None, 200, READERS, READERS),
    ("GET", "evidence/0/file"): (None, 404, READERS, READERS),
    ("POST", "evidence/0/uses"): ({"subject": "entry:1"}, 404, ENTERING, ENTERING),
    ("DELETE", "uses/0"): (None, 404, ENTERING, ENTERING),
    ("GET", "notices"): (None, 200, set(Role), set(Role)),
    ("POST", "notices/read"): ({}, 200, set(Role), set(Role)),
    ("GET", "journal"): (None, 200, JOURNAL, set()),
}
#: tried by tests of their own: they take a file, or calculate
ELSEWHERE = {("POST", "evidence"), ("GET", "uses"), ("GET", "facts")}

ENDPOINTS |= MORE
ELSEWHERE |= OTHERS


def test_no_endpoint_is_missing_here() -> None:
    described = {
        (method.upper(), re.sub("{[^}]*}", "0", path.removeprefix("/api/v1/")))
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    tried = {
        (method, re.sub("hefei|cells(?=/f)|submit", "0", path.partition("?")[0]))
        for method, path in {*ENDPOINTS, *ELSEWHERE}
    }
    assert described == tried


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("unit", ["", "cells"])
def test_every_role_on_every_endpoint(person, role: Role, unit: str) -> None:
    program = Program(person(role, unit))
    for (method, path), (body, status, whole, part) in ENDPOINTS.items():
        answer = program.send(method, path, body)
        may = role in (part if unit else whole)
        assert answer.status_code == (status if may else 403), (method, path, answer.content)
        if answer.status_code >= 400:
            document = answer.json()
            assert answer["Content-Type"] == "application/problem+json"
            assert document["title"]
            assert document["status"] == answer.status_code


def test_a_stranger_gets_nothing(client) -> None:
    for (method, path), (body, *_) in ENDPOINTS.items():
        answer = client.generic(
            method, f"/api/v1/{path}", json.dumps(body), content_type="application/json"
        )
        assert answer.status_code == 401, path
    assert Entry.objects.filter(actor="visitor").count() == 0


# -- what it does ------------------------------------------------------------------------------


def test_the_organisation_is_read_as_it_was_and_changed(person) -> None:
    program = Program(person(Role.ADMINISTRATOR))
    change = {**UNIT, "equity": "0.333333333333", "valid_from": "2023-07-01", "reason": "bought"}
    assert program.send("PUT", "organisation/units/hefei", change).status_code == 200
    found = {unit["code"]: unit for unit in program.get("organisation").json()}
    assert found["hefei"]["equity"] == "0.333333333333"
    before = {u["code"]: u for u in program.get("organisation?on=2023-06-30").json()}
    assert before["hefei"]["equity"] == "1"
    units = [unit for unit in program.get("organisation").json() if unit["code"] != "penang"]
    answer = program.send("PUT", "organisation", {"units": units, "day": "2024-01-01"})
    assert answer.json() == {"set": [], "closed": ["penang"]}
    assert "penang" not in organisation_on(date(2024, 1, 1))
    assert program.send("PUT", "organisation/units/other", change).status_code == 404


def test_lists_come_in_pieces_without_gap_or_repeat(person) -> None:
    program = Program(person(Role.ADMINISTRATOR))
    for _ in range(7):
        person(Role.VIEWER)
    seen, after = [], ""
    while True:
        piece = program.get(f"people?limit=3{after}").json()
        assert len(piece["items"]) <= 3
        seen += [each["id"] for each in piece["items"]]
        if piece["next"] is None:
            break
        after = f"&after={piece['next']}"
    assert seen == sorted(User.objects.values_list("pk", flat=True))
    for wrong in ("limit=0", "limit=1001", "after=-1", "after=x"):
        assert program.get(f"people?{wrong}").status_code == 422


def test_an_answer_that_is_known_is_not_sent_again(person) -> None:
    program = Program(person(Role.ADMINISTRATOR))
    first = program.get("organisation")
    again = program.get("organisation", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    program.send("PUT", "organisation/units/hefei", {**UNIT, "region": "CN-AH"})
    changed = program.get("organisation", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert "no-store" not in changed["Cache-Control"]


def test_a_request_that_comes_again_does_nothing_twice(person) -> None:
    program = Program(person(Role.ADMINISTRATOR))
    body = {"email": "new@example.org", "name": "New"}
    first = program.post("people", body, Idempotency_Key="a1")
    again = program.post("people", body, Idempotency_Key="a1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotent-Replay"] == "true"
    assert Entry.objects.filter(action="accounts.invite", actor__startswith="user:").count() == 1
    other = program.post("people", {**body, "name": "Other"}, Idempotency_Key="a1")
    assert (other.status_code, "another request" in other.content.decode()) == (422, True)
    elsewhere = Program(person(Role.ADMINISTRATOR))
    assert elsewhere.post("people", body, Idempotency_Key="a1").json() != first.json()
    assert program.post("people", body, Idempotency_Key="x" * 201).status_code == 400


def test_a_request_that_failed_may_come_again_with_its_key(person) -> None:
    program = Program(person(Role.ADMINISTRATOR))
    wrong = program.post("people", {"email": "new", "name": "N"}, Idempotency_Key="b")
    assert wrong.status_code == 400
    assert not Answered.objects.exists()
    right = program.post("people", {"email": "new@example.org", "name": "N"}, Idempotency_Key="b")
    assert right.status_code == 201


def test_problems_are_said_in_the_language_that_is_asked_for(person) -> None:
    program = Program(person(Role.ADMINISTRATOR))
    answer = program.post("people", {"email": "new", "name": "N"}, Accept_Language="zh-CN")
    assert answer.json()["problems"][0]["what"] == "'new' 不是邮箱地址"
    for body in (None, [], {"email": 1}):
        assert program.post("people", body).status_code in (400, 422)
    assert program.client.post(
        "/api/v1/people", "{", content_type="application/json"
    ).status_code in (400, 422)


def test_reading_writes_nothing_and_asks_no_more_for_more(person) -> None:
    program = Program(person(Role.ADMINISTRATOR))
    for path in (
        "organisation",
        "people",
        "journal",
        "requests",
        "campaigns",
        "evidence",
        "ledger/batches",
        "meters",
        "meters/months?year=2023",
        "jobs",
        "chats",
        "organisation/reporting",
    ):
        found = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert program.get(path).status_code == 200
            changes = [q["sql"] for q in queries if not q["sql"].lstrip("(").startswith("SELECT")]
            assert changes == [], path
            found.append(len(queries))
            person(Role.VIEWER, "hefei")
        assert found[0] == found[1] <= 9, path


def test_evidence_is_added_read_and_guarded(person, settings, tmp_path: Path) -> None:
    settings.WORKSPACE = tmp_path
    owner, other = Program(person(Role.DATA_OWNER, "hefei")), Program(person(Role.VIEWER, "penang"))
    content = b"%PDF-1.4 " + bytes(range(256)) * 10
    made = owner.client.post(
        "/api/v1/evidence",
        {"unit": "hefei", "title": "Bill", "file": SimpleUploadedFile("b.pdf", content)},
    )
    assert made.status_code == 201, made.content
    number = made.json()["id"]
    assert [each["id"] for each in owner.get("evidence").json()["items"]] == [number]
    file = owner.get(f"evidence/{number}/file")
    assert b"".join(file.streaming_content) == content
    assert "attachment" in file["Content-Disposition"]
    assert other.get("evidence").json()["items"] == []
    assert other.get(f"evidence/{number}/file").status_code == 404
    sent = {"unit": "hefei", "file": SimpleUploadedFile("c.pdf", content + b"x")}
    assert other.client.post("/api/v1/evidence", sent).status_code == 403
    assert owner.get("uses?subject=nothing:1").status_code == 400


def test_facts_are_those_of_the_units_that_a_person_reads(person, workspace, settings) -> None:
    settings.WORKSPACE = workspace
    rows = "metric,entity,year,value,unit\n" + "".join(
        f"water.withdrawal,{unit},2023,{value},m3\n"
        for unit, value in (("hefei", 5), ("penang", 7))
    )
    (workspace / "facts").mkdir(exist_ok=True)
    (workspace / "facts" / "water.csv").write_text(rows)
    whole = Program(person(Role.VIEWER)).get("facts?year=2023&basis=entered")
    assert whole.status_code == 200, whole.content
    values = {each["entity"]: each["value"] for each in whole.json()["items"]}
    assert {name: float(value) for name, value in values.items()} == {"hefei": 5, "penang": 7}
    part = Program(person(Role.DATA_OWNER, "cells")).get("facts?year=2023").json()["items"]
    assert {each["entity"] for each in part} <= {"cells", "hefei"}
    assert Program(person(Role.SUPPLIER), frozenset({Duty.ANSWER})).get("facts").status_code == 403
    (workspace / "facts" / "water.csv").write_text(rows.replace("5,m3", "6,m3"))
    changed = Program(person(Role.VIEWER)).get("facts?entity=hefei&basis=entered").json()["items"]
    assert [float(each["value"]) for each in changed] == [6]
    assert "water.csv" in changed[0]["source"]


# -- a campaign from end to end ----------------------------------------------------------------


def test_figures_are_asked_for_entered_and_approved_by_programs(person) -> None:
    from campaigns import WATER, crew, opened

    people = crew(person)
    campaign = opened(people.manager)
    owner, reviewer, approver = (
        Program(each) for each in (people.owner, people.reviewer, people.approver)
    )
    found = owner.get(f"requests?campaign={campaign.pk}&unit=hefei").json()["items"]
    number = next(each["id"] for each in found if each["topic"] == "water")
    cells = owner.get(f"requests/{number}/cells").json()
    cell = next(each for each in cells if each["metric"] == WATER)
    assert (cell["version"], cell["kind"], cell["value"]) == (0, "empty", None)
    change = {"cell": cell["id"], "version": 0, "value": "1,250", "unit": "L"}
    (written,) = owner.post(f"requests/{number}/cells", {"changes": [change]}).json()
    assert (written["version"], written["value"], written["unit"]) == (1, "1.25", "m^3")
    late = owner.post(f"requests/{number}/cells", {"changes": [{**change, "value": "9"}]})
    assert late.status_code == 409
    assert late.json()["conflicts"][0]["value"] == "1.25"
    assert owner.post("requests/steps/approve", {"requests": [number]}).status_code == 403
    for program, step, state in (
        (owner, "submit", "submitted"),
        (reviewer, "review", "reviewed"),
        (approver, "approve", "approved"),
    ):
        (moved,) = program.post(f"requests/steps/{step}", {"requests": [number]}).json()
        assert moved["state"] == state
    shut = owner.post(f"requests/{number}/cells", {"changes": [{**change, "version": 1}]})
    assert shut.status_code == 400
    counts = owner.get(f"campaigns/{campaign.pk}").json()["requests"]
    assert counts["approved"] == 1


def test_units_of_others_are_not_there_for_a_program(person) -> None:
    from campaigns import crew, opened

    people = crew(person)
    campaign = opened(people.manager, units=("hefei", "penang"))
    owner = Program(people.owner)
    seen = owner.get(f"requests?campaign={campaign.pk}&limit=1000").json()["items"]
    assert {each["unit"] for each in seen} == {"hefei"}
    foreign = Program(people.manager).get("requests?unit=penang").json()["items"][0]["id"]
    mine = seen[0]["id"]
    for method, path, body in (
        ("GET", f"requests/{foreign}", None),
        ("GET", f"requests/{foreign}/cells", None),
        ("POST", f"requests/{foreign}/cells", {"changes": [{"cell": 1, "version": 0}]}),
        ("POST", "requests/steps/submit", {"requests": [mine, foreign]}),
        ("POST", f"requests/{foreign}/comments", {"text": "x"}),
    ):
        assert owner.send(method, path, body).status_code == 404, path
    second = opened(people.manager, units=("hefei",), period=Period.year(2023))
    only = Program(person(Role.VIEWER, "penang"))
    assert [each["id"] for each in only.get("campaigns").json()["items"]] == [campaign.pk]
    assert only.get(f"campaigns/{second.pk}").status_code == 404
    counts = only.get(f"campaigns/{campaign.pk}").json()["requests"]
    assert sum(counts.values()) == len(only.get("requests").json()["items"])
