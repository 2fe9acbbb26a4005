"""A store that was put back, as people see it: who was not heard, what is at stake, and going on.

It comes right by itself when every living device was heard, or all that its witness saw is back.
Where that cannot be, two people decide: what nobody brought is lost then, and places that were
given in that time may be given again (docs/decisions/0018).
"""

from __future__ import annotations

from collections.abc import Iterable

from podium_desk.central.cluster import Central
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.central.write_off import are_two, code_of, dearest_cents
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.held_places import HeldPlaces, still_to_sell
from sync.server.recalling import Recalling
from sync.store.contacts import ContactTable


@dataclass(frozen=True, slots=True)
class UnheardDevice:
    """A device that may know what the store has forgotten. `heard_ms` UTC, before that."""

    number: int
    name: str
    house: int
    heard_ms: int | None


@dataclass(frozen=True, slots=True)
class Recovery:
    """How the recall stands, and what going on without the rest of it risks.

    `logs_missing` own logs once went further, `moves_waiting` own gives build on facts nobody
    brought, `houses_uncertain` have records that one device alone knows. `free` places of
    `performances` to come are the store's as far as it knows, of `at_stake_cents` at most.
    """

    unheard: tuple[UnheardDevice, ...]
    logs_missing: int
    moves_waiting: int
    houses_uncertain: int
    given_twice: int
    performances: int
    free: int
    at_stake_cents: int
    code: str


class Recovering:
    """States how it stands and, confirmed by two people, lets the store give again."""

    def __init__(self, central: Central, recalling: Recalling) -> None:
        self._central = central
        self._recalling = recalling

    def state(self) -> Recovery | CentralRefusal:
        """What is known by now; refused when the store is not in doubt."""
        if not self._recalling.is_in_doubt():
            return CentralRefusal(CentralReason.NOTHING_FORGOTTEN)
        recalling = self._recalling
        unheard = tuple(self._unheard())
        missing = recalling.missing()
        pools = list(self._free())
        catalogue = self._central.catalogue
        stake = sum(one.count * dearest_cents(catalogue, one.performance) for one in pools)
        exposure = (
            len(missing), recalling.moves_waiting(), len(recalling.records_missing()),
            len(self._central.replica.recall.twice()), len(pools),
            sum(one.count for one in pools), stake,
        )  # fmt: skip
        numbers = [device.number for device in unheard]
        return Recovery(unheard, *exposure, code=code_of(repr((numbers, exposure))))

    def confirm(self, code: str, people: tuple[str, ...]) -> Recovery | CentralRefusal:
        """End the recall as stated; what was accepted."""
        if not are_two(people):
            return CentralRefusal(CentralReason.TWO_PEOPLE)
        with self._central.sql.transaction():
            self._central.sql.lock((0,))
            state = self.state()
            if isinstance(state, CentralRefusal):
                return state
            if code.strip().upper() != state.code:
                return CentralRefusal(CentralReason.RECOVERY_CHANGED, {"code": state.code})
            self._recalling.end(is_by_people=True)
        return state

    def _unheard(self) -> Iterable[UnheardDevice]:
        contacts = ContactTable(self._central.sql)
        for claims in self._recalling.unheard():
            contact = contacts.of(claims.house, claims.device)
            heard_ms = None if contact is None else contact.heard_ms
            yield UnheardDevice(claims.device, claims.name, claims.house, heard_ms)

    def _free(self) -> Iterable[HeldPlaces]:
        """What the store has of each performance to come."""
        rights = self._central.replica.rights
        rows = self._central.sql.rows("SELECT house, pool FROM pool ORDER BY house, pool")
        held = [
            HeldPlaces(house, pool, rights.owner_free_count(house, pool)) for house, pool in rows
        ]
        coming = still_to_sell(self._central.catalogue, held, self._central.now_ms())
        return [one for one in coming if one.count]
