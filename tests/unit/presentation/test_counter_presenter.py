"""The counter without its widgets, against a desk in memory."""

import itertools
from collections import deque
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from fake_desk import NOW, FakeDesk

from podium_desk.application.counter import Connection, SeatState
from podium_desk.application.jobs import Changes, ImmediateJobs
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import PerformanceId, TariffId, Unit
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_list import FIRST_ROWS, MORE_ROWS
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.counter_view import CardPanel, CashPanel
from podium_desk.presentation.filling import UNDO_TICKS
from podium_desk.presentation.hall import SeatLook
from podium_desk.presentation.status import Mood

TONIGHT = PerformanceId(1)


class SlowJobs:
    """Keeps jobs until they are let go, one at a time, as a lane does."""

    def __init__(self):
        self.waiting = deque()

    def submit(self, work, done, failed):
        self.waiting.append((work, done, failed))

    def let_one_go(self):
        ImmediateJobs().submit(*self.waiting.popleft())

    def let_all_go(self):
        while self.waiting:
            self.let_one_go()


@pytest.fixture
def desk():
    return FakeDesk()


@pytest.fixture
def faults():
    return []


def presenter_of(desk, jobs=None, faults=None, now=NOW):
    tokens = itertools.count(1)
    report = faults.append if faults is not None else _raise
    world = Surroundings(lambda: now, lambda: f"token {next(tokens)}", report)
    return CounterPresenter(desk, jobs or ImmediateJobs(), Words("nl"), world)


@pytest.fixture
def counter(desk):
    presenter = presenter_of(desk)
    presenter.start()
    return presenter


def _raise(error):
    raise error


def type_keys(presenter, keys):
    for key in keys.split():
        match key:
            case "F11":
                presenter.pay(PaymentMeans.CASH)
            case "F12":
                presenter.pay(PaymentMeans.CARD)
            case "Enter":
                presenter.confirm()
            case "Esc":
                presenter.cancel()
            case digits:
                for digit in digits:
                    presenter.digit(int(digit))


def units(presenter):
    return [line.place[1] for line in presenter.view.basket.lines]


def plain(text):
    return text.replace("\xa0", " ")


def test_what_is_typed_behind_a_sale_is_not_done_in_the_middle_of_the_next_one(desk):
    jobs = SlowJobs()
    counter = presenter_of(desk, jobs)
    counter.start()
    jobs.let_all_go()
    type_keys(counter, "2 F11 50 Enter 3")
    jobs.let_all_go()
    assert len(desk.sales) == 1
    type_keys(counter, "1")
    jobs.let_all_go()
    assert len(counter.view.basket.lines) == 1


# The list


def test_a_first_list_that_could_not_be_read_chooses_the_hall_once_it_can(desk, faults):
    soonest, bad_reads = desk.soonest, [OSError("the disk")]
    desk.soonest = lambda count: _raise(bad_reads.pop()) if bad_reads else soonest(count)
    counter = presenter_of(desk, faults=faults)
    counter.start()
    assert counter.view.selected is None
    counter.changed(Changes(catalogue=True))
    assert (len(faults), counter.view.selected) == (1, TONIGHT)


def test_the_next_performance_of_the_own_house_is_chosen_at_the_start(counter):
    assert counter.view.selected == TONIGHT
    assert counter.view.hall.title == "Het Verdriet van België"


def test_today_comes_first_and_the_own_house_first_within_a_day(counter):
    headings = [group.heading for group in counter.view.groups]
    assert headings[:2] == ["Vandaag", "Morgen"]
    titles = [card.title for card in counter.view.groups[0].cards]
    assert titles[0] == "Het Verdriet van België"
    assert titles[-1] == "Bambie is terug"


def test_a_cancelled_performance_says_so(counter):
    cards = {card.title: card for group in counter.view.groups for card in group.cards}
    assert cards["Afgelaste avond"].availability == "Geannuleerd"


def test_searching_narrows_the_list_and_says_when_nothing_is_found(counter):
    counter.search("dali")
    assert [c.title for g in counter.view.groups for c in g.cards] == ["Kamermuziek: Trio Dali"]
    counter.search("zzz")
    assert counter.view.groups == ()
    assert counter.view.list_hint.startswith("Niets gevonden")


