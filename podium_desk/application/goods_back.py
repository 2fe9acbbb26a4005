"""Goods that come back: money by the means that paid, on the desk that sold them.

Goods have no right that could move, so only the desk that sold them knows, cut off as well, that
they did not come back before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from podium_desk.application.after_sales import AfterSales, GoodsTaken, RefundDone
from podium_desk.application.passes_back import PassReturns
from podium_desk.application.voucher_rights import gather_vouchers, payment_drafts
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, PaymentTaken
from podium_desk.domain.goods import GoodsBack, GoodsRefunded
from podium_desk.domain.ids import HouseId, OrderId, TicketId
from podium_desk.domain.payments import Till, handed_over_cents, net_paid, pay_back
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.goods import GoodsRow, goods_of_order
from podium_desk.replica.orders import payments_behind
from sync.facts.fact import Draft

Wanted = tuple[str, int]
"""The code of goods, and how many of them come back."""


class GoodsReturns:
    """Takes goods back. Runs on the replica's lane."""

    def __init__(self, work: Workplace, after_sales: AfterSales) -> None:
        self._work = work
        self._after_sales = after_sales
        self._passes = PassReturns(work)

    def left(self, order: OrderId) -> list[Wanted]:
        """What of the goods of an order did not come back."""
        counts: Counter[str] = Counter()
        for row in goods_of_order(self._work.replica.sql, order):
            counts[row.code] += row.left
        return [(code, count) for code, count in counts.items() if count]

    def foresee(
        self, order: OrderId, wanted: Sequence[Wanted]
    ) -> tuple[PaymentTaken, ...] | Refusal:
        """How the money of these goods would go back; refuses as `refund` does."""
        cents = self.worth_cents(order, wanted)
        return cents if isinstance(cents, Refusal) else self._money_back(order, cents)

    def worth_cents(self, order: OrderId, wanted: Sequence[Wanted]) -> int | Refusal:
        """What these goods cost; refuses what is not left of the order, and another desk's."""
        back = self._back(order, wanted)
        return back if isinstance(back, Refusal) else sum(one.sum_cents for _house, one in back)

    def taken(self, order: OrderId, wanted: Sequence[Wanted], reason: str) -> GoodsTaken | Refusal:
        """The facts that take these goods back, for a deed that gives the money back; refuses also
        a pass that was used or is elsewhere."""
        back = self._back(order, wanted)
        if isinstance(back, Refusal):
            return back
        numbers = self._passes.unused(order, wanted)
        if isinstance(numbers, Refusal):
            return numbers
        refunded = self._drafts(order, back, reason)
        closed = self._passes.close_drafts(order, numbers, reason)
        return GoodsTaken(sum(one.sum_cents for _house, one in back), (*refunded, *closed))

    def beside(
        self, tickets: tuple[TicketId, ...], wanted: Sequence[Wanted], reason: str
    ) -> GoodsTaken | Refusal:
        """The same for goods that come back with tickets of their order; nothing for none."""
        rows = self._after_sales.rows(tickets)
        if isinstance(rows, Refusal):
            return rows
        return self.taken(rows[0].order, wanted, reason) if wanted else GoodsTaken()

    def refund(self, order: OrderId, wanted: Sequence[Wanted], reason: str) -> RefundDone | Refusal:
        """Take so many of these goods of one order back.

        Refuses what the order has not left, an order that another desk sold, a pass that was used
        or is elsewhere, more than this clerk may pay back, and money that cannot go back as it
        came.
        """
        payments = self.foresee(order, wanted)
        if isinstance(payments, Refusal):
            return payments
        taken = self.taken(order, wanted, reason)
        if isinstance(taken, Refusal):
            return taken
        cents = -handed_over_cents(payments)
        problem = self._after_sales.above_limit(cents) or gather_vouchers(self._work, payments)
        if problem is not None:
            return problem
        self._work.replica.append([*taken.drafts, *payment_drafts(self._work, payments)])
        self._work.booked(payments)
        return RefundDone(order, (), cents)

    def _money_back(self, order: OrderId, cents: int) -> tuple[PaymentTaken, ...] | Refusal:
        till = Till(order, self._work.clock.now_ms(), self._work.clerk)
        return pay_back(till, cents, net_paid(payments_behind(self._work.replica.sql, order)))

    def _back(
        self, order: OrderId, wanted: Sequence[Wanted]
    ) -> tuple[tuple[HouseId, GoodsBack], ...] | Refusal:
        rows = goods_of_order(self._work.replica.sql, order)
        if any(row.sold.origin != self._work.origin for row in rows):
            return Refusal(RefusalReason.GOODS_OF_ANOTHER_DESK)
        unknown = Refusal(RefusalReason.UNKNOWN_GOODS, {"order": str(order)})
        return _taken(rows, wanted) or unknown

    def _drafts(
        self, order: OrderId, back: Iterable[tuple[HouseId, GoodsBack]], reason: str
    ) -> list[Draft]:
        by_house: dict[HouseId, list[GoodsBack]] = {}
        for house, one in back:
            by_house.setdefault(house, []).append(one)
        now_ms, clerk = self._work.clock.now_ms(), self._work.clerk
        return [
            Draft(
                FactKind.GOODS_REFUNDED, house,
                body_to_bytes(GoodsRefunded(order, now_ms, tuple(lines), reason, clerk)),
            )
            for house, lines in by_house.items()
        ]  # fmt: skip


def _taken(
    rows: Iterable[GoodsRow], wanted: Sequence[Wanted]
) -> tuple[tuple[HouseId, GoodsBack], ...] | None:
    """So many of each, line after line; None where less is left, or nothing is wanted."""
    rest = dict(wanted)
    back: list[tuple[HouseId, GoodsBack]] = []
    for row in rows:
        count = min(rest.get(row.code, 0), row.left)
        if count > 0:
            rest[row.code] -= count
            back.append((row.house, row.back(count)))
    return None if not back or any(rest.values()) else tuple(back)
