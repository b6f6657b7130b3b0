"""Tags of the templates.

- `frame`: addresses of style sheets and scripts, icons drawn in place, words by a key

Not here: what only one area draws. Tags know no records and decide nothing.
"""

from __future__ import annotations
