"""Members of a metric's dimensions that a label and its groups name."""

from __future__ import annotations

from collections.abc import Sequence

from crossfoot.metrics.dimensions import dimensions
from crossfoot.reading.concepts import AGE, LIGHT, SITE, Terms, concepts_of
from crossfoot.reading.label_context import Parsed
from crossfoot.reading.lexicon import Lexicon, Member, Pattern

#: breakdowns whose members a label names together where it means all of them
_OPEN_TO_BOTH = frozenset(("impact", "gender", "topic"))
#: what a group says of the words below it: "Sales" by function is the staff of sales
_SAID_ABOVE = frozenset(("level_word",))
#: breakdowns that hold for what is done with the thing in the row above: members of others stand
#: beside each other ("Part-time", "Under 30")
_OF_THE_ROW_ABOVE = frozenset(("waste_class",))
#: breakdowns by place; a metric without one of them is broken down by site or segment
_BY_PLACE = frozenset(("region", "supplier_region"))
#: breakdowns of which two members may stand together as one group
_JOINED = frozenset(("employment_type", "employee_category", "education"))
#: what is left of a place: "Rest of Asia"
REST = "remaining"
#: what else there is, of whatever kind
_OTHERS, _OTHER_WORD = "other", "other_region"
#: the beginnings of concepts of places
_PLACES = ("place_", "mainland", "overseas", "hk_macao_taiwan")


def breakdown(
    pattern: Pattern, parsed: Parsed, words: Lexicon, explained: set[str]
) -> tuple[dict[str, str], set[str]]:
    """Members of the metric's dimensions that label and groups name."""
    found: dict[str, str] = dict(pattern.fixed)
    used: set[str] = set()
    free_own = parsed.has - (pattern.required | pattern.near)
    free_group = parsed.group_has - (pattern.required | pattern.near)
    for dimension in (*pattern.metric.dimensions, "site"):
        if dimension in found:
            continue
        if dimension == "age_group":
            age = _first(parsed, AGE)
            if age:
                found[dimension] = age.removeprefix(AGE)
                used.add(age)
            continue
        if dimension == "site" and (site := _first(parsed, SITE)):
            found[dimension] = site.removeprefix(SITE)
            used.add(site)
            continue
        members = words.members.get(dimension, ())
        named = _all_named(members, free_own, parsed.has | (parsed.group_has & _SAID_ABOVE))
        if len({m.member for m in named}) > 1 and dimension in _OPEN_TO_BOTH:
            # "environmental or social" names no part but the whole
            used |= frozenset[str]().union(*(m.concepts for m in named))
            continue
        if dimension in _BY_PLACE and named and (joined := _joined_places(parsed, named)):
            found[dimension] = joined  # "Europe and Africa", "Rest of Asia"
            used |= {REST}.union(*(m.concepts for m in named))
            continue
        if len({m.member for m in named}) > 1 and _names_them_alone(parsed, named, dimension):
            # "Part-time and interns" are one group of an open breakdown
            found[dimension] = "_and_".join(
                dict.fromkeys(m.member for m in _in_order(parsed, named))
            )
            used |= frozenset[str]().union(*(m.concepts for m in named))
            continue
        own = named[0] if named else None
        if own is None and not (explained & {"by"}):
            own = _only(members, parsed, free_group)
        if own is None and dimension in _OF_THE_ROW_ABOVE and not (explained & {"by"}):
            own = _lent(members, parsed, pattern)
        if own is None and dimension == "site":
            own = next(iter(_all_named(members, parsed.around_has, parsed.around_has)), None)
        if own is not None:
            found[dimension] = own.member
            used |= own.concepts
    place = _place(pattern, parsed, words, free_own, free_group)
    if place is not None and not found.keys() & {"site", "segment"}:
        found["segment" if "segment" in pattern.metric.dimensions else "site"] = place.member
        used |= place.concepts
    return _without_other(found, parsed, words), used


def _names_them_alone(parsed: Parsed, named: Sequence[Member], dimension: str) -> bool:
    """Whether a label is made of members of one open breakdown, and of nothing else."""
    known = dimensions().get(dimension)
    if known is None or not known.open or dimension not in _JOINED:
        return False
    said = frozenset[str]().union(*(m.concepts for m in named))
    heavy = [term for term in parsed.own if term.weight > 0]
    return len(heavy) == len(said) and all(term.concept in said for term in heavy)


