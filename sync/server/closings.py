"""What the store does with a closing that somebody carries in: it takes back what was given.

Taking begins the units' next epoch, by the store's own word, so that every replica follows it
without the log it came from. When that log comes after all, its gives say nothing new.
"""

from __future__ import annotations

from collections.abc import Callable

from sync.exchange.messages import Refused
from sync.facts.batch import Batch, BatchRefused
from sync.facts.fact import Draft, Move, home_of, origin_of
from sync.store.closings import ClosingTable, closing_fact, taken_by
from sync.store.replica import Replica


class Closings:
    """The closings at the store. `said` makes the store's fact of these moves in a house."""

    def __init__(
        self, replica: Replica, device: int, said: Callable[[int, tuple[Move, ...]], Draft]
    ) -> None:
        """`device` is the store's own number."""
        self._replica = replica
        self._device = device
        self._said = said
        self._table = ClosingTable(replica.sql)

    def take(self, batch: Batch) -> Refused | None:
        """Keep a closing and do what it says; why not, when it is none."""
        try:
            fact = closing_fact(self._replica.devices, batch)
        except BatchRefused as error:
            return Refused(error.origin, error.seq, error.fault.value, str(error))
        with self._replica.sql.transaction():
            self._replica.sql.lock((fact.header.house,))
            self._table.keep(fact.header.house, batch)
        if not self._replica.is_in_doubt():
            self.apply_kept()
        return None

    def are_waiting(self) -> bool:
        """Whether a kept closing waits for facts of its log."""
        return bool(self._table.all())

    def apply_kept(self) -> int:
        """Take back what kept closings give, as far as it is there now; how many units."""
        return sum(self._apply(batch) for batch in self._table.all())

    def _apply(self, batch: Batch) -> int:
        replica = self._replica
        fact = closing_fact(replica.devices, batch)
        house = fact.header.house
        with replica.sql.transaction():
            replica.sql.lock((house,))
            moves = taken_by(replica.rights, fact, origin_of(self._device, house))
            if moves:
                replica.append([self._said(house, moves)])
            if self._has_come(batch):
                self._table.drop(batch)
        return sum(move.count for move in moves)

    def _has_come(self, batch: Batch) -> bool:
        """Whether the log itself is here up to its closing."""
        device = self._replica.devices.get(batch.origin >> 16)
        house = 0 if device is None else device.claims.house
        head, _ = self._replica.log.head(home_of(batch.origin, house), batch.origin)
        return head >= batch.first_seq
