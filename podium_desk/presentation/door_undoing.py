"""The volunteer takes the last entry back: for half a minute, once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from podium_desk.presentation.door_panels import seat_text

if TYPE_CHECKING:
    from podium_desk.presentation.door_options import DoorOptions
    from podium_desk.presentation.door_page import PageHost
    from podium_desk.presentation.door_panels import Scan
    from podium_desk.presentation.door_surroundings import Held

UNDO_WITHIN_S = 30.0
_log = logging.getLogger(__name__)


class Undoing:
    """Knows the last entry, and takes it back."""

    def __init__(self, host: PageHost, held: Held, options: DoorOptions) -> None:
        self._host = host
        self._held = held
        self._options = options
        self._last: tuple[Scan, float] | None = None

    @property
    def can_undo(self) -> bool:
        """Whether there is an entry that may still be taken back."""
        return self._last is not None and self._options.monotonic_s() < self._last[1]

    def entered(self, scan: Scan) -> None:
        """Somebody went in."""
        self._last = (scan, self._options.monotonic_s() + UNDO_WITHIN_S)

    def undo(self) -> None:
        """Take the last entry back, or say that there is none."""
        if self._last is None or not self.can_undo:
            self._host.say("nothing_to_undo_notice")
        else:
            self.annul(self._last[0], "undone_notice")

    def annul(self, scan: Scan, notice: str) -> None:
        """Take this entry back; a scan that came meanwhile keeps the screen."""
        self._last = None
        serial = self._held.serial

        def taken_back(is_done: bool) -> None:
            if self._held.serial == serial:
                self._held.shown = None
                what = seat_text(scan.outcome, self._host.words)
                self._host.say(notice if is_done else "nothing_to_undo_notice", what=what)
            self._host.refresh(is_behind=True)
            self._host.show()

        self._host.jobs.submit(self._host.door.undo, taken_back, self._failed)

    def _failed(self, error: Exception) -> None:
        _log.error("an entry could not be taken back", exc_info=error)
        self._host.say("undo_failed_notice")
        self._host.show()
