"""The command line: `podium-desk` and `python -m podium_desk`."""

from __future__ import annotations

import gc

import typer

from podium_desk.commands.catalogue import CatalogueGroup

_OBJECTS_PER_COLLECTION = 50_000

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
    # Starting makes some hundred thousand lasting objects; at Python's own threshold the
    # collector walks through them again and again and finds nothing (a tenth of the start).
    gc.set_threshold(_OBJECTS_PER_COLLECTION, 10, 10)
    app()


if __name__ == "__main__":
    main()
