"""What a counter screen can ask about orders that were made before: the port, and its answers.

Every method runs on the replica's lane and returns frozen values; a "no" is a `Refusal`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from podium_desk.application.basket_shelf import BasketShelf
from podium_desk.application.counter import BasketLine, CounterDesk, Payment, SaleDone
from podium_desk.domain.bank import TransferWish
from podium_desk.domain.customers import Customer
from podium_desk.domain.goods import GoodsWish
from podium_desk.domain.group_tickets import RowOfPlaces
from podium_desk.domain.house_passes import HousePass
from podium_desk.domain.ids import CustomerId, OrderId, PerformanceId, TicketId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.order_states import GONE, Approval, OrderStanding, TicketStanding
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.text import Text
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.order_history import EventKind

if TYPE_CHECKING:
    from podium_desk.application.asked_papers import AskedPapers

Pieces = tuple[tuple[str, int], ...]
"""So many of the goods of each code."""


@dataclass(frozen=True, slots=True)
class OrderFound:
    """An order in a list of results: enough to choose by. Times are aware, in the house's zone."""

    order: OrderId
    name: str
    standing: OrderStanding
    pay_before: datetime | None
    title: Text
    start: datetime
    seats: tuple[str, ...]
    """Of the tickets that were not taken back, of all when none is left."""
    total_cents: int


@dataclass(frozen=True, slots=True)
class TicketSeen:
    """One ticket of an order's page."""

    id: TicketId
    title: Text
    start: datetime
    zone: str
    row: str
    number: str
    tariff: Text
    price_cents: int
    short_code: str
    generation: int
    standing: TicketStanding
    persons: int = 1
    places: tuple[RowOfPlaces, ...] = ()
    """All places of a group's ticket, which stands for them; its price is of all together."""

    @property
    def is_kept(self) -> bool:
        """Whether it was not taken back."""
        return self.standing not in GONE


@dataclass(frozen=True, slots=True)
class HappenedEvent:
    """What somebody did with an order, when, and at which device (its name)."""

    at: datetime
    kind: EventKind
    device: str
    clerk: str
    count: int
    amount_cents: int
    means: PaymentMeans | None
    text: str
    other: OrderId | None


@dataclass(frozen=True, slots=True)
class PaymentSeen:
    """What an order got by one means, money that went back taken off."""

    means: PaymentMeans
    amount_cents: int
    reference: str


@dataclass(frozen=True, slots=True)
class GoodsSeen:
    """Goods of an order's page that did not come back; of passes also what is left on each."""

    code: str
    name: Text
    count: int
    price_cents: int
    passes: tuple[HousePass, ...] = ()

    @property
    def sum_cents(self) -> int:
        """What they cost together."""
        return self.count * self.price_cents


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """All that is known here of an order.

    `holder` is the device in whose hands its tickets are, empty for this one.
    """

    order: OrderId
    customer: Customer | None
    standing: OrderStanding
    pay_before: datetime | None
    communication: str
    former: OrderId | None
    tickets: tuple[TicketSeen, ...]
    payments: tuple[PaymentSeen, ...]
    total_cents: int
    rest_cents: int
    history: tuple[HappenedEvent, ...]
    holder: str = ""
    transfer: TransferWish | None = None
    """What is to be transferred where, while it is."""
    known: CustomerId | None = None
    """Whose it is, where that is a customer of the house."""
    goods: tuple[GoodsSeen, ...] = ()
    approval: Approval = Approval.NOT_NEEDED

    @property
    def is_open(self) -> bool:
        """Whether it is still to be paid."""
        return self.standing in (OrderStanding.OPEN, OrderStanding.EXPIRED)

    @property
    def kept(self) -> tuple[TicketSeen, ...]:
        """The tickets that were not taken back."""
        return tuple(ticket for ticket in self.tickets if ticket.is_kept)


@dataclass(frozen=True, slots=True)
class Scanned:
    """The order of a ticket that was scanned or named, and that ticket."""

    order: OrderId
    ticket: TicketId


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """What goes back to a customer, by which means, in cents after cash rounding."""

    parts: tuple[tuple[PaymentMeans, int], ...]

    @property
    def may_be_credit(self) -> bool:
        """Whether any of it is money that could stay as credit."""
        numbered = (PaymentMeans.VOUCHER, PaymentMeans.CREDIT, PaymentMeans.INVOICE)
        return any(cents for means, cents in self.parts if means not in numbered)

    def with_credit(self, cents: int) -> MoneyBack:
        """The same, with so much on credit instead of by the means that were money."""
        numbered = (PaymentMeans.VOUCHER, PaymentMeans.CREDIT, PaymentMeans.INVOICE)
        kept = tuple(part for part in self.parts if part[0] in numbered)
        return MoneyBack((*kept, (PaymentMeans.CREDIT, cents)))

    @property
    def together_cents(self) -> int:
        """All of it."""
        return sum(cents for _means, cents in self.parts)