def _in_order(parsed: Parsed, named: Sequence[Member]) -> list[Member]:
    """Members in the order of the label."""
    order = {term.concept: at for at, term in enumerate(parsed.own)}
    return sorted(named, key=lambda member: min(order.get(c, 0) for c in member.concepts))


def _without_other(found: dict[str, str], parsed: Parsed, words: Lexicon) -> dict[str, str]:
    """The members without the "others" that stand beside a member: "Administration and others"."""
    rest = next((k for k in _BY_PLACE if found.get(k) == _OTHERS), "")
    if not rest or "region_word" in parsed.group_has | parsed.has:
        return found
    named = parsed.has - LIGHT - {_OTHER_WORD}
    of_label = {
        key
        for key, member in found.items()
        if key != rest
        and any(m.member == member and m.concepts <= named for m in words.members.get(key, ()))
    }
    if not of_label:
        return found
    return {key: member for key, member in found.items() if key != rest}


def _joined_places(parsed: Parsed, named: Sequence[Member]) -> str:
    """The member that several places make together, or the rest of one; empty for one place."""
    said = frozenset[str]().union(*(m.concepts for m in named))
    if len({m.member for m in named}) < 2 and REST not in parsed.has:
        return ""
    terms = tuple(t for t in parsed.own if t.concept in said | {REST})
    if len({term.text.isascii() for term in terms}) > 1:
        return named[0].member  # one place in two languages
    return name_of_places(terms)


def name_of_places(terms: Terms) -> str:
    """The member that the names of places stand for, without the words that join them.

    >>> from crossfoot.reading.concepts import read_terms
    >>> name_of_places(read_terms("Europe, Middle East and Africa"))
    'europe_middle_east_africa'
    """
    texts = (
        f"{term.text} of" if term.concept == REST and term.text.isascii() else term.text
        for term in terms
        if term.weight
    )
    return "_".join(t.replace(" ", "_" if t.isascii() else "") for t in texts)


def _place(
    pattern: Pattern,
    parsed: Parsed,
    words: Lexicon,
    free_own: frozenset[str],
    free_group: frozenset[str],
) -> Member | None:
    """The place that the label or its nearest group names, for a metric without regions."""
    if _BY_PLACE & set(pattern.metric.dimensions) or not pattern.metric.adds_up:
        return None
    if pattern.metric.topic == "company":
        return None  # "countries in Europe" is where, and not how many of what
    places = [
        m for m in words.members.get("region", ()) if all(c.startswith(_PLACES) for c in m.concepts)
    ]
    named = _all_named(places, free_own, parsed.has)
    if named:
        return named[0] if len({m.member for m in named}) == 1 else None
    return _only(places, parsed, free_group)


def _all_named(
    members: Sequence[Member], free: frozenset[str], has: frozenset[str]
) -> list[Member]:
    """The members all of whose concepts are there, at least one not used by the label.

    A member that says less than another of them is left out: "employee" beside "male employee".
    """
    within = [m for m in members if m.concepts <= has and m.concepts & free]
    return [m for m in within if not any(m.concepts < other.concepts for other in within)]


def _only(members: Sequence[Member], parsed: Parsed, free: frozenset[str]) -> Member | None:
    """The member that a group names, where it names one of the dimension alone."""
    for terms in reversed(parsed.groups):
        has = concepts_of(tuple(term for term in terms if term.weight > 0))
        within = _all_named(members, free, has)
        if len({m.member for m in within}) == 1:
            return within[0]
        if within:
            return None
    return None


def _lent(members: Sequence[Member], parsed: Parsed, pattern: Pattern) -> Member | None:
    """The member that the row above names, where its words are needed: "Recycled" below a waste.

    A row that lends its words lends all of them.
    """
    missing = (pattern.required | pattern.near) - parsed.has - parsed.group_has
    for line in parsed.loose:
        if missing and missing & line and not missing - line:
            named = _all_named(members, line - pattern.required, line)
            return named[0] if len({m.member for m in named}) == 1 else None
    return None


def _first(parsed: Parsed, kind: str) -> str:
    """The age or site that the label names, or that its nearest group names alone."""
    own = [term.concept for term in parsed.own if term.concept.startswith(kind)]
    if own:
        return own[0]
    inner = [t.concept for terms in parsed.groups[-1:] for t in terms if t.concept.startswith(kind)]
    return inner[0] if len(inner) == 1 else ""
