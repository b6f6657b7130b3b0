"""Labels to concepts: the words of both languages, longest spelling first.

A label becomes a row of terms. A term is a known concept, an age group, or a word that is not
known; each has a weight, which says how much of the label it makes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from crossfoot.definitions.nodes import Entries, Scalar
from crossfoot.definitions.reader import read_file
from crossfoot.errors import CrossfootError, Problem
from crossfoot.reading.ages import find_age
from crossfoot.reading.printed_units import read_unit


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONCEPTS = Path(__file__).parent / "synonyms" / "concepts.yaml"
#: concepts that say how a figure is counted or cut, not what it is of
LIGHT = frozenset(
    ("filler", "total", "share", "by", "gender_word", "age_word", "region_word", "education_word")
) | {"level_word", "diversity", "timely", "effective", "various", "money_word"}
#: concepts that make another figure of the same words: a rate, a change, a part, another scope;
#: a reading that leaves one of them unexplained is not of that label
DECISIVE = _names(
    "per intensity average change reduction planned offset save new exceed recycle concentration "
    "segment_word carbon_monoxide scope1 scope2 scope3 scope12 scope123 market_based removal "
    "train hire leave_company injury fatality complaint satisfaction volunteer donation insurance "
    "hour lost_day health_exam parental emission_factor cost_saving dealer charging corruption "
    "supplier privacy direct indirect ghg data_center remaining town_gas "
    "due_return take_leave recall_event"
)
#: concepts that name members of breakdowns, and are said of whole figures as well
GENERAL = _names(
    "electricity purchased energy vehicle fuel environment safety social quality compliance esg "
    "manager director supervisor committee shareholder procurement employee industrial office "
    "solid liquid battery infosec privacy minerals due_diligence invest on_site clause "
    "confidentiality regular_worker domestic domestic_region voc executive senior fire "
    "metal other_region photovoltaic national industry_level invention independent hire "
    "formally_issued sold output advertising rd finance_word tech_word"
)
#: the beginning of terms that are ages: "@age under_30"
AGE = "@age "
#: the beginning of terms that are sites: "@site north_plant"
SITE = "@site "

_STOP = frozenset(
    (
        *("of", "the", "in", "and", "for", "to", "from", "with", "on", "at", "a", "an", "or", "as"),
        *("that", "which", "who", "were", "was", "is", "are", "be", "been", "its", "their", "this"),
        *("has", "have", "had", "having", "whose", "within", "among", "them", "it", "s", "being"),
        *("receiving", "receive", "through", "into", "via", "etc"),
        *(
            "的",
            "之",
            "及",
            "和",
            "与",
            "或",
            "等",
            "为",
            "由",
            "对",
            "于",
            "所",
            "在",
            "以",
            "了",
            "、",
        ),
    )
)
_WORDS = re.compile(r"[a-z]+(?:&[a-z]+)?\d*(?:\.\d+)?|\d+(?:\.\d+)?|[\u4e00-\u9fff]")
_POSSESSIVE = re.compile(r"[’'`´]s?\b")
_ON_SITE = re.compile(r"\bon[ -]site\b")
#: "大专及以下" takes 大专 in, "大专以下" does not
_AND_LESS = re.compile("(?:及|或)以下")
_HYPHENS = re.compile("[\u2010-\u2015\u2212_/-]")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹]")
_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]{0,200})[)）\]】]")
_BESIDE = re.compile(r"\s[-–—|]+\s|\s?[:：]\s?|——")
_ABBREVIATION = re.compile(r"(?=.*[A-Z0-9])[A-Z0-9₀-₉a-z&.-]*[A-Z0-9₀-₉][A-Zxs0-9₀-₉&.\s-]{0,14}")
#: what begins a bracket that gives examples, or says what is not counted
_EXAMPLES = re.compile(
    r"^\s*(?:e\.?\s?g\.?|for example|such as|i\.e\.|如|例如|not incl|未计入|不计入)", re.IGNORECASE
)
#: a bracket that lists several things: none of them is the figure
_LIST = re.compile(r"[^\d,，、]*(?:[,，、][^\d,，、]*){2,}")
_LONGEST_LABEL = 600
#: words of a bracket that names something; longer ones explain
_SHORT = 5
_UNKNOWN_WORD, _UNKNOWN_CHARACTER, _UNKNOWN_NUMBER = 0.8, 0.35, 0.15

_SITE_NAME = re.compile(
    r"(?:[A-Z][A-Za-z0-9'-]*\s+){1,4}(?:Plant|Factory|Base|Branch|Campus|Workshop|Park|Headquarters|Works|"
    r"[Oo]ffice)"
    r"|[\u4e00-\u9fff]{2,8}(?:工厂|基地|园区|分公司|厂区|总部)"
)
_NO_SITE_NAMES = frozenset(
    ("Production", "Manufacturing", "Industrial", "Total", "Number", "All", "Head", "Main", "Our")
) | {"Green", "Back", "Front", "Post", "The", "Electricity", "Water", "Paper", "Waste", "In"}


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a label.

    Attributes:
        concept: the concept; empty for a word that is not known.
        text: the words.
        weight: how much of the label it makes; 0 for what stands in brackets.
    """

    concept: str
    text: str
    weight: float


