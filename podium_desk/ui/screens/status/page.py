"""The status page: it lies over a desk or a door while somebody looks, and goes at Esc.

It is a part of the window below and never modal: at a door a scan still reaches the door, which
then takes the page away, since a new scan always wins.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from podium_desk.application.duties import Duty
from podium_desk.ui.kit import icons, tokens
from podium_desk.ui.kit.actions import digit_of
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.fitting import TallScroll
from podium_desk.ui.screens.status.cards import Card, PlacesCard, SectionCard
from podium_desk.ui.screens.status.closing import ClosingCard, CodePage, TakingPage
from podium_desk.ui.screens.status.drill import DrillCard
from podium_desk.ui.screens.status.hand_over import HandOverCard
from podium_desk.ui.screens.status.look import Theme, dress_page, ink
from podium_desk.ui.screens.status.paper import PapersCard
from podium_desk.ui.screens.status.paragraphs import paragraph
from podium_desk.ui.screens.status.settling import HistoryCard, SettleCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.domain.incidents import Outcome
    from podium_desk.presentation.device_status import DeviceStatusView
    from podium_desk.presentation.drill_run import DrillRun
    from podium_desk.presentation.status_page import StatusPageView, StatusPresenter

REFRESH_MS = 1000
KEY = Qt.Key.Key_F9
_NARROW_PIXELS = 900
_SECTIONS = 5
_SIGNS = {"well": ("circle-check", "ok_text"), "caution": ("triangle-alert", ""),
          "trouble": ("octagon-x", ""), "offline": ("wifi-off", "")}  # fmt: skip
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _nothing_on(_picture: Path) -> list[str]:
    return []


class StatusPage(QWidget):
    """The page over its host window; `open_page` shows it, Esc or its button closes it."""

    closed = Signal()
    devices_wanted = Signal()
    """The button that a shell shows where devices can be set up from here."""

    def __init__(
        self,
        host: QWidget,
        presenter: StatusPresenter,
        clerk: str,
        theme: Theme | None = None,
        read_picture: Callable[[Path], list[str]] = _nothing_on,
    ) -> None:
        """`read_picture` gives the texts of the QR codes on a picture."""
        super().__init__(host)
        self.setObjectName("statusPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress_page(self, theme)
        self._host = host
        self._theme = theme
        self._presenter = presenter
        self._read_picture = read_picture
        self._said = ""
        self._wants_holder = self._wants_papers = False
        self.settling = SettleCard(theme, clerk)
        self.places = PlacesCard(theme)
        self.history = HistoryCard(theme)
        self.sections = [SectionCard(theme) for _ in range(_SECTIONS)]
        self.duties = {duty: HandOverCard(theme, duty) for duty in Duty}
        self.closing = ClosingCard(theme)
        self.paper = PapersCard(theme)
        self.drill: DrillCard | None = None
        self.done = paragraph("", "value")
        self.close_button, self.devices_button = QPushButton(), QPushButton()
        self.devices_button.clicked.connect(self.devices_wanted)
        self.devices_button.hide()
        self.close_button.clicked.connect(self.close_page)
        self._title, self._page_word = QLabel(), QLabel()
        self._sign, self._headline = QLabel(), QLabel()
        self._build()
        self.code, self.taking = CodePage(self), TakingPage(self)
        self.settling.settled.connect(self._settle)
        self._connect_hand_over()
        self._connect_closing()
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

    @property
    def gives_way(self) -> bool:
        """Whether a scan is not meant for a line of this page, so that it goes where scans go."""
        return not isinstance(QApplication.focusWidget(), QLineEdit) and self.taking.isHidden()

    @Slot()
    def toggle(self) -> None:
        """Open it, or take it away."""
        if self.is_open:
            self.close_page()
        else:
            self.open_page()

    @Slot()
    def open_page(self) -> None:
        """Show how things stand, and keep it fresh; papers that are asked about come first."""
        self._wants_papers = True
        self._presenter.refresh()
        self._timer.start()
        self._fit()
        self.show()
        self.raise_()
        (self.paper.confirm if self.paper.asks else self.close_button).setFocus()

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
        self._wants_holder = self._wants_papers = False
        self._presenter.left()
        self.stop_drill()
        self.show_view(self._presenter.view)
        self.hide()
        self._host.setFocus()
        self.closed.emit()

    def add_drill(self, run: DrillRun) -> None:
        """A door has an outage drill, below what is to be settled."""
        self.drill = DrillCard(self._theme, run)
        self._left.insertWidget(1, self.drill)
        self.drill.look()

    def stop_drill(self) -> None:
        """A drill that runs ends after the ticket that it judges."""
        if self.drill is not None:
            self.drill.stop()

    def show_view(self, view: StatusPageView) -> None:
        """Show this view; only what differs is touched."""
        words, focus = self._presenter.words, self.focusWidget()
        self._page_word.setText(words("device_status.title"))
        self.close_button.setText(f"{words('device_status.close')}   Esc")
        self.close_button.setAccessibleName(words("device_status.close"))
        self.devices_button.setText(words("set_up.open"))
        self.devices_button.setAccessibleName(words("set_up.open"))
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
        self.paper.show_card(status.paper)
        if self._wants_papers and self.is_open and self.paper.asks:
            self._wants_papers = False
            self.paper.confirm.setFocus()
        self.places.setVisible(bool(status.places_title))
        self.places.show_places(status)
        self.settling.show_list(view, status, words)
        if self.drill is not None:
            self.drill.look()
        self.history.show_history(status)
        cards = {card.duty: card for card in status.duties}
        for duty, shown in self.duties.items():
            shown.show_card(cards.get(duty), view.is_busy)
        if self._wants_holder and Duty.HOLDER in cards:
            self._wants_holder = False
            self.duties[Duty.HOLDER].begin.setFocus()
        self.closing.show_card(view.closing, status.can_close, view.is_busy, words)
        self.code.show_code(view.code, words)
        self.taking.show_taking(view.taking, view.is_busy, words)
        self._show_done(view.done)
        if self.is_open and self.focusWidget() is not focus:
            # Once everything that came or went has found its place.
            QTimer.singleShot(0, self, self._show_focus)

    @Slot()
    def open_holder(self) -> None:
        """Show the page at the card that says who decides at the doors."""
        if not self.is_open:
            self.open_page()
        self._wants_holder = True
        self.show_view(self._presenter.view)

    def take_part(self, text: str) -> None:
        """A part of a closing code was scanned: take it in, on this page."""
        if not self.is_open:
            self.open_page()
        self._presenter.closing.take(text)

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
        """Esc steps back, F9 closes, a digit is a paper's; nothing reaches the sale below."""
        key, focus, digit = event.key(), self.focusWidget(), digit_of(event)
        self._wants_papers = False
        if key == KEY or (key == Qt.Key.Key_Escape and not self._presenter.back()):
            self.close_page()
        elif key in _ENTER_KEYS and isinstance(focus, QPushButton):
            focus.click()
        elif digit:
            self.paper.press(digit)
        event.accept()

    def _fit(self) -> None:
        self.setGeometry(self._host.rect())
        is_narrow = self.width() < tokens.px(_NARROW_PIXELS)
        direction = QHBoxLayout.Direction.TopToBottom if is_narrow else (
            QHBoxLayout.Direction.LeftToRight
        )  # fmt: skip
        self._columns.setDirection(direction)
        for over in (self.code, self.taking):
            over.setGeometry(self.rect())

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

    @Slot()
    def _show_focus(self) -> None:
        """Scroll to where the keyboard is now, with all of its card."""
        focus = self.focusWidget()
        card: QWidget | None = focus
        while card is not None and not isinstance(card, Card):
            card = card.parentWidget()
        for widget in (card, focus):
            if widget is not None and self._scroll.isAncestorOf(widget):
                self._scroll.ensureWidgetVisible(widget)

    def _show_done(self, said: str) -> None:
        """What was done, in sight wherever the page is scrolled to, and told."""
        if said and said != self.done.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        self.done.setText(said)
        self._done_band.setVisible(bool(said))

    def _connect_hand_over(self) -> None:
        hand_over = self._presenter.hand_over
        for duty, card in self.duties.items():
            card.begun.connect(partial(hand_over.begin, duty))
            card.chosen.connect(hand_over.choose)
            card.confirmed.connect(hand_over.confirm)
            card.went_back.connect(self._presenter.back)

    def _connect_closing(self) -> None:
        closing, paper = self._presenter.closing, self._presenter.paper
        self.paper.confirmed.connect(paper.confirm)
        self.paper.turned.connect(paper.turn)
        self.paper.rolled.connect(paper.new_roll)
        self.closing.asked.connect(closing.ask)
        self.closing.confirmed.connect(closing.confirm)
        self.closing.went_back.connect(self._presenter.back)
        self.closing.taking.connect(closing.begin_taking)
        self.code.stepped.connect(closing.step)
        self.code.closed.connect(self._presenter.back)
        self.taking.scanned.connect(closing.take)
        self.taking.pictures.connect(self._take_pictures)
        self.taking.closed.connect(self._presenter.back)

    @Slot(list)
    def _take_pictures(self, files: list[str]) -> None:
        self._presenter.closing.take_pictures(self._read_picture, [Path(file) for file in files])

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
        top.addWidget(self.devices_button)
        top.addWidget(self.close_button)
        self._band = QFrame()
        self._band.setObjectName("headline")
        self._headline.setWordWrap(True)
        said = QHBoxLayout(self._band)
        said.setContentsMargins(24, 12, 24, 12)
        said.setSpacing(12)
        said.addWidget(self._sign)
        said.addWidget(self._headline, 1)
        self._done_band = QFrame()
        self._done_band.setObjectName("headline")
        inside = QVBoxLayout(self._done_band)
        inside.setContentsMargins(24, 10, 24, 10)
        inside.addWidget(self.done)
        self._scroll = self._scrolling()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._band)
        column.addWidget(self._done_band)
        column.addWidget(self._scroll, 1)

    def _scrolling(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("statusBody")
        self._columns = QHBoxLayout(body)
        self._columns.setContentsMargins(24, 18, 24, 24)
        self._columns.setSpacing(18)
        deeds = (*self.duties.values(), self.closing)
        self._left = _column(self.settling, self.paper, self.places, *deeds, self.history)
        self._columns.addLayout(self._left, 3)
        self._columns.addLayout(_column(*self.sections), 2)
        return TallScroll(body)


def _column(*cards: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(18)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
