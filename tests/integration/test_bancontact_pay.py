"""Bancontact Pay: asked once, followed until it is known, through every silence and every cut."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from harness.bancontact import CALLBACK, QrHouse

from hardware.terminals.port import (
    PaymentOutcome,
    PaymentReport,
    PaymentRequest,
    TerminalUnreachable,
)
from podium_desk.application.order_desk import MoneyBack
from podium_desk.domain.ids import Origin, TicketId
from podium_desk.domain.money import PaymentMeans
from podium_desk.i18n.words import Words
from podium_desk.integrations.bancontact.simulator import Weather
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_view import CardPanel
from podium_desk.presentation.order_words import refunded_toast
from podium_desk.presentation.pay_state import CardStage
from podium_desk.presentation.paying_view import MorePanel, SplitPanel, UnfinishedPanel

PENDING, APPROVED, DECLINED, UNKNOWN = (
    PaymentOutcome.PENDING, PaymentOutcome.APPROVED, PaymentOutcome.DECLINED,
    PaymentOutcome.UNKNOWN,
)  # fmt: skip
ASKED = PaymentRequest("attempt 1", 4406)


@pytest.fixture
def house(tmp_path: Path) -> QrHouse:
    return QrHouse(tmp_path)


def asked(house: QrHouse) -> PaymentReport:
    return house.terminal.authorise(ASKED, 1.0)


def looked(house: QrHouse) -> PaymentReport:
    return house.terminal.status(ASKED, 1.0)


def weather(house: QrHouse, **changes: object) -> None:
    house.simulator.weather = replace(house.simulator.weather, **changes)  # type: ignore[arg-type]


def test_a_customer_scans_confirms_and_has_paid_once(house: QrHouse) -> None:
    begun = asked(house)
    assert begun.outcome is PENDING
    assert begun.picture.startswith("https://pay.bancontact.net/pay/2/")
    steps = []
    for _ in range(3):
        house.now_s += 2
        steps.append(looked(house).step)
    assert steps == ["identified", "authorised", "succeeded"]
    assert asked(house).outcome is APPROVED
    assert house.simulator.taken_cents == 4406


@pytest.mark.parametrize(
    ("customer", "seconds", "step"),
    [("refuse", 6, "failed"), ("leave", 120, "expired")],
)
def test_a_customer_who_does_not_pay_owes_nothing(
    house: QrHouse, customer: str, seconds: int, step: str
) -> None:
    weather(house, customer=customer)
    asked(house)
    house.now_s += seconds
    assert (looked(house).outcome, looked(house).step) == (DECLINED, step)


def test_another_amount_than_was_asked_is_for_a_person(house: QrHouse) -> None:
    weather(house, customer="other_amount")
    asked(house)
    house.now_s += 6
    assert (looked(house).outcome, looked(house).step) == (UNKNOWN, "wrong_amount")


def test_a_stop_in_time_takes_nothing_and_one_too_late_says_paid(house: QrHouse) -> None:
    asked(house)
    assert house.terminal.cancel(ASKED, 1.0).outcome is DECLINED
    house.now_s += 100
    assert house.simulator.taken_cents == 0
    second = PaymentRequest("attempt 2", 2203)
    house.terminal.authorise(second, 1.0)
    house.now_s += 6
    assert house.terminal.cancel(second, 1.0).outcome is APPROVED


def test_the_answer_of_bancontact_is_lost_and_the_payment_is_found_by_its_reference(
    house: QrHouse,
) -> None:
    weather(house, loses_answers=True)
    assert asked(house).outcome is UNKNOWN
    house.simulator.weather = Weather()
    found = looked(house)
    assert (found.outcome, bool(found.picture)) == (PENDING, True)
    assert house.simulator.calls.count("POST /v3/payments") == 1


def test_the_answer_of_the_store_is_lost_and_asking_again_charges_nobody_twice(
    house: QrHouse,
) -> None:
    house.place.wire.loses_answers = True
    assert asked(house).outcome is UNKNOWN
    house.place.wire.loses_answers = False
    house.now_s += 30
    assert asked(house).outcome is APPROVED
    assert house.simulator.taken_cents == 4406


def test_what_never_reached_the_store_is_dead_once_it_is_asked_about(house: QrHouse) -> None:
    assert looked(house).outcome is DECLINED
    assert asked(house).outcome is DECLINED
    assert house.simulator.taken_cents == 0


def test_without_the_store_nothing_is_asked_and_without_bancontact_it_stays_unknown(
    house: QrHouse,
) -> None:
    house.place.wire.is_cut = True
    with pytest.raises(TerminalUnreachable):
        asked(house)
    house.place.wire.is_cut = False
    weather(house, is_down=True)
    assert [asked(house).outcome for _ in range(5)] == [UNKNOWN] * 5
    assert len(house.simulator.calls) == 3, "left alone after three silences"
    house.now_s += 21
    weather(house, is_down=False)
    assert looked(house).outcome is DECLINED


def test_a_store_that_was_put_back_finds_the_payment_again(house: QrHouse) -> None:
    asked(house)
    house.now_s += 6
    house.cluster.sql.run("DELETE FROM bancontact_payment")
    assert looked(house).outcome is APPROVED


def test_a_callback_is_believed_by_its_signature_only(house: QrHouse) -> None:
    payment = asked(house).picture.rsplit("/", 1)[1]
    house.now_s += 6
    signature, body = house.simulator.callback(payment)
    cheaper = json.dumps({**json.loads(body), "amount": 1}).encode()
    head, _, raw = signature.split(".")
    take = house.callbacks.take
    assert take(1, signature, cheaper) == 401
    assert take(1, "", body) == 401
    assert take(1, f"{head}..{raw[:-4]}AAAA", body) == 401
    assert take(2, signature, body) == 404
    assert take(1, signature, body) == 200
    weather(house, is_down=True)
    assert looked(house).outcome is APPROVED


def test_a_callback_that_was_meant_for_another_address_is_not_believed(house: QrHouse) -> None:
    payment = asked(house).picture.rsplit("/", 1)[1]
    line = house.lines.of(1)
    assert line is not None
    line.kept = replace(line.kept, callback_url=CALLBACK)
    told = house.simulator._payments[payment]
    house.simulator._payments[payment] = replace(told, callback_url="https://elsewhere.example")
    assert house.callbacks.take(1, *house.simulator.callback(payment)) == 401


# At the counter


def press(presenter: CounterPresenter, *keys: str) -> None:
    deeds = {
        "F10": lambda: presenter.pay(None),
        "Enter": presenter.confirm,
        "Esc": presenter.cancel,
        "Del": presenter.declined,
    }
    for key in keys:
        if key in deeds:
            deeds[key]()
        else:
            presenter.digit(int(key))


def paid_by(house: QrHouse) -> list[tuple[str, int]]:
    sql = house.place.work.replica.sql
    return [tuple(row) for row in sql.rows("SELECT means, amount_cents FROM payment")]


def test_it_is_paid_by_the_third_of_the_other_means_and_says_that_it_is_simulated(
    house: QrHouse,
) -> None:
    counter = house.counter()
    press(counter, "2", "F10")
    assert isinstance(counter.view.panel, MorePanel)
    assert counter.view.panel.choices[2] == "Bancontact Pay (nagebootst)"
    press(counter, "3")
    assert isinstance(counter.view.panel, CardPanel)
    assert counter.view.panel.title == "Bancontact Pay (nagebootst)"
    shown = counter.customer_view(Words("nl"))
    assert shown.picture == counter.view.panel.picture != ""
    assert shown.notes == ("Bancontact Pay (nagebootst)",)
    house.wait(counter, 3)
    assert "bevestigen" in counter.view.panel.ask
    house.wait(counter, 4)
    assert counter.view.panel is None
    assert paid_by(house) == [("qr", 4406)]


def test_without_a_line_the_key_says_so_and_does_nothing(house: QrHouse) -> None:
    counter = house.counter()
    press(counter, "2")
    house.place.wire.is_cut = True
    house.place.sync()
    house.wait(counter, 1)
    press(counter, "F10", "3")
    panel = counter.view.panel
    assert isinstance(panel, MorePanel)
    assert (panel.choices[2], panel.closed) == ("Bancontact Pay: nu geen lijn", {2})
    assert house.simulator.calls == []


def test_a_customer_who_walks_away_is_stopped_and_the_basket_stays(house: QrHouse) -> None:
    weather(house, customer="leave")
    counter = house.counter()
    press(counter, "2", "F10", "3")
    house.wait(counter, 2)
    press(counter, "Esc")
    house.wait(counter, 1)
    assert len(counter.view.basket.lines) == 2
    assert house.simulator.taken_cents == 0
    house.now_s += 500
    assert paid_by(house) == []


@pytest.mark.parametrize("second", [0, 1, 3, 5])
def test_killed_at_any_second_the_start_tells_what_became_of_the_money(
    house: QrHouse, second: int
) -> None:
    counter = house.counter()
    press(counter, "2", "F10", "3")
    house.wait(counter, second)
    house.now_s += 60
    again = house.counter()
    panel = again.view.panel
    assert isinstance(panel, UnfinishedPanel)
    assert "onbekend" in panel.payments[0]
    press(again, "Enter", "Enter")
    house.wait(again, 1)
    press(again, "Enter")
    assert paid_by(house) == [("qr", 4406)]
    assert house.simulator.taken_cents == 4406


def test_killed_before_the_store_was_asked_the_places_are_free_and_nothing_was_taken(
    house: QrHouse,
) -> None:
    house.place.wire.loses_answers = True
    counter = house.counter()
    press(counter, "2", "F10")
    house.terminal._is_online = lambda: True
    house.place.wire.is_cut = True
    press(counter, "3")
    house.place.wire.is_cut = house.place.wire.loses_answers = False
    house.now_s += 60
    again = house.counter()
    assert isinstance(again.view.panel, UnfinishedPanel)
    press(again, "Enter", "Enter")
    house.wait(again, 1)
    assert again.view.panel is None
    assert (paid_by(house), house.simulator.taken_cents) == ([], 0)


def test_a_part_of_a_bill_is_paid_so_and_the_clerk_gives_it_back_by_hand(house: QrHouse) -> None:
    counter = house.counter()
    press(counter, "2")
    counter.pay_keys.split()
    press(counter, "1", "0")
    counter.pay(None)
    press(counter, "3")
    house.wait(counter, 7)
    panel = counter.view.panel
    assert isinstance(panel, SplitPanel)
    assert [part.means for part in panel.parts] == ["Bancontact Pay"]
    counter.undo()
    assert isinstance(counter.view.panel, CardPanel)
    assert counter.view.panel.stage is CardStage.BY_CLERK
    press(counter, "Enter")
    counter.pay(PaymentMeans.CASH)
    press(counter, "Enter")
    assert paid_by(house) == [("cash", 4406)]


def test_money_of_a_telephone_goes_back_by_the_house_and_that_is_said(house: QrHouse) -> None:
    counter = house.counter()
    press(counter, "2", "F10", "3")
    house.wait(counter, 7)
    (ticket,) = house.place.work.replica.sql.rows(
        "SELECT origin, seq, line FROM ticket_sold LIMIT 1"
    )
    back = house.place.desk.orders.foresee_refund((TicketId(Origin(ticket[0]), *ticket[1:]),))
    assert isinstance(back, MoneyBack)
    assert "Dat doet het huis" in refunded_toast(back, Words("nl")).detail
