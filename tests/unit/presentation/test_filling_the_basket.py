"""Tariffs by letter, groups, companions, codes and steps back, without widgets."""

from dataclasses import replace

import pytest
from fake_desk import FakeDesk
from test_counter_presenter import TONIGHT, plain, presenter_of, type_keys, units

from podium_desk.application.counter import SeatState
from podium_desk.domain.companions import companion_tariff, seats_beside
from podium_desk.domain.counter_letters import COUNTER_LETTERS
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.programme import Tariff
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter_view import CashPanel, QuestionPanel
from podium_desk.presentation.filling_state import Topic
from podium_desk.presentation.quick_keys import quick_letters

COMPANION, WHEELCHAIR, FRIEND, PRESS = (TariffId(number) for number in (21, 22, 23, 24))
ROOM = TariffId(25)
YOUNG = TariffId(12)
STUDIO = PerformanceId(3)


def tariff(number, name, terms, cents=0):
    names = Text.of("nl", name)
    return Tariff(number, TONIGHT, name.lower(), names, {"": cents}, False, terms=terms)


@pytest.fixture
def desk():
    made = FakeDesk()
    made.tariffs[TONIGHT] = (
        *made.tariffs[TONIGHT],
        tariff(COMPANION, "Begeleider", TariffTerms(each_needs=1)),
        tariff(WHEELCHAIR, "Rolstoel", TariffTerms(is_for_wheelchair=True), 1000),
        tariff(FRIEND, "Vriend", TariffTerms(needs_pass=True, asks="Vraag de vriendenpas"), 1800),
        tariff(PRESS, "Pers", TariffTerms(needs_remark=True)),
    )
    made.states[TONIGHT] = bytearray([SeatState.MINE]) * len(made.states[TONIGHT])
    return made


@pytest.fixture
def counter(desk):
    presenter = presenter_of(desk)
    presenter.start()
    return presenter


def tariffs_of(counter):
    return [line.tariff for line in counter.view.basket.lines]


def needs(desk, counter, reason):
    """The desk says what the newest basket lacks."""
    number, unit = counter.view.basket.lines[0].place
    desk.next_problem = Refusal(reason, {"performance": number, "unit": unit})


# Letters


def test_a_letter_behind_a_number_gives_its_tariff(counter):
    letters = {tariff_id: letter for letter, tariff_id in quick_letters_of(counter).items()}
    counter.digit(3)
    assert counter.filling.letter(letters[YOUNG])
    assert tariffs_of(counter) == [YOUNG] * 3


def test_a_number_and_a_letter_add_to_what_stood_before(counter):
    letters = {tariff_id: letter for letter, tariff_id in quick_letters_of(counter).items()}
    counter.digit(2)
    base = tariffs_of(counter)[0]
    counter.digit(1)
    counter.filling.letter(letters[YOUNG])
    assert tariffs_of(counter) == [base, base, YOUNG]
    places = [line.place[1] for line in counter.view.basket.lines]
    assert sorted(places) == list(range(min(places), min(places) + 3))


def test_the_same_letter_again_is_the_new_number_of_its_tariff(counter):
    letters = {tariff_id: letter for letter, tariff_id in quick_letters_of(counter).items()}
    counter.digit(2)
    base = tariffs_of(counter)[0]
    for number, tariff_id in ((1, YOUNG), (3, YOUNG), (1, base)):
        counter.digit(number)
        counter.filling.letter(letters[tariff_id])
    assert tariffs_of(counter) == [YOUNG] * 3 + [base]


def test_a_letter_that_no_tariff_has_is_left_to_others(counter):
    counter.digit(1)
    assert not counter.filling.letter("Q")


def test_the_house_gives_letters_and_the_others_come_from_the_names(desk):
    full, *rest = desk.tariffs[TONIGHT]
    given = (replace(full, quick_key="B"), *rest)
    letters = quick_letters(given)
    assert letters["B"] == full.id
    assert len(set(letters.values())) == len(letters)
    assert not (letters.keys() - {"B"}) & COUNTER_LETTERS


def test_the_basket_tells_the_letters_while_it_is_a_proposal(counter):
    counter.digit(2)
    assert "J\u00a0Jonger dan 26" in counter.view.basket.quick_keys


