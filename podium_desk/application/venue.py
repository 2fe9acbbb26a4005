"""One device among the others of its house: whom it hears, what it answers, what it tends to."""

from __future__ import annotations

from collections.abc import Callable

from podium_desk.application.admission_holder import HolderChoice
from podium_desk.application.admitting import Admitting
from podium_desk.application.counter import Connection
from podium_desk.application.customers import forget_joined
from podium_desk.application.evening_asking import EveningAsking
from podium_desk.application.jobs import Changes
from podium_desk.application.keeping import give_to_keeper
from podium_desk.application.lane import Lane
from podium_desk.application.named_orders import scrub_erased
from podium_desk.application.venue_line import VenueLine
from podium_desk.application.venue_link import VenueState
from podium_desk.application.venue_policy import VenuePolicy
from podium_desk.application.venue_state import venue_state
from podium_desk.application.workplace import Workplace
from podium_desk.late_dataclass import dataclass
from sync.exchange.peer_service import Ears, PeerService
from sync.exchange.peer_session import Lines, PeerSession
from sync.exchange.peer_trust import Member


@dataclass(frozen=True, slots=True)
class VenueWires:
    """What the venue's network is made of here; in a simulation, memory."""

    lane: Lane
    open_lines: Callable[[str], Lines]
    """Two lines to an address."""
    nonce: Callable[[], bytes]
    heard: Callable[[Changes], None]
    """Told, on any thread, what screens should look at again."""


class Venue:
    """Joins a workplace to the venue's network. Threads and sockets are the caller's."""

    def __init__(self, work: Workplace, member: Member, wires: VenueWires) -> None:
        self._work = work
        self._lane = wires.lane
        self._choice = HolderChoice(work)
        self._admitting = Admitting(work, work.claims.name)
        self._evening = EveningAsking(work)

        def open_session(address: str) -> PeerSession:
            lines = wires.open_lines(address)
            return PeerSession(work.replica, member, lines, wires.lane, wires.nonce)

        self.line = VenueLine(work.replica, work.clock, wires.lane, open_session, wires.heard)
        ears = Ears(
            lambda _count: wires.heard(Changes(catalogue=True)),
            self.line.told_outdated,
            self.line.heard_devices,
            self.line.ages,
        )
        self.service = PeerService(work.replica, member, wires.lane, VenuePolicy(work), ears)
        self.line.confirmed = work.memory.confirm
        work.venue = self.line

    def tend(self) -> None:
        """What is due now and then: surplus to the keeper, and doors without a holder."""
        if not self._lane(self._tend):
            self._evening.ask_peer(self._lane)

    def _tend(self) -> bool:
        """Whether the store is there, which tells a door of its evening."""
        work = self._work
        forget_joined(work)
        scrub_erased(work)
        is_online = work.link.state().connection is Connection.ONLINE
        if not is_online and venue_state(work) is VenueState.KEEPER:
            give_to_keeper(work)
        self._choice.look(tuple(one.id for one in self._admitting.tonight()))
        return is_online
