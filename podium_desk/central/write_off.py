"""Writing off what a lost device holds: at the store, by two people, after it said what that risks.

The device may have sold what is taken back, and nobody can know. So the exposure is stated first,
with a code made from it: who confirms has seen these numbers, and no others. What the device
still says when it comes back is kept; the places that it had sold are contested then
(docs/decisions/0011).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from podium_desk.central.cluster import Central
from podium_desk.central.lost_amounts import HeldAmount, held_amounts, takes_of_amounts
from podium_desk.central.refusals import CentralReason, CentralRefusal
from podium_desk.domain.facts import FactKind, RightsWrittenOff
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.codec import body_to_bytes
from sync.facts.fact import Draft, Move, Verb, origin_of
from sync.identity.fingerprint import CODE_ALPHABET
from sync.rights.rules import takes_of
from sync.store.contacts import ContactTable
from sync.store.replica import OwnLog

PEOPLE = 2
_CODE_LETTERS = 6
_HELD = (
    # A sale that a revoked device is not believed is none: its place can be sold.
    "SELECT r.house, r.pool, r.unit, r.hop, r.holder, CASE WHEN r.spent = 1 AND NOT EXISTS"
    " (SELECT 1 FROM set_aside a WHERE a.origin = r.origin AND a.seq = r.seq)"
    " THEN 1 ELSE 0 END FROM unit_right r"
    " WHERE r.holder >= ? AND r.holder < ? ORDER BY r.house, r.pool, r.unit"
)


@dataclass(frozen=True, slots=True)
class ExposedPool:
    """What a lost device holds of one performance.

    `free` places it may have sold unknown to all, for at most `at_stake_cents`; `sold` tickets
    it sold as far as is known, whose refund and reissue go to the store.
    """

    house: int
    performance: int
    name: str
    starts: str
    free: int
    sold: int
    at_stake_cents: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """What writing a device off risks, and the code that confirms having read it."""

    device: int
    name: str
    house: int
    last_heard_ms: int | None
    facts_not_here: int
    """Facts that it said it had and the store never got; more may have come after."""
    pools: tuple[ExposedPool, ...]
    code: str
    papers: int = 0
    """Vouchers and passes in its hands, of which something is left."""
    papers_cents: int = 0
    """What using all that is left of them would be worth."""

    @property
    def free(self) -> int:
        """How many places may be sold already."""
        return sum(pool.free for pool in self.pools)

    @property
    def at_stake_cents(self) -> int:
        """What they cost at most."""
        return sum(pool.at_stake_cents for pool in self.pools)


@dataclass(frozen=True, slots=True)
class _Held:
    house: int
    pool: int
    unit: int
    hop: int
    holder: int
    is_spent: bool


class WriteOff:
    """States the exposure of a device and, confirmed, takes its rights back."""

    def __init__(self, central: Central) -> None:
        self._central = central

    def exposure(self, number: int, former_only: bool = False) -> Exposure | CentralRefusal:
        """What the device holds as far as the store knows.

        `former_only`: only the logs of before its last repair, whose rights are forfeited.
        """
        found = self._central.replica.devices.get(number)
        if found is None or found.claims.house == 0:
            return CentralRefusal(CentralReason.UNKNOWN_DEVICE, {"device": number})
        held, amounts = self._held(number, former_only), self._amounts(number, former_only)
        if not held and not amounts:
            return CentralRefusal(CentralReason.NOTHING_HELD, {"device": found.claims.name})
        contact = ContactTable(self._central.sql).of(found.claims.house, number)
        said = 0 if contact is None else contact.said_seq
        known = 0 if contact is None else self._head(contact.house, contact.origin)
        return Exposure(
            number, found.claims.name, found.claims.house,
            None if contact is None else contact.heard_ms, max(0, said - known),
            tuple(self._pools(held)), _code(number, held, amounts, said - known),
            sum(one.balance > 0 for one in amounts), sum(one.stake_cents for one in amounts),
        )  # fmt: skip

    def confirm(
        self, number: int, code: str, people: tuple[str, ...], former_only: bool = False
    ) -> Exposure | CentralRefusal:
        """Take back what the device holds, as stated; the exposure that was accepted."""
        if not are_two(people):
            return CentralRefusal(CentralReason.TWO_PEOPLE)
        central = self._central
        claims = central.identity.certificate.claims
        own = OwnLog(claims.house, origin_of(claims.device, 0), central.identity.key)
        central.replica.own = own
        with central.sql.transaction():
            amounts = self._amounts(number, former_only)
            houses = {held.house for held in self._held(number, former_only)}
            central.sql.lock(houses | {one.house for one in amounts})
            exposure = self.exposure(number, former_only)
            if isinstance(exposure, CentralRefusal):
                return exposure
            if code.strip().upper() != exposure.code:
                return CentralRefusal(CentralReason.EXPOSURE_CHANGED, {"code": exposure.code})
            held = self._held(number, former_only)
            amounts = self._amounts(number, former_only)
            houses = {one.house for one in held} | {one.house for one in amounts}
            for house in sorted(houses):
                moves = _takes([one for one in held if one.house == house])
                moves += takes_of_amounts(one for one in amounts if one.house == house)
                central.replica.append([self._draft(exposure, house, moves, people)])
        return exposure

    def _draft(
        self, exposure: Exposure, house: int, moves: tuple[Move, ...], people: tuple[str, ...]
    ) -> Draft:
        pools = [pool for pool in exposure.pools if pool.house == house]
        body = RightsWrittenOff(
            exposure.device, tuple(" ".join(person.split()) for person in people),
            self._central.now_ms(), sum(pool.free for pool in pools),
            sum(pool.at_stake_cents for pool in pools),
        )  # fmt: skip
        return Draft(FactKind.RIGHTS_WRITTEN_OFF, house, body_to_bytes(body), moves)

    def _held(self, number: int, former_only: bool) -> list[_Held]:
        end = origin_of(number + 1, 0)
        if former_only:
            end = self._central.replica.log.newest_of(number)
        rows = self._central.sql.rows(_HELD, (origin_of(number, 0), end))
        return [
            _Held(house, pool, unit, hop, holder, bool(spent))
            for house, pool, unit, hop, holder, spent in rows
        ]

    def _amounts(self, number: int, former_only: bool) -> list[HeldAmount]:
        end = origin_of(number + 1, 0)
        if former_only:
            end = self._central.replica.log.newest_of(number)
        return held_amounts(self._central, origin_of(number, 0), end)

    def _head(self, house: int, origin: int) -> int:
        return self._central.replica.log.head(house, origin)[0]

    def _pools(self, held: list[_Held]) -> Iterable[ExposedPool]:
        for house, pool in sorted({(one.house, one.pool) for one in held}):
            units = [one for one in held if (one.house, one.pool) == (house, pool)]
            free = sum(1 for one in units if not one.is_spent)
            performance = self._central.catalogue.performance(pool)
            name = str(pool) if performance is None else performance.title.in_language("nl")
            starts = "" if performance is None else performance.start.isoformat()
            stake = free * dearest_cents(self._central.catalogue, pool)
            yield ExposedPool(house, pool, name, starts, free, len(units) - free, stake)


def dearest_cents(catalogue: Catalogue, pool: int) -> int:
    """What a place of a performance costs at most."""
    performance = catalogue.performance(pool)
    tariffs = () if performance is None else catalogue.tariffs(performance)
    prices = [price for tariff in tariffs for price in tariff.prices_cents.values()]
    return max(prices, default=0)


def _takes(held: list[_Held]) -> tuple[Move, ...]:
    moves: tuple[Move, ...] = ()
    for pool in sorted({one.pool for one in held}):
        for verb, is_spent in ((Verb.TAKE, False), (Verb.TAKE_SPENT, True)):
            hops = {
                one.unit: one.hop for one in held if (one.pool, one.is_spent) == (pool, is_spent)
            }
            moves += takes_of(verb, pool, hops)
    return moves


def _code(number: int, held: list[_Held], amounts: list[HeldAmount], facts_not_here: int) -> str:
    """Letters that stand for exactly this exposure."""
    rows = [(one.house, one.pool, one.unit, one.hop, one.is_spent) for one in held]
    papers = [(one.house, one.pool, one.holder, one.balance, one.spent) for one in amounts]
    return code_of(repr((number, facts_not_here, rows, papers)))


def are_two(people: Iterable[str]) -> bool:
    """Whether two people are named."""
    return len({" ".join(person.split()).casefold() for person in people} - {""}) >= PEOPLE


def code_of(exposure: str) -> str:
    """Letters that stand for exactly what was stated: who shows them has read it."""
    digest = blake2b(exposure.encode(), digest_size=16, person=b"podium writeoff").digest()
    value = int.from_bytes(digest)
    letters = []
    for _ in range(_CODE_LETTERS):
        value, place = divmod(value, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[place])
    return "".join(letters)