def quick_letters_of(counter):
    return quick_letters(counter._state.hall.tariffs)


# Groups


def test_a_group_is_typed_as_a_number(counter):
    counter.asking.count()
    assert isinstance(counter.view.panel, QuestionPanel)
    counter.asking.answer("14")
    assert counter.view.panel is None
    assert len(units(counter)) == 14


def test_a_group_is_typed_with_the_letter_of_its_tariff(counter):
    letters = {tariff_id: letter for letter, tariff_id in quick_letters_of(counter).items()}
    counter.asking.count()
    counter.asking.answer(f"12 {letters[YOUNG].lower()}")
    assert tariffs_of(counter) == [YOUNG] * 12


@pytest.mark.parametrize("answer", ["12 JJ", "J", "", "nul", "0", "201", "-3", "²"])
def test_a_number_that_is_none_leaves_the_question(counter, answer):
    counter.asking.count()
    counter.asking.answer(answer)
    assert isinstance(counter.view.panel, QuestionPanel)
    assert counter.view.basket.lines == ()


# Wheelchairs and companions


def test_a_wheelchair_place_gets_its_tariff_and_offers_a_companion_beside_it(counter, desk):
    plan = desk.plans[TONIGHT]
    guest = next(Unit(seat.index) for seat in plan.seats if seat.is_wheelchair)
    counter.toggle_seat(guest)
    assert tariffs_of(counter) == [WHEELCHAIR]
    beside = seats_beside(plan, guest)[0]
    assert f"stoel {plan.seats[beside].number}" in counter.view.basket.companion

    counter.filling.take_companion()

    first, second = counter._state.basket.lines
    assert (second.unit, second.tariff, second.goes_with) == (beside, COMPANION, guest)
    assert first.goes_with is None
    assert counter.view.basket.companion == ""


def test_a_companion_goes_when_the_guest_goes_and_may_go_alone(counter, desk):
    guest = next(Unit(seat.index) for seat in desk.plans[TONIGHT].seats if seat.is_wheelchair)
    counter.toggle_seat(guest)
    counter.filling.take_companion()
    companion = counter._state.basket.lines[1].unit
    counter.drop((TONIGHT, guest))
    assert counter.view.basket.lines == ()
    assert desk.states[TONIGHT][companion] == SeatState.MINE

    counter.toggle_seat(guest)
    counter.filling.take_companion()
    counter.drop((TONIGHT, companion))
    assert [line.place[1] for line in counter.view.basket.lines] == [guest]


def test_no_companion_is_offered_where_the_house_has_none(counter, desk):
    desk.tariffs[TONIGHT] = tuple(
        one for one in desk.tariffs[TONIGHT] if one.id not in (COMPANION, WHEELCHAIR)
    )
    counter.choose_performance(TONIGHT)
    counter.toggle_seat(Unit(0))
    assert companion_tariff(desk.tariffs[TONIGHT]) is None
    assert counter.view.basket.companion == ""


# Codes


def test_a_code_goes_off_each_line_and_in_total(counter, desk):
    desk.codes = {"LENTE": 10}
    counter.digit(2)
    counter.asking.code()
    counter.asking.answer("lente")
    assert [plain(line.off) for line in counter.view.basket.lines] == ["− € 2,20"] * 2
    assert plain(counter.view.basket.off) == "Code LENTE: − € 4,40"
    assert plain(counter.view.basket.total) == "€ 39,60"
    type_keys(counter, "F12 Enter")
    assert desk.payments[0].amount_cents == 3960


def test_a_code_that_is_not_known_is_refused_and_nothing_changes(counter):
    counter.digit(2)
    counter.asking.code()
    counter.asking.answer("NIETS")
    assert counter.view.refusal == Words("nl")("refusals.unknown_discount", code="NIETS")
    assert counter.view.basket.off == ""
    assert plain(counter.view.basket.total) == "€ 44,00"


def test_a_pass_is_asked_about_the_price_before_the_code(counter, desk):
    desk.codes = {"LENTE": 10}
    counter.digit(1)
    counter.asking.code()
    counter.asking.answer("LENTE")
    assert [place.regular_cents for place in counter.passes.places()] == [2200]


