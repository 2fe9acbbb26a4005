"""`desk`: opens the counter on a device's folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podium_desk.commands.counter_window import Beginning, open_counter
from podium_desk.commands.options import Data

app = typer.Typer()

Screenshot = Annotated[
    Path | None, typer.Option(help="Write a picture of the window to this file, then close.")
]


Status = Annotated[bool, typer.Option("--status", help="Begin with the status page (F9).")]


@app.command("desk", epilog="podium-desk desk kassa1")
def desk(
    data: Data,
    screenshot: Screenshot = None,
    status: Status = False,
    till: Annotated[bool, typer.Option("--till", help="Begin with the till (Ctrl+E).")] = False,
    training: Annotated[
        bool, typer.Option("--training", help="Practise on a copy: nothing counts.")
    ] = False,
    first_show: Annotated[
        bool, typer.Option("--first-show", hidden=True, help="Close at once, for measuring.")
    ] = False,
    first_hall: Annotated[
        bool, typer.Option("--first-hall", hidden=True, help="Close when ready, for measuring.")
    ] = False,
    first_pin: Annotated[
        bool, typer.Option("--first-pin", hidden=True, help="The same, at the log-in.")
    ] = False,
    gaps: Annotated[
        bool, typer.Option("--gaps", hidden=True, help="Measure pauses, not the start.")
    ] = False,
) -> None:
    """Open the counter."""
    begins = Beginning(
        screenshot, status, till, training, first_show, first_hall, first_pin, gaps
    )  # fmt: skip
    raise typer.Exit(open_counter(data=data, begins=begins))
