"""The tables of the overview, step by step.

- `0001_audited`: audited figures and their versions
- `0002_draft`: drafts and the hashes of their files
"""

from __future__ import annotations
