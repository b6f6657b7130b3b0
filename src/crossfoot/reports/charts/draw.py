"""Charts as SVG, for print and for pages without scripts: ECharts itself, run by mini-racer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from crossfoot.errors import CrossfootError, Problem
from crossfoot.reports.store import Store, key_of

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


_store: ContextVar[Store | None] = ContextVar("store", default=None)


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


@contextmanager
def keeping_charts(store: Store | None) -> Iterator[None]:
    """Within it, charts that were drawn before are taken from a store."""
    token = _store.set(store)
    try:
        yield
    finally:
        _store.reset(token)


@cache
def _library() -> str:
    """Hash of what draws: ECharts and this file."""
    return key_of(echarts_source().read_bytes(), Path(__file__).read_bytes())


def draw_svg(option: dict[str, Any], width: int = 640, height: int = 320) -> str:
    """An option of ECharts as a standalone SVG text; the same option gives the same text.

    Styles become attributes, so that a page that forbids inline styles shows them; the outline
    around labels goes, since some renderers would paint it over the letters.

    Raises:
        CrossfootError: ECharts was not fetched.
    """
    echarts_source()
    given = json.dumps({"option": option, "width": width, "height": height})
    store = _store.get()
    key = key_of(_library(), given)
    found = store.get(key) if store is not None else None
    if found is not None:
        return found.decode()
    drawn = _standalone(_thread().submit(_draw, given).result())
    if store is not None:
        store.put(key, drawn.encode())
    return drawn


def _standalone(svg: str) -> str:
    svg = _STYLE.sub(lambda match: _attributes(match[1]), svg)
    svg = _TEXT.sub(lambda match: _OUTLINE.sub("", match[0]), svg)
    return _INSTANCE.sub("c-", _INTERACTIVE.sub("", svg))


def _attributes(style: str) -> str:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)
