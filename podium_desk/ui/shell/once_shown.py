"""Waits until a clerk can sell: the list and a hall stand and are painted; then what nobody waits
for, in steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.presentation.counter_view import CounterView

LATEST_MS = 3000
"""Nothing waits longer than this: there may be no performance to show."""


def once_shown(owner: QObject, presenter: CounterPresenter, then: Callable[[], object]) -> None:
    """Call `then` once, after the paint that shows the first hall, or else at the latest.

    `owner` is who waits: when it is gone nothing is called.
    """
    waits = [True]

    def call() -> None:
        if waits:
            waits.clear()
            then()

    def look(view: CounterView) -> None:
        if waits and view.hall is not None and view.groups:
            # Behind the paint that is now due.
            QTimer.singleShot(0, owner, lambda: QTimer.singleShot(0, owner, call))

    presenter.listen(look)
    QTimer.singleShot(LATEST_MS, owner, call)


class IdleSteps(QObject):
    """Does one thing after the other; between two of them comes whatever a clerk did meanwhile."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._steps: list[Callable[[], None]] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def run(self, steps: list[Callable[[], None]]) -> None:
        """Begin with the first, once nothing else is to be done."""
        self._steps = [*self._steps, *steps]
        self._timer.start(0)

    def stop(self) -> None:
        """Leave what was not begun."""
        self._timer.stop()

    @Slot()
    def _next(self) -> None:
        step, *self._steps = self._steps
        if not self._steps:
            self._timer.stop()
        step()
