"""The keys of one run that are held back: what they say, and how fast they came.

A ticket's code has two hundred letters, and is judged at each of them: so what is asked is kept as
the keys come, and not worked out of all of them again.
"""

from __future__ import annotations

import bisect


class HeldKeys:
    """Keys in the order in which they came; `text` are the letters among them."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """They were told what they are."""
        self.count = 0
        self.text = ""
        self.last_ms = float("-inf")
        self._last_letter_ms = 0.0
        self._gaps_ms: list[float] = []

    def add(self, letter: str, at_ms: float) -> None:
        """One more key; `letter` is empty for Shift and the like."""
        if letter:
            if self.text:
                bisect.insort(self._gaps_ms, at_ms - self._last_letter_ms)
            self.text += letter
            self._last_letter_ms = at_ms
        self.count += 1
        self.last_ms = at_ms

    @property
    def middle_gap_ms(self) -> float:
        """The median of the gaps between letters, of which there are two at least."""
        gaps = self._gaps_ms
        return (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2

    @property
    def slowest_gap_ms(self) -> float:
        """The longest gap between two letters; 0 without any."""
        return self._gaps_ms[-1] if self._gaps_ms else 0.0
