"""For measuring a start: closes the counter as soon as what somebody waits for is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from podium_desk.ui.shell.counter_setting import ReadyPoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from podium_desk.presentation.login import LoginView
    from podium_desk.ui.shell.till import TillRoom


class Starting(Protocol):
    """A counter whose window was shown a moment ago."""

    once_ready: Callable[[], object]

    @property
    def window(self) -> QWidget:
        """What somebody waits for."""

    @property
    def room(self) -> TillRoom | None:
        """Its log-in."""


def close_at(point: ReadyPoint, counter: Starting) -> None:
    """Close the counter there.

    Raises `TypeError` when a digit is to be typed and no log-in stands at the first show.
    """
    if point is ReadyPoint.HALL:
        counter.once_ready = counter.window.close
    elif counter.room is not None and counter.room.login.view.is_shown:
        _close_at_digit(counter.room, counter.window)
    else:
        raise TypeError("no log-in is known from the last time")


def _close_at_digit(room: TillRoom, window: QWidget) -> None:
    """Press 1, the key of the first tile; its person's page is what follows."""

    def look(view: LoginView) -> None:
        if view.chosen:
            window.repaint()
            window.close()

    window.repaint()
    room.login.listen(look)
    no_modifier = Qt.KeyboardModifier.NoModifier
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, no_modifier, "1")
    # It was pressed before the desk begins to open, which a window waits for as it closes.
    QCoreApplication.postEvent(room.login_page, press, Qt.EventPriority.HighEventPriority.value)
