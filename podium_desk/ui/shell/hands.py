"""The hands and the eyes of a clerk at a real window: keys, clicks on what has a name, words seen.

Nothing here calls a presenter. What is pressed goes the way of a person's key, past the scanner's
ear too; what is clicked is found by the name that a screen reader says; what is seen stands in a
label that shows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from podium_desk.application.lane import ReplicaLane
from podium_desk.ui.screens.seatmap.view import SeatMap
from podium_desk.ui.shell.tour import TourFault, type_as_scanner

PATIENCE_S = 20.0
_HELD_MS, _HELD_WORD_MS = 75, 115
"""A plain key, and a word, wait so long in the scanner's ear (`hardware.scanning.wedge`)."""
_SLOW_LETTERS = 7
"""Longer words are typed as slowly as a person does, or they would be a scan."""
_LETTER_MS = 40
_ROUNDS = 3
_BREATH_S = 0.005
_W = TypeVar("_W", bound=QWidget)


class Hands:
    """One pair of hands at one window; `strokes` counts each key, word, click and scan."""

    def __init__(
        self, window: QWidget, lane: ReplicaLane, is_under_way: Callable[[], bool]
    ) -> None:
        """`lane` is the replica's, and `is_under_way` whether the window still does what it was
        asked: both are waited for after each stroke."""
        self.window = window
        self.strokes = 0
        self._lane = lane
        self._is_under_way = is_under_way

    def press(self, keys: str) -> None:
        """Strike what stands between the spaces: a key (``F11``, ``Ctrl+E``, ``Enter``), or a
        word that is typed (an underscore in it is a space)."""
        for key in keys.split():
            self.strokes += 1
            self._strike(key.replace("Enter", "Return"))
            self.settle()

    def scan(self, code: str) -> None:
        """A hand scanner types a code."""
        self.strokes += 1
        type_as_scanner(self._focused(), code)
        # An Enter that follows at once would be taken for the scanner's second one.
        _wait(_HELD_WORD_MS)
        self.settle()

    def click(self, name: str) -> None:
        """Click the button of this name, or the first one whose name begins so."""
        self.strokes += 1
        button = self._named(QAbstractButton, name)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
        self.settle()

    def click_seat(self, name: str) -> None:
        """Click a place on the map by its name, e.g. ``Rij F stoel 12``; where seats are too small
        to pick, the first click comes closer."""
        (seat_map,) = self.window.findChildren(SeatMap)
        row = _row_of(seat_map, name)
        for _ in range(4):
            self.strokes += 1
            can_pick = seat_map.can_pick
            where = seat_map.visualRect(seat_map.model().index(row, 0)).center()
            _click(seat_map.viewport(), where)
            self.settle()
            if can_pick:
                return
        raise TourFault(f"'{name}' cannot be picked")

    def choose(self, name: str, text: str) -> None:
        """Choose from the list of this name what begins with `text`, by the keyboard."""
        self.strokes += 1
        box = self._named(QComboBox, name)
        row = next(n for n in range(box.count()) if box.itemText(n).startswith(text))
        box.setFocus()
        step = Qt.Key.Key_Down if row > box.currentIndex() else Qt.Key.Key_Up
        while box.currentIndex() != row:
            QTest.keyClick(box, step)
            self.settle()

    def write(self, name: str, text: str) -> None:
        """Type a text in the field of this name, instead of what stood there."""
        self.strokes += 1
        field = self._named(QLineEdit, name)
        field.setFocus()
        field.selectAll()
        self._strike(text)
        _wait(_HELD_WORD_MS)
        self.settle()

    def sees(self, words: str) -> bool:
        """Whether a label, or a button, of the window says this now."""
        return any(words in text for text in self.texts())

    def texts(self) -> Iterator[str]:
        """What can be read, part by part, with plain spaces."""
        for label in self.window.findChildren(QLabel):
            if label.isVisible() and label.text():
                yield _plain(label.text())
        for button in self.window.findChildren(QAbstractButton):
            if button.isVisible():
                yield _name(button)

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds; raises `TourFault` with `what` when it never does."""
        ends = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > ends:
                seen = " | ".join(self.texts())
                raise TourFault(f"{what} – on the screen: {seen[:3000]}")
            _wait(5)

    def until_seen(self, words: str) -> None:
        """Wait until these words stand somewhere."""
        self.until(lambda: self.sees(words), f"nothing says '{words}'")

    def settle(self) -> None:
        """Let what was asked be done on the replica's lane, and be shown."""
        for _ in range(_ROUNDS):
            self._lane(_nothing)
            QApplication.processEvents()
        while self._is_under_way():
            _wait(1)

    def rest(self) -> None:
        """Wait as long as the scanner's ear holds a plain key back, and let it be done."""
        _wait(_HELD_MS)
        self.settle()

    def _strike(self, key: str) -> None:
        combination = QKeySequence.fromString(key)[0]  # type: ignore[index]
        if len(key) > 1 and combination.key() != Qt.Key.Key_unknown:
            QTest.keyClick(self._focused(), combination.key(), combination.keyboardModifiers())
        else:
            text = key.replace("_", " ")
            slowly = _LETTER_MS if len(text) > _SLOW_LETTERS else -1
            QTest.keyClicks(self._focused(), text, Qt.KeyboardModifier.NoModifier, slowly)

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.window.focusWidget() or self.window

    def _named(self, kind: type[_W], name: str) -> _W:
        """The widget that shows and has this name, else the one with the shortest that begins
        so."""
        shown = [one for one in self.window.findChildren(kind) if one.isVisible()]
        named = [one for one in shown if _name(one).startswith(name)]
        if not named:
            raise TourFault(f"nothing is called '{name}': {' | '.join(self.texts())[:2000]}")
        return min(named, key=lambda one: len(_name(one)))


def _row_of(seat_map: SeatMap, name: str) -> int:
    model = seat_map.model()
    for row in range(model.rowCount()):
        spoken = model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole)
        if spoken.startswith(f"{name},"):
            return row
    raise TourFault(f"no seat is called '{name}'")


def _name(widget: QWidget) -> str:
    """What a screen reader says of a widget: its name, else the word that stands on it."""
    word = widget.text() if isinstance(widget, QAbstractButton) else ""
    return _plain(widget.accessibleName() or word)


def _plain(text: str) -> str:
    """With the spaces that a person types."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


def _click(widget: QWidget, at: QPoint) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def _nothing() -> None:
    """Waited for on the lane, behind what was asked before it."""


def _wait(wait_ms: float) -> None:
    """Let the window work for so long. `QTest.qWait` keeps Python to itself meanwhile: on a busy
    machine the replica's lane then gets nowhere."""
    ends = time.monotonic() + wait_ms / 1000
    while True:
        QApplication.processEvents()
        left_s = ends - time.monotonic()
        if left_s <= 0:
            return
        time.sleep(min(left_s, _BREATH_S))
