"""Pages of the collection.

- `tasks`: what a person has to do, and by when
- `campaigns`: the list, a new one, the board, boundaries, steps with many requests
- `requests`: one request with its figures, states and comments
- `cells`: one figure with its versions, and a plain form to enter it
- `shown`: what these pages share
"""

from __future__ import annotations
