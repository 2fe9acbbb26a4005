"""Tells the board beside a door (lamps, buzzer, turnstile) what the screen says.

It follows what is on the screen, so that the lamp never says other than the colour, and never
holds it up: the board has a thread of its own. Who goes out gets no pulse and no lamp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from hardware.signals.gate_signals import BoardSeen, GateSignals
from podium_desk.domain.admission import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from hardware.signals.port import RelayBoard, Wiring
    from podium_desk.presentation.door import DoorPresenter
    from podium_desk.presentation.door_view import DoorView


class DoorBoard(QObject):
    """One board on one door; `seen` is how it does, on the screen's thread."""

    changed = Signal()
    _told = Signal(object)

    def __init__(self, board: RelayBoard, wiring: Wiring, presenter: DoorPresenter) -> None:
        super().__init__()
        self.seen = BoardSeen()
        self._presenter = presenter
        self._signals = GateSignals(board, wiring, self._told.emit)
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to follow the screen."""
        self._signals.start()
        self._unsubscribe = self._presenter.subscribe(self._show)

    def close(self) -> None:
        """Everything off."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        self._signals.close()

    def _show(self, view: DoorView) -> None:
        outcome = self._presenter.shown_outcome
        if outcome is None or view.is_exit:
            return
        if outcome.verdict is Verdict.ADMIT:
            self._signals.admitted(outcome.token, max(1, outcome.persons_now))
        else:
            # What is asked first and then let in has a token of its own.
            self._signals.refused(outcome.token)

    @Slot(object)
    def _take(self, seen: BoardSeen) -> None:
        self.seen = seen
        self.changed.emit()
