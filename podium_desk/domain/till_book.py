"""Reads a register's own log, fact after fact, into shifts and sums: the ground of X and Z.

What counts is what stands in the log between two Z facts, in its order; nobody chooses what goes
in. Money belongs to the shift that was open when it was taken: the clerk's own, else the shared
one, else none (shift 0).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace

from podium_desk.domain.facts import (
    OrderPaid,
    OrderSold,
    PaymentMeans,
    PaymentTaken,
    SaleLine,
    TicketBlocked,
    TicketReissued,
    TicketsRefunded,
)
from podium_desk.domain.goods import GoodsRefunded, GoodsSold
from podium_desk.domain.ids import HouseId, OrderId
from podium_desk.domain.till_facts import (
    CashMoved,
    DrawerCounted,
    DrawerOpened,
    ShiftClosed,
    ShiftOpened,
)
from podium_desk.domain.till_report import (
    CARD_BY_HAND,
    OTHERS_VOUCHER,
    MeansTotal,
    NamedCount,
    ShiftTotal,
    TillReport,
)
from podium_desk.domain.vat import VatPart, vat_totals
from podium_desk.domain.vouchers import VoucherIssued, VoucherKind
from podium_desk.late_dataclass import dataclass

_COUNTED = {
    TicketReissued: "reissued",
    TicketBlocked: "blocked",
    DrawerOpened: "drawer_opened",
}
OUTSIDE_SHIFTS = 0
"""The number under which money stands that was taken while no shift was open."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of the log; `body` is None for one that tells the till nothing.

    `lines` are those that become turnover by an `OrderPaid`, or were turnover and are taken back
    by a refund. `is_reserved`: it is about an order that is to be paid later, or is paid by this;
    what is taken back of one that was paid before is about turnover.
    """

    seq: int
    body: object
    lines: tuple[SaleLine, ...] = ()
    is_reserved: bool = False


@dataclass(slots=True)
class TillBook:
    """The sums so far. Give it every entry since the last Z, in order."""

    entries: int = 0
    first_seq: int = 0
    last_seq: int = 0
    from_ms: int = 0
    until_ms: int = 0
    orders: set[OrderId] = field(default_factory=set)
    tickets: int = 0
    sold_cents: int = 0
    refunded_tickets: int = 0
    refunded_cents: int = 0
    rounding_cents: int = 0
    advances_cents: int = 0
    _vat: list[VatPart] = field(default_factory=list)
    _means: dict[str, MeansTotal] = field(default_factory=dict)
    _shifts: dict[int, ShiftTotal] = field(default_factory=dict)
    _is_shared: dict[int, bool] = field(default_factory=dict)
    _counts: dict[str, NamedCount] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> TillBook:
        """The book of these entries."""
        book = cls()
        for entry in entries:
            book.take(entry)
        return book

    @property
    def shifts(self) -> tuple[ShiftTotal, ...]:
        """Every shift since the last Z, by number."""
        return tuple(self._shifts[number] for number in sorted(self._shifts))

    @property
    def open_shifts(self) -> tuple[ShiftTotal, ...]:
        """Those that nobody closed; money taken outside a shift is in none of them."""
        return tuple(s for s in self.shifts if s.closed_ms is None and s.number != OUTSIDE_SHIFTS)

    @property
    def has_money(self) -> bool:
        """Whether anything happened that a Z must tell."""
        return bool(self.orders or self.refunded_tickets or self._shifts or self._means)

    def is_shared(self, shift: int) -> bool:
        """Whether everybody works on the drawer of this shift."""
        return self._is_shared.get(shift, True)

    def shift_of(self, clerk: str) -> ShiftTotal | None:
        """The open shift that this clerk's money goes to, None while there is none."""
        own = [s for s in self.open_shifts if not self.is_shared(s.number) and s.clerk == clerk]
        shared = [s for s in self.open_shifts if self.is_shared(s.number)]
        return next(iter((*own, *shared)), None)

    def take(self, entry: Entry) -> None:
        """One more fact of the log."""
        self.entries += 1
        self.first_seq = self.first_seq or entry.seq
        self.last_seq = entry.seq
        at_ms = getattr(entry.body, "at_ms", 0)
        if at_ms:
            # The log's order counts and not the clock, which may have gone back meanwhile.
            self.from_ms = self.from_ms or at_ms
            self.until_ms = at_ms
        match entry.body:
            case OrderSold():
                self._sold(entry.body)
            case OrderPaid():
                self._turnover(entry, 1)
            case TicketsRefunded():
                self._turnover(entry, -1)
                let_go = len(entry.body.tickets) - len(entry.lines)
                if let_go:
                    self._count("let_go", let_go)
            case GoodsSold() | GoodsRefunded():
                self._goods(entry.body)
            case VoucherIssued():
                self._voucher(entry.body)
            case PaymentTaken():
                self._paid(entry.body, is_reserved=entry.is_reserved)
            case TicketReissued() | TicketBlocked() | DrawerOpened():
                self._count(_COUNTED[type(entry.body)])
            case _:
                self._shift(entry.body)

    def report(self, house: HouseId, register: str, terminal_cents: int | None) -> TillReport:
        """The sums as a report keeps them."""
        numbers = sorted(self.orders)
        return TillReport(
            house=house,
            register=register,
            first_seq=self.first_seq,
            last_seq=self.last_seq,
            from_ms=self.from_ms,
            until_ms=self.until_ms,
            orders=len(numbers),
            first_order=str(numbers[0]) if numbers else "",
            last_order=str(numbers[-1]) if numbers else "",
            tickets=self.tickets,
            sold_cents=self.sold_cents,
            refunded_tickets=self.refunded_tickets,
            refunded_cents=self.refunded_cents,
            vat=vat_totals(self._vat),
            means=tuple(self._means[name] for name in sorted(self._means)),
            rounding_cents=self.rounding_cents,
            shifts=self.shifts,
            counts=tuple(self._counts[name] for name in sorted(self._counts)),
            terminal_cents=terminal_cents,
            advances_cents=self.advances_cents,
        )

    def _sold(self, sold: OrderSold) -> None:
        """A sale is turnover at once; what is reserved when it is paid to the last cent."""
        self.orders.add(sold.order)
        if sold.pay_before_ms is not None:
            cents = sum(line.price_cents for line in sold.lines)
            self._count("reserved", len(sold.lines), cents)
            return
        self._turnover(Entry(0, sold, sold.lines), 1)

    def _turnover(self, entry: Entry, sign: int) -> None:
        """These lines are sold (1) or taken back (-1)."""
        cents = sum(line.price_cents for line in entry.lines)
        # Room for a wheelchair is a chair without a ticket.
        tickets = [line for line in entry.lines if line.entitles]
        if sign > 0:
            self.tickets += len(tickets)
            self.sold_cents += cents
            free = sum(not line.price_cents for line in tickets)
            if free:
                self._count("free", free)
        else:
            self.refunded_tickets += len(tickets)
            self.refunded_cents += cents
        if entry.is_reserved:
            self.advances_cents -= sign * cents
        self._vat += [
            VatPart(line.vat_rate_percent, line.vat_basis, sign * line.price_cents)
            for line in entry.lines
        ]

    def _goods(self, body: GoodsSold | GoodsRefunded) -> None:
        """Goods sold or taken back, under their own rates."""
        cents, sign = sum(line.sum_cents for line in body.lines), 1
        if isinstance(body, GoodsSold):
            self.orders.add(body.order)
            self.sold_cents += cents
        else:
            self.refunded_cents += cents
            sign = -1
        name = "goods_sold" if sign > 0 else "goods_refunded"
        self._count(name, sum(line.count for line in body.lines), cents)
        self._vat += [
            VatPart(line.vat_rate_percent, line.vat_basis, sign * line.sum_cents)
            for line in body.lines
        ]

    def _voucher(self, issued: VoucherIssued) -> None:
        """Of several purposes it is no turnover: that comes when it pays. Of a single one it is
        turnover now (domain.md 5.5). Credit is money of tickets that came back."""
        cents, terms = issued.amount_cents, issued.terms
        if issued.home is not None:
            # Told to another house where it pays: it was counted once.
            return
        if terms.kind is VoucherKind.CREDIT:
            self._count("credits_given", 1, cents)
            return
        if terms.is_prepaid:
            self.sold_cents += cents
            self._vat.append(VatPart(terms.vat_rate_percent, terms.vat_basis, cents))
        else:
            self.advances_cents += cents
        self._count("vouchers_sold", 1, cents)

    def _prepaid(self, payment: PaymentTaken, rate_percent: int) -> None:
        """A voucher of a single purpose paid, or gets it back: it was turnover when it was sold,
        so what it buys is none, and no money moves."""
        cents = payment.amount_cents
        self.sold_cents -= cents
        self._vat.append(VatPart(rate_percent, payment.prepaid_vat_basis, -cents))
        self._count("prepaid", 1, cents)

    def _paid(self, payment: PaymentTaken, *, is_reserved: bool) -> None:
        name, cents = payment.means.value, payment.amount_cents
        if payment.by_hand and payment.means is PaymentMeans.CARD:
            name = CARD_BY_HAND
        if payment.voucher_home is not None:
            name = OTHERS_VOUCHER
        if is_reserved:
            self.advances_cents += cents
        if payment.prepaid_vat_percent is not None:
            self._prepaid(payment, payment.prepaid_vat_percent)
            return
        total = self._means.get(name) or MeansTotal(name, 0, 0, 0, 0)
        if cents < 0:
            total = replace(
                total,
                given_back_count=total.given_back_count + 1,
                given_back_cents=total.given_back_cents - cents,
            )
        else:
            total = replace(
                total, taken_count=total.taken_count + 1, taken_cents=total.taken_cents + cents
            )
        self._means[name] = total
        if payment.means is PaymentMeans.CASH:
            self.rounding_cents += payment.rounding_cents
            self._cash(payment.clerk, cents + payment.rounding_cents, payment.at_ms)

    def _cash(self, clerk: str, cents: int, at_ms: int) -> None:
        shift = self.shift_of(clerk)
        if shift is None:
            shift = self._shifts.get(OUTSIDE_SHIFTS) or ShiftTotal(
                OUTSIDE_SHIFTS, "", at_ms, 0, 0, 0, 0
            )
        self._put(replace(shift, cash_cents=shift.cash_cents + cents))

    def _shift(self, body: object) -> None:
        match body:
            case ShiftOpened():
                self._is_shared[body.shift] = body.is_shared
                self._put(ShiftTotal(body.shift, body.clerk, body.at_ms, body.float_cents, 0, 0, 0))
            case CashMoved():
                shift = self._known(body.shift)
                brought, taken = max(0, body.amount_cents), max(0, -body.amount_cents)
                self._put(replace(
                    shift, brought_cents=shift.brought_cents + brought,
                    taken_cents=shift.taken_cents + taken,
                ))  # fmt: skip
            case DrawerCounted():
                self._put(replace(
                    self._known(body.shift), counted_cents=body.counted_cents,
                    reason=body.reason, approved_by=body.approved_by,
                ))  # fmt: skip
            case ShiftClosed():
                self._put(replace(
                    self._known(body.shift), closed_ms=body.at_ms, left_cents=body.left_cents
                ))  # fmt: skip
            case _:
                pass

    def _known(self, number: int) -> ShiftTotal:
        return self._shifts.get(number) or ShiftTotal(number, "", 0, 0, 0, 0, 0)

    def _put(self, shift: ShiftTotal) -> None:
        self._shifts[shift.number] = shift

    def _count(self, name: str, count: int = 1, cents: int = 0) -> None:
        known = self._counts.get(name) or NamedCount(name, 0)
        self._counts[name] = NamedCount(name, known.count + count, known.amount_cents + cents)