def test_enter_waits_for_the_list_in_which_something_was_typed(desk):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    found = []

    def note():
        found.append([c.title for g in presenter.view.groups for c in g.cards])

    presenter.start()
    presenter.search("da")
    presenter.search("dali")
    presenter.when_found(note)
    jobs.let_one_go()
    assert found == []
    jobs.let_all_go()
    assert found == [["Kamermuziek: Trio Dali"]]


def test_enter_on_a_search_that_was_changed_or_failed_chooses_nothing(desk, faults):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs, faults)
    found = []
    desk.next_fault = ("performances", OSError("disk"))
    presenter.start()
    presenter.search("da")
    presenter.when_found(lambda: found.append("da"))
    presenter.search("dali")
    presenter.when_found(lambda: found.append("dali"))
    jobs.let_all_go()
    assert found == []
    assert [str(fault) for fault in faults] == ["disk"]


def test_a_key_in_the_search_asks_nothing_of_the_lane(desk):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    presenter.start()
    jobs.let_all_go()
    desk.calls.clear()
    found = []
    for text in ("d", "da", "dali"):
        presenter.search(text)
        presenter.when_found(lambda: found.append(len(presenter.view.groups)))
    assert (len(found), desk.calls, list(jobs.waiting)) == (3, [], [])
    assert [c.title for g in presenter.view.groups for c in g.cards] == ["Kamermuziek: Trio Dali"]


def test_of_a_long_season_what_is_on_first_stands_at_once_and_the_rest_follows(desk):
    first = desk.performances()[0]
    count = FIRST_ROWS + MORE_ROWS + 50
    later = (replace(first, id=PerformanceId(1000 + n)) for n in range(count))
    season = (first, *later)
    desk.performances = lambda: season
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    stood = []
    presenter.listen(lambda view: stood.append(sum(len(group.cards) for group in view.groups)))
    presenter.start()
    jobs.let_all_go()
    assert stood[-1] == FIRST_ROWS
    presenter.read_on()
    jobs.let_all_go()
    assert stood[-1] == len(season)
    pieces = [now - before for before, now in itertools.pairwise(stood)]
    assert max(pieces[1:]) <= MORE_ROWS


def test_a_list_that_can_be_searched_stays_so_when_news_comes_while_it_is_first_read(desk):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    presenter.start()
    presenter.search("dali")
    presenter.changed(Changes(catalogue=True))
    could_be_searched = []
    while jobs.waiting:
        jobs.let_one_go()
        found = []
        presenter.when_found(lambda found=found: found.append(True))
        could_be_searched.append(bool(found))
    assert could_be_searched == sorted(could_be_searched)
    assert could_be_searched[-1]


def test_a_search_holds_while_the_list_is_read_again(desk, counter):
    counter.search("dali")
    for _ in range(5):
        counter.tick()
    assert [c.title for g in counter.view.groups for c in g.cards] == ["Kamermuziek: Trio Dali"]


# Choosing places


def test_a_key_behind_one_whose_places_are_still_looked_for_cannot_be_taken_back(desk):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    presenter.start()
    jobs.let_all_go()
    assert presenter.taking_back.before_key() is not None
    presenter.take_best(2)
    assert presenter.taking_back.before_key() is None


def test_news_that_comes_while_the_counter_opens_does_not_keep_it_from_choosing(desk):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    presenter.changed(Changes(catalogue=True))
    presenter.start()
    jobs.let_all_go()
    assert presenter.view.hall is not None


def test_a_digit_puts_so_many_places_in_the_basket(counter):
    counter.digit(2)
    assert len(counter.view.basket.lines) == 2
    assert plain(counter.view.basket.total) == "€ 44,00"
    assert counter.view.can_pay


def test_a_digit_again_replaces_the_proposal_and_frees_its_places(counter, desk):
    counter.digit(2)
    first = units(counter)
    counter.digit(3)
    assert len(units(counter)) == 3
    for unit in set(first) - set(units(counter)):
        assert desk.states[TONIGHT][unit] == SeatState.MINE


