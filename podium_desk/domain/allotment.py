"""How many places a device holds for the hours when nobody can be asked: its reserve.

Numbers are a policy of the house (architecture.md, decision 4): a small reserve for the coming
week on the house's own selling devices, a larger one on the day itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

AFTER_START = timedelta(hours=3)
"""How long after its start a performance is still sold."""


@dataclass(frozen=True, slots=True)
class ReservePolicy:
    """A house's numbers. Percentages are of the hall's capacity."""

    days: int = 7
    seats_min: int = 8
    percent: int = 2
    today_percent: int = 10
    keeper_percent: int = 10
    keeper_evening_percent: int = 50
    evening_hours: int = 3
    """So long before the start the evening desk opens and the keeper's share grows."""
    low_water_percent: int = 50
    """A reserve below this part of its size is filled up at the next contact."""


def reserve_size(policy: ReservePolicy, capacity: int, until_start: timedelta) -> int:
    """How many places one device holds of a performance that starts in `until_start`.

    0 when it is over or further away than the policy's days; on the last day `today_percent`.
    Latecomers buy after the start too, so it is over only `AFTER_START` later.
    """
    if until_start < -AFTER_START or until_start > timedelta(days=policy.days):
        return 0
    is_today = until_start <= timedelta(hours=24)
    percent = policy.today_percent if is_today else policy.percent
    return min(capacity, max(policy.seats_min, capacity * percent // 100))


def keeper_size(policy: ReservePolicy, capacity: int, until_start: timedelta) -> int:
    """How many places the venue's keeper holds, from which the other desks are given some."""
    own = reserve_size(policy, capacity, until_start)
    is_evening = until_start <= timedelta(hours=policy.evening_hours)
    percent = policy.keeper_evening_percent if is_evening else policy.keeper_percent
    return 0 if own == 0 else max(own, capacity * percent // 100)


def is_low(policy: ReservePolicy, held: int, size: int) -> bool:
    """Whether a reserve should be filled up."""
    return held * 100 < size * policy.low_water_percent or held == 0 < size
