"""What the page of a performance's lists asks of a counter; used on the replica's lane only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from podium_desk.application.asked_papers import AskedPapers
    from podium_desk.application.attending import Attending
    from podium_desk.application.cancelled_performances import CancelledPerformances
    from podium_desk.application.counter import PerformanceRow
    from podium_desk.application.guests import GuestLists
    from podium_desk.application.waiting_lists import WaitingLists
    from podium_desk.domain.ids import PerformanceId


class ListsDesk(Protocol):
    """The lists of a counter."""

    def performance_row(self, performance: PerformanceId, /) -> PerformanceRow | None:
        """The performance as it stands in the list; None when it is not on sale here."""
        ...

    def print_draw(self, performance: PerformanceId, /) -> None:
        """Print the sheet of a waiting list that is closed."""
        ...

    @property
    def asked_papers(self) -> AskedPapers:
        """The list of places, on paper."""
        ...

    @property
    def attending(self) -> Attending:
        """Who came."""
        ...

    @property
    def cancelled(self) -> CancelledPerformances:
        """What goes back for performances that do not go on."""
        ...

    @property
    def guests(self) -> GuestLists:
        """Who is let in for nothing."""
        ...

    @property
    def waiting(self) -> WaitingLists:
        """Who waits for places."""
        ...
