"""Card payments that were asked for, written before the terminal is: what a restart finds.

A power cut between the terminal's yes and the sale would leave money taken and nobody who knows.
So each attempt, with the sale that it pays for, stands in a table of this device before the
customer is asked. Booking the sale, in one commit, closes its attempts; what is open at a start is
an unfinished sale (ux.md section 10).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from podium_desk.application.counter import (
    OPEN_STATES,
    PAID_STATES,
    AttemptState,
    BasketLine,
    CardAttempt,
    Payment,
    WaitingSale,
)
from podium_desk.domain.facts import Reduction
from podium_desk.domain.goods import GoodsWish
from podium_desk.domain.ids import CustomerId, HouseId, PerformanceId, TariffId, Unit
from podium_desk.domain.money import PaymentMeans
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.codec import record_from_bytes, record_to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from podium_desk.application.clock import DeviceClock
    from podium_desk.application.customer_found import CustomerFound
    from sync.store.port import Row, Sql

    Known = Callable[[CustomerId], CustomerFound | None]


class CardAttempts:
    """The attempts of one device. Runs on the replica's lane."""

    def __init__(self, sql: Sql, clock: DeviceClock, customer: Known) -> None:
        """`customer` finds whose a sale is by the number, which is all that is kept of it."""
        self._sql = sql
        self._clock = clock
        self._customer = customer

    def begin(self, attempt: CardAttempt) -> None:
        """Keep an attempt, durably: the terminal may be asked once this has returned."""
        with self._sql.transaction():
            self._sql.run(
                "INSERT INTO card_attempt VALUES (?, ?, ?, ?, ?, ?, ?)",
                (attempt.id, attempt.sale_token, self._clock.now_ms(), attempt.amount_cents,
                 attempt.state.value, attempt.receipt, _kept(attempt)),
            )  # fmt: skip

    def note(self, attempt: str, state: AttemptState, receipt: str = "") -> None:
        """Keep what became of an attempt; one that was booked stays so."""
        with self._sql.transaction():
            self._sql.run(
                "UPDATE card_attempt SET state = ?, receipt = ? WHERE attempt = ? AND state <> ?",
                (state.value, receipt, attempt, AttemptState.BOOKED.value),
            )

    def unfinished(self) -> tuple[CardAttempt, ...]:
        """What is open, the oldest first: money that may have been taken for no sale."""
        marks = ", ".join("?" * len(OPEN_STATES))
        rows = self._sql.rows(
            "SELECT attempt, sale_token, amount_cents, sale, state, receipt, at_ms"
            f" FROM card_attempt WHERE state IN ({marks}) ORDER BY at_ms, attempt",
            [state.value for state in OPEN_STATES],
        )
        return tuple(self._attempt(row) for row in rows)

    def _attempt(self, row: Row) -> CardAttempt:
        one, token, cents, sale, state, receipt, at_ms = row
        kept = record_from_bytes(sale, _Kept)
        whose = self._customer(CustomerId(kept.customer)) if kept.customer else None
        waiting = replace(_read(kept), customer=whose)
        return CardAttempt(
            one, token, cents, waiting, AttemptState(state), receipt, at_ms,
            PaymentMeans(kept.means), kept.mark,
        )  # fmt: skip


def book_attempts(sql: Sql, sale_token: str) -> None:
    """The sale of this token stands: its paid attempts are closed, in the sale's own commit."""
    sql.run(
        "UPDATE card_attempt SET state = ? WHERE sale_token = ? AND state IN (?, ?)",
        (AttemptState.BOOKED.value, sale_token, *(state.value for state in PAID_STATES)),
    )


@dataclass(frozen=True, slots=True)
class _KeptLine:
    """A `BasketLine` with plain numbers."""

    performance: int
    unit: int
    tariff: int
    reduction: Reduction | None
    remark: str
    pass_number: str
    goes_with: int | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """The stored form of a `WaitingSale`: plain values, with names."""

    total_cents: int
    lines: tuple[_KeptLine, ...]
    parts: tuple[tuple[str, int, int, str], ...]
    title: str
    codes: tuple[str, ...] = ()
    goods: tuple[tuple[int, str, int], ...] = ()
    means: str = PaymentMeans.CARD.value
    """Of the attempt itself."""
    customer: str = ""
    """The customer's number, empty for nobody."""
    language: str = ""
    mark: str = ""
    """Of the attempt itself."""


def _kept(attempt: CardAttempt) -> bytes:
    sale = attempt.sale
    lines = tuple(
        _KeptLine(
            line.performance, line.unit, line.tariff, line.reduction, line.remark,
            line.pass_number, line.goes_with,
        )
        for line in sale.lines
    )  # fmt: skip
    parts = tuple(
        (one.means.value, one.amount_cents, one.tendered_cents, one.reference)
        for one in sale.parts
    )  # fmt: skip
    goods = tuple((one.house, one.code, one.count) for one in sale.goods)
    customer = "" if sale.customer is None else sale.customer.id
    kept = _Kept(
        sale.total_cents, lines, parts, sale.title, sale.codes, goods, attempt.means.value,
        customer, sale.language, attempt.mark,
    )  # fmt: skip
    return record_to_bytes(kept)


def _read(kept: _Kept) -> WaitingSale:
    return WaitingSale(
        kept.total_cents,
        tuple(
            BasketLine(
                PerformanceId(line.performance), Unit(line.unit), TariffId(line.tariff),
                line.reduction, line.remark, line.pass_number,
                None if line.goes_with is None else Unit(line.goes_with),
            )
            for line in kept.lines
        ),
        tuple(
            Payment(PaymentMeans(means), amount, tendered, reference)
            for means, amount, tendered, reference in kept.parts
        ),
        kept.title,
        kept.codes,
        tuple(GoodsWish(HouseId(house), code, count) for house, code, count in kept.goods),
        language=kept.language,
    )  # fmt: skip
