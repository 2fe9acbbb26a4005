"""What the demo plays with Bancontact Pay: a simulator on this machine, and a place paid by it."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial

from hardware.terminals.port import PaymentOutcome, PaymentReport, PaymentRequest
from podium_desk.application.counter import BasketLine, Held, Payment, SaleDone
from podium_desk.application.desk import Desk
from podium_desk.bootstrap import Device
from podium_desk.central.bancontact.settings import keep_key, set_rules
from podium_desk.central.bancontact.simulating import key_of_simulator, quick_simulator
from podium_desk.central.bootstrap import open_central
from podium_desk.central.simulators import serve_here
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.qr_pay import QrOffer, QrRules
from podium_desk.domain.refusals import Refusal
from podium_desk.proving.book import DemoBook
from podium_desk.proving.stage import Stage, StageFault
from podium_desk.qr_network import qr_terminal

COUNTER = "kassa2"
_PATIENCE_S = 20.0
_TAKES_S = 0.6
"""How long the simulated customer takes."""


class BancontactScene:
    """A counter whose customer scans a picture, over the served store; no money is real."""

    def __init__(self, stage: Stage, book: DemoBook, language: str) -> None:
        self._stage = stage
        self._book = book
        self._language = language

    def play(self) -> None:
        """One place of tonight."""
        device = self._stage.devices.get(COUNTER) or self._stage.open(COUNTER)
        folder, house = self._stage.store.folder, device.work.house
        keep_key(folder.bancontact(house), key_of_simulator(_served()))
        with closing(open_central(folder, self._stage.now_ms)) as central:
            set_rules(central, house, QrRules(is_simulated=True))
        device.lane(lambda: device.line.once(device.work))
        desk = device.desk(with_printer=False)
        offered = device.lane(lambda: desk.status().qr)
        self._book.check("Bancontact Pay is offered, as simulated", offered is QrOffer.SIMULATED)
        outcome, done = self._pay(device, desk)
        is_paid = outcome is PaymentOutcome.APPROVED and isinstance(done, SaleDone)
        self._book.check(
            "a place is paid by a picture that the customer scans", is_paid,
            "" if is_paid else f"{outcome} {done!r}",
        )  # fmt: skip
        device.lane(lambda: device.line.once(device.work))

    def _pay(self, device: Device, desk: Desk) -> tuple[PaymentOutcome, SaleDone | Refusal | None]:
        number = device.lane(lambda: desk.performances("")[0].id)
        held = device.lane(lambda: desk.hold_best(number, 1, None, 0))
        assert isinstance(held, Held), held
        tariff = device.lane(lambda: desk.hall(number).tariffs[0].id)
        lines = (BasketLine(number, held.units[0], tariff),)
        prices = device.lane(lambda: desk.quote(lines))
        assert not isinstance(prices, Refusal), prices
        report = _followed(device, sum(prices))
        if report.outcome is not PaymentOutcome.APPROVED:
            return report.outcome, None
        payment = Payment(PaymentMeans.QR, sum(prices), sum(prices), report.receipt)
        sell = partial(desk.sell, lines, (payment,), secrets.token_hex(8), self._language)
        return report.outcome, device.lane(sell)


def _followed(device: Device, cents: int) -> PaymentReport:
    """Ask for the money and look until it is known what became of it."""
    terminal, wanted = qr_terminal(device), PaymentRequest(secrets.token_hex(8), cents)
    report = terminal.authorise(wanted, 1.0)
    ends_at_s = time.monotonic() + _PATIENCE_S
    waiting = (PaymentOutcome.PENDING, PaymentOutcome.UNKNOWN)
    while report.outcome in waiting and time.monotonic() < ends_at_s:
        time.sleep(_TAKES_S / 3)
        report = terminal.status(wanted, 1.0)
    return report


def _served() -> str:
    """A simulator that is served until the program ends; where it answers."""
    url: list[str] = []
    is_ready = threading.Event()

    def ready(at: str) -> None:
        url.append(at)
        is_ready.set()

    serve: Callable[[], None] = partial(serve_here, quick_simulator(_TAKES_S), 0, ready)
    threading.Thread(target=serve, name="bancontact", daemon=True).start()
    if not is_ready.wait(_PATIENCE_S):
        raise StageFault("the simulator of Bancontact Pay did not start")
    return url[0]
