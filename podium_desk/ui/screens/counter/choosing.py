"""Where a performance and its places are chosen: the list beside the hall.

Where text is so large, or the window so small, that both do not fit beside each other, one of them
stands and two keys above them change between them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.fitting import KeyRow
from podium_desk.ui.kit.tokens import px

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.ui.kit.buttons import ActionButton
    from podium_desk.ui.screens.counter.hall_pane import HallPane

LIST_PIXELS = 304
_HALL_PIXELS_MIN = 500
_ONE_PIXELS_MIN = 200
"""What can be chosen from is at least so high; below that all of it scrolls."""
_USUAL_PIXELS, _WIDER_PIXELS, _WIDER_SHARE = 1000, 72, 6
"""On a wide screen the list takes a sixth of what is beyond the usual width, up to so much."""
_GAP = 16
_TAB_PIXELS, _TAB_TEXT_PIXELS = 24, 20


class BestKeys(QWidget):
    """The keys below the list: so many best places in one row, and what else can be asked."""

    def __init__(
        self, best: tuple[ActionButton, ...], others: tuple[tuple[ActionButton, int], ...]
    ) -> None:
        """`others` stand below the best places, each as wide as so many of them."""
        super().__init__()
        self._word = QLabel()
        look(self._word, "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        columns = len(best)
        grid.addWidget(self._word, 0, 0, 1, columns)
        at = columns
        for key, span in (*((key, 1) for key in best), *others):
            grid.addWidget(key, *divmod(at, columns), 1, span)
            at += span
        for column in range(columns):
            grid.setColumnStretch(column, 1)

    def show_words(self, words: Words) -> None:
        """Say what the digits are."""
        self._word.setText(words("counter.digits_help"))


class ChoosingPane(QWidget):
    """The list with its search, the keys of the best places, and the hall."""

    def __init__(self, listed: tuple[QWidget, ...], best: BestKeys, hall: HallPane) -> None:
        """`listed` stand below each other, the last one as high as there is room."""
        super().__init__()
        self._best, self._hall = best, hall
        self._is_beside: bool | None = None
        self._is_list_shown = False
        self.list_key, self.hall_key = QPushButton(), QPushButton()
        self._keys = KeyRow((self.list_key, self.hall_key))
        for key in (self.list_key, self.hall_key):
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        for widget in listed:
            side.addWidget(widget, 1 if widget is listed[-1] else 0)
        self._listed = listed[-1]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(8)
        self._arrange()
        self.hall_key.clicked.connect(hall.take_keyboard)
        hall.wanted.connect(self.show_hall)

    def on_list_wanted(self, told: Callable[[], None]) -> None:
        """Tell when the key of the list is pressed."""
        self.list_key.clicked.connect(told)

    def show_words(self, words: Words) -> None:
        """Name the keys."""
        self._best.show_words(words)
        for key, name in ((self.list_key, "counter.performances"), (self.hall_key, "counter.hall")):
            key.setText(words(name))
            key.setAccessibleName(words(name))

    def show_list(self) -> None:
        """The list, where only one of the two stands."""
        self._is_list_shown = True
        self._show_one()

    def show_hall(self) -> None:
        """The hall, where only one of the two stands."""
        self._is_list_shown = False
        self._show_one()

    def minimumSizeHint(self) -> QSize:
        """Room for one of the two, when there is no more."""
        if self._is_beside:
            height = self._grid.minimumSize().height()
            return QSize(_HALL_PIXELS_MIN, height)
        parts = (self._keys, self._best, self._side, self._hall)
        width = max(part.minimumSizeHint().width() for part in parts if not part.isHidden())
        return QSize(width, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may be another arrangement."""
        super().resizeEvent(event)
        self._arrange()

    def appearance_changed(self) -> None:
        """Larger text may be another arrangement."""
        self._arrange()

    def _arrange(self) -> None:
        for key in (self.list_key, self.hall_key):
            key.setFixedHeight(_TAB_PIXELS + px(_TAB_TEXT_PIXELS))
        is_beside = self.width() >= px(LIST_PIXELS) + _GAP + _HALL_PIXELS_MIN
        wider = max(0, min(_WIDER_PIXELS, (self.width() - _USUAL_PIXELS) // _WIDER_SHARE))
        for part in (self._side, self._best):
            part.setFixedWidth(px(LIST_PIXELS) + wider) if is_beside else _set_free(part)
        if is_beside is self._is_beside:
            return
        self._is_beside = is_beside
        self._grid.setHorizontalSpacing(_GAP if is_beside else 0)
        for widget in (self._keys, self._side, self._hall, self._best):
            self._grid.removeWidget(widget)
        if is_beside:
            self._grid.addWidget(self._side, 0, 0)
            self._grid.addWidget(self._best, 1, 0)
            self._grid.addWidget(self._hall, 0, 1, 2, 1)
        else:
            self._grid.addWidget(self._keys, 0, 0)
            self._grid.addWidget(self._side, 1, 0)
            self._grid.addWidget(self._hall, 2, 0)
            self._grid.addWidget(self._best, 3, 0)
        self._show_one()

    def _stretch(self, *, is_beside: bool) -> None:
        high = 0 if is_beside else 1 if self._is_list_shown else 2
        for row in range(4):
            self._grid.setRowStretch(row, 1 if row == high else 0)
        self._grid.setColumnStretch(0, 0 if is_beside else 1)
        self._grid.setColumnStretch(1, 1 if is_beside else 0)
        for part in (self._listed, self._hall.shown):
            part.setMinimumHeight(0 if is_beside else _ONE_PIXELS_MIN)

    def _show_one(self) -> None:
        is_beside = bool(self._is_beside)
        self._stretch(is_beside=is_beside)
        self._keys.setVisible(not is_beside)
        self._side.setVisible(is_beside or self._is_list_shown)
        self._hall.setVisible(is_beside or not self._is_list_shown)
        look(self.list_key, "chosen" if self._is_list_shown else "")
        look(self.hall_key, "" if self._is_list_shown else "chosen")
        self.updateGeometry()


def _set_free(widget: QWidget) -> None:
    widget.setMinimumWidth(0)
    widget.setMaximumWidth(_ANY_WIDTH)


_ANY_WIDTH = 16_777_215
"""Qt's word for a width without a limit."""
