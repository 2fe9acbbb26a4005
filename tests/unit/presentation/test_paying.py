"""Paying by several means, by a card terminal that may not answer, and after a power cut."""

import itertools
from dataclasses import replace

import pytest
from fake_desk import NOW, FakeDesk
from harness.late_jobs import LateJobs

from hardware.terminals.drivers.simulator import SimulatedTerminal
from hardware.terminals.port import Contradiction
from podium_desk.application.counter import AttemptState, SeatState, WaitingSale
from podium_desk.application.customer_found import CustomerFound
from podium_desk.application.jobs import Changes, ImmediateJobs
from podium_desk.domain.hand_confirmed import Despite, Why
from podium_desk.domain.ids import CustomerId, PerformanceId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.refusals import Refusal, RefusalReason
from podium_desk.i18n.words import Words
from podium_desk.presentation.cash import CashEntry
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.counter_view import CardPanel, CashPanel
from podium_desk.presentation.pay_state import Bill, CardStage
from podium_desk.presentation.paying_view import MorePanel, SplitPanel, UnfinishedPanel

TONIGHT = PerformanceId(1)
CARD, CASH, INVOICE = PaymentMeans.CARD, PaymentMeans.CASH, PaymentMeans.INVOICE


class Clock:
    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


class Counter:
    """A counter with a simulated terminal, of which a test moves the clock."""

    def __init__(self, desk, outcome=None):
        self.desk, self.clock, self.report_fault = desk, Clock(), _raise
        self.jobs = ImmediateJobs()
        self.terminal = None if outcome is None else SimulatedTerminal(outcome, 2, self.clock)
        self.tokens = itertools.count(1 + 100 * len(desk.attempts))
        self.start()

    def start(self, *already: Changes):
        """Begin the program, again after a cut: only the desk remembers. It hears of what changed
        `already` before its list has come."""
        world = Surroundings(lambda: NOW, lambda: f"token {next(self.tokens)}", self.report_fault)
        if self.terminal is not None:
            world = replace(world, terminal=lambda: self.terminal, has_terminal=True)
        self.presenter = CounterPresenter(self.desk, self.jobs, Words("nl"), world)
        for changes in already:
            self.presenter.changed(changes)
        self.presenter.start()

    @property
    def view(self):
        return self.presenter.view

    @property
    def panel(self):
        return self.presenter.view.panel

    def press(self, keys):
        presses = {
            "F6": self.presenter.pay_keys.split,
            "F8": self.presenter.pay_keys.paid_by_hand,
            "F10": lambda: self.presenter.pay(None),
            "F11": lambda: self.presenter.pay(CASH),
            "F12": lambda: self.presenter.pay(CARD),
            "Enter": self.presenter.confirm,
            "Del": self.presenter.declined,
            "Esc": self.presenter.cancel,
            "Z": self.presenter.undo,
            ",": lambda: self.presenter.edit_cash(CashEntry.separator),
        }
        for key in keys.split():
            if key in presses:
                presses[key]()
            else:
                for digit in key:
                    self.presenter.digit(int(digit))

    def wait(self, seconds):
        for _ in range(seconds):
            self.clock.now_s += 1
            self.presenter.tick()

    @property
    def paid(self):
        return [(one.means, one.amount_cents) for one in self.desk.payments]


@pytest.fixture
def desk():
    return FakeDesk()


@pytest.fixture
def counter(desk):
    return Counter(desk)


def _raise(error):
    raise error


def plain(text):
    return text.replace("\xa0", " ")


# Several means


def test_the_rest_is_always_shown_and_the_last_part_books_the_sale(counter):
    counter.press("2 F6 10 F12 Enter")
    assert isinstance(counter.panel, SplitPanel)
    assert plain(counter.panel.rest) == "€ 34,00"
    counter.press("F11 50 Enter")
    assert counter.paid == [(CARD, 1000), (CASH, 3400)]
    assert plain(counter.view.toast.text) == "Klaar. Geef € 16,00 terug."


