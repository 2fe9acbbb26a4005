"""What the store knows of each payment that a counter asked for, by the counter's own reference.

A reference that a counter asked about and that was never begun stands here as cancelled: it can be
begun no more, so that a late request charges nobody.
"""

from __future__ import annotations

from podium_desk.domain.qr_pay import QrState
from podium_desk.late_dataclass import dataclass
from sync.store.port import Row, Sql

PAYMENT_TABLE = """CREATE TABLE IF NOT EXISTS bancontact_payment (
    house INTEGER NOT NULL, reference TEXT NOT NULL, device INTEGER NOT NULL,
    amount_cents INTEGER NOT NULL, payment TEXT NOT NULL, picture TEXT NOT NULL,
    state TEXT NOT NULL, at_ms INTEGER NOT NULL,
    PRIMARY KEY (house, reference)) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class StorePayment:
    """One payment; `payment` is Bancontact's name for it, empty until it is heard."""

    house: int
    reference: str
    device: int
    amount_cents: int
    state: QrState
    payment: str = ""
    picture: str = ""


class PaymentTable:
    """The rows of all houses; every method is called under the store's lock."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def begin(self, wanted: StorePayment, now_ms: int) -> StorePayment | None:
        """Write a payment down before it is asked for; what stands there already, when it does."""
        known = self.get(wanted.house, wanted.reference)
        if known is None:
            self._sql.run(
                "INSERT INTO bancontact_payment VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (wanted.house, wanted.reference, wanted.device, wanted.amount_cents,
                 wanted.payment, wanted.picture, wanted.state.value, now_ms),
            )  # fmt: skip
        return known

    def get(self, house: int, reference: str) -> StorePayment | None:
        """One payment by its reference."""
        return self._one("house = ? AND reference = ?", (house, reference))

    def called(self, house: int, payment: str) -> StorePayment | None:
        """One payment by Bancontact's name for it."""
        return self._one("house = ? AND payment = ?", (house, payment))

    def note(self, changed: StorePayment) -> None:
        """Keep how it stands; what is final stays so."""
        self._sql.run(
            "UPDATE bancontact_payment SET state = ?, payment = ?, picture = ?"
            " WHERE house = ? AND reference = ? AND state NOT IN (?, ?, ?, ?, ?)",
            (changed.state.value, changed.payment, changed.picture, changed.house,
             changed.reference, *(state.value for state in QrState if state.is_final)),
        )  # fmt: skip

    def _one(self, where: str, values: tuple[int, str]) -> StorePayment | None:
        row = self._sql.row(
            "SELECT house, reference, device, amount_cents, state, payment, picture"
            f" FROM bancontact_payment WHERE {where}",
            values,
        )
        return None if row is None else _payment(row)


def _payment(row: Row) -> StorePayment:
    house, reference, device, amount_cents, state, payment, picture = row
    return StorePayment(house, reference, device, amount_cents, QrState(state), payment, picture)
