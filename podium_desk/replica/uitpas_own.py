"""A device's own memory of UiTPAS: places that are being registered, and the prices of today.

Here alone on a device stands the number of a pass, until the store has taken it or the sale is
off. These rows go to nobody: not into facts, snapshots or parcels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from podium_desk.domain.ids import HouseId, PerformanceId, Unit
from podium_desk.domain.uitpas import STATIC_AGE_MS_MAX, SaleEvent, SaleState, StaticTariff, step
from podium_desk.late_dataclass import dataclass
from sync.store.port import Row, Sql

UITPAS_OWN_TABLES = (
    """CREATE TABLE IF NOT EXISTS uitpas_place (
        house INTEGER NOT NULL, token TEXT NOT NULL, performance INTEGER NOT NULL,
        unit INTEGER NOT NULL, number TEXT NOT NULL, mark BLOB NOT NULL,
        regular_cents INTEGER NOT NULL, price_cents INTEGER NOT NULL, state TEXT NOT NULL,
        ticket_sale TEXT NOT NULL, is_offline INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        PRIMARY KEY (house, token)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS uitpas_static (
        house INTEGER NOT NULL, performance INTEGER NOT NULL, regular_cents INTEGER NOT NULL,
        price_cents INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        PRIMARY KEY (house, performance, regular_cents)) WITHOUT ROWID""",
)
KEPT_MS = 30 * 24 * 3600 * 1000
"""How long a place that is done with is remembered, without its number, for the cap of its pass."""
_COLUMNS = (
    "SELECT house, token, performance, unit, number, mark, regular_cents, price_cents, state,"
    " ticket_sale, is_offline, at_ms FROM uitpas_place"
)
_OPEN = (SaleState.REGISTERING, SaleState.PENDING_PAYMENT)


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One place on its way. `mark` tells passes apart when `number` is gone."""

    house: HouseId
    token: str
    performance: PerformanceId
    unit: Unit
    number: str
    mark: bytes
    regular_cents: int
    price_cents: int
    state: SaleState
    ticket_sale: str = ""
    is_offline: bool = False
    at_ms: int = 0


class OwnPlaces:
    """The places of one device. Used on its lane only."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(self, places: Iterable[OwnPlace]) -> None:
        """Remember places before anything is asked of anybody."""
        rows = [
            (one.house, one.token, one.performance, one.unit, one.number, one.mark,
             one.regular_cents, one.price_cents, one.state.value, one.ticket_sale,
             int(one.is_offline), one.at_ms)
            for one in places
        ]  # fmt: skip
        self._sql.run_many(f"INSERT INTO uitpas_place VALUES ({', '.join('?' * 12)})", rows)

    def get(self, token: str) -> OwnPlace | None:
        """One place, None when it is not known here."""
        found = self._where("token = ?", (token,))
        return found[0] if found else None

    def registered(self, token: str, ticket_sale: str, price_cents: int) -> None:
        """UiTPAS has it, at this price."""
        self._sql.run(
            "UPDATE uitpas_place SET ticket_sale = ?, price_cents = ? WHERE token = ?",
            (ticket_sale, price_cents, token),
        )
        self.happened((token,), SaleEvent.REGISTERED)

    def happened(self, tokens: Iterable[str], event: SaleEvent) -> int:
        """Let something happen to places; how many it changed. What is done with loses its number.

        A place that is still to be registered keeps it until the store has it.
        """
        changed = 0
        for token in tokens:
            place = self.get(token)
            state = None if place is None else step(place.state, event)
            if state is None:
                continue
            changed += 1
            is_needed = state in (*_OPEN, SaleState.PROVISIONAL)
            self._sql.run(
                "UPDATE uitpas_place SET state = ?, number = CASE WHEN ? = 1 THEN number ELSE ''"
                " END WHERE token = ?",
                (state.value, int(is_needed), token),
            )
        return changed

    def unpaid(self) -> list[OwnPlace]:
        """What was begun and is neither paid nor given up."""
        return self._in(_OPEN)

    def to_cancel(self) -> list[OwnPlace]:
        """What UiTPAS must forget, as soon as the store can be told."""
        return self._in((SaleState.CANCELLING,))

    def to_bring(self) -> list[OwnPlace]:
        """What was sold without UiTPAS, and whose numbers the store does not have yet."""
        return [one for one in self._in((SaleState.PROVISIONAL,)) if one.number]

    def brought(self, tokens: Iterable[str]) -> None:
        """The store has these numbers: here they are needed no more."""
        self._sql.run_many(
            "UPDATE uitpas_place SET number = '' WHERE token = ?", [(one,) for one in tokens]
        )

    def unpaid_at(self, performance: PerformanceId, units: Sequence[Unit]) -> list[OwnPlace]:
        """What is begun for these places."""
        return [
            one for one in self.unpaid() if one.performance == performance and one.unit in units
        ]

    def granted_offline(self, mark: bytes, performance: PerformanceId) -> int:
        """How many places of a performance this pass had here while UiTPAS was silent."""
        row = self._sql.row(
            "SELECT COUNT(*) FROM uitpas_place WHERE mark = ? AND performance = ?"
            " AND is_offline = 1 AND state IN (?, ?, ?)",
            (mark, performance, SaleState.REGISTERING, SaleState.PROVISIONAL, SaleState.CONFIRMED),
        )
        return 0 if row is None else int(row[0])

    def forget_old(self, now_ms: int) -> None:
        """Drop what is long over: done places, and prices that no promise may rest on."""
        self._sql.run(
            "DELETE FROM uitpas_place WHERE at_ms < ? AND number = '' AND state <> ?",
            (now_ms - KEPT_MS, SaleState.CANCELLING),
        )
        self._sql.run(
            "DELETE FROM uitpas_static WHERE at_ms < ?", (now_ms - 2 * STATIC_AGE_MS_MAX,)
        )

    def keep_static(self, house: HouseId, performance: PerformanceId, tariff: StaticTariff) -> None:
        """Remember what UiTPAS says that a holder of the region pays."""
        self._sql.run(
            "INSERT INTO uitpas_static VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (house, performance, regular_cents)"
            " DO UPDATE SET price_cents = excluded.price_cents, at_ms = excluded.at_ms",
            (house, performance, tariff.regular_cents, tariff.price_cents, tariff.at_ms),
        )

    def statics(self, performance: PerformanceId) -> tuple[StaticTariff, ...]:
        """What is remembered for a performance, old prices too."""
        rows = self._sql.rows(
            "SELECT regular_cents, price_cents, at_ms FROM uitpas_static WHERE performance = ?",
            (performance,),
        )
        return tuple(StaticTariff(*row) for row in rows)

    def _in(self, states: Sequence[SaleState]) -> list[OwnPlace]:
        marks = ", ".join("?" * len(states))
        return self._where(f"state IN ({marks})", tuple(state.value for state in states))

    def _where(self, condition: str, values: Sequence[object]) -> list[OwnPlace]:
        rows = self._sql.rows(f"{_COLUMNS} WHERE {condition} ORDER BY at_ms, token", tuple(values))
        return [_place(row) for row in rows]


def _place(row: Row) -> OwnPlace:
    return OwnPlace(
        HouseId(row[0]), row[1], PerformanceId(row[2]), Unit(row[3]), row[4], bytes(row[5]),
        row[6], row[7], SaleState(row[8]), row[9], bool(row[10]), row[11],
    )  # fmt: skip
