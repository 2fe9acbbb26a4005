"""Orders at the counter, worked by keys on a real desk, with the budgets of ux.md section 6."""

from dataclasses import replace

import pytest
from orders_stage import Counter, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from podium_desk.application.counter import Payment, SaleDone, SaleTerms
from podium_desk.application.print_queue import PrintState
from podium_desk.documents.layouts.shelf import ROLL
from podium_desk.domain.goods import Goods, GoodsWish
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.order_states import Approval, OrderStanding, TicketStanding
from podium_desk.domain.staff import Clerk, StaffRole
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter_view import LastSalePanel, QuestionPanel
from podium_desk.presentation.order_view import FindPanel, OrderPanel
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import GOODS, HOUSE
from podium_desk.ui.screens.counter.order_reserve import ReservePage
from podium_desk.ui.shell.customer import open_display


@pytest.fixture
def counter(qapp, qtbot):
    return Counter().open(qapp, qtbot)


def test_a_reservation_is_picked_up_by_name_in_five_strokes(counter):
    reserved = counter.reserve()
    counter.press("F3 claes Enter F12 Enter")
    assert counter.seen(reserved.order).standing is OrderStanding.PAID
    assert counter.desk.queue.count(PrintState.QUEUED) == 3
    assert counter.strokes == 5, "the clerk's word for the terminal is the fifth"


def test_a_reservation_is_picked_up_in_cash_with_change(counter):
    reserved = counter.reserve()
    counter.press("F3 claes Enter F11 50 Enter")
    assert counter.seen(reserved.order).payments[0].means is PaymentMeans.CASH
    assert "5,95" in counter.view.toast.text


def test_a_reservation_is_paid_by_several_means_and_a_step_back_is_the_order_again(counter):
    reserved = counter.reserve()
    counter.press("F3 claes Enter F6 20 F12 Enter F11 Enter")
    means = [one.means for one in counter.seen(reserved.order).payments]
    assert means == [PaymentMeans.CARD, PaymentMeans.CASH]
    counter.reserve("Bo Dekker")
    counter.press("F3 dekker Enter F6 Esc")
    assert isinstance(counter.view.panel, OrderPanel)


def test_a_voucher_is_scanned_where_it_is_asked_for(counter):
    paid = (Payment(PaymentMeans.CARD, 5000, 5000),)
    assert isinstance(counter.desk.sell_voucher(5000, paid, "voucher"), SaleDone)
    (number,) = counter.place.work.replica.sql.row("SELECT number FROM voucher")
    counter.place.sync()
    reserved = counter.reserve()
    counter.press("F3 claes Enter F6 F10 1")
    counter.presenter.orders.scan(number)
    counter.press("Enter")
    assert counter.seen(reserved.order).standing is OrderStanding.PAID
    assert counter.desk.voucher(number).balance_cents == 5000 - 4406


def test_what_was_found_shows_state_date_seats_and_name(counter):
    counter.reserve()
    counter.press("F3 claes")
    (row,) = counter.view.panel.rows
    assert row.title == "An Claes"
    assert row.standing.startswith("Te betalen tot")
    assert "Voorstelling 100001" in row.detail
    assert "2 plaatsen" in row.detail
    page = counter.window.findChildren(type(counter.window.search))
    assert any(field.accessibleName() == "Zoek bestelling" for field in page)


def test_on_an_orders_page_the_last_sale_is_looked_at_and_a_key_without_meaning_says_so(counter):
    sold = counter.sell()
    counter.press(f"F3 {sold.order} Enter B")
    assert isinstance(counter.view.panel, OrderPanel)
    assert counter.window._notice.accessibleName() == "Volgende beste: dat kan hier nu niet."
    counter.press("F4")
    assert isinstance(counter.view.panel, LastSalePanel)


def test_nothing_found_says_what_to_try(counter):
    counter.press("F3 niemand")
    assert "Niets gevonden" in counter.view.panel.hint
    counter.press("Enter Esc")
    assert counter.view.panel is None


