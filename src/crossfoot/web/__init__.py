"""Pages of the system of record: thin, each parses, asks who may, calls an action, draws.

- `areas`: what the pages are, an area a module: addresses with the duty that each needs, the menu
- `access`: who may see a page; `requests`: who asks, and from where; `headers`: what browsers obey
- `views`: what answers, one module (or folder) per area
- `words`: what pages say, in both languages, one file per area
- `spoken`: what rooms without pages say, in the language of the reader
- `templates`, `assets`: how they look: Tabler's style sheet, a few own rules, small plain scripts;
  `templatetags/frame`: `{% icon %}`, `{% asset %}`, `{% word %}`

Nothing is loaded from another host, and no script stands inside a page. May import
`crossfoot.records` and all rooms below; nothing is decided here that an action does not decide
again.
"""

from __future__ import annotations