@pytest.mark.parametrize("key", ["F6", "F10", "F11", "F12"])
def test_tickets_that_cost_nothing_are_sold_by_one_key_without_a_page(counter, desk, key):
    desk.codes["VRIJ"] = 100
    counter.press("2")
    counter.presenter.asking.code()
    counter.presenter.asking.answer("VRIJ")
    assert "Niets te betalen" in counter.view.basket.hint
    counter.press(key)
    assert counter.panel is None
    assert (len(desk.sales), counter.paid) == (1, [])
    assert counter.view.toast.text == "Klaar"


def test_a_payment_key_takes_all_of_the_rest_when_nothing_is_typed(counter):
    counter.press("2 F6 F12 Enter")
    assert counter.paid == [(CARD, 4400)]


def test_only_the_cash_part_is_rounded(counter):
    counter.presenter.digit(2)
    counter.press("F6 10 , 01 F12 Enter F11")
    assert isinstance(counter.panel, CashPanel)
    assert plain(counter.panel.due) == "€ 34,00"
    assert "€ 33,99" in plain(counter.panel.rounding)


def test_more_than_the_rest_is_no_part(counter):
    counter.press("2 F6 45 F12")
    assert isinstance(counter.panel, SplitPanel)
    assert counter.view.toast.text == "Dat is meer dan er nog te betalen is."


def test_cash_is_one_part_only(counter):
    counter.press("2 F6 10 F11 Enter 10 F11")
    assert counter.view.refusal == Words("nl")("refusals.cash_twice")
    assert isinstance(counter.panel, SplitPanel)


def test_parts_that_were_paid_are_not_left_behind(counter):
    counter.press("2 F6 10 F11 Enter Esc")
    assert counter.view.toast.text == "Er is al een deel betaald."
    assert len(counter.panel.parts) == 1


def test_a_cash_part_is_taken_back_at_once(counter):
    counter.press("2 F6 10 F11 Enter Z")
    assert counter.panel.parts == ()
    counter.press("Esc")
    assert counter.panel is None
    assert counter.desk.payments == []


def test_a_card_part_is_given_back_on_the_terminal_before_it_is_undone(counter):
    counter.press("2 F6 10 F12 Enter Z")
    assert counter.panel.stage is CardStage.BY_CLERK
    counter.press("Esc")
    assert len(counter.panel.parts) == 1
    counter.press("Z Enter")
    assert counter.panel.parts == ()
    assert [one.state for one in counter.desk.attempts.values()] == [AttemptState.DECLINED]


def test_a_connected_terminal_gives_the_part_back_by_itself(desk):
    counter = Counter(desk, "approve")
    counter.press("2 F6 10 F12")
    counter.wait(3)
    assert counter.terminal.taken_cents == 1000
    counter.press("Z")
    assert counter.panel.parts == ()
    assert counter.terminal.taken_cents == 0


def test_an_invoice_is_one_of_the_other_means(counter):
    counter.press("2 F10")
    assert isinstance(counter.panel, MorePanel)
    counter.press("2")
    assert counter.paid == [(INVOICE, 4400)]


def test_more_than_three_thousand_in_cash_is_refused_before_it_is_counted(counter):
    bill = bill_of(counter, 300_100)
    counter.presenter.paying.open_bill(bill, CASH)
    assert counter.view.refusal == Words("nl")("refusals.over_cash_limit")


def bill_of(counter, cents, booked=None):
    """A bill of something else than the basket."""
    heard = [] if booked is None else booked

    def book(payments, token):
        heard.append((token, payments))
        return Refusal(RefusalReason.NOT_OPEN)

    return Bill(cents, "order 7", WaitingSale(cents, title="order 7"), book, heard.append)


def test_another_bill_than_the_basket_is_paid_the_same_way(counter):
    heard = []
    counter.presenter.paying.open_bill(bill_of(counter, 2000, heard), None)
    counter.press("5 F11 Enter F12 Enter")
    token, payments = heard[0]
    assert token == "order 7"
    assert [(one.means, one.amount_cents) for one in payments] == [(CASH, 500), (CARD, 1500)]


