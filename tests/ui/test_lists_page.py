"""The lists of a performance over the counter, worked by keys on a real desk."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from orders_stage import Counter, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from test_counter_window import cut_texts

from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.print_queue import PrintState
from podium_desk.documents.layouts.shelf import ROLL
from podium_desk.domain.customers import Customer
from podium_desk.domain.guests import GuestWish
from podium_desk.domain.ids import TariffId
from podium_desk.domain.money import PaymentMeans
from podium_desk.domain.order_states import OrderStanding
from podium_desk.domain.refusals import Refusal
from podium_desk.domain.staff import Clerk, StaffRole
from podium_desk.domain.tariff_terms import TariffTerms
from podium_desk.domain.waiting_list import Apart
from podium_desk.i18n.words import Words
from podium_desk.presentation.lists_view import Deed, Tab
from podium_desk.replica.codec import record_to_bytes
from podium_desk.replica.kinds import TARIFFS
from podium_desk.ui.shell import lists as shell
from podium_desk.ui.shell.lists import lists_page


class Lists(Counter):
    """A counter with the page of lists."""

    def open(self, qapp, qtbot, **sizes):
        super().open(qapp, qtbot, **sizes)
        below = SimpleNamespace(words=Words(self._language), clerk="", failed=_raise)
        self.page = lists_page(self.window, lambda: self.desk, ImmediateJobs(), below)
        self.window.lists_wanted.connect(self.page.open_page)
        return self

    def cancel_tonight(self):
        self.cluster.cancel(self.tonight)
        self.place.sync()
        self.place.sync()

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.strokes += 1
        QTest.keyClick(self.window.focusWidget() or self.page, key, modifier)
        settle()

    @property
    def shown(self):
        return self.page._shown


@pytest.fixture
def counter(qapp, qtbot):
    return Lists().open(qapp, qtbot)


def choose(monkeypatch, path):
    """Whoever is asked where a file should be kept says there."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))


def _raise(error):
    raise error


def test_a_cancelled_performance_is_paid_back_one_by_one_and_then_all_of_it(counter):
    first = counter.sell(PaymentMeans.CASH)
    for _ in range(2):
        counter.sell()
    counter.cancel_tonight()
    counter.page.open_page(counter.tonight)
    view = counter.shown
    assert view.tab is Tab.BACK
    assert view.content.rows[0].title == str(first.order)
    assert "cash € 44,05 · kaart € 88,12" in view.content.summary.replace("\u00a0", " ")
    counter.key(Qt.Key.Key_Return)
    assert "€ 44,05" in counter.shown.form.about.replace("\u00a0", " ")
    counter.key(Qt.Key.Key_Return)
    assert len(counter.shown.content.rows) == 2
    counter.key(Qt.Key.Key_F3)
    counter.key(Qt.Key.Key_Return)
    assert counter.shown.said.replace("\u00a0", " ") == "2 bestellingen terugbetaald: € 88,12."
    assert counter.shown.content.rows == ()
    assert counter.desk.cancelled.owed(counter.tonight) == ()
    counter.key(Qt.Key.Key_Escape)
    assert not counter.page.is_open


def test_above_the_limit_a_manager_is_asked_for_each_order_and_paying_back_goes_on(counter):
    for _ in range(2):
        counter.sell()
    counter.cancel_tonight()
    work, asked = counter.place.work, []
    work.person = Clerk(7, counter.number, "Els", StaffRole.SELLER, b"", b"", refund_limit_cents=0)
    counter.page.open_page(counter.tonight)

    def ask(approved):
        asked.append(len(counter.desk.cancelled.owed(counter.tonight)))
        work.approved_by = "Mia"
        approved()

    counter.page._presenter._table.ask_manager = asked.append
    counter.key(Qt.Key.Key_F3)
    counter.key(Qt.Key.Key_Return)
    assert counter.shown.notice.startswith("Dit gaat boven je grens.")
    assert len(counter.shown.content.rows) == 2
    asked.clear()
    counter.page._presenter._table.ask_manager = ask
    counter.key(Qt.Key.Key_F3)
    counter.key(Qt.Key.Key_Return)
    assert asked == [2, 1]
    assert (counter.shown.notice, counter.shown.content.rows) == ("", ())
    assert counter.shown.said.startswith("2 bestellingen terugbetaald")


def test_what_another_counter_holds_is_told_and_left(counter):
    counter.place.wire.is_cut = True
    counter.other.sync()
    sold = counter.sell(place=counter.other)
    counter.other.sync()
    counter.place.wire.is_cut = False
    counter.cancel_tonight()
    counter.page.open_page(counter.tonight)
    (row,) = counter.shown.content.rows
    assert str(sold.order) in row.title
    assert "in handen van Kassa 2" in row.detail
    assert row.is_trouble
    assert not counter.page.deeds[Deed.ALL].isEnabled()


