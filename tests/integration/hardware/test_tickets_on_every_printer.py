"""A ticket through each family's driver and its emulator: the code is read back from the paper."""

from __future__ import annotations

import pytest
import zxingcpp

from hardware.printing.drivers.simulator import SimulatedPrinter
from hardware.printing.port import Outcome, PrintJob
from hardware.registry import FAMILY_NAMES, open_printer
from podium_desk.documents.layouts.shelf import (
    HeadSize,
    bundled_paper,
    paper_of_printer,
    ticket_layout,
)
from podium_desk.documents.raster import paper_raster
from podium_desk.documents.samples import TICKET
from podium_desk.documents.ticket import ticket_content
from podium_desk.i18n.words import Words


@pytest.mark.parametrize("family", FAMILY_NAMES)
def test_the_code_of_a_ticket_is_read_from_the_paper_of_every_family(family):
    printer = open_printer(f"sim://printer?speaks={family}")
    assert isinstance(printer, SimulatedPrinter)
    size = HeadSize(printer.width_dots, printer.dpi)
    layout = ticket_layout(paper_of_printer(f"{family}+tcp://x"), size)
    paper = bundled_paper(layout, ticket_content(TICKET, Words("nl")))
    raster = paper_raster(paper, printer.width_dots, printer.dpi)

    report = printer.print(PrintJob("a", raster), 5.0)

    (ticket,) = printer.paper.tickets
    codes = {code.text for code in zxingcpp.read_barcodes(ticket.image().convert("L"))}
    assert report.outcome is Outcome.PRINTED
    assert codes == {TICKET.code}
