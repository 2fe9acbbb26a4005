"""The command line's application: all commands, of which the one that runs is loaded."""

from __future__ import annotations

import typer

from podium_desk.commands.catalogue import CatalogueGroup

app = typer.Typer(
    cls=CatalogueGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def podium_desk() -> None:
    """The box office, the door and the central ticketing store."""
