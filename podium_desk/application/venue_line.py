"""Keeping in touch with the other devices of the house, each by itself: one that hangs or errs
holds nobody up. The steps are here; who calls them when is `venue_threads`, or a simulation.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from podium_desk.application.clock import DeviceClock
from podium_desk.application.forgetting import told_by_peer
from podium_desk.application.jobs import Changes
from podium_desk.application.lane import Lane
from podium_desk.application.venue_link import PEER_ASK_TIMEOUT_S, PeerState
from podium_desk.domain.ids import Origin, device_of
from podium_desk.late_dataclass import dataclass
from sync.exchange.line import ExchangeFault, StoreAway, StoreRefused
from sync.exchange.peer_session import Exchanged, PeerSession, Wanted
from sync.identity.certificate import CertificateClaims
from sync.store.hearsay import Ages
from sync.store.replica import Replica

HEARD_MS = 6_000
"""Who was heard this lately is there: three exchanges."""


@dataclass(slots=True)
class Neighbour:
    """Whoever answers at one address."""

    address: str
    session: PeerSession
    last_heard_ms: int | None = None
    """By the device's own clock, uncorrected, so that a correction makes nobody disappear."""
    fault: str | None = None
    hears: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class VenueOutcome:
    """What one exchange with one peer came to."""

    exchanged: Exchanged | None
    fault: ExchangeFault | None

    @property
    def changes(self) -> Changes:
        """What screens should look at again."""
        is_news = self.exchanged is not None and self.exchanged.received > 0
        return Changes(catalogue=is_news, connection=True)


