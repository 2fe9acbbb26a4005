"""What a counter remembers while money is taken: the bill, its parts, and the page that stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.qr_pay import QrOffer
from podium_desk.late_dataclass import dataclass

if TYPE_CHECKING:
    from hardware.terminals.port import Contradiction
    from podium_desk.application.counter import CardAttempt, Payment, SaleDone, WaitingSale
    from podium_desk.domain.refusals import Refusal
    from podium_desk.domain.vouchers import Voucher, VoucherType
    from podium_desk.presentation.cash import CashEntry
    from podium_desk.presentation.order_state import MoneyDue

MORE_MEANS = (PaymentMeans.VOUCHER, PaymentMeans.INVOICE)
"""The means behind F10 that every house has, in the order of their digits; others follow."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What is to be paid, and what is done with the payments once they make the total.

    `book` runs on the lane with the payments and `token`, which names the deed, so that it is done
    once however often it is tried. `booked` hears what came of it, on the screen's thread. `kept`
    is written with each card payment, for a restart in the middle.
    """

    total_cents: int
    token: str
    kept: WaitingSale
    book: Callable[[tuple[Payment, ...], str], SaleDone | Refusal]
    booked: Callable[[SaleDone | Refusal], None]
    due: MoneyDue | None = None
    """The open order that it is of, when it is one's."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bill that was paid; `attempt` names a card's."""

    payment: Payment
    attempt: str = ""


class PayPage(Enum):
    """The page of the payment panel that stands."""

    SPLIT = "split"
    CASH = "cash"
    CARD = "card"
    MORE = "more"
    VALUE = "value"
    """The value of a voucher that is sold."""
    NUMBER = "number"
    """The number of a voucher that pays."""
    DESPITE = "despite"
    """Why a card is booked against what the terminal told."""
    UNFINISHED = "unfinished"


class CardStage(Enum):
    """How far a card payment is."""

    BEGINNING = "beginning"
    """It is being written down, and nobody is asked yet: the customer waits too."""
    CLERK = "clerk"
    """The clerk types the amount on the terminal and says what came of it."""
    ASKED = "asked"
    STOPPING = "stopping"
    UNKNOWN = "unknown"
    """Perhaps the money was taken: never a second charge before that is known."""
    REVERSING = "reversing"
    """The terminal gives the money back."""
    BY_CLERK = "by_clerk"
    """The clerk gives the money back on the terminal."""


@dataclass(frozen=True, slots=True)
class CardAsk:
    """The card payment that is under way; `seconds` since it came to this stage."""

    attempt: CardAttempt
    stage: CardStage
    seconds: int = 0
    asks_left: int = 0
    """How often the terminal is still asked by itself."""
    can_ask: bool = True
    """Whether the terminal itself can be asked what became of it."""
    picture: str = ""
    """The text of the code that the customer scans, where there is one."""
    step: str = ""
    """How far the customer is, by the terminal's own code."""
    is_simulated: bool = False
    """Whether no real money can be taken."""
    contradiction: Contradiction | None = None
    """How the terminal's answer differs from what was asked."""
    told_cents: int = 0
    """The amount that it named then."""


@dataclass(slots=True)
class PayState:
    """The memory of the payment panel; changed only by `Paying` and what works for it."""

    bill: Bill | None = None
    page: PayPage | None = None
    parts: tuple[Part, ...] = ()
    is_split: bool = False
    entry: CashEntry | None = None
    """What was handed over, while cash is counted."""
    typed: CashEntry | None = None
    """The amount of the next part, on the page of parts."""
    card: CardAsk | None = None
    number: str = ""
    """What is typed or scanned of a voucher's number."""
    more: tuple[PaymentMeans, ...] = MORE_MEANS
    """The means of the list, in the order of their digits."""
    qr: QrOffer = QrOffer.NONE
    is_qr_away: bool = False
    """Whether Bancontact Pay cannot be asked for now, as when the list was opened."""
    voucher_types: tuple[VoucherType, ...] = ()
    """What the house sells besides the usual voucher, as when the list was opened."""
    voucher_type: VoucherType | None = None
    """Which is being sold; None for the usual one."""
    voucher: Voucher | None = None
    """The voucher of that number, once it is looked up; its balance less what it pays already."""
    is_terminal_away: bool = False
    """Whether the card terminal could not be reached, the last time that it was asked."""
    unfinished: tuple[CardAttempt, ...] = field(default=())
    """Card payments that no sale was booked for, of a start before this one."""
    are_places_held: bool = True
    """Whether the places of the oldest of them are in our hands again."""

    @property
    def payments(self) -> tuple[Payment, ...]:
        """What was paid so far."""
        return tuple(part.payment for part in self.parts)

    @property
    def rest_cents(self) -> int:
        """What is still to be paid."""
        total = 0 if self.bill is None else self.bill.total_cents
        return total - sum(payment.amount_cents for payment in self.payments)

    @property
    def next_cents(self) -> int:
        """What the next part is: the amount that was typed, else the rest."""
        if self.typed is not None and self.typed.is_typed:
            return self.typed.tendered_cents
        return self.rest_cents

    @property
    def voucher_cents(self) -> int:
        """What the voucher looked at pays: all that is left on it, or all that is due."""
        return 0 if self.voucher is None else min(self.voucher.balance_cents, self.next_cents)

    @property
    def has_cash(self) -> bool:
        """Whether a part was paid in cash: the law rounds one part, so there is one."""
        return any(payment.means is PaymentMeans.CASH for payment in self.payments)

    @property
    def takes_part(self) -> bool:
        """Whether the payment keys pay a part now."""
        if self.page is PayPage.VALUE:
            return self.typed is not None and self.typed.is_typed
        return self.page is PayPage.SPLIT and self.rest_cents > 0

    def close(self) -> None:
        """Nothing is paid any more. What was left unfinished stays so."""
        self.bill = self.page = self.entry = self.typed = self.card = None
        self.parts, self.is_split = (), False
        self.number, self.voucher = "", None
