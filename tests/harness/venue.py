"""The venue's own network in memory: devices of a `Cluster` that hear each other, or do not."""

from __future__ import annotations

from harness.cluster import Cluster, Place
from podium_desk.application.lane import direct_lane
from podium_desk.application.venue import Venue, VenueWires
from sync.exchange.line import StoreAway
from sync.exchange.peer_session import Lines
from sync.exchange.peer_trust import Member


class VenueWire:
    """A line from one place to another; cut as long as either is off the network."""

    def __init__(self, network: VenueNetwork, source: Place, target: Place) -> None:
        self._network = network
        self._source = source
        self._target = target

    def peer_public(self, timeout_s: float) -> bytes:
        self._check()
        return self._target.key.public

    def call(self, path: str, body: bytes, timeout_s: float) -> bytes:
        self._check()
        self._network.calls.append((path, self._source.work.claims.name))
        answer = self._network.venues[self._target.work.claims.name].service.answer(path, body)
        if self._target in self._network.loses_answers:
            raise StoreAway("lost")
        return answer

    def close(self) -> None:
        """Nothing to hang up."""

    def _check(self) -> None:
        if {id(self._source), id(self._target)} & self._network.cut:
            raise StoreAway("cut")


class VenueNetwork:
    """Every place of a cluster's house on one network. Addresses are the devices' names."""

    def __init__(self, cluster: Cluster, *places: Place) -> None:
        self.cluster = cluster
        self.places = {place.work.claims.name: place for place in places}
        self.venues: dict[str, Venue] = {}
        self.cut: set[int] = set()
        self.loses_answers: list[Place] = []
        self.calls: list[tuple[str, str]] = []
        for place in places:
            self.join(place)

    def join(self, place: Place) -> None:
        """Put a place, or one that was started again, on the network."""
        member = Member(place.membership.certificate, place.key, place.membership.authority_public)

        def open_lines(address: str) -> Lines:
            wire = VenueWire(self, place, self.places[address])
            return Lines(wire, wire)

        wires = VenueWires(direct_lane, open_lines, self.cluster.nonce, lambda _changes: None)
        venue = Venue(place.work, member, wires)
        self.venues[place.work.claims.name] = venue
        venue.line.woken = lambda: self.tell(place)
        for name in self.places:
            if name != place.work.claims.name:
                venue.line.found(name)

    def round(self) -> None:
        """Everybody exchanges with everybody, as every two seconds."""
        for venue in self.venues.values():
            for neighbour in venue.line.neighbours():
                venue.line.exchange(neighbour)
            venue.tend()

    def tell(self, place: Place) -> None:
        """What happens at a commit."""
        venue = self.venues[place.work.claims.name]
        for neighbour in venue.line.neighbours():
            venue.line.tell(neighbour)

    def pull_the_plug(self, *places: Place) -> None:
        """These places are off the network."""
        self.cut |= {id(place) for place in places}

    def plug_in(self) -> None:
        """Everybody is back on it."""
        self.cut.clear()
