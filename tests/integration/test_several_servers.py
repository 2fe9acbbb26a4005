"""Several server processes over one PostgreSQL, and a crowd at all of them at once."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.postgres import new_server

from podium_desk.proving.measures.crowd import Met
from podium_desk.proving.measures.crowded_store import CrowdedStore, crowded_store, let_go
from podium_desk.proving.measures.workbench import HOUSE_NUMBER
from podium_desk.replica.queries import sold_count, totals
from sync.exchange.client import NONCE_BYTES, StoreClient
from sync.exchange.http_line import HttpLine, store_at
from sync.exchange.line import StoreRefused
from sync.facts.batch import unpack_facts
from sync.facts.fact import device_of, origin_of
from sync.identity.certificate import Certificate
from sync.identity.keys import DeviceKey
from sync.store.replica import Replica

SERVERS = 3
TONIGHT = 1
SEATS = 40


@pytest.fixture(scope="module")
def store(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: object
) -> Iterator[CrowdedStore]:
    url = postgres_server.new_database()  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("several")
    with crowded_store(folder, 2, url, SERVERS) as crowded:
        yield crowded


def likes(number: int) -> tuple[int, tuple[int, ...]]:
    """Every client wants the same seats, each in an order of its own."""
    seats = list(range(SEATS))
    random.Random(number).shuffle(seats)
    return TONIGHT, tuple(seats)


def test_a_crowd_at_three_servers_gets_each_place_once(store: CrowdedStore, tmp_path: Path) -> None:
    met = let_go(store.plan(likes, 12, str(tmp_path), wanted=4))
    granted = [unit for one in met for _, unit in one.granted]
    assert sorted(granted) == list(range(SEATS))
    assert sum(one.sold for one in met) == SEATS
    central = store.bench.central
    assert sold_count(central.sql, HOUSE_NUMBER, TONIGHT) == SEATS
    assert totals(central.sql).tickets == SEATS
    assert_holders(central.replica, met, is_sold=True)
    assert_no_fork(central.replica)


def test_a_code_shown_at_all_servers_at_once_enrols_one_device_and_numbers_are_single(
    store: CrowdedStore,
) -> None:
    central = store.bench.central
    codes = [
        central.enrolment.new_code(HOUSE_NUMBER, "counter", 2**50, random.Random(n).choice)
        for n in range(8)
    ]

    def show(number: int) -> Certificate | str:
        line = HttpLine(store_at(store.servers[number % SERVERS].url))
        client = StoreClient(line, DeviceKey(os.urandom(32)), lambda: os.urandom(NONCE_BYTES))
        try:
            answer = client.enrol(codes[number // SERVERS], f"Kassa {number}", 0)
            return Certificate.from_bytes(answer.certificate)
        except StoreRefused as refused:
            return refused.code
        finally:
            client.close()

    known = len(central.replica.devices.all())
    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(show, range(len(codes) * SERVERS)))
    devices = [one.claims.device for one in shown if isinstance(one, Certificate)]
    assert len(devices) == len(set(devices)) == len(codes)
    assert {one for one in shown if isinstance(one, str)} == {"enrol_code_used"}
    assert len(central.replica.devices.all()) == known + len(codes)


def test_what_one_server_learns_of_the_catalogue_the_others_know_at_once(
    store: CrowdedStore,
) -> None:
    from podium_desk.central.houses import NewHouse, add_house

    lines = [HttpLine(store_at(server.url)) for server in store.servers]
    for line in lines:
        assert names(line) == ["Filharmonie"]
    add_house(store.bench.central, NewHouse("GC Het Anker"))
    for line in lines:
        assert names(line) == ["Filharmonie", "GC Het Anker"]
        line.close()


def names(line: HttpLine) -> list[str]:
    assert line._connect is not None
    http = line._http = line._http or line._connect()
    return [house["name"] for house in http.get("/api/houses", timeout=20).json()]


def assert_holders(replica: Replica, met: list[Met], is_sold: bool) -> None:
    """Whoever was told that a place is his has it at the store."""
    for one in met:
        for pool, unit in one.granted:
            right = replica.rights.right(HOUSE_NUMBER, pool, unit)
            assert right is not None
            assert (device_of(right.holder), right.is_spent) == (one.device, is_sold)


def assert_no_fork(replica: Replica) -> None:
    """Every log at the store is whole, chained and signed from its first fact to its last."""
    for origin, head in replica.log.heads().items():
        device = replica.devices.get(device_of(origin))
        assert device is not None
        seq = 0
        while (batch := replica.batch_after(origin, seq, None)) is not None:
            facts = unpack_facts(batch, device.claims.public_key)
            assert facts[0].seq == seq + 1
            seq = facts[-1].seq
        assert seq == head
    assert replica.log.heads()[origin_of(1, HOUSE_NUMBER)] > 0


def test_a_server_whose_database_is_away_says_so_and_goes_on_when_it_is_back(
    tmp_path: Path,
) -> None:
    database = new_server()
    try:
        with crowded_store(tmp_path, 1, database.new_database(), 1) as store:

            def said(path: str) -> tuple[int, Any]:
                response = httpx.get(store.servers[0].url + path, timeout=30)
                return response.status_code, response.json()

            assert said("/health")[1]["status"] == "ok"
            database.kill()
            assert said("/health")[0] == 503
            assert said("/api/houses")[1]["error"] == "store_fault"
            database.start()
            assert said("/health")[1]["status"] == "ok"
            assert [house["name"] for house in said("/api/houses")[1]] == ["Filharmonie"]
    finally:
        database.stop("immediate")
        database.remove()
