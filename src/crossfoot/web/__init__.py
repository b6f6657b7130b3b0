"""Pages of the system of record: thin, each parses, asks who may, calls an action, draws.

- `urls`: the table of pages, with the duty that each needs; a test walks every role through it
- `access`: who may see a page; `requests`: who asks, and from where; `headers`: what browsers obey
- `views`: one module per part of the application
- `words.toml`, `words`: what pages say, in both languages
- `templates`, `style.css`: how they look

No script, no other host. May import `crossfoot.records` and all rooms below; nothing is decided
here that an action does not decide again.
"""

from __future__ import annotations
