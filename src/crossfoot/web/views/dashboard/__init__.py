"""Views of the figures.

- `asked`: the unit and the period that a page is about
- `board`: headlines; `shown`: how they are printed
- `figure`: what one figure is made of
- `gaps`: what is missing, late, or does not foot
- `tie_out`: figures against the audited ones
- `changes`: what changed since a draft
"""

from __future__ import annotations
