"""What the local leisure monitor asks of a house's year: a line for each performance.

The questions are those of the *lokale vrijetijdsmonitor* (domain.md section 4.4); there is no
interface to send them to, so they are a table. docs/rules/attendance.md has its columns.
"""

from __future__ import annotations

from podium_desk.domain.attendance import AttendanceSeen
from podium_desk.domain.programme import Performance, PerformanceStatus
from podium_desk.late_dataclass import dataclass

TAKES_PLACE = frozenset({PerformanceStatus.AVAILABLE, PerformanceStatus.SOLD_OUT})


@dataclass(frozen=True, slots=True)
class LeisureLine:
    """One performance. `capacity` is None where it was not on sale here, `attended` where it did
    not take place; `no_shows` is None where no door scanned. All but cents are persons."""

    performance: Performance
    capacity: int | None
    sold: int
    free: int
    uitpas: int
    income_cents: int
    attended: int | None
    is_counted: bool
    no_shows: int | None
    is_incomplete: bool

    @property
    def unsold(self) -> int | None:
        """Places nobody bought."""
        return None if self.capacity is None else max(0, self.capacity - self.sold)


def leisure_line(
    performance: Performance, capacity: int | None, seen: AttendanceSeen
) -> LeisureLine:
    """A performance's line: attendance is exact where a door scanned; else as many are taken to
    have come as were sold."""
    sold = [ticket for ticket in seen.tickets if ticket.is_expected]
    persons = sum(ticket.persons for ticket in sold)
    took_place = capacity is not None and performance.status in TAKES_PLACE
    guessed = persons if took_place else None
    return LeisureLine(
        performance=performance,
        capacity=capacity,
        sold=persons,
        free=sum(ticket.persons for ticket in sold if not ticket.price_cents),
        uitpas=sum(ticket.persons for ticket in sold if ticket.is_uitpas),
        income_cents=sum(ticket.price_cents for ticket in sold),
        attended=seen.count.count.admitted_persons if seen.was_scanned else guessed,
        is_counted=seen.was_scanned,
        no_shows=seen.count.count.no_show_persons if seen.was_scanned else None,
        is_incomplete=bool(seen.unknown),
    )
