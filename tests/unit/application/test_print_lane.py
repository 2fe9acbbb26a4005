"""Printed means that the printer said so; what did not come out waits or is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from harness.cluster import Cluster, Place

from hardware.printing.port import (
    Outcome,
    PrinterNotReady,
    PrinterState,
    PrinterUnreachable,
    PrintJob,
    PrintReport,
)
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.lane import direct_lane
from podium_desk.application.print_queue import PrintQueue, PrintState
from podium_desk.application.printing import PrintEars, PrintLane
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId

ALL = tuple(PrintState)


@dataclass
class ScriptedPrinter:
    """Answers each job with the next of what it was told."""

    answers: list[Outcome | Exception]
    jobs: list[PrintJob] = field(default_factory=list)
    width_dots: int = 576
    dpi: int = 203
    verified_on_device: bool = False
    kicks: list[int] = field(default_factory=list)
    """How many jobs were printed when the drawer opened, each time."""

    def state(self, deadline_s: float = 2.0) -> PrinterState:
        return PrinterState.READY

    def print(
        self, job: PrintJob, deadline_s: float, watch: Callable[[PrinterState], None]
    ) -> PrintReport:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        self.jobs.append(job)
        return PrintReport(job.id, answer, PrinterState.READY)

    def kick_drawer(self, deadline_s: float = 2.0) -> None:
        self.kicks.append(len(self.jobs))

    def close(self) -> None:
        self.answers.clear()


@dataclass
class Printing:
    place: Place
    queue: PrintQueue
    done: SaleDone
    errors: list[Exception] = field(default_factory=list)

    def lane(self, *answers: Outcome | Exception) -> tuple[PrintLane, ScriptedPrinter]:
        printer = ScriptedPrinter(list(answers))
        papers = self.place.desk.papers
        lane = PrintLane(
            self.queue, papers, printer, direct_lane, PrintEars(lambda: None, self.errors.append)
        )
        return lane, printer


@pytest.fixture
def printing() -> Printing:
    cluster = Cluster()
    house = cluster.house(1, "GC Het Anker")
    plan = cluster.plan(house, "gc-het-anker-theaterzaal.json")
    tonight = cluster.performance(house, 100_001, plan)
    place = cluster.device(house, "counter", "Kassa 1")
    held = place.desk.hold_best(tonight, 2, None, 0)
    assert isinstance(held, Held)
    lines = tuple(BasketLine(tonight, unit, TariffId(1)) for unit in held.units)
    done = place.desk.sell(lines, (Payment(PaymentMeans.CARD, 4406, 0),), "t", "nl")
    assert isinstance(done, SaleDone)
    return Printing(place, place.desk.queue, done)


def test_one_ticket_is_one_job_and_the_receipt_comes_last(printing: Printing) -> None:
    lane, printer = printing.lane(*[Outcome.PRINTED] * 3)
    while lane.print_one():
        pass
    assert len({job.id for job in printer.jobs}) == 3
    assert printing.queue.count(PrintState.PRINTED) == 3
    assert printing.queue.count(PrintState.QUEUED) == 0


def test_a_printer_that_is_away_leaves_the_job_in_the_queue(printing: Printing) -> None:
    lane, printer = printing.lane(
        PrinterUnreachable("tcp", "cable"), Outcome.PRINTED, Outcome.PRINTED, Outcome.PRINTED
    )
    assert not lane.print_one()
    assert lane.state is PrinterState.ABSENT
    assert printing.queue.count(PrintState.QUEUED) == 3
    while lane.print_one():
        pass
    assert len(printer.jobs) == 3


def test_a_printer_without_paper_is_named_and_nothing_is_sent(printing: Printing) -> None:
    lane, printer = printing.lane(PrinterNotReady(PrinterState.PAPER_OUT))
    assert not lane.print_one()
    assert lane.state is PrinterState.PAPER_OUT
    assert printer.jobs == []


def test_the_drawer_opens_before_the_first_paper_of_its_sale(printing: Printing) -> None:
    lane, printer = printing.lane(*[Outcome.PRINTED] * 3)
    lane.open_drawer()
    while lane.print_one():
        pass
    assert printer.kicks == [0]


def test_the_drawer_of_a_sale_does_not_wait_for_the_papers_of_the_one_before(
    printing: Printing,
) -> None:
    lane, printer = printing.lane(*[Outcome.PRINTED] * 3)
    assert lane.print_one()
    lane.open_drawer()
    while lane.print_one():
        pass
    assert printer.kicks == [1]


def test_an_unknown_outcome_is_not_printed_again_by_itself(printing: Printing) -> None:
    lane, printer = printing.lane(Outcome.UNKNOWN, Outcome.PRINTED, Outcome.UNPROVEN)
    while lane.print_one():
        pass
    assert len(printer.jobs) == 3
    assert printing.queue.count(PrintState.UNKNOWN) == 1
    assert printing.queue.count(PrintState.UNPROVEN) == 1


def test_a_job_under_way_when_the_power_went_is_unknown_after_the_start(
    printing: Printing,
) -> None:
    job = printing.queue.next()
    assert job is not None
    printing.queue.note(job.id, PrintState.SENT)
    assert printing.queue.after_start() == 1
    assert printing.queue.count(PrintState.UNKNOWN) == 1
    assert printing.queue.count(PrintState.QUEUED) == 2


def test_a_reprint_says_that_it_is_a_duplicate(printing: Printing) -> None:
    assert printing.place.desk.reprint(printing.done.order) is None
    assert printing.queue.count(*ALL) == 6
    assert printing.queue.duplicates(printing.done.order) == 1
    ticket = printing.done.tickets[0].id
    again = printing.place.desk.papers.ticket(ticket, "nl", duplicate=1)
    assert again.duplicate_number == 1
    assert again.code == printing.place.desk.papers.ticket(ticket, "nl").code


def test_the_receipt_adds_up(printing: Printing) -> None:
    receipt = printing.place.desk.papers.receipt(printing.done.order, "nl")
    assert receipt.total_cents == 4406
    assert sum(part.gross_cents for part in receipt.vat) == 4406
    assert [payment.amount_cents for payment in receipt.payments] == [4406]
    (group,) = receipt.groups
    (line,) = group.lines
    assert (line.count, line.price_cents, line.amount_cents) == (2, 2203, 4406)
