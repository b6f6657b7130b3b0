"""Templates of campaigns: data files that say which figures are asked of whom, and how often.

    title: {en: Monthly environment, zh: 月度环境数据}
    length: month                     # of the campaign: year, quarter or month
    threshold: 30                     # percent of change that asks for an explanation
    metrics:
      energy.electricity.purchased: {kinds: [site]}
      workforce.headcount: {by: [gender, age_group=under_30|30-50|over_50]}
      energy.direct: {each: month, optional: yes}
      safety.fatalities: {evidence: yes, hint: {en: With the report., zh: 附事故报告。}}
    reminders: {before: [5, 1], due: yes, after: [2, 5], escalate: 5}   # working days

Those that come with Crossfoot lie in `templates/` beside this; a workspace adds its own in its
folder `campaigns/`, or on the pages (`stored`), where each change is a version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from crossfoot.definitions.section import Section, did_you_mean
from crossfoot.errors import CrossfootError, Problem
from crossfoot.facts.fact import Dimensions
from crossfoot.languages import Text
from crossfoot.metrics.catalogue import Catalogue, catalogue
from crossfoot.metrics.dimensions import dimensions
from crossfoot.quantities.periods import Period
from crossfoot.records.collection.reminders import Rule, read_rule

BUILT_IN = Path(__file__).parent / "templates"

#: months of a campaign, and of the parts into which it may be cut
LENGTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}

LENGTH_NAMES = {
    "year": Text("Year", "年度"),
    "half": Text("Half-year", "半年度"),
    "quarter": Text("Quarter", "季度"),
    "month": Text("Month", "月度"),
}

#: how an item of `by` calls the figure without a breakdown
WHOLE = "whole"

_KEYS = ("title", "length", "threshold", "instructions", "reminders", "metrics")
_LINE_KEYS = ("by", "each", "kinds", "optional", "threshold", "hint", "evidence")


@dataclass(frozen=True, slots=True)
class Line:
    """One metric that is asked for.

    Attributes:
        metric: id in the catalogue.
        breakdowns: each a figure of its own; one without members is the whole.
        each: length of the figures' periods; that of the campaign where empty.
        kinds: kinds of unit that are asked; all where empty.
        required: a request cannot be submitted without it.
        threshold: percent of change that asks for an explanation; None for never.
        hint: what owners must know.
        evidence: a value needs evidence before the request can be submitted.
    """

    metric: str
    breakdowns: tuple[str, ...] = ("",)
    each: str = ""
    kinds: tuple[str, ...] = ()
    required: bool = True
    threshold: Decimal | None = None
    hint: Text = field(default_factory=lambda: Text("", ""))
    evidence: bool = False

    def periods(self, whole: Period) -> list[Period]:
        """The periods of the figures inside that of the campaign."""
        return whole.parts(LENGTHS[self.each]) if self.each else [whole]

    def to_json(self) -> dict[str, Any]:
        """As a campaign keeps it."""
        kept = asdict(self)
        kept["threshold"] = "" if self.threshold is None else str(self.threshold)
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Line:
        """What `to_json` wrote."""
        return cls(
            metric=kept["metric"],
            breakdowns=tuple(kept["breakdowns"]),
            each=kept["each"],
            kinds=tuple(kept["kinds"]),
            required=kept["required"],
            threshold=Decimal(kept["threshold"]) if kept["threshold"] else None,
            hint=Text(kept["hint"]["en"], kept["hint"]["zh"]),
            evidence=kept.get("evidence", False),
        )


@dataclass(frozen=True, slots=True)
class CampaignTemplate:
    """What a kind of campaign asks for.

    Attributes:
        id: the name of its file without the ending.
        title: title in both languages.
        length: year, half, quarter or month.
        lines: the metrics, in the order of the file.
        instructions: what owners must know.
        reminders: when who is reminded; None for the usual rule.
        version: as the pages number it; 0 for one that is a file.
    """

    id: str
    title: Text
    length: str
    lines: tuple[Line, ...]
    instructions: Text = field(default_factory=lambda: Text("", ""))
    reminders: Rule | None = None
    version: int = 0

    def lines_of(self, kind: str) -> tuple[Line, ...]:
        """The metrics that a unit of a kind is asked for."""
        return tuple(line for line in self.lines if not line.kinds or kind in line.kinds)


def templates(own: Path | None = None) -> dict[str, CampaignTemplate]:
    """All templates by id; one of the workspace stands before one of its name that ships.

    Args:
        own: the workspace's folder of templates; left out where there is none.

    Raises:
        CrossfootError: with every mistake in the files, each by its line.
    """
    found = {path.stem: path for path in sorted(BUILT_IN.glob("*.yaml"))}
    if own is not None and own.is_dir():
        found |= {path.stem: path for path in sorted(own.glob("*.yaml"))}
    return {id_: read_template(path) for id_, path in found.items()}


def own_templates() -> dict[str, CampaignTemplate]:
    """The templates of the workspace that is served: files, those that ship, and the pages' own."""
    from django.conf import settings

    from crossfoot.records.collection.stored import overlaid

    return overlaid(templates(Path(settings.WORKSPACE) / "campaigns"))