class VenueLine:
    """A `VenueLink`: the other devices of the house, by address."""

    def __init__(
        self,
        replica: Replica,
        clock: DeviceClock,
        lane: Lane,
        open_session: Callable[[str], PeerSession],
        heard: Callable[[Changes], None],
    ) -> None:
        """`open_session` makes a session for an address; `heard` is told what screens look at."""
        self._replica = replica
        self._clock = clock
        self._lane = lane
        self._open_session = open_session
        self.heard = heard
        self.woken: Callable[[], None] = lambda: None
        """Called by `wake`: whoever runs the steps then tells everybody."""
        self.confirmed: Callable[[], None] = lambda: None
        """Called on the lane: a peer has our own log exactly as far as we do."""
        self.begin_anew: Callable[[], None] | None = None
        """On the lane: go on as the next incarnation. Without it the store's next round does so."""
        self._neighbours: dict[str, Neighbour] = {}
        """Replaced as a whole, so that whoever reads it needs no lock."""
        self._changing = Lock()

    def is_on(self) -> bool:
        """It is."""
        return True

    def neighbours(self) -> tuple[Neighbour, ...]:
        """Everybody whose address is known."""
        return tuple(self._neighbours.values())

    def found(self, address: str) -> Neighbour:
        """Somebody may be at this address (``host:port``); nothing is sent yet."""
        with self._changing:
            known = self._neighbours.get(address)
            if known is None:
                known = Neighbour(address, self._open_session(address))
                self._neighbours = {**self._neighbours, address: known}
        return known

    def lost(self, address: str) -> None:
        """Nobody is at this address any more."""
        with self._changing:
            rest = dict(self._neighbours)
            gone = rest.pop(address, None)
            self._neighbours = rest
        if gone is not None:
            gone.session.close()

    def exchange(self, neighbour: Neighbour) -> VenueOutcome:
        """Meet whoever is there and exchange all that either side lacks."""
        try:
            claims = neighbour.session.meet()
            if claims.device == self._own_device:
                raise StoreRefused("own_address", "this device itself answers there")
            done = neighbour.session.exchange()
        except ExchangeFault as fault:
            neighbour.fault = fault_of(fault)
            neighbour.session.close()
            return VenueOutcome(None, fault)
        if done.is_outdated:
            self._lane(lambda: self.told_outdated(done.own_logs))
        if done.is_confirmed:
            self._lane(self.confirmed)
        self._heard_from(neighbour, done.hears)
        self._lane(lambda: self._hear_of(claims.device, done))
        return VenueOutcome(done, None)

    def ages(self) -> Ages:
        """On the lane: how long ago the others of the house were heard of, and the store."""
        return self._replica.hearsay.ages(self._clock.raw_ms(), self._replica.company())

    def _hear_of(self, device: int, done: Exchanged) -> None:
        now_ms, hearsay = self._clock.raw_ms(), self._replica.hearsay
        hearsay.heard(device, now_ms)
        hearsay.told(done.ages, now_ms, self._replica.company())

    def tell(self, neighbour: Neighbour) -> int:
        """Bring our newest facts to one peer that is there; how many went."""
        if not self._is_heard(neighbour):
            return 0
        try:
            told = neighbour.session.tell()
        except ExchangeFault as fault:
            neighbour.fault = fault_of(fault)
            return 0
        self._heard_from(neighbour, neighbour.hears)
        return told

    def told_outdated(self, logs: tuple[int, ...]) -> None:
        """On the lane: a peer shows that our memory is old, and knows these logs of ours.

        Whatever were said in the old log from now on would be a second history of it.
        """
        told_by_peer(self._replica, logs)
        if self.begin_anew is not None:
            self.begin_anew()

    def peers(self) -> tuple[PeerState, ...]:
        """The devices met since the start, by number; each once, as it was heard last."""
        states: dict[int, PeerState] = {}
        for neighbour in sorted(self.neighbours(), key=lambda one: one.last_heard_ms or 0):
            claims = neighbour.session.claims
            if claims is not None and claims.device != self._own_device:
                states[claims.device] = self._state(neighbour, claims)
        return tuple(states[device] for device in sorted(states))

    def hears(self, device: int) -> bool:
        """Whether a device was heard in the last seconds."""
        return self._at(device) is not None

    def heard_devices(self) -> tuple[int, ...]:
        """The devices heard in the last seconds."""
        return tuple(peer.device for peer in self.peers() if peer.is_heard)

    def heard_by_others(self) -> frozenset[int]:
        """The devices that those we hear do hear."""
        there = (one for one in self.neighbours() if self._is_heard(one))
        return frozenset(device for neighbour in there for device in neighbour.hears)

    def ask(
        self,
        giver: Origin,
        house: int,
        pool: int,
        units: tuple[int, ...],
        /,
        is_spent: bool = False,
    ) -> frozenset[int]:
        """The units of these that the writer of log `giver` gave."""
        neighbour = self._at(device_of(giver))
        if neighbour is None:
            return frozenset()
        try:
            wanted = Wanted(house, pool, units, is_spent)
            return neighbour.session.ask(wanted, giver, PEER_ASK_TIMEOUT_S)
        except ExchangeFault as fault:
            neighbour.fault = fault_of(fault)
            return frozenset()

    def consult(
        self, device: int, topic: str, question: bytes, timeout_s: float, /
    ) -> bytes | None:
        """A device's answer to a question, None when there is none in time."""
        return self._answered(device, lambda peer: peer.consult(topic, question, timeout_s))

    def errand(self, device: int, topic: str, question: bytes, timeout_s: float, /) -> bytes | None:
        """The same beside the lane, on the line of the news."""
        return self._answered(device, lambda peer: peer.errand(topic, question, timeout_s))

    def _answered(self, device: int, asked: Callable[[PeerSession], bytes]) -> bytes | None:
        neighbour = self._at(device)
        if neighbour is None:
            return None
        try:
            return asked(neighbour.session)
        except ExchangeFault as fault:
            neighbour.fault = fault_of(fault)
            return None

    def wake(self) -> None:
        """There is something to tell: do it now."""
        self.woken()

    def close(self) -> None:
        """Hang up on everybody."""
        for neighbour in self.neighbours():
            neighbour.session.close()

    @property
    def _own_device(self) -> int:
        own = self._replica.own
        assert own is not None, "only a device with a log has peers"
        return device_of(Origin(own.origin))

    def _at(self, device: int) -> Neighbour | None:
        """Where a device answers, when it was heard in the last seconds."""
        for neighbour in self.neighbours():
            claims = neighbour.session.claims
            if claims is not None and claims.device == device and self._is_heard(neighbour):
                return neighbour
        return None

    def _is_heard(self, neighbour: Neighbour) -> bool:
        last_ms = neighbour.last_heard_ms
        return last_ms is not None and 0 <= self._clock.raw_ms() - last_ms <= HEARD_MS

    def _heard_from(self, neighbour: Neighbour, hears: tuple[int, ...]) -> None:
        neighbour.last_heard_ms = self._clock.raw_ms()
        neighbour.fault = None
        neighbour.hears = hears

    def _state(self, neighbour: Neighbour, claims: CertificateClaims) -> PeerState:
        last_ms = neighbour.last_heard_ms
        corrected = None if last_ms is None else last_ms - (self._clock.error_ms or 0)
        return PeerState(
            claims.device, claims.name, claims.role, neighbour.address,
            self._is_heard(neighbour), corrected, neighbour.fault,
        )  # fmt: skip


def fault_of(fault: ExchangeFault) -> str:
    """The stable code of a fault between peers."""
    match fault:
        case StoreRefused():
            return fault.code
        case StoreAway():
            return "peer_away"
        case _:
            return "not_a_peer"
