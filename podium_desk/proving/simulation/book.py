"""What the world outside saw: papers, money, entries. Kept by the guests, not by any device."""

from __future__ import annotations

from dataclasses import field

from podium_desk.application.counter import SaleDone
from podium_desk.domain.ids import OrderId, PerformanceId, TicketId, Unit
from podium_desk.late_dataclass import dataclass
from podium_desk.proving.simulation.printer import Paper


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale that a device confirmed to a guest."""

    device: str
    at_ms: int
    done: SaleDone


@dataclass(frozen=True, slots=True)
class Refund:
    """Money handed back for tickets, as a device confirmed it."""

    device: str
    at_ms: int
    order: OrderId
    tickets: tuple[TicketId, ...]
    cents: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A guest who was let in; `is_undone` when they turned round at once."""

    door: str
    at_ms: int
    ticket: TicketId
    performance: PerformanceId
    token: str
    was_online: bool
    is_alone: bool = False
    """The door said that it decided without the admission holder."""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A guest who was told that this ticket is inside already."""

    door: str
    at_ms: int
    ticket: TicketId


@dataclass(frozen=True, slots=True)
class Silence:
    """A door heard nobody and was heard by nobody, by the networks' own record."""

    door: str
    from_ms: int
    until_ms: int


@dataclass(slots=True)
class Book:
    """Everything, in the order in which it happened."""

    papers: list[Paper] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)
    seen_gone: set[TicketId] = field(default_factory=set)
    """Tickets that a clerk saw taken back on their order's page: let go, exchanged, or paid back
    by a deed whose answer was lost."""
    reissued: dict[TicketId, int] = field(default_factory=dict)
    zs: int = 0
    """How often a register's day was closed."""
    entries: list[Entry] = field(default_factory=list)
    undone: set[str] = field(default_factory=set)
    turned_away: list[TurnedAway] = field(default_factory=list)
    sent_away_wrongly: list[str] = field(default_factory=list)
    """Guests of a full house who had a good ticket, were not in, and were not let in."""
    silences: list[Silence] = field(default_factory=list)
    """When doors of a full house were cut off."""
    got_unduly: list[str] = field(default_factory=list)
    """What somebody who means harm has in hand and should not."""
    refused_though_held: list[str] = field(default_factory=list)
    destroyed_until_ms: dict[str, int] = field(default_factory=dict)
    """Devices whose data was put back then: what they had not sent before is gone for ever."""
    written_off: set[tuple[PerformanceId, Unit]] = field(default_factory=set)
    """Places of which a manager was told that they may be sold twice."""

    def may_be_gone(self, device: str, at_ms: int) -> bool:
        """Whether what a device did then was destroyed with its disk."""
        return at_ms <= self.destroyed_until_ms.get(device, -1)

    def refunded(self) -> set[TicketId]:
        """Every ticket that was taken back."""
        told = {ticket for refund in self.refunds for ticket in refund.tickets}
        return told | self.seen_gone

    def good_papers(self) -> list[Paper]:
        """The papers that guests hold and that were not taken back, the newest code of each."""
        gone = self.refunded()
        newest: dict[TicketId, Paper] = {}
        for paper in self.papers:
            known = newest.get(paper.ticket)
            if paper.ticket not in gone and (known is None or paper.generation > known.generation):
                newest[paper.ticket] = paper
        return list(newest.values())
