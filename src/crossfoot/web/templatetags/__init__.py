"""Tags of the templates.

- `frame`: addresses of style sheets and scripts, icons drawn in place, words by a key
"""
