"""A replica that is damaged, lost or on a full disk: it is said, kept, repaired, and sells on."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest
from harness.processes import Said, StoreProcess, call

PAGE_BYTES = 4096
SALES = 3
OFFLINE_SALES = 2


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreProcess]:
    with StoreProcess(tmp_path, hours=1) as process:
        yield process


@pytest.fixture
def counter(store: StoreProcess, tmp_path: Path) -> Path:
    """A counter that sold with the store, and then without it."""
    data = tmp_path / "kassa1"
    store.enrol(data)
    for number in range(SALES + OFFLINE_SALES):
        if number == SALES:
            store.kill()
        assert sell(store, data).status == 0
    return data


def sell(store: StoreProcess, data: Path) -> Said:
    words = ("--performance", store.performances[0], "--best", 2, "--pay", "cash", "--json")
    return call("sell", data, *words)


def garbage(content: bytes, first: int, last: int) -> bytes:
    noise = random.Random(first).randbytes(last - first)
    return content[:first] + noise + content[last:]


def head(content: bytes) -> bytes:
    return garbage(content, 0, 100)


def middle(content: bytes) -> bytes:
    """All from the first page of the reserves to the end: rights, catalogue, projections."""
    return garbage(content, 6 * PAGE_BYTES, len(content))


def facts(content: bytes) -> bytes:
    """The page in which the facts stand."""
    place = content.index(b"podium") if b"podium" in content[: 2 * PAGE_BYTES] else 3 * PAGE_BYTES
    first = place // PAGE_BYTES * PAGE_BYTES
    return garbage(content, first, first + PAGE_BYTES)


def short(content: bytes) -> bytes:
    return content[: len(content) // 4]


def empty(_content: bytes) -> bytes:
    return b""


def text(_content: bytes) -> bytes:
    return b"this is no database\n" * 1000


@pytest.mark.parametrize(
    ("spoil", "saves_all"),
    [(head, True), (middle, False), (facts, False), (short, False), (empty, False), (text, False)],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_damaged_replica_is_told_kept_and_repaired(
    store: StoreProcess, counter: Path, spoil: Callable[[bytes], bytes], saves_all: bool
) -> None:
    file = counter / "replica.sqlite"
    spoilt = spoil(file.read_bytes())
    file.write_bytes(spoilt)
    refused = sell(store, counter)
    assert (refused.status, refused.json["fault"]) == (3, "replica_damaged")
    assert "doctor MAP --repair" in refused.err
    seen = call("doctor", counter, "--json")
    assert seen.status == 3
    assert any("--repair" in check["advice"] for check in seen.json["checks"])
    assert file.read_bytes() == spoilt
    repaired = call("doctor", counter, "--repair", "--json").json["repaired"]
    assert Path(repaired["kept"]).read_bytes() == spoilt
    sells_on(store, counter)
    counted = store.totals()
    if saves_all:
        assert counted["orders"] == SALES + OFFLINE_SALES + 1
    assert counted["orders"] >= SALES + 1
    assert counted["paid_cents"] == counted["sold_cents"] == 2003 * counted["tickets"]


def test_a_lost_replica_is_begun_anew(store: StoreProcess, counter: Path) -> None:
    (counter / "replica.sqlite").unlink()
    refused = sell(store, counter)
    assert (refused.status, refused.json["fault"]) == (3, "replica_damaged")
    repaired = call("doctor", counter, "--repair", "--json").json["repaired"]
    assert repaired["facts_saved"] == 0
    sells_on(store, counter)
    assert store.totals()["orders"] == SALES + 1


def test_facts_behind_the_damage_are_saved_once_the_store_gave_back_what_it_had(
    store: StoreProcess, counter: Path
) -> None:
    file = counter / "replica.sqlite"
    content = file.read_bytes()
    # The first own sale's header: its chain is broken, those behind it are whole.
    first = content.index(store_header(counter))
    file.write_bytes(garbage(content, first, first + 8))
    assert call("doctor", counter, "--json").status == 3
    assert call("doctor", counter, "--repair", "--json").json["repaired"]["facts_saved"] == 0
    store.start()
    again = call("doctor", counter, "--repair", "--json")
    assert again.status == 0
    assert again.json["repaired"]["facts_saved"] > 0
    assert call("sync", counter, "--json").status == 0
    assert store.totals()["orders"] == SALES + OFFLINE_SALES


def store_header(counter: Path) -> bytes:
    """The bytes of the first fact's header that this device wrote."""
    with contextlib.closing(apsw.Connection(str(counter / "replica.sqlite"))) as connection:
        rows = connection.execute(
            "SELECT items FROM fact_run WHERE origin = ? AND first_seq = 1", (2 << 16,)
        )
        return bytes(next(iter(rows))[0])


