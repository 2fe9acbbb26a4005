"""Devices are set up in a window: the page is printed, the code is scanned, the card is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from hardware.emulators.scanners import SerialScanner
from hardware.finding import Places, SerialPort
from hardware.scanning.scanner_setup import SAMPLE
from hardware.scanning.wedge import US_LETTERS
from podium_desk.commands.set_up import SettingsRoom
from podium_desk.config import DataFolder, Settings
from podium_desk.i18n.words import Words
from podium_desk.presentation.set_up import Kind
from podium_desk.proving.tour.surroundings import new_printer
from podium_desk.ui.shell.set_up_window import SetUpWindow

X11 = 8


@pytest.fixture
def scanner():
    return SerialScanner()


@pytest.fixture
def printer():
    with new_printer() as printer:
        yield printer


@pytest.fixture
def window(qtbot, tmp_path, scanner, printer):
    port = int(printer.url.rpartition(":")[2])
    places = Places(
        Path("/nowhere"), Path("/nowhere"), lambda: (SerialPort(scanner.path, "Xenon", True),),
        tuple, tuple, lambda _: (("EPSON TM-T20III", "127.0.0.1", port),),
    )  # fmt: skip
    faults = []
    window = SetUpWindow(SettingsRoom(tmp_path, Words("nl"), places), Words("nl"), faults.append)
    window.open()
    qtbot.waitUntil(lambda: bool(window.set_up.view.offers))
    yield window
    window.close()
    assert faults == []


def settings(tmp_path):
    return Settings.read(DataFolder(tmp_path).settings)


def press(window, begins):
    buttons = window.page.findChildren(QPushButton)
    next(one for one in buttons if one.accessibleName().startswith(begins)).click()


def test_a_printer_is_found_tried_and_kept(qtbot, tmp_path, window, printer):
    press(window, "Printer: EPSON")
    qtbot.waitUntil(lambda: window.set_up.view.trial is not None)
    assert not window.page.picture.pixmap().isNull()
    assert len(printer.paper.tickets) == 1
    press(window, "Ja")
    qtbot.waitUntil(lambda: settings(tmp_path).printer == printer.url)


def test_a_scanner_on_a_line_is_kept_once_it_read_the_code(qtbot, tmp_path, window, scanner):
    press(window, "Scanner: Xenon")
    # A port throws away what came before it was opened.
    qtbot.waitUntil(lambda: (scanner.scan(SAMPLE), window.page.yes.isEnabled())[1])
    press(window, "Ja")
    qtbot.waitUntil(
        lambda: settings(tmp_path).scanner_urls == (f"scanner+serial://{scanner.path}",)
    )


def type_code(window, text, moved):
    """Keys of a scanner whose letters `moved` to other places."""
    places = {sign: (key, level) for key, pair in US_LETTERS.items() if key < 55
              for level, sign in enumerate(pair)}  # fmt: skip
    for number, sign in enumerate([*text, "\r"]):
        position, level = (28, 0) if sign == "\r" else places[moved.get(sign, sign)]
        held = Qt.KeyboardModifier.ShiftModifier if level else Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, 0, held, position + X11, 0, 0, "")
        event.setTimestamp(1000 + 2 * number)
        QApplication.sendEvent(window.page, event)


def test_a_scanner_that_types_another_layout_is_learnt(qtbot, tmp_path, window):
    press(window, "Scanner die typt")
    assert window.set_up.view.trial.kind is Kind.SCANNER
    type_code(window, SAMPLE, {"a": "q", "q": "a", "A": "Q", "Q": "A"})
    qtbot.waitUntil(lambda: window.page.yes.isEnabled())
    assert "geleerd" in window.page.question.text()
    press(window, "Ja")
    qtbot.waitUntil(lambda: bool(settings(tmp_path).scanner_keys))


def test_what_a_person_types_teaches_nothing_and_esc_goes_back(qtbot, window):
    press(window, "Scanner die typt")
    type_code(window, "podium", {})
    qtbot.waitUntil(lambda: "andere code" in window.page.question.text())
    assert not window.page.yes.isEnabled()
    qtbot.keyClick(window.page, Qt.Key.Key_Escape)
    assert window.set_up.view.trial is None
