"""What every connected card terminal must keep to: see hardware.terminals.port.

Each test that ends with money taken looks in the terminal's own books: once, and no more.
"""

from __future__ import annotations

import pytest

from hardware.terminals.port import (
    Contradiction,
    NoDayTotal,
    PaymentOutcome,
    PaymentRequest,
    TerminalBusy,
    TerminalUnreachable,
)

APPROVED, DECLINED = PaymentOutcome.APPROVED, PaymentOutcome.DECLINED
UNKNOWN, PENDING = PaymentOutcome.UNKNOWN, PaymentOutcome.PENDING


def test_whatever_kind_it_is_a_payment_is_asked_once_and_its_outcome_stays(plain):
    request = PaymentRequest("a", 2200, plain.terminal.mark(3))
    report = plain.pays(request)

    assert report.outcome is APPROVED
    assert report.receipt
    assert plain.terminal.authorise(request, 1) == report
    assert plain.terminal.cancel(request, 1).outcome is APPROVED


def test_whatever_kind_it_is_a_payment_never_heard_of_is_unknown(plain):
    assert plain.terminal.status(PaymentRequest("b", 2200), 1).outcome is UNKNOWN


def test_whatever_kind_it_is_the_same_reference_for_another_amount_is_a_bug(plain):
    plain.pays(PaymentRequest("a", 2200, plain.terminal.mark(3)))

    with pytest.raises(ValueError, match="another amount"):
        plain.terminal.authorise(PaymentRequest("a", 2300), 1)


def test_a_customer_pays_and_the_terminal_says_so(bench):
    _, report = bench.paid("a")

    assert report.outcome is APPROVED
    assert report.receipt
    assert bench.till.taken_cents == 2200


def test_asked_again_the_same_payment_is_taken_once(bench):
    request, _ = bench.paid("a")

    assert bench.terminal.authorise(request, 1).outcome is APPROVED
    assert bench.till.taken_cents == 2200


def test_a_declined_card_takes_nothing_and_the_next_one_pays(bench):
    bench.faults.customer = "decline"
    _, first = bench.paid("a")
    bench.faults.customer = "approve"
    _, second = bench.paid("b")

    assert (first.outcome, second.outcome) == (DECLINED, APPROVED)
    assert bench.till.taken_cents == 2200


def test_a_slow_customer_is_waited_for_in_short_looks(bench):
    bench.faults.customer = "slow"
    request = bench.marked("a")
    assert bench.terminal.authorise(request, 0.05).outcome is PENDING
    assert bench.terminal.status(request, 0.05).outcome is PENDING
    bench.till.customer_pays()

    assert bench.followed(request, bench.terminal.status(request, 0.05)).outcome is APPROVED


def test_a_payment_stopped_in_time_takes_nothing(bench):
    bench.faults.customer = "slow"
    request = bench.marked("a")
    bench.terminal.authorise(request, 0.05)

    assert bench.followed(request, bench.terminal.cancel(request, 1)).outcome is DECLINED
    assert bench.till.taken_cents == 0


def test_a_busy_terminal_asks_nothing_of_the_customer(bench):
    request = bench.marked("a")
    bench.faults.is_busy = True

    with pytest.raises(TerminalBusy):
        bench.terminal.authorise(request, 1)
    assert bench.till.taken_cents == 0


def test_an_absent_terminal_asks_nothing_of_the_customer(bench):
    bench.switch_off()

    with pytest.raises(TerminalUnreachable):
        bench.again().mark(1)
    with pytest.raises(TerminalUnreachable):
        bench.again().authorise(PaymentRequest("a", 2200), 1)


@pytest.mark.parametrize("fault", ["is_silent_after", "drops_after", "is_garbage"])
def test_an_answer_that_is_lost_after_the_money_is_found_again_and_not_taken_twice(bench, fault):
    bench.terminal = bench.again(patience_s=1)
    bench.paid("before", 500)
    setattr(bench.faults, fault, True)
    request, report = bench.paid("a")
    assert report.outcome is not DECLINED
    setattr(bench.faults, fault, False)

    assert bench.settled(request).outcome is APPROVED
    assert bench.till.taken_cents == 2700


def test_after_a_restart_of_the_program_the_terminal_is_asked_for_its_last(bench):
    bench.paid("before", 500)
    bench.faults.drops_after = True
    request, _ = bench.paid("a")
    bench.faults.drops_after = False

    assert bench.settled(request, bench.again()).outcome is APPROVED
    assert bench.till.taken_cents == 2700


def test_a_terminal_that_restarts_after_the_money_still_knows(bench):
    bench.paid("before", 500)
    bench.faults.is_silent_after = True
    request = bench.marked("a")
    bench.terminal.authorise(request, 0.05)
    while bench.till.taken_cents != 2700:
        bench.terminal.status(request, 0.05)
    bench.faults.is_silent_after = False
    bench.restart()

    assert bench.settled(request).outcome is APPROVED
    assert bench.till.taken_cents == 2700


@pytest.mark.parametrize(
    ("fault", "value", "how"),
    [
        ("answers_cents", 1200, Contradiction.AMOUNT),
        ("answers_currency", "USD", Contradiction.CURRENCY),
    ],
)
def test_another_amount_or_currency_is_never_taken_for_paid(bench, fault, value, how):
    setattr(bench.faults, fault, value)
    request, report = bench.paid("a")

    assert (report.outcome, report.contradiction) == (UNKNOWN, how)
    assert bench.terminal.status(request, 1).outcome is UNKNOWN


def test_frames_that_come_in_pieces_are_read_whole(bench):
    bench.faults.piece_bytes = 3

    assert bench.paid("a")[1].outcome is APPROVED


def test_money_goes_back_once(bench):
    request, paid = bench.paid("a")
    known = PaymentRequest(request.reference, 2200, request.mark, paid.receipt)

    assert bench.followed(known, bench.terminal.reverse(known, 1)).outcome is DECLINED
    assert bench.terminal.reverse(known, 1).outcome is DECLINED
    assert bench.till.taken_cents == 0


def test_money_that_the_terminal_does_not_give_back_stays_paid(bench):
    request, paid = bench.paid("a")
    known = PaymentRequest(request.reference, 2200, request.mark, paid.receipt)
    bench.faults.reverses = False

    assert bench.followed(known, bench.terminal.reverse(known, 1)).outcome is APPROVED


def test_the_day_is_closed_with_its_total_and_begins_anew(bench):
    bench.paid("a")
    bench.paid("b", 500)

    assert bench.terminal.end_of_day(5).total_cents == 2700
    assert bench.terminal.end_of_day(5).total_cents == 0


def test_a_day_total_that_is_lost_is_said_and_not_asked_again(bench):
    bench.paid("a")
    bench.faults.drops_after = True

    with pytest.raises(NoDayTotal):
        bench.terminal.end_of_day(1)


def test_no_number_of_a_card_is_kept_anywhere(bench):
    request, report = bench.paid("a")
    kept = repr((request, report, vars(bench.terminal)))

    assert bench.faults.card_number[6:12] not in kept
