"""Names on orders while the internet is down: from counter to counter over real sockets, and not
one byte of them to a door."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec
import pytest
from harness.cluster import Cluster, Place
from test_desk_and_door import Evening, evening, sell
from test_personal_data import ADA, erase, names, unpacked_of

from podium_desk.application.lane import direct_lane
from podium_desk.application.venue import Venue, VenueWires
from sync.exchange.lan import LanLine, LanServer
from sync.exchange.messages import Envelope
from sync.exchange.peer_session import Lines
from sync.exchange.peer_trust import Member
from sync.store.personal import PersonalTable

__all__ = ["evening"]


@dataclass
class Lan:
    """The devices of a house, each with a server on loopback."""

    venues: dict[str, Venue] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    said: dict[int, bytes] = field(default_factory=dict)
    """All that each device said and was told, as caller and as the one called, unpacked."""

    def heard(
        self, called: int, answer: Callable[[str, bytes], bytes]
    ) -> Callable[[str, bytes], bytes]:
        def answered(path: str, body: bytes) -> bytes:
            caller = msgspec.msgpack.decode(body, type=Envelope).device
            given = answer(path, body)
            for device in (caller, called):
                self.said[device] = self.said.get(device, b"") + unpacked_of([body, given])
            return given

        return answered

    def round(self) -> None:
        for name, venue in self.venues.items():
            for other, port in self.ports.items():
                if other != name:
                    outcome = venue.line.exchange(venue.line.found(f"127.0.0.1:{port}"))
                    assert outcome.fault is None, outcome
            venue.tend()


@contextlib.contextmanager
def lan_of(cluster: Cluster, *places: Place) -> Iterator[Lan]:
    def open_lines(address: str) -> Lines:
        port = int(address.rpartition(":")[2])
        return Lines(LanLine("127.0.0.1", port), LanLine("127.0.0.1", port))

    lan, faults = Lan(), []
    with contextlib.ExitStack() as open_ones:
        for place in places:
            wires = VenueWires(
                direct_lane, open_lines, lambda: secrets.token_bytes(12), lambda _c: None
            )
            member = Member(
                place.membership.certificate, place.key, place.membership.authority_public
            )
            venue = Venue(place.work, member, wires)
            answer = lan.heard(place.work.claims.device, venue.service.answer)
            server = LanServer(answer, place.key, faults.append, "127.0.0.1")
            server.start()
            open_ones.callback(server.stop)
            open_ones.callback(venue.line.close)
            lan.venues[place.work.claims.name] = venue
            lan.ports[place.work.claims.name] = server.port
        yield lan
    assert faults == []


@pytest.fixture
def offline(evening: Evening) -> Iterator[tuple[Evening, Lan]]:
    """Two counters and a door that knew the evening, and whose internet is cut since."""
    places = (evening.counter, evening.other, evening.door)
    for place in places:
        place.sync()
        place.wire.is_cut = True
    with lan_of(evening.cluster, *places) as lan:
        yield evening, lan


def test_a_name_taken_at_one_counter_is_read_at_the_other_and_no_byte_of_it_goes_to_a_door(
    offline: tuple[Evening, Lan],
) -> None:
    evening, lan = offline
    order = sell(evening.counter, evening.tonight).order
    person = names(evening.counter).name(order, ADA)
    assert isinstance(person, str)
    lan.round()
    lan.round()
    assert names(evening.other).name_of(order) == ADA
    assert names(evening.door).name_of(order) is None
    row = evening.counter.sql.row("SELECT key FROM person_key WHERE person = ?", (person,))
    body = evening.counter.sql.row("SELECT sealed FROM personal_body WHERE person = ?", (person,))
    assert row is not None
    assert body is not None
    said_by = {place.work.claims.name: lan.said[place.work.claims.device]
               for place in (evening.counter, evening.other, evening.door)}  # fmt: skip
    for secret in (bytes(row[0]), bytes(body[0]), ADA.encode()):
        assert secret not in said_by["Deur 1"]
    assert bytes(row[0]) in said_by["Kassa 2"]
    assert evening.door.sql.rows("SELECT * FROM personal_body") == []
    assert evening.door.sql.rows("SELECT * FROM person_key") == []


def test_the_counter_that_reaches_the_store_first_brings_the_other_s_names(
    offline: tuple[Evening, Lan],
) -> None:
    evening, lan = offline
    order = sell(evening.counter, evening.tonight).order
    person = names(evening.counter).name(order, ADA)
    lan.round()
    evening.other.wire.is_cut = False
    evening.other.sync()
    assert PersonalTable(evening.cluster.sql).key(1, str(person)) is not None
    assert PersonalTable(evening.other.sql).unsent(1) == []


def test_who_was_erased_is_not_spread_again_by_a_counter_that_has_not_heard_of_it(
    offline: tuple[Evening, Lan],
) -> None:
    evening, lan = offline
    order = sell(evening.counter, evening.tonight).order
    person = names(evening.counter).name(order, ADA)
    lan.round()
    evening.other.wire.is_cut = False
    evening.other.sync()
    erase(evening.cluster, str(person))
    evening.other.sync()
    assert names(evening.counter).name_of(order) == ADA, "the first has not heard of it yet"
    evening.other.wire.is_cut = True
    # One exchange brings the word of the erasure the one way, and no name the other way.
    lan.round()
    for place in (evening.counter, evening.other):
        assert names(place).name_of(order) is None
        assert place.sql.rows("SELECT * FROM person_key") == []
