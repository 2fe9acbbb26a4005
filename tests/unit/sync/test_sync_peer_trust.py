"""Who is no peer is refused on every path of the venue's network, and is asked for nothing."""

from __future__ import annotations

import msgspec
import pytest
from harness.peers import MemoryLine, Peer, direct, met, nonce, peer, session
from harness.plain_sync import AUTHORITY, HOUSE, POOL, claims_of, device_key, revocation_of

from sync.exchange.line import StoreRefused
from sync.exchange.messages import seal_request
from sync.exchange.peer_messages import (
    ASK,
    CONSULT,
    EXCHANGE,
    MEET,
    PERSONAL,
    TELL,
    Ask,
    Consult,
    Exchange,
    Meet,
    PersonalWanted,
    Tell,
    meant_for,
)
from sync.exchange.peer_session import Exchanged, Wanted
from sync.identity.certificate import CertificateClaims, issue
from sync.snapshot.messages import (
    PIECE,
    SNAPSHOT,
    PieceAnswer,
    PieceRequest,
    SnapshotAnswer,
    SnapshotRequest,
    State,
)

CALLER = 3
REQUESTS: dict[str, msgspec.Struct] = {
    EXCHANGE: Exchange((), (), b"n"),
    TELL: Tell((), b"n"),
    ASK: Ask(HOUSE, POOL, (1,), CALLER << 16, 0, b"n"),
    CONSULT: Consult("echo", b"?", b"n"),
    PERSONAL: PersonalWanted(0, b"n"),
    SNAPSHOT: SnapshotRequest(b"n"),
    PIECE: PieceRequest(b"id", 0, b"n"),
}


def called() -> Peer:
    """A device that also serves snapshots, as every one does."""
    made = peer(2)
    made.service.also_answers(SNAPSHOT, lambda _claims, _payload: SnapshotAnswer(State.NONE))
    made.service.also_answers(PIECE, lambda _claims, _payload: PieceAnswer(b"secret piece"))
    return made


def refusal(at: Peer, path: str, key: int = CALLER) -> str:
    """How a request of device 3 is refused, signed with a device's key; empty if it is not."""
    signed_path = meant_for(path, at.member.key.public)
    request = seal_request(signed_path, REQUESTS[path], CALLER, device_key(key))
    try:
        at.service.answer(path, request)
    except StoreRefused as no:
        return no.code
    return ""


def test_every_path_that_a_peer_answers_is_tried_here():
    assert set(called().service._handlers) == {MEET, *REQUESTS}


@pytest.mark.parametrize("path", REQUESTS)
def test_a_peer_of_the_house_is_answered(path):
    assert refusal(called(), path) == ""


@pytest.mark.parametrize("path", REQUESTS)
def test_a_revoked_device_is_refused(path):
    at = called()
    at.replica.devices.revoke(revocation_of(CALLER))
    assert refusal(at, path) == "revoked"


@pytest.mark.parametrize("path", REQUESTS)
def test_a_device_of_another_house_is_refused_though_the_cluster_knows_it(path):
    at = called()
    at.replica.sql.run("DELETE FROM device WHERE device = ?", (CALLER,))
    at.replica.devices.put(issue(AUTHORITY, other_house()))
    assert refusal(at, path) == "other_house"


@pytest.mark.parametrize("path", REQUESTS)
def test_a_device_that_nobody_introduced_is_refused(path):
    at = called()
    at.replica.sql.run("DELETE FROM device WHERE device = ?", (CALLER,))
    assert refusal(at, path) == "unknown_device"


@pytest.mark.parametrize("path", REQUESTS)
def test_one_that_has_not_the_key_is_refused(path):
    assert refusal(called(), path, key=9) == "bad_signature"


def test_who_is_revoked_or_of_another_house_cannot_introduce_itself():
    for claims, code in ((claims_of(CALLER), "revoked"), (other_house(), "other_house")):
        at = called()
        at.replica.devices.revoke(revocation_of(CALLER))
        certificate = issue(AUTHORITY, claims).to_bytes()
        signed_path = meant_for(MEET, at.member.key.public)
        request = seal_request(signed_path, Meet(certificate, b"n"), CALLER, device_key(CALLER))
        with pytest.raises(StoreRefused) as refused:
            at.service.answer(MEET, request)
        assert refused.value.code == code


def test_one_that_was_revoked_since_it_was_met_is_asked_for_nothing_more():
    here, lost = called(), peer(CALLER)
    line = MemoryLine(lost)
    talk = session(here, line)
    talk.meet()
    assert isinstance(talk.exchange(), Exchanged)
    here.replica.devices.revoke(revocation_of(CALLER))
    so_far = len(line.calls)
    for step in (
        talk.exchange,
        lambda: talk.consult("echo", b"?", 1.0),
        lambda: talk.ask(Wanted(HOUSE, POOL, (1,)), lost.origin, 1.0),
        lambda: talk.request(PIECE, PieceRequest(b"id", 0, nonce()), PieceAnswer, 1.0),
    ):
        with pytest.raises(StoreRefused) as refused:
            step()
        assert refused.value.code == "revoked"
    assert len(line.calls) == so_far


def test_a_snapshot_is_served_over_the_line_of_a_peer_that_was_met():
    here = called()
    talk = met(peer(CALLER), here)
    assert direct(lambda: talk.request(SNAPSHOT, SnapshotRequest(nonce()), SnapshotAnswer, 1.0))
    piece = talk.request(PIECE, PieceRequest(b"id", 0, nonce()), PieceAnswer, 1.0)
    assert piece.data == b"secret piece"


def other_house() -> CertificateClaims:
    return msgspec.structs.replace(claims_of(CALLER), house=HOUSE + 1)
