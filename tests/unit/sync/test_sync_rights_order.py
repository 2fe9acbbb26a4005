"""Rights come out the same whatever is heard first, and nonsense that a device signs moves none."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from harness.plain_sync import HOUSE, POOL, STORE, carry, give, note, replica_of, spend
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sync.facts.batch import BatchFault, BatchRefused
from sync.facts.fact import Draft, Move, Verb, origin_of
from sync.rights.rules import EPOCH_HOPS, Right, moves_of, takes_of
from sync.store.conservation import breaches, in_two_hands, pools_of
from sync.store.replica import Replica

A, B = origin_of(2, 0), origin_of(3, 0)
UNITS = 4


def rights(replica: Replica) -> list[object]:
    """All that must be equal where the same was heard."""
    return [
        replica.sql.rows("SELECT * FROM unit_right ORDER BY house, pool, unit"),
        replica.sql.rows("SELECT * FROM former_right ORDER BY house, pool, unit, epoch"),
    ]


def waiting(replica: Replica) -> list[object]:
    return replica.sql.rows("SELECT unit, hop, origin FROM waiting_move ORDER BY unit, hop")


def moving(verb: Verb, by: Replica, unit: int, to: int = 0) -> Draft:
    right = by.rights.right(HOUSE, POOL, unit)
    assert right is not None
    return note(verb.name, *moves_of(verb, POOL, {unit: right.hop}, to))


def is_taken(source: Replica, target: Replica, origin: int) -> bool:
    """Bring a log group by group; False when some is early, which is all that may go wrong."""
    while True:
        batch = source.batch_after(origin, target.log.heads().get(origin, 0), None, limit=1)
        if batch is None:
            return True
        try:
            target.receive(batch)
        except BatchRefused as refused:
            if refused.fault is not BatchFault.EARLY:
                raise
            return False


def bring_all(logs: dict[int, Replica], target: Replica, order: list[int]) -> list[int]:
    """Bring the logs in this order, again and again while it helps; those that stay early."""
    early = order
    while early:
        before = target.log.heads()
        early = [origin for origin in early if not is_taken(logs[origin], target, origin)]
        if target.log.heads() == before:
            return early
    return []


@dataclass
class World:
    """A store and two devices that hand rights to and fro, also without the store."""

    store: Replica = field(default_factory=lambda: replica_of(1))
    devices: dict[int, Replica] = field(
        default_factory=lambda: {A: replica_of(2), B: replica_of(3)}
    )
    written_off: bool = False

    @property
    def logs(self) -> dict[int, Replica]:
        return {STORE: self.store, **self.devices}

    def meet(self, origin: int) -> None:
        """A device and the store tell each other everything."""
        device, other = self.devices[origin], A + B - origin
        carry(self.store, device)
        if origin == A and self.written_off:
            return
        for log in (other, origin):
            if log in device.log.heads():
                is_taken(device, self.store, log)

    def pass_on(self, origin: int) -> None:
        """A device tells the other all it knows, over the LAN."""
        device, other = self.devices[origin], self.devices[A + B - origin]
        for log in (STORE, origin):
            if log in device.log.heads():
                carry(device, other, log)

    def write_off(self, origin: int) -> None:
        """The store takes back what it knows the device to hold; the device is heard later."""
        for spent, verb in ((0, Verb.TAKE), (1, Verb.TAKE_SPENT)):
            hops = dict(self.store.sql.rows(
                "SELECT unit, hop FROM unit_right WHERE holder = ? AND spent = ?", (origin, spent)
            ))  # fmt: skip
            if hops:
                self.store.append([note("lost", *takes_of(verb, POOL, hops))])
        self.written_off = True


def play(world: World, data: st.DataObject) -> None:
    """One step of an evening."""
    unit = data.draw(st.integers(0, UNITS - 1))
    origin = data.draw(st.sampled_from((A, B)))
    step = data.draw(st.sampled_from(("store", "use", "use", "give", "meet", "lan", "lost")))
    device = world.devices[origin]
    right = device.rights.right(HOUSE, POOL, unit)
    assert right is not None
    if step == "store":
        ours = world.store.rights.right(HOUSE, POOL, unit)
        if ours is not None and ours.holder == STORE and not ours.is_spent:
            world.store.append([moving(Verb.GIVE, world.store, unit, origin)])
            carry(world.store, device)
    elif step == "meet":
        world.meet(origin)
    elif step == "lan":
        world.pass_on(origin)
    elif step == "lost":
        if origin == A and not world.written_off:
            world.write_off(A)
    elif right.holder == origin and step == "use":
        verbs = (Verb.FREE, Verb.USE) if right.is_spent else (Verb.SPEND,)
        device.append([moving(data.draw(st.sampled_from(verbs)), device, unit)])
    elif right.holder == origin:
        to = data.draw(st.sampled_from((STORE, A + B - origin)))
        device.append([moving(Verb.GIVE_SPENT if right.is_spent else Verb.GIVE, device, unit, to)])


@settings(max_examples=80, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(st.data())
def test_any_order_of_logs_in_any_pages_gives_the_same_rights_also_after_a_write_off(
    data: st.DataObject,
) -> None:
    world = World()
    for _ in range(data.draw(st.integers(1, 25))):
        play(world, data)
    listener = replica_of(4)
    pending = [origin for origin, replica in world.logs.items() if origin in replica.log.heads()]
    while pending:
        origin = data.draw(st.sampled_from(pending))
        known = listener.log.heads().get(origin, 0)
        page = data.draw(st.sampled_from((1, 3, 1000)))
        batch = world.logs[origin].batch_after(origin, known, None, limit=page)
        if batch is None:
            pending.remove(origin)
        else:
            listener.receive(batch)
    order = data.draw(st.permutations([A, B]))
    present = [origin for origin in order if origin in world.devices[origin].log.heads()]
    assert bring_all(world.logs, world.store, present) == []
    assert rights(listener) == rights(world.store)
    assert waiting(listener) == []
    for replica in (listener, *world.logs.values()):
        assert breaches(replica.sql) == []
    in_hand = [(world.store.sql, [STORE]), *((world.devices[log].sql, [log]) for log in (A, B))]
    assert world.written_off or in_two_hands(in_hand) == []


@settings(max_examples=60, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(st.data())
def test_nonsense_that_a_device_signs_moves_no_right_of_another(data: st.DataObject) -> None:
    """A thief claims random hops of units that it never had; every order of hearing agrees."""
    store, counter, thief = replica_of(1), replica_of(2), replica_of(3)
    store.append([give(2, first=0, count=UNITS)])
    carry(store, counter)
    counter.append([spend(0, hop=2)])
    counter.append([note("back", Move(Verb.GIVE, POOL, 1, 1, 2, STORE))])
    for _ in range(data.draw(st.integers(1, 6))):
        verb = data.draw(st.sampled_from(list(Verb)))
        hop = data.draw(st.sampled_from((1, 2, 3, 4, EPOCH_HOPS, EPOCH_HOPS + 1)))
        unit, to = data.draw(st.integers(0, UNITS)), data.draw(st.sampled_from((B, STORE, 0)))
        sign_unchecked(thief, Move(verb, POOL, unit, 1, hop, to))
    listener = replica_of(4)
    for origin in data.draw(st.permutations([STORE, A, B])):
        carry({STORE: store, A: counter, B: thief}[origin], listener, origin)
    carry(counter, store)
    assert rights(listener) == rights(store)


def sign_unchecked(thief: Replica, *moves: Move) -> None:
    """What a changed program could sign: its own table is asked nothing."""
    checked = thief.rights.move
    thief.rights.move = lambda fact: None  # type: ignore[method-assign]
    thief.append([note("nonsense", *moves)])
    thief.rights.move = checked  # type: ignore[method-assign]


def refusal(source: Replica, target: Replica) -> BatchFault:
    with pytest.raises(BatchRefused) as refused:
        carry(source, target)
    return refused.value.fault


def test_a_sale_of_a_right_from_a_colleague_is_early_until_the_colleague_is_heard() -> None:
    store, giver, seller = replica_of(1), replica_of(2), replica_of(3)
    store.append([give(2, first=3)])
    carry(store, giver)
    giver.append([note("over the LAN", Move(Verb.GIVE, POOL, 3, 1, 2, B))])
    carry(store, seller)
    carry(giver, seller)
    seller.append([spend(3, hop=3)])
    assert refusal(seller, store) is BatchFault.EARLY
    assert store.sql.rows("SELECT * FROM quarantine") == []
    carry(giver, store)
    assert carry(seller, store) == 1
    assert store.rights.right(HOUSE, POOL, 3) == Right(3, B, True)


@pytest.mark.parametrize(
    "move",
    [
        Move(Verb.SPEND, POOL, 5, 1, 1),  # the store holds it and knows what it gave
        Move(Verb.SPEND, POOL, 3, 1, 1),  # that hop was the store's own
        Move(Verb.SPEND, POOL, 6, 1, 5),  # it holds it itself, at another hop
        Move(Verb.TAKE, POOL, 3, 1, EPOCH_HOPS, 1),  # only the owner takes back
        Move(Verb.SPEND, POOL, 3, 1 << 40, 2),  # no hall is as large
        Move(Verb.SPEND, POOL, 99, 1, 1),
    ],
)
def test_what_nothing_can_explain_is_fraud_and_not_early(move: Move) -> None:
    store, thief = replica_of(1), replica_of(3)
    store.append([give(2, first=3), give(3, first=6)])
    carry(store, thief)
    sign_unchecked(thief, move)
    thief.append([note("honest")])
    before = rights(store)
    assert carry(thief, store) == 2
    assert store.sql.rows("SELECT seq, fault FROM set_aside") == [(1, "right")]
    assert rights(store) == before


def test_a_lost_device_that_comes_back_is_heard_and_its_seats_are_contested() -> None:
    store, lost, other = replica_of(1), replica_of(2), replica_of(3)
    store.append([give(2, first=0, count=3)])
    carry(store, lost)
    lost.append([spend(0, hop=2)])
    carry(lost, store)
    lost.append([spend(1, hop=2)])
    store.append([
        note("lost", *takes_of(Verb.TAKE, POOL, {1: 1, 2: 1})),
        note("lost", *takes_of(Verb.TAKE_SPENT, POOL, {0: 2})),
    ])  # fmt: skip
    store.append([moving(Verb.GIVE, store, 1, B)])
    carry(store, other)
    other.append([moving(Verb.SPEND, other, 1)])
    assert carry(lost, store) == 1
    carry(lost, other)
    for replica in (store, other):
        contested = replica.rights.former.contested()
        assert [(one.unit, one.holder, one.seq, one.is_sold) for one in contested] == [
            (1, A, 2, True)
        ]
        assert replica.rights.former.contested_of(HOUSE, POOL, 1) == contested
        assert replica.rights.former.contested_of(HOUSE, POOL, 2) == []
        assert replica.sql.row("SELECT COUNT(*) FROM note WHERE origin = ?", (A,)) == (2,)
    assert store.rights.right(HOUSE, POOL, 0) == Right(EPOCH_HOPS, STORE, True)
    carry(store, lost)
    assert lost.rights.held_free(HOUSE, POOL, A) == {}


def test_what_is_not_conserved_is_found() -> None:
    store, lost = replica_of(1), replica_of(2)
    store.append([give(2, first=0, count=3)])
    carry(store, lost)
    lost.append([spend(0, hop=2)])
    (pool,) = pools_of(lost.sql)
    assert (pool.size, pool.unmoved, pool.held, pool.spent, pool.taken_back) == (10, 7, 2, 1, 0)
    store.append([note("lost", *takes_of(Verb.TAKE, POOL, {1: 1}))])
    assert breaches(store.sql) == []
    assert in_two_hands([(store.sql, [STORE]), (lost.sql, [A])]) == [
        f"unit 1 of pool {POOL} in house {HOUSE} is in 2 hands"
    ]
    for harm in (
        "DELETE FROM former_right",
        "UPDATE unit_right SET unit = 99 WHERE unit = 2",
        "DELETE FROM pool",
        "UPDATE unit_right SET holder = 0 WHERE unit = 2",
    ):
        harmed = replica_of(1)
        harmed.append([give(2, first=0, count=3)])
        harmed.append([note("lost", *takes_of(Verb.TAKE, POOL, {1: 1}))])
        harmed.sql.run(harm)
        assert breaches(harmed.sql) != []


def test_a_second_taking_waits_for_the_first():
    """Facts of one log come in order; a table that is made anew hears them in any."""
    store, other = replica_of(1), replica_of(4)
    store.append([give(2, first=0)])
    store.append([note("lost", *takes_of(Verb.TAKE, POOL, {0: 1}))])
    store.append([note("given", *moves_of(Verb.GIVE, POOL, {0: EPOCH_HOPS}, B))])
    store.append([note("lost again", *takes_of(Verb.TAKE, POOL, {0: EPOCH_HOPS + 1}))])
    for fact in reversed(list(store.log.facts(HOUSE, STORE))):
        other.rights.hear(fact)
    assert rights(other) == rights(store)
    assert waiting(other) == []
