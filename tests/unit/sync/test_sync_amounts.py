"""Amounts: nobody spends what was not given, in whatever order that is heard."""

from __future__ import annotations

import pytest
from harness.plain_sync import HOUSE, STORE, carry, note, replica_of
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sync.facts.batch import BatchFault, BatchRefused
from sync.facts.fact import Verb, origin_of
from sync.rights.amounts import Account, drawn, movement
from sync.rights.rules import MoveFault
from sync.store.conservation import breaches
from sync.store.replica import Replica
from sync.store.rights import MoveRefused

VOUCHER = 500
CENTS = 10_000
A, B = origin_of(2, 0), origin_of(3, 0)


def with_voucher(device: int) -> Replica:
    replica = replica_of(device)
    replica.rights.amounts.declare(HOUSE, VOUCHER, CENTS, STORE)
    return replica


def say(replica: Replica, verb: Verb, cents: int, to: int = 0) -> None:
    replica.append([note(verb.name, movement(verb, VOUCHER, cents, to))])


def accounts(replica: Replica) -> dict[int, Account]:
    return {
        holder: account
        for holder, account in replica.rights.amounts.accounts(HOUSE, VOUCHER).items()
        if account != Account()
    }


@pytest.mark.parametrize(
    ("account", "verb", "outcome"),
    [
        (Account(5, 0), Verb.SPEND, Account(2, 3)),
        (Account(2, 0), Verb.SPEND, MoveFault.NOT_HELD),
        (Account(0, 3), Verb.FREE, Account(3, 0)),
        (Account(9, 2), Verb.FREE, MoveFault.NOT_SPENT),
        (Account(5, 0), Verb.GIVE, Account(2, 0)),
        (Account(2, 0), Verb.GIVE, MoveFault.NOT_HELD),
        (Account(0, 5), Verb.GIVE_SPENT, Account(0, 2)),
        (Account(0, 2, True), Verb.SPEND, Account(-3, 5, True)),
        (Account(9, 9), Verb.USE, MoveFault.WRONG_HOP),
    ],
)
def test_an_account_is_drawn_on_as_far_as_it_goes(
    account: Account, verb: Verb, outcome: Account | MoveFault
) -> None:
    assert drawn(account, movement(verb, VOUCHER, 3, B)) == outcome


def test_offline_a_device_spends_what_it_was_given_and_no_cent_more() -> None:
    store, counter = with_voucher(1), with_voucher(2)
    with pytest.raises(MoveRefused):
        say(counter, Verb.SPEND, 1)
    say(store, Verb.GIVE, 4000, A)
    carry(store, counter)
    say(counter, Verb.SPEND, 2500)
    with pytest.raises(MoveRefused) as refused:
        say(counter, Verb.SPEND, 1501)
    assert refused.value.fault is MoveFault.NOT_HELD
    say(counter, Verb.FREE, 500)
    say(counter, Verb.GIVE, 2000, STORE)
    carry(counter, store)
    assert accounts(store) == accounts(counter)
    assert accounts(store) == {STORE: Account(8000, 0), A: Account(0, 2000)}
    assert breaches(store.sql) == breaches(counter.sql) == []


def test_the_store_sets_an_overdraft_aside_and_waits_for_a_givers_log() -> None:
    store, giver, taker = (with_voucher(device) for device in (1, 2, 3))
    say(store, Verb.GIVE, 1000, A)
    for replica in (giver, taker):
        carry(store, replica)
    say(giver, Verb.GIVE, 600, B)
    carry(giver, taker)
    say(taker, Verb.SPEND, 600)
    with pytest.raises(BatchRefused) as early:
        carry(taker, store)
    assert early.value.fault is BatchFault.EARLY
    carry(giver, store)
    assert carry(taker, store) == 1
    taker.rights.amounts._put(HOUSE, VOUCHER, B, Account(9999, 0))
    say(taker, Verb.SPEND, 9999)
    carry(taker, store)
    assert store.sql.rows("SELECT origin, seq, fault FROM set_aside") == [(B, 2, "right")]
    listener = with_voucher(4)
    for source, origin in ((taker, B), (giver, A), (store, STORE)):
        carry(source, listener, origin)
    assert accounts(listener) == accounts(store)


def test_a_lost_balance_is_taken_back_and_what_was_spent_of_it_shows_as_a_loss() -> None:
    store, lost = with_voucher(1), with_voucher(2)
    say(store, Verb.GIVE, 1000, A)
    carry(store, lost)
    say(lost, Verb.SPEND, 300)
    say(store, Verb.TAKE, 1000, A)
    assert carry(lost, store) == 1
    assert accounts(store)[A] == Account(-300, 300, is_lost=True)
    assert breaches(store.sql) == []
    carry(store, lost)
    assert accounts(lost) == accounts(store)
    with pytest.raises(MoveRefused):
        say(replica_taking(lost), Verb.TAKE, 5, A)


def replica_taking(replica: Replica) -> Replica:
    """Any device may try to take; only the owner can."""
    return replica


@settings(max_examples=60, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(st.data())
def test_any_order_of_logs_gives_the_same_balances(data: st.DataObject) -> None:
    """A model of sums beside the replicas, with gifts from device to device."""
    world = {STORE: with_voucher(1), A: with_voucher(2), B: with_voucher(3)}
    model = {STORE: [CENTS, 0], A: [0, 0], B: [0, 0]}
    for _ in range(data.draw(st.integers(1, 20))):
        by = data.draw(st.sampled_from(sorted(world)))
        to = data.draw(st.sampled_from(sorted(set(world) - {by})))
        verb = data.draw(st.sampled_from((Verb.GIVE, Verb.SPEND, Verb.FREE, Verb.GIVE_SPENT)))
        cents = data.draw(st.integers(1, 4000))
        from_spent = verb in (Verb.FREE, Verb.GIVE_SPENT)
        known = accounts(world[by]).get(by, Account())
        if (known.spent if from_spent else known.balance) < cents:
            continue
        say(world[by], verb, cents, to if verb in (Verb.GIVE, Verb.GIVE_SPENT) else 0)
        if verb in (Verb.GIVE, Verb.GIVE_SPENT):
            model[by][from_spent] -= cents
            model[to][from_spent] += cents
            if to != STORE and data.draw(st.booleans()):
                for origin in {STORE, by}:
                    carry(world[origin], world[to], origin)
        else:
            sign = 1 if verb is Verb.SPEND else -1
            model[by][0] -= sign * cents
            model[by][1] += sign * cents
    listener = with_voucher(4)
    pending = [origin for origin, replica in world.items() if origin in replica.log.heads()]
    while pending:
        origin = data.draw(st.sampled_from(pending))
        known_seq = listener.log.heads().get(origin, 0)
        batch = world[origin].batch_after(origin, known_seq, None, limit=1)
        if batch is None:
            pending.remove(origin)
        else:
            listener.receive(batch)
    found = accounts(listener)
    assert found == {holder: Account(*sums) for holder, sums in model.items() if sums != [0, 0]}
    assert breaches(listener.sql) == []
    assert listener.sql.rows("SELECT * FROM amount_waiting") == []
