"""What a browser calls itself, in the words in which its owner thinks of it."""

from __future__ import annotations

#: what stands in the text, and what it means; the first that fits counts, as browsers name others
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Lark/", "Feishu"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chromium/", "Chromium"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device(agent: str) -> str:
    """Browser and system; what is left of the text where neither is known.

    >>> device("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox · Linux'
    >>> device("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1")
    'Safari · iPhone'
    >>> device("curl/8.5")
    'curl/8.5'
    """
    found = [
        next((name for mark, name in table if mark in agent), "") for table in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in found if name) or agent[:40]
