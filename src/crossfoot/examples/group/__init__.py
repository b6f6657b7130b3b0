"""The demo group: an invented battery maker with three years of data.

- `data/`: its organisation, a profile of each site, texts in both languages, an own factor file
- `sites`: reads the profiles
- `chance`: the seeded numbers behind months and people, the same on every machine
- `activity`: monthly rows of energy, fuels, refrigerants and welding gas
- `environment`, `people`, `safety`, `governance`: facts
- `mistakes`: the three mistakes planted for the footing to find
- `files`: writes all of it as the CSV files a group would import

Every figure is invented. May import `facts` and `quantities`; nothing calculates here.
"""

from __future__ import annotations
