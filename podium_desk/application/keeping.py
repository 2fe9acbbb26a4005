"""What a device of the house gives to another one on the venue's network, and the hand-over of
the keeper's share. All of it by ordinary gifts: whoever is called keeper, a right has one holder.
"""

from __future__ import annotations

from podium_desk.application.exposure import waits
from podium_desk.application.reserves import reserve_of, spare_units
from podium_desk.application.workplace import Workplace
from podium_desk.domain.facts import FactKind, KeeperNamed
from podium_desk.domain.ids import HouseId, Origin, PerformanceId
from podium_desk.domain.programme import PerformanceStatus
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.roles import CHANGING_ROLES, SELLING_ROLES, WRITERS, Role
from podium_desk.replica.codec import body_to_bytes, kind_of
from podium_desk.replica.keeping import keeper_of
from sync.exchange.peer_messages import Ask
from sync.exchange.session import is_outdated
from sync.facts.fact import Draft, Verb
from sync.identity.certificate import CertificateClaims
from sync.rights.rules import moves_of

_OFF_SALE = (PerformanceStatus.CANCELLED, PerformanceStatus.WITHDRAWN)


def is_keeper(work: Workplace) -> bool:
    """Whether this device keeps its house's share."""
    return keeper_of(work.replica.sql, work.house) == work.claims.device


def gift(work: Workplace, claims: CertificateClaims, ask: Ask) -> Draft | None:
    """The fact that gives a device of the house what can be spared of what it asks for.

    The keeper spares all that is in no basket; any other desk keeps half of its reserve for the
    hour when it hears nobody. What is sold goes to a desk that changes it, whatever it is for.
    """
    if ask.spent:
        return _sold_gift(work, claims, ask)
    if claims.role not in SELLING_ROLES or is_outdated(work.replica):
        return None
    performance = work.catalogue.performance(ask.pool)
    if performance is None or performance.house != ask.house or performance.status in _OFF_SALE:
        return None
    hops = _spared(work, performance.id, ask)
    if not hops:
        return None
    return Draft(
        FactKind.RIGHTS_MOVED, ask.house, b"",
        moves_of(Verb.GIVE, ask.pool, hops, ask.receiver),
    )  # fmt: skip


def name_keeper(work: Workplace, device: int) -> Refusal | None:
    """That device keeps the venue's share from now on; what this one holds of it goes along.

    Undone by naming the other one again.
    """
    refusal = no_keeper(work, device)
    if refusal is not None:
        return refusal
    body = KeeperNamed(device, work.clock.now_ms(), work.clerk)
    named = Draft(kind_of(body), work.house, body_to_bytes(body))
    work.replica.append([named, *_gifts_along(work, device)])
    work.wake()
    return None


def no_keeper(work: Workplace, device: int) -> Refusal | None:
    """Why this device may not call that one keeper; None when it may."""
    role = Role(work.claims.role)
    if role not in WRITERS[FactKind.KEEPER_NAMED]:
        return Refusal(RefusalReason.ROLE_MAY_NOT, {"role": role.value})
    known = work.replica.devices.get(device)
    is_ours = known is not None and known.claims.house == work.house and not known.is_revoked
    if known is None or not is_ours or known.claims.role != Role.COUNTER:
        return Refusal(RefusalReason.NO_SUCH_COUNTER, {"device": device})
    return None


def goes_along(work: Workplace, device: int) -> int:
    """How many places this device would give that one by calling it keeper now."""
    return _count(_gifts_along(work, device))


def _gifts_along(work: Workplace, device: int) -> list[Draft]:
    """What goes to a new keeper together with its name.

    Nothing to one that is not heard: nobody could sell it there. It follows once it is.
    """
    if not work.venue.hears(device) or not work.memory.is_confirmed:
        return []
    return _surplus_for(work, device, is_keeper=False)


def give_to_keeper(work: Workplace) -> int:
    """While the store is away: what is beyond the reserve goes to the keeper; how many places.

    There every desk can ask for it. To be called only while the keeper is heard.
    """
    keeper = keeper_of(work.replica.sql, work.house)
    if keeper is None or keeper == work.claims.device or not work.memory.is_confirmed:
        return 0
    drafts = _surplus_for(work, keeper)
    if drafts:
        work.replica.append(drafts)
        work.wake()
    return _count(drafts)


def _sold_gift(work: Workplace, claims: CertificateClaims, ask: Ask) -> Draft | None:
    """The fact that hands over the rights of sold places: to be paid, paid back or exchanged."""
    if claims.role not in CHANGING_ROLES or is_outdated(work.replica):
        return None
    hops = {}
    for unit in dict.fromkeys(ask.units):
        right = work.replica.rights.right(ask.house, ask.pool, unit)
        if right is not None and right.holder == work.origin and right.is_spent:
            hops[unit] = right.hop
    if not hops:
        return None
    moves = moves_of(Verb.GIVE_SPENT, ask.pool, hops, ask.receiver)
    return Draft(FactKind.RIGHTS_MOVED, ask.house, b"", moves)


def _count(gifts: list[Draft]) -> int:
    return sum(move.count for gift in gifts for move in gift.moves)


def _surplus_for(work: Workplace, keeper: int, is_keeper: bool | None = None) -> list[Draft]:
    """The facts that give the keeper what this device need not keep of its own house.

    `is_keeper` as in `reserve_of`.
    """
    if keeper == work.claims.device:
        return []
    receiver = Origin(work.replica.log.newest_of(keeper))
    drafts = []
    for (house, pool), count in work.replica.rights.held_free_counts(work.origin).items():
        if house != work.house:
            continue
        spare = spare_units(work, PerformanceId(pool), HouseId(house), count, is_keeper)
        if spare:
            moves = moves_of(Verb.GIVE, pool, spare, receiver)
            drafts.append(Draft(FactKind.RIGHTS_MOVED, house, b"", moves))
    return drafts


def _spared(work: Workplace, number: PerformanceId, ask: Ask) -> dict[int, int]:
    """The asked units that go, with their hops."""
    held = work.replica.rights.held_free(ask.house, ask.pool, work.origin)
    basket = work.in_basket.get(number, set())
    performance = work.catalogue.performance(number)
    assert performance is not None, "looked up by the caller"
    free = {
        unit: hop
        for unit, hop in held.items()
        if unit not in basket and not waits(work, performance, unit)
    }
    kept = 0 if is_keeper(work) else reserve_of(work, number) // 2
    wanted = [unit for unit in dict.fromkeys(ask.units) if unit in free]
    return {unit: free[unit] for unit in wanted[: max(0, len(free) - kept)]}