def test_a_digit_keeps_the_places_that_were_picked_by_hand(counter):
    picked = free_unit(counter, 200)
    counter.toggle_seat(picked)
    counter.digit(2)
    counter.digit(1)
    assert picked in units(counter)
    assert len(units(counter)) == 2


def test_next_best_proposes_other_places_of_the_same_number(counter):
    counter.digit(2)
    first = units(counter)
    counter.next_best()
    assert len(units(counter)) == 2
    assert set(units(counter)).isdisjoint(first)


def test_a_seat_is_taken_and_let_go_by_the_same_key(counter, desk):
    unit = free_unit(counter)
    counter.toggle_seat(unit)
    assert counter.view.hall.looks[unit] == SeatLook.CHOSEN
    counter.toggle_seat(unit)
    assert counter.view.hall.looks[unit] == SeatLook.FREE
    assert desk.states[TONIGHT][unit] == SeatState.MINE


def test_a_seat_sold_elsewhere_meanwhile_is_refused_with_what_to_do(counter, desk):
    unit = free_unit(counter)
    desk.sell_elsewhere(TONIGHT, unit)
    counter.toggle_seat(unit)
    assert counter.view.refusal == Words("nl")("refusals.seat_taken")
    assert counter.view.basket.lines == ()
    assert counter.view.hall.looks[unit] == SeatLook.SOLD


def test_a_refused_digit_keeps_the_earlier_proposal_held(counter, desk):
    counter.digit(2)
    before = units(counter)
    desk.states[TONIGHT] = bytearray(
        state if unit in before else SeatState.SOLD
        for unit, state in enumerate(desk.states[TONIGHT])
    )
    counter.digit(5)
    assert counter.view.refusal
    assert units(counter) == before
    assert all(desk.states[TONIGHT][unit] == SeatState.HELD for unit in before)


def test_a_basket_may_hold_two_performances(counter):
    counter.digit(1)
    counter.choose_performance(PerformanceId(2))
    counter.digit(1)
    assert [line.title for line in counter.view.basket.lines] == [
        "Het Verdriet van België",
        "Kamermuziek: Trio Dali",
    ]


def test_unnumbered_places_are_sold_from_their_section(counter):
    counter.choose_performance(PerformanceId(3))
    section = counter.view.hall.sections[0]
    counter.toggle_seat(section.next_free)
    assert counter.view.basket.lines[0].name == "Staanplaatsen"
    assert counter.view.hall.sections[0].free == section.free - 1


# Tariffs


def test_a_tariff_is_chosen_per_line(counter):
    counter.digit(2)
    first = counter.view.basket.lines[0]
    counter.choose_tariff(TariffId(12), first.place)
    assert plain(counter.view.basket.total) == "€ 36,00"


def test_a_tariff_is_chosen_for_all_lines_at_once(counter):
    counter.digit(2)
    counter.choose_tariff(TariffId(12))
    assert [plain(line.price) for line in counter.view.basket.lines] == ["€ 14,00"] * 2


def test_the_tariff_key_goes_round_the_tariffs_of_all_lines(counter):
    counter.digit(2)
    totals = []
    for _ in range(3):
        counter.next_tariff()
        totals.append(plain(counter.view.basket.total))
    assert totals == ["€ 28,00", "€ 39,98", "€ 44,00"]


# Paying


def test_two_places_in_cash_with_fifty_euros(counter, desk):
    type_keys(counter, "2 F11 50")
    assert plain(counter.view.panel.change) == "€ 6,00"
    assert plain(counter.view.panel.pieces) == "1 × € 5   1 × € 1"
    type_keys(counter, "Enter")
    payment = desk.payments[0]
    assert (payment.means, payment.amount_cents, payment.tendered_cents) == ("cash", 4400, 5000)
    assert counter.view.basket.lines == ()
    assert plain(counter.view.toast.text) == "Klaar. Geef € 6,00 terug."


def test_the_exact_amount_needs_no_typing(counter, desk):
    type_keys(counter, "2 F11 Enter")
    assert desk.payments[0].tendered_cents == 4400
    assert counter.view.toast.text == "Klaar"


