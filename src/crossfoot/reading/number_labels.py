"""Which words of a clause may be the label of a number in it.

English: the words behind a number up to the next verb or comma, and those before it where a verb
links them ("amounted to"). Chinese: the words right before it ("整改率100%"), without the verbs of
what was done, and those behind its counter ("486家供应商").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crossfoot.reading.clauses import Clause
from crossfoot.reading.concepts import read_terms
from crossfoot.reading.mentions import Mention, mostly_ascii

_LONGEST_LABEL = 200
_MOST_WORDS = 14
_LINK = re.compile(
    r"(?:\b(?:was|were|is|are|be|been|reached|reaching|"
    r"reaches|amounts?|amounted|amounting|totals?|"
    r"totall?ed|totall?ing|stood|hit|hits|accounts?|accounted|"
    r"accounting|of|to|at|exceeded|exceeding)\b|[:：=])"
    r"(?:\s+(?:a|an|total|of|to|at|for|as|high|the|reached|about|over|more|than|nearly))*\s*$",
    re.IGNORECASE,
)
#: links after which the words before the number are its label, and those behind it are not
_VERB = re.compile(
    r"(?:\b(?:was|were|is|reached|reaching|account(?:s|ed)? for|ma(?:de|kes?|king) up|"
    r"represent(?:s|ed|ing)?|constitut(?:es?|ed|ing)|amount(?:s|ed|ing) to|"
    r"total(?:s|l?ed|l?ing)|stood at|hit|"
    r"(?:improved|rose|fell|dropped|declined|increased|decreased|grew|climbed|came) to)|[:：=])"
    r"(?:\s+(?:up to|as high as))?\s*(?:RMB\s*)?$",
    re.IGNORECASE,
)
#: what a link leaves of "improved to"
_MOVED = re.compile(
    r"\s+(?:has |have |had )?(?:further |slightly |again )?(?:improved|rose|risen|fell|fallen|"
    r"dropped|declined|increased|decreased|grew|grown|climbed|came)$",
    re.IGNORECASE,
)
_LINK_ZH = re.compile(
    r"(?:达到了?|达成|约为|合计为?|共计为?|总计为?|保持在?|维持在?|实现|[为达是至计均共在到:：=])+\s*$"
)
#: what makes a single general word the whole of it: "has 738 employees"
_OWNS = re.compile(
    r"\b(?:has|had|have|employs?|employed|is composed of|"
    r"consist(?:s|ed|ing) of|compris(?:es|ed|ing)|owns?|owned|held)\s*"
    r"(?:a total of\s*)?$|(?:由|合共有?|共有|现有|拥有|设有|配备|共计|合计|总计|共)\s*$",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\bthere (?:was|were|is|are|has been|have been)\s*(?:a total of\s*)?$", re.IGNORECASE
)
#: what happened, for counts of events: "received 38 complaints"
_DID = re.compile(
    r"\b(?:received|recorded|published|issued|identified|obtained|conducted|organi[sz]ed|held|"
    r"carried out|launched|completed|handled|occurred|provided)\s*(?:a total of\s*)?$|"
    r"(?:开展|组织|举办|召开|收到|接到|接获|发布|完成|发生|排查|识别)(?:了|各类|各项)?[\u4e00-\u9fff]{0,12}$",
    re.IGNORECASE,
)
#: "3 of the audited suppliers": some of them
_SUBSET = re.compile(
    r"\s*(?:out )?of (?:the(?!\s+(?:group|company))|these|those|them|our|its|all)\b", re.IGNORECASE
)
_LEFT_EDGE = re.compile(r"[,，;；:：()（）]|\b(?:while|which|where|including|among)\b|其中|同时")
_EDGE_ZH = re.compile(r"[,，;；:：。()（）、“”《》]|其中|同时|以及|包括|并且?(?=[\u4e00-\u9fff])")
_WITHIN_ZH = re.compile(
    r"(?<=[\u4e00-\u9fff123])[（(]([\u4e00-\u9fff]{1,8})[)）](?=[\u4e00-\u9fff])"
)
_WITHIN_EN = re.compile(r"(?<=[a-z] )\(([a-z][a-z &+-]*(?:[123][a-z ,&+-]*)*)\)", re.IGNORECASE)
_RIGHT_EDGE = re.compile(
    r"[,，;；:：.。()（）、\"“”]|\b(?:was|were|is|are|has|have|had|and|while|which|who|that|where|with|"
    r"including|among|to|through|from|by|as|at|during|throughout|on|under|into|via|within|since|"
    r"across|between|after|before|accounting|reaching|"
    r"up|so|thus|compared|such|due|because|initiated|"
    r"actively)\b",
    re.IGNORECASE,
)
_RIGHT_EDGE_ZH = re.compile(
    r"[,，;；:：.。()（）、“”]|其中|同时|以及|较|同比|占|均|已|共同?|组成|构成|得到|用于|分别|\d"
)
_BARE_EDGE = re.compile(r"[,，;；:：。()（）\"“”]|\b(?:and|while|which|where|including|such as)\b")
_FIRST_WORDS = re.compile(
    r"^(?:in|during|by the end of|as of|as at|at the end of|till the end of|until the end of|"
    r"throughout|for)\s+(?:the\s+)?(?:reporting period|"
    r"year|end of)?\s*(?:(?:19|20)\d\d)?\s*,?\s*|"
    r"^(?:the|our|its|a|an|we|company's|and|with)\s+",
    re.IGNORECASE,
)
_FIRST_ZH = re.compile(
    r"^(?:截至|截止|报告期内?|报告期末|期内|本年度内?|全年|年内|当年|年末|年底|20\d\d年度?(?:末|底|内)?|"
    r"我们|公司|集团|企业|本公司|本集团|及其附属公司|及其子公司|已|全面|持续|积极|共计|合计|总计|分别|"
    r"合共|共有|现有|设有|任何|向|对|建有|设立|配备|共|均|并|和|及|且|还|又|为|由|在|于|内|之|的|了|有(?![害效机])|"
    r"组织开展|组织召开|开展|组织|举办|召开|举行|实施|进行|收到|接到|接获|发布|披露|提供|取得|实现|"
    r"完成|投保|新建|各类|各项|各级|相关|有效|年度)"
)
_LAST_ZH = re.compile(
    r"(?:约|近|超|逾|已|由|共计?|合计|总计|均|各|仅|只有|分别|较|的|了|中|(?<![拥持没])有)$"
)
_SHARE_OF_ZH = re.compile("占(?!比|地|用)")
_CUMULATIVE_ZH = re.compile(r"累计|累积|历年")
_PERIOD_ZH = re.compile(r"报告期内|期内|全年|年内|当年|20\d\d年(?![底末]|\d{1,2}月)|本年度")
_LESS = re.compile(
    r"\b(?:reduc|sav|cut|declin|decreas|dropp|avoid|lower)\w*\b[^,;]*$", re.IGNORECASE
)
#: "employed 3,412 people"
_EMPLOYED = re.compile(
    r"\bemploy(?:s|ed)?\s*(?:a total of|some|about|approximately|nearly|over|more than)?\s*$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"\s*(?:people|persons|men and women|colleagues)\b", re.IGNORECASE)
#: "women accounted for 48.4% of the employees"
_OF_WHOLE = re.compile(
    r"\s*of (?:the |our |all |total |its )*((?:employees|workforce|staff|directors|managers|"
    r"management|board|new hires|suppliers)\b(?: of the board)?)",
    re.IGNORECASE,
)
_FEW_WORDS = 4
#: what is measured of a thing: "the average score of the suppliers" counts no suppliers
_MEASURE_OF = re.compile(
    r"\b(?:average|mean|median|score|rating|index|price|cost|age|tenure|length|years|rate|share|"
    r"percentage|proportion|ratio|intensity)\b[^,;:]*\b(?:of|in|for|among|between|per|by)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*,?\s*\(?(?:of which|including|其中)[:：,，]?\s*(.{3,160})", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:aged?|ages|under|below|above|over|between|to|and|scope)\s*$", re.IGNORECASE
)
_PENDING = re.compile(r"pending|application|under review", re.IGNORECASE)
_BOUNDARY_WORDS = frozenset(
    (
        *("the", "our", "its", "their", "a", "an", "of", "in", "and", "with", "on", "at", "for"),
        *("that", "this", "total", "annual", "per", "by", "while", "which", "company’s"),
        *("company's", "group's", "company", "group", "is", "was", "were", "are", "has", "had"),
    )
)


@dataclass(frozen=True, slots=True)
class Label:
    """Words that may be a number's label.

    Attributes:
        text: the words.
        linked: a verb, or standing next to it, links them to the number.
    """

    text: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Links:
    """How a number hangs on the words before it.

    Attributes:
        verb: a verb says that what stands before it is so much.
        linked: a word links it to those before it.
        owns: the whole of something is said to be there: "has 738 employees".
        did: an event is said to have happened so often.
    """

    verb: bool
    linked: bool
    owns: bool
    did: bool


def links_of(mention: Mention, clause: Clause, before: Mention | None = None) -> Links:
    """How a number hangs on the words before it.

    What stands before a colon belongs to a number of its own, where one (`before`) stands there.
    """
    left = clause.text[: mention.start].rstrip()
    if before is not None and not before.none and left.endswith((":", "：")):
        return Links(False, False, False, False)
    if mention.none:
        return Links(False, False, False, False)  # "there was no accident": it is what follows
    if _THERE.search(left):
        return Links(False, False, owns=False, did=True)
    chinese = bool(_LINK_ZH.search(left))
    return Links(
        verb=bool(_VERB.search(left)) or chinese,
        linked=bool(_LINK.search(left)) or chinese,
        owns=bool(_OWNS.search(left)) or " in total" in clause.text[mention.end :][:24],
        did=bool(_DID.search(left)),
    )


def labels_of(mention: Mention, before: Mention | None, clause: Clause) -> list[Label]:
    """The words that may be the label of a number, the likeliest first."""
    if mostly_ascii(clause.text):
        found = _english(mention, before, clause)
    else:
        found = _chinese(mention, before, clause)
    sized = [label for label in found if 2 <= len(label.text) <= _LONGEST_LABEL]
    return list(dict.fromkeys(sized))


def _english(mention: Mention, before: Mention | None, clause: Clause) -> list[Label]:
    found: list[Label] = []
    links = links_of(mention, clause, before)
    left, after = clause.text[: mention.start].rstrip(), clause.text[mention.end :]
    if mention.unit.unit != "percent" and _SUBSET.match(after):
        return []
    right = re.sub(r"^\s*(?:of|are|were|is|was)\s+", "", after.lstrip(" -–"))
    short, long = _until(_RIGHT_EDGE, right), _until(_BARE_EDGE, right)
    if not links.verb:
        found += [Label(trimmed(short), False), Label(trimmed(long), False)]
    if _EMPLOYED.search(left) and _PEOPLE.match(after):
        found.append(Label("employees", True))
    if links.linked or clause.alone:
        bare = _MOVED.sub("", _LINK.sub("", left).rstrip())
        if before is not None and before.end <= len(bare) and not _AGED.search(left[: before.at]):
            bare = bare[before.end :]
        # "total emissions (Scope 1 and Scope 2)": a bracket within a name is a part of it
        whole = _WITHIN_EN.sub(lambda match: f"【{match[1]}】", bare)
        edges = [match.end() for match in _LEFT_EDGE.finditer(whole)]
        named = clause.alone and left.rstrip(" *").endswith((":", "："))
        phrase = trimmed(bare if named or not edges else bare[edges[-1] :])
        joined = re.search(r"\b(?:and|or)$", bare)  # what stands before belongs to another number
        if not joined and not _counted(phrase, before, clause):
            suffixes = [phrase] if named else _suffixes(phrase)
            found += [Label(text, True) for text in suffixes]
            if short.strip() and not links.verb:
                found.append(Label(f"{phrase} {trimmed(short)}", True))
    if mention.unit.unit == "percent" and links.verb and (of := _OF_WHOLE.match(after)):
        edges = [match.end() for match in _LEFT_EDGE.finditer(left)]
        who = trimmed(_VERB.sub("", _LINK.sub("", left[edges[-1] :] if edges else left)))
        if 0 < len(who.split()) <= _FEW_WORDS:
            found.append(Label(f"share of {who} {of[1]}", True))
    if mention.unit.noun == "time" and not links.linked:
        edges = [match.end() for match in _LEFT_EDGE.finditer(left)]
        found.append(Label(trimmed(left[edges[-1] :] if edges else left), True))
    colon = before is not None and left.endswith((":", "："))
    if (
        not links.verb
        and not colon
        and (into := re.match(r"\s*(?:in|on|for|to)\s+(?:the\s+)?", after))
    ):
        last = " ".join(left.split()[-4:])
        found.append(Label(f"{last} {_until(_RIGHT_EDGE, after[into.end() :])}", False))
    parts = _PARTS.match(right[len(short) :]) if "patent" in short.lower() else None
    if parts and _PENDING.search(parts[1]):
        # patents "of which" some are pending are patents and applications together
        within = parts[1].replace("(", " ").replace(")", " ")
        found = [Label(f"{trimmed(short)} ({within})", False)]
    if _LESS.search(left[-60:]):
        found = [Label(f"{label.text} reduction", label.linked) for label in found]
    return found


def _counted(phrase: str, before: Mention | None, clause: Clause) -> bool:
    """Whether the words before a number are what the number before it counts: "five courses of"."""
    if before is None or before.none:
        return False
    counted = clause.text[before.end :].lstrip()
    return bool(phrase) and bool(counted.startswith(phrase.split()[-1]))


def _chinese(mention: Mention, before: Mention | None, clause: Clause) -> list[Label]:
    text = clause.text
    start = before.last if before is not None else 0
    left = text[start : mention.start].rstrip() if start <= mention.start else ""
    if not mention.bracketed:
        # "范围二（基于市场）排放": a bracket within a name is a part of it
        whole = _WITHIN_ZH.sub(lambda match: f"【{match[1]}】", left.rstrip("：:"))
        edges = [match.end() for match in _EDGE_ZH.finditer(whole)]
        left = left[edges[-1] :] if edges else left
    if _SHARE_OF_ZH.match(left):
        return []  # "占离职人数40.4%": what the share is of, and not of what it is
    period = bool(_PERIOD_ZH.search(text[: mention.start]))
    phrase = trimmed_zh(_LINK_ZH.sub("", left), period)
    right = trimmed_zh(_until(_RIGHT_EDGE_ZH, text[mention.end :]), period)
    found = []
    if phrase:
        found.append(Label(phrase, True))
        for cut in ("的", "于"):
            if cut in phrase and not _says_much(phrase.partition(cut)[0]):
                found.append(Label(trimmed_zh(phrase.partition(cut)[2], period), True))
    if right and not links_of(mention, clause).verb and (not phrase or mention.none):
        found.append(Label(right, False))
    if phrase and right and not links_of(mention, clause).verb:
        found.append(Label(f"{phrase}{right}", True))
    return found


def _says_much(text: str) -> bool:
    return any(term.concept and term.weight for term in read_terms(text)) if text else False


def trimmed_zh(text: str, period: bool = False) -> str:
    """A Chinese label without words of time, of the company, and of doing.

    >>> trimmed_zh("报告期内，公司共组织开展培训"), trimmed_zh("公司员工总数")
    ('培训', '员工总数')
    """
    text = text.strip(" -–,，:：.。*、")
    if period:
        text = _CUMULATIVE_ZH.sub(
            "", text
        )  # "in the year, a cumulative 420 sessions" is of the year
    while (match := _FIRST_ZH.match(text)) and match.end():
        text = text[match.end() :].lstrip(" ,，")
    while (match := _LAST_ZH.search(text)) and match.start() < len(text):
        text = text[: match.start()].rstrip(" ,，")
    return text


def _until(edge: re.Pattern[str], text: str) -> str:
    match = edge.search(text)
    return text[: match.start()] if match else text


def _suffixes(text: str) -> list[str]:
    """The text, and what is left of it when whole phrases at its beginning are dropped.

    A phrase ends before a joining word or the company's name: an adjective is not taken from its
    noun. Nothing is dropped after which a known word would stand alone without its neighbour.
    """
    words = text.split()
    found = [text]
    for at in range(max(1, len(words) - _MOST_WORDS), len(words)):
        last = words[at - 1].lower()
        boundary = last in _BOUNDARY_WORDS or last.endswith(("'s", "’s")) or words[at - 1].isupper()
        before = " ".join(words[:at])
        whole = text.count("(") == text.count(")") and "(" not in before
        whole = whole and not _MEASURE_OF.search(before)
        known = any(term.concept and term.weight for term in read_terms(words[at - 1]))
        if boundary and whole and not known:
            found.append(trimmed(" ".join(words[at:])))
    return found


def trimmed(text: str) -> str:
    """A label without the words of time and the articles that it begins with."""
    text = text.strip(" -–,，:：.。*")
    while (match := _FIRST_WORDS.match(text)) and match.end():
        text = text[match.end() :].lstrip(" ,，")
    return text
