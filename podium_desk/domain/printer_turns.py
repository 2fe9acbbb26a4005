"""Turns of several counters at one printer that says nothing, and so cannot say that it is taken.

Whoever wants to print asks each counter that it hears. A counter answers *free* only when it does
not print there itself, and promises with that answer not to begin for a moment: so of two that
ask at once one prints. Nobody keeps a lease: a counter that is gone answers nothing, and is free.
"""

from __future__ import annotations

from podium_desk.late_dataclass import dataclass

ASKING_MS = 1000
"""Who did not hear from everybody by then asks anew."""
PROMISE_MS = 1500
"""Longer than anybody asks, so that who was promised the printer has begun when it ends."""
FREE = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """How a device stands towards one printer. Times are of its own clock."""

    is_printing: bool = False
    asks_since_ms: int | None = None
    promised_to: int = FREE
    promised_until_ms: int = 0

    def promise(self, now_ms: int) -> int:
        """Whom the printer is promised to now, `FREE` for nobody."""
        return self.promised_to if now_ms < self.promised_until_ms else FREE


def begin(turn: Turn, now_ms: int) -> Turn | int:
    """Begin to ask the others; the device that it is promised to, when it is."""
    return turn.promise(now_ms) or Turn(asks_since_ms=now_ms)


def asked(turn: Turn, own: int, by: int, now_ms: int) -> tuple[Turn, int]:
    """Answer the device `by`: who has the printer, `FREE` for nobody. Of two that ask at the same
    moment the lower number goes first, and the other gives up."""
    promised = turn.promise(now_ms)
    if turn.is_printing or (turn.asks_since_ms is not None and own < by):
        return turn, own
    if promised not in (FREE, by):
        return turn, promised
    return Turn(promised_to=by, promised_until_ms=now_ms + PROMISE_MS), FREE


def granted(turn: Turn, now_ms: int) -> Turn | None:
    """Everybody said *free*: print; None when the turn was given up meanwhile, or is too old."""
    since_ms = turn.asks_since_ms
    is_ours = since_ms is not None and 0 <= now_ms - since_ms <= ASKING_MS
    return Turn(is_printing=True) if is_ours else None
