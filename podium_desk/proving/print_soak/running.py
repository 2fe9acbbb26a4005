"""The soak itself: sell, print, let things go wrong, and look into the trays at the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, field
from random import Random

from podium_desk.application.print_queue import PrintState
from podium_desk.application.settling import SettleRequest, Settling
from podium_desk.domain.ids import OrderId, Origin, TicketId
from podium_desk.domain.incidents import IncidentKind, Outcome
from podium_desk.domain.refusals import Refusal
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.print_soak.counter import DEATHS, SoakCounter, SoakLane
from podium_desk.proving.print_soak.judging import breaches, lacking
from podium_desk.proving.print_soak.printers import LANGUAGES, Luck, SoakPrinter, Trouble
from podium_desk.proving.print_soak.tray import Tray
from podium_desk.proving.simulation.power_cuts import prepare
from podium_desk.proving.simulation.season import small_hall
from podium_desk.replica.queries import tickets_of_order
from sync.simulation.sqlite_chance import seed_sqlite

HALL = small_hall("Zaal", 20, 40)
ORDER_MAX = 6
SHIFT = 150
"""So many tickets are sold on one pair of printers, then others stand there."""
DEATH_CHANCE = 0.03
REISSUE_CHANCE = 0.02
REPRINT_CHANCE = 0.02
SECOND_CHANCE = 0.3
"""How often a shift has a second printer."""
TROUBLE_CHANCE = 0.15
IN_VAIN_MAX = 20
"""A queue that is not empty after so many quiet rounds never will be."""


@dataclass(frozen=True, slots=True)
class SoakWish:
    """What is to be printed, on which families (two at least), and how long a job may take: many
    troubles cost all of that time."""

    tickets: int
    seed: int
    deadline_s: float = 0.5
    families: tuple[str, ...] = tuple(LANGUAGES)


@dataclass(slots=True)
class SoakReport:
    """What a soak came to. `jobs` counts the jobs by how they ended, `befell` what went wrong."""

    seed: int
    tickets: int = 0
    jobs: dict[str, int] = field(default_factory=dict)
    papers: int = 0
    pieces: int = 0
    befell: dict[str, int] = field(default_factory=dict)
    families: dict[str, int] = field(default_factory=dict)
    came_out: int = 0
    """Papers that a person found in the tray, of those that nobody was sure of."""
    printed_again: int = 0
    """Tickets that a person printed again, as there was none."""
    breaches: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_data(self) -> dict[str, object]:
        """The report for programs."""
        return asdict(self)


class Soak:
    """One soak; the same seed draws the same troubles, though threads may meet them elsewhere."""

    def __init__(self, wish: SoakWish) -> None:
        tickets, seed = wish.tickets, wish.seed
        seed_sqlite(Random(seed))
        self._rng = Random(f"soak {seed}")
        self._deadline_s, self._families = wish.deadline_s, wish.families
        self._wanted = tickets
        self._tray = Tray()
        self._luck = Luck(TROUBLE_CHANCE)
        halls = 1 + tickets // HALL.unit_count
        self._counter = SoakCounter(prepare(self._rng, halls, HALL), self._tray, self._rng)
        self._printers: list[SoakPrinter] = []
        self._trouble = Trouble.NONE
        self._lane: SoakLane | None = None
        self.report = SoakReport(seed)

    def run(self, say: Callable[[str], None]) -> SoakReport:
        """Sell and print them all, settle what is open, and judge."""
        began = time.monotonic()
        while self.report.tickets < self._wanted:
            self._shift()
            say(f"{self.report.tickets} tickets, {len(self._tray.whole)} papers")
        self.report.breaches += list(breaches(self._counter, self._tray))
        confirmed = self._settle_all()
        self.report.breaches += list(breaches(self._counter, self._tray, confirmed))
        self.report.breaches += [f"ticket {one} was never printed whole"
                                 for one in lacking(self._counter, self._tray)]  # fmt: skip
        self.report.breaches += [f"{type(error).__name__}: {error}"
                                 for error in self._counter.errors]  # fmt: skip
        self._fill_report(time.monotonic() - began)
        self._counter.close()
        return self.report

    def _shift(self) -> None:
        """One pair of printers: sell, print under troubles, then let the queue run empty."""
        with_second = self._rng.random() < SECOND_CHANCE
        families = self._rng.sample(self._families, 2 if with_second else 1)
        self._printers = [SoakPrinter(one, self._tray, self._deadline_s) for one in families]
        for family in families:
            self.report.families[family] = self.report.families.get(family, 0) + 1
        self._begin_lane()
        enough = min(self._wanted, self.report.tickets + SHIFT)
        try:
            while self.report.tickets < enough:
                self._sell(1 + self._rng.randrange(min(ORDER_MAX, enough - self.report.tickets)))
                while self._rng.random() < 0.9 and self._print_one(is_calm=False):
                    pass
                self._after_sale()
            self._run_empty()
        finally:
            for printer in self._printers:
                printer.close()

    def _begin_lane(self, *, is_calm: bool = False) -> None:
        """`is_calm`: nothing goes wrong any more, and nobody is in a hurry."""
        printers = tuple(
            printer.at_leisure() if is_calm else printer.at for printer in self._printers
        )
        self._lane = self._counter.lane(printers, self._changed)

    def _changed(self) -> None:
        """Somebody stands at the printers and sees what their lane sees."""
        if self._lane is None:
            return
        states = (self._lane.now.state, self._lane.now.second)
        for printer, state in zip(self._printers, states, strict=False):
            if state is not None:
                printer.heard(self._trouble, state)

    def _sell(self, count: int) -> None:
        self._with_deaths(lambda: self._counter.sell(count) > 0)
        row = self._counter.desk.work.replica.sql.row("SELECT COUNT(*) FROM ticket_sold")
        self.report.tickets = 0 if row is None else int(row[0])

    def _print_one(self, *, is_calm: bool) -> bool:
        """One job under one trouble; False when nothing is to be printed or nothing can."""
        self._trouble = Trouble.NONE if is_calm else self._luck.draw(self._rng)
        if self._trouble is not Trouble.NONE:
            self._luck.note(self._trouble.value)
        victim = self._rng.choice(self._printers)
        victim.begin(self._trouble, self._rng)
        lane = self._lane
        assert lane is not None, "a shift begins with its lane"
        is_printed = lane.print_one() if is_calm else self._with_deaths(lane.print_one)
        if lane.now.second is not None:
            self._luck.note("second printer stood in")
        victim.mend()
        return is_printed

    def _with_deaths(self, work: Callable[[], bool]) -> bool:
        """Do it; now and then the program is killed or the machine loses its power in between."""
        luck = self._rng.random()
        if luck < DEATH_CHANCE:
            self._counter.kill_in(self._rng.randrange(8))
        elif luck < 2 * DEATH_CHANCE:
            self._counter.cut_power_in(1 + self._rng.randrange(30))
        try:
            return work()
        except DEATHS as death:
            self._luck.note("program killed" if "Killed" in type(death).__name__ else "power cut")
            self._counter.kill_in(None)
            self._counter.open()
            for printer in self._printers:
                printer.meet()
            self._begin_lane()
            return True
        finally:
            self._counter.kill_in(None)
            self._counter.cut_power_in(None)

    def _after_sale(self) -> None:
        """Now and then somebody lost a ticket, or wants an order again."""
        desk, luck = self._counter.desk, self._rng.random()
        row = desk.work.replica.sql.row(
            "SELECT order_origin, order_number FROM ticket_sold ORDER BY seq DESC LIMIT 1"
        )
        if row is None or luck > REISSUE_CHANCE + REPRINT_CHANCE:
            return
        order = _order(*row)
        if luck < REISSUE_CHANCE:
            ticket = self._rng.choice(tickets_of_order(desk.work.replica.sql, order)).ticket
            assert not isinstance(desk.after_sales.reissue(ticket, "weg"), Refusal)
            self._luck.note("ticket reissued")
        else:
            assert desk.reprint(order) is None
            self._luck.note("order printed again")

    def _run_empty(self) -> None:
        """All is well at last: what waits comes out."""
        for printer in self._printers:
            printer.mend()
        self._begin_lane(is_calm=True)
        in_vain = 0
        while (is_printed := self._print_one(is_calm=True)) or self._counter.desk.queue.count(
            PrintState.QUEUED
        ):
            in_vain = 0 if is_printed else in_vain + 1
            if in_vain > IN_VAIN_MAX:
                return  # `breaches` tells what is left

    def _settle_all(self) -> frozenset[str]:
        """A person looks for each paper that nobody is sure of, and prints it again if it is not
        there; the jobs that the person spoke for."""
        settling = Settling(self._counter.desk.work)
        whole = {drawn.job.id for drawn in self._tray.whole}
        for incident in settling.open_all():
            if incident.kind is not IncidentKind.UNKNOWN_PRINT:
                continue
            is_there = str(incident.details["job"]) in whole
            self.report.came_out += is_there
            how = Outcome.CAME_OUT if is_there else Outcome.REPRINTED
            settling.settle(SettleRequest(incident.id, how, "An"))
        rows = self._counter.desk.work.replica.sql.rows(
            "SELECT job FROM print_job WHERE state = 'unproven'"
        )
        self._counter.desk.queue.settle_unproven([job for (job,) in rows], ())
        orders = {_order_of(self._counter, ticket) for ticket in lacking(self._counter, self._tray)}
        self._printers = [SoakPrinter(self._families[0], self._tray, self._deadline_s)]
        for order in sorted(orders):
            assert self._counter.desk.reprint(order) is None
        self.report.printed_again = len(orders)
        self._run_empty()
        self._printers[0].close()
        return frozenset(job for (job,) in rows)

    def _fill_report(self, seconds: float) -> None:
        sql = self._counter.desk.work.replica.sql
        self.report.jobs = dict(
            sql.rows("SELECT state, COUNT(*) FROM print_job GROUP BY state ORDER BY state")
        )
        self.report.papers, self.report.pieces = len(self._tray.whole), len(self._tray.pieces)
        self.report.befell = dict(sorted(self._luck.befell.items()))
        self.report.seconds = round(seconds, 1)


def _order(origin: int, number: int) -> OrderId:
    return OrderId(Origin(origin), number)


def _order_of(counter: SoakCounter, ticket: TicketId) -> OrderId:
    row = counter.desk.work.replica.sql.row(
        "SELECT order_origin, order_number FROM ticket_sold"
        " WHERE origin = ? AND seq = ? AND line = ?",
        (ticket.origin, ticket.seq, ticket.line),
    )
    assert row is not None, "it was found in that table"
    return _order(*row)


def run_soak(wish: SoakWish, say: Callable[[str], None] = lambda _said: None) -> SoakReport:
    """Print so many tickets with everything going wrong; `say` hears how far it is."""
    return Soak(wish).run(say)
