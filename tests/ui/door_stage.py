"""The evening of the presenter's tests, with its window."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "unit" / "presentation"))

from door_evening import (
    ADMITTED,
    CODE,
    NOT_LISTED,
    OFFLINE,
    START,
    STATUS,
    Clock,
    FakeDoor,
    elsewhere,
    nameless,
    refused,
)

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.door import DoorPresenter
from podium_desk.presentation.door_options import DoorOptions
from podium_desk.ui.screens.door.window import DoorWindow

USED, ASKED, UNHEARD = "PODIUSEDTICKETBBBB", "PODIASKEDTICKETBBB", "PODIUNHEARDTICKETB"
OTHER_HALL, FORGED, POSTER = "PODIOTHERHALLBBBBB", "PODIFORGEDTICKETBB", "https://example.org"
CODES = (CODE, USED, ASKED, UNHEARD, OTHER_HALL, FORGED, POSTER, "PODIUNKNOWNTICKETB")


class Stage:
    """A door window with a fake door, a clock by hand and a list of the sounds it made."""

    def __init__(self, qtbot, language: str = "nl", status=STATUS, **options) -> None:
        self.clock = Clock()
        self.door = FakeDoor(
            {
                CODE: ADMITTED,
                USED: refused(ScanReason.ALREADY_IN),
                ASKED: refused(ScanReason.ISOLATED, Verdict.ASK),
                UNHEARD: NOT_LISTED,
                OTHER_HALL: elsewhere(START, Text.of("nl", "Theaterzaal")),
                FORGED: nameless(ScanReason.FORGED),
            },
            status,
        )
        clocks = {"now": self.clock.now, "monotonic_s": self.clock.monotonic_s}
        self.presenter = DoorPresenter(
            self.door, Words(language), ImmediateJobs(), DoorOptions(**clocks, **options)
        )
        self.sounds: list[str] = []
        self.window = DoorWindow(self.presenter, self.sounds.append)
        # Kept until the test's end: a window on the screen that nobody holds is freed by the
        # collector whenever it runs, also in the middle of its own painting.
        qtbot.addWidget(self.window, before_close_func=self.keep)
        self.window.show()

    def keep(self, window: DoorWindow) -> None:
        assert window is self.window

    @property
    def word(self) -> str:
        return self.window.view.panel.word

    def after(self, seconds: float) -> None:
        self.clock.passed_s += seconds
        self.presenter.tick()


__all__ = ["ADMITTED", "ASKED", "CODE", "CODES", "FORGED", "OFFLINE", "OTHER_HALL", "POSTER"]
__all__ += ["STATUS", "UNHEARD", "USED", "ScanReason", "Stage", "Verdict", "refused"]
