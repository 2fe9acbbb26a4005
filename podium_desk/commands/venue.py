"""`keeper` and `holder`: who keeps the venue's share, and who decides at its doors."""

from __future__ import annotations

from typing import Annotated

import typer

from podium_desk.application.admission_holder import name_holder
from podium_desk.application.keeping import name_keeper
from podium_desk.bootstrap import Device
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at, refuse
from podium_desk.domain.ids import PerformanceId
from podium_desk.replica.keeping import admission_holder_of, keeper_of
from podium_desk.venue_network import look_around

app = typer.Typer()
Number = Annotated[int | None, typer.Option("--device", help="The number of another device.")]
Here = Annotated[bool, typer.Option("--here", help="This device itself.")]


@app.command("keeper", epilog="podium-desk keeper kassa2 --here")
@command_line_faults
def keeper(data: Data, device: Number = None, here: Here = False, as_json: AsJson = False) -> None:
    """Who is the main counter; with --device or --here, hand that over with what it holds."""
    answer = answer_for(data, as_json)
    with device_at(data) as own:
        contact(own, answer)
        look_around(own)
        wanted = own.work.claims.device if here else device
        if wanted is not None:
            refusal = name_keeper(own.work, wanted)
            if refusal is not None:
                refuse(answer, refusal)
            contact(own, answer)
            look_around(own)
        number = keeper_of(own.work.replica.sql, own.work.house)
        name = _name(own, number)
        answer.done({"keeper": number, "name": name}, answer.words("venue.keeper", name=name))


@app.command("holder", epilog="podium-desk holder deur1 100001 --here")
@command_line_faults
def holder(
    data: Data,
    performance: Annotated[int, typer.Argument(metavar="PERFORMANCE")],
    device: Number = None,
    here: Here = False,
    as_json: AsJson = False,
) -> None:
    """Who decides when two doors scan a ticket at once; with --device or --here, move that."""
    answer = answer_for(data, as_json)
    with device_at(data) as own:
        contact(own, answer)
        look_around(own)
        wanted = own.work.claims.device if here else device
        if wanted is not None:
            refusal = name_holder(own.work, PerformanceId(performance), wanted)
            if refusal is not None:
                refuse(answer, refusal)
            contact(own, answer)
            look_around(own)
        number = admission_holder_of(own.work.replica.sql, own.work.house, performance)
        name = _name(own, number)
        answer.done(
            {"performance": performance, "holder": number, "name": name},
            answer.words("venue.holder", name=name),
        )


def _name(device: Device, number: int | None) -> str:
    known = None if number is None else device.work.replica.devices.get(number)
    return "" if known is None else known.claims.name
