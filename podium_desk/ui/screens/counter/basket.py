"""The right-hand side: the customer's places with their tariffs, the total, the payment keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from podium_desk.presentation.counter_view import ShelfPanel
from podium_desk.ui.kit import icons
from podium_desk.ui.kit.announcing import announce
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.fitting import KeyRow
from podium_desk.ui.kit.polish import polished
from podium_desk.ui.kit.sizes import fix_size
from podium_desk.ui.kit.tokens import px
from podium_desk.ui.screens.counter.goods_lines import GoodsLines

if TYPE_CHECKING:
    from podium_desk.domain.ids import TariffId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.basket import Place
    from podium_desk.presentation.counter_view import BasketView, LineView, Panel, TariffChoice
    from podium_desk.ui.screens.counter.language_key import LanguageKey
    from podium_desk.ui.screens.counter.notice import Notice

    PayKeys = tuple[ActionButton | tuple[ActionButton, ...], ...]

WIDTH_PIXELS = 348
_LINES_PIXELS_MIN = 76
_USUAL_PIXELS, _WIDER_PIXELS, _WIDER_SHARE = 1366, 72, 6
"""On a wide screen it takes a sixth of what is beyond the usual width, up to so much."""
_SHARE_OF_WINDOW = 0.42
"""Where text is large it takes no more than this of the window."""


class TariffBox(QComboBox):
    """A list of tariffs that leaves letters, digits and function keys to the window."""

    tariff_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choices: tuple[TariffChoice, ...] = ()
        self.activated.connect(self._tell)

    def show_choices(self, choices: tuple[TariffChoice, ...], chosen: TariffId | None) -> None:
        """Show these tariffs; nothing is told, nobody chose."""
        if choices != self._choices:
            self._choices = choices
            self.clear()
            self.addItems([choice.text for choice in choices])
        ids = [choice.id for choice in choices]
        self.setCurrentIndex(ids.index(chosen) if chosen in ids else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down change the tariff, Space opens the list."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A turned wheel scrolls the basket and never changes a price."""
        event.ignore()

    def _tell(self, row: int) -> None:
        self.tariff_chosen.emit(self._choices[row].id)


class _Line(QFrame):
    """The widgets of one place; they serve one place after another."""

    def __init__(self, panel: BasketPanel) -> None:
        super().__init__()
        self.setObjectName("line")
        self._place: Place | None = None
        self.name, self.price = QLabel(), QLabel()
        self.detail, self.title = QLabel(), QLabel()
        self.off, self.reminder = QLabel(), QLabel()
        self.name.setStyleSheet("font-weight: 600")
        self.price.setStyleSheet("font-weight: 600")
        look(self.detail, "muted")
        look(self.title, "muted")
        look(self.off, "muted")
        look(self.reminder, "muted")
        self.reminder.setWordWrap(True)
        self.tariff = TariffBox()
        self.remove = QPushButton()
        look(self.remove, "bare")
        icons.put_icon(self.remove, "x", "ui.muted")
        fix_size(self.remove, 32, 32)
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove.clicked.connect(lambda: panel.drop_wanted.emit(self._place))
        self.tariff.tariff_chosen.connect(
            lambda tariff: panel.tariff_wanted.emit(tariff, self._place)
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 6, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.detail, 0, 1)
        grid.addWidget(self.price, 0, 2, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.title, 1, 0, 1, 4)
        grid.addWidget(self.tariff, 2, 0, 1, 3)
        grid.addWidget(self.remove, 2, 3)
        grid.addWidget(self.reminder, 3, 0, 1, 2)
        grid.addWidget(self.off, 3, 2, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)

    def appearance_changed(self) -> None:
        """As high as its text."""
        self.ensurePolished()
        self.setFixedHeight(self.sizeHint().height())

    def has_keyboard(self) -> bool:
        """Whether a clerk is at this line."""
        return self.tariff.hasFocus() or self.remove.hasFocus()

    def allow_change(self, is_allowed: bool) -> None:
        """Whether its tariff may change and it may go."""
        self.tariff.setEnabled(is_allowed)
        self.remove.setEnabled(is_allowed)

    def show_line(self, line: LineView, words: Words) -> None:
        self._place = line.place
        self.name.setText(line.name)
        self.price.setText(line.price)
        self.detail.setText(line.detail)
        self.title.setText(line.title)
        self.reminder.setText(line.reminder)
        self.off.setText(line.off)
        for label in (self.title, self.reminder, self.off):
            label.setVisible(bool(label.text()))
        self.tariff.show_choices(line.choices, line.tariff)
        self.tariff.setAccessibleName(words("counter.tariff_of", place=line.name))
        self.remove.setAccessibleName(words("counter.remove", place=line.name))
        self.remove.setToolTip(words("counter.remove", place=line.name))
        self.appearance_changed()
        self.setVisible(True)


