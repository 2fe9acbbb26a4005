"""The status page: it lies over a desk or a door while somebody looks, and goes at Esc.

It is a part of the window below and never modal: at a door a scan still reaches the door, which
then takes the page away, since a new scan always wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from podium_desk.ui.kit import icons
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.screens.status.cards import PlacesCard, SectionCard
from podium_desk.ui.screens.status.look import Theme, ink, status_sheet
from podium_desk.ui.screens.status.settling import HistoryCard, SettleCard

if TYPE_CHECKING:
    from podium_desk.domain.incidents import Outcome
    from podium_desk.presentation.device_status import DeviceStatusView
    from podium_desk.presentation.status_page import StatusPageView, StatusPresenter

REFRESH_MS = 1000
KEY = Qt.Key.Key_F9
KEY_TEXT = "F9"
_NARROW_PIXELS = 900
_SECTIONS = 4
_SIGNS = {"well": ("circle-check", "ok_text"), "caution": ("triangle-alert", ""),
          "trouble": ("octagon-x", ""), "offline": ("wifi-off", "")}  # fmt: skip


class StatusPage(QWidget):
    """The page over its host window; `open_page` shows it, Esc or its button closes it."""

    closed = Signal()

    def __init__(
        self, host: QWidget, presenter: StatusPresenter, clerk: str, theme: Theme = Theme.LIGHT
    ) -> None:
        super().__init__(host)
        self.setObjectName("statusPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(status_sheet(theme))
        self._host = host
        self._theme = theme
        self._presenter = presenter
        self._said = ""
        self.settling = SettleCard(theme, clerk)
        self.places = PlacesCard(theme)
        self.history = HistoryCard(theme)
        self.sections = [SectionCard(theme) for _ in range(_SECTIONS)]
        self.close_button = QPushButton()
        self.close_button.clicked.connect(self.close_page)
        self._title, self._page_word = QLabel(), QLabel()
        self._sign, self._headline = QLabel(), QLabel()
        self._build()
        self.settling.settled.connect(self._settle)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._presenter.refresh)
        host.installEventFilter(self)
        presenter.listen(self.show_view)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether somebody is looking."""
        return not self.isHidden()

    @Slot()
    def toggle(self) -> None:
        """Open it, or take it away."""
        if self.is_open:
            self.close_page()
        else:
            self.open_page()

    @Slot()
    def open_page(self) -> None:
        """Show how things stand, and keep it fresh."""
        self._presenter.refresh()
        self._timer.start()
        self._fit()
        self.show()
        self.raise_()
        self.close_button.setFocus()

    def changed(self) -> None:
        """Something happened: look at once while somebody is looking."""
        if self.is_open:
            self._presenter.refresh()

    @Slot()
    def close_page(self) -> None:
        """Back to what was below."""
        if not self.is_open:
            return
        self._timer.stop()
        self.hide()
        self._host.setFocus()
        self.closed.emit()

    def show_view(self, view: StatusPageView) -> None:
        """Show this view; only what differs is touched."""
        words = self._presenter.words
        self._page_word.setText(words("device_status.title"))
        self.close_button.setText(f"{words('device_status.close')}   Esc")
        self.close_button.setAccessibleName(words("device_status.close"))
        if view.status is None:
            return
        status = view.status
        self._title.setText(status.title)
        self.setAccessibleName(f"{words('device_status.title')}. {status.headline}")
        self._show_headline(status)
        for place, card in enumerate(self.sections):
            card.setVisible(place < len(status.sections))
            if place < len(status.sections):
                card.show_section(status.sections[place])
        self.places.setVisible(bool(status.places_title))
        self.places.show_places(status)
        self.settling.show_list(view, status, words)
        self.history.show_history(status)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window below."""
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self._fit()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """The size of the host, also when it changed while the page was away."""
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and F9 close; nothing else reaches the sale or the door below."""
        if event.key() in (Qt.Key.Key_Escape, KEY):
            self.close_page()
        event.accept()

    def _fit(self) -> None:
        self.setGeometry(self._host.rect())
        is_narrow = self.width() < _NARROW_PIXELS
        direction = QHBoxLayout.Direction.TopToBottom if is_narrow else (
            QHBoxLayout.Direction.LeftToRight
        )  # fmt: skip
        self._columns.setDirection(direction)

    def _show_headline(self, status: DeviceStatusView) -> None:
        self._headline.setText(status.headline)
        mood = status.headline_mood.value
        if self._band.property("mood") != mood:
            self._band.setProperty("mood", mood)
            for widget in (self._band, self._headline):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        name, colour = _SIGNS[mood]
        drawn = ink(self._theme, colour) if colour else (
            self._headline.palette().windowText().color().name()
        )  # fmt: skip
        self._sign.setPixmap(icons.pixmap(name, drawn, 28))
        if self.is_open and status.headline != self._said:
            self._said = status.headline
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, status.headline))

    @Slot(str, object, str, str)
    def _settle(self, incident: str, outcome: Outcome, by: str, note: str) -> None:
        self._presenter.settle(incident, outcome, by, note)
        if by.strip():
            self.settling.note.clear()

    def _build(self) -> None:
        look(self._title, "muted")
        look(self._page_word, "title")
        top = QHBoxLayout()
        top.setContentsMargins(24, 12, 24, 12)
        top.setSpacing(16)
        top.addWidget(self._page_word)
        top.addWidget(self._title, 1)
        top.addWidget(self.close_button)
        self._band = QFrame()
        self._band.setObjectName("headline")
        self._headline.setWordWrap(True)
        said = QHBoxLayout(self._band)
        said.setContentsMargins(24, 12, 24, 12)
        said.setSpacing(12)
        said.addWidget(self._sign)
        said.addWidget(self._headline, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._band)
        column.addWidget(self._scrolling(), 1)

    def _scrolling(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("statusBody")
        self._columns = QHBoxLayout(body)
        self._columns.setContentsMargins(24, 18, 24, 24)
        self._columns.setSpacing(18)
        self._columns.addLayout(_column(self.settling, self.places, self.history), 3)
        self._columns.addLayout(_column(*self.sections), 2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        return scroll


def _column(*cards: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(18)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
