"""Records of the demo group's registers.

`history` brings the complaints of a year in from a file, as from the system that the group had
before; `cast` says who holds which register role; `scenes` lets them work until today.
"""

from __future__ import annotations

from crossfoot.examples.group.registers.scenes import fill_registers

__all__ = ["fill_registers"]
