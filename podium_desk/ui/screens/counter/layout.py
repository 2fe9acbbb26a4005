"""How the counter window is laid out: the list and the hall, or a panel; the basket beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from podium_desk.presentation.counter_view import CashPanel
from podium_desk.ui.kit.buttons import look
from podium_desk.ui.kit.fitting import FittingStack, TallScroll
from podium_desk.ui.kit.strip import BandLabel, StatusStrip
from podium_desk.ui.kit.tokens import is_dense
from podium_desk.ui.screens.counter.basket import BasketPanel
from podium_desk.ui.screens.counter.choosing import BestKeys, ChoosingPane
from podium_desk.ui.screens.counter.hall_pane import HallPane
from podium_desk.ui.screens.counter.keys import BEST_COUNTS
from podium_desk.ui.screens.counter.language_key import LanguageKey
from podium_desk.ui.screens.counter.menu_key import MENU_ICON
from podium_desk.ui.screens.counter.notice import Notice
from podium_desk.ui.screens.counter.performances import PerformanceListView
from podium_desk.ui.screens.counter.search_field import SearchField

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import CounterView
    from podium_desk.ui.kit.actions import ActionTable
    from podium_desk.ui.kit.buttons import ActionButton

    MakeKey = Callable[..., ActionButton]


class BasketColumn(TallScroll):
    """The basket beside the hall or a panel."""

    def __init__(self, basket: BasketPanel) -> None:
        super().__init__(basket)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._basket = basket

    def show_view(self, view: CounterView, words: Words) -> None:
        """Show the basket. Where text is large, counting cash takes its room: what is due stands
        there too, and nothing of the basket can be changed meanwhile. What went wrong is said here.
        """
        self._basket.show_basket(view.basket, words, view.panel)
        is_counting = isinstance(view.panel, CashPanel) and is_dense()
        self.setVisible(not is_counting or bool(view.refusal) or view.toast is not None)


class CounterParts:
    """The widgets of one counter window, each in its place."""

    def __init__(self, make_key: MakeKey, actions: ActionTable, words: Words) -> None:
        """`make_key` makes the button of an action: its id, its icon, its height in pixels."""
        self._make_key = make_key
        self._actions = actions
        self.strip, self.band = StatusStrip(), BandLabel()
        # Everything that has a key of its own and no button is reached by touch from here.
        menu = make_key("palette", MENU_ICON, 40)
        self.strip.add_key(menu)
        self.ask_memory = make_key("ask_memory", "", 44)
        self.ask_memory.hide()
        self.search = _search_field()
        self.performance_list = PerformanceListView()
        self.list_hint = QLabel()
        self.list_hint.setWordWrap(True)
        look(self.list_hint, "muted")
        self.hall_pane = HallPane(words)
        self.hall_pane.add_zoom_keys(actions)
        self.stack = FittingStack()
        self.choosing = self._choosing()
        self.stack.addWidget(self.choosing)
        self._before_all = (menu, self.hall_pane.list_key)
        self.notice = Notice(make_key("undo", "undo-2", 44))
        self.basket = self._basket()
        self.beside = BasketColumn(self.basket)

    def lay_out(self, window: QWidget) -> None:
        """Put everything in its place in this window."""
        body = QHBoxLayout()
        body.setContentsMargins(16, 14, 16, 16)
        body.setSpacing(16)
        body.addWidget(TallScroll(self.stack), 1)
        body.addWidget(self.beside)
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        band = QHBoxLayout()
        band.setContentsMargins(0, 0, 0, 0)
        band.setSpacing(8)
        band.addWidget(self.band, 1)
        band.addWidget(self.ask_memory)
        column.addLayout(band)
        column.addLayout(body, 1)
        # Who hears the screen finds the list of the hall at once.
        QWidget.setTabOrder(*self._before_all)

    def _basket(self) -> BasketPanel:
        make_key = self._make_key
        card = make_key("card", "credit-card", 68)
        look(card, "primary")
        cash = (make_key("cash", ""), make_key("split", ""))
        others = (make_key("reserve", "", 44), make_key("more", "", 44))
        keys = (card, cash, others, make_key("clear", "trash-2", 44))
        offered = (make_key("companion", "accessibility", 44), make_key("code", "", 40))
        language = LanguageKey(self._actions["customer_language"])
        return BasketPanel(self.notice, keys, offered, language)

    def _choosing(self) -> ChoosingPane:
        """The list with the keys of the best places, and the hall."""
        make_key = self._make_key
        best = tuple(make_key(f"best_{count}", "", 52) for count in BEST_COUNTS)
        others = (
            (make_key("next_best", "arrow-right", 44), 4),
            (make_key("group", "", 44), 2),
            (make_key("find_order", "", 44), 2),
            (make_key("customers", "", 44), 2),
            (make_key("shelf", "", 44), 2),
        )
        listed = (self.search, self.list_hint, self.performance_list)
        return ChoosingPane(listed, BestKeys(best, others), self.hall_pane)


def _search_field() -> SearchField:
    search = SearchField()
    search.setMinimumHeight(44)
    search.setMaxLength(60)
    search.add_lens()
    return search