def test_one_scanned_ticket_is_paid_back_in_four(counter):
    sold = counter.sell()
    counter.scan(counter.code(sold))
    counter.press("Del")
    assert "kaart" in counter.view.panel.ask.detail
    counter.press("ziek Enter")
    assert counter.strokes == 4
    first, second = counter.seen(sold.order).tickets
    assert (first.standing, second.standing) == (TicketStanding.REFUNDED, TicketStanding.GOOD)
    assert "22,03" in counter.view.toast.detail
    assert isinstance(counter.view.panel, OrderPanel)


def test_single_goods_are_chosen_and_paid_back(counter):
    cluster = counter.cluster
    book = Goods(counter.number, "BOEK", Text.of("nl", "Boek"), 500, 6)
    cluster.replica.write_records([(counter.number, GOODS, "BOEK", record_to_bytes(book))])
    counter.place.sync()
    wishes = (GoodsWish(counter.number, "BOEK", 3),)
    paid = (Payment(PaymentMeans.CARD, 4406 + 1500, 0),)
    lines = counter.lines(counter.place)
    sold = counter.desk.sell(lines, paid, "goods", "nl", SaleTerms(goods=wishes))
    counter.press(f"F3 {sold.order} Enter 3 5")
    rows = counter.view.panel.tickets
    assert [row.is_chosen for row in rows] == [False, False, True, False, True]
    assert counter.view.panel.chosen.replace("\xa0", " ") == "2 producten gekozen: € 10,00"
    counter.press("Del")
    assert counter.view.panel.ask.title == "2 producten terugnemen?"
    counter.press("dubbel Enter")
    page = counter.seen(sold.order)
    assert [(one.code, one.count) for one in page.goods] == [("BOEK", 1)]
    assert len(page.kept) == 2
    counter.press("3 1")
    assert [row.is_chosen for row in counter.view.panel.tickets] == [True, False, True]
    assert counter.view.panel.chosen.replace("\xa0", " ") == (
        "1 ticket gekozen · € 22,03 · 1 product gekozen: € 5,00"
    )
    counter.press("Del")
    assert counter.view.panel.ask.title == "1 ticket en 1 product terugbetalen?"
    counter.press("ziek Enter")
    assert "27,03" in counter.view.toast.detail
    page = counter.seen(sold.order)
    assert (page.goods, len(page.kept), page.payments[0].amount_cents) == ((), 1, 2203)
    back = [line for line in counter.view.panel.history if "27,03" in line]
    assert len(back) == 1, "one sum goes back"


def test_all_that_is_left_of_an_order_is_chosen_by_nought(counter):
    cluster = counter.cluster
    book = Goods(counter.number, "BOEK", Text.of("nl", "Boek"), 500, 6)
    cluster.replica.write_records([(counter.number, GOODS, "BOEK", record_to_bytes(book))])
    counter.place.sync()
    wishes = (GoodsWish(counter.number, "BOEK", 1),)
    paid = (Payment(PaymentMeans.CARD, 4406 + 500, 0),)
    lines = counter.lines(counter.place)
    sold = counter.desk.sell(lines, paid, "goods", "nl", SaleTerms(goods=wishes))
    counter.press(f"F3 {sold.order} Enter 0 Del")
    assert counter.view.panel.ask.title == "2 tickets en 1 product terugbetalen?"
    counter.press("ziek Enter")
    page = counter.seen(sold.order)
    assert (page.standing, page.goods, page.rest_cents) == (OrderStanding.REFUNDED, (), 0)
    assert sum(one.amount_cents for one in page.payments) == 0


