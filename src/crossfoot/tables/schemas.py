"""The kinds of file that Crossfoot reads, as data.

A new column is a line here; headings, messages, checks and the Parquet form follow from it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crossfoot.errors import Problem
from crossfoot.languages import Text
from crossfoot.quantities.qualifiers import Qualifier
from crossfoot.tables.schema import Column, Kind, RowRule, Schema

ZERO, ONE = Decimal(0), Decimal(1)

YES_NO = {"yes": ("y", "true", "1", "是", "有"), "no": ("n", "false", "0", "否", "无")}


def start_before_end(start: date, end: date) -> Problem | None:
    """A period ends on or after the day it starts."""
    if end >= start:
        return None
    return Problem(
        f"the period ends on {end} before it starts on {start}",
        remedy="exchange start and end, or correct the year",
    )


def value_or_reason(value: Decimal | str | None, nil_reason: str) -> Problem | None:
    """A fact has a value, or says why it has none."""
    if value is None and not nil_reason:
        return Problem(
            "there is neither a value nor a reason for its absence",
            why="an empty cell hides whether the figure is zero, unknown or not applicable",
            remedy="fill in the value, or say in nil_reason why there is none",
        )
    if value is not None and nil_reason:
        return Problem(
            f"there is a value ({value}) and also a reason for its absence ({nil_reason!r})",
            remedy="keep one of the two",
        )
    return None


def value_within_bounds(
    value: Decimal | str | None, lower: Decimal | None, upper: Decimal | None
) -> Problem | None:
    """An interval has two bounds, and the value lies between them."""
    if lower is None and upper is None:
        return None
    if lower is None or upper is None:
        return Problem("an interval needs both bounds", remedy="fill in lower and upper")
    if not isinstance(value, Decimal) or lower <= value <= upper:
        return None
    return Problem(
        f"the value {value} does not lie between {lower} and {upper}",
        remedy="write the bounds in the unit of the value",
    )


ACTIVITY = Schema(
    "activity",
    (
        Column(
            "site",
            Kind.NAME,
            Text("Site", "场所"),
            ("facility", "plant", "location", "entity", "厂区", "工厂", "站点", "单位名称"),
            required=True,
        ),
        Column(
            "activity",
            Kind.NAME,
            Text("Activity", "活动"),
            ("activity name", "activity type", "活动名称", "活动类型", "排放源", "能源品种"),
            required=True,
        ),
        Column(
            "quantity",
            Kind.DECIMAL,
            Text("Quantity", "数量"),
            ("amount", "consumption", "usage", "qty", "用量", "消耗量", "使用量", "活动数据"),
            required=True,
            minimum=ZERO,
            why_bounded="nothing is used less than not at all; a correction is a reversal of the "
            "earlier batch, not a negative row",
        ),
        Column(
            "unit",
            Kind.UNIT,
            Text("Unit", "单位"),
            ("uom", "units", "unit of measure", "计量单位"),
            required=True,
        ),
        Column(
            "start",
            Kind.DATE,
            Text("Start", "开始"),
            ("from", "start date", "period start", "开始日期", "起始日期", "起始", "开始时间"),
            required=True,
            edge="first",
        ),
        Column(
            "end",
            Kind.DATE,
            Text("End", "结束"),
            ("to", "until", "end date", "period end", "结束日期", "截止日期", "截止", "结束时间"),
            required=True,
            edge="last",
        ),
        Column(
            "region",
            Kind.NAME,
            Text("Region", "地区"),
            ("grid", "province", "区域", "省份", "电网"),
        ),
        Column(
            "instrument", Kind.NAME, Text("Instrument", "合同凭证"), ("contract", "绿证", "凭证")
        ),
        Column(
            "source",
            Kind.TEXT,
            Text("Source", "来源"),
            ("evidence", "meter", "invoice", "数据来源", "电表", "表号", "发票"),
        ),
        Column(
            "note",
            Kind.TEXT,
            Text("Note", "备注"),
            ("notes", "comment", "comments", "remark", "说明"),
        ),
    ),
    rules=(RowRule(("start", "end"), start_before_end),),
    key=("site", "activity", "unit", "start", "end", "instrument", "source"),
    meter=("site", "activity", "unit", "instrument", "source"),
    example=("hefei", "electricity.grid", "125000", "kWh", "2023-01-01", "2023-01-31"),
)

FACTS = Schema(
    "facts",
    (
        Column(
            "metric",
            Kind.NAME,
            Text("Metric", "指标"),
            ("metric id", "concept", "indicator", "kpi", "指标编号", "指标代码"),
            required=True,
        ),
        Column(
            "entity",
            Kind.NAME,
            Text("Entity", "主体"),
            ("site", "company", "organisation", "organization", "场所", "公司", "组织"),
        ),
        Column(
            "period",
            Kind.PERIOD,
            Text("Period", "期间"),
            ("year", "reporting period", "reporting year", "年份", "年度", "报告期"),
            required=True,
        ),
        Column(
            "value",
            Kind.VALUE,
            Text("Value", "数值"),
            ("figure", "amount", "quantity", "值", "数量", "数据"),
            beside=("metric", "unit"),
        ),
        Column("unit", Kind.UNIT, Text("Unit", "单位"), ("uom", "units", "计量单位")),
        Column(
            "dimensions",
            Kind.DIMENSIONS,
            Text("Dimensions", "维度"),
            ("dimension", "breakdown", "分类", "细分"),
        ),
        Column(
            "qualifier",
            Kind.CHOICE,
            Text("Qualifier", "限定"),
            choices={
                Qualifier.EXACT: ("=", "精确"),
                Qualifier.APPROXIMATE: ("approx", "about", "~", "约", "近"),
                Qualifier.AT_LEAST: (">=", "≥", "不少于", "不低于"),
                Qualifier.MORE_THAN: (">", "over", "超过", "超", "余"),
                Qualifier.LESS_THAN: ("<", "under", "少于", "不足", "低于"),
            },
        ),
        Column(
            "estimated",
            Kind.CHOICE,
            Text("Estimated", "估算"),
            ("estimate", "是否估算"),
            choices=YES_NO,
        ),
        Column("simulated", Kind.CHOICE, Text("Simulated", "模拟"), ("是否模拟",), choices=YES_NO),
        Column(
            "decimals",
            Kind.DECIMAL,
            Text("Decimals", "小数位数"),
            minimum=Decimal(-12),
            maximum=Decimal(12),
            why_bounded="it counts the places after the decimal point as printed, below zero for "
            "a number printed in thousands (-3)",
        ),
        Column(
            "nil_reason", Kind.TEXT, Text("Reason for no value", "无数值的原因"), ("nil", "reason")
        ),
        Column("note", Kind.TEXT, Text("Note", "备注"), ("notes", "comment", "remark", "说明")),
        Column("source", Kind.TEXT, Text("Source", "来源"), ("evidence", "数据来源", "依据")),
        Column(
            "basis",
            Kind.CHOICE,
            Text("Basis", "依据类型"),
            choices={"entered": ("录入",), "published": ("printed", "已发布", "披露")},
        ),
        Column("variant", Kind.NAME, Text("Variant", "口径")),
        Column("context", Kind.NAME, Text("Context", "上下文"), ("报告位置",)),
        Column("document", Kind.TEXT, Text("Document", "文件"), ("report", "报告")),
        Column(
            "page", Kind.DECIMAL, Text("Page", "页码"), minimum=ONE, why_bounded="pages start at 1"
        ),
        Column(
            "line", Kind.DECIMAL, Text("Line", "行号"), minimum=ONE, why_bounded="lines start at 1"
        ),
        Column("as_printed", Kind.TEXT, Text("As printed", "原文数值"), ("printed", "原文")),
        Column("lower", Kind.DECIMAL, Text("Lower bound", "下限"), ("low", "置信下限")),
        Column("upper", Kind.DECIMAL, Text("Upper bound", "上限"), ("high", "置信上限")),
        Column(
            "confidence",
            Kind.DECIMAL,
            Text("Confidence, %", "置信度（%）"),
            ("level of confidence", "置信水平"),
            minimum=ZERO,
            maximum=Decimal(100),
            why_bounded="it is a percentage; 95 unless stated",
        ),
        Column("interval_method", Kind.TEXT, Text("Method of the interval", "区间估计方法")),
    ),
    rules=(
        RowRule(("value", "nil_reason"), value_or_reason),
        RowRule(("value", "lower", "upper"), value_within_bounds),
    ),
    key=("metric", "entity", "period", "dimensions", "basis", "variant", "context", "line"),
    example=("waste.hazardous", "hefei", "2023", "12.5", "t", ""),
)

ORGANISATION = Schema(
    "organisation",
    (
        Column(
            "id",
            Kind.NAME,
            Text("Id", "编号"),
            ("entity", "code", "site", "代码", "场所"),
            required=True,
        ),
        Column(
            "name_en",
            Kind.TEXT,
            Text("Name (English)", "英文名称"),
            ("name", "english name", "英文名"),
        ),
        Column(
            "name_zh",
            Kind.TEXT,
            Text("Name (Chinese)", "中文名称"),
            ("chinese name", "名称", "中文名"),
        ),
        Column(
            "kind",
            Kind.CHOICE,
            Text("Kind", "类型"),
            ("type", "类别"),
            choices={
                "group": ("holding", "集团"),
                "company": ("subsidiary", "legal entity", "公司", "子公司"),
                "site": ("plant", "office", "场所", "工厂", "厂区", "办公室"),
                "department": ("workshop", "部门", "车间"),
            },
            required=True,
        ),
        Column(
            "parent",
            Kind.NAME,
            Text("Parent", "上级"),
            ("holder", "belongs to", "上级单位", "隶属"),
        ),
        Column("region", Kind.NAME, Text("Region", "地区"), ("location", "区域", "省份")),
        Column(
            "equity",
            Kind.DECIMAL,
            Text("Equity share", "股权比例"),
            ("equity", "share", "ownership", "持股比例", "股权"),
            minimum=ZERO,
            maximum=ONE,
            why_bounded="the share of the parent is between nothing and the whole",
            share=True,
        ),
        Column(
            "operational_control",
            Kind.CHOICE,
            Text("Operational control", "运营控制"),
            ("运营控制权",),
            choices=YES_NO,
        ),
        Column(
            "financial_control",
            Kind.CHOICE,
            Text("Financial control", "财务控制"),
            ("财务控制权",),
            choices={
                "full": ("yes", "true", "完全", "是"),
                "joint": ("shared", "共同"),
                "none": ("no", "false", "无", "否"),
            },
        ),
    ),
    key=("id",),
    example=("hefei", "Hefei plant", "合肥工厂", "site", "group", "CN-AH"),
)

FACTORS = Schema(
    "factors",
    (
        Column("id", Kind.NAME, Text("Id", "编号"), ("factor id", "因子编号"), required=True),
        Column(
            "activity", Kind.NAME, Text("Activity", "活动"), ("活动名称", "排放源"), required=True
        ),
        Column("gas", Kind.NAME, Text("Gas", "气体"), ("温室气体",), required=True),
        Column(
            "value",
            Kind.DECIMAL,
            Text("Value", "数值"),
            ("factor", "因子", "因子值", "值"),
            required=True,
        ),
        Column("unit", Kind.UNIT, Text("Unit", "单位"), ("因子单位",), required=True),
        Column("region", Kind.NAME, Text("Region", "地区"), ("area", "区域", "省份")),
        Column(
            "valid_from",
            Kind.DATE,
            Text("Valid from", "生效日期"),
            ("from", "适用开始"),
            required=True,
            edge="first",
        ),
        Column(
            "valid_to", Kind.DATE, Text("Valid to", "失效日期"), ("to", "适用结束"), edge="last"
        ),
        Column(
            "published",
            Kind.DATE,
            Text("Published", "发布日期"),
            ("publication date",),
            edge="last",
        ),
        Column(
            "scope",
            Kind.CHOICE,
            Text("Scope", "范围"),
            choices={
                "1": ("scope 1", "范围一", "范围1"),
                "2": ("scope 2", "范围二", "范围2"),
                "3": ("scope 3", "范围三", "范围3"),
            },
        ),
        Column("category", Kind.NAME, Text("Category", "类别"), ("分类",)),
        Column("source", Kind.TEXT, Text("Source", "来源"), ("reference", "出处"), required=True),
        Column("licence", Kind.TEXT, Text("Licence", "许可"), ("license", "许可证")),
        Column("note", Kind.TEXT, Text("Note", "备注"), ("notes", "comment", "说明")),
    ),
    key=("id", "gas", "region", "valid_from"),
    example=("own-diesel", "fuel.diesel.mobile", "CO2", "2.68", "kg/L", "CN", "2023-01-01"),
)

INDEX = Schema(
    "index",
    (
        Column(
            "standard",
            Kind.CHOICE,
            Text("Standard", "标准"),
            choices=dict.fromkeys(("gri", "hkex", "ifrs-s2", "tcfd", "sse", "szse", "sdg"), ()),
            required=True,
        ),
        Column(
            "code", Kind.NAME, Text("Code", "编号"), ("disclosure", "kpi", "披露项"), required=True
        ),
        Column("locations", Kind.TEXT, Text("Locations", "位置"), ("location", "chapters", "章节")),
        Column(
            "status",
            Kind.CHOICE,
            Text("Status", "状态"),
            choices={
                "answered": ("disclosed", "已披露"),
                "answered_in_index": (),
                "not_reported": ("n/a", "未披露"),
                "not_applicable": ("不适用",),
                "confidential": ("保密",),
                "legal": ("法律禁止",),
                "unavailable": ("信息不可得",),
                "explained": ("已解释",),
            },
        ),
        Column("reason_en", Kind.TEXT, Text("Reason (English)", "原因（英文）"), ("reason",)),
        Column("reason_zh", Kind.TEXT, Text("Reason (Chinese)", "原因（中文）"), ("原因",)),
        Column(
            "line", Kind.DECIMAL, Text("Line", "行号"), minimum=ONE, why_bounded="lines start at 1"
        ),
        Column("group", Kind.TEXT, Text("Group", "分组")),
    ),
    key=("standard", "code", "group", "line"),
    example=("gri", "302-1", "Energy", "answered"),
)

SCHEMAS = {schema.name: schema for schema in (ACTIVITY, FACTS, ORGANISATION, FACTORS, INDEX)}
