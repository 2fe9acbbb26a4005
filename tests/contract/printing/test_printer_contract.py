"""What every printer must keep to, whatever line it hangs on: see hardware.printing.port."""

from __future__ import annotations

import pytest

from hardware.printing.port import (
    NoDrawer,
    Outcome,
    PrinterState,
    PrinterUnreachable,
    PrintJob,
    Raster,
    RasterTooWide,
)

PATTERN = Raster(576, 200, bytes(range(1, 73)) * 200)


def job(name: str, raster: Raster = PATTERN) -> PrintJob:
    return PrintJob(name, raster)


def test_a_printer_knows_its_paper(bench):
    assert bench.printer.width_dots == 576
    assert bench.printer.dpi == 203


def test_a_printer_that_is_well_can_print(bench):
    assert bench.printer.state().can_print
    assert bench.printer.why == ""


def test_a_job_comes_out_once_as_it_was_sent(bench):
    report = bench.printer.print(job("a"), 5.0)

    assert (report.job_id, report.outcome) == ("a", bench.good_outcome)
    (ticket,) = bench.tickets()
    assert ticket.rows[: len(PATTERN.rows)] == PATTERN.rows
    assert not any(ticket.rows[len(PATTERN.rows) :])


def test_each_job_is_a_ticket_of_its_own(bench):
    outcomes = [bench.printer.print(job(name), 5.0).outcome for name in ("a", "b", "c")]

    assert outcomes == [bench.good_outcome] * 3
    assert len(bench.tickets()) == 3


def test_a_job_that_is_not_cut_stays_on_the_roll_until_the_next_cut(bench):
    bench.printer.print(PrintJob("a", PATTERN, cut=False), 5.0)
    bench.printer.print(job("b"), 5.0)

    if bench.is_roll:
        (ticket,) = bench.tickets()
        assert ticket.height_dots >= 2 * PATTERN.height_dots
    else:
        assert len(bench.tickets()) == 2


def test_a_picture_wider_than_the_paper_is_refused_before_anything_is_sent(bench):
    too_wide = Raster(584, 1, bytes(73))

    with pytest.raises(RasterTooWide):
        bench.printer.print(job("a", too_wide), 5.0)
    bench.printer.print(job("b"), 5.0)

    assert len(bench.tickets()) == 1


def test_the_drawer_opens_once_when_asked_and_never_by_a_ticket(bench):
    if not bench.has_drawer:
        with pytest.raises(NoDrawer):
            bench.printer.kick_drawer()
        return
    bench.printer.kick_drawer()
    bench.printer.print(job("a"), 5.0)

    assert bench.drawer_kicks() == 1


def test_a_printer_may_be_closed_twice_and_used_again(bench):
    bench.printer.close()
    bench.printer.close()

    assert bench.printer.print(job("a"), 5.0).outcome is bench.good_outcome


def test_an_absent_printer_says_so_and_raises_before_anything_is_sent(absent_printer):
    assert absent_printer.state() is PrinterState.ABSENT
    assert absent_printer.why
    with pytest.raises(PrinterUnreachable):
        absent_printer.print(job("a"), 1.0)
    with pytest.raises((PrinterUnreachable, NoDrawer)):
        absent_printer.kick_drawer()


def test_only_a_printer_that_confirms_ever_claims_printed(bench):
    report = bench.printer.print(job("a"), 5.0)

    says_something = report.state is not PrinterState.UNKNOWN
    assert (report.outcome is Outcome.PRINTED) == says_something