def test_two_tickets_are_exchanged_for_another_date_within_eight(counter):
    sold = counter.sell()
    counter.press(f"F3 {sold.order} Enter F7")
    assert "2 tickets van Voorstelling 100001" in counter.view.band.text
    counter.presenter.choose_performance(counter.later)
    counter.press("2 Enter")
    assert counter.strokes + 1 <= 8
    assert counter.seen(sold.order).standing is OrderStanding.EXCHANGED
    assert counter.view.toast.text == "Geruild"
    assert counter.view.band is None


def test_an_exchange_for_dearer_and_cheaper_places_shows_the_difference(counter):
    sold = counter.sell(PaymentMeans.CASH)
    counter.press(f"F3 {sold.order} Enter F7 3")
    assert (counter.view.basket.total_label, counter.view.basket.total[-5:]) == (
        "Bij te betalen", "22,03",
    )  # fmt: skip
    counter.press("F12 Enter")
    new = counter.desk.last_sale()
    assert counter.seen(new.order).former == sold.order
    counter.press(f"F3 {new.order} Enter F7 1")
    assert counter.view.basket.total_label == "Terug te geven"
    counter.press("F12")
    assert "Geruild. Geef" in counter.view.toast.text


def test_escape_ends_an_exchange_and_leaves_all_as_it_was(counter):
    sold = counter.sell()
    counter.press(f"F3 {sold.order} Enter F7 Esc")
    assert counter.view.band is None
    counter.press("2 F12 Enter")
    assert counter.seen(sold.order).standing is OrderStanding.PAID


def test_a_basket_is_reserved_with_a_name_and_found_again(counter):
    counter.press("2 R Peeters Enter")
    assert "Gereserveerd" in counter.view.toast.text
    assert not counter.view.basket.lines
    counter.press("F3 peet Enter")
    assert isinstance(counter.view.panel, OrderPanel)
    assert "Peeters" in counter.view.panel.title


def test_a_reservation_speaks_the_customers_language(counter):
    counter.press("2")
    counter.button("Tickettaal").click()
    counter.press("R Peeters Enter")
    sold = counter.place.work.replica.sql.rows("SELECT language FROM order_sold", ())
    assert [row[0] for row in sold] == ["fr"]
    assert counter.button("Tickettaal").text() == "NL"


def test_a_basket_is_reserved_for_a_transfer_without_a_name(counter):
    counter.press("2 R")
    page = counter.window.pages._orders._reserve
    page.transfer.setFocus()
    QTest.keyClick(page.transfer, Qt.Key.Key_Space)
    assert page.transfer.isChecked()
    QTest.keyClick(page.transfer, Qt.Key.Key_Return)
    settle()
    assert "+++" in counter.view.toast.detail


def test_enter_reserves_from_the_ends_and_presses_the_key_that_has_the_keyboard(counter):
    counter.press("2 R")
    page = counter.window.pages._orders._reserve
    back = next(key for key in page.findChildren(QPushButton) if "Terug" in key.accessibleName())
    back.setFocus()
    QTest.keyClick(back, Qt.Key.Key_Return)
    settle()
    assert counter.view.panel is None
    counter.press("R")
    page.ends.setFocus()
    QTest.keyClick(page.ends, Qt.Key.Key_Return)
    settle()
    assert counter.view.panel is None
    assert counter.view.toast.text.startswith("Gereserveerd")


def test_a_transfer_has_its_picture_on_the_customers_display_and_on_the_page(counter, qtbot):
    houses = counter.cluster.catalogue.houses()
    told = replace(houses[counter.number], iban="BE68539007547034", bic="GKCCBEBB")
    row = (counter.number, HOUSE, str(counter.number), record_to_bytes(told))
    counter.cluster.replica.write_records([row])
    counter.place.sync()
    display = open_display(counter.presenter, "fr")
    qtbot.addWidget(display)
    counter.window.activateWindow()
    settle()
    counter.press("2 R")
    page = counter.window.pages._orders._reserve
    page.name.setText("An Claes")
    page.transfer.setChecked(True)
    QTest.mouseClick(counter.button("Reserveren"), Qt.MouseButton.LeftButton)
    settle()
    assert display.picture.isVisible()
    assert "virement" in display.accessibleName()
    counter.press("F3 claes Enter")
    panel = counter.view.panel
    assert panel.picture.startswith("BCD\n002\n1\nSCT\nGKCCBEBB\nGC Het Anker vzw\n")
    assert "BE68 5390 0754 7034" in panel.facts
    counter.press("Esc 2")
    assert not display.picture.isVisible()


