"""Liveness: after everything is healed, everything arrives, and whoever holds places can sell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from podium_desk.proving.simulation.invariants.wire import payloads
from podium_desk.proving.simulation.world import World
from podium_desk.replica.keeping import keeper_of
from sync.exchange.session import unsent_count
from sync.facts.batch import BATCH_FACTS_MAX
from sync.facts.fact import device_of
from sync.server.service import BATCH_FACTS_MIN

_BASKETS = 6
_WITH_BATCHES = ("/sync/push", "/sync/pull", "/sync/ask")


def l1_all_queues_empty(world: World) -> Iterator[str]:
    """Nothing is unsent, and every device knows every log as far as the store does."""
    heads = world.store.program.replica.log.heads()
    for device in world.living():
        if not device.machine.is_up:
            yield f"{device.name} does not start"
            continue
        replica = device.program.work.replica
        unsent = unsent_count(replica)
        if unsent and device.converges:
            yield f"{device.name} has {unsent} facts unsent"
        known = {log: seq for log, seq in replica.log.heads().items()
                 if not world.deeds.has_own_history(device.name, log)}  # fmt: skip
        told = {log: seq for log, seq in heads.items()
                if not world.deeds.has_own_history(device.name, log)}  # fmt: skip
        if known != told and device.converges:
            yield f"{device.name} and the store know different facts"
    for counter in world.counters:
        if counter.is_busy and counter.device.converges:
            yield f"{counter.device.name} still does not know whether it sold"


def l2_one_bad_log_stops_no_other(world: World) -> Iterator[str]:
    """What honest devices wrote is at the store, whatever others brought there."""
    heads = world.store.program.replica.log.heads()
    for device in world.living():
        if device.machine.is_up and device.converges:
            own = device.membership.own_origin
            written = device.program.work.replica.log.heads().get(own, 0)
            if heads.get(own, 0) < written:
                yield f"{device.name} wrote {written} facts, the store has {heads.get(own, 0)}"


def l3_who_holds_places_can_sell(world: World) -> Iterator[str]:
    """No desk refused a guest while it held free places, however long it was alone."""
    yield from world.book.refused_though_held


def l4_what_is_stuck_is_a_reserve_only(world: World) -> Iterator[str]:
    """What a lost device, or a former life of one, holds free is its reserve and its baskets.

    What a house's keeper holds is at most what all devices of the house together may have.
    """
    keepers = _keepers(world)
    stuck: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    replica = world.store.program.replica
    for holder, count in replica.sql.rows(
        "SELECT holder, COUNT(*) FROM unit_right WHERE spent = 0 GROUP BY holder"
    ):
        stuck[device_of(holder)][holder] += count
    for device in world.devices.values():
        number, newest = device.membership.claims.device, device.membership.own_origin
        lives = {log: count for log, count in stuck[number].items()
                 if device.machine.is_lost or log < newest}  # fmt: skip
        share = world.keeper_most if number in keepers else world.reserve_most
        most = share(device.house) + _BASKETS
        if any(count > most for count in lives.values()):
            yield f"{device.name} was lost with {max(lives.values())} places, of {most}"


def _keepers(world: World) -> set[int | None]:
    """Whoever has kept a house's share."""
    sql = world.store.program.replica.sql
    named = {device for (device,) in sql.rows("SELECT device FROM keeper_named")}
    return named | {keeper_of(sql, house) for house, _ in world.halls.values()}


def l5_messages_stay_bounded(world: World) -> Iterator[str]:
    """No message carried more facts than batches may, however long the backlog."""
    for passed, content in payloads(world):
        facts = _fact_count(passed.path, content)
        if facts > 2 * BATCH_FACTS_MAX + BATCH_FACTS_MIN:
            yield f"{passed.caller} {passed.path}: a message of {facts} facts"


def _fact_count(path: str, content: bytes) -> int:
    """How many facts a message of the exchange carries; a request or an answer of that path."""
    fields = msgspec.msgpack.decode(content)
    batches = fields[0] if path in _WITH_BATCHES and isinstance(fields[0], list) else []
    return sum(len(batch[3]) for batch in batches if isinstance(batch, list) and len(batch) == 5)
