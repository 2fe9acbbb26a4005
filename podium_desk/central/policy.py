"""What the store gives away: a small reserve to the house's own desks, and what a desk asks for.

The store never gives its last places as a reserve: of what it and a desk have together, half stays
where every desk can ask for it (architecture.md, decision 4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from datetime import UTC, datetime, timedelta

from podium_desk.central.code_uses import is_running, uses_due
from podium_desk.domain.allotment import (
    Hall,
    ReservePolicy,
    evening_store_size,
    foreign_room,
    is_evening,
    is_low,
    share_size,
    uses_to_give,
    venue_limit,
)
from podium_desk.domain.facts import FactKind
from podium_desk.domain.hall_index import PlanIndex
from podium_desk.domain.house_passes import is_pass_pool
from podium_desk.domain.ids import HouseId, Unit
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.domain.reserves import useful_neighbours
from podium_desk.domain.roles import SELLING_ROLES, Role
from podium_desk.domain.venue import HallPlan
from podium_desk.domain.vouchers import is_voucher_pool
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.catalogue import Catalogue
from podium_desk.replica.gates import takes_visits
from podium_desk.replica.keeping import keeper_of
from podium_desk.replica.orders import open_units, sold_by
from sync.exchange.messages import AskRequest
from sync.facts.fact import Draft, Move, Verb, device_of, origin_of
from sync.identity.certificate import CertificateClaims
from sync.rights.rules import moves_of
from sync.store.contacts import ContactTable
from sync.store.replica import Replica

RESERVE_ROLES = SELLING_ROLES - {Role.RESELLER}
"""A reseller stands elsewhere and holds nothing for the hours without a line."""
_DAY_MS = 24 * 60 * 60 * 1000
_NOT_SOLD = (PerformanceStatus.CANCELLED, PerformanceStatus.WITHDRAWN)


@dataclass(slots=True)
class _HouseList:
    """A house's performances on sale, by start, as of one state of the catalogue."""

    changes: int
    entries: list[tuple[Performance, HallPlan]]


