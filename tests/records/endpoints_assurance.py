from __future__ import annotations

from crossfoot.records.roles import Role

READERS = set(Role) - {Role.SUPPLIER}
MANAGING = {Role.ESG_MANAGER}
TEAM = {Role.ASSURER}

_ENGAGEMENT = {
    "name": "2024",
    "standard": "isae3000",
    "level": "limited",
    "start": "2024-01-01",
    "end": "2024-12-31",
    "metrics": [],
}
_INQUIRY = {"title": "Bills", "unit": "hefei", "due": "2025-03-01"}
_SAMPLE = {"name": "water.use", "method": "random", "size": 1, "seed": "x"}
_MATERIAL = {"metric": "water.use", "measure": "amount", "value": "5"}
_MISSTATEMENT = {"kind": "factual", "metric": "water.use", "amount": "5", "text": "x"}

ENDPOINTS = {
    ("GET", "engagements"): (None, 200, READERS, READERS),
    ("POST", "engagements"): (_ENGAGEMENT, 400, MANAGING, set()),
    ("PUT", "engagements/0/scope"): ({"metrics": [], "team": []}, 404, MANAGING, MANAGING),
    ("PUT", "engagements/0/conclusion"): ({"opinion": "x"}, 404, TEAM, TEAM),
    ("POST", "engagements/0/close"): ({}, 404, MANAGING, MANAGING),
    ("POST", "engagements/0/reopen"): ({"why": "x"}, 404, MANAGING, MANAGING),
    ("PUT", "engagements/0/materiality"): (_MATERIAL, 404, TEAM, TEAM),
    ("GET", "engagements/0/sums"): (None, 404, READERS, READERS),
    ("GET", "engagements/0/inquiries"): (None, 404, READERS, READERS),
    ("POST", "engagements/0/inquiries"): (_INQUIRY, 404, TEAM, TEAM),
    ("POST", "inquiries/0/steps"): ({"step": "answer", "text": "x"}, 404, READERS, READERS),
    ("GET", "engagements/0/samples"): (None, 404, READERS, READERS),
    ("POST", "engagements/0/samples"): (_SAMPLE, 404, TEAM, TEAM),
    ("GET", "samples/0/lines"): (None, 404, READERS, READERS),
    ("PUT", "samples/lines/0"): ({"result": "agreed"}, 404, TEAM, TEAM),
    ("POST", "samples/0/projection"): ({}, 404, TEAM, TEAM),
    ("GET", "engagements/0/misstatements"): (None, 404, READERS, READERS),
    ("POST", "engagements/0/misstatements"): (_MISSTATEMENT, 404, TEAM, TEAM),
    ("POST", "misstatements/0/settle"): ({"why": "x"}, 404, TEAM, TEAM),
    ("PUT", "criteria/0"): ({"text": "x", "text_zh": ""}, 404, MANAGING, MANAGING),
}
