"""Devices that forget: older copies put back, copied disks, and starts that are none of that."""

from __future__ import annotations

import shutil
from pathlib import Path

from harness.cluster import Place
from test_desk_and_door import Evening, evening, sell

from podium_desk.application.counter import Connection, Held, SeatState
from podium_desk.application.exposure import confirm_memory, exposure
from podium_desk.application.order_desk import ExchangeWish
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.replica.queries import totals
from sync.exchange.session import is_outdated, note_outdated, unsent_count
from sync.facts.fact import origin_of
from sync.store.sqlite import SqliteStore
from sync.store.witness import KeptWitness

__all__ = ["evening"]
RESERVE = 26
SMALL = 8


def put_back(place: Place, copy: Path) -> None:
    """Put an older copy of the device's data back and start its program."""
    assert place.path is not None
    place.sql.close()
    for old in place.path.parent.glob(f"{place.path.name}-*"):
        old.unlink()
    shutil.copyfile(copy, place.path)
    place.sql = SqliteStore(place.path)
    place.start()


def copied(place: Place, copy: Path) -> None:
    assert place.path is not None
    place.sql.run("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(place.path, copy)


def mine(place: Place, evening: Evening) -> int:
    return place.desk.hall(evening.tonight).states.count(SeatState.MINE)


def test_a_restart_costs_no_rights(evening: Evening) -> None:
    counter = evening.counter
    sell(counter, evening.tonight)
    counter.kill_and_restart()
    assert counter.membership.incarnation == 0
    counter.sync()
    assert counter.membership.incarnation == 0
    assert counter.work.memory.forgotten is None


def test_an_older_copy_is_found_at_the_start_by_the_witness(
    evening: Evening, tmp_path: Path
) -> None:
    counter = evening.counter
    copied(counter, tmp_path / "copy")
    first = sell(counter, evening.tonight)
    counter.wire.is_cut = True
    put_back(counter, tmp_path / "copy")
    forgotten = counter.work.memory.forgotten
    assert forgotten is not None
    assert (forgotten.incarnation, forgotten.forfeited) == (1, RESERVE)
    refused = counter.desk.hold_best(evening.tonight, 2, None, 0)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.NOTHING_LEFT_HERE
    counter.wire.is_cut = False
    counter.sync()
    counter.sync()
    again = sell(counter, evening.tonight)
    assert not {ticket.unit for ticket in first.tickets} & {one.unit for one in again.tickets}
    counter.sync()
    assert totals(evening.cluster.sql).orders == 1
    assert unsent_count(counter.work.replica) == 0


def test_an_older_copy_without_its_witness_is_found_at_the_first_contact(
    evening: Evening, tmp_path: Path
) -> None:
    counter = evening.counter
    copied(counter, tmp_path / "copy")
    sell(counter, evening.tonight)
    counter.sync()
    counter.witness = KeptWitness()
    put_back(counter, tmp_path / "copy")
    assert counter.work.memory.forgotten is None
    counter.sync()
    assert counter.line.state().connection is Connection.ONLINE
    assert counter.membership.incarnation == 1
    counter.kill_and_restart()
    assert counter.membership.incarnation == 1
    assert totals(counter.sql).orders == 1


def test_what_an_older_copy_sold_before_it_was_found_is_kept_as_another_history(
    evening: Evening, tmp_path: Path
) -> None:
    counter = evening.counter
    copied(counter, tmp_path / "copy")
    sell(counter, evening.tonight)
    counter.sync()
    counter.witness = KeptWitness()
    put_back(counter, tmp_path / "copy")
    counter.wire.is_cut = True
    sell(counter, evening.tonight)
    counter.wire.is_cut = False
    for _ in range(3):
        counter.sync()
    (fork,) = [one for one in evening.cluster.replica.forks.all() if one.evidence]
    assert fork.origin == origin_of(counter.work.claims.device, 0)
    assert totals(evening.cluster.sql).orders == 1
    sell(counter, evening.tonight)
    counter.sync()
    assert totals(evening.cluster.sql).orders == 2


def test_two_live_copies_are_found_and_both_go_on_in_logs_of_their_own(
    evening: Evening, tmp_path: Path
) -> None:
    first = evening.counter
    copied(first, tmp_path / "clone.sqlite")
    clone = Place(
        evening.cluster, first.membership, first.key, SqliteStore(tmp_path / "clone.sqlite"),
        tmp_path / "clone.sqlite", type(first.wire)(evening.cluster),
    )  # fmt: skip
    sell(first, evening.tonight)
    first.sync()
    clone.wire.is_cut = True
    sell(clone, evening.tonight)
    clone.wire.is_cut = False
    clone.sync()
    sell(first, evening.tonight)
    first.sync()
    clone.sync()
    assert first.membership.incarnation != clone.membership.incarnation
    assert first.membership.incarnation > 0
    assert clone.membership.incarnation > 0
    evening.other.sync()
    told = evening.other.work.replica.forks.told()
    assert [log for log, _, _ in told] == [origin_of(first.work.claims.device, 0)]


def test_a_whole_folder_put_back_to_a_former_life_begins_another_one(
    evening: Evening, tmp_path: Path
) -> None:
    counter = evening.counter
    before = counter.membership
    copied(counter, tmp_path / "copy")
    sell(counter, evening.tonight)
    put_back(counter, tmp_path / "copy")
    assert counter.membership.incarnation == 1
    counter.membership = before
    put_back(counter, tmp_path / "copy")
    assert counter.membership.incarnation == 2


def test_after_a_start_alone_only_the_small_reserve_is_sold_until_a_person_confirms(
    evening: Evening,
) -> None:
    counter = evening.counter
    assert mine(counter, evening) == RESERVE
    counter.wire.is_cut = True
    counter.kill_and_restart()
    assert mine(counter, evening) == SMALL
    assert exposure(counter.work).places == RESERVE - SMALL
    for _ in range(SMALL // 2):
        sell(counter, evening.tonight)
    refused = counter.desk.hold_best(evening.tonight, 2, None, 0)
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.MEMORY_UNCONFIRMED
    assert confirm_memory(counter.work).places == RESERVE - SMALL
    assert isinstance(counter.desk.hold_best(evening.tonight, 2, None, 0), Held)


def test_after_a_start_the_store_confirms_by_itself(evening: Evening) -> None:
    evening.counter.kill_and_restart()
    assert mine(evening.counter, evening) == SMALL
    evening.counter.sync()
    assert mine(evening.counter, evening) == RESERVE


def test_an_older_copy_gives_no_money_back_that_it_may_have_given_already(
    evening: Evening,
) -> None:
    sell(evening.counter, evening.tonight)
    note_outdated(evening.counter.work.replica, ())
    sold = evening.counter.desk.last_sale()
    assert sold is not None
    tickets = (sold.tickets[0].id,)
    desk = evening.counter.desk
    for outcome in (
        desk.after_sales.refund(tickets, None, "ziek"),
        desk.after_sales.reissue(tickets[0], "kwijt"),
        desk.exchanging.exchange(ExchangeWish(tickets, "token", "nl"), (), ()),
        desk.open_orders.pay(sold.order, (), "token"),
        desk.open_orders.let_go(sold.order),
    ):
        assert isinstance(outcome, Refusal)
        assert outcome.reason is RefusalReason.REPLICA_OUTDATED


def test_a_peer_s_word_is_followed_also_while_the_store_is_away(
    evening: Evening, tmp_path: Path
) -> None:
    counter = evening.counter
    counter.wire.is_cut = True
    note_outdated(counter.work.replica, ())
    counter.sync()
    assert counter.membership.incarnation == 1
    assert not is_outdated(counter.work.replica)
