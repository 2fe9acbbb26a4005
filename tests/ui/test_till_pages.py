"""Log-in and till over a counter, by keyboard only, on a real replica."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event

import pytest
from harness.cluster import Cluster, Place
from harness.coda_statement import statement
from harness.full_evening import TONIGHT, central_of, sell
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from hardware.registry import open_terminal
from hardware.terminals.port import PaymentRequest
from podium_desk.application.counter import BasketLine, Held, SaleDone
from podium_desk.application.jobs import ImmediateJobs
from podium_desk.application.lane import ReplicaLane
from podium_desk.application.log_in import ClerkTile
from podium_desk.application.order_desk import OrderSeen, Reservation
from podium_desk.application.terminal_days import TerminalTotal
from podium_desk.central.staff import ClerkChange, Staff
from podium_desk.domain.facts import PaymentMeans
from podium_desk.domain.ids import TariffId
from podium_desk.domain.staff import PIN_DIGITS, Clerk, StaffRole
from podium_desk.domain.till import TillRules
from podium_desk.i18n.words import Words
from podium_desk.presentation.till_view import Step
from podium_desk.ui.kit.appearance import wear
from podium_desk.ui.kit.keypad import COMMA, ERASE, Keypad
from podium_desk.ui.kit.page_look import Theme
from podium_desk.ui.kit.theme import dress
from podium_desk.ui.kit.tokens import USUAL, Appearance
from podium_desk.ui.shell.counter import CounterSetting, CounterShell
from podium_desk.ui.shell.till import TillRoom

CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS = {
    "Enter": (Qt.Key.Key_Return,), "Esc": (Qt.Key.Key_Escape,), "Tab": (Qt.Key.Key_Tab,),
    "Down": (Qt.Key.Key_Down,), "F6": (Qt.Key.Key_F6,), "F7": (Qt.Key.Key_F7,),
    "F8": (Qt.Key.Key_F8,), "Ctrl+E": (Qt.Key.Key_E, CONTROL), "Ctrl+L": (Qt.Key.Key_L, CONTROL),
    "Ctrl+D": (Qt.Key.Key_D, CONTROL), "F9": (Qt.Key.Key_F9,), "F4": (Qt.Key.Key_F4,),
}  # fmt: skip


@dataclass
class Stage:
    """A counter with its two pages over a bare window."""

    cluster: Cluster
    place: Place
    host: QWidget
    room: TillRoom
    words: Words
    faults: list[BaseException]

    @property
    def clerk(self) -> str:
        return ""

    def failed(self, error: BaseException) -> None:
        self.faults.append(error)

    @property
    def step(self) -> Step:
        return self.room.till.view.step

    @property
    def is_login_shown(self) -> bool:
        return self.room.login_page.isVisible()

    def press(self, keys: str) -> None:
        for key in keys.split():
            target = QApplication.focusWidget() or self.host
            if key in KEYS:
                QTest.keyClick(target, *KEYS[key])
            else:
                QTest.keyClicks(target, key)
            QApplication.processEvents()

    def type_pin(self, qtbot, pin: str) -> None:
        """As a person: one key, then the next; a whole PIN is tried before this ends."""
        for digit in pin:
            before = self.room.login.view
            QTest.keyClick(QApplication.focusWidget() or self.host, digit)
            qtbot.waitUntil(lambda before=before: self.room.login.view != before)
        qtbot.waitUntil(lambda: self.room.login.view.digits < PIN_DIGITS)


class LaterJobs:
    """A terminal's lane that answers when the test says."""

    def __init__(self) -> None:
        self.waiting = []

    def submit(self, work, done, failed) -> None:
        self.waiting.append((work, done))

    def run(self) -> None:
        for work, done in self.waiting:
            done(work())


