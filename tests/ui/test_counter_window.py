"""The counter window, worked as a person does: by keys, clicks and names."""

import itertools
import json
from dataclasses import replace
from threading import Event

import pytest
from fake_desk import NOW, FakeDesk, curved_plan
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel, QPushButton, QWidget

from podium_desk.application.jobs import Changes, ImmediateJobs
from podium_desk.application.lane import ReplicaLane
from podium_desk.domain.text import Text
from podium_desk.i18n.words import Words
from podium_desk.presentation.counter import CounterPresenter
from podium_desk.presentation.counter_surroundings import Surroundings
from podium_desk.presentation.counter_view import CashPanel
from podium_desk.presentation.hall import SeatLook
from podium_desk.resources import resource_path
from podium_desk.ui.kit.appearance import wear
from podium_desk.ui.kit.buttons import ActionButton
from podium_desk.ui.kit.fitting import TallScroll
from podium_desk.ui.kit.jobs import QtJobs
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.kit.tokens import USUAL, Appearance
from podium_desk.ui.screens.counter.ahead import LINES, pieces_ahead
from podium_desk.ui.screens.counter.basket import TariffBox
from podium_desk.ui.screens.counter.payment import CashPage
from podium_desk.ui.screens.counter.window import REFERENCE_PIXELS, CounterWindow

KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "F1": Qt.Key.Key_F1,
    "F2": Qt.Key.Key_F2,
    "F3": Qt.Key.Key_F3,
    "F4": Qt.Key.Key_F4,
    "F6": Qt.Key.Key_F6,
    "F10": Qt.Key.Key_F10,
    "F11": Qt.Key.Key_F11,
    "F12": Qt.Key.Key_F12,
    "Del": Qt.Key.Key_Delete,
    "Backspace": Qt.Key.Key_Backspace,
    "Tab": Qt.Key.Key_Tab,
    "Down": Qt.Key.Key_Down,
    "Right": Qt.Key.Key_Right,
    "Space": Qt.Key.Key_Space,
}


class Clerk:
    """Hands on the keyboard; counts every stroke."""

    def __init__(self, window, presenter, desk):
        self.window, self.presenter, self.desk = window, presenter, desk
        self.strokes = 0

    def press(self, keys):
        for key in keys.split():
            if key in KEYS:
                self._strike(KEYS[key])
            else:
                for character in key:
                    self._type(character)

    @property
    def view(self):
        return self.presenter.view

    def button(self, name):
        """The visible button that a screen reader calls so."""
        found = [
            button
            for button in self.window.findChildren(QPushButton)
            if button.accessibleName().startswith(name) and button.isVisible()
        ]
        assert found, name
        return found[0]

    def _strike(self, key):
        self.strokes += 1
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        QApplication.processEvents()

    def _type(self, character):
        self.strokes += 1
        target = QApplication.focusWidget() or self.window
        if character.isascii():
            QTest.keyClick(target, character)
        else:
            no_modifier = Qt.KeyboardModifier.NoModifier
            key = Qt.Key(ord(character.upper()))
            QApplication.sendEvent(
                target, QKeyEvent(QEvent.Type.KeyPress, key, no_modifier, character)
            )
        QApplication.processEvents()


@pytest.fixture
def open_counter(qapp, qtbot):
    dress(qapp)

    def open_it(desk=None, language="nl", size=REFERENCE_PIXELS, jobs=None):
        desk = desk or FakeDesk()
        tokens = itertools.count(1)
        world = Surroundings(lambda: NOW, lambda: f"token {next(tokens)}", _raise)
        presenter = CounterPresenter(desk, jobs or ImmediateJobs(), Words(language), world)
        window = CounterWindow(lambda: presenter, Words(language))
        qtbot.addWidget(window)
        window.attach()
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        presenter.start()
        settle()
        return Clerk(window, presenter, desk)

    return open_it


@pytest.fixture
def clerk(open_counter):
    return open_counter()


def _raise(error):
    raise error


def settle():
    """Let postponed layout happen: Qt posts one round of it from the other."""
    for _ in range(4):
        QApplication.processEvents()


# The budget of ux.md section 6


def test_two_places_in_exact_cash_take_three_strokes(clerk):
    clerk.press("2 F11 Enter")
    assert [payment.means for payment in clerk.desk.payments] == ["cash"]
    assert clerk.strokes == 3


def test_two_places_with_fifty_euros_take_five_strokes(clerk):
    clerk.press("2 F11 50 Enter")
    assert clerk.desk.payments[0].tendered_cents == 5000
    assert clerk.strokes == 5


