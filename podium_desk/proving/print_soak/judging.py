"""What must hold of every job: printed exactly once, or in the hands of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from podium_desk.application.print_queue import PrintState
from podium_desk.application.settling import Settling
from podium_desk.domain.ids import TicketId
from podium_desk.domain.incidents import IncidentKind, kind_of_id
from podium_desk.proving.print_soak.counter import SoakCounter
from podium_desk.proving.print_soak.tray import Tray
from podium_desk.replica.queries import find_ticket

_MOST = {
    PrintState.PRINTED: 1,
    PrintState.UNPROVEN: 1,
    PrintState.UNKNOWN: 1,
    PrintState.QUEUED: 0,
    PrintState.SENT: 0,
    PrintState.WAITING: 0,
    PrintState.KEPT: 0,
    PrintState.DROPPED: 0,
}
"""How many whole papers a job may have, by how it ended."""


def breaches(
    counter: SoakCounter, tray: Tray, confirmed: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Tell each job that does not hold to the rule, and each ticket with two good papers.

    `confirmed` are jobs that a person spoke for; `lacking` tells whether their tickets are there.
    """
    sql = counter.desk.work.replica.sql
    papers = Counter(drawn.job.id for drawn in tray.whole)
    asked = _asked(counter)
    unproven = 0
    for job, what, text in sql.rows("SELECT job, what, state FROM print_job ORDER BY job"):
        state, count = PrintState(text), papers[job]
        unproven += state is PrintState.UNPROVEN
        if count > _MOST[state]:
            yield f"{job} ({what}) is {state.value} and came out {count} times"
        if state is PrintState.PRINTED and count == 0 and job not in confirmed:
            yield f"{job} ({what}) is said to be printed and is nowhere"
        if state in (PrintState.SENT, PrintState.WAITING, PrintState.QUEUED):
            yield f"{job} ({what}) is {state.value} when everything is well"
        if state is PrintState.UNKNOWN and job not in asked:
            yield f"{job} ({what}) is unknown and nobody is asked"
    if unproven != counter.desk.queue.count(PrintState.UNPROVEN):
        yield "not every unproven paper is asked about"
    yield from _two_good_papers(tray)


def lacking(counter: SoakCounter, tray: Tray) -> Iterator[TicketId]:
    """Tell each sold ticket of which no whole paper with its code of now is in the tray."""
    work = counter.desk.work
    houses: list[int] = sorted(work.catalogue.houses())
    newest: dict[TicketId, int] = {}
    for drawn in tray.whole:
        if drawn.job.ticket is not None:
            before = newest.get(drawn.job.ticket, -1)
            newest[drawn.job.ticket] = max(before, drawn.generation)
    rows = work.replica.sql.rows("SELECT origin, seq, line FROM ticket_sold")
    for ticket in (TicketId(*row) for row in rows):
        sold = find_ticket(work.replica.sql, ticket, houses)
        if sold is not None and newest.get(ticket, -1) < sold.generation:
            yield ticket


def _asked(counter: SoakCounter) -> set[str]:
    """The jobs of which an incident asks, or asked, whether they came out."""
    settling = Settling(counter.desk.work)
    names = [one.id for one in settling.open_all()]
    names += [one.incident for one in settling.history()]
    prints = (name for name in names if kind_of_id(name) is IncidentKind.UNKNOWN_PRINT)
    return {name.rpartition(":")[2] for name in prints}


def _two_good_papers(tray: Tray) -> Iterator[str]:
    """Two papers of one code, of which none says DUPLICAAT, admit nobody twice but look stolen."""
    good = Counter(
        (drawn.job.ticket, drawn.generation)
        for drawn in tray.whole
        if drawn.job.ticket is not None and drawn.job.duplicate == 0
    )
    for (ticket, generation), count in good.items():
        if count > 1:
            yield f"ticket {ticket} has {count} papers of code {generation} that are no duplicate"
