"""The hall as a list: every seat by keyboard alone, named for a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from podium_desk.i18n.words import Words
from podium_desk.presentation.hall import SeatLook, spoken
from podium_desk.presentation.seat_list import rows_of, seat_lines, zones_of
from podium_desk.ui.shell.tour import press


def open_list(window):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    return window.hall_pane._seat_list


def key(*keys):
    for each in keys:
        QTest.keyClick(QApplication.focusWidget(), each)


def test_every_seat_of_a_hall_stands_in_exactly_one_row(window):
    plan = window._presenter.view.hall.plan
    rows = rows_of(plan)
    assert sorted(unit for row in rows for unit in row.units) == list(range(len(plan.seats)))
    assert zones_of(rows) == ("Parterre",)
    assert [row.name for row in rows][:2] == ["Rij A", "Rij B"]


def test_a_seat_in_the_list_says_what_the_map_says(window):
    words, picture = Words("nl"), window._presenter.view.hall
    for row in rows_of(picture.plan):
        for line in seat_lines(row, picture, words):
            assert line.spoken == spoken(picture, line.unit, words)
            look = picture.looks[line.unit]
            assert ("€" in line.text) == (look in (SeatLook.FREE, SeatLook.CHOSEN))


def test_a_seat_is_taken_and_let_go_from_the_list(window):
    seats = open_list(window)
    key(Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Right)
    while "vrij" not in seats.seats.currentItem().text():
        key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Space)
    (line,) = window._presenter.view.basket.lines
    assert line.name.startswith("Rij B stoel")
    assert "gekozen" in seats.seats.currentItem().text()
    key(Qt.Key.Key_Space)
    assert window._presenter.view.basket.lines == ()


def test_the_list_begins_at_the_seat_of_the_map_and_the_map_goes_on_at_that_of_the_list(window):
    seat_map = window.hall_pane.seat_map
    before = seat_map.currentIndex().row()
    seats = open_list(window)
    assert seats.current_unit() == before
    key(Qt.Key.Key_Home)
    there = seats.current_unit()
    open_list(window)
    assert QApplication.focusWidget() is seat_map
    assert seat_map.currentIndex().row() == there


def test_the_key_of_the_list_is_the_second_stop_and_the_hall_stands_with_its_keys(window):
    stops, widget = [], window.nextInFocusChain()
    while widget is not window:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(widget.accessibleName())
        widget = widget.nextInFocusChain()
    assert stops[:2] == ["Menu (Ctrl+K)", "Zaal als lijst (Ctrl+M)"]
    assert stops[stops.index("Gasten, wachtlijst (V)") + 1] == "Zaal"


def test_the_keys_of_the_sale_work_in_the_list(window):
    open_list(window)
    press(window, "2 F11 Enter")
    assert window._presenter.view.toast.is_good


def test_a_screen_reader_hears_the_lists_and_each_seat(window):
    seats = open_list(window)
    names = [
        QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        for one in (seats.rows, seats.seats)
    ]
    assert names == ["Rijen", "Stoelen"]
    spoken_as = seats.seats.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken_as.startswith("Rij")
