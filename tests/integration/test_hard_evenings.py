"""Evenings that go wrong: old copies put back, newer versions, refusals, slow lines."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
import zstandard
from harness.cluster import EVENING
from test_desk_and_door import BASE, Evening, OnPaper, evening, sell

from podium_desk.application.admitting import Attempt
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.door import AGREED
from podium_desk.application.ticket_codes import NotOurTicket
from podium_desk.domain.admission import ScanReason, Verdict
from podium_desk.domain.facts import Direction, FactKind, PaymentMeans
from podium_desk.domain.refusals import RefusalReason
from podium_desk.replica.evening_counts import inside_count
from podium_desk.replica.queries import totals
from sync.exchange.messages import PullAnswer
from sync.exchange.session import unsent_count
from sync.facts.batch import WireError, from_wire
from sync.facts.fact import Draft

__all__ = ["evening"]


def test_a_store_that_lost_the_newest_sales_is_told_them_again(evening: Evening) -> None:
    sell(evening.counter, evening.tonight)
    evening.counter.sync()
    origin = evening.counter.work.origin
    for table in ("fact_run", "ticket_sold", "order_sold", "payment", "log_head"):
        evening.cluster.sql.run(f"DELETE FROM {table} WHERE origin = ?", (origin,))
    evening.cluster.sql.run("UPDATE unit_right SET spent = 0, hop = 1 WHERE origin = ?", (origin,))
    evening.counter.sync()
    assert totals(evening.cluster.sql).tickets == 2
    assert unsent_count(evening.counter.work.replica) == 0


def test_places_released_without_a_line_stay_here_and_can_be_sold(evening: Evening) -> None:
    counter = evening.counter
    asked = [_asked(counter.desk.hall(evening.tonight).states)]
    held = counter.desk.hold(evening.tonight, tuple(asked))
    assert isinstance(held, Held)
    counter.wire.is_cut = True
    counter.desk.release(evening.tonight, held.units)
    counter.sync()
    assert isinstance(counter.desk.hold(evening.tonight, held.units), Held)


def test_latecomers_can_buy_from_the_reserve_after_the_start(evening: Evening) -> None:
    evening.counter.wire.is_cut = True
    evening.cluster.clock.pass_(hours=2)
    evening.counter.sync()
    assert len(sell(evening.counter, evening.tonight).tickets) == 2


def test_a_paper_of_another_desk_is_not_made_with_a_wrong_signature(evening: Evening) -> None:
    done = sell(evening.counter, evening.tonight)
    evening.counter.sync()
    evening.other.sync()
    refused = evening.other.desk.reprint(done.order)
    assert refused is not None
    assert refused.reason is RefusalReason.RIGHT_ELSEWHERE
    with pytest.raises(NotOurTicket):
        evening.other.desk.papers.ticket(done.tickets[0].id, "nl")


def test_a_fact_of_a_newer_version_is_kept_and_stops_nothing(evening: Evening) -> None:
    body = msgspec.msgpack.encode([[evening.counter.work.origin, 1], 1, "barter", 1, 0, 0, 0, ""])
    counter = evening.counter
    counter.work.replica.append([Draft(FactKind.PAYMENT_TAKEN, counter.work.house, body)])
    sell(counter, evening.tonight)
    for place in (counter, evening.door, evening.other):
        place.sync()
    assert totals(evening.cluster.sql).tickets == totals(evening.door.sql).tickets == 2
    assert evening.door.sql.rows("SELECT COUNT(*) FROM unread_fact") == [(1,)]


def test_the_sellers_house_sees_what_it_sold_for_others(evening: Evening) -> None:
    office = evening.cluster.house(2, "Toerisme")
    first = evening.cluster.device(office, "reseller", "Balie 1")
    second = evening.cluster.device(office, "reseller", "Balie 2")
    sell(first, evening.tonight)
    first.sync()
    second.sync()
    assert totals(second.sql).tickets == 2


def test_undo_after_a_refusal_does_not_take_the_real_entry_back(evening: Evening) -> None:
    code = sell(evening.counter, evening.tonight).tickets[0].code
    evening.counter.sync()
    evening.door.sync()
    door = evening.door.door
    assert door.scan(code).verdict is Verdict.ADMIT
    evening.cluster.clock.pass_(seconds=10)
    assert door.scan(code).reason is ScanReason.ALREADY_IN
    assert not door.undo()
    assert door.scan(code).reason is ScanReason.ALREADY_IN


def test_who_is_inside_is_told_by_the_last_passage(evening: Evening) -> None:
    code = sell(evening.counter, evening.tonight).tickets[0].code
    evening.counter.sync()
    evening.door.sync()
    door = evening.door.door
    door.scan(code, Direction.EXIT)
    door.scan(code)
    assert door.status().inside == 1
    door.scan(code, says=AGREED)
    door.scan(code, Direction.EXIT)
    work = evening.door.work
    now_ms = work.clock.now_ms()
    assert inside_count(work.replica.sql, work.catalogue, work.house, evening.tonight, now_ms) == 0


def test_what_was_scanned_by_mistake_is_not_kept(evening: Evening) -> None:
    evening.door.door.scan("93.05.18-223.61")
    runs = evening.door.sql.rows("SELECT items FROM fact_run")
    assert runs
    assert not any(b"223.61" in items for (items,) in runs)


def test_a_small_message_that_unpacks_to_gigabytes_is_refused_unread() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(200 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(WireError, match="too large"):
        from_wire(bomb, PullAnswer)


def test_an_order_number_is_not_given_twice_although_a_setting_was_lost(
    evening: Evening,
) -> None:
    first = sell(evening.counter, evening.tonight)
    evening.counter.sql.run("DELETE FROM setting WHERE name = 'last_sale'")
    second = sell(evening.counter, evening.tonight)
    assert second.order.number == first.order.number + 1


def test_look_ups_at_a_door_use_their_indexes(evening: Evening) -> None:
    plans = [
        evening.door.sql.rows(f"EXPLAIN QUERY PLAN {query}")
        for query in (
            "SELECT 1 FROM scan WHERE house = 1 AND performance = 9 AND ticket_origin = 2"
            " AND ticket_seq = 3 AND ticket_line = 4",
            "SELECT 1 FROM ticket_sold WHERE house = 1 AND performance = 2 AND unit = 3",
            "SELECT 1 FROM payment WHERE order_origin = 1 AND order_number = 2",
        )
    ]
    told = [" ".join(str(row) for row in plan) for plan in plans]
    assert "scan_by_ticket" in told[0]
    assert "ticket_by_place" in told[1]
    assert "payment_by_order" in told[2]


def test_a_sale_for_next_week_is_no_use_tonight(evening: Evening) -> None:
    house = evening.counter.work.house
    plan = evening.counter.work.catalogue.plan(house, "GC Het Anker – Theaterzaal")
    assert plan is not None
    later = evening.cluster.performance(house, 100_003, plan, EVENING + timedelta(days=7))
    evening.counter.sync()
    held = evening.counter.desk.hold_best(later, 1, None, 0)
    assert isinstance(held, Held)
    lines = tuple(BasketLine(later, unit, BASE) for unit in held.units)
    done = evening.counter.desk.sell(lines, (Payment(PaymentMeans.CARD, 2203, 0),), "w", "nl")
    assert isinstance(done, SaleDone)
    code = OnPaper(evening.counter, done).tickets[0].code
    evening.counter.sync()
    evening.door.sync()
    assert evening.door.door.scan(code).reason is ScanReason.WRONG_EVENT


def _asked(states: bytes) -> int:
    from podium_desk.application.counter import SeatState

    return states.index(SeatState.ASK)


def test_a_retry_with_the_same_token_repeats_the_stored_answer(evening: Evening) -> None:
    code = sell(evening.counter, evening.tonight).tickets[0].code
    evening.counter.sync()
    evening.door.sync()
    admitting = evening.door.door.admitting
    first = admitting.scan(Attempt(code, Direction.ENTRY, "retry me"))
    again = admitting.scan(Attempt(code, Direction.ENTRY, "retry me"))
    other = admitting.scan(Attempt(code, Direction.ENTRY, "another"))
    assert (first.verdict, again.verdict) == (Verdict.ADMIT, Verdict.ADMIT)
    assert other.reason is ScanReason.ALREADY_IN
    assert evening.door.sql.rows("SELECT COUNT(*) FROM scan") == [(2,)]