def test_the_list_is_kept_in_a_file(counter, tmp_path, monkeypatch):
    counter.sell()
    counter.cancel_tonight()
    path = tmp_path / "terug.csv"
    choose(monkeypatch, path)
    counter.page.open_page(counter.tonight)
    counter.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    head, line = path.read_text("utf-8").splitlines()
    assert head.startswith("order;name;tickets;means")
    assert ";2;card;44.06;" in line
    assert counter.shown.said == "Bewaard als terug.csv."


def free_tariff(counter):
    """The house lets guests in for nothing."""
    catalogue = counter.cluster.catalogue
    tariffs = catalogue.tariffs(catalogue.performances()[counter.tonight])
    free = replace(
        tariffs[1], id=TariffId(3), code="vrij", prices_cents={"": 0},
        terms=TariffTerms(needs_remark=True),
    )  # fmt: skip
    body = record_to_bytes((*tariffs, free))
    counter.cluster.replica.write_records([(counter.number, TARIFFS, str(counter.tonight), body)])
    counter.place.sync()
    counter.place.sync()


def test_a_guest_gets_the_tickets_in_three_strokes_and_only_once(counter):
    free_tariff(counter)
    wish = GuestWish("Ada Lenaerts", 2, "pers", "An")
    assert not isinstance(counter.desk.guests.add(counter.tonight, wish, "ada"), Refusal)
    counter.strokes = 0
    counter.press("V")
    counter.key(Qt.Key.Key_F7)
    (row,) = counter.shown.content.rows
    assert (row.title, row.side) == ("Ada Lenaerts", "verwacht")
    counter.key(Qt.Key.Key_Return)
    assert counter.strokes == 3
    assert counter.shown.said == "Ada Lenaerts heeft 2 tickets."
    assert counter.shown.content.summary == "1 gast, 2 plaatsen, 2 gegeven"
    assert counter.desk.queue.count(PrintState.QUEUED) == 3
    counter.key(Qt.Key.Key_Return)
    assert "heeft de tickets al" in counter.shown.notice


def test_a_guest_is_typed_and_what_is_wrong_stays_to_be_put_right(counter):
    free_tariff(counter)
    counter.page.open_page(counter.tonight)
    counter.key(Qt.Key.Key_F7)
    counter.key(Qt.Key.Key_F2)
    name, count, reason, granted_by, seats = counter.page.form.fields[:5]
    for field, text in ((name, "Bo"), (count, "2"), (granted_by, "Directie"), (seats, "1-1, 1-2")):
        field.setText(text)
    counter.key(Qt.Key.Key_Return)
    assert "reden" in counter.shown.notice
    assert name.text() == "Bo"
    reason.setText("partner")
    counter.key(Qt.Key.Key_Return)
    assert counter.shown.said == "Bo staat erbij: 1 1, 1 2."
    counter.key(Qt.Key.Key_Delete)
    counter.key(Qt.Key.Key_Return)
    assert [row.side for row in counter.shown.content.rows] == ["geschrapt"]


def test_a_file_of_guests_is_read_with_what_is_refused(counter, monkeypatch):
    free_tariff(counter)
    text = "naam;aantal;reden\nAda;2;pers\n;1;pers\nBo;1;partner"
    monkeypatch.setattr(shell, "_read_file", lambda _window: text)
    counter.page.open_page(counter.tonight)
    counter.key(Qt.Key.Key_F7)
    counter.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert "Regel 3" in counter.shown.form.about
    counter.key(Qt.Key.Key_Return)
    assert [row.title for row in counter.shown.content.rows] == ["Ada", "Bo"]
    assert counter.shown.said == "2 gasten erbij gezet."


def test_a_waiting_list_is_filled_closed_drawn_printed_and_offered(counter):
    counter.page.open_page(counter.tonight)
    assert counter.shown.tab is Tab.WAITING
    for who in ("Ada", "Bo", "Cas"):
        counter.key(Qt.Key.Key_F2)
        name, contact, count, apart = counter.page.form.fields[:4]
        for field, text in ((name, who), (contact, "0475 12 34 56"), (count, "2"), (apart, "2")):
            field.setText(text)
        counter.key(Qt.Key.Key_Return)
    assert counter.shown.content.summary.startswith("3 wachten, 2")
    assert "niemand alleen" in counter.shown.content.rows[0].detail
    counter.key(Qt.Key.Key_F4)
    counter.key(Qt.Key.Key_Return)
    assert "centrale" in counter.shown.notice, "the store has not heard of the list yet"
    counter.place.sync()
    counter.key(Qt.Key.Key_F4)
    counter.key(Qt.Key.Key_Return)
    assert counter.shown.said.startswith("Gesloten. Controlegetal: ")
    counter.key(Qt.Key.Key_F4)
    counter.page.form.fields[0].setText("31")
    counter.key(Qt.Key.Key_Return)
    assert counter.shown.said == "Geloot met 31"
    names = [row.title.split(" ")[0] for row in counter.shown.content.rows]
    drawn = counter.desk.waiting.listed(counter.tonight).entries
    assert names == [one.customer.name for one in drawn]
    counter.key(Qt.Key.Key_F5)
    job = counter.desk.queue.next()
    page = counter.desk.papers.paper(job, Words("nl"), ROLL)
    assert "Genoemd getal: 31" in repr(page)
    counter.key(Qt.Key.Key_Return)
    assert counter.shown.said.startswith(f"Bel {names[0]}, 0475 12 34 56: 2 plaatsen, vast tot")
    assert counter.shown.content.rows[0].side.startswith("aanbod tot")
    counter.key(Qt.Key.Key_Delete)
    counter.key(Qt.Key.Key_Return)
    assert [row.side for row in counter.shown.content.rows] == ["geschrapt", "wacht", "wacht"]