@pytest.fixture
def open_stage(qtbot, qapp):
    dress(qapp)

    def open_it(
        *staff: tuple[str, StaffRole], theme=Theme.LIGHT, language="nl", rules=None, terminal=None
    ):
        cluster = Cluster()
        house = cluster.house(1, "GC Het Anker")
        cluster.performance(house, TONIGHT, cluster.plan(house, "gc-het-anker-theaterzaal.json"))
        place = cluster.device(house, "counter", "Kassa 1")
        at_store = Staff(central_of(cluster), cluster.catalogue.houses()[house], lambda n: b"s" * n)
        for name, role in staff:
            change = ClerkChange(name, role, "2580", badge=f"PODB{name.upper()}12")
            assert isinstance(at_store.add(change), Clerk)
        if rules is not None:
            assert at_store.set_rules(rules) == rules
        place.sync()
        host = QWidget()
        qtbot.addWidget(host)
        host.resize(1366, 768)
        stage = Stage(cluster, place, host, None, Words(language), [])  # type: ignore[arg-type]
        stage.room = TillRoom(host, lambda: place.desk, ImmediateJobs(), stage, theme)
        if terminal is not None:
            stage.room.terminal = (lambda: terminal, ImmediateJobs())
        with qtbot.waitActive(host):
            host.show()
            host.activateWindow()
        stage.room.look()
        QApplication.processEvents()
        return stage

    return open_it


def cut_words(page: QWidget) -> list[str]:
    """Labels of one line that are narrower than their words."""
    return [
        label.text()
        for label in page.findChildren(QLabel)
        if label.isVisible() and not label.wordWrap()
        and label.fontMetrics().horizontalAdvance(label.text()) > label.width() + 1
    ]  # fmt: skip


def texts(page: QWidget) -> list[str]:
    return [label.text().replace("\xa0", " ") for label in page.findChildren(QLabel)
            if label.isVisible()]  # fmt: skip


def test_without_staff_nobody_has_to_log_in(open_stage):
    stage = open_stage()
    assert not stage.is_login_shown
    stage.room.lock()
    assert not stage.is_login_shown


def test_a_tile_and_four_digits_log_in(open_stage, qtbot):
    stage = open_stage(("An", StaffRole.SELLER), ("Bo", StaffRole.SELLER))
    assert stage.is_login_shown
    stage.type_pin(qtbot, "2")
    assert stage.room.login.view.chosen == "Bo"
    stage.type_pin(qtbot, "2580")
    assert not stage.is_login_shown
    assert stage.place.work.clerk == "Bo"
    stage.room.lock()
    assert stage.is_login_shown
    assert stage.place.work.clerk == ""


def test_a_wrong_pin_is_told_and_nothing_of_it_stays(open_stage, qtbot):
    stage = open_stage(("An", StaffRole.SELLER))
    stage.type_pin(qtbot, "1")
    stage.type_pin(qtbot, "0000")
    view = stage.room.login.view
    assert (view.digits, view.notice) == (0, Words("nl")("refusals.wrong_pin"))
    assert stage.is_login_shown
    stage.press("Esc")
    assert stage.room.login.view.chosen == ""
    assert stage.is_login_shown


def test_a_pin_is_touched_also_in_the_largest_text(open_stage, qapp):
    try:
        wear(qapp, Appearance(text_percent=200))
        stage = open_stage(("Els", StaffRole.SELLER))
        stage.room.login_page.tiles[0].click()
        QApplication.processEvents()
        pad = stage.room.login_page.findChild(Keypad)
        for sign in ("2", "5", "1", ERASE, "8", "0"):
            key = pad.key(sign)
            assert key.visibleRegion().boundingRect() == key.rect(), sign
            QTest.mouseClick(key, Qt.MouseButton.LeftButton)
        assert not stage.is_login_shown
    finally:
        wear(qapp, USUAL)


def test_after_wrong_pins_the_page_counts_the_seconds(open_stage, qtbot):
    stage = open_stage(("An", StaffRole.SELLER))
    stage.room.login.choose(1)
    for _ in range(4):
        for digit in (0, 0, 0, 0):
            stage.room.login.digit(digit)
    assert "5 seconden" in stage.room.login.view.notice
    stage.room.login.tick()
    assert "4 seconden" in stage.room.login.view.notice
    stage.room.login.digit(2)
    assert stage.room.login.view.digits == 0


