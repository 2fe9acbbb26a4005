"""The pages of orders, each made when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from podium_desk.presentation.order_view import FindPanel, OrderPanel, ReservePanel
from podium_desk.ui.screens.counter.order_find import FindPage
from podium_desk.ui.screens.counter.order_page import OrderPage
from podium_desk.ui.screens.counter.order_reserve import ReservePage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter import CounterPresenter
    from podium_desk.presentation.order_view import OrdersPanel
    from podium_desk.ui.kit.buttons import ActionButton

    MakeKey = Callable[[str, str, int], ActionButton]


class OrderPages:
    """Shows a panel of orders on its page; `added` is told of each new page."""

    def __init__(
        self,
        make_key: MakeKey,
        added: Callable[[QWidget], object],
        clerk: Callable[[], CounterPresenter],
    ) -> None:
        self._make_key = make_key
        self._added = added
        self._clerk = clerk
        self._find: FindPage | None = None
        self._order: OrderPage | None = None
        self._reserve: ReservePage | None = None

    def usual(self) -> tuple[Callable[[], QWidget], ...]:
        """What makes each of the pages that a clerk needs many times a day, or gives it."""
        return self._order_page, self._find_page

    def show(self, panel: OrdersPanel, words: Words) -> QWidget:
        """The page of this panel, showing it."""
        match panel:
            case FindPanel():
                find = self._find_page()
                find.show_panel(panel, words)
                return find
            case OrderPanel():
                order = self._order_page()
                order.show_panel(panel, words)
                return order
            case ReservePanel():
                reserve = self._reserve = self._reserve or self._make_reserve()
                reserve.show_panel(panel, words)
                return reserve

    def _find_page(self) -> FindPage:
        self._find = self._find or self._make_find()
        return self._find

    def _order_page(self) -> OrderPage:
        self._order = self._order or self._make_order()
        return self._order

    def _make_find(self) -> FindPage:
        page = FindPage(self._make_key("back", "", 60))
        page.typed.connect(lambda text: self._clerk().orders.search(text))
        page.chosen.connect(lambda row: self._clerk().orders.choose(row))
        self._added(page)
        return page

    def _make_order(self) -> OrderPage:
        keys = [
            self._make_key(action, icon, 52)
            for action, icon in (
                ("reprint", "printer"),
                ("summary", "receipt"),
                ("reissue", "refresh-cw"),
                ("exchange", "arrow-left-right"),
                ("refund", "undo-2"),
                ("name", "users"),
                ("let_go", "x"),
                ("invoice", "receipt"),
                ("approve", "check"),
                ("take_approval_back", "undo-2"),
                ("back", ""),
            )
        ]
        page = OrderPage(keys)
        page.toggled.connect(lambda ticket: self._clerk().orders.toggle(ticket))
        page.answered.connect(lambda *typed: self._clerk().orders.answer(*typed))
        page.answered_otherwise.connect(
            lambda *typed: self._clerk().orders.answer(*typed, is_other=True)
        )
        self._added(page)
        return page

    def _make_reserve(self) -> ReservePage:
        page = ReservePage(self._make_key("confirm_reserve", "check", 72), self._back())
        page.wanted.connect(
            lambda end, customer, transfer, approval: self._clerk().orders.reserve_until(
                end, customer, is_by_transfer=transfer, needs_approval=approval
            )
        )
        self._added(page)
        return page

    def _back(self) -> ActionButton:
        return self._make_key("back", "", 72)
