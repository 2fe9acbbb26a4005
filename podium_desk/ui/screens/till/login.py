"""Who are you? A tile a person and four digits, or a badge; it lies over the counter until then."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from podium_desk.domain.staff import PIN_DIGITS
from podium_desk.presentation.login import LoginView, TileView
from podium_desk.ui.kit.actions import Action, ActionTable, digit_of
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.keypad import ERASE, Keypad
from podium_desk.ui.kit.overlay import HostFollower
from podium_desk.ui.kit.page_look import Theme, dress_page, ink
from podium_desk.ui.kit.sizes import fix_size
from podium_desk.ui.kit.tokens import px, worn
from podium_desk.ui.kit.wedge import WedgeFilter
from podium_desk.ui.kit.window_keys import WindowKeys

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent

    from hardware.scanning.typing_habits import TypingHabits
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.login import LoginPresenter
    from podium_desk.ui.kit.wedge import TakeBack

_SECOND_MS = 1000
_COLUMNS = 3
_CARD_PIXELS, _MARGINS = 900, 48
_ROOMY_PERCENT = 130
_DOT_PIXELS = 22


class LoginPage(QWidget):
    """Covers its host window while somebody has to log in, or a manager's PIN is asked."""

    def __init__(
        self,
        host: QWidget,
        presenter: LoginPresenter,
        theme: Theme | None = None,
    ) -> None:
        super().__init__(host)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress_page(self, theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._host = host
        self._presenter = presenter
        self.actions_table = ActionTable((
            Action("leave", ("Esc",), "login.not_me", presenter.leave,
                   lambda: presenter.view.can_leave),
            Action("erase", ("Backspace",), "counter.erase", presenter.erase),
        ))  # fmt: skip
        self._follower = HostFollower(self, host)
        self._before: QWidget | None = None
        self._wedge = WedgeFilter(early=self._before_key)
        self._keys: WindowKeys | None = None
        self._wedge.scanned.connect(presenter.badge)
        self._wedge.typed.connect(presenter.typed)
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(presenter.tick)
        self._title, self._hint, self.notice = QLabel(), QLabel(), QLabel()
        self.notice.setObjectName("notice")
        for label, style in ((self._title, "total"), (self._hint, "muted")):
            look(label, style)
        for label in (self._title, self._hint, self.notice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.tiles: list[QPushButton] = []
        self._tiles_shown: tuple[TileView, ...] = ()
        self._name, self._dots = QLabel(), _Dots(theme)
        self._leave = ActionButton(self.actions_table["leave"], height=56)
        self._build()
        presenter.listen(self.show_view)
        self.hide()

    def learn(self, habits: TypingHabits) -> None:
        """How the scanner of this device types."""
        self._wedge.learn(habits)

    def take_badge(self, code: str) -> None:
        """A badge was read by a scanner or a reader that does not type."""
        self._presenter.badge(code)

    def show_view(self, view: LoginView) -> None:
        """Show this view; the page comes and goes with it."""
        if not view.is_shown:
            self._go_away()
            return
        words = self._presenter.words
        self._title.setText(view.title)
        # The digits need the room more, where text is large.
        self._title.setVisible(not view.chosen or worn().text_percent <= _ROOMY_PERCENT)
        self._hint.setText(view.hint)
        self.notice.setText(view.notice)
        self.setAccessibleName(f"{view.title} {view.hint}")
        self._show_tiles(view.tiles)
        self._name.setText(view.chosen)
        self._dots.show_count(view.digits, words)
        self._pad.show_words(words)
        self._leave.set_words(words("login.not_me") if view.chosen else words("till.back"))
        self._leave.setVisible(view.can_leave)
        self._stack.setCurrentIndex(1 if view.chosen else 0)
        self._come_up()
        if view.notice:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, view.notice))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, Backspace and Esc; nothing reaches the sale below."""
        digit, action = digit_of(event), self.actions_table.for_event(event)
        if digit is not None:
            self._presenter.digit(digit)
        elif action is not None:
            action.run()
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the scanner, and count the seconds of a wait."""
        super().showEvent(event)
        self._hear_no_more()
        self._keys = WindowKeys(self.window(), self._wedge)
        self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As wide as text wants, of what there is."""
        super().resizeEvent(event)
        self._stack.setFixedWidth(min(px(_CARD_PIXELS), self.width() - _MARGINS))

    def hideEvent(self, event: QHideEvent) -> None:
        """Scans are the sale's again."""
        super().hideEvent(event)
        self._hear_no_more()
        self._timer.stop()

    def _hear_no_more(self) -> None:
        if self._keys is not None:
            self._keys.stop()
            self._keys = None

    def _before_key(self, _receiver: QObject, key: QKeyEvent) -> TakeBack | None:
        """A digit is shown at once; one of a badge is taken back."""
        return None if digit_of(key) is None else self._presenter.before_digit()

    def _come_up(self) -> None:
        is_new = self.isHidden()
        if is_new:
            self._before = QApplication.focusWidget()
            self._follower.fit()
            self.show()
            self.raise_()
        # A tile that has the keyboard keeps it; a PIN is typed wherever it was.
        if is_new or self._stack.currentIndex():
            self.setFocus()

    def _go_away(self) -> None:
        if not self.isHidden():
            self.hide()
            before = self._before
            is_there = before is not None and isValid(before) and before.isVisible()
            (before if before is not None and is_there else self._host).setFocus()

    def _show_tiles(self, tiles: tuple[TileView, ...]) -> None:
        if tiles == self._tiles_shown:
            return
        self._tiles_shown = tiles
        for old in self.tiles:
            old.deleteLater()
        self.tiles = [self._tile(tile, place) for place, tile in enumerate(tiles, 1)]
        for place in range(_COLUMNS):
            self._grid.setColumnStretch(place, 1 if place < len(tiles) else 0)
        for place, button in enumerate(self.tiles):
            self._grid.addWidget(button, *divmod(place, _COLUMNS))

    def _tile(self, tile: TileView, place: int) -> QPushButton:
        button = QPushButton()
        look(button, "tile")
        button.setAccessibleName(f"{tile.name}, {tile.role}")
        button.clicked.connect(partial(self._presenter.choose, tile.number))
        initials, name, role = QLabel(tile.initials), QLabel(tile.name), QLabel(tile.role)
        initials.setObjectName("initials")
        fix_size(initials, 56, 56)
        initials.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look(name, "heading")
        look(role, "muted")
        key = QLabel(str(place) if place < 10 else "")
        look(key, "muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(name)
        words.addWidget(role)
        words.addStretch(1)
        row = QHBoxLayout(button)
        row.setContentsMargins(18, 10, 18, 10)
        row.setSpacing(16)
        row.addWidget(initials)
        row.addLayout(words, 1)
        row.addWidget(key)
        for label in (initials, name, role, key):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return button

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._tiles_page())
        self._stack.addWidget(self._pin_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 24)
        column.setSpacing(6)
        column.addSpacing(40)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addWidget(self.notice)
        column.addSpacing(8)
        column.addWidget(self._stack, 1, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._leave, 0, Qt.AlignmentFlag.AlignHCenter)

    def _tiles_page(self) -> QScrollArea:
        body = QWidget()
        body.setObjectName("pageBody")
        around = QVBoxLayout(body)
        around.setContentsMargins(4, 4, 4, 4)
        self._grid = QGridLayout()
        self._grid.setSpacing(14)
        for place in range(_COLUMNS):
            self._grid.setColumnStretch(place, 1)
        around.addLayout(self._grid)
        around.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        return scroll

    def _pin_page(self) -> QWidget:
        page = QWidget()
        look(self._name, "big")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pad = Keypad(is_pin=True, has_comma=False)
        self._pad.pressed.connect(self._typed)
        layout = QVBoxLayout(page)
        layout.setSpacing(12)
        layout.addWidget(self._name)
        layout.addWidget(self._dots, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        return page

    def _typed(self, sign: str) -> None:
        if sign == ERASE:
            self._presenter.erase()
        else:
            self._presenter.digit(int(sign))


class _Dots(QWidget):
    """How many digits are typed, and nothing of which ones."""

    def __init__(self, theme: Theme | None) -> None:
        super().__init__()
        self._ink = QColor(ink(theme, "primary"))
        self._edge = QColor(ink(theme, "control_border"))
        self._count = 0
        self.setFixedSize(PIN_DIGITS * 2 * _DOT_PIXELS, _DOT_PIXELS + 6)

    def show_count(self, count: int, words: Words) -> None:
        """So many of them are full."""
        self._count = count
        self.setAccessibleName(f"{words('login.pin')}: {words('login.digits_typed', n=count)}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A circle a digit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._edge, 2))
        for place in range(PIN_DIGITS):
            is_full = place < self._count
            painter.setBrush(self._ink if is_full else Qt.BrushStyle.NoBrush)
            left = place * 2 * _DOT_PIXELS + _DOT_PIXELS // 2
            painter.drawEllipse(left, 3, _DOT_PIXELS - 2, _DOT_PIXELS - 2)
        painter.end()
