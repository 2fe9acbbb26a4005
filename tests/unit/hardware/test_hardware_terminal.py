"""The stand-alone terminal: what the clerk says counts, and nothing else settles a payment."""

from __future__ import annotations

import pytest

from hardware.terminals.drivers.simulator import SimulatedTerminal
from hardware.terminals.drivers.standalone import StandaloneTerminal
from hardware.terminals.port import (
    Contradiction,
    PaymentOutcome,
    PaymentRequest,
    TerminalUnreachable,
)

ASKED = PaymentRequest("p1", 1250)


@pytest.fixture
def terminal() -> StandaloneTerminal:
    return StandaloneTerminal()


@pytest.mark.parametrize(
    "said", [PaymentOutcome.APPROVED, PaymentOutcome.DECLINED, PaymentOutcome.UNKNOWN]
)
def test_a_payment_waits_for_the_clerk_and_is_what_the_clerk_says(terminal, said):
    asked = terminal.authorise(ASKED, 60)
    terminal.confirm("p1", said, receipt="0042")

    assert asked.outcome is PaymentOutcome.PENDING
    assert terminal.status(ASKED, 1).outcome is said


def test_asking_again_asks_nothing_new(terminal):
    terminal.authorise(ASKED, 60)
    terminal.confirm("p1", PaymentOutcome.APPROVED)

    assert terminal.authorise(ASKED, 60).outcome is PaymentOutcome.APPROVED


def test_the_same_reference_for_another_amount_is_a_bug(terminal):
    terminal.authorise(ASKED, 60)

    with pytest.raises(ValueError, match="another amount"):
        terminal.authorise(PaymentRequest("p1", 1300), 60)


def test_a_payment_never_heard_of_is_unknown_and_not_declined(terminal):
    assert terminal.status(PaymentRequest("p9", 1250), 1).outcome is PaymentOutcome.UNKNOWN


def test_an_unknown_payment_can_be_settled_later_and_a_settled_one_stays(terminal):
    terminal.authorise(ASKED, 60)
    terminal.confirm("p1", PaymentOutcome.UNKNOWN)
    terminal.confirm("p1", PaymentOutcome.APPROVED)
    terminal.confirm("p1", PaymentOutcome.DECLINED)

    assert terminal.cancel(ASKED, 1).outcome is PaymentOutcome.APPROVED


def test_a_person_presses_the_buttons_of_a_simulated_terminal_and_may_pull_its_cable():
    terminal = SimulatedTerminal("approve", buttons=True)
    terminal.authorise(ASKED, 1)
    assert terminal.waiting_cents == 1250
    terminal.press("silent")
    assert terminal.status(ASKED, 1).outcome is PaymentOutcome.UNKNOWN
    terminal.is_unplugged = True
    with pytest.raises(TerminalUnreachable):
        terminal.mark(1)
    terminal.is_unplugged = False

    assert terminal.status(ASKED, 1).outcome is PaymentOutcome.APPROVED
    assert terminal.waiting_cents is None


def test_a_simulated_terminal_that_says_another_amount_is_not_believed():
    report = SimulatedTerminal("other", 0).authorise(ASKED, 1)

    assert report.outcome is PaymentOutcome.UNKNOWN
    assert report.contradiction is Contradiction.AMOUNT


def test_a_simulated_terminal_closes_its_day_once():
    terminal = SimulatedTerminal("approve", 0)
    terminal.authorise(ASKED, 1)

    assert terminal.end_of_day(1).total_cents == 1250
    assert terminal.end_of_day(1).total_cents == 0
