"""What is to be printed, kept in the replica: a sale is finished when it is paid, not when it is
printed, and no ticket is forgotten by a crash (ux.md, decision 3).

One ticket is one job with one id (states: `PrintState`). A job found `sent` or `waiting` at a start
became unknown: nobody can tell whether it came out, so it is counted and not printed again by
itself. A person settles it: an incident (`replica.incidents`).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from podium_desk.application.clock import DeviceClock
from podium_desk.application.printer_book import PrinterBook, Replaced
from podium_desk.domain.ids import OrderId, Origin, TicketId
from podium_desk.late_dataclass import dataclass
from podium_desk.replica.printed_papers import RECEIPT, NamedPaper, papers_in
from podium_desk.replica.queries import SoldRow
from sync.store.port import Sql

SLIP = "slip"
"""Of a reservation."""
VOUCHER = "voucher-"
PASS = "pass-"  # noqa: S105 - a card of the house
DRAW = "draw-"
SUMMARY = "summary"
SEATS = "seats-"
REPORTS = ("X-", "Z-")
"""How the names of till reports begin; a ticket's begins with a digit."""


class PrintState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    SENT = "sent"
    WAITING = "waiting"
    """On its way, while the printer wants paper, its cover closed, or a hand."""
    PRINTED = "printed"
    """The printer confirmed it, or a person did."""
    UNPROVEN = "unproven"
    """Handed to a printer that cannot confirm: a person is asked (`settle_unproven`)."""
    UNKNOWN = "unknown"
    """Perhaps on paper, perhaps in part: an incident, which a person settles."""
    KEPT = "kept"
    """Nobody is there to take it: it waits until its guest comes for it."""
    DROPPED = "dropped"
    """There is nothing good left to print: refunded before it came out."""
    MISSED = "missed"
    """A person says that it did not come out: another one was queued, as a duplicate."""


TO_COME = (PrintState.QUEUED, PrintState.SENT, PrintState.WAITING)
"""The jobs that will still come out, as far as anybody knows."""


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """One job: a ticket, an order's receipt or its slip, or the till report of that name (``Z-3``).

    `duplicate` is 0 for the first print.
    """

    id: str
    order: OrderId
    ticket: TicketId | None
    duplicate: int
    report: str = ""
    is_slip: bool = False
    voucher: str = ""
    """The number of the voucher that it is, else empty."""
    pass_number: str = ""
    """The number of the pass of the house that it is, else empty."""
    draw: int = 0
    """The performance whose waiting list it is, else 0."""
    is_summary: bool = False
    seats: int = 0
    """The performance whose list of places it is, else 0."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How many papers a person saw, and how many are printed again."""

    seen: int
    again: int


def doubt_all(sql: Sql) -> None:
    """After a memory was put back: what it takes for waiting may have been printed long since."""
    with sql.transaction():
        sql.run(
            "UPDATE print_job SET state = ? WHERE state IN (?, ?, ?, ?)",
            [state.value for state in (PrintState.UNKNOWN, *TO_COME, PrintState.KEPT)],
        )


