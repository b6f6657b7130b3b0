"""The commands of the command line: parse, call, print.

One module per command; `options` holds what several share, `output` how results are shown.
A command ends by returning its exit code: 0 done, 1 done and found something; a
`CrossfootError` ends it with 2. Nothing is calculated here.
"""

from __future__ import annotations
