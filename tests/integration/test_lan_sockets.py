"""Devices on the venue's own network, over real sockets and TLS on loopback."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from harness.peers import Peer, direct, peer, session
from harness.plain_sync import HOUSE, POOL, carry, device_key, give, note, replica_of, revocation_of

from podium_desk.application.lane import ReplicaLane
from sync.exchange.lan import LanLine, LanServer
from sync.exchange.lan_tls import client_context, peer_key, server_context
from sync.exchange.line import NotAStore, StoreAway, StoreRefused
from sync.exchange.peer_session import PeerSession, Wanted
from sync.exchange.session import Lane

SECRET = "canary-of-the-guest-list"


@contextmanager
def served(called: Peer, lane: Lane = direct, host: str = "127.0.0.1") -> Iterator[LanServer]:
    faults: list[BaseException] = []
    service = called.on_lane(lane)
    server = LanServer(service.answer, called.member.key, faults.append, host)
    server.start()
    try:
        yield server
    finally:
        server.stop()
    assert faults == []


@contextmanager
def call(
    caller: Peer, port: int, lane: Lane = direct, host: str = "127.0.0.1"
) -> Iterator[PeerSession]:
    talk = session(caller, LanLine(host, port), LanLine(host, port))
    talk.lane = lane
    try:
        yield talk
    finally:
        talk.close()


class Tap:
    """A plain wire in between that keeps all bytes that pass."""

    def __init__(self, port: int) -> None:
        self.seen = bytearray()
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = [self._listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            self._ends += [near, far]
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(65536):
                self.seen += piece
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return


def test_two_devices_exchange_tell_ask_and_consult_over_sockets():
    store, keeper, desk = replica_of(1), peer(2), peer(3)
    store.append([give(2, 0, 4)])
    carry(store, keeper.replica)
    with served(keeper) as server, call(desk, server.port) as talk:
        assert talk.meet().device == 2
        assert talk.exchange().received == 1
        desk.replica.append([note("news")])
        assert talk.tell() == 1
        assert talk.ask(Wanted(HOUSE, POOL, (1,)), keeper.origin, 1.0) == {1}
        assert talk.consult("echo", b"?", 0.5) == b"?"
        with pytest.raises(StoreRefused) as refused:
            talk.consult("weather", b"?", 0.5)
    assert refused.value.code == "unknown_topic"


def test_two_devices_that_ask_each_other_from_their_lanes_at_once_both_go_on():
    """Each lane waits for an answer that only the other lane can give, and which waits too: the
    deadline ends it, and the next question is answered."""
    store, devices = replica_of(1), [peer(2), peer(3)]
    store.append([give(2, 0, 4)])
    lanes = [ReplicaLane(), ReplicaLane()]
    for one in devices:
        carry(store, one.replica)
    with (
        served(devices[0], lanes[0]) as first,
        served(devices[1], lanes[1]) as second,
        call(devices[0], second.port, lanes[0]) as ask_second,
        call(devices[1], first.port, lanes[1]) as ask_first,
    ):
        for talk in (ask_second, ask_first):
            talk.meet()
        both_are_asking = threading.Barrier(2)

        def asked(talk: PeerSession, giver: Peer) -> frozenset[int] | str:
            both_are_asking.wait(10)
            try:
                return talk.ask(Wanted(HOUSE, POOL, (1,)), giver.origin, 0.4)
            except StoreAway as away:
                return str(away)

        waiting = [
            lanes[0].submit(lambda: asked(ask_second, devices[1])),
            lanes[1].submit(lambda: asked(ask_first, devices[0])),
        ]
        outcomes = [one.result(timeout=20) for one in waiting]
        # Whoever asked first cannot have been answered; the other one may have come just after.
        assert "no whole answer in time" in outcomes
        # Given late or now: the next question brings all that the giver said.
        lanes[1](ask_first.meet)
        lanes[1](lambda: ask_first.ask(Wanted(HOUSE, POOL, (1,)), devices[0].origin, 5.0))
        right = devices[1].replica.rights.right(HOUSE, POOL, 1)
        assert right is not None
        assert right.holder == devices[1].origin
        assert lanes[0](lambda: ask_second.consult("echo", b"?", 5.0)) == b"?"
    for lane in lanes:
        lane.close()


has_ipv6 = pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no IPv6 here")


@has_ipv6
@pytest.mark.parametrize(
    ("listens_on", "is_called_at"), [("::1", "::1"), ("", "::1"), ("", "127.0.0.1")]
)
def test_devices_meet_over_ipv6_and_over_both_by_default(listens_on, is_called_at):
    first, second = peer(2), peer(3)
    first.replica.append([note("over six")])
    with (
        served(second, host=listens_on) as server,
        call(first, server.port, host=is_called_at) as talk,
    ):
        talk.meet()
        assert talk.exchange().sent == 1


@has_ipv6
def test_a_port_that_another_device_has_is_refused_on_both_families():
    with served(peer(2), host="") as server, pytest.raises(OSError, match="in use"):
        LanServer(lambda _p, b: b, device_key(3), lambda _fault: None, port=server.port)


def test_the_wire_carries_no_plain_text():
    first, second = peer(2), peer(3)
    first.replica.append([note(SECRET)])
    with served(second) as server:
        tap = Tap(server.port)
        with call(first, tap.port) as talk:
            talk.meet()
            assert talk.exchange().sent == 1
        tap.close()
    assert len(tap.seen) > 1000
    certificate = first.member.certificate
    for plain in (SECRET.encode(), b"/lan/", certificate.claims_bytes, certificate.signature):
        assert plain not in tap.seen


def test_who_cannot_prove_its_key_is_not_believed():
    """A machine that sits on the address of a device has not its key."""
    first, second = peer(2), peer(3)
    false = LanServer(second.service.answer, device_key(4), lambda _fault: None, "127.0.0.1")
    false.start()
    try:
        with call(first, false.port) as talk, pytest.raises((NotAStore, StoreRefused)):
            talk.meet()
    finally:
        false.stop()
    assert first.replica.log.heads() == {}


def test_a_revoked_device_is_refused_on_both_ends_of_a_socket():
    good, lost = peer(2), peer(3)
    good.replica.devices.put(lost.member.certificate)
    good.replica.devices.revoke(revocation_of(3))
    for caller, called in ((lost, good), (good, lost)):
        with served(called) as server, call(caller, server.port) as talk:
            with pytest.raises(StoreRefused) as refused:
                talk.meet()
            assert refused.value.code == "revoked"


def test_a_device_that_went_away_is_away_and_comes_back():
    first, second = peer(2), peer(3)
    with served(second) as server, call(first, server.port) as talk:
        talk.meet()
        talk.exchange()
        server.stop()
        began = time.monotonic()
        with pytest.raises(StoreAway):
            talk.consult("echo", b"?", 0.2)
        assert time.monotonic() - began < 0.5
        again = LanServer(
            second.service.answer, second.member.key, lambda _fault: None, "127.0.0.1", server.port
        )
        again.start()
        try:
            first.replica.append([note("later")])
            assert talk.exchange().sent == 1
        finally:
            again.stop()


def test_an_answer_that_takes_too_long_is_none():
    first, second = peer(2), peer(3)
    with served(second) as server, call(first, server.port) as talk:
        talk.meet()
        answer = server._answer
        server._answer = lambda path, body: (time.sleep(0.3), answer(path, body))[1]
        began = time.monotonic()
        with pytest.raises(StoreAway):
            talk.consult("echo", b"?", 0.05)
        assert time.monotonic() - began < 0.25
        server._answer = answer
        assert talk.consult("echo", b"!", 1.0) == b"!"


def dialled(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 2)


def test_a_stranger_gets_no_further_than_small_frames_and_little_time(monkeypatch):
    monkeypatch.setattr("sync.exchange.lan.HANDSHAKE_TIMEOUT_S", 0.3)
    with served(peer(2)) as server:
        with dialled(server.port) as plain, suppress(ConnectionResetError):
            plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert not plain.recv(100).startswith(b"HTTP")
        with dialled(server.port) as plain, client_context().wrap_socket(plain) as secured:
            assert peer_key(secured) == device_key(2).public
            assert secured.version() == "TLSv1.3"
            secured.sendall((1 << 20).to_bytes(4, "big"))
            assert secured.recv(10) == b""
        with dialled(server.port) as plain, client_context().wrap_socket(plain) as secured:
            assert secured.recv(10) == b"", "a silent stranger is hung up on"


def test_older_tls_is_not_spoken():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with served(peer(2)) as server, dialled(server.port) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain)
    assert server_context(device_key(2)).minimum_version is ssl.TLSVersion.TLSv1_3
