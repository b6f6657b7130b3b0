"""Charts as SVG, for print and for pages without scripts: ECharts itself, run by mini-racer."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem

ECHARTS = Path(__file__).parents[1] / "assets" / "vendor" / "echarts.min.js"

_DRAW = """
function draw(text) {
  const {option, width, height} = JSON.parse(text);
  const chart = echarts.init(null, null, {renderer: "svg", ssr: true, width, height});
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
"""

_STYLE = re.compile(r' style="([^"]*)"')
_TEXT = re.compile(r"<text\b[^>]*>")
_OUTLINE = re.compile(r' (?:stroke|stroke-width|paint-order)="[^"]*"')
_INSTANCE = re.compile(r"\bzr\d+-")
# what only a page that runs ECharts needs: styles of hovering, names of series
_INTERACTIVE = re.compile(r' (?:ecmeta_\w+|class|pointer-events)="[^"]*"|<style\b.*?</style>', re.S)


def echarts_source() -> Path:
    """The file of ECharts.

    Raises:
        CrossfootError: it was not fetched.
    """
    if not ECHARTS.is_file():
        raise CrossfootError(
            Problem(
                "the chart library is missing",
                where=ECHARTS.name,
                why="charts are drawn with it, in the page and for print",
                remedy="run `make setup`, which fetches it (tools/fetch_assets.py)",
            )
        )
    return ECHARTS


@cache
def _thread() -> ThreadPoolExecutor:
    """The one thread that runs ECharts: the engine is used by one caller at a time.

    A thread of its own also keeps the engine away from an event loop that the caller may run in.
    """
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="echarts")


@cache
def _engine() -> Any:
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    engine.eval(ECHARTS.read_text(encoding="utf-8"))
    engine.eval(_DRAW)
    return engine


def _draw(given: str) -> str:
    return str(_engine().call("draw", given))


def draw_svg(option: dict[str, Any], width: int = 640, height: int = 320) -> str:
    """An option of ECharts as a standalone SVG text; the same option gives the same text.

    Styles become attributes, so that a page that forbids inline styles shows them; the outline
    around labels goes, since some renderers would paint it over the letters.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    echarts_source()
    given = json.dumps({"option": option, "width": width, "height": height})
    svg = _thread().submit(_draw, given).result()
    svg = _STYLE.sub(lambda match: _attributes(match[1]), svg)
    svg = _TEXT.sub(lambda match: _OUTLINE.sub("", match[0]), svg)
    return _INSTANCE.sub("c-", _INTERACTIVE.sub("", svg))


def _attributes(style: str) -> str:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)
