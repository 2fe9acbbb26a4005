"""A counter whose device opens after its window stands (packaging.md section 3).

Opening a device takes longer than building a window, and needs the database, the keys and the
wire. A clerk sees the counter first; all that it asks waits on the lane behind the opening.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from podium_desk.application.counter import PAID_NOW

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.application.asked_papers import AskedPapers
    from podium_desk.application.basket_shelf import BasketShelf
    from podium_desk.application.counter import (
        AttemptState,
        BasketLine,
        CardAttempt,
        DeskStatus,
        HallView,
        Held,
        Payment,
        PerformanceRow,
        SaleDone,
        SaleTerms,
    )
    from podium_desk.application.order_desk import Due, OrderCounter, OrderDesk
    from podium_desk.domain.goods import Goods
    from podium_desk.domain.house_passes import HousePass
    from podium_desk.domain.ids import OrderId, PerformanceId, TicketId, Unit
    from podium_desk.domain.refusals import Refusal
    from podium_desk.domain.series import Series
    from podium_desk.domain.vouchers import Voucher


class LateDesk:
    """A `OrderCounter`; `open` it on the lane before anything else is asked there."""

    def __init__(self, open_desk: Callable[[], OrderCounter]) -> None:
        self._open_desk = open_desk
        self._opened: OrderCounter | None = None

    def open(self) -> None:
        """Open the desk; raises whatever opening raises."""
        self._opened = self._open_desk()

    def status(self) -> DeskStatus:
        """How things stand."""
        return self._desk.status()

    def performances(
        self, search: str = "", day: datetime | None = None
    ) -> tuple[PerformanceRow, ...]:
        """What can be sold."""
        return self._desk.performances(search, day)

    def soonest(self, count: int) -> tuple[PerformanceRow, ...]:
        """The first of what can be sold."""
        return self._desk.soonest(count)

    def hall(self, performance: PerformanceId) -> HallView:
        """The hall with each place's state."""
        return self._desk.hall(performance)

    def hold_best(
        self, performance: PerformanceId, count: int, category: str | None, skip: int
    ) -> Held | Refusal:
        """Take the `skip`-th best `count` places."""
        return self._desk.hold_best(performance, count, category, skip)

    def hold(self, performance: PerformanceId, units: tuple[Unit, ...]) -> Held | Refusal:
        """Take these places."""
        return self._desk.hold(performance, units)

    def release(self, performance: PerformanceId, units: tuple[Unit, ...]) -> None:
        """Let these places go."""
        self._desk.release(performance, units)

    def quote(
        self, lines: tuple[BasketLine, ...], codes: tuple[str, ...] = ()
    ) -> tuple[int, ...] | Refusal:
        """The price in cents of each line."""
        return self._desk.quote(lines, codes)

    def problem(self, lines: tuple[BasketLine, ...], terms: SaleTerms = PAID_NOW) -> Refusal | None:
        """Why these lines cannot be sold together now."""
        return self._desk.problem(lines, terms)

    def sell(
        self,
        lines: tuple[BasketLine, ...],
        payments: tuple[Payment, ...],
        sale_token: str,
        language: str,
        terms: SaleTerms = PAID_NOW,
    ) -> SaleDone | Refusal:
        """Commit the sale."""
        return self._desk.sell(lines, payments, sale_token, language, terms)

    def sell_voucher(
        self, value_cents: int, payments: tuple[Payment, ...], sale_token: str, code: str = ""
    ) -> SaleDone | Refusal:
        """Sell a gift voucher."""
        return self._desk.sell_voucher(value_cents, payments, sale_token, code)

    def voucher(self, text: str) -> Voucher | Refusal:
        """The voucher with this number."""
        return self._desk.voucher(text)

    def goods(self) -> tuple[Goods, ...]:
        """What is sold here beside places now."""
        return self._desk.goods()

    def series(self) -> tuple[Series, ...]:
        """The subscriptions that are sold here now."""
        return self._desk.series()

    def house_pass(self, text: str) -> HousePass | Refusal:
        """The pass of a house with this number."""
        return self._desk.house_pass(text)

    def begin_card(self, attempt: CardAttempt) -> None:
        """Keep a card payment before the terminal is asked."""
        self._desk.begin_card(attempt)

    def note_card(self, attempt: str, state: AttemptState, receipt: str = "") -> None:
        """Keep what became of a card payment."""
        self._desk.note_card(attempt, state, receipt)

    def unfinished_cards(self) -> tuple[CardAttempt, ...]:
        """Card payments that pay for no sale yet."""
        return self._desk.unfinished_cards()

    def confirm_memory(self) -> int:
        """A person says that this data is the newest."""
        return self._desk.confirm_memory()

    def last_sale(self) -> SaleDone | None:
        """The newest sale of this desk."""
        return self._desk.last_sale()

    def preview(self, ticket: TicketId) -> bytes:
        """The ticket as it comes out of the printer, as PNG."""
        return self._desk.preview(ticket)

    def reprint(self, order: OrderId) -> Refusal | None:
        """Print the order's tickets again."""
        return self._desk.reprint(order)

    @property
    def orders(self) -> OrderDesk:
        """What was sold and reserved before."""
        return self._desk.orders

    @property
    def asked_papers(self) -> AskedPapers:
        """Papers that a clerk asks for."""
        return self._desk.asked_papers

    def waiting_due(self) -> tuple[Due, ...]:
        """The performances with free places that somebody waits for."""
        return self._desk.waiting_due()

    @property
    def baskets(self) -> BasketShelf:
        """What was put aside."""
        return self._desk.baskets

    @property
    def _desk(self) -> OrderCounter:
        assert self._opened is not None, "the lane opens the desk before it is asked anything"
        return self._opened
