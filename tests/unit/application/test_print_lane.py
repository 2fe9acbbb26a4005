"""Printed means that the printer said so; what did not come out waits or is asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

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
from podium_desk.application.incident_list import Namer
from podium_desk.application.lane import direct_lane
from podium_desk.application.papers import Papers
from podium_desk.application.print_queue import PrintOrder, PrintQueue, PrintState, Settled
from podium_desk.application.printer_book import Replaced
from podium_desk.application.printing import PrintEars, PrinterAt, PrintLane
from podium_desk.application.settling import SettleRequest, Settling
from podium_desk.application.workplace import Workplace
from podium_desk.documents.layouts.shelf import ROLL, LayoutShelf, bundled_file
from podium_desk.documents.page import Paper
from podium_desk.documents.raster import paper_raster
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId
from podium_desk.domain.incidents import IncidentKind
from podium_desk.domain.incidents import Outcome as Outcome_
from podium_desk.domain.paper_stock import PaperStock, StockUnit
from podium_desk.i18n.words import Words
from podium_desk.presentation.incidents import card_of
from podium_desk.presentation.mood import Mood
from podium_desk.presentation.status import DevicesAround, StatusChip, chips_of

ALL = tuple(PrintState)


@dataclass
class ScriptedPrinter:
    """Answers each job with the next of what it was told."""

    answers: list[Outcome | Exception]
    jobs: list[PrintJob] = field(default_factory=list)
    width_dots: int = 576
    dpi: int = 203
    kicks: list[int] = field(default_factory=list)
    """How many jobs were printed when the drawer opened, each time."""

    why: str = ""
    seen_state: PrinterState = PrinterState.READY
    model: str = ""
    under_way: Callable[[Callable[[PrinterState], None]], None] = field(default=lambda _watch: None)
    """What happens while a job is on its way."""

    def state(self, deadline_s: float = 2.0) -> PrinterState:
        return self.seen_state

    def print(
        self, job: PrintJob, deadline_s: float, watch: Callable[[PrinterState], None]
    ) -> PrintReport:
        answer = self.answers.pop(0)
        self.under_way(watch)
        if isinstance(answer, Exception):
            raise answer
        self.jobs.append(job)
        return PrintReport(job.id, answer, PrinterState.READY, self.model)

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

    def lane(
        self, *answers: Outcome | Exception, second: ScriptedPrinter | None = None
    ) -> tuple[PrintLane, ScriptedPrinter]:
        printer = ScriptedPrinter(list(answers))
        others = () if second is None else (PrinterAt("sim://2", second),)
        papers = self.place.desk.papers
        lane = PrintLane(
            self.queue,
            papers,
            (PrinterAt("sim://1", printer), *others),
            direct_lane,
            PrintEars(lambda: None, self.errors.append),
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


def test_a_job_waits_by_name_while_the_printer_wants_paper_and_a_start_makes_it_unknown(
    printing: Printing,
) -> None:
    lane, printer = printing.lane(*[Outcome.PRINTED] * 3)
    seen: list[tuple[int, int]] = []

    def paper_ends(watch: Callable[[PrinterState], None]) -> None:
        for state in (PrinterState.PAPER_OUT, PrinterState.READY):
            watch(state)
            seen.append(
                (printing.queue.count(PrintState.WAITING), printing.queue.count(PrintState.SENT))
            )

    printer.under_way = paper_ends
    assert lane.print_one()
    assert seen == [(1, 0), (0, 1)]
    job = printing.queue.next()
    assert job is not None
    printing.queue.note(job.id, PrintState.WAITING)
    assert printing.queue.after_start() == 1


def test_the_second_printer_stands_in_while_the_first_can_put_nothing_on_paper(
    printing: Printing,
) -> None:
    second = ScriptedPrinter([Outcome.PRINTED] * 3, width_dots=512)
    gone = PrinterNotReady(PrinterState.PAPER_OUT)
    lane, first = printing.lane(gone, Outcome.PRINTED, second=second)
    assert lane.print_one()
    assert lane.print_one()
    assert [job.raster.width_dots <= 512 for job in second.jobs] == [True, True]
    assert lane.state is PrinterState.PAPER_OUT
    assert lane.paper_now().is_second
    lane._away_until = 0.0
    assert lane.print_one()
    assert len(first.jobs) == 1
    assert not lane.paper_now().is_second
    assert printing.queue.count(PrintState.PRINTED) == 3


def test_the_second_printer_never_takes_over_what_may_be_on_paper(printing: Printing) -> None:
    second = ScriptedPrinter([])
    lane, _first = printing.lane(Outcome.UNKNOWN, Outcome.UNPROVEN, Outcome.PRINTED, second=second)
    while lane.print_one():
        pass
    assert second.jobs == []
    assert printing.queue.count(PrintState.UNKNOWN) == 1


def test_a_printer_that_serves_another_counter_is_waited_for(printing: Printing) -> None:
    second = ScriptedPrinter([])
    taken = PrinterNotReady(PrinterState.TAKEN)
    lane, _first = printing.lane(taken, Outcome.PRINTED, second=second)
    assert not lane.print_one()
    assert printing.queue.count(PrintState.QUEUED) == 3
    assert lane.print_one()


def test_when_both_printers_fail_the_job_waits(printing: Printing) -> None:
    second = ScriptedPrinter([PrinterUnreachable("2", "off")])
    lane, _first = printing.lane(PrinterUnreachable("1", "off"), second=second)
    assert not lane.print_one()
    assert printing.queue.count(PrintState.QUEUED) == 3


def test_a_ticket_that_was_reissued_while_its_old_paper_was_on_its_way_comes_out_once(
    printing: Printing,
) -> None:
    lane, printer = printing.lane(PrinterUnreachable("tcp", "cable"), *[Outcome.PRINTED] * 3)
    ticket = printing.done.tickets[0].id

    def reissue(_watch: Callable[[PrinterState], None]) -> None:
        printer.under_way = lambda _watch: None
        printing.place.desk.after_sales.reissue(ticket, "weg")

    printer.under_way = reissue
    while lane.print_one():
        pass
    assert len(printer.jobs) == 3
    assert printing.queue.count(PrintState.DROPPED) == 1


def test_what_no_printer_confirmed_is_asked_until_a_person_has_seen_it(printing: Printing) -> None:
    lane, _printer = printing.lane(*[Outcome.UNPROVEN] * 3)
    while lane.print_one():
        pass
    assert lane.paper_now().unproven == 3
    asked = [paper.job for paper in printing.queue.unproven()]
    assert printing.queue.settle_unproven(asked, ()) == Settled(3, 0)
    assert lane.paper_now().unproven == 0
    assert printing.queue.count(PrintState.PRINTED) == 3


def test_only_the_papers_that_did_not_come_out_are_printed_again_as_duplicates(
    printing: Printing,
) -> None:
    lane, printer = printing.lane(*[Outcome.UNPROVEN] * 3, *[Outcome.PRINTED] * 2)
    while lane.print_one():
        pass
    first, second, receipt = printing.queue.unproven()
    assert (first.ticket, receipt.what) == (printing.done.tickets[0].id, "receipt")
    settled = printing.queue.settle_unproven([first.job], [second.job, receipt.job])
    assert settled == Settled(1, 2)
    assert printing.queue.settle_unproven([first.job], [second.job]) == Settled(0, 0)
    again = printing.queue.next()
    assert again is not None
    assert (again.ticket, again.duplicate) == (second.ticket, 1)
    while lane.print_one():
        pass
    assert len(printer.jobs) == 5
    assert printing.queue.unproven() == []


def test_a_paper_that_is_missed_is_not_printed_again_once_its_ticket_got_a_new_code(
    printing: Printing,
) -> None:
    lane, _printer = printing.lane(*[Outcome.UNPROVEN] * 3, Outcome.PRINTED)
    while lane.print_one():
        pass
    missed = printing.queue.unproven()[0]
    assert missed.ticket is not None
    printing.place.desk.after_sales.reissue(missed.ticket, "weg")
    assert printing.queue.settle_unproven((), [missed.job]) == Settled(0, 0)
    assert printing.queue.count(PrintState.QUEUED) == 1


def test_paper_is_counted_of_every_paper_that_may_have_come_out(printing: Printing) -> None:
    printing.queue.book.put_in("sim://1", StockUnit.PIECES, 100)
    lane, _printer = printing.lane(
        PrinterUnreachable("1", "off"), Outcome.UNKNOWN, Outcome.PRINTED, Outcome.UNPROVEN
    )
    assert not lane.print_one()
    while lane.print_one():
        pass
    stock = lane.paper_now().stock
    assert stock is not None
    assert (stock.papers_left, stock.papers) == (97, 3)
    printing.queue.book.same_again("sim://1")
    assert lane.paper_now().stock == PaperStock(StockUnit.PIECES, 100)


def test_another_model_at_the_same_address_is_told(printing: Printing) -> None:
    lane, printer = printing.lane(*[Outcome.PRINTED] * 3)
    printer.model = "TM-T88V"
    assert lane.print_one()
    assert lane.paper_now().replaced is None
    printer.model = "TSP143"
    assert lane.print_one()
    assert lane.paper_now().replaced == Replaced("TM-T88V", "TSP143")


def test_a_printer_without_work_is_looked_at(printing: Printing) -> None:
    lane, printer = printing.lane()
    printer.seen_state = PrinterState.PAPER_LOW
    lane.look()
    assert lane.state is PrinterState.PAPER_LOW


@pytest.mark.parametrize("what", ["receipt", "slip", "voucher-1", "pass-1", "X-1", "draw-7"])
def test_every_paper_that_is_unknown_is_in_somebodys_hands(printing: Printing, what: str) -> None:
    sql = printing.place.work.replica.sql
    sql.run("UPDATE print_job SET what = ?, state = 'unknown' WHERE what = 'receipt'", (what,))
    settling = Settling(printing.place.work)
    (incident,) = settling.open_all()
    assert incident.kind is IncidentKind.UNKNOWN_PRINT
    (listed,) = Namer(printing.place.work.replica, printing.place.work.catalogue).listed([incident])
    assert "(" not in card_of(listed, Words("nl")).what
    settling.settle(SettleRequest(incident.id, Outcome_.CAME_OUT, "An"))
    assert settling.open_all() == ()


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


@pytest.mark.parametrize(
    "changed", [("{title}", "{titel}"), ("size_mm = 44", "module_mm_min = 3")], ids=["bad", "full"]
)
def test_a_house_layout_that_is_bad_or_cannot_hold_a_ticket_leaves_the_bundled_one_printing(
    printing: Printing, tmp_path: Path, changed: tuple[str, str]
) -> None:
    work = printing.place.work
    job = printing.queue.next()
    assert job is not None
    expected = paper_raster(work_paper(work, job), ROLL.width_dots, ROLL.dpi)
    toml = bundled_file("ticket-80mm").read_text("utf-8").replace(*changed)
    (tmp_path / "ticket-80mm.toml").write_text(toml, "utf-8")
    work.shelf = LayoutShelf(tmp_path)
    lane, printer = printing.lane(*[Outcome.PRINTED] * 3)
    while lane.print_one():
        pass
    assert len(printer.jobs) == 3
    assert printer.jobs[0].raster == expected


def work_paper(work: Workplace, job: PrintOrder) -> Paper:
    return Papers(work).paper(job, Words("nl"), ROLL)


def test_a_wrong_layout_is_known_to_the_counter_before_anything_is_printed(
    printing: Printing, tmp_path: Path
) -> None:
    place = printing.place
    place.work.layout_folder = tmp_path
    (tmp_path / "receipt.toml").write_text("document = ", "utf-8")
    assert place.desk.status().layout_faults == 0
    assert Papers(place.work).layout_faults() == 1
    status = replace(place.desk.status(), printer="ready")
    chips = chips_of(status, place.work.clock.now(), Words("nl"), DevicesAround())
    assert StatusChip("printer", "printer", "Lay-out fout", Mood.CAUTION) in chips
