from __future__ import annotations

import re

from crossfoot.calculation.trace import Tracer
from crossfoot.facts.fact import FactKey
from crossfoot.metrics.catalogue import catalogue
from crossfoot.quantities.periods import Period
from crossfoot.reports.codes import standard_codes
from crossfoot.runs.run import run_workspace
from small_workspace import small_workspace


def test_readers_see_codes_that_the_standard_prints() -> None:
    scope_1, capital = catalogue()["ghg.scope1"], catalogue()["climate.capital_deployed"]
    assert standard_codes(scope_1, "en") == "GRI 305-1 · HKEX A1.2, D28"
    assert standard_codes(capital, "zh").endswith("HKEX “用于气候相关风险及机遇的资本运用”")
    for metric in catalogue():
        for language in ("en", "zh"):
            assert not re.search(r"\b[A-D]-[a-z]", standard_codes(metric, language)), metric.id


def test_a_lineage_names_the_source_of_a_factor_in_the_reader_s_language(tmp_path) -> None:
    run = run_workspace(small_workspace(tmp_path))
    key = FactKey("ghg.scope2.location", "hefei", Period.year(2022))
    fact = run.facts.current(key, variant=run.variant)
    assert fact is not None
    nodes = [node for _, node in Tracer(run.workspace.catalogue, lines=run.lines).fact(fact).walk()]
    (source,) = {node.source for node in nodes if "emission factor" in node.label.en}
    assert source.en.startswith("Letter No. 43 of 2023 of the Ministry of Ecology and Environment")
    assert source.zh.startswith("生态环境部 环办气候函〔2023〕43号")
    assert "china-ets/electricity.grid" in source.zh
