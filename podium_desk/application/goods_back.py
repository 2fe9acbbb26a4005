"""Goods that come back: money by the means that paid, on the desk that sold them.

Goods have no right that could move, so only the desk that sold them knows, cut off as well, that
they did not come back before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from podium_desk.application.after_sales import AfterSales, RefundDone
from podium_desk.application.passes_back import PassReturns
from podium_desk.application.voucher_rights import gather_vouchers, payment_drafts
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, PaymentTaken
from podium_desk.domain.goods import GoodsBack, GoodsRefunded
from podium_desk.domain.ids import HouseId, OrderId
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
        rows = goods_of_order(self._work.replica.sql, order)
        if any(row.sold.origin != self._work.origin for row in rows):
            return Refusal(RefusalReason.GOODS_OF_ANOTHER_DESK)
        back = _taken(rows, wanted)
        if back is None:
            return Refusal(RefusalReason.UNKNOWN_GOODS, {"order": str(order)})
        till = Till(order, self._work.clock.now_ms(), self._work.clerk)
        paid = net_paid(payments_behind(self._work.replica.sql, order))
        return pay_back(till, sum(one.sum_cents for _house, one in back), paid)

    def refund(self, order: OrderId, wanted: Sequence[Wanted], reason: str) -> RefundDone | Refusal:
        """Take so many of these goods of one order back.

        Refuses what the order has not left, an order that another desk sold, a pass that was used
        or is elsewhere, more than this clerk may pay back, and money that cannot go back as it
        came.
        """
        payments = self.foresee(order, wanted)
        if isinstance(payments, Refusal):
            return payments
        cents = -handed_over_cents(payments)
        numbers = self._passes.unused(order, wanted)
        if isinstance(numbers, Refusal):
            return numbers
        problem = self._after_sales.above_limit(cents) or gather_vouchers(self._work, payments)
        if problem is not None:
            return problem
        rows = goods_of_order(self._work.replica.sql, order)
        refunded = self._drafts(order, _taken(rows, wanted) or (), reason)
        closed = self._passes.close_drafts(order, numbers, reason)
        drafts = [*refunded, *closed, *payment_drafts(self._work, payments)]
        self._work.replica.append(drafts)
        self._work.booked(payments)
        return RefundDone(order, (), cents)

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
