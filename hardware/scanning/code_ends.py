"""Where a code ends that has nothing behind it: by its own form, or by a silence.

A code of this house says its own length, so no other begins with it: it is known at its last
letter. What its scanner sends right behind it is that scanner's and no code, unless it is as long
as one. The same holds for a scanner that types (`hardware.scanning.wedge`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hardware.scanning.wedge import SCAN_LETTERS_MIN, TAIL_AFTER_SCAN_MS, says_nothing

TAIL_LETTERS_MAX = SCAN_LETTERS_MIN - 1
TAIL_AFTER_S = TAIL_AFTER_SCAN_MS / 1000
HALF_AFTER_S = 0.3
"""A scanner pauses for milliseconds within a code; a person scans again after a second."""
_MARKED_PREFIX = 16


@dataclass(frozen=True, slots=True)
class OwnCodes:
    """The codes of this house: how they begin, and which texts are one with their last letter."""

    begins: str = ""
    is_whole: Callable[[str], bool] = says_nothing

    def has_begun(self, text: str) -> bool:
        """Whether a text begins as they do, also behind what a scanner puts before it."""
        return bool(self.begins) and self.begins in text[:_MARKED_PREFIX].upper()


UNKNOWN = OwnCodes()
