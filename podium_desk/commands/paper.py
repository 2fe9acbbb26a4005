"""`ticket render`: a sold ticket as a picture, a PDF or the bytes for a printer; and printing."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hardware.printing.port import PrinterState
from podium_desk.application.lane import direct_lane
from podium_desk.application.papers import Papers
from podium_desk.application.print_queue import PrintQueue, PrintState
from podium_desk.application.printing import PrintEars, PrintLane
from podium_desk.application.ticket_codes import NotOurTicket
from podium_desk.bootstrap import Device, printers_of
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import Answer, answer_for, command_line_faults
from podium_desk.commands.session import device_at, refuse
from podium_desk.config import FaultBook
from podium_desk.documents.layouts.shelf import TICKET_A4
from podium_desk.domain.ids import TicketId
from podium_desk.domain.refusals import Refusal, RefusalReason

app = typer.Typer(no_args_is_help=True, help="Tickets on paper.")


class TicketFormat(StrEnum):
    """What a ticket is rendered to."""

    PNG = "png"
    PDF = "pdf"
    ESCPOS = "escpos"


@app.command("render", epilog="podium-desk ticket render kassa1 2.0.3.0 --format pdf "
             "--output ticket.pdf")  # fmt: skip
@command_line_faults
def render(
    data: Data,
    ticket: Annotated[str, typer.Argument(metavar="TICKET", help="The ticket's number.")],
    output: Annotated[Path, typer.Option(help="The file to write.")],
    format_: Annotated[TicketFormat, typer.Option("--format")] = TicketFormat.PNG,
    language: Annotated[str, typer.Option(help="nl, fr, de or en.")] = "",
    as_json: AsJson = False,
) -> None:
    """Write a ticket as a picture, as PDF, or as the bytes that a printer gets."""
    answer = answer_for(data, as_json)
    try:
        named = TicketId.parse(ticket)
    except ValueError:
        answer.wrong_use(answer.words("device.no_ticket_number", text=ticket))
    with device_at(data) as device:
        try:
            content = _rendered(device, named, format_, language or answer.words.language)
        except KeyError:
            refuse(answer, Refusal(RefusalReason.UNKNOWN_TICKET, {"ticket": ticket}))
        except NotOurTicket:
            refuse(answer, Refusal(RefusalReason.RIGHT_ELSEWHERE, {"ticket": ticket}))
    output.write_bytes(content)
    answer.done({"file": str(output)}, str(output))


def print_waiting(device: Device, answer: Answer) -> int:
    """Print what waits in the queue; how many papers came out. Says it when the printer is away."""
    url = device.settings.printer
    if not url:
        answer.note(answer.words("device.no_printer"))
        return 0
    queue = PrintQueue(device.work.replica.sql, device.work.clock)
    queue.after_start()
    book = FaultBook(device.folder.path)
    lane = PrintLane(
        queue,
        Papers(device.work),
        printers_of(device.settings),
        direct_lane,
        PrintEars(lambda: None, book.keep),
    )
    printed = 0
    while lane.print_one():
        printed += 1
    if queue.count(PrintState.QUEUED) and lane.state is not PrinterState.READY:
        answer.note(answer.words("faults.printer_absent", url=url))
    return printed


def _rendered(device: Device, ticket: TicketId, format_: TicketFormat, language: str) -> bytes:
    from podium_desk.documents.preview import paper_png
    from podium_desk.documents.raster import screen_raster
    from podium_desk.documents.ticket import ticket_title
    from podium_desk.i18n.words import Words

    words, papers = Words(language), Papers(device.work)
    match format_:
        case TicketFormat.PDF:
            from podium_desk.documents.pdf import papers_pdf

            title = ticket_title(papers.ticket(ticket, language), words)
            sheet = papers.ticket_paper(ticket, words, TICKET_A4)
            return papers_pdf((sheet,), title, language)
        case TicketFormat.PNG:
            return paper_png(screen_raster(papers.ticket_paper(ticket, words)))
        case TicketFormat.ESCPOS:
            from hardware.printing.escpos_bytes import job_bytes

            return job_bytes(screen_raster(papers.ticket_paper(ticket, words)), cut=True)
