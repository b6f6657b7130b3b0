"""Changes of the tables of `register`, in order, as `crossfoot migrate` applies them.

Made by Django's makemigrations; a migration that was released is never edited.
"""

from __future__ import annotations
