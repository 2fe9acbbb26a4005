"""A place sold at another counter, until it is painted as sold on this one's map.

Two counters of the house in this process, each with its own data, lane and threads, and the
store's server in a process of its own. First they hear each other through the store alone, then
on the venue's network with the store gone. This counter's replica is the one of a whole cluster.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from podium_desk.application.counter import BasketLine, Connection, Held, Payment, SaleDone
from podium_desk.application.desk import Desk
from podium_desk.bootstrap import Device
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, Unit
from podium_desk.proving.figures import Figure, quantile
from podium_desk.proving.measures.cluster_season import fill_season, shown_counter
from podium_desk.proving.measures.durable_row import NAME, DurableRow, durable_row
from podium_desk.proving.pairs import spent_ms
from podium_desk.proving.stage import Stage, build_stage
from podium_desk.venue_network import VenueNetwork, start_venue

if TYPE_CHECKING:
    from podium_desk.ui.shell.counter_bench import CounterAtWork

HERE, THERE = "kassa1", "kassa2"
SALES_BY_STORE = 60
SALES_BY_LAN = 12
"""The other counter sells them from its reserve: there is no store to ask."""


def counter_news(folder: Path, say: Callable[[str], None]) -> list[Figure]:
    """How long a change made elsewhere takes to the map, by the store and by the network."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    stage = build_stage(folder, "nl", say)
    try:
        fill_season(stage, HERE, say)
        return _heard(stage, durable_row(folder), say)
    finally:
        stage.close()


def _heard(stage: Stage, row: DurableRow, say: Callable[[str], None]) -> list[Figure]:
    # Qt is loaded by this measurement only.
    from podium_desk.ui.shell.counter_bench import wait

    here, there = stage.open(HERE), stage.open(THERE)
    seller = _Seller(there, _soonest(there))
    at_work = shown_counter(here, seller.performance)
    here.listen(at_work.notify)
    for device in (here, there):
        device.start_line()
    try:
        wait(lambda: all(_is_online(device) for device in (here, there)))
        say("by the store…")
        figures = _figures("counter_news_by_store", SALES_BY_STORE, (at_work, seller, row))
        stage.store.kill()
        networks = [network for device in (here, there) if (network := start_venue(device))]
        wait(lambda: _are_together(networks, here, there))
        say("on the venue's network…")
        return figures + _figures("counter_news_by_lan", SALES_BY_LAN, (at_work, seller, row))
    finally:
        at_work.close()


class _Seller:
    """The other counter: it takes one place after the other, and sells each by card."""

    def __init__(self, device: Device, performance: PerformanceId) -> None:
        self._device = device
        self._desk: Desk = device.desk(with_printer=False)
        self.performance = performance

    def take(self) -> tuple[Unit, Callable[[], None]]:
        """A place that it holds now, and the sale of it."""
        held = self._device.lane(lambda: self._desk.hold_best(self.performance, 1, None, 0))
        assert isinstance(held, Held), held
        (unit,) = held.units
        hall = self._device.lane(lambda: self._desk.hall(self.performance))
        lines = (BasketLine(self.performance, unit, hall.tariffs[0].id),)
        prices = self._device.lane(lambda: self._desk.quote(lines))
        assert isinstance(prices, tuple), prices
        payment = Payment(PaymentMeans.CARD, sum(prices), 0)

        def sell() -> None:
            token = secrets.token_hex(8)
            done = self._device.lane(lambda: self._desk.sell(lines, (payment,), token, "nl"))
            assert isinstance(done, SaleDone), done

        return unit, sell


def _figures(
    name: str, sales: int, parts: tuple[CounterAtWork, _Seller, DurableRow]
) -> list[Figure]:
    at_work, seller, row = parts
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(sales):
        unit, sell = seller.take()
        ours.append(spent_ms(partial(at_work.see_sold, sell, unit)))
        bare.append(spent_ms(row.commit))
    figures = []
    for label, share in (("p50", 0.5), ("max", 1.0)):
        value, base = quantile(ours, share), quantile(bare, share)
        figures += [
            Figure(f"{name}_{label}", value, "ms", sales, NAME, value / base),
            Figure(f"{NAME}_{label}", base, "ms", sales, is_baseline=True),
        ]
    return figures


def _soonest(device: Device) -> PerformanceId:
    """Tonight's performance of the demo, which both counters know from the store."""
    rows = device.lane(lambda: device.desk(with_printer=False).performances())
    return next(row.id for row in rows if row.is_own_house)


def _is_online(device: Device) -> bool:
    return device.work.link.state().connection is Connection.ONLINE


def _are_together(networks: list[VenueNetwork], *devices: Device) -> bool:
    """Whether each hears the other; tells each where the others are."""
    for network in networks:
        for other in networks:
            if other is not network and other.port is not None:
                network.know(f"127.0.0.1:{other.port}")
    heard = [peer.is_heard for device in devices for peer in device.work.venue.peers()]
    return sum(heard) >= len(devices) and not any(map(_is_online, devices))