def test_a_badge_logs_in_without_a_choice(open_stage, qtbot):
    stage = open_stage(("An", StaffRole.SELLER), ("Bo", StaffRole.SELLER))
    QTest.keyClicks(stage.room.login_page, "PODBBO12")
    QTest.keyClick(stage.room.login_page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not stage.is_login_shown)
    assert stage.place.work.clerk == "Bo"


def test_a_panel_that_opens_below_takes_no_key_of_a_pin(open_stage, qtbot):
    """After a power cut the question of an unfinished sale opens under the log-in."""
    stage = open_stage(("An", StaffRole.SELLER))
    below = QLineEdit(stage.host)
    below.lower()
    below.show()
    below.setFocus()
    stage.type_pin(qtbot, "1")
    below.setFocus()
    stage.type_pin(qtbot, "2580")
    assert (below.text(), stage.place.work.clerk) == ("", "An")


def test_no_key_reaches_the_sale_below_a_page(open_stage):
    stage = open_stage(("An", StaffRole.SELLER))
    heard = []
    stage.host.keyPressEvent = heard.append
    stage.press("Enter F7 Esc Ctrl+E")
    assert heard == []


def test_a_day_by_keyboard_from_the_float_to_the_z(open_stage):
    """`Ctrl+E`, count, Enter, Enter (ux.md, task S)."""
    stage = open_stage()
    stage.room.open_page()
    assert stage.step is Step.FLOAT
    stage.press("Down Down 3 Enter")
    assert stage.step is Step.SHIFT
    sell(stage.place, 2)
    sell(stage.place, 1, PaymentMeans.CARD)
    stage.press("F8 20 Tab broodjes Enter")
    assert stage.step is Step.SHIFT
    stage.press("Ctrl+E")
    assert stage.step is Step.COUNT
    assert not any("174,05" in text for text in texts(stage.room.page))
    stage.press("Down 1 Down 1 Down 1 Down Down Down 2 Down Down Down Down Down Down 1 Enter")
    assert stage.step is Step.CLOSE, stage.room.till.view.notice
    assert "€ 174,05" in texts(stage.room.page)
    stage.press("Enter")
    assert stage.step is Step.DONE, stage.room.till.view.notice
    (z,) = [one for one in stage.place.desk.till.reports() if one.kind == "Z"]
    assert z.name == "Z-1"
    stage.press("Enter")
    assert not stage.room.page.is_open
    assert stage.faults == []


def test_a_connected_terminal_closes_its_day_and_the_difference_is_said_in_words(open_stage):
    terminal = open_terminal("sim://terminal?seconds=0")
    stage = open_stage(terminal=terminal)
    stage.room.open_page()
    stage.press("Down Down 3 Enter")
    sell(stage.place, 1, PaymentMeans.CARD)
    terminal.authorise(PaymentRequest("a sale", 2_203), 1)
    terminal.authorise(PaymentRequest("never booked", 1_000), 1)
    stage.press("Ctrl+E Down Down 3 Enter")
    page = stage.room.page.closing
    assert page.terminal.text() == "32,03"
    assert "€ 10,00 meer" in page.verdict.text().replace("\xa0", " ")
    stage.press("Esc")
    stage.press("Enter")
    assert page.terminal.text() == "32,03"
    page.terminal.setText("22,03")
    assert page.verdict.text() == Words("nl")("till.card_agrees")
    page.terminal.setText("12,03")
    assert "€ 10,00 minder" in page.verdict.text().replace("\xa0", " ")
    assert cut_words(stage.room.page) == []
    page.terminal.setText("32,03")
    stage.press("Enter")
    assert stage.step is Step.DONE
    assert "€ 10,00" in texts(stage.room.page)
    assert stage.faults == []


