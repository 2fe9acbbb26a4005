"""A simulated printer with a window: what drivers send is seen, and its faults are buttons."""

from __future__ import annotations

import pytest

from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.printing.port import Outcome, PrinterState, PrintJob
from hardware.registry import emulated_printer, open_printer
from podium_desk.documents.raster import page_raster
from podium_desk.documents.trial_page import trial_page
from podium_desk.i18n.words import Words
from podium_desk.ui.shell.tape_window import TapeWindow

FAMILIES = ("escpos", "star", "starline", "zpl")


@pytest.fixture(params=FAMILIES)
def server(request):
    with TcpPrinterServer(emulated_printer(request.param)) as server:
        yield server


@pytest.fixture
def window(qtbot, server):
    window = TapeWindow(server.paper, server.url, Words("nl"))
    qtbot.addWidget(window)
    window.show()
    return window


def page_for(printer):
    return page_raster(trial_page("proef", Words("nl")), printer.width_dots, printer.dpi)


def test_the_paper_of_every_family_grows_in_the_window(window, server):
    printer = open_printer(server.url)
    before = window.tape.minimumHeight()
    assert printer.print(PrintJob("one", page_for(printer)), 20.0).outcome is Outcome.PRINTED
    window.look_again()
    assert window.tape.minimumHeight() > before + 100
    ink = window.tape.grab().toImage()
    dark = sum(ink.pixelColor(x, y).lightness() < 80 for x in range(30, 200, 7)
               for y in range(20, 300, 7))  # fmt: skip
    assert dark > 5, "what was sent stands on the paper"
    printer.close()


@pytest.mark.parametrize("server", ["escpos"], indirect=True)
def test_its_buttons_are_its_faults(window, server):
    printer = open_printer(server.url)
    assert printer.state() is PrinterState.READY
    window.keys["out"].click()
    assert printer.state() is PrinterState.PAPER_OUT
    window.keys["roll"].click()
    window.keys["cover"].click()
    assert printer.state() is PrinterState.COVER_OPEN
    window.keys["cover"].click()
    window.keys["cable"].click()
    assert printer.state() is PrinterState.ABSENT
    window.keys["cable"].click()
    assert printer.state() is PrinterState.READY
    printer.kick_drawer()
    window.look_again()
    assert "1 keer" in window.drawer.text()
    printer.close()
