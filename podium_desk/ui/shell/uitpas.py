"""Puts the UiTPAS panel over a counter, with a thread of its own that may wait for a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.application.lane import ReplicaLane
from podium_desk.presentation.uitpas import Below, UitpasPresenter
from podium_desk.ui.kit.jobs import QtJobs
from podium_desk.ui.screens.counter.uitpas import UitpasPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from podium_desk.application.uitpas import UitpasCounter


class UitpasSide:
    """The panel, its presenter and its thread; `close` ends the thread."""

    def __init__(self, window: QWidget, uitpas: UitpasCounter, below: Below) -> None:
        self._lane = ReplicaLane()
        self.jobs = QtJobs(self._lane)
        self.jobs.setParent(window)
        self.presenter = UitpasPresenter(uitpas, self.jobs, below)
        self.panel = UitpasPanel(window, self.presenter)

    def close(self) -> None:
        """Show nothing more, and let the question under way end: three seconds at most."""
        self.jobs.close()
        self._lane.close()
