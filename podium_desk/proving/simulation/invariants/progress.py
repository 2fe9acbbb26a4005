"""Liveness: after everything is healed, everything arrives, and whoever holds places can sell."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from podium_desk.proving.simulation.invariants.wire import payloads
from podium_desk.proving.simulation.world import World
from sync.exchange.session import unsent_count
from sync.facts.batch import BATCH_FACTS_MAX
from sync.facts.fact import device_of
from sync.server.service import BATCH_FACTS_MIN

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
        if replica.log.heads() != heads and device.converges:
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


def l4_a_lost_device_strands_its_reserve_only(world: World) -> Iterator[str]:
    """What a lost device holds free is at most its reserve and the baskets of that moment."""
    lost = {device.membership.claims.device for device in world.devices.values()
            if device.machine.is_lost}  # fmt: skip
    replica = world.store.program.replica
    for number in sorted(lost):
        stranded = sum(
            1 for _, unit_holder, spent in replica.sql.rows(
                "SELECT unit, holder, spent FROM unit_right"
            ) if device_of(unit_holder) == number and not spent
        )  # fmt: skip
        most = world.reserve_most() + 6
        if stranded > most:
            yield f"device {number} was lost with {stranded} places, its reserve is {most}"


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
