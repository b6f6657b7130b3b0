"""The areas of the API.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations

from crossfoot.client.areas.assurance import AssuranceArea
from crossfoot.client.areas.boundaries import BoundariesArea
from crossfoot.client.areas.campaigns import CampaignsArea
from crossfoot.client.areas.cells import CellsArea
from crossfoot.client.areas.chats import ChatsArea
from crossfoot.client.areas.drafts import DraftsArea
from crossfoot.client.areas.entries import EntriesArea
from crossfoot.client.areas.evidence import EvidenceArea
from crossfoot.client.areas.facts import FactsArea
from crossfoot.client.areas.inventory import InventoryArea
from crossfoot.client.areas.jobs import JobsArea
from crossfoot.client.areas.journal import JournalArea
from crossfoot.client.areas.ledger import LedgerArea
from crossfoot.client.areas.managing import ManagingArea
from crossfoot.client.areas.me import MeArea
from crossfoot.client.areas.meters import MetersArea
from crossfoot.client.areas.notices import NoticesArea
from crossfoot.client.areas.organisation import OrganisationArea
from crossfoot.client.areas.overview import OverviewArea
from crossfoot.client.areas.people import PeopleArea
from crossfoot.client.areas.register import RegisterArea
from crossfoot.client.areas.registers import RegistersArea
from crossfoot.client.areas.reporting import ReportingArea
from crossfoot.client.areas.requests import RequestsArea
from crossfoot.client.areas.sheets import SheetsArea
from crossfoot.client.areas.tasks import TasksArea
from crossfoot.client.transport import Transport


class Areas:
    """All of them, each under its name."""

    def __init__(self, transport: Transport) -> None:
        self.me = MeArea(transport)
        self.organisation = OrganisationArea(transport)
        self.reporting = ReportingArea(transport)
        self.people = PeopleArea(transport)
        self.campaigns = CampaignsArea(transport)
        self.boundaries = BoundariesArea(transport)
        self.managing = ManagingArea(transport)
        self.requests = RequestsArea(transport)
        self.cells = CellsArea(transport)
        self.sheets = SheetsArea(transport)
        self.tasks = TasksArea(transport)
        self.ledger = LedgerArea(transport)
        self.meters = MetersArea(transport)
        self.jobs = JobsArea(transport)
        self.evidence = EvidenceArea(transport)
        self.facts = FactsArea(transport)
        self.overview = OverviewArea(transport)
        self.drafts = DraftsArea(transport)
        self.inventory = InventoryArea(transport)
        self.registers = RegistersArea(transport)
        self.entries = EntriesArea(transport)
        self.register = RegisterArea(transport)
        self.notices = NoticesArea(transport)
        self.chats = ChatsArea(transport)
        self.assurance = AssuranceArea(transport)
        self.journal = JournalArea(transport)
