"""Who may ask the endpoints of ledger, meters and jobs: as `test_api.ENDPOINTS`."""

from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
ENTERING = {Role.ESG_MANAGER, Role.DATA_OWNER}
METER = {
    "code": "M1",
    "site": "nowhere",
    "activity": "electricity.grid",
    "measure": "kWh",
    "valid_from": "2023-01-01",
}
WHY = {"reason": "x"}

_READ = (None, 404, READERS, READERS)
_DO = (WHY, 404, ENTERING, ENTERING)

ENDPOINTS: dict[tuple[str, str], tuple[object, int, set[Role], set[Role]]] = {
    ("GET", "ledger/batches"): (None, 200, READERS, READERS),
    ("GET", "ledger/batches/0"): _READ,
    ("DELETE", "ledger/batches/0"): _DO,
    ("GET", "ledger/batches/0/head"): (None, 404, ENTERING, ENTERING),
    ("POST", "ledger/batches/0/check"): ({"mapping": {}}, 404, ENTERING, ENTERING),
    ("POST", "ledger/batches/0/import"): _DO,
    ("POST", "ledger/batches/0/reverse"): _DO,
    ("GET", "ledger/batches/0/found"): _READ,
    ("GET", "ledger/batches/0/words"): (None, 404, ENTERING, ENTERING),
    ("GET", "ledger/batches/0/totals"): _READ,
    ("GET", "ledger/batches/0/rows"): _READ,
    ("GET", "ledger/batches/0/file"): _READ,
    ("GET", "ledger/mappings"): (None, 200, ENTERING, ENTERING),
    ("GET", "meters"): (None, 200, READERS, READERS),
    ("POST", "meters"): (METER, 400, {Role.ESG_MANAGER, Role.DATA_OWNER}, set()),
    ("GET", "meters/months?year=2023"): (None, 200, READERS, READERS),
    ("GET", "meters/true-ups"): (None, 200, ENTERING, ENTERING),
    ("GET", "meters/0"): _READ,
    ("GET", "meters/0/oddities?year=2023"): _READ,
    ("POST", "meters/0/replace"): (
        {"day": "2023-01-31", "code": "M2"},
        404,
        ENTERING,
        ENTERING,
    ),
    ("PUT", "meters/0"): (METER, 404, ENTERING, ENTERING),
    ("GET", "meters/0/bills"): _READ,
    ("GET", "meters/0/readings"): _READ,
    ("POST", "meters/0/readings"): (
        {"day": "2023-01-31", "value": "1"},
        404,
        ENTERING,
        ENTERING,
    ),
    ("POST", "meters/0/readings/0/withdraw"): _DO,
    ("POST", "meters/0/count"): _DO,
    ("GET", "meters/0/estimates"): _READ,
    ("POST", "meters/0/estimates"): ({"month": "2023-01-01"}, 404, ENTERING, ENTERING),
    ("POST", "meters/0/true-up"): ({"batch": 0}, 404, ENTERING, ENTERING),
    ("GET", "jobs"): (None, 200, set(Role), set(Role)),
    ("GET", "jobs/0"): (None, 404, set(Role), set(Role)),
    ("POST", "jobs/0/stop"): (None, 404, set(Role), set(Role)),
}
#: tried by tests of their own: they take a file
ELSEWHERE = {("POST", "ledger/batches")}
