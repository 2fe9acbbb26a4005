"""A measurement: what is measured, and the named baseline that it is held against."""

from __future__ import annotations

import time
from collections.abc import Callable

from podium_desk.late_dataclass import dataclass


def _nothing() -> None:
    """Rest without doing anything."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Each call does the thing once.

    `rounds` is how often by default; `warm_up` rounds are not counted. `rest` is what the program
    does between two of these, when nobody waits: it is done after each pair and not counted.
    """

    name: str
    baseline_name: str
    measured: Callable[[], None]
    baseline: Callable[[], None]
    rounds: int
    warm_up: int = 3
    rest: Callable[[], None] = _nothing


def spent_ms(work: Callable[[], object]) -> float:
    """How long it takes, by the wall's clock."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
