"""The organisation as a tree of entities: the group, its companies, their sites.

Consolidation follows the GHG Protocol Corporate Standard, chapter 3: equity share, financial
control, operational control.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from crossfoot.errors import CrossfootError, Problem
from crossfoot.languages import Text


class Approach(StrEnum):
    """How emissions of partly owned entities are taken into the group's inventory."""

    OPERATIONAL_CONTROL = "operational_control"
    FINANCIAL_CONTROL = "financial_control"
    EQUITY_SHARE = "equity_share"


class FinancialControl(StrEnum):
    """Who directs the financial policies of an entity."""

    FULL = "full"
    JOINT = "joint"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entity:
    """A node of the organisation.

    Attributes:
        id: short stable name, as data files use it.
        name: name in both languages.
        kind: "group", "company", "site" or "department".
        parent: id of the entity that holds it; empty for the root.
        region: where it is, as factors name regions (CN, CN-AH, MY); inherited where empty.
        equity: share of the parent in it, 0 to 1.
        operational_control: whether the parent has the authority over operating policies.
        financial_control: full, joint or none.
    """

    id: str
    name: Text
    kind: str = "site"
    parent: str = ""
    region: str = ""
    equity: Decimal = Decimal(1)
    operational_control: bool = True
    financial_control: FinancialControl = FinancialControl.FULL

    def share(self, approach: Approach) -> Decimal:
        """Share of the entity that its parent accounts for.

        Under financial control a jointly controlled entity counts by its equity share.
        """
        if approach is Approach.EQUITY_SHARE:
            return self.equity
        if approach is Approach.OPERATIONAL_CONTROL:
            return Decimal(1) if self.operational_control else Decimal(0)
        if self.financial_control is FinancialControl.JOINT:
            return self.equity
        return Decimal(1) if self.financial_control is FinancialControl.FULL else Decimal(0)


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds of an entity from one day to another.

    Attributes:
        entity: parent, equity and control during these days.
        start: the first day; None for ever before.
        end: the last day; None for ever after.
        category: number of the scope 3 category in which its emissions of scopes 1 and 2 count
            where its parent does not consolidate it, such as 13 for an asset that is let; empty
            where they do not count at all then.
        category_share: share of them that counts there.
        source: contract or other evidence.
    """

    entity: Entity
    start: date | None = None
    end: date | None = None
    category: str = ""
    category_share: Decimal = Decimal(1)
    source: str = ""

    def covers(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Organisation:
    """The entities of one workspace; exactly one of them has no parent.

    Args:
        entities: the tree as it is in the end.
        where: what to name in problems.
        holdings: what held of entities by date, where that changed or has a rule of its own; an
            entity that has any is held on their days alone. All others are held ever.
    """

    def __init__(
        self,
        entities: Iterable[Entity],
        where: str = "organisation",
        holdings: Iterable[Holding] = (),
    ) -> None:
        self._entities = {entity.id: entity for entity in entities}
        self._holdings: dict[str, tuple[Holding, ...]] = {}
        for each in sorted(holdings, key=lambda one: one.start or date.min):
            id_ = each.entity.id
            self._holdings[id_] = (*self._holdings.get(id_, ()), each)
        self._check(where)

    @property
    def dated(self) -> tuple[Holding, ...]:
        """What was stated by date."""
        return tuple(each for found in self._holdings.values() for each in found)

    def holdings(self, entity: str) -> Sequence[Holding]:
        """What holds of an entity, the earliest first; one open holding where no date is known."""
        return self._holdings.get(entity) or (Holding(self[entity]),)

    def _check(self, where: str) -> None:
        roots = [entity.id for entity in self if not entity.parent]
        problems = [
            Problem(
                f"entity {entity.id!r} has the unknown parent {entity.parent!r}",
                where=where,
                remedy="name an entity of the organisation as parent",
            )
            for entity in (*self, *(each.entity for each in self.dated))
            if entity.parent and entity.parent not in self._entities
        ]
        if not problems and len(roots) != 1:
            problems.append(
                Problem(
                    f"there must be one entity without a parent, not {len(roots)}: {roots}",
                    where=where,
                    remedy="leave the parent of the group empty and name one for all others",
                )
            )
        if problems:
            raise CrossfootError.of(problems)

    def __iter__(self) -> Iterator[Entity]:
        """All entities, in the order of their definition."""
        return iter(self._entities.values())

    def __contains__(self, entity: object) -> bool:
        """Whether an entity has this id."""
        return entity in self._entities

    def __getitem__(self, entity: str) -> Entity:
        """The entity with this id.

        Raises:
            KeyError: there is none.
        """
        return self._entities[entity]

    @property
    def root(self) -> Entity:
        """The entity that holds all others."""
        return next(entity for entity in self if not entity.parent)

    def children(self, entity: str) -> tuple[Entity, ...]:
        """The entities directly below."""
        return tuple(child for child in self if child.parent == entity)

    def below(self, entity: str) -> tuple[Entity, ...]:
        """The entity itself and all below it, parents first."""
        found = [self[entity]]
        for child in self.children(entity):
            found.extend(self.below(child.id))
        return tuple(found)

    def region(self, entity: str) -> str:
        """Region of an entity, or of the nearest holder that states one."""
        node = self[entity]
        while not node.region and node.parent:
            node = self[node.parent]
        return node.region

    def share(self, entity: str, approach: Approach) -> Decimal:
        """Share of the entity in the root's inventory: the product along the chain of holders.

        Half of an 83 % subsidiary's joint venture: 0.83 x 0.5 = 0.415 by equity share.
        """
        share = Decimal(1)
        node = self[entity]
        while node.parent:
            share *= node.share(approach)
            node = self[node.parent]
        return share