# Vouchers


@pytest.fixture
def voucher(desk):
    """The number of a voucher of € 30."""
    desk.sell_voucher(3000, (), "before")
    return next(iter(desk.vouchers))


def test_a_voucher_pays_what_is_left_on_it_and_the_rest_is_paid_otherwise(counter, voucher):
    counter.press(f"2 F6 F10 1 {voucher} Enter")
    assert plain(counter.panel.detail) == "Er staat nog € 30,00 op. De bon betaalt nu € 30,00."
    counter.press("Enter")
    assert plain(counter.panel.rest) == "€ 14,00"
    counter.press("F11 Enter")
    assert counter.paid == [(PaymentMeans.VOUCHER, 3000), (CASH, 1400)]
    assert counter.desk.payments[0].reference == voucher


def test_a_voucher_pays_a_part_only_when_that_is_asked(counter, voucher):
    counter.press(f"2 F6 10 F10 1 {voucher} Enter Enter F12 Enter")
    assert counter.paid == [(PaymentMeans.VOUCHER, 1000), (CARD, 3400)]


def test_without_splitting_a_voucher_that_is_not_enough_leaves_the_rest_to_pay(counter, voucher):
    counter.press(f"2 F10 1 {voucher} Enter Enter")
    assert isinstance(counter.panel, SplitPanel)
    assert plain(counter.panel.rest) == "€ 14,00"


def test_the_same_voucher_twice_pays_no_more_than_is_on_it(counter, voucher):
    counter.press(f"2 F6 20 F10 1 {voucher} Enter Enter F10 1 {voucher} Enter")
    assert "€ 10,00 op" in plain(counter.panel.detail)
    counter.press(f"Enter F10 1 {voucher} Enter")
    assert counter.view.refusal == Words("nl")("refusals.voucher_spent")


def test_a_number_that_is_not_known_is_said_at_once(counter, voucher):
    counter.press("2 F10 1 1234567890123456 Enter")
    assert counter.view.refusal == Words("nl")("refusals.unknown_voucher")
    assert counter.panel.detail == ""
    counter.presenter.pay_keys.erase()
    assert counter.panel.typed == "1234 5678 9012 345"
    assert counter.view.refusal == ""


def test_a_voucher_is_sold_for_a_typed_value_from_an_empty_basket(counter):
    counter.press("F10 1 25 F11 50 Enter")
    assert counter.paid == [(CASH, 2500)]
    assert [one.amount_cents for one in counter.desk.vouchers.values()] == [2500]
    assert counter.view.toast.detail == "De bon komt uit de printer."
    assert counter.panel is None


def test_without_a_value_no_voucher_is_sold(counter):
    counter.press("F10 1 F11 Enter F12 Esc")
    assert counter.desk.vouchers == {}
    assert counter.panel is None


# The terminal


def test_a_connected_terminal_asks_the_customer_and_the_sale_follows(desk):
    counter = Counter(desk, "approve")
    counter.press("2 F12")
    assert counter.panel.stage is CardStage.ASKED
    counter.press("Enter")
    assert desk.payments == []
    counter.wait(3)
    assert counter.panel is None
    assert counter.paid == [(CARD, 4400)]
    assert desk.payments[0].reference == "0001"


def test_a_declined_card_keeps_the_basket(desk):
    counter = Counter(desk, "decline")
    counter.press("2 F12")
    counter.wait(3)
    assert counter.panel is None
    assert counter.view.toast.text == "Niet betaald: geweigerd."
    assert len(counter.view.basket.lines) == 2


def test_a_slow_customer_can_be_stopped_and_nothing_is_taken(desk):
    counter = Counter(desk, "slow")
    counter.press("2 F12")
    counter.wait(20)
    assert counter.panel.stage is CardStage.ASKED
    counter.press("Esc")
    assert counter.panel is None
    assert counter.terminal.taken_cents == 0
    assert counter.view.toast.text == "De betaling is gestopt."


