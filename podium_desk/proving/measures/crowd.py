"""A crowd of clients at the store, each in a process of its own.

``python -m podium_desk.proving.measures.crowd`` reads a `Plan` as JSON on stdin, forks one
process a client, lets them begin together and writes what each `Met` as JSON. They speak with the
shipped `StoreClient`: every request is signed, every answer checked. Those that sell keep a
replica.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from pathlib import Path
from typing import BinaryIO

import msgspec

from podium_desk.application.clock import DeviceClock
from podium_desk.application.enrolling import Membership
from podium_desk.bootstrap import database, podium_replica, wall_ms
from podium_desk.domain.facts import FactKind, OrderSold, SaleLine
from podium_desk.domain.ids import HouseId, OrderId, Origin, PerformanceId, TariffId, Unit
from podium_desk.replica.codec import body_to_bytes
from sync.decoding import decode_json
from sync.exchange.client import NONCE_BYTES, StoreClient
from sync.exchange.http_line import HttpLine, store_at
from sync.exchange.line import StoreAway, StoreRefused
from sync.exchange.messages import AskAnswer, AskRequest, PushRequest
from sync.facts.fact import Draft, Verb, origin_of
from sync.identity.certificate import Certificate
from sync.identity.keys import DeviceKey
from sync.rights.rules import moves_of
from sync.store.replica import Replica

ANSWER_S = 10.0
PAUSE_S = 0.05


class Client(msgspec.Struct):
    """An enrolled device, the store it speaks with, and the units it goes for, in order."""

    url: str
    certificate: bytes
    seed: bytes
    pool: int
    units: tuple[int, ...]


class Plan(msgspec.Struct):
    """What the crowd does: each client asks for its units, one at a time.

    With a `folder` they also sell what they got, in replicas there, and bring the sale to the
    store; a client goes home after `wanted` of them. With `patience_s` a client whose store is
    away tries again for so long.
    """

    house: int
    pool_size: int
    store_certificate: bytes
    authority_public: bytes
    clients: tuple[Client, ...]
    folder: str = ""
    wanted: int = 0
    patience_s: float = 0.0


class Met(msgspec.Struct):
    """What one client met. `granted` are the units it was told are its own, with their pool."""

    device: int
    granted: tuple[tuple[int, int], ...]
    sold: int
    spent_ms: tuple[float, ...]
    started_s: float
    sold_s: float
    ended_s: float
    away: int


def main() -> None:
    """Fork the clients, let them go at once, tell what they met."""
    plan = decode_json(sys.stdin.buffer.read(), Plan)
    # Loaded once here, so that no client pays for it after the start.
    import httpx  # noqa: F401

    start_reading, start = os.pipe()
    lines = [_fork(plan, client, start_reading, start) for client in plan.clients]
    ready = [line.read(1) == b"r" for line in lines]
    os.close(start)
    met = [decode_json(line.read(), Met) for line in lines]
    assert all(ready), "every client was ready before the first began"
    sys.stdout.buffer.write(msgspec.json.encode(met))
    for _ in lines:
        os.wait()


def _fork(plan: Plan, client: Client, start_reading: int, start: int) -> BinaryIO:
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        return os.fdopen(reading, "rb")
    os.close(start)
    status = 1
    try:
        going = _Going(plan, client)
        os.write(writing, b"r")
        os.read(start_reading, 1)
        told = msgspec.json.encode(going.go())
        with os.fdopen(writing, "wb") as out:
            out.write(told)
        status = 0
    except Exception:
        traceback.print_exc()
        raise
    finally:
        # Nothing of the parent's is closed or flushed twice.
        os._exit(status)


class _Going:
    """One client on its way."""

    def __init__(self, plan: Plan, client: Client) -> None:
        self._plan = plan
        self._me = client
        self._key = DeviceKey(client.seed)
        certificate = Certificate.from_bytes(client.certificate)
        store = Certificate.from_bytes(plan.store_certificate)
        self._membership = Membership(certificate, store, plan.authority_public, "crowd")
        self._store = StoreClient(
            HttpLine(store_at(client.url)), self._key, lambda: os.urandom(NONCE_BYTES),
            certificate.claims.device,
        )  # fmt: skip
        self._store.store_public = store.claims.public_key
        self._replica = self._new_replica() if plan.folder else None
        self._heard = 0
        self._granted: list[int] = []
        self._spent_ms: list[float] = []
        self._away = 0
        # Opens the connection before the start.
        self._ask(())

    def go(self) -> Met:
        """Ask for unit after unit until there are enough, or none are left."""
        started = sold_at = time.monotonic()
        sold = 0
        for unit in self._me.units:
            if self._plan.wanted and len(self._granted) >= self._plan.wanted:
                break
            if self._is_gone(unit):
                continue
            began = time.monotonic()
            got = self._ask((unit,))
            self._spent_ms.append((time.monotonic() - began) * 1000)
            self._granted += got
            if got and self._replica is not None:
                self._sell(self._replica, got)
                sold += len(got)
                sold_at = time.monotonic()
        if sold and self._replica is not None:
            self._bring(self._replica)
        return Met(
            self._membership.claims.device, tuple((self._me.pool, unit) for unit in self._granted),
            sold, tuple(self._spent_ms), started, sold_at, time.monotonic(), self._away,
        )  # fmt: skip

    def _new_replica(self) -> Replica:
        file = Path(self._plan.folder) / f"{self._membership.claims.device}.sqlite"
        clock = DeviceClock(wall_ms)
        replica = podium_replica(database(file), self._membership, self._key, clock)
        house = self._plan.house
        owner = origin_of(self._membership.store_device, house)
        replica.rights.declare(house, self._me.pool, self._plan.pool_size, owner)
        return replica

    def _is_gone(self, unit: int) -> bool:
        if self._replica is None:
            return False
        right = self._replica.rights.right(self._plan.house, self._me.pool, unit)
        store_log = origin_of(self._membership.store_device, self._plan.house)
        return right is not None and right.holder != store_log

    def _ask(self, units: tuple[int, ...]) -> tuple[int, ...]:
        ends_at = time.monotonic() + self._plan.patience_s
        while True:
            ask = AskRequest(
                self._plan.house, self._me.pool, units, self._heard, self._store.nonce()
            )
            try:
                answer = self._store.ask(ask, ANSWER_S)
            except (StoreAway, StoreRefused):
                self._away += 1
                if time.monotonic() > ends_at:
                    raise
                time.sleep(PAUSE_S)
                continue
            self._hear(answer)
            return answer.granted

    def _hear(self, answer: AskAnswer) -> None:
        for batch in answer.batches:
            self._heard = batch.first_seq + len(batch.items) - 1
            if self._replica is not None:
                self._replica.receive(batch)

    def _sell(self, replica: Replica, units: tuple[int, ...]) -> None:
        """Spend the rights in a durable sale on this device."""
        house, pool = self._plan.house, self._me.pool
        rights = {unit: replica.rights.right(house, pool, unit) for unit in units}
        hops = {unit: right.hop for unit, right in rights.items() if right is not None}
        assert len(hops) == len(units), "what was granted has been heard"
        lines = tuple(
            SaleLine(
                PerformanceId(pool),
                Unit(unit),
                hop + 1,
                "",
                "",
                "",
                "",
                TariffId(1),
                "base",
                2200,
                6,
                "",
                HouseId(house),
                HouseId(house),
                HouseId(house),
                1,
            )
            for unit, hop in hops.items()
        )
        order = OrderId(Origin(self._membership.own_origin), len(self._granted))
        body = body_to_bytes(OrderSold(order, wall_ms(), "counter", "crowd", "nl", lines))
        moves = moves_of(Verb.SPEND, pool, hops)
        replica.append([Draft(FactKind.ORDER_SOLD, house, body, moves)])

    def _bring(self, replica: Replica) -> None:
        batch = replica.batch_after(self._membership.own_origin, 0, None)
        assert batch is not None, "something was sold"
        answer = self._store.push(PushRequest((batch,), self._store.nonce()))
        assert not answer.refused, answer.refused


if __name__ == "__main__":
    main()
