"""Facts in a file: whole or not at all, twice is once, and the way back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from harness.plain_cluster import PlainDevice, plain_cluster
from harness.plain_sync import (
    AUTHORITY,
    carry,
    claims_of,
    device_key,
    give,
    note,
    replica_of,
    spend,
    tables,
)

from sync.exchange.carrying import (
    Taken,
    head_of,
    own_heads_in,
    pages_for,
    take_parcel,
    whole_pages,
)
from sync.exchange.parcel import Parcel, ParcelFault, ParcelPage, ParcelRefused, write_parcel
from sync.exchange.relay import common_vector
from sync.exchange.session import compare_memory, unsent_count
from sync.facts.fact import origin_of
from sync.identity.certificate import issue
from sync.identity.keys import DeviceKey
from sync.store.replica import Replica

NOW_MS = 1_700_000_000_000


def written(replica: Replica, number: int, path: Path, pages: object = None) -> Path:
    """A parcel of all that is whole in this device's replica."""
    head = head_of(replica, issue(AUTHORITY, claims_of(number)), "plain", 7, NOW_MS)
    content = whole_pages(replica, {}) if pages is None else pages
    write_parcel(path, head, content, device_key(number))  # type: ignore[arg-type]
    return path


def opened(path: Path) -> Parcel:
    return Parcel(io.BytesIO(path.read_bytes()), 1, AUTHORITY.public)


def taken(replica: Replica, path: Path) -> Taken:
    with path.open("rb") as file:
        return take_parcel(replica, Parcel(file, 1, AUTHORITY.public), AUTHORITY.public, 1, None)


def refusal(path: Path, cluster: int = 1, authority: DeviceKey = AUTHORITY) -> ParcelFault:
    with path.open("rb") as file, pytest.raises(ParcelRefused) as refused:
        Parcel(file, cluster, authority.public)
    return refused.value.fault


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    counter = replica_of(2)
    for number in range(700):
        counter.append([note(f"sale {number}")])
    return written(counter, 2, tmp_path / "stick.facts")


def test_what_is_in_the_file_arrives_and_twice_changes_nothing(stick: Path) -> None:
    store = replica_of(1)
    assert taken(store, stick).facts == 700
    before = tables(store)
    assert taken(store, stick) == Taken()
    assert tables(store) == before


def test_a_file_that_is_cut_off_anywhere_or_altered_is_refused_whole(stick: Path) -> None:
    content = stick.read_bytes()
    for length in range(25, len(content), len(content) // 40):
        stick.write_bytes(content[:length])
        assert refusal(stick) is ParcelFault.DAMAGED, f"cut at {length}"
    for place in range(25, len(content), len(content) // 40):
        stick.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert refusal(stick) in (ParcelFault.DAMAGED, ParcelFault.FOREIGN), f"altered at {place}"
    stick.write_bytes(content + b"!")
    assert refusal(stick) is ParcelFault.DAMAGED


def test_a_file_of_another_kind_cluster_or_version_is_refused_by_its_name(stick: Path) -> None:
    assert refusal(stick, cluster=2) is ParcelFault.FOREIGN
    assert refusal(stick, authority=DeviceKey(b"Z" * 32)) is ParcelFault.FOREIGN
    content = stick.read_bytes()
    stick.write_bytes(content.replace(b"facts\n\x00\x01", b"facts\n\x00\x63", 1))
    assert refusal(stick) is ParcelFault.NEWER
    stick.write_bytes(b"PK\x03\x04 a zip, by its first bytes")
    assert refusal(stick) is ParcelFault.NOT_ONE
    stick.write_bytes(b"")
    assert refusal(stick) is ParcelFault.NOT_ONE


def test_a_write_that_fails_leaves_the_older_file_as_it_was(stick: Path) -> None:
    before = stick.read_bytes()

    def pages() -> object:
        yield ParcelPage(())
        raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        written(replica_of(2), 2, stick, pages())
    assert stick.read_bytes() == before
    assert list(stick.parent.iterdir()) == [stick]


def test_logs_that_wait_for_each_other_are_taken_from_one_file(tmp_path: Path) -> None:
    store, giver, taker = replica_of(1), replica_of(3), replica_of(2)
    store.append([give(3, first=0, count=2)])
    for replica in (giver, taker):
        carry(store, replica, origin_of(1, 7))
    from test_sync_relay import to_and_fro

    to_and_fro(giver, taker, first_hop=2, count=7)
    path = written(taker, 2, tmp_path / "stick.facts")
    done = taken(store, path)
    assert (done.facts, done.refused, done.missing) == (7, (), ())


def test_a_file_that_goes_on_from_facts_that_are_not_here_says_so(tmp_path: Path) -> None:
    counter, store = replica_of(2), replica_of(1)
    for number in range(4):
        counter.append([note(f"{number}")])
    pages = whole_pages(counter, {origin_of(2, 0): 2})
    done = taken(store, written(counter, 2, tmp_path / "stick.facts", pages))
    assert (done.facts, done.missing) == (0, (origin_of(2, 0),))
    assert store.sql.rows("SELECT * FROM quarantine") == []


def test_a_file_taken_by_another_device_reaches_the_store_and_the_answer_finds_its_way_back(
    tmp_path: Path,
) -> None:
    store, service = plain_cluster()
    alone, courier = PlainDevice(2, service), PlainDevice(3, service)
    store.append([give(2, first=0)])
    alone.session.round()
    alone.wire.is_cut = True
    alone.replica.append([spend(0, hop=2)])
    alone.replica.append([note("receipt")])
    asked = written(alone.replica, 2, tmp_path / "asked.facts",
                    whole_pages(alone.replica, common_vector(alone.replica)))  # fmt: skip
    assert taken(courier.replica, asked).facts == 2
    assert courier.session.round().sent == 2
    store.append([note("news for device 2")])
    # The store answers by stick, and device 2 knows what arrived.
    other = opened(asked)
    back = written(store, 1, tmp_path / "back.facts", pages_for(store, other.claims, other.head))
    assert unsent_count(alone.replica) == 2
    parcel = opened(back)
    compare_memory(alone.replica, own_heads_in(parcel.head, 2))
    assert taken(alone.replica, back).facts == 1
    assert unsent_count(alone.replica) == 0
    assert tables(alone.replica) == tables(store)


def test_what_the_store_knew_at_the_last_contact_is_left_out(tmp_path: Path) -> None:
    _, service = plain_cluster()
    device = PlainDevice(2, service)
    device.replica.append([note("sent")])
    device.session.round()
    heard = replica_of(3, devices=6)
    heard.append([note("heard on the local network since")])
    carry(heard, device.replica)
    pages = list(whole_pages(device.replica, common_vector(device.replica)))
    assert [batch.origin for page in pages for batch in page.batches] == [origin_of(3, 0)]


def test_an_answer_holds_no_body_outside_the_readers_scope(tmp_path: Path) -> None:
    store, counter = replica_of(1), replica_of(2)
    counter.append([note("canary of another house", kind=60)])
    carry(counter, store)
    asked = opened(written(replica_of(3), 3, tmp_path / "asked.facts"))
    batches = [b for page in pages_for(store, asked.claims, asked.head) for b in page.batches]
    assert [item[1] for batch in batches for item in batch.items] == [None]
