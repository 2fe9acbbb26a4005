"""A newcomer begins with what another device of its house has, over real sockets and processes."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.processes import Said, StoreProcess, call, environment_of

from podium_desk import enrolment, venue_network
from podium_desk.application.lane import ReplicaLane
from podium_desk.bootstrap import Device, open_device
from podium_desk.config import DataFolder, Settings
from podium_desk.venue_network import VenueNetwork, start_venue
from sync.exchange.dns_sd import DnsSd
from sync.snapshot import shelf
from sync.snapshot.messages import PIECE

SMALL = 8 * 1024
NEWCOMER = f"""
import sys
from sync.snapshot import fetching
fetching.PIECE_BYTES = {SMALL}
from podium_desk.commands.command_line import app
app(sys.argv[1:])
"""


class Neighbour:
    """A counter of the house at work, that counts the pieces it gives and may stop after some."""

    def __init__(self, device: Device, network: VenueNetwork) -> None:
        self.device = device
        self.pieces = 0
        self.stops_after = 10**9
        self.has_stopped = threading.Event()
        self.goes_on = threading.Event()
        handlers = network._venue.service._handlers
        give = handlers[PIECE]

        def counted(envelope):
            if self.pieces == self.stops_after:
                self.has_stopped.set()
                self.goes_on.wait(20)
            self.pieces += 1
            return give(envelope)

        handlers[PIECE] = counted
        deadline = time.monotonic() + 5
        while network.port is None and time.monotonic() < deadline:
            time.sleep(0.01)
        self.address = f"127.0.0.1:{network.port}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreProcess]:
    folder = tmp_path / "store"
    folder.mkdir()
    with StoreProcess(folder) as store:
        yield store


@pytest.fixture
def peer_folder(store: StoreProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shelf, "FACTS_MIN", 1)
    for module in ("shelf", "making", "fetching"):
        monkeypatch.setattr(f"sync.snapshot.{module}.PIECE_BYTES", SMALL)
    data = tmp_path / "kassa1"
    store.enrol(data, "counter", "--language", "en")
    for _ in range(3):
        sold = call("sell", data, "--performance", store.performances[0], "--best", 2, "--pay",
                    "cash", "--json")  # fmt: skip
        assert sold.status == 0, sold
    call("sync", data, "--once")
    Settings.read(DataFolder(data).settings).keep(DataFolder(data).settings, lan="listed")
    return data


@pytest.fixture
def neighbour(peer_folder: Path) -> Iterator[Neighbour]:
    with at_work(peer_folder) as neighbour:
        yield neighbour


@contextlib.contextmanager
def at_work(data: Path) -> Iterator[Neighbour]:
    device = open_device(data, ReplicaLane())
    try:
        network = start_venue(device)
        assert network is not None
        yield Neighbour(device, network)
    finally:
        device.close()


def enrol(store: StoreProcess, data: Path, code: str, *words: object) -> Said:
    return call(
        "device", "enrol", data, "--url", store.url, "--code", code, "--name", data.name,
        "--language", "en", *words, "--json",
    )  # fmt: skip


def sold_here(data: Path) -> int:
    said = call("device", "status", data, "--json")
    assert said.status == 0, said
    return int(said.json["totals"]["tickets"])


def test_a_newcomer_begins_at_a_device_of_its_house_and_hears_the_rest(
    store: StoreProcess, neighbour: Neighbour, tmp_path: Path
) -> None:
    data = tmp_path / "kassa2"
    said = enrol(store, data, store.code("counter"), "--peer", neighbour.address)
    assert said.status == 0, said
    assert "comes from kassa1" in said.err
    assert "still to fetch" in said.err
    assert neighbour.pieces > 5
    assert sold_here(data) == 6
    assert enrol(store, data, store.code("counter")).json["refused"] == "already_enrolled"


def test_one_that_was_killed_goes_on_where_it_was_also_when_the_store_is_gone(
    store: StoreProcess, neighbour: Neighbour, tmp_path: Path
) -> None:
    data, code = tmp_path / "kassa2", store.code("counter")
    words = ["device", "enrol", data, "--url", store.url, "--code", code, "--name", "kassa2",
             "--language", "en", "--peer", neighbour.address, "--json"]  # fmt: skip
    neighbour.stops_after = 7
    killed = subprocess.Popen(
        [sys.executable, "-c", NEWCOMER, *map(str, words)], env=environment_of(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert neighbour.has_stopped.wait(20)
    killed.kill()
    killed.wait()
    store.kill()
    neighbour.goes_on.set()
    size = (data / "replica.snapshot").stat().st_size
    assert size == 7 * SMALL
    said = enrol(store, data, code, "--peer", neighbour.address)
    assert said.status == 0, said
    assert "does not answer now" in said.err
    pieces = -(-neighbour.device.folder.path.joinpath("snapshots").glob("*.snapshot")
               .__next__().stat().st_size // SMALL)  # fmt: skip
    assert neighbour.pieces <= pieces + 1, "only the piece under way was fetched again"
    assert sold_here(data) == 6
    store.start()
    assert enrol(store, data, code).status == 0
    assert enrol(store, data, code).json["refused"] == "already_enrolled"


def test_without_a_device_that_answers_the_store_gives_it_all(
    store: StoreProcess, peer_folder: Path, tmp_path: Path
) -> None:
    data = tmp_path / "kassa2"
    said = enrol(store, data, store.code("counter"), "--peer", "127.0.0.1:1")
    assert said.status == 0, said
    assert "did not give it" in said.err
    assert sold_here(data) == 6


def test_a_device_that_falls_silent_in_the_middle_is_left_for_the_store(
    store: StoreProcess, neighbour: Neighbour, tmp_path: Path
) -> None:
    handlers = neighbour.device.closers  # Its network is among what is ended first.
    neighbour.stops_after = 7
    leaving = threading.Thread(
        target=lambda: (
            neighbour.has_stopped.wait(20), neighbour.goes_on.set(),
            [close() for close in reversed(handlers)],
        )
    )  # fmt: skip
    leaving.start()
    data = tmp_path / "kassa2"
    said = enrol(store, data, store.code("counter"), "--peer", neighbour.address)
    leaving.join()
    assert said.status == 0, said
    assert "kassa1 did not give it" in said.err
    assert sold_here(data) == 6
    assert not (data / "replica.snapshot").exists()


def test_a_revoked_device_is_not_begun_with(
    store: StoreProcess, neighbour: Neighbour, tmp_path: Path
) -> None:
    device = neighbour.device.work.claims.device
    assert call("central", "device", "revoke", store.folder, device, "--json").status == 0
    data = tmp_path / "kassa2"
    said = enrol(store, data, store.code("counter"), "--peer", neighbour.address)
    assert said.status == 0, said
    assert f"{neighbour.address} did not give it" in said.err
    assert neighbour.pieces == 0


def test_a_text_that_is_no_address_is_wrong_use(store: StoreProcess, tmp_path: Path) -> None:
    code = store.code("counter")
    said = enrol(store, tmp_path / "kassa2", code, "--peer", "kassa1:poort")
    assert said.status == 2
    assert "kassa1:poort" in said.err
    assert enrol(store, tmp_path / "kassa2", code).status == 0, "the code is not used up"


def test_in_a_large_house_a_device_is_found_by_itself(
    store: StoreProcess, peer_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce = venue_network._dns_sd

    def on_loopback(member):
        found = announce(member)
        return DnsSd(found._tag, found._own_name.partition(".")[0], ("127.0.0.1",))

    monkeypatch.setattr(venue_network, "_dns_sd", on_loopback)
    monkeypatch.setattr(enrolment, "FACTS_MIN", 1)
    settings = DataFolder(peer_folder).settings
    settings.write_text(settings.read_text("utf-8").replace('lan = "listed"\n', ""), "utf-8")
    with at_work(peer_folder) as neighbour:
        data = tmp_path / "kassa2"
        said = enrol(store, data, store.code("counter"))
        assert said.status == 0, said
        assert "comes from kassa1" in said.err
        assert neighbour.pieces > 5
