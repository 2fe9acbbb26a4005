"""The stand-alone terminal: what the clerk says counts, and nothing else settles a payment."""

from __future__ import annotations

import pytest

from hardware.terminals.drivers.standalone import StandaloneTerminal
from hardware.terminals.port import PaymentOutcome, PaymentRequest


@pytest.fixture
def terminal() -> StandaloneTerminal:
    return StandaloneTerminal()


@pytest.mark.parametrize(
    "said", [PaymentOutcome.APPROVED, PaymentOutcome.DECLINED, PaymentOutcome.UNKNOWN]
)
def test_a_payment_waits_for_the_clerk_and_is_what_the_clerk_says(terminal, said):
    asked = terminal.authorise(PaymentRequest("p1", 1250), 60)
    terminal.confirm("p1", said, receipt="0042")

    assert asked.outcome is PaymentOutcome.PENDING
    assert terminal.status("p1", 1).outcome is said


def test_asking_again_asks_nothing_new(terminal):
    terminal.authorise(PaymentRequest("p1", 1250), 60)
    terminal.confirm("p1", PaymentOutcome.APPROVED)

    assert terminal.authorise(PaymentRequest("p1", 1250), 60).outcome is PaymentOutcome.APPROVED


def test_the_same_reference_for_another_amount_is_a_bug(terminal):
    terminal.authorise(PaymentRequest("p1", 1250), 60)

    with pytest.raises(ValueError, match="another amount"):
        terminal.authorise(PaymentRequest("p1", 1300), 60)


def test_a_payment_never_heard_of_is_unknown_and_not_declined(terminal):
    assert terminal.status("p9", 1).outcome is PaymentOutcome.UNKNOWN


def test_an_unknown_payment_can_be_settled_later_and_a_settled_one_stays(terminal):
    terminal.authorise(PaymentRequest("p1", 1250), 60)
    terminal.confirm("p1", PaymentOutcome.UNKNOWN)
    terminal.confirm("p1", PaymentOutcome.APPROVED)
    terminal.confirm("p1", PaymentOutcome.DECLINED)

    assert terminal.cancel("p1", 1).outcome is PaymentOutcome.APPROVED