def test_the_rounding_of_cash_is_shown_and_the_unrounded_total_is_booked(counter, desk):
    counter.digit(2)
    counter.choose_tariff(TariffId(13))
    type_keys(counter, "F11")
    panel = counter.view.panel
    assert plain(panel.due) == "€ 40,00"
    assert plain(panel.rounding) == "Afgerond op 5 cent: € 39,98, verschil € 0,02"
    type_keys(counter, "Enter")
    assert (desk.payments[0].amount_cents, desk.payments[0].tendered_cents) == (3998, 4000)


def test_too_little_cash_does_not_sell(counter, desk):
    type_keys(counter, "2 F11 40 Enter")
    assert desk.payments == []
    assert counter.view.panel.change_label == "Nog te krijgen"
    assert not counter.view.panel.is_enough


def test_an_approved_card_sells(counter, desk):
    type_keys(counter, "2 F12")
    assert isinstance(counter.view.panel, CardPanel)
    assert plain(counter.view.panel.amount) == "€ 44,00"
    type_keys(counter, "Enter")
    assert desk.payments[0].means is PaymentMeans.CARD


def test_a_declined_card_goes_back_to_the_whole_basket(counter, desk):
    type_keys(counter, "2 F12")
    counter.declined()
    assert counter.view.panel is None
    assert len(counter.view.basket.lines) == 2
    assert counter.view.toast.text == "Niet betaald: geweigerd."
    assert desk.payments == []


def test_an_empty_basket_cannot_be_paid(counter):
    type_keys(counter, "F11 Enter")
    assert counter.view.panel is None
    assert not counter.view.can_pay


def test_the_payment_panel_holds_the_basket_still(counter):
    type_keys(counter, "2 F12")
    before = units(counter)
    counter.toggle_seat(free_unit(counter))
    counter.digit(4)
    assert units(counter) == before


def test_the_ticket_speaks_the_language_of_the_screen(counter, desk):
    counter.speak(Words("en"))
    type_keys(counter, "1 F11 Enter")
    assert desk.languages == ["en"]


# Typing ahead, and never twice


def test_keys_typed_while_places_are_found_wait_their_turn(desk):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    presenter.start()
    jobs.let_all_go()
    type_keys(presenter, "2 F11 50 Enter")
    assert desk.payments == []
    jobs.let_all_go()
    assert desk.payments[0].tendered_cents == 5000


def test_what_was_typed_ahead_of_a_refusal_is_forgotten(desk):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    presenter.start()
    jobs.let_all_go()
    desk.states[TONIGHT] = bytearray([SeatState.SOLD]) * len(desk.states[TONIGHT])
    type_keys(presenter, "2 F11 Enter")
    jobs.let_all_go()
    assert presenter.view.refusal == Words("nl")("refusals.sold_out")
    assert presenter.view.panel is None


def test_keys_pressed_while_a_sale_is_booked_do_nothing(desk):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    presenter.start()
    jobs.let_all_go()
    type_keys(presenter, "2")
    jobs.let_all_go()
    type_keys(presenter, "F11 Enter Enter F11 Enter")
    assert presenter.view.is_selling
    assert not presenter.view.can_pay
    jobs.let_all_go()
    assert len(desk.payments) == 1
    assert presenter.view.panel is None


def test_a_sale_tried_again_after_a_fault_is_booked_once(desk, faults):
    presenter = presenter_of(desk, faults=faults)
    presenter.start()
    type_keys(presenter, "2 F11")
    desk.next_fault = ("sell", OSError("disk full"))
    presenter.confirm()
    assert presenter.view.band.text == Words("nl")("counter.fault_sale")
    assert isinstance(presenter.view.panel, CashPanel)
    presenter.confirm()
    assert list(desk.sales) == ["token 1"]
    assert presenter.view.band is None
    assert [str(fault) for fault in faults] == ["disk full"]


def test_each_sale_has_its_own_token(counter, desk):
    type_keys(counter, "1 F11 Enter 1 F12 Enter")
    assert list(desk.sales) == ["token 1", "token 2"]


# Stepping back