def test_a_reservation_is_let_go_after_a_question(counter):
    reserved = counter.reserve()
    counter.press("F3 claes Enter Ctrl+Del")
    assert counter.seen(reserved.order).standing is OrderStanding.OPEN
    counter.press("Enter")
    assert counter.seen(reserved.order).standing is OrderStanding.LET_GO


def test_whoever_lets_a_reservation_go_reads_first_what_becomes_of_the_advance(counter):
    reserved = counter.reserve()
    counter.press("F3 claes Enter Ctrl+Del")
    assert "betaald" not in counter.view.panel.ask.detail
    counter.press("Esc")
    desk = counter.place.desk
    paid = (Payment(PaymentMeans.CARD, 1_000, 0),)
    assert isinstance(desk.open_orders.pay(reserved.order, paid, "token"), SaleDone)
    counter.press("Esc F3 claes Enter Ctrl+Del")
    assert "10,00" in counter.view.panel.ask.detail


def test_a_ticket_gets_a_new_code_and_the_old_one_is_dead(counter):
    sold = counter.sell()
    counter.scan(counter.code(sold))
    counter.press("Ctrl+F5 verloren Enter")
    assert [one.generation for one in counter.seen(sold.order).tickets] == [2, 1]
    assert any("Nieuwe code" in line for line in counter.view.panel.history)


def test_an_order_is_printed_again_and_gets_another_name(counter):
    reserved = counter.sell()
    counter.press(f"F3 {reserved.order} Enter F5 Ctrl+N Rik Enter")
    assert counter.desk.queue.duplicates(reserved.order) == 1
    assert counter.view.panel.title.startswith("Rik")


def test_a_ticket_scanned_while_money_is_booked_opens_after_it_and_the_change_stays(
    counter, monkeypatch
):
    first = counter.sell()
    code, sell = counter.code(first), counter.desk.sell

    def sell_slowly(*asked, **named):
        counter.presenter.orders.scan("8711000123457")
        counter.presenter.orders.scan(code)
        return sell(*asked, **named)

    monkeypatch.setattr(counter.desk, "sell", sell_slowly)
    counter.press("2 F11 50 Enter")
    assert isinstance(counter.view.panel, OrderPanel)
    assert counter.view.panel.title.endswith(str(first.order))
    assert "terug" in counter.view.toast.text
    assert not counter.view.refusal


def test_a_ticket_scanned_while_a_customer_pays_is_told_to_the_eye_and_the_ear(counter):
    heard = []
    counter.presenter.orders.scan_opened_nothing = lambda: heard.append("check")
    code = counter.code(counter.sell())
    counter.press("2 F11")
    counter.scan(code)
    assert counter.view.toast.text.startswith("Eerst dit afmaken")
    assert counter.view.can_pay or counter.view.panel is not None
    counter.press("50 Enter")
    counter.scan("geen ticket")
    assert counter.view.refusal
    assert heard == ["check", "check"]


def test_a_scan_goes_before_the_last_sale_that_is_looked_at(counter):
    first = counter.sell()
    counter.sell()
    counter.press("F4")
    assert isinstance(counter.view.panel, LastSalePanel)
    counter.scan(counter.code(first))
    assert counter.view.panel.title.endswith(str(first.order))


