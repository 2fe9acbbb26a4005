"""`device paper`: what was put into a printer, and what is left of it."""

from __future__ import annotations

from typing import Annotated

import typer

from podium_desk.application.print_queue import PrintQueue
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.commands.session import device_at
from podium_desk.domain.paper_stock import PaperStock, StockUnit

_MM_PER_METRE = 1000


@command_line_faults
def paper_in_printer(
    data: Data,
    metres: Annotated[int, typer.Option(min=0, help="A roll of so many metres is in now.")] = 0,
    tickets: Annotated[
        int, typer.Option(min=0, help="A box of so many folded tickets is in now.")
    ] = 0,
    second: Annotated[bool, typer.Option("--second", help="In the second printer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say what was put into the printer; without options, tell what is left."""
    answer = answer_for(data, as_json)
    if metres and tickets:
        answer.wrong_use(answer.words("device.paper_one"))
    with device_at(data) as device:
        settings = device.settings
        address = settings.second_printer if second else settings.printer
        if not address:
            answer.wrong_use(answer.words("device.no_printer"))
        book = PrintQueue(device.work.replica.sql, device.work.clock).book
        if metres:
            stock: PaperStock | None = book.put_in(
                address, StockUnit.MILLIMETRES, metres * _MM_PER_METRE
            )
        elif tickets:
            stock = book.put_in(address, StockUnit.PIECES, tickets)
        else:
            stock = book.stock(address)
    left = None if stock is None else stock.papers_left
    told = answer.words("device.paper_unknown") if left is None else (
        answer.words("device_status.paper_left", n=left)
    )  # fmt: skip
    answer.done({"printer": address, "papers_left": left}, told)
