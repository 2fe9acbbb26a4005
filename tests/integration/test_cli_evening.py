"""An evening on the command line: processes that are killed, a store that goes and comes back."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from harness.processes import (
    PATIENCE_S,
    PLACES,
    Said,
    StoreProcess,
    call,
    environment_of,
    program,
    run,
)
from PIL import Image

KILLS = 25
SMALL = 8
"""What each start without contact may sell of it."""
RESERVE = PLACES // 10
SALE_KEYS = {"order", "receipt", "total_cents", "cash_due_cents", "change_cents", "tickets"}
TICKET_KEYS = {"id", "code", "short_code", "seat", "tariff", "price_cents"}
SCAN_KEYS = {"verdict", "reason", "ticket", "name", "seat", "stale", "decided_in_ms"}
STATUS_KEYS = {"device", "unsent", "last_contact", "rights", "peers", "incidents"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreProcess]:
    with StoreProcess(tmp_path) as process:
        yield process


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


def sell(device: Path, performance: int, *words: object) -> Said:
    chosen = words or ("--best", 2)
    return call("sell", device, "--performance", performance, *chosen, "--pay", "cash", "--json")


def sold(device: Path, performance: int) -> list[dict[str, object]]:
    said = sell(device, performance)
    assert said.status == 0, said
    tickets: list[dict[str, object]] = said.json["tickets"]
    return tickets


def totals_everywhere(store: StoreProcess, *devices: Path) -> dict[str, int]:
    """What the store counts, once each device has heard all and counts the same."""
    for device in devices * 2:
        assert call("sync", device, "--json").status == 0
    counted = store.totals()
    for device in devices:
        report = call("device", "status", device, "--json").json
        assert report.keys() >= STATUS_KEYS
        assert report["unsent"] == 0
        assert report["totals"] == counted
    return counted


def seats_sold(store: StoreProcess) -> list[tuple[int, int]]:
    with closing(apsw.Connection(str(store.folder / "central.sqlite"))) as connection:
        return list(connection.execute("SELECT performance, unit FROM ticket_sold"))


def test_counters_and_a_door_end_with_the_stores_totals_though_it_was_killed(
    store: StoreProcess, data: Path
) -> None:
    counters = (data / "kassa1", data / "kassa2")
    door = data / "deur1"
    for counter in counters:
        store.enrol(counter)
    store.enrol(door, "door")
    first = store.performances[0]

    def sell_in_a_process(counter: Path) -> Said:
        words = ("--performance", first, "--best", 2, "--pay", "cash", "--json")
        return run("sell", counter, *words)

    codes = []
    for is_served in (True, False, True):
        store.kill()
        if is_served:
            store.start()
        with ThreadPoolExecutor(2) as pool:
            for said in pool.map(sell_in_a_process, counters):
                assert said.status == 0, said
                assert said.json["offline"] is not is_served
                codes += [ticket["code"] for ticket in said.json["tickets"]]
        scanned = run("scan", door, codes[-1], "--json")
        assert (scanned.status, scanned.json["verdict"]) == (0, "admit")
    counted = totals_everywhere(store, *counters, door)
    assert counted == {
        "orders": 6, "tickets": 12, "refunded": 0, "sold_cents": 12 * 2003,
        "paid_cents": 12 * 2003, "admitted": 3,
    }  # fmt: skip
    seats = seats_sold(store)
    assert len(set(seats)) == len(seats) == 12


def test_a_counter_killed_at_any_moment_of_a_sale_loses_and_doubles_nothing(
    store: StoreProcess, data: Path
) -> None:
    counter = data / "kassa1"
    store.enrol(counter)
    words = ("--performance", store.performances[0], "--best", 2, "--pay", "cash", "--json")
    began = time.monotonic()
    acknowledged = [run("sell", counter, *words).json["order"]]
    whole_s = time.monotonic() - began
    moments = random.Random(8)
    killed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            program("sell", counter, *words), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, env=environment_of(),
        )  # fmt: skip
        try:
            process.wait(whole_s * moments.uniform(0.5, 1.05))
        except subprocess.TimeoutExpired:
            process.kill()
            killed += 1
        said, _ = process.communicate(timeout=PATIENCE_S)
        if said:
            acknowledged.append(Said(0, said, "").json["order"])
    assert killed > 0
    checks = call("doctor", counter, "--json").json["checks"]
    whole = {check["name"]: check["ok"] for check in checks}
    assert whole["gegevens"]
    assert whole["ketting van berichten"]
    counted = totals_everywhere(store, counter)
    assert counted["orders"] >= len(acknowledged)
    assert counted["tickets"] == 2 * counted["orders"]
    assert counted["paid_cents"] == counted["sold_cents"] == 2003 * counted["tickets"]
    seats = seats_sold(store)
    assert len(set(seats)) == len(seats) == counted["tickets"]
    numbers = {int(order.rpartition("-")[2]) for order in acknowledged}
    assert numbers <= set(range(1, counted["orders"] + 1))
    assert len(numbers) == len(acknowledged)


def test_without_the_store_the_reserve_is_sold_and_then_it_says_so(
    store: StoreProcess, data: Path
) -> None:
    counter = data / "kassa1"
    store.enrol(counter)
    first = store.performances[0]
    listed = call("performances", counter, "--json").json
    keys = {"id", "title", "house", "start", "free", "sellable_here"}
    assert [row.keys() >= keys for row in listed] == [True] * 3
    assert listed[0]["sellable_here"] == RESERVE
    store.kill()
    elsewhere = sell(counter, first, "--seats", "1-1", "--section", "Tribune")
    assert (elsewhere.status, elsewhere.json["refused"]) == (1, "seat_elsewhere")
    assert "--best" in elsewhere.err
    for left in range(RESERVE - 6, -1, -6):
        said = sell(counter, first, "--best", 6)
        assert (said.status, said.json["left_here"]) == (0, min(left, SMALL - 6))
        assert f"nog {min(left, SMALL - 6)} plaatsen" in said.err
        assert said.err.count("antwoordt niet") == 1
    assert sell(counter, first, "--best", RESERVE % 6).status == 0
    empty = sell(counter, first, "--best", 1)
    assert (empty.status, empty.json["refused"]) == (1, "nothing_left_here")
    away = call("sync", counter, "--once", "--json")
    assert (away.status, away.json["fault"]) == (3, "store_away")
    store.start()
    assert totals_everywhere(store, counter)["tickets"] == RESERVE


def test_the_life_of_a_ticket_from_the_sale_to_the_reissue(store: StoreProcess, data: Path) -> None:
    counter, door = data / "kassa1", data / "deur1"
    store.enrol(counter)
    store.enrol(door, "door")
    sale = sell(counter, store.performances[0], "--best", 2, "--tendered", 5000)
    assert sale.json.keys() >= SALE_KEYS
    assert [ticket.keys() >= TICKET_KEYS for ticket in sale.json["tickets"]] == [True, True]
    paid = [sale.json[key] for key in ("total_cents", "cash_due_cents", "change_cents")]
    assert paid == [4006, 4005, 995]
    ticket, other = sale.json["tickets"]
    picture = rendered(counter, ticket["id"], data)

    def scan(*words: object) -> tuple[int, str, str | None]:
        said = call("scan", door, *words, "--json")
        assert said.json.keys() >= SCAN_KEYS
        return said.status, said.json["verdict"], said.json["reason"]

    assert scan("--image", picture) == (0, "admit", None)
    assert scan("--image", picture) == (1, "refuse", "already_in")
    inside = call("refund", counter, ticket["id"], "--json")
    assert (inside.status, inside.json["refused"]) == (1, "already_inside")
    assert scan(ticket["code"], "--direction", "exit") == (0, "exit", None)
    refund = call("refund", counter, ticket["id"], "--json").json
    assert (refund["order"], refund["handed_back_cents"]) == (sale.json["order"], 2005)
    assert scan("--image", picture) == (1, "refuse", "cancelled")
    reissue = call("reissue", counter, other["id"], "--json").json
    assert (reissue["ticket"], reissue["generation"]) == (other["id"], 2)
    assert scan(other["code"]) == (1, "refuse", "replaced")
    assert scan(reissue["code"]) == (0, "admit", None)
    counted = totals_everywhere(store, counter, door)
    assert (counted["refunded"], counted["paid_cents"]) == (1, 2003)


def rendered(counter: Path, ticket: str, folder: Path) -> Path:
    """The ticket as each kind of file; the picture of it."""
    for kind, beginning in (("png", b"\x89PNG"), ("pdf", b"%PDF"), ("escpos", b"\x1b@")):
        file = folder / f"ticket.{kind}"
        words = ("--format", kind, "--output", file, "--json")
        assert call("ticket", "render", counter, ticket, *words).json == {"file": str(file)}
        assert file.read_bytes().startswith(beginning)
    picture = folder / "ticket.png"
    with Image.open(picture) as seen:
        assert seen.width > 576
    return picture


def test_two_processes_never_work_in_one_folder(store: StoreProcess, data: Path) -> None:
    counter = data / "kassa1"
    store.enrol(counter)
    holder = subprocess.Popen(
        [sys.executable, "-c",
         "import filelock, sys; lock = filelock.FileLock(sys.argv[1]); lock.acquire();"
         "print(1, flush=True); sys.stdin.read()", counter / "lock"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        for words in (
            ("sell", counter, "--performance", 1, "--best", 1, "--pay", "cash"),
            ("device", "status", counter), ("doctor", counter, "--repair"),
            ("device", "enrol", counter, "--url", store.url, "--code", "X", "--name", "K"),
        ):  # fmt: skip
            said = call(*words, "--json")
            assert (said.status, said.json.get("fault")) == (3, "folder_in_use"), said
            assert "Sluit dat eerst" in said.err
        holder.kill()
