"""Which driver a URL means: the only place that imports drivers, each when it is first wanted.

========================================  ==============================================
``FAMILY+tcp://host:9100``                a printer on the network
``FAMILY+usb://04b8:0e15``                through libusb; ``?serial=…`` where two are alike
``FAMILY+usblp:///dev/usb/lp0``           a device node of Linux that answers
``FAMILY+serial:///dev/ttyUSB0``          on a serial port (Windows: ``escpos+serial://COM3``);
                                          ``?baud=38400&flow=none|rtscts|dsrdtr``
``FAMILY+file:///folder/out.bin``         a file or a one-way node: never confirms a ticket
``FAMILY+cups://QUEUE``                   a raw queue of CUPS
``FAMILY+spooler://NAME``                 a queue of Windows
``system://QUEUE``                        any printer of CUPS, through PDF: confirms nothing
``sim://printer``                         ``?speaks=FAMILY&paper=ok|low|out|cover&dir=/folder``,
                                          drawn as PNG
``pictures:///folder``                    a folder of pictures, or one picture, as a camera
``film:///door.mp4``                      a film as a camera, at its pace
``camera://0``, ``camera:///dev/video0``  a camera through OpenCV; ``?width=1280&height=720``,
                                          ``&exposure=10`` in milliseconds, 0: its own choice
``scanner+serial:///dev/ttyACM0``         a hand scanner on a serial port, or on USB as one (CDC);
                                          ``?baud=9600&suffix=yes|none&prefix=…``
``scanner+hid:///dev/hidraw0``            a hand scanner in HID POS mode (Linux)
``scanner+hid://0c2e:0b81``               the same on Windows; ``?serial=…`` where two are alike
``scanner+keys:///dev/input/by-id/…``     a hand scanner that types, taken for us alone (Linux)
``chip://``, ``chip:///ACS``              a reader of chips (PC/SC), by the beginning of its name
``standalone://``                         a payment terminal that is not connected
``zvt+tcp://host:20007``                  a card terminal that speaks ZVT;
                                          ``?password=000000&patience=120&settle=30`` (seconds)
``nexo+https://host:8443``                a card terminal that speaks nexo as JSON (Adyen's):
                                          ``?poi=V400m-123&sale=kassa1&ca=/adyen.pem``, to encrypt
                                          ``&key=name&version=1&passphrase-file=/secret``
``nexo+http://host:3000``                 the same without TLS: for a simulator of such a terminal
``sim://terminal``                        ``?outcome=approve|decline|silent|mute|slow|other``,
                                          ``&seconds=2``; ``?window=yes``: a person presses
========================================  ==============================================

The families of printers, and their options besides ``width`` (dots), ``dpi`` and ``proof``:

============  ============================================================================
``escpos``    Epson TM and clones: ``profile=tm-t88v``, ``proof=auto|process-id|barrier|none``
``starline``  Star Line Mode: TSP650, 700, 800, mC-Print; ``proof=auto|none`` as those below
``star``      Star raster: TSP100, TSP143
``fgl``       Boca and like: ``height=400`` rows of a ticket
``zpl``       Zebra: ``height=`` rows of a label, ``cutter=yes|no``
============  ============================================================================

Faults are those of `hardware.device_url`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from hardware.device_url import BadDeviceUrl, DeviceUrl, UnknownDevice, open_device

if TYPE_CHECKING:
    from hardware.emulators.printer import EmulatedPrinter
    from hardware.printing.drivers.simulator import SimulatedPrinter
    from hardware.printing.port import Printer
    from hardware.scanning.code_ends import OwnCodes
    from hardware.scanning.port import CodeReader, CodeSource, FrameSource
    from hardware.terminals.port import Terminal
    from hardware.transport.port import Connect
    from hardware.transport.spool import Spool

PAPER_OPTIONS = ("width", "dpi")
TALK_OPTIONS = (*PAPER_OPTIONS, "proof")
FAMILY_NAMES = ("escpos", "starline", "star", "fgl", "zpl")
"""Those of `hardware.printing.drivers.families`, which is loaded when a printer is wanted."""


def open_printer(url: str) -> Printer:
    """Return the printer that `url` means; nothing is sent yet, absence shows when it is used.

    Programs of one machine take turns at it. A simulated one belongs to this program alone, a
    file can be appended to by several, and a queue of the system orders its jobs itself.
    """
    printer = open_device(url, PRINTERS)
    parts = DeviceUrl.parse(url)
    line = parts.scheme.rpartition("+")[2]
    if line not in ("tcp", "usb", "usblp", "serial"):
        return printer
    from hardware.printing.one_owner import OwnedPrinter

    return OwnedPrinter(printer, f"{line} {parts.place.lower()} {parts.path}")


def open_frames(url: str) -> FrameSource:
    """Return the camera or pictures that `url` means; opened when the first frame is asked."""
    return open_device(url, FRAMES)


def open_reader() -> CodeReader:
    """Return a reader of QR codes for one stream of frames."""
    from hardware.scanning.decoding import LiveReader

    return LiveReader()


def open_scanner(url: str, own: OwnCodes | None = None) -> CodeSource:
    """Return the scanner or reader of chips that `url` means; opened when a code is asked.

    `own` are the codes of this house, which are known at their last letter.
    """
    from hardware.scanning.code_ends import UNKNOWN

    makes = {scheme: partial(make, own or UNKNOWN) for scheme, make in SCANNERS.items()}
    return open_device(url, makes)


def open_terminal(url: str) -> Terminal:
    """Return the payment terminal that `url` means."""
    return open_device(url, TERMINALS)


@dataclass(frozen=True, slots=True)
class Line:
    """A way that bytes go to a printer of any language, and its own options in the URL."""

    connect: Callable[[DeviceUrl], Connect]
    options: tuple[str, ...] = ()


def _tcp(url: DeviceUrl) -> Connect:
    from hardware.transport.tcp import tcp_connect

    if not url.host:
        raise BadDeviceUrl(url.text, "which host?")
    return tcp_connect(url.host, url.port or 9100)


def _file(url: DeviceUrl) -> Connect:
    from pathlib import Path

    from hardware.transport.file import file_connect

    return file_connect(Path(url.needed_path()))


def _usblp(url: DeviceUrl) -> Connect:
    from pathlib import Path

    from hardware.transport.usblp import usblp_connect

    return usblp_connect(Path(url.needed_path()))


def _usb(url: DeviceUrl) -> Connect:
    from hardware.transport.usb import UsbAddress, usb_connect

    return usb_connect(UsbAddress(*url.usb_numbers(), url.options.get("serial", "")))


def _serial(url: DeviceUrl) -> Connect:
    from hardware.transport.serial import SerialSettings, serial_connect

    flow = url.choice("flow", ("none", "rtscts", "dsrdtr"))
    port = url.host.upper() or url.needed_path()
    return serial_connect(SerialSettings(port, url.number("baud", 115200), flow))


LINES = {
    "tcp": Line(_tcp),
    "usb": Line(_usb, ("serial",)),
    "usblp": Line(_usblp),
    "serial": Line(_serial, ("baud", "flow")),
    "file": Line(_file),
}


def _cups(url: DeviceUrl) -> Spool:
    from hardware.transport.cups import CupsQueue

    return CupsQueue(_needed_name(url))


def _spooler(url: DeviceUrl) -> Spool:
    from hardware.transport.winspool import SpoolerCalls, WindowsQueue

    try:
        return WindowsQueue(_needed_name(url), SpoolerCalls())
    except OSError as error:
        raise BadDeviceUrl(url.text, str(error)) from error


SPOOLS: dict[str, Callable[[DeviceUrl], Spool]] = {"cups": _cups, "spooler": _spooler}


def _talking(url: DeviceUrl) -> Printer:
    from hardware.printing.drivers.families import FAMILIES
    from hardware.printing.drivers.talking import TalkingPrinter

    family_name, line_name = url.scheme.split("+")
    family, line = FAMILIES[family_name], LINES[line_name]
    url.allow_options(*TALK_OPTIONS, *family.options, *line.options)
    paper, tongue = family.spoken(url)
    return TalkingPrinter(url.text, line.connect(url), paper, tongue)


def _spooled(url: DeviceUrl) -> Printer:
    from hardware.printing.drivers.families import FAMILIES
    from hardware.printing.drivers.spooled import SpooledPaper, SpooledPrinter

    family_name, spool_name = url.scheme.split("+")
    family = FAMILIES[family_name]
    url.allow_options(*PAPER_OPTIONS, *family.options)
    paper, tongue = family.spoken(url)
    encoded = SpooledPaper(paper.width_dots, paper.dpi, tongue.drawing, tongue.drawer_bytes)
    return SpooledPrinter(url.text, SPOOLS[spool_name](url), encoded)


def _system(url: DeviceUrl) -> Printer:
    from hardware.printing.drivers.spooled import SpooledPaper, SpooledPrinter
    from hardware.printing.raster_pdf import raster_pdf
    from hardware.transport.cups import UNSCALED, CupsQueue

    url.allow_options("width", "dpi")
    width_dots, dpi = url.number("width", 576), url.number("dpi", 203)
    sheet = SpooledPaper(width_dots, dpi, lambda job: raster_pdf(job.raster, dpi))
    return SpooledPrinter(url.text, CupsQueue(_needed_name(url), UNSCALED), sheet)


def emulated_printer(speaks: str) -> EmulatedPrinter:
    """Return a printer in memory that speaks this family's language, for a port of its own.

    Raises `BadDeviceUrl` for a family that there is not.
    """
    return _simulated(DeviceUrl.parse(f"sim://printer?speaks={speaks}")).paper


def _simulated(url: DeviceUrl) -> SimulatedPrinter[Any]:
    from pathlib import Path

    from hardware.emulators.printer import PrinterFaults
    from hardware.printing.drivers.families import FAMILIES
    from hardware.printing.drivers.simulator import LANGUAGES, SimulatedPrinter

    if url.host != "printer":
        raise UnknownDevice(url.text, ("sim://printer",))
    speaks = url.choice("speaks", tuple(LANGUAGES))
    url.allow_options(*TALK_OPTIONS, *FAMILIES[speaks].options, "speaks", "paper", "dir")
    state = url.choice("paper", ("ok", "low", "out", "cover"))
    faults = PrinterFaults(
        rows_left=0 if state == "out" else None,
        is_paper_low=state == "low",
        is_cover_open=state == "cover",
    )
    folder = url.options.get("dir")
    paper, tongue = FAMILIES[speaks].spoken(url)
    return SimulatedPrinter(
        url.text, paper, tongue, LANGUAGES[speaks](paper, faults), Path(folder) if folder else None
    )


def _pictures(url: DeviceUrl) -> FrameSource:
    from pathlib import Path

    from hardware.scanning.frames import PictureFolder

    url.allow_options()
    return PictureFolder(Path(url.needed_path()))


def _film(url: DeviceUrl) -> FrameSource:
    from pathlib import Path

    from hardware.scanning.camera import Film

    url.allow_options()
    return Film(Path(url.needed_path()))


def _camera(url: DeviceUrl) -> FrameSource:
    from hardware.scanning.camera import EXPOSURE_MS, CameraSettings, OpenCvCamera

    url.allow_options("width", "height", "exposure")
    device = url.host or url.needed_path()
    size = url.number("width", 1280), url.number("height", 720)
    exposure_ms = url.number("exposure", EXPOSURE_MS, least=0)
    return OpenCvCamera(CameraSettings(device, *size, exposure_ms))


def _line_scanner(own: OwnCodes, url: DeviceUrl) -> CodeSource:
    from hardware.scanning.code_assembly import CodeAssembly
    from hardware.scanning.drivers.line_scanner import LineScanner
    from hardware.transport.serial import SerialSettings, serial_connect

    url.allow_options("baud", "prefix", "suffix")
    has_suffix = url.choice("suffix", ("yes", "none")) == "yes"
    assembly = CodeAssembly(url.options.get("prefix", ""), has_suffix, own)
    port = url.host.upper() or url.needed_path()
    connect = serial_connect(SerialSettings(port, url.number("baud", 9600)))
    return LineScanner(port, connect, assembly)


def _hid_scanner(own: OwnCodes, url: DeviceUrl) -> CodeSource:
    from hardware.scanning.drivers.hid_opening import hid_scanner

    return hid_scanner(own, url)


def _grabbed_keyboard(own: OwnCodes, url: DeviceUrl) -> CodeSource:  # noqa: ARG001
    from hardware.scanning.drivers.grabbed_keyboard import GrabbedKeyboard

    url.allow_options()
    return GrabbedKeyboard(url.needed_path())


def _chip_reader(own: OwnCodes, url: DeviceUrl) -> CodeSource:  # noqa: ARG001
    from hardware.scanning.drivers.chip_reader import ChipReader

    url.allow_options()
    return ChipReader(url.path.removeprefix("/"))


def _standalone(url: DeviceUrl) -> Terminal:
    from hardware.terminals.drivers.standalone import StandaloneTerminal

    url.allow_options()
    return StandaloneTerminal()


def _zvt_tcp(url: DeviceUrl) -> Terminal:
    from hardware.terminals.drivers.zvt import ZvtSettings, ZvtTerminal
    from hardware.transport.tcp import tcp_connect

    url.allow_options("password", "patience", "settle")
    password = url.options.get("password", "000000")
    if len(password) != 6 or not (password.isascii() and password.isdigit()):
        raise BadDeviceUrl(url.text, "password must be six digits")
    if not url.host:
        raise BadDeviceUrl(url.text, "which host?")
    patience_s, settle_s = url.number("patience", 120), url.number("settle", 30, least=0)
    settings = ZvtSettings(password, patience_s, settle_s)
    return ZvtTerminal(tcp_connect(url.host, url.port or 20007), settings)


def _nexo_http(url: DeviceUrl) -> Terminal:
    from hardware.terminals.drivers.nexo_opening import nexo_http

    return nexo_http(url)


def _nexo_https(url: DeviceUrl) -> Terminal:
    from hardware.terminals.drivers.nexo_opening import nexo_https

    return nexo_https(url)


def _simulated_terminal(url: DeviceUrl) -> Terminal:
    from hardware.terminals.drivers.simulator import OUTCOMES, SimulatedTerminal

    url.allow_options("outcome", "seconds", "window")
    if url.host != "terminal":
        raise UnknownDevice(url.text, ("sim://terminal",))
    has_buttons = url.choice("window", ("no", "yes")) == "yes"
    outcome, seconds = url.choice("outcome", OUTCOMES), url.number("seconds", 2, least=0)
    return SimulatedTerminal(outcome, seconds, buttons=has_buttons)


def _needed_name(url: DeviceUrl) -> str:
    if not url.place or url.path:
        raise BadDeviceUrl(url.text, "which queue?")
    return url.place


PRINTERS: dict[str, Callable[[DeviceUrl], Printer]] = {
    **{f"{family}+{line}": _talking for family in FAMILY_NAMES for line in LINES},
    **{f"{family}+{spool}": _spooled for family in FAMILY_NAMES for spool in SPOOLS},
    "system": _system,
    "sim": _simulated,
}
FRAMES: dict[str, Callable[[DeviceUrl], FrameSource]] = {
    "pictures": _pictures,
    "film": _film,
    "camera": _camera,
}
SCANNERS: dict[str, Callable[[OwnCodes, DeviceUrl], CodeSource]] = {
    "scanner+serial": _line_scanner,
    "scanner+hid": _hid_scanner,
    "scanner+keys": _grabbed_keyboard,
    "chip": _chip_reader,
}
TERMINALS: dict[str, Callable[[DeviceUrl], Terminal]] = {
    "standalone": _standalone,
    "zvt+tcp": _zvt_tcp,
    "nexo+https": _nexo_https,
    "nexo+http": _nexo_http,
    "sim": _simulated_terminal,
}