def test_who_came_is_two_keys_away_and_the_picture_says_what_it_shows(
    counter, tmp_path, monkeypatch
):
    sold = [counter.sell() for _ in range(2)]
    counter.place.door.scan(counter.code(sold[0]))
    counter.place.door.scan(counter.code(sold[0]))
    counter.place.door.scan("8711000123457")
    counter.strokes = 0
    counter.press("V")
    counter.key(Qt.Key.Key_F9)
    assert counter.strokes == 2
    view = counter.shown
    assert view.content.summary == "1 van 4 tickets kwamen: 1 persoon. 3 kwamen niet."
    assert view.content.rows[0].detail == "4 verkocht · 1 binnen · 3 kwamen niet"
    arrivals = counter.page.arrivals
    assert arrivals.isVisible()
    assert arrivals.accessibleDescription() == view.content.picture.spoken
    assert arrivals.accessibleDescription().startswith("1 persoon kwam tussen")
    assert not arrivals.grab().isNull()
    counter.place.door.scan(counter.code(sold[1]))
    counter.key(Qt.Key.Key_Return)
    assert counter.shown.content.summary.startswith("2 van 4 tickets")
    path = tmp_path / "opkomst.csv"
    choose(monkeypatch, path)
    counter.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert path.read_text("utf-8").splitlines()[1].startswith("whole;;4;4;2;2;2;2")
    assert counter.shown.said == "Bewaard als opkomst.csv."
    counter.key(Qt.Key.Key_F8)
    assert not arrivals.isVisible()


def test_who_sits_where_is_one_key_from_the_hall_printed_or_kept_for_the_office(
    counter, tmp_path, monkeypatch
):
    sold = counter.sell()
    counter.press("Ctrl+H")
    assert counter.shown.tab is Tab.SEATS
    assert counter.shown.content.summary == "2 tickets, 0 binnen"
    codes = {row.detail.rpartition(" · ")[2] for row in counter.shown.content.rows}
    assert codes == {counter.desk.papers.ticket(one.id, "nl").short_code for one in sold.tickets}
    counter.key(Qt.Key.Key_F5)
    assert counter.shown.said.startswith("Hier is geen printer")
    counter.desk.work.printer_address = "sim://printer"
    counter.key(Qt.Key.Key_F5)
    assert counter.shown.said == "De plaatsenlijst wordt geprint."
    while (job := counter.desk.queue.next()) is not None and not job.seats:
        counter.desk.queue.note(job.id, PrintState.PRINTED)
    said = counter.desk.papers.said(job, Words("nl"), ROLL)
    assert said.layout == "seat-list"
    path = tmp_path / "zaal.pdf"
    choose(monkeypatch, path)
    counter.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert path.read_bytes().startswith(b"%PDF")
    assert counter.shown.said == "Bewaard als zaal.pdf."


@pytest.mark.parametrize("language", ["nl", "en", "fr", "de"])
def test_no_word_of_the_lists_is_cut_off_on_a_small_screen(qapp, qtbot, language):
    counter = Lists(language).open(qapp, qtbot, size=(1280, 720))
    free_tariff(counter)
    wish = GuestWish("Ada Lenaerts", 2, "pers", "An")
    counter.desk.guests.add(counter.tonight, wish, "ada")
    counter.desk.waiting.add(counter.tonight, Customer("Bo", "0475 12 34 56"), 2, Apart.PAIRS)
    counter.place.door.scan(counter.code(counter.sell()))
    counter.cancel_tonight()
    counter.page.open_page(counter.tonight)
    cut = []
    for keys in ("F6", "F8", "F9", "F7", "F2"):
        counter.key(getattr(Qt.Key, f"Key_{keys}"))
        cut += [(keys, text) for text in cut_texts(counter.page)]
    assert cut == []


def test_a_guest_found_by_name_gets_the_tickets_with_any_payment_key(counter):
    free_tariff(counter)
    wish = GuestWish("Pia Peeters", 2, "pers", "An")
    guest = counter.desk.guests.add(counter.tonight, wish, "pia")
    counter.strokes = 0
    counter.press("F3 peeters Enter F12")
    assert counter.strokes == 4
    assert counter.view.toast.text == "2 tickets gegeven."
    assert counter.seen(guest.order).standing is OrderStanding.PAID


def test_every_letter_is_typed_in_a_question(counter):
    counter.press("2 O Peeters Enter")
    assert "Peeters" in counter.view.toast.text
