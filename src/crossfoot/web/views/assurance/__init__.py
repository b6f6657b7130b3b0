"""Pages of the assurer's desk: engagements, requests, samples, misstatements, criteria.

Who may not see an engagement is answered as if it were not there. What is material, and what
misstatements come to against it, is drawn for the team alone.
"""

from __future__ import annotations