def test_an_answer_that_was_lost_is_asked_again_by_itself_and_charged_once(desk):
    counter = Counter(desk, "silent")
    counter.press("2 F12")
    counter.wait(2)
    assert counter.panel.stage is CardStage.UNKNOWN
    counter.wait(3)
    assert counter.paid == [(CARD, 4400)]
    assert counter.terminal.taken_cents == 4400
    assert len(desk.attempts) == 1


def test_a_terminal_that_never_tells_is_answered_by_the_clerk_and_told_apart(desk):
    counter = Counter(desk, "mute")
    counter.press("2 F12")
    counter.wait(15)
    assert counter.panel.stage is CardStage.UNKNOWN
    assert not counter.view.can_pay
    counter.press("F12 F11 Esc")
    assert counter.panel.stage is CardStage.UNKNOWN
    counter.press("F8")
    assert counter.paid == [(CARD, 4400)]
    assert desk.payments[0].by_hand


def test_the_attempt_stands_on_the_disk_before_the_terminal_is_asked(desk):
    counter = Counter(desk, "approve")
    asked = []
    authorise = counter.terminal.authorise

    def listen(request, deadline_s):
        asked.append([one.state for one in desk.attempts.values()])
        return authorise(request, deadline_s)

    counter.terminal.authorise = listen
    counter.press("2 F12")
    assert asked == [[AttemptState.ASKED]]


def test_a_card_that_was_paid_stays_when_the_sale_is_refused(desk):
    counter = Counter(desk, "approve")
    counter.press("2 F12")
    desk.sell = lambda *_: Refusal(RefusalReason.REPLICA_OUTDATED)
    counter.wait(3)
    assert isinstance(counter.panel, SplitPanel)
    assert [part.means for part in counter.panel.parts] == ["Kaart"]
    counter.press("Z")
    assert counter.terminal.taken_cents == 0


# After a power cut


def cut_while(desk, outcome, seconds, keys="2 F12"):
    """A counter that lost its power `seconds` after the terminal was asked, begun again."""
    counter = Counter(desk, outcome)
    counter.press(keys)
    counter.wait(seconds)
    held = [unit for unit, state in enumerate(desk.states[TONIGHT]) if state == SeatState.HELD]
    lines = next(iter(desk.attempts.values())).sale.lines
    for line in lines:
        desk.states[line.performance][line.unit] = SeatState.MINE
    assert held
    counter.start()
    return counter, lines


@pytest.mark.parametrize("outcome", ["approve", None])
def test_nobody_is_told_to_pay_before_the_payment_stands_on_the_disk(desk, outcome):
    counter = Counter(desk, outcome)
    counter.jobs = LateJobs()
    counter.start()
    counter.jobs.run_all()
    counter.press("2")
    counter.jobs.run_all()
    counter.press("F12")
    while counter.jobs.waiting:
        if isinstance(counter.panel, CardPanel):
            assert counter.panel.stage is CardStage.BEGINNING
            assert "klaargezet" in counter.panel.ask
            assert counter.presenter.customer_view(Words("nl")).heading == "Te betalen"
        assert desk.attempts == {}
        counter.jobs.waiting.pop(0)()
        if desk.attempts:
            break
    assert counter.panel.stage is (CardStage.CLERK if outcome is None else CardStage.ASKED)


def test_a_start_tells_of_the_sale_that_was_cut_and_holds_its_places(desk):
    counter, lines = cut_while(desk, "approve", 0)
    assert isinstance(counter.panel, UnfinishedPanel)
    assert "€ 44,00" in plain(counter.panel.title)
    assert counter.panel.payments == ("Kaart €\xa044,00: onbekend. Misschien is er betaald.",)
    assert all(desk.states[line.performance][line.unit] == SeatState.HELD for line in lines)


def test_a_line_that_goes_while_the_counter_begins_hides_no_unfinished_sale(desk):
    counter = Counter(desk, "approve")
    counter.press("2 F12")
    desk.states[TONIGHT] = bytearray([SeatState.MINE]) * len(desk.states[TONIGHT])
    counter.start(Changes(connection=True))
    assert isinstance(counter.panel, UnfinishedPanel)


