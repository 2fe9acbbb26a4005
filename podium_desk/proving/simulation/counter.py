"""A counter's evening: guests come, choose, pay, come back; the clerk tries again after a fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from random import Random

from podium_desk.application.after_sales import RefundDone, ReissueDone
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.places import held_hops
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, TicketId, Unit
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.book import Book, Refund, Sale
from podium_desk.proving.simulation.device import SimulatedDevice
from podium_desk.proving.simulation.order_clerk import OrderClerk
from podium_desk.proving.simulation.season import BASE, REDUCED
from sync.simulation.disk import PowerCut

GUEST_MS = 25_000
"""A guest comes every so often on average."""
PRINT_MS = 3_000
_CLERKS_SHARE = 0.8


@dataclass(slots=True)
class _Basket:
    """A sale that the clerk tries until it is confirmed; the token stays the same."""

    lines: tuple[BasketLine, ...]
    payment: Payment
    token: str
    life: tuple[int, int]
    """The program and the log that held it: a basket ends with either."""


@dataclass(slots=True)
class Counter:
    """One selling device with its clerk. `performances` are what guests ask for here."""

    device: SimulatedDevice
    performances: tuple[PerformanceId, ...]
    book: Book
    rng: Random
    is_reseller: bool = False
    guest_ms: int = GUEST_MS
    thinks_chance: float = 0.0
    """How often a guest lets the clerk wait, with places in the basket."""
    is_closing: bool = False
    window_dies_chance: float = 0.0
    clerk: OrderClerk | None = None
    """Who does more with orders than selling them, where an evening has such."""
    _basket: _Basket | None = None
    _orders: list[SaleDone] = field(default_factory=list)
    _paid_back: list[TicketId] = field(default_factory=list)

    def start(self) -> None:
        """Open the counter."""
        self._later(self.guest_ms, self._guest)
        self._later(PRINT_MS, self._print)

    def settle(self) -> None:
        """Nobody comes any more; finish what is half done."""
        self.is_closing = True
        self.window_dies_chance = 0.0
        if self._basket is not None:
            basket = self._basket
            self.device.machine.on_lane(lambda: self._sell(basket))
        if self.clerk is not None:
            self.device.machine.on_lane(self.clerk.finish)
        self.device.machine.run(self._print_all)

    @property
    def orders(self) -> list[SaleDone]:
        """What was sold here and told to the guest."""
        return self._orders

    @property
    def is_busy(self) -> bool:
        """Whether a sale is still not known to have happened or not."""
        waits = self._basket is not None or (self.clerk is not None and self.clerk.is_busy)
        return waits and not self.device.machine.is_lost

    def _guest(self) -> None:
        if not self.is_closing:
            self._later(self.guest_ms, self._guest)
            self.device.machine.on_lane(self._serve)

    def _serve(self) -> None:
        if self.clerk is not None and (self.clerk.is_busy or self.rng.random() < _CLERKS_SHARE):
            self.clerk.serve()
            return
        luck = self.rng.random()
        if self._basket is not None:
            self._sell(self._basket)
        elif luck < 0.75 or not self._orders:
            self._choose()
        elif luck < 0.87 and not self.is_reseller:
            self._refund()
        elif luck < 0.95 and not self.is_reseller:
            self._reissue()
        else:
            self._ask_again()

    def _choose(self) -> None:
        """Take the best places, or one that the guest points at; some walk away."""
        desk = self.device.program.desk
        performance = self.rng.choice(self.performances)
        count = 1 + self.rng.randrange(3)
        if self.rng.random() < 0.75:
            held = desk.hold_best(performance, count, None, 0)
        else:
            units = desk.hall(performance).plan.unit_count
            held = desk.hold(performance, (Unit(self.rng.randrange(units)),))
        if isinstance(held, Refusal):
            self._check_refusal(held, performance)
        elif self.rng.random() < 0.1:
            desk.release(performance, held.units)
        else:
            self._basket = self._filled(held)
            if not self.thinks_chance or self.rng.random() > self.thinks_chance:
                self._sell(self._basket)

    def _check_refusal(self, refusal: Refusal, performance: PerformanceId) -> None:
        """A device that holds places can always sell them (L3)."""
        work = self.device.program.work
        shown = work.catalogue.performance(performance)
        if refusal.reason is not RefusalReason.NOTHING_LEFT_HERE or shown is None:
            return
        free = set(held_hops(work, shown)) - set(work.in_basket.get(performance, set()))
        if free:
            self.book.refused_though_held.append(
                f"{self.device.name} holds {len(free)} places of {performance} and sells none"
            )

    def _filled(self, held: Held) -> _Basket:
        tariff = BASE if self.rng.random() < 0.7 else REDUCED
        lines = tuple(BasketLine(held.performance, unit, tariff) for unit in held.units)
        prices = self.device.program.desk.quote(lines)
        assert not isinstance(prices, Refusal), prices
        means = PaymentMeans.CASH if self.rng.random() < 0.5 else PaymentMeans.CARD
        tendered = 20_000 if means is PaymentMeans.CASH else 0
        token = self.rng.randbytes(8).hex()
        return _Basket(lines, Payment(means, sum(prices), tendered), token, self._life())

    def _life(self) -> tuple[int, int]:
        return self.device.machine.generation, self.device.membership.own_origin

    def _check_basket(self, refusal: Refusal, basket: _Basket) -> None:
        """Nobody gives away what lies in a guest's basket (L3)."""
        if refusal.reason is RefusalReason.SEAT_ELSEWHERE and basket.life == self._life():
            self.book.refused_though_held.append(
                f"{self.device.name} gave away a place that lay in a basket"
            )

    def _sell(self, basket: _Basket) -> None:
        """Confirm; after a fault the basket stays and is tried again with the same token."""
        done = self.device.program.desk.sell(basket.lines, (basket.payment,), basket.token, "nl")
        if self.rng.random() < self.window_dies_chance:
            # The sale is made, and the program dies before anybody is told.
            raise PowerCut
        self._basket = None
        if isinstance(done, Refusal):
            self._check_basket(done, basket)
        else:
            self._confirmed(done)
            if self.rng.random() < 0.1:
                # A doubtful clerk presses once more; it is the same sale.
                again = self.device.program.desk.sell(
                    basket.lines, (basket.payment,), basket.token, "nl"
                )
                if isinstance(again, SaleDone):
                    self._confirmed(again)

    def _confirmed(self, done: SaleDone) -> None:
        self.book.sales.append(Sale(self.device.name, self.device.machine.agenda.now_ms, done))
        self._orders.append(done)

    def _refund(self) -> None:
        self._pay_back(self.rng.choice(self.rng.choice(self._orders).tickets).id)
        if self._paid_back and self.rng.random() < 0.3:
            # The same guest tries their luck once more.
            self._pay_back(self._paid_back[-1])

    def _pay_back(self, ticket: TicketId) -> None:
        after_sales = self.device.program.desk.after_sales
        done = after_sales.refund((ticket,), None, "ziek")
        if isinstance(done, RefundDone):
            self._paid_back.append(ticket)
            self.book.refunds.append(
                Refund(self.device.name, self.device.machine.agenda.now_ms, done.order,
                       done.tickets, done.handed_back_cents)
            )  # fmt: skip

    def _reissue(self) -> None:
        ticket: TicketId = self.rng.choice(self.rng.choice(self._orders).tickets).id
        done = self.device.program.desk.after_sales.reissue(ticket, "verloren")
        if isinstance(done, ReissueDone):
            self.book.reissued[ticket] = done.generation

    def _ask_again(self) -> None:
        self.device.program.desk.reprint(self.rng.choice(self._orders).order)

    def _print(self) -> None:
        self._later(PRINT_MS, self._print)
        self.device.machine.run(self._print_all)

    def _print_all(self) -> None:
        lane = self.device.program.print_lane
        while lane.print_one():
            pass

    def _later(self, mean_ms: int, action: Callable[[], None]) -> None:
        self.device.machine.agenda.after(self.rng.randrange(mean_ms // 2, mean_ms * 2), action)
