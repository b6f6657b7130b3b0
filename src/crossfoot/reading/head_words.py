"""Words that heads of columns are made of."""

from __future__ import annotations

LABEL_WORDS = frozenset(
    (
        *("indicator", "indicators", "indicato", "index", "indexes", "indices", "item", "items"),
        *("category", "categories", "class", "type", "disclosure indicators", "kpi", "kpis"),
        *("disclosure indicator", "performance indicator", "performance indicators", "metric"),
        *("metrics", "disclosure items", "disclosures", "disclosure", "description", "content"),
        *("key performance indicators", "key performance indicator", "parameter", "scope", "no."),
        *("esg indicators", "indicator name", "name", "aspect", "aspects", "topic", "data"),
        *(
            "gri standards",
            "gri standard",
            "key indicators",
            "s/n",
            "serial number",
            "sub-category",
        ),
        *(
            "指标",
            "指标名称",
            "项目",
            "类别",
            "种类",
            "类型",
            "名称",
            "披露指标",
            "关键绩效指标",
            "绩效指标",
        ),
        *(
            "分类",
            "序号",
            "内容",
            "一级指标",
            "二级指标",
            "三级指标",
            "范围",
            "议题",
            "披露项",
            "指标类别",
        ),
    )
)
UNIT_WORDS = frozenset(("unit", "units", "unit of measurement", "measurement unit", "uom")) | {
    *("单位", "计量单位", "unit of measure"),
}
REMARK_WORDS = frozenset(("remark", "remarks", "note", "notes", "comment", "comments")) | {
    *(
        "备注",
        "说明",
        "注",
        "source",
        "数据来源",
        "yoy",
        "yoy change",
        "change",
        "同比",
        "同比变化",
    ),
    *("变化", "explanation", "explanations", "remarks:", "增减", "year-on-year change", "trend"),
}
#: columns that say where a figure comes from: no part of the label, unless they come first
SOURCE_WORDS = frozenset(("major sources", "main sources", "sources", "emission source")) | {
    *("emission sources", "calculation method", "method", "formula", "boundary", "data source"),
    *(
        "statistical scope",
        "主要来源",
        "来源",
        "排放源",
        "计算方法",
        "统计口径",
        "口径",
        "计算公式",
    ),
}
VALUE_WORDS = frozenset(
    ("number", "percentage", "amount", "quantity", "value", "data", "total")
) | {
    *(
        "proportion",
        "ratio",
        "volume",
        "intensity",
        "数量",
        "占比",
        "比例",
        "数值",
        "数据",
        "合计",
        "总计",
    ),
    *(
        "performance",
        "results",
        "consumption",
        "emissions",
        "排放量",
        "消耗量",
        "用量",
        "人数",
        "%",
    ),
}
#: heads of columns that say which year a row is of
YEAR_WORDS = frozenset(
    (
        *("year", "years", "reporting year", "base year", "baseline year", "target year", "due"),
        *("due year", "due date", "deadline", "start year", "since", "start", "year of start"),
        *("年度", "年份", "年", "报告年度", "起始年份", "基准年", "基准年份", "目标年", "目标年份"),
        *("开始年份", "完成年份", "达成年份", "启动年份", "投运年份"),
    )
)
#: heads of columns that number the rows
SERIAL_WORDS = frozenset(("no.", "no", "s/n", "serial number", "serial no.", "#", "序号", "编号"))
#: all of them
KNOWN_WORDS = frozenset(
    (
        *(LABEL_WORDS | UNIT_WORDS | REMARK_WORDS | VALUE_WORDS | YEAR_WORDS),
        *(SERIAL_WORDS | SOURCE_WORDS),
    )
)
