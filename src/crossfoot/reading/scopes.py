"""What a sentence speaks of: the company in its year, or a part, a plan, others, another time.

A figure about a part must not be read as that of the whole. So clauses that speak of a project, a
branch, a meeting or of customers give no figure of the company, unless the metric counts these.
"""

from __future__ import annotations

import re

from crossfoot.metrics.catalogue import catalogue
from crossfoot.metrics.metric import Kind
from crossfoot.reading.concepts import concepts_of, read_terms
from crossfoot.reading.matching import Match

_PLAN = re.compile(
    r"\b(?:will|targets?|goals?|plans? to|planned to|"
    r"aims? to|expected to|objectives?|at least one|"
    r"shall|must|strives? to)\b|"
    r"目标|计划|力争|预计到|将(?:达|实现|减|于|在|继续)|不得|应当|规划|有望|拟",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"\bby (?:the end of )?(20[2-9]\d)|(?:到|至|在)(20[2-9]\d)年(?:底|末)?(?:前|实现|将|，)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:nationwide|globally, |worldwide, |china['’]s|country['’]s|industry['’]s|in the world|"
    r"help(?:ed|s|ing)? (?:our |its |the )?(?:customers?|clients?|users?|owners?)|"
    r"for (?:our |the )(?:customers?|clients?|users?)|market size|the industry average)\b|"
    r"全国|全球|我国|全省|全市|全行业|行业平均|市场规模|(?:帮助|助力|协助|为)[^，。；]{0,12}(?:客户|用户|业主)",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:the|this|that|each|every|one|a|an|such|its|pilot|"
    r"demonstration|virtualization)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:projects?|platform|activity|event|competition|conference|"
    r"forum|lecture|case|pilot|building|workshop|line)\b"
    r"(?!\s+(?:hours|investment|expenditure|spending))|"
    r"\b(?:machine|server|computer|modular) rooms?\b|\bdata cent(?:er|re)s?\b|"
    r"\b(?:department|workshop|team|community)-level\b|\brespondents?\b|"
    r"\b(?:[A-Z][\w-]+\s+){1,3}(?:Branch|Plant|Factory|Subsidiary|Campus|Park|Base|Workshop)\b|"
    r"\bsubsidiar(?:y|ies) (?:in|of|achieved|recorded|completed|conducted)\b|"
    r"\b[Oo]ne of (?:our|the|its)\b|(?:took part|participated|participating|attended|joined|"
    r"participate)\b[^,;.]*\b(?:session|conference|meeting|event|activity|lecture|training)\b|"
    r"\b(?:monthly|daily|weekly) (?:average|consumption)\b",
)
_PER_DAY = re.compile(
    r"\s*(?:per|a|every|each|/)\s?(?:month|day|week|quarter)\b|\s*[/每](?:月|日|天|周)"
)
_PART_ZH = re.compile(
    r"该(?:项目|基地|工厂|公司|园区|活动|系统|平台|会|培训|产品|设备|技术|改造)|此次|本次|本届|首届|某|每场|每期|每月|月均|日均|每天|"
    r"(?!生产|制造|运营|研发|各|本|所有|全部|下属|全资|控股)[\u4e00-\u9fff]{2}(?:分公司|子公司|工厂|基地|园区|车间|厂区|产线)|"
    r"[A-Z]\s?(?:工厂|基地|园区|车间|厂区|产线)|(?:实施|通过)[^，。；]{0,20}(?:改造|更换|替换|升级)|"
    r"(?:改造|技改|节能|示范|试点|替换|升级|优化|光伏|屋顶|储能|帮扶)[\u4e00-\u9fff]{0,6}(?:项目|工程)|机房|数据中心|受访|"
    r"(?:参加|出席|参与|受邀)了?[^，。；]{0,20}(?:大会|会议|活动|论坛|年会|仪式|比赛|竞赛)"
)
_WHOLE = re.compile(
    r"\b(?:the company|the group|we|our|reporting period|"
    r"in 20\d\d|during the year)\b|公司|集团|报告期|全年|20\d\d年",
    re.IGNORECASE,
)
_PART_OF_YEAR = re.compile(
    r"\b(?:first|second) half\b|\bQ[1-4]\b|\b(?:in|"
    r"on) (?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)\b(?! 31)|(?<!年)上半年|下半年|[一二三四]季度|"
    r"(?<!截至)(?<!截止)(?<!截至于)20\d\d年\d{1,2}月(?!31日|1日)|(?<![\d截至年])\d{1,2}月(?:\d{1,2}日)?[，,]"
)
_SINCE = re.compile(
    r"\bsince (?:its|the|our|20\d\d|establishment)|"
    r"\bover the (?:past|years)|\b(?:past|last) (?:\w+ )?years\b|"
    r"\bso far\b|\bto date\b|"
    r"成立以来|上市以来|自20\d\d年|近[三四五六七八九十\d]年|过去[三四五六七八九十\d]年|历年|多年来|至今",
    re.IGNORECASE,
)
_AS_OF = re.compile(
    r"\b(?:as of|as at|by the end|at the end|till the end|"
    r"until the end|cumulative\w*|accumulat\w*|in total|"
    r"currently|at present)\b|截至|截止|累计|末|目前|现有|拥有|持有",
    re.IGNORECASE,
)
_ON_A_DAY = re.compile(
    r"\b(?:as of|as at|by the end|at the end|till the end|until the end|currently)\b|"
    r"截至|截止|[年期]末|年底|目前|现有|拥有|持有",
    re.IGNORECASE,
)
_IN_PERIOD = re.compile(
    r"\b(?:reporting period|during the year|this year)\b|"
    r"报告期内|本年度|全年|年内|当年",
    re.IGNORECASE,
)
#: words that make something else of what a metric counts, wherever the clause has them
_QUALIFIED = (
    (
        "workforce.turnover_rate",
        re.compile(
            r"\b(?:in)?voluntary\b|\bresign\w*|\bregrett\w+|\bundesired\b|"
            r"(?:主动|自愿|被动|非自愿)(?:离职|流失)",
            re.IGNORECASE,
        ),
    ),
    (
        "complaints.",
        re.compile(
            r"\b(?:wages?|salar(?:y|ies)|allowances?|shifts?|overtime|dormitor\w+|canteens?|"
            r"grievances?|whistle\w*|harass\w*)\b|"
            r"薪酬|薪资|工资|津贴|加班|班次|宿舍|食宿|食堂|主管|员工申诉|申诉|举报|骚扰",
            re.IGNORECASE,
        ),
    ),
    (
        "company.countries_served",
        re.compile(
            r"\b(?:pay|paid|contribut\w+|fees?|donat\w+|levy|levies|suppliers? (?:from|in)|"
            r"arrive|come from|nationalit\w+|citizens?)\b|缴费|缴纳|捐赠|来自|国籍|供应商",
            re.IGNORECASE,
        ),
    ),
)
#: whose figures a clause may be about; a label that does not name them is not theirs
_SUBJECTS = frozenset(("supplier", "contractor", "customer", "director", "supervisor", "volunteer"))
#: subjects of training; a label that does not name the one of its section is not understood
_TRAINED_IN = frozenset(("safety", "infosec", "corruption", "quality", "environment", "supplier"))
#: a reading that uses so many concepts stands for itself
_SURE = 3


