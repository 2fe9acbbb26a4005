"""A house that takes Bancontact Pay: the shipped store and counter, the simulator behind them."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import httpx

from harness.cluster import Cluster, Place
from harness.full_evening import TONIGHT, central_of
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.qr_terminal import QrTerminal
from podium_desk.application.uitpas_asking import StoreAsking
from podium_desk.central.bancontact.answering import offer_qr
from podium_desk.central.bancontact.callbacks import PATH, Callbacks
from podium_desk.central.bancontact.lines import qr_lines
from podium_desk.central.bancontact.settings import keep_key, set_rules
from podium_desk.central.bancontact.simulating import key_of_simulator
from podium_desk.central.folder import CentralFolder
from podium_desk.domain.qr_pay import QrRules
from podium_desk.i18n.words import Words
from podium_desk.integrations.bancontact.simulator import BancontactSimulator
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from sync.exchange.client import StoreClient

URL = "http://bancontact.invalid"
CALLBACK = f"https://tickets.example.be{PATH}/1"


class QrHouse:
    """One counter, its store, and Bancontact, on one clock that a test moves."""

    def __init__(self, folder: Path) -> None:
        self.now_s = 0.0
        self.simulator = BancontactSimulator(self._clock)
        self.cluster = Cluster()
        house = self.cluster.house(1, "GC Het Anker")
        plan = self.cluster.plan(house, "gc-het-anker-theaterzaal.json")
        self.cluster.performance(house, TONIGHT, plan)
        central = central_of(self.cluster)
        files = CentralFolder(folder)
        keep_key(files.bancontact(house), key_of_simulator(URL, CALLBACK))
        set_rules(central, house, QrRules(is_simulated=True))
        self.lines = qr_lines(files, self._clock, self._connect)
        answers = offer_qr(central, self.cluster.service, self.lines)
        self.callbacks = Callbacks(answers, self.lines, self._clock)
        self.place = self.cluster.device(house, "counter", "Kassa 1", folder / "1.sqlite")
        self.place.sync()
        self.terminal = self.terminal_of(self.place)
        self.tokens = itertools.count(1)

    def terminal_of(self, place: Place) -> QrTerminal:
        claims = place.membership.claims
        store = StoreClient(place.wire, place.key, self.cluster.nonce, claims.device)
        store.store_public = place.membership.store_certificate.claims.public_key
        return QrTerminal(StoreAsking(store, self._clock), lambda: not place.wire.is_cut)

    def counter(self) -> CounterPresenter:
        """The program begins, again after a cut: only the device remembers."""
        self.place.work.in_basket.clear()
        world = Surroundings(
            self.place.work.clock.now, lambda: f"attempt {next(self.tokens)}", _raise,
            qr_terminal=lambda: self.terminal,
        )  # fmt: skip
        presenter = CounterPresenter(self.place.desk, ImmediateJobs(), Words("nl"), world)
        presenter.start()
        return presenter

    def wait(self, presenter: CounterPresenter, seconds: int) -> None:
        for _ in range(seconds):
            self.now_s += 1
            presenter.tick()

    def _clock(self) -> float:
        return self.now_s

    def _connect(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self._answered))

    def _answered(self, request: httpx.Request) -> httpx.Response:
        simulator = self.simulator
        method, path = request.method, request.url.path
        simulator.calls.append(f"{method} {path}")
        key = request.headers.get("authorization", "")
        status, told = simulator.answer(method, path, key, request.content)
        if simulator.weather.loses_answers:
            raise httpx.ReadTimeout("lost", request=request)
        content = b"" if told is None else json.dumps(told).encode()
        return httpx.Response(status, content=content)


def _raise(error: Exception) -> None:
    raise error
