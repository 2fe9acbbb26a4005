"""Devices are chosen by URL; a wrong one is told in words that help."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from hardware.device_url import BadDeviceUrl, UnknownDevice
from hardware.printing.drivers.families import FAMILIES
from hardware.printing.drivers.simulator import LANGUAGES
from hardware.printing.escpos_bytes import job_bytes
from hardware.printing.port import (
    Outcome,
    PrinterState,
    PrinterUnreachable,
    PrintJob,
    Raster,
)
from hardware.registry import FAMILY_NAMES, open_frames, open_printer, open_terminal


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(UnknownDevice) as raised:
        open_printer("laser+tcp://10.0.0.7")

    assert {"escpos+tcp", "escpos+usb", "escpos+usblp", "system", "sim"} <= {*raised.value.known}
    assert "escpos+tcp" in str(raised.value)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("escpos+tcp://", "host"),
        ("escpos+tcp://host:port", "Port"),
        ("/dev/usb/lp0", "kind://place"),
        ("escpos+file://", "path"),
        ("escpos+tcp://host?widht=512", "widht"),
        ("escpos+tcp://host?width=wide", "width"),
        ("escpos+tcp://host?proof=hope", "process-id"),
        ("escpos+tcp://host?profile=tm-u220", "clone-58, clone-80"),
        ("starline+tcp://host?proof=barrier", "none"),
        ("star+tcp://host?profile=tm-t88v", "profile"),
        ("fgl+tcp://host?height=tall", "height"),
        ("zpl+tcp://host?cutter=maybe", "yes"),
        ("zpl+cups://Bandjes?proof=none", "proof"),
        ("sim://printer?paper=none", "low"),
        ("escpos+serial:///dev/ttyS0?flow=xon", "rtscts"),
        ("escpos+usb://epson", "lsusb"),
        ("escpos+usb://04b8:0e15?serail=1", "serail"),
        ("escpos+usblp://", "path"),
        ("escpos+cups://", "queue"),
        ("escpos+spooler://EPSON TM", "Windows"),
        ("system://Laser?proof=barrier", "proof"),
    ],
)
def test_a_wrong_url_says_what_is_wrong(url, word):
    with pytest.raises(BadDeviceUrl, match=word):
        open_printer(url)


def test_only_the_simulated_printer_is_simulated():
    with pytest.raises(UnknownDevice):
        open_printer("sim://terminal")


def test_width_and_dots_per_inch_are_taken_from_the_url():
    printer = open_printer("escpos+tcp://10.0.0.7?width=512&dpi=180")

    assert (printer.width_dots, printer.dpi) == (512, 180)


@pytest.mark.parametrize(
    ("url", "width", "dpi"),
    [
        ("escpos+tcp://h?profile=tm-t88v", 512, 180),
        ("escpos+tcp://h?profile=tm-t88v&width=500", 500, 180),
        ("starline+tcp://h", 576, 203),
        ("fgl+tcp://h", 1100, 200),
        ("zpl+usb://0a5f:0001?width=200", 200, 203),
    ],
)
def test_each_family_has_its_paper_and_a_model_its_own(url, width, dpi):
    printer = open_printer(url)

    assert (printer.width_dots, printer.dpi) == (width, dpi)


def test_the_families_that_are_named_are_those_that_there_are():
    assert set(FAMILY_NAMES) == set(FAMILIES) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("paper", "state"),
    [
        ("ok", PrinterState.READY),
        ("low", PrinterState.PAPER_LOW),
        ("out", PrinterState.PAPER_OUT),
        ("cover", PrinterState.COVER_OPEN),
    ],
)
def test_the_simulator_starts_with_the_fault_that_was_asked(paper, state):
    assert open_printer(f"sim://printer?paper={paper}").state() is state


def test_the_simulator_leaves_a_picture_of_each_ticket(tmp_path):
    folder = tmp_path / "paper"
    for _ in range(2):  # a second desk or a second run goes on counting
        printer = open_printer(f"sim://printer?dir={folder}")
        printer.print(PrintJob("a", Raster(8, 8, b"\x80" * 8)), 5.0)

    assert sorted(path.name for path in folder.iterdir()) == [
        "ticket-0001.png",
        "ticket-0002.png",
    ]


def test_a_full_disk_leaves_the_ticket_unknown():
    printer = open_printer("escpos+file:///dev/full")

    report = printer.print(PrintJob("a", Raster(8, 8, bytes(8))), 1.0)

    assert report.outcome is Outcome.UNKNOWN


def test_a_file_holds_the_bytes_of_each_job_and_nothing_else(tmp_path):
    raster = Raster(8, 8, bytes(range(8)))
    printer = open_printer(f"escpos+file://{tmp_path}/out.bin")
    for name in ("a", "b"):
        printer.print(PrintJob(name, raster), 1.0)

    assert (tmp_path / "out.bin").read_bytes() == 2 * job_bytes(raster, cut=True)


def test_a_device_node_that_stops_reading_is_given_up_at_the_deadline(tmp_path):
    node = tmp_path / "lp0"
    os.mkfifo(node)
    never_read = os.open(node, os.O_RDONLY | os.O_NONBLOCK)
    try:
        tall = Raster(576, 4000, bytes(72 * 4000))
        report = open_printer(f"escpos+file://{node}").print(PrintJob("a", tall), 0.2)
    finally:
        os.close(never_read)

    assert report.outcome is Outcome.UNKNOWN


def test_a_simulator_that_cannot_keep_its_tickets_leaves_them_unknown(tmp_path):
    (tmp_path / "in-the-way").write_text("a file where the folder should be")
    printer = open_printer(f"sim://printer?dir={tmp_path}/in-the-way")

    report = printer.print(PrintJob("a", Raster(8, 8, bytes(8))), 1.0)

    assert report.outcome is Outcome.UNKNOWN


def test_a_deadline_that_passes_before_the_job_starts_sends_nothing():
    printer = open_printer("sim://printer")

    with pytest.raises(PrinterUnreachable):
        printer.print(PrintJob("a", Raster(8, 8, bytes(8))), 0.0)


def test_choosing_a_device_loads_nothing_heavy():
    script = (
        "import sys, hardware.registry as r;"
        "r.open_printer('escpos+tcp://h'); r.open_frames('camera://0'); r.open_terminal('standalone://');"
        "import hardware.scanning.wedge;"
        "print([m for m in ('numpy', 'cv2', 'PIL', 'serial', 'zxingcpp') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_frames_and_terminals_have_their_own_kinds():
    with pytest.raises(UnknownDevice, match="pictures"):
        open_frames("standalone://")
    with pytest.raises(UnknownDevice, match="standalone"):
        open_terminal("camera://0")
