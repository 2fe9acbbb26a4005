"""Tariffs, codes, companions and sections at the window, by keys and names."""

from dataclasses import replace

import pytest
from fake_desk import FakeDesk, curved_plan
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from test_counter_window import open_counter, settle

from podium_desk.application.counter import SeatState
from podium_desk.domain.counter_letters import COUNTER_LETTERS
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.programme import Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text
from podium_desk.domain.venue import Section
from podium_desk.presentation.quick_keys import quick_letters

__all__ = ["open_counter"]
TONIGHT = PerformanceId(1)
COMPANION, FRIEND = TariffId(21), TariffId(23)


def desk_with_terms(plan=None):
    desk = FakeDesk(plan)
    desk.tariffs[TONIGHT] += (
        Tariff(
            COMPANION, TONIGHT, "begeleider", Text.of("nl", "Begeleider"), {"": 0}, False,
            terms=TariffTerms(each_needs=1, asks="Vraag de begeleiderspas"),
        ),
        Tariff(
            FRIEND, TONIGHT, "vriend", Text.of("nl", "Vriend"), {"": 1800}, False,
            terms=TariffTerms(needs_pass=True, asks="Vraag de vriendenpas"), quick_key="W",
        ),
    )  # fmt: skip
    desk.states[TONIGHT] = bytearray([SeatState.MINE]) * len(desk.states[TONIGHT])
    desk.codes = {"LENTE": 10}
    return desk


@pytest.fixture
def clerk(open_counter):
    return open_counter(desk_with_terms())


def said(clerk):
    return " ".join(
        label.text() for label in clerk.window.findChildren(QLabel) if label.isVisible()
    )


def test_two_friends_are_two_strokes(clerk):
    clerk.press("2W")
    assert [line.tariff for line in clerk.view.basket.lines] == [FRIEND, FRIEND]
    assert clerk.strokes == 2


def test_a_letter_is_a_tariff_behind_a_number_only(clerk):
    clerk.press("2")
    base = clerk.view.basket.lines[0].tariff
    clerk.press("1W")
    assert [line.tariff for line in clerk.view.basket.lines] == [base, base, FRIEND]
    clerk.press("W")
    assert len(clerk.view.basket.lines) == 3


def test_no_letter_of_the_screen_is_given_to_a_tariff_by_itself(clerk):
    letters = {
        key for action in clerk.window.actions_table for key in action.keys
        if len(key) == 1 and key.isalpha()
    }  # fmt: skip
    assert letters <= COUNTER_LETTERS
    given = quick_letters(clerk.desk.tariffs[TONIGHT])
    assert not letters & {letter for letter in given if letter != "W"}


def test_a_group_of_fourteen_is_typed_and_the_keyboard_is_back_at_the_hall(clerk):
    clerk.press("G 14 Enter")
    assert len(clerk.view.basket.lines) == 14
    clerk.press("F12 Enter")
    assert len(clerk.desk.payments) == 1


def test_a_code_is_typed_and_what_goes_off_is_seen(clerk):
    clerk.press("2 C lente Enter")
    assert clerk.view.panel is None
    assert "LENTE" in said(clerk)
    assert clerk.desk.payments == []
    clerk.press("F11 Enter")
    assert clerk.desk.payments[0].amount_cents == 3960


def test_the_field_of_a_code_is_empty_each_time_and_escape_leaves_it(clerk):
    clerk.press("1 C")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.accessibleName().startswith("Kortingscode")
    clerk.press("half Esc")
    assert clerk.view.panel is None
    assert len(clerk.view.basket.lines) == 1
    clerk.press("C")
    assert QApplication.focusWidget().text() == ""


def test_a_pass_is_asked_by_the_payment_key_and_the_payment_goes_on(clerk):
    clerk.press("1W")
    place = clerk.view.basket.lines[0].place
    details = {"performance": place[0], "unit": place[1]}
    clerk.desk.next_problem = Refusal(RefusalReason.CARD_NEEDED, details)
    clerk.press("1W F11")
    assert "Vraag de vriendenpas" in said(clerk)
    clerk.desk.next_problem = None
    clerk.press("V12 Enter")
    assert clerk.desk.payments == []
    clerk.press("Enter")
    assert clerk.desk.payments[0].amount_cents == 1800


def test_a_companion_is_taken_by_its_key_and_tied(clerk):
    guest = next(Unit(s.index) for s in clerk.desk.plans[TONIGHT].seats if s.is_wheelchair)
    clerk.presenter.toggle_seat(guest)
    settle()
    assert clerk.button("Neem begeleider").isVisible()
    clerk.press("N")
    assert [line.tariff for line in clerk.view.basket.lines][1] == COMPANION
    clerk.presenter.drop((TONIGHT, guest))
    assert clerk.view.basket.lines == ()


def test_z_goes_back_step_by_step(clerk):
    clerk.press("2 T Z")
    assert len({line.tariff for line in clerk.view.basket.lines}) == 1
    clerk.press("Z")
    assert clerk.view.basket.lines == ()


def test_a_digit_at_a_section_takes_so_many_of_it(open_counter):
    plan = curved_plan(4, 10)
    mixed = replace(plan, sections=(Section("Staanplaatsen", len(plan.seats), 30, "Rang 2"),))
    clerk = open_counter(desk_with_terms(mixed))
    section = clerk.button("Staanplaatsen")
    section.setFocus()
    clerk.press("5")
    assert [line.name for line in clerk.view.basket.lines] == ["Staanplaatsen"] * 5
    clerk.press("3")
    assert len(clerk.view.basket.lines) == 3


def test_a_book_is_sold_beside_two_places_by_keys_and_taps(clerk):
    clerk.press("2 E 1 2")
    assert clerk.view.panel is not None
    clerk.button("Drankbon").click()
    clerk.press("Backspace Enter F12 Enter")
    (sale,) = clerk.desk.sales.values()
    assert sale.total_cents == 4400 + 500 + 250
    assert clerk.view.basket.goods == ()
