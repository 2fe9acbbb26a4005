"""The pages that stand in the place of the hall: paying in cash, by card, the last sale, something
to type, and whether this memory is the newest.

Loaded with the first of them, and each page is made when it is first needed: the window stands
sooner without (packaging.md section 3).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from podium_desk.presentation.counter_view import (
    CardPanel,
    CashPanel,
    LastSalePanel,
    MemoryPanel,
    QuestionPanel,
)
from podium_desk.presentation.order_view import FindPanel, OrderPanel, ReservePanel
from podium_desk.ui.screens.counter.last_sale import LastSalePage
from podium_desk.ui.screens.counter.memory import MemoryPage
from podium_desk.ui.screens.counter.payment import CardPage, CashPage
from podium_desk.ui.screens.counter.question import QuestionPage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import CounterView
    from podium_desk.ui.kit.buttons import ActionButton
    from podium_desk.ui.screens.counter.order_pages import OrderPages

    MakeKey = Callable[[str, str, int], ActionButton]


class PanelPages:
    """Shows a view's panel on its page; `added` is told of each new page."""

    def __init__(
        self,
        make_key: MakeKey,
        added: Callable[[QWidget], object],
        quick_amount: Callable[[int], None],
        answer: Callable[[str], None],
        orders: OrderPages,
    ) -> None:
        """`make_key` makes the button of an action: its id, its icon, its height in pixels.

        `answer` hears what was typed on the page that asks; `orders` has the pages of orders.
        """
        self._make_key = make_key
        self._added = added
        self._quick_amount = quick_amount
        self._orders = orders
        self._cash: CashPage | None = None
        self._card: CardPage | None = None
        self._last_sale: LastSalePage | None = None
        self._memory: MemoryPage | None = None
        self._answer = answer
        self._question: QuestionPage | None = None

    def show(self, view: CounterView, words: Words) -> QWidget:
        """The page of the view's panel, showing it."""
        match view.panel:
            case CashPanel():
                cash = self._cash = self._cash or self._make_cash()
                cash.show_panel(view.panel, words, is_selling=view.is_selling)
                return cash
            case CardPanel():
                card = self._card = self._card or self._make_card()
                card.show_panel(view.panel, words, is_selling=view.is_selling)
                return card
            case LastSalePanel():
                last_sale = self._last_sale = self._last_sale or self._make_last_sale()
                last_sale.show_panel(view.panel, words)
                return last_sale
            case MemoryPanel():
                memory = self._memory = self._memory or self._make_memory()
                memory.show_panel(view.panel, words)
                return memory
            case QuestionPanel():
                question = self._question = self._question or self._make_question()
                question.show_panel(view.panel, words)
                return question
            case FindPanel() | OrderPanel() | ReservePanel():
                return self._orders.show(view.panel, words)
            case None:
                raise ValueError("a view without a panel has no page")

    def _make_cash(self) -> CashPage:
        page = CashPage(self._make_key("confirm_cash", "check", 84), self._back())
        page.quick_chosen.connect(self._quick_amount)
        self._added(page)
        return page

    def _make_card(self) -> CardPage:
        confirm = self._make_key("confirm_card", "check", 72)
        page = CardPage(confirm, self._make_key("declined", "x", 72), self._back())
        self._added(page)
        return page

    def _make_last_sale(self) -> LastSalePage:
        page = LastSalePage(self._make_key("print_again", "printer", 72), self._back())
        self._added(page)
        return page

    def close_question(self) -> None:
        """The question is gone; the next one begins with an empty field."""
        if self._question is not None:
            self._question.begin()

    def _make_question(self) -> QuestionPage:
        page = QuestionPage(self._back())
        page.answered.connect(self._answer)
        self._added(page)
        return page

    def _make_memory(self) -> MemoryPage:
        page = MemoryPage(self._make_key("confirm_memory", "check", 72), self._back())
        self._added(page)
        return page

    def _back(self) -> ActionButton:
        return self._make_key("back", "", 72)