def test_escape_closes_the_panel_first_and_empties_the_basket_second(counter, desk):
    type_keys(counter, "2 F11 Esc")
    assert counter.view.panel is None
    assert len(counter.view.basket.lines) == 2
    held = units(counter)
    type_keys(counter, "Esc")
    assert counter.view.basket.lines == ()
    assert all(desk.states[TONIGHT][unit] == SeatState.MINE for unit in held)


def test_an_emptied_basket_comes_back_whole(counter):
    counter.digit(3)
    counter.choose_tariff(TariffId(12))
    before = counter.view.basket
    type_keys(counter, "Esc")
    assert counter.view.toast.can_undo
    counter.undo()
    assert counter.view.basket == before
    assert counter.view.toast is None


def test_an_emptied_basket_whose_place_is_sold_is_refused_whole(counter, desk):
    counter.digit(2)
    gone, other = units(counter)
    type_keys(counter, "Esc")
    desk.sell_elsewhere(TONIGHT, gone)
    counter.undo()
    assert counter.view.basket.lines == ()
    assert counter.view.refusal
    assert desk.states[TONIGHT][other] == SeatState.MINE


def test_the_offer_to_undo_ends_after_some_seconds(counter):
    type_keys(counter, "2 Esc")
    for _ in range(UNDO_TICKS):
        counter.tick()
    assert counter.view.toast is None
    counter.undo()
    assert counter.view.basket.lines == ()


# The world


def test_changes_by_others_show_without_asking(counter, desk):
    unit = free_unit(counter)
    desk.sell_elsewhere(TONIGHT, unit)
    counter.changed(Changes(performances=frozenset((TONIGHT,))))
    assert counter.view.hall.looks[unit] == SeatLook.SOLD


def test_a_slow_look_is_not_asked_twice(desk):
    jobs = SlowJobs()
    presenter = presenter_of(desk, jobs)
    presenter.start()
    presenter.tick()
    presenter.tick()
    jobs.let_all_go()
    assert desk.calls.count("status") == 1


def test_offline_says_what_it_means_and_marks_what_is_out_of_reach(counter, desk):
    desk.go_offline()
    counter.tick()
    assert counter.view.band.text == (
        "Je werkt offline. Verkopen kan verder: nog 38 plaatsen in je reserve voor vanavond."
    )
    assert counter.view.band.mood is Mood.OFFLINE
    assert SeatLook.OUT_OF_REACH in counter.view.hall.looks
    here = bytes(desk.states[TONIGHT]).count(SeatState.MINE)
    assert counter.view.groups[0].cards[0].availability == f"{here} hier te koop"
    assert counter.view.chips[-1].text == "Offline 14 min"


def test_a_place_out_of_reach_is_refused_with_why(counter, desk):
    desk.go_offline()
    counter.tick()
    counter.toggle_seat(Unit(counter.view.hall.looks.index(SeatLook.OUT_OF_REACH)))
    assert counter.view.refusal == Words("nl")("refusals.seat_elsewhere")


@pytest.mark.parametrize(
    ("reserve", "key"), [(0, "offline_nothing_left"), (7, "offline_low"), (11, "offline")]
)
def test_the_band_says_how_much_reserve_is_left(counter, desk, reserve, key):
    desk.connection, desk.reserve = Connection.OFFLINE, reserve
    counter.tick()
    assert counter.view.band.text == Words("nl")(f"status.{key}", n=reserve)


def test_paper_goes_before_offline_in_the_one_band(counter, desk):
    desk.connection, desk.printer = Connection.OFFLINE, "paper_out"
    counter.tick()
    assert counter.view.band.text == Words("nl")("status.paper_out")


def test_a_fault_goes_before_everything_and_leaves_with_the_next_success(desk, faults):
    presenter = presenter_of(desk, faults=faults)
    presenter.start()
    desk.connection = Connection.OFFLINE
    desk.next_fault = ("hold_best", OSError("broken"))
    presenter.tick()
    presenter.digit(2)
    assert presenter.view.band.mood is Mood.TROUBLE
    presenter.digit(2)
    assert presenter.view.band.mood is Mood.OFFLINE


def test_the_language_changes_everything_at_once(counter):
    counter.digit(2)
    counter.speak(Words("en"))
    view = counter.view
    assert view.groups[0].heading == "Today"
    assert view.basket.count == "2 seats"
    assert view.basket.total == "€44.00"
    assert view.hall.subtitle.endswith("Main hall")


