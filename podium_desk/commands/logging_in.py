"""Somebody of the staff at a command: who by number, the PIN unseen or from the environment."""

from __future__ import annotations

from typing import Annotated

import typer

from podium_desk.application.desk import Desk
from podium_desk.commands.output import Answer
from podium_desk.commands.session import refuse
from podium_desk.domain.refusals import Refusal

ClerkNumber = Annotated[
    int | None, typer.Option("--clerk", help="Who does it, by number; the PIN is asked.")
]
Pin = Annotated[str | None, typer.Option("--pin", envvar="PODIUM_PIN", hidden=True)]


def log_in(desk: Desk, answer: Answer, clerk: int | None, pin: str | None) -> None:
    """Put this clerk at the desk; without one, whoever the settings name stays there."""
    if clerk is None:
        return
    typed = asked_pin(answer) if pin is None else pin
    tile = desk.clerks.log_in(clerk, typed)
    if isinstance(tile, Refusal):
        refuse(answer, tile)


def asked_pin(answer: Answer) -> str:
    """A PIN as somebody types it, unseen; from a pipe its first line."""
    return str(typer.prompt(answer.words("clerks.ask_pin"), hide_input=True, err=True))