def test_what_is_typed_stays_when_the_terminal_tells_later(open_stage):
    terminal = open_terminal("sim://terminal?seconds=0")
    stage = open_stage(terminal=terminal)
    later = LaterJobs()
    stage.room.terminal = (lambda: terminal, later)
    stage.room.open_page()
    stage.press("Down Down 3 Enter")
    terminal.authorise(PaymentRequest("a sale", 2_203), 1)
    stage.press("Ctrl+E Down Down 3 Enter")
    page = stage.room.page.closing
    assert page.verdict.text() == Words("nl")("till.terminal_asking")
    stage.press("5 Enter")
    assert stage.step is Step.CLOSE
    later.run()
    assert page.terminal.text() == "5"
    assert stage.place.desk.till.state().terminal == TerminalTotal(2_203)


def test_a_terminal_that_is_not_there_leaves_its_total_to_the_clerk(open_stage):
    terminal = open_terminal("sim://terminal?seconds=0")
    terminal.is_unplugged = True
    stage = open_stage(terminal=terminal)
    stage.room.open_page()
    stage.press("Down Down 3 Enter Ctrl+E Down Down 3 Enter")
    page = stage.room.page.closing

    assert page.terminal.text() == ""
    assert page.verdict.text() == Words("nl")("till.terminal_away")
    assert stage.place.desk.till.state().terminal is None


@pytest.mark.parametrize("typed", ["-3", "x", "1,5"])
def test_what_is_no_count_is_told_and_counts_for_nothing(open_stage, typed):
    stage = open_stage()
    stage.room.open_page()
    stage.room.page.float.fields[5_000].setText(typed)
    stage.press("Enter")
    assert stage.step is Step.FLOAT
    assert stage.room.till.view.notice == Words("nl")("refusals.wrong_count")


@pytest.mark.parametrize("typed", ["-20", "20,123", "twintig", "1e3", "€"])
def test_what_is_no_amount_is_told(open_stage, typed):
    stage = open_stage()
    stage.room.open_page()
    stage.room.page.float.amount.setText(typed)
    stage.press("Enter")
    assert stage.room.till.view.notice == Words("nl")("refusals.wrong_sum")
    assert stage.place.desk.till.state().shift is None


def test_the_day_does_not_close_while_a_sale_is_in_the_basket(open_stage):
    stage = open_stage()
    stage.room.open_page()
    stage.press("150 Enter")
    stage.place.desk.hold_best(TONIGHT, 1, None, 0)
    stage.room.till.start_count()
    stage.room.page.count.amount.setText("150")
    stage.press("Enter Enter")
    assert stage.step is Step.CLOSE
    assert stage.room.till.view.notice == Words("nl")("refusals.basket_not_empty")


def opened_with(stage: Stage, cents: str) -> None:
    stage.room.open_page()
    stage.room.page.float.amount.setText(cents)
    stage.room.page.float.fields[20_000].clear()
    stage.press("Enter")
    assert stage.step is Step.SHIFT


def test_a_large_difference_asks_a_reason_and_a_managers_pin(open_stage, qtbot):
    stage = open_stage(("An", StaffRole.MANAGER), ("Bo", StaffRole.SELLER))
    stage.room.login.choose(2)
    for digit in (2, 5, 8, 0):
        stage.room.login.digit(digit)
    opened_with(stage, "150")
    stage.press("Ctrl+E")
    stage.room.page.count.amount.setText("50")
    stage.press("Enter")
    assert stage.room.till.view.asks_reason
    stage.press("Enter")
    assert stage.room.till.view.notice == Words("nl")("refusals.reason_needed")
    stage.room.page.closing.reason.setText("briefje van 100 weg")
    stage.press("Enter")
    assert stage.is_login_shown
    assert [tile.name for tile in stage.room.login.view.tiles] == ["An"]
    stage.room.login.choose(1)
    for digit in (2, 5, 8, 0):
        stage.room.login.digit(digit)
    assert stage.step is Step.DONE
    report = stage.place.desk.till.reports()[-1]
    assert report.name == "Z-1"


