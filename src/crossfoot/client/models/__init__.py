"""What the API takes and gives.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from crossfoot.client.models.assurance import (
    Engagement,
    Inquiry,
    InquiryStep,
    Level,
    Line,
    Measure,
    Method,
    MethodOf,
    MetricSum,
    Misstatement,
    MisstatementKind,
    Result,
    Sample,
    Source,
    Stratum,
)
from crossfoot.client.models.boundaries import Boundary, LeftOut
from crossfoot.client.models.campaigns import Campaign, Template
from crossfoot.client.models.cells import Event, Version
from crossfoot.client.models.chats import Chat
from crossfoot.client.models.drafts import Cause, Change, Draft, Finding, TieOut
from crossfoot.client.models.evidence import Document, Revision, Use
from crossfoot.client.models.facts import Basis, Fact
from crossfoot.client.models.inventory import (
    Inventory,
    InventoryLine,
    InventoryLines,
    InventoryPart,
    InventorySum,
    KeptInventory,
    UnresolvedRows,
)
from crossfoot.client.models.journal import Entry
from crossfoot.client.models.ledger import Found, Head, Remembered, Row, RowProblem, Total, Word
from crossfoot.client.models.managing import Counted, TemplateText, TemplateVersion
from crossfoot.client.models.me import Duty, Feed, Me, Telling, Token
from crossfoot.client.models.meters import (
    Bill,
    Days,
    Meter,
    MeterMonths,
    Month,
    MonthStatus,
    Oddity,
    Part,
    Reading,
    TrueUp,
    Waiting,
)
from crossfoot.client.models.notices import Notice, SeenNow
from crossfoot.client.models.organisation import FinancialControl, TreeChange, Unit, UnitState
from crossfoot.client.models.overview import Headline, Node, Overview, Past, Target
from crossfoot.client.models.people import Grant, Person, Role
from crossfoot.client.models.reporting import FiscalYear, Rule, Taken
from crossfoot.client.models.requests import Reminded
from crossfoot.client.models.shared import (
    Batch,
    BatchState,
    Cell,
    CellChange,
    Invitation,
    Job,
    JobState,
    Kind,
    Request,
    State,
)
from crossfoot.client.models.sheets import Sheet
from crossfoot.client.models.tasks import Due

__all__ = [
    "Basis",
    "Batch",
    "BatchState",
    "Bill",
    "Boundary",
    "Campaign",
    "Cause",
    "Cell",
    "CellChange",
    "Change",
    "Chat",
    "Counted",
    "Days",
    "Document",
    "Draft",
    "Due",
    "Duty",
    "Engagement",
    "Entry",
    "Event",
    "Fact",
    "Feed",
    "FinancialControl",
    "Finding",
    "FiscalYear",
    "Found",
    "Grant",
    "Head",
    "Headline",
    "Inquiry",
    "InquiryStep",
    "Inventory",
    "InventoryLine",
    "InventoryLines",
    "InventoryPart",
    "InventorySum",
    "Invitation",
    "Job",
    "JobState",
    "KeptInventory",
    "Kind",
    "LeftOut",
    "Level",
    "Line",
    "Me",
    "Measure",
    "Meter",
    "MeterMonths",
    "Method",
    "MethodOf",
    "MetricSum",
    "Misstatement",
    "MisstatementKind",
    "Month",
    "MonthStatus",
    "Node",
    "Notice",
    "Oddity",
    "Overview",
    "Part",
    "Past",
    "Person",
    "Reading",
    "Remembered",
    "Reminded",
    "Request",
    "Result",
    "Revision",
    "Role",
    "Row",
    "RowProblem",
    "Rule",
    "Sample",
    "SeenNow",
    "Sheet",
    "Source",
    "State",
    "Stratum",
    "Taken",
    "Target",
    "Telling",
    "Template",
    "TemplateText",
    "TemplateVersion",
    "TieOut",
    "Token",
    "Total",
    "TreeChange",
    "TrueUp",
    "Unit",
    "UnitState",
    "UnresolvedRows",
    "Use",
    "Version",
    "Waiting",
    "Word",
]
