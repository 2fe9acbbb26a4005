"""The command line: `podium-desk` and `python -m podium_desk`."""

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


def main() -> None:
    """The entry point of the installed command."""
    app()


if __name__ == "__main__":
    main()