def sells_on(store: StoreProcess, counter: Path) -> None:
    """With the store back, the device is whole, sells and sends; a repair finds nothing more."""
    store.start()
    assert call("doctor", counter, "--repair", "--json").status == 0
    assert sell(store, counter).status == 0
    report = call("device", "status", counter, "--json").json
    assert report["unsent"] == 0
    assert report["totals"] == store.totals()
    assert call("doctor", counter, "--json").status == 0


def test_a_healthy_replica_is_left_alone_by_a_repair(store: StoreProcess, counter: Path) -> None:
    before = call("device", "status", counter, "--json").json
    said = call("doctor", counter, "--repair", "--json")
    assert (said.status, said.json["repaired"]) == (0, None)
    assert "niets te herstellen" in said.err
    after = call("device", "status", counter, "--json").json
    assert after["rights"] == before["rights"]
    assert after["unsent"] == before["unsent"] > 0


def test_an_older_copy_put_back_is_found_out_and_goes_on_in_a_new_log(
    store: StoreProcess, tmp_path: Path
) -> None:
    data = tmp_path / "kassa1"
    store.enrol(data)
    sell(store, data)
    older = (data / "replica.sqlite").read_bytes()
    sold = [sell(store, data).json, sell(store, data).json]
    (data / "replica.sqlite").write_bytes(older)
    again = sell(store, data)
    assert again.status == 0
    assert "nieuw logboek" in again.err
    assert again.json["order"].startswith("2.1-")
    seats = [(one["zone"], one["seat"]) for sale in [*sold, again.json] for one in sale["tickets"]]
    assert len(seats) == len(set(seats)) == 6
    status = call("device", "status", data, "--json").json
    assert status["unsent"] == 0
    assert status["totals"]["orders"] == 4


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; only root can mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if os.name == "nt" or os.geteuid() or subprocess.run(
        mounting, capture_output=True, check=False
    ).returncode:  # fmt: skip
        pytest.skip("a disk can be mounted by root only")
    yield disk
    # Lazily: a connection that waits for the collector may still hold a file of it.
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_loses_nothing_and_the_sale_is_made_when_there_is_room(
    store: StoreProcess, small_disk: Path
) -> None:
    data = small_disk / "kassa1"
    store.enrol(data, "counter", "--language", "en")
    assert sell(store, data).status == 0
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(PAGE_BYTES))
    refused = sell(store, data)
    assert (refused.status, refused.json["fault"]) == (3, "disk_full"), refused
    assert "free some space" in refused.err
    picture = small_disk / "ticket.png"
    words = ("2.0.1.0", "--output", picture, "--json")
    rendered = call("ticket", "render", data, *words)
    assert (rendered.status, rendered.json["fault"]) == (3, "disk_full"), rendered
    new = call("device", "enrol", small_disk / "kassa2", "--url", store.url, "--code",
               code := store.code("counter"), "--name", "Kassa 2", "--json")  # fmt: skip
    assert (new.status, new.json["fault"]) == (3, "disk_full"), new
    filler.unlink()
    assert sell(store, data).status == 0
    assert store.totals()["orders"] == 2
    enrolled = call("device", "enrol", small_disk / "kassa2", "--url", store.url, "--code", code,
                    "--name", "Kassa 2", "--json")  # fmt: skip
    assert enrolled.status == 0
