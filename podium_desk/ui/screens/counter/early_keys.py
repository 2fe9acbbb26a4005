"""Which keys at the counter do their work before it is known whether a scanner pressed them.

Only those that can be taken back whole (`presentation.taking_back`, `kit.wedge`): digits, the keys
that change the basket's places and prices, Space on a seat, and letters in a field that looks for
something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

from podium_desk.ui.kit.actions import digit_of
from podium_desk.ui.screens.counter.search_field import SearchField
from podium_desk.ui.screens.seatmap.view import SeatMap

if TYPE_CHECKING:
    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.ui.kit.actions import ActionTable
    from podium_desk.ui.kit.wedge import TakeBack

EARLY_ACTIONS = ("next_best", "tariff_all")
_TYPED_INTO = (QLineEdit, QComboBox, QAbstractSpinBox)


class EarlyKeys:
    """Says of a key of the counter's window how it would be taken back (`kit.wedge.Early`)."""

    def __init__(self, presenter: CounterPresenter, actions: ActionTable) -> None:
        self._presenter = presenter
        self._actions = actions

    def __call__(self, receiver: QObject, key: QKeyEvent) -> TakeBack | None:
        """None for a key that has to wait."""
        has_keyboard = receiver if isinstance(receiver, QWidget) else QApplication.focusWidget()
        if key.key() == Qt.Key.Key_Shift:
            return _nothing
        if isinstance(has_keyboard, SearchField):
            return has_keyboard.before_key()
        if isinstance(has_keyboard, _TYPED_INTO) or not self._is_early(has_keyboard, key):
            return None
        return self._presenter.taking_back.before_key()

    def _is_early(self, has_keyboard: QWidget | None, key: QKeyEvent) -> bool:
        if key.key() == Qt.Key.Key_Space:
            return isinstance(has_keyboard, SeatMap)
        action = self._actions.for_event(key)
        is_button = isinstance(has_keyboard, QAbstractButton)
        return digit_of(key) is not None or (
            not is_button and action is not None and action.id in EARLY_ACTIONS
        )


def _nothing() -> None:
    """A Shift key did nothing."""