def test_two_places_by_card_take_three_strokes_with_the_clerks_yes(clerk):
    clerk.press("2 F12 Enter")
    assert clerk.desk.payments[0].means == "card"
    assert clerk.strokes == 3


def test_another_performance_is_found_and_sold_from_the_keyboard(clerk):
    clerk.press("F2 dali Enter 2 F12 Enter")
    assert {line.performance for sale in clerk.desk.sales.values() for line in sale.tickets} == {2}


def test_the_next_customer_can_be_served_at_once(clerk):
    clerk.press("2 F11 Enter 3 F12 Enter")
    assert [len(sale.tickets) for sale in clerk.desk.sales.values()] == [2, 3]


# Keys


@pytest.mark.parametrize(("sign", "count"), [("é", 2), ('"', 3), ("'", 4), ("(", 5)])
def test_the_top_row_of_azerty_counts_without_shift(clerk, sign, count):
    clerk.press(sign)
    assert len(clerk.view.basket.lines) == count


def test_the_numeric_pad_counts(clerk):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier)
    assert len(clerk.view.basket.lines) == 3


def test_digits_in_the_search_field_are_text(clerk):
    clerk.press("F2 2")
    assert clerk.window.search.text() == "2"
    assert clerk.view.basket.lines == ()


def test_escape_leaves_the_search_and_shows_the_whole_list_again(clerk):
    clerk.press("F2 zzz Esc")
    assert clerk.window.search.text() == ""
    assert clerk.window.hall_pane.seat_map.hasFocus()
    assert len(clerk.view.groups) > 1


def test_arrows_and_space_take_the_seat_beside(clerk):
    seats = clerk.window.hall_pane.seat_map
    seats.setCurrentIndex(seats.model().index(18))
    clerk.press("Right Space")
    assert [line.place[1] for line in clerk.view.basket.lines] == [19]
    clerk.press("Space")
    assert clerk.view.basket.lines == ()


def test_enter_presses_the_button_that_has_the_keyboard(clerk):
    clerk.press("2 F12")
    clerk.button("Geweigerd").setFocus()
    clerk.press("Enter")
    assert clerk.desk.payments == []
    assert clerk.view.toast.text == "Niet betaald: geweigerd."


def test_cents_are_typed_after_a_comma_and_taken_back_one_by_one(clerk):
    clerk.press("2 F11 44,5 Backspace 05")
    assert clerk.view.panel.typed == "44,05"


def test_the_keys_of_the_cash_panel_stay_where_they_are_while_typing(clerk):
    clerk.press("2 F11")
    settle()
    buttons = [button for button in clerk.window.findChildren(QPushButton) if button.isVisible()]
    before = [button.geometry() for button in buttons]
    clerk.press("123456789")
    settle()
    assert [button.geometry() for button in buttons] == before


