"""A scan at a door that knows 100,000 tickets: from the code's text to the stored verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from podium_desk.application.door_post import DoorPost
from podium_desk.application.ticket_codes import code_of
from podium_desk.application.workplace import Workplace
from podium_desk.domain.admission import Verdict
from podium_desk.domain.facts import FactKind, OrderSold, SaleLine
from podium_desk.domain.ids import OrderId, PerformanceId, TariffId, TicketId, Unit
from podium_desk.proving.measures.durable_row import NAME, durable_row
from podium_desk.proving.measures.workbench import HOUSE_NUMBER, Bench, bench_of
from podium_desk.proving.pairs import Pair
from podium_desk.replica.codec import body_to_bytes
from podium_desk.replica.queries import sold_ticket
from sync.facts.fact import Draft, Verb
from sync.rights.rules import moves_of

TICKETS = 100_000
SEATS_PER_ORDER = 4
ORDERS_PER_COMMIT = 100
ROUNDS = 400


def admission(folder: Path, say: Callable[[str], None]) -> Pair:
    """Tickets of tonight are scanned one after the other, each for the first time."""
    say("100,000 tickets…")
    bench = bench_of(folder, performances=TICKETS // 2036 + 1)
    counter = bench.place("counter")
    door = bench.place("door")
    _sell_out(bench, counter)
    _hear(bench, counter, door)
    post = DoorPost(door)
    codes = iter(codes_of_tonight(counter, 2 * ROUNDS))

    def scan() -> None:
        outcome = post.scan(next(codes))
        assert outcome.verdict is Verdict.ADMIT, outcome

    row = durable_row(folder)

    def rest() -> None:
        door.replica.sql.tidy()
        row.tidy()

    return Pair("admission", NAME, scan, row.commit, ROUNDS, rest=rest)


def _sell_out(bench: Bench, counter: Workplace) -> None:
    """Sell the seats of all performances as facts of the counter, many orders a commit."""
    for number in range(1, TICKETS // bench.plan.unit_count + 2):
        bench.give_all(counter, PerformanceId(number))
    drafts: list[Draft] = []
    for order, (performance, units) in enumerate(_orders(bench), start=1):
        drafts.append(order_of(counter, order, performance, units))
        if len(drafts) == ORDERS_PER_COMMIT:
            counter.replica.append(drafts)
            drafts = []
    if drafts:
        counter.replica.append(drafts)


def _orders(bench: Bench) -> Iterator[tuple[PerformanceId, range]]:
    seats = bench.plan.unit_count
    for first in range(0, TICKETS, SEATS_PER_ORDER):
        performance, unit = divmod(first, seats)
        yield PerformanceId(performance + 1), range(unit, min(unit + SEATS_PER_ORDER, seats))


def order_of(counter: Workplace, number: int, performance: PerformanceId, units: range) -> Draft:
    """The fact of an order of these places, with their moves."""
    lines = tuple(
        SaleLine(
            performance, Unit(unit), 2, "Parterre", "A", str(unit), "Rang 1", TariffId(1), "base",
            2200, 6, "", HOUSE_NUMBER, HOUSE_NUMBER, HOUSE_NUMBER, 1,
        )
        for unit in units
    )  # fmt: skip
    order = OrderId(counter.origin, number)
    body = OrderSold(order, counter.clock.now_ms(), "counter", "", "nl", lines)
    moves = moves_of(Verb.SPEND, performance, dict.fromkeys(units, 1))
    return Draft(FactKind.ORDER_SOLD, HOUSE_NUMBER, body_to_bytes(body), moves)


def _hear(bench: Bench, counter: Workplace, door: Workplace) -> None:
    """The door hears of every sale, in batches as over the wire."""
    counter_device = bench.store.devices.get(counter.claims.device)
    assert counter_device is not None, "the store knows the counter"
    door.replica.devices.put(counter_device.certificate)
    known = 0
    while True:
        batch = counter.replica.batch_after(counter.origin, known, door.claims)
        if batch is None:
            return
        door.replica.receive(batch)
        known = batch.first_seq + len(batch.items) - 1


def codes_of_tonight(counter: Workplace, most: int) -> list[str]:
    """The codes of so many tickets of the first performance, as their counter prints them."""
    rows = counter.replica.sql.rows(
        "SELECT origin, seq, line FROM ticket_sold WHERE performance = 1 ORDER BY unit LIMIT ?",
        (most,),
    )
    codes = []
    for origin, seq, line in rows:
        row = sold_ticket(counter.replica.sql, HOUSE_NUMBER, TicketId(origin, seq, line))
        assert row is not None, "it was just listed"
        codes.append(code_of(counter, row, 1))
    return codes
