"""The power goes at every single write of a till's day, and there is one Z all the same."""

from __future__ import annotations

from contextlib import suppress
from random import Random

from podium_desk.application.desk import NoPrinter
from podium_desk.application.print_queue import PrintQueue
from podium_desk.application.till import Closed, Till
from podium_desk.application.workplace import Workplace
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.till import Count, Money
from podium_desk.proving.simulation import power_cuts
from podium_desk.replica.till_log import faults_of_zs
from sync.simulation.disk import PowerCut

SEED = 20_261_127


def switched_on() -> power_cuts.Till:
    """The same till on the same disk each time, without other faults."""
    rng = Random(SEED)
    machine = power_cuts.Till(power_cuts.prepare(rng), rng)
    machine.disk.faults.write_error_chance = 0.0
    machine.disk.faults.capacity_bytes = None
    return machine


def till_of(work: Workplace) -> Till:
    return Till(work, PrintQueue(work.replica.sql, work.clock), NoPrinter())


def a_day(work: Workplace) -> None:
    """What is not done yet of it: float, sandwiches, count and close."""
    till = till_of(work)
    if any(one.kind == "Z" for one in till.reports()):
        return
    shift = till.state().shift
    if shift is None:
        shift = done(till.open(Money(15_000)))
    if not shift.taken_cents:
        done(till.move(-2_000, "broodjes"))
    assert isinstance(done(till.close(Count(Money(13_000), 13_000))), Closed)


def done(outcome):  # type: ignore[no-untyped-def]
    assert not isinstance(outcome, Refusal), outcome
    return outcome


def test_a_cut_at_any_write_of_the_day_leaves_one_whole_z() -> None:
    whole = switched_on()
    work = whole.open()
    before = whole.disk.io_count
    a_day(work)
    writes = whole.disk.io_count - before
    whole.close()
    whole.disk.close()
    assert writes > 20
    for cut in range(1, writes + 1):
        machine = switched_on()
        work = machine.open()
        machine.disk.cut_at_io = machine.disk.io_count + cut
        with suppress(PowerCut):
            a_day(work)
            machine.disk.cut()
        machine.disk.restart()
        machine.disk.cut_at_io = None
        machine.close()
        work = machine.open()
        a_day(work)
        zs = [one.name for one in till_of(work).reports() if one.kind == "Z"]
        assert zs == ["Z-1"], f"seed {SEED}, cut {cut}"
        assert faults_of_zs(work.replica, work.origin) == [], f"seed {SEED}, cut {cut}"
        papers = work.replica.sql.rows("SELECT what FROM print_job")
        assert papers == [("Z-1",)], f"seed {SEED}, cut {cut}"
        machine.close()
        machine.disk.close()
