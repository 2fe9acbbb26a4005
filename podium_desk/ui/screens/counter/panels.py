"""The pages that stand in the place of the hall: paying, the last sale, something to type, and
whether this memory is the newest.

Loaded with the first of them, and each page is made when it is first needed: the window stands
sooner without (packaging.md section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from podium_desk.presentation.counter_view import (
    CashPanel,
    LastSalePanel,
    MemoryPanel,
    QuestionPanel,
    ShelfPanel,
)
from podium_desk.presentation.order_view import FindPanel, OrderPanel, ReservePanel
from podium_desk.presentation.paying_view import (
    CardPanel,
    MorePanel,
    SplitPanel,
    UnfinishedPanel,
    VoucherPanel,
)
from podium_desk.ui.screens.counter.card import CardKeys, CardPage
from podium_desk.ui.screens.counter.last_sale import LastSalePage
from podium_desk.ui.screens.counter.memory import MemoryPage
from podium_desk.ui.screens.counter.payment import CashPage
from podium_desk.ui.screens.counter.question import QuestionPage
from podium_desk.ui.screens.counter.shelf import ShelfPage
from podium_desk.ui.screens.counter.split import MorePage, SplitPage
from podium_desk.ui.screens.counter.unfinished import UnfinishedPage
from podium_desk.ui.screens.counter.voucher import VoucherPage

if TYPE_CHECKING:
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_view import CounterView
    from podium_desk.presentation.paying_words import PayPanel
    from podium_desk.ui.kit.buttons import ActionButton
    from podium_desk.ui.screens.counter.order_pages import OrderPages

    MakeKey = Callable[[str, str, int], ActionButton]

_W = TypeVar("_W", bound=QWidget)


class PanelPages:
    """Shows a view's panel on its page; `added` is told of each new page."""

    def __init__(
        self,
        make_key: MakeKey,
        added: Callable[[QWidget], object],
        choose: tuple[Callable[[int], None], Callable[[int], None], Callable[[str], None]],
        orders: OrderPages,
        goods: tuple[Callable[[int], None], Callable[[int], None]],
    ) -> None:
        """`make_key` makes the button of an action: its id, its icon, its height in pixels.
        `choose` hears of a quick key's cents, which of more means was clicked, and what was typed
        on the page that asks; `orders` has the pages of orders; `goods` hears which tile adds one
        and which takes one off."""
        self._make_key = make_key
        self._added = added
        self._quick_amount, self._chosen, self._answer = choose
        self._orders, self._goods = orders, goods
        self._pages: dict[type[QWidget], QWidget] = {}

    def show(self, view: CounterView, words: Words) -> QWidget:
        """The page of the view's panel, showing it."""
        page: QWidget
        match view.panel:
            case LastSalePanel():
                page = last_sale = self._page(LastSalePage, self._make_last_sale)
                last_sale.show_panel(view.panel, words)
            case MemoryPanel():
                page = memory = self._page(MemoryPage, self._make_memory)
                memory.show_panel(view.panel, words)
            case QuestionPanel():
                page = question = self._page(QuestionPage, self._make_question)
                question.show_panel(view.panel, words)
            case ShelfPanel():
                page = shelf = self._page(ShelfPage, self._make_shelf)
                shelf.show_panel(view.panel, words)
            case FindPanel() | OrderPanel() | ReservePanel():
                page = self._orders.show(view.panel, words)
            case None:
                raise ValueError("a view without a panel has no page")
            case _:
                page = self._pay_page(view.panel, view, words)
        return page

    def usual(self) -> Iterator[Callable[[], QWidget]]:
        """What makes each of the pages that a clerk needs many times a day, or gives it."""
        yield partial(self._page, CashPage, self._make_cash)
        yield partial(self._page, CardPage, self._make_card)
        yield partial(self._page, SplitPage, self._make_split)
        yield partial(self._page, MorePage, self._make_more)
        yield partial(self._page, LastSalePage, self._make_last_sale)
        yield partial(self._page, QuestionPage, self._make_question)
        yield from self._orders.usual()

    def _pay_page(self, panel: PayPanel, view: CounterView, words: Words) -> QWidget:
        """The page of a payment panel, showing it."""
        page: QWidget
        match panel:
            case CashPanel():
                page = cash = self._page(CashPage, self._make_cash)
                cash.show_panel(panel, words, is_selling=view.is_selling)
            case CardPanel():
                page = card = self._page(CardPage, self._make_card)
                card.show_panel(panel, words, is_selling=view.is_selling)
            case SplitPanel():
                page = split = self._page(SplitPage, self._make_split)
                split.show_panel(panel, words, is_selling=view.is_selling)
            case MorePanel():
                page = more = self._page(MorePage, self._make_more)
                more.show_panel(panel)
            case VoucherPanel():
                page = voucher = self._page(VoucherPage, self._make_voucher)
                voucher.show_panel(panel, words, can_pay=view.can_pay)
            case UnfinishedPanel():
                page = unfinished = self._page(UnfinishedPage, self._make_unfinished)
                unfinished.show_panel(panel, words)
        return page

    def _page(self, kind: type[_W], make: Callable[[], _W]) -> _W:
        """The one page of this kind, made when it is first needed."""
        known = self._pages.get(kind)
        if isinstance(known, kind):
            return known
        page = self._pages[kind] = make()
        self._added(page)
        return page

    def _make_cash(self) -> CashPage:
        page = CashPage(self._make_key("confirm_cash", "check", 60), self._make_key("back", "", 52))
        page.quick_chosen.connect(self._quick_amount)
        return page

    def _make_card(self) -> CardPage:
        return CardPage(
            CardKeys(
                approved=self._make_key("confirm_card", "check", 72),
                declined=self._make_key("declined", "x", 72),
                ask=self._make_key("card_ask", "credit-card", 72),
                by_hand=self._make_key("paid_by_hand", "check", 72),
                not_paid=self._make_key("card_not_paid", "x", 72),
                given_back=self._make_key("card_given_back", "check", 72),
                stop=self._make_key("card_stop", "", 72),
            )
        )

    def _make_split(self) -> SplitPage:
        means = tuple(
            self._make_key(action, icon, 60)
            for action, icon in (("card", "credit-card"), ("cash", "banknote"), ("more", ""))
        )
        undo, book = self._make_key("undo_part", "undo-2", 60), self._make_key("book", "check", 72)
        return SplitPage(means, undo, book, self._back())

    def _make_more(self) -> MorePage:
        page = MorePage(self._back())
        page.chosen.connect(self._chosen)
        return page

    def _make_voucher(self) -> VoucherPage:
        means = tuple(
            self._make_key(action, icon, 60)
            for action, icon in (("card", "credit-card"), ("cash", "banknote"), ("split", ""))
        )
        return VoucherPage(means, self._make_key("voucher_confirm", "check", 72), self._back())

    def _make_unfinished(self) -> UnfinishedPage:
        go_on = self._make_key("go_on_unfinished", "check", 72)
        give_up = self._make_key("give_up_unfinished", "undo-2", 72)
        return UnfinishedPage(go_on, give_up, self._back())

    def _make_last_sale(self) -> LastSalePage:
        return LastSalePage(self._make_key("print_again", "printer", 72), self._back())

    def close_question(self) -> None:
        """The question is gone; the next one begins with an empty field."""
        question = self._pages.get(QuestionPage)
        if isinstance(question, QuestionPage):
            question.begin()

    def _make_question(self) -> QuestionPage:
        page = QuestionPage(self._back())
        page.answered.connect(self._answer)
        return page

    def _make_shelf(self) -> ShelfPage:
        page = ShelfPage(self._make_key("shelf_done", "check", 60), self._make_key("back", "", 60))
        page.added.connect(self._goods[0])
        page.taken_off.connect(self._goods[1])
        return page

    def _make_memory(self) -> MemoryPage:
        return MemoryPage(self._make_key("confirm_memory", "check", 72), self._back())

    def _back(self) -> ActionButton:
        return self._make_key("back", "", 72)