class BasketPanel(QFrame):
    """The basket; `pay_keys` are the payment buttons, made from the window's actions; those in
    one tuple stand side by side."""

    tariff_wanted = Signal(object, object)
    drop_wanted = Signal(object)

    def __init__(
        self,
        notice: Notice,
        pay_keys: PayKeys,
        offered: tuple[ActionButton, ActionButton],
        language: LanguageKey,
    ) -> None:
        """`offered` are the key of the companion that is offered, and that of a code."""
        super().__init__()
        look(self, "card")
        self._lines: dict[Place, _Line] = {}
        self.goods = GoodsLines()
        self._spare: list[_Line] = []
        self._told = ("", "", "")
        self._told_lines = 0
        self._notice, self._language = notice, language
        self._heading, self._count = QLabel(), QLabel()
        look(self._heading, "heading")
        look(self._count, "muted")
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        look(self._hint, "muted")
        self._all_word, self._all = QLabel(), TariffBox()
        look(self._all_word, "muted")
        self._all.tariff_chosen.connect(lambda tariff: self.tariff_wanted.emit(tariff, None))
        self._companion, self._code = offered
        self._companion_place, self._off, self._quick_keys = QLabel(), QLabel(), QLabel()
        self._hold, self._sums = QLabel(), QLabel()
        said = (self._companion_place, self._off, self._quick_keys, self._hold, self._sums)
        for label in said:
            look(label, "muted")
            label.setWordWrap(True)
        self._total_word, self._total = QLabel(), QLabel()
        look(self._total_word, "title")
        look(self._total, "total")
        self._lay_out(pay_keys)
        self.fit_to(0)

    def show_basket(self, basket: BasketView, words: Words, panel: Panel | None = None) -> None:
        """Show these lines; a line that stays keeps its widgets and the keyboard. Nothing of them
        can be changed while a panel stands, but for the goods at the panel of goods."""
        self._heading.setText(words("counter.basket"))
        self._count.setText(basket.count)
        self._language.show_language(basket.language, words)
        self._hint.setText(basket.hint)
        self._hint.setVisible(bool(basket.hint) and not (self._is_told() and not basket.lines))
        self._total_word.setText(basket.total_label or words("counter.total"))
        self._total.setText(basket.total)
        self._total_word.setVisible(bool(basket.total))
        self._companion_place.setText(basket.companion)
        self._off.setText(basket.off)
        self._quick_keys.setText(basket.quick_keys)
        self._hold.setText(basket.swap or basket.hold)
        self._hold.setVisible(bool(self._hold.text()))
        look(self._hold, "caution" if basket.is_hold_short or basket.swap else "muted")
        self._sums.setText("\n".join(basket.sums))
        for label in (self._companion_place, self._off, self._quick_keys, self._sums):
            label.setVisible(bool(label.text()))
        # What just happened needs the room more than the letters do.
        self._quick_keys.setVisible(bool(basket.quick_keys) and not self._is_told())
        self._companion.setVisible(bool(basket.companion))
        self._code.setVisible(bool(basket.lines))
        self._all_word.setText(words("counter.tariff_all"))
        self._all.setAccessibleName(words("counter.tariff_all"))
        tariffs = {line.tariff for line in basket.lines}
        common = tariffs.pop() if len(tariffs) == 1 else None
        self._all.show_choices(basket.common_choices, common)
        for widget in (self._all_word, self._all):
            widget.setVisible(bool(basket.common_choices))
        self._show_lines(basket, words)
        self.goods.show_goods(basket.goods, words)
        self._all.setEnabled(panel is None)
        for line in self._lines.values():
            line.allow_change(panel is None)
        self.goods.allow_change(panel is None or isinstance(panel, ShelfPanel))
        self.setAccessibleName(words("counter.basket"))
        self._tell(basket)

    def _tell(self, basket: BasketView) -> None:
        """What a screen reader hears of a basket that changed while the keyboard is elsewhere."""
        newest = basket.lines[-1].name if len(basket.lines) > self._told_lines else ""
        parts = (newest, basket.count, basket.total_label, basket.total, basket.swap)
        self._told_lines = len(basket.lines)
        if (basket.count, basket.total, basket.swap) != self._told:
            self._told = (basket.count, basket.total, basket.swap)
            announce(self, ", ".join(part for part in parts if part))

    def fit_to(self, window_pixels: int) -> None:
        """Be as wide as its text wants, of a window of this width."""
        share = round(window_pixels * _SHARE_OF_WINDOW)
        wider = max(0, min(_WIDER_PIXELS, (window_pixels - _USUAL_PIXELS) // _WIDER_SHARE))
        self.setFixedWidth(min(px(WIDTH_PIXELS), max(WIDTH_PIXELS, share)) + wider)
        self._scrolled.setMinimumHeight(px(_LINES_PIXELS_MIN))

    def show_empty(self, words: Words) -> None:
        """An empty basket, before there is a view of one."""
        self._heading.setText(words("counter.basket"))
        self._hint.setText(words("counter.basket_empty"))
        self._hold.hide()
        self._sums.hide()
        said = (self._companion_place, self._companion, self._off, self._quick_keys, self._code)
        for widget in (self._total_word, self._all_word, self._all, self.goods, *said):
            widget.hide()

    def focused_place(self) -> Place | None:
        """The place whose line has the keyboard."""
        here = (place for place, line in self._lines.items() if line.has_keyboard())
        return next(here, None)

    def line(self, place: Place) -> QWidget:
        """The widget of one line."""
        return self._lines[place]

    def make_spare(self, count: int) -> None:
        """Make the widgets of one more line, while there are fewer than so many."""
        if len(self._lines) + len(self._spare) < count:
            self._spare.append(polished(self._make_hidden))

    def _make_hidden(self) -> _Line:
        """In its place, for where a widget stands decides how it is dressed."""
        line = _Line(self)
        line.hide()
        self._rows.insertWidget(self._rows.indexOf(self.goods), line)
        return line

    def _is_told(self) -> bool:
        return not self._notice.isHidden()

    def _show_lines(self, basket: BasketView, words: Words) -> None:
        wanted = [line.place for line in basket.lines]
        for place in [place for place in self._lines if place not in wanted]:
            gone = self._lines.pop(place)
            gone.hide()
            self._spare.append(gone)
        for row, line in enumerate(basket.lines):
            if line.place not in self._lines:
                # Making a dozen widgets a line takes longer than all else that a key does.
                self._lines[line.place] = self._spare.pop() if self._spare else _Line(self)
            widget = self._lines[line.place]
            if self._rows.indexOf(widget) != row:
                self._rows.insertWidget(row, widget)
            widget.show_line(line, words)

    def _lay_out(self, pay_keys: PayKeys) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._count)
        head.addWidget(self._language)
        everyone = QHBoxLayout()
        everyone.addWidget(self._all_word)
        everyone.addWidget(self._all, 1)
        rule = QFrame()
        rule.setObjectName("rule")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addWidget(self._hint)
        column.addLayout(everyone)
        column.addWidget(self._quick_keys)
        column.addWidget(self._scrolled_rows(), 1)
        column.addWidget(self._companion_place)
        column.addWidget(self._companion)
        column.addWidget(rule)
        self._lay_out_sums(column)
        for key in pay_keys:
            column.addWidget(KeyRow(key if isinstance(key, tuple) else (key,)))

    def _scrolled_rows(self) -> QScrollArea:
        """The lines, however many."""
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(self.goods)
        self._rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._scrolled = scroll
        return scroll

    def _lay_out_sums(self, column: QVBoxLayout) -> None:
        """What goes off, and the total."""
        off_row, sum_row = QHBoxLayout(), QHBoxLayout()
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self._hold)
        told.addWidget(self._off)
        off_row.addLayout(told, 1)
        off_row.addWidget(self._code)
        sum_row.addWidget(self._total_word)
        sum_row.addStretch(1)
        sum_row.addWidget(self._total)
        column.addWidget(self._sums)
        column.addLayout(off_row)
        column.addLayout(sum_row)
