"""The page of a performance's lists: it lies over the counter while somebody works on one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from podium_desk.presentation.lists_view import Deed, ListsView, Tab
from podium_desk.ui.kit.actions import Action, ActionTable
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.fitting import TallScroll
from podium_desk.ui.kit.overlay import HostFollower
from podium_desk.ui.kit.page_look import Theme, dress_page
from podium_desk.ui.screens.lists.arrivals import ArrivalsView
from podium_desk.ui.screens.lists.form import FormPane
from podium_desk.ui.screens.lists.rows import RowList

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from podium_desk.domain.ids import PerformanceId
    from podium_desk.presentation.lists import ListsPresenter

TAB_KEYS = {Tab.BACK: "F6", Tab.GUESTS: "F7", Tab.WAITING: "F8", Tab.ATTENDANCE: "F9",
            Tab.SEATS: "F10"}  # fmt: skip
DEED_KEYS = {
    Deed.MAIN: "", Deed.ADD: "F2", Deed.ALL: "F3", Deed.SPECIAL: "F4", Deed.REMOVE: "Del",
    Deed.READ: "Ctrl+O", Deed.WRITE: "Ctrl+S", Deed.PRINT: "F5",
}  # fmt: skip
_KEYS_PIXELS = 330


class ListsPage(QWidget):
    """The page over its host window; `open_page` shows it, Esc goes one step back and out."""

    closed = Signal()

    def __init__(
        self, host: QWidget, presenter: ListsPresenter, theme: Theme | None = None
    ) -> None:
        super().__init__(host)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dress_page(self, theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._host = host
        self._presenter = presenter
        self._shown = ListsView()
        self.actions_table = self._actions()
        self._follower = HostFollower(self, host)
        self._build(theme)
        presenter.listen(self.show_view)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether somebody is at it."""
        return not self.isHidden()

    def open_page(self, number: PerformanceId, tab: str = "") -> None:
        """Show the lists of a performance, or this one of them (a `Tab`)."""
        self._follower.fit()
        self.form.forget()
        self.show()
        self.raise_()
        self.setFocus()
        self._presenter.open(number, Tab(tab) if tab else None)

    @Slot()
    def close_page(self) -> None:
        """Back to the sale; work under way stops after its step."""
        if self.is_open:
            self._presenter.close()
            self.hide()
            self._host.setFocus()
            self.closed.emit()

    def show_view(self, view: ListsView) -> None:
        """Show this view."""
        before, self._shown = self._shown, view
        words = self._presenter.words
        self._title.setText(view.title)
        self._subtitle.setText(view.subtitle)
        self.setAccessibleName(". ".join(filter(None, (view.title, view.subtitle))))
        self._notice.setText(view.notice)
        self._notice.setVisible(bool(view.notice))
        self._said.setText(view.said)
        self._said.setVisible(bool(view.said))
        self._show_tabs(view)
        self._summary.setText(view.content.summary or view.content.empty)
        self.rows.setAccessibleName(dict(view.tabs).get(view.tab, ""))
        self.rows.show_rows(view.content.rows, view.marked)
        self.arrivals.show_picture(view.content.picture)
        self._show_deeds(view)
        for back in self._backs:
            back.set_words(words("lists.stop" if view.progress else "lists.back"))
        self._show_progress(view)
        if view.form is not None:
            self._stack.setCurrentWidget(self._form_side)
            self.form.show_form(view.form)
        else:
            self.form.forget()
            self._stack.setCurrentWidget(self._list_side)
            if before.form is not None or before.title != view.title:
                self.rows.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only the page's own keys; nothing reaches the sale below."""
        action = self.actions_table.for_event(event)
        if action is not None:
            action.run()
        event.accept()

    def _confirm(self) -> None:
        """Enter: answer the form, else do the list's main deed."""
        if self._shown.form is not None:
            self.form.answer()
        else:
            self._presenter.deed(Deed.MAIN)

    def _back(self) -> None:
        if not self._presenter.back():
            self.close_page()

    def _show_tabs(self, view: ListsView) -> None:
        texts = dict(view.tabs)
        for tab, button in self._tabs.items():
            button.setVisible(tab in texts)
            button.set_words(texts.get(tab, ""))
            look(button, "primary" if tab is view.tab else "")

    def _show_deeds(self, view: ListsView) -> None:
        shown = {one.deed: one for one in view.content.deeds}
        is_free = view.progress is None and view.form is None
        for deed, button in self.deeds.items():
            one = shown.get(deed)
            button.setVisible(one is not None)
            if one is not None:
                button.set_words(one.text)
                button.setEnabled(one.is_enabled and is_free)

    def _show_progress(self, view: ListsView) -> None:
        progress = view.progress
        self._bar.setVisible(progress is not None)
        if progress is not None:
            self._bar.setRange(0, progress.total)
            self._bar.setValue(progress.done)
            self._bar.setFormat(f"{progress.text}  %v / %m")
            self._bar.setAccessibleName(progress.text)

    def _actions(self) -> ActionTable:
        deeds = [
            Action(
                deed.value, (key,) if key else (), "lists.title",
                partial(self._presenter.deed, deed), shown_key="" if key else "Enter",
            )
            for deed, key in DEED_KEYS.items()
        ]  # fmt: skip
        tabs = [
            Action(f"tab_{tab.value}", (key,), f"lists.tab_{tab.value}",
                   partial(self._presenter.choose, tab))
            for tab, key in TAB_KEYS.items()
        ]  # fmt: skip
        return ActionTable((
            *deeds, *tabs,
            Action("confirm", ("Return",), "lists.title", self._confirm),
            Action("yes", (), "lists.title", self._confirm, shown_key="Enter"),
            Action("back", ("Esc",), "lists.back", self._back),
        ))  # fmt: skip

    def _key(self, action_id: str, height: int = 60) -> ActionButton:
        return ActionButton(self.actions_table[action_id], height=height)

    def _build(self, theme: Theme | None) -> None:
        self._title, self._subtitle = QLabel(), QLabel()
        self._notice, self._said, self._summary = QLabel(), QLabel(), QLabel()
        self._notice.setObjectName("notice")
        for label in (self._notice, self._said, self._summary):
            label.setWordWrap(True)
        look(self._title, "title")
        look(self._subtitle, "muted")
        look(self._said, "heading")
        look(self._summary, "value")
        self._tabs = {tab: self._key(f"tab_{tab.value}", 48) for tab in TAB_KEYS}
        self.deeds = {deed: self._key(deed.value) for deed in DEED_KEYS}
        look(self.deeds[Deed.MAIN], "primary")
        self._backs = [self._key("back", 48), self._key("back")]
        self.arrivals = ArrivalsView(theme)
        self.rows = RowList(theme)
        self.rows.currentRowChanged.connect(self._presenter.mark)
        self.rows.itemActivated.connect(lambda _item: self._presenter.deed(Deed.MAIN))
        self._bar = QProgressBar()
        yes = self._key("yes", 72)
        look(yes, "primary")
        self.form = FormPane(yes, self._backs[1])
        self.form.answered.connect(self._presenter.answer)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(24, 14, 24, 6)
        top.setSpacing(14)
        top.addWidget(self._title)
        top.addWidget(self._subtitle, 1)
        top.addWidget(self._backs[0])
        self._list_side = QWidget()
        side = QHBoxLayout(self._list_side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(16)
        listed = QVBoxLayout()
        listed.setSpacing(6)
        listed.addWidget(self.arrivals)
        listed.addWidget(self.rows, 1)
        side.addLayout(listed, 1)
        side.addWidget(TallScroll(self._deed_column()))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list_side)
        self._form_side = TallScroll(self.form)
        self._stack.addWidget(self._form_side)
        body = QVBoxLayout()
        body.setContentsMargins(24, 0, 24, 20)
        body.setSpacing(6)
        for widget in (self._notice, self._said, self._summary, self._bar):
            body.addWidget(widget)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(self._tab_row())
        column.addLayout(body, 1)

    def _tab_row(self) -> QHBoxLayout:
        tabs = QHBoxLayout()
        tabs.setContentsMargins(24, 0, 24, 6)
        tabs.setSpacing(10)
        for button in self._tabs.values():
            tabs.addWidget(button)
        tabs.addStretch(1)
        return tabs

    def _deed_column(self) -> QWidget:
        column = QWidget()
        keys = QVBoxLayout(column)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(8)
        for button in self.deeds.values():
            button.setMinimumWidth(_KEYS_PIXELS)
            keys.addWidget(button)
        keys.addStretch(1)
        return column