@dataclass(frozen=True, slots=True)
class Reservation:
    """How a basket is reserved: until when, under which name or for which customer of the house,
    whether a transfer will pay it, with which discount codes, and whether the doors let it in only
    once it is approved."""

    pay_before_ms: int
    customer: Customer | None = None
    is_by_transfer: bool = False
    codes: tuple[str, ...] = ()
    known: CustomerId | None = None
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class ExchangeWish:
    """Tickets of one order that are to be exchanged; `codes` go off the new places, `goods` are
    sold along."""

    tickets: tuple[TicketId, ...]
    token: str
    language: str
    codes: tuple[str, ...] = ()
    goods: tuple[GoodsWish, ...] = ()


class OrderDesk(Protocol):
    """Orders as a counter's screen sees them."""

    def find(self, text: str) -> tuple[OrderFound, ...]:
        """Orders by name, telephone, number, ticket, short code, seat or communication."""
        ...

    def scanned(self, text: str) -> Scanned | Refusal:
        """The order of a ticket whose code was scanned."""
        ...

    def look(self, order: OrderId) -> OrderSeen | Refusal:
        """An order's page; refuses one that is not known here."""
        ...

    def reserve(
        self, lines: tuple[BasketLine, ...], wish: Reservation, token: str, language: str
    ) -> SaleDone | Refusal:
        """Reserve a basket, once a `token`."""
        ...

    def pay(self, order: OrderId, payments: tuple[Payment, ...], token: str) -> SaleDone | Refusal:
        """Take money for an open order, once a `token`; it prints once it is paid."""
        ...

    def let_go(self, order: OrderId) -> Refusal | None:
        """Let the places of an open order go."""
        ...

    def foresee_refund(
        self, tickets: tuple[TicketId, ...], pieces: Pieces = ()
    ) -> MoneyBack | Refusal:
        """How the money of these tickets, and of goods of their order, would go back; nothing is
        taken back yet."""
        ...

    def foresee_goods(self, order: OrderId, wanted: Pieces = ()) -> MoneyBack | Refusal:
        """How the money of so many of these goods of an order, of all of them for none, would go
        back; nothing is taken back yet."""
        ...

    def refund_goods(self, order: OrderId, reason: str, wanted: Pieces = ()) -> MoneyBack | Refusal:
        """Take them back; for none all goods and passes that did not come back before."""
        ...

    def refund(
        self,
        tickets: tuple[TicketId, ...],
        reason: str,
        *,
        as_credit: bool = False,
        pieces: Pieces = (),
    ) -> MoneyBack | Refusal:
        """Take tickets of one order back, and goods of it, as one deed; the money goes back as it
        came, or on credit."""
        ...

    def reissue(self, tickets: tuple[TicketId, ...], reason: str) -> Refusal | None:
        """Give these tickets a new code, print them, and let the old codes die."""
        ...

    def reprint(self, order: OrderId) -> Refusal | None:
        """Print an order again, as duplicates."""
        ...

    def exchange(
        self, wish: ExchangeWish, lines: tuple[BasketLine, ...], payments: tuple[Payment, ...]
    ) -> SaleDone | Refusal:
        """Take tickets back and sell these places for them, once a token."""
        ...

    def rename(self, order: OrderId, customer: Customer) -> Refusal | None:
        """Write whose order it is."""
        ...

    def approve(self, order: OrderId, *, is_given: bool) -> Refusal | None:
        """The tickets of an order that had to be approved are good, or are not any more."""
        ...


@dataclass(frozen=True, slots=True)
class Due:
    """Places came free of a performance that people wait for: how many, and how many wait."""

    performance: PerformanceId
    title: Text
    free: int
    waiting: int


class OrderCounter(CounterDesk, Protocol):
    """A counter that also knows the orders that were made before."""

    @property
    def orders(self) -> OrderDesk:
        """What was sold and reserved before, here and at the house's other desks."""
        ...

    @property
    def asked_papers(self) -> AskedPapers:
        """The summary of an order, on paper."""
        ...

    @property
    def baskets(self) -> BasketShelf:
        """The baskets that were put aside, here and at the house's other counters."""
        ...

    def waiting_due(self) -> tuple[Due, ...]:
        """The performances with free places that somebody waits for."""
        ...