def test_a_managers_question_can_be_left(open_stage):
    stage = open_stage(("An", StaffRole.MANAGER), ("Bo", StaffRole.SELLER))
    stage.room.login.choose(2)
    for digit in (2, 5, 8, 0):
        stage.room.login.digit(digit)
    opened_with(stage, "150")
    stage.press("F6")
    assert stage.is_login_shown
    stage.press("Esc")
    assert not stage.is_login_shown
    assert stage.place.desk.till.reports() == []


def test_a_house_that_does_not_count_blind_sees_what_should_be_there(open_stage):
    stage = open_stage(rules=TillRules(is_blind=False))
    opened_with(stage, "150")
    assert "Moet er liggen" in texts(stage.room.page)


def test_the_drawer_opens_for_a_reason_only(open_stage):
    stage = open_stage()
    opened_with(stage, "150")
    stage.press("Ctrl+D Enter")
    assert stage.room.till.view.notice == Words("nl")("refusals.reason_needed")
    stage.press("wisselen Enter")
    assert stage.step is Step.SHIFT


def reserved_by_transfer(place: Place, count: int) -> OrderSeen:
    held = place.desk.hold_best(TONIGHT, count, None, 0)
    assert isinstance(held, Held)
    lines = tuple(BasketLine(TONIGHT, unit, TariffId(1)) for unit in held.units)
    until = place.work.clock.now_ms() + 3_600_000
    wish = Reservation(until, None, is_by_transfer=True)
    done = place.desk.orders.reserve(lines, wish, place.work.new_token(), "nl")
    assert isinstance(done, SaleDone)
    seen = place.desk.orders.look(done.order)
    assert isinstance(seen, OrderSeen)
    return seen


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_statement_is_looked_through_and_booked_line_by_line(open_stage, tmp_path, language):
    stage = open_stage(language=language)
    one, two = (reserved_by_transfer(stage.place, count) for count in (1, 2))
    file = tmp_path / "november.cod"
    moves = [(2203, one.communication, "AN CLAES"), (4000, two.communication, "BO DEKKER"),
             (990, "zaalhuur", "VZW DE BRUG")]  # fmt: skip
    file.write_bytes(statement(moves))
    opened_with(stage, "150")
    stage.press("F9")
    assert stage.step is Step.BANK
    stage.room.till.bank.read(file)
    page, view = stage.room.page, stage.room.till.view
    assert [row.can_book for row in view.bank.rows] == [False, True, False]
    assert view.bank.exact == 1
    assert not cut_words(page)
    for button in page.bank.findChildren(QPushButton):
        assert button.fontMetrics().horizontalAdvance(button.text()) < button.width(), language
    stage.press("Enter")
    assert stage.room.till.view.bank.exact == 0
    stage.press("Down F4")
    rows = stage.place.work.replica.sql.rows("SELECT amount_cents FROM payment ORDER BY 1")
    assert rows == [(2203,), (4000,)]
    stage.press("Down F4 Enter Esc")
    assert stage.step is Step.SHIFT
    assert len(stage.place.work.replica.sql.rows("SELECT 1 FROM payment")) == 2


def test_of_several_orders_that_fit_a_line_a_digit_chooses_the_one_that_is_booked(
    open_stage, tmp_path
):
    stage = open_stage()
    one, two = (reserved_by_transfer(stage.place, 1) for _ in range(2))
    file = tmp_path / "november.cod"
    file.write_bytes(statement([(2203, "tickets", "AN CLAES")]))
    opened_with(stage, "150")
    stage.press("F9")
    stage.room.till.bank.read(file)
    page = stage.room.page.bank
    first, second = (key for key in page._choices if key.isVisible())
    assert str(one.order) in first.text()
    assert second.text().endswith(
        f"{two.order} · Voorstelling 100001 · € 22,03".replace("€ ", "€\xa0")
    )
    stage.press("F4 3 F4")
    assert not stage.place.work.replica.sql.rows("SELECT 1 FROM payment")
    stage.press("2")
    assert (first.isChecked(), second.isChecked()) == (False, True)
    stage.press("F4")
    assert stage.place.desk.orders.look(two.order).rest_cents == 0
    assert stage.place.desk.orders.look(one.order).rest_cents == 2203
    assert not any(key.isVisible() for key in page._choices)


