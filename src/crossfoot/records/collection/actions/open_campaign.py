"""Open a campaign: ask units for the figures of a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from crossfoot.errors import CrossfootError
from crossfoot.facts.selection import FactSet
from crossfoot.languages import Text
from crossfoot.quantities.periods import Period
from crossfoot.records.actions import Action, Actor, Done
from crossfoot.records.collection.actions.requests import campaign_of
from crossfoot.records.collection.asking import Asking
from crossfoot.records.collection.copying import asked_by, take_over
from crossfoot.records.collection.models import Campaign, Request
from crossfoot.records.collection.notices import tell_opened
from crossfoot.records.collection.templates import LENGTH_NAMES, LENGTHS, CampaignTemplate
from crossfoot.records.messages import language, problem
from crossfoot.records.organisation.as_of import organisation_on
from crossfoot.records.organisation.fiscal import first_month_of, named
from crossfoot.records.organisation.names import unit_called
from crossfoot.records.roles import Duty


@dataclass(frozen=True)
class OpenCampaign(Action[Campaign]):
    """Each unit gets a request per topic, with a cell for each figure that the template names.

    Attributes:
        template: what is asked for.
        name: as pages show it; template and period where it is empty.
        period: as long as the template says.
        units: codes of the units that are asked.
        due: the day by which all must be submitted.
        instructions: what owners must know; those of the template where empty.
        excluded: units that a metric leaves out, with the reason, by metric.
        known: facts from which the figures of the period before are taken.
        like: id of a campaign whose boundaries and people are taken over, where they still fit.
    """

    verb = "collection.open_campaign"
    stream = "collection"
    template: CampaignTemplate
    name: Text | str
    period: Period
    units: tuple[str, ...]
    due: date
    instructions: Text | str = ""
    excluded: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: FactSet | None = field(default=None, repr=False)
    like: int | None = None

    def check(self, by: Actor) -> None:
        """Whoever runs campaigns on every unit that is asked."""
        for unit in self.units or ("",):
            by.require(Duty.RUN_CAMPAIGNS, unit)
        if self.period.month_count != LENGTHS[self.template.length]:
            raise CrossfootError(
                problem(
                    Text(
                        "{period} is no {length}, which the template asks for",
                        "{period} 不是模板要求的{length}期间",
                    ),
                    period=self.period.label(language()),
                    length=LENGTH_NAMES[self.template.length][language()].lower(),
                )
            )
        check_there(self.units, self.period.end)
        check_once(self.template.id, self.period, self.units)
        if self.like is not None:
            for unit in asked_by(campaign_of(self.like)):
                by.require(Duty.READ, unit)

    def _usual_name(self, first_month: int) -> Text:
        title, period = self.template.title, named(self.period, first_month)
        return Text(f"{title.en} · {period.en}", f"{title.zh} · {period.zh}")

    def change(self, by: Actor) -> Done[Campaign]:
        """Write the campaign, its requests and their cells."""
        first_month = self._first_month()
        name = _both(self.name) or self._usual_name(first_month)
        words = _both(self.instructions) or self.template.instructions
        campaign = Campaign.objects.create(
            name=name.en,
            name_zh=name.zh,
            template=self.template.id,
            content=[line.to_json() for line in self.template.lines],
            start=self.period.start,
            end=self.period.end,
            due=self.due,
            instructions=words.en,
            instructions_zh=words.zh,
            opened_by=by.reference,
            opened_at=timezone.now(),
            version=self.template.version,
            first_month=first_month,
            reminders=self.template.reminders.to_json() if self.template.reminders else {},
        )
        asking = Asking(campaign, self.known, by.reference)
        asked = asking.ask(self.units)
        asking.exclude(self.excluded)
        if self.like is not None:
            take_over(campaign_of(self.like), campaign, asking)
        tell_opened(campaign, asked)
        return Done(
            campaign,
            campaign.reference,
            {
                "name": campaign.name,
                "template": campaign.template,
                "version": campaign.version,
                "period": str(self.period),
                "due": self.due.isoformat(),
                "units": list(self.units),
                "requests": len(asked),
                "excluded": {metric: dict(units) for metric, units in self.excluded.items()},
            },
        )

    def _first_month(self) -> int:
        """Of the units' fiscal year, for the name of the period; that of January where mixed."""
        try:
            return first_month_of(self.units, self.period.end, organisation_on(self.period.end))
        except CrossfootError:
            return 1


def check_there(units: tuple[str, ...], day: date) -> None:
    """Units are chosen, and are there on a day.

    Raises:
        CrossfootError: one is not, or none was chosen.
    """
    organisation = organisation_on(day)
    unknown = [unit for unit in units if unit not in organisation]
    if unknown or not units:
        raise CrossfootError(
            problem(
                Text("there is no unit {units} on {day}", "{day} 没有单位 {units}")
                if unknown
                else Text("no unit was chosen", "尚未选择单位"),
                remedy=Text("choose units of that day", "请选择当日存在的单位"),
                units=", ".join(map(repr, unknown)),
                day=day,
            )
        )


def check_once(template: str, period: Period, units: tuple[str, ...]) -> None:
    """A unit is asked once; what was left out or approved is reopened, not asked again.

    Raises:
        CrossfootError: one of them is asked already for the period by the template.
    """
    again = Request.objects.filter(
        campaign__template=template,
        campaign__start=period.start,
        campaign__end=period.end,
        unit__code__in=units,
    ).select_related("campaign", "unit")
    first = again.first()
    if first is not None:
        raise CrossfootError(
            problem(
                Text(
                    "{unit} is asked already, by “{campaign}”",
                    "{unit} 已在“{campaign}”中填报",
                ),
                remedy=Text(
                    "leave the unit out; to correct figures, reopen its requests",
                    "请去掉该单位；如需更正数据，请重新开放其填报单",
                ),
                unit=unit_called(first.unit.code, language()),
                campaign=first.campaign.title[language()],
            )
        )


def _both(text: Text | str) -> Text | None:
    """What a person wrote, for readers of both languages; None where they wrote nothing."""
    found = text if isinstance(text, Text) else Text(text.strip(), text.strip())
    return found if found.en else None
