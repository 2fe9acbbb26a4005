"""The till's page: it lies over the counter from the float to the Z, one step at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from podium_desk.presentation.till_view import Step, TillView
from podium_desk.ui.kit.actions import Action, ActionTable, digit_of
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.fitting import FittingStack, TallScroll
from podium_desk.ui.kit.overlay import HostFollower
from podium_desk.ui.kit.page_look import Theme, dress_page
from podium_desk.ui.kit.tokens import is_dense
from podium_desk.ui.screens.till.bank import BankStep
from podium_desk.ui.screens.till.counting import CountPane
from podium_desk.ui.screens.till.steps import CloseStep, DoneStep, ReasonStep, ShiftStep

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from podium_desk.presentation.till import TillPresenter

_KEY_PIXELS = 64


class TillPage(QWidget):
    """The page over its host window; `open_page` shows it, Esc goes one step back and out."""

    closed = Signal()

    def __init__(self, host: QWidget, presenter: TillPresenter, theme: Theme | None = None) -> None:
        super().__init__(host)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress_page(self, theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._host = host
        self._presenter = presenter
        self._shown = TillView()
        self.actions_table = self._actions()
        self._follower = HostFollower(self, host)
        self._title, self._subtitle, self.notice = QLabel(), QLabel(), QLabel()
        self.notice.setObjectName("notice")
        self.notice.setWordWrap(True)
        look(self._title, "title")
        look(self._subtitle, "muted")
        self._buttons: list[ActionButton] = []
        self._build(theme)
        presenter.listen(self.show_view)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether somebody is at it."""
        return not self.isHidden()

    def open_page(self, *, wants_count: bool) -> None:
        """Show how the till stands, or go straight to counting."""
        self._shown = TillView()
        for pane in (self.float, self.count):
            pane.clear()
        self._follower.fit()
        self.show()
        self.raise_()
        self.setFocus()
        self._presenter.open_page(wants_count=wants_count)

    @Slot()
    def close_page(self) -> None:
        """Back to the sale."""
        if self.is_open:
            self.hide()
            self._host.setFocus()
            self.closed.emit()

    def show_view(self, view: TillView) -> None:
        """Show this view; a step that is new begins with its first field."""
        before, self._shown = self._shown, view
        words = self._presenter.words
        self._title.setText(view.title)
        self._subtitle.setText(view.subtitle)
        self.setAccessibleName(". ".join(filter(None, (view.title, view.subtitle))))
        self.notice.setText(view.notice)
        self.notice.setVisible(bool(view.notice) or not is_dense())
        for button in self._buttons:
            button.set_words(words(self.actions_table[button.objectName()].words_key))
        self._day_button.setVisible(view.can_z)
        self._lock_button.setVisible(view.can_lock)
        self.float.show_words(words, view.float_hint, "till.open", asks_own=view.has_clerk)
        self.count.show_words(words, words("till.blind_hint"), "till.weigh", asks_own=False)
        self.shift.show_view(view, words)
        is_move = view.step is Step.MOVE
        kind = "drawer" if not is_move else ("out" if view.is_taking_out else "in")
        self.reason.show_words(words, kind, asks_amount=is_move)
        self.closing.show_view(view, words)
        self.done.show_view(view, words)
        self.bank.show_view(view.bank, words)
        self._enable_keys()
        if view.step is not before.step or not before.title:
            self._begin(view)

    @Slot()
    def _enable_keys(self) -> None:
        for button in self._buttons:
            button.setEnabled(self.actions_table[button.objectName()].is_enabled())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only the page's own keys; nothing reaches the sale below."""
        action, digit = self.actions_table.for_event(event), digit_of(event)
        if action is not None:
            action.run()
        elif digit is not None and self._shown.step is Step.BANK:
            self.bank.choose(digit - 1)
        event.accept()

    def _begin(self, view: TillView) -> None:
        self._stack.setCurrentWidget(self._pages[view.step])
        match view.step:
            case Step.FLOAT:
                self.float.amount.setText(view.float_typed)
                (self.float.amount if view.float_typed else self.float.fields[20_000]).setFocus()
            case Step.COUNT:
                self.count.take_keyboard()
            case Step.MOVE | Step.DRAWER:
                self.reason.begin(asks_amount=view.step is Step.MOVE)
            case Step.CLOSE:
                self.closing.begin(view)
            case Step.BANK:
                self.bank.list.setFocus()
            case _:
                self.setFocus()

    def _confirm(self) -> None:
        """Enter: what the step's main button does."""
        presenter = self._presenter
        match self._shown.step:
            case Step.FLOAT:
                pane = self.float
                presenter.open_shift(pane.typed, pane.amount.text(), own=pane.own.isChecked())
            case Step.SHIFT:
                presenter.start_count()
            case Step.MOVE:
                presenter.move(self.reason.amount.text(), self.reason.reason.text())
            case Step.DRAWER:
                presenter.open_drawer(self.reason.reason.text())
            case Step.COUNT:
                presenter.count(self.count.typed, self.count.amount.text())
            case Step.CLOSE:
                form = self.closing
                presenter.close_shift(form.left.text(), form.reason.text(), form.terminal.text())
            case Step.DONE:
                self._finish()
            case Step.BANK:
                presenter.bank.book_exact()

    def _choose_file(self) -> None:
        """A file of the bank; the dialog stands beside everything else."""
        words = self._presenter.words
        dialog = QFileDialog(self, words("till.choose_file"), "", "CODA (*.cod *.coda *.txt);;*")
        dialog.fileSelected.connect(lambda name: self._presenter.bank.read(Path(name)))
        dialog.open()

    def _finish(self) -> None:
        """After the closing nobody works here: whoever comes logs in."""
        self.close_page()
        self._presenter.lock()

    def _back(self) -> None:
        if not self._presenter.back():
            self.close_page()

    def _lock(self) -> None:
        self.close_page()
        self._presenter.lock()

    def _actions(self) -> ActionTable:
        presenter = self._presenter

        def has_shift() -> bool:
            return self._shown.step is Step.SHIFT and not self._shown.is_busy

        def can_confirm() -> bool:
            return not self._shown.is_busy

        def can_close_day() -> bool:
            return self._shown.can_z and not self._shown.is_busy

        def confirm(action_id: str) -> Action:
            return Action(action_id, (), "till.open", self._confirm, can_confirm, "Enter")

        return ActionTable((
            Action("confirm", ("Return",), "till.open", self._confirm, can_confirm),
            *map(confirm, ("open", "weigh", "note", "close", "finish")),
            Action("back", ("Esc",), "till.back", self._back),
            Action("lock", ("Ctrl+L",), "till.lock", self._lock),
            Action("cash_in", ("F7",), "till.cash_in",
                   lambda: presenter.start_move(takes_out=False), has_shift),
            Action("cash_out", ("F8",), "till.cash_out",
                   lambda: presenter.start_move(takes_out=True), has_shift),
            Action("interim", ("F6",), "till.interim", presenter.interim, has_shift),
            Action("drawer", ("Ctrl+D",), "till.drawer", presenter.start_drawer, has_shift),
            Action("bank", ("F9",), "till.bank", presenter.start_bank, has_shift),
            Action("choose_file", ("F2",), "till.choose_file", self._choose_file),
            Action("book_exact", (), "till.book_exact", presenter.bank.book_exact,
                   lambda: self._shown.bank.exact > 0, "Enter"),
            Action("book_line", ("F4",), "till.book_line",
                   lambda: presenter.bank.book(self.bank.row, self.bank.choice),
                   lambda: self.bank.can_book_row),
            Action("count", ("Ctrl+E",), "till.count", presenter.start_count, has_shift),
            Action("close_day", ("F5",), "till.close_day", presenter.close_day, can_close_day),
        ))  # fmt: skip

    def _key(self, action_id: str, icon: str = "", *, is_named: bool = True) -> ActionButton:
        button = ActionButton(self.actions_table[action_id], icon, height=_KEY_PIXELS)
        if is_named:
            self._buttons.append(button)
        return button

    def _build(self, theme: Theme | None) -> None:
        self.float = CountPane(self._presenter.total_of, self._key("open", "check", is_named=False))
        self.count = CountPane(
            self._presenter.total_of, self._key("weigh", "check", is_named=False)
        )
        keys = (self._key("cash_in", "plus"), self._key("cash_out", "minus"),
                self._key("interim", "receipt"), self._key("drawer", "coins"),
                self._key("bank", "list"))  # fmt: skip
        self.shift = ShiftStep(keys, self._key("count", "banknote"))
        self.shift.report_wanted.connect(self._presenter.print_again)
        self.reason = ReasonStep(self._key("note", "check", is_named=False))
        self.closing = CloseStep(
            self._key("close", "check", is_named=False), self._presenter.terminal_words
        )
        self.bank = BankStep((
            self._key("choose_file", "search"), self._key("book_exact", "check"),
            self._key("book_line", "check"),
        ))  # fmt: skip
        self.bank.marked.connect(self._enable_keys)
        self.done = DoneStep(self._key("finish", "check", is_named=False), theme)
        centred_reason, centred_close, centred_done = map(
            _centred, (self.reason, self.closing, self.done)
        )
        self._pages = {
            Step.FLOAT: self.float, Step.SHIFT: self.shift, Step.MOVE: centred_reason,
            Step.DRAWER: centred_reason, Step.COUNT: self.count, Step.CLOSE: centred_close,
            Step.DONE: centred_done, Step.BANK: self.bank,
        }  # fmt: skip
        self._stack = FittingStack()
        for page in dict.fromkeys(self._pages.values()):
            self._stack.addWidget(page)
        self._lay_out()

    def _lay_out(self) -> None:
        self._lock_button = self._key("lock", "lock")
        self._day_button = self._key("close_day", "receipt")
        back = self._key("back")
        top = QHBoxLayout()
        top.setContentsMargins(24, 14, 24, 14)
        top.setSpacing(14)
        top.addWidget(self._title)
        top.addWidget(self._subtitle, 1)
        for button in (self._day_button, self._lock_button, back):
            button.setMinimumHeight(48)
            top.addWidget(button)
        body = QVBoxLayout()
        body.setContentsMargins(24, 0, 24, 24)
        body.setSpacing(6)
        body.addWidget(self.notice)
        body.addWidget(TallScroll(self._stack), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(body, 1)


def _centred(card: QWidget) -> QWidget:
    """A narrow card in the middle, as high as it needs to be."""
    around = QWidget()
    row = QHBoxLayout(around)
    row.setContentsMargins(0, 12, 0, 0)
    row.addStretch(1)
    row.addWidget(card, 4, Qt.AlignmentFlag.AlignTop)
    row.addStretch(1)
    return around
