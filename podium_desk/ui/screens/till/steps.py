"""The steps of the till's page besides counting: the open shift, cash in or out, closing, done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from podium_desk.ui.kit import icons
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.figure_field import FigureField
from podium_desk.ui.kit.keypad import typing_keypad
from podium_desk.ui.kit.page_look import Theme, ink
from podium_desk.ui.kit.sizes import fix_size
from podium_desk.ui.kit.tokens import USUAL, worn

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.till_view import Figure, ReportLine, TillView

_NARROW_PIXELS = 620
_REPORTS_PIXELS = 440
_REASON_LETTERS_MAX = 80


class Figures(QWidget):
    """Amounts under each other, each with its word."""

    def __init__(self, style: str = "big") -> None:
        super().__init__()
        self._style = style
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show these; rows that are too many are hidden."""
        while len(self._rows) < len(figures):
            word, amount = QLabel(), QLabel()
            look(amount, self._style)
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(word, len(self._rows), 0)
            self._grid.addWidget(amount, len(self._rows), 1)
            self._rows.append((word, amount))
        for place, (word, amount) in enumerate(self._rows):
            is_shown = place < len(figures)
            word.setVisible(is_shown)
            amount.setVisible(is_shown)
            if is_shown:
                _show_figure(word, amount, figures[place])


def _show_figure(word: QLabel, amount: QLabel, figure: Figure) -> None:
    word.setText(figure.word)
    amount.setText(figure.amount)
    amount.setAccessibleName(f"{figure.word}: {figure.amount}")
    if amount.property("tone") != figure.tone:
        amount.setProperty("tone", figure.tone)
        amount.style().unpolish(amount)
        amount.style().polish(amount)


