"""Gift vouchers at a counter: sold, looked at. What they pay is a payment like another."""

from __future__ import annotations

from dataclasses import replace

from podium_desk.application.counter import Connection, Payment, SaleDone
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.selling import Selling, tenders_of
from podium_desk.application.voucher_rights import payment_drafts
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import OrderId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.payments import Till, handed_over_cents, take_payments
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.vouchers import (
    USUAL_TERMS,
    VALUE_CENTS_MAX,
    VALUE_CENTS_MIN,
    Voucher,
    VoucherIssued,
    VoucherType,
    read_number,
    voucher_number,
)
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.vouchers import find_voucher
from sync.exchange.session import is_outdated
from sync.facts.fact import Draft

_DAY_MS = 24 * 3600 * 1000
VALID_MS = 2 * 365 * _DAY_MS
"""A voucher, and credit, is good for two years."""
_CHANCE_BYTES = 8


class Vouchers:
    """Sells vouchers and tells what is left on one. Runs on the replica's lane."""

    def __init__(self, work: Workplace, selling: Selling, prints: PrintQueue) -> None:
        self._work = work
        self._selling = selling
        self._prints = prints

    def look(self, text: str) -> Voucher | Refusal:
        """The voucher with this number, typed or scanned."""
        number = read_number(text)
        found = None
        if number is not None:
            found = find_voucher(self._work.replica.sql, self._work.house, number)
        return found or Refusal(RefusalReason.UNKNOWN_VOUCHER, {"number": text})

    def types(self) -> tuple[VoucherType, ...]:
        """What the house sells besides the usual voucher, by code."""
        found = self._work.catalogue.voucher_types(self._work.house)
        return tuple(one for one in found if one.is_sold)

    def sell(
        self, value_cents: int, payments: tuple[Payment, ...], token: str, code: str = ""
    ) -> SaleDone | Refusal:
        """Sell a voucher of this type, once a `token`, and print it. A voucher does not pay a
        voucher; without a code it is the usual one."""
        before = self._selling.order_before(token)
        if before is not None:
            return self._done(before, value_cents, payments)
        problem = self._problem(value_cents, payments)
        if problem is not None:
            return problem
        known = {one.code: one for one in self.types()}
        if code and code not in known:
            return Refusal(RefusalReason.UNKNOWN_VOUCHER, {"number": code})
        kind = known.get(code) or VoucherType("", USUAL_TERMS)
        work = self._work
        till = Till(self._selling.next_order(), work.clock.now_ms(), work.clerk)
        taken = take_payments(till, value_cents, tenders_of(payments))
        if isinstance(taken, Refusal):
            return taken
        chance = int.from_bytes(work.new_secret(_CHANCE_BYTES))
        voucher = VoucherIssued(
            voucher_number(chance), till.order, value_cents, till.at_ms + kind.valid_days * _DAY_MS,
            till.at_ms, till.clerk, kind.terms,
        )  # fmt: skip
        issued = [Draft(FactKind.VOUCHER_ISSUED, work.house, body_to_bytes(voucher))]
        for house in kind.terms.houses:
            told = body_to_bytes(replace(voucher, home=work.house))
            issued.append(Draft(FactKind.VOUCHER_ISSUED, house, told))
        with work.replica.sql.transaction():
            work.replica.append([*issued, *payment_drafts(work, taken)])
            self._selling.remember(token, till.order)
            self._prints.queue_voucher(till.order, voucher.number)
        work.booked(taken)
        change = sum(one.change_cents for one in taken)
        return self._done(till.order, value_cents, payments, handed_over_cents(taken), change)

    def _problem(self, value_cents: int, payments: tuple[Payment, ...]) -> Refusal | None:
        if is_outdated(self._work.replica):
            return Refusal(RefusalReason.REPLICA_OUTDATED, {})
        numbered = (PaymentMeans.VOUCHER, PaymentMeans.CREDIT)
        is_paid_so = any(one.means in numbered for one in payments)
        if is_paid_so or not VALUE_CENTS_MIN <= value_cents <= VALUE_CENTS_MAX:
            limits: dict[str, str | int] = {"least_cents": VALUE_CENTS_MIN}
            return Refusal(RefusalReason.VOUCHER_VALUE, limits | {"most_cents": VALUE_CENTS_MAX})
        return None

    def _done(
        self, order: OrderId, cents: int, payments: tuple[Payment, ...],
        due_cents: int | None = None, change_cents: int = 0,
    ) -> SaleDone:  # fmt: skip
        is_offline = self._work.link.state().connection is not Connection.ONLINE
        due = cents if due_cents is None else due_cents
        return SaleDone(order, (), cents, payments, due, change_cents, 0, is_offline)
