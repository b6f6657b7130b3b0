"""What the API takes and gives.

Made by `tools/api_client.py` from the description of the API; change that, not this file.
"""

from __future__ import annotations
