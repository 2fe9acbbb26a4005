"""The page of customers: it lies over the counter, with the search at the left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from podium_desk.domain.customer_facts import Purpose
from podium_desk.presentation.customers_view import CustomersView
from podium_desk.ui.kit.actions import Action, ActionTable
from podium_desk.ui.kit.buttons import ActionButton, look
from podium_desk.ui.kit.overlay import HostFollower
from podium_desk.ui.kit.page_look import dress_page
from podium_desk.ui.screens.counter.customers_card import (
    LOW_KEY_PIXELS,
    LOW_KEYS,
    CustomerCardPane,
)
from podium_desk.ui.screens.counter.customers_form import CustomerFormPane
from podium_desk.ui.screens.counter.help import HelpPage
from podium_desk.ui.screens.counter.search_field import SearchField

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from podium_desk.presentation.customers import CustomersPresenter

_LIST_PIXELS = 400
_KEY_PIXELS = 52
_LETTERS_MOST = 120
_WORDS = {"tie": "tie_sale", "find": "search"}
"""Keys that say something else than the ids of their actions."""


class CustomersPage(QWidget):
    """The page over its host window. Enter goes on, Esc one step back and out."""

    def __init__(self, host: QWidget, presenter: CustomersPresenter) -> None:
        super().__init__(host)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.appearance_changed()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._host = host
        self._presenter = presenter
        self._shown = CustomersView()
        self._said = ""
        self.actions_table = ActionTable(self._actions())
        self._keys = {
            action.id: ActionButton(
                action, height=LOW_KEY_PIXELS if action.id in LOW_KEYS else _KEY_PIXELS
            )
            for action in self.actions_table
        }
        self._follower = HostFollower(self, host)
        self._build()
        presenter.listen(self.show_view)
        self.hide()

    def appearance_changed(self) -> None:
        """Light or dark, and text as large as all windows have it now."""
        dress_page(self)

    @property
    def is_open(self) -> bool:
        """Whether somebody is at it."""
        return not self.isHidden()

    @Slot()
    def toggle(self) -> None:
        """Open it, or take it away."""
        if self.is_open:
            self._presenter.close()
        else:
            self._presenter.open()

    def show_view(self, view: CustomersView) -> None:
        """Show this view; the keyboard goes where the next thing is typed."""
        before, self._shown = self._shown, view
        if not view.is_open:
            self._put_away()
            return
        self._show_words(view)
        self._show_list(view)
        self.card.show_card(view.card, self._presenter.words)
        self.form.show_form(view.form, self._presenter.words)
        self._show_question(view)
        self.notice.setText(view.said)
        look(self.notice, "refused" if view.is_refused else "told")
        self.notice.setVisible(bool(view.said))
        if not self.is_open:
            self._follower.fit()
            self.show()
            self.raise_()
            self.field.clear()
        self._stack.setCurrentWidget(self._pane(view))
        self._take_keyboard(before, view)
        self._announce(view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only the page's own keys; nothing reaches the sale below."""
        action = self.actions_table.for_event(event)
        if action is not None:
            action.run()
        event.accept()

    def _pane(self, view: CustomersView) -> QWidget:
        if view.erase is not None:
            return self._question
        if view.form is not None:
            return self.form
        return self._nobody if view.card is None else self.card

    def _take_keyboard(self, before: CustomersView, view: CustomersView) -> None:
        """Only where the page changed: who types is not disturbed."""
        if view.erase is not None:
            # The key that erases is not the one that has the keyboard.
            self._keys["back"].setFocus()
        elif view.form is None and view.card is None:
            if before.card is not None or before.form is not None or not before.is_open:
                self.field.setFocus()
        elif view.card is not None and view.form is None:
            was_card = before.card is not None and before.form is None and before.erase is None
            if not was_card or self.field.hasFocus():
                self.setFocus()

    def _show_words(self, view: CustomersView) -> None:
        words = self._presenter.words
        self._title.setText(words("customers.title"))
        self._about.setText(view.about)
        self.setAccessibleName(". ".join(filter(None, (words("customers.title"), view.about))))
        self.field.setAccessibleName(words("customers.search"))
        self.field.setPlaceholderText(words("customers.search_in"))
        self.list.setAccessibleName(words("customers.results"))
        for action_id, button in self._keys.items():
            button.set_words(words(self.actions_table[action_id].words_key))
            button.setEnabled(self.actions_table[action_id].is_enabled())
        self._keys["tie"].set_words(view.tie_key)
        for action_id in ("join", "undo_join", "untie", "open_order"):
            self._keys[action_id].setVisible(action_id in view.deeds)

    def _show_list(self, view: CustomersView) -> None:
        self._hint.setText(view.hint)
        self._hint.setVisible(bool(view.hint))
        shown = [f"{row.title}\n{row.detail}" for row in view.rows]
        if [self.list.item(n).text() for n in range(self.list.count())] != shown:
            self.list.clear()
            for text, row in zip(shown, view.rows, strict=True):
                item = QListWidgetItem(text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}, {row.detail}")
                self.list.addItem(item)
        if view.rows:
            self.list.setCurrentRow(view.marked)

    def _show_question(self, view: CustomersView) -> None:
        if view.erase is not None:
            for label, text in zip(self._asked, view.erase, strict=True):
                label.setText(text)

    def _announce(self, view: CustomersView) -> None:
        if view.said and view.said != self._said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, view.said))
        self._said = view.said

    def _put_away(self) -> None:
        self.field.clear()
        self.list.clear()
        if self.is_open:
            self.hide()
            self._host.setFocus()

    def _show_help(self) -> None:
        """The page of keys, made from the same table; once more takes it away."""
        if self._stack.currentWidget() is self._help:
            self._stack.setCurrentWidget(self._pane(self._shown))
            return
        self._help.show_keys(self.actions_table, self._presenter.words, is_of_counter=False)
        self._stack.setCurrentWidget(self._help)

    def _find(self) -> None:
        self._presenter.find()
        self.field.setFocus()
        self.field.selectAll()

    def _actions(self) -> tuple[Action, ...]:
        presenter = self._presenter

        def can(deed: str) -> bool:
            return deed in self._shown.deeds

        def consent(place: int) -> Action:
            purpose = tuple(Purpose)[place]
            return Action(
                f"consent_{place}", (f"F{place + 5}",), f"customers.purpose_{purpose.value}",
                lambda: presenter.consent(place, self.card.way), partial(can, "consent"),
            )  # fmt: skip

        def act(action: str, key: str, wanted: object, shown: str = "") -> Action:
            assert callable(wanted)
            keys = (key,) if key else ()
            words = f"customers.{_WORDS.get(action, action)}"
            return Action(action, keys, words, wanted, partial(can, action), shown)

        return (
            Action("confirm", ("Return",), "counter.confirm", presenter.confirm),
            act("tie", "", presenter.tie, "Enter"),
            act("find", "F2", self._find),
            act("new", "Ctrl+N", presenter.write_new),
            act("correct", "F4", presenter.correct),
            *(consent(place) for place in range(len(Purpose))),
            act("join", "F9", presenter.join),
            act("undo_join", "Ctrl+Z", presenter.undo_join),
            act("untie", "Del", presenter.untie),
            act("open_order", "F3", lambda: presenter.open_order(self.card.marked_order)),
            act("export", "F10", presenter.give_data),
            act("erase", "Ctrl+Del", presenter.ask_erase),
            act("erase_yes", "Ctrl+Return", presenter.erase, "Ctrl+Enter"),
            act("save", "", self._save, "Enter"),
            act("more_fields", "F11", lambda: presenter.more_fields(self.form.typed)),
            act("back", "Esc", presenter.back),
            Action("help", ("F1",), "counter.help", self._show_help),
        )

    @Slot()
    def _save(self) -> None:
        self._presenter.save(self.form.typed)

    def _build(self) -> None:
        self._title, self._about, self.notice = QLabel(), QLabel(), QLabel()
        look(self._title, "title")
        look(self._about, "muted")
        self.notice.setWordWrap(True)
        self.field, self.list, self._hint = SearchField(), QListWidget(), QLabel()
        self.field.setMaxLength(_LETTERS_MOST)
        self.field.textEdited.connect(self._presenter.search)
        self.field.entered.connect(self._presenter.choose)
        self.field.stepped.connect(self._presenter.step)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: self._presenter.choose(self.list.row(item)))
        look(self._hint, "muted")
        self._hint.setWordWrap(True)
        self.card = CustomerCardPane(self._keys)
        self.card.order_chosen.connect(self._presenter.open_order)
        self.form = CustomerFormPane((self._keys["save"], self._keys["more_fields"]))
        self.form.saved.connect(self._save)
        look(self._keys["tie"], "primary")
        look(self._keys["save"], "primary")
        self._asked = (QLabel(), QLabel())
        self._question, self._nobody, self._help = self._made_question(), QLabel(), HelpPage()
        self._stack = QStackedWidget()
        for pane in (self._nobody, self.card, self.form, self._question, self._help):
            self._stack.addWidget(pane)
        self._lay_out()

    def _made_question(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        for label, name in zip(self._asked, ("title", "body"), strict=True):
            look(label, name)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        column.addWidget(self._keys["erase_yes"])
        return pane

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._title)
        top.addWidget(self._about, 1)
        for action in ("help", "back"):
            top.addWidget(self._keys[action])
        left = QVBoxLayout()
        left.setSpacing(10)
        for widget in (self.field, self._hint):
            left.addWidget(widget)
        left.addWidget(self.list, 1)
        left.addWidget(self._keys["find"])
        left.addWidget(self._keys["new"])
        side = QWidget()
        side.setFixedWidth(_LIST_PIXELS)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addWidget(side)
        body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 18)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addLayout(body, 1)
        # The key of Enter has a button where it does something: on the card, on the form.
        self._keys["confirm"].hide()
