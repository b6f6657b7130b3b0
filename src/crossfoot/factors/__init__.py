"""Factors: what one unit of an activity emits, and what one unit of a fuel is worth in energy.

- `factor`: a dated factor with its gases, source, licence and the parameters it is made of
- `activities`: names such as `fuel.diesel.mobile`, and what the name itself says (scope, category)
- `regions`: codes such as CN-AH, the grids and countries that hold them
- `sets`: factor sets by name; each is loaded when it is first asked
- `built_in`: one module per publisher, from the tables in `data` to factors, by stated rules
- `files`: a user's own factor file
- `library`: the look-up over several sets: what was chosen, by which rule, what was rejected
- `fitting`: whether a factor per one unit serves a row in another, and what would be missing
- `coefficients`: energy content (MWh) and standard coal (tce)

Not here: warming potentials and blends (`crossfoot.quantities`), and multiplying anything by
anything (`crossfoot.calculation`). May import `quantities`, `languages`, `errors`.
"""

from __future__ import annotations