class ShiftStep(QWidget):
    """An open shift: what it began with, what can be done, and the reports of this register."""

    report_wanted = Signal(str)

    def __init__(self, actions: tuple[ActionButton, ...], count: ActionButton) -> None:
        super().__init__()
        self.figures = Figures()
        self.count = count
        look(count, "primary")
        left = QFrame()
        look(left, "card")
        column = QVBoxLayout(left)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(18)
        column.addWidget(self.figures)
        keys = QGridLayout()
        keys.setSpacing(12)
        for place, button in enumerate(actions):
            keys.addWidget(button, *divmod(place, 2))
        column.addLayout(keys)
        column.addStretch(1)
        column.addWidget(count)
        self.reports = ReportsCard()
        self.reports.report_wanted.connect(self.report_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(left, 1)
        row.addWidget(self.reports)

    def show_view(self, view: TillView, words: Words) -> None:
        """The shift as it stands."""
        self.figures.show_figures(view.figures)
        self.reports.show_reports(view.reports, words)


class ReportsCard(QFrame):
    """The newest reports of this register; each can be printed again."""

    report_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        look(self, "card")
        fix_size(self, width=_REPORTS_PIXELS)
        self._title, self._none = QLabel(), QLabel()
        look(self._title, "heading")
        look(self._none, "muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 20)
        self._column.setSpacing(8)
        self._column.addWidget(self._title)
        self._column.addWidget(self._none)
        self._column.addStretch(1)
        self._lines: list[QWidget] = []
        self._shown: tuple[ReportLine, ...] = ()

    def show_reports(self, reports: tuple[ReportLine, ...], words: Words) -> None:
        """These, the newest on top."""
        self._title.setText(words("till.reports"))
        self._none.setText(words("till.no_reports"))
        self._none.setVisible(not reports)
        if reports == self._shown:
            return
        self._shown = reports
        for line in self._lines:
            line.deleteLater()
        self._lines = [self._line(report, words) for report in reports]
        for place, line in enumerate(self._lines):
            self._column.insertWidget(2 + place, line)

    def _line(self, report: ReportLine, words: Words) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        name, text = QLabel(report.name), QLabel(report.text)
        look(name, "value")
        look(text, "muted")
        again = QPushButton(words("orders.reprint"))
        look(again, "small")
        again.setAccessibleName(f"{report.name}: {words('orders.reprint')}")
        again.clicked.connect(partial(self.report_wanted.emit, report.name))
        row.addWidget(name)
        row.addWidget(text, 1)
        row.addWidget(again)
        return line


class ReasonStep(QFrame):
    """Cash in or out, or the drawer opened: an amount where there is one, and why."""

    def __init__(self, confirm: ActionButton) -> None:
        super().__init__()
        look(self, "card")
        look(confirm, "primary")
        self.setMaximumWidth(_NARROW_PIXELS)
        self._confirm = confirm
        self._amount_word, self._reason_word, self._example = QLabel(), QLabel(), QLabel()
        self.amount, self.reason = FigureField(), QLineEdit()
        self.reason.setMaxLength(_REASON_LETTERS_MAX)
        look(self._example, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(8)
        self._pad = typing_keypad()
        for widget in (self._amount_word, self.amount, self._pad, self._reason_word, self.reason,
                       self._example):  # fmt: skip
            column.addWidget(widget)
        column.addSpacing(18)
        column.addWidget(confirm)

    def show_words(self, words: Words, kind: str, *, asks_amount: bool) -> None:
        """`kind` is ``in``, ``out`` or ``drawer``."""
        self._amount_word.setText(words("till.amount"))
        self._reason_word.setText(words("till.reason"))
        self._example.setText(words(f"till.reason_{kind}"))
        self.amount.setAccessibleName(words("till.amount"))
        self.reason.setAccessibleName(words("till.reason"))
        self._pad.show_words(words)
        for widget in (self._amount_word, self.amount, self._pad):
            widget.setVisible(asks_amount)
        self._confirm.set_words(words("till.note" if asks_amount else "till.drawer"))

    def begin(self, *, asks_amount: bool) -> None:
        """Empty, with the keyboard in the first field."""
        self.amount.clear()
        self.reason.clear()
        (self.amount if asks_amount else self.reason).setFocus()


class CloseStep(QFrame):
    """A counted drawer: the difference, its reason, the terminal's total, and what stays."""

    def __init__(self, confirm: ActionButton, terminal_words: Callable[[str], str]) -> None:
        """`terminal_words` says how what stands in the terminal's field compares with ours."""
        super().__init__()
        look(self, "card")
        look(confirm, "primary")
        self.setMaximumWidth(_NARROW_PIXELS + 320)
        self._confirm = confirm
        self._terminal_words = terminal_words
        self._proposed = ""
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.figures = Figures()
        self._left_word, self._terminal_word, self._reason_word = QLabel(), QLabel(), QLabel()
        self.left, self.terminal, self.reason = FigureField(), FigureField(), QLineEdit()
        self.reason.setMaxLength(_REASON_LETTERS_MAX)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(self.figures)
        column.addWidget(_rule())
        fields = QGridLayout()
        fields.setVerticalSpacing(10)
        fields.setColumnStretch(0, 1)
        fields.setColumnStretch(1, 1)
        for place, (word, field) in enumerate((
            (self._reason_word, self.reason), (self._terminal_word, self.terminal),
            (None, self.verdict), (self._left_word, self.left),
        )):  # fmt: skip
            if word is None:
                fields.addWidget(field, place, 0, 1, 2)
                continue
            word.setWordWrap(True)
            fields.addWidget(word, place, 0)
            fields.addWidget(field, place, 1)
        self.terminal.textChanged.connect(self._show_verdict)
        column.addLayout(fields)
        column.addSpacing(8)
        column.addWidget(confirm)
        self._pad = typing_keypad()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(32, 26, 32, 26)
        self._row.setSpacing(28)
        self._row.addLayout(column, 1)
        self._row.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignBottom)
        self.appearance_changed()

    def appearance_changed(self) -> None:
        """Where text is large the digits stand below."""
        is_large = worn().text_percent > USUAL.text_percent
        below, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(below if is_large else beside)

    def show_view(self, view: TillView, words: Words) -> None:
        """The difference, and the fields that it asks for."""
        self.figures.show_figures(view.figures)
        for word, field, key, is_shown in (
            (self._reason_word, self.reason, "till.why", view.asks_reason),
            (self._terminal_word, self.terminal, "till.terminal_total", view.asks_terminal),
            (self._left_word, self.left, "till.left", True),
        ):
            word.setText(words(key))
            field.setAccessibleName(words(key))
            word.setVisible(is_shown)
            field.setVisible(is_shown)
        if view.terminal_typed != self._proposed:
            self._propose(view.terminal_typed)
        self._show_verdict()
        self._pad.show_words(words)
        self._confirm.set_words(view.close_word)

    def _propose(self, typed: str) -> None:
        """What the terminal told itself; what somebody has typed meanwhile stays."""
        before, self._proposed = self._proposed, typed
        if self.terminal.text() in ("", before):
            self.terminal.setText(typed)

    def _show_verdict(self) -> None:
        said = self._terminal_words(self.terminal.text())
        self.verdict.setText(said)
        self.verdict.setVisible(bool(said) and not self.terminal.isHidden())

    def begin(self, view: TillView) -> None:
        """What is proposed to stay, and the keyboard where something is asked."""
        self.reason.clear()
        self.terminal.clear()
        self._propose(view.terminal_typed)
        self.left.setText(view.left_typed)
        asked = self.reason if view.asks_reason else (
            self.terminal if view.asks_terminal else self.left
        )  # fmt: skip
        asked.setFocus()


class DoneStep(QFrame):
    """A closed shift: what goes to the bank and what stays."""

    def __init__(self, finish: ActionButton, theme: Theme | None) -> None:
        super().__init__()
        look(self, "card")
        look(finish, "primary")
        self.setMaximumWidth(_NARROW_PIXELS)
        self._finish = finish
        self.figures = Figures()
        self._hint, sign = QLabel(), QLabel()
        look(self._hint, "muted")
        self._hint.setWordWrap(True)
        sign.setPixmap(icons.pixmap("circle-check", ink(theme, "ok_text"), 64))
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(16)
        column.addWidget(sign)
        column.addWidget(self.figures)
        column.addWidget(self._hint)
        column.addSpacing(8)
        column.addWidget(finish)

    def show_view(self, view: TillView, words: Words) -> None:
        """The amounts of the closing."""
        self.figures.show_figures(view.figures)
        self._hint.setText(words("till.done_hint"))
        self._finish.set_words(words("till.finish"))


def _rule() -> QFrame:
    rule = QFrame()
    look(rule, "rule")
    return rule
