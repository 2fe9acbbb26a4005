"""Parts of a window that fit where text is large: they scroll, or stand below each other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from podium_desk.ui.kit.own_viewport import own_viewport
from podium_desk.ui.kit.tokens import USUAL, worn

_HEIGHT_MIN = 120
_FOLDED_PIXELS = 480
"""Whatever stands in a `TallScroll` can be folded as narrow as this."""
_FOLDS_MAX = 24
_FOLDED = "folded"
_SHARE_OF_CHECK = 0.85
_CHECK_PIXELS = 60
_BESIDE = QBoxLayout.Direction.LeftToRight
_BELOW = QBoxLayout.Direction.TopToBottom


class FittingStack(QStackedWidget):
    """Needs as much room as the page that stands; Qt's own needs that of its largest page."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _page: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """That of the page that stands."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """That of the page that stands."""
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        """That of the page that stands: who scrolls it asks for this."""
        page = self.currentWidget()
        if page is None:
            return super().heightForWidth(width)
        height = page.heightForWidth(width)
        return height if height >= 0 else page.minimumSizeHint().height()


class TallScroll(QScrollArea):
    """What is in it is as wide as there is room, and scrolls where it is higher.

    Where large text makes it too wide, what stands beside each other is folded below each other.
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        own_viewport(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        self._inside = inside
        self._folded_for: tuple[int, int] = (0, 0)
        self._is_folded = False
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """As large as what is in it."""
        wanted = self._inside.sizeHint().expandedTo(self._inside.minimumSize())
        return wanted.boundedTo(self._inside.maximumSize()) + self._bar()

    def minimumSizeHint(self) -> QSize:
        """As narrow as what is in it, folded where text is large; as low as need be."""
        width = self._inside.minimumSizeHint().width()
        if worn().text_percent > USUAL.text_percent:
            width = min(width, _FOLDED_PIXELS)
        width = max(width, self._inside.minimumWidth())
        return QSize(min(width, self._inside.maximumWidth()), _HEIGHT_MIN) + self._bar()

    def event(self, event: QEvent) -> bool:
        """Whoever lays this out hears that what is in it needs another width."""
        is_done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
            self._fold()
        return is_done

    def _fold(self) -> None:
        room = self.viewport().width()
        wanted = (worn().text_percent, room)
        if wanted != self._folded_for:
            self._folded_for = wanted
            if self._is_folded:
                unfold(self._inside)
        if worn().text_percent > USUAL.text_percent:
            self._is_folded = True
            fold(self._inside, room)

    def _bar(self) -> QSize:
        bar = self.verticalScrollBar()
        return QSize(bar.sizeHint().width() if bar.maximum() else 0, 0)


def fold(inside: QWidget, room: int) -> None:
    """Put rows below each other, the widest first, and break lines, until it fits the room."""
    for box in inside.findChildren(QCheckBox):
        if box.isVisible() and box.minimumSizeHint().width() > room * _SHARE_OF_CHECK:
            _break_lines(box, round(room * _SHARE_OF_CHECK))
    for _ in range(_FOLDS_MAX):
        if inside.minimumSizeHint().width() <= room:
            return
        rows = [
            row
            for row in inside.findChildren(QBoxLayout)
            if row.direction() is _BESIDE and row.count() > 1 and _is_seen(row)
        ]
        labels = [
            label
            for label in inside.findChildren(QLabel)
            if not label.wordWrap() and label.isVisible() and " " in label.text()
        ]
        row = max(rows, key=lambda one: one.minimumSize().width(), default=None)
        label = max(labels, key=lambda one: one.minimumSizeHint().width(), default=None)
        if label is not None and label.minimumSizeHint().width() > room // 2:
            label.setWordWrap(True)
            label.setProperty(_FOLDED, True)
        elif row is not None:
            row.setDirection(_BELOW)
            row.setProperty(_FOLDED, True)
        else:
            return


def unfold(inside: QWidget) -> None:
    """Everything beside each other again."""
    for row in inside.findChildren(QBoxLayout):
        if row.property(_FOLDED):
            row.setDirection(_BESIDE)
            row.setProperty(_FOLDED, None)
    for label in inside.findChildren(QLabel):
        if label.property(_FOLDED):
            label.setWordWrap(False)
            label.setProperty(_FOLDED, None)


def _break_lines(box: QCheckBox, room: int) -> None:
    """Qt breaks no lines beside a check mark by itself."""
    measure, lines = box.fontMetrics(), [""]
    for word in box.text().split():
        longer = f"{lines[-1]} {word}".strip()
        if measure.horizontalAdvance(longer) > room - _CHECK_PIXELS and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    box.setText("\n".join(lines))


def _is_seen(row: QBoxLayout) -> bool:
    widget = row.parentWidget()
    return widget is not None and widget.isVisible()


class KeyRow(QWidget):
    """Keys beside each other, or below each other where they would not fit."""

    def __init__(self, keys: tuple[QWidget, ...]) -> None:
        super().__init__()
        self._keys = keys
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        for key in keys:
            self._row.addWidget(key, 1)

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest key alone."""
        widths = (key.minimumSizeHint().width() for key in self._shown())
        return QSize(max(widths, default=0), self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may be another arrangement."""
        super().resizeEvent(event)
        self._arrange()

    def appearance_changed(self) -> None:
        """Larger text may be another arrangement."""
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """So may another word."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        shown = self._shown()
        widest = max((key.minimumSizeHint().width() for key in shown), default=0)
        wanted = len(shown) * widest + self._row.spacing() * max(0, len(shown) - 1)
        fits = wanted <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            self.updateGeometry()

    def _shown(self) -> list[QWidget]:
        return [key for key in self._keys if not key.isHidden()]