def test_the_orders_that_fit_a_line_stand_on_one_screen_in_the_largest_text(
    open_stage, tmp_path, qapp
):
    try:
        wear(qapp, Appearance(text_percent=200))
        stage = open_stage(language="fr")
        for _ in range(4):
            reserved_by_transfer(stage.place, 1)
        file = tmp_path / "november.cod"
        file.write_bytes(statement([(2203, "tickets", "AN CLAES"), (990, "zaal", "VZW DE BRUG")]))
        opened_with(stage, "150")
        stage.press("F9")
        stage.room.till.bank.read(file)
        for _ in range(4):
            QApplication.processEvents()
        page = stage.room.page.bank
        keys = [key for key in page.findChildren(QPushButton) if key.isVisible()]
        assert len(keys) == 4 + 3
        for widget in (*keys, page.list, page._which):
            assert widget.visibleRegion().boundingRect() == widget.rect(), widget.accessibleName()
    finally:
        wear(qapp, USUAL)


def test_what_is_no_statement_is_said_so(open_stage, tmp_path):
    stage = open_stage()
    opened_with(stage, "150")
    stage.press("F9")
    file = tmp_path / "brief.txt"
    file.write_text("Beste,")
    stage.room.till.bank.read(file)
    assert stage.room.till.view.notice.startswith("Dit is geen CODA")
    stage.room.till.bank.read(tmp_path / "weg.cod")
    assert stage.room.till.view.notice.startswith("Dit bestand is niet te lezen")


def test_a_drawer_is_counted_by_touch(open_stage):
    stage = open_stage()
    stage.room.page.open_page(wants_count=False)
    pane = stage.room.page.float
    pane.amount.setFocus()
    pad = pane.findChild(Keypad)
    for sign in ("1", "5", "9", ERASE, "0", COMMA, "5"):
        pad.key(sign).click()
    assert pane.amount.text() == "150,5"


def test_a_report_can_be_printed_again(open_stage):
    stage = open_stage()
    opened_with(stage, "150")
    stage.press("F6")
    (again,) = [
        button for button in stage.room.page.findChildren(QPushButton)
        if button.accessibleName().startswith("X-1")
    ]  # fmt: skip
    again.click()
    jobs = stage.place.work.replica.sql.rows("SELECT duplicate FROM print_job WHERE what = 'X-1'")
    assert jobs == [(0,), (1,)]


def test_the_counter_itself_opens_and_locks_the_till(open_stage, qtbot):
    """The real window on a lane of its own: Ctrl+E, Esc, Ctrl+L, a yellow band in practice."""
    stage = open_stage(("An", StaffRole.SELLER))
    lane, desk = ReplicaLane(), stage.place.desk
    setting = CounterSetting(
        "nl", stage.place.work.clock.now, stage.place.work.new_token, stage.failed,
        till_desk=lambda: desk, is_training=True,
    )  # fmt: skip
    shell = CounterShell(desk, lane, setting)
    try:
        shell.open()
        qtbot.waitUntil(lambda: shell.room is not None and shell.room.login.view.is_shown)
        room = shell.room
        assert any("OEFENMODUS" in text for text in texts(room.login_page))
        room.login.choose(1)
        for digit in (2, 5, 8, 0):
            room.login.digit(digit)
        qtbot.waitUntil(lambda: not room.login.view.is_shown)
        qtbot.waitUntil(lambda: shell.clerk == "An")
        QTest.keyClick(shell.window, *KEYS["Ctrl+E"])
        qtbot.waitUntil(lambda: room.till.view.step is Step.FLOAT)
        assert room.page.is_open
        assert any("OEFENMODUS" in text for text in texts(room.page))
        QTest.keyClick(room.page, *KEYS["Esc"])
        assert not room.page.is_open
        shell.window.activateWindow()
        shell.window.show_palette()
        # The palette keeps its keys to itself, as every page does that lies over the counter.
        QTest.keyClick(QApplication.focusWidget(), *KEYS["Ctrl+L"])
        assert room.login.view.is_shown
        qtbot.waitUntil(lambda: stage.place.work.person is None)
    finally:
        shell.window.close()
        shell.close()
        lane.close()
        shell.destroy()
    assert stage.faults == []


