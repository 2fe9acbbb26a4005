"""What a clerk does with orders beside selling: reserve, take a part, exchange, pay back, close.

Guests carry their order from one counter to another. A deed that a fault ended is tried again with
the same token until it is known what became of it, as a person does who was told nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from functools import partial
from random import Random

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone, SaleTerms
from podium_desk.application.desk import Desk
from podium_desk.application.order_desk import ExchangeWish, MoneyBack, OrderSeen, Reservation
from podium_desk.domain.ids import OrderId, PerformanceId, TicketId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.till_facts import ZClosed
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.book import Book, Refund, Sale
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.season import BASE, REDUCED

CODE = "LENTE"
CODE_USES = 6
"""Few: they must run out in an evening."""
VOUCHER_CENTS = 1_500
_PART_CENTS = 700
_RESERVED_MS = 1_800_000


@dataclass(slots=True)
class Guests:
    """Who has something that a counter gave: it counts at any counter of the house."""

    open_orders: list[OrderId] = field(default_factory=list)
    tickets: list[tuple[OrderId, tuple[TicketId, ...]]] = field(default_factory=list)
    """Orders that were paid, with their tickets."""
    vouchers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class OrderClerk:
    """One counter's clerk. `serve` does the next deed, on the device's lane."""

    device: SimulatedDevice
    performances: tuple[PerformanceId, ...]
    book: Book
    guests: Guests
    rng: Random
    _again: Callable[[Desk], None] | None = None
    """What is still not known to have happened or not."""

    @property
    def is_busy(self) -> bool:
        """Whether there is such a thing."""
        return self._again is not None and not self.device.machine.is_lost

    def serve(self) -> None:
        """Try again what is not known, or do something new."""
        if self._again is None:
            self._begin()
        self.finish()

    def finish(self) -> None:
        """Find out what became of what was begun."""
        if self._again is not None:
            self._again(self.device.program.desk)
            self._again = None

    def _begin(self) -> None:
        """Choose what somebody asks for now."""
        deeds = (
            (self._reserve, 4), (self._pay, 8), (self._exchange, 3), (self._refund, 2),
            (self._let_go, 1), (self._sell_voucher, 1), (self._sell, 5), (self._close_day, 1),
        )  # fmt: skip
        choices, weights = zip(*deeds, strict=True)
        (deed,) = self.rng.choices(choices, weights)
        deed(self.device.program.desk)

    def _reserve(self, desk: Desk) -> None:
        lines = self._lines(desk, 1 + self.rng.randrange(3))
        if lines:
            until_ms = self.device.program.work.clock.now_ms() + _RESERVED_MS
            self._again = partial(
                self._reserved, lines=lines, wish=Reservation(until_ms), token=self._token()
            )

    def _reserved(
        self, desk: Desk, lines: tuple[BasketLine, ...], wish: Reservation, token: str
    ) -> None:
        done = desk.orders.reserve(lines, wish, token, "nl")
        if isinstance(done, SaleDone):
            self._tell(done)
            self.guests.open_orders.append(done.order)

    def _pay(self, desk: Desk) -> None:
        """A part of an order that is open somewhere, or all that is owed."""
        page = self._open_page(desk)
        if page is None:
            return
        is_part = self.rng.random() < 0.4
        cents = min(_PART_CENTS, page.rest_cents) if is_part else page.rest_cents
        payments = self._payments(cents)
        if payments:
            self._again = partial(
                self._paid, order=page.order, payments=payments, token=self._token()
            )

    def _paid(self, desk: Desk, order: OrderId, payments: tuple[Payment, ...], token: str) -> None:
        done = desk.orders.pay(order, payments, token)
        if isinstance(done, SaleDone) and not done.rest_cents:
            if order in self.guests.open_orders:
                self.guests.open_orders.remove(order)
            self.guests.tickets.append((order, tuple(ticket.id for ticket in done.tickets)))

    def _let_go(self, desk: Desk) -> None:
        page = self._open_page(desk)
        if page is not None:
            self._again = partial(self._gone, order=page.order)

    def _gone(self, desk: Desk, order: OrderId) -> None:
        if desk.orders.let_go(order) is None and order in self.guests.open_orders:
            self.guests.open_orders.remove(order)
        self._see(desk, order)

    def _exchange(self, desk: Desk) -> None:
        """One ticket for another place; the difference is paid, or goes back as it came."""
        if not self.guests.tickets:
            return
        order, tickets = self.rng.choice(self.guests.tickets)
        old, page = self.rng.choice(tickets), desk.orders.look(order)
        lines = self._lines(desk, 1)
        if not lines or isinstance(page, Refusal):
            return
        old_cents = next((one.price_cents for one in page.kept if one.id == old), 0)
        (new_cents,) = _priced(desk, lines, ())
        payments = self._payments(new_cents - old_cents) if new_cents > old_cents else ()
        wish = order, ExchangeWish((old,), self._token(), "nl")
        self._again = partial(self._exchanged, wish=wish, lines=lines, payments=payments)

    def _exchanged(
        self,
        desk: Desk,
        wish: tuple[OrderId, ExchangeWish],
        lines: tuple[BasketLine, ...],
        payments: tuple[Payment, ...],
    ) -> None:
        done = desk.orders.exchange(wish[1], lines, payments)
        self._see(desk, wish[0])
        if isinstance(done, SaleDone):
            self._tell(done)
            self.guests.tickets.append((done.order, tuple(one.id for one in done.tickets)))

    def _refund(self, desk: Desk) -> None:  # noqa: ARG002 - deeds are called alike
        if self.guests.tickets:
            order, tickets = self.rng.choice(self.guests.tickets)
            self._again = partial(self._refunded, order=order, ticket=self.rng.choice(tickets))

    def _refunded(self, desk: Desk, order: OrderId, ticket: TicketId) -> None:
        done = desk.orders.refund((ticket,), "ziek")
        if isinstance(done, MoneyBack):
            now_ms = self.device.machine.agenda.now_ms
            self.book.refunds.append(
                Refund(self.device.name, now_ms, order, (ticket,), done.together_cents)
            )
        self._see(desk, order)

    def _sell_voucher(self, desk: Desk) -> None:  # noqa: ARG002 - deeds are called alike
        self._again = partial(self._voucher_sold, token=self._token())

    def _voucher_sold(self, desk: Desk, token: str) -> None:
        payment = Payment(PaymentMeans.CASH, VOUCHER_CENTS, VOUCHER_CENTS)
        done = desk.sell_voucher(VOUCHER_CENTS, (payment,), token)
        if isinstance(done, SaleDone):
            row = self.device.program.work.replica.sql.row(
                "SELECT number FROM voucher WHERE order_origin = ? AND order_number = ?",
                (done.order.origin, done.order.number),
            )
            assert row is not None, "its sale was confirmed"
            self.guests.vouchers.append(str(row[0]))

    def _sell(self, desk: Desk) -> None:
        """Two places at once, often with the code that is for few."""
        lines = self._lines(desk, 2)
        terms = SaleTerms(codes=(CODE,) if self.rng.random() < 0.7 else ())
        cents = sum(_priced(desk, lines, terms.codes)) if lines else 0
        payments = self._payments(cents)
        if payments:
            self._again = partial(
                self._sold, lines=lines, payments=payments, sale=(self._token(), terms)
            )

    def _sold(
        self,
        desk: Desk,
        lines: tuple[BasketLine, ...],
        payments: tuple[Payment, ...],
        sale: tuple[str, SaleTerms],
    ) -> None:
        token, terms = sale
        done = desk.sell(lines, payments, token, "nl", terms)
        if isinstance(done, SaleDone):
            self._tell(done)
            self.guests.tickets.append((done.order, tuple(one.id for one in done.tickets)))

    def _close_day(self, desk: Desk) -> None:
        """A Z between two sales: what follows belongs to the next one."""
        if isinstance(desk.till.close_day(), ZClosed):
            self.book.zs += 1

    def _lines(self, desk: Desk, count: int) -> tuple[BasketLine, ...]:
        """So many of the best places, held; none where there are none to be had."""
        held = desk.hold_best(self.rng.choice(self.performances), count, None, 0)
        if not isinstance(held, Held):
            return ()
        tariff = self.rng.choice((BASE, REDUCED))
        return tuple(BasketLine(held.performance, unit, tariff) for unit in held.units)

    def _payments(self, cents: int) -> tuple[Payment, ...]:
        """So much by card, in cash, or as far as it goes by a voucher that somebody has."""
        if cents <= 0:
            return ()
        luck = self.rng.random()
        if luck < 0.5 and self.guests.vouchers:
            number = self.rng.choice(self.guests.vouchers)
            part = min(cents, 600 + self.rng.randrange(900))
            by_voucher = Payment(PaymentMeans.VOUCHER, part, part, number)
            rest = Payment(PaymentMeans.CARD, cents - part, cents - part)
            return (by_voucher, rest) if part < cents else (by_voucher,)
        if luck < 0.75:
            return (Payment(PaymentMeans.CASH, cents, cents + 100),)
        return (Payment(PaymentMeans.CARD, cents, cents),)

    def _open_page(self, desk: Desk) -> OrderSeen | None:
        """The page of an order that a guest still has to pay, where this counter knows it."""
        if not self.guests.open_orders:
            return None
        page = desk.orders.look(self.rng.choice(self.guests.open_orders))
        return page if isinstance(page, OrderSeen) and page.is_open else None

    def _see(self, desk: Desk, order: OrderId) -> None:
        """What stands on an order's page after a deed, also one whose answer was lost."""
        page = desk.orders.look(order)
        if isinstance(page, OrderSeen):
            self.book.seen_gone |= {one.id for one in page.tickets if not one.is_kept}

    def _tell(self, done: SaleDone) -> None:
        now_ms = self.device.machine.agenda.now_ms
        self.book.sales.append(Sale(self.device.name, now_ms, done))

    def _token(self) -> str:
        return self.rng.randbytes(8).hex()


def _priced(desk: Desk, lines: tuple[BasketLine, ...], codes: tuple[str, ...]) -> tuple[int, ...]:
    """What they cost; with a code that cannot be had what they cost without."""
    prices = desk.quote(lines, codes)
    if isinstance(prices, Refusal):
        prices = desk.quote(lines)
    assert not isinstance(prices, Refusal), prices
    return prices