Terms = tuple[Term, ...]
Trie = dict[str, "Trie | str"]
_END = ""
#: endings of forms of one English word
_ENDINGS = ("ation", "ing", "ed", "ion", "ment", "al", "ive", "e")
_BRITISH = re.compile(r"is(e|ed|ing|ation)$")
_SHORTEST_STEM = 4
#: words that say by how much something changed have their own rules
_OF_CHANGE = ("increas", "decreas", "reduc", "declin", "grow")
#: the spellings by the stems of their words, made once for each set of spellings
_STEM_TRIES: dict[int, tuple[Trie, Trie]] = {}


def words_of(text: str) -> list[str]:
    """The words of a text as spellings are compared: singular, lower case, joining words gone.

    >>> words_of("Suppliers' Categories of R&D"), words_of("员工的总数")
    (['supplier', 'category', 'r&d'], ['员', '工', '总', '数'])
    """
    plain = unicodedata.normalize("NFKC", _SUPERSCRIPT.sub(" ", text)).lower()
    plain = _ON_SITE.sub("onsite", plain)
    plain = _HYPHENS.sub(" ", _POSSESSIVE.sub(" ", plain).replace("labour", "labor"))
    plain = _AND_LESS.sub("含以下", plain)
    return [singular(word) for word in _WORDS.findall(plain) if word not in _STOP]


