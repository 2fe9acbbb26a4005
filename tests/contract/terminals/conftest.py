"""Every card terminal there is, each with its customer, its faults and its own books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import pytest

from hardware.emulators.card_customer import CardFaults, CardTill
from hardware.emulators.nexo_terminal import NexoServer
from hardware.emulators.zvt_terminal import ZvtServer
from hardware.registry import open_terminal
from hardware.terminals.drivers.simulator import SimulatedTerminal
from hardware.terminals.drivers.standalone import StandaloneTerminal
from hardware.terminals.port import PaymentOutcome, PaymentReport, PaymentRequest, Terminal

TURNS = 400
TURN_S = 0.05


@dataclass
class Bench:
    """A terminal, and what stands at its other side. `again` is the program after a restart, with a
    patience in seconds that a test of silence makes short."""

    terminal: Terminal
    till: CardTill
    again: Callable[..., Terminal]
    restart: Callable[[], None]
    switch_off: Callable[[], None]

    @property
    def faults(self) -> CardFaults:
        return self.till.faults

    def marked(self, reference: str, cents: int = 2200) -> PaymentRequest:
        """A payment as the counter asks it: with what the terminal did last."""
        return PaymentRequest(reference, cents, self.terminal.mark(3))

    def paid(self, reference: str, cents: int = 2200) -> tuple[PaymentRequest, PaymentReport]:
        """Ask for a payment and follow it to its end."""
        request = self.marked(reference, cents)
        return request, self.followed(request, self.terminal.authorise(request, TURN_S))

    def followed(
        self, request: PaymentRequest, report: PaymentReport, terminal: Terminal | None = None
    ) -> PaymentReport:
        """Look until the customer is done, however slow this machine is."""
        for _ in range(TURNS):
            if report.outcome is not PaymentOutcome.PENDING:
                return report
            report = (terminal or self.terminal).status(request, TURN_S)
        raise AssertionError("the payment never came to an end")

    def settled(self, request: PaymentRequest, terminal: Terminal | None = None) -> PaymentReport:
        """Ask until it is known: the terminal may still be coming up."""
        asked = terminal or self.terminal
        for _ in range(TURNS):
            report = asked.status(request, TURN_S)
            if report.outcome in (PaymentOutcome.APPROVED, PaymentOutcome.DECLINED):
                return report
        raise AssertionError("nobody ever knew")


@contextmanager
def zvt() -> Iterator[Bench]:
    with ZvtServer(CardTill()) as server:

        def again(patience_s: int = 60) -> Terminal:
            return open_terminal(f"{server.url}?patience={patience_s}&settle=0")

        yield Bench(again(), server.till, again, server.restart, server.switch_off)


@contextmanager
def nexo() -> Iterator[Bench]:
    with NexoServer(CardTill()) as server:

        def again(patience_s: int = 60) -> Terminal:
            return open_terminal(f"{server.url}&patience={patience_s}")

        yield Bench(again(), server.till, again, server.restart, server.switch_off)
        server.till.faults.is_silent_after = False


@pytest.fixture(params=[zvt, nexo], ids=lambda f: f.__name__)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    with request.param() as made:
        yield made
        made.till.customer_pays()
        made.terminal.close()


@dataclass
class Plain:
    """A terminal of any kind, with what a customer or a clerk does there."""

    terminal: Terminal
    pays: Callable[[PaymentRequest], PaymentReport]


@contextmanager
def simulated() -> Iterator[Plain]:
    terminal = open_terminal("sim://terminal?seconds=0")
    yield Plain(terminal, lambda request: terminal.authorise(request, 1))


@contextmanager
def by_buttons() -> Iterator[Plain]:
    terminal = open_terminal("sim://terminal?window=yes")
    assert isinstance(terminal, SimulatedTerminal)

    def pays(request: PaymentRequest) -> PaymentReport:
        terminal.authorise(request, 1)
        terminal.press("approve")
        return terminal.status(request, 1)

    yield Plain(terminal, pays)


@contextmanager
def standalone() -> Iterator[Plain]:
    terminal = open_terminal("standalone://")
    assert isinstance(terminal, StandaloneTerminal)

    def pays(request: PaymentRequest) -> PaymentReport:
        terminal.authorise(request, 1)
        return terminal.confirm(request.reference, PaymentOutcome.APPROVED, "0042")

    yield Plain(terminal, pays)


@contextmanager
def connected(kind: Callable[[], AbstractContextManager[Bench]]) -> Iterator[Plain]:
    with kind() as made:

        def pays(request: PaymentRequest) -> PaymentReport:
            return made.followed(request, made.terminal.authorise(request, TURN_S))

        yield Plain(made.terminal, pays)
        made.terminal.close()


PLAIN = {
    "simulated": simulated,
    "by_buttons": by_buttons,
    "standalone": standalone,
    "zvt": lambda: connected(zvt),
    "nexo": lambda: connected(nexo),
}


@pytest.fixture(params=list(PLAIN))
def plain(request: pytest.FixtureRequest) -> Iterator[Plain]:
    with PLAIN[request.param]() as made:
        yield made
