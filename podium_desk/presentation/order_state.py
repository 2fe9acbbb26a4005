"""What a counter screen remembers of the orders that are looked for, looked at and changed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from podium_desk.domain.ids import TicketId
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from podium_desk.application.order_desk import MoneyBack, OrderFound, OrderSeen
    from podium_desk.domain.bank import TransferWish
    from podium_desk.domain.ids import OrderId


class OrderAsk(StrEnum):
    """What is asked on an order's page before it is done."""

    REFUND = "refund"
    REISSUE = "reissue"
    LET_GO = "let_go"
    NAME = "name"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class MoneyDue:
    """An open order whose money is being taken, once a token."""

    order: OrderId
    rest_cents: int
    token: str


@dataclass(frozen=True, slots=True)
class ExchangeUnderWay:
    """Tickets of an order for which others are being chosen, once a token."""

    order: OrderId
    tickets: tuple[TicketId, ...]
    old_cents: int
    title: str
    """Of what and when they are, for the header."""
    token: str


@dataclass(frozen=True, slots=True)
class ReserveDraft:
    """A basket that is being reserved: when it may end, in UTC milliseconds, the usual first."""

    ends_ms: tuple[int, ...]
    token: str


@dataclass(frozen=True, slots=True)
class GoodsPiece:
    """One piece of the goods of an order, by their code, counted from 0."""

    code: str
    number: int


@dataclass(slots=True)
class OrdersState:
    """Changed only by the presenters of orders, on the screen's thread."""

    is_finding: bool = False
    text: str = ""
    found_for: str | None = None
    """The text whose orders `found` are; None before the first answer."""
    found: tuple[OrderFound, ...] = ()
    page: OrderSeen | None = None
    chosen: frozenset[TicketId] = frozenset()
    pieces: frozenset[GoodsPiece] = frozenset()
    """Single goods that are chosen, alone or beside tickets."""
    is_chosen_by_itself: bool = False
    """Whether the tickets were chosen by the page's opening: a piece of goods lets those go."""
    approved: OrderId | None = None
    """The order that was approved last; a step back takes that back while its page stands."""
    ask: OrderAsk | None = None
    back: MoneyBack | None = None
    """How the money of the chosen tickets would go back, while that is asked."""
    draft: ReserveDraft | None = None
    due: MoneyDue | None = None
    exchange: ExchangeUnderWay | None = None
    reserved: TransferWish | None = None
    """What the customer of the newest reservation is to transfer, until the next customer."""

    @property
    def can_undo(self) -> bool:
        """Whether the page's order was just approved, which is undone as quickly."""
        return self.ask is None and self.page is not None and self.page.order == self.approved

    @property
    def to_transfer(self) -> TransferWish | None:
        """What the customer is shown: of the order looked at, else of the newest reservation."""
        return self.reserved if self.page is None else self.page.transfer

    @property
    def has_panel(self) -> bool:
        """Whether one of the panels of orders stands in the place of the hall."""
        return self.is_finding or self.page is not None or self.draft is not None

    def close(self) -> None:
        """Take the panels away; an exchange goes on."""
        self.is_finding = False
        self.page = self.ask = self.back = self.draft = self.due = self.approved = None
        self.chosen, self.pieces = frozenset(), frozenset()

    def ends_ask(self) -> None:
        """Back from a question to the page."""
        self.ask = self.back = None