def test_yesterday_does_not_come_before_today(desk):
    presenter = presenter_of(desk, now=NOW + timedelta(days=1))
    presenter.start()
    assert presenter.view.groups[0].heading == "Vandaag"
    assert presenter.view.groups[0].cards[0].title == "De Parelvissers"


def test_today_is_the_venues_day_whatever_zone_the_clock_tells(desk):
    brussels = timezone(timedelta(hours=2))
    for performance, row in desk.rows.items():
        desk.rows[performance] = replace(row, start=row.start.astimezone(brussels))
    presenter = presenter_of(desk, now=NOW.replace(hour=22, minute=30))
    presenter.start()
    assert presenter.view.groups[0].cards[0].title == "De Parelvissers"


def free_unit(presenter, start=0):
    return Unit(presenter.view.hall.looks.index(SeatLook.FREE, start))


# The names of halls


@pytest.mark.parametrize(
    ("hall", "shown"),
    [
        ("CC De Sluis – Grote Zaal", "Grote Zaal"),
        ("CC De Sluis, foyer", "foyer"),
        ("CC De Sluis", ""),
        ("CC De Sluishof", "CC De Sluishof"),
        ("Studio", "Studio"),
    ],
)
def test_a_house_is_not_named_twice(desk, hall, shown):
    desk.rows[TONIGHT] = replace(desk.rows[TONIGHT], hall=Text.of("nl", hall))
    presenter = presenter_of(desk)
    presenter.start()
    parts = [part for part in ("CC De Sluis", shown) if part]
    assert plain(presenter.view.hall.subtitle).split(" · ")[1:] == parts
    card = presenter.view.groups[0].cards[0]
    assert card.where == (shown or "CC De Sluis")


# The last sale


def test_the_last_sale_is_looked_at_and_printed_again(counter, desk):
    type_keys(counter, "2 F11 Enter")
    sold = desk.last_sale()
    counter.look_at_last_sale()
    panel = counter.view.panel
    assert str(sold.order) in panel.detail
    assert "2 tickets" in panel.detail
    assert [picture.name.split()[0] for picture in panel.pictures] == ["Ticket", "Ticket"]
    counter.confirm()
    assert desk.reprints == [sold.order]
    assert counter.view.panel is None
    assert "DUPLICAAT" in counter.view.toast.text


def test_escape_leaves_the_last_sale_unprinted_and_the_basket_as_it_was(counter, desk):
    type_keys(counter, "1 F11 Enter 2")
    before = units(counter)
    counter.look_at_last_sale()
    counter.digit(3)
    counter.cancel()
    assert counter.view.panel is None
    assert units(counter) == before
    assert desk.reprints == []


def test_a_counter_that_has_sold_nothing_says_so(counter):
    counter.look_at_last_sale()
    assert counter.view.panel is None
    assert counter.view.toast.text == Words("nl")("counter.no_last_sale")


def test_the_last_sale_does_not_open_over_a_payment(counter):
    type_keys(counter, "1 F11 Enter 2 F11")
    counter.look_at_last_sale()
    assert isinstance(counter.view.panel, CashPanel)


def test_after_a_sale_the_next_customer_finds_the_whole_list(desk, counter):
    counter.search("parel")
    counter.digit(2)
    sell_by_card(counter)
    assert counter.view.search == ""
    assert len(counter.view.groups) > 1


def test_what_the_last_sale_said_goes_with_the_next_basket(desk, counter):
    counter.digit(2)
    sell_by_card(counter)
    assert counter.view.toast is not None
    counter.digit(1)
    assert counter.view.toast is None


def sell_by_card(counter):
    counter.pay(PaymentMeans.CARD)
    counter.confirm()


def test_how_things_stand_is_asked_once_the_hall_was_painted_where_that_is_waited_for(desk):
    presenter = presenter_of(desk)
    presenter.start(rest_waits=True)
    assert presenter.view.hall is not None
    assert "status" not in desk.calls
    presenter.look_around()
    presenter.look_around()
    assert desk.calls.count("status") == 1
