"""How this device stands towards each printer that other counters of its house may print to."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from podium_desk.domain.printer_turns import FREE, Turn, asked, begin, granted


class TurnBook:
    """How this device stands towards each printer. Asked on any thread."""

    def __init__(self, own: int, now_ms: Callable[[], int]) -> None:
        self._own, self._now_ms = own, now_ms
        self._turns: dict[str, Turn] = {}
        self._lock = Lock()

    def begin(self, place: str) -> int:
        """Begin to ask the others; who was promised it, `FREE` when nobody was."""
        with self._lock:
            begun = begin(self._turns.get(place, Turn()), self._now_ms())
            if isinstance(begun, Turn):
                self._turns[place] = begun
                return FREE
            return begun

    def answer(self, place: str, by: int) -> int:
        """Who has that printer, for the device that asks."""
        with self._lock:
            turn, holder = asked(self._turns.get(place, Turn()), self._own, by, self._now_ms())
            self._turns[place] = turn
            return holder

    def granted(self, place: str) -> int:
        """Everybody said free: `FREE` when it is ours from now on, else who came first."""
        with self._lock:
            turn = self._turns.get(place, Turn())
            ours = granted(turn, self._now_ms())
            if ours is None:
                return turn.promise(self._now_ms()) or self._own
            self._turns[place] = ours
            return FREE

    def end(self, place: str) -> None:
        """It is not ours any more. What was promised meanwhile stays so."""
        with self._lock:
            turn = self._turns.get(place, Turn())
            if turn.is_printing or turn.asks_since_ms is not None:
                self._turns[place] = Turn()
