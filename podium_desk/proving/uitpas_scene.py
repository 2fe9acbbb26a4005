"""What the demo plays with UiTPAS: a simulator as a process, and a place at the price of a pass."""

from __future__ import annotations

import contextlib
import json
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing

from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.desk import Desk
from podium_desk.application.uitpas import UitpasOffers, UitpasPlace, UitpasRefusal
from podium_desk.application.uitpas_desk import UitpasDesk
from podium_desk.bootstrap import Device
from podium_desk.central.bootstrap import open_central
from podium_desk.central.uitpas.events import event_of
from podium_desk.central.uitpas.settings import UitpasHouse, keep_house, set_rules
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import HouseId, PerformanceId
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.uitpas import OfflinePolicy, UitpasRules, chosen_by_itself
from podium_desk.proving.book import DemoBook
from podium_desk.proving.stage import Stage, StageFault
from podium_desk.uitpas_network import start_uitpas

PASS = "0900000067513"  # noqa: S105 - one that publiq publishes for its test environment
COUNTER = "kassa2"


class UitpasScene:
    """A counter that takes a pass, over the served store, from a simulator on this machine."""

    def __init__(self, stage: Stage, book: DemoBook, language: str) -> None:
        self._stage = stage
        self._book = book
        self._language = language

    def play(self) -> None:
        """One sale with a pass, tonight."""
        device = self._stage.devices.get(COUNTER) or self._stage.open(COUNTER)
        desk = device.desk(with_printer=False)
        tonight = device.lane(lambda: desk.performances("")[0].id)
        known = device.lane(lambda: device.work.catalogue.performance(tonight))
        assert known is not None, "it is played tonight"
        with uitpas_simulator(event_of(known)) as told:
            take_passes(self._stage, device.work.house, told)
            device.lane(lambda: device.line.once(device.work))
            self._sell(device, desk, tonight)

    def _sell(self, device: Device, desk: Desk, number: PerformanceId) -> None:
        uitpas = start_uitpas(device)
        held = device.lane(lambda: desk.hold_best(number, 2, None, 0))
        assert isinstance(held, Held), held
        tariff = device.lane(lambda: desk.hall(number).tariffs[0].id)
        usual = tuple(BasketLine(number, unit, tariff) for unit in held.units)
        prices = device.lane(lambda: desk.quote(usual))
        assert not isinstance(prices, Refusal), prices
        places = tuple(
            UitpasPlace(number, unit, cents) for unit, cents in zip(held.units, prices, strict=True)
        )
        lines = _reduced(uitpas, usual, places)
        done = device.lane(lambda: _paid(desk, lines, self._language))
        total = done.total_cents if isinstance(done, SaleDone) else 0
        self._book.check(
            "a place is sold at the price of a pass, registered before it is paid",
            0 < total < sum(prices), repr(done) if isinstance(done, Refusal) else "",
        )  # fmt: skip
        device.lane(lambda: device.line.once(device.work))


def take_passes(stage: Stage, house: HouseId, told: Mapping[str, str]) -> None:
    """Let a house of the stage take passes, by a simulator that `told` where it answers."""
    folder, url = stage.store.folder, told["url"]
    kept = UitpasHouse(told["client_id"], told["client_secret"], url, url)
    keep_house(folder.uitpas(house), kept)
    with closing(open_central(folder, stage.now_ms)) as central:
        set_rules(central, house, UitpasRules(OfflinePolicy.PROVISIONAL))


def _reduced(
    uitpas: UitpasDesk, usual: tuple[BasketLine, ...], places: tuple[UitpasPlace, ...]
) -> tuple[BasketLine, ...]:
    """The lines with what the pass takes off; as they were when it takes nothing off."""
    offers = uitpas.look(PASS, places)
    if not isinstance(offers, UitpasOffers):
        return usual
    prices = [place.regular_cents for place in places]
    given = uitpas.register(offers, chosen_by_itself(prices, offers.offers))
    if isinstance(given, UitpasRefusal):
        return usual
    return tuple(
        BasketLine(
            line.performance, line.unit, line.tariff, given.get((line.performance, line.unit))
        )
        for line in usual
    )


def _paid(desk: Desk, lines: tuple[BasketLine, ...], language: str) -> SaleDone | Refusal:
    prices = desk.quote(lines)
    if isinstance(prices, Refusal):
        return prices
    payment = Payment(PaymentMeans.CARD, sum(prices), sum(prices))
    return desk.sell(lines, (payment,), secrets.token_hex(8), language)


@contextlib.contextmanager
def uitpas_simulator(event: str) -> Iterator[dict[str, str]]:
    """The simulator as a process of its own; where it answers, and to whom."""
    command = [
        sys.executable, "-m", "podium_desk", "central", "uitpas", "simulate", "--port", "0",
        "--event", event, "--json",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None, "the pipe was asked for"
    try:
        line = process.stdout.readline()
        if not line:
            raise StageFault("the simulator of UiTPAS did not start")
        yield json.loads(line)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