def test_what_an_order_is_is_printed_or_kept_for_the_office(counter):
    done = counter.sell()
    counter.scan(counter.code(done))
    counter.press("Ctrl+P")
    assert "geen printer" in counter.view.toast.text
    counter.desk.work.printer_address = "sim://printer"
    counter.press("Ctrl+P")
    assert counter.view.toast.text == "Het overzicht wordt geprint."
    while (job := counter.desk.queue.next()) is not None and not job.is_summary:
        counter.desk.queue.note(job.id, PrintState.PRINTED)
    said = counter.desk.papers.said(job, Words("nl"), ROLL)
    assert (said.layout, job.order) == ("order-summary", done.order)
    counter.press("Ctrl+S")
    ((name, pdf),) = counter.kept
    assert name == f"{done.order}.pdf"
    assert pdf.startswith(b"%PDF")
    assert counter.view.toast.text == f"Bewaard als {done.order}.pdf."


def test_digits_and_space_choose_tickets(counter):
    sold = counter.sell()
    counter.press(f"F3 {sold.order} Enter 1")
    assert [row.is_chosen for row in counter.view.panel.tickets] == [False, True]
    counter.press("Down Space")
    assert [row.is_chosen for row in counter.view.panel.tickets] == [False, False]
    assert "refund" not in counter.view.panel.deeds


def test_a_step_back_from_paying_is_the_order_again(counter):
    counter.reserve()
    counter.press("F3 claes Enter F12 Esc")
    assert isinstance(counter.view.panel, OrderPanel)
    counter.press("Esc F3")
    assert isinstance(counter.view.panel, FindPanel)


def test_what_another_counter_holds_is_said_by_its_name(counter):
    sold = counter.sell(place=counter.other)
    counter.other.sync()
    counter.place.sync()
    counter.press(f"F3 {sold.order} Enter Del")
    assert counter.view.refusal.startswith("Kassa 2 heeft dit in handen")


def test_what_is_no_ticket_of_ours_is_said_so(counter):
    counter.scan("https://example.org")
    assert "geen ticket van ons" in counter.view.refusal
    assert counter.view.panel is None


def test_a_group_gets_its_places_in_one_go_and_a_name(counter):
    counter.press("G 24 Enter")
    assert len(counter.view.basket.lines) == 24
    counter.press("R Harmonie Enter F3 harmonie")
    (row,) = counter.view.panel.rows
    assert "24 plaatsen" in row.detail
    assert counter.strokes == 8, "six to reserve, two to find it again"


def test_a_reservation_is_put_on_an_invoice_with_the_customers_name_and_number(counter):
    reserved = counter.reserve()
    counter.press("F3 claes Enter Ctrl+F12 School")
    counter.window.pages._orders._order.ask.second.setText("K-117")
    counter.press("Enter")
    seen = counter.seen(reserved.order)
    assert seen.standing is OrderStanding.PAID
    assert [(one.means, one.reference) for one in seen.payments] == [("invoice", "")]
    assert (seen.customer.name, seen.customer.phone, seen.customer.number) == (
        "School", "0475 12 34 56", "K-117",
    )  # fmt: skip
    assert counter.desk.queue.count(PrintState.QUEUED) == 3
    assert any("factuur" in fact for fact in counter.view.panel.facts)


def test_a_slip_of_a_reservation_is_printed_on_wish(counter):
    counter.reserve()
    counter.press("F3 claes Enter F5")
    assert counter.desk.queue.count(PrintState.QUEUED) == 1
    assert "briefje" in counter.view.toast.text


def test_an_invoice_without_a_name_is_not_made(counter):
    reserved = counter.reserve()
    counter.press("F3 claes Enter Ctrl+F12 Enter")
    assert counter.seen(reserved.order).standing is OrderStanding.OPEN


def test_more_places_than_there_are_is_said_and_nothing_is_held(counter):
    counter.press("G 200 Enter F12 Enter G 200 Enter")
    assert counter.view.refusal
    assert not counter.view.basket.lines


