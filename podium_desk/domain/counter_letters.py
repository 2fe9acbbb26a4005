"""Letters that are keys of the counter itself, and those that a house may give to its tariffs.

A tariff's letter is typed after a number (``3J``), where it goes before a key of the counter.
"""

from __future__ import annotations

from string import ascii_uppercase

COUNTER_LETTERS = frozenset("BCEGKNOPRSTUVXZ")
"""Letters that mean something else on the counter's screen, or will."""
TARIFF_LETTERS = tuple(letter for letter in ascii_uppercase if letter not in COUNTER_LETTERS)
"""The others, in order."""
