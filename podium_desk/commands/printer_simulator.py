"""`printer-simulator`: a printer with a window, on a port of this computer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podium_desk.commands.output import command_line_faults
from podium_desk.i18n.words import Words

app = typer.Typer()


@app.command("printer-simulator", epilog="podium-desk printer-simulator --speaks star")
@command_line_faults
def printer_simulator(
    speaks: Annotated[str, typer.Option(help="escpos, star, starline, fgl or zpl.")] = "escpos",
    port: Annotated[int, typer.Option(help="Where it listens; 0 for any free port.")] = 9100,
    language: Annotated[str, typer.Option(help="nl, fr, de or en.")] = "nl",
    screenshot: Annotated[
        Path | None, typer.Option(help="Write a picture of the window to this file, then close.")
    ] = None,
) -> None:
    """A printer whose paper is a window: real drivers speak with it over the network."""
    # Qt and the emulators are loaded by this command only.
    from podium_desk.ui.shell.tape_place import run_simulated_printer

    raise typer.Exit(run_simulated_printer(speaks, port, Words(language), screenshot))
