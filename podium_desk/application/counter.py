"""What a counter screen can ask, and what it is told: the port between presenter and desk.

Every method runs on the replica's lane (see `jobs`) and returns frozen values; a "no" is a
`Refusal`, a device or disk that fails raises a typed fault.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Protocol

from podium_desk.application.paper_now import NO_PAPER, PaperNow
from podium_desk.application.shelf_desk import ShelfDesk
from podium_desk.application.venue_link import VenueState
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.qr_pay import QrOffer
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from podium_desk.application.customer_found import CustomerFound
    from podium_desk.domain.facts import Reduction
    from podium_desk.domain.goods import GoodsWish
    from podium_desk.domain.ids import (
        CustomerId,
        HouseId,
        OrderId,
        PerformanceId,
        TariffId,
        TicketId,
        Unit,
    )
    from podium_desk.domain.programme import PerformanceStatus, Tariff
    from podium_desk.domain.refusals import Refusal
    from podium_desk.domain.text import Text
    from podium_desk.domain.venue import HallPlan
    from podium_desk.domain.vouchers import Voucher, VoucherType


class SeatState(IntEnum):
    """What this desk can promise of a place now: certain, to ask, or not."""

    MINE = 0
    """Free and held by this desk: certain, with or without a line."""
    ASK = 1
    """Free and held elsewhere: certain only after asking; not now when the line is down."""
    HELD = 2
    """In another device's hands (its reserve or its basket)."""
    SOLD = 3
    BLOCKED = 4


@dataclass(frozen=True, slots=True)
class PerformanceRow:
    """A performance in the list: enough to choose by."""

    id: PerformanceId
    house: HouseId
    house_name: str
    title: Text
    start: datetime
    """Aware, in the venue's time zone."""
    hall: Text
    genre: str
    status: PerformanceStatus
    capacity: int
    free: int
    sellable_here: int
    """Places this desk may sell right now with nobody's help."""
    is_own_house: bool


