"""What happened: the bodies of the facts that devices write, past tense and frozen.

Bodies are stored for ever. A field is only ever added at the end and with a default; what a
field means never changes (sync.md section 3.8). Times are UTC milliseconds by the device's
corrected clock. Money is integer cents.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum

from podium_desk.domain.ids import FactId, HouseId, OrderId, PerformanceId, TariffId, TicketId, Unit
from podium_desk.domain.money import PaymentMeans as PaymentMeans
from podium_desk.late_dataclass import dataclass


class FactKind(IntEnum):
    """The number of each kind of fact on the wire; never reused."""

    RIGHTS_MOVED = 1
    ORDER_SOLD = 2
    PAYMENT_TAKEN = 3
    TICKETS_REFUNDED = 4
    TICKET_REISSUED = 5
    SCAN_RECORDED = 6
    SCAN_ANNULLED = 7
    INCIDENT_SETTLED = 8
    TICKET_BLOCKED = 9
    TICKET_UNBLOCKED = 10
    RIGHTS_WRITTEN_OFF = 11
    PERSON_ERASED = 12
    KEEPER_NAMED = 13
    ADMISSION_HOLDER_NAMED = 14
    VENUE_CHANGED = 15
    ORDER_NAMED = 16
    SHIFT_OPENED = 17
    CASH_MOVED = 18
    DRAWER_COUNTED = 19
    SHIFT_CLOSED = 20
    X_TAKEN = 21
    Z_CLOSED = 22
    DRAWER_OPENED = 23
    UITPAS_SALE_CONFIRMED = 25
    UITPAS_SALE_EXCEPTION = 26
    ORDER_PAID = 28
    VOUCHER_ISSUED = 32
    VOUCHER_USED = 57
    CUSTOMER_SAID = 40
    CONSENT_SAID = 41
    CUSTOMERS_JOINED = 42
    JOIN_UNDONE = 43
    ORDER_TIED = 44
    BASKET_PARKED = 52
    BASKET_TAKEN = 53
    GUEST_LISTED = 54
    WAITING_LISTED = 55
    WAITING_SAID = 56
    GOODS_SOLD = 45
    GOODS_REFUNDED = 46
    PASS_ISSUED = 47
    PASS_USED = 48
    PASS_CLOSED = 49
    ADD_ON_TIED = 50
    DOOR_NOTED = 51
    ORDER_APPROVED = 58
    CARD_SAID = 59
    TICKET_NAMED = 60


class VenueChange(StrEnum):
    """What a house may change at the venue itself, for a performance of tonight."""

    PLACE_CLOSED = "place_closed"
    """A chair is broken: its place is not offered any more."""
    PLACE_OPENED = "place_opened"
    START_MOVED = "start_moved"
    CANCELLED = "cancelled"
    GOES_ON = "goes_on"
    """It is not cancelled after all."""


class Direction(StrEnum):
    """Which way a guest goes through a door."""

    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Reduction:
    """Why a ticket costs less than its tariff: UiTPAS says so. Whose pass it was stands nowhere.

    `token` is what the selling device and the store call it; `ticket_sale` is UiTPAS's own name of
    the registered sale, empty for one that is still to be registered. `is_paid_in_full`: the
    customer paid the regular price, and gets the difference back once UiTPAS agrees.
    """

    token: str
    regular_cents: int
    price_cents: int
    ticket_sale: str = ""
    is_paid_in_full: bool = False

    @property
    def due_cents(self) -> int:
        """What the customer pays now."""
        return self.regular_cents if self.is_paid_in_full else self.price_cents


@dataclass(frozen=True, slots=True)
class SaleLine:
    """One ticket sold: immutable, with all that settlement will ask (architecture.md, model).

    `hop` is the number of the right's move that spent the place; with `unit` it names the
    short code. `entitles` is how many people the ticket admits. `price_cents` is what is paid,
    after `discount_cents` went off because of `discount_code`; `remark` says why it is free.
    `reduction` is there when UiTPAS says the price. The ticket is valid between `valid_from_ms`
    and `valid_until_ms`, both inclusive, None for no bound.
    """

    performance: PerformanceId
    unit: Unit
    hop: int
    zone: str
    row: str
    number: str
    category: str
    tariff: TariffId
    tariff_code: str
    price_cents: int
    vat_rate_percent: int
    vat_basis: str
    organiser: HouseId
    seller: HouseId
    money_holder: HouseId
    catalogue_revision: int
    entitles: int = 1
    agreement: str = ""
    discount_bearer: HouseId | None = None
    parent_line: int | None = None
    discount_cents: int = 0
    discount_code: str = ""
    remark: str = ""
    reduction: Reduction | None = None
    valid_from_ms: int | None = None
    valid_until_ms: int | None = None


@dataclass(frozen=True, slots=True)
class OrderSold:
    """The lines of one order that belong to one organising house.

    With `pay_before_ms` the order is open: reserved, and to be paid until then; an `OrderPaid`
    closes it. `communication` is the structured one of a bank transfer, twelve digits. An exchange
    names the order whose tickets it took back in `exchanged_from`. `is_valid_unpaid`: its tickets
    go in before they are paid, a school's. `needs_approval`: they are good once an `OrderApproved`
    says so.
    """

    order: OrderId
    at_ms: int
    channel: str
    clerk: str
    language: str
    lines: tuple[SaleLine, ...]
    pay_before_ms: int | None = None
    communication: str = ""
    exchanged_from: OrderId | None = None
    is_valid_unpaid: bool = False
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class OrderPaid:
    """An open order was paid to the last cent, as far as one organising house is concerned.

    It uses the rights of the order's places, so that only who holds them can take the money and
    nobody takes it twice (architecture.md, decision 3).
    """

    order: OrderId
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class PaymentTaken:
    """Money taken for an order, or given back where `amount_cents` is negative.

    `rounding_cents` is the cash rounding (domain.md 5.1), a posting of its own:
    what changed hands is ``amount_cents + rounding_cents``. `by_hand`: the terminal did not say
    that it took the money; a person who looked did. `prepaid_vat_percent` is there when a voucher
    of a single purpose paid: VAT was due when that was sold, under this rate and ground.
    """

    order: OrderId
    at_ms: int
    means: PaymentMeans
    amount_cents: int
    rounding_cents: int
    tendered_cents: int
    change_cents: int
    clerk: str
    reference: str = ""
    by_hand: bool = False
    prepaid_vat_percent: int | None = None
    prepaid_vat_basis: str = ""
    voucher_home: HouseId | None = None
    """The other house whose voucher paid: it owes the money."""


@dataclass(frozen=True, slots=True)
class TicketsRefunded:
    """Tickets taken back; their places are free again in the hands of the refunding device."""

    tickets: tuple[TicketId, ...]
    order: OrderId
    at_ms: int
    amount_cents: int
    reason: str
    clerk: str


@dataclass(frozen=True, slots=True)
class TicketReissued:
    """A ticket got a new code of this generation; every older code is dead."""

    ticket: TicketId
    generation: int
    at_ms: int
    reason: str
    clerk: str


@dataclass(frozen=True, slots=True)
class ScanRecorded:
    """One attempt at a door, admitted or not.

    `raw` is a trace (length and hash) of the scanned text where it named no ticket. `heard` names
    what the device knew of an admitted ticket (earlier passages, a refund), so that afterwards
    everybody can tell what it could not know. `alone`: the admission holder did not answer, so the
    door decided by what it knew itself. `gate` is the door's name, `gate_number` which gate it
    stood at, 0 for none. Of a group `persons` went, 0 for the whole ticket. `why_overridden` is
    what the volunteer said. `answered` are the questions that an admitted guest answered; the
    answers are not here, `commitment` is of what stands beside the log under `person`. `generation`
    is that of the code that was read, of `code_ticket` where another ticket was taken, or none.
    """

    token: str
    at_ms: int
    performance: PerformanceId | None
    ticket: TicketId | None
    gate: str
    direction: Direction
    verdict: str
    reason: str | None
    generation: int = 0
    overridden: bool = False
    raw: str = ""
    heard: tuple[FactId, ...] | None = None
    alone: bool = False
    gate_number: int = 0
    persons: int = 0
    why_overridden: str = ""
    answered: tuple[str, ...] = ()
    person: str = ""
    commitment: bytes = b""
    code_ticket: TicketId | None = None


@dataclass(frozen=True, slots=True)
class ScanAnnulled:
    """The entry with this token did not happen: the guest did not go in.

    `entry` is that entry; the same token may let the guest in later. Earlier programs did not name
    it, and meant every entry with the token.
    """

    token: str
    performance: PerformanceId
    at_ms: int
    entry: FactId | None = None


@dataclass(frozen=True, slots=True)
class TicketBlocked:
    """A ticket may not be used for now: stolen, or its payment is disputed.

    It needs no right, so that anyone who hears of it can act at once (architecture.md, decision 3).
    """

    ticket: TicketId
    at_ms: int
    reason: str
    clerk: str


@dataclass(frozen=True, slots=True)
class TicketUnblocked:
    """The newest block of a ticket is over."""

    ticket: TicketId
    at_ms: int
    reason: str
    clerk: str


@dataclass(frozen=True, slots=True)
class RightsWrittenOff:
    """The store took back, in one house, all that a lost device held.

    `people` are the two who confirmed it, knowing that `exposed_units` places might be sold
    already, for at most `exposed_cents`.
    """

    device: int
    people: tuple[str, ...]
    at_ms: int
    exposed_units: int
    exposed_cents: int


@dataclass(frozen=True, slots=True)
class KeeperNamed:
    """This device is the venue's keeper from now on: it holds the venue's share of the rights."""

    device: int
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class AdmissionHolderNamed:
    """This device decides of two simultaneous scans for a performance which one wins."""

    performance: PerformanceId
    device: int
    at_ms: int
    clerk: str


@dataclass(frozen=True, slots=True)
class VenueChanged:
    """A small change made at the venue, also while it is cut off (architecture.md, decision 12).

    It holds until the catalogue writes a newer revision of the performance than
    `catalogue_revision`, the newest that the venue had heard of. `unit` comes with a place,
    `start_ms` with a moved start. Every house that sells the performance must know it, so nobody's
    name and no remark stands in it.
    """

    performance: PerformanceId
    change: VenueChange
    at_ms: int
    catalogue_revision: int
    unit: Unit | None = None
    start_ms: int | None = None


@dataclass(frozen=True, slots=True)
class IncidentSettled:
    """A person settled an incident. `incident` is its name, `outcome` the code of how.

    `amount_cents` is the money that it was about. What was noted of it is not here: `commitment` is
    of what stands beside the log under `person`, a reference of random letters; both are empty
    without a note. `note` is how earlier programs kept it, for ever.
    """

    incident: str
    outcome: str
    at_ms: int
    by: str
    note: str = ""
    amount_cents: int = 0
    person: str = ""
    commitment: bytes = b""


@dataclass(frozen=True, slots=True)
class OrderNamed:
    """An order got a name. The name is not here: `commitment` is of what stands beside the log.

    `person` is a reference of random letters, which the erasure of that person names.
    """

    order: OrderId
    person: str
    commitment: bytes
    at_ms: int


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A person asked to be forgotten: what is kept of that person is destroyed, everywhere."""

    person: str
    at_ms: int
    by: str
