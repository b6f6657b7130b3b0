"""The words of tables and messages for people, in both languages."""

from __future__ import annotations

from crossfoot.languages import Language, Text

#: what is not named here says itself in both languages
WORDS: dict[str, Text] = {
    text.en: text
    for text in (
        # headings
        Text("activity", "活动"),
        Text("answered by", "可由此回应"),
        Text("arithmetic", "算式"),
        Text("basis", "来源类别"),
        Text("breakdown", "维度"),
        Text("by", "操作人"),
        Text("by gas", "按气体"),
        Text("code", "条目"),
        Text("entity", "主体"),
        Text("errors", "错误"),
        Text("factor", "因子"),
        Text("facts", "数据"),
        Text("file", "文件"),
        Text("gas", "气体"),
        Text("hash", "哈希"),
        Text("kind", "类型"),
        Text("metric", "指标"),
        Text("obligation", "披露要求程度"),
        Text("period", "期间"),
        Text("quantity", "数量"),
        Text("reason", "原因"),
        Text("region", "地区"),
        Text("reports", "报告"),
        Text("row", "行"),
        Text("rows", "行数"),
        Text("scope", "范围"),
        Text("sets", "因子库"),
        Text("severity", "级别"),
        Text("site", "场所"),
        Text("source", "来源"),
        Text("status", "状态"),
        Text("title", "名称"),
        Text("total", "合计"),
        Text("unit", "单位"),
        Text("valid", "适用年份"),
        Text("value", "数值"),
        Text("warnings", "警告"),
        Text("what", "操作"),
        Text("what does not agree", "不一致之处"),
        Text("when", "时间"),
        Text("where", "位置"),
        Text("why", "理由"),
        Text("why not", "未采用的理由"),
        Text("workspace", "工作区"),
        # what a metric is
        Text("over sites", "场所汇总"),
        Text("over periods", "期间汇总"),
        Text("dimensions", "维度"),
        Text("formula", "公式"),
        Text("required by", "披露要求"),
        Text("used by", "用于"),
        Text("comment", "说明"),
        # values
        Text("error", "错误"),
        Text("warning", "警告"),
        Text("note", "提示"),
        Text("entered", "填报"),
        Text("published", "已披露"),
        Text("computed", "计算"),
        Text("none", "无"),
        Text("carried forward", "沿用最近公布值"),
        Text("activity data", "活动数据"),
        Text("flow", "流量"),
        Text("stock", "存量"),
        Text("ratio", "比率"),
        Text("score", "评分"),
        Text("text", "文字"),
        Text("import activity", "导入活动数据"),
        Text("import facts", "导入数据"),
        Text("import organisation", "导入组织架构"),
        Text("import report", "导入报告"),
        Text("reverse activity", "撤销活动数据"),
        Text("reverse facts", "撤销数据"),
        Text("reverse report", "撤销报告"),
        Text("start workspace", "新建工作区"),
        Text("disclosed", "已披露"),
        Text("explained", "已说明原因"),
        Text("not_applicable", "不适用"),
        Text("gap", "缺口"),
        # the inventory
        Text("operational_control", "运营控制权法"),
        Text("financial_control", "财务控制权法"),
        Text("equity_share", "股权比例法"),
        Text("Scope 1", "范围一"),
        Text("Scope 2, location-based", "范围二（基于位置）"),
        Text("Scope 2, market-based", "范围二（基于市场）"),
        Text("Scope 3", "范围三"),
        Text("Total, location-based", "合计（基于位置）"),
        Text("Total, market-based", "合计（基于市场）"),
        Text("outside the scopes", "范围之外"),
        Text("± % (95 %)", "±%（95%置信区间）"),
        Text("of which stated", "已说明不确定性的占比"),
        Text("Monte Carlo: {draws} draws, seed {seed}", "蒙特卡洛：{draws} 次抽样，种子 {seed}"),
        Text("median", "中位数"),
        Text("mean", "均值"),
        Text("stated", "已说明部分"),
        Text("Product footprint, kg CO₂e per unit", "产品碳足迹（每单位 kg CO₂e）"),
        Text("product", "产品"),
        Text("from the site", "场所分摊"),
        Text("from materials", "物料"),
        Text("biogenic uptake", "生物质吸收"),
        Text("primary data, %", "初级数据占比（%）"),
        Text("instruments", "合同凭证"),
        Text("instrument", "合同凭证"),
        Text("generated", "发电期间"),
        Text("volume", "购入量"),
        Text("claimed", "主张量"),
        Text("criteria not met", "未满足的质量标准"),
        Text(
            "No residual mix is known for {regions}: the location-based factor stands for it.",
            "{regions} 没有已知的剩余组合因子：以基于位置的因子代替。",
        ),
        # a restatement
        Text("cause", "原因"),
        Text("base", "基准"),
        Text("new", "新值"),
        Text("difference", "差异"),
        Text("unchanged", "无变化"),
        Text("Restatement: {base} → {new}", "重述：{base} → {new}"),
        Text("lines that differ: {count}", "有差异的明细：{count} 条"),
        Text(
            "The base year is to be recalculated: {totals} changed by more than {threshold} %.",
            "应重新计算基准年：{totals}的变化超过 {threshold}%。",
        ),
        Text(
            "No total changed by more than {threshold} %.",
            "没有合计的变化超过 {threshold}%。",
        ),
        Text("kept as {name}: run {id}", "已保存为 {name}：运行 {id}"),
        # sentences
        Text("Greenhouse-gas inventory", "温室气体清单"),
        Text("Everything foots.", "全部勾稽一致。"),
        Text(
            "This edition was not in effect yet; it is applied early.",
            "该版本当时尚未生效；此处为提前适用。",
        ),
        Text("No gaps.", "没有缺口。"),
        Text("Nothing was found.", "没有找到。"),
        Text("Not taken", "未采用"),
        Text("facts: {count}", "数据：{count} 项"),
        Text("factors: {count}", "因子：{count} 个"),
        Text("activities: {count}", "活动：{count} 项"),
        Text("metrics: {count}", "指标：{count} 个"),
        Text("lines: {count}", "明细：{count} 条"),
        Text("rows that are not in the totals: {count}", "未计入合计的行：{count}"),
        Text(
            "errors: {errors}, warnings: {warnings}, notes: {notes}",
            "错误：{errors}，警告：{warnings}，提示：{notes}",
        ),
        Text("and {count} more; {hint}", "另有 {count} 条；{hint}"),
        Text("--format csv writes them all", "--format csv 输出全部"),
        Text("--format json prints them all", "--format json 输出全部"),
        Text("more words narrow the search", "增加关键词可缩小范围"),
        Text(
            "narrow it with --metric, --entity, --year, or write all with --format csv",
            "可用 --metric、--entity、--year 筛选，或用 --format csv 输出全部",
        ),
        Text(
            "and {count} below; --depth shows more",
            "下面还有 {count} 项；--depth 可展开",
        ),
        Text("Journal of {folder}", "{folder} 的日志"),
        Text("What the demo holds, and what does not foot in it", "示例内容与不一致之处"),
    )
}


def say(words: str, language: Language, **values: object) -> str:
    """The words in one language, with values put in.

    >>> say("facts: {count}", "zh", count=3)
    '数据：3 项'
    >>> say("kWh", "zh")
    'kWh'
    """
    text = WORDS[words][language] if words in WORDS else words
    return text.format(**values) if values else text