def test_a_number_beyond_a_group_leaves_the_question(counter):
    counter.press("G 999 Enter")
    assert isinstance(counter.view.panel, QuestionPanel)
    assert not counter.view.basket.lines


@pytest.fixture
def limited(counter):
    """A clerk who may pay back ten euros, and a manager who says yes when asked."""
    work = counter.place.work
    work.person = Clerk(
        7, counter.number, "Els", StaffRole.SELLER, b"", b"", refund_limit_cents=1000
    )
    asked = []

    def ask(approved):
        asked.append("PIN")
        work.approved_by = "Mia"
        approved()

    counter.presenter.orders.ask_manager_by(ask)
    counter.asked = asked
    return counter


def test_above_the_limit_a_refund_asks_a_manager_and_goes_on(limited):
    sold = limited.sell()
    limited.press(f"F3 {sold.order} Enter Del ziek Enter")
    assert limited.asked == ["PIN"]
    assert limited.seen(sold.order).standing is OrderStanding.REFUNDED


def test_above_the_limit_money_back_in_an_exchange_asks_a_manager(limited):
    sold = limited.sell()
    limited.press(f"F3 {sold.order} Enter F7 1 Enter")
    assert limited.asked == ["PIN"]
    assert "Geruild. Geef" in limited.view.toast.text


@pytest.fixture
def awaiting(limited):
    """A reservation, made at the window, that no door takes before it is approved."""
    limited.press("2 R")
    box = limited.window.findChild(ReservePage).approval
    assert box.accessibleName() or box.text() == "Pas geldig na goedkeuring"
    box.setChecked(True)
    limited.press("Noor Enter F3 noor Enter")
    return limited


def test_an_order_is_approved_by_a_key_with_a_managers_pin_and_undone_by_another(awaiting):
    assert "Wacht op goedkeuring" in awaiting.view.panel.standing
    assert awaiting.button("Goedkeuren").isEnabled()
    awaiting.press("Ctrl+G")
    assert awaiting.asked == ["PIN"]
    assert "Wacht op" not in awaiting.view.panel.standing
    assert any("Bestelling goedgekeurd" in line for line in awaiting.view.panel.history)
    awaiting.press("Z")
    assert "Wacht op goedkeuring" in awaiting.view.panel.standing
    assert any("Goedkeuring ingetrokken" in line for line in awaiting.view.panel.history)
    assert awaiting.asked == ["PIN", "PIN"]


def test_an_approval_of_before_is_taken_back_by_its_own_key_alone(awaiting):
    awaiting.press("Ctrl+G Esc F3 noor Enter Z")
    assert awaiting.seen(awaiting.presenter._state.orders.page.order).approval is Approval.GIVEN
    QTest.mouseClick(awaiting.button("Goedkeuring intrekken"), Qt.MouseButton.LeftButton)
    settle()
    assert awaiting.seen(awaiting.presenter._state.orders.page.order).approval is Approval.AWAITED


def test_an_order_that_needs_no_approval_has_no_key_for_it(counter):
    sold = counter.sell()
    counter.press(f"F3 {sold.order} Enter")
    shown = [
        key.objectName() for key in counter.window.findChildren(QPushButton) if key.isVisible()
    ]
    assert "refund" in shown
    assert "approve" not in shown


def test_the_money_of_a_ticket_stays_as_credit_when_the_customer_agrees(counter):
    done = counter.sell()
    counter.scan(counter.code(done))
    counter.press("Del")
    ask = counter.view.panel.ask
    assert ask.other == "Als tegoed"
    QTest.mouseClick(counter.button("Als tegoed"), Qt.MouseButton.LeftButton)
    settle()
    assert "tegoed" in counter.view.toast.detail
    assert counter.seen(done.order).payments[-1].means is PaymentMeans.CREDIT
    sql = counter.place.work.replica.sql
    assert sql.rows("SELECT kind, amount_cents FROM voucher") == [("credit", 2203)]
