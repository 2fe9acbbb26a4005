"""Until when a reservation is kept, unless the clerk says otherwise (ux.md, domain.md 8.2)."""

from __future__ import annotations

_MINUTE_MS = 60_000
_DAY_MS = 86_400_000
BEFORE_START_MS = 30 * _MINUTE_MS
"""So long before the start its places can still be sold to who stands at the counter."""
LONGEST_DAYS = 7
_DAYS = (1, 3, LONGEST_DAYS)
_LATE_MS = 15 * _MINUTE_MS


def reservation_ends(now_ms: int, start_ms: int) -> int:
    """The usual end: half an hour before the start, and at most a week from now.

    In that last half hour it is the start itself, later a quarter of an hour from now. The
    earliest start counts where a basket holds several performances.
    """
    latest = start_ms - BEFORE_START_MS
    if latest <= now_ms:
        latest = start_ms if start_ms > now_ms else now_ms + _LATE_MS
    return min(latest, now_ms + LONGEST_DAYS * _DAY_MS)


def reservation_choices(now_ms: int, start_ms: int) -> tuple[int, ...]:
    """The usual end first, then the other ends that a clerk may choose, the soonest first."""
    usual = reservation_ends(now_ms, start_ms)
    latest = max(usual, start_ms - BEFORE_START_MS)
    others = {min(now_ms + days * _DAY_MS, latest) for days in _DAYS} | {latest}
    return (usual, *sorted(others - {usual}))
