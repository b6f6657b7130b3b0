"""The typed client: broken lines, known answers, refusals, files; and against the live server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from campaigns import WATER, Crew, crew, opened
from crossfoot.client import Client, ConflictError, JobError, MissingError, RefusedError
from crossfoot.client.models import CellChange
from crossfoot.errors import CrossfootError
from crossfoot.records.accounts.actions.make_token import MakeToken
from crossfoot.records.accounts.models import Answered
from crossfoot.records.accounts.person import Person
from crossfoot.records.jobs import starting
from crossfoot.records.jobs.running import run
from crossfoot.records.journal.models import Entry
from crossfoot.records.organisation.actions.import_organisation import ImportOrganisation
from crossfoot.records.roles import Duty
from ledgers import FEBRUARY, JANUARY, rows_file
from test_pages import TREE

JOB = {
    "id": 3,
    "kind": "ledger.check",
    "subject": "batch:1",
    "label": "bills.csv",
    "by": "user:1",
    "created_at": "2024-01-31T10:00:00Z",
    "ended_at": None,
    "message": "",
    "total": 10,
}


class Answers:
    """A server that gives prepared answers, one after the other, and keeps what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers: Iterator[httpx.Response | Exception] = iter(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer


def client_of(server: Answers, waits: list[float] | None = None) -> Client:
    sleep: Callable[[float], None] = (waits if waits is not None else []).append
    return Client("http://here/", "t", http=httpx.MockTransport(server), sleep=sleep)


def said(document: object, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=document, headers=headers)


# -- requests and answers ----------------------------------------------------------------------


def test_a_request_is_made_again_under_its_key_where_a_line_broke() -> None:
    waits: list[float] = []
    done = said({"email": False})
    server = Answers(httpx.ConnectError("gone"), httpx.Response(503), httpx.ReadError("cut"), done)
    assert client_of(server, waits).me.choose(email=False).email is False
    assert len({each.headers["Idempotency-Key"] for each in server.asked}) == 1
    assert {each.content for each in server.asked} == {b'{"email":false}'}
    assert len(waits) == 3
    assert waits == sorted(waits)
    again = Answers(said({"email": True}))
    client_of(again).me.choose(email=True)
    assert again.asked[0].headers["Idempotency-Key"] != server.asked[0].headers["Idempotency-Key"]


def test_the_server_says_how_long_to_wait() -> None:
    waits: list[float] = []
    busy = httpx.Response(429, headers={"Retry-After": "7"})
    client_of(Answers(busy, said({"email": True})), waits).me.telling()
    assert waits == [7.0]


def test_what_the_server_refuses_is_not_asked_again() -> None:
    problem = {"what": "'x' is no number", "where": "value", "why": "", "remedy": "correct it"}
    document = {"title": "The request cannot be used", "status": 400, "problems": [problem]}
    server = Answers(said(document, 400))
    with pytest.raises(RefusedError) as caught:
        client_of(server).me.telling()
    (found,) = caught.value.problems
    assert (found.what, found.where, found.remedy) == ("'x' is no number", "value", "correct it")
    assert isinstance(caught.value, CrossfootError)
    assert (caught.value.status, len(server.asked)) == (400, 1)
    with pytest.raises(MissingError, match="There is no such thing"):
        client_of(Answers(said({"title": "There is no such thing"}, 404))).jobs.get(1)
    conflict = said({"title": "quicker", "conflicts": [{"cell": 1}]}, 409)
    with pytest.raises(ConflictError) as lost:
        client_of(Answers(conflict)).requests.set_cells(1, changes=[])
    assert [each["cell"] for each in lost.value.conflicts] == [1]
    with pytest.raises(RefusedError, match="Bad Request"):
        client_of(Answers(httpx.Response(400, text="<html>a proxy</html>"))).me.telling()


def test_a_server_that_cannot_be_reached_is_given_up() -> None:
    server = Answers(*[httpx.ConnectError("refused")] * 5)
    with pytest.raises(RefusedError, match="cannot be reached") as caught:
        client_of(server).me.telling()
    assert (caught.value.status, len(server.asked)) == (0, 5)


def test_an_answer_that_is_known_is_asked_for_by_its_tag() -> None:
    first = said({"email": True}, ETag='"a"')
    server = Answers(first, httpx.Response(304), said({"email": False}, ETag='"b"'))
    client = client_of(server)
    assert [client.me.telling().email for _ in range(3)] == [True, True, False]
    tags = [each.headers.get("If-None-Match") for each in server.asked]
    assert tags == [None, '"a"', '"a"']


def test_a_list_is_fetched_piece_by_piece_as_it_is_read() -> None:
    pieces = [
        said({"items": [{**JOB, "id": n, "state": "done", "ended": True, "done": 1}], "next": n})
        for n in (1, 2)
    ]
    server = Answers(*pieces, said({"items": [], "next": None}))
    found = client_of(server).jobs.all(subject="batch:1", limit=1)
    assert server.asked == []
    assert next(found).id == 1
    assert len(server.asked) == 1
    assert [each.id for each in found] == [2]
    queries = [dict(each.url.params) for each in server.asked]
    assert [each.get("after") for each in queries] == [None, "1", "2"]
    assert {each["subject"] for each in queries} == {"batch:1"}


def test_a_file_is_sent_again_whole_and_tells_how_much_was_sent(tmp_path: Path) -> None:
    file = tmp_path / "账单.csv"
    file.write_bytes(b"0123456789" * 20_000)
    told: list[tuple[int, int]] = []
    server = Answers(httpx.Response(502), httpx.Response(418))
    with pytest.raises(RefusedError):
        client_of(server).ledger.receive(
            file, unit="hefei", estimated=True, progress=lambda *at: told.append(at)
        )
    assert [each.content.count(b"0123456789") for each in server.asked] == [20_000, 20_000]
    assert b"true" in server.asked[1].content
    assert told[-1] == (200_000, 200_000)
    assert [at for at, _ in told] != [200_000]


def test_a_file_is_fetched_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "bills.csv"
    target.write_text("before")
    server = Answers(httpx.ReadError("cut"), httpx.Response(200, content=b"after"))
    assert client_of(server).ledger.original(3, target) == target
    assert target.read_text() == "after"
    with pytest.raises(MissingError):
        client_of(Answers(said({}, 404))).ledger.original(3, target)
    assert (target.read_text(), list(tmp_path.iterdir())) == ("after", [target])


def test_a_job_is_waited_for_and_its_failure_is_an_error() -> None:
    def states(*names: str) -> list[httpx.Response]:
        ended = ("done", "failed")
        return [
            said({**JOB, "state": name, "ended": name in ended, "done": at, "message": "no room"})
            for at, name in enumerate(names)
        ]

    told: list[tuple[int, int]] = []
    server = Answers(*states("waiting", "running", "done"))
    job = client_of(server).wait(3, lambda *at: told.append(at))
    assert (job.state, told) == ("done", [(0, 10), (1, 10), (2, 10)])
    with pytest.raises(JobError, match="no room") as caught:
        client_of(Answers(*states("running", "failed"))).wait(job)
    assert (caught.value.job, caught.value.state) == (3, "failed")
    with pytest.raises(TimeoutError):
        client_of(Answers(*states("running", "running"))).wait(3, longest=-1)


# -- the live server ---------------------------------------------------------------------------


@pytest.fixture
def people(person, workspace: Path, settings, root, transactional_db) -> Crew:
    settings.WORKSPACE = workspace
    ImportOrganisation(TREE, date(2020, 1, 1)).do(root)
    return crew(person)


def connected(live_server, person: Person) -> Client:
    own = frozenset(duty for duty in Duty if person.may_somewhere(duty))
    return Client(live_server.url, MakeToken("test", own).do(person).text)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """What is closed after the test."""
    with ExitStack() as found:
        yield found


def test_figures_are_pushed_approved_and_read_as_facts(
    live_server, people: Crew, stack: ExitStack
) -> None:
    campaign = opened(people.manager)
    owner, reviewer, approver = (
        stack.enter_context(connected(live_server, each))
        for each in (people.owner, people.reviewer, people.approver)
    )
    (request,) = owner.requests.all(campaign=campaign.pk, unit="hefei", topic="water")
    (cell,) = [each for each in owner.requests.cells(request.id) if each.metric == WATER]
    change = CellChange(cell.id, cell.version, value="1,250.5", unit="L")
    (written,) = owner.requests.set_cells(request.id, changes=[change])
    assert (written.value, written.unit, written.version) == (Decimal("1.2505"), "m^3", 1)
    with pytest.raises(ConflictError) as lost:
        owner.requests.set_cells(request.id, changes=[replace(change, value="9")])
    assert lost.value.conflicts[0]["version"] == 1
    for program, step in ((owner, "submit"), (reviewer, "review"), (approver, "approve")):
        (moved,) = program.requests.take_step(step, requests=[request.id])
    assert moved.state == "approved"
    facts = list(owner.facts.all(metric=WATER, entity="hefei", year=2024, basis="entered"))
    assert [(fact.value, fact.unit, fact.start) for fact in facts] == [
        (Decimal("1.2505"), "m^3", date(2024, 1, 1))
    ]
    known = list(owner.facts.all(metric=WATER, entity="hefei", year=2024, basis="entered"))
    assert known == facts


def test_a_file_of_rows_goes_from_a_program_to_the_ledger(
    live_server, people: Crew, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(starting, "launch", run)  # here, not in a process of its own
    file = rows_file(tmp_path, JANUARY, FEBRUARY)
    told: list[tuple[int, int]] = []
    with connected(live_server, people.manager) as manager:
        batch = manager.import_rows(file, reason="bills", progress=lambda *at: told.append(at))
        assert (batch.state, batch.rows) == ("standing", 2)
        assert told
        rows = list(manager.ledger.rows(batch.id, limit=1))
        assert [(row.quantity, row.source) for row in rows] == [("1200.5", "M1"), ("900", "M1")]
        back = manager.ledger.original(batch.id, tmp_path / "back.csv")
        assert back.read_bytes() == file.read_bytes()
        with pytest.raises(CrossfootError, match="imported on"):
            manager.import_rows(file)
        wrong = rows_file(tmp_path, ("nowhere", *JANUARY[1:]), name="wrong.csv")
        with pytest.raises(CrossfootError, match="row 2"):
            manager.import_rows(wrong)
        assert [each.state for each in manager.ledger.batches()] == ["standing"]
        assert manager.ledger.reverse(batch.id, reason="sent by mistake").state == "reversed"


def test_a_request_that_arrived_although_its_answer_was_lost_is_done_once(
    live_server, people: Crew, stack: ExitStack
) -> None:
    campaign = opened(people.manager)
    own = frozenset({Duty.READ, Duty.ENTER})
    token = MakeToken("test", own).do(people.owner).text
    line = stack.enter_context(httpx.HTTPTransport())
    asked: list[str] = []

    def lossy(request: httpx.Request) -> httpx.Response:
        answer = line.handle_request(request)
        asked.append(request.method)
        if request.method == "POST" and asked.count("POST") == 1:
            answer.read()
            raise httpx.ReadError("the line broke before the answer")
        return answer

    with Client(live_server.url, token, http=httpx.MockTransport(lossy), sleep=[].append) as client:
        (request,) = client.requests.all(campaign=campaign.pk, unit="hefei", topic="water")
        (cell,) = [each for each in client.requests.cells(request.id) if each.metric == WATER]
        (written,) = client.requests.set_cells(
            request.id, changes=[CellChange(cell.id, 0, value="7")]
        )
    assert (written.version, asked.count("POST")) == (1, 2)
    assert Entry.objects.filter(action="collection.set_cells").count() == 1
    assert json.loads(Answered.objects.get().body)[0]["version"] == 1