def test_what_is_found_late_closes_no_card_payment_that_is_under_way(desk):
    counter = Counter(desk, "approve")
    counter.press("2 F12")
    desk.states[TONIGHT] = bytearray([SeatState.MINE]) * len(desk.states[TONIGHT])
    counter.jobs = LateJobs()
    counter.start()
    while counter.view.hall is None:
        counter.jobs.waiting.pop(0)()
    slow = list(counter.jobs.waiting)
    # A voucher needs no hall: it is sold while the places of the sale that was cut are held again.
    counter.press("F10 1 50 F12")
    assert isinstance(counter.panel, CardPanel)
    for job in slow:
        counter.jobs.waiting.remove(job)
        job()
    assert isinstance(counter.panel, CardPanel)
    counter.jobs.run_all()
    counter.wait(5)
    counter.jobs.run_all()
    assert (CARD, 5000) in counter.paid
    counter.press("3 F11")
    counter.jobs.run_all()
    assert isinstance(counter.panel, UnfinishedPanel)


def test_a_hall_that_cannot_be_read_hides_no_unfinished_sale(desk):
    counter = Counter(desk, "approve")
    counter.press("2 F12")
    desk.states[TONIGHT] = bytearray([SeatState.MINE]) * len(desk.states[TONIGHT])
    told, hall, bad_reads = [], desk.hall, [OSError("the disk")]
    counter.report_fault = told.append
    desk.hall = lambda one: _raise(bad_reads.pop()) if bad_reads else hall(one)
    counter.start()
    assert len(told) == 1
    assert isinstance(counter.panel, UnfinishedPanel)


def test_a_sale_that_is_taken_up_again_is_still_its_customers(desk):
    counter = Counter(desk, "approve")
    ada = CustomerFound(CustomerId("1"), "Ada Lenaerts")
    counter.presenter.sale_customer.take(ada)
    counter.press("2 F12")
    desk.states[TONIGHT] = bytearray([SeatState.MINE]) * len(desk.states[TONIGHT])
    counter.start()
    counter.clock.now_s += 5
    counter.press("Enter Enter Enter")
    assert desk.terms[-1].customer == ada.id


def test_the_terminal_tells_after_the_start_that_it_was_paid_and_the_sale_is_finished(desk):
    counter, _ = cut_while(desk, "approve", 0)
    counter.clock.now_s += 5
    counter.press("Enter")
    assert isinstance(counter.panel, UnfinishedPanel)
    assert counter.panel.go_on == "Werk de verkoop af"
    counter.press("Enter")
    assert counter.paid == [(CARD, 4400)]
    assert counter.terminal.taken_cents == 4400
    assert counter.panel is None
    assert desk.unfinished_cards() == ()


def test_nothing_else_is_paid_before_the_unfinished_sale_is_looked_at(desk):
    counter, _ = cut_while(desk, "mute", 2)
    counter.press("Esc 3 F11")
    assert isinstance(counter.panel, UnfinishedPanel)


def test_a_clerk_says_that_it_was_not_paid_and_the_places_are_free_again(desk):
    counter, lines = cut_while(desk, "mute", 2)
    counter.press("Enter Del")
    assert counter.panel is None
    assert desk.payments == []
    assert all(desk.states[line.performance][line.unit] == SeatState.MINE for line in lines)


def test_the_customer_who_left_gets_the_money_back(desk):
    counter, lines = cut_while(desk, "approve", 0)
    counter.clock.now_s += 5
    counter.press("Enter Del")
    assert counter.terminal.taken_cents == 0
    assert counter.panel is None
    assert all(desk.states[line.performance][line.unit] == SeatState.MINE for line in lines)