@pytest.mark.parametrize("key", [Qt.Key.Key_3, Qt.Key.Key_QuoteDbl])
def test_the_language_changes_by_the_digit_key_of_either_keyboard(clerk, key):
    """The third key of the top row gives 3 on one keyboard and a quotation mark on AZERTY."""
    QTest.keyClick(clerk.window, key, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert clerk.view.language == "de"


def test_a_customers_tickets_speak_another_language_than_the_screen(clerk):
    clerk.press("2")
    assert clerk.button("Tickettaal").text() == "NL"
    clerk.button("Tickettaal: Nederlands").click()
    settle()
    assert clerk.button("Tickettaal: Français").text() == "FR"
    QTest.keyClick(clerk.window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    settle()
    clerk.press("F11 Enter")
    assert clerk.view.language == "nl"
    assert clerk.desk.languages == ["de"]
    assert clerk.button("Tickettaal").text() == "NL"


def test_the_language_changes_at_once_by_key(clerk):
    QTest.keyClick(clerk.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert clerk.button("Card").accessibleName() == "Card (F12)"
    assert clerk.view.groups[0].heading == "Today"
    QTest.keyClick(clerk.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert clerk.view.basket.hint


def test_help_lists_every_key_and_closes_again(clerk):
    clerk.press("F1")
    shown = {label.text() for label in clerk.window.findChildren(QLabel) if label.isVisible()}
    for action in clerk.window.actions_table:
        if action.keys:
            assert action.key_text in shown
    clerk.press("Esc")
    assert clerk.window.hall_pane.isVisible()


def test_no_two_actions_share_a_key_and_each_has_words(clerk):
    for language in ("nl", "fr", "de", "en"):
        for action in clerk.window.actions_table:
            assert action.words_key in Words(language)


# The pointer


def test_a_click_takes_a_seat_and_a_second_click_lets_it_go(clerk):
    unit = clerk.view.hall.looks.index(SeatLook.FREE)
    click_seat(clerk, unit)
    assert [line.place[1] for line in clerk.view.basket.lines] == [unit]
    click_seat(clerk, unit)
    assert clerk.view.basket.lines == ()


def test_seats_too_small_to_hit_are_first_brought_closer(open_counter):
    clerk = open_counter(FakeDesk(curved_plan(24, 46)))
    seats = clerk.window.hall_pane.seat_map
    assert not seats.can_pick
    unit = clerk.view.hall.looks.index(SeatLook.FREE, 500)
    click_seat(clerk, unit)
    assert clerk.view.basket.lines == ()
    assert seats.can_pick
    click_seat(clerk, unit)
    assert [line.place[1] for line in clerk.view.basket.lines] == [unit]


def test_a_performance_is_chosen_by_a_click(clerk):
    cards = clerk.window.performance_list
    row = cards.cards.row_of(2)
    QTest.mouseClick(
        cards.viewport(),
        Qt.MouseButton.LeftButton,
        pos=cards.visualRect(cards.cards.index(row)).center(),
    )
    assert clerk.view.selected == 2
    assert clerk.window.hall_pane.seat_map.hasFocus()


def test_quick_amounts_and_confirming_by_pointer(clerk):
    for name in ("2 beste", "Cash"):
        clerk.button(name).click()
    clerk.button("€\xa050").click()
    clerk.button("Klaar").click()
    assert clerk.desk.payments[0].tendered_cents == 5000


def test_a_tariff_is_chosen_in_the_basket(clerk):
    clerk.press("2")
    settle()
    box = next(
        box
        for box in clerk.window.findChildren(QComboBox)
        if box.accessibleName().startswith("Tarief voor Rij")
    )
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert clerk.view.basket.lines[0].tariff == 12
    assert box.hasFocus()


def test_a_line_is_removed_with_its_cross(clerk):
    clerk.press("3")
    settle()
    clerk.button("Verwijder Rij").click()
    assert len(clerk.view.basket.lines) == 2


def test_a_section_button_adds_one_place(clerk):
    clerk.press("F2 close Enter")
    settle()
    clerk.button("Staanplaatsen").click()
    clerk.button("Staanplaatsen").click()
    assert len(clerk.view.basket.lines) == 2


# Names, focus, and room for the words


def states(clerk):
    """The window in each state that a person sees, one after the other."""
    yield "start"
    clerk.press("2")
    yield "places chosen"
    clerk.press("F11 50")
    yield "cash"
    clerk.press("Esc F12")
    yield "card"
    clerk.press("Del")
    yield "declined"
    clerk.press("F6 1 F12 Enter")
    yield "a part was paid"
    clerk.press("F10")
    yield "other means"
    clerk.press("1 12345")
    yield "the number of a voucher"
    clerk.press("Esc Z")
    yield "money back on the card"
    clerk.press("Enter Esc")
    clerk.press("Esc Esc")
    yield "emptied"
    clerk.press("F10 1")
    yield "the value of a voucher"
    clerk.press("Esc")
    clerk.press("2 F11 Enter")
    yield "sold"
    clerk.desk.go_offline()
    clerk.presenter.tick()
    yield "offline"
    clerk.press("F2 close Enter")
    yield "unnumbered"
    clerk.press("F1")
    yield "help"


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_everything_that_takes_the_keyboard_has_a_name(open_counter, language):
    clerk = open_counter(language=language)
    nameless = [
        (state, widget)
        for state in states(clerk)
        for widget in clerk.window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
        if not spoken_name(widget)
    ]
    assert nameless == []


TO_BE_NAMED = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.PageTab,
    QAccessible.Role.RadioButton,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Window,
}


def walk(interface):
    """What a screen reader comes by, with everything in it."""
    if interface is None or not interface.isValid() or interface.state().invisible:
        return
    yield interface
    for number in range(interface.childCount()):
        yield from walk(interface.child(number))


def test_a_screen_reader_finds_a_name_for_every_control_and_every_seat(clerk):
    QAccessible.setActive(True)
    nameless, seats = [], 0
    for state in states(clerk):
        settle()
        for interface in walk(QAccessible.queryAccessibleInterface(clerk.window)):
            name = interface.text(QAccessible.Text.Name)
            if interface.role() in TO_BE_NAMED and not name:
                nameless.append((state, interface.role(), interface.object()))
            seats += interface.role() is QAccessible.Role.ListItem and "stoel" in name
    assert nameless == []
    assert seats >= len(clerk.desk.plans[1].seats)


def test_what_changes_while_the_keyboard_is_elsewhere_is_said(open_counter, monkeypatch):
    said = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    clerk = open_counter()
    said.clear()
    clerk.press("2")
    assert said == ["Rij E stoel 9, 2 plaatsen, €\xa044,00"]
    clerk.press("Esc")
    clerk.desk.go_offline()
    clerk.presenter.tick()
    assert said[-1].startswith("Je werkt offline")


@pytest.mark.parametrize("size", [REFERENCE_PIXELS, (1280, 720)])
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_no_word_is_cut_off(open_counter, language, size):
    clerk = open_counter(language=language, size=size)
    cut = []
    for state in states(clerk):
        settle()
        assert (clerk.window.width(), clerk.window.height()) == size
        cut += [(state, text) for text in cut_texts(clerk.window)]
    assert cut == []


@pytest.mark.parametrize(
    ("language", "percent"), [("nl", 150), ("nl", 200), ("fr", 200), ("de", 200)]
)
def test_no_word_is_cut_off_in_large_text(qapp, open_counter, language, percent):
    clerk = open_counter(language=language)
    cut = []
    try:
        wear(qapp, Appearance(text_percent=percent))
        for state in states(clerk):
            for _ in range(4):
                settle()  # rows that are folded ask for another round
            assert clerk.window.width() == REFERENCE_PIXELS[0], state
            cut += [(state, text) for text in cut_texts(clerk.window)]
    finally:
        wear(qapp, USUAL)
    assert cut == []


def test_cash_is_counted_without_scrolling_in_the_largest_text(qapp, open_counter):
    try:
        wear(qapp, Appearance(text_percent=200))
        clerk = open_counter()
        clerk.press("2 F11")
        for _ in range(4):
            settle()
        page = clerk.window.findChild(CashPage)
        digits = [page._pad.key(sign) for sign in "1234567890,"]
        ends = [page._change, page._confirm, page._back]
        counted = [page.amount, *(key for key in page._keys if key.isVisible()), *digits, *ends]
        assert len(counted) > 17
        for widget in counted:
            assert widget.visibleRegion().boundingRect() == widget.rect(), widget.accessibleName()
    finally:
        wear(qapp, USUAL)


def test_a_number_and_an_amount_are_typed_by_touch(clerk):
    clerk.press("G")
    clerk.button("1").click()
    clerk.button("2").click()
    clerk.press("Enter")
    assert len(clerk.view.basket.lines) == 12
    clerk.press("F11")
    for name in ("4", "0", "0", "Laatste cijfer weg", "Hier beginnen de centen", "5"):
        clerk.button(name).click()
    assert clerk.view.panel.typed == "40,5"


def test_cash_and_its_digits_stand_on_a_small_screen_without_scrolling(open_counter):
    clerk = open_counter(size=(1280, 720))
    clerk.press("2 F11")
    scroll = clerk.window.findChildren(TallScroll)
    assert [one.verticalScrollBar().maximum() for one in scroll] == [0] * len(scroll)


def test_every_button_can_be_hit(clerk):
    for _ in states(clerk):
        settle()
        for button in clerk.window.findChildren(QPushButton):
            if button.isVisible():
                assert min(button.width(), button.height()) >= 32, button.accessibleName()


def test_tab_reaches_every_button_and_comes_back(clerk):
    clerk.press("2")
    settle()
    start = QApplication.focusWidget()
    reached = set()
    for _ in range(60):
        clerk.press("Tab")
        reached.add(QApplication.focusWidget())
        if QApplication.focusWidget() is start:
            break
    assert QApplication.focusWidget() is start
    enabled = {
        button
        for button in clerk.window.findChildren(QPushButton)
        if button.isVisible() and button.isEnabled()
    }
    assert enabled <= reached


def spoken_name(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return widget.accessibleName() or interface.text(QAccessible.Text.Name)


def cut_texts(window):
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text() or not label.pixmap().isNull():
            continue
        metrics = QFontMetrics(label.font())
        room = label.contentsRect()
        flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else 0
        needed = metrics.boundingRect(0, 0, room.width(), 9999, int(flags), label.text())
        if needed.width() > room.width() + 1 or needed.height() > room.height() + 2:
            yield label.text()
    for button in window.findChildren(QPushButton):
        if button.isVisible() and button.width() < room_needed(button):
            yield button.accessibleName()


def room_needed(button):
    is_icon = not button.text() and not isinstance(button, ActionButton)
    return 0 if is_icon else button.minimumSizeHint().width()


def click_seat(clerk, unit):
    seats = clerk.window.hall_pane.seat_map
    where: QPoint = seats.visualRect(seats.model().index(unit)).center()
    QTest.mouseClick(seats.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QApplication.processEvents()


def test_enter_right_after_typing_chooses_from_what_was_typed(open_counter, qtbot):
    lane = ReplicaLane()
    jobs = QtJobs(lane)
    clerk = open_counter(jobs=jobs)
    qtbot.waitUntil(lambda: clerk.view.hall is not None)
    held = Event()
    lane.submit(held.wait)
    clerk.press("F2 Dali Enter")
    held.set()
    qtbot.waitUntil(lambda: clerk.view.hall and clerk.view.hall.title == "Kamermuziek: Trio Dali")
    jobs.close()
    lane.close()


def test_a_payment_key_right_after_a_digit_waits_for_the_places(open_counter, qtbot):
    """The scanner's ear brings both at once: the basket is still empty when F11 comes."""
    lane = ReplicaLane()
    jobs = QtJobs(lane)
    clerk = open_counter(jobs=jobs)
    qtbot.waitUntil(lambda: clerk.view.hall is not None)
    held = Event()
    lane.submit(held.wait)
    clerk.press("2 F11")
    held.set()
    qtbot.waitUntil(lambda: isinstance(clerk.view.panel, CashPanel))
    assert len(clerk.view.basket.lines) == 2
    jobs.close()
    lane.close()


def test_after_a_sale_the_keyboard_is_at_the_hall_again(clerk):
    clerk.press("2 F11 Enter")
    settle()
    assert not clerk.window.search.hasFocus()
    clerk.press("1 F11 Enter")
    assert len(clerk.desk.last_sale().tickets) == 1


def test_the_first_customer_of_a_day_waits_for_no_page_to_be_made(clerk):
    for piece in pieces_ahead(clerk.window):
        piece()
    stack = clerk.window._stack
    pages, lines = stack.count(), set(clerk.window.basket.findChildren(TariffBox))
    clerk.press("9 F11 Esc F6 Esc F10 Esc F12 Enter F4 Esc F3 Esc")
    assert stack.count() == pages
    assert set(clerk.window.basket.findChildren(TariffBox)) == lines


def test_what_is_made_ahead_is_made_once(clerk):
    clerk.press("2 F11 Esc")
    for piece in (*pieces_ahead(clerk.window), *pieces_ahead(clerk.window)):
        piece()
    assert len(clerk.window.findChildren(CashPage)) == 1
    assert len(clerk.window.basket.findChildren(QFrame, "line")) == LINES


def test_the_last_sale_is_shown_by_f4_and_printed_again_by_enter(clerk, qtbot):
    clerk.press("2 F11 Enter F4")

    def are_blank():
        labels = clerk.window.findChildren(QLabel)
        papers = [label for label in labels if "Ticket" in spoken(label) and label.isVisible()]
        return [label.pixmap().isNull() for label in papers]

    qtbot.waitUntil(lambda: are_blank() == [False, False])
    clerk.press("Enter")
    assert clerk.desk.reprints == [clerk.desk.last_sale().order]
    clerk.press("F4 Esc")
    assert len(clerk.desk.reprints) == 1


@pytest.mark.parametrize("season", ["cc-de-sluis", "filharmonie", "gc-het-anker"])
def test_no_performance_of_the_season_makes_the_window_wider(open_counter, season):
    clerk = open_counter()
    path = resource_path("demo", "season", f"{season}.json")
    for event in json.loads(path.read_text(encoding="utf-8"))["member"]:
        clerk.desk.rows[1] = replace(
            clerk.desk.rows[1],
            title=Text.of("nl", event["name"]["nl"]),
            house_name="Een huis met een tamelijk lange naam",
            hall=Text.of("nl", event["location"]["name"]["nl"]),
        )
        clerk.presenter.changed(Changes(performances=frozenset((1,))))
        settle()
        assert clerk.view.hall.title == event["name"]["nl"]
        assert (clerk.window.width(), clerk.window.height()) == REFERENCE_PIXELS


def spoken(widget):
    return widget.accessibleName()
