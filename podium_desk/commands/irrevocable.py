"""The commands of a central store that cannot be undone: erase, write off, recover."""

from __future__ import annotations

import typer

from podium_desk.commands.central_erase import erase
from podium_desk.commands.recovering import recover
from podium_desk.commands.writing_off import write_off


def add_irrevocable_commands(app: typer.Typer) -> None:
    """Put them on the store's command line."""
    store = "podium-desk central {} /srv/podium"
    app.command("erase", epilog=f"{store.format('erase')} --person 4f1c --by An")(erase)
    app.command("recover", epilog=store.format("recover"))(recover)
    app.command("write-off", epilog=f"{store.format('write-off')} --device 3")(write_off)