class PodiumGrants:
    """The domain's `GrantPolicy`. Called at each pull, so it is quick when nothing is due."""

    def __init__(
        self,
        catalogue: Catalogue,
        store_device: int,
        now_ms: Callable[[], int],
        policy: ReservePolicy | None = None,
    ) -> None:
        """`now_ms` is the store's clock in UTC milliseconds: it decides which days are near."""
        self._now_ms = now_ms
        self._catalogue = catalogue
        self._store_device = store_device
        self._policy = policy or ReservePolicy()
        self._houses: dict[int, _HouseList] = {}
        self._indexes: dict[tuple[HouseId, str], PlanIndex] = {}

    def on_ask(self, claims: CertificateClaims, ask: AskRequest) -> Sequence[int]:
        """The units of the ask; none when they are not for sale to this device.

        Asked while a guest waits, so it looks at nothing else: the store itself looks which of
        them it holds free.
        """
        performance = self._catalogue.performance(ask.pool)
        if performance is None or claims.role not in SELLING_ROLES:
            return ()
        if ask.spent:
            return tuple(dict.fromkeys(ask.units)) if performance.house == ask.house else ()
        if performance.house != ask.house or not _is_on_sale(performance):
            return ()
        return tuple(dict.fromkeys(ask.units))

    def may_have_amount(self, claims: CertificateClaims, ask: AskRequest) -> bool:
        """A voucher's balance goes to a desk of its own house that takes it for a payment, that and
        a pass also to one of a house where such of that house hold. A door is given passes only,
        where the house lets it take visits."""
        is_visit = claims.role == Role.DOOR and is_pass_pool(ask.pool)
        is_allowed = is_visit and takes_visits(self._catalogue, claims.house, claims.device)
        if claims.role not in SELLING_ROLES and not is_allowed:
            return False
        known = self._catalogue.goods(HouseId(ask.house)).values()
        terms = [goods.pass_terms for goods in known if goods.pass_terms is not None]
        is_shared = any(claims.house in one.houses for one in terms)
        if claims.house == ask.house or (is_shared and is_pass_pool(ask.pool)):
            return True
        kinds = self._catalogue.voucher_types(HouseId(ask.house))
        pays_there = any(claims.house in one.terms.houses for one in kinds)
        return pays_there and is_voucher_pool(ask.pool)

    def on_contact(self, replica: Replica, claims: CertificateClaims) -> Sequence[Draft]:
        """Grants that fill up the device's reserves of the coming days."""
        if claims.role not in RESERVE_ROLES:
            return ()
        return [*self._uses_of_codes(replica, claims), *self._places(replica, claims)]

    def _uses_of_codes(self, replica: Replica, claims: CertificateClaims) -> Iterator[Draft]:
        known = self._catalogue.discounts(HouseId(claims.house)).values()
        running = [discount for discount in known if is_running(discount, self._now_ms())]

        def to_give(left: int, held: int) -> int:
            desks = len(_desks_of(replica, claims.house)) if left else 0
            return uses_to_give(self._policy, left, held, desks)

        owner = origin_of(self._store_device, claims.house)
        return uses_due(replica, claims, running, owner, to_give)

    def _places(self, replica: Replica, claims: CertificateClaims) -> Sequence[Draft]:
        """Grants that fill up the device's reserves of the coming days."""
        now = datetime.fromtimestamp(self._now_ms() / 1000, UTC)
        coming = self._coming(replica, claims.house, now)
        if not coming:
            return ()
        receiver = replica.log.newest_of(claims.device)
        held = replica.rights.held_free_counts_in(claims.house, receiver)
        is_keeper = keeper_of(replica.sql, claims.house) == claims.device
        desks = _desks_of(replica, claims.house)
        drafts = []
        for performance, plan in coming:
            hall = Hall(plan.unit_count, performance.start - now)
            count = held.get(performance.id, 0)
            if is_keeper and is_evening(self._policy, hall.until_start):
                kept = self._kept_for_evening(replica, (performance, hall), desks, claims.device)
                hops = self._all_but(replica, performance, plan, kept)
            else:
                size = share_size(self._policy, hall, len(desks), is_keeper)
                size = self._within_venue(replica, (performance, hall), desks, count, size)
                is_due = is_low(self._policy, count, size)
                hops = self._to_fill_up(replica, performance, plan, size, count) if is_due else {}
            if hops:
                drafts.append(self.grant(performance.house, performance.id, hops, receiver))
            if is_keeper and is_evening(self._policy, hall.until_start):
                drafts += self._open_orders(replica, performance, receiver)
        return drafts

    def may_have(
        self, replica: Replica, claims: CertificateClaims, ask: AskRequest, hops: dict[int, int]
    ) -> dict[int, int]:
        """Of these units, all free at the store, those that this device gets: all or none.

        A desk of another house gets none when it would hold too many of what is short, and of what
        is sold only what its own house sold.
        """
        if ask.spent:
            return sold_by(replica.sql, ask.house, ask.pool, hops, claims.house)
        if claims.house == ask.house:
            return hops
        size = (replica.rights.size_and_owner(ask.house, ask.pool) or (0, 0))[0]
        left = replica.rights.owner_free_count(ask.house, ask.pool)
        by_holder = replica.rights.held_free_by_holder(ask.house, ask.pool)
        at_home = {device.claims.device for device in replica.devices.of_house(ask.house)}
        held = sum(
            count
            for holder, count in by_holder.items()
            if device_of(holder) not in at_home and device_of(holder) != self._store_device
        )
        return hops if len(hops) <= foreign_room(self._policy, size, left, held) else {}

    def grant(self, house: int, pool: int, hops: dict[int, int], to: int) -> Draft:
        """The fact that gives these units to that log."""
        return Draft(FactKind.RIGHTS_MOVED, house, b"", moves_of(Verb.GIVE, pool, hops, to))

    def moved(self, house: int, moves: tuple[Move, ...]) -> Draft:
        """The fact that makes these moves of the store's own."""
        return Draft(FactKind.RIGHTS_MOVED, house, b"", moves)

    def _open_orders(self, replica: Replica, performance: Performance, keeper: int) -> list[Draft]:
        """What is reserved goes to the evening desk, which then takes the money cut off as well."""
        house, pool = performance.house, performance.id
        own_log = origin_of(self._store_device, house)
        hops = open_units(replica.sql, house, pool, own_log)
        moves = moves_of(Verb.GIVE_SPENT, pool, hops, keeper)
        return [Draft(FactKind.RIGHTS_MOVED, house, b"", moves)] if moves else []

    def _kept_for_evening(
        self, replica: Replica, of: tuple[Performance, Hall], desks: Set[int], keeper: int
    ) -> int:
        """How many places of a performance stay at the store while the evening desk is open.

        A spare for when the keeper dies, and what the house's other desks that were heard today
        still lack of their share: one that is switched on late finds it there.
        """
        performance, hall = of
        left = replica.rights.owner_free_count(performance.house, performance.id)
        if left <= self._policy.seats_min:
            return left
        held: Counter[int] = Counter()
        rights = replica.rights.held_free_by_holder(performance.house, performance.id)
        for holder, count in rights.items():
            held[device_of(holder)] += count
        others = self._heard_today(replica, performance.house) & desks - {keeper}
        together = left + held[keeper]
        kept = evening_store_size(self._policy, hall.capacity, together, 1 + len(others))
        if not others and not is_low(self._policy, held[keeper], together - kept):
            return left
        size = share_size(self._policy, hall, len(desks), is_keeper=False)
        low = [held[other] for other in others if is_low(self._policy, held[other], size)]
        return kept + sum(size - count for count in low)

    def _heard_today(self, replica: Replica, house: int) -> frozenset[int]:
        """The house's devices that spoke with the store within a day."""
        since_ms = self._now_ms() - _DAY_MS
        contacts = ContactTable(replica.sql).all(house)
        return frozenset(one.device for one in contacts if one.heard_ms >= since_ms)

    def _all_but(
        self, replica: Replica, performance: Performance, plan: HallPlan, kept: int
    ) -> dict[int, int]:
        """What the store has left of a performance but for `kept` places, with the hops."""
        house, pool = performance.house, performance.id
        if replica.rights.owner_free_count(house, pool) <= kept:
            return {}
        free = self._free_here(replica, house, pool)
        units = {Unit(unit) for unit in free}
        stays = useful_neighbours(self._index(performance, plan), units, kept)
        return {unit: hop for unit, hop in free.items() if unit not in stays}

    def _within_venue(
        self, replica: Replica, of: tuple[Performance, Hall], desks: Set[int], held: int, size: int
    ) -> int:
        """A device's size, made smaller where the house's devices together would hold too much.

        In the evening they are meant to: what the keeper has takes nothing from the others' share.
        """
        performance, hall = of
        if is_evening(self._policy, hall.until_start) or not is_low(self._policy, held, size):
            return size
        by_holder = replica.rights.held_free_by_holder(performance.house, performance.id)
        together = sum(count for holder, count in by_holder.items() if device_of(holder) in desks)
        return min(size, held + max(0, venue_limit(self._policy, hall) - together))

    def _to_fill_up(
        self, replica: Replica, performance: Performance, plan: HallPlan, size: int, held: int
    ) -> dict[int, int]:
        """The units, with their hops, that bring a reserve from `held` to its size."""
        left = replica.rights.owner_free_count(performance.house, performance.id)
        target = min(size, (left + held) // 2)
        if target <= held:
            return {}
        free = self._free_here(replica, performance.house, performance.id)
        units = {Unit(unit) for unit in free}
        chosen = useful_neighbours(self._index(performance, plan), units, target - held)
        return {unit: free[unit] for unit in chosen}

    def _free_here(self, replica: Replica, house: int, pool: int) -> dict[int, int]:
        """Unit to hop of what the store holds unspent: never moved, or back again."""
        known = replica.rights.size_and_owner(house, pool)
        if known is None:
            return {}
        store_log = origin_of(self._store_device, house)
        moved = replica.rights.moved_units(house, pool)
        free = {unit: 0 for unit in range(known[0]) if unit not in moved}
        for unit, right in moved.items():
            if right.holder == store_log and not right.is_spent:
                free[unit] = right.hop
        return free

    def _coming(
        self, replica: Replica, house: int, now: datetime
    ) -> list[tuple[Performance, HallPlan]]:
        changes = sum(replica.records.revisions().values())
        known = self._houses.get(house)
        if known is None or known.changes != changes:
            known = self._houses[house] = _HouseList(changes, self._on_sale(house))
        until = now + timedelta(days=self._policy.days)
        return [entry for entry in known.entries if now <= entry[0].start <= until]

    def _on_sale(self, house: int) -> list[tuple[Performance, HallPlan]]:
        found = []
        for performance in self._catalogue.performances().values():
            if performance.house == house and _is_on_sale(performance):
                plan = self._catalogue.plan_of(performance)
                if plan is not None:
                    found.append((performance, plan))
        return sorted(found, key=lambda entry: entry[0].start)

    def _index(self, performance: Performance, plan: HallPlan) -> PlanIndex:
        key = (performance.house, plan.name)
        known = self._indexes.get(key)
        if known is None or known.plan != plan:
            known = self._indexes[key] = PlanIndex.of(plan)
        return known


def _desks_of(replica: Replica, house: int) -> frozenset[int]:
    """The house's own devices that hold a reserve."""
    return frozenset(
        device.claims.device
        for device in replica.devices.of_house(house)
        if device.claims.role in RESERVE_ROLES and not device.is_revoked
    )


def _is_on_sale(performance: Performance) -> bool:
    return performance.plan is not None and performance.status not in _NOT_SOLD
