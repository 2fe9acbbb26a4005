"""A figure that is not a pair's time: so many a second, so many bytes, a p99 under a crowd."""

from __future__ import annotations

from typing import Any

from podium_desk.late_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of `bench`: a value with its unit, out of `n` measurements.

    `baseline` names what it is held against and `ratio` says how far it is from it; a figure
    that is itself the baseline of another has `is_baseline`.
    """

    name: str
    value: float
    unit: str
    n: int
    baseline: str | None = None
    ratio: float | None = None
    is_baseline: bool = False

    def row(self) -> dict[str, Any]:
        """The row as it is printed."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "baseline": self.baseline,
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "n": self.n,
            "is_baseline": self.is_baseline,
        }


def quantile(values: list[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
