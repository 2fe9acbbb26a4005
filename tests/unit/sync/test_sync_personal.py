"""Personal bodies: committed to by a fact, readable with the person's key, gone with it."""

from __future__ import annotations

from sync.records.personal import PersonalBody, PersonalParcel, commitment, seal, unseal
from sync.store.personal import ERASE, PersonalTable
from sync.store.schema import create_tables
from sync.store.sqlite import memory_store

KEY, NONCE, SALT = b"k" * 32, b"n" * 12, b"s" * 16


def parcel(person: str = "ada", seq: int = 1, text: bytes = b"Ada Peeters") -> PersonalParcel:
    body = PersonalBody(7, person, 2 << 16, seq, SALT, seal(KEY, NONCE, person, text))
    return PersonalParcel(body, KEY)


def table() -> PersonalTable:
    sql = memory_store()
    create_tables(sql)
    return PersonalTable(sql)


def erase(personal: PersonalTable, person: str) -> None:
    for statement in ERASE:
        personal._sql.run(statement, (7, person))


def test_a_body_is_read_with_its_key_and_its_person_only():
    sealed = seal(KEY, NONCE, "ada", b"Ada Peeters")
    assert b"Ada" not in sealed
    assert unseal(KEY, "ada", sealed) == b"Ada Peeters"
    assert unseal(b"x" * 32, "ada", sealed) is None
    assert unseal(KEY, "bob", sealed) is None
    assert unseal(KEY, "ada", b"short") is None


def test_a_commitment_says_nothing_without_its_salt():
    sealed = seal(KEY, NONCE, "ada", b"Ada Peeters")
    assert commitment(SALT, sealed) == commitment(SALT, sealed)
    assert commitment(b"t" * 16, sealed) != commitment(SALT, sealed)


def test_what_is_kept_is_read_and_followed_by_number():
    personal = table()
    assert personal.put(parcel(), is_sent=False)
    assert personal.put(parcel(seq=2, text=b"Ada again"), is_sent=False)
    assert personal.plain(7, 2 << 16, 2) == b"Ada again"
    assert [kept.number for kept in personal.since(7, 0)] == [1, 2]
    assert [kept.number for kept in personal.since(7, 1)] == [2]
    assert personal.since(8, 0) == []


def test_an_erased_person_is_gone_and_does_not_come_back():
    personal = table()
    personal.put(parcel(), is_sent=False)
    personal.put(parcel("bob", 2, b"Bob"), is_sent=False)
    erase(personal, "ada")
    assert personal.plain(7, 2 << 16, 1) is None
    assert personal.key(7, "ada") is None
    assert not personal.put(parcel(seq=3), is_sent=True)
    assert personal.plain(7, 2 << 16, 2) == b"Bob"
    assert personal.put(parcel("bob", 4, b"Bob"), is_sent=True)
    assert [kept.number for kept in personal.since(7, 0)] == [2, 3]


def test_what_came_from_the_store_is_dropped_and_what_is_unsent_stays():
    personal = table()
    personal.put(parcel("ada", 1), is_sent=True)
    personal.put(parcel("bob", 2), is_sent=False)
    assert personal.forget_cached(7) == 1
    assert personal.key(7, "ada") is None
    assert personal.key(7, "bob") is not None
    (kept,) = personal.unsent(7)
    personal.note_sent([kept.body])
    assert personal.unsent(7) == []