def test_an_empty_answer_leaves_the_codes_out(counter, desk):
    desk.codes = {"LENTE": 10}
    counter.digit(2)
    for answer in ("LENTE", ""):
        counter.asking.code()
        counter.asking.answer(answer)
    assert counter.view.basket.off == ""


def test_a_code_that_fits_no_line_any_more_is_left_out_and_told(counter, desk):
    desk.codes = {"LENTE": 10}
    counter.digit(2)
    counter.asking.code()
    counter.asking.answer("LENTE")
    desk.codes = {}
    counter.drop(counter.view.basket.lines[0].place)
    assert counter.view.basket.off == ""
    assert counter.view.basket.hint == Words("nl")("counter.advice_code_left_out")


# What tariffs ask


def test_a_pass_is_asked_before_paying_and_then_the_payment_goes_on(counter, desk):
    counter.digit(1)
    needs(desk, counter, RefusalReason.CARD_NEEDED)
    counter.choose_tariff(FRIEND)
    line = counter.view.basket.lines[0]
    assert line.reminder == "Vraag de vriendenpas · nummer van de pas nodig"
    type_keys(counter, "F11")
    assert isinstance(counter.view.panel, QuestionPanel)
    assert "Vriend" in counter.view.panel.about
    assert counter._state.question.topic is Topic.PASS

    desk.next_problem = None
    counter.asking.answer("V-1204")

    assert isinstance(counter.view.panel, CashPanel)
    assert counter.view.basket.lines[0].reminder == "Vraag de vriendenpas · V-1204"


def test_an_empty_reason_leaves_the_question(counter, desk):
    counter.digit(1)
    needs(desk, counter, RefusalReason.REMARK_NEEDED)
    counter.choose_tariff(PRESS)
    counter.asking.note()
    counter.asking.answer("  ")
    assert isinstance(counter.view.panel, QuestionPanel)
    counter.cancel()
    assert counter.view.panel is None
    assert len(counter.view.basket.lines) == 1


def test_what_is_wrong_is_told_at_once_and_keeps_the_money_out(counter, desk):
    desk.next_problem = Refusal(RefusalReason.GROUP_TOO_SMALL, {"least": 15})
    counter.digit(2)
    told = Words("nl")("refusals.group_too_small", least=15)
    assert counter.view.basket.hint == told
    type_keys(counter, "F11 Enter")
    assert counter.view.refusal == told
    assert counter.view.panel is None
    assert desk.payments == []


def test_a_price_that_changed_is_told_with_both_totals_and_can_be_paid(counter, desk):
    type_keys(counter, "2 F11")
    dearer(desk)
    type_keys(counter, "Enter")
    assert plain(counter.view.toast.text) == (
        "De prijs is intussen gewijzigd: was € 44,00, is nu € 60,00. "
        "Zeg het de klant en betaal opnieuw."
    )
    type_keys(counter, "F11 Enter")
    assert desk.payments[0].amount_cents == 6000


def test_a_price_that_changed_is_told_with_the_next_change_too(counter, desk):
    counter.digit(1)
    dearer(desk)
    counter.toggle_seat(Unit(150))
    assert counter.view.basket.hint == Words("nl")("counter.advice_price_changed")
    counter.toggle_seat(Unit(151))
    assert counter.view.basket.hint == ""


def dearer(desk):
    desk.tariffs[TONIGHT] = tuple(
        replace(one, prices_cents=dict.fromkeys(one.prices_cents, 3000))
        for one in desk.tariffs[TONIGHT]
    )


# Steps back


def test_each_change_of_the_basket_can_be_undone(counter, desk):
    counter.digit(2)
    first = counter.view.basket
    counter.choose_tariff(YOUNG)
    counter.toggle_seat(Unit(150))
    counter.undo()
    assert Unit(150) not in units(counter)
    assert desk.states[TONIGHT][150] == SeatState.MINE
    counter.undo()
    assert counter.view.basket == first
    counter.undo()
    assert counter.view.basket.lines == ()
    counter.undo()
    assert counter.view.refusal == ""


def test_a_dropped_seat_that_was_sold_meanwhile_is_not_brought_back(counter, desk):
    counter.digit(2)
    gone, other = units(counter)
    counter.drop((TONIGHT, gone))
    desk.sell_elsewhere(TONIGHT, gone)
    counter.undo()
    assert units(counter) == [other]
    assert counter.view.refusal