class PrintQueue:
    """The jobs of one device, oldest first."""

    def __init__(self, sql: Sql, clock: DeviceClock) -> None:
        self._sql = sql
        self._clock = clock
        self.book = PrinterBook(sql, clock)

    def queue_order(self, order: OrderId, rows: Sequence[SoldRow], duplicate: int) -> None:
        """Queue these tickets of an order, and its receipt. A chair that only makes room for a
        wheelchair has no ticket."""
        tickets = [str(row.ticket) for row in rows if row.persons]
        self._put(order, [*tickets, RECEIPT], duplicate)

    def keep_order(self, order: OrderId, rows: Sequence[SoldRow]) -> None:
        """Keep these tickets and the receipt until somebody comes for them."""
        self.queue_order(order, rows, 0)
        self._move(order, PrintState.QUEUED, PrintState.KEPT)

    def fetch(self, order: OrderId) -> bool:
        """Print what was kept of an order; False where nothing is."""
        row = self._sql.row(
            "SELECT 1 FROM print_job WHERE order_origin = ? AND order_number = ? AND state = ?",
            (order.origin, order.number, PrintState.KEPT.value),
        )
        self._move(order, PrintState.KEPT, PrintState.QUEUED)
        return row is not None

    def _move(self, order: OrderId, old: PrintState, new: PrintState) -> None:
        self._sql.run(
            "UPDATE print_job SET state = ? WHERE order_origin = ? AND order_number = ?"
            " AND state = ? AND what <> ?",
            (new.value, order.origin, order.number, old.value, SLIP),
        )

    def queue_ticket(self, order: OrderId, ticket: TicketId, duplicate: int) -> None:
        """Queue one ticket, for a reissue. What still waits of its old code is not printed."""
        self._sql.run(
            "UPDATE print_job SET state = ? WHERE what = ? AND state IN (?, ?)",
            (PrintState.DROPPED.value, str(ticket), PrintState.QUEUED.value, PrintState.KEPT.value),
        )
        self._put(order, [str(ticket)], duplicate)

    def queue_slip(self, order: OrderId) -> None:
        """Queue the slip of a reservation."""
        self._put(order, [SLIP], 0)

    def queue_voucher(self, order: OrderId, number: str) -> None:
        """Queue a voucher that was sold."""
        self._put(order, [f"{VOUCHER}{number}"], 0)

    def queue_passes(self, order: OrderId, numbers: Sequence[str], duplicate: int) -> None:
        """Queue the passes that an order bought."""
        self._put(order, [f"{PASS}{number}" for number in numbers], duplicate)

    def queue_draw(self, origin: Origin, performance: int) -> None:
        """Queue the sheet of a performance's waiting list."""
        self._put(OrderId(origin, 0), [f"{DRAW}{performance}"], 0)

    def queue_summary(self, order: OrderId) -> None:
        """Queue what an order is, on one paper."""
        self._put(order, [SUMMARY], 0)

    def queue_seats(self, origin: Origin, performance: int) -> None:
        """Queue the list of a performance's places."""
        self._put(OrderId(origin, 0), [f"{SEATS}{performance}"], 0)

    def queue_report(self, origin: Origin, name: str) -> None:
        """Queue a till report; one that was printed before is a duplicate."""
        before = self._sql.row(
            "SELECT COUNT(*) FROM print_job WHERE what = ? AND order_origin = ?", (name, origin)
        )
        self._put(OrderId(origin, 0), [name], 0 if before is None else int(before[0]))

    def next(self) -> PrintOrder | None:
        """The oldest queued job."""
        row = self._sql.row(
            "SELECT job, order_origin, order_number, what, duplicate FROM print_job"
            " WHERE state = ? ORDER BY job LIMIT 1",
            (PrintState.QUEUED.value,),
        )
        if row is None:
            return None
        job, origin, number, what, duplicate = row
        order = OrderId(Origin(origin), number)
        if what.startswith(REPORTS):
            return PrintOrder(job, order, None, duplicate, what)
        if what.startswith(VOUCHER):
            return PrintOrder(job, order, None, duplicate, voucher=what.removeprefix(VOUCHER))
        if what.startswith(PASS):
            return PrintOrder(job, order, None, duplicate, pass_number=what.removeprefix(PASS))
        if what.startswith(DRAW):
            return PrintOrder(job, order, None, duplicate, draw=int(what.removeprefix(DRAW)))
        if what.startswith(SEATS):
            return PrintOrder(job, order, None, duplicate, seats=int(what.removeprefix(SEATS)))
        ticket = None if what in (RECEIPT, SLIP, SUMMARY) else TicketId.parse(what)
        return PrintOrder(
            job, order, ticket, duplicate, is_slip=what == SLIP, is_summary=what == SUMMARY
        )

    def note(self, job: str, state: PrintState) -> None:
        """Remember how far a job is."""
        with self._sql.transaction():
            self._sql.run("UPDATE print_job SET state = ? WHERE job = ?", (state.value, job))

    def put_back(self, job: PrintOrder) -> bool:
        """Nothing of it reached paper: it is queued again, or dropped; whether it was dropped.

        A ticket that was reissued meanwhile is: two papers would bear the one new code.
        """
        is_superseded = job.ticket is not None and self._is_superseded(str(job.ticket), job.id)
        self.note(job.id, PrintState.DROPPED if is_superseded else PrintState.QUEUED)
        return is_superseded

    def came_out(
        self, job: str, state: PrintState, address: str, height_mm: int, model: str
    ) -> Replaced | None:
        """An attempt sent what it had to a printer: how it ended, the paper that it took, and what
        the printer calls itself; what it was before, when that was another model."""
        with self._sql.transaction():
            self.note(job, state)
            self.book.paper_out(address, height_mm)
            return self.book.met(address, model)

    def unproven(self, count_max: int | None = None) -> list[NamedPaper]:
        """The papers that no printer confirmed, oldest first; None for all."""
        return papers_in(self._sql, PrintState.UNPROVEN.value, count_max)

    def settle_unproven(self, came_out: Sequence[str], missing: Sequence[str]) -> Settled:
        """A person has looked for the papers of these jobs; what did not come out is printed again
        as a duplicate. A job that was settled meanwhile is left alone."""
        with self._sql.transaction():
            seen = sum(self._left_unproven(job, PrintState.PRINTED) for job in came_out)
            again = sum(
                self._again(job) for job in missing if self._left_unproven(job, PrintState.MISSED)
            )
        return Settled(seen, again)

    def _left_unproven(self, job: str, state: PrintState) -> bool:
        row = self._sql.row(
            "SELECT 1 FROM print_job WHERE job = ? AND state = ?", (job, PrintState.UNPROVEN.value)
        )
        if row is not None:
            self.note(job, state)
        return row is not None

    def _again(self, job: str) -> bool:
        """Queue the paper of this job as a duplicate; not one whose new code has a paper."""
        origin, number, what = self._sql.rows(
            "SELECT order_origin, order_number, what FROM print_job WHERE job = ?", (job,)
        )[0]
        if what[:1].isdigit() and self._is_superseded(what, job):
            return False
        row = self._sql.row(
            "SELECT MAX(duplicate) FROM print_job"
            " WHERE order_origin = ? AND order_number = ? AND what = ?",
            (origin, number, what),
        )
        copy = 1 if row is None else int(row[0]) + 1
        self._put(OrderId(Origin(origin), number), [what], copy)
        return True

    def _is_superseded(self, ticket: str, job: str) -> bool:
        """Whether a ticket got a newer code, with a paper of its own."""
        newer = self._sql.row(
            "SELECT 1 FROM print_job WHERE what = ? AND duplicate = 0 AND job > ?", (ticket, job)
        )
        return newer is not None

    def after_start(self) -> int:
        """Jobs that were under way when the power went are unknown now; how many."""
        with self._sql.transaction():
            self._sql.run(
                "UPDATE print_job SET state = ? WHERE state IN (?, ?)",
                (PrintState.UNKNOWN.value, PrintState.SENT.value, PrintState.WAITING.value),
            )
        return self.count(PrintState.UNKNOWN)

    def count(self, *states: PrintState) -> int:
        """How many jobs are in any of these states."""
        places = ", ".join("?" * len(states))
        row = self._sql.row(
            f"SELECT COUNT(*) FROM print_job WHERE state IN ({places})",
            [state.value for state in states],
        )
        return 0 if row is None else int(row[0])

    def duplicates(self, order: OrderId) -> int:
        """How often an order was printed again."""
        row = self._sql.row(
            "SELECT MAX(duplicate) FROM print_job WHERE order_origin = ? AND order_number = ?",
            (order.origin, order.number),
        )
        return 0 if row is None or row[0] is None else int(row[0])

    def _put(self, order: OrderId, papers: Sequence[str], duplicate: int) -> None:
        newest = self._sql.row("SELECT MAX(job) FROM print_job")
        first = 1 if newest is None or newest[0] is None else int(newest[0][:8]) + 1
        now_ms = self._clock.now_ms()
        self._sql.run_many(
            "INSERT INTO print_job VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (f"{sequence:08d}-{order}", order.origin, order.number, what, duplicate,
                 PrintState.QUEUED.value, now_ms)
                for sequence, what in enumerate(papers, first)
            ],
        )  # fmt: skip