@dataclass(frozen=True, slots=True)
class HallView:
    """A hall for one performance: `states` has one `SeatState` value per unit."""

    performance: PerformanceRow
    plan: HallPlan
    states: bytes
    tariffs: tuple[Tariff, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Places this desk now holds for the basket. `together` is false when they are apart."""

    performance: PerformanceId
    units: tuple[Unit, ...]
    together: bool
    leaves_single: bool


@dataclass(frozen=True, slots=True)
class BasketLine:
    """One place in the basket with its tariff, and what a pass takes off its price.

    `remark` is why it is free and `pass_number` the pass or card that was shown, where the tariff
    asks for it; `goes_with` the place that this one is the companion of.
    """

    performance: PerformanceId
    unit: Unit
    tariff: TariffId
    reduction: Reduction | None = None
    remark: str = ""
    pass_number: str = ""
    goes_with: Unit | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money as the clerk takes it. `tendered_cents` is what the customer handed over in cash."""

    means: PaymentMeans
    amount_cents: int
    tendered_cents: int
    reference: str = ""
    by_hand: bool = False
    """The terminal did not say that the card was paid; a person who looked did."""


class AttemptState(StrEnum):
    """What is known of the money of one attempt."""

    ASKED = "asked"
    UNKNOWN = "unknown"
    APPROVED = "approved"
    BY_HAND = "by_hand"
    """A person read on the terminal that it was paid."""
    DECLINED = "declined"
    """Nothing was taken, or it was given back."""
    BOOKED = "booked"
    """The sale stands."""


OPEN_STATES = (
    AttemptState.ASKED, AttemptState.UNKNOWN, AttemptState.APPROVED, AttemptState.BY_HAND,
)  # fmt: skip
PAID_STATES = (AttemptState.APPROVED, AttemptState.BY_HAND)


@dataclass(frozen=True, slots=True)
class WaitingSale:
    """What an attempt pays for: the lines of a basket, or what `title` names, and in all.

    `parts` are the payments that were taken before, without cards: those have their own attempts.
    """

    total_cents: int
    lines: tuple[BasketLine, ...] = ()
    parts: tuple[Payment, ...] = ()
    title: str = ""
    codes: tuple[str, ...] = ()
    """The discount codes of the basket."""
    goods: tuple[GoodsWish, ...] = ()
    customer: CustomerFound | None = None
    """Whose it will be; the device keeps the number alone, so that a name can be forgotten."""
    language: str = ""
    """What its papers speak, where the clerk chose it."""

    @property
    def is_basket(self) -> bool:
        """Whether it is a basket, which can be sold again; not a voucher or an open order."""
        return bool(self.lines or self.goods)


@dataclass(frozen=True, slots=True)
class CardAttempt:
    """One payment on the terminal, or by `QR`: `id` is its reference, `mark` what was its last."""

    id: str
    sale_token: str
    amount_cents: int
    sale: WaitingSale
    state: AttemptState = AttemptState.ASKED
    receipt: str = ""
    at_ms: int = 0
    means: PaymentMeans = PaymentMeans.CARD
    mark: str = ""

    @property
    def is_paid(self) -> bool:
        """Whether the customer's money was taken, as far as anybody knows."""
        return self.state in PAID_STATES

    @property
    def payment(self) -> Payment:
        """It as a part of the sale's payments."""
        return Payment(
            self.means, self.amount_cents, self.amount_cents, self.receipt,
            by_hand=self.state is AttemptState.BY_HAND,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaleTerms:
    """What is special about an order: reserved until `pay_before_ms`, to be paid with this
    `communication` (`is_by_transfer`: made from its number); the discount `codes`; `goods` beside
    the places; its `customer`; whether the doors let it in unpaid, or once it is approved."""

    pay_before_ms: int | None = None
    communication: str = ""
    is_by_transfer: bool = False
    codes: tuple[str, ...] = ()
    goods: tuple[GoodsWish, ...] = ()
    customer: CustomerId | None = None
    is_valid_unpaid: bool = False
    needs_approval: bool = False


PAID_NOW = SaleTerms()
"""The common sale: paid, printed, done."""


@dataclass(frozen=True, slots=True)
class SoldTicket:
    """One ticket of a finished sale; for no persons where a place has no ticket of its own."""

    id: TicketId
    performance: PerformanceId
    unit: Unit
    zone: str
    row: str
    number: str
    tariff: Text
    price_cents: int
    short_code: str
    persons: int = 1


@dataclass(frozen=True, slots=True)
class SoldGoods:
    """So many of one thing in a finished sale; `price_cents` is each."""

    name: Text
    count: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class SaleDone:
    """A committed sale: durable before this value exists."""

    order: OrderId
    tickets: tuple[SoldTicket, ...]
    total_cents: int
    payments: tuple[Payment, ...]
    due_cents: int
    """What changed hands, after cash rounding."""
    change_cents: int
    rest_cents: int
    """What is still to be paid of a reserved order; 0 for one that is paid."""
    sold_offline: bool
    goods: tuple[SoldGoods, ...] = ()

    @property
    def is_paid_in_cash(self) -> bool:
        """Whether any of it was cash, so that there may be change."""
        return any(payment.means is PaymentMeans.CASH for payment in self.payments)


class Connection(StrEnum):
    """Whether the store was heard lately."""

    ONLINE = "online"
    OFFLINE = "offline"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """What stands in the status strip and the band."""

    device_name: str
    house_name: str
    connection: Connection
    last_contact: datetime | None
    unsent: int
    reserve_left: int
    """Places held for tonight's performances of the own house."""
    clock_error_s: int | None
    printer: str
    """A `PrinterState`, or `none`."""
    printing: int  # jobs queued or waiting
    forfeited: int | None = None
    """Places of its former life that nobody may sell, when this start found itself an old copy."""
    unconfirmed: int = 0
    """Places that wait until the store, a peer or a person confirms this desk's memory."""
    incidents: int = 0  # what a person has to settle
    venue: VenueState = VenueState.OFF
    """Who of the house this desk hears on the venue's network."""
    keeper: str = ""  # the name of the venue's; empty when there is none
    clerk: str = ""  # who logged in; empty where nobody has to
    is_training: bool = False
    """Nothing here is real: no place, no money and no report."""
    help_from: tuple[str, ...] = ()  # the doors that have just called for help
    qr: QrOffer = QrOffer.NONE  # whether Bancontact Pay is offered here
    voucher_types: tuple[VoucherType, ...] = ()
    """Vouchers that are sold besides the usual one."""
    paper: PaperNow = NO_PAPER
    layout_faults: int = 0  # layouts of papers that are not used, the bundled ones are


class CounterDesk(ShelfDesk, Protocol):
    """One counter as its screen sees it."""

    def status(self) -> DeskStatus:
        """How things stand."""
        ...

    def performances(
        self, search: str = "", day: datetime | None = None
    ) -> tuple[PerformanceRow, ...]:
        """Tonight's first, own house first; `search` matches title, hall, house, genre and date."""
        ...

    def soonest(self, count: int) -> tuple[PerformanceRow, ...]:
        """The first `count` of these, told sooner than all of them."""
        ...

    def hall(self, performance: PerformanceId) -> HallView:
        """The hall with each place's state."""
        ...

    def hold_best(
        self, performance: PerformanceId, count: int, category: str | None, skip: int
    ) -> Held | Refusal:
        """Take the `skip`-th best `count` places together, asking the store if needed."""
        ...

    def hold(self, performance: PerformanceId, units: tuple[Unit, ...]) -> Held | Refusal:
        """Take these places, asking the store when this desk does not hold them."""
        ...

    def release(self, performance: PerformanceId, units: tuple[Unit, ...]) -> None:
        """The basket lets these places go; they stay sellable here or go back to the store."""
        ...

    def quote(
        self, lines: tuple[BasketLine, ...], codes: tuple[str, ...] = ()
    ) -> tuple[int, ...] | Refusal:
        """The price in cents of each line, less what the codes take off; not held to terms yet."""
        ...

    def problem(self, lines: tuple[BasketLine, ...], terms: SaleTerms = PAID_NOW) -> Refusal | None:
        """Why these lines cannot be sold together now, before money is taken for them."""
        ...

    def sell(
        self,
        lines: tuple[BasketLine, ...],
        payments: tuple[Payment, ...],
        sale_token: str,
        language: str,
        terms: SaleTerms = PAID_NOW,
    ) -> SaleDone | Refusal:
        """Commit the sale once per `sale_token`, durably, then queue its tickets for print.

        A reserved order prints nothing before it is paid.
        """
        ...

    def sell_voucher(
        self, value_cents: int, payments: tuple[Payment, ...], sale_token: str, code: str = ""
    ) -> SaleDone | Refusal:
        """Sell a voucher of this type (the usual one without a code), once a token; print it."""
        ...

    def voucher(self, text: str) -> Voucher | Refusal:
        """The voucher with this number, typed or scanned, and what is left on it."""
        ...

    def begin_card(self, attempt: CardAttempt) -> None:
        """Keep a card payment durably, before the terminal is asked for it."""
        ...

    def note_card(self, attempt: str, state: AttemptState, receipt: str = "") -> None:
        """Keep what became of a card payment."""
        ...

    def unfinished_cards(self) -> tuple[CardAttempt, ...]:
        """Card payments that may have been taken and pay for no sale yet."""
        ...

    def confirm_memory(self) -> int:
        """A person says that this data is the newest; how many places were at stake."""
        ...

    def last_sale(self) -> SaleDone | None:
        """The newest sale of this desk, for a reprint."""
        ...

    def preview(self, ticket: TicketId) -> bytes:
        """The ticket as it comes out of the printer, as PNG."""
        ...

    def reprint(self, order: OrderId) -> Refusal | None:
        """Print the order's tickets again, marked as duplicate."""
        ...