def read_template(path: Path, name: str = "") -> CampaignTemplate:
    """One template.

    Args:
        path: its file; the name without the ending is its id.
        name: what messages call the file.

    Raises:
        CrossfootError: with every mistake in the file, each by its line.
    """
    problems: list[Problem] = []
    whole = Section.of_file(path, problems, name or path.name)
    whole.only(_KEYS)
    length = whole.choice("length", LENGTHS)
    usual = whole.decimal("threshold") if "threshold" in whole else None
    lines = tuple(
        _line(metric, section, usual, length)
        for metric, section in whole.section("metrics").sections()
    )
    template = CampaignTemplate(
        id=path.stem,
        title=whole.both("title"),
        length=length,
        lines=lines,
        instructions=whole.both("instructions") if "instructions" in whole else Text("", ""),
        reminders=read_rule(whole.section("reminders")) if "reminders" in whole else None,
    )
    if problems:
        raise CrossfootError.of(problems)
    return template


def _line(metric: str, section: Section, usual: Decimal | None, length: str) -> Line:
    section.only(_LINE_KEYS)
    _check_metric(metric, section, catalogue())
    each = section.choice("each", LENGTHS) if "each" in section else ""
    if each and length and (LENGTHS[length] % LENGTHS[each] or each == length):
        section.problem(f"a {length} is not made of several of a {each}", "each")
    by = section.texts("by") or (WHOLE,)
    found = [str(each_) for item in by for each_ in _breakdowns(metric, item, section)]
    return Line(
        metric=metric,
        breakdowns=tuple(dict.fromkeys(found)),
        each=each,
        kinds=section.texts("kinds"),
        required=not section.flag("optional"),
        threshold=section.decimal("threshold") if "threshold" in section else usual,
        hint=section.both("hint") if "hint" in section else Text("", ""),
        evidence=section.flag("evidence"),
    )


def _check_metric(id_: str, section: Section, known: Catalogue) -> None:
    metric = known.get(id_)
    if metric is None:
        remedy = did_you_mean(id_, (each.id for each in known))
        section.problem(f"the metric {id_!r} is not in the catalogue", remedy=remedy)
    elif metric.formula is not None:
        section.problem(
            f"{id_!r} has a formula", why="it is computed", remedy="Ask for what it is made of."
        )


def _breakdowns(metric: str, item: str, section: Section) -> Iterator[Dimensions]:
    """The figures that an item of `by` names: `gender & age_group=under_30|30-50`."""
    if item == WHOLE:
        yield Dimensions()
        return
    known = catalogue().get(metric)
    parts: list[list[tuple[str, str]]] = []
    for part in item.split("&"):
        name, _, chosen = (text.strip() for text in part.partition("="))
        table = dimensions()
        if name not in table or (known is not None and not known.allows(name)):
            section.problem(f"{metric!r} has no breakdown {name!r}", "by")
            return
        members = [each.strip() for each in chosen.split("|")] if chosen else table[name].members
        for member in members:
            if member not in table[name].members and not table[name].open:
                remedy = did_you_mean(member, table[name].members)
                section.problem(f"{member!r} is no member of {name!r}", "by", remedy=remedy)
        parts.append([(name, member) for member in members])
    for pairs in product(*parts):
        yield Dimensions(pairs)