def test_a_sale_has_no_way_back(counter):
    type_keys(counter, "2 F12 Enter")
    counter.undo()
    assert counter.view.basket.lines == ()


# Sections


def test_so_many_places_are_taken_from_a_section_and_again_replaces_them(counter):
    counter.choose_performance(STUDIO)
    counter.filling.take_from_section("Balkon", 4)
    assert [line.name for line in counter.view.basket.lines] == ["Balkon"] * 4
    counter.filling.take_from_section("Balkon", 2)
    assert [line.name for line in counter.view.basket.lines] == ["Balkon"] * 2


def test_a_section_with_too_few_places_is_refused_with_what_to_do(counter):
    counter.choose_performance(STUDIO)
    counter.filling.take_from_section("Balkon", 99)
    assert counter.view.refusal == Words("nl")("refusals.sold_out")
    assert counter.view.basket.lines == ()


# Room for a wheelchair

CHAIRS = (TONIGHT, Unit(4)), (TONIGHT, Unit(5))


@pytest.fixture
def roomy(desk, counter):
    """The counter of a hall of which two chairs can be taken out together, one in the basket."""
    plan = desk.plans[TONIGHT]
    beside = {4: 5, 5: 4}
    seats = tuple(replace(seat, room_with=beside.get(seat.index)) for seat in plan.seats)
    desk.plans[TONIGHT] = replace(plan, seats=seats)
    room = tariff(ROOM, "Ruimte", TariffTerms(each_needs=1, is_room=True))
    desk.tariffs[TONIGHT] = (*desk.tariffs[TONIGHT], room)
    counter.start()
    counter.filling.toggle_seat(Unit(4))
    return counter


def places_of(counter):
    return tuple(line.place for line in counter.view.basket.lines)


def test_a_wheelchair_on_a_chair_takes_the_chair_beside_along(desk, roomy):
    roomy.filling.choose_tariff(WHEELCHAIR, CHAIRS[0])
    assert places_of(roomy) == CHAIRS
    assert tariffs_of(roomy) == [WHEELCHAIR, ROOM]
    assert [choice.id for choice in roomy.view.basket.lines[1].choices] == [ROOM]
    assert desk.states[TONIGHT][5] == SeatState.HELD


def test_with_another_tariff_the_chair_beside_is_free_again(desk, roomy):
    roomy.filling.choose_tariff(WHEELCHAIR, CHAIRS[0])
    roomy.filling.choose_tariff(YOUNG, CHAIRS[0])
    assert tariffs_of(roomy) == [YOUNG]
    assert desk.states[TONIGHT][5] == SeatState.MINE


def test_making_room_is_undone_in_one_step(desk, roomy):
    before = tariffs_of(roomy)
    roomy.filling.choose_tariff(WHEELCHAIR, CHAIRS[0])
    roomy.filling.undo()
    assert tariffs_of(roomy) == before
    assert desk.states[TONIGHT][5] == SeatState.MINE


def test_a_companion_is_offered_beside_the_room(roomy):
    roomy.filling.choose_tariff(WHEELCHAIR, CHAIRS[0])
    roomy.filling.take_companion()
    assert sorted(tariffs_of(roomy)) == [COMPANION, WHEELCHAIR, ROOM]
    assert len(places_of(roomy)) == 3


def test_nobody_chooses_the_tariff_of_room(roomy):
    assert ROOM not in [choice.id for choice in roomy.view.basket.lines[0].choices]


def test_when_the_chair_beside_cannot_be_had_nothing_changes(desk, roomy):
    before = tariffs_of(roomy)
    desk.states[TONIGHT][5] = SeatState.SOLD
    roomy.filling.choose_tariff(WHEELCHAIR, CHAIRS[0])
    assert tariffs_of(roomy) == before
    assert roomy.view.refusal


def test_the_places_of_a_class_are_said_to_become_one_ticket(desk, counter):
    school = tariff(ROOM, "Schoolklas", TariffTerms(is_one_ticket=True), 600)
    desk.tariffs[TONIGHT] = (*desk.tariffs[TONIGHT], school)
    counter.start()
    counter.filling.take_best(3)
    counter.filling.choose_tariff(ROOM, None)
    assert "Schoolklas: één ticket voor 3 personen" in counter.view.basket.hint