def singular(word: str) -> str:
    """An English noun or verb without its plural ending.

    >>> [singular(word) for word in ("categories", "losses", "gas", "process", "batteries")]
    ['category', 'loss', 'gas', 'process', 'battery']
    """
    if len(word) < 4 or word[-1] != "s" or word.endswith(("ss", "us", "is", "gas", "bus")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


@cache
def _spellings() -> Trie:
    node = read_file(CONCEPTS, CONCEPTS.name)
    if not isinstance(node, Entries):
        raise CrossfootError(Problem("concepts are entries", where=CONCEPTS.name))
    trie: Trie = {}
    for concept, value in node.nodes.items():
        if not isinstance(value, Scalar):
            raise CrossfootError(Problem(f"{concept!r} is no list", where=CONCEPTS.name))
        for spelling in value.text.split(";"):
            words = words_of(spelling)
            if not words or (len(words) == 1 < len(spelling.strip()) and words[0] > "\u4dff"):
                continue  # nothing is left, or one character of several, which means too much
            branch = trie
            for word in words:
                branch = branch.setdefault(word, {})  # type: ignore[assignment]
            branch.setdefault(_END, concept)
    return trie


def known_concepts() -> frozenset[str]:
    """All concepts."""
    node = read_file(CONCEPTS, CONCEPTS.name)
    named = node.nodes if isinstance(node, Entries) else {}
    return frozenset(part for concept in named for part in concept.split("+"))


def _longest(words: list[str], at: int, trie: Trie) -> tuple[str, int]:
    """The longest spelling that begins at a word: its concept and where it ends."""
    branch: Trie = trie
    best, end = "", at
    for position in range(at, len(words)):
        following = branch.get(words[position])
        if not isinstance(following, dict):
            break
        branch = following
        if isinstance(concept := branch.get(_END), str):
            best, end = concept, position + 1
    return best, end


def stems_of(word: str) -> tuple[str, ...]:
    """What an English word has in common with its other forms.

    >>> stems_of("resigned"), stems_of("authorised"), stems_of("water")
    (('resign',), ('authoriz',), ('water',))
    """
    if word.startswith(_OF_CHANGE):
        return (word,)
    plain = _BRITISH.sub(r"iz\1", word)
    found = [_without_ending(plain, ending) for ending in _ENDINGS if plain.endswith(ending)]
    return tuple(dict.fromkeys(stem for stem in found if stem)) or (plain,)


def _without_ending(word: str, ending: str) -> str:
    stem = word[: -len(ending)]
    if len(stem) < _SHORTEST_STEM:
        return ""
    return stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "aeiouls" else stem


def _longest_by_stem(words: list[str], at: int, trie: Trie) -> tuple[str, int]:
    """The longest spelling that begins at a word, other forms of its words allowed."""
    stemmed = _stem_trie(trie)
    branches = [stemmed]
    best, end = "", at
    for position in range(at, len(words)):
        branches = [
            following
            for branch in branches
            for stem in stems_of(words[position])
            if isinstance(following := branch.get(stem), dict)
        ]
        if not branches:
            break
        concepts = [c for branch in branches if isinstance(c := branch.get(_END), str)]
        if concepts:
            best, end = concepts[0], position + 1
    return best, end


def _stem_trie(trie: Trie) -> Trie:
    known = _STEM_TRIES.get(id(trie))
    if known is not None and known[0] is trie:
        return known[1]
    stemmed: Trie = {}
    _add_stems(trie, [stemmed])
    _STEM_TRIES[id(trie)] = (trie, stemmed)
    return stemmed


def _add_stems(branch: Trie, onto: list[Trie]) -> None:
    for word, below in branch.items():
        if not isinstance(below, dict):
            for target in onto:
                target.setdefault(_END, below)
        elif word.isascii():
            below_stems: list[Trie] = [
                target.setdefault(stem, {})  # type: ignore[misc]
                for target in onto
                for stem in stems_of(word)
            ]
            _add_stems(below, below_stems)


@lru_cache(maxsize=8192)
def read_terms(text: str) -> Terms:
    """The terms of a label; what stands in brackets is there, but has no weight.

    >>> [term.concept for term in read_terms("Total GHG emissions (Scope 1)")]
    ['total', 'ghg', 'emission', 'scope1']
    >>> [term.concept for term in read_terms("30岁以下女性员工人数")]
    ['@age under_30', 'female', 'employee', 'filler']
    """
    label = text[:_LONGEST_LABEL]
    inside: list[Term] = []
    for found in _BRACKETS.findall(label):
        if site := _site(found.strip()):
            inside.append(Term(SITE + site, found, 0.0))
        elif not _EXAMPLES.match(found) and not _LIST.fullmatch(found):
            inside += [Term(t.concept, t.text, 0.0) for t in _terms(found) if t.concept]
    terms = [term for part in parts_of(label) for term in _part(part)]
    return (*terms, *inside)


def parts_of(label: str) -> list[str]:
    """The parts of a label that stand beside each other, brackets left out.

    >>> parts_of("Waste recycled - Plastic (tonnes)"), parts_of("Non-hazardous waste")
    (['Waste recycled', 'Plastic'], ['Non-hazardous waste'])
    """
    bare = _BRACKETS.sub(" ", label)
    return [part.strip() for part in _BESIDE.split(bare) if part.strip()]


@lru_cache(maxsize=8192)
def _part(part: str) -> Terms:
    site = _site(part)
    return (Term(SITE + site, part, 1.0),) if site else tuple(_terms(part))


@lru_cache(maxsize=8192)
def brackets_as_terms(label: str) -> tuple[Terms, ...]:
    """The terms of each bracket of a label that may say of which part it speaks.

    A long bracket, one with a list, a unit, examples or the abbreviation of the label, does not.

    >>> [term.text for terms in brackets_as_terms("Staff trained (Teachers)") for term in terms]
    ['teacher']
    >>> brackets_as_terms("Chemical oxygen demand (COD)"), brackets_as_terms("Area (m2)")
    ((), ())
    """
    return tuple(
        tuple(_terms(found))
        for found in _BRACKETS.findall(label[:_LONGEST_LABEL])
        if not (_ABBREVIATION.fullmatch(found.strip()) or _EXAMPLES.match(found) or _site(found))
        and len(found) > 2
        and len(found.split()) <= _SHORT
        and not re.search("[,，、;；]", found)
        and not read_unit(found)
    )


@lru_cache(maxsize=8192)
def parts_as_terms(label: str) -> tuple[Terms, ...]:
    """The terms of each part of a label that stands beside the others."""
    return tuple(_part(part) for part in parts_of(label[:_LONGEST_LABEL]))


def _site(label: str) -> str:
    """The member that the name of a plant or branch stands for; empty where it is no name."""
    if len(label) > 60 or not _SITE_NAME.fullmatch(label):
        return ""
    words = label.split()
    if words[0] in _NO_SITE_NAMES or words_of(label)[:1] == ["生"]:
        return ""
    return re.sub(r"[^\w]+", "_", label).lower().strip("_")


def _terms(text: str) -> list[Term]:
    found: list[Term] = []
    text = _SUPERSCRIPT.sub(" ", text)
    if age := find_age(text):
        member, start, end = age
        found.append(Term(AGE + member, text[start:end], 1.0))
        text = f"{text[:start]} {text[end:]}"
    words = words_of(text)
    trie = _spellings()
    at = 0
    while at < len(words):
        concept, end = _longest(words, at, trie)
        if not concept and words[at].isascii():
            concept, end = _longest_by_stem(words, at, trie)
        if concept:
            text = " ".join(words[at:end])
            found += [
                Term(part, text, 0.0 if part in LIGHT else 1.0) for part in concept.split("+")
            ]
            at = end
        else:
            found.append(Term("", words[at], _weight(words[at])))
            at += 1
    return found


def _weight(word: str) -> float:
    if word[0].isdigit():
        return _UNKNOWN_NUMBER
    return _UNKNOWN_CHARACTER if not word.isascii() else _UNKNOWN_WORD


def concepts_of(terms: Terms) -> frozenset[str]:
    """The concepts of a label."""
    return frozenset(term.concept for term in terms if term.concept)
