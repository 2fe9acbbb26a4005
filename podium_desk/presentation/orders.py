"""All that a counter screen does with orders: searching, an order's page, reserving, exchanging."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from podium_desk.domain.refusals import Refusal
from podium_desk.presentation.counter_view import Toast
from podium_desk.presentation.order_finding import OrderSearch
from podium_desk.presentation.order_page import OrderPage
from podium_desk.presentation.order_state import GoodsPiece, OrderAsk
from podium_desk.presentation.reserving import Reserving

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.order_desk import OrderCounter, Scanned
    from podium_desk.domain.customers import Customer
    from podium_desk.domain.ids import TicketId
    from podium_desk.i18n.words import Words
    from podium_desk.presentation.counter_state import CounterState
    from podium_desk.presentation.counter_surroundings import Surroundings
    from podium_desk.presentation.paying import Paying
    from podium_desk.presentation.turns import Turns


class CounterOrders:
    """The intents of the panels of orders; each waits its turn."""

    def __init__(
        self,
        desk: OrderCounter,
        screen: tuple[Turns, CounterState],
        world: Surroundings,
        surround: tuple[Callable[[], None], Callable[[], Words]],
        paying: tuple[Paying, Callable[[], None]],
    ) -> None:
        """`paying` opens the payment panels, and is told what was booked."""
        self._desk = desk
        self._turns, self._state = screen
        self._show, self._words = surround
        self._paying, booked = paying
        self.scan_pass: Callable[[str], bool] = lambda _: False
        """Takes a pass of the house that was scanned; False when it is none."""
        self.scan_opened_nothing: Callable[[], None] = lambda: None
        """Whoever scanned may look at the ticket, and has to hear it."""
        self.page = OrderPage(desk, screen, world, surround, self._paying.open)
        self._paying.look_at = self.page.look
        self._search = OrderSearch(desk, screen, self._show, self.page.look)
        self._reserving = Reserving(desk, screen, world, surround, booked)

    def ask_manager_by(self, ask: Callable[[Callable[[], None]], None]) -> None:
        """`ask` asks a manager's PIN, above a clerk's limit, and then goes on."""
        self.page.ask_manager = self._paying.ask_manager = ask

    def find(self) -> None:
        """Open the search."""
        self._turns.take(self._search.open)

    def search(self, text: str) -> None:
        """Show the orders that fit what is typed."""
        self._search.search(text)

    def choose(self, row: int) -> None:
        """Open this order of the list."""
        self._search.choose(row)

    def scan(self, text: str) -> None:
        """A ticket was scanned at the counter: open its order, with that ticket chosen."""
        self._turns.take_scan(partial(self._scan, text))

    def toggle(self, one: TicketId | GoodsPiece) -> None:
        """Choose a ticket or a piece of goods of the page, or not any more."""
        self._turns.take(partial(self.page.toggle, one))

    def ask(self, wanted: OrderAsk) -> None:
        """Ask what is needed before this is done with the order or its chosen tickets."""
        self._turns.take(partial(self.page.ask, wanted))

    def answer(
        self, text: str, second: str = "", third: str = "", *, is_other: bool = False
    ) -> None:
        """Do what was asked, or the other way of it."""
        self._turns.take(partial(self.page.answer, text, second, third, is_other=is_other))

    def print_again(self) -> None:
        """Print the order of the page as a duplicate."""
        self._turns.take(self.page.print_again)

    def print_summary(self) -> None:
        """Print what the order of the page is."""
        self._turns.take(self.page.print_summary)

    def keep_summary(self) -> None:
        """Keep it as sheets of A4."""
        self._turns.take(self.page.keep_summary)

    def approve(self, *, is_given: bool) -> None:
        """Approve the order of the page, or take that back."""
        self._turns.take(partial(self.page.approve, is_given=is_given))

    def exchange(self) -> None:
        """Choose other places for the chosen tickets."""
        self._turns.take(self.page.exchange)

    def open_reserving(self) -> None:
        """Open the panel that reserves the basket. To be called in turn."""
        self._reserving.open()

    def reserve_until(
        self,
        end: int,
        customer: Customer | None,
        *,
        is_by_transfer: bool,
        needs_approval: bool = False,
    ) -> None:
        """Reserve the basket until the `end`-th of the ends shown."""
        reserve = partial(self._reserving.reserve, end, customer)
        self._turns.take(
            partial(reserve, is_by_transfer=is_by_transfer, needs_approval=needs_approval)
        )

    def step_back(self) -> bool:
        """One step back within the orders; False when there is none to take."""
        orders = self._state.orders
        if orders.ask is not None:
            orders.ends_ask()
        elif orders.exchange is not None and not self._state.has_panel:
            if self._state.basket.lines:
                return False
            orders.exchange = None
        else:
            return False
        return True

    def _scan(self, text: str, is_kept: bool) -> None:
        """`is_kept`: it waited for a sale, whose change still has to be read."""
        state = self._state
        if self._paying.scan(text) or self.scan_pass(text):
            return
        gives_way = state.orders.has_panel or state.last_sale is not None
        if state.has_panel and not gives_way:
            self._tell_later()
            return

        def came(outcome: Scanned | Refusal) -> None:
            if isinstance(outcome, Refusal):
                state.refusal = outcome
                self.scan_opened_nothing()
                self._show()
            else:
                chosen = frozenset({outcome.ticket})
                self.page.look(outcome.order, chosen, keeps_said=is_kept)

        self._turns.run(lambda: self._desk.orders.scanned(text), came)

    def _tell_later(self) -> None:
        """What stands on the screen is money, or half a question: it goes before a ticket."""
        words = self._words()
        text, hint = words("orders.scan_later"), words("orders.scan_later_hint")
        self._state.toast = Toast(text, hint, is_good=False)
        self.scan_opened_nothing()
        self._show()
