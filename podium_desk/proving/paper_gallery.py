"""Every document on every kind of printer, drawn from the bytes that were sent to it.

Each kind is an emulator behind a TCP port, which knows nothing of our drivers; the paper is sent by
the driver of its address, as a counter does. Every ticket's code is read back from the dots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PIL import Image

from hardware.emulators.escpos_paper import EscPos
from hardware.emulators.fgl_paper import Fgl
from hardware.emulators.paper_picture import PaperPicture
from hardware.emulators.printer import EmulatedPrinter, Language, PrinterFaults
from hardware.emulators.star_paper import star_line, star_raster
from hardware.emulators.tcp_server import TcpPrinterServer
from hardware.emulators.zpl_paper import Zpl
from hardware.printing.port import Printer, PrintJob
from hardware.registry import open_printer
from hardware.scanning.decoding import decode_still
from hardware.scanning.pictures import grey_of_dots
from podium_desk.config import LANGUAGES
from podium_desk.documents.layouts.shelf import (
    LAYOUTS,
    TICKET_A4,
    HeadSize,
    bundled_paper,
    paper_of_printer,
    ticket_layout,
)
from podium_desk.documents.raster import head_raster, layout_raster
from podium_desk.documents.samples import sample_content
from podium_desk.documents.sheet_layout import lay_out_paper
from podium_desk.i18n.words import Words
from podium_desk.late_dataclass import dataclass

_DEADLINE_S = 30.0
_SCREEN_DPI = 110
TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of printer: `options` are those of its address, `ticket_paper` the setting."""

    name: str
    language: Callable[[EmulatedPrinter], Language]
    width_dots: int
    options: str = ""
    ticket_paper: str = ""
    has_all: bool = True
    """Whether other documents than tickets come out of it."""
    buffer_bytes: int = 65_536
    """What it takes before it prints; at 300 dpi a Boca must hold a larger picture whole."""


KINDS = (
    Kind("escpos-80mm", EscPos, 576),
    Kind("escpos-58mm", EscPos, 384, "?width=384"),
    Kind("star-raster", star_raster, 576),
    Kind("star-line", star_line, 576),
    Kind("boca-200", Fgl, 1100),
    Kind(
        "boca-300",
        partial(Fgl, height_dots=600),
        1650,
        "?width=1650&height=600&dpi=300",
        buffer_bytes=262_144,
    ),
    Kind("zebra-label", Zpl, 812, "?cutter=yes", "80mm"),
    Kind("zebra-band-203", Zpl, 200, "?width=200", has_all=False),
    Kind("zebra-band-300", Zpl, 300, "?width=300&dpi=300", has_all=False),
)


@dataclass(frozen=True, slots=True)
class Printed:
    """One paper that came out. `is_read` tells whether the code on it is the one that was meant;
    None where a document has none."""

    kind: str
    document: str
    language: str
    dots: PaperPicture
    is_read: bool | None


def print_all(kinds: tuple[Kind, ...] = KINDS) -> Iterator[Printed]:
    """Every document in Dutch, and every ticket in the other languages too."""
    for kind in kinds:
        faults = PrinterFaults(buffer_bytes=kind.buffer_bytes)
        emulated = EmulatedPrinter(kind.language, kind.width_dots, faults)
        with TcpPrinterServer(emulated) as server:
            printer = open_printer(server.url + kind.options)
            try:
                for document, language in _papers(kind):
                    yield _printed(kind, document, language, printer, server)
            finally:
                printer.close()


def keep_pictures(folder: Path, say: Callable[[str], None]) -> list[Printed]:
    """Print all and keep the papers in Dutch as pictures of one bit a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    _home_ticket().save(folder / "a4-ticket.png", "PNG", optimize=True)
    papers = []
    for paper in print_all():
        say(f"{paper.kind} {paper.document} {paper.language}")
        papers.append(paper)
        if paper.language == LANGUAGES[0]:
            file = folder / f"{paper.kind}-{paper.document}.png"
            paper.dots.image().save(file, "PNG", optimize=True)
    return papers


def _home_ticket() -> Image.Image:
    """The sheet to print at home, which an office printer gets as a PDF."""
    sheet = bundled_paper(TICKET_A4, sample_content(TICKET_A4, Words(LANGUAGES[0])))
    layout = lay_out_paper(sheet, 0, _SCREEN_DPI)
    return PaperPicture(layout.width_dots, layout_raster(layout).rows).image()


def _papers(kind: Kind) -> Iterator[tuple[str, str]]:
    yield from ((TICKET, language) for language in LANGUAGES)
    if kind.has_all:
        documents = dict.fromkeys(LAYOUTS.values())
        yield from ((document, LANGUAGES[0]) for document in documents if document != TICKET)


def _printed(
    kind: Kind, document: str, language: str, printer: Printer, server: TcpPrinterServer
) -> Printed:
    size = HeadSize(printer.width_dots, printer.dpi, paper_of_printer(server.url))
    layout = ticket_layout(kind.ticket_paper, size) if document == TICKET else document
    content = sample_content(layout, Words(language))
    raster = head_raster(bundled_paper(layout, content), size)
    before = len(server.paper.tickets)
    printer.print(PrintJob(f"{document}-{language}", raster), _DEADLINE_S)
    # What is longer than a ticket of a box comes out on several.
    pieces = server.paper.tickets[before:]
    dots = PaperPicture(pieces[0].width_dots, b"".join(piece.rows for piece in pieces))
    meant = content.fields.get("code") or content.fields.get("number")
    read = {code.text for code in decode_still(grey_of_dots(dots.width_dots, dots.rows))}
    return Printed(kind.name, document, language, dots, meant in read if meant else None)
