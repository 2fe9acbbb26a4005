"""The keys of orders: searching, reserving, and what an order's page can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podium_desk.presentation.order_state import OrderAsk
from podium_desk.ui.kit.actions import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from podium_desk.presentation.counter import CounterPresenter

    Clerk = Callable[[], CounterPresenter]


def order_actions(clerk: Clerk) -> Iterator[Action]:
    """The part of the counter's table that is about orders."""
    yield Action("find_order", ("F3",), "orders.find_short", lambda: clerk().orders.find())
    yield Action("reserve", ("R",), "orders.reserve", lambda: clerk().reserve())
    yield Action("confirm_reserve", (), "orders.reserve", lambda: None, shown_key="Enter")
    yield Action("reprint", ("F5",), "orders.reprint", lambda: clerk().orders.print_again())
    yield Action("summary", ("Ctrl+P",), "orders.summary", lambda: clerk().orders.print_summary())
    keep = ("Ctrl+S",), "orders.summary_file"
    yield Action("summary_file", *keep, lambda: clerk().orders.keep_summary())
    yield Action("exchange", ("F7",), "orders.exchange", lambda: clerk().orders.exchange())
    approvals = (("approve", "Ctrl+G", True), ("take_approval_back", "Ctrl+I", False))
    for name, key, is_given in approvals:
        yield Action(name, (key,), f"orders.{name}", _approve(clerk, is_given=is_given))
    refund = _ask(clerk, OrderAsk.REFUND)
    yield Action("refund", (), "orders.refund", refund, shown_key="Del")
    for wanted, key in (
        (OrderAsk.REISSUE, "Ctrl+F5"),
        (OrderAsk.LET_GO, "Ctrl+Del"),
        (OrderAsk.NAME, "Ctrl+N"),
        (OrderAsk.INVOICE, "Ctrl+F12"),
    ):
        yield Action(wanted.value, (key,), f"orders.{wanted.value}", _ask(clerk, wanted))


def _approve(clerk: Clerk, *, is_given: bool) -> Callable[[], None]:
    return lambda: clerk().orders.approve(is_given=is_given)


def _ask(clerk: Clerk, wanted: OrderAsk) -> Callable[[], None]:
    return lambda: clerk().orders.ask(wanted)
