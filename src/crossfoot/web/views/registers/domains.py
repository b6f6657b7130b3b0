"""Groups of registers: what they are called is in the words, what they look like is here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crossfoot.languages import Language
from crossfoot.registers.definition import Definition
from crossfoot.web.words import all_words

#: word and icon of each domain, in the order of the overview
DOMAINS = {
    "governance": ("domain_governance", "scale"),
    "risk": ("domain_risk", "alert-triangle"),
    "information": ("domain_information", "lock"),
    "innovation": ("domain_innovation", "bulb"),
    "ai": ("domain_ai", "ai"),
    "product": ("domain_product", "package"),
    "customer": ("domain_customer", "headset"),
    "supply": ("domain_supply", "truck"),
    "environment": ("domain_environment", "leaf"),
    "people": ("domain_people", "users"),
    "training": ("domain_training", "school"),
    "safety": ("domain_safety", "helmet"),
    "community": ("domain_community", "building-community"),
    "stakeholders": ("domain_stakeholders", "messages"),
    "reporting": ("domain_reporting", "report-analytics"),
    "documents": ("domain_documents", "license"),
}

_OTHER = ("", "clipboard-list")


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of registers."""

    id: str
    title: str
    icon: str
    registers: tuple[Definition, ...]


def icon_of(domain: str) -> str:
    """The icon of a domain; a plain one of a domain that nobody drew.

    >>> icon_of("safety"), icon_of("gardening")
    ('helmet', 'clipboard-list')
    """
    return DOMAINS.get(domain, _OTHER)[1]


def title_of(domain: str, language: Language) -> str:
    """What a domain is called; its own word where the words have none."""
    found = all_words().get(DOMAINS.get(domain, _OTHER)[0])
    return found[language] if found else domain.replace("_", " ").capitalize()


def grouped(definitions: Iterable[Definition], language: Language) -> list[Domain]:
    """Registers by domain, those that are known first."""
    by_domain: dict[str, list[Definition]] = {name: [] for name in DOMAINS}
    for each in definitions:
        by_domain.setdefault(each.domain, []).append(each)
    return [
        Domain(
            name,
            title_of(name, language),
            icon_of(name),
            tuple(sorted(found, key=lambda each: each.title[language])),
        )
        for name, found in by_domain.items()
        if found
    ]
