"""Waits until a clerk can sell: the list and a hall stand and are painted; then what nobody waits
for, in steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QEvent, QObject, QTimer, Slot

from podium_desk.late_dataclass import dataclass
from podium_desk.ui.kit.window_keys import WindowKeys

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from podium_desk.application.jobs import Jobs
    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.presentation.counter_view import CounterView

LATEST_MS = 3000
"""Nothing waits longer than this: there may be no performance to show."""
A_LOOK_MS = 150
"""Nobody presses a key sooner after a hall was painted, or later after the key before."""
PATIENCE_MS = 5000
"""Keys put off the steps for so long at most: the other devices want to hear of this one."""
A_TURN_MS = 40
"""After so long one more piece of what is made before the desk is open."""
A_BREATH_MS = 10
"""Between two steps."""


def _nothing() -> None:
    """A step that has no work on one of the two threads."""


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


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of what nobody waits for: first on the lane, then on the screen's thread."""

    work: Callable[[], object] = _nothing
    came: Callable[[], object] = _nothing


class IdleSteps(QObject):
    """Does one step after the other; between two of them comes whatever a clerk did meanwhile.

    The first waits as long as a person needs to see the hall and press a key: that key is answered
    before the lane is busy with anything else.
    """

    def __init__(
        self, window: QWidget, jobs: Jobs, report_fault: Callable[[Exception], None]
    ) -> None:
        """Whoever types does so into `window`."""
        super().__init__(window)
        self._window = window
        self._keys: WindowKeys | None = None
        self._jobs, self._report_fault = jobs, report_fault
        self._steps: list[Step] = []
        self._is_at_work = False
        self._ends_patience = QDeadlineTimer(PATIENCE_MS)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._next)

    def run(self, steps: list[Step]) -> None:
        """Begin with the first after a while."""
        self._steps = [*self._steps, *steps]
        self._ends_patience = QDeadlineTimer(PATIENCE_MS)
        self._timer.start(A_LOOK_MS)
        if self._keys is None:
            self._keys = WindowKeys(self._window, self)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return not self._steps and not self._is_at_work

    def stop(self) -> None:
        """Leave what was not begun."""
        self._timer.stop()
        self._steps = []
        self._hear_no_more()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Whoever types goes first, for a while: the next step waits until that has ended."""
        is_key = event.type() == QEvent.Type.KeyPress
        if is_key and self._timer.isActive() and not self._ends_patience.hasExpired():
            self._timer.start(A_LOOK_MS)
        return False

    @Slot()
    def _next(self) -> None:
        step, *self._steps = self._steps
        self._is_at_work = True
        self._jobs.submit(step.work, lambda _: self._came(step), self._failed)

    def _came(self, step: Step) -> None:
        self._go_on()
        step.came()
        self._is_at_work = False

    def _failed(self, error: Exception) -> None:
        """It is told; what comes behind it does not depend on it."""
        self._go_on()
        self._is_at_work = False
        self._report_fault(error)

    def _go_on(self) -> None:
        if self._steps:
            self._timer.start(A_BREATH_MS)
        else:
            self._hear_no_more()

    def _hear_no_more(self) -> None:
        if self._keys is not None:
            self._keys.stop()
            self._keys = None
