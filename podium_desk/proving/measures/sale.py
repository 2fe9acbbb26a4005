"""A sale of two seats: facts, rights, projections and print jobs, durable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from podium_desk.application.counter import BasketLine, Payment, SaleDone
from podium_desk.application.desk import Desk, NoPrinter
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.proving.measures.durable_row import NAME, durable_row
from podium_desk.proving.measures.workbench import bench_of
from podium_desk.proving.pairs import Pair

TONIGHT = PerformanceId(1)
ROUNDS = 400


def sale_commit(folder: Path, say: Callable[[str], None]) -> Pair:
    """From the pressed payment key to the committed sale, seats held before."""
    say("hall of 2,036 seats…")
    bench = bench_of(folder, performances=1)
    work = bench.place("counter")
    bench.give_all(work, TONIGHT)
    desk = Desk(work, NoPrinter())
    payment = Payment(PaymentMeans.CARD, 4400, 0)
    seats = iter(range(bench.plan.unit_count))

    def sell() -> None:
        units = (Unit(next(seats)), Unit(next(seats)))
        lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in units)
        done = desk.sell(lines, (payment,), work.new_token(), "nl")
        assert isinstance(done, SaleDone), done

    row = durable_row(folder)

    def rest() -> None:
        work.replica.sql.tidy()
        row.tidy()

    return Pair("sale_commit", NAME, sell, row.commit, ROUNDS, rest=rest)
