"""The database's machine dies in mid-evening: a standby takes over and nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from harness.postgres import NoPostgres, Server, new_server, standby_of

from podium_desk.proving.measures.crowd import Met
from podium_desk.proving.measures.crowded_store import crowded_store, let_go
from podium_desk.proving.measures.workbench import HOUSE_NUMBER
from sync.facts.batch import unpack_facts
from sync.facts.fact import device_of
from sync.store.postgresql import PostgresqlStore
from sync.store.replica import Replica

CLIENTS = 6
SERVERS = 2


@dataclass
class Twins:
    """A primary with a synchronous standby, both on loopback, and the address that names both."""

    primary: Server
    standby: Server

    def url(self) -> str:
        hosts = f"127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}"
        return f"postgresql://podium@{hosts}/postgres"


@pytest.fixture
def twins() -> Iterator[Twins]:
    started: list[Server] = []
    try:
        started.append(new_server(listen_addresses="'127.0.0.1'"))
        started.append(standby_of(started[0]))
        yield Twins(*started)
    except NoPostgres as error:
        pytest.fail(str(error), pytrace=False)
    finally:
        for server in started:
            server.stop("immediate")
            server.remove()


def evening_with_a_failover(folder: Path, twins: Twins, asks: int) -> None:
    """A crowd asks at two servers while the primary is killed and the standby promoted."""
    with crowded_store(folder, 1, twins.url(), SERVERS) as store:

        def seats(number: int) -> tuple[int, tuple[int, ...]]:
            # Neighbours want the same seats, so that each is fought for too.
            first = (number // 2) * asks
            return 1, tuple(range(first, first + asks))

        met: list[Met] = []
        plan = store.plan(seats, CLIENTS, patience_s=60)
        crowd = threading.Thread(target=lambda: met.extend(let_go(plan, 300)))
        granted_before = wait_for_grants(twins, crowd, asks)
        twins.primary.kill()
        time.sleep(0.3)
        twins.standby.promote()
        crowd.join()
        store.bench.central.close()
        after = PostgresqlStore(twins.url())
        try:
            replica = Replica(after, store.bench.store.charter, store.bench.store.projector,
                              store.bench.store.clock, is_authority=True)  # fmt: skip
            assert len(met) == CLIENTS
            assert sum(one.away for one in met) > 0, "somebody noticed that the primary was gone"
            assert_nothing_lost(replica, met, asks)
            granted_after = sum(len(one.granted) for one in met)
            assert granted_after > granted_before, "the store went on by itself"
        finally:
            after.close()


def wait_for_grants(twins: Twins, crowd: threading.Thread, asks: int) -> int:
    """Start the crowd and wait until it is well under way; how many grants there are then."""
    watch = PostgresqlStore(twins.url())
    try:
        crowd.start()
        ends_at = time.monotonic() + 60
        while time.monotonic() < ends_at:
            row = watch.row("SELECT COUNT(*) FROM unit_right")
            if row is not None and row[0] >= asks:
                return int(row[0])
            time.sleep(0.01)
    finally:
        watch.close()
    raise AssertionError("the crowd did not get going")


def assert_nothing_lost(replica: Replica, met: list[Met], asks: int) -> None:
    granted = [seat for one in met for seat in one.granted]
    assert len(granted) == len(set(granted)), "no place was given twice"
    assert len(granted) == CLIENTS // 2 * asks, "every place was given in the end"
    for one in met:
        for pool, unit in one.granted:
            right = replica.rights.right(HOUSE_NUMBER, pool, unit)
            assert right is not None
            assert device_of(right.holder) == one.device, "what was confirmed is there"
    for origin, head in replica.log.heads().items():
        device = replica.devices.get(device_of(origin))
        assert device is not None
        seq = 0
        while (batch := replica.batch_after(origin, seq, None)) is not None:
            seq = unpack_facts(batch, device.claims.public_key)[-1].seq
        assert seq == head


def test_no_acknowledged_fact_is_lost_when_the_primary_dies(tmp_path: Path, twins: Twins) -> None:
    evening_with_a_failover(tmp_path, twins, asks=40)


@pytest.mark.soak
@pytest.mark.parametrize("round_", range(5))
def test_no_acknowledged_fact_is_lost_in_long_evenings(
    tmp_path: Path, twins: Twins, round_: int
) -> None:
    evening_with_a_failover(tmp_path, twins, asks=600)
