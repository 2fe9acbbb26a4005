"""A whole evening of real processes: a store, five counters and four doors on loopback.

While they sell and scan, a script kills, stops, cuts and heals each of them in turn, the store too.
In the end all must agree, and what people hold in their hands (the actors' books, outside every
program) must be what the store knows: nothing sold twice, nothing lost, nothing left unsent.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from harness.actor import entries
from harness.processes import StoreProcess, environment_of

from podium_desk.config import DataFolder, Settings
from podium_desk.proving.wires import Wires

COUNTERS = [f"kassa{number}" for number in range(1, 6)]
DOORS = [f"deur{number}" for number in range(1, 5)]
EVENING_S = float(os.environ.get("EVENING_S", "36"))
EVENING_ON_POSTGRESQL_S = EVENING_S / 2
SECONDS_PER_FAULT = 6
SETTLE_S = 60
TESTS = Path(__file__).parent.parent


@dataclass
class Evening:
    """The processes of one evening, each behind lines that can be cut."""

    folder: Path
    store: StoreProcess
    wires: Wires
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def book(self) -> Path:
        return self.folder / "book"

    def start(self, name: str) -> None:
        """Begin, or begin again on the data that is there."""
        role = "counter" if name in COUNTERS else "door"
        words = [sys.executable, "-m", "harness.actor", role, self.folder / name, self.book, "1"]
        path = os.pathsep.join([str(TESTS), str(TESTS.parent)])
        with (self.folder / f"{name}.err").open("ab") as said:
            self.running[name] = subprocess.Popen(
                words, stderr=said, env=environment_of(PYTHONPATH=path)
            )

    def kill(self, name: str) -> None:
        """SIGKILL."""
        process = self.running.pop(name)
        process.kill()
        process.wait()

    def signal(self, name: str, number: signal.Signals) -> None:
        """Stop it where it stands, or let it go on."""
        self.running[name].send_signal(number)

    def say(self, flag: str) -> None:
        """Tell all actors."""
        (self.book / flag).touch()

    def status(self, name: str) -> dict[str, object]:
        """What an actor last said of itself."""
        return dict(json.loads((self.book / f"{name}.status.json").read_text("utf-8")))

    def troubles(self) -> str:
        """What any program complained of."""
        said = [path.read_text("utf-8") for path in sorted(self.folder.glob("*.err"))]
        return "\n".join(text for text in said if text)


@contextmanager
def evening_in(folder: Path, database_url: str = "") -> Iterator[Evening]:
    """A store that is served, and nine devices enrolled through lines that can be cut."""
    store = StoreProcess(folder, hours=8, database_url=database_url)
    with store, Wires() as wires:
        evening = Evening(folder, store, wires)
        evening.book.mkdir()
        direct = store.url
        lan_ports = dict(zip(COUNTERS + DOORS, free_ports(len(COUNTERS + DOORS)), strict=True))
        for name in COUNTERS + DOORS:
            port = wires.line(name, "store", store.port)
            store.url = f"http://127.0.0.1:{port}"
            store.enrol(folder / name, "counter" if name in COUNTERS else "door")
            lines = [
                wires.line(name, other, lan_ports[other]) for other in lan_ports if other != name
            ]
            Settings.read(DataFolder(folder / name).settings).keep(
                DataFolder(folder / name).settings, lan="listed", lan_port=str(lan_ports[name]),
                lan_peers=", ".join(f"127.0.0.1:{line}" for line in lines),
            )  # fmt: skip
        store.url = direct
        try:
            for name in COUNTERS + DOORS:
                evening.start(name)
            yield evening
        finally:
            for process in evening.running.values():
                process.kill()
                process.wait()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def trouble(evening: Evening, dice: random.Random, until: float) -> int:
    """Kill, stop, cut and heal each program in turn, the store now and then; how many faults."""
    names = itertools.cycle(dice.sample(COUNTERS + DOORS, len(COUNTERS + DOORS)))
    faults = 0
    while time.monotonic() < until:
        name, kind = next(names), dice.choice(["kill", "stop", "cut", "store"])
        if kind == "kill":
            evening.kill(name)
            time.sleep(dice.uniform(0, 1))
            evening.start(name)
        elif kind == "stop":
            evening.signal(name, signal.SIGSTOP)
            time.sleep(dice.uniform(0.5, 3))
            evening.signal(name, signal.SIGCONT)
        elif kind == "cut":
            evening.wires.cut(name)
            time.sleep(dice.uniform(0.5, 4))
            evening.wires.heal(name)
        else:
            evening.store.kill()
            time.sleep(dice.uniform(0, 2))
            evening.store.start()
        faults += 1
        time.sleep(dice.uniform(0.2, 1))
    return faults


def settle(evening: Evening) -> None:
    """Nobody sells any more: wait until every device says that all it wrote is at the store."""
    evening.say("stop")
    ends = time.monotonic() + SETTLE_S
    while True:
        statuses = {name: evening.status(name) for name in COUNTERS + DOORS}
        store = evening.store.totals()
        is_fresh = all(float(str(one["at"])) > time.time() - 2 for one in statuses.values())
        is_sent = all(one["unsent"] == 0 for one in statuses.values())
        differing = {
            name: one["totals"] for name, one in statuses.items()
            if one["totals"] != {key: store[key] for key in dict(one["totals"])}  # type: ignore[call-overload]
        }  # fmt: skip
        if is_fresh and is_sent and not differing:
            return
        if time.monotonic() > ends:
            unsent = {name: one["unsent"] for name, one in statuses.items()}
            pytest.fail(f"{unsent=} {store=} {differing=}\n{evening.troubles()}")
        time.sleep(0.5)


def check_nothing_sold_twice(book: Path) -> None:
    """By the papers: two people never hold a good ticket for one place."""
    refunded = {one["ticket"] for one in entries(book, "refunding")}
    places: Tally[tuple[int, int]] = Tally()
    for ticket, paper in {one["ticket"]: one for one in entries(book, "printed")}.items():
        if ticket not in refunded:
            places[paper["performance"], paper["unit"]] += 1
    assert [place for place, count in places.items() if count > 1] == []


def check_nothing_lost(evening: Evening) -> None:
    """By the clerks: every sale that a desk confirmed is at the store, with its money, once."""
    sold = {one["order"]: one for one in entries(evening.book, "sold")}
    printed = {one["ticket"] for one in entries(evening.book, "printed")}
    store = evening.store.totals()
    assert store["orders"] >= len(sold)
    assert store["tickets"] >= len(printed)
    unconfirmed = store["orders"] - len(sold)
    # A desk that was killed after its commit had no time to write the sale in its book.
    assert unconfirmed <= len(COUNTERS) * 3
    assert store["sold_cents"] >= sum(one["cents"] for one in sold.values())
    # Who was killed before the commit finds that its basket went back: a "no", and no money taken.
    reasons = {one["reason"] for one in entries(evening.book, "refused")}
    assert reasons <= {"seat_elsewhere", "seat_held", "seat_taken"}


def check_admitted_once(evening: Evening) -> None:
    """At the doors: nobody went in twice, but where a door was alone and said so: an incident."""
    admitted: dict[str, dict[str, bool]] = {}
    for scan in entries(evening.book, "scanned"):
        if scan["verdict"] == "admit":
            # The same token is the same scan, shown again.
            admitted.setdefault(scan["ticket"], {})[scan["token"]] = scan["is_alone"]
    twice = {ticket: scans for ticket, scans in admitted.items() if len(scans) > 1}
    assert {ticket for ticket, scans in twice.items() if not any(scans.values())} == set()
    incidents = evening.store.central("incidents").json["incidents"]
    told = {one["ticket"] for one in incidents if one["kind"] == "double_admission"}
    assert set(twice) == told


def test_an_evening_of_kills_and_cuts_loses_nothing_and_sells_nothing_twice(
    tmp_path: Path,
) -> None:
    play(tmp_path, EVENING_S)


def test_the_same_evening_with_the_store_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    play(tmp_path, EVENING_ON_POSTGRESQL_S, postgres_url)


def play(folder: Path, evening_s: float, database_url: str = "") -> None:
    """One evening, and everything that must be true after it."""
    dice = random.Random(int(os.environ.get("SEED", "1")))
    with evening_in(folder, database_url) as evening:
        faults = trouble(evening, dice, time.monotonic() + evening_s)
        settle(evening)
        store = evening.store.totals()
        check_nothing_sold_twice(evening.book)
        check_nothing_lost(evening)
        check_admitted_once(evening)
        print(f"{faults} faults; {store}")
        evening.say("end")
        for name, process in evening.running.items():
            assert process.wait(10) == 0, (name, evening.troubles())
    assert faults >= evening_s / SECONDS_PER_FAULT
    assert store["tickets"] > 50
    assert store["admitted"] > 20
