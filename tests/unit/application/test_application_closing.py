"""A device that will not come back gives all it holds by a code that another device carries."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b

import pytest
from harness.cluster import EVENING, Cluster, Place

from podium_desk.application.closing import close_out, hand_over_sold, take_closings
from podium_desk.application.counter import BasketLine, Payment, SaleDone
from podium_desk.domain.closing_code import part_text, read_part
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId, Unit
from podium_desk.domain.refusals import Refusal, RefusalReason
from sync.exchange.closing_code import ClosingFault, ClosingRefused, cut, join
from sync.facts.batch import Batch, BatchFault, BatchRefused
from sync.facts.fact import origin_of

STORE = origin_of(1, 1)


@pytest.fixture
def evening() -> Cluster:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    cluster.performance(house, 101, plan, EVENING + timedelta(days=2))
    return cluster


def held(place: Place) -> list[int]:
    return sorted(place.work.replica.rights.held_free(1, 101, place.work.origin))


def sell(place: Place, unit: int) -> SaleDone:
    lines = (BasketLine(101, Unit(unit), TariffId(1)),)  # type: ignore[arg-type]
    done = place.desk.sell(lines, (Payment(PaymentMeans.CASH, 2203, 5000),), f"s{unit}", "nl")
    assert isinstance(done, SaleDone), done
    return done


def through_pictures(closings: tuple[Batch, ...]) -> tuple[Batch, ...]:
    """The closings once more, by way of the texts of their parts, last one first."""
    texts = [part_text(part) for part in cut(closings)]
    parts = [read_part(f" {text.lower()}\n") for text in reversed(texts)]
    return join(part for part in parts if part is not None)


def test_a_closing_code_gives_back_what_was_held_and_tells_what_was_sold(
    evening: Cluster,
) -> None:
    closing, carrier = (evening.device(1, "counter", name) for name in ("Kassa 1", "Kassa 2"))
    closing.wire.is_cut = True
    mine = held(closing)
    sell(closing, mine[0])
    refunded = sell(closing, mine[1])
    closing.desk.after_sales.refund((refunded.tickets[0].id,), PaymentMeans.CASH, "ziek")
    closings = close_out(closing.work)
    assert held(closing) == []
    assert close_out(closing.work) == closings, "a picture may be lost"
    (found,) = take_closings(carrier.work, through_pictures(closings))
    assert (found.name, found.free, found.sold) == ("Kassa 1", len(mine) - 1, 1)
    carrier.sync()
    rights = evening.replica.rights.rights_within(1, 101, 0, 10_000)
    assert {rights[unit].holder for unit in mine} == {STORE}
    assert [unit for unit in mine if rights[unit].is_spent] == [mine[0]]
    carrier.sync()
    assert carrier.work.replica.rights.right(1, 101, mine[0]).is_spent  # type: ignore[union-attr]
    # Carried again, nothing more happens; and the log itself, later, says nothing new.
    take_closings(carrier.work, closings)
    before = evening.replica.log.heads()
    carrier.sync()
    assert evening.replica.log.heads() == before
    closing.wire.is_cut = False
    closing.sync()
    closing.sync()
    assert evening.replica.rights.former.contested() == []
    assert evening.replica.sql.rows("SELECT * FROM closing") == []
    assert evening.replica.sql.rows("SELECT * FROM set_aside") == []
    sold = evening.replica.sql.row("SELECT COUNT(*) FROM ticket_sold")
    assert sold == (2,)


def test_a_place_that_the_store_does_not_know_the_log_to_hold_is_not_taken(
    evening: Cluster,
) -> None:
    closing, carrier = (evening.device(1, "counter", name) for name in ("Kassa 1", "Kassa 2"))
    theirs = set(held(carrier))
    closing.wire.is_cut = True
    closings = close_out(closing.work)
    take_closings(carrier.work, closings)
    carrier.sync()
    assert theirs <= set(held(carrier))


def test_damaged_mixed_and_foreign_parts_are_refused(evening: Cluster) -> None:
    first, second = (evening.device(1, "counter", name) for name in ("Kassa 1", "Kassa 2"))
    codes = [cut(close_out(place.work)) for place in (first, second)]
    noise = b"".join(blake2b(b"%d" % at).digest() for at in range(20))
    long = (Batch(1, 1, b"", ((noise, None),), b""),)
    whole = cut(long)
    assert len(whole) > 2
    assert join(reversed(whole * 2)) == long
    with pytest.raises(ClosingRefused) as lacking:
        join(whole[1:-1])
    assert lacking.value.fault is ClosingFault.NOT_WHOLE
    assert lacking.value.missing == (1, len(whole))
    with pytest.raises(ClosingRefused) as mixed:
        join([codes[0][0], codes[1][0]])
    assert mixed.value.fault is ClosingFault.MIXED
    for at in range(0, len(whole[0]), 7):
        bad = bytes(byte ^ (place == at) for place, byte in enumerate(whole[0]))
        with pytest.raises(ClosingRefused) as damaged:
            join([bad, *whole[1:]])
        assert damaged.value.fault is ClosingFault.DAMAGED
    assert read_part("PODIBCDF") is None
    assert read_part(part_text(whole[0])[:-1]) is None


def test_a_closing_that_its_device_did_not_sign_is_not_carried(evening: Cluster) -> None:
    closing, carrier = (evening.device(1, "counter", name) for name in ("Kassa 1", "Kassa 2"))
    (batch,) = close_out(closing.work)
    stranger = Batch(origin_of(77, 0), *list(_fields(batch))[1:])
    forged = Batch(batch.origin, batch.first_seq + 1, *list(_fields(batch))[2:])
    for wrong, fault in ((stranger, BatchFault.UNKNOWN_DEVICE), (forged, BatchFault.BAD_SIGNATURE)):
        with pytest.raises(BatchRefused) as refused:
            take_closings(carrier.work, [wrong])
        assert refused.value.fault is fault
    assert carrier.work.replica.sql.rows("SELECT * FROM closing") == []


def _fields(batch: Batch) -> tuple[object, ...]:
    return (batch.origin, batch.first_seq, batch.previous_hash, batch.items, batch.signature)


def test_at_the_end_of_a_shift_the_store_gets_the_rights_of_the_sold_tickets(
    evening: Cluster,
) -> None:
    place = evening.device(1, "counter", "Kassa 1")
    seat = held(place)[0]
    sale = sell(place, seat)
    assert hand_over_sold(place.work) == 1
    assert hand_over_sold(place.work) == 0
    refused = place.desk.after_sales.refund((sale.tickets[0].id,), PaymentMeans.CASH, "ziek")
    assert isinstance(refused, Refusal)
    assert refused.reason is RefusalReason.RIGHT_ELSEWHERE
    place.sync()
    right = evening.replica.rights.right(1, 101, seat)
    assert right is not None
    assert (right.holder, right.is_spent) == (STORE, True)
