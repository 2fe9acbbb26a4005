"""`device confirm-memory`: a person's word that a device's data is the newest."""

from __future__ import annotations

from typing import Annotated

import typer

from podium_desk.application.exposure import exposure
from podium_desk.application.own_memory import leave_word
from podium_desk.commands.options import AsJson, Data
from podium_desk.commands.output import answer_for, command_line_faults
from podium_desk.commands.session import contact, device_at


@command_line_faults
def confirm_memory(
    data: Data,
    yes: Annotated[
        bool, typer.Option("--yes", help="Confirm without being asked on the terminal.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Confirm that this data is the newest, when neither store nor peer can be asked."""
    answer = answer_for(data, as_json)
    with device_at(data) as device:
        contact(device, answer)
        stake = exposure(device.work)
        if not stake.places:
            answer.done({"confirmed": False, "places": 0}, answer.words("memory.sure"))
            return
        answer.note(answer.words("memory.waiting", n=stake.places))
        if not yes and not typer.confirm("?", err=True):
            answer.refused("memory_not_confirmed", answer.words("memory.not_confirmed"))
        leave_word(device.work.replica.sql)
        answer.done(
            {"confirmed": True, "places": stake.places, "performances": stake.performances},
            answer.words("memory.confirmed", n=stake.places),
        )
