"""Personal bodies between devices of one house: to those in scope, and never what was erased."""

from __future__ import annotations

import dataclasses

import msgspec
from harness.peers import MemoryLine, Peer, met, peer, session
from harness.plain_sync import HOUSE, carry, claims_of

from sync.exchange.peer_messages import PERSONAL, PersonalGiven, PersonalWanted
from sync.exchange.personal import forget_cached
from sync.facts.fact import Draft, Fact
from sync.records.personal import PersonalBody, PersonalParcel, commitment, seal
from sync.store.charter import PersonalRule
from sync.store.personal import ERASE, PAGE_MAX, PersonalTable

KEY, NONCE, SALT = b"k" * 32, b"n" * 12, b"s" * 16


def named_in(fact: Fact) -> tuple[str, bytes] | None:
    return msgspec.msgpack.decode(fact.body or b"", type=tuple[str, bytes])


RULE = PersonalRule(lambda reader, house: reader.house == house and reader.role != "door", named_in)


def desk(device: int, role: str = "counter") -> Peer:
    made = peer(device, claims_of(device, role))
    made.replica.charter = dataclasses.replace(made.replica.charter, personal=RULE)
    made.replica.devices.put(made.member.certificate)
    return made


def write(at: Peer, person: str, key: bytes = KEY) -> PersonalParcel:
    """A fact that names a person, and the body beside it."""
    sealed = seal(KEY, NONCE, person, f"canary {person}".encode())
    body = msgspec.msgpack.encode((person, commitment(SALT, sealed)))
    (fact,) = at.replica.append([Draft(50, HOUSE, body)])
    parcel = PersonalParcel(PersonalBody(HOUSE, person, at.origin, fact.seq, SALT, sealed), key)
    PersonalTable(at.replica.sql).put(parcel, is_sent=False)
    return parcel


def read(at: Peer, parcel: PersonalParcel) -> bytes | None:
    return PersonalTable(at.replica.sql).plain(HOUSE, parcel.body.origin, parcel.body.seq)


def test_a_body_reaches_the_desks_of_the_house_through_any_of_them():
    first, second, third = desk(2), desk(3), desk(4)
    ada = write(first, "ada")
    met(second, first).exchange()
    met(third, second).exchange()
    assert read(second, ada) == read(third, ada) == b"canary ada"
    assert len(PersonalTable(third.replica.sql).unsent(HOUSE)) == 1, "whoever calls first brings it"


def test_what_is_known_on_both_sides_is_not_fetched_again():
    first, second = desk(2), desk(3)
    write(first, "ada")
    talk, line = met(second, first), MemoryLine(first)
    back = session(first, MemoryLine(second))
    back.meet()
    for _ in range(3):
        talk.exchange()
        back.exchange()
    talk.lines.news = talk.lines.questions = line
    talk.exchange()
    assert "/lan/personal" not in [path for path, _ in line.calls]


def test_many_bodies_come_in_pages():
    first, second = desk(2), desk(3)
    parcels = [write(first, f"p{number}") for number in range(2 * PAGE_MAX + 5)]
    met(second, first).exchange()
    assert all(read(second, parcel) for parcel in parcels)


def test_a_door_asks_for_nothing_and_is_given_nothing():
    first, door = desk(2), desk(3, "door")
    first.replica.devices.put(door.member.certificate)
    ada = write(first, "ada")
    line = MemoryLine(first)
    talk = session(door, line)
    talk.meet()
    talk.exchange()
    assert "/lan/personal" not in [path for path, _ in line.calls]
    assert read(door, ada) is None
    # And one that asks all the same, as a changed program would.
    given = talk.request(PERSONAL, PersonalWanted(0, b"n"), PersonalGiven, 1.0)
    assert given == PersonalGiven((), 0)


def test_what_was_erased_is_neither_taken_nor_passed_on():
    first, second, third = desk(2), desk(3), desk(4)
    ada = write(first, "ada")
    met(second, first).exchange()
    for statement in ERASE:
        second.replica.sql.run(statement, (HOUSE, "ada"))
    # The first has not heard of it yet, and offers it again and again.
    forget_cached(second.replica, HOUSE)
    met(second, first).exchange()
    assert read(second, ada) is None
    met(third, second).exchange()
    assert read(third, ada) is None
    assert PersonalTable(second.replica.sql).key(HOUSE, "ada") is None


def test_a_body_that_no_fact_names_or_whose_key_is_false_is_not_taken():
    first, second = desk(2), desk(3)
    write(first, "ada", key=b"x" * 32)
    made_up = PersonalParcel(PersonalBody(HOUSE, "bob", first.origin, 1, SALT, b"?" * 40), KEY)
    PersonalTable(first.replica.sql).put(made_up, is_sent=False)
    met(second, first).exchange()
    assert second.replica.sql.rows("SELECT * FROM personal_body") == []
    assert second.replica.sql.rows("SELECT * FROM person_key") == []


def test_a_body_that_comes_before_its_fact_is_fetched_again_when_there_are_more_facts():
    first, second, writer = desk(2), desk(3), desk(4)
    ada, bob = write(writer, "ada"), write(first, "bob")
    # The first holds the body, and not yet the fact that names it.
    PersonalTable(first.replica.sql).put(ada, is_sent=True)
    talk = met(second, first)
    talk.exchange()
    assert (read(second, ada), read(second, bob)) == (None, b"canary bob")
    carry(writer.replica, first.replica)
    talk.exchange()
    assert read(second, ada) == b"canary ada"


def test_names_that_were_dropped_come_back_from_a_peer():
    first, second = desk(2), desk(3)
    ada = write(first, "ada")
    PersonalTable(first.replica.sql).note_sent([ada.body])
    met(second, first).exchange()
    assert forget_cached(second.replica, HOUSE) == 1
    assert read(second, ada) is None
    met(second, first).exchange()
    assert read(second, ada) == b"canary ada"
