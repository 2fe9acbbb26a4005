"""What only a terminal without our references asks for: its last payment, and what is no proof."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hardware.emulators.card_customer import CardTill
from hardware.emulators.zvt_terminal import ZvtServer
from hardware.registry import open_terminal
from hardware.terminals.port import PaymentOutcome, PaymentRequest
from hardware.terminals.zvt_bytes import Command, Field, Message, ZvtGarbage, fields, take_message

APPROVED, DECLINED = PaymentOutcome.APPROVED, PaymentOutcome.DECLINED
UNKNOWN, PENDING = PaymentOutcome.UNKNOWN, PaymentOutcome.PENDING


@pytest.fixture
def server() -> Iterator[ZvtServer]:
    with ZvtServer(CardTill()) as made:
        yield made
        made.till.customer_pays()


def opened(server: ZvtServer, options: str = "patience=1&settle=0"):
    return open_terminal(f"{server.url}?{options}")


def ended(terminal, request):
    for _ in range(200):
        report = terminal.status(request, 0.1)
        if report.outcome is not PENDING:
            return report
    raise AssertionError("the payment never came to an end")


def test_without_a_mark_nobody_says_that_the_last_payment_is_ours(server):
    server.till.book(2200)

    assert opened(server).status(PaymentRequest("a", 2200), 1).outcome is UNKNOWN


def test_where_the_last_payment_is_still_the_one_before_nothing_was_taken(server):
    server.till.book(2200)
    terminal = opened(server)
    request = PaymentRequest("a", 2200, terminal.mark(1))

    assert opened(server).status(request, 1).outcome is DECLINED


def test_nothing_new_counts_only_after_a_while(server):
    server.till.book(2200)
    terminal = opened(server, "settle=30")
    request = PaymentRequest("a", 2200, terminal.mark(1))

    assert opened(server, "settle=30").status(request, 1).outcome is PENDING


def test_while_the_customer_is_still_busy_there_a_restart_waits(server):
    server.till.book(500)
    server.till.faults.customer = "slow"
    terminal = opened(server)
    request = PaymentRequest("a", 2200, terminal.mark(1))
    terminal.authorise(request, 0.05)
    again = opened(server)
    assert again.status(request, 1).outcome is PENDING
    terminal.close()  # with the program its connection ends
    server.till.customer_pays()

    assert ended(again, request).outcome is APPROVED
    assert server.till.taken_cents == 2700


def test_another_sum_since_the_mark_is_a_contradiction_and_no_payment(server):
    server.till.book(500)
    terminal = opened(server)
    request = PaymentRequest("a", 2200, terminal.mark(1))
    server.till.book(900)

    report = opened(server).status(request, 1)
    assert (report.outcome, report.told_cents) == (UNKNOWN, 900)


def test_a_payment_that_somebody_made_on_the_terminal_itself_is_not_taken_for_ours(server):
    server.till.book(500)
    terminal = opened(server)
    request = PaymentRequest("a", 2200, terminal.mark(1))
    server.till.book(900)
    server.till.book(2200)

    assert opened(server).status(request, 1).outcome is UNKNOWN


def test_after_the_highest_number_comes_the_lowest(server):
    server.till.last_number = 9998
    server.till.book(500)
    terminal = opened(server)
    request = PaymentRequest("a", 2200, terminal.mark(1))
    server.till.last_number = 0
    server.till.book(2200)

    assert opened(server).status(request, 1).outcome is APPROVED


def test_only_the_last_payment_is_reversed_by_the_terminal(server):
    terminal = opened(server)
    request = PaymentRequest("a", 2200, terminal.mark(1))
    terminal.authorise(request, 1)
    report = ended(terminal, request)
    server.till.book(2200)
    known = PaymentRequest("a", 2200, request.mark, report.receipt)

    # After a restart the terminal's last is asked; it is another one of the same amount.
    assert opened(server).reverse(known, 1).outcome is APPROVED
    assert server.till.taken_cents == 4400


def test_a_reversal_without_an_answer_is_in_doubt_also_after_a_restart(server):
    terminal = opened(server)
    server.till.book(500)
    request = PaymentRequest("a", 2200, terminal.mark(1))
    terminal.authorise(request, 1)
    report = ended(terminal, request)
    known = PaymentRequest("a", 2200, request.mark, report.receipt)
    server.till.faults.drops_after = True
    server.till.book(2200)

    assert opened(server).status(known, 1).outcome is UNKNOWN


@pytest.mark.parametrize(
    "size", [0, 1, 254, 255, 256, 4096], ids=lambda size: f"{size} bytes of data"
)
def test_a_message_of_any_length_is_read_as_it_was_written(size):
    sent = Message(Command.STATUS_INFORMATION, b"x" * size)
    received = bytearray(sent.packed() + b"\x80")

    assert take_message(received) == sent
    assert received == b"\x80"


def test_a_message_that_is_not_whole_waits():
    received = bytearray(Message(Command.COMPLETION, b"x" * 300).packed()[:-1])

    assert take_message(received) is None


@pytest.mark.parametrize("data", ["ff0000", "00", "4711"])
def test_bytes_that_are_no_message_are_no_answer(data):
    with pytest.raises(ZvtGarbage):
        take_message(bytearray.fromhex(data))


def test_fields_are_read_and_those_of_a_card_are_passed_over():
    read = fields(
        bytes.fromhex("2700 04000000002040 22f0f8 eeeeeeeeeeee4771 0613 2f111f10010060 0b4f09")
        + b"ABCDEFGHI"
        + bytes.fromhex("490978 870470")
    )

    assert read == {
        Field.RESULT: b"\x00",
        Field.AMOUNT: bytes.fromhex("000000002040"),
        Field.CURRENCY: bytes.fromhex("0978"),
        Field.RECEIPT: bytes.fromhex("0470"),
    }


@pytest.mark.parametrize("data", ["04 0000", "5e 00", "22 f0", "22 fa fb 00"])
def test_fields_that_are_cut_off_or_unknown_are_no_answer(data):
    with pytest.raises(ZvtGarbage):
        fields(bytes.fromhex(data))
