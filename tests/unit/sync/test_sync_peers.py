"""Two devices of one house exchange what they have; nobody else gets a word."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from harness.peers import MemoryLine, met, peer, session
from harness.plain_sync import (
    HOUSE,
    POOL,
    STORE,
    carry,
    claims_of,
    device_key,
    give,
    note,
    replica_of,
    revocation_of,
    spend,
    tables,
)

from sync.exchange.line import NotAStore, StoreAway, StoreRefused
from sync.exchange.messages import seal_request
from sync.exchange.peer_messages import EXCHANGE, TELL, Tell, meant_for
from sync.exchange.peer_session import Wanted
from sync.exchange.peer_trust import take_revocations
from sync.facts.run import stub_of
from sync.identity.certificate import issue
from sync.identity.keys import DeviceKey
from sync.identity.revocation import RevocationClaims, issue_revocation


def test_peers_know_the_same_after_one_exchange():
    store, first, second = replica_of(1), peer(2), peer(3)
    store.append([give(2, 0, 2)])
    carry(store, first.replica)
    for text in ("one", "two"):
        first.replica.append([note(text)])
        second.replica.append([note(text)])
    done = met(first, second).exchange()
    assert (done.received, done.sent, done.hears) == (2, 3, (99,))
    assert tables(first.replica) == tables(second.replica)
    assert second.heard == [3]
    again = met(first, second).exchange()
    assert (again.received, again.sent) == (0, 0)


def test_a_new_fact_is_told_at_once_once_the_peer_is_known():
    first, second = peer(2), peer(3)
    talk = met(first, second)
    first.replica.append([note("before")])
    assert talk.tell() == 0
    talk.exchange()
    first.replica.append([note("news"), note("with it")])
    assert talk.tell() == 2
    assert talk.tell() == 0
    assert second.replica.log.heads()[first.origin] == 3


def test_a_long_backlog_goes_in_bounded_pages_and_all_of_it():
    first, second = peer(2), peer(3)
    for number in range(1200):
        first.replica.append([note(str(number))])
    line = MemoryLine(second)
    talk = session(first, line)
    talk.meet()
    assert talk.exchange().sent == 1200
    assert max(len(body) for _, body in line.calls) < 200_000
    back = peer(4)
    assert met(back, second).exchange().received == 1200


def test_what_a_third_device_said_travels_through_any_peer():
    first, second, third = peer(2), peer(3), peer(4)
    first.replica.append([note("from far")])
    met(first, second).exchange()
    met(third, second).exchange()
    assert tables(third.replica) == tables(first.replica)


def test_a_certificate_that_only_one_peer_knew_is_known_to_both_afterwards():
    first, second = peer(2), peer(3)
    newcomer = peer(5)
    certificate = issue(DeviceKey(b"A" * 32), claims_of(5))
    second.replica.devices.put(certificate)
    newcomer.replica.devices.put(certificate)
    newcomer.replica.append([note("hello")])
    carry(newcomer.replica, second.replica)
    met(first, second).exchange()
    assert first.replica.log.heads()[newcomer.origin] == 1


def test_a_right_given_over_the_line_is_used_at_once():
    store, keeper, desk = replica_of(1), peer(2), peer(3)
    store.append([give(2, 0, 4)])
    carry(store, keeper.replica)
    keeper.replica.append([note("something before it")])
    talk = met(desk, keeper)
    talk.exchange()
    granted = talk.ask(Wanted(HOUSE, POOL, (2,)), keeper.origin, 1.0)
    assert granted == {2}
    desk.replica.append([spend(2, 3)])
    assert talk.ask(Wanted(HOUSE, POOL, (2,)), keeper.origin, 1.0) == frozenset()
    met(desk, keeper).exchange()
    assert tables(desk.replica) == tables(keeper.replica)


def test_nobody_asks_for_a_log_that_is_not_its_own():
    keeper, desk = peer(2), peer(3)
    talk = met(desk, keeper)
    desk.replica.own = peer(4).replica.own
    with pytest.raises(StoreRefused) as refused:
        talk.ask(Wanted(HOUSE, POOL, (2,)), keeper.origin, 1.0)
    assert refused.value.code == "bad_request"


def test_a_question_of_the_application_is_carried_unread():
    talk = met(peer(2), peer(3))
    assert talk.consult("echo", b"\x00ticket", 0.05) == b"\x00ticket"
    with pytest.raises(StoreRefused) as refused:
        talk.consult("weather", b"", 0.05)
    assert refused.value.code == "unknown_topic"


def test_a_device_that_was_revoked_gets_no_answer_and_is_not_asked():
    good, lost = peer(2), peer(3)
    talk = met(lost, good)
    good.replica.devices.put(lost.member.certificate)
    good.replica.devices.revoke(revocation_of(3))
    for step in (talk.exchange, talk.meet):
        with pytest.raises(StoreRefused) as refused:
            step()
        assert refused.value.code == "revoked"
    with pytest.raises(StoreRefused) as refused:
        met(good, lost)
    assert refused.value.code == "revoked"


def test_a_device_of_another_house_or_cluster_is_no_peer():
    here = peer(2)
    neighbour = msgspec.structs.replace(claims_of(3), house=8)
    elsewhere = msgspec.structs.replace(claims_of(3), cluster=2)
    for stranger, code in (
        (peer(3, neighbour), "other_house"),
        (peer(3, elsewhere), "foreign_device"),
        (peer(3, authority=DeviceKey(b"B" * 32)), "foreign_device"),
    ):
        for caller, called in ((stranger, here), (here, stranger)):
            with pytest.raises(StoreRefused) as refused:
                met(caller, called)
            assert refused.value.code in (code, "foreign_device")


def test_a_certificate_is_of_no_use_without_its_key():
    here, thief = peer(2), peer(3)
    thief.member = type(thief.member)(
        thief.member.certificate, DeviceKey(b"t" * 32), thief.member.authority_public
    )
    with pytest.raises(StoreRefused) as refused:
        session(thief, MemoryLine(here)).meet()
    assert refused.value.code == "bad_signature"


def test_a_request_cannot_be_relayed_to_a_third_device():
    first, middle, third = peer(2), peer(3), peer(4)
    line = MemoryLine(middle)
    talk = session(first, line)
    talk.meet()
    talk.exchange()
    for path, body in line.calls:
        with pytest.raises(StoreRefused) as refused:
            third.service.answer(path, body)
        assert refused.value.code == "bad_signature"


def test_an_answer_that_another_key_signed_is_not_believed():
    first, second = peer(2), peer(3)
    talk = met(first, second)
    second.service._member = type(second.member)(
        second.member.certificate, device_key(4), second.member.authority_public
    )
    with pytest.raises((NotAStore, StoreRefused)):
        talk.exchange()


def test_bytes_that_are_no_request_are_refused():
    here = peer(2)
    sealed = seal_request(meant_for(TELL, device_key(2).public), Tell((), b""), 3, device_key(3))
    for path, body in (
        ("/lan/nothing", b""),
        (EXCHANGE, b"\xff\x00"),
        (EXCHANGE, sealed),
        (TELL, sealed[:-5]),
    ):
        with pytest.raises(StoreRefused) as refused:
            here.service.answer(path, body)
        assert refused.value.code in ("bad_request", "bad_signature")


def test_a_stub_is_not_passed_on_to_who_should_have_the_body():
    first, second, third = peer(2), peer(3), peer(4)
    first.replica.append([note("open")])
    first.replica.append([note("whole")])
    batch = first.replica.batch_after(first.origin, 0, None)
    assert batch is not None
    items = (batch.items[0], stub_of(batch.items[1]))
    second.replica.receive(msgspec.structs.replace(batch, items=items))
    assert met(third, second).exchange().received == 0
    met(third, first).exchange()
    assert third.replica.log.heads()[first.origin] == 2


def test_a_peer_that_leaves_out_a_body_is_not_believed():
    first, second = peer(2), peer(3)
    first.replica.append([note("whole")])
    batch = first.replica.batch_after(first.origin, 0, None)
    assert batch is not None
    stripped = msgspec.structs.replace(batch, items=(stub_of(batch.items[0]),))
    request = Tell((stripped,), b"n")
    path = meant_for(TELL, device_key(3).public)
    second.service.answer(TELL, seal_request(path, request, 2, device_key(2)))
    assert first.origin not in second.replica.log.heads()


def test_a_forged_batch_is_kept_as_evidence_and_stops_nothing():
    first, second = peer(2), peer(3)
    first.replica.append([note("mine")])
    batch = first.replica.batch_after(first.origin, 0, None)
    assert batch is not None
    forged = msgspec.structs.replace(batch, signature=bytes(64))
    good = peer(4)
    good.replica.append([note("good")])
    fine = good.replica.batch_after(good.origin, 0, None)
    path = meant_for(TELL, device_key(3).public)
    request = Tell((forged, fine), b"n")
    second.service.answer(TELL, seal_request(path, request, 2, device_key(2)))
    assert second.replica.log.heads().get(good.origin) == 1
    assert second.replica.sql.rows("SELECT origin, fault FROM quarantine") == [
        (first.origin, "bad_signature")
    ]


def test_a_peer_that_knows_more_of_our_log_shows_that_we_were_put_back():
    first, second = peer(2), peer(3)
    first.replica.append([note("one")])
    first.replica.append([note("two")])
    met(first, second).exchange()
    older = peer(2)
    older.replica.append([note("one")])
    assert met(older, second).exchange().is_outdated
    # And when the peer is the one who calls.
    met(second, older).exchange()
    assert set(older.outdated) == {True}


def test_a_peer_that_knows_a_later_life_of_ours_shows_that_we_were_put_back():
    now, second = peer(2), peer(3)
    now.replica.append([note("one")])
    met(now, second).exchange()
    own = now.replica.own
    now.replica.own = replace(own, origin=own.origin + 1)
    now.replica.append([note("in another life")])
    met(now, second).exchange()
    older = peer(2)
    older.replica.append([note("one")])
    done = met(older, second).exchange()
    assert done.is_outdated
    assert not done.is_confirmed
    assert max(done.own_logs) == own.origin + 1
    assert older.replica.log.heads()[own.origin + 1] == 1
    met(second, older).exchange()
    assert set(older.outdated) == {True}


def test_a_device_that_was_forgotten_is_introduced_again():
    first, second = peer(2), peer(3)
    talk = met(first, second)
    second.replica.sql.run("DELETE FROM device WHERE device = 2")
    with pytest.raises(StoreRefused) as refused:
        talk.exchange()
    assert refused.value.code == "unknown_device"
    with pytest.raises(StoreAway):
        talk.exchange()
    talk.meet()
    assert talk.exchange().received == 0


def test_a_store_log_reaches_a_device_through_its_peers():
    store, first, second = replica_of(1), peer(2), peer(3)
    store.append([give(3, 4)])
    carry(store, first.replica)
    met(second, first).exchange()
    assert second.replica.log.heads()[STORE] == 1
    second.replica.append([spend(4, 2)])


def test_a_revocation_is_passed_on_between_peers_and_a_forged_one_is_not_believed():
    first, second = peer(2), peer(3)
    first.replica.devices.revoke(revocation_of(4, (9, 1)))
    met(second, first).exchange()
    told = second.replica.devices.get(4)
    assert told is not None
    assert told.is_revoked
    assert told.is_believed(9, 1)
    assert not told.is_believed(9, 2)
    forged = issue_revocation(device_key(9), RevocationClaims(1, 2, (), 5)).to_bytes()
    with pytest.raises(StoreRefused):
        take_revocations(second.member, second.replica, (forged,))
