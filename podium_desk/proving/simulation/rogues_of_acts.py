"""Who means harm with what people do beside selling: false takings, closings and snapshots."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from random import Random

from podium_desk.domain.facts import FactKind
from podium_desk.domain.ids import HouseId
from podium_desk.domain.roles import Role
from podium_desk.proving.simulation.founding import STORE_DEVICE
from podium_desk.proving.simulation.invariants.wire import CANARIES
from podium_desk.proving.simulation.newcomers import Welcome
from podium_desk.proving.simulation.rogues import Rogue, slip
from podium_desk.proving.simulation.world import World
from sync.exchange.line import ExchangeFault
from sync.exchange.messages import PushRequest
from sync.facts.batch import pack_facts
from sync.facts.fact import Draft, Verb, origin_of
from sync.rights.rules import moves_of, takes_of
from sync.store.port import Sql
from sync.store.replica import OwnLog

_HOPS_AHEAD = 1000


def swindlers(rogue: Rogue) -> None:
    """One of the tricks below, by chance."""
    rogue.rng.choice((take_what_others_hold, forge_a_closing, close_for_another))(rogue)


def take_what_others_hold(rogue: Rogue) -> None:
    """A desk takes a place back from another one, as only the store may."""
    held = _held_by_others(rogue)
    if held:
        _, house, pool, unit, hop = rogue.rng.choice(held)
        moves = takes_of(Verb.TAKE, pool, {unit: hop})
        slip(rogue.replica, [Draft(FactKind.RIGHTS_MOVED, house, b"", moves)])
        rogue.device.round()


def forge_a_closing(rogue: Rogue) -> None:
    """A closing code of an honest desk, signed by somebody else."""
    victim = rogue.victim()
    if victim is not None:
        own = victim.program.work.replica.own
        assert own is not None, "a desk writes a log"
        _show(rogue, replace(own, key=rogue.device.key), ahead=0)


def close_for_another(rogue: Rogue) -> None:
    """A closing code of one's own that gives back what others hold."""
    own = rogue.replica.own
    assert own is not None, "a desk writes a log"
    _show(rogue, own, ahead=_HOPS_AHEAD)


def _show(rogue: Rogue, log: OwnLog, ahead: int) -> None:
    """Carry in a closing of this log for places that honest desks hold: its own, or anybody's
    with a hop that is far `ahead`."""
    held = [one for one in _held_by_others(rogue) if ahead or one[0] == log.origin]
    if not held:
        return
    _, house, pool, unit, hop = rogue.rng.choice(held)
    moves = moves_of(Verb.GIVE, pool, {unit: hop + ahead}, origin_of(STORE_DEVICE, house))
    store = rogue.world.store.program.replica
    seq, previous = store.log.head(log.house, log.origin)
    draft = Draft(FactKind.RIGHTS_MOVED, house, b"", moves)
    facts = log.chained([draft], seq, previous, rogue.replica.clock)
    with suppress(ExchangeFault):
        rogue.client().push(PushRequest((), rogue.nonce(), (pack_facts(previous, facts),)))


def _held_by_others(rogue: Rogue) -> list[tuple[int, int, int, int, int]]:
    """(holder, house, pool, unit, hop) of the free places in the hands of other desks."""
    own = rogue.device.membership.own_origin
    rows = rogue.world.store.program.replica.sql.rows(
        "SELECT holder, house, pool, unit, hop FROM unit_right WHERE spent = 0"
    )
    return [row for row in rows if row[0] != own and row[0] >> 16 != STORE_DEVICE]


def spoil_a_fact(made: Sql) -> None:
    """The maker of a snapshot gives another word to somebody."""
    for row in made.rows("SELECT house, origin, first_seq, items FROM fact_run"):
        other = bytes(row[3])
        for canary in CANARIES.values():
            other = other.replace(canary, canary.lower())
        made.run(
            "UPDATE fact_run SET items = ? WHERE house = ? AND origin = ? AND first_seq = ?",
            (other, *row[:3]),
        )


def spoil_a_table(waiting: Sql) -> None:
    """A finished snapshot is changed while it waits to be fetched."""
    waiting.run("UPDATE ticket_sold SET price_cents = price_cents + 1")
    waiting.run("UPDATE unit_right SET spent = 1 - spent")


def bad_snapshots(world: World) -> None:
    """The store's machine spoils its snapshots, before or after it has vouched for them."""
    welcome = Welcome(world)
    if world.rng.random() < 0.5:
        welcome.spoil_making = spoil_a_fact
    else:
        welcome.spoil_shelf = spoil_a_table


def swindler(world: World) -> None:
    """A desk of the first house that somebody else has in hand."""
    desk = world.device(HouseId(1), Role.COUNTER, "Zwendelkassa", CANARIES[1].decode())
    desk.is_honest = desk.converges = False
    rogue = Rogue(world, desk, Random(world.rng.random()), (swindlers,))
    world.rogues.append(rogue.start)
