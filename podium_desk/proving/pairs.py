"""A measurement: what is measured, and the named baseline that it is held against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Each call does the thing once.

    `rounds` is how often by default; `warm_up` rounds are not counted.
    """

    name: str
    baseline_name: str
    measured: Callable[[], None]
    baseline: Callable[[], None]
    rounds: int
    warm_up: int = 3