def opened_with_tiles(stage, lane, is_open):
    """The real window, whose desk is open only once `is_open` is set; An logged in here before."""
    desk = stage.place.desk
    stage.host.hide()  # Its own log-in hears the keys too.
    setting = CounterSetting(
        "nl", stage.place.work.clock.now, stage.place.work.new_token, stage.failed,
        open_desk=lambda: assert_set(is_open), till_desk=lambda: desk,
        expected_tiles=(ClerkTile(1, "An", "seller", False),),
    )  # fmt: skip
    shell = CounterShell(desk, lane, setting)
    shell.open()
    return shell


def assert_set(event):
    assert event.wait(10)


def closed(shell, lane):
    shell.window.close()
    shell.close()
    lane.close()
    shell.destroy()


def test_a_pin_typed_before_the_data_is_open_logs_in_as_soon_as_it_is(open_stage, qtbot):
    stage = open_stage(("An", StaffRole.SELLER))
    lane, is_open = ReplicaLane(), Event()
    shell = opened_with_tiles(stage, lane, is_open)
    try:
        page = shell.room.login_page
        assert page.isVisible()
        for key in "12580":
            before = shell.room.login.view
            QTest.keyClick(page, key)
            qtbot.waitUntil(lambda before=before: shell.room.login.view != before)
        QTest.keyClick(page, *KEYS["Enter"])
        assert Words("nl")("login.opening") in texts(page)
        assert stage.place.work.person is None
        is_open.set()
        qtbot.waitUntil(lambda: not page.isVisible())
        assert stage.place.work.person is not None
        qtbot.waitUntil(lambda: shell.presenter.view.hall is not None)
        assert shell.clerk == "An"
    finally:
        is_open.set()
        closed(shell, lane)
    assert stage.faults == []


def test_a_log_in_that_nobody_needs_any_more_goes_away(open_stage, qtbot):
    stage = open_stage()
    lane, is_open = ReplicaLane(), Event()
    shell = opened_with_tiles(stage, lane, is_open)
    try:
        assert shell.room.login_page.isVisible()
        is_open.set()
        qtbot.waitUntil(lambda: not shell.room.login_page.isVisible())
    finally:
        closed(shell, lane)
    assert stage.faults == []


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize("theme", Theme)
def test_nothing_is_cut_off_and_everything_has_a_name(open_stage, theme, language):
    stage = open_stage(("Fatima El Amrani", StaffRole.MANAGER), theme=theme, language=language)
    assert cut_words(stage.room.login_page) == []
    stage.room.login.choose(1)
    QApplication.processEvents()
    assert cut_words(stage.room.login_page) == []
    for digit in (2, 5, 8, 0):
        stage.room.login.digit(digit)
    opened_with(stage, "150")
    page = stage.room.page
    for go in (
        lambda: None, lambda: stage.room.till.start_move(takes_out=True),
        stage.room.till.start_drawer, stage.room.till.start_count,
        lambda: stage.room.till.count({}, "120"),
    ):  # fmt: skip
        go()
        QApplication.processEvents()
        assert cut_words(page) == []
        nameless = [b for b in page.findChildren(QPushButton)
                    if b.isVisible() and not b.accessibleName()]  # fmt: skip
        assert nameless == []
    assert stage.step is Step.CLOSE
