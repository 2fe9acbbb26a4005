"""What a start that measures itself tells, as one line of JSON. Knows no Qt."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from podium_desk.late_dataclass import dataclass

_MOMENTS = ("log_in", "hall", "last_digit", "answered")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time on the machine's clock, and the CPU that all threads of the process had used then."""

    ns: int
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Told:
    """One start. Without a PIN `log_in` and `last_digit` are those of the hall."""

    log_in: Moment
    """The log-in was painted."""
    hall: Moment
    """The list and a hall were."""
    last_digit: Moment
    """The last key of a PIN was pressed."""
    answered: Moment
    """The hall had painted its answer to a key."""
    keys_ms: list[float]
    """From each key, the hall's too, until its answer was painted."""
    keys_cpu_ms: list[float]
    gap_ms: float
    """The longest time between two looks of the window's event loop, from its first paint on; 0
    where nobody looked."""
    gap_cpu_ms: float

    def to_json(self) -> str:
        """As it is told."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Told:
        """As it was told."""
        told: dict[str, Any] = json.loads(text)
        return cls(**(told | {name: Moment(**told[name]) for name in _MOMENTS}))


def moment_from_json(text: str) -> Moment:
    """As a bare window tells when it was painted."""
    return Moment(**json.loads(text))