def is_plan(text: str, year: int | None) -> bool:
    """Whether a clause speaks of what is to come.

    >>> is_plan("By the end of 2023, we had 40 sites.", 2023), is_plan("到2030年，减少10%", 2023)
    (False, True)
    """
    if _PLAN.search(text):
        return True
    named = [int(found[1] or found[2]) for found in _BY_YEAR.finditer(text)]
    return any(year is None or to > year for to in named)


def of_others(text: str) -> bool:
    """Whether a clause speaks of the country, the industry or of customers."""
    return bool(_OTHERS.search(text))


def names_a_part(text: str) -> bool:
    """Whether a clause speaks of a project, a branch, a meeting.

    >>> names_a_part("The retrofit of the server room"), names_a_part("The Company has 3 plants")
    (True, False)
    """
    return bool(_PART.search(text) or _PART_ZH.search(text))


def names_the_whole(text: str) -> bool:
    """Whether a clause says that it is about the company or the year as a whole."""
    return bool(_WHOLE.search(text))


def of_a_part(match: Match, before: str, behind: str, *, none: bool = False) -> bool:
    """Whether a figure is one of a part of the company, or of a part of the year.

    Args:
        match: the metric.
        before: the clause up to the number.
        behind: the rest of the clause.
        none: nothing is said to have happened, which holds for each year.
    """
    if _PER_DAY.match(behind):
        return True
    if names_a_part(before + behind) and not match.metric.startswith(
        ("quality.projects", "company.")
    ):
        return True
    flow = catalogue()[match.metric].kind is Kind.FLOW
    if flow and (_PART_OF_YEAR.search(before) or (_SINCE.search(before) and not none)):
        return not match.metric.endswith("cumulative")
    if match.metric == "governance.meetings" and "body" not in dict(match.dimensions):
        return True  # of one of the bodies, which the clause leaves open
    if match.metric.startswith("governance.board"):
        return bool(re.search(r"committee|委员会", before[-120:], re.IGNORECASE))
    return False


def is_stock_said_as_flow(match: Match, before: str) -> bool:
    """Whether something held is said to have been obtained in the period.

    "In the year, 45 patents were granted" counts what is new, not what is held.
    """
    held = match.metric in ("ip.patents.held", "ip.software.held", "ip.trademarks.held")
    if not held or _ON_A_DAY.search(before) or not _OBTAINED.search(before):
        return False
    return bool(_IN_PERIOD.search(before)) or not _AS_OF.search(before)


def says_up_to_now(before: str) -> bool:
    """Whether the words before a number say that it is a count up to some day."""
    return bool(_AS_OF.search(before))


_OBTAINED = re.compile(
    r"\b(?:obtained|granted|received|acquired)\b|获得|取得|新增|授权", re.IGNORECASE
)


def of_somebody_else(match: Match, label: str, text: str, section: tuple[str, ...]) -> bool:
    """Whether clause or section speak of somebody or something that the label leaves open."""
    said = concepts_of(read_terms(label))
    if any(match.metric.startswith(about) and words.search(text) for about, words in _QUALIFIED):
        return True
    governance = match.metric.startswith("governance.")
    subjects = _SUBJECTS - {"director", "supervisor"} if governance else _SUBJECTS
    if (concepts_of(read_terms(text)) & subjects) - said and match.weight < _SURE:
        return True
    if match.metric.startswith("complaints."):
        about = concepts_of(read_terms(" ".join((*section[-1:], text))))
        return bool(about & {"corruption"} - said)
    if match.metric.startswith("training.") and match.weight < _SURE:
        about = concepts_of(read_terms(" ".join(section)))
        # a heading that names all of ESG names no subject of training
        return not about & {"social", "esg"} and bool((about & _TRAINED_IN) - said)
    return False