def test_a_clerk_who_does_not_give_it_back_after_all_is_asked_again(desk):
    counter, _ = cut_while(desk, None, 0)
    counter.press("Enter F8 Del")
    assert counter.panel.stage is CardStage.BY_CLERK
    counter.press("Esc")
    assert isinstance(counter.panel, UnfinishedPanel)
    assert counter.panel.can_give_up
    counter.press("Del Enter")
    assert counter.panel is None
    assert desk.payments == []


def test_a_part_that_was_paid_before_the_cut_is_there_again(desk):
    counter, _ = cut_while(desk, "approve", 3, "2 F6 10 F12")
    assert counter.panel.go_on == "Werk de verkoop af"
    counter.press("Enter")
    assert plain(counter.panel.rest) == "€ 34,00"
    counter.press("F11 Enter")
    assert counter.paid == [(CARD, 1000), (CASH, 3400)]


def test_the_amount_of_the_cash_part_survives_the_cut_with_the_card_after_it(desk):
    counter, _ = cut_while(desk, "mute", 2, "2 F6 10 F11 Enter F12")
    counter.press("Enter F8 Enter")
    assert counter.paid == [(CASH, 1000), (CARD, 3400)]


def test_a_standalone_terminal_after_a_cut_is_read_by_the_clerk(desk):
    counter, _ = cut_while(desk, None, 0)
    counter.press("Enter")
    assert isinstance(counter.panel, CardPanel)
    assert not counter.panel.can_ask
    counter.press("F8 Enter")
    assert counter.paid == [(CARD, 4400)]
    assert desk.payments[0].by_hand


def test_a_terminal_that_says_another_amount_is_never_booked_a_person_looks(desk):
    counter = Counter(desk, "other")
    counter.press("2 F12")
    counter.wait(3)

    assert counter.panel.stage is CardStage.UNKNOWN
    assert "€ 12,00" in plain(counter.panel.ask)
    assert "ongedaan" in counter.panel.doubt
    counter.wait(20)
    assert counter.paid == []
    counter.press("Del")
    assert counter.paid == []
    assert counter.panel is None


def test_against_what_the_terminal_tells_nothing_is_booked_without_a_reason(desk):
    counter = Counter(desk, "other")
    counter.press("2 F12")
    counter.wait(3)
    counter.press("F8")
    assert isinstance(counter.panel, MorePanel)
    assert plain(counter.panel.about) == "De terminal meldt € 12,00, gevraagd was € 44,00."
    counter.press("Esc")
    assert counter.panel.stage is CardStage.UNKNOWN
    counter.press("F8 4 Enter")
    assert counter.paid == []
    counter.press("2")
    (payment,) = desk.payments
    assert payment.by_hand
    assert Despite.of(payment.reference) == Despite("amount", 1200, Why.BANK)


def test_a_terminal_that_falls_silent_takes_nothing_back_of_what_it_told(desk):
    counter = Counter(desk, "other")
    counter.press("2 F12")
    counter.wait(3)
    counter.terminal.is_unplugged = True
    counter.wait(20)
    counter.press("F8")
    assert counter.paid == []
    assert isinstance(counter.panel, MorePanel)


def test_an_amount_of_another_payment_is_not_told_as_another_amount(desk):
    counter = Counter(desk, "other")
    counter.press("2 F12")
    counter.wait(3)
    pay = counter.presenter.paying._pay
    pay.card = replace(pay.card, contradiction=Contradiction.CURRENCY)
    counter.press("F8")
    told = "De terminal meldt € 12,00 in een andere munt, gevraagd was € 44,00."
    assert plain(counter.panel.about) == told


def test_a_terminal_that_is_unplugged_asks_nothing_and_the_basket_stays(desk):
    counter = Counter(desk, "approve")
    counter.terminal.is_unplugged = True
    counter.press("2 F12")

    assert not desk.attempts
    assert "niet te bereiken" in counter.view.toast.text
    assert "Terminal weg" in [chip.text for chip in counter.view.chips]
    counter.terminal.is_unplugged = False
    counter.press("F12")
    counter.wait(3)
    assert counter.paid == [(CARD, 4400)]
    assert "Terminal weg" not in [chip.text for chip in counter.view.chips]
