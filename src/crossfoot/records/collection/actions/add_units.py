"""Ask further units for the figures of a campaign that is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from crossfoot.errors import CrossfootError
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.actions.open_campaign import check_once, check_there
from crossfoot.records.collection.actions.requests import campaign_of, open_campaign_of
from crossfoot.records.collection.asking import Asking
from crossfoot.records.collection.models import Request
from crossfoot.records.collection.notices import tell_opened
from crossfoot.records.messages import problem
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class AddUnits(Action[tuple[Request, ...]]):
    """They are asked what the others are, by the template as it was when the campaign was opened.

    Attributes:
        campaign: its id.
        units: codes of the units.
        due: the day by which they must submit; that of the campaign where None.
        known: facts from which the figures of the period before are taken.
    """

    verb = "collection.add_units"
    stream = "collection"
    campaign: int
    units: tuple[str, ...]
    due: date | None = None
    known: FactSet | None = field(default=None, repr=False)

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns on them; none of them is asked already."""
        campaign = open_campaign_of(self.campaign)
        for unit in self.units or ("",):
            by.require(Duty.RUN_CAMPAIGNS, unit)
        check_there(self.units, campaign.end)
        if len(set(self.units)) != len(self.units):
            raise CrossfootError(problem(Text("a unit is named twice", "单位重复")))
        check_once(campaign.template, campaign.period, self.units)

    def change(self, by: Actor) -> Done[tuple[Request, ...]]:
        """Write their requests, and tell their owners."""
        campaign = campaign_of(self.campaign)
        if self.due:
            campaign.due = self.due  # of the new requests alone: the campaign is not saved
        asked = Asking(campaign, self.known, by.reference).ask(self.units)
        tell_opened(campaign, asked, chats=False)
        content = {"units": list(self.units), "requests": len(asked)}
        return Done(tuple(asked), campaign.reference, content)
